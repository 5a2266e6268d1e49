"""Requests off a connection, one after another, framed by h11.

Bounded in time and size: a head that does not come within ten seconds or is larger than 64 KiB is
refused, and so is what is no HTTP/1 at all. A refusal is a value; nothing is raised.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass

import h11

from workbench.simulator.answers import refusal
from workbench.simulator.fresh import is_loopback

REQUEST_BYTES = 64 * 1024
REQUEST_SECONDS = 10.0
IDLE_SECONDS = 75.0

_READ = 64 * 1024
_ORIGIN = re.compile(r"https?://(.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Request:
    """One whole request. Header names are lower-case, as h11 gives them."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    keep_alive: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """Bytes to answer with before the connection is closed."""

    answer: bytes


class Requests:
    """The requests of one connection; each has `seconds` to come whole once it is expected."""

    def __init__(self, reader: asyncio.StreamReader, seconds: float = REQUEST_SECONDS) -> None:
        self._reader = reader
        self._rest = b""
        self._seconds = seconds
        self._patience = seconds

    async def next(self) -> Request | Refused | None:
        """The next request, or why there is none, or None when the client has gone or is idle."""
        if not self._rest:
            try:
                async with asyncio.timeout(self._patience):
                    self._rest = await self._reader.read(_READ)
            except TimeoutError:
                return None
            if not self._rest:
                return None
        self._patience = IDLE_SECONDS
        try:
            return await self._whole()
        except TimeoutError:
            limit = f"a request must come within {self._seconds:g} seconds"
            return _refused(408, "Request Timeout", limit)
        except h11.RemoteProtocolError as error:
            if error.error_status_hint == 431:
                return _too_large()
            return _refused(400, "Bad Request", str(error)[:200])

    async def _whole(self) -> Request | Refused | None:
        framing = h11.Connection(h11.SERVER, max_incomplete_event_size=REQUEST_BYTES)
        framing.receive_data(self._rest)
        size = len(self._rest)
        head: h11.Request | None = None
        deadline = asyncio.get_running_loop().time() + self._seconds
        while True:
            event = framing.next_event()
            if event is h11.NEED_DATA:
                if size > REQUEST_BYTES:
                    return _too_large()
                async with asyncio.timeout_at(deadline):
                    more = await self._reader.read(_READ)
                if not more:
                    return None
                size += len(more)
                framing.receive_data(more)
            elif isinstance(event, h11.Request):
                head = event
            elif isinstance(event, h11.EndOfMessage):
                break
            elif event is h11.PAUSED or isinstance(event, h11.ConnectionClosed):
                return None
        self._rest = framing.trailing_data[0]
        if size - len(self._rest) > REQUEST_BYTES:
            return _too_large()
        assert head is not None
        return Request(
            method=head.method.decode("ascii"),
            target=head.target.decode(errors="replace"),
            headers=tuple((name.decode(), value.decode("latin-1")) for name, value in head.headers),
            keep_alive=framing.their_state is h11.DONE,
        )


def unwelcome(request: Request) -> bytes | None:
    """The answer to a request that did not come from this machine's own tools, or None.

    A name that was pointed at 127.0.0.1 (DNS rebinding) shows in `Host`, a foreign page that calls
    with a script in `Origin`. Both get 403 without a body.
    """
    host = next((value for name, value in request.headers if name == "host"), "")
    origins = [value for name, value in request.headers if name == "origin"]
    if is_loopback(host) and all(_is_loopback_origin(origin) for origin in origins):
        return None
    return refusal(403, "Forbidden", None, close=True)


def _is_loopback_origin(origin: str) -> bool:
    found = _ORIGIN.fullmatch(origin)
    return found is not None and is_loopback(found[1])


def _refused(status: int, reason: str, message: str) -> Refused:
    return Refused(refusal(status, reason, message, close=True))


def _too_large() -> Refused:
    limit = f"a request may have {REQUEST_BYTES // 1024} KiB"
    return _refused(431, "Request Header Fields Too Large", limit)
