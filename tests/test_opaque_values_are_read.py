"""Opaque values of an answer become readable, or stay what they are: garbage is never shown."""

from __future__ import annotations

import base64
import gzip
import json
import random
import secrets
import string
import uuid
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from time import process_time
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.finding_cases.building import HOST, PAGE, alone, answer, asked, located, page, sealed
from tests.finding_cases.building import token as signed
from workbench.inspection.decoders import DECODERS, Hint, decode
from workbench.model.finding import Decoded, Json

_STATE = {"i": str(uuid.UUID(int=4 << 76 | 2 << 62)), "r": "https://a.example.com/cb", "s": "x"}
_CALLBACK = f"https://{HOST}/v3/43387ca6-0391-4c82-857d-70d95f087ecb/openbanking/callback"
_FERNET = base64.urlsafe_b64encode(
    b"\x80" + int(datetime(2026, 1, 1, tzinfo=UTC).timestamp()).to_bytes(8, "big") + bytes(64)
).decode()
_SEALED_BY_DOTNET = base64.urlsafe_b64encode(b"\x09\xf0\xc9\xf0" + bytes(range(60))).decode()


def _read(text: str, name: str = "x", **hint: str) -> tuple[tuple[str, ...], Json]:
    chain = decode(text, Hint(name, **hint))  # type: ignore[arg-type]
    assert chain is not None, text
    return chain.steps, chain.proof.value


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def test_the_documented_state_shows_its_three_values() -> None:
    first = alone(PAGE).decoded[0]
    assert first.path == "forms[0].state"
    assert first.steps == ("base64", "deflate", "json")
    assert isinstance(first.value, dict)
    assert list(first.value) == ["i", "r", "s"]
    assert first.value["r"] == "https://paywithmybank.com/start/external/callback"


def test_what_stands_inside_is_read_again_under_its_own_path() -> None:
    found = {one.path: one for one in alone(PAGE).decoded}
    assert found["decoded[0].value.i"].steps == ("uuid",)
    assert found["decoded[0].value.r"].steps == ("url",)
    assert found["forms[0].REF"].value == {"bytes": 30}
    assert found["forms[0].client_id"].steps == ("recipient-id",)
    assert found["forms[0].redirect_uri"].steps == ("callback-url",)
    assert found["forms[0].resumePath"].steps == ("resume-path",)
    assert "forms[0].lang" not in found
    assert "forms[0].provider_id" not in found


