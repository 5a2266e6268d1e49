"""A URL as it is written: split by RFC 3986 (Appendix B), nothing mended, nothing refused.

For judging what somebody wrote. What a browser makes of it is another question and is not asked
here. One pass over the text; never raises.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import unquote

_SPLIT = re.compile(
    r"(?:([A-Za-z][A-Za-z0-9+.\-]*):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL
)
# Of a query with more pairs, the last read holds all the rest.
MOST_PAIRS = 5000
_LONG = 4096
_DEFAULT_PORTS = {"http": "80", "https": "443"}
_LOOPBACK_NAMES = frozenset({"localhost", "localhost.", "ip6-localhost"})


@dataclass(frozen=True, slots=True)
class WrittenUrl:
    """The parts as written; `scheme` and `host` in lower case, `host` without brackets or port.
    `query` and `fragment` are None where their sign is missing."""

    scheme: str
    userinfo: str | None
    host: str
    port: str
    path: str
    query: str | None
    fragment: str | None

    @property
    def origin(self) -> tuple[str, str, str]:
        """Scheme, host and port, the default port filled in (RFC 6454 section 4)."""
        return self.scheme, self.host, self.port or _DEFAULT_PORTS.get(self.scheme, "")

    @property
    def loopback(self) -> bool:
        """Whether the host is this machine by its own name or address."""
        return is_loopback(self.host)


@lru_cache(maxsize=256)
def split(text: str) -> WrittenUrl:
    """Split a URL or reference; what is not there is empty."""
    match = _SPLIT.match(text)
    scheme, authority, path, query, fragment = match.groups() if match else ("", "", text, "", "")
    userinfo, host, port = _authority(authority or "")
    return WrittenUrl(
        (scheme or "").lower(), userinfo, host.lower(), port, path or "", query, fragment
    )


@lru_cache(maxsize=64)  # several findings look at the same few queries
def pairs(query: str | None) -> tuple[tuple[str, str], ...]:
    """The pairs of a query in order, still encoded; a piece without `=` has an empty value. Of more
    than `MOST_PAIRS` the last holds all the rest, so that nothing is lost."""
    if not query:
        return ()
    return tuple(
        (name, value)
        for name, _, value in (p.partition("=") for p in query.split("&", MOST_PAIRS) if p)
    )


@lru_cache(maxsize=64)
def read_pairs(query: str | None) -> tuple[tuple[str, str], ...]:
    """The pairs of a query as a server reads them (`application/x-www-form-urlencoded`)."""
    return tuple((form_text(name), form_text(value)) for name, value in pairs(query))


def form_text(text: str) -> str:
    """Undo form encoding: `+` is a space, then percent-decoding; bad bytes become U+FFFD."""
    if "%" not in text and "+" not in text:
        return text
    return _long_form_text(text) if len(text) > _LONG else _read_form_text(text)


def _read_form_text(text: str) -> str:
    return unquote(text.replace("+", " "), errors="replace")


# Whoever looks at an exchange asks for the same few again.
_long_form_text = lru_cache(maxsize=16)(_read_form_text)


@lru_cache(maxsize=256)
def is_loopback(host: str) -> bool:
    """Whether a host (lower case, no brackets) names this machine."""
    if host in _LOOPBACK_NAMES or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _authority(authority: str) -> tuple[str | None, str, str]:
    userinfo, at, rest = authority.rpartition("@")
    if rest.startswith("["):
        host, _, tail = rest[1:].partition("]")
        return (userinfo if at else None), host, tail.removeprefix(":")
    host, _, port = rest.partition(":")
    return (userinfo if at else None), host, port
