"""What is tried, and what must hold of it: one function a reader, from bytes to nothing; a broken
rule is an `AssertionError`, anything else that is raised is a crash.

Of every reading it must hold that it never raises, that it is the same twice, and that what came
in is still what it was; the rest stands at each target.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema

from tests.exchanges import START, answered, simulated
from tests.fuzzing import seeds
from workbench.document.comparison import comparison_document
from workbench.document.exchange import exchange_document
from workbench.document.schema import schema_text
from workbench.errors import InputError
from workbench.history import FilterError, Store, complete
from workbench.history.filters.syntax import parse
from workbench.history.preparing import entry_of
from workbench.inspection.comparison import compare
from workbench.inspection.decoders import Hint, decode
from workbench.inspection.field_errors import read_errors
from workbench.inspection.page import read_page
from workbench.inspection.reading import read
from workbench.inspection.request_key import request_key
from workbench.inspection.response import read_response
from workbench.inspection.shape import fingerprint
from workbench.inspection.summary import summary_lines
from workbench.inspection.urls import parts, resolve, resolve_in
from workbench.inspection.visible import visible
from workbench.inspection.written_url import read_pairs, split
from workbench.interop import export_chunks, read_file
from workbench.model.capture import Capture
from workbench.model.exchange import Exchange
from workbench.model.page import Page
from workbench.model.response import Response
from workbench.redaction import Redactor

URL = "https://asp.example.com/v3/oauth/authorize?institution_id=42"
KEY = "k3y+pl4nted/42"
STATE = "st4te-pl4nted-0042"
_MOST_DECODED = 1 << 20
_TYPES = (
    *("text/html; charset=utf-8", "text/html", "text/html; charset=windows-1252", "text/plain"),
    *("text/html; charset=shift_jis", "text/html; charset=gb18030", "text/html; charset=utf-16le"),
    *("text/html; charset=iso-2022-jp", "text/html; charset=big5", "application/xhtml+xml"),
    *("text/html; charset=euc-kr", "text/html; charset=euc-jp", "text/html; charset=koi8-u"),
    *("application/json", "application/problem+json", "application/octet-stream"),
)
_HINTS = ("", "state", "scope", "exp", "nonce", "SAMLResponse", "redirect_uri", "id")


class Target(NamedTuple):
    """One reader under trial: what is done with the bytes, what to begin with, of what words."""

    tried: Callable[[bytes], None]
    seeds: Callable[[], tuple[bytes, ...]]
    words: tuple[bytes, ...] = ()


def _answer(data: bytes) -> None:
    """Nothing comes out longer than allowed; no text holds what no database takes."""
    before = bytes(data)
    for method in ("GET", "HEAD"):
        response = read_response(data, method=method, decoded_limit=_MOST_DECODED)
        assert response == read_response(data, method=method, decoded_limit=_MOST_DECODED)
        if response is None:
            assert not data.strip(b"\r\n")
            continue
        assert len(response.body) <= max(_MOST_DECODED, len(data))
        assert response.wire_bytes == len(data)
        _storable(response.text or "")
        for pair in (*response.headers, *response.trailers):
            _storable("".join(pair))
        for oddity in response.oddities:
            assert oddity.text.isprintable(), oddity
    assert data == before


def _page(data: bytes) -> None:
    """Controls stand inside the text, in it as they say; values can be kept."""
    response, page = _read_page(_html(data))
    if page is None:
        return
    text = response.text or ""
    for form in page.forms:
        _storable(form.action)
        for entry in form.inputs:
            _storable(entry.name + entry.value)
            if entry.span is not None:
                start, end = entry.span
                assert 0 <= start < end <= len(text)
                assert text[start] == "<"
    json.dumps([page.title, page.h1, page.base, page.refresh, page.script_location])


def _script(data: bytes) -> None:
    """Whatever a script or a handler says, the page's form is still there."""
    text = data.decode("utf-8", "replace")
    if "</script" in text.lower() or "<!--" in text:
        return
    quoted = text.replace("&", "&amp;").replace("'", "&#39;")
    form = "<form id=f name=f action=/x><input name=a value=b></form>"
    for markup in (f"{form}<script>{text}</script>", f"<body onload='{quoted}'>{form}"):
        _, page = _read_page(_html(b"\0" + markup.encode()))
        assert page is not None
        assert len(page.forms) == 1
        assert page.auto_submit in (True, False, None)
        assert page.submits in (None, 0)


