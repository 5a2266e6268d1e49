"""Secrets do not leave: by name, by known value in any encoding, by shape; what people quote to
each other stays readable."""

from __future__ import annotations

import base64
import html
import json
import logging
import re
import time
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.document.exchange import exchange_document
from workbench.inspection.reading import read
from workbench.model.capture import Capture
from workbench.model.exchange import Exchange
from workbench.redaction import MASKED_KEY, RedactingFilter, Redactor, mask_key
from workbench.shipped import sample_responses

URL = "https://toolbox-api.private.fin.ag/v3/oauth/authorize?institution_id=42&lang=fr&tag=TCK-77"
KEY = "k3y/with+odd=chars & blank"
MASK = re.compile("‹[A-Za-z0-9_-]+:[0-9a-f]{8}›")


def every_byte(text: str) -> str:
    return "".join(f"%{octet:02X}" for octet in text.encode())


def units(text: str) -> str:
    wide = text.encode("utf-16-be")
    return "".join(f"\\u{wide[at : at + 2].hex()}" for at in range(0, len(wide), 2))


SPELLINGS: dict[str, Callable[[str], str]] = {
    "plain": lambda v: v,
    "upper case": lambda v: re.sub("[a-z]+", lambda m: m[0].upper(), v),
    "percent": lambda v: quote(v, safe=""),
    "percent, small letters": lambda v: re.sub("%..", lambda m: m[0].lower(), quote(v, safe="")),
    "percent, slash kept": lambda v: quote(v),
    "form": quote_plus,
    "percent twice": lambda v: quote(quote(v, safe=""), safe=""),
    "percent, every byte": lambda v: every_byte(v),
    "percent, some letters": lambda v: quote(v[:1]) + every_byte(v[1]) + quote(v[2:], safe=""),
    "json": lambda v: json.dumps(v),
    "json, slashes escaped": lambda v: json.dumps(v).replace("/", "\\/"),
    "json, every letter": lambda v: units(v),
    "json in json": lambda v: json.dumps(json.dumps({"a": v})),
    "html": html.escape,
    "html, numbers": lambda v: "".join(f"&#{ord(c)};" for c in v),
    "html, hexadecimal": lambda v: "".join(f"&#x{ord(c):X};" for c in v),
    "base64": lambda v: base64.b64encode(v.encode()).decode(),
    "base64, one before": lambda v: base64.b64encode(b"x" + v.encode()).decode(),
    "base64, two before, more behind": lambda v: base64.b64encode(
        b"ab" + v.encode() + b"cd"
    ).decode(),
    "base64url": lambda v: base64.urlsafe_b64encode(b"??>" + v.encode()).decode().rstrip("="),
    "base64 twice": lambda v: base64.b64encode(base64.b64encode(v.encode())).decode(),
    "hexadecimal": lambda v: v.encode().hex(),
    "hexadecimal, upper case": lambda v: v.encode().hex().upper(),
}


def exchange(
    received: bytes, *, url: str = URL, sent: bytes = b"", note: str | None = None
) -> Exchange:
    return Exchange(Capture(url, sent, received, None), read, id=12, origin="import", note=note)


def sample(name: str = "302-form.http") -> bytes:
    return (sample_responses() / name).read_bytes()


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("secret", [KEY, "0a1B2c3D4e5F6a7B", "clé-secrète-é/1"])
def test_a_known_value_is_masked_in_every_encoding_and_inside_longer_text(
    spelling: str, secret: str
) -> None:
    spelled = SPELLINGS[spelling](secret)
    redactor = Redactor([secret])
    for text in (spelled, f"seen {spelled} here", f'{{"x": "{spelled}", "y": "{spelled}"}}'):
        shown = redactor.text(text)
        assert spelled not in shown
        assert "‹secret:" in shown


def test_a_known_value_after_its_scheme_counts_without_it() -> None:
    redactor = Redactor(["Bearer abcdef-0123"])
    assert "abcdef-0123" not in redactor.text("the key abcdef-0123 was refused")


@pytest.mark.parametrize(
    "name",
    [
        *("flinks-auth-key", "Flinks-Auth-Key", "FLINKS_AUTH_KEY", "authorization", "X-API-Key"),
        *("proxy-authorization", "REF", "ref", "state", "State", "resumePath", "ResumePath"),
        *("code", "loginId", "LoginID", "login_id", "access_token", "accessToken", "id_token"),
        *("refresh_token", "client_secret", "clientSecret", "password", "user[password]", "db.pwd"),
        *("oauthState", "csrf-token", "__RequestVerificationToken", "code_verifier", "JSESSIONID"),
    ],
)
def test_a_value_under_a_secret_name_is_masked(name: str) -> None:
    assert "pl4nted" not in Redactor().pair(name, "pl4nted")


