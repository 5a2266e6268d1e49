"""A sweep as a document (`workbench.sweep/1`): every call, and in what the answers differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workbench.model.sweep import SweepRow, Trait, Variant

SWEEP_SCHEMA = "workbench.sweep/1"


def sweep_document(
    label: str,
    counts: Mapping[str, int],
    stopped: str | None,
    rows: Sequence[SweepRow],
    differences: Sequence[Trait],
) -> dict[str, object]:
    """The sweep with its calls in the order of the plan."""
    return {
        "schema": SWEEP_SCHEMA,
        "label": label,
        "calls": len(rows),
        **counts,
        "stopped": stopped,
        "rows": [_row(row) for row in rows],
        "differences": [_trait(trait) for trait in differences],
    }


def _row(row: SweepRow) -> dict[str, object]:
    kept = row.summary
    return {
        "call": row.number,
        "asked": [list(pair) for pair in row.chosen],
        "id": kept.id if kept else None,
        "status": kept.status if kept else None,
        "redirect_kind": kept.redirect_kind if kept else None,
        "failure": kept.failure if kept else None,
        "shape": kept.shape if kept else None,
        "ms": kept.ms if kept else None,
    }


def _trait(trait: Trait) -> dict[str, object]:
    return {
        "area": trait.area,
        "field": trait.field,
        "follows": trait.follows,
        "usual": _variant(trait.usual),
        "others": [_variant(variant) for variant in trait.others],
    }


def _variant(variant: Variant) -> dict[str, object]:
    return {
        "value": variant.value,
        "calls": list(variant.numbers),
        "goes_with": variant.goes_with,
    }
