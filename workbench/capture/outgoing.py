"""From an authorize request to what httpcore sends: target, headers, their order and letter case.

The target goes out exactly as the URL says it; nothing is normalised. Fragment and user name of a
URL are not sent (RFC 9112 section 3.2, RFC 9110 section 4.2.4). h11 writes the head and puts
`Host` first; what it refuses is told in clear words before anything is sent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import h11
import httpcore
import httpx

from workbench.errors import InputError
from workbench.model.request import AuthorizeRequest

DEFAULT_PORTS = {"http": 80, "https": 443}

_AUTHORITY = re.compile(r"[^:]+://([^/?#]*)([^#]*)")
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


@dataclass(frozen=True, slots=True, repr=False)
class Outgoing:
    """What is sent, and where to. `carrier_url` has the origin only, so nothing logs a query."""

    host: str
    port: int
    secure: bool
    method: bytes
    url: httpcore.URL
    headers: list[tuple[bytes, bytes]]
    carrier_url: httpx.URL


def prepare(request: AuthorizeRequest) -> Outgoing:
    """Make a request ready. Raises `InputError` for what HTTP/1 cannot carry."""
    url = request.url
    parts = urlsplit(url)
    host, port = parts.hostname, parts.port
    found = _AUTHORITY.match(url)
    if found is None or host is None:
        raise InputError(f"the URL {url[:80]!r} cannot be called", "it needs a scheme and a host")
    target = found[2] if found[2].startswith("/") else "/" + found[2]
    port = port or DEFAULT_PORTS[parts.scheme]
    shown = f"[{host}]" if ":" in host else host
    authority = shown if port == DEFAULT_PORTS[parts.scheme] else f"{shown}:{port}"
    given = request.headers
    if not any(name.lower() == "host" for name, _ in given):
        given = (("Host", authority), *given)
    try:
        headers = [(name.encode("ascii"), _value_bytes(value)) for name, value in given]
        method, target_bytes = request.method.encode("ascii"), target.encode("ascii")
        carrier_url = httpx.URL(f"{parts.scheme}://{shown}:{port}/")
    except (UnicodeEncodeError, httpx.InvalidURL) as error:
        raise InputError(
            f"the request cannot be sent: {error}",
            "check the host, and headers for characters that are no text",
        ) from None
    _check(method, target_bytes, headers)
    return Outgoing(
        host,
        port,
        parts.scheme == "https",
        method,
        httpcore.URL(
            scheme=parts.scheme, host=host.encode("ascii"), port=port, target=target_bytes
        ),
        headers,
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