def _value(data: bytes) -> None:
    """What a value decodes to is JSON, and small."""
    if not data:
        return
    text = data[1:].decode("utf-8", "replace")
    hint = Hint(_HINTS[data[0] % len(_HINTS)], "bank.example", START)
    chain = decode(text, hint)
    assert chain == decode(text, hint)
    if chain is not None:
        assert len(chain.steps) <= 8
        assert len(json.dumps(chain.proof.value)) <= 64 * _MOST_DECODED // 16


def _exchange(data: bytes) -> None:
    """The whole reading of a call, in every form in which it leaves."""
    made = answered(data, url=f"{URL}&state={STATE}&lang=fr")
    document = _checked(made)
    json.dumps(document)
    masked = json.dumps(Redactor([KEY]).document(document), ensure_ascii=False)
    assert STATE not in masked
    assert compare(made, answered(data, url=made.capture.url)).differences == ()
    entry_of(made)
    assert made.raw == data


def _request(data: bytes) -> None:
    """Whatever address was asked, and whatever was sent to it."""
    address, _, sent = data.partition(b"\n")
    url = address.decode("utf-8", "replace")
    made = Exchange(Capture(url, sent, seeds.answers()[0], START), read)
    json.dumps(_checked(made))
    entry_of(made)


def _errors(data: bytes) -> None:
    """Errors that are named in a body: bounded, and fit to be shown."""
    kind = _TYPES[data[0] % len(_TYPES)] if data else "text/plain"
    response = read_response(f"HTTP/1.1 400 X\r\nContent-Type: {kind}\r\n\r\n".encode() + data[1:])
    assert response is not None
    errors = read_errors(response, read_page(response, URL))
    assert errors == read_errors(response, read_page(response, URL))
    assert len(errors.fields) <= 51
    for field, messages in errors.fields:
        assert len(messages) <= 21
        assert all(len(message) <= 4096 for message in messages)
        _storable(field + "".join(messages))


def _two(data: bytes) -> None:
    """Two answers beside each other, both ways round: as much differs, and all that is news."""
    one, _, other = data.partition(b"\0--\0")
    left, right = answered(one), answered(other)
    there, back = compare(left, right), compare(right, left)
    assert there == compare(left, right)
    json.dumps(comparison_document(there))
    assert len(there.differences) == len(back.differences)
    both = left.response is not None and right.response is not None
    if both and fingerprint(left.inspection) != fingerprint(right.inspection):
        assert there.differences


