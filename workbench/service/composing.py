"""From what a person gave and what the profile fills to one authorize request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from workbench.errors import InputError
from workbench.model.profile import Profile
from workbench.model.request import (
    AUTH_HEADER,
    AUTHORIZE_PATH,
    PARAMETERS,
    AuthorizeRequest,
    HttpRequest,
    Pair,
)
from workbench.settings import nearest

if TYPE_CHECKING:
    from workbench.model.exchange import Exchange

AUTO_STATE = "auto"

# Never sent again by a replay: the key comes anew, cookies belong to the call that had them, and
# the connection's own headers are made afresh.
_NOT_REPLAYED = frozenset(
    {AUTH_HEADER, "authorization", "cookie", "host", "content-length", "connection"}
)


@dataclass(frozen=True, slots=True)
class Given:
    """What a person gave. A parameter that is absent is filled by the profile or not sent; a
    headers entry replaces defaults of its name. `url` is sent as it stands. `replay_of` is the uuid
    of the exchange whose request this is again."""

    instance: str | None = None
    base_url: str | None = None
    params: Mapping[str, Sequence[str]] = field(default_factory=dict)
    extra: tuple[Pair, ...] = ()
    accept: str | None = None
    headers: tuple[Pair, ...] = ()
    without_headers: tuple[str, ...] = ()
    method: str = "GET"
    url: str | None = None
    replay_of: str | None = None


class Again(NamedTuple):
    """What a replay sends, whether it was read from a file, and the uuid of its exchange."""

    request: HttpRequest
    imported: bool
    uuid: str | None


def compose(given: Given, profile: Profile | None) -> AuthorizeRequest:
    """The request: given first, then the profile, then defaults. `state` "auto" makes one."""
    instance, base_url = given.instance, given.base_url
    if profile is not None and instance is None and base_url is None:
        instance, base_url = profile.instance, profile.base_url
    filled = dict(_by_keyword(profile.params if profile else ()))
    filled.update({key: tuple(values) for key, values in given.params.items()})
    if AUTO_STATE in filled.get("state", ()):
        filled["state"] = tuple(
            new_state() if value == AUTO_STATE else value for value in filled["state"]
        )
    headers = given.headers
    if profile is not None:
        named = {name.lower() for name, _ in headers}
        if given.accept is not None:
            named.add("accept")
        headers = (*(p for p in profile.headers if p[0].lower() not in named), *headers)
    return AuthorizeRequest(
        instance=instance,
        base_url=base_url,
        extra=given.extra,
        accept=given.accept,
        headers=headers,
        without_headers=given.without_headers,
        method=given.method,
        url=given.url,
        replay_of=given.replay_of,
        **filled,  # type: ignore[arg-type] # keywords are checked by _by_keyword and the views
    )


def new_state() -> str:
    """An unguessable state: 128 random bits as 22 base64url characters (RFC 6749, 10.10)."""
    from secrets import token_urlsafe

    return token_urlsafe(16)


def sent_again(request: HttpRequest) -> HttpRequest:
    """A request as a replay sends it: without keys, cookies, and what every connection makes
    anew."""
    kept = tuple(pair for pair in request.headers if pair[0].lower() not in _NOT_REPLAYED)
    return replace(request, headers=kept)


def replay(
    exchange: Exchange, changes: Iterable[Pair] = (), unset: Iterable[str] = ()
) -> AuthorizeRequest:
    """The same request again, with `changes` (wire name or keyword -> value) made.

    A changed parameter keeps its place; a new one goes to the end. Raises `InputError` for a name
    in `unset` that was not sent.
    """
    request = sent_again(exchange.request)
    parts = urlsplit(request.url)
    params = list(request.params)
    wire = dict(PARAMETERS)
    for key in unset:
        name = wire.get(key, key)
        if not any(param == name for param, _ in params):
            raise InputError(
                f"the request has no parameter {name!r}",
                nearest(name, tuple(param for param, _ in params)),
            )
        params = [pair for pair in params if pair[0] != name]
    for key, value in changes:
        name = wire.get(key, key)
        place = next((i for i, pair in enumerate(params) if pair[0] == name), len(params))
        kept = [pair for pair in params if pair[0] != name]
        kept.insert(place, (name, new_state() if (name, value) == ("state", AUTO_STATE) else value))
        params = kept
    headers = request.headers
    sent = {name.lower() for name, _ in headers}
    absent = tuple(n for n in ("accept", "accept-encoding", "user-agent") if n not in sent)
    base = f"{parts.scheme}://{parts.netloc}"
    if list(request.params) == params or not parts.path.lower().endswith(AUTHORIZE_PATH):
        if list(request.params) != params:
            raise InputError(
                f"parameters of {request.url[:80]} cannot be changed",
                f"its path does not end in {AUTHORIZE_PATH}; use authorize --url",
            )
        return AuthorizeRequest(
            url=request.url,
            headers=headers,
            without_headers=absent,
            method=request.method,
            replay_of=exchange.uuid,
        )
    return AuthorizeRequest(
        base_url=base + parts.path,
        params=params,
        headers=headers,
        without_headers=absent,
        method=request.method,
        replay_of=exchange.uuid,
    )


def _by_keyword(params: tuple[Pair, ...]) -> list[tuple[str, tuple[str, ...]]]:
    keyword = {name: key for key, name in PARAMETERS}
    names = dict.fromkeys(name for name, _ in params)
    return [(keyword[name], tuple(v for n, v in params if n == name)) for name in names]
