"""The exact bytes a request would be, nothing sent: the same way through, to a network that only
writes down."""

# ruff: noqa: ARG002 - the signatures are those of httpcore's network seam
from __future__ import annotations

import ssl
from collections.abc import Iterable

import httpcore
import httpx

from workbench.capture.call import Call, WireError, current
from workbench.capture.outgoing import prepare
from workbench.capture.transport import EXTENSION, RecordingTransport
from workbench.model.capture import Limits
from workbench.model.request import AuthorizeRequest


async def preview(request: AuthorizeRequest) -> bytes:
    """The request as `Client.send` would send it. Raises `InputError` as that does."""
    outgoing = prepare(request)
    call = Call(outgoing.origin, Limits())
    transport = RecordingTransport(_Paper(), ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
    token = current.set(call)
    try:
        await transport.handle_async_request(
            httpx.Request("GET", outgoing.origin.carrier_url, extensions={EXTENSION: outgoing})
        )
    except _WrittenDown:
        pass
    finally:
        current.reset(token)
    return bytes(call.sent)


class _WrittenDown(WireError):  # noqa: N818 - the expected end, no error
    """The request is complete: the answer would be read now."""


class _Paper(httpcore.AsyncNetworkBackend, httpcore.AsyncNetworkStream):
    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        return self

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.AsyncNetworkStream:
        return self

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        current.get().sent += buffer

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        raise _WrittenDown

    async def aclose(self) -> None:
        """Nothing is open."""
