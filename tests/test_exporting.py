"""What leaves can be used elsewhere, loses nothing its format can hold, and carries no secret
unless that was asked for."""

from __future__ import annotations

import base64
import html
import json
import shlex
import socket
import subprocess
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.document.exchange import exchange_document
from workbench.errors import InputError
from workbench.inspection.reading import read
from workbench.interop import export_chunks, export_to, exporter_names, read_file
from workbench.model.capture import Capture, Failure, Timing
from workbench.model.exchange import Exchange
from workbench.model.request import AuthorizeRequest
from workbench.redaction import Redactor
from workbench.shipped import sample_responses

BASE = "https://toolbox-api.private.fin.ag"
SAMPLES = sorted(sample_responses().glob("*.http"))


def exchange(received: bytes, *, request: AuthorizeRequest | None = None, **facts: Any) -> Exchange:
    asked = request or AuthorizeRequest(institution_id="42", state="st4te-0123456789", tag="TCK-7")
    capture = Capture(
        url=asked.url,
        sent=sent_bytes(asked),
        received=received,
        started_at=datetime(2026, 11, 24, 10, 0, 0, 123456, tzinfo=UTC),
        timing=Timing(1.5, 2.5, 10.0, 40.0, 42.5),
        peer="127.0.0.1:443",
    )
    return Exchange(
        replace(capture, **facts), read, id=12, uuid="9b1c42d0-0000-4000-8000-000000000000"
    )


def sent_bytes(asked: AuthorizeRequest) -> bytes:
    target = asked.url.partition("://")[2]
    host, _, rest = target.partition("/")
    lines = "".join(f"{name}: {value}\r\n" for name, value in asked.headers)
    return f"{asked.method} /{rest} HTTP/1.1\r\nHost: {host}\r\n{lines}\r\n".encode()


def exported(name: str, exchanges: Iterable[Exchange], *, secrets: bool = False) -> bytes:
    redactor = None if secrets else Redactor()
    return b"".join(export_chunks(name, exchanges, exchange_document, redactor))


def back(data: bytes) -> list[Exchange]:
    return [Exchange(capture, read, origin="import") for capture in read_file(data, "x").captures]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
@pytest.mark.parametrize("name", ["har", "jsonl", "json"])
def test_export_and_import_lose_nothing_that_the_format_holds(name: str, path: Path) -> None:
    before = exchange(path.read_bytes())
    (after,) = back(exported(name, [before], secrets=True))
    assert before.response is not None
    assert after.response is not None
    assert after.response.status == before.response.status
    assert after.response.reason == before.response.reason
    assert after.response.body == before.response.body
    assert after.request == before.request
    assert after.started_at == before.started_at
    assert after.capture.timing == before.capture.timing
    assert after.capture.peer == before.capture.peer
    framed = {"content-length"} if name == "har" else set()
    assert [p for p in after.response.headers if p[0].lower() not in framed] == [
        p for p in before.response.headers if p[0].lower() not in framed
    ]
    if name != "har":
        assert after.capture.received == before.capture.received
        assert after.capture.sent == before.capture.sent
        assert after.capture.wire == "exact"


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
@pytest.mark.parametrize("name", ["har", "jsonl", "json", "http"])
def test_a_redacted_export_imports_with_the_same_shape(name: str, path: Path) -> None:
    before = exchange(path.read_bytes())
    (after,) = back(exported(name, [before]))
    assert before.response is not None
    assert after.response is not None
    assert after.response.status == before.response.status
    assert [n for n, _ in after.response.headers] == [n for n, _ in before.response.headers]
    assert [i.name for i in after.form] == [i.name for i in before.form]
    assert after.redirect.kind == before.redirect.kind
    assert not after.response.has_oddity("truncated", "bytes-after-end") or (
        before.response.has_oddity("truncated", "bytes-after-end")
    )


def test_a_failure_survives_the_way_out_and_in() -> None:
    failure = Failure("connect", "refused", "connect", "refused by 127.0.0.1:1", "look", ("a",))
    before = exchange(b"", failure=failure)
    for name in ("har", "jsonl", "json"):
        (after,) = back(exported(name, [before], secrets=True))
        assert after.failure == failure
        assert after.response is None


