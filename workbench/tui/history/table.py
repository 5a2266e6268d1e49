"""The history's table: it draws the rows on the screen and holds no others.

A million rows cost their ids. Rows are read by windows in a thread; the cursor stays on its
exchange when others come in above it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.strip import Strip

from workbench.model.summary import Summary
from workbench.tui.drawn import Drawn
from workbench.tui.history.cells import heading, row_spans, unread_spans, widths
from workbench.tui.history.window import Window
from workbench.tui.messages import RowChosen, RowReached
from workbench.tui.safe_text import strip_of
from workbench.tui.work import start

ReadRows = Callable[[list[int]], list[Summary]]


class HistoryTable(Drawn):
    """Rows of the history, newest first, under a line of headings."""

    help = "All exchanges that fit the filter, newest first."
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", "Open", show=False)]

    def __init__(self, read_rows: ReadRows, *, id: str) -> None:
        super().__init__(id=id)
        self._read_rows = read_rows
        self._window = Window()
        self._columns: dict[str, int] = widths(80, 1)
        self._reading: set[int] = set()
        self._today = ""
        self._reached: int | None = None
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

    def hold(self, window: Window, go_to: int | None = None) -> None:
        """Show other contents. The cursor goes to the exchange `go_to`, else stays on its own, else
        on the newest when it stood there."""
        wanted = go_to if go_to is not None else self.selected
        window.remember(self._window)
        self._window = window
        self._reading.clear()
        self._today = f"{datetime.now().astimezone():%Y-%m-%d}"
        self._columns = self._fitting()
        self.resize_to(len(window))
        self.cursor = window.nearest(wanted) if wanted is not None else 0
        self.show_line(self.cursor)
        self._say_reached()
        self.refresh()

    def toggle_mark(self) -> None:
        """Mark the exchange under the cursor, or take its mark away, and go on to the next."""
        id_ = self.selected
        if id_ is None:
            return
        if id_ in self.marks:
            del self.marks[id_]
        else:
            self.marks[id_] = None
        self.refresh_line_at(self.cursor)
        self.cursor += 1

    def unmark(self) -> None:
        """Take every mark away."""
        self.marks.clear()
        self.refresh()

    def headings(self, width: int) -> Strip:
        """The line of headings, for the widget above the table."""
        return strip_of(heading(self._columns), self.ink, self.rich_style).crop_extend(
            0, width, self.rich_style
        )

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
            unread_spans(ids[index], self._columns, marked=marked)
            if row is None
            else row_spans(row, self._columns, marked=marked, today=self._today)
        )
        return strip_of(spans, self.ink, base)

    def on_resize(self) -> None:
        """Columns fit the width."""
        self._columns = self._fitting()
        self.refresh()

    def cursor_moved(self) -> None:
        """Tell who shows the exchange."""
        self._say_reached()

    def action_choose(self) -> None:
        """Go to this exchange's answer."""
        if self.selected is not None:
            self.post_message(RowChosen(self.selected))

    def on_click(self, event: events.Click) -> None:
        """A click selects, a second one opens."""
        index = event.y + self.scroll_offset.y
        if 0 <= index < self.line_count:
            self.cursor = index
            if event.chain == 2:
                self.action_choose()

    # -- its parts --------------------------------------------------------------------------

    def _fitting(self) -> dict[str, int]:
        ids = self._window.ids
        return widths(max(30, self.scrollable_content_region.width - 1), ids[0] if ids else 1)

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
