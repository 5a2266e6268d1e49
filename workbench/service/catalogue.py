"""The catalogue of findings, as views list it, search it and explain it."""

from __future__ import annotations

from workbench.inspection.findings import CATALOGUE, Rule
from workbench.inspection.findings.search import search
from workbench.inspection.findings.words import explained

__all__ = ["CATALOGUE", "Rule", "explained", "in_both_languages", "search"]


def in_both_languages(rule: Rule) -> dict[str, object]:
    """One row of the catalogue as a plain object."""
    french = explained(rule, "fr")
    return {
        "id": rule.id,
        "severity": rule.severity,
        "title": rule.title,
        "explanation": rule.explanation,
        "title_fr": french.title,
        "explanation_fr": french.explanation,
        "actor": rule.actor,
        "source": rule.source,
        "needs": rule.needs,
        "yields_to": list(rule.yields_to),
    }