@pytest.mark.parametrize(
    ("text", "name", "steps", "value"),
    [
        ("613d213b-c21a-4480-9bc8-44aabc852efd", "x", ("uuid",), {"version": 4}),
        (
            "017F22E2-79B0-7CC3-98C4-DC0C0C07398F",
            "x",
            ("uuid",),
            {"version": 7, "time": "2022-02-22T19:22:22Z"},
        ),
        (
            "C232AB00-9414-11EC-B3C8-9F6BDECED846",
            "x",
            ("uuid",),
            {"version": 1, "time": "2022-02-22T19:22:22Z"},
        ),
        (
            "1EC9414C-232A-6B00-B3C8-9F6BDECED846",
            "x",
            ("uuid",),
            {"version": 6, "time": "2022-02-22T19:22:22Z"},
        ),
        ("01ARZ3NDEKTSV4RRFFQ69G5FAV", "x", ("ulid",), {"time": "2016-07-30T23:54:10.259000Z"}),
        ("A1" * 30, "REF", ("hex-reference",), {"bytes": 30}),
        ("dc-patrfyrs91n711c9jlmtsru97", "x", ("recipient-id",), "Data Recipient client id"),
        (
            "urn:ietf:params:oauth:request_uri:6esc",
            "x",
            ("par-request-uri",),
            {"reference": "6esc"},
        ),
        ("1764000000", "exp", ("epoch",), {"time": "2025-11-24T16:00:00Z"}),
        ("2026-11-24T10:00:00+02:00", "x", ("iso-time",), {"time": "2026-11-24T08:00:00Z"}),
        (
            "/as/1PT1G/resume/as/authorization.ping",
            "x",
            ("resume-path",),
            {"flow": "1PT1G", "endpoint": "authorization.ping"},
        ),
        (
            _CALLBACK,
            "x",
            ("callback-url",),
            {"host": HOST, "customer": "43387ca6-0391-4c82-857d-70d95f087ecb"},
        ),
        (
            "https://a.example.com:8443/b?c=d+e&c=f#g",
            "x",
            ("url",),
            {
                "host": "a.example.com",
                "scheme": "https",
                "path": "/b",
                "port": "8443",
                "query": [["c", "d e"], ["c", "f"]],
                "fragment": "g",
            },
        ),
        ("state=1&next=%2Fb", "x", ("query-string",), [["state", "1"], ["next", "/b"]]),
        (_FERNET, "x", ("fernet",), {"time": "2026-01-01T00:00:00Z", "bytes": 73}),
        (
            _SEALED_BY_DOTNET,
            "x",
            ("data-protection",),
            {"key": "03020100-0504-0706-0809-0a0b0c0d0e0f", "bytes": 64},
        ),
        ("caf%25C3%25A9%2520noir", "x", ("percent", "percent"), "café noir"),
        (quote(_b64(b"a plain sentence")), "x", ("base64",), "a plain sentence"),
        (b"a plain sentence".hex(), "x", ("hex",), "a plain sentence"),
        (_b64(gzip.compress(b'{"a": 1}', mtime=0)), "x", ("base64", "gzip", "json"), {"a": 1}),
        (_b64(zlib.compress(b'{"a": 1}')), "x", ("base64", "zlib", "json"), {"a": 1}),
        (gzip.compress(b'{"a": 1}', mtime=0).hex(), "x", ("hex", "gzip", "json"), {"a": 1}),
        (sealed(_STATE), "x", ("base64", "deflate", "json"), _STATE),
        (
            base64.urlsafe_b64encode(b"a question?? and another one?").decode(),
            "x",
            ("base64url",),
            "a question?? and another one?",
        ),
        (
            _b64(
                b'<samlp:AuthnRequest xmlns:samlp="urn:x" ID="_1" Destination="https://a.example">'
                b"<saml:Issuer>https://b.example</saml:Issuer></samlp:AuthnRequest>"
            ),
            "SAMLRequest",
            ("base64", "saml"),
            {
                "message": "AuthnRequest",
                "ID": "_1",
                "Destination": "https://a.example",
                "Issuer": "https://b.example",
            },
        ),
        ('{"a": [1, null, true]}', "x", ("json",), {"a": [1, None, True]}),
        (json.dumps(sealed(_STATE)), "x", ("json", "base64", "deflate", "json"), _STATE),
        (
            "ACCOUNT_BASIC NEW_ONE",
            "scope",
            ("scope-list",),
            {
                "ACCOUNT_BASIC": "basic account details: id, type, name, masked number, status",
                "NEW_ONE": "unknown here: defined by the server or the bank",
            },
        ),
    ],
)
def test_a_value_is_read_step_by_step(
    text: str, name: str, steps: tuple[str, ...], value: Json
) -> None:
    found_steps, found_value = _read(text, name)
    if steps[-1:] == ("base64",) and "%" in text:
        steps = ("percent", *steps)
    assert found_steps == steps
    assert found_value == value


def test_a_token_shows_its_claims_and_says_that_nothing_is_verified() -> None:
    chain = decode(signed({"alg": "RS256"}, {"exp": 1764000000, "sub": "x"}))
    assert chain is not None
    assert chain.proof.value == {
        "header": {"alg": "RS256"},
        "claims": {"exp": 1764000000, "sub": "x"},
    }
    assert chain.proof.notes == ("signature: not verified", "exp 2025-11-24T16:00:00Z")
    encrypted = decode(signed({"alg": "dir", "enc": "A128GCM"}, {}) + ".x.y")
    assert encrypted is not None
    assert encrypted.steps == ("jwe",)


def test_every_decoder_is_told_of_with_its_help() -> None:
    assert len({decoder.name for decoder in DECODERS}) >= 22
    assert all(decoder.help for decoder in DECODERS)


