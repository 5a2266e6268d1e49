"""The findings: one small function each, registered with all that people read about it.

A function is handed the `Subject` and yields marks: where it stands, what was seen, and a severity
where it is not the rule's own. It is asked only when what it needs is there. Functions are pure,
O(n) and never raise; the order of findings is the order of registration within each severity.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
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
    looks_back: bool


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
    looks_back: bool = False,
    after: str = "",
) -> Callable[[Check], Check]:
    """Register a finding. `when` names by the words of `conditions` what makes it possible at all,
    written like `needs`; `yields_to` names more specific findings of the same cause;
    `about_hosts` ones say nothing of a simulated answer. `looks_back` ones say more or less where
    the past is known; those that need it (X) always do. `after` names the finding behind which it
    is told (default: the last one registered)."""

    def register(check: Check) -> Check:
        rule = Rule(id, severity, title, needs, explanation, source, actor, yields_to)
        one = _Registered(
            rule,
            check,
            when,
            frozenset(yields_to),
            about_hosts,
            looks_back or "X" in needs.split("+"),
        )
        names = [registered.rule.id for registered in _REGISTERED]
        _REGISTERED.insert(names.index(after) + 1 if after else len(names), one)
        return check

    return register


def rules() -> tuple[Rule, ...]:
    """Every registered rule, in order."""
    return tuple(registered.rule for registered in _REGISTERED)


def judge(subject: Subject, *, ask_all: bool = False) -> tuple[Finding, ...]:
    """All findings about one exchange, worst first, then cause before consequence.

    `ask_all` asks also those that `when` says cannot fire: the same findings, only later.
    """
    applicable = _applicable(conditions(subject), subject.origin == "simulator", ask_all=ask_all)
    return _in_order(_fired(subject, applicable))


def judge_again(subject: Subject, made: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that were `made` without the past, now that `subject.past` is known: what
    `judge` would say, but only those that look back are asked."""
    applicable = _applicable(conditions(subject), subject.origin == "simulator")
    places = {registered.rule.id: (rank, registered) for rank, registered in applicable}
    fired = [
        (rank, registered, found)
        for rank, registered, found in (
            (*places[found.id], found) for found in made if found.id in places
        )
        if not registered.looks_back
    ]
    looking_back = tuple(place for place in applicable if place[1].looks_back)
    return _in_order((*fired, *_fired(subject, looking_back)))


_Place = tuple[int, _Registered]


def _fired(
    subject: Subject, applicable: tuple[_Place, ...]
) -> Iterator[tuple[int, _Registered, Finding]]:
    for rank, registered in applicable:
        for number, (evidence, seen, severity) in enumerate(registered.check(subject), 1):
            rule = registered.rule
            yield (
                rank,
                registered,
                Finding(
                    rule.id,
                    severity or rule.severity,
                    rule.title,
                    f"{seen} {rule.explanation}" if seen else rule.explanation,
                    evidence,
                    rule.source,
                    rule.actor,
                    seen,
                ),
            )
            if number == MOST_MARKS:
                break


def _in_order(fired: Iterable[tuple[int, _Registered, Finding]]) -> tuple[Finding, ...]:
    """By severity, then rank, then as told; without those that yield to another that fired."""
    told = list(fired)
    ids = {found.id for _, _, found in told}
    kept = [
        (_RANKS[found.severity], rank, place, found)
        for place, (rank, registered, found) in enumerate(told)
        if registered.yields_to.isdisjoint(ids)
    ]
    kept.sort()
    return tuple(found for _, _, _, found in kept)


def evidence_of(subject: Subject, prefix: str) -> frozenset[str]:
    """Where the findings whose ids begin so would point; for findings that depend on others."""
    simulated = subject.origin == "simulator"
    return frozenset(
        mark.evidence
        for _, registered in _applicable(conditions(subject), simulated)
        if registered.rule.id.startswith(prefix)
        for mark in registered.check(subject)
    )


@lru_cache(maxsize=512)
def _applicable(
    given: frozenset[str], simulated: bool, *, ask_all: bool = False
) -> tuple[_Place, ...]:
    """Those that could fire, each with its rank."""
    return tuple(
        (rank, registered)
        for rank, registered in enumerate(_REGISTERED)
        if not (simulated and registered.about_hosts)
        and _met(registered.rule.needs, given)
        and (ask_all or not registered.when or _met(registered.when, given))
    )


def _met(needs: str, given: frozenset[str]) -> bool:
    return all(any(word in given for word in group.split("/")) for group in needs.split("+"))
