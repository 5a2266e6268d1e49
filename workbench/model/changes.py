"""Runs of equal shape: what stayed the same for how long, and what changed when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

RunKind = Literal["shape", "flapping", "unsettled", "failure", "no answer", "not told apart"]
Verdict = Literal["steady", "changed", "flapping", "seen too little", "no answer"]


class ShapeCount(NamedTuple):
    """One shape of a stretch, and how many answers had it."""

    shape: str
    times: int


@dataclass(frozen=True, slots=True, repr=False)
class Run:
    """Answers that stand together, in the order of their ids.

    `kind` says why: one `shape` in a row; `flapping` between shapes that come back; `unsettled`,
    so many shapes that the oldest are told together; of a `failure` or `no answer` to read, those
    that came anywhere in the group; `not told apart`, values beyond those that are looked into.
    Times are UTC, None where unknown. `proof` are two ids: the last of the run before and the first
    of this one (of a stretch: of its first turn); `changed` says in a few words what differs
    between the two. `shapes` are those of a stretch, most frequent first, `others` how many answers
    had still others. `too_little` marks an end that was seen once or twice.
    """

    kind: RunKind
    shape: str | None
    count: int
    first_id: int
    last_id: int
    first_seen: datetime | None
    last_seen: datetime | None
    shapes: tuple[ShapeCount, ...] = ()
    others: int = 0
    failure: str | None = None
    too_little: bool = False
    proof: tuple[int, int] | None = None
    changed: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What it is, in one or two words."""
        if self.kind == "failure":
            return f"failed: {self.failure}"
        return self.shape if self.kind == "shape" and self.shape is not None else self.kind

    def __repr__(self) -> str:
        why = f": {', '.join(self.changed)}" if self.changed else ""
        times = "once" if self.count == 1 else f"{self.count:,} times"
        ids = f"{self.first_id}" if self.count == 1 else f"{self.first_id} to {self.last_id}"
        return f"<Run {self.name}, {times}, {ids}{why}>"


@dataclass(frozen=True, slots=True, repr=False)
class ChangeGroup:
    """The exchanges that have one value of a field: runs in the order of ids, and `apart` those
    that belong to no run. `value` is None where the field is not there."""

    by: str
    value: str | None
    count: int
    verdict: Verdict
    runs: tuple[Run, ...]
    apart: tuple[Run, ...] = ()

    @property
    def changed_at(self) -> int:
        """The id with which the newest run began, 0 where there was one run alone."""
        return self.runs[-1].first_id if len(self.runs) > 1 else 0

    def __repr__(self) -> str:
        value = "none" if self.value is None else self.value[:60]
        lines = [f"<ChangeGroup {self.by} {value}: {self.verdict}, {self.count:,} exchanges>"]
        lines += [f"  {run!r}" for run in (*self.runs, *self.apart)]
        return "\n".join(lines)
