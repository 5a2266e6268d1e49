"""Opaque values by what they decode to: only the leaves that differ.

The same leaves under other text are "re-encoded, same content" (compression level, order of keys,
padding) and no change. Where one side cannot be read, that is said, and both stand there raw.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from workbench.inspection.comparing.kinds import ratio
from workbench.inspection.comparing.pairing import paired_forms
from workbench.inspection.comparing.values import differ, is_address, keyed, url_differences
from workbench.inspection.stability import VOLATILE_LEAVES, steps_shape
from workbench.inspection.visible import visible
from workbench.inspection.written_url import read_pairs, split
from workbench.model.comparison import Difference, Nature, Remark
from workbench.model.exchange import Exchange
from workbench.model.finding import Decoded, Json

# A value that was only recognised says nothing that its text does not say.
_RECOGNISED = frozenset(
    {
        *("callback-url", "epoch", "hex-reference", "iso-time", "recipient-id", "resume-path"),
        *("scope-list", "ulid", "url", "uuid"),
    }
)
# A leaf of the state that follows from a parameter of the request.
_FOLLOWS = {"r": "redirect_uri", "s": "state"}
_MOST_LEAVES = 500
_MOST_NAMED = 6
_PAIR_OF_QUERY = re.compile(r"decoded\[(\d+)\]\.value\.query\[(\d+)\]\[1\]")
CANNOT_BE_READ = "cannot be read"


class Opaque(NamedTuple):
    """One opaque value: its text, and what it decodes to, None where it cannot be read."""

    text: str
    decoded: Decoded | None


def decoded_differences(
    before: Exchange, after: Exchange, changed: frozenset[str]
) -> Iterator[Difference | Remark]:
    """The differing leaves of every opaque value that is on both sides, each with how it was
    read."""
    for path, one, other in _opaque_pairs(before, after):
        left, right = one.decoded, other.decoded
        if left is None or right is None:
            note = f"{_steps(left)} before, {_steps(right)} after"
            yield from differ("decoded", path, one.text, other.text, note=note)
            continue
        if one.text == other.text:
            continue
        if steps_shape(left.steps) != steps_shape(right.steps):
            label = f"{path} is encoded by"
            yield from differ("decoded", label, _steps(left), _steps(right))
        yield from _leaf_differences(path, left, right, changed)


def read_alike(before: Exchange, after: Exchange, one: int, other: int) -> frozenset[str]:
    """The inputs (`state`, `x[1]`) of two paired forms that can be read on one side at least, and
    hence are compared as decoded values."""
    mine, others = _of_form(before, one), _of_form(after, other)
    return frozenset(
        field
        for field in mine.keys() & others.keys()
        if mine[field].decoded is not None or others[field].decoded is not None
    )


def location_read_alike(before: Exchange, after: Exchange) -> frozenset[str]:
    """The same of the query of two Locations."""
    mine, others = _of_location(before), _of_location(after)
    return frozenset(
        field
        for field in mine.keys() & others.keys()
        if mine[field].decoded is not None or others[field].decoded is not None
    )


def leaves(value: Json) -> dict[str, Json]:
    """Every leaf with its path (`.r`, `.list[0]`), breadth first, at most 500."""
    found: dict[str, Json] = {}
    waiting: deque[tuple[str, Json]] = deque([("", value)])
    while waiting and len(found) < _MOST_LEAVES:
        path, item = waiting.popleft()
        if isinstance(item, dict) and item:
            waiting.extend((f"{path}.{key}", inner) for key, inner in item.items())
        elif isinstance(item, list) and item:
            waiting.extend((f"{path}[{index}]", inner) for index, inner in enumerate(item))
        else:
            found[path] = item
    return found


def is_opaque(one: Decoded) -> bool:
    """Whether a value could be read and says more than its text does."""
    return one.value is not None and not (len(one.steps) == 1 and one.steps[0] in _RECOGNISED)


def opaque_inputs(exchange: Exchange, form: int) -> dict[str, Decoded]:
    """The inputs of a form that could be read, by name and occurrence."""
    return {
        field: opaque.decoded
        for field, opaque in _of_form(exchange, form).items()
        if opaque.decoded is not None
    }


def _opaque_pairs(before: Exchange, after: Exchange) -> Iterator[tuple[str, Opaque, Opaque]]:
    """Opaque values of the same name on both sides, at least one of them readable."""
    for one, other in paired_forms(before.page, after.page):
        mine, others = _of_form(before, one), _of_form(after, other)
        yield from _together(f"forms[{other}].", mine, others)
    if not before.redirect.kind == after.redirect.kind == "form":
        yield from _together("target ?", _of_location(before), _of_location(after))


def _together(
    prefix: str, before: dict[str, Opaque], after: dict[str, Opaque]
) -> Iterator[tuple[str, Opaque, Opaque]]:
    for field, left in before.items():
        right = after.get(field)
        if right is not None and (left.decoded is not None or right.decoded is not None):
            yield f"{prefix}{field}", left, right


def _of_form(exchange: Exchange, index: int) -> dict[str, Opaque]:
    page = exchange.page
    if page is None:
        return {}
    prefix = f"forms[{index}]."
    read = {one.path: one for one in exchange.decoded if is_opaque(one)}
    texts = keyed((entry.name, entry.value) for entry in page.forms[index].inputs)
    return {
        field: Opaque(text, read.get(prefix + field))
        for field, text in ((_field(name, n), text) for (name, n), text in texts.items())
    }


def _of_location(exchange: Exchange) -> dict[str, Opaque]:
    """The values in the query of a Location; they are decoded by their place among the pairs."""
    location = exchange.redirect.location
    if location is None:
        return {}
    pairs = read_pairs(split(location).query)
    places: dict[int, Decoded] = {}
    outer = {n for n, one in enumerate(exchange.decoded) if one.path == "response.location"}
    for one in exchange.decoded:
        match = _PAIR_OF_QUERY.fullmatch(one.path)
        if match and int(match[1]) in outer and is_opaque(one):
            places[int(match[2])] = one
    fields = [_field(name, n) for name, n in keyed(pairs)]
    return {
        field: Opaque(text, places.get(place))
        for place, (field, (_, text)) in enumerate(zip(fields, pairs, strict=True))
    }


def _field(name: str, occurrence: int) -> str:
    return f"{name}[{occurrence}]" if occurrence else name


def _leaf_differences(
    path: str, before: Decoded, after: Decoded, changed: frozenset[str]
) -> Iterator[Difference | Remark]:
    one, other = leaves(before.value), leaves(after.value)
    equal: list[str] = []
    found: list[Difference] = []
    for leaf in dict.fromkeys((*one, *other)):
        if leaf in one and leaf in other and _same(one[leaf], other[leaf]):
            equal.append(leaf.removeprefix("."))
            continue
        found.extend(_leaf_difference(path, leaf, one, other, changed))
    steps = " > ".join(after.steps)
    if found:
        yield Remark("decoded", path, "decoded", f"{steps}{_equal(equal)}")
        yield from found
    else:
        yield Remark("decoded", path, "re-encoded", f"{steps}: re-encoded, same content")


def _leaf_difference(
    path: str, leaf: str, before: dict[str, Json], after: dict[str, Json], changed: frozenset[str]
) -> Iterator[Difference]:
    left, right = _text(before, leaf), _text(after, leaf)
    name = leaf.rpartition(".")[2]
    parameter = _FOLLOWS.get(name)
    because = parameter if parameter in changed else None
    label = f"{path}{leaf}"
    if left is None or right is None:
        yield from differ("decoded", label, left, right, because=because)
    elif is_address(left) and is_address(right):
        yield from url_differences("decoded", label, left, right, because, because)
    else:
        volatile = name in VOLATILE_LEAVES or (name == "s" and because is not None)
        nature: Nature = "volatile" if volatile else "stable"
        counted = isinstance(before[leaf], int | float) and isinstance(after[leaf], int | float)
        note = ratio(left, right) if counted else ""
        yield from differ("decoded", label, left, right, nature, because, note)


def _same(one: Json, other: Json) -> bool:
    return type(one) is type(other) and one == other


def _text(found: dict[str, Json], leaf: str) -> str | None:
    if leaf not in found:
        return None
    item = found[leaf]
    return item if isinstance(item, str) else repr(item)


def _equal(names: list[str]) -> str:
    if not names:
        return ""
    if len(names) > _MOST_NAMED:
        return f"; {len(names)} equal"
    return f"; {visible(', '.join(name[:40] for name in names))} equal"


def _steps(decoded: Decoded | None) -> str:
    return CANNOT_BE_READ if decoded is None else visible(" > ".join(decoded.steps))
