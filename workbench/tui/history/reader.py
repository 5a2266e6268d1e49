"""Reading the history off the event loop: one filter at a time, the last keystroke wins.

The table never waits: while one question is being answered, only the newest of those that came
after it is kept.
"""

from __future__ import annotations

import asyncio
from array import array
from typing import TYPE_CHECKING, NamedTuple

from workbench.errors import WorkbenchError
from workbench.model.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from workbench.service.workbench import Workbench

FIRST_ROWS = 60


class Found(NamedTuple):
    """What fits a filter: every id newest first, the newest rows, how many are kept in all."""

    filter: str
    ids: array[int]
    rows: list[Summary]
    kept: int


class Refused(NamedTuple):
    """A filter that cannot be read (`column` counts from 1, 0 unknown), or a history in trouble."""

    filter: str
    message: str
    hint: str
    column: int


class Reader:
    """Answers `ask` by calling `on_found` or `on_refused` on the loop, newest question only."""

    def __init__(
        self,
        workbench: Workbench,
        on_first: Callable[[Found], None],
        on_found: Callable[[Found], None],
        on_refused: Callable[[Refused], None],
    ) -> None:
        self._workbench = workbench
        self._on_first, self._on_found, self._on_refused = on_first, on_found, on_refused
        self._next: str | None = None
        self._busy = False

    def ask(self, filter: str, start: Callable[[Awaitable[None]], object]) -> None:
        """Find what fits; `start` runs the work as a task of the widget that asks."""
        self._next = filter
        if not self._busy:
            self._busy = True
            start(self._answer())

    async def _answer(self) -> None:
        try:
            while self._next is not None:
                asked, self._next = self._next, None
                await self._find(asked)
        finally:
            self._busy = False

    async def _find(self, filter: str) -> None:
        workbench = self._workbench
        try:
            rows = await asyncio.to_thread(workbench.summaries, filter, limit=FIRST_ROWS)
            if self._next is None:
                ids = array("q", [row.id for row in rows])
                self._on_first(Found(filter, ids, rows, len(ids)))
                ids = await asyncio.to_thread(workbench.ids, filter)
                kept = await asyncio.to_thread(workbench.kept)
                if self._next is None:
                    self._on_found(Found(filter, ids, rows, kept))
        except WorkbenchError as error:
            if self._next is None:
                column = getattr(error, "column", None)
                place = column if isinstance(column, int) else 0
                self._on_refused(Refused(filter, error.message, error.hint, place))