@pytest.mark.parametrize(
    "name",
    [
        *("scope", "provider_id", "client_id", "connectionId", "institution_id", "lang", "tag"),
        *("redirect_uri", "response_type", "recipientId", "x-correlation-id", "CF-RAY"),
        *(
            "x-request-id",
            "traceparent",
            "error",
            "error_description",
            "token_type",
            "Content-Type",
        ),
    ],
)
def test_what_people_quote_stays_readable(name: str) -> None:
    assert Redactor().pair(name, "read-me-42") == "read-me-42"


def test_cookies_keep_their_names_and_attributes() -> None:
    redactor = Redactor()
    set_cookie = redactor.pair("Set-Cookie", "sid=abc123; Path=/; HttpOnly; SameSite=Lax")
    assert re.fullmatch("sid=‹sid:[0-9a-f]{8}›; Path=/; HttpOnly; SameSite=Lax", set_cookie)
    cookie = redactor.pair("Cookie", "sid=abc123; theme=dark")
    assert re.fullmatch("sid=‹sid:[0-9a-f]{8}›; theme=‹theme:[0-9a-f]{8}›", cookie)
    assert set_cookie.partition(";")[0] == cookie.partition(";")[0]


def test_a_scheme_stays_before_what_is_masked() -> None:
    assert (
        Redactor().pair("flinks-auth-key", "Bearer s3cr3t").startswith("Bearer ‹flinks-auth-key:")
    )


def test_the_same_value_has_the_same_mask_and_another_redactor_another() -> None:
    one, other = Redactor(), Redactor()
    assert one.pair("state", "abcdefgh") == one.pair("state", "abcdefgh")
    assert one.pair("state", "abcdefgh") != one.pair("state", "abcdefgi")
    assert one.pair("state", "abcdefgh") != other.pair("state", "abcdefgh")
    assert one.text(one.text("state=abcdefgh")) == one.text("state=abcdefgh")


def test_a_url_is_masked_by_part() -> None:
    shown = Redactor().url(
        "https://me:pass@app.example/cb;jsessionid=SESSION1?code=C0DE&lang=fr&st%61te=ST4TE"
        "&next=https%3A%2F%2Fx.example%2F%3Frefresh_token%3DR3FR#access_token=T0KEN&x=1"
    )
    for secret in ("pass", "SESSION1", "C0DE", "ST4TE", "R3FR", "T0KEN"):
        assert secret not in shown
    assert "lang=fr" in shown
    assert "app.example/cb" in shown
    assert shown.endswith("&x=1")


@pytest.mark.parametrize(
    "text",
    [
        "GET /cb?code=pl4nted HTTP/1.1",
        "Location: /cb?state=pl4nted&lang=en",
        "Authorization: Bearer pl4nted",
        "flinks-auth-key: pl4nted",
        "> Cookie: a=pl4nted",
        "curl -H 'flinks-auth-key: Bearer pl4nted' https://x",
        "{'state': 'pl4nted'}",
        '{"access_token":"pl4nted"}',
        '{\\"access_token\\":\\"pl4nted\\"}',
        "headers=(('flinks-auth-key', 'pl4nted'),)",
        "[['Cookie', 'sid=pl4nted']]",
        "<input value=pl4nted type=hidden name=REF>",
        "<INPUT NAME='st&#97;te' VALUE='pl4nted'>",
        '<textarea name="loginId">pl4nted</textarea>',
        '<meta name="csrf-token" content="pl4nted">',
        '<div data-x="{&quot;state&quot;:&quot;pl4nted&quot;}">',
        "next=https%3A%2F%2Fx%2Fcb%3Fstate%3Dpl4nted%26lang%3Den",
        "line one\\nstate=pl4nted\\n",
        "got Bearer pl4nted back",
        "postgresql://me:pl4nted@db/x",
        "client_secret = 'pl4nted'",
        "password => pl4nted",
        "state=pl4nted",
    ],
)
def test_running_text_is_masked_beside_secret_names(text: str) -> None:
    assert "pl4nted" not in Redactor().text(text)


def test_a_token_is_known_by_its_shape() -> None:
    token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJlLWhlcmU"
    assert token not in Redactor().text(f"x={token}; and then")
    assert "-----BEGIN" not in Redactor().text("-----BEGIN PRIVATE KEY-----\nMIIE\n-----END")


