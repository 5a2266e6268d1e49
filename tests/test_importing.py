"""Files that people attach to a ticket become exchanges: what they hold comes in, what they lack is
said, and what they are is found by their content."""

from __future__ import annotations

import base64
import gzip
import http.server
import json
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import InputError
from workbench.inspection.reading import read
from workbench.interop import Reading, entry_key, read_file
from workbench.model.capture import Capture, Timing
from workbench.model.exchange import Exchange
from workbench.shipped import sample_responses

DOCUMENTED = "https://toolbox-api.private.fin.ag/v3/oauth/authorize"
URL = f"{DOCUMENTED}?institution_id=42&lang=fr"
REQUEST = (
    b"GET /v3/oauth/authorize?institution_id=42 HTTP/1.1\r\nHost: acme-api.private.fin.ag\r\n\r\n"
)
PAGE = b"<html><title>T</title><form action=/go><input type=hidden name=REF value=1></form></html>"


def sample(name: str = "302-form.http") -> bytes:
    return (sample_responses() / name).read_bytes()


def one(data: bytes, **asked: Any) -> Capture:
    reading = read_file(data, "ticket", **asked)
    assert len(reading.captures) == 1, reading
    return reading.captures[0]


def seen(capture: Capture) -> Exchange:
    return Exchange(capture, read, origin="import")


def answer(body: bytes, *headers: str) -> bytes:
    lines = "".join(f"{header}\r\n" for header in headers)
    return f"HTTP/1.1 302 Found\r\n{lines}\r\n".encode() + body


def har(*entries: dict[str, Any]) -> bytes:
    return json.dumps({"log": {"version": "1.2", "entries": list(entries)}}).encode()


def har_entry(url: str = URL, **changed: Any) -> dict[str, Any]:
    response: dict[str, Any] = {
        "status": 302,
        "statusText": "Found",
        "httpVersion": "HTTP/1.1",
        "headers": [{"name": "Content-Type", "value": "text/html; charset=utf-8"}],
        "content": {"size": len(PAGE), "mimeType": "text/html", "text": PAGE.decode()},
    }
    request = {"method": "GET", "url": url, "headers": [{"name": "Accept", "value": "*/*"}]}
    return {
        "startedDateTime": "2026-11-24T10:00:00.250+01:00",
        "time": 60,
        "request": {**request, **changed.pop("request", {})},
        "response": {**response, **changed.pop("response", {})},
        "timings": {"blocked": 1, "dns": 2, "connect": 30, "ssl": 20, "send": 1, "wait": 20},
        **changed,
    }


@pytest.mark.parametrize("path", sorted(sample_responses().glob("*.http")), ids=lambda p: p.name)
def test_a_raw_answer_is_taken_byte_by_byte(path: Any) -> None:
    capture = one(path.read_bytes())
    assert capture.received == path.read_bytes()
    assert capture.wire == "exact"
    assert capture.url == DOCUMENTED
    assert any("documented endpoint is assumed" in note for note in capture.wire_notes)


def test_a_raw_request_and_answer_belong_together() -> None:
    capture = one(REQUEST + sample())
    assert capture.sent == REQUEST
    assert capture.received == sample()
    assert capture.url == "https://acme-api.private.fin.ag/v3/oauth/authorize?institution_id=42"
    assert capture.wire_notes == ()
    assert capture.started_at == datetime(2026, 11, 24, 10, tzinfo=UTC)


def test_several_messages_of_every_framing_are_told_apart() -> None:
    by_length = answer(PAGE, f"Content-Length: {len(PAGE)}", "Content-Type: text/html")
    chunked = sample("302-form-gzip-chunked.http")
    interim = b"HTTP/1.1 100 Continue\r\n\r\n" + by_length
    until_close = answer(PAGE, "Content-Type: text/html")
    data = REQUEST + by_length + chunked + b"\r\n" + REQUEST + interim + until_close
    reading = read_file(data, "x")
    assert [c.received for c in reading.captures] == [by_length, chunked, interim, until_close]
    assert [bool(c.sent) for c in reading.captures] == [True, False, True, False]


def test_requests_alone_are_counted_and_keep_nothing() -> None:
    assert read_file(REQUEST + REQUEST, "x") == Reading((), requests=2)
    assert read_file(b"curl -s 'https://x/v3/oauth/authorize'\n", "x") == Reading((), requests=1)
    assert read_file(b"### one\nGET https://x/y\nAccept: a\n\n### two\nGET /z\n", "x").requests == 2


