"""The Summary says whose answer it is, what came, where it leads, what is wrong, on one screen."""

from __future__ import annotations

from datetime import UTC, datetime
from textwrap import wrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.inspection.environment import environment
from workbench.inspection.reading import read
from workbench.inspection.summary import summary_lines
from workbench.inspection.visible import visible
from workbench.model.capture import Capture, Failure, Timing
from workbench.model.exchange import Context, Exchange, Origin
from workbench.shipped import sample_responses

HOST = "toolbox-api.private.fin.ag"
UNSET = Context()
QUERY = "institution_id=42&state=76602c14-ed42-4d73-ad4f-2d3a0c41cf4f&lang=en"


def exchange(
    received: bytes,
    *,
    base: str = f"https://{HOST}",
    query: str = QUERY,
    failure: Failure | None = None,
    origin: Origin = "live",
    context: Context = UNSET,
) -> Exchange:
    host = base.partition("://")[2]
    capture = Capture(
        url=f"{base}/v3/oauth/authorize?{query}",
        sent=(
            f"GET /v3/oauth/authorize?{query} HTTP/1.1\r\nHost: {host}\r\n"
            "Accept: text/plain\r\n\r\n"
        ).encode(),
        received=received,
        started_at=datetime(2026, 11, 24, 10, 0, 0, 123456, tzinfo=UTC),
        timing=Timing(dns=0.1, connect=0.25, first_byte=31.0, total=1234.5),
        failure=failure,
    )
    return Exchange(capture, read, origin=origin, context=context)


def sample(name: str) -> bytes:
    return (sample_responses() / name).read_bytes()


def said(subject: Exchange) -> dict[str, str]:
    return {line.label: line.value for line in summary_lines(subject)}


def test_the_documented_answer_fits_on_one_screen() -> None:
    lines = said(exchange(sample("302-form.http")))
    assert list(lines) == [
        *("environment", "asked", "came", "leads to", "asks for"),
        *("carries", "info", "to quote", "time"),
    ]
    assert lines["environment"] == f"SANDBOX toolbox {HOST}"
    assert lines["asked"] == "GET institution_id=42 state=7660… (36) lang=en"
    assert lines["came"] == "302 Found, with a page that submits itself; no Location"
    assert lines["leads to"] == "POST https://ob.flinksapp.com/api/v1/agentless"
    assert lines["asks for"] == (
        "all 8 scopes (basic and detailed accounts, payment numbers, investments, transactions, "
        "statements, contact and personal details) as dc-patrfyrs91n711c9jlmtsru97 at provider 4003"
    )
    assert lines["carries"] == (
        "returns to https://paywithmybank.com/start/external/callback, "
        "caller's state equals ours: yes"
    )
    assert "REF 613D… (60)" in lines["to quote"]
    assert lines["time"] == (
        "2026-11-24 10:00:00.123 UTC, 1,234 ms (dns 0.1, connect 0.2, first byte 31)"
    )


def test_the_summary_of_a_good_call_has_room_on_a_small_screen() -> None:
    subject = exchange(
        sample("302-form.http"),
        query=f"{QUERY}&redirect_uri=https%3A%2F%2Fpaywithmybank.com%2Fstart%2Fexternal%2Fcallback",
    )
    rows = sum(len(wrap(line.value, 67)) for line in summary_lines(subject))
    assert rows <= 24


def test_a_changed_state_stands_out() -> None:
    lines = said(exchange(sample("302-form.http"), query="state=other"))
    assert lines["carries"].endswith("caller's state equals ours: NO")


def test_a_400_says_field_by_field_what_is_wrong() -> None:
    subject = exchange(sample("400-lang.http"), query="lang=fr-CA")
    lines = said(subject)
    assert lines["came"].startswith("400 ")
    assert lines["rejected"] == ("lang: The field Lang must be a valid ISO-639-1 two letter code.")
    assert "error" in lines


