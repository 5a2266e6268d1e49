"""What changed, when: runs of equal shape, with the two exchanges that prove each change.

The runs come from columns alone, in one pass; exchanges are read only for a group that is looked
at, two for each change, and no more than `MOST_PROOFS` changes of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from workbench.errors import HistoryError, InputError
from workbench.history import Store
from workbench.history.grouping import chosen
from workbench.inspection.comparing.brief import in_brief
from workbench.inspection.comparison import compare
from workbench.model.changes import ChangeGroup, Run
from workbench.service.comparing import unknown_of_both

MOST_PROOFS = 50


class Changes:
    """The groups of all that fits a filter, those that changed last first. The history is looked
    through when it is first asked; iterating says of each group what changed. Raises `InputError`
    for an unknown field."""

    def __init__(self, store: Store, filter: str = "", by: str = "institution_id") -> None:
        self._store = store
        self.filter = filter
        self.by = ",".join(chosen(by))
        self._found: list[ChangeGroup] | None = None

    @property
    def count(self) -> int:
        """How many exchanges fit: each is in one run of one group."""
        return sum(group.count for group in self._groups())

    def __len__(self) -> int:
        return len(self._groups())

    def __iter__(self) -> Iterator[ChangeGroup]:
        for group in self._groups():
            yield self._proved(group)

    def __repr__(self) -> str:
        return f"<Changes of {self.filter!r} by {self.by}: {self.count:,} in {len(self):,} groups>"

    def _groups(self) -> list[ChangeGroup]:
        if self._found is None:
            self._found = self._store.change_groups(self.filter, self.by)
        return self._found

    def _proved(self, group: ChangeGroup) -> ChangeGroup:
        """The group with what differs between the two exchanges of each proof."""
        runs: list[Run] = []
        left = MOST_PROOFS
        # The newest changes are the ones that are asked about.
        for run in reversed(group.runs):
            if run.proof is not None and left > 0:
                left -= 1
                run = replace(run, changed=self._changed(*run.proof))
            runs.append(run)
        return replace(group, runs=tuple(reversed(runs)))

    def _changed(self, before: int, after: int) -> tuple[str, ...]:
        try:
            one, other = self._store.get(before), self._store.get(after)
        except (HistoryError, InputError) as error:  # damaged, or deleted meanwhile
            return (f"cannot be compared: {error.message}",)
        unknown = unknown_of_both(one, other)
        words = in_brief(compare(one, other, volatile_inputs=unknown))
        return words or ("nothing that is compared; `workbench reindex` makes the shapes anew",)
