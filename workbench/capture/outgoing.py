"""From an authorize request to what httpcore sends: target, headers, their order and letter case.

The target goes out exactly as the URL says it; nothing is normalised. Fragment and user name of a
URL are not sent (RFC 9112 section 3.2, RFC 9110 section 4.2.4). h11 writes the head and puts
`Host` first; what it refuses is told in clear words before anything is sent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

import h11
import httpcore
import httpx

from workbench.errors import InputError
from workbench.model.request import AuthorizeRequest

DEFAULT_PORTS = {"http": 80, "https": 443}

_PARTS = re.compile(r"([^:]+://[^/?#]+)([^#]*)")
_FRAMING = frozenset((b"content-length", b"transfer-encoding"))

# A part of h11's sentence -> ours and a hint. {} is the header at fault.
_REFUSALS = (
    ("Found multiple Host", "a request with two Host headers cannot be sent", "give one Host"),
    (
        "Illegal header name",
        "the header name {} has a character that no HTTP/1 request can carry",
        "a header name has letters, digits and !#$%&'*+-.^_`|~ only",
    ),
    (
        "Illegal header value",
        "the value of header {} cannot be sent as it stands",
        "take out blanks at its beginning or end, and control characters",
    ),
    (
        "Content-Length",
        "the Content-Length header does not fit: an authorize request has no body",
        "leave the header out, or send it as 0",
    ),
    (
        "Transfer-Encoding",
        "the Transfer-Encoding header cannot be sent: HTTP/1 knows one, chunked",
        "leave the header out, or send it once as chunked",
    ),
    (
        "Illegal method",
        "the method has a character that no HTTP/1 request can carry",
        "use letters, such as GET",
    ),
    (
        "Illegal target",
        "the URL has a character that no request line can carry",
        "percent-encode it",
    ),
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request goes. `carrier_url` has no path and no query, so nothing can log them."""

    host: str
    port: int
    secure: bool
    host_header: str
    carrier_url: httpx.URL


@dataclass(frozen=True, slots=True, repr=False)
class Outgoing:
    """What is sent, and where to; `absolute_url` is the one that was asked for."""

    origin: Origin
    absolute_url: str
    method: bytes
    url: httpcore.URL
    headers: list[tuple[bytes, bytes]]


def prepare(request: AuthorizeRequest) -> Outgoing:
    """Make a request ready. Raises `InputError` for what HTTP/1 cannot carry."""
    absolute_url = request.url
    found = _PARTS.match(absolute_url)
    if found is None:
        raise InputError(
            f"the URL {absolute_url[:80]!r} cannot be called", "it needs a scheme and a host"
        )
    origin = _origin(found[1])
    target = found[2] if found[2].startswith("/") else "/" + found[2]
    given = request.headers
    if not any(name.lower() == "host" for name, _ in given):
        given = (("Host", origin.host_header), *given)
    try:
        headers = [(name.encode("ascii"), _value_bytes(value)) for name, value in given]
        method, target_bytes = request.method.encode("ascii"), target.encode("ascii")
    except UnicodeEncodeError as error:
        raise InputError(
            f"the request cannot be sent: {error.reason}",
            "method and URL are ASCII; a header is text",
        ) from None
    _check(method, target_bytes, headers)
    url = httpcore.URL(
        scheme=origin.carrier_url.raw_scheme,
        host=origin.host.encode("ascii"),
        port=origin.port,
        target=target_bytes,
    )
    return Outgoing(origin, absolute_url, method, url, headers)


@lru_cache(maxsize=256)
def _origin(written: str) -> Origin:
    # Sweeps and kept-alive calls ask for the same few again and again.
    try:
        parts = urlsplit(written)
        host, default = parts.hostname or "", DEFAULT_PORTS[parts.scheme]
        port = parts.port or default
        shown = f"[{host}]" if ":" in host else host
        carrier_url = httpx.URL(f"{parts.scheme}://{shown}:{port}/")
    except (ValueError, KeyError, httpx.InvalidURL):
        raise InputError(
            f"{written[:80]!r} cannot be called", "it needs http:// or https:// and a host"
        ) from None
    return Origin(
        host,
        port,
        parts.scheme == "https",
        shown if port == default else f"{shown}:{port}",
        carrier_url,
    )


def _value_bytes(value: str) -> bytes:
    # Bytes that are no UTF-8 came in as surrogates and go out as they were.
    return value.encode("utf-8", "surrogateescape")


def _check(method: bytes, target: bytes, headers: list[tuple[bytes, bytes]]) -> None:
    # The whole of it only where a body could be announced: it has to be refused before the head
    # is on its way.
    try:
        event = h11.Request(method=method, target=target, headers=headers)
        if any(name.lower() in _FRAMING for name, _ in headers):
            connection = h11.Connection(h11.CLIENT)
            connection.send(event)
            connection.send(h11.EndOfMessage())
    except h11.LocalProtocolError as error:
        said = str(error)
        for words, message, hint in _REFUSALS:
            if words in said:
                raise InputError(message.format(_at_fault(headers)), hint) from None
        raise InputError(
            f"HTTP/1 cannot carry this request: {said}", "check method, URL and headers"
        ) from None


def _at_fault(headers: list[tuple[bytes, bytes]]) -> str:
    for name, value in headers:
        try:
            h11.Request(method=b"GET", target=b"/", headers=[(b"Host", b""), (name, value)])
        except h11.LocalProtocolError as error:
            # A second Host is no fault of its own here.
            if "Host" not in str(error):
                return name.decode("ascii")
    return "?"
