"""The history's table: it draws the rows on the screen and holds no others.

A million rows cost their ids. Rows are read by windows in a thread; the cursor stays on its
exchange when others come in above it.
"""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.strip import Strip

from workbench.model.summary import Summary
from workbench.tui.drawn import Drawn
from workbench.tui.history.cells import (
    Place,
    cut_word,
    places_of,
    row_spans,
    unread_spans,
)
from workbench.tui.history.window import WINDOW, Window
from workbench.tui.messages import MarksChanged, RowChosen, RowReached
from workbench.tui.safe_text import plain, strip_of
from workbench.tui.work import start
from workbench.vocabulary import COLUMNS, Column

ReadRows = Callable[[list[int]], list[Summary]]


class HistoryTable(Drawn):
    """Rows of the history under a line of headings."""

    help = (
        "All exchanges that fit the filter, newest first at first. A click on a heading sorts, a "
        "second one turns round. Marked exchanges are compared, labelled, exported and deleted "
        "together: a click with ctrl marks one, one with shift all from the last marked one to it."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Open", show=False),
        Binding("shift+down", "mark_on(1)", "Mark on downwards", show=False),
        Binding("shift+up", "mark_on(-1)", "Mark on upwards", show=False),
        Binding("escape", "unmark", "Take all marks away", show=False),
    ]

    def __init__(self, read_rows: ReadRows, *, id: str) -> None:
        super().__init__(id=id)
        self._read_rows = read_rows
        self._window = Window()
        self._columns: tuple[Column, ...] = COLUMNS
        self._places = places_of(COLUMNS, 80, 1)
        self._reading: set[int] = set()
        self._today = ""
        self._reached: int | None = None
        self._last_marked: int | None = None
        self.marks: dict[int, None] = {}

    # -- what it holds ----------------------------------------------------------------------

    @property
    def selected(self) -> int | None:
        """The id under the cursor."""
        ids = self._window.ids
        return ids[self.cursor] if self.cursor < len(ids) else None

    @property
    def selected_row(self) -> Summary | None:
        """The row under the cursor, if it is read."""
        return self._window.shown(self.cursor) if self.selected is not None else None

    @property
    def window(self) -> Window:
        """What is held of the history."""
        return self._window

    @property
    def places(self) -> tuple[Place, ...]:
        """The columns that fit, and where they stand."""
        return self._places

    def hold(self, window: Window, go_to: int | None = None) -> None:
        """Show other contents. The cursor goes to the exchange `go_to`, else stays on its own."""
        wanted = go_to if go_to is not None else self.selected
        place = 0 if wanted is None else window.nearest(wanted, self.cursor)
        window.remember(self._window)
        self._window = window
        self._reading.clear()
        self._today = f"{datetime.now().astimezone():%Y-%m-%d}"
        self._fit()
        self.resize_to(len(window))
        self.cursor = place
        self.show_line(self.cursor)
        self._say_reached()
        self.refresh()

    def show_columns(self, columns: tuple[Column, ...]) -> None:
        """Show these columns, as far as there is room."""
        self._columns = columns
        self._fit()
        self.refresh()

    def go_to_place(self, place: int) -> None:
        """Put the cursor there."""
        self.cursor = place

    # -- marks ------------------------------------------------------------------------------

    def toggle_mark(self) -> None:
        """Mark the exchange under the cursor, or take its mark away, and go on to the next."""
        self._toggle(self.cursor)
        self.cursor += 1

    def action_mark_on(self, by: int) -> None:
        """Mark the exchange under the cursor and the next one, and go there."""
        if self.selected is not None:
            self.mark(self._window.ids[place] for place in (self.cursor, self._beside(by)))
            self.cursor += by
            self._last_marked = self.selected

    def range_to(self, place: int) -> array[int]:
        """The ids from the exchange that was marked last to that place; without one, the one."""
        last = None if self._last_marked is None else self._window.place_of(self._last_marked)
        first = place if last is None else last
        return self._window.ids[min(first, place) : max(first, place) + 1]

    def mark(self, ids: Iterable[int]) -> None:
        """Mark these as well."""
        self.take_marks(self.marks | dict.fromkeys(ids))

    def take_marks(self, marks: dict[int, None]) -> None:
        """Have these marks and no others."""
        self.marks = marks
        self._marks_changed()

    def unmark(self) -> None:
        """Take every mark away."""
        self._last_marked = None
        self.take_marks({})

    def action_unmark(self) -> None:
        """Take every mark away; where there is none, the key is somebody else's."""
        if not self.marks:
            raise SkipAction
        self.unmark()

    def _toggle(self, place: int) -> None:
        if place >= len(self._window):
            return
        id_ = self._window.ids[place]
        if id_ in self.marks:
            del self.marks[id_]
        else:
            self.marks[id_] = None
            self._last_marked = id_
        self._marks_changed()

    def _beside(self, by: int) -> int:
        return max(0, min(self.cursor + by, len(self._window) - 1))

    def _marks_changed(self) -> None:
        self.refresh()
        self.post_message(MarksChanged(len(self.marks)))

    # -- drawing ----------------------------------------------------------------------------

    def draw(self, index: int, width: int, base: Style) -> Strip:
        """One row; rows that are not read yet are asked for."""
        del width
        ids = self._window.ids
        marked = ids[index] in self.marks
        row = self._window.row(index)
        if row is None:
            self._fetch(index)
            row = self._window.shown(index)
        spans = (
            unread_spans(ids[index], self._places, marked=marked)
            if row is None
            else row_spans(row, self._places, marked=marked, today=self._today)
        )
        return strip_of(spans, self.ink, base)

    def on_resize(self) -> None:
        """Columns fit the width."""
        self._fit()
        self.refresh()

    def cursor_moved(self) -> None:
        """Tell who shows the exchange."""
        self._say_reached()

    def action_choose(self) -> None:
        """Go to this exchange's answer."""
        if self.selected is not None:
            self.post_message(RowChosen(self.selected))

    def on_click(self, event: events.Click) -> None:
        """A click selects, a second one opens; with ctrl it marks, with shift a range."""
        index = event.y + self.scroll_offset.y
        if not 0 <= index < self.line_count:
            return
        if event.shift:
            self.mark(self.range_to(index))
        elif event.ctrl:
            self._toggle(index)
        self.cursor = index
        if event.chain == 2 and not (event.shift or event.ctrl):
            self.action_choose()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """What is cut is shown whole where the mouse rests."""
        index, x = event.y + self.scroll_offset.y, event.x
        row = self._window.row(index) if index < self.line_count else None
        place = next((one for one in self._places if one.start <= x < one.end), None)
        word = cut_word(row, place, self._today) if row is not None and place is not None else ""
        self.tooltip = plain(word) if word else None

    # -- its parts --------------------------------------------------------------------------

    def _fit(self) -> None:
        ids = self._window.ids
        # Ids of a sorted list may be higher further down; a digit more is all that it costs.
        highest = max(ids[:WINDOW], default=1)
        width = max(30, self.scrollable_content_region.width)
        self._places = places_of(self._columns, width, highest)

    def _say_reached(self) -> None:
        if self.selected != self._reached:
            self._reached = self.selected
            self.post_message(RowReached(self._reached))

    def _fetch(self, index: int) -> None:
        height = max(1, self.size.height)
        for number in self._window.missing(index - height, index + height):
            if number not in self._reading:
                self._reading.add(number)
                start(self, self._read(self._window, number), "rows")

    async def _read(self, window: Window, number: int) -> None:
        ids = window.ids_of(number)
        rows = await asyncio.to_thread(self._read_rows, list(ids))
        if window is not self._window:
            return
        self._reading.discard(number)
        if len(rows) < len(ids):
            # Deleted by another process meanwhile: the next look at the history mends the ids.
            self._reading.add(number)
        window.put(number, rows, self.scroll_offset.y)
        self.refresh()
