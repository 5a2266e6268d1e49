"""The catalogue of findings, as views list it."""

from workbench.inspection.findings import CATALOGUE, Rule

__all__ = ["CATALOGUE", "Rule"]
