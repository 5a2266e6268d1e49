"""Each finding of the catalogue is seen to fire, and not to fire where it nearly would."""

from __future__ import annotations

import pytest

from tests.finding_cases import CASES, Case
from workbench.inspection.findings import CATALOGUE, Subject, judge
from workbench.model.exchange import Exchange
from workbench.model.finding import Finding


def _found(exchange: Exchange, finding_id: str) -> list[Finding]:
    return [found for found in exchange.findings if found.id == finding_id]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_it_fires_where_it_should_and_not_where_it_nearly_would(case: Case) -> None:
    fired = _found(case.fires, case.id)
    assert fired, sorted(found.id for found in case.fires.findings)
    if case.severity is not None:
        assert fired[0].severity == case.severity
    assert not _found(case.silent, case.id)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_what_is_not_asked_would_have_found_nothing(case: Case) -> None:
    for exchange in (case.fires, case.silent):
        subject = Subject(
            exchange.capture,
            exchange.origin,
            exchange.context,
            exchange.request,
            exchange.response,
            exchange.page,
            exchange.redirect,
            exchange.errors,
            exchange.decoded,
        )
        assert judge(subject, ask_all=True) == exchange.findings


def test_every_finding_of_the_catalogue_has_its_cases() -> None:
    without_a_past = {rule.id for rule in CATALOGUE if "X" not in rule.needs.split("+")}
    assert {case.id for case in CASES} == without_a_past


def test_the_catalogue_says_for_each_what_it_means_and_what_to_do() -> None:
    assert len({rule.id for rule in CATALOGUE}) == len(CATALOGUE)
    for rule in CATALOGUE:
        assert rule.title
        assert not rule.title.endswith(".")
        assert rule.explanation.endswith((".", "?")), rule.id
        assert rule.source


def test_all_text_is_short_and_shows_no_control_character() -> None:
    for case in CASES:
        for found in case.fires.findings:
            assert found.detail.isprintable(), found.id
            assert len(found.detail) < 1000
            assert found.evidence
