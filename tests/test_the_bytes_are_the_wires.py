"""What `show --raw` and `show --request` give is what went over the wire, byte for byte."""

from __future__ import annotations

import gzip
import ssl
from pathlib import Path

import pytest
import trustme

from tests.running import Person
from tests.wire_server import WireServer, answering

PAGE = b"<html><title>t</title><body onload='document.forms[0].submit()'><form action=/x></form>"

ANSWERS = {
    "odd-case headers and duplicates": b"HTTP/1.1 302 Found\r\ncOnTeNt-TyPe: text/html\r\n"
    b"X-A: 1\r\nx-a:  2 \r\nX-A:\r\nContent-Length: %d\r\n\r\n%b" % (len(PAGE), PAGE),
    "chunked with extensions and trailers": b"HTTP/1.1 302 Found\r\nTransfer-Encoding: chunked\r\n"
    b'Content-Type: text/html\r\n\r\n6;a="b;c"\r\n<html>\r\n0B;x\r\n<title>t</t\r\n0;last\r\n'
    b"X-Trailer: one\r\nX-Trailer: two\r\n\r\n",
    "gzip": b"HTTP/1.1 302 Found\r\nContent-Encoding: gzip\r\nContent-Type: text/html\r\n"
    b"Content-Length: %d\r\n\r\n%b" % (len(gzip.compress(PAGE, 9, mtime=0)),
                                       gzip.compress(PAGE, 9, mtime=0)),
    "HTTP/1.0 until close": b"HTTP/1.0 302 Moved\r\nContent-Type: text/html\r\n\r\n" + PAGE,
}  # fmt: skip


def check(person: Person, server: WireServer, answer: bytes, *more: str) -> None:
    sent = person.run("authorize", "--base-url", server.url, "--institution-id", "42", *more)
    assert sent.code == 0, sent
    assert person.ok("show", "last", "--raw").out == answer
    assert person.ok("show", "last", "--request").out == server.requests[0]
    (document,) = person.ok("show", "last", "--json").documents
    assert document["wire"] == "exact"
    assert document["origin"] == "live"


@pytest.mark.parametrize("name", ANSWERS)
def test_plain(person: Person, name: str) -> None:
    with WireServer(answering(ANSWERS[name])) as server:
        check(person, server, ANSWERS[name])


@pytest.mark.parametrize("name", ANSWERS)
def test_over_tls(person: Person, tmp_path: Path, name: str) -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    pem = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(pem))
    with WireServer(answering(ANSWERS[name]), tls=context) as server:
        check(person, server, ANSWERS[name], "--ca", str(pem))
    (document,) = person.ok("show", "last", "--json").documents
    assert document["tls"]["version"] == "TLSv1.3"
    assert document["tls"]["verified"] is True
    assert "localhost" in document["tls"]["chain"][0]["names"]
    assert document["timing_ms"]["tls"] > 0


def test_an_expired_certificate_is_named_and_dated(person: Person, tmp_path: Path) -> None:
    from datetime import UTC, datetime, timedelta

    authority = trustme.CA()
    ended = datetime.now(UTC) - timedelta(days=3)
    expired = authority.issue_cert("localhost", not_after=ended)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    expired.configure_cert(context)
    pem = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(pem))
    with WireServer(answering(ANSWERS["gzip"]), tls=context) as server:
        call = ("authorize", "--base-url", server.url, "--json")
        failed = person.run(*call, "--ca", str(pem))
        insecure = person.run(*call, "--insecure")
    assert failed.code == 3
    (document,) = failed.documents
    assert document["failure"]["kind"] == "tls"
    assert document["failure"]["cause"] == "expired"
    assert "expired" in document["failure"]["message"]
    assert document["response"] is None
    assert insecure.code == 0
    assert insecure.documents[0]["tls"]["verified"] is False
    assert len(person.ok("history", "--json").documents) == 2