def test_what_is_unknown_stays_unknown_in_a_har() -> None:
    page = (sample_responses() / "documented-page.html").read_bytes()
    before = exchange(page, wire="rebuilt", started_at=None)
    (after,) = back(exported("har", [before], secrets=True))
    assert after.started_at is None
    assert after.response is not None
    assert after.response.status is None
    assert len(after.form) == 12


def test_a_har_says_what_the_specification_asks_for() -> None:
    archive = json.loads(exported("har", [exchange(SAMPLES[0].read_bytes()), exchange(b"")]))
    log = archive["log"]
    assert log["version"] == "1.2"
    assert log["creator"]["name"] == "authorize-workbench"
    for entry in log["entries"]:
        assert {"startedDateTime", "time", "request", "response", "cache", "timings"} <= set(entry)
        assert {"method", "url", "httpVersion", "cookies", "headers", "queryString"} <= set(
            entry["request"]
        )
        assert {"status", "statusText", "content", "redirectURL", "headersSize", "bodySize"} <= set(
            entry["response"]
        )
        spent = [entry["timings"][part] for part in ("dns", "connect", "send", "wait", "receive")]
        assert sum(max(0, part) for part in spent) == pytest.approx(entry["time"])


def test_count_in_is_count_out_and_nothing_is_held() -> None:
    drawn = 0

    def endless() -> Iterator[Exchange]:
        nonlocal drawn
        while True:
            drawn += 1
            yield exchange(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")

    for name in exporter_names():
        drawn = 0
        chunks = iter(export_chunks(name, endless(), exchange_document, Redactor()))
        for _ in range(6):
            next(chunks)
        assert 1 <= drawn <= 6
    some = [exchange(path.read_bytes()) for path in SAMPLES]
    for name in ("har", "jsonl", "json", "http"):
        assert len(back(exported(name, some))) == len(some)
    assert exported("curl", some).count(b"\ncurl ") == len(some)
    assert json.loads(exported("json", [])) == []
    assert json.loads(exported("har", []))["log"]["entries"] == []


def test_text_in_a_body_cannot_pass_for_the_next_message() -> None:
    body = b"### response, body of 3 bytes\nHTTP/1.1 200 OK\n\nxxx\n"
    body += b"### exchange 1\nGET http://evil/ HTTP/1.1\n"
    head = f"HTTP/1.1 400 Bad\r\nContent-Type: text/plain\r\nContent-Length: {len(body)}\r\n\r\n"
    before = exchange(head.encode() + body)
    reading = read_file(exported("http", [before, before]), "x", everything=True)
    assert [c.url.partition("?")[0] for c in reading.captures] == [f"{BASE}/v3/oauth/authorize"] * 2
    assert [Exchange(c, read).response.body for c in reading.captures] == [body] * 2  # type: ignore[union-attr]


def test_an_unknown_format_names_the_known_ones() -> None:
    with pytest.raises(InputError, match="har"):
        list(export_chunks("docx", [], exchange_document, None))


# Secrets: fifty, each under a name, in a place and an encoding of its own.

ENCODINGS: tuple[Callable[[str], str], ...] = (
    str,
    lambda v: quote(v, safe=""),
    quote_plus,
    lambda v: quote(quote(v, safe=""), safe=""),
    lambda v: base64.b64encode(v.encode()).decode(),
    lambda v: base64.urlsafe_b64encode(b"a" + v.encode() + b"bc").decode(),
    lambda v: json.dumps(v)[1:-1],
    lambda v: json.dumps(v)[1:-1].replace("/", "\\/"),
    html.escape,
    lambda v: v.encode().hex(),
)
NAMES = (
    *("REF", "state", "resumePath", "code", "loginId", "access_token", "id_token", "password"),
    *("refresh_token", "client_secret"),
)
PLANTED = tuple(f"pl4nt/{number:02}+é=s3cr3t&\"'x" for number in range(50))


def planted_exchange() -> Exchange:
    """Fifty secrets: each by name once, and again elsewhere in one of ten encodings."""
    inputs, again = [], []
    for number, secret in enumerate(PLANTED[:30]):
        name = NAMES[number % len(NAMES)]
        inputs.append(f'<input type="hidden" name="{name}" value="{html.escape(secret)}">')
        again.append(html.escape(ENCODINGS[number % len(ENCODINGS)](secret)))
    cookies = [
        f"Set-Cookie: c{number}={quote(secret)}; Path=/"
        for number, secret in enumerate(PLANTED[30:40])
    ]
    seen = [
        f"X-Seen-{n}: {ENCODINGS[n % len(ENCODINGS)](quote(s))}"
        for n, s in enumerate(PLANTED[30:40])
    ]
    location = "Location: https://app.example/cb?" + "&".join(
        f"{NAMES[number % len(NAMES)]}={quote(secret, safe='')}"
        for number, secret in enumerate(PLANTED[40:45])
    )
    page = (
        f"<title>{again[0]}</title><p>{' '.join(again)}</p><form action=/x>{''.join(inputs)}</form>"
    )
    head = "\r\n".join(
        ["HTTP/1.1 302 Found", "Content-Type: text/html; charset=utf-8", *cookies, *seen, location]
    )
    asked = AuthorizeRequest(
        institution_id="42",
        state=PLANTED[45],
        redirect_uri=f"https://app.example/cb?token={quote(PLANTED[46], safe='')}",
        extra=[("password", PLANTED[47])],
        headers=[
            ("flinks-auth-key", f"Bearer {quote(PLANTED[48], safe='')}"),
            ("X-Api-Key", quote(PLANTED[49], safe="")),
        ],
    )
    made = exchange(f"{head}\r\n\r\n{page}".encode(), request=asked)
    return replace(made, note=" ".join(ENCODINGS[n % 10](s) for n, s in enumerate(PLANTED)))


@pytest.mark.parametrize("name", exporter_names())
def test_none_of_fifty_planted_secrets_leaves(name: str) -> None:
    made = planted_exchange()
    everything = exported(name, [made], secrets=True).decode()
    shown = exported(name, [made]).decode()
    readings = {
        shown.lower(),
        json.dumps(json.loads(json.dumps(shown)), ensure_ascii=False).lower(),
    }
    leaked = [
        (secret, encode(secret))
        for secret in PLANTED
        for encode in ENCODINGS
        for reading in readings
        if encode(secret).lower() in reading
    ]
    assert leaked == []
    assert "42" in shown
    planted_there = [
        s for s in PLANTED if any(e(s).lower() in everything.lower() for e in ENCODINGS)
    ]
    assert planted_there, "the same export with secrets must hold them, or this test shows nothing"


def test_the_bytes_of_the_wire_leave_with_secrets_only() -> None:
    before = exchange(SAMPLES[0].read_bytes())
    document = json.loads(exported("jsonl", [before], secrets=True))
    assert base64.b64decode(document["raw"]["response"]) == before.raw
    assert "raw" not in json.loads(exported("jsonl", [before]))


# curl


@pytest.fixture(scope="module")
def ear() -> Iterator[tuple[str, list[bytes]]]:
    """A server that keeps the bytes of each request; (base URL, what it heard)."""
    heard: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))

    def listen() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection:
                got = b""
                while b"\r\n\r\n" not in got:
                    piece = connection.recv(65536)
                    if not piece:
                        break
                    got += piece
                if got:
                    heard.append(got)
                    connection.sendall(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.getsockname()[1]}", heard
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join(5)