@pytest.mark.parametrize(
    "text",
    [
        *("true", "code", "4003", "toolbox", "2026", "ACCOUNTDETAILED", "openbanking", "en"),
        *("TrustlyFinancialInstitution", "submit_the_form_again", "aaaaaaaaaaaaaaaaaaaaaaaa"),
        *("1234567890", "%", "100%", "a=b", "[]x", "{", '"', "key=", "NaN", "[NaN]"),
        "07ZZZZZZZZZZZZZZZZZZZZZZZZ",
        _b64(b"\x00\x01\x02garbage\xff\xfe and more"),
        _b64(gzip.compress(b"hello there", mtime=0)[:-1] + b"\x01"),
        _b64(zlib.compress(bytes(range(256)))),
    ],
)
def test_what_proves_nothing_stays_opaque(text: str) -> None:
    assert decode(text) is None


def test_a_callback_of_another_host_is_only_an_address() -> None:
    assert _read(_CALLBACK, host="other.example.com")[0] == ("url",)


def test_spaces_in_base64_are_read_as_plus_and_that_is_said() -> None:
    written = sealed({"i": "0", "r": "https://a.example.com/+++", "s": "~~~>>>???"})
    assert "+" in written
    chain = decode(written.replace("+", " "))
    assert chain is not None
    assert chain.steps[-1] == "json"
    assert any("spaces" in note for note in chain.proof.notes)


def test_missing_padding_is_noted() -> None:
    chain = decode(_b64(b"a plain sentence").rstrip("="))
    assert chain is not None
    assert "padding is missing" in chain.proof.notes


def test_repeated_keys_are_kept_as_pairs_and_told() -> None:
    chain = decode('{"a": 1, "b": 2, "a": 3}')
    assert chain is not None
    assert chain.proof.value == [["a", 1], ["b", 2], ["a", 3]]
    assert "more than once" in chain.proof.notes[0]


def test_a_lone_surrogate_becomes_storable() -> None:
    _, value = _read('{"a": "x\\ud800"}')
    json.dumps(value, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("x" * 65_537, "longer than 64 KiB"),
        (_b64(zlib.compress(bytes(40_000_000), 9)), "inflates to more than 256 KiB"),
        (sealed("a" * 300_000), "inflates to more than 256 KiB"),
        ("[" * 33 + "]" * 33, "nested deeper than 32"),
        ("[" * 30_000 + "]" * 30_000, "nested deeper than 32"),
    ],
)
def test_a_bound_stops_the_decoder_and_says_so(text: str, why: str) -> None:
    chain = decode(text)
    assert chain is not None
    assert chain.proof.value is None
    assert why in chain.proof.notes[0]


def _wrapped(times: int, wrap: Callable[[bytes], bytes], text: bytes) -> str:
    for _ in range(times):
        text = wrap(text)
    return text.decode()


@pytest.mark.parametrize(
    ("text", "steps", "why"),
    [
        (
            _wrapped(7, base64.b64encode, b"a plain sentence in the middle of it"),
            ("base64",) * 6,
            "more than 6 steps",
        ),
        (
            _b64(
                zlib.compress(
                    zlib.compress(
                        zlib.compress(
                            zlib.compress(
                                zlib.compress(
                                    zlib.compress(b"a plain sentence in the middle of it")
                                )
                            )
                        )
                    )
                )
            ),
            ("base64", *("zlib",) * 5),
            "more than 6 steps",
        ),
        (
            "a text %252525252525 here",
            ("percent",) * 3,
            "more than 3 layers of percent-encoding",
        ),
    ],
)
def test_layers_beyond_a_bound_are_not_taken_off_and_that_is_said(
    text: str, steps: tuple[str, ...], why: str
) -> None:
    chain = decode(text)
    assert chain is not None
    assert chain.steps == steps
    assert chain.proof.notes[-1] == f"stopped: {why}"


@pytest.mark.parametrize(
    "text",
    [
        _wrapped(6, base64.b64encode, b"a plain sentence in the middle of it"),
        _wrapped(6, base64.b64encode, b"aworldofitsownwithnoblank"),
        "a text %252525 here",
    ],
)
def test_layers_up_to_a_bound_are_read_without_a_word(text: str) -> None:
    chain = decode(text)
    assert chain is not None
    assert chain.proof.notes == ()


_DEEP = "[" * 33 + "]" * 33


