"""What is wrong with an exchange, or worth knowing: the catalogue and the one function that judges.

The imports below are in the order in which findings are shown: cause before consequence.
"""

from workbench.inspection.findings import failures
from workbench.inspection.findings.registry import Mark, Rule, finding, judge, rules
from workbench.inspection.findings.subject import Subject

CATALOGUE: tuple[Rule, ...] = rules()

__all__ = ["CATALOGUE", "Mark", "Rule", "Subject", "failures", "finding", "judge"]
