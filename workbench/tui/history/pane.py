"""The History pane: filter, headings, table, and what stands there while it is empty."""

from __future__ import annotations

import asyncio
from bisect import bisect_left
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, Static

from workbench.tui.bindings import keys_of
from workbench.tui.history.cells import columns_of
from workbench.tui.history.filter_input import FilterInput
from workbench.tui.history.headings import Headings
from workbench.tui.history.offers import Offers
from workbench.tui.history.reader import Found, Question, Reader, Refused
from workbench.tui.history.table import HistoryTable
from workbench.tui.history.window import Window
from workbench.tui.messages import (
    FilterTyped,
    HistoryRead,
    MarksChanged,
    OfferClicked,
    RowReached,
    RowsWanted,
    SortWanted,
)
from workbench.tui.safe_text import plain, shown
from workbench.tui.work import start
from workbench.vocabulary import COLUMNS

if TYPE_CHECKING:
    from array import array

    from workbench.service.workbench import Workbench
    from workbench.tui.history.ahead import Ahead
    from workbench.vocabulary import Column

_DEBOUNCE_S = 0.15
_SAID_AFTER_S = 0.3


class EmptyNote(Static, can_focus=True):
    """What stands there while there are no rows; it holds the focus for them."""

    help = "Nothing to show here yet."


