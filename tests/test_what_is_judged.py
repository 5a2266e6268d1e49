"""What a person is told about an exchange: exact lists, their order, what is kept back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.finding_cases.building import (
    GOOD,
    HOST,
    NOON,
    PAGE,
    RETURN,
    STATE,
    alone,
    answer,
    asked,
    failed,
    located,
    page,
    pasted,
    query,
    refused,
    sealed,
    showing,
)
from workbench.inspection.findings import CATALOGUE
from workbench.inspection.scopes import CLUSTERS, meaning
from workbench.model.capture import Timing
from workbench.model.exchange import Exchange
from workbench.model.finding import SEVERITIES
from workbench.shipped import sample_responses
from workbench.simulator import answer as simulated_answer

_OF_THE_PAGE = [
    "page.pkce-absent",
    "scope.all-requested",
    "state.decodes",
    "state.id-equals-caller-state",
    "state.readable",
]


def _ids(exchange: Exchange) -> list[str]:
    return [found.id for found in exchange.findings]


def _with(exchange: Exchange, severity: str) -> list[str]:
    return [found.id for found in exchange.findings if found.severity == severity]


def test_the_documented_page_alone_gives_exactly_five_infos() -> None:
    exchange = alone(PAGE)
    assert _ids(exchange) == _OF_THE_PAGE
    assert {found.severity for found in exchange.findings} == {"info"}


def test_under_a_well_kept_head_it_is_also_told_how_it_leads_on() -> None:
    assert _ids(alone(answer())) == ["redirect.form-instead-of-location", *_OF_THE_PAGE]
    assert _ids(asked()) == [
        "response.accept-ignored",
        "redirect.form-instead-of-location",
        "redirect.environment-mix",
        *_OF_THE_PAGE,
    ]


def test_under_a_bare_head_the_missing_headers_are_named() -> None:
    bare = alone((sample_responses() / "302-form-bare-head.http").read_bytes())
    told = [name for name in _ids(bare) if name.startswith("response.")]
    assert told == [
        "response.cacheable-secrets",
        "response.frameable",
        "response.hsts-missing",
        "response.charset-missing",
        "response.date-missing",
    ]


def test_the_documented_400_says_that_lang_was_refused() -> None:
    exchange = alone((sample_responses() / "400-lang.http").read_bytes())
    assert _ids(exchange) == ["error.lang"]
    assert "ISO-639-1" in exchange.findings[0].detail


def test_the_cause_of_a_refused_lang_comes_before_the_refusal() -> None:
    body = {"lang": ["The field Lang must be a valid ISO-639-1 two letter code."]}
    exchange = asked(refused(body), lang="fr-CA")
    assert _with(exchange, "error") == ["request.lang-invalid", "error.lang"]
    assert '"fr-CA"' in exchange.findings[1].detail


def test_findings_come_worst_first_and_then_in_the_order_of_the_catalogue() -> None:
    exchange = asked(answer(page(without=("REF",)), length=len(PAGE) + 9), lang="eng", state="1")
    order = {rule.id: place for place, rule in enumerate(CATALOGUE)}
    places = [(SEVERITIES.index(f.severity), order[f.id]) for f in exchange.findings]
    assert places == sorted(places)
    assert _with(exchange, "error")[:2] == ["request.lang-invalid", "response.truncated"]


def test_a_page_alone_is_not_blamed_for_a_request_that_is_not_known() -> None:
    for exchange in (alone(PAGE), alone(answer()), alone(located("https://b.example.com/"))):
        assert not [name for name in _ids(exchange) if name.startswith("request.")]


def test_a_pasted_callback_is_judged_as_one() -> None:
    refusal = pasted("https://app.example.com/cb?error=access_denied&state=1")
    assert _ids(refusal) == ["callback.error", "location.iss-missing"]
    assert "said no" in refusal.findings[0].detail
    assert _ids(pasted("https://app.example.com/cb?loginId=5e137f53&state=1")) == [
        "callback.login-id"
    ]
    assert _ids(pasted("https://app.example.com/cb?state=1")) == ["callback.no-answer"]


def test_a_pasted_authorize_url_is_judged_as_a_request() -> None:
    url = f"https://{HOST}/v3/oauth/authorize?institution_id=42&state={STATE}&redirect_uri=/cb"
    assert _ids(pasted(url)) == ["request.redirect-uri-not-absolute"]


def test_one_cause_is_told_once() -> None:
    assert "request.state-missing" not in _ids(asked(state=None, State="x" * 40))
    assert "request.parameter-unknown" not in _ids(asked(recipient_id="dc-1"))
    assert "response.status-undocumented" not in _ids(asked(refused({}, 404)))
    assert "response.unauthorized" not in _ids(asked(refused({"FlinksCode": "X"}, 429)))
    sent = asked(
        answer(page(state=sealed({"i": "1", "r": "http://a.b.c/", "s": STATE}))),
        redirect_uri="http://a.b.c/",
    )
    assert _with(sent, "error") == ["request.redirect-uri-http"]


def test_a_simulated_answer_says_nothing_of_hosts_and_tls() -> None:
    simulated = asked(scheme="http", host="10.1.2.3:8000", origin="simulator")
    live = asked(scheme="http", host="10.1.2.3:8000")
    gone = set(_ids(live)) - set(_ids(simulated))
    assert gone == {
        "request.scheme-not-https",
        "request.host-unusual",
        "page.redirect-uri-not-flinks",
        "response.hsts-missing",
    }
    assert not [name for name in _ids(simulated) if name.startswith(("tls.", "redirect.target"))]


def test_the_exchanges_own_time_is_used_and_never_the_readers() -> None:
    later = replace(asked().capture, started_at=datetime(1999, 1, 1, tzinfo=UTC))
    assert "tls.certificate-expiring" not in _ids(Exchange(later, asked().read))
    without_time = alone(answer(without=("Date",)))
    assert "response.clock-skew" not in _ids(without_time)


def test_secrets_are_not_printed() -> None:
    exchanges = [
        asked(api_key="S3CRETS3CRET"),
        asked(headers=(("Accept", "text/plain"), ("flinks-auth-key", "Bearer S3CRETS3CRET"))),
        asked(redirect_uri="https://me:S3CRETS3CRET@a.example.com/cb#x"),
        showing(extra='<input type="hidden" name="access_token" value="S3CRETS3CRET">'),
        pasted("https://app.example.com/cb?loginId=S3CRETS3CRET&state=1"),
        asked(located("https://app.example.com/cb#access_token=S3CRETS3CRET")),
        asked(answer(add=(("Set-Cookie", "PF=S3CRETS3CRET"),))),
    ]
    for exchange in exchanges:
        assert exchange.findings
        for found in exchange.findings:
            assert "S3CRETS3CRET" not in f"{found.title} {found.detail} {found.evidence}"


def test_a_failed_call_says_which_phase_and_what_to_do() -> None:
    exchange = failed("timeout", "deadline", "wait")
    first = exchange.findings[0]
    assert (first.id, first.actor, first.evidence) == ("failure.timeout", "network", "failure")
    assert first.detail == (
        "It failed. The phase named above was waited for: check the network, then ask whether "
        "the service is slow."
    )


def test_a_clock_that_is_off_is_told_with_its_distance() -> None:
    exchange = asked(started_at=NOON - timedelta(seconds=400), timing=Timing(total=0))
    found = next(f for f in exchange.findings if f.id == "response.clock-skew")
    assert (found.severity, "ahead of" in found.detail) == ("error", True)


def test_the_old_site_after_login_is_explained() -> None:
    old = page(state=sealed({"i": "1", "r": "https://old.example.com/cb", "s": STATE}))
    exchange = asked(
        answer(old), raw_query=f"state={STATE}&redirect_uri=https://a.example.com/cb?x=1&step=2"
    )
    assert _with(exchange, "error") == ["state.return-differs"]
    assert "request.redirect-uri-spilled" in _with(exchange, "warning")
    found = exchange.findings[0]
    assert found.evidence == "decoded[0].value.r"
    assert "https://old.example.com/cb" in found.detail


def test_a_state_whose_plus_became_a_space_is_explained() -> None:
    body = page(state=sealed({"i": "1", "r": RETURN, "s": "a b/CdE1fGh2"}))
    exchange = asked(answer(body), raw_query=f"state=a+b/CdE1fGh2&redirect_uri={RETURN}")
    assert _with(exchange, "error") == ["state.caller-state-differs"]
    assert "A + became a space" in exchange.findings[0].detail
    assert "request.plus-in-value" in _with(exchange, "warning")


def test_a_healthy_simulated_answer_has_nothing_wrong() -> None:
    raw = simulated_answer(f"/v3/oauth/authorize?{query()}")
    exchange = asked(raw, scheme="http", host="127.0.0.1:8000", origin="simulator", started_at=None)
    assert {found.severity for found in exchange.findings} == {"info"}
    assert {"state.decodes", "redirect.form-instead-of-location"} <= set(_ids(exchange))


def test_a_rule_that_fires_everywhere_is_told_a_few_times() -> None:
    exchange = asked(raw_query="&".join(f"p{n}=1&p{n}=2" for n in range(500)))
    assert _ids(exchange).count("request.duplicate-parameter") == 20


def test_evidence_points_at_the_header_by_its_place() -> None:
    found = next(f for f in asked().findings if f.id == "response.accept-ignored")
    assert found.evidence == "response.headers[1]"


def test_scopes_are_told_in_words_and_unknown_ones_as_unknown() -> None:
    assert all(meaning(token) for token in CLUSTERS)
    assert len(CLUSTERS) == 8
    assert meaning("TAX_FORMS") is None
    assert meaning("account_basic") is None


_texts = st.text(max_size=60)
_bits = st.sampled_from(
    [
        *("https://", "http://", "a.example.com", "/", "?", "#", "%", "%3A", "+", "@", ":", "\\"),
        *("[", "]", "*", "xn--", "é", "\x00", "\n", " ", "state=", "error=", "&", "=", "code"),
    ]
)
_urls = st.lists(_bits, max_size=12).map("".join)


@given(st.dictionaries(st.sampled_from([*GOOD, "tag", "recipientId", "x"]), _texts | _urls))
@settings(max_examples=80, deadline=None)
def test_any_parameters_are_judged_without_an_error(changes: dict[str, str]) -> None:
    raw = "&".join(f"{name}={value}" for name, value in changes.items())
    safe = raw.replace(" ", "%20").replace("\r", "").replace("\n", "").replace("\x00", "")
    assert isinstance(asked(raw_query=safe).findings, tuple)


@pytest.mark.parametrize("written", ["3", " 3 ", "3\x1f", "\x1f3", "٣", "9" * 30, "soon", "", "-1"])
def test_any_time_to_wait_is_told(written: str) -> None:
    exchange = asked(refused({}, 429, add=(("Retry-After", written),)))
    told = next(one.detail for one in exchange.findings if one.id == "response.rate-limited")
    assert told.startswith("Retry")
    assert ("Retry after 3 seconds." in told) == (written.strip() == "3")


@given(_urls, st.sampled_from([200, 301, 302, 307, 400, 429, 503]))
@settings(max_examples=80, deadline=None)
def test_any_location_is_judged_without_an_error(url: str, status: int) -> None:
    for exchange in (asked(located(url.replace("\n", ""), status)), pasted(url)):
        assert isinstance(exchange.findings, tuple)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                [
                    "Content-Security-Policy",
                    "Set-Cookie",
                    "Cache-Control",
                    "Date",
                    "Retry-After",
                    "Location",
                    "Strict-Transport-Security",
                    "Content-Type",
                    "X-Frame-Options",
                    "Referrer-Policy",
                    "Accept",
                ]
            ),
            st.text(alphabet=st.characters(exclude_characters="\r\n", codec="utf-8"), max_size=40),
        ),
        max_size=6,
    )
)
@settings(max_examples=80, deadline=None)
def test_any_header_is_judged_without_an_error(headers: list[tuple[str, str]]) -> None:
    exchange = asked(answer(add=tuple(headers)))
    assert isinstance(exchange.findings, tuple)


@given(st.binary(max_size=400))
@settings(max_examples=80, deadline=None)
def test_any_bytes_are_judged_without_an_error(received: bytes) -> None:
    for exchange in (asked(received), alone(received), asked(answer(received))):
        assert isinstance(exchange.findings, tuple)