@pytest.mark.parametrize(
    ("extra", "seen"),
    [
        ({"a": "x" * 65_537}, "Longer than 64 KiB."),
        ({"a": sealed("b" * 300_000)}, "Inflates to more than 256 KiB."),
        ({f"x{n}": sealed("b" * 250_000) for n in range(6)}, "decodes to more than 1024 KiB."),
        ({"a": _wrapped(8, base64.b64encode, b'{"a": 1, "b": 2}')}, "More than 6 steps."),
        ({"a": "a %25252525 b"}, "More than 3 layers of percent-encoding."),
        ({"a": _DEEP}, "JSON is nested deeper than 32."),
        ({f"x{n}": "" for n in range(65)}, "More than 64 values."),
        ({"a": json.dumps([f"value {n}" for n in range(65)])}, "There are more values inside."),
    ],
)
def test_each_bound_is_a_finding(extra: dict[str, str], seen: str) -> None:
    inputs = "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">'
        for name, value in extra.items()
    )
    exchange = alone(answer(f"<form method=post action=/next>{inputs}</form>"))
    (found,) = [one for one in exchange.findings if one.id == "decoded.limit"]
    assert seen in found.seen


def test_what_is_nested_is_read_step_by_step_each_with_its_name() -> None:
    token = signed({"alg": "RS256"}, {"sub": "x", "cb": "https://a.example.com/cb?state=1&code=2"})
    inner = f"https://b.example.com/back?t={token}&u={uuid.UUID(int=4 << 76 | 2 << 62)}"
    text = quote(_b64(gzip.compress(json.dumps({"r": inner, "n": 1}).encode(), mtime=0)), safe="")
    extra = f'<input type="hidden" name="wrapped" value="{quote(text, safe="")}">'
    found = {one.path: one.steps for one in alone(answer(page(extra=extra))).decoded}
    wrapped = ("percent", "percent", "base64", "gzip", "json")
    assert found["forms[0].wrapped"] == wrapped
    paths = list(found)
    outer = f"decoded[{paths.index('forms[0].wrapped')}].value"
    assert found[f"{outer}.r"] == ("url",)
    address = f"decoded[{paths.index(f'{outer}.r')}].value"
    assert found[f"{address}.query[0][1]"] == ("jwt",)
    assert found[f"{address}.query[1][1]"] == ("uuid",)
    claims = f"decoded[{paths.index(f'{address}.query[0][1]')}].value.claims"
    assert found[f"{claims}.cb"] == ("url",)


def test_a_token_and_a_saml_message_are_said_to_be_unverified_wherever_they_stand() -> None:
    message = (
        b'<samlp:Response xmlns:samlp="urn:x" ID="_1" IssueInstant="2026-11-24T10:00:00Z">'
        b"<saml:Issuer>https://b.example</saml:Issuer><ds:Signature/></samlp:Response>"
    )
    redirected = zlib.compressobj(9, zlib.DEFLATED, -15)
    raw = redirected.compress(message) + redirected.flush()
    for text, steps in (
        (_b64(message), ("base64", "saml")),
        (quote(_b64(raw), safe=""), ("percent", "base64", "deflate", "saml")),
        (signed({"alg": "ES256"}, {"sub": "x"}), ("jwt",)),
        (_b64(signed({"alg": "ES256"}, {"sub": "x"}).encode()), ("base64", "jwt")),
    ):
        chain = decode(text)
        assert chain is not None
        assert chain.steps == steps
        assert any("not verified" in note for note in chain.proof.notes)


def test_the_dearest_values_cost_no_more_than_a_moment() -> None:
    address = "https://a.example.com/?" + "a=b&" * 16_000
    inputs = "".join(f'<input type="hidden" name="x{n}" value="{address}">' for n in range(64))
    exchange = alone(answer(page(extra=inputs)))
    assert exchange.page is not None
    began = process_time()
    assert exchange.decoded
    assert process_time() - began < 4


def test_an_exchange_costs_no_more_than_its_bounds() -> None:
    inputs = "".join(
        f'<input type="hidden" name="x{n}" value="{sealed("b" * 200_000)}">' for n in range(100)
    )
    found = alone(answer(page(extra=inputs))).decoded
    assert len(found) <= 65 + 12
    assert any("more than" in note for one in found for note in one.notes)


