"""How two values are set side by side: cut and made visible, URLs part by part, lists by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from workbench.inspection.stability import path_shape
from workbench.inspection.visible import visible
from workbench.inspection.written_url import read_pairs, split
from workbench.model.comparison import Area, Difference, Nature

_LONGEST = 400
_VOLATILE_QUERY = frozenset(
    {"code", "code_challenge", "loginId", "nonce", "request", "request_uri", "state"}
)
Keyed = dict[tuple[str, int], str]


def shown(value: str | None) -> str | None:
    """A value for people: escaped, at most 400 characters."""
    if value is None:
        return None
    return visible(value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…")


def differ(
    area: Area,
    field: str,
    before: str | None,
    after: str | None,
    nature: Nature = "stable",
    because: str | None = None,
) -> Iterator[Difference]:
    """One difference, or none where both are equal."""
    if before != after:
        yield Difference(area, visible(field[:120]), shown(before), shown(after), nature, because)


def keyed(pairs: Iterable[tuple[str, str]]) -> Keyed:
    """Values by name and occurrence."""
    seen: Counter[str] = Counter()
    result: Keyed = {}
    for name, value in pairs:
        result[name, seen[name]] = value
        seen[name] += 1
    return result


def both(before: Keyed, after: Keyed) -> Iterator[tuple[str, str, str | None, str | None]]:
    """Name, field text (`x`, `x[1]`), and the values on both sides, in order of appearance."""
    for key in dict.fromkeys((*before, *after)):
        name, occurrence = key
        field = f"{name}[{occurrence}]" if occurrence else name
        yield name, field, before.get(key), after.get(key)


def url_differences(
    area: Area,
    field: str,
    before: str | None,
    after: str | None,
    because: str | None = None,
    state_because: str | None = None,
) -> Iterator[Difference]:
    """Two URLs part by part, their queries by name; whole where one of them is none.

    The flow id of a resume path and one-time query values are volatile; `state_because` explains
    a state in the query.
    """
    if before == after:
        return
    if before is None or after is None:
        yield from differ(area, field, before, after, because=because)
        return
    one, other = split(before), split(after)
    if not one.host or not other.host:
        yield from differ(area, field, before, after, because=because)
        return
    yield from differ(area, f"{field} scheme", one.scheme, other.scheme, because=because)
    yield from differ(area, f"{field} host", one.host, other.host, because=because)
    yield from differ(area, f"{field} port", one.port, other.port, because=because)
    same = path_shape(one.path) == path_shape(other.path)
    nature: Nature = "volatile" if same else "stable"
    yield from differ(area, f"{field} path", one.path, other.path, nature, because)
    queries = keyed(read_pairs(one.query)), keyed(read_pairs(other.query))
    for name, written, left, right in both(*queries):
        volatile = name in _VOLATILE_QUERY and left is not None and right is not None
        why = state_because if name == "state" else because
        kind: Nature = "volatile" if volatile else "stable"
        yield from differ(area, f"{field} ?{written}", left, right, kind, why)
    yield from differ(area, f"{field} #", one.fragment, other.fragment, because=because)
