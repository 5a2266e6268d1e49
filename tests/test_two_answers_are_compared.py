"""Two exchanges side by side: what changed, what explains it, what is expected to differ."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import astuple, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from urllib.parse import quote

import pytest
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
from workbench.inspection.comparing.brief import in_brief
from workbench.inspection.comparing.text import text_diff
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


def _told(comparison: Comparison) -> str:
    """Everything that a view could show of it."""
    return "\n".join(
        (repr(comparison), str(list(map(astuple, comparison.differences))), str(comparison.remarks))
    )


def _remarks(comparison: Comparison) -> list[tuple[str, str]]:
    return [(remark.kind, remark.text) for remark in comparison.remarks]


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
    assert {d.nature for d in comparison.differences} == {"derived"}
    assert ("re-encoded", "base64 > deflate > json: re-encoded, same content") in _remarks(
        comparison
    )


def test_the_documented_state_compares_leaf_by_leaf_when_one_character_of_s_changes() -> None:
    written = alone(PAGE).form["state"]
    value = next(one.value for one in alone(PAGE).decoded if one.path == "forms[0].state")
    assert isinstance(value, dict)
    changed = sealed({**value, "s": f"{value['s']}"[:-1] + "0"})
    assert sum(a != b for a, b in zip(written, changed, strict=False)) > len(written) // 2
    comparison = compare(alone(PAGE), alone(page(state=changed)))
    assert _stable(comparison) == [
        ("decoded", "forms[0].state.s", value["s"], f"{value['s']}"[:-1] + "0")
    ]
    assert ("decoded", "base64 > deflate > json; i, r equal") in _remarks(comparison)


def test_a_state_that_cannot_be_read_any_more_is_news_and_stands_there_raw() -> None:
    opaque = "k7Qm2vX9tR4bZ8nW1cY6pL"
    comparison = compare(asked(), showing(state=opaque))
    assert _stable(comparison) == [("decoded", "forms[0].state", asked().form["state"], opaque)]
    assert _at(comparison, "forms[0].state").note == (
        "base64 > deflate > json before, cannot be read after"
    )
    assert _at(comparison, "state").nature == "derived"


def test_both_alphabets_of_base64_are_one_encoding() -> None:
    plain = {"i": "1", "r": RETURN, "s": "aaaa"}
    turned = {"i": "2", "r": RETURN, "s": "aaaa"}
    before = showing(state=sealed(plain))
    after = showing(state=sealed(turned).replace("+", "-").replace("/", "_").rstrip("="))
    assert compare(before, after).stable == ()
    assert fingerprint(before.inspection) == fingerprint(after.inspection)


def test_a_location_s_opaque_state_is_compared_by_what_it_holds() -> None:
    def leading(state: str) -> Exchange:
        return asked(
            located(f"https://bank.example.com/a?client_id=x&state={quote(state, safe='')}")
        )

    one = leading(sealed({"i": "1", "r": RETURN, "s": "aaaa"}))
    other = leading(sealed({"i": "2", "r": RETURN, "s": "aaab"}))
    comparison = compare(one, other)
    assert _stable(comparison) == [("decoded", "target ?state.s", "aaaa", "aaab")]
    assert _at(comparison, "target ?state").nature == "derived"


def test_the_return_address_and_the_callers_state_are_explained_by_the_request() -> None:
    other = "https://app.example.com/cb"
    after = asked(
        answer(page(state=sealed({"i": STATE, "r": other, "s": "mine"}))),
        redirect_uri=other,
        state="mine",
    )
    comparison = compare(asked(), after)
    assert _at(comparison, "forms[0].state.r host").because == "redirect_uri"
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
    assert [d.field for d in comparison.volatile] == ["date", "cookie PF value"]
    assert "S3CRET" not in _told(comparison)
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
    assert [(d.before, d.after) for d in comparison.differences] == [
        ("(kept back)", "(kept back, another)")
    ]
    assert "S3CRET" not in _told(comparison)
    assert compare(before, before).differences == ()


def test_connections_and_times() -> None:
    before = asked(tls=facts(), timing=Timing(total=100.0))
    after = asked(tls=facts(version="TLSv1.2", issuer="CN=Other"), timing=Timing(total=250.0))
    comparison = compare(before, after)
    assert _stable(comparison) == [
        ("tls", "version", "TLSv1.3", "TLSv1.2"),
        ("tls", "issuer", "CN=Example CA", "CN=Other"),
    ]
    assert _at(comparison, "total").after == "250.0 ms"
    assert _at(comparison, "total").note == "2.5 times"
    serial = replace(facts(), chain=(replace(facts().chain[0], serial="2"),))
    renewed = compare(asked(tls=facts()), asked(tls=serial))
    assert [(d.field, d.nature) for d in renewed.differences] == [("serial", "volatile")]


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
        headed(("Date", "Wed, 25 Nov 2026 10:00:00 GMT"), ("Age", "4")),
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
        headed(("CF-RAY", "1")),
        headed(("Set-Cookie", "PF=1")),
        headed(("Set-Cookie", "PF=1; Secure")),
        asked(located("https://ob.flinksapp.com/x")),
        asked(refused({"lang": ["x"]})),
        failed("timeout", "deadline"),
    ]
    shapes = {fingerprint(one.inspection) for one in other}
    assert len(shapes | {shape}) == len(other) + 1


def _answer(
    at: datetime = NOON, *, cookie: str = "v", nonce: str = "n", ray: str = "r", **values: Any
) -> Exchange:
    """An answer all of whose one-time values can be chosen."""
    head = (
        ("Content-Security-Policy", f"script-src 'nonce-{nonce}'; frame-ancestors 'none'"),
        ("CF-RAY", ray),
        ("traceparent", f"00-{ray}-01"),
        ("Date", f"{at:%a, %d %b %Y %H:%M:%S} GMT"),
        ("Set-Cookie", f"PF={cookie}; Path=/; Secure; HttpOnly"),
    )
    theme = values.pop("theme", "light")
    extra = f'<input type="hidden" name="theme" value="{theme}">'
    return asked(answer(page(extra=extra, **values), add=head), started_at=at)


def test_one_time_values_that_are_equal_are_the_news() -> None:
    one = _answer(cookie="a" * 20)
    later = _answer(NOON + timedelta(hours=1), cookie="a" * 20)
    comparison = compare(one, later)
    assert comparison.stable == ()
    assert [remark.text for remark in comparison.repeated] == [
        f"{field} is the same in both: it should differ"
        for field in (
            *("state", "REF", "state", "resumePath"),
            *("nonce of content-security-policy", "cf-ray", "traceparent", "cookie PF"),
        )
    ]
    fresh = _answer(
        NOON + timedelta(hours=1), cookie="b" * 20, nonce="m", ray="s", REF="A1" * 30,
        state=sealed({"i": "other", "r": RETURN, "s": STATE}),
        resumePath="/as/ZZZZ/resume/as/authorization.ping",
    )  # fmt: skip
    assert [remark.field for remark in compare(one, fresh).repeated] == ["state"]
    assert compare(one, one).repeated == ()
    same_id = _answer(state=sealed({"i": "1", "r": RETURN, "s": "a"}))
    other_s = _answer(state=sealed({"i": "1", "r": RETURN, "s": "b"}))
    assert "state.i" in [remark.field for remark in compare(same_id, other_s).repeated]


def test_an_exchange_beside_itself_repeats_nothing() -> None:
    kept = replace(_answer(), id=1, uuid="9b1c42d0-0000-4000-8000-000000000000")
    assert compare(kept, replace(kept, note="seen")).remarks == ()


def test_an_input_that_nobody_knows_is_stable_until_the_history_says_otherwise() -> None:
    one, other = _answer(theme="a"), _answer(theme="b")
    assert _stable(compare(one, other)) == [("inputs", "theme", "a", "b")]
    learned = compare(one, other, volatile_inputs={"theme"})
    assert learned.stable == ()
    assert _at(learned, "theme").note == "new in each of the last exchanges of this request"
    again = compare(one, _answer(NOON + timedelta(hours=1), theme="a"), volatile_inputs={"theme"})
    assert "theme" in [remark.field for remark in again.repeated]
    provider = compare(_answer(), _answer(provider_id="9"), volatile_inputs={"provider_id"})
    assert [d.field for d in provider.stable] == ["provider_id"]


def test_what_kind_of_difference_it_is_is_said() -> None:
    def note(before: str, after: str) -> str:
        return _at(compare(_answer(theme=before), _answer(theme=after)), "theme").note

    uuids = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed", "9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d"
    assert note(*uuids) == "both UUID version 4, differ"
    assert note(uuids[0], "018f3c9e-0000-7000-8000-000000000000") == "both UUID, differ"
    assert note("613D" * 8, "FFAA" * 8) == "both hex, differ"
    assert note("2026-11-24T10:00:00Z", "2026-11-27T11:00:00Z") == "3 days later"
    assert note("2026-11-24T10:00:00Z", "2026-11-24T09:15:00Z") == "45 minutes earlier"
    assert note("blue", "4003") == ""
    assert note("x" * 500 + "a", "x" * 500 + "b") == "differ at character 501 of 501 and 501"
    dates = compare(_answer(), _answer(NOON + timedelta(seconds=1)))
    assert (_at(dates, "date").nature, _at(dates, "date").note) == ("volatile", "1 second later")
    ages = compare(headed(("Age", "10")), headed(("Age", "40")))
    assert _at(ages, "age").note == "4 times"
    counts = [showing(state=sealed({"i": "1", "n": n})) for n in (4, 10)]
    assert _at(compare(*counts), "forms[0].state.n").note == "2.5 times"


def test_cookies_by_attributes_and_names_without_their_random_ends() -> None:
    def setting(line: str) -> Exchange:
        return headed(("Set-Cookie", line))

    comparison = compare(
        setting(".App.Correlation.x7Qm2vX9tR4bZ8nW1cY6pL=N; Path=/; Max-Age=900; Expires=x"),
        setting(".App.Correlation.AAAAAAAAAAAAAAAAAAAA=N; path=/; max-age=900; expires=y"),
    )
    assert comparison.stable == ()
    changed = compare(setting("PF=a; Path=/A; SameSite=None"), setting("PF=a; Path=/a"))
    assert _stable(changed) == [("headers", "cookie PF", "path=/A; samesite=none", "path=/a")]
    assert [d.field for d in compare(setting("PF=a"), headed()).stable] == ["cookie PF"]


def test_header_names_are_stable_where_they_do_not_come_and_go_by_themselves() -> None:
    assert [d.nature for d in compare(headed(), headed(("CF-RAY", "1"))).differences] == ["stable"]
    assert compare(headed(), headed(("Age", "1"))).stable == ()
    assert (
        compare(headed(("X-Acme-Request-Id", "1")), headed(("X-Acme-Request-Id", "2"))).stable == ()
    )


def test_ids_in_words_for_people_are_no_news() -> None:
    def titled(title: str) -> Exchange:
        return asked(answer(f"<title>{title}</title><h1>{title}</h1>", 403))

    one, other = titled("Blocked, Ray 8f2b1c90aa"), titled("Blocked, Ray 77aa01d2ff")
    assert compare(one, other).stable == ()
    assert fingerprint(one.inspection) == fingerprint(other.inspection)
    assert compare(one, titled("Blocked, code 1020")).stable != ()


def test_forms_are_paired_by_action_and_their_order_is_seen() -> None:
    form = '<form action="https://{}.example.com/" method="post"><input name="x" value="{}"></form>'
    before = asked(answer(form.format("a", 1) + form.format("b", 2)))
    swapped = asked(answer(form.format("b", 2) + form.format("a", 1)))
    assert _stable(compare(before, swapped)) == [
        ("form", "order of the forms", "forms[0], forms[1]", "forms[1], forms[0]")
    ]
    third = asked(answer(form.format("b", 2) + form.format("a", 3) + form.format("c", 4)))
    fields = [(d.field, d.before, d.after) for d in compare(before, third).stable]
    assert ("forms[1].x", "1", "3") in fields
    assert ("forms[2]", None, "https://c.example.com/") in fields


def test_opaque_inputs_of_paired_forms_are_compared_wherever_they_stand() -> None:
    form = '<form action="https://{}.example.com/"><input name="state" value="{}"></form>'
    one, other = (sealed({"i": "1", "s": end}) for end in ("aaaa", "aaab"))
    before = asked(answer(form.format("a", one)))
    after = asked(answer(form.format("b", "x") + form.format("a", other)))
    assert ("decoded", "forms[1].state.s", "aaaa", "aaab") in _stable(compare(before, after))


def test_an_address_that_is_written_in_another_way_is_no_news() -> None:
    before = asked(located("https://a.example.com/x?lang=%65n"))
    after = asked(located("https://a.example.com/x?lang=en"))
    assert [(d.field, d.nature) for d in compare(before, after).differences] == [
        ("target", "derived")
    ]
    secret = compare(
        asked(located("https://u:S3CRET@a.example.com/")), asked(located("https://a.example.com/"))
    )
    assert [d.field for d in secret.stable] == ["target user"]
    assert "S3CRET" not in _told(secret)


def test_what_follows_from_a_parameter_stands_beside_it() -> None:
    french = asked(answer(page(lang="fr").replace("Submit Form", "Envoi")), lang="fr")
    arranged = compare(asked(), french).arranged()
    assert [(d.field, [f.field for f in following]) for d, following in arranged] == [
        ("lang", ["title", "lang"])
    ]
    # A parameter that is new each time is shown where it explains something that is not.
    told = compare(asked(), asked(refused({"state": ["bad"]}), state="no good")).arranged()
    assert told[0][0].field == "state"
    assert [d.field for d in told[0][1]][:2] == ["status", "leads on by"]
    every = compare(asked(), asked(state="other")).arranged(every=True)
    assert [(d.area, d.field) for d, _ in every] == [("request", "state")]


def test_a_comparison_in_brief() -> None:
    assert in_brief(compare(asked(), asked())) == ()
    new: dict[str, Any] = {"REF": "A1" * 30, "state": sealed({"i": "n", "r": RETURN, "s": STATE})}
    new["resumePath"] = "/as/ZZZZ/resume/as/authorization.ping"
    gone = compare(asked(), showing(provider_id="4010", without=("reauth",), **new))
    assert in_brief(gone) == ("provider_id 4003 -> 4010", "1 input gone (reauth)")
    scopes = compare(showing(scope="A B"), showing(scope="B C", **new))
    assert in_brief(scopes) == ("scope -A", "scope +C")
    extra = '<input type="hidden" name="theme" value="S3CRET{}">'
    hidden = compare(showing(extra=extra.format(1)), showing(extra=extra.format(2), **new))
    assert in_brief(hidden) == ("theme changed",)
    french = asked(answer(page(lang="fr", **new)), lang="fr")
    assert in_brief(compare(asked(), french)) == ("asked with lang en -> fr",)
    many = compare(asked(), asked(refused({"lang": ["x"]})))
    assert in_brief(many)[0] == "status 302 -> 400"
    assert in_brief(many)[-1].endswith(" more")
    assert in_brief(compare(_answer(), _answer(NOON + timedelta(hours=1)))) == (
        "the same though new each time: REF, state, resumePath and 3 more",
    )


_opaque = st.text("0123456789abcdef", min_size=20, max_size=24)
_fresh = st.fixed_dictionaries(
    {
        "at": st.integers(0, 10**6).map(lambda n: NOON + timedelta(seconds=n)),
        "cookie": _opaque,
        "nonce": _opaque,
        "ray": _opaque,
        "theme": _opaque,
        "REF": _opaque,
        "state": st.text(min_size=1, max_size=9).map(
            lambda i: sealed({"i": i, "r": RETURN, "s": STATE})
        ),
        "resumePath": st.text("abcXYZ019_-", min_size=1, max_size=9).map(
            lambda flow: f"/as/{flow}/resume/as/authorization.ping"
        ),
    }
)
_STABLE_CHANGES: dict[str, Callable[[str], str]] = {
    "status": lambda text: text.replace("HTTP/1.1 302", "HTTP/1.1 200"),
    "action": lambda text: text.replace("agentless", "other"),
    "method": lambda text: text.replace('method="post"', 'method="get"'),
    "lang": lambda text: text.replace('name="lang" value="en"', 'name="lang" value="fr"'),
    "provider": lambda text: text.replace('value="4003"', 'value="4010"'),
    "scope": lambda text: text.replace("TRANSACTIONS", "STATEMENTS_ONLY"),
    "input gone": lambda text: text.replace('name="reauth"', ""),
    "input renamed": lambda text: text.replace('name="theme"', 'name="themes"'),
    "title": lambda text: text.replace("Submit Form", "Please wait"),
    "policy": lambda text: text.replace("frame-ancestors 'none'", "frame-ancestors *"),
    "transport": lambda text: text.replace("Strict-Transport-Security", "X-Nothing"),
    "type": lambda text: text.replace("text/html; charset=utf-8", "text/html"),
    "cookie": lambda text: text.replace("; HttpOnly", ""),
    "header": lambda text: text.replace("CF-RAY", "X-Ray"),
    "resume": lambda text: text.replace("authorization.ping", "authorization.oidc"),
    "waits": lambda text: text.replace("onload=", "data-x="),
}


def _read_again(one: Exchange, received: str) -> Exchange:
    return replace(one, capture=replace(one.capture, received=received.encode()))


@given(_fresh, _fresh)
@settings(max_examples=60, deadline=None)
def test_the_shape_holds_nothing_volatile(one: dict[str, Any], other: dict[str, Any]) -> None:
    before, after = _answer(**one), _answer(**other)
    assert fingerprint(before.inspection) == fingerprint(after.inspection)
    learned = compare(before, after, volatile_inputs={"theme"})
    assert learned.stable == ()


@pytest.mark.parametrize("name", _STABLE_CHANGES)
@given(one=_fresh, other=_fresh)
@settings(max_examples=6, deadline=None)
def test_the_shape_holds_all_that_is_stable(
    name: str, one: dict[str, Any], other: dict[str, Any]
) -> None:
    before, after = _answer(**one), _answer(**other)
    written = after.raw.decode()
    changed = _STABLE_CHANGES[name](written)
    assert changed != written
    after = _read_again(after, changed)
    assert fingerprint(before.inspection) != fingerprint(after.inspection)
    assert compare(before, after, volatile_inputs={"theme"}).stable


@given(
    st.lists(st.text("ab \r\n\ufeffé", max_size=6), max_size=12),
    st.lists(st.text("ab \r\n", max_size=6), max_size=12),
)
@settings(max_examples=150, deadline=None)
def test_a_text_diff_turns_one_text_into_the_other(one: list[str], other: list[str]) -> None:
    before, after = "\n".join(one), "\n".join(other)
    diff = text_diff(before, after)
    assert diff.cut == ()
    assert _patched(_plain_lines(before), diff.lines) == _plain_lines(after)


def _plain_lines(text: str) -> list[str]:
    lines = re.split("\r\n|\r|\n", text.removeprefix("\ufeff"))
    return lines[:-1] if lines[-1] == "" else lines


def _patched(lines: list[str], diff: tuple[str, ...]) -> list[str]:
    """What `patch` makes of it: each hunk says where it begins."""
    result, at = [], 0
    for line in diff:
        heading = re.fullmatch(r"@@ -(\d+),(\d+) \+(\d+),(\d+) @@", line)
        if heading:
            start = int(heading[1]) - bool(int(heading[2]))
            result += lines[at:start]
            at = start
        elif line[0] == "+":
            result.append(line[1:])
        else:
            assert lines[at] == line[1:]
            result += [line[1:]] if line[0] == " " else []
            at += 1
    return result + lines[at:]


def test_a_text_diff_is_bounded_and_says_what_was_cut() -> None:
    random = Random(1)
    hostile = ["\n".join(random.choice("ab") for _ in range(30_000)) for _ in range(2)]
    started = time.perf_counter()
    diff = text_diff(*hostile)
    assert time.perf_counter() - started < 5
    assert [words.partition(":")[0] for words in diff.cut] == [
        "the first has 30,000 lines",
        "the second has 30,000 lines",
        "more than 400 lines differ",
    ]
    long = text_diff("x" * 10_000 + "a", "x" * 10_000 + "b")
    assert len(long.lines) == 3
    assert max(map(len, long.lines)) < 3_000
    assert long.cut
    assert text_diff("a\r\nb\r\n", "a\nb") == ((), ())


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
