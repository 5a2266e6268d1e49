"""The contract's JSON documents, as views print them. Starts fast: schemas load when asked for."""

from __future__ import annotations

from workbench.document.summary import summary_document
from workbench.document.text import to_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from workbench.model.changes import ChangeGroup
    from workbench.model.comparison import Comparison
    from workbench.service.sweeping import Sweep

__all__ = [
    "changes_document",
    "comparison_document",
    "schema_names",
    "schema_text",
    "summary_document",
    "sweep_document",
    "to_json",
]


def comparison_document(comparison: Comparison) -> dict[str, object]:
    """A comparison as `workbench.comparison/1`."""
    from workbench.document import comparison as document

    return document.comparison_document(comparison)


def changes_document(group: ChangeGroup) -> dict[str, object]:
    """A group of a list of changes as `workbench.changes/1`."""
    from workbench.document import changes as document

    return document.changes_document(group)


def sweep_document(sweep: Sweep) -> dict[str, object]:
    """A sweep as `workbench.sweep/1`."""
    from workbench.document import sweep as document

    counts = {
        "answered": len(sweep.answered),
        "answered_before": len(sweep.skipped),
        "failed": len(sweep.failed),
        "refused": len(sweep.refused),
    }
    return document.sweep_document(
        sweep.label, counts, sweep.stopped, sweep.rows, sweep.differences
    )


def schema_names() -> tuple[str, ...]:
    """The names of the published schemas."""
    from workbench.document import schema

    return schema.schema_names()


def schema_text(name: str) -> str:
    """One published JSON Schema."""
    from workbench.document import schema

    return schema.schema_text(name)