HOSTILE = [
    "plain",
    "it's",
    '"quoted"',
    "$(touch /tmp/pwned) ${HOME} $HOME",
    "`id`",
    "line\nbreak\r\n",
    "-o /tmp/x",
    "--next",
    "@/etc/passwd",
    "a;b|c&d>e<f",
    "\\ back \\' slash",
    "!history !!",
    "[1-9]{a,b}",
    "é中 \u202e",
    "%00%2F%",
    "#fragment ?x=1&y=2",
    "",
    "'\\''\"'\"'",
    "~/x *",
]


def run_in_bash(ear_base: str, heard: list[bytes], asked: AuthorizeRequest, folder: Path) -> bytes:
    script = exported("curl", [exchange(b"", request=asked)], secrets=True)
    path = folder / "again.sh"
    path.write_bytes(script)
    heard.clear()
    ran = subprocess.run(
        ["bash", str(path)],
        capture_output=True,
        timeout=30,
        env={"PATH": "/usr/bin:/bin", "NO_PROXY": "*", "HOME": str(folder)},
        cwd=folder,
    )
    assert ran.returncode == 0, ran.stderr
    assert sorted(folder.iterdir()) == [path]
    assert len(heard) == 1, (ear_base, script)
    return heard[0]


@pytest.mark.parametrize("value", HOSTILE)
def test_the_curl_command_sends_the_very_bytes(
    value: str, ear: tuple[str, list[bytes]], tmp_path: Path
) -> None:
    base, heard = ear
    in_header = "".join(c for c in value if " " <= c <= "~").strip()
    asked = AuthorizeRequest(
        base_url=base,
        institution_id=["42", value],
        state=value,
        tag=value,
        extra=[(value or "empty", value)],
        headers=[("X-Odd-CASE", in_header), ("x-second", f"@{in_header}"), ("X-Odd-CASE", "again")],
    )
    heard_bytes = run_in_bash(base, heard, asked, tmp_path)
    # curl writes no blank after the colon of an empty header.
    assert heard_bytes == sent_bytes(asked).replace(b"X-Odd-CASE: \r\n", b"X-Odd-CASE:\r\n")
    assert not Path("/tmp/pwned").exists()


