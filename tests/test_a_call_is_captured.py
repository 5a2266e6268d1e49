"""A person sends a request and gets every byte of both sides exactly as it went over the wire."""

from __future__ import annotations

import asyncio
import gzip
import socket
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from tests.wire_server import ANSWER, PAGE, Connection, WireServer, answering, answering_always
from workbench.capture import Client, preview
from workbench.capture.framing import head_end, message_end
from workbench.errors import InputError
from workbench.model.capture import Limits, Trust
from workbench.model.request import AuthorizeRequest

HEAD = b"HTTP/1.1 302 Found\r\nContent-Type: text/html\r\n"
SQUEEZED = gzip.compress(PAGE, mtime=0)

ANSWERS = {
    "odd letter case and duplicates": (
        b"HTTP/1.1 302 found it\r\nX-oDd: 1\r\nx-ODD:2\r\nX-Odd:   \r\nSet-Cookie: a=1\r\n"
        b"Set-Cookie: b=2\r\nContent-LENGTH: 31\r\n\r\n" + PAGE
    ),
    "chunks with extensions and trailers": (
        HEAD + b'Transfer-Encoding: chunked\r\n\r\n5;a="b c"\r\nhello\r\n0006 \r\n world\r\n'
        b"0;last\r\nX-Sum: 1\r\nX-sum: 2\r\n\r\n"
    ),
    "gzip": (
        HEAD + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(SQUEEZED) + SQUEEZED
    ),
    "HTTP/1.0 until close": b"HTTP/1.0 302 Found\r\nContent-Type: text/html\r\n\r\n" + PAGE,
    "interim answers": (
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + ANSWER
    ),
    "bare line feeds": b"HTTP/1.1 302 Found\nContent-Length: 2\n\nok",
    "no body": b"HTTP/1.1 204 No Content\r\n\r\n",
    "obs-fold": b"HTTP/1.1 302 Found\r\nX-A: 1\r\n  two\r\nContent-Length: 0\r\n\r\n",
    "300 KiB body": HEAD + b"Content-Length: 307200\r\n\r\n" + b"a" * 307200,
    "110 KiB head": HEAD + b"X: " + b"a" * 110 * 1024 + b"\r\nContent-Length: 0\r\n\r\n",
    "many interim answers": b"HTTP/1.1 103 Early Hints\r\n\r\n" * 1000 + ANSWER,
}


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, str]:
    ca = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert("localhost").configure_cert(context)
    path: Path = tmp_path_factory.mktemp("ca") / "ca.pem"
    ca.cert_pem.write_to_path(str(path))
    return context, str(path)


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    client = Client()
    yield client
    await client.aclose()


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
@pytest.mark.parametrize("secure", [False, True], ids=["plain", "tls"])
async def test_both_sides_are_kept_byte_for_byte(
    answer: bytes, secure: bool, authority: tuple[ssl.SSLContext, str]
) -> None:
    context, ca = authority
    client = Client(Trust(ca=ca))
    with WireServer(answering(answer), tls=context if secure else None) as server:
        request = AuthorizeRequest(
            base_url=server.url,
            institution_id=["42", "43"],
            state="a b+c",
            headers=[("X-oDD", "1"), ("x-odd", "2"), ("X-Utf8", "café")],
        )
        capture = await client.send(request, Limits(total_s=10))
        await client.aclose()
    assert capture.failure is None
    assert capture.received == answer
    assert capture.sent == server.requests[0] == await preview(request)
    assert capture.wire == "exact"
    assert (capture.tls is not None) == secure


