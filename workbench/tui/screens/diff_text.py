"""The text of two bodies compared: side by side where there is room, else one under the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from workbench.tui.safe_text import Line, Opened, Span, fitted, folded, short, shown, wrapped

if TYPE_CHECKING:
    from workbench.inspection.comparing.text import TextDiff

# From this many cells on, two columns of a page's lines can be read.
SIDE_BY_SIDE = 100
_NUMBER = 6
_MOST_ROWS = 4
_HEADING = re.compile(r"@@ -([0-9]{1,9}),[0-9]+ \+([0-9]{1,9}),[0-9]+ @@")


class Row(NamedTuple):
    """One row of two columns: line number and text on each side (0 and None: no line there), and
    the number of its change (0: both have it)."""

    number: int
    before: str | None
    other_number: int
    after: str | None
    change: int


def lines(diff: TextDiff, width: int) -> list[Line]:
    """The comparison of two bodies for that width."""
    made = [
        Line((Span("W ", "warning"), Span(part)))
        for cut in diff.cut
        for part in wrapped(cut, width - 2)
    ]
    if not diff.lines:
        made.append(Line((Span("The bodies are the same, line ends aside.", "good"),)))
        return made
    draw = _beside if width >= SIDE_BY_SIDE else _under
    for row in rows(diff.lines):
        if row is None:
            made.append(Line((Span("⋯", "muted"),)))
        else:
            made.extend(draw(row, width))
    return made


def rows(unified: tuple[str, ...]) -> Iterator[Row | None]:
    """The lines of a unified diff as rows of two columns; None where lines were left out."""
    number = other = change = 0
    out: list[str] = []
    put_in: list[str] = []

    def changed() -> Iterator[Row]:
        nonlocal number, other, change
        if not out and not put_in:
            return
        change += 1
        for before, after in zip_longest(out, put_in):
            yield Row(number, before, other, after, change)
            number += before is not None
            other += after is not None
        out.clear()
        put_in.clear()

    for line in unified:
        mark, text = line[:1], line[1:]
        if mark == "-":
            if put_in:
                yield from changed()
            out.append(text)
        elif mark == "+":
            put_in.append(text)
        else:
            yield from changed()
            heading = _HEADING.fullmatch(line)
            if heading is not None:
                if number:
                    yield None
                number, other = int(heading[1]), int(heading[2])
            else:
                yield Row(number, text, other, text, 0)
                number, other = number + 1, other + 1
    yield from changed()


def _beside(row: Row, width: int) -> Iterator[Line]:
    side = (width - 2 * _NUMBER - 5) // 2
    left, right = _parts(row.before, side), _parts(row.after, side)
    opens = _opens(row)
    for at, (one, other) in enumerate(zip_longest(left, right, fillvalue="")):
        first = at == 0
        yield Line(
            (
                *_side(row.number if first else 0, one, row.before, "-", row.change, side, "error"),
                Span(" │ ", "muted"),
                *_side(
                    row.other_number if first else 0,
                    other,
                    row.after,
                    "+",
                    row.change,
                    side,
                    "good",
                ),
            ),
            opens,
        )


def _side(
    number: int, part: str, text: str | None, mark: str, change: int, side: int, ink: str
) -> tuple[Span, ...]:
    is_there = text is not None
    return (
        Span(f"{number if is_there and number else '':>{_NUMBER - 1}}", "muted"),
        Span(mark if is_there and change else " ", ink),
        Span(fitted(part, side), ink if change else ""),
    )


def _under(row: Row, width: int) -> Iterator[Line]:
    sides = [(row.number, row.before, "-", "error"), (row.other_number, row.after, "+", "good")]
    opens = _opens(row)
    for number, text, mark, ink in sides if row.change else sides[:1]:
        if text is None:
            continue
        for at, part in enumerate(_parts(text, width - _NUMBER - 1)):
            yield Line(
                (
                    Span(f"{number if at == 0 else '':>{_NUMBER - 1}}", "muted"),
                    Span(f"{mark if row.change else ' '} ", ink),
                    Span(part, ink if row.change else ""),
                ),
                opens,
            )


def _parts(text: str | None, width: int) -> list[str]:
    if text is None:
        return []
    parts = folded(short(text.replace("\t", "    "), 2000), width)
    return parts if len(parts) <= _MOST_ROWS else [*parts[: _MOST_ROWS - 1], "… enter opens all"]


def _opens(row: Row) -> Opened | None:
    if not row.change:
        return None
    both = "\n".join(
        f"{mark} {text}" for mark, text in (("-", row.before), ("+", row.after)) if text is not None
    )
    return Opened(shown(f"change {row.change}"), "", both)
