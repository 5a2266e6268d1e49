"""The seam where bytes are kept: a network stream that records what is read and written.

It wraps the stream of httpcore's own backend, so TLS lies below it and the bytes are those inside
TLS. Only the layer that HTTP is spoken on records: `start_tls` begins a new record. Deadline and
limits live here too, since every byte of a call passes here.
"""

# ruff: noqa: ARG002 - the signatures are those of httpcore's network seam
from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections import deque
from dataclasses import replace
from time import perf_counter
from typing import Any

import anyio
import httpcore

from workbench.capture import framing
from workbench.capture.call import (
    Call,
    LimitError,
    NotHttpError,
    WireError,
    current,
    host_and_port,
)
from workbench.capture.tls import read_chain, read_facts
from workbench.model.capture import TlsFacts

# As much as asyncio hands on at once: nothing is left in a buffer that we cannot see.
BURST = 256 * 1024

# What the kernel takes without waiting for the server: more may be answered while it is sent.
AT_ONCE = 32 * 1024

SENT_IN_PART = "the connection ended while the request was being sent"

# After a refused answer the rest is still evidence: read on until it is quiet for so long.
QUIET_S = 0.25
LINGER_S = 1.0

_TROUBLE = (httpcore.NetworkError, httpcore.TimeoutException, ssl.SSLError)