async def test_the_request_goes_out_exactly_as_it_was_written(client: Client) -> None:
    with WireServer() as server:
        target = "/a/../b//%7e%7E'?&&state=%zz&x=[]{}|^`\\\"&empty=&plus=+"
        request = AuthorizeRequest(
            url=f"{server.url}{target}#fragment",
            headers=[("Accept", "*/*"), ("X-Last", "1"), ("x-last", "")],
            without_headers=["User-Agent", "Accept-Encoding"],
        )
        capture = await client.send(request)
    assert capture.failure is None
    assert server.requests == [
        f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nAccept: */*\r\n"
        "X-Last: 1\r\nx-last: \r\n\r\n".encode()
    ]
    assert capture.url == request.url


@pytest.mark.parametrize(
    ("url", "start"),
    [
        ("http://example.com", b"GET / HTTP/1.1\r\nHost: example.com\r\n"),
        ("http://example.com?a=1", b"GET /?a=1 HTTP/1.1\r\nHost: example.com\r\n"),
        ("https://EXAMPLE.com:443/x?", b"GET /x? HTTP/1.1\r\nHost: example.com\r\n"),
        ("https://example.com:80/", b"GET / HTTP/1.1\r\nHost: example.com:80\r\n"),
        ("http://[::1]:8080/", b"GET / HTTP/1.1\r\nHost: [::1]:8080\r\n"),
        ("http://user:secret@example.com/", b"GET / HTTP/1.1\r\nHost: example.com\r\n"),
    ],
)
async def test_target_and_host_come_from_the_url(url: str, start: bytes) -> None:
    sent = await preview(AuthorizeRequest(url=url))
    assert sent.startswith(start)
    assert b"secret" not in sent


async def test_a_host_that_was_given_is_sent_instead() -> None:
    request = AuthorizeRequest(url="http://127.0.0.1:1/", headers=[("hOST", "elsewhere.example")])
    assert (await preview(request)).startswith(b"GET / HTTP/1.1\r\nhOST: elsewhere.example\r\n")


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ([("Host", "a"), ("host", "b")], "two Host"),
        ([("Content-Length", "5")], "Content-Length"),
        ([("Content-Length", "x")], "Content-Length"),
        ([("Transfer-Encoding", "gzip")], "Transfer-Encoding"),
        ([("Bad{name}", "1")], "header name Bad{name}"),
        ([("Host", "a"), ("X-Y", " blank first")], "value of header X-Y"),
        ([("X", "\udfff\ud800")], "cannot be sent"),
    ],
)
async def test_what_no_request_can_carry_is_refused_before_anything_is_sent(
    client: Client, headers: list[tuple[str, str]], words: str
) -> None:
    with WireServer() as server:
        request = AuthorizeRequest(base_url=server.url, headers=headers)
        with pytest.raises(InputError, match=words) as sending:
            await client.send(request)
        with pytest.raises(InputError, match=words) as previewing:
            await preview(request)
        assert str(sending.value) == str(previewing.value)
        assert sending.value.hint
        assert server.connections == 0


@pytest.mark.parametrize("method", ["POST", "options", "DELETE"])
async def test_another_method_is_sent_as_it_stands(client: Client, method: str) -> None:
    with WireServer() as server:
        capture = await client.send(AuthorizeRequest(base_url=server.url, method=method))
    assert capture.failure is None
    assert server.requests[0].split(b" ")[0] == method.encode()


async def test_a_head_request_ends_with_the_head(client: Client) -> None:
    answer = HEAD + b"Content-Length: 50\r\n\r\n"
    with WireServer(answering_always(answer)) as server:
        request = AuthorizeRequest(base_url=server.url, method="HEAD")
        captures = [await client.send(request, Limits(total_s=5)) for _ in range(2)]
        assert server.connections == 1
    assert [(c.failure, c.received) for c in captures] == [(None, answer)] * 2


async def test_a_redirect_is_never_followed_and_no_cookie_comes_back(client: Client) -> None:
    answer = (
        b"HTTP/1.1 302 Found\r\nLocation: /next\r\nSet-Cookie: a=1; Path=/\r\n"
        b"Content-Length: 0\r\n\r\n"
    )
    with WireServer(answering_always(answer)) as server:
        request = AuthorizeRequest(base_url=server.url)
        for _ in range(2):
            assert (await client.send(request)).received == answer
        assert len(server.requests) == 2
        assert b"ookie" not in server.requests[1]


async def test_times_and_peer_are_told(client: Client) -> None:
    before = datetime.now(UTC)
    with WireServer() as server:
        request = AuthorizeRequest(url=f"http://localhost:{server.port}/")
        first = await client.send(request)
        second = await client.send(request)
    timing = first.timing
    assert timing.dns is not None
    assert timing.connect is not None
    assert timing.first_byte is not None
    assert timing.total is not None
    assert timing.tls is None
    assert 0 < timing.dns + timing.connect < timing.first_byte <= timing.total
    assert (second.timing.dns, second.timing.connect) == (None, None)
    assert first.peer == second.peer == f"127.0.0.1:{server.port}"
    assert first.started_at is not None
    assert before <= first.started_at <= datetime.now(UTC)


@pytest.mark.skipif(not socket.has_ipv6, reason="no IPv6 here")
async def test_an_ipv6_server_is_called(client: Client) -> None:
    with WireServer(host="::1") as server:
        capture = await client.send(AuthorizeRequest(url=f"http://[::1]:{server.port}/"))
    assert (capture.failure, capture.peer) == (None, f"[::1]:{server.port}")


async def test_several_calls_at_once_do_not_mix(client: Client) -> None:
    def echoing(request: bytes) -> bytes:
        line = request.split(b"\r\n")[0]
        return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(line) + line

    def behave(connection: Connection) -> None:
        while request := connection.read_request():
            connection.send(echoing(request))

    with WireServer(behave) as server:
        requests = [AuthorizeRequest(base_url=server.url, state=str(n)) for n in range(20)]
        captures = await asyncio.gather(*map(client.send, requests))
    for request, capture in zip(requests, captures, strict=True):
        assert capture.failure is None
        assert capture.sent == await preview(request)
        assert capture.received == echoing(capture.sent)


async def test_bytes_behind_the_answer_are_kept_and_never_taken_for_the_next_answer(
    client: Client,
) -> None:
    with WireServer(answering_always(ANSWER + ANSWER[:40]), answering_always(ANSWER)) as server:
        request = AuthorizeRequest(base_url=server.url)
        first = await client.send(request)
        second = await client.send(request)
        assert server.connections == 2
    assert (first.failure, first.received) == (None, ANSWER + ANSWER[:40])
    assert (second.failure, second.received) == (None, ANSWER)


async def test_a_second_answer_in_a_tls_record_of_its_own_is_kept_apart(
    authority: tuple[ssl.SSLContext, str],
) -> None:
    context, ca = authority
    chunked = HEAD + b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n"

    def two_records(connection: Connection) -> None:
        connection.read_request()
        # One TCP segment, two TLS records: the second is decrypted only when asked for.
        connection.send_together(chunked, ANSWER)
        connection.hold()

    client = Client(Trust(ca=ca))
    with WireServer(two_records, answering_always(ANSWER), tls=context) as server:
        request = AuthorizeRequest(base_url=server.url)
        first = await client.send(request, Limits(total_s=5))
        second = await client.send(request, Limits(total_s=5))
        await client.aclose()
        assert server.connections == 2
    assert (first.failure, second.failure) == (None, None)
    assert first.received == chunked + ANSWER
    assert second.received == ANSWER


async def test_the_connection_is_kept_for_the_next_call(client: Client) -> None:
    chunked = HEAD + b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nX: y\r\n\r\n"
    for answer in (ANSWER, chunked, ANSWERS["no body"]):
        with WireServer(answering_always(answer)) as server:
            for _ in range(3):
                assert (await client.send(AuthorizeRequest(base_url=server.url))).received == answer
            assert server.connections == 1


@given(
    interim=st.integers(0, 3),
    pieces=st.lists(st.binary(min_size=1, max_size=20), max_size=5),
    trailers=st.lists(st.sampled_from([b"A: 1", b"b:2"]), max_size=3),
    surplus=st.binary(max_size=5),
    cut=st.integers(1, 50),
)
def test_the_end_of_an_answer_is_found_however_it_comes(
    interim: int, pieces: list[bytes], trailers: list[bytes], surplus: bytes, cut: int
) -> None:
    chunks = b"".join(b"%X;x\r\n%b\r\n" % (len(piece), piece) for piece in pieces)
    tail = b"".join(line + b"\r\n" for line in trailers)
    head = b"HTTP/1.1 103 Hints\r\n\r\n" * interim + HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
    whole = head + chunks + b"0\r\n" + tail + b"\r\n"
    received, start, end = bytearray(), 0, 0
    for position in range(0, len(head), cut):
        searched = len(received)
        received += head[position : position + cut]
        start, end = head_end(received, start, searched)
    assert (end, start) == (len(head), len(head) - len(HEAD) - 30)
    received += whole[len(head) :] + surplus
    headers = [(b"Transfer-Encoding", b"chunked")]
    assert message_end(received, end, b"GET", 302, headers) == len(whole)