@pytest.mark.parametrize(
    "prose",
    [
        "state: an unguessable value that comes back unchanged",
        "Basic account information: id, type, name",
        "Authentication: Bearer authentication is documented",
        "scope=ACCOUNT_BASIC&lang=fr",
        "the answer code is 302, response_type=code",
        "request.params.state is weak",
        "",
    ],
)
def test_ordinary_sentences_are_left_alone(prose: str) -> None:
    assert Redactor().text(prose) == prose


def test_the_documented_page_leaves_with_its_secrets_masked_and_the_rest_readable() -> None:
    page = exchange(sample())
    document = exchange_document(page)
    secrets = [i.value for i in page.form if i.name in ("REF", "state", "resumePath")]
    shown = json.dumps(Redactor().document(document), ensure_ascii=False)
    assert len(secrets) == 3
    for secret in secrets:
        assert secret not in shown
    decoded = next(d for d in page.decoded if d.path == "forms[0].state").value
    assert isinstance(decoded, dict)
    assert str(decoded["r"]) not in shown
    for readable in (
        "dc-patrfyrs91n711c9jlmtsru97",
        "ACCOUNT_BASIC",
        "4003",
        "TCK-77",
        "Submit Form",
    ):
        assert readable in shown


def test_a_state_that_comes_back_is_seen_to_be_the_same() -> None:
    url = f"{URL}&state=0123456789abcdef"
    received = b"HTTP/1.1 302 Found\r\nLocation: https://app/cb?state=0123456789abcdef\r\n\r\n"
    shown = Redactor().document(exchange_document(exchange(received, url=url)))
    masks = set(re.findall("‹state:[0-9a-f]{8}›", json.dumps(shown, ensure_ascii=False)))
    assert len(masks) == 1


def test_an_opaque_value_that_holds_a_secret_is_masked_with_it() -> None:
    inner = json.dumps({"access_token": "pl4nted-token-1", "x": "y"})
    blob = base64.b64encode(inner.encode()).decode()
    page = f'<form action=/x><input type=hidden name=blob value="{blob}"></form>'
    received = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}".encode()
    document = exchange_document(exchange(received))
    assert any("pl4nted-token-1" in json.dumps(d) for d in document["decoded"])  # type: ignore[attr-defined]
    shown = json.dumps(Redactor().document(document), ensure_ascii=False)
    assert "pl4nted-token-1" not in shown
    assert blob not in shown


def test_what_a_state_in_a_location_holds_is_masked_too() -> None:
    page = exchange(sample("302-location.http"))
    opaque = next(d for d in page.decoded if d.steps[-1] == "json")
    assert isinstance(opaque.value, dict)
    shown = Redactor().document(exchange_document(page))
    text = json.dumps(shown, ensure_ascii=False)
    for leaf in opaque.value.values():
        assert str(leaf) not in text
    assert "client_id=dc-" in text
    assert "ob.flinksapp.com" in text


def test_words_about_an_exchange_are_masked_by_one_that_knows_it() -> None:
    page = exchange(sample())
    decoded = next(d for d in page.decoded if d.path == "forms[0].state").value
    assert isinstance(decoded, dict)
    words = f"caller's state {decoded['s']}, REF {page.form['REF']}, scope {page.form['scope']}"
    redactor = Redactor()
    shown = redactor.knowing(exchange_document(page)).text(words)
    assert str(decoded["s"]) not in shown
    assert page.form["REF"] not in shown
    assert page.form["scope"] in shown
    assert redactor.pair("REF", page.form["REF"]) in shown


def test_a_body_that_is_no_text_is_withheld() -> None:
    secret = b"\0\1\2secret-in-bytes"
    received = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n" + secret
    shown = Redactor(["secret-in-bytes"]).document(exchange_document(exchange(received)))
    assert base64.b64encode(secret).decode() not in json.dumps(shown)
    assert "withheld" in json.dumps(shown)


def test_raw_bytes_do_not_pass_the_redactor() -> None:
    document = {
        **exchange_document(exchange(sample())),
        "raw": {"request": "eA==", "response": "eA=="},
    }
    assert "raw" not in Redactor().document(document)


def test_a_raw_message_is_masked_head_and_body() -> None:
    shown = Redactor().message(sample()).decode()
    assert shown.startswith("HTTP/1.1 302 Found\r\n")
    assert exchange(sample()).form["REF"] not in shown
    line = b"GET /v3/oauth/authorize?state=pl4nted&lang=fr HTTP/1.1\r\n"
    request = line + b"Flinks-Auth-Key: Bearer k\r\n\r\n"
    shown = Redactor().message(request).decode()
    assert "pl4nted" not in shown
    assert "lang=fr HTTP/1.1\r\nFlinks-Auth-Key: Bearer ‹" in shown
    coded = sample("302-form-gzip-chunked.http")
    shown = Redactor().message(coded).decode()
    assert exchange(coded).form["REF"] not in shown
    assert "allowInteraction" in shown
    picture = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG\0pl4nted"
    assert b"pl4nted" not in Redactor().message(picture)
    assert b"pl4nted" not in Redactor().message(picture.replace(b"Type", b"Encoding"))


