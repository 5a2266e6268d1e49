"""The actions on the list itself: sort, columns, marks, and going to the next error."""

from __future__ import annotations

import asyncio
from array import array
from typing import TYPE_CHECKING

from workbench.tui.screens.panes import Panes
from workbench.tui.work import start

if TYPE_CHECKING:
    from workbench.vocabulary import Column

_ASKED_FROM = 1000
_AT_ONCE = 10_000


class Rows(Panes):
    """Everything that changes how the history is shown, and which of it is marked."""

    def action_sort(self) -> None:
        """Sort by the next column."""
        self.history.sort_by_next()

    def action_sort_back(self) -> None:
        """Sort the other way round."""
        self.history.reverse()

    def action_columns(self) -> None:
        """Choose columns; what is chosen is seen at once, and kept."""
        from workbench.tui.history.columns import ColumnsSheet

        def kept(columns: tuple[Column, ...] | None) -> None:
            if columns is not None:
                keys = tuple(column.key for column in columns)
                state = self.workbench.app_state
                start(self, asyncio.to_thread(state.keep, columns=keys), "columns")

        self.app.push_screen(ColumnsSheet(self.history.columns, self.history.use_columns), kept)

    def action_mark_to_here(self) -> None:
        """Mark everything from the exchange that was marked last to this one."""
        table = self.history.table
        self._mark(table.range_to(table.cursor), "from there to here")

    def action_mark_all(self) -> None:
        """Mark all that fit the filter."""
        self._mark(self.history.table.window.ids, "all that fit")

    def _mark(self, ids: array[int], which: str) -> None:
        if len(ids) <= _ASKED_FROM:
            self.history.table.mark(ids)
            return
        from workbench.tui.screens.ask import Confirm

        def answered(yes: bool | None) -> None:
            if yes:
                start(self, self._mark_many(ids), "mark", exclusive=True)

        question = f"Mark {len(ids):,} exchanges, {which}?"
        self.app.push_screen(Confirm("Mark", question, "Mark"), answered)

    async def _mark_many(self, ids: array[int]) -> None:
        table = self.history.table
        before = table.marks

        def marked() -> dict[int, None]:
            marks = dict(before)
            # In pieces, since a single step of a million would hold up the screen.
            for first in range(0, len(ids), _AT_ONCE):
                marks |= dict.fromkeys(ids[first : first + _AT_ONCE])
            return marks

        table.take_marks(await asyncio.to_thread(marked))

    def action_unmark(self) -> None:
        """Take every mark away."""
        self.history.table.unmark()

    def action_next_error(self) -> None:
        """Go to the next exchange with an error finding."""
        self._go_to_error(back=False)

    def action_previous_error(self) -> None:
        """Go to the exchange with an error finding before this one."""
        self._go_to_error(back=True)

    def _go_to_error(self, *, back: bool) -> None:
        async def go() -> None:
            if not await self.history.go_to_error(back=back):
                self.notify("No exchange here has a finding of severity error", markup=False)

        start(self, go(), "error", exclusive=True)
