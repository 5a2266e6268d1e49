"""The simulator's server: answers given out on 127.0.0.1, whole, slowly, in part or never.

HTTP/1.1 with kept-alive connections. It decides nothing about answers (`answers.py`) and little
about requests (`requests.py`); here is only what needs a socket.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import math
import socket
import struct

from workbench.errors import InputError
from workbench.simulator.answers import answer_with_delivery, refusal
from workbench.simulator.requests import REQUEST_SECONDS, Refused, Request, Requests, unwelcome
from workbench.simulator.scenarios import Delivery, Scenario, scenario_named

HOST = "127.0.0.1"
BACKLOG = 1024  # a burst of callers must not wait a second for the system to try again
DRIP_BYTES = 16
DRIP_SECONDS = 0.25
TURN_AWAY_SECONDS = 1.0

_LINGER_NOT = struct.pack("ii", 1, 0)  # SO_LINGER on, zero seconds: closing sends a reset


class Simulator:
    """One simulator on one event loop. `requests_seen` counts every whole request, refused ones
    too; a request has `request_seconds` to come."""

    def __init__(self, *, request_seconds: float = REQUEST_SECONDS) -> None:
        self.requests_seen = 0
        self._request_seconds = request_seconds
        self._server: asyncio.Server | None = None
        self._connections: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
        self._scenario: Scenario | None = None
        self._latency = 0.0

    async def start(
        self, port: int = 0, *, scenario: str | None = None, latency_s: float = 0
    ) -> str:
        """Listen and return the base URL, `http://127.0.0.1:PORT`; port 0 chooses a free one.

        `scenario` fixes what is answered; without it the institution_id chooses. Each answer waits
        `latency_s` seconds. Raises `InputError` for an unknown scenario or a port that cannot be
        had.
        """
        if self._server is not None:
            raise InputError("this simulator is running already", "stop it first, or make another")
        if not 0 <= port <= 65535:
            raise InputError(f"port {port} does not exist", "ports go from 0 (any free) to 65535")
        if not (math.isfinite(latency_s) and latency_s >= 0):
            raise InputError(
                f"a latency of {latency_s} s cannot be waited", "give seconds, 0 or more"
            )
        self._scenario = None if scenario is None else scenario_named(scenario)
        self._latency = latency_s
        try:
            self._server = await asyncio.start_server(self._connected, HOST, port, backlog=BACKLOG)
        except OSError as error:
            raise _port_error(port, error) from error
        return f"http://{HOST}:{self._server.sockets[0].getsockname()[1]}"

    async def stop(self) -> None:
        """Stop listening and cut every connection; nothing is left behind. May be called twice."""
        server, self._server = self._server, None
        if server is None:
            return
        server.close()
        open_ones = dict(self._connections)
        for connection, writer in open_ones.items():
            writer.transport.abort()
            connection.cancel()
        await asyncio.gather(*open_ones, return_exceptions=True)
        await server.wait_closed()

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # A task of our own: asyncio logs an error for one of its own that is cancelled.
        connection = asyncio.get_running_loop().create_task(self._serve(reader, writer))
        self._connections[connection] = writer
        connection.add_done_callback(self._connections.pop)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        requests = Requests(reader, self._request_seconds)
        # A client may go at any time: that is its right and no fault of ours.
        with contextlib.suppress(OSError):
            while await self._answer(await requests.next(), reader, writer):
                pass
        with contextlib.suppress(OSError):
            writer.close()
            await writer.wait_closed()

    async def _answer(
        self,
        request: Request | Refused | None,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> bool:
        """Answer one request; False when the connection is to be closed."""
        if request is None:
            return False
        if isinstance(request, Refused):
            await _turn_away(request.answer, reader, writer)
            return False
        self.requests_seen += 1
        raw, delivery = self._answer_for(request)
        if self._latency:
            await asyncio.sleep(self._latency)
        if not request.keep_alive and b"\r\nConnection: close\r\n" not in raw:
            raw = raw.replace(b"\r\n", b"\r\nConnection: close\r\n", 1)
        if delivery is Delivery.SILENT:
            while await reader.read(1024):
                pass
        elif delivery is Delivery.DRIP:
            for start in range(0, len(raw), DRIP_BYTES):
                writer.write(raw[start : start + DRIP_BYTES])
                await writer.drain()
                await asyncio.sleep(DRIP_SECONDS)
        else:
            writer.write(raw)
            await writer.drain()
        if delivery is Delivery.RESET:
            plug = writer.get_extra_info("socket")
            plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_NOT)
            writer.transport.abort()
        return request.keep_alive and delivery in (Delivery.WHOLE, Delivery.DRIP)

    def _answer_for(self, request: Request) -> tuple[bytes, Delivery]:
        refused = unwelcome(request)
        if refused is not None:
            return refused, Delivery.CLOSE
        if request.method != "GET":
            words = None if request.method == "HEAD" else "the endpoint is documented for GET only"
            raw = refusal(405, "Method Not Allowed", words, fields=b"Allow: GET\r\n")
            return raw, Delivery.WHOLE
        return answer_with_delivery(request.target, self._scenario, request.headers)


async def _turn_away(
    answer: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    """Answer, then read on for a moment: closing on unread bytes sends a reset, and that can take
    the answer with it (RFC 9112 9.6)."""
    writer.write(answer)
    await writer.drain()
    writer.write_eof()
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(TURN_AWAY_SECONDS):
            while await reader.read(65536):
                pass


def _port_error(port: int, error: OSError) -> InputError:
    if error.errno == errno.EADDRINUSE:
        return InputError(
            f"port {port} on {HOST} is in use by another program",
            "choose another with --port, or --port 0 for any free one",
        )
    if error.errno == errno.EACCES:
        return InputError(
            f"port {port} on {HOST} needs more rights than you have", "use a port above 1023"
        )
    return InputError(f"cannot listen on {HOST} port {port}: {error.strerror}", "try --port 0")
