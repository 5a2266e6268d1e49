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

from workbench.inspection.findings.conditions import conditions
from workbench.inspection.findings.subject import Subject
from workbench.model.finding import SEVERITIES, Actor, Finding, Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """What people read of a finding before it fires.

    `needs` names inputs by the letters of `conditions`: `+` joins what must all be there, `/`
    what may stand for each other. `explanation` is the cause and then what to do. `yields_to`
    names more specific findings of the same cause: where one of them fires, this one is silent.
    """

    id: str
    severity: Severity
    title: str
    needs: str
    explanation: str
    source: str
    actor: Actor
    yields_to: tuple[str, ...] = ()


class Mark(NamedTuple):
    """One place where a rule fires: evidence path, what was seen (a sentence, or empty), and a
    severity where it differs from the rule's."""

    evidence: str
    seen: str = ""
    severity: Severity | None = None


# What a rule finds in a hundred places is told for the first twenty.
MOST_MARKS = 20

_RANKS = {severity: rank for rank, severity in enumerate(SEVERITIES)}

Check = Callable[[Subject], Iterable[Mark]]


@dataclass(frozen=True, slots=True)
class _Registered:
    rule: Rule
    check: Check
    when: str
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
    when: str = "",
    yields_to: tuple[str, ...] = (),
    about_hosts: bool = False,
) -> Callable[[Check], Check]:
    """Register a finding. `when` names by the words of `conditions` what makes it possible at all,
    written like `needs`; `yields_to` names more specific findings of the same cause;
    `about_hosts` ones say nothing of a simulated answer."""

    def register(check: Check) -> Check:
        rule = Rule(id, severity, title, needs, explanation, source, actor, yields_to)
        _REGISTERED.append(
            _Registered(rule, check, when, frozenset(yields_to), about_hosts, len(_REGISTERED))
        )
        return check

    return register


def rules() -> tuple[Rule, ...]:
    """Every registered rule, in order."""
    return tuple(registered.rule for registered in _REGISTERED)


def judge(subject: Subject, *, ask_all: bool = False) -> tuple[Finding, ...]:
    """All findings about one exchange, worst first, then cause before consequence.

    `ask_all` asks also those that `when` says cannot fire: the same findings, only later.
    """
    fired: list[tuple[int, int, int, Finding]] = []
    ids: set[str] = set()
    yielding: list[tuple[str, frozenset[str]]] = []
    simulated = subject.origin == "simulator"
    for registered in _applicable(conditions(subject), simulated, ask_all=ask_all):
        told = 0
        for evidence, seen, own_severity in registered.check(subject):
            rule = registered.rule
            severity = own_severity or rule.severity
            detail = f"{seen} {rule.explanation}" if seen else rule.explanation
            found = Finding(
                rule.id, severity, rule.title, detail, evidence, rule.source, rule.actor, seen
            )
            fired.append((_RANKS[severity], registered.rank, told, found))
            told += 1
            if told == MOST_MARKS:
                break
        if told:
            ids.add(registered.rule.id)
            if registered.yields_to:
                yielding.append((registered.rule.id, registered.yields_to))
    fired.sort()
    gone = {name for name, to in yielding if not to.isdisjoint(ids)}
    return tuple(found for _, _, _, found in fired if found.id not in gone)


def evidence_of(subject: Subject, prefix: str) -> frozenset[str]:
    """Where the findings whose ids begin so would point; for findings that depend on others."""
    simulated = subject.origin == "simulator"
    return frozenset(
        mark.evidence
        for registered in _applicable(conditions(subject), simulated)
        if registered.rule.id.startswith(prefix)
        for mark in registered.check(subject)
    )


@lru_cache(maxsize=512)
def _applicable(
    given: frozenset[str], simulated: bool, *, ask_all: bool = False
) -> tuple[_Registered, ...]:
    return tuple(
        registered
        for registered in _REGISTERED
        if not (simulated and registered.about_hosts)
        and _met(registered.rule.needs, given)
        and (ask_all or not registered.when or _met(registered.when, given))
    )


def _met(needs: str, given: frozenset[str]) -> bool:
    return all(any(word in given for word in group.split("/")) for group in needs.split("+"))
