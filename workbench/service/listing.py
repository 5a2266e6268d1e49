"""A filtered history that is never loaded whole: length, iteration and slices by windows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import overload

from workbench.history import Store
from workbench.model.summary import Summary
from workbench.service.exchange import Exchange


class History:
    """The exchanges that fit a filter, newest first. Rows are read when they are asked for."""

    def __init__(self, store: Store, filter: str = "") -> None:
        self._store = store
        self.filter = filter

    def __len__(self) -> int:
        return self._store.count(self.filter)

    def __iter__(self) -> Iterator[Exchange]:
        for row in self.summaries():
            yield Exchange.of(self._store.get(row.id))

    @overload
    def __getitem__(self, place: int) -> Exchange: ...
    @overload
    def __getitem__(self, place: slice) -> list[Exchange]: ...
    def __getitem__(self, place: int | slice) -> Exchange | list[Exchange]:
        ids = self._store.ids(self.filter)
        if isinstance(place, slice):
            return [Exchange.of(self._store.get(id_)) for id_ in ids[place]]
        return Exchange.of(self._store.get(ids[place]))

    def summaries(self, window: int = 500) -> Iterator[Summary]:
        """Every row, newest first, read `window` rows at a time."""
        before: int | None = None
        while True:
            rows = self._store.summaries(self.filter, limit=window, before=before)
            yield from rows
            if len(rows) < window:
                return
            before = rows[-1].id

    def __repr__(self) -> str:
        return f"<History {self.filter!r}: {len(self):,} exchanges>"
