"""JSON (RFC 8259), read with bounds: depth, numbers, lone surrogates, repeated keys."""

from __future__ import annotations

import json
import math
import re
from collections import Counter

from workbench.inspection.decoders.registry import (
    JSON_DEPTH_LIMIT,
    STOPPED,
    Hint,
    Proof,
    Step,
    recogniser,
    text_transform,
)
from workbench.model.finding import Json

_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"?', re.DOTALL)
_BRACKETS = re.compile(r"[\[\]{}]")


class _RefusedError(ValueError):
    """What the standard's grammar does not hold (NaN, Infinity, numbers beyond a float), or what
    the plain way does not read: repeated keys."""


@recogniser("json", "a JSON object or list; the strings in it are read as well", starts="{[ \t\r\n")
def json_document(text: str, _: Hint) -> Proof | None:
    """The value; an object with repeated keys becomes its pairs, and that is noted."""
    stripped = text.strip(" \t\r\n")
    if not stripped or stripped[0] + stripped[-1] not in ("{}", "[]"):
        return None
    brackets = stripped.count("{") + stripped.count("[")
    if brackets > JSON_DEPTH_LIMIT and _depth(stripped) > JSON_DEPTH_LIMIT:
        return Proof(None, (f"{STOPPED}JSON is nested deeper than {JSON_DEPTH_LIMIT}",))
    plain = _plain(stripped)
    if plain is not None:
        return Proof(plain, inner=True)
    repeated: list[str] = []

    def keep(found: list[tuple[str, Json]]) -> Json:
        result = {_whole(key): _scalar(value) for key, value in found}
        if len(result) == len(found):
            return result
        counted = Counter(_whole(key) for key, _ in found)
        repeated.extend(key for key, times in counted.items() if times > 1)
        return [[_whole(key), _scalar(value)] for key, value in found]

    value = load(stripped, keep)
    if not isinstance(value, (dict, list)):
        return None
    return Proof(
        value, tuple(f"key {key!r} is given more than once" for key in repeated[:5]), inner=True
    )


@text_transform("json", "a JSON string around the value", starts='"')
def json_string(text: str) -> list[Step]:
    """The text inside the quotes; it must prove itself by what it holds."""
    if len(text) < 3 or text[0] != '"' or text[-1] != '"':
        return []
    value = load(text, dict)
    return [Step(_whole(value))] if isinstance(value, str) else []


def load(text: str, keep: object = dict) -> Json:
    """The value of a JSON text, or None; never raises. The depth must have been looked at."""
    try:
        value: Json = json.loads(
            text,
            object_pairs_hook=keep,  # type: ignore[arg-type]
            parse_constant=_refuse,
            parse_float=_finite,
        )
    except (ValueError, RecursionError):
        return None
    return _scalar(value)


def _plain(text: str) -> Json:
    """The value of a text where no key repeats and no surrogate can hide, else None."""
    if not text.isascii() or "\\u" in text:
        return None
    try:
        value: Json = _PLAIN.decode(text)
    except (ValueError, RecursionError):
        return None
    return value


def _scalar(value: Json) -> Json:
    if isinstance(value, str):
        return _whole(value)
    if isinstance(value, list):
        return [_whole(item) if isinstance(item, str) else item for item in value]
    return value


def _whole(text: str) -> str:
    """Text that can be stored: a lone surrogate becomes U+FFFD."""
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _depth(text: str) -> int:
    deepest = depth = 0
    for bracket in _BRACKETS.findall(_STRINGS.sub("", text)):
        if bracket in "[{":
            depth += 1
            deepest = max(deepest, depth)
        else:
            depth -= 1
    return deepest


def _refuse(constant: str) -> Json:
    raise _RefusedError(constant)


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise _RefusedError(text)
    return number


def _distinct(found: list[tuple[str, Json]]) -> dict[str, Json]:
    result = dict(found)
    if len(result) != len(found):
        raise _RefusedError("a key is given more than once")
    return result


_PLAIN = json.JSONDecoder(object_pairs_hook=_distinct, parse_constant=_refuse, parse_float=_finite)
