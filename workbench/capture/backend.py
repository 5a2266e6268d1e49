"""How a connection is made: the name looked up, each address tried in order, all of it timed.

The look-up is ours so that it can be timed and each address told; the sockets are those of
httpcore's own backend.
"""

# ruff: noqa: ARG002 - the signatures are those of httpcore's network seam
from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Iterable
from time import perf_counter

import httpcore

from workbench.capture.call import Call, NoAddressError, current, host_and_port
from workbench.capture.failures import connect_words
from workbench.capture.stream import RecordingStream

# An address that does not react must leave time for the others; the last one has all that is left.
PATIENCE_S = 5.0


class RecordingBackend(httpcore.AsyncNetworkBackend):
    """httpcore's network backend with our look-up and our streams."""

    def __init__(self) -> None:
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> RecordingStream:
        """Connect to the first address that accepts. Raises `NoAddressError`, `DeadlineError` or
        what the last address raised; the call has a line for each one that failed."""
        call = current.get()
        addresses = await _look_up(call, host, port)
        call.phase = "connect"
        started = perf_counter()
        for tries_left, address in zip(range(len(addresses), 0, -1), addresses, strict=True):
            bound = call.limits.connect_s
            if tries_left > 1:
                bound = PATIENCE_S if bound is None else min(PATIENCE_S, bound)
            try:
                inner = await self._inner.connect_tcp(address, port, call.time_left(bound))
            except (httpcore.NetworkError, httpcore.TimeoutException) as error:
                words = connect_words(error)
                call.address_failures.append(f"{host_and_port(address, port)}: {words}")
                if tries_left == 1:
                    raise
            else:
                call.connect_ms = (perf_counter() - started) * 1000
                call.fresh_only = False
                stream = RecordingStream(inner, host, port)
                call.peer = stream.peer
                return stream
        raise NoAddressError("dns")

    async def sleep(self, seconds: float) -> None:
        """Wait, as httpcore asks."""
        await self._inner.sleep(seconds)


async def _look_up(call: Call, host: str, port: int) -> list[str]:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        pass
    else:
        return [host]
    call.phase = "dns"
    started = perf_counter()
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(call.time_left(call.limits.connect_s)):
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        raise NoAddressError("dns-silent" if error.errno == socket.EAI_AGAIN else "dns") from error
    except UnicodeError as error:
        raise NoAddressError("dns-name") from error
    finally:
        call.dns_ms = (perf_counter() - started) * 1000
    return list(dict.fromkeys(str(address[0]) for *_, address in found))
