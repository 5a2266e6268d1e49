"""Deleting that can be undone: what is deleted is hidden at once, and goes for good later.

Until then nothing is written: ids come back as they were, other processes see the exchanges, and
after a crash all of them are there.
"""

from __future__ import annotations

from array import array

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.history import Store
    from workbench.model.progress import OnProgress

UNDO_S = 30
_GROUP = 5000


class Deletions:
    """The exchanges that are hidden, in groups, as they were deleted."""

    def __init__(self) -> None:
        self._groups: list[tuple[int, ...]] = []
        self.hidden: frozenset[int] = frozenset()

    def put(self, ids: Iterable[int]) -> tuple[int, ...]:
        """Hide these; the group without those that are hidden already."""
        group = tuple(id_ for id_ in dict.fromkeys(ids) if id_ not in self.hidden)
        if group:
            self._groups.append(group)
            self.hidden |= set(group)
        return group

    def undo(self) -> tuple[int, ...]:
        """Show the newest group again; it is empty when there is none."""
        group = self._groups[-1] if self._groups else ()
        return group if self.show(group) else ()

    def show(self, group: tuple[int, ...]) -> bool:
        """Hide that group no longer; whether it could still be undone."""
        if not self.claim(group):
            return False
        self.release(group)
        return True

    def claim(self, group: tuple[int, ...]) -> bool:
        """It is being deleted: it stays hidden, and nobody else can undo or delete it. Whether it
        was there to be claimed."""
        try:
            self._groups.remove(group)
        except ValueError:
            return False
        return True

    def release(self, group: tuple[int, ...]) -> None:
        """It is gone for good, or could not be deleted and is seen again."""
        self.hidden -= set(group)

    @property
    def groups(self) -> tuple[tuple[int, ...], ...]:
        """All that is hidden, oldest first."""
        return tuple(self._groups)

    def shown(self, ids: array[int]) -> array[int]:
        """The ids without those that are hidden."""
        hidden = self.hidden
        if not hidden:
            return ids
        return array("q", (id_ for id_ in ids if id_ not in hidden))


def delete_in_groups(
    store: Store, ids: tuple[int, ...], on_progress: OnProgress | None = None
) -> int:
    """Delete for good, in commits of some thousand, so that nothing else waits for long; without
    `on_progress` in a single one. Returns how many went."""
    if on_progress is None:
        return store.delete(ids)
    from workbench.model.progress import Progress

    gone = 0
    for start in range(0, len(ids), _GROUP):
        on_progress(Progress(start, len(ids), "deleting"))
        gone += store.delete(ids[start : start + _GROUP])
    on_progress(Progress(len(ids), len(ids), "deleting"))
    return gone
