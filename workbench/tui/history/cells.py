"""A row of the history as text: the vocabulary's words, placed and inked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from rich.cells import cell_len

from workbench.model.summary import Summary
from workbench.tui.safe_text import Span, fitted, short
from workbench.vocabulary import ALL_COLUMNS, COLUMNS, Column, row_words

FIRST_CELL = 3  # the cursor's mark, and the mark with a blank
_GAP = 2
_LEAST = 14  # cells for a column that takes what is left, as long as another one can go
_LONGEST = 300


class Place(NamedTuple):
    """Where a column stands: its first cell, counted from the table's edge, and its width."""

    column: Column
    start: int
    width: int

    @property
    def end(self) -> int:
        """The cell after its last one."""
        return self.start + self.width


def columns_of(keys: Iterable[str]) -> tuple[Column, ...]:
    """The columns of these keys in their order; without any that is known, the usual ones."""
    known = {column.key: column for column in ALL_COLUMNS}
    return tuple(known[key] for key in dict.fromkeys(keys) if key in known) or COLUMNS


def places_of(columns: tuple[Column, ...], total: int, last_id: int) -> tuple[Place, ...]:
    """Where the columns stand in `total` cells; those without a width of their own share the rest.

    On a narrow screen the least telling columns go first.
    """
    kept = list(columns)
    widths = {column.key: column.width for column in columns}
    if "id" in widths:
        widths["id"] = max(4, len(str(last_id)))
    while len(kept) > 1 and _room(kept, widths, total) < 0:
        kept.remove(max(kept, key=lambda column: column.rank))
    sharing = sum(not column.width for column in kept)
    spare = _room(kept, widths, total)
    placed: list[Place] = []
    start = FIRST_CELL
    for column in kept:
        width = widths[column.key]
        if not width:
            share = spare // sharing
            width = max(4, _LEAST + share)
            spare, sharing = spare - share, sharing - 1
        placed.append(Place(column, start, width))
        start += width + _GAP
    return tuple(placed)


def _room(columns: list[Column], widths: dict[str, int], total: int) -> int:
    return total - FIRST_CELL + _GAP - sum((widths[c.key] or _LEAST) + _GAP for c in columns)


def heading(places: tuple[Place, ...], sort: str, *, descending: bool) -> Iterator[Span]:
    """The headings over their columns; an arrow tells what the rows are sorted by."""
    yield Span(" " * FIRST_CELL)
    for place in places:
        column, width = place.column, place.width
        if column.key != sort:
            yield Span(_placed(column.heading, width, column.align) + " " * _GAP, "muted")
            continue
        arrow = "▼" if descending else "▲"
        if column.align == "left" and len(column.heading) < width:
            words = fitted(column.heading + arrow, width) + " " * _GAP
        else:
            # The arrow stands in the gap, so that the heading stays over its column.
            words = _placed(column.heading, width, column.align) + arrow + " " * (_GAP - 1)
        yield Span(words, "accent")


def row_spans(
    row: Summary, places: tuple[Place, ...], *, marked: bool, today: str
) -> Iterator[Span]:
    """One row; `today` is the local date, whose times are written without it."""
    yield Span("* " if marked else "  ", "accent")
    columns = tuple(place.column for place in places)
    for place, word in zip(places, row_words(row, today, columns), strict=True):
        column = place.column
        ink = _INKS[column.key](row) if column.key in _INKS else ("muted" if word == "-" else "")
        text = _placed(short(word, _LONGEST), place.width, column.align)
        yield Span(text + " " * _GAP, ink)


def unread_spans(id: int, places: tuple[Place, ...], *, marked: bool) -> Iterator[Span]:
    """A row that is still being read."""
    yield Span("* " if marked else "  ", "accent")
    first = places[0]
    if first.column.key == "id":
        yield Span(_placed(str(id), first.width, "right") + " " * _GAP)
    yield Span("…", "muted")


def cut_word(row: Summary, place: Place, today: str) -> str:
    """What stands there in full where it is cut, else ""."""
    word = short(row_words(row, today, (place.column,))[0], _LONGEST)
    return word if cell_len(word) > place.width else ""


def _placed(text: str, width: int, align: str) -> str:
    if align == "right" and len(text) < width:
        return " " * (width - len(text)) + text
    return fitted(text, width)


def _status_ink(row: Summary) -> str:
    if row.status is None:
        return "error" if row.failure else "muted"
    return "error" if row.status >= 400 else ""


def _target_ink(row: Summary) -> str:
    if row.failure:
        return "error"
    return "" if row.target is not None or row.labels else "muted"


def _findings_ink(row: Summary) -> str:
    counts = (("error", row.errors), ("warning", row.warnings), ("info", row.infos))
    return next((severity for severity, count in counts if count), "muted")


_INKS: dict[str, Callable[[Summary], str]] = {
    "time": lambda _: "muted",
    "status": _status_ink,
    "target": _target_ink,
    "findings": _findings_ink,
}
