"""The catalogue holds what it promises: every error and every warning that an expert would name, by
id and severity, so that none is lost or softened unnoticed."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.finding_cases import CASES, Case
from workbench.inspection.findings import CATALOGUE, Subject
from workbench.inspection.findings.conditions import conditions

_ERRORS = """
callback.error callback.no-answer callback.state-replayed callback.state-unknown error.field
error.lang failure.cancelled failure.dns failure.limit failure.protocol failure.proxy
failure.refused failure.reset failure.timeout failure.tls-untrusted location.error
location.fragment-answer location.parameter-twice location.state-mismatch location.state-missing
location.token-in-url page.action-missing page.action-not-http page.credentials-asked
page.input-duplicate page.input-missing page.markup-in-value page.method-get page.ref-reused
page.reflected page.response-type-not-code page.secret-in-page page.state-reused
page.submit-shadowed redirect.downgrade redirect.location-invalid redirect.location-repeated
redirect.loop redirect.none redirect.open-redirector redirect.target-lookalike
request.duplicate-parameter request.host-is-widget request.lang-invalid request.method-not-get
request.redirect-uri-double-encoded request.redirect-uri-fragment request.redirect-uri-http
request.redirect-uri-not-absolute request.redirect-uri-untidy request.redirect-uri-userinfo
request.redirect-uri-wildcard request.scheme-not-https request.secret-in-url response.block-page
response.csp-blocks-auto-submit response.csp-blocks-form response.encoding-unreadable
response.framing-ambiguous response.not-found response.rate-limited response.server-error
response.truncated response.unauthorized state.caller-state-differs state.return-differs
state.return-double-encoded state.return-fragment state.return-http state.return-not-absolute
state.return-untidy state.return-userinfo state.return-wildcard tls.name-mismatch
tls.version-deprecated
"""
_WARNINGS = """
change.client change.inputs change.kind change.latency change.provider change.scope
change.security-headers change.state-keys change.target decoded.jwt-expired
decoded.jwt-not-yet-valid decoded.jwt-unsigned decoded.limit error.shape-unknown
error.status-disagrees error.unexplained location.error-charset page.enctype-unusual
page.error-text page.external-resource page.input-empty page.input-not-submitted
page.interaction-forbidden page.lang-differs page.no-auto-submit page.provider-changed
page.redirect-uri-not-flinks page.resume-path-shape page.several-forms redirect.both
redirect.keeps-method redirect.permanent redirect.target-unknown request.accept-missing
request.auth-header-misnamed request.lang-not-offered request.parameter-misspelt
request.parameter-of-connect request.path-unusual request.plus-in-value
request.redirect-uri-near-miss request.redirect-uri-private-host
request.redirect-uri-reserved-query request.redirect-uri-spilled request.state-missing
request.state-personal-data request.state-reused request.state-weak request.tag-awkward
request.tag-personal-data request.url-long response.cacheable-secrets response.charset-conflict
response.clock-skew response.cookie-insecure response.cookie-stays-here
response.cors-on-authorize response.frameable response.intercepted response.referrer-leaks
response.slow response.status-undocumented response.type-missing response.type-wrong
scope.basic-missing scope.syntax state.damaged state.return-private-host
state.return-reserved-query tls.certificate-expiring tls.unverified
"""

# Inputs that people see are there or not; the other letters say what is odd about them.
_INPUTS = frozenset("RHBPDLTCEF")


def test_no_error_and_no_warning_is_missing_or_softened() -> None:
    severities = {rule.id: rule.severity for rule in CATALOGUE}
    assert {name: severities.get(name) for name in _ERRORS.split()} == dict.fromkeys(
        _ERRORS.split(), "error"
    )
    assert {name: severities.get(name) for name in _WARNINGS.split()} == dict.fromkeys(
        _WARNINGS.split(), "warning"
    )


def test_there_are_at_least_120_findings_and_most_need_no_past() -> None:
    counted = Counter("X" in rule.needs.split("+") for rule in CATALOGUE)
    assert counted.total() >= 180
    assert counted[False] >= 120


def test_whatever_a_finding_yields_to_exists_and_the_two_never_yield_to_each_other() -> None:
    yields = {rule.id: set(rule.yields_to) for rule in CATALOGUE}
    for name, others in yields.items():
        assert others <= yields.keys(), name
        assert not any(name in yields[other] for other in others), name


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_near_miss_has_all_that_the_finding_looks_at(case: Case) -> None:
    needs = next(rule.needs for rule in CATALOGUE if rule.id == case.id)
    silent = case.silent
    there = conditions(
        Subject(
            silent.capture,
            silent.origin,
            silent.context,
            silent.request,
            silent.response,
            silent.page,
            silent.redirect,
            silent.errors,
            silent.decoded,
        )
    )
    for group in needs.split("+"):
        letters = _INPUTS.intersection(group.split("/"))
        assert not letters or letters & there, f"{case.id} needs {group}"
