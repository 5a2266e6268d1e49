"""Two exchanges side by side: what changed, what explains it, what is expected to differ."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.finding_cases.building import (
    NOON,
    PAGE,
    RETURN,
    STATE,
    alone,
    answer,
    asked,
    facts,
    failed,
    headed,
    located,
    page,
    refused,
    sealed,
    showing,
)
from workbench.inspection.comparison import compare
from workbench.inspection.request_key import request_key
from workbench.inspection.shape import fingerprint
from workbench.model.capture import Timing
from workbench.model.comparison import Comparison, Difference
from workbench.model.exchange import Exchange

_AREAS = (
    *("request", "answer", "form", "inputs", "decoded", "errors", "headers", "tls", "timing"),
)


def _stable(comparison: Comparison) -> list[tuple[str, str, str | None, str | None]]:
    return [(d.area, d.field, d.before, d.after) for d in comparison.stable]


def _at(comparison: Comparison, field: str) -> Difference:
    return next(d for d in comparison.differences if d.field == field)


def test_equal_exchanges_do_not_differ() -> None:
    assert compare(asked(), asked()).differences == ()
    assert compare(alone(PAGE), alone(PAGE)).differences == ()


def test_what_is_new_each_time_is_no_news() -> None:
    state = sealed({"i": "other", "r": RETURN, "s": STATE})
    again = showing(REF="A1" * 30, state=state, resumePath="/as/ZZZZ/resume/as/authorization.ping")
    comparison = compare(showing(state=sealed({"i": STATE, "r": RETURN, "s": STATE})), again)
    assert comparison.stable == ()
    assert [d.field for d in comparison.volatile] == ["REF", "resumePath", "forms[0].state.i"]
    assert fingerprint(again.inspection) == fingerprint(showing().inspection)


def test_another_language_is_shown_next_to_the_parameter_that_explains_it() -> None:
    french = asked(answer(page(lang="fr").replace("Submit Form", "Envoi")), lang="fr")
    comparison = compare(asked(), french)
    assert _stable(comparison) == [
        ("request", "lang", "en", "fr"),
        ("answer", "title", "Submit Form", "Envoi"),
        ("inputs", "lang", "en", "fr"),
    ]
    assert [d.because for d in comparison.stable] == [None, "lang", "lang"]


def test_opaque_values_are_compared_by_what_they_hold() -> None:
    before = showing(state=sealed({"i": "1", "r": RETURN, "s": "aaaaaaaaaaaa"}))
    after = showing(state=sealed({"i": "1", "r": RETURN, "s": "aaaaaaaaaaab"}))
    comparison = compare(before, after)
    assert _stable(comparison) == [("decoded", "forms[0].state.s", "aaaaaaaaaaaa", "aaaaaaaaaaab")]
    assert _at(comparison, "state").nature == "derived"


def test_the_same_content_encoded_anew_is_no_change() -> None:
    value = {"i": "1", "r": RETURN, "s": STATE}
    turned = {"s": STATE, "r": RETURN, "i": "1"}
    comparison = compare(showing(state=sealed(value)), showing(state=sealed(turned)))
    assert [(d.area, d.nature) for d in comparison.differences if d.area != "headers"] == [
        ("inputs", "derived")
    ]


def test_a_state_that_cannot_be_read_any_more_is_news() -> None:
    comparison = compare(asked(), showing(state="k7Qm2vX9tR4bZ8nW1cY6pL"))
    assert _stable(comparison) == [("decoded", "forms[0].state", "base64 > deflate > json", None)]
    assert _at(comparison, "state").nature == "volatile"


def test_the_return_address_and_the_callers_state_are_explained_by_the_request() -> None:
    other = "https://app.example.com/cb"
    after = asked(
        answer(page(state=sealed({"i": STATE, "r": other, "s": "mine"}))),
        redirect_uri=other,
        state="mine",
    )
    comparison = compare(asked(), after)
    assert _at(comparison, "forms[0].state.r").because == "redirect_uri"
    assert _at(comparison, "forms[0].state.s").because == "state"
    assert _at(comparison, "forms[0].state.s").nature == "volatile"


def test_scopes_are_compared_as_a_set() -> None:
    before = showing(scope="ACCOUNT_BASIC TRANSACTIONS STATEMENTS")
    after = showing(scope="STATEMENTS ACCOUNT_BASIC INVESTMENTS")
    assert _stable(compare(before, after)) == [
        ("inputs", "scope", "TRANSACTIONS", None),
        ("inputs", "scope", None, "INVESTMENTS"),
    ]


def test_inputs_that_came_went_or_moved() -> None:
    extra = '<input type="hidden" name="theme" value="x">'
    gone = compare(asked(), showing(without=("reauth",), extra=extra))
    assert _stable(gone) == [("inputs", "reauth", "false", None), ("inputs", "theme", None, "x")]
    moved = page(without=("reauth",), extra='<input type="hidden" name="reauth" value="false">')
    lang = page(without=("lang",), extra='<input type="hidden" name="lang" value="en">')
    assert [field for _, field, _, _ in _stable(compare(asked(), asked(answer(lang))))] == ["order"]
    assert _stable(compare(asked(), asked(answer(moved)))) == []


def test_urls_are_compared_part_by_part_and_queries_by_name() -> None:
    before = asked(located("https://ob.flinksapp.com/a?x=1&state=p"))
    after = asked(located("https://ob.example.com/a?x=2&state=q"))
    comparison = compare(before, after)
    assert _stable(comparison) == [
        ("answer", "target host", "ob.flinksapp.com", "ob.example.com"),
        ("answer", "target ?x", "1", "2"),
    ]
    assert _at(comparison, "target ?state").nature == "volatile"


def test_a_refusal_is_explained_by_the_parameter_it_names() -> None:
    comparison = compare(asked(), asked(refused({"lang": ["not valid"]}), lang="eng"))
    assert _at(comparison, "status").because == "lang"
    assert _at(comparison, "lang").area == "request"
    errors = [d for d in comparison.differences if d.area == "errors"]
    assert [(d.field, d.after, d.because) for d in errors] == [("lang", "not valid", "lang")]


def test_headers_by_class_and_cookies_by_name_without_their_values() -> None:
    before = headed(("Set-Cookie", "PF=S3CRET1; Secure"), ("Date", "x"), ("X-A", "1"))
    after = headed(("Set-Cookie", "PF=S3CRET2; HttpOnly"), ("Date", "y"), ("x-a", "1"))
    comparison = compare(before, after)
    assert _stable(comparison) == [("headers", "cookie PF", "secure", "httponly")]
    assert [d.field for d in comparison.volatile] == ["date"]
    assert "S3CRET" not in str(comparison)
    nonces = compare(
        headed(("Content-Security-Policy", "script-src 'nonce-a'")),
        headed(("Content-Security-Policy", "script-src 'nonce-b'")),
    )
    assert nonces.stable == ()


def test_keys_are_never_shown() -> None:
    accept = ("Accept", "text/plain")
    before = asked(headers=(accept, ("flinks-auth-key", "Bearer S3CRET1")))
    after = asked(headers=(accept, ("flinks-auth-key", "Bearer S3CRET2")))
    comparison = compare(before, after)
    assert len(comparison.differences) == 1
    assert "S3CRET" not in str(comparison)
    assert compare(before, before).differences == ()


def test_connections_and_times() -> None:
    before = asked(tls=facts(), timing=Timing(total=100.0))
    after = asked(tls=facts(version="TLSv1.2", issuer="CN=Other"), timing=Timing(total=250.0))
    comparison = compare(before, after)
    assert _stable(comparison) == [
        ("tls", "version", "TLSv1.3", "TLSv1.2"),
        ("tls", "issuer", "CN=Example CA", "CN=Other"),
    ]
    assert _at(comparison, "total").after == "250.0 ms (2.5 times)"


def test_live_against_simulated_and_against_a_failed_call() -> None:
    comparison = compare(asked(), asked(origin="simulator"))
    assert (comparison.before_origin, comparison.after_origin) == ("live", "simulator")
    broken = compare(asked(), failed("timeout", "deadline"))
    assert _at(broken, "failure").after == "timeout (deadline)"


def test_differences_come_request_first_and_timing_last() -> None:
    after = asked(
        answer(page(lang="fr", action="https://b.example.com/x"), 303),
        lang="fr",
        timing=Timing(total=9),
    )
    areas = [d.area for d in compare(asked(timing=Timing(total=1)), after).differences]
    assert areas == sorted(areas, key=_AREAS.index)


def test_the_same_request_has_one_key() -> None:
    key = request_key(asked().request)
    assert key == request_key(asked(state="other", tag="TCK-1", headers=()).request)
    assert request_key(asked(lang=None).request) == request_key(asked(lang="").request)
    others = [
        asked(lang="fr"),
        asked(institution_id="43"),
        asked(redirect_uri="https://a.example.com/"),
        asked(recipientId="dc-1"),
        asked(method="POST"),
        asked(host="other-api.private.fin.ag"),
        asked(scheme="http"),
    ]
    assert len({key, *(request_key(one.request) for one in others)}) == len(others) + 1


def test_the_shape_follows_what_is_stable() -> None:
    shape = fingerprint(asked().inspection)
    assert len(shape) == 8
    int(shape, 16)
    same = [
        asked(started_at=datetime(2020, 1, 1, tzinfo=UTC), timing=Timing(total=5)),
        headed(("Date", "Wed, 25 Nov 2026 10:00:00 GMT"), ("CF-RAY", "1")),
        showing(scope=" ".join(reversed(asked().form["scope"].split()))),
        asked(state="x" * 40),
    ]
    assert {fingerprint(one.inspection) for one in same} == {shape}
    other = [
        showing(provider_id="4004"),
        showing(without=("reauth",)),
        showing(action="https://b.example.com/x"),
        showing(scope="ACCOUNT_BASIC"),
        showing(state=sealed({"id": "1", "r": "2", "s": "3"})),
        headed(without=("Strict-Transport-Security",)),
        asked(located("https://ob.flinksapp.com/x")),
        asked(refused({"lang": ["x"]})),
        failed("timeout", "deadline"),
    ]
    shapes = {fingerprint(one.inspection) for one in other}
    assert len(shapes | {shape}) == len(other) + 1


_received = st.one_of(st.binary(max_size=200), st.sampled_from([b"", PAGE.encode(), answer()]))


def _exchange(received: bytes, text: str) -> Exchange:
    return asked(received, state=text, started_at=NOON)


@given(_received, _received, st.text(max_size=10), st.text(max_size=10))
@settings(max_examples=60, deadline=None)
def test_any_two_exchanges_can_be_compared(one: bytes, other: bytes, a: str, b: str) -> None:
    before, after = _exchange(one, a), _exchange(other, b)
    forth, back = compare(before, after), compare(after, before)
    assert compare(before, before).differences == ()
    assert len(forth.stable) == len(back.stable)
    assert len(fingerprint(before.inspection)) == 8
