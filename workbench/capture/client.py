"""One call from request to capture, whatever happens to it on the way.

A kept connection that died before a byte came is replaced once, in silence; after any byte there
is no second try, so a call is never two exchanges.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import anyio
import httpcore
import httpx

from workbench.capture.backend import RecordingBackend
from workbench.capture.call import Call, WireError, current
from workbench.capture.failures import cancelled, explain
from workbench.capture.outgoing import Outgoing, prepare
from workbench.capture.tls import make_context, read_chain, read_facts
from workbench.capture.transport import EXTENSION, RecordingTransport
from workbench.model.capture import Capture, Failure, Limits, TlsFacts, Trust
from workbench.model.request import AuthorizeRequest

_DEFAULT_TRUST = Trust()
_DEFAULT_LIMITS = Limits()

_NETWORK_TROUBLE = (
    WireError,
    httpcore.NetworkError,
    httpcore.TimeoutException,
    httpcore.ProtocolError,
    OSError,
)
_DEAD_CONNECTION = (httpcore.ReadError, httpcore.WriteError, httpcore.RemoteProtocolError)


class Client:
    """Sends calls over kept-alive connections; several at once on one event loop.

    Raises `InputError` when `trust` names a file that cannot be used.
    """

    def __init__(self, trust: Trust = _DEFAULT_TRUST) -> None:
        self._client = httpx.AsyncClient(
            transport=RecordingTransport(RecordingBackend(), make_context(trust)),
            trust_env=False,
            follow_redirects=False,
            timeout=None,  # noqa: S113 - every wait of a call is bounded by its own deadline
        )

    async def send(
        self,
        request: AuthorizeRequest,
        limits: Limits = _DEFAULT_LIMITS,
        *,
        on_cancelled: Callable[[Capture], None] | None = None,
    ) -> Capture:
        """One call. Network trouble is `Capture.failure`, with all bytes that had come.

        On cancellation `on_cancelled` gets the partial capture (`failure.kind` is "cancelled") and
        `CancelledError` goes on. Raises `InputError` for what HTTP/1 cannot carry.
        """
        outgoing = prepare(request)
        anyio.current_time()  # the first use loads anyio's backend, which is no part of a call
        started_at = datetime.now(UTC)
        call = Call(outgoing.origin, limits)
        token = current.set(call)
        try:
            error = await self._exchange(outgoing, call)
        except asyncio.CancelledError:
            if on_cancelled is not None:
                on_cancelled(_capture(outgoing, call, started_at, None, cancelled(call)))
            raise
        finally:
            current.reset(token)
        return _capture(outgoing, call, started_at, error)

    async def aclose(self) -> None:
        """Close every connection."""
        await self._client.aclose()

    async def _exchange(self, outgoing: Outgoing, call: Call) -> Exception | None:
        while True:
            try:
                await self._once(outgoing)
            except _NETWORK_TROUBLE as error:
                dead = isinstance(error, _DEAD_CONNECTION) and not call.received
                if call.stream is not None:
                    if isinstance(error, httpcore.RemoteProtocolError) and not dead:
                        await call.stream.linger(call)
                    await call.stream.finish(call)
                if not (dead and call.reused):
                    return error
                call.begin()
                call.fresh_only = True
            except BaseException:
                if call.stream is not None:
                    await call.stream.finish(call)
                raise
            else:
                return None

    async def _once(self, outgoing: Outgoing) -> None:
        carrier = httpx.Request(
            "GET", outgoing.origin.carrier_url, extensions={EXTENSION: outgoing}
        )
        response = await self._client.send(carrier, stream=True)
        try:
            async for _ in response.stream:  # type: ignore[union-attr]
                pass
        finally:
            await response.aclose()


def _capture(
    outgoing: Outgoing,
    call: Call,
    started_at: datetime,
    error: Exception | None,
    failure: Failure | None = None,
) -> Capture:
    # The clock is read first: certificates are parsed after the call, not within it.
    timing = call.timing()
    tls = _tls_facts(call)
    if error is not None:
        failure = explain(error, call, tls)
    return Capture(
        url=outgoing.absolute_url,
        sent=bytes(call.sent),
        received=bytes(call.received),
        started_at=started_at,
        timing=timing,
        tls=tls,
        peer=call.peer,
        failure=failure,
        wire_notes=tuple(call.notes),
        decoded_limit=call.limits.decoded_bytes,
    )


def _tls_facts(call: Call) -> TlsFacts | None:
    if call.stream is not None:
        return call.stream.tls_facts()
    # The handshake failed: what the server had shown by then.
    if call.ssl_object is None:
        return None
    facts = read_facts(call.ssl_object, verified=False)
    return replace(facts, chain=read_chain(call.ssl_object))
