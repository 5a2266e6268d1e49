"""What is wrong with an exchange, or worth knowing: the catalogue and the one function that judges.

The imports below are in the order in which findings are shown: cause before consequence. A new
finding is a function in the file of its kind; a new file is one more line here.
"""

# isort: off
from workbench.inspection.findings import request
from workbench.inspection.findings import redirect_uri
from workbench.inspection.findings import parameters
from workbench.inspection.findings import caching_and_framing
from workbench.inspection.findings import content_policy
from workbench.inspection.findings import cookies_and_origins
from workbench.inspection.findings import representation
from workbench.inspection.findings import who_answered
from workbench.inspection.findings import framing
from workbench.inspection.findings import tls
from workbench.inspection.findings import failures
from workbench.inspection.findings import redirect
from workbench.inspection.findings import targets
from workbench.inspection.findings import page
from workbench.inspection.findings import form_inputs
from workbench.inspection.findings import scope_and_state
from workbench.inspection.findings import decoded
from workbench.inspection.findings import location
from workbench.inspection.findings import errors
from workbench.inspection.findings import against_history
from workbench.inspection.findings import changes
# isort: on

from workbench.inspection.findings.registry import Mark, Rule, finding, judge, judge_again, rules
from workbench.inspection.findings.subject import Subject

CATALOGUE: tuple[Rule, ...] = rules()

__all__ = [
    "CATALOGUE",
    "Mark",
    "Rule",
    "Subject",
    "against_history",
    "caching_and_framing",
    "changes",
    "content_policy",
    "cookies_and_origins",
    "decoded",
    "errors",
    "failures",
    "finding",
    "form_inputs",
    "framing",
    "judge",
    "judge_again",
    "location",
    "page",
    "parameters",
    "redirect",
    "redirect_uri",
    "representation",
    "request",
    "scope_and_state",
    "targets",
    "tls",
    "who_answered",
]