def test_what_is_wrong_stands_before_what_is_only_worth_knowing() -> None:
    subject = exchange(sample("302-form-csp-blocks-form.http"), query="lang=english")
    labels = [line.label for line in summary_lines(subject)]
    found = [label for label in labels if label in ("error", "warning", "info")]
    assert found[0] == "error"
    assert found == sorted(found, key=["error", "warning", "info"].index)
    assert labels.index("leads to") < labels.index("error") < labels.index("asks for")
    assert labels.index("carries") < labels.index("info") < labels.index("to quote")


def test_an_error_says_what_to_do_and_who_must_act_and_an_info_its_title() -> None:
    subject = exchange(sample("302-form-csp-blocks-form.http"), query="lang=english")
    values = [line.value for line in summary_lines(subject)]
    assert any(
        value.startswith("The page's own policy forbids its form: form-action ")
        and value.endswith("(response.csp-blocks-form); for Flinks to act")
        for value in values
    )
    assert any(value.endswith("send en or fr. (request.lang-invalid)") for value in values)
    assert "The way on is a form, not a Location (redirect.form-instead-of-location)" in values


def test_a_callback_is_called_one_and_shows_no_secret() -> None:
    url = "https://client.example/cb?loginId=5a24e8f4-2d3b-41cf-8a53&state=xyz12345&tag=T-7"
    lines = said(Exchange(Capture(url, b"", b"", None, wire="none"), read))
    assert "asked" not in lines
    assert lines["callback"] == "loginId=5a24… (23) state=xyz1… (8) tag=T-7"


@pytest.mark.parametrize(
    ("location", "shown"),
    [
        ("https://a.example/next?lang=en", "https://a.example/next?lang=en"),
        ("https://a.example/cb?code=xyz", "https://a.example/cb?code (1 parameter)"),
        (
            f"https://a.example/as?client_id=c&provider_id=4003&scope={'X' * 60}&lang=en",
            "https://a.example/as?client_id, provider_id, scope, ... (4 parameters)",
        ),
        ("https://a.example/cb#state=1&code=2", "https://a.example/cb#state, code (2 parameters)"),
    ],
)
def test_where_it_leads_is_said_without_long_or_secret_values(location: str, shown: str) -> None:
    lines = said(exchange(f"HTTP/1.1 302 Found\r\nLocation: {location}\r\n\r\n".encode()))
    assert lines["leads to"] == shown


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        ("ACCOUNT_BASIC", "basic accounts"),
        ("CUSTOMER_PERSONAL ACCOUNT_BASIC", "personal details, basic accounts"),
        ("TRANSACTIONS my.own", "transactions, my.own (unknown)"),
        ("", "no scope"),
    ],
)
def test_scopes_are_said_in_short_words(scope: str, words: str) -> None:
    body = (
        f"<form action='https://a.example/'><input type=hidden name=scope value='{scope}'>"
        "<input type=hidden name=client_id value=c1></form>"
    )
    head = "HTTP/1.1 302 Found\r\nContent-Type: text/html\r\n\r\n"
    assert said(exchange((head + body).encode()))["asks for"] == f"{words} as c1"


def test_a_location_is_said_with_where_it_leads() -> None:
    lines = said(exchange(b"HTTP/1.1 302 Found\r\nLocation: /next\r\n\r\n"))
    assert lines["came"] == "302 Found, with a Location header"
    assert lines["leads to"] == f"https://{HOST}/next"


def test_locations_that_differ_lead_nowhere() -> None:
    lines = said(exchange(b"HTTP/1.1 302 Found\r\nLocation: /a\r\nLocation: /b\r\n\r\n"))
    assert lines["leads to"] == "nowhere: several Locations that differ (/a)"


def test_a_failure_says_what_had_arrived_and_what_to_do() -> None:
    failure = Failure(
        "protocol", "closed", "receive", "the server closed the connection", "call again"
    )
    lines = said(exchange(b"HTTP/1.1 30", failure=failure))
    assert lines["came"] == (
        "no complete answer: the server closed the connection (11 bytes had arrived); call again"
    )


