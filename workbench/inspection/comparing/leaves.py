"""Opaque values by what they decode to: only the leaves that differ.

The same leaves under other text are "re-encoded, same content" (compression level, order of keys,
padding) and no change. Where one side cannot be read, that is the difference.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from workbench.inspection.comparing.values import differ, keyed, shown
from workbench.inspection.stability import VOLATILE_LEAVES
from workbench.model.comparison import Difference, Nature
from workbench.model.exchange import Exchange
from workbench.model.finding import Decoded, Json
from workbench.model.page import Page

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


def decoded_differences(
    before: Exchange, after: Exchange, changed: frozenset[str]
) -> Iterator[Difference]:
    """The differing leaves of every opaque input, by path; an input that came or went is told of
    among the inputs."""
    one, other = _opaque(before.decoded), _opaque(after.decoded)
    there = _input_paths(before.page) & _input_paths(after.page)
    for path in dict.fromkeys((*one, *other)):
        left, right = one.get(path), other.get(path)
        if left is None or right is None:
            if path in there:
                yield from differ("decoded", path, _steps(left), _steps(right))
            continue
        yield from differ("decoded", f"{path} is encoded by", _steps(left), _steps(right))
        yield from _leaf_differences(path, left.value, right.value, changed)


def read_alike(
    before: tuple[Decoded, ...], after: tuple[Decoded, ...], one: str, other: str
) -> frozenset[str]:
    """The inputs (`state`, `x[1]`) of two paired forms that are readable on both sides."""
    return _inputs_of(before, one) & _inputs_of(after, other)


def _input_paths(page: Page | None) -> set[str]:
    return {
        f"forms[{index}].{name}[{occurrence}]" if occurrence else f"forms[{index}].{name}"
        for index, form in enumerate(page.forms if page is not None else ())
        for name, occurrence in keyed((entry.name, entry.value) for entry in form.inputs)
    }


def _inputs_of(decoded: tuple[Decoded, ...], form: str) -> frozenset[str]:
    prefix = f"{form}."
    return frozenset(path[len(prefix) :] for path in _opaque(decoded) if path.startswith(prefix))


def _leaf_differences(
    path: str, before: Json, after: Json, changed: frozenset[str]
) -> Iterator[Difference]:
    one, other = _leaves(before), _leaves(after)
    for leaf in dict.fromkeys((*one, *other)):
        left, right = one.get(leaf), other.get(leaf)
        name = leaf.rpartition(".")[2]
        parameter = _FOLLOWS.get(name)
        because = parameter if parameter in changed else None
        volatile = name in VOLATILE_LEAVES or (name == "s" and because is not None)
        nature: Nature = (
            "volatile" if volatile and left is not None and right is not None else ("stable")
        )
        yield from differ("decoded", f"{path}{leaf}", left, right, nature, because)


def _opaque(decoded: tuple[Decoded, ...]) -> dict[str, Decoded]:
    return {
        one.path: one
        for one in decoded
        if one.path.startswith("forms[")
        and one.value is not None
        and not (len(one.steps) == 1 and one.steps[0] in _RECOGNISED)
    }


def _leaves(value: Json) -> dict[str, str]:
    """Every leaf with its path (`.r`, `.list[0]`), breadth first, at most 500."""
    found: dict[str, str] = {}
    waiting: deque[tuple[str, Json]] = deque([("", value)])
    while waiting and len(found) < _MOST_LEAVES:
        path, item = waiting.popleft()
        if isinstance(item, dict) and item:
            waiting.extend((f"{path}.{key}", inner) for key, inner in item.items())
        elif isinstance(item, list) and item:
            waiting.extend((f"{path}[{index}]", inner) for index, inner in enumerate(item))
        else:
            found[path] = item if isinstance(item, str) else repr(item)
    return found


def _steps(decoded: Decoded | None) -> str | None:
    return shown(" > ".join(decoded.steps)) if decoded is not None else None