@pytest.mark.parametrize(
    "url",
    [
        "/v3/oauth/authorize?a='b'&c=$(id)&d=`id`",
        "/a/../b/./c//d?x=[1]{2}",
        "/v3/oauth/authorize?",
        '/x?a="b"&c=\\&d=!!&e=*',
        "/-o?@x",
    ],
)
def test_a_literal_url_is_sent_as_it_stands(
    url: str, ear: tuple[str, list[bytes]], tmp_path: Path
) -> None:
    base, heard = ear
    asked = AuthorizeRequest(url=base + url, without_headers=["User-Agent", "Accept"])
    assert run_in_bash(base, heard, asked, tmp_path) == sent_bytes(asked)


@settings(max_examples=200, deadline=None)
@given(
    st.text(max_size=30), st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=30)
)
def test_any_value_is_one_word_of_the_command(value: str, header: str) -> None:
    value = value.encode("utf-8", "replace").decode()
    asked = AuthorizeRequest(base_url=BASE, state=value, headers=[("X-A", header)])
    script = exported("curl", [exchange(b"", request=asked)], secrets=True).decode()
    command = script.partition("\n")[2]
    words = shlex.split(command)
    assert words[-2:] == ["--url", asked.url]
    kept = header.strip(" \t")
    assert (f"X-A: {kept}" if kept else "X-A;") in words
    assert command.count("\n") == 1


def test_a_header_that_cannot_be_sent_is_left_out_and_said() -> None:
    document = exchange_document(exchange(b""))
    document["request"]["headers"] = [["X", "a\nb"], ["@file", "y"], ["Ok", "1"]]  # type: ignore[index]
    script = b"".join(export_chunks("curl", [exchange(b"")], lambda _: document, None)).decode()
    assert script.count("# left out") == 2
    assert "a\nb" not in script
    assert "'Ok: 1'" in script


# Files


def test_an_export_is_its_owners_alone_and_overwrites_only_when_forced(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    assert export_to(path, [b"one\n", b"two\n"]) == 8
    assert path.read_bytes() == b"one\ntwo\n"
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(InputError, match="there already"):
        export_to(path, [b"x"])
    assert path.read_bytes() == b"one\ntwo\n"
    export_to(path, [b"x"], force=True)
    assert path.read_bytes() == b"x"
    assert list(tmp_path.iterdir()) == [path]


def test_an_export_that_breaks_off_leaves_no_file(tmp_path: Path) -> None:
    def breaking() -> Iterator[bytes]:
        yield b"begun"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export_to(tmp_path / "out", breaking())
    assert list(tmp_path.iterdir()) == []


def test_an_export_does_not_follow_a_link_and_says_where_it_cannot_go(tmp_path: Path) -> None:
    target = tmp_path / "target"
    link = tmp_path / "link"
    link.symlink_to(target)
    with pytest.raises(InputError, match="there already"):
        export_to(link, [b"x"])
    assert not target.exists()
    export_to(link, [b"x"], force=True)
    assert not target.exists()
    assert not link.is_symlink()
    with pytest.raises(InputError, match="cannot be written"):
        export_to(tmp_path / "missing" / "out", [b"x"])
    with pytest.raises(InputError, match="is a folder"):
        export_to(tmp_path, [b"x"], force=True)
