"""What is asked: the authorize request.

`AuthorizeRequest` is what a person composes; `params` is the truth (ordered, duplicates allowed),
the keywords are a convenience. Nothing is forbidden here that can be sent at all: judging is the
findings' work. `HttpRequest` is what stood on the wire, read back from its bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from workbench import __version__
from workbench.errors import InputError

Pair = tuple[str, str]

DEFAULT_INSTANCE = "toolbox"
AUTHORIZE_PATH = "/v3/oauth/authorize"
HOST_SUFFIX = "-api.private.fin.ag"
DEFAULT_ACCEPT = "text/plain"
AUTH_HEADER = "flinks-auth-key"

# Keyword of `AuthorizeRequest` -> name on the wire, in the order of the endpoint's page.
PARAMETERS: tuple[Pair, ...] = (
    ("institution_id", "institution_id"),
    ("redirect_uri", "redirect_uri"),
    ("state", "state"),
    ("lang", "lang"),
    ("tag", "tag"),
    ("recipient_id", "recipientId"),
)

DEFAULT_HEADERS: tuple[Pair, ...] = (
    ("Accept", DEFAULT_ACCEPT),
    ("Accept-Encoding", "gzip, deflate, br, zstd"),
    ("User-Agent", f"authorize-workbench/{__version__}"),
)

Value = str | Sequence[str] | None


@dataclass(frozen=True, slots=True, init=False)
class AuthorizeRequest:
    """One authorize request, ready to be sent.

    `params` and `headers` are in sending order; `headers` holds the defaults too, but `Host` only
    where it was given. `literal_url` is sent as it stands, its query untouched; `params` are then
    empty. `replay_of` is the uuid of the exchange whose request this is again. Raises `InputError`
    only for what cannot be sent at all.
    """

    base_url: str
    params: tuple[Pair, ...] = field(repr=False)
    headers: tuple[Pair, ...] = field(repr=False)
    method: str
    literal_url: str | None = field(repr=False)
    replay_of: str | None = None

    def __init__(
        self,
        *,
        instance: str | None = None,
        base_url: str | None = None,
        institution_id: Value = None,
        redirect_uri: Value = None,
        state: Value = None,
        lang: Value = None,
        tag: Value = None,
        recipient_id: Value = None,
        extra: Iterable[Pair] = (),
        params: Iterable[Pair] | None = None,
        accept: str | None = None,
        headers: Iterable[Pair] = (),
        without_headers: Iterable[str] = (),
        method: str = "GET",
        url: str | None = None,
        replay_of: str | None = None,
    ) -> None:
        """A keyword left None is not sent, "" is sent empty, a list is sent once per item.

        `params` replaces the keywords and `extra` as a whole; `headers` replace defaults of the
        same name (letter case aside); `without_headers` takes defaults out.
        """
        if base_url is not None and instance is not None:
            raise InputError(
                "both an instance and a base URL were given",
                "give one: the instance stands for https://INSTANCE" + HOST_SUFFIX,
            )
        base = base_url if base_url is not None else instance_url(instance or DEFAULT_INSTANCE)
        if params is None:
            given = (institution_id, redirect_uri, state, lang, tag, recipient_id)
            sent = [
                (name, item)
                for (_, name), value in zip(PARAMETERS, given, strict=True)
                for item in _items(value)
            ]
            sent.extend(extra)
        else:
            sent = list(params)
        if accept is not None:
            headers = [("Accept", accept), *headers]
        object.__setattr__(self, "base_url", base.rstrip("/"))
        object.__setattr__(self, "params", () if url is not None else tuple(sent))
        object.__setattr__(self, "headers", merge_headers(tuple(headers), tuple(without_headers)))
        object.__setattr__(self, "method", method)
        object.__setattr__(self, "literal_url", url)
        object.__setattr__(self, "replay_of", replay_of)
        check_sendable(self)

    @property
    def url(self) -> str:
        """The absolute URL that is asked for, percent-encoded (a space is `%20`, `+` is `%2B`)."""
        if self.literal_url is not None:
            return self.literal_url
        base = self.base_url
        path = "" if base.lower().endswith(AUTHORIZE_PATH) else AUTHORIZE_PATH
        query = "&".join(f"{_encoded(name)}={_encoded(value)}" for name, value in self.params)
        return f"{base}{path}?{query}" if query else f"{base}{path}"

    def param(self, name: str) -> str | None:
        """The first value sent under `name`, or None."""
        return next((value for key, value in self.params if key == name), None)

    def changed(
        self, *, params: Iterable[Pair] | None = None, headers: Iterable[Pair] | None = None
    ) -> AuthorizeRequest:
        """The same request with other parameters, or with exactly these headers."""
        kept = self.headers if headers is None else tuple(headers)
        named = {name.lower() for name, _ in kept}
        return AuthorizeRequest(
            base_url=self.base_url,
            params=self.params if params is None else params,
            headers=kept,
            without_headers=[name for name, _ in DEFAULT_HEADERS if name.lower() not in named],
            method=self.method,
            url=self.literal_url,
            replay_of=self.replay_of,
        )


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A request as read from its bytes (or from a file that described it).

    `params` are percent-decoded with `+` kept as `+`; how a server reads it is derived elsewhere.
    """

    method: str
    url: str = field(repr=False)
    params: tuple[Pair, ...] = field(repr=False)
    headers: tuple[Pair, ...] = field(repr=False)
    http_version: str = "HTTP/1.1"
    body: bytes = field(default=b"", repr=False)

    def param(self, name: str) -> str | None:
        """The first value sent under `name`, or None when it was not sent."""
        return next((value for key, value in self.params if key == name), None)

    def header(self, name: str) -> str | None:
        """The first header of that name, letter case aside."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


def instance_url(instance: str) -> str:
    """The base URL of an instance, e.g. `toolbox` -> `https://toolbox-api.private.fin.ag`."""
    return f"https://{instance}{HOST_SUFFIX}"


def instance_of(host: str) -> str | None:
    """The instance a host name stands for, or None where it is no host of the endpoint."""
    lowered = host.lower()
    if not lowered.endswith(HOST_SUFFIX) or "." in lowered[: -len(HOST_SUFFIX)]:
        return None
    return lowered[: -len(HOST_SUFFIX)] or None


def merge_headers(given: tuple[Pair, ...], without: tuple[str, ...] = ()) -> tuple[Pair, ...]:
    """The default headers with `given` in place of those of the same name, then the others."""
    named = {name.lower() for name, _ in given}
    gone = {name.lower() for name in without}
    kept: list[Pair] = []
    placed: set[str] = set()
    for name, value in DEFAULT_HEADERS:
        low = name.lower()
        if low in named:
            kept.extend(pair for pair in given if pair[0].lower() == low)
            placed.add(low)
        elif low not in gone:
            kept.append((name, value))
    kept.extend(pair for pair in given if pair[0].lower() not in placed)
    return tuple(kept)


def check_sendable(request: AuthorizeRequest) -> None:
    """Refuse what cannot be put on a wire: control characters in a header, an unparsable URL."""
    for name, value in request.headers:
        if not name or any(c <= " " or c >= "\x7f" or c == ":" for c in name):
            raise InputError(
                f"header name {name!r} cannot be sent",
                "a header name has letters, digits and - only",
            )
        bad = next((i for i, c in enumerate(value) if (c < " " and c != "\t") or c == "\x7f"), None)
        if bad is not None:
            raise InputError(
                f"header {name} cannot be sent: control character {value[bad]!r} "
                f"at position {bad + 1}",
                "remove it; a header ends at its line",
            )
    if not request.method or any(c <= " " or c >= "\x7f" for c in request.method):
        raise InputError(f"method {request.method!r} cannot be sent", "use letters, such as GET")
    url = request.url
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise InputError(f"the URL cannot be read: {error}", "check host and port") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise InputError(
            f"the URL {url[:80]!r} cannot be called", "it needs http:// or https:// and a host"
        )
    bad = next((i for i, c in enumerate(url) if c <= " " or c >= "\x7f"), None)
    if bad is not None:
        raise InputError(
            f"the URL cannot be sent: character {url[bad]!r} at position {bad + 1}",
            "a request line has no blank, control or non-ASCII character: percent-encode it",
        )


def _items(value: Value) -> Sequence[str]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else value


def _encoded(text: str) -> str:
    return quote(text, safe="", errors="surrogateescape")
