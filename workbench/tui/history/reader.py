"""Reading the history off the event loop: one question at a time, the last keystroke wins.

The table never waits: while one question is being answered, only the newest of those that came
after it is kept. A search for something else is stopped where it is.
"""

from __future__ import annotations

import asyncio
from array import array
from typing import TYPE_CHECKING, NamedTuple

from workbench.errors import WorkbenchError
from workbench.tui.history.ahead import FIRST_ROWS
from workbench.tui.history.window import Window

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from workbench.model.summary import Summary
    from workbench.service.workbench import Workbench


class Question(NamedTuple):
    """What is to be listed: a filter, the key of a column, a direction."""

    filter: str = ""
    sort: str = "id"
    descending: bool = True

    @property
    def is_newest_first(self) -> bool:
        """Whether it is the order in which a history is read fastest."""
        return self.sort == "id" and self.descending


class Found(NamedTuple):
    """What fits: every id in order with the first rows, how many are kept in all, and whether
    these are only the first of them."""

    question: Question
    window: Window
    kept: int
    is_first: bool


class Refused(NamedTuple):
    """A filter that cannot be read (`column` counts from 1, 0 unknown), or a history in trouble."""

    filter: str
    message: str
    hint: str
    column: int


class Reader:
    """Answers `ask` by calling `on_found` or `on_refused` on the loop, newest question only.
    `wanted` is the exchange whose place is asked for next."""

    def __init__(
        self,
        workbench: Workbench,
        wanted: Callable[[], int | None],
        on_found: Callable[[Found], None],
        on_refused: Callable[[Refused], None],
    ) -> None:
        self._workbench = workbench
        self._wanted = wanted
        self._on_found, self._on_refused = on_found, on_refused
        self._next: Question | None = None
        self._present: Question | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a question is being answered."""
        return self._present is not None

    def ask(self, question: Question, start: Callable[[Awaitable[None]], object]) -> None:
        """Find what fits; `start` runs the work as a task of the widget that asks."""
        self._next = question
        if self._present is None:
            self._present = question
            start(self._answer())
        elif self._present != question:
            self._workbench.stop_search()

    async def _answer(self) -> None:
        try:
            while self._next is not None:
                self._present, self._next = self._next, None
                await self._find(self._present)
        finally:
            self._present = None

    async def _find(self, question: Question) -> None:
        workbench = self._workbench
        rows: list[Summary] = []
        try:
            if question.is_newest_first:
                rows = await asyncio.to_thread(
                    workbench.summaries, question.filter, limit=FIRST_ROWS
                )
                if self._next is not None:
                    return
                ids = array("q", [row.id for row in rows])
                self._on_found(Found(question, Window(ids, rows), len(ids), is_first=True))
            window = await asyncio.to_thread(self._window, question, rows)
            kept = len(window)
            if question.filter and self._next is None:
                kept = await asyncio.to_thread(workbench.kept)
            if self._next is None:
                self._on_found(Found(question, window, kept, is_first=False))
        except WorkbenchError as error:
            if self._next is None:
                column = getattr(error, "column", None)
                place = column if isinstance(column, int) else 0
                self._on_refused(Refused(question.filter, error.message, error.hint, place))

    def _window(self, question: Question, rows: list[Summary]) -> Window:
        """All ids that fit; in a thread, the place of the wanted one as well."""
        filter_, sort, descending = question
        ids = self._workbench.ids(filter_, sort=sort, descending=descending)
        if not question.is_newest_first:
            rows = self._workbench.rows(ids[:FIRST_ROWS])
        window = Window(ids, rows, falls=question.is_newest_first)
        wanted = self._wanted()
        if wanted is not None:
            window.place_of(wanted)
        return window
