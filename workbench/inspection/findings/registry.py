"""The findings: one small function each, registered with all that people read about it.

A function is handed the `Subject` and yields marks: where it stands, what was seen, and a severity
where it is not the rule's own. It is asked only when what it needs is there. Functions are pure,
O(n) and never raise; the order of findings is the order of registration within each severity.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from workbench.inspection.findings.subject import Subject
from workbench.model.finding import SEVERITIES, Actor, Finding, Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """What people read of a finding before it fires.

    `needs` names inputs by the letters of `Subject.given`: `+` joins what must all be there, `/`
    what may stand for each other. `explanation` is the cause and then what to do.
    """

    id: str
    severity: Severity
    title: str
    needs: str
    explanation: str
    source: str
    actor: Actor


class Mark(NamedTuple):
    """One place where a rule fires: evidence path, what was seen (a sentence, or empty), and a
    severity where it differs from the rule's."""

    evidence: str
    seen: str = ""
    severity: Severity | None = None


# What a rule finds in a hundred places is told for the first twenty.
MOST_MARKS = 20

Check = Callable[[Subject], Iterable[Mark]]


@dataclass(frozen=True, slots=True)
class _Registered:
    rule: Rule
    check: Check
    yields_to: frozenset[str]
    about_hosts: bool
    rank: int


_REGISTERED: list[_Registered] = []


def finding(
    id: str,
    severity: Severity,
    title: str,
    explanation: str,
    *,
    needs: str,
    source: str,
    actor: Actor = "caller",
    yields_to: tuple[str, ...] = (),
    about_hosts: bool = False,
) -> Callable[[Check], Check]:
    """Register a finding. `yields_to` names more specific findings of the same cause;
    `about_hosts` ones say nothing of a simulated answer."""

    def register(check: Check) -> Check:
        rule = Rule(id, severity, title, needs, explanation, source, actor)
        _REGISTERED.append(
            _Registered(rule, check, frozenset(yields_to), about_hosts, len(_REGISTERED))
        )
        return check

    return register


def rules() -> tuple[Rule, ...]:
    """Every registered rule, in order."""
    return tuple(registered.rule for registered in _REGISTERED)


def judge(subject: Subject) -> tuple[Finding, ...]:
    """All findings about one exchange, worst first, then cause before consequence."""
    fired: list[tuple[int, _Registered, Finding]] = []
    for registered in _applicable(subject.given, subject.origin == "simulator"):
        rule = registered.rule
        for told, mark in enumerate(registered.check(subject), 1):
            severity = mark.severity or rule.severity
            detail = f"{mark.seen} {rule.explanation}" if mark.seen else rule.explanation
            fired.append(
                (
                    SEVERITIES.index(severity),
                    registered,
                    Finding(
                        rule.id,
                        severity,
                        rule.title,
                        detail,
                        mark.evidence,
                        rule.source,
                        rule.actor,
                    ),
                )
            )
            if told == MOST_MARKS:
                break
    ids = {registered.rule.id for _, registered, _ in fired}
    kept = [item for item in fired if not (item[1].yields_to and item[1].yields_to & ids)]
    kept.sort(key=lambda item: (item[0], item[1].rank))
    return tuple(found for _, _, found in kept)


def evidence_of(subject: Subject, prefix: str) -> frozenset[str]:
    """Where the findings whose ids begin so would point; for findings that depend on others."""
    simulated = subject.origin == "simulator"
    return frozenset(
        mark.evidence
        for registered in _applicable(subject.given, simulated)
        if registered.rule.id.startswith(prefix)
        for mark in registered.check(subject)
    )


@lru_cache(maxsize=512)
def _applicable(given: frozenset[str], simulated: bool) -> tuple[_Registered, ...]:
    return tuple(
        registered
        for registered in _REGISTERED
        if not (simulated and registered.about_hosts) and _met(registered.rule.needs, given)
    )


def _met(needs: str, given: frozenset[str]) -> bool:
    return all(any(letter in given for letter in group.split("/")) for group in needs.split("+"))
