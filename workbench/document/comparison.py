"""A comparison as a document (`workbench.comparison/1`)."""

from __future__ import annotations

from workbench.model.comparison import Comparison

COMPARISON_SCHEMA = "workbench.comparison/1"


def comparison_document(comparison: Comparison) -> dict[str, object]:
    """Every difference, also those that are expected, and what is to be known beside them."""
    return {
        "schema": COMPARISON_SCHEMA,
        "before": comparison.before_id,
        "after": comparison.after_id,
        "before_origin": comparison.before_origin,
        "after_origin": comparison.after_origin,
        "differences": [
            {
                "area": d.area,
                "field": d.field,
                "before": d.before,
                "after": d.after,
                "nature": d.nature,
                "because": d.because,
                "note": d.note,
            }
            for d in comparison.differences
        ],
        "remarks": [
            {"area": r.area, "field": r.field, "kind": r.kind, "text": r.text}
            for r in comparison.remarks
        ],
    }