def test_a_page_alone_says_what_is_unknown() -> None:
    capture = one(
        (sample_responses() / "documented-page.html").read_bytes(), url="https://b.example/"
    )
    exchange = seen(capture)
    assert exchange.response is not None
    assert exchange.response.status is None
    assert len(exchange.form) == 12
    assert capture.url == "https://b.example/"
    assert capture.wire == "rebuilt"
    assert any("status line" in note for note in capture.wire_notes)


class Door(http.server.BaseHTTPRequestHandler):
    """Answers like the endpoint, in chunks and gzip."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        coded = "gzip" in self.path
        body = gzip.compress(PAGE, mtime=0) if coded else PAGE
        self.send_response(302, "Found")
        self.send_header("Content-Type", "text/html")
        self.send_header("X-ODD-case", "a")
        self.send_header("x-odd-CASE", "b")
        if coded:
            self.send_header("Content-Encoding", "gzip")
        if "chunked" in self.path:
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self.wfile.write(b"5\r\n" + body[:5] + b"\r\n%x\r\n" % len(body[5:]) + body[5:])
            self.wfile.write(b"\r\n0\r\n\r\n")
        else:
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def door() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v3/oauth/authorize"
    server.shutdown()
    thread.join()
    server.server_close()


def curl(*words: str) -> bytes:
    command = ["curl", "--noproxy", "*", "-q", *words]
    ran = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=30)
    return ran.stdout


@pytest.mark.parametrize("flags", [["-i"], ["-v"], ["-iv"], ["-i", "-s"], ["-v", "-s"]])
@pytest.mark.parametrize("query", ["", "?chunked", "?gzip", "?gzip&chunked"])
@pytest.mark.parametrize("shell", ["crlf", "lf", "utf-16"])
def test_what_curl_really_prints_is_read(
    door: str, flags: list[str], query: str, shell: str
) -> None:
    coded = ["--compressed"] if "gzip" in query else []
    printed = curl(*flags, *coded, door + query)
    if shell == "lf":
        printed = printed.replace(b"\r\n", b"\n")
    elif shell == "utf-16":
        printed = b"\xff\xfe" + printed.decode().replace("\r\n", "\n").encode("utf-16-le")
    capture = one(printed)
    exchange = seen(capture)
    assert exchange.response is not None
    assert exchange.response.status == 302
    assert exchange.response.body == PAGE
    assert [v for n, v in exchange.response.headers if n.lower() == "x-odd-case"] == ["a", "b"]
    assert not exchange.response.has_oddity("truncated", "bytes-after-end", "bad-chunk-size")
    if "v" in flags[0]:
        assert capture.url == door + query
        assert capture.peer == door.removeprefix("http://").partition("/")[0]
    exact = query == "" and shell == "crlf" and "v" not in flags[0]
    assert capture.wire == ("exact" if exact else "rebuilt")
    assert capture.wire_notes


def test_a_call_that_failed_in_curl_is_a_failure_here() -> None:
    printed = curl("-v", "-s", "-S", "http://127.0.0.1:1/v3/oauth/authorize")
    assert b"curl: (7)" in printed
    capture = one(printed, url="http://127.0.0.1:1/v3/oauth/authorize")
    assert capture.failure is not None
    assert (capture.failure.kind, capture.failure.cause) == ("connect", "refused")


def test_redirects_that_curl_followed_are_several_exchanges() -> None:
    first = sample("302-location.http").decode()
    data = (
        "* Connected to h (127.0.0.1) port 80 (#0)\n"
        "> GET /v3/oauth/authorize HTTP/1.1\n> Host: h\n>\n"
        "< HTTP/1.1 302 Found\n< Location: /next\n< Content-Length: 0\n<\n"
        "* Connection #0 to host h left intact\n"
        "* Issue another request to this URL: 'http://h/next'\n"
        "> GET /next HTTP/1.1\n> Host: h\n>\n< HTTP/1.1 200 OK\n< Content-Length: 5\n<\nhello"
        "* Connection #0 to host h left intact\n"
    )
    reading = read_file(data.encode(), "x")
    assert (len(reading.captures), reading.skipped) == (1, 1)
    every = read_file(data.encode(), "x", everything=True).captures
    assert [c.url for c in every] == ["http://h/v3/oauth/authorize", "http://h/next"]
    assert seen(every[1]).response.body == b"hello"  # type: ignore[union-attr]
    assert len(read_file(first.encode() * 2, "x").captures) == 2


def test_a_har_keeps_times_and_says_what_it_lost() -> None:
    capture = one(b"\xef\xbb\xbf" + har(har_entry(serverIPAddress="10.0.0.1")))
    assert capture.url == URL
    assert capture.started_at == datetime(2026, 11, 24, 9, 0, 0, 250000, tzinfo=UTC)
    assert capture.timing == Timing(2.0, 10.0, 20.0, 54.0, 60.0)
    assert capture.peer == "10.0.0.1:443"
    assert capture.wire == "rebuilt"
    assert any("letter case and order" in note for note in capture.wire_notes)
    exchange = seen(capture)
    assert exchange.response is not None
    assert exchange.response.body == PAGE
    assert exchange.request.params == (("institution_id", "42"), ("lang", "fr"))


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "x-gzip", "gzip, br"])
@pytest.mark.parametrize("chunked", [True, False])
def test_a_har_whose_codings_are_undone_reads_as_its_headers_say(
    coding: str, chunked: bool
) -> None:
    headers = [
        {"name": "content-type", "value": "text/html"},
        {"name": "content-encoding", "value": coding},
        {"name": "transfer-encoding", "value": "chunked"}
        if chunked
        else {"name": "content-length", "value": "71"},
    ]
    capture = one(har(har_entry(response={"headers": headers})))
    response = seen(capture).response
    assert response is not None
    assert response.body == PAGE
    assert response.oddities == ()
    assert any("undone" in note for note in capture.wire_notes)
    assert chunked == any("chunk" in note for note in capture.wire_notes)


def test_a_base64_body_and_a_foreign_encoding_come_through() -> None:
    page = "<title>Déjà vu</title>"
    coded = base64.b64encode(page.encode("latin-1")).decode()
    latin = [{"name": "Content-Type", "value": "text/html; charset=iso-8859-1"}]
    for content in ({"text": coded, "encoding": "base64"}, {"text": page}):
        response = seen(
            one(har(har_entry(response={"headers": latin, "content": content})))
        ).response
        assert response is not None
        assert response.text == page
    for headers in ([], [{"name": "Content-Type", "value": "text/html"}]):
        content = {"text": f"{page}€\u4e2d"}
        capture = one(har(har_entry(response={"headers": headers, "content": content})))
        assert seen(capture).page.title == "Déjà vu"  # type: ignore[union-attr]


def test_a_browsers_redirect_without_its_body_is_no_empty_body() -> None:
    headers = [{"name": "content-length", "value": "1692"}, {"name": ":status", "value": "302"}]
    response = {"headers": headers, "content": {"size": 0}, "httpVersion": "h2", "statusText": ""}
    capture = one(har(har_entry(response=response)))
    assert "the body: the file does not hold it" in capture.wire_notes
    assert any("HTTP/2" in note for note in capture.wire_notes)
    read_back = seen(capture).response
    assert read_back is not None
    assert read_back.status == 302
    assert not read_back.has_oddity("truncated", "status-line")
    assert all(not name.startswith(":") for name, _ in read_back.headers)


@pytest.mark.parametrize(
    ("words", "kind", "cause"),
    [
        ("net::ERR_NAME_NOT_RESOLVED", "connect", "dns"),
        ("net::ERR_CONNECTION_REFUSED", "connect", "refused"),
        ("net::ERR_CERT_DATE_INVALID", "tls", "expired"),
        ("net::ERR_ABORTED", "cancelled", "cancelled"),
        ("", "protocol", "unknown"),
    ],
)
def test_status_0_is_a_failure_without_an_answer(words: str, kind: str, cause: str) -> None:
    response = {"status": 0, "headers": [], "content": {}, "statusText": "", "_error": words}
    capture = one(har(har_entry(response=response)))
    assert capture.failure is not None
    assert (capture.failure.kind, capture.failure.cause) == (kind, cause)
    assert capture.received == b""
    assert seen(capture).response is None


def test_only_authorize_traffic_comes_in_unless_everything_is_asked_for() -> None:
    urls = [
        "https://x.example/v3/OAuth/Authorize?a=1",
        "http://127.0.0.1:9/other/oauth/authorize",
        "https://x.example/v3/oauth/authorize/more",
        "https://x.example/app.js?u=/oauth/authorize",
        "https://x.example/",
    ]
    data = har(*(har_entry(url) for url in urls))
    reading = read_file(data, "x")
    assert [c.url for c in reading.captures] == urls[:2]
    assert reading.skipped == 3
    assert len(read_file(data, "x", everything=True).captures) == 5


def test_a_har_that_speaks_of_the_workbench_is_still_a_har() -> None:
    mention = {"text": '{"schema": "workbench.exchange/1"}', "mimeType": "text/plain"}
    assert len(read_file(har(har_entry(response={"content": mention})), "x").captures) == 1


def test_broken_entries_are_told_and_the_rest_comes_in() -> None:
    data = json.dumps(
        {"log": {"entries": [None, 7, {}, {"request": {"url": "http://[bad"}}, har_entry()]}}
    ).encode()
    reading = read_file(data, "x")
    assert len(reading.captures) == 1
    assert len(reading.problems) == 4
    assert "entry 4" in reading.problems[3]


def test_files_that_an_entry_names_are_never_opened(tmp_path: Any) -> None:
    secret = tmp_path / "outside.txt"
    secret.write_text("outside-content")
    content = {"size": 3, "_file": str(secret)}
    data = har(har_entry(response={"content": content}))
    assert b"outside-content" not in one(data).received


def test_a_header_cannot_smuggle_a_line() -> None:
    headers = [{"name": "X", "value": "a\r\nInjected: 1"}, {"name": "A: b\r\nC", "value": "d"}]
    cookies = [{"name": "set-cookie", "value": "a=1\nb=2"}]
    capture = one(har(har_entry(request={"headers": headers}, response={"headers": cookies})))
    assert b"\r\nInjected" not in capture.sent
    response = seen(capture).response
    assert response is not None
    assert response.all_headers("set-cookie") == ("a=1", "b=2")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"  \n",
        b"\0\1\2\3",
        b"hello",
        b'{"log": {"entries": [',
        b'{"log": {"entries": 3}}',
        b"{}",
    ],
)
def test_what_cannot_be_read_is_one_clear_error(data: bytes) -> None:
    with pytest.raises(InputError, match="attachment\\.bin"):
        read_file(data, "attachment.bin")


def test_deep_or_huge_json_is_refused_in_words() -> None:
    deep = b'{"log": {"entries": ' + b"[" * 200_000
    with pytest.raises(InputError, match="too deep"):
        read_file(deep, "deep.har")
    with pytest.raises(InputError, match="larger than 64 MiB"):
        read_file(b" " * (64 * 1024 * 1024 + 1), "huge.har")


def test_the_same_entry_has_the_same_key_and_its_number_counts() -> None:
    capture = one(sample())
    again = one(sample())
    assert entry_key(capture, 0) == entry_key(again, 0)
    assert len({entry_key(capture, n) for n in range(3)}) == 3
    assert entry_key(replace(capture, received=b"x"), 0) != entry_key(capture, 0)
    assert entry_key(replace(capture, sent=b"ab", received=b"c"), 0) != entry_key(
        replace(capture, sent=b"a", received=b"bc"), 0
    )


PIECES = st.sampled_from(
    [
        *(
            REQUEST,
            b"HTTP/1.1 302 Found\r\n",
            b"HTTP/2 200\n",
            b"\r\n",
            b"\n",
            b"Content-Length: 5\r\n",
        ),
        *(
            b"Transfer-Encoding: chunked\r\n",
            b"5\r\nhello\r\n0\r\n\r\n",
            b"> GET / HTTP/1.1\n",
            b"<\n",
        ),
        *(b"< HTTP/1.1 200 OK\n", b"* Connected to h (::1) port 443 (#0)\n", b"<html>", b"###\n"),
        *(b'{"log":{"entries":[{}]}}', b"### response, body of 9 bytes\n", b"curl x\n", b"\xff\0"),
        *(
            b'{"schema":"workbench.exchange/1"}\n',
            b"HEAD /x HTTP/1.1\n\n",
            b"Content-Encoding: gzip\r\n",
        ),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES | st.binary(max_size=12), max_size=14))
def test_any_bytes_are_read_or_refused_in_words(pieces: list[bytes]) -> None:
    try:
        reading = read_file(b"".join(pieces), "any")
    except InputError as error:
        refused = error.message
        reading = Reading(())
    else:
        refused = "any "
    assert refused.startswith("any ")
    for capture in reading.captures:
        assert capture.wire in ("exact", "rebuilt")
        seen(capture).inspection  # noqa: B018  # reading is what must not raise


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
NAMES = (
    "request response url method headers status content text encoding timings time failure "
    "startedDateTime serverIPAddress raw httpVersion"
)
SOME = st.dictionaries(st.sampled_from(NAMES.split()), JSON | st.just(URL))


@settings(max_examples=200, deadline=None)
@given(SOME, SOME, SOME)
def test_any_json_in_a_har_or_an_export_is_survived(
    entry: dict[str, Any], request: dict[str, Any], response: dict[str, Any]
) -> None:
    whole = {**entry, "request": {"url": URL, **request}, "response": {"status": 302, **response}}
    document = {**whole, "schema": "workbench.exchange/1"}
    for data in (har(whole), json.dumps(document).encode()):
        reading = read_file(data, "any", everything=True)
        for capture in reading.captures:
            seen(capture).inspection  # noqa: B018  # reading is what must not raise