def test_names_that_repeat_have_their_number_in_the_path() -> None:
    extra = '<input type="hidden" name="state" value="dc-patrfyrs91n711c9jlmtsru97">'
    found = {one.path for one in alone(page(extra=extra)).decoded}
    assert {"forms[0].state", "forms[0].state[1]"} <= found


def test_request_location_and_cookies_are_read_as_well() -> None:
    target = f"https://ob.flinksapp.com/x?state={quote(sealed(_STATE), safe='')}"
    cookie = ("Set-Cookie", f"PF={_SEALED_BY_DOTNET}; Secure")
    exchange = asked(located(target, add=(cookie,)))
    found = {one.path: one for one in exchange.decoded}
    assert found["request.params.redirect_uri"].steps == ("url",)
    assert found["response.location"].steps == ("url",)
    cookies = [one for path, one in found.items() if path.startswith("response.headers[")]
    assert [one.steps for one in cookies] == [("data-protection",)]
    inner = [one for one in exchange.decoded if one.steps == ("base64", "deflate", "json")]
    assert [one.path[-12:] for one in inner] == [".query[0][1]"]


@given(st.text(max_size=300), st.sampled_from(["x", "scope", "exp", "state", "REF"]))
def test_any_text_is_read_without_an_error(text: str, name: str) -> None:
    chain = decode(text, Hint(name))
    assert chain is None or chain.steps or chain.proof.notes


@given(st.binary(max_size=300))
def test_any_bytes_in_base64_are_read_without_an_error(data: bytes) -> None:
    decode(_b64(data))
    decode(data.hex())


_leaves = st.one_of(st.none(), st.booleans(), st.integers(-(2**53), 2**53), st.text(max_size=20))
_documents = st.dictionaries(
    st.text(max_size=8), st.one_of(_leaves, st.lists(_leaves, max_size=4)), min_size=2
)


@given(_documents)
@settings(max_examples=60)
def test_what_was_sealed_as_json_is_read_back(value: dict[str, Json]) -> None:
    text = json.dumps(value)
    assert _read(text) == (("json",), value)
    packed = base64.urlsafe_b64encode(gzip.compress(text.encode(), mtime=0)).decode()
    steps, found = _read(packed)
    assert steps[1:] == ("gzip", "json")
    assert found == value


def test_random_identifiers_are_hardly_ever_misread() -> None:
    """A quick sample of what was measured on a million."""
    assert misreadings(3_000, random.Random(7)) == []


def misreadings(count: int, source: random.Random) -> list[tuple[str, Decoded]]:
    """Random identifiers, tokens and words that read as something they are not."""
    alphabets = (
        string.ascii_lowercase,
        string.ascii_uppercase,
        string.ascii_letters,
        string.ascii_letters + string.digits,
        string.ascii_letters + string.digits + "-_",
        string.ascii_letters + string.digits + "+/",
        string.ascii_lowercase + string.digits,
        string.ascii_uppercase + string.digits,
        string.digits,
    )
    found: list[tuple[str, Decoded]] = []
    for _ in range(count):
        kind = source.randrange(len(alphabets) + 3)
        if kind < len(alphabets):
            text = "".join(source.choices(alphabets[kind], k=source.randint(1, 64)))
        elif kind == len(alphabets):
            text = base64.b64encode(source.randbytes(source.randint(1, 96))).decode()
        elif kind == len(alphabets) + 1:
            text = base64.urlsafe_b64encode(source.randbytes(source.randint(1, 96))).decode()
        else:
            words = ("account", "basic", "form", "Token", "REDIRECT", "uri", "bank", "flow", "id")
            joiner = source.choice(("", "_", "-", "."))
            text = joiner.join(source.choices(words, k=source.randint(1, 6)))
        chain = decode(text, Hint("x"))
        if chain is not None:
            found.append((text, Decoded("x", chain.steps, chain.proof.value)))
    return found


def test_secrets_of_the_standard_library_stay_opaque() -> None:
    for _ in range(300):
        assert decode(secrets.token_urlsafe(32)) is None


def test_an_answer_from_the_end_of_time_is_read() -> None:
    steps, value = _read(
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398f", date="Fri, 31 Dec 9999 23:59:59 GMT"
    )
    assert steps == ("uuid",)
    assert value == {"version": 7, "time": "2022-02-22T19:22:22Z"}
