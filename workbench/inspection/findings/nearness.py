"""How near two names are: letter case and separators aside, then by edit distance."""

from __future__ import annotations

_LONGEST = 80


def folded(name: str) -> str:
    """A name without what people mix up: letter case, `_` and `-`."""
    return name.lower().replace("_", "").replace("-", "")


def distance(one: str, other: str, most: int) -> int:
    """The edit distance where it is at most `most`, else `most + 1`; both are short."""
    if abs(len(one) - len(other)) > most or max(len(one), len(other)) > _LONGEST:
        return most + 1
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        previous, row[0] = row[0], i
        for j, right in enumerate(other, 1):
            previous, row[j] = (
                row[j],
                min(row[j] + 1, row[j - 1] + 1, previous + (left != right)),
            )
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
