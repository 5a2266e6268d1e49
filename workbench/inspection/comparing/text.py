"""Two texts line by line, as a unified diff, at a cost that no text can raise.

Myers' greedy search (An O(ND) Difference Algorithm, 1986), which is exact and costs O((n + m) d)
for d changed lines. Lines that both have at their beginning and end are set aside first. Where more
lines differ than `MOST_CHANGES`, all that is left is shown as taken out and put in, and that is
said. Line ends and a byte order mark make no difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple
from zlib import crc32

MOST_CHANGES = 400
MOST_LINES = 20_000
LONGEST_LINE = 2_000
_AROUND = 3

Mark = Literal[" ", "-", "+"]
Edit = tuple[Mark, str]


class TextDiff(NamedTuple):
    """The lines of a unified diff, without its two headings, and what was cut, in words."""

    lines: tuple[str, ...]
    cut: tuple[str, ...] = ()


def text_diff(before: str, after: str) -> TextDiff:
    """What has to be done to the first text to get the second."""
    cut: list[str] = []
    one, other = _lines(before, "the first", cut), _lines(after, "the second", cut)
    start = _alike(one, other)
    end = _alike(one[start:][::-1], other[start:][::-1])
    middle = one[start : len(one) - end], other[start : len(other) - end]
    edits = _edits(*middle)
    if edits is None:
        cut.append(f"more than {MOST_CHANGES:,} lines differ: shown as taken out and put in")
        edits = [*(("-", line) for line in middle[0]), *(("+", line) for line in middle[1])]
    same_end = one[len(one) - end :] if end else []
    every: list[Edit] = [
        *((" ", line) for line in one[max(0, start - _AROUND) : start]),
        *edits,
        *((" ", line) for line in same_end[:_AROUND]),
    ]
    skipped = max(0, start - _AROUND)
    return TextDiff(tuple(_hunks(every, skipped)), tuple(cut))


def _lines(text: str, which: str, cut: list[str]) -> list[str]:
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines[-1] == "":
        lines.pop()
    if len(lines) > MOST_LINES:
        cut.append(f"{which} has {len(lines):,} lines: only {MOST_LINES:,} are compared")
        lines = lines[:MOST_LINES]
    if any(len(line) > LONGEST_LINE for line in lines):
        cut.append(f"{which} has lines of more than {LONGEST_LINE:,} characters: shown shortened")
        lines = [_shortened(line) for line in lines]
    return lines


def _shortened(line: str) -> str:
    """A long line by its beginning, with a mark that still tells it from another."""
    if len(line) <= LONGEST_LINE:
        return line
    mark = crc32(line.encode("utf-8", "replace"))
    return f"{line[:LONGEST_LINE]}… ({len(line):,} characters, #{mark:08x})"


def _alike(one: list[str], other: list[str]) -> int:
    """How many lines both have alike at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (left, right) in pairs if left != right), min(len(one), len(other)))


def _edits(one: list[str], other: list[str]) -> list[Edit] | None:
    """The shortest way from one to the other, or None where it is longer than is looked for."""
    furthest = {1: 0}
    trace: list[dict[int, int]] = []
    for changes in range(min(len(one) + len(other), MOST_CHANGES) + 1):
        trace.append(dict(furthest))
        for diagonal in range(-changes, changes + 1, 2):
            down = diagonal == -changes or (
                diagonal != changes and furthest[diagonal - 1] < furthest[diagonal + 1]
            )
            x = furthest[diagonal + 1] if down else furthest[diagonal - 1] + 1
            y = x - diagonal
            while x < len(one) and y < len(other) and one[x] == other[y]:
                x, y = x + 1, y + 1
            furthest[diagonal] = x
            if x >= len(one) and y >= len(other):
                return _walked_back(trace, one, other)
    return None


def _walked_back(trace: list[dict[int, int]], one: list[str], other: list[str]) -> list[Edit]:
    edits: list[Edit] = []
    x, y = len(one), len(other)
    for changes in range(len(trace) - 1, -1, -1):
        furthest, diagonal = trace[changes], x - y
        down = diagonal == -changes or (
            diagonal != changes and furthest[diagonal - 1] < furthest[diagonal + 1]
        )
        before = diagonal + 1 if down else diagonal - 1
        left = furthest[before] if changes else 0
        above = left - before if changes else 0
        while x > left and y > above:
            x, y = x - 1, y - 1
            edits.append((" ", one[x]))
        if changes:
            edits.append(("+", other[above]) if down else ("-", one[left]))
            x, y = left, above
    edits.reverse()
    return edits


def _hunks(edits: list[Edit], skipped: int) -> Iterator[str]:
    """Changed lines with three around them, under headings with their line numbers."""
    changed = [n for n, (mark, _) in enumerate(edits) if mark != " "]
    at = 0
    while at < len(changed):
        last = at
        while last + 1 < len(changed) and changed[last + 1] - changed[last] <= 2 * _AROUND + 1:
            last += 1
        first, end = max(0, changed[at] - _AROUND), changed[last] + _AROUND + 1
        before, after = edits[:first], edits[first:end]
        yield _heading(before, after, skipped)
        yield from (f"{mark}{line}" for mark, line in after)
        at = last + 1


def _heading(before: list[Edit], hunk: list[Edit], skipped: int) -> str:
    sides = []
    for gone in ("+", "-"):
        start = skipped + sum(mark != gone for mark, _ in before)
        count = sum(mark != gone for mark, _ in hunk)
        sides.append(f"{start + bool(count)},{count}")
    return f"@@ -{sides[0]} +{sides[1]} @@"
