"""httpx's transport seam: a request goes to httpcore's pool over our network backend.

Nothing is decoded and no header is handed up (so httpx keeps no cookie and follows nothing):
the bytes are with the call.
"""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from typing import cast

import httpcore
import httpx

from workbench.capture.call import Call, current
from workbench.capture.framing import message_end
from workbench.capture.outgoing import Outgoing

# Kept connections: enough for a sweep, let go before most servers do.
KEPT_CONNECTIONS = 64
KEPT_S = 30.0

EXTENSION = "workbench.outgoing"


class RecordingTransport(httpx.AsyncBaseTransport):
    """One pool. `httpx.Request` is only the carrier; what is sent stands in its extension."""

    def __init__(self, backend: httpcore.AsyncNetworkBackend, context: ssl.SSLContext) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context,
            max_connections=None,
            max_keepalive_connections=KEPT_CONNECTIONS,
            keepalive_expiry=KEPT_S,
            network_backend=backend,
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send it and read the head. Raises httpcore's errors and our own `WireError`s."""
        outgoing: Outgoing = request.extensions[EXTENSION]
        response = await self._pool.handle_async_request(
            httpcore.Request(
                outgoing.method,
                outgoing.url,
                headers=outgoing.headers,
                extensions={"sni_hostname": outgoing.origin.host.rstrip(".")},
            )
        )
        body = _Body(response, outgoing.method, current.get())
        return httpx.Response(response.status, stream=body)

    async def aclose(self) -> None:
        """Close every connection."""
        await self._pool.aclose()


class _Body(httpx.AsyncByteStream):
    def __init__(self, response: httpcore.Response, method: bytes, call: Call) -> None:
        self._response = response
        self._method = method
        self._call = call

    async def __aiter__(self) -> AsyncIterator[bytes]:
        response, call = self._response, self._call
        async for part in cast("AsyncIterator[bytes]", response.stream):
            yield part
        if call.stream is not None:
            call.stream.release(
                message_end(
                    call.received, call.head_end, self._method, response.status, response.headers
                )
            )

    async def aclose(self) -> None:
        await self._response.aclose()
