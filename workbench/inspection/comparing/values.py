"""How two values are set side by side: cut and made visible, URLs part by part, lists by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from workbench.inspection.comparing.kinds import kind_of
from workbench.inspection.stability import VOLATILE_QUERY, path_shape
from workbench.inspection.visible import visible
from workbench.inspection.written_url import WrittenUrl, read_pairs, split
from workbench.model.comparison import Area, Difference, Nature

_LONGEST = 400
# Characters of the longest list that is looked at token by token.
LONGEST_LIST = 64 * 1024
# What stands for a secret; whether two are equal may be seen.
MASKED = "(kept back)"
MASKED_OTHER = "(kept back, another)"
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
    note: str = "",
) -> Iterator[Difference]:
    """One difference, or none where both are equal."""
    if before != after:
        told = note or kind_of(before, after) or _beyond(before, after)
        yield Difference(
            area, visible(field[:120]), shown(before), shown(after), nature, because, told
        )


def _beyond(before: str | None, after: str | None) -> str:
    """Where two long values differ, when what is shown of them does not."""
    if before is None or after is None or before[: _LONGEST - 1] != after[: _LONGEST - 1]:
        return ""
    at, end = 0, min(len(before), len(after))
    while at < end:  # halves, each compared at once
        middle = (at + end + 1) // 2
        if before[at:middle] == after[at:middle]:
            at = middle
        else:
            end = middle - 1
    return f"differ at character {at + 1:,} of {len(before):,} and {len(after):,}"


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


def set_differences(
    area: Area, field: str, before: str, after: str, because: str | None = None
) -> Iterator[Difference]:
    """A list whose order means nothing: one difference per token that went or came; of lists longer
    than any real one, that they differ."""
    if before == after or len(before) + len(after) > LONGEST_LIST:
        yield from differ(area, field, before, after, because=because)
        return
    one, other = dict.fromkeys(before.split()), dict.fromkeys(after.split())
    for token in one:
        if token not in other:
            yield from differ(area, field, token, None, because=because)
    for token in other:
        if token not in one:
            yield from differ(area, field, None, token, because=because)


def masked_differences(
    area: Area, field: str, before: str | None, after: str | None, nature: Nature = "volatile"
) -> Iterator[Difference]:
    """A difference of secrets: that they differ, never how."""
    if before != after:
        left, right = _kept_back(before, after)
        yield Difference(area, visible(field[:120]), left, right, nature)


def is_address(value: str | None) -> bool:
    """Whether a value is an absolute URL, to be compared by its parts."""
    return value is not None and "://" in value[:40] and bool(split(value).host)


def url_differences(
    area: Area,
    field: str,
    before: str | None,
    after: str | None,
    because: str | None = None,
    state_because: str | None = None,
    told_elsewhere: frozenset[str] = frozenset(),
) -> Iterator[Difference]:
    """Two URLs part by part, their queries by name; whole where one of them is none.

    The flow id of a resume path and one-time query values are volatile; `state_because` explains
    a state in the query, and the names in `told_elsewhere` are compared by what they decode to.
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
    told = False
    for part, left, right, nature in _parts(one, other):
        told = True
        yield from differ(area, f"{field} {part}", left, right, nature, because)
    queries = keyed(read_pairs(one.query)), keyed(read_pairs(other.query))
    for name, written, left, right in both(*queries):
        why = state_because if name == "state" else because
        label = f"{field} ?{written}"
        if left == right:
            continue
        told = True
        if name == "scope" and left is not None and right is not None:
            yield from set_differences(area, label, left, right, why)
        else:
            nature = _query_nature(name, written, left, right, told_elsewhere)
            yield from differ(area, label, left, right, nature, why)
    if not told:
        note = "written in another way, the same parts"
        yield from differ(area, field, before, after, "derived", because, note)


def _parts(
    one: WrittenUrl, other: WrittenUrl
) -> Iterator[tuple[str, str | None, str | None, Nature]]:
    """The parts that differ, but for the query, each with its class."""
    same_path = path_shape(one.path) == path_shape(other.path)
    for part, left, right in (
        ("scheme", one.scheme, other.scheme),
        ("user", *_kept_back(one.userinfo, other.userinfo)),
        ("host", one.host, other.host),
        ("port", one.port, other.port),
        ("path", one.path, other.path),
        ("#", one.fragment, other.fragment),
    ):
        if left != right:
            yield part, left, right, "volatile" if part == "path" and same_path else "stable"


def _kept_back(before: str | None, after: str | None) -> tuple[str | None, str | None]:
    left = None if before is None else MASKED
    right = None if after is None else MASKED if before in (None, after) else MASKED_OTHER
    return left, right


def _query_nature(
    name: str, written: str, before: str | None, after: str | None, told: frozenset[str]
) -> Nature:
    if before is None or after is None:
        return "stable"
    if written in told:
        return "derived"
    if name == "resumePath" and path_shape(before) != path_shape(after):
        return "stable"
    return "volatile" if name in VOLATILE_QUERY else "stable"