def test_data_commands_are_exact_but_for_the_key() -> None:
    document = exchange_document(
        exchange(sample(), note=f"the key is {KEY}, {quote(KEY, safe='')}")
    )
    shown = mask_key(document, KEY)
    assert shown["note"] == f"the key is {MASKED_KEY}, {MASKED_KEY}"
    assert {**shown, "note": None} == {**document, "note": None}
    assert mask_key(f"x {KEY} y", KEY) == f"x {MASKED_KEY} y"
    assert mask_key("x", "") == "x"
    raw = b"\xff\0 " + KEY.encode() + b" %2F \xfe " + quote(KEY, safe="").encode()
    mask = MASKED_KEY.encode()
    assert mask_key(raw, KEY) == b"\xff\0 " + mask + b" %2F \xfe " + mask


def test_log_records_are_masked_with_their_tracebacks(caplog: pytest.LogCaptureFixture) -> None:
    log = logging.getLogger("tests.redaction")
    caplog.handler.addFilter(RedactingFilter(Redactor(["pl4nted-key"])))
    try:
        log.warning("calling %s with %r", "https://x/cb?code=pl4nted", {"state": "pl4nted"})
        try:
            int("flinks-auth-key: pl4nted-key")
        except ValueError:
            log.exception("failed")
        log.error("badly formatted %d", "pl4nted-key")
    finally:
        caplog.handler.filters.clear()
    assert "pl4nted" not in caplog.text
    assert "ValueError" in caplog.text


def test_deep_and_huge_documents_end() -> None:
    deep: object = "pl4nted-value"
    for _ in range(5000):
        deep = {"a": deep}
    shown = Redactor(["pl4nted-value"]).document(
        {"schema": "x", "decoded": [{"path": "p", "value": deep}]}
    )
    flat = {
        "request": {"params": [["state", f"value-{n:06}"] for n in range(20_000)]},
        "note": "n" * 99,
        "page": {"title": "at value-000777"},
    }
    begun = time.perf_counter()
    masked = json.dumps(Redactor().document(flat), ensure_ascii=False)
    assert time.perf_counter() - begun < 20
    assert "value-0" not in masked
    assert "withheld" in masked
    assert "pl4nted" not in _text_of(shown)


@pytest.mark.parametrize(
    "piece",
    ['"state":"', "state=", '<input "', "<textarea ", "a.", "\\", "'state'='", "eyJaaaaaa.", "//a"],
)
def test_hostile_text_costs_in_proportion_to_its_length(piece: str) -> None:
    def seconds(count: int) -> float:
        begun = time.perf_counter()
        Redactor().text(piece * count)
        return time.perf_counter() - begun

    seconds(1000)
    short, long = seconds(4_000), seconds(64_000)
    assert long < max(short, 0.004) * 16 * 6


NAMES = st.sampled_from(["state", "REF", "code", "loginId", "resumePath", "access_token"])
SECRETS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zs"], exclude_characters="‹›"),
    min_size=10,
    max_size=40,
).map("~7{}".format)


@settings(max_examples=60, deadline=None)
@given(name=NAMES, secret=SECRETS, data=st.data())
def test_a_planted_secret_never_leaves(name: str, secret: str, data: st.DataObject) -> None:
    again = SPELLINGS[data.draw(st.sampled_from(sorted(SPELLINGS)))](secret)
    page = (
        f'<title>{html.escape(again)}</title><form action="/x"><input type=hidden '
        f'name="{name}" value="{html.escape(secret)}"><input name=other value="'
        f'{html.escape(again)}"></form>'
    )
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nX-A: {quote(secret)}"
    received = f"{head}\r\n\r\n{page}"
    document = exchange_document(
        exchange(received.encode(), url=f"{URL}&x={quote(again)}", note=f"saw {again} here")
    )
    shown = json.dumps(Redactor().document(document), ensure_ascii=False)
    for spelled in (secret, quote(secret, safe=""), again, json.dumps(again)[1:-1]):
        assert spelled.lower() not in shown.lower()


def _text_of(tree: object) -> str:
    texts: list[str] = []
    rest = [tree]
    while rest:
        part = rest.pop()
        if isinstance(part, dict):
            rest += part.values()
        elif isinstance(part, list):
            rest += part
        else:
            texts.append(str(part))
    return " ".join(texts)
