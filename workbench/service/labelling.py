"""Labelling many exchanges: in commits of some hundred, so that nothing else waits for long."""

from __future__ import annotations

from workbench.model.progress import Progress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from workbench.history import Store
    from workbench.model.progress import OnProgress

_GROUP = 200


def label_in_groups(
    store: Store,
    ids: tuple[int, ...],
    add: tuple[str, ...],
    remove: tuple[str, ...],
    on_progress: OnProgress,
) -> int:
    """Label, group by group; returns how many exchanges were there."""
    done = 0
    for start in range(0, len(ids), _GROUP):
        on_progress(Progress(start, len(ids), "labelling"))
        done += store.label_many(ids[start : start + _GROUP], add, remove)
    on_progress(Progress(len(ids), len(ids), "labelling"))
    return done
