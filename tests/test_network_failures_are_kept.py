"""A call fails on the network: a person is told what, where and what to do, and what had come is
kept; the next call works."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.wire_server import (
    ANSWER,
    PAGE,
    Behaviour,
    Connection,
    WireServer,
    answering,
    answering_always,
)
from workbench.capture import Client
from workbench.model.capture import Capture, Limits, Trust
from workbench.model.request import AuthorizeRequest

HEAD = b"HTTP/1.1 302 Found\r\nContent-Type: text/html\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
INSECURE = Trust(insecure=True)
SHORT = Limits(total_s=0.3)
ENOUGH = Limits(total_s=10)


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    client = Client()
    yield client
    await client.aclose()


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def resetting(data: bytes) -> Behaviour:
    def behave(connection: Connection) -> None:
        connection.read_request()
        connection.send(data)
        # The client must have read the bytes before the reset, which may overtake them.
        connection.server.stopping.wait(0.1)
        connection.reset()

    return behave


async def some_turns() -> None:
    """Let the loop see what lies in its sockets already."""
    for _ in range(20):
        await asyncio.sleep(0)


async def call_twice(
    client: Client, server: WireServer, limits: Limits = ENOUGH
) -> tuple[Capture, Capture]:
    request = AuthorizeRequest(base_url=server.url)
    return await client.send(request, limits), await client.send(request, limits)


async def test_a_refused_connection_is_explained_with_every_address(client: Client) -> None:
    port = closed_port()
    capture = await client.send(AuthorizeRequest(url=f"http://localhost:{port}/"))
    failure = capture.failure
    assert failure is not None
    assert (failure.kind, failure.cause, failure.phase) == ("connect", "refused", "connect")
    assert f"localhost:{port}" in failure.message
    assert failure.hint
    assert f"127.0.0.1:{port}: refused" in failure.addresses
    assert (capture.sent, capture.received) == (b"", b"")
    assert capture.timing.dns is not None


async def test_the_next_address_is_tried_when_one_refuses(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def two_addresses(*_: object, **__: object) -> list[object]:
        return [(0, 0, 0, "", ("::1", 0, 0, 0)), (0, 0, 0, "", ("127.0.0.1", 0))]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", two_addresses)
    with WireServer() as server:
        url = f"http://two.example:{server.port}/"
        capture = await client.send(AuthorizeRequest(url=url))
    assert (capture.failure, capture.peer) == (None, f"127.0.0.1:{server.port}")
    capture = await client.send(AuthorizeRequest(url=url))
    assert capture.failure is not None
    assert [line.rsplit(":", 2)[0] for line in capture.failure.addresses] == ["[::1]", "127.0.0.1"]


async def test_an_address_without_a_way_there_is_explained(client: Client) -> None:
    # The kernel refuses this one itself: no packet leaves.
    capture = await client.send(AuthorizeRequest(url="http://255.255.255.255:9/"))
    failure = capture.failure
    assert failure is not None
    assert (failure.kind, failure.cause, failure.phase) == ("connect", "unreachable", "connect")
    assert "255.255.255.255:9" in failure.message
    assert "VPN" in failure.hint


@pytest.mark.parametrize(
    ("number", "words"),
    [(socket.EAI_NONAME, "no address was found"), (socket.EAI_AGAIN, "no name server")],
)
async def test_a_name_without_an_address_is_named(
    client: Client, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    async def fails(*_: object, **__: object) -> None:
        raise socket.gaierror(number, "jargon")

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", fails)
    capture = await client.send(AuthorizeRequest(url="https://nowhere.example/"))
    failure = capture.failure
    assert failure is not None
    assert (failure.kind, failure.cause, failure.phase) == ("connect", "dns", "dns")
    assert words in failure.message
    assert "nowhere.example" in failure.message
    assert "jargon" not in failure.message
    assert capture.timing.dns is not None


@pytest.mark.parametrize("host", ["a..b.example", "x" * 64 + ".example", ".example"])
async def test_what_cannot_be_a_name_is_said_so(client: Client, host: str) -> None:
    capture = await client.send(AuthorizeRequest(url=f"https://{host}/"))
    assert capture.failure is not None
    assert capture.failure.cause == "dns"
    assert f"{host} cannot be the name" in capture.failure.message


async def test_a_name_server_that_does_not_answer_meets_the_deadline(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(*_: object, **__: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", never)
    capture = await client.send(AuthorizeRequest(url="https://slow.example/"), SHORT)
    assert capture.failure is not None
    assert (capture.failure.kind, capture.failure.phase) == ("timeout", "dns")
    assert "the address of slow.example" in capture.failure.message


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (b"", "without an answer"),
        (b"HTTP/1.1 30", "in the middle of the head, after 11 bytes"),
        (HEAD + b"X-A: 1", "in the middle of the head"),
        (HEAD + b"Content-Length: 50\r\n\r\nonly thirteen", "body: 13 of 50 bytes"),
        (CHUNKED + b"5\r\nhello\r\n", "middle of the body"),
        (CHUNKED + b"5\r\nhel", "middle of the body"),
        (CHUNKED + b"5\r\nhello\r\n3", "middle of the body"),
    ],
    ids=["nothing", "status line", "headers", "body", "chunks", "in a chunk", "in a size line"],
)
async def test_a_connection_that_is_closed_early_keeps_what_came(
    client: Client, sent: bytes, words: str
) -> None:
    with WireServer(answering(sent), answering_always(ANSWER)) as server:
        capture, after = await call_twice(client, server)
    failure = capture.failure
    assert failure is not None
    assert (failure.kind, failure.cause) == ("protocol", "closed")
    assert words in failure.message
    assert f"127.0.0.1:{server.port}" in failure.message
    assert capture.received == sent
    assert capture.sent == server.requests[0]
    assert (after.failure, after.received) == (None, ANSWER)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (b"", "without an answer"),
        (HEAD, "in the middle of the head"),
        (HEAD + b"Content-Length: 5000\r\n\r\n" + b"a" * 900, "in the middle of the body"),
    ],
    ids=["before a byte", "mid head", "mid body"],
)
async def test_a_connection_that_is_reset_keeps_what_came(
    client: Client, sent: bytes, words: str
) -> None:
    with WireServer(resetting(sent), answering_always(ANSWER)) as server:
        capture, after = await call_twice(client, server)
    failure = capture.failure
    assert failure is not None
    assert (failure.kind, failure.cause) == ("protocol", "reset")
    assert words in failure.message
    assert capture.received == sent
    assert after.failure is None


async def test_a_server_that_says_nothing_meets_the_deadline(client: Client) -> None:
    with WireServer(Connection.hold, answering_always(ANSWER)) as server:
        request = AuthorizeRequest(base_url=server.url)
        capture = await client.send(request, Limits(total_s=0.3, read_s=5))
        after = await client.send(request)
    failure = capture.failure
    assert failure is not None
    assert (failure.kind, failure.cause, failure.phase) == ("timeout", "deadline", "wait")
    assert capture.timing.total is not None
    assert capture.timing.total < 2000
    assert "0.3 s" in failure.message
    assert "first byte" in failure.message
    assert capture.sent
    assert after.failure is None


async def test_a_full_backlog_is_waited_for_no_longer_than_allowed(client: Client) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        address = listener.getsockname()
        fillers = [socket.socket() for _ in range(4)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(address)
        capture = await client.send(
            AuthorizeRequest(url=f"http://127.0.0.1:{address[1]}/"), Limits(connect_s=0.2)
        )
        for filler in fillers:
            filler.close()
    failure = capture.failure
    assert failure is not None
    assert (failure.kind, failure.cause, failure.phase) == ("timeout", "silence", "connect")
    assert failure.addresses == (f"127.0.0.1:{address[1]}: no reaction",)


NOT_HTTP = {
    "ssh": (b"SSH-2.0-OpenSSH_9.2\r\n", "SSH"),
    "http2": (bytes.fromhex("000012040000000000") + b"\0\3\0\0\0\x80", "HTTP/2"),
    "tls alert": (bytes.fromhex("15030100020246"), "TLS"),
    "page only": (b"<html><body>old</body></html>", "HTTP/0.9"),
    "mail": (b"220 mail.example ESMTP\r\n", "mail"),
    "shoutcast": (b"ICY 200 OK\r\n\r\n", '"ICY 200 OK"'),
    "junk": (b"junk\x1b[2J\r\n" + ANSWER, '"junk\\\\x1b'),
    "blank lines": (b"\r\n\r\n" + ANSWER, "empty line"),
    "byte order mark": (b"\xef\xbb\xbf" + ANSWER, "byte order mark"),
    "lower case": (b"http/1.1 302 Found\r\n\r\n", '"http/1.1 302 Found"'),
}


@pytest.mark.parametrize(("sent", "words"), NOT_HTTP.values(), ids=NOT_HTTP.keys())
@pytest.mark.parametrize("closes", [True, False], ids=["closes", "stays"])
async def test_what_is_no_http_is_guessed_at_and_kept(
    client: Client, sent: bytes, words: str, closes: bool
) -> None:
    # A server that waits for us to speak its protocol must not cost the whole deadline.
    with WireServer(answering(sent, keep=not closes), answering_always(ANSWER)) as server:
        capture, after = await call_twice(client, server)
    failure = capture.failure
    assert failure is not None
    assert (failure.kind, failure.phase) == ("protocol", "receive")
    assert words.replace("\\\\", "\\") in failure.message
    assert "\x1b" not in failure.message
    assert capture.received == sent
    assert after.failure is None


REFUSED = {
    "two blanks": (b"HTTP/1.1  302 Found\r\n\r\n", '"HTTP/1.1  302 Found"'),
    "four digits": (b"HTTP/1.1 3020\r\n\r\n", "status line"),
    "below 100": (b"HTTP/1.1 099 X\r\n\r\n", "status line"),
    "no colon": (HEAD + b"X-A: 1\r\nno colon\r\n\r\n", 'line 4 ("no colon")'),
    "blank before colon": (HEAD + b"X : 1\r\n\r\n", 'line 3 ("X : 1")'),
    "empty name": (HEAD + b": 1\r\n\r\n", "line 3"),
    "NUL": (HEAD + b"X: a\0b\r\n\r\n", r'line 3 ("X: a\x00b")'),
    "bare CR": (HEAD + b"X: a\rb\r\n\r\n", "line 3"),
    "fold first": (b"HTTP/1.1 302 Found\r\n two\r\n\r\n", "begins with a blank"),
    "switching": (b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", "101"),
    "length": (HEAD + b"Content-Length: -1\r\n\r\n", "Content-Length"),
    "two lengths": (HEAD + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\na", "Content-Length"),
    "coding": (HEAD + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", "only chunked"),
    "chunk size": (CHUNKED + b"5\r\nhello\r\nZZ\r\nrest\r\n", "size line"),
    "chunk end": (CHUNKED + b"5\r\nabcdeXX0\r\n\r\n", "does not end"),
}


@pytest.mark.parametrize(("sent", "words"), REFUSED.values(), ids=REFUSED.keys())
async def test_an_answer_that_breaks_http_is_kept_with_the_reason(
    client: Client, sent: bytes, words: str
) -> None:
    with WireServer(answering(sent), answering_always(ANSWER)) as server:
        capture, after = await call_twice(client, server)
    assert capture.failure is not None
    assert capture.failure.kind == "protocol"
    assert words in capture.failure.message
    assert capture.received == sent
    assert (after.failure, after.received) == (None, ANSWER)


@pytest.mark.parametrize(
    "head",
    [b"HTTP/1.1  302 Found\r\nContent-Length: 31\r\n\r\n", b"\r\n", b"junk\r\n"],
    ids=["refused head", "blank line", "junk"],
)
async def test_what_follows_a_refused_beginning_is_kept_too(client: Client, head: bytes) -> None:

    def in_two_parts(connection: Connection) -> None:
        connection.read_request()
        connection.send(head)
        connection.server.stopping.wait(0.05)
        connection.send(PAGE)
        connection.hold()

    with WireServer(in_two_parts) as server:
        capture = await client.send(AuthorizeRequest(base_url=server.url), ENOUGH)
    assert capture.failure is not None
    assert capture.received == head + PAGE


@pytest.mark.parametrize("sent", [b"SSH-2.0-x\r\n", b"HTTP/1.1  302 Found\r\n\r\n"])
async def test_the_deadline_holds_after_a_refused_answer_too(client: Client, sent: bytes) -> None:
    def floods_on(connection: Connection) -> None:
        connection.read_request()
        connection.send(sent)
        connection.drip(b"a" * 100, 0)

    with WireServer(floods_on, answering_always(ANSWER)) as server:
        request = AuthorizeRequest(base_url=server.url)
        capture = await client.send(request, Limits(total_s=0.2))
        after = await client.send(request)
    assert capture.failure is not None
    assert capture.failure.kind == "protocol"
    assert capture.received.startswith(sent + b"aaa")
    assert capture.timing.total is not None
    assert capture.timing.total < 900
    assert after.failure is None


@pytest.mark.parametrize("way", ["closes", "resets"])
async def test_a_kept_connection_that_died_is_replaced_in_silence(client: Client, way: str) -> None:
    def dies_at_the_second(connection: Connection) -> None:
        connection.read_request()
        connection.send(ANSWER)
        connection.read_request()
        if way == "resets":
            connection.reset()

    with WireServer(dies_at_the_second, answering_always(ANSWER)) as server:
        first, second = await call_twice(client, server)
        assert server.connections == 2
        assert len(server.requests) == 3
    assert (first.failure, second.failure) == (None, None)
    assert second.received == ANSWER
    assert second.sent == server.requests[2]
    assert second.timing.connect is not None


async def test_a_replacement_is_never_another_kept_connection(client: Client) -> None:
    def dies_at_the_second(connection: Connection) -> None:
        connection.read_request()
        connection.send(ANSWER)
        connection.read_request()

    with WireServer(dies_at_the_second, dies_at_the_second, answering_always(ANSWER)) as server:
        request = AuthorizeRequest(base_url=server.url)
        await asyncio.gather(client.send(request), client.send(request))
        assert server.connections == 2
        capture = await client.send(request)
        assert server.connections == 3
        assert len(server.requests) == 4
    assert (capture.failure, capture.received) == (None, ANSWER)


async def test_no_second_try_once_a_byte_has_come(client: Client) -> None:
    def dies_in_the_second(connection: Connection) -> None:
        connection.read_request()
        connection.send(ANSWER)
        connection.read_request()
        connection.send(b"H")

    with WireServer(dies_in_the_second) as server:
        _, second = await call_twice(client, server)
        assert len(server.requests) == 2
    assert second.failure is not None
    assert second.failure.cause == "closed"
    assert second.received == b"H"


async def test_no_second_try_when_a_fresh_connection_dies(client: Client) -> None:
    with WireServer(answering(b"")) as server:
        capture = await client.send(AuthorizeRequest(base_url=server.url))
        assert server.connections == 1
    assert capture.failure is not None


BIG = [(f"X-{number}", "a" * 100_000) for number in range(40)]


@pytest.mark.parametrize("stays", [False, True], ids=["closes", "reads on"])
async def test_an_answer_before_the_request_was_finished_is_read(
    client: Client, stays: bool
) -> None:
    early = b"HTTP/1.1 431 Too Large\r\nContent-Length: 3\r\n\r\nno\n"

    def impatient(connection: Connection) -> None:
        connection.sock.recv(10)
        connection.send(early)
        if stays:
            connection.read_request()

    with WireServer(impatient, answering_always(ANSWER)) as server:
        request = AuthorizeRequest(base_url=server.url, headers=BIG)
        capture = await client.send(request, ENOUGH)
        after = await client.send(AuthorizeRequest(base_url=server.url))
    assert (capture.failure, capture.received) == (None, early)
    assert bool(capture.wire_notes) != stays
    assert after.failure is None


async def test_a_close_while_the_request_is_sent_is_told(client: Client) -> None:
    def leaves(connection: Connection) -> None:
        connection.sock.recv(10)

    with WireServer(leaves) as server:
        capture = await client.send(AuthorizeRequest(base_url=server.url, headers=BIG), ENOUGH)
    assert capture.failure is not None
    assert (capture.failure.kind, capture.received) == ("protocol", b"")
    assert capture.wire_notes == ("the connection ended while the request was being sent",)


async def test_a_cancelled_call_hands_over_what_had_come(client: Client) -> None:
    begun = HEAD + b"Content-Length: 5000\r\n\r\nhello"
    partial: list[Capture] = []

    def begins(connection: Connection) -> None:
        connection.read_request()
        connection.send(begun)
        connection.server.answered.set()
        connection.hold()

    with WireServer(begins, answering_always(ANSWER)) as server:
        request = AuthorizeRequest(base_url=server.url)
        task = asyncio.create_task(client.send(request, on_cancelled=partial.append))
        await asyncio.to_thread(server.answered.wait, 5)
        await some_turns()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        after = await client.send(request)
        assert server.connections == 2
    (capture,) = partial
    assert capture.failure is not None
    assert (capture.failure.kind, capture.failure.phase) == ("cancelled", "receive")
    assert capture.received == begun
    assert capture.sent == server.requests[0]
    assert (after.failure, after.received) == (None, ANSWER)


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_call_can_be_cancelled_before_anything_came(client: Client, scheme: str) -> None:
    partial: list[Capture] = []
    gone = asyncio.Event()
    loop = asyncio.get_running_loop()

    def watch(connection: Connection) -> None:
        connection.server.arrived.set()
        connection.hold()
        loop.call_soon_threadsafe(gone.set)

    with WireServer(watch) as server:
        request = AuthorizeRequest(url=f"{scheme}://127.0.0.1:{server.port}/")
        task = asyncio.create_task(client.send(request, on_cancelled=partial.append))
        await asyncio.to_thread(server.arrived.wait, 5)
        await some_turns()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        # The connection is let go at once, not when the client is closed.
        await asyncio.wait_for(gone.wait(), 2)
    assert partial[0].failure is not None
    assert partial[0].failure.kind == "cancelled"
    assert partial[0].failure.phase == {"http": "wait", "https": "tls"}[scheme]


async def test_closing_the_client_ends_the_calls_under_way() -> None:
    client = Client()
    with WireServer(answering(b"", keep=True)) as server:
        task = asyncio.create_task(client.send(AuthorizeRequest(base_url=server.url), ENOUGH))
        await asyncio.to_thread(server.arrived.wait, 5)
        await some_turns()
        await client.aclose()
        capture = await asyncio.wait_for(task, 2)
        assert await asyncio.to_thread(server.all_gone, 2)
    assert capture.failure is not None
    assert capture.failure.kind == "cancelled"
    assert "closed" in capture.failure.message


async def test_no_connection_is_left_open_by_failed_calls(client: Client) -> None:
    with WireServer(answering(b"SSH-2.0-x\r\n", keep=True)) as server:
        for _ in range(3):
            await client.send(AuthorizeRequest(base_url=server.url), ENOUGH)
        assert await asyncio.to_thread(server.all_gone, 2)


PIECES = st.sampled_from(
    [
        b"HTTP/1.1 302 Found\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"HTTP/1.0 200\r\n",
        b"Content-Length: 5\r\n",
        b"Content-Length: 99999999999999999999\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"\r\n",
        b"\n",
        b"5\r\nhello\r\n",
        b"0\r\n\r\n",
        b"FFFFFFFFFFFFFFFFF\r\n",
        b"X: {braces} %s\x1b\x00\r",
        bytes.fromhex("16030300020303"),
        bytes.fromhex("1503030002022a"),
    ]
)


@settings(max_examples=40, deadline=None)
@given(
    pieces=st.lists(PIECES | st.binary(max_size=12), max_size=8),
    scheme=st.sampled_from(["http", "https"]),
)
def test_whatever_a_server_sends_becomes_a_capture(pieces: list[bytes], scheme: str) -> None:
    sent = b"".join(pieces)

    async def run() -> Capture:
        client = Client(INSECURE)
        try:
            request = AuthorizeRequest(url=f"{scheme}://127.0.0.1:{server.port}/?state=secret")
            return await client.send(request, Limits(total_s=5))
        finally:
            await client.aclose()

    def behave(connection: Connection) -> None:
        connection.sock.recv(65536)
        connection.send(sent)

    with WireServer(behave) as server:
        capture = asyncio.run(run())
    if scheme == "http":
        assert sent.startswith(capture.received)
        assert capture.received == sent or capture.failure is None
    if capture.failure is not None:
        words = capture.failure.message + capture.failure.hint
        assert words.isprintable()
        assert "secret" not in words
        assert capture.failure.hint
