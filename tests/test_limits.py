"""Answers that never end: each limit stops them in its own words, with the bytes so far."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import AsyncIterator

import pytest

from tests.wire_server import ANSWER, Behaviour, Connection, WireServer, answering_always
from workbench.capture import Client
from workbench.model.capture import Capture, Limits
from workbench.model.request import AuthorizeRequest

HEAD = b"HTTP/1.1 302 Found\r\nContent-Type: text/html\r\n"
MIB = 1024 * 1024


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    client = Client()
    yield client
    await client.aclose()


def dripping(start: bytes, piece: bytes, pause_s: float = 0.05) -> Behaviour:
    def behave(connection: Connection) -> None:
        connection.read_request()
        connection.send(start)
        connection.drip(piece, pause_s)

    return behave


def flooding(start: bytes, piece: bytes) -> Behaviour:
    return dripping(start, piece, pause_s=0)


async def call(client: Client, behaviour: Behaviour, limits: Limits) -> Capture:
    with WireServer(behaviour, answering_always(ANSWER)) as server:
        request = AuthorizeRequest(base_url=server.url)
        capture = await client.send(request, limits)
        # Whatever happened, the next call works.
        after = await client.send(request)
    assert (after.failure, after.received) == (None, ANSWER)
    return capture


@pytest.mark.parametrize(
    "start",
    [b"", b"HTTP/1.1 302 Found\r\nX: ", HEAD + b"Content-Length: 1000000\r\n\r\n"],
    ids=["status line", "header", "body"],
)
async def test_a_drip_ends_at_the_total_deadline(client: Client, start: bytes) -> None:
    first = start or b"HTTP/1.1 302 "
    begun = time.perf_counter()
    capture = await call(client, dripping(first, b"a"), Limits(total_s=0.5, read_s=0.4))
    took = time.perf_counter() - begun
    assert capture.failure is not None
    assert (capture.failure.kind, capture.failure.cause) == ("timeout", "deadline")
    assert "0.5 s" in capture.failure.message
    assert capture.received.startswith(first + b"aaa")
    assert 0.5 <= took < 1.5


async def test_a_flood_cannot_outlive_the_deadline(client: Client) -> None:
    limits = Limits(total_s=0.3, wire_bytes=10**9)
    capture = await call(client, flooding(HEAD + b"\r\n", b"a" * 1000), limits)
    assert capture.failure is not None
    assert capture.failure.kind == "timeout"


async def test_a_pause_ends_at_the_read_timeout(client: Client) -> None:
    start = HEAD + b"Content-Length: 9\r\n\r\nhello"
    capture = await call(client, dripping(start, b"", 5), Limits(read_s=0.2))
    assert capture.failure is not None
    assert (capture.failure.kind, capture.failure.cause) == ("timeout", "silence")
    assert "0.2 s" in capture.failure.message
    assert "rest of the answer" in capture.failure.message
    assert capture.received == start


async def test_an_endless_body_ends_at_the_wire_limit(client: Client) -> None:
    tracemalloc.start()
    capture = await call(client, flooding(HEAD + b"\r\n", b"a" * 65536), Limits())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert capture.failure is not None
    assert (capture.failure.kind, capture.failure.cause) == ("limit", "answer-too-big")
    assert "16 MiB" in capture.failure.message
    assert len(capture.received) == 16 * MIB + 1
    assert capture.received.startswith(HEAD + b"\r\naaa")
    assert peak < 4 * 16 * MIB


@pytest.mark.parametrize(("spare", "fits"), [(0, True), (-1, False)])
async def test_the_wire_limit_is_exact(client: Client, spare: int, fits: bool) -> None:
    capture = await call(client, answering_always(ANSWER), Limits(wire_bytes=len(ANSWER) + spare))
    assert (capture.failure is None) == fits
    assert capture.received == ANSWER


@pytest.mark.parametrize(
    ("start", "piece"),
    [
        (HEAD + b"X: ", b"a" * 4096),
        (HEAD, b"X-Many: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n" * 80),
        (b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 80),
    ],
    ids=["one header", "many headers", "interim answers"],
)
async def test_an_endless_head_ends_at_the_head_limit(
    client: Client, start: bytes, piece: bytes
) -> None:
    capture = await call(client, flooding(start, piece), Limits(total_s=10))
    assert capture.failure is not None
    assert (capture.failure.kind, capture.failure.cause) == ("limit", "head-too-big")
    assert "256 KiB" in capture.failure.message
    assert len(capture.received) > 256 * 1024
    assert capture.received.startswith(start + piece)


async def test_a_big_head_passes_however_slowly_it_comes(client: Client) -> None:
    head = HEAD + b"X: " + b"a" * 200 * 1024 + b"\r\nContent-Length: 0\r\n\r\n"

    def in_parts(connection: Connection) -> None:
        while connection.read_request():
            for start in range(0, len(head), 20_000):
                connection.send(head[start : start + 20_000])
                connection.server.stopping.wait(0.005)

    with WireServer(in_parts) as server:
        capture = await client.send(AuthorizeRequest(base_url=server.url))
    assert (capture.failure, capture.received) == (None, head)


async def test_a_smaller_head_limit_holds_in_one_burst_too(client: Client) -> None:
    capture = await call(client, answering_always(ANSWER), Limits(head_bytes=20))
    assert capture.failure is not None
    assert capture.failure.cause == "head-too-big"
    assert capture.received == ANSWER


async def test_trailers_without_end_are_a_limit_in_plain_words(client: Client) -> None:
    start = HEAD + b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n"
    capture = await call(client, flooding(start, b"X: aaaaaaaaa\r\n" * 100), Limits(total_s=10))
    assert capture.failure is not None
    assert (capture.failure.kind, capture.failure.cause) == ("limit", "trailer-too-big")
    assert "buffer" not in capture.failure.message
    assert capture.received.startswith(start)


async def test_an_announced_size_allocates_nothing(client: Client) -> None:
    start = HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"F" * 17 + b"\r\nabc"
    capture = await call(client, dripping(start, b"", 5), Limits(total_s=0.3))
    assert capture.failure is not None
    assert capture.failure.kind == "timeout"
    assert capture.received == start