class HistoryPane(Vertical):
    """What is kept, as a list that is filtered as one types."""

    def __init__(
        self, workbench: Workbench, *, id: str, classes: str = "", ahead: Ahead | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._workbench = workbench
        self._ahead = ahead
        self.table = HistoryTable(workbench.rows, id="history-table")
        self._offers = Offers()
        self._input = FilterInput(workbench, self._offers)
        self._headings = Headings(self.table)
        self._reader = Reader(workbench, lambda: self._wanted, self._found, self._refused)
        self._pause: Timer | None = None
        self._patience: Timer | None = None
        self._go_to: int | None = None
        self._was_read = False
        self._sort, self._descending = "id", True
        self._shown = Question()
        self._kept = 0
        self.columns: tuple[Column, ...] = COLUMNS
        self.filter = ""
        self.hint = ""
        self.border_title = "History"

    def compose(self) -> ComposeResult:
        """Filter, its error, its offers, headings, rows."""
        yield self._input
        yield Static(id="filter-error")
        yield self._offers
        yield self._headings
        yield self.table
        yield EmptyNote(id="history-empty")

    def on_mount(self) -> None:
        """Nothing is known yet."""
        self.query_one("#history-empty").display = False
        self.query_one("#filter-error").display = False
        self.use_columns(columns_of(self._workbench.app_state.state.columns))
        rows = self._ahead.rows() if self._ahead is not None else []
        if rows:
            # By the table itself: what it tells of its cursor would end here, were it done here.
            self.table.call_later(self._hold, Window([row.id for row in rows], rows), None)

    # -- what it is told --------------------------------------------------------------------

    def look(self, go_to: int | None = None) -> None:
        """Read the history anew; the cursor goes to the exchange `go_to` when there is one."""
        if go_to is not None:
            self._go_to = go_to
        question = Question(self.filter, self._sort, self._descending)
        self._reader.ask(question, lambda work: start(self, work, "filter"))
        if question != self._shown and self._patience is None:
            self._patience = self.set_timer(_SAID_AFTER_S, self._say_reading)

    def focus_rows(self) -> None:
        """Give the rows the focus, or what stands for them."""
        self.screen.set_focus(self.table if self.table.display else self.query_one(EmptyNote))

    def on_rows_wanted(self, message: RowsWanted) -> None:
        """The filter is left."""
        message.stop()
        self.focus_rows()

    def on_offer_clicked(self, message: OfferClicked) -> None:
        """Take what was clicked."""
        message.stop()
        self._input.take()

    def on_marks_changed(self, message: MarksChanged) -> None:
        """The title says how many are marked."""
        message.stop()
        self.border_title = f"History  {message.count:,} marked" if message.count else "History"

    def set_hint(self, text: str) -> None:
        """What an empty history says."""
        self.hint = text
        if self._was_read and not self.table.line_count:
            self._say_empty()

    # -- columns and order ------------------------------------------------------------------

    def use_columns(self, columns: tuple[Column, ...]) -> None:
        """Show these columns, as far as there is room."""
        self.columns = columns
        self.table.show_columns(columns)
        self._headings.refresh()

    def on_sort_wanted(self, message: SortWanted) -> None:
        """A heading was clicked."""
        message.stop()
        if message.key == self._sort:
            self.sort_by(message.key, descending=not self._descending)
        else:
            self.sort_by(message.key)

    def sort_by(self, key: str, *, descending: bool | None = None) -> None:
        """Sort by the column of that key, in its own first direction unless one is given."""
        column = next(column for column in (*self.columns, *COLUMNS) if column.key == key)
        self._sort = key
        self._descending = column.sorts == "down" if descending is None else descending
        self.look()

    def sort_by_next(self) -> None:
        """Sort by the next column of those on the screen; after the last as it was at first."""
        keys = [place.column.key for place in self.table.places if place.column.sorts]
        keys = ["id", *(key for key in keys if key != "id")]
        at = keys.index(self._sort) + 1 if self._sort in keys else 0
        self.sort_by(keys[at % len(keys)])

    def reverse(self) -> None:
        """Sort the other way round."""
        self.sort_by(self._sort, descending=not self._descending)

    # -- going to errors --------------------------------------------------------------------

    async def go_to_error(self, *, back: bool) -> bool:
        """Go to the next exchange with a finding of severity error, round and round; False when
        there is none."""
        table, filter_ = self.table, self._shown.filter
        asked = f"({filter_}) severity:error" if filter_.strip() else "severity:error"
        window, cursor = table.window, table.cursor

        def find() -> int | None:
            wanted = self._workbench.ids(asked, descending=False)
            return _next_of(wanted, window, cursor, -1 if back else 1)

        place = await asyncio.to_thread(find)
        if place is not None and table.window is window:
            table.go_to_place(place)
        return place is not None

    # -- filtering --------------------------------------------------------------------------

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter after a short pause in typing."""
        event.stop()
        self._input.offer()
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(_DEBOUNCE_S, self._filter)

    def _filter(self) -> None:
        text = self._input.value
        if text != self.filter:
            self.filter = text
            self.post_message(FilterTyped(text))
            self.look()

    # -- what was read ----------------------------------------------------------------------

    @property
    def _wanted(self) -> int | None:
        return self._go_to if self._go_to is not None else self.table.selected

    def _found(self, found: Found) -> None:
        if found.is_first:
            # The first rows are shown alone only where nothing else is there yet.
            if not self._was_read and len(found.window) > self.table.line_count:
                self._hold(found.window, self._go_to)
            return
        self._was_read = True
        go_to, self._go_to = self._go_to, None
        self._shown, self._kept = found.question, found.kept
        self._hold(found.window, go_to)
        self.query_one("#filter-error").display = False
        self._headings.show_sort(found.question.sort, descending=found.question.descending)
        self._say_done()
        self._say_empty()
        self.post_message(HistoryRead(len(found.window), found.kept))

    def _hold(self, window: Window, go_to: int | None) -> None:
        known = go_to is not None and window.place_of(go_to) is not None
        self.table.hold(window, go_to if known else None)
        self._headings.refresh()

    def _refused(self, refused: Refused) -> None:
        error = self.query_one("#filter-error", Static)
        message = refused.message.removeprefix(f"filter, column {refused.column}: ")
        said = f"{message}; {refused.hint}" if refused.hint else message
        error.update(pointed(said, refused.column, self.size.width - 4))
        error.display = True
        self._say_done()

    def _say_reading(self) -> None:
        """What stands there is of the question before."""
        self._patience = None
        if self._reader.is_busy:
            self.border_subtitle = "reading…"

    def _say_done(self) -> None:
        if self._patience is not None:
            self._patience.stop()
            self._patience = None
        fitting = self.table.line_count
        counted = f"{fitting:,} of {self._kept:,}" if self._shown.filter else f"{self._kept:,}"
        column = next((one for one in self.columns if one.key == self._shown.sort), None)
        seen = {place.column.key for place in self.table.places}
        if column is not None and column.key not in seen:
            counted = f"by {column.heading} {counted}"
        self.border_subtitle = counted

    def _say_empty(self) -> None:
        empty = self.query_one(EmptyNote)
        is_empty = self.table.line_count == 0
        leaving, coming = (self.table, empty) if is_empty else (empty, self.table)
        # The screen knows it at once; what was left is told by a message.
        had_focus = self.screen.focused is leaving
        empty.display = is_empty
        self.table.display = not is_empty
        self._headings.display = not is_empty
        if had_focus:
            self.screen.set_focus(coming)
        if is_empty:
            text = self.hint
            if self.filter:
                text = (
                    f"Nothing fits {shown(self.filter)}\n\n"
                    f"{keys_of(self).first('filter')} goes to the filter; esc there clears it."
                )
            empty.update(plain(text))
            self.post_message(RowReached(None))


def pointed(message: str, column: int, width: int) -> Content:
    """The message with a caret under the column that it speaks of, when one is known."""
    text = shown(message)
    if column <= 0:
        return Content(text)
    before = column - 1
    if before + 2 + len(text) <= width:
        return Content(" " * before + "^ " + text)
    if len(text) + 1 <= before:
        return Content(" " * (before - len(text) - 1) + text + " ^")
    return Content(" " * min(before, width) + "^\n" + text)


def _next_of(wanted: array[int], window: Window, cursor: int, step: int) -> int | None:
    """The place of the next of the ids that rise in `wanted`, from the cursor on, round and round.
    It costs what lies between, and stops at once where there is none at all."""
    ids, count = window.ids, len(window)
    for distance in range(1, count + 1 if wanted else 0):
        place = (cursor + step * distance) % count
        at = bisect_left(wanted, ids[place])
        if at < len(wanted) and wanted[at] == ids[place]:
            return place
    return None