def _filter(data: bytes) -> None:
    """A filter finds, counts and lists the same rows, or says where it cannot be understood."""
    text = data.decode("utf-8", "replace")
    refused: FilterError | None = None
    try:
        assert parse(text) == parse(text)
        ids = list(_store().ids(text))
    except FilterError as error:
        refused = error
        ids = []
    else:
        assert len(ids) == _store().count(text) == len(_store().summaries(text))
        assert len(set(ids)) == len(ids)
    if refused is not None:
        assert 1 <= refused.column <= len(text) + 1
    for cursor in {0, len(text) // 2, len(text)}:
        for completion in complete(text, cursor):
            assert 0 <= completion.start <= len(text)


def _file(data: bytes) -> None:
    """A file is read or refused in words; what was read leaves and comes back as the same bytes."""
    try:
        reading = read_file(data, "the file", everything=True)
    except InputError:
        return
    assert reading == read_file(data, "the file", everything=True)
    made = [Exchange(capture, read, origin="import") for capture in reading.captures[:4]]
    for exchange in made:
        _storable(exchange.capture.url)
        _checked(exchange)
    for name in ("jsonl", "har"):
        written = b"".join(export_chunks(name, made, exchange_document, None))
        if made and name == "jsonl":
            again = read_file(written, "the export", everything=True).captures
            assert [one.received for one in again] == [one.capture.received for one in made]


def _url(data: bytes) -> None:
    """Resolving what was resolved changes nothing; any text can be looked at as a URL."""
    base, _, reference = data.decode("utf-8", "replace").partition("\n")
    resolve_in(reference, base, "shift_jis")
    for text in (base, reference):
        split(text), read_pairs(text), parts(text)
    for where in (base, URL, ""):
        absolute = resolve(reference, where)
        if absolute is not None:
            assert resolve(absolute, "") == absolute
            assert resolve(absolute, URL) == absolute
            known = parts(absolute)
            assert known is not None
            assert known.href == absolute


def _redaction(data: bytes) -> None:
    """No known value leaves, wherever it stands and whatever stands around it."""
    text = data.decode("utf-8", "replace").replace("§", KEY)
    redactor = Redactor([KEY])
    for shown in (
        redactor.text(text),
        redactor.url(text),
        redactor.pair("x", text),
        redactor.pair("Set-Cookie", text),
        redactor.message(text.encode()).decode("utf-8", "replace"),
    ):
        assert KEY not in shown
    assert redactor.text(text) == redactor.text(text)
    page = f"<input type=hidden name=state value='{STATE}'>\n"
    assert STATE not in redactor.text(page + text)
    assert STATE not in redactor.url(f"https://a.example/?state={STATE}&x=" + text)


TARGETS: dict[str, Target] = {
    "answer": Target(_answer, seeds.answers, seeds.HEAD),
    "page": Target(_page, seeds.pages, seeds.MARKUP),
    "script": Target(_script, seeds.scripts, seeds.SCRIPT),
    "value": Target(
        _value, lambda: tuple(b"\1" + value for value in seeds.values()), seeds.JSON_WORDS
    ),
    "exchange": Target(_exchange, seeds.answers, (*seeds.HEAD, *seeds.MARKUP)),
    "request": Target(
        _request,
        lambda: tuple(
            f"https://toolbox-api.private.fin.ag/v3/oauth/authorize?state={v}&scope=a\n"
            "GET /v3/oauth/authorize HTTP/1.1\r\nHost: x\r\nflinks-auth-key: k\r\n\r\n".encode()
            for v in ("1", "%7B%22a%22%3A1%7D", "a+b&state=c&redirect_uri=http://127.1/")
        ),
        (*seeds.URL_WORDS, *seeds.HEAD),
    ),
    "errors": Target(
        _errors,
        lambda: tuple(
            bytes([kind]) + answer.partition(b"\r\n\r\n")[2]
            for kind in (0, 3, 13, 14)
            for answer in seeds.answers()
        ),
        seeds.JSON_WORDS,
    ),
    "comparison": Target(
        _two,
        lambda: tuple(
            one + b"\0--\0" + other
            for one, other in zip(seeds.answers(), seeds.answers()[1:], strict=False)
        ),
        (*seeds.HEAD, *seeds.MARKUP),
    ),
    "filter": Target(_filter, seeds.filters, seeds.FILTER_WORDS),
    "file": Target(
        _file, seeds.files, (*seeds.JSON_WORDS, *seeds.CURL_WORDS, *seeds.HEAD)
    ),
    "url": Target(
        _url,
        lambda: (b"https://a.example/x/y?z#f\n../b?c=%zz", b"\n//u:p@[::1]:443/\\x", b"data:x\n?a"),
        seeds.URL_WORDS,
    ),
    "redaction": Target(
        _redaction,
        lambda: (
            "state=§&code=x; Authorization: Bearer §".encode(),
            '{"access_token": "§", "a": ["§"]} <input name=REF value="§">'.encode(),
                b"GET /?state=%2B HTTP/1.1\r\nCookie: a=b\r\n\r\nu=https%3A%2F%2Fx%2F%3Fcode%3D1",
        ),
        (*seeds.URL_WORDS, *seeds.JSON_WORDS, "§".encode()),
    ),
}  # fmt: skip


def _html(data: bytes) -> bytes:
    kind = _TYPES[data[0] % len(_TYPES)] if data else _TYPES[0]
    return f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode() + data[1:]


def _read_page(received: bytes) -> tuple[Response, Page | None]:
    response = read_response(received)
    assert response is not None
    page = read_page(response, URL)
    assert page == read_page(response, URL)
    return response, page


def _checked(exchange: Exchange) -> dict[str, Any]:
    """The document of an exchange, after all that must hold of one."""
    again = Exchange(exchange.capture, read, origin=exchange.origin)
    assert exchange.inspection == again.inspection
    assert fingerprint(exchange.inspection) == fingerprint(again.inspection)
    request_key(exchange.request)
    for language in ("en", "fr"):
        for line in summary_lines(exchange, language, places=True):
            assert visible(line.value) == line.value, line
    document = exchange_document(exchange)
    _validator().validate(document)
    return document


def _storable(text: str) -> None:
    """No lone surrogate: no database and no terminal takes one."""
    text.encode()


@cache
def _validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads(schema_text("exchange")))


@cache
def _store() -> Store:
    folder = Path(tempfile.mkdtemp(prefix="fuzzing-"))
    store = Store.open(folder / "history.sqlite3")
    store.insert_many(
        [simulated(n, scenario=s) for n, s in enumerate(("form", "location", "bad-lang", "gzip"))]
    )
    return store
