"""One authorize call: capture, then read, then keep. The one way that every live call goes."""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from workbench.capture import Client
from workbench.credentials import AuthKey
from workbench.errors import HistoryError, NotKeptError
from workbench.history import Store
from workbench.inspection.origin import origin_of
from workbench.inspection.reading import read
from workbench.model.capture import Capture, Limits, Trust
from workbench.model.profile import Profile
from workbench.model.request import AUTH_HEADER, AuthorizeRequest
from workbench.service.environment import context_of
from workbench.service.exchange import Exchange

OnNotice = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class CallOptions:
    """How calls of one workbench are made. `key` is sent where it may go."""

    limits: Limits
    trust: Trust
    key: AuthKey | None
    profile: Profile | None


class Caller:
    """Sends requests on kept-alive connections, one client for each event loop."""

    def __init__(self, options: CallOptions, on_notice: OnNotice) -> None:
        self.options = options
        self._on_notice = on_notice
        self._clients: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, Client] = (
            weakref.WeakKeyDictionary()
        )

    async def call(
        self,
        request: AuthorizeRequest,
        store: Store | None,
        on_interrupted: Callable[[Exchange], None],
        *,
        labels: tuple[str, ...] = (),
        keep: Callable[[Exchange], Awaitable[Exchange]] | None = None,
    ) -> Exchange:
        """Send, read and keep; a cancelled call is kept too, then cancelled further. Where many
        calls are made, `keep` is how one of them is kept, and `labels` are put on it."""
        partial: list[Capture] = []
        try:
            capture = await self._client().send(
                self.with_key(request), self.options.limits, on_cancelled=partial.append
            )
        except asyncio.CancelledError:
            for cut in partial:
                exchange = self._exchange(cut, request, labels)
                on_interrupted(Exchange.of(store.insert(exchange)) if store else exchange)
            raise
        exchange = self._exchange(capture, request, labels)
        if store is None:
            return exchange
        try:
            if keep is not None:
                return await keep(exchange)
            return await asyncio.to_thread(_read_and_keep, exchange, store)
        except HistoryError as error:
            raise NotKeptError(error.message, error.hint, exchange) from error

    def with_key(self, request: AuthorizeRequest) -> AuthorizeRequest:
        """The request with the auth key where there is one that may go to its host."""
        key = self.options.key
        if key is None or any(name.lower() == AUTH_HEADER for name, _ in request.headers):
            return request
        if not key.may_go_to(request.url, self.options.profile):
            self._on_notice(
                f"the auth key from the {key.source} was left out: it goes only to "
                "*-api.private.fin.ag over https, to the profile's own base URL, "
                "or where --key-file is given"
            )
            return request
        return request.changed(headers=(*request.headers, key.header))

    async def aclose(self) -> None:
        """Close the connections of the running loop."""
        client = self._clients.pop(asyncio.get_running_loop(), None)
        if client is not None:
            await client.aclose()

    def _client(self) -> Client:
        loop = asyncio.get_running_loop()
        client = self._clients.get(loop)
        if client is None:
            client = self._clients[loop] = Client(self.options.trust)
        return client

    def _exchange(
        self, capture: Capture, request: AuthorizeRequest, labels: tuple[str, ...]
    ) -> Exchange:
        return Exchange(
            capture=capture,
            read=read,
            origin=origin_of(capture),
            labels=labels,
            context=replace(context_of(self.options.profile), replay_of=request.replay_of),
        )


def _read_and_keep(exchange: Exchange, store: Store) -> Exchange:
    return Exchange.of(store.insert(exchange))
