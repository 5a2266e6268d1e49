"""The part of a history that is held: ids of all that fit (eight bytes each), rows near the screen.

Pure bookkeeping, no I/O: the table asks which rows are missing and puts in what was read.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

from workbench.model.summary import Summary

WINDOW = 150
_KEPT_WINDOWS = 8


class Window:
    """Ids in order, and the rows of a few windows of them. `falls` says that each id is lower than
    the one before it, as in a list that is sorted by nothing else."""

    def __init__(
        self, ids: Sequence[int] = (), rows: Iterable[Summary] = (), *, falls: bool = True
    ) -> None:
        self.ids = ids if isinstance(ids, array) else array("q", ids)
        self.falls = falls
        self._looked_up: tuple[int, int | None] = (0, None)
        self._rows: dict[int, dict[int, Summary]] = {}
        self._remembered: dict[int, Summary] = {}
        first = {row.id: row for row in rows}
        if first:
            self._rows[0] = first

    def __len__(self) -> int:
        return len(self.ids)

    def row(self, place: int) -> Summary | None:
        """The row at that place, or None while it is not read."""
        window = self._rows.get(place // WINDOW)
        return None if window is None else window.get(self.ids[place])

    def place_of(self, id: int) -> int | None:
        """Where an exchange stands, or None when it does not fit. In a list that is sorted the
        first answer costs O(n), and is remembered."""
        if self.falls:
            place = self._first_at_most(id)
            return place if place < len(self.ids) and self.ids[place] == id else None
        known, found = self._looked_up
        if known != id:
            try:
                found = self.ids.index(id)
            except ValueError:
                found = None
            self._looked_up = id, found
        return found

    def nearest(self, id: int, before: int = 0) -> int:
        """The place of that exchange; of one that is gone, where it would stand, or in a sorted
        list where it stood `before`."""
        place = self._first_at_most(id) if self.falls else self.place_of(id)
        return max(0, min(before if place is None else place, len(self.ids) - 1))

    def _first_at_most(self, id: int) -> int:
        ids = self.ids
        low, high = 0, len(ids)
        while low < high:
            middle = (low + high) // 2
            if ids[middle] > id:
                low = middle + 1
            else:
                high = middle
        return low

    def missing(self, first: int, last: int) -> list[int]:
        """The windows between two places that are not whole."""
        found: list[int] = []
        for number in range(max(0, first) // WINDOW, min(last, len(self.ids) - 1) // WINDOW + 1):
            rows = self._rows.get(number)
            if rows is None or len(rows) < len(self.ids_of(number)):
                found.append(number)
        return found

    def ids_of(self, number: int) -> array[int]:
        """The ids of a window."""
        return self.ids[number * WINDOW : (number + 1) * WINDOW]

    def put(self, number: int, rows: Iterable[Summary], near: int) -> None:
        """Keep what was read of a window, and let go of windows far from the place `near`."""
        self._rows[number] = {row.id: row for row in rows}
        here = near // WINDOW
        while len(self._rows) > _KEPT_WINDOWS:
            del self._rows[max(self._rows, key=lambda n: abs(n - here))]

    def remember(self, other: Window) -> None:
        """Show the rows of an earlier state until this one's are read: a row rarely changes."""
        self._remembered = {id_: row for rows in other._rows.values() for id_, row in rows.items()}

    def shown(self, place: int) -> Summary | None:
        """The row at that place, else what is remembered of it."""
        return self.row(place) or self._remembered.get(self.ids[place])
