"""One group of a list of changes as a document (`workbench.changes/1`)."""

from __future__ import annotations

from workbench.document.exchange import iso
from workbench.model.changes import ChangeGroup, Run

CHANGES_SCHEMA = "workbench.changes/1"


def changes_document(group: ChangeGroup) -> dict[str, object]:
    """The group with its runs and what stands apart; `count` is the sum of all of theirs."""
    return {
        "schema": CHANGES_SCHEMA,
        "by": group.by,
        "value": group.value,
        "verdict": group.verdict,
        "count": group.count,
        "runs": [_run(run) for run in group.runs],
        "apart": [_run(run) for run in group.apart],
    }


def _run(run: Run) -> dict[str, object]:
    return {
        "kind": run.kind,
        "shape": run.shape,
        "failure": run.failure,
        "count": run.count,
        "first": {"id": run.first_id, "started_at": iso(run.first_seen)},
        "last": {"id": run.last_id, "started_at": iso(run.last_seen)},
        "shapes": [{"shape": shape, "count": times} for shape, times in run.shapes],
        "others": run.others,
        "seen_too_little": run.too_little,
        "proof": list(run.proof) if run.proof is not None else None,
        "changed": list(run.changed),
    }