@pytest.mark.parametrize(
    ("base", "origin", "context", "expected"),
    [
        ("https://toolbox-api.private.fin.ag", "live", Context(), f"SANDBOX toolbox {HOST}"),
        (
            "https://bank1-api.private.fin.ag",
            "live",
            Context(),
            "PRODUCTION bank1 bank1-api.private.fin.ag",
        ),
        (
            "https://toolbox-api.private.fin.ag",
            "live",
            Context(production=True),
            f"PRODUCTION toolbox {HOST}",
        ),
        ("https://proxy.example:8443", "live", Context(), "OTHER proxy.example:8443"),
        (
            "https://proxy.example",
            "live",
            Context(production=True),
            "PRODUCTION proxy.example",
        ),
        ("http://127.0.0.1:8080", "simulator", Context(), "SIMULATOR 127.0.0.1:8080"),
        (
            "https://toolbox-api.private.fin.ag",
            "import",
            Context(),
            f"IMPORTED SANDBOX toolbox {HOST}",
        ),
        ("https://[::1]:9", "live", Context(), "OTHER [::1]:9"),
    ],
)
def test_the_first_line_is_whose_answer_it_is(
    base: str, origin: Origin, context: Context, expected: str
) -> None:
    subject = exchange(b"", base=base, origin=origin, context=context)
    assert environment(subject) == expected
    assert summary_lines(subject)[0] == ("environment", expected, "", "")


def test_a_pasted_page_does_not_pretend_to_know_the_question() -> None:
    capture = Capture(
        f"https://{HOST}/v3/oauth/authorize", b"", sample("documented-page.html"), None, wire="none"
    )
    lines = said(Exchange(capture, read, origin="import"))
    assert lines["asked"] == "unknown: only the answer is here"
    assert lines["came"] == (
        "a page without its head, with a page that submits itself; no Location"
    )
    assert lines["time"] == "unknown"


def test_nothing_from_the_wire_acts_on_the_screen() -> None:
    evil = "\x1b]52;c;x\x07\x9b2J\u202e\u200b"
    body = (
        f"<title>{evil}</title><form action='https://a.example/{evil}'>"
        f"<input type=hidden name=scope value='{evil}'>"
        f"<input type=hidden name=REF value='{evil}'></form>"
    )
    head = (
        f"HTTP/1.1 302 {evil}\r\nX-Request-Id: {evil}\r\n"
        "Content-Type: text/html;charset=utf-8\r\n\r\n"
    )
    for line in summary_lines(exchange((head + body).encode(), query="tag=%1b%5b2J%e2%80%ae")):
        assert line.value == visible(line.value)
        assert line.value.isprintable()


def test_hostile_lengths_are_cut() -> None:
    body = b'{"lang": ["' + b"x" * 100_000 + b'"]}'
    head = b"HTTP/1.1 400 " + b"r" * 100_000 + b"\r\nContent-Type: application/json\r\n\r\n"
    for line in summary_lines(exchange(head + body, query="tag=" + "y" * 100_000)):
        assert len(line.value) < 2000


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain é 日本 😀", "plain é 日本 😀"),
        ("\x1b[2J\x00\x7f\r\n\t", "\\x1b[2J\\x00\\x7f\\x0d\\x0a\\x09"),
        ("\x9b2J\x85", "\\x9b2J\\x85"),
        ("a\u202eb\u2066c\u200b\ufeff", "a<U+202E>b<U+2066>c<U+200B><U+FEFF>"),
        ("\ud800", "<U+D800>"),
        ("\u2028\U000e0041", "<U+2028><U+E0041>"),
    ],
)
def test_what_acts_or_hides_is_written_out(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_lines_may_be_kept() -> None:
    assert visible("a\nb\tc\rd", lines=True) == "a\nb\tc\\x0dd"


@given(st.text(st.characters(exclude_categories=())))
def test_shown_text_stays_as_it_is_when_shown_again(text: str) -> None:
    assert visible(visible(text)) == visible(text)
    visible(text).encode("utf-8")