class RecordingStream(httpcore.AsyncNetworkStream):
    """One connection. While a call owns it, closing waits for the end of that call, so that what
    still comes after a refused answer can be kept."""

    def __init__(
        self,
        inner: httpcore.AsyncNetworkStream,
        host: str,
        port: int,
        ssl_object: ssl.SSLObject | None = None,
        facts: TlsFacts | None = None,
    ) -> None:
        self._inner = inner
        self._host = host
        self._port = port
        self._ssl_object = ssl_object
        self._facts = facts
        self._owner: Call | None = None
        self._used = False
        self._spoiled = False
        self._early: deque[bytes] = deque()
        peer = inner.get_extra_info("server_addr")
        self.peer: str | None = host_and_port(peer[0], peer[1]) if peer else None

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Bytes as they come; a head only when it is whole, however slowly it comes.

        Raises `LimitError`, `NotHttpError`, `DeadlineError` and what the network raises.
        """
        call = current.get()
        if call.head_end:
            return await self._take(call)
        before = len(call.received)
        while data := await self._take(call):
            searched = len(call.received) - len(data)
            call.head_start, call.head_end = framing.head_end(
                call.received, call.head_start, searched
            )
            if (call.head_end or len(call.received)) > call.limits.head_bytes:
                raise LimitError("head-too-big")
            if not framing.looks_like_http(call.received, call.head_start):
                await self.linger(call)
                raise NotHttpError
            if call.head_end:
                break
        return data if before + len(data) == len(call.received) else bytes(call.received[before:])

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send, and keep what was sent."""
        call = current.get()
        if self._owner is not call:
            self._owner = call
            call.stream = self
            call.reused = self._used
            call.peer = self.peer
            self._used = True
        if not buffer:
            return
        call.phase = "send"
        call.sent += buffer
        wait = call.time_left(call.limits.read_s)
        try:
            if len(buffer) > AT_ONCE:
                await self._write_listening(call, buffer, wait)
            else:
                await self._inner.write(buffer, wait)
        except httpcore.WriteError:
            call.notes.append(SENT_IN_PART)
            raise

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> RecordingStream:
        """The handshake. What HTTP says is kept from here on."""
        call = current.get()
        call.phase = "tls"
        call.sent.clear()
        call.received.clear()
        started = perf_counter()
        try:
            inner = await self._inner.start_tls(
                ssl_context, server_hostname, call.time_left(call.limits.connect_s)
            )
        except BaseException:
            await _close(self._inner)
            raise
        call.tls_ms = (perf_counter() - started) * 1000
        ssl_object: ssl.SSLObject = inner.get_extra_info("ssl_object")
        facts = read_facts(ssl_object, verified=ssl_context.verify_mode == ssl.CERT_REQUIRED)
        return RecordingStream(inner, self._host, self._port, ssl_object, facts)

    def tls_facts(self) -> TlsFacts | None:
        """What TLS says of this connection, None without TLS; certificates are read once."""
        facts = self._facts
        if facts is not None and self._ssl_object is not None and not facts.chain:
            self._facts = facts = replace(facts, chain=read_chain(self._ssl_object))
        return facts

    async def aclose(self) -> None:
        """Close now, or at the end of the call that owns this stream when that is what asks."""
        if self._owner is None or self._owner is not current.get(None):
            await _close(self._inner)

    def get_extra_info(self, info: str) -> Any:
        """As httpcore asks. A connection that must not be used again says it is readable, which
        is how the pool recognises a dead one."""
        if info == "is_readable" and (self._spoiled or self._unwanted()):
            return True
        return self._inner.get_extra_info(info)

    def release(self, end: int | None) -> None:
        """The answer is complete and ended at `end`: the connection is free, if nothing follows.

        Bytes behind the end that were read already are kept; another call must never see them.
        """
        call = self._owner
        self._owner = None
        if call is None:
            return
        if self._ssl_object is not None:
            self._take_decrypted(call, self._ssl_object)
        if end != len(call.received) or self._early:
            self._spoiled = True

    async def linger(self, call: Call) -> None:
        """Keep what still comes after an answer was refused, for a moment."""
        until = perf_counter() + LINGER_S
        try:
            while perf_counter() < until and len(call.received) <= call.limits.wire_bytes:
                data = await self._inner.read(
                    min(BURST, call.limits.wire_bytes - len(call.received) + 1),
                    min(QUIET_S, call.time_left()),
                )
                if not data:
                    return
                call.received += data
        except (*_TROUBLE, WireError):
            return

    async def finish(self, call: Call) -> None:
        """The call failed: let go of the connection for good."""
        if self._owner is call:
            self._owner = None
            await _close(self._inner)

    async def _write_listening(self, call: Call, buffer: bytes, wait: float) -> None:
        # A server may answer and close before it has read a big request; what it said would be
        # lost with the connection if nobody read meanwhile.
        listener = asyncio.ensure_future(self._listen(call, wait))
        try:
            await asyncio.sleep(0)  # it listens before the first byte is sent
            await self._inner.write(buffer, wait)
        finally:
            listener.cancel()
            await asyncio.wait([listener])

    async def _listen(self, call: Call, wait: float) -> None:
        with contextlib.suppress(*_TROUBLE):
            while sum(map(len, self._early)) <= call.limits.wire_bytes:
                data = await self._inner.read(BURST, wait)
                if not data:
                    return
                call.first_byte = call.first_byte or perf_counter()
                self._early.append(data)

    async def _take(self, call: Call) -> bytes:
        limits = call.limits
        got = len(call.received)
        call.phase = "receive" if got else "wait"
        if self._early:
            data = self._early.popleft()
        else:
            data = await self._inner.read(
                min(BURST, limits.wire_bytes - got + 1), call.time_left(limits.read_s)
            )
        if data:
            if not got:
                call.first_byte = call.first_byte or perf_counter()
                call.phase = "receive"
            call.received += data
            if got + len(data) > limits.wire_bytes:
                raise LimitError("answer-too-big")
        return data

    def _take_decrypted(self, call: Call, ssl_object: ssl.SSLObject) -> None:
        # Records that came together with the answer wait inside TLS, where the socket does not
        # show them.
        try:
            while data := ssl_object.read(BURST):
                call.received += data
        except ssl.SSLWantReadError:
            return
        except ssl.SSLError:
            pass
        self._spoiled = True

    def _unwanted(self) -> bool:
        call = current.get(None)
        return (
            call is not None
            and call.fresh_only
            and (call.host, call.port) == (self._host, self._port)
        )


async def _close(inner: httpcore.AsyncNetworkStream) -> None:
    with anyio.CancelScope(shield=True):
        await inner.aclose()
