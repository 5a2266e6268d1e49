"""URLs as a browser resolves and serialises them (WHATWG URL, by ada_url)."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import ada_url


class UrlParts(NamedTuple):
    """A URL in its parts. `scheme` without colon, `host` in its ASCII form, `port` None where it
    is the scheme's own, `query` and `fragment` without `?` and `#` and still percent-encoded;
    `origin` is `null` where the scheme has none."""

    href: str
    scheme: str
    username: str
    password: str
    host: str
    port: int | None
    path: str
    query: str
    fragment: str
    origin: str


@lru_cache(maxsize=1024)
def resolve(reference: str, base: str) -> str | None:
    """The absolute URL that `reference` means in a document at `base`, or None when it is none.

    An empty `base` (unknown) leaves absolute references readable.
    """
    try:
        return ada_url.join_url(base, reference) if base else ada_url.normalize_url(reference)
    except (ValueError, UnicodeEncodeError):
        return _without_base(reference) if base else None


@lru_cache(maxsize=1024)
def parts(url: str) -> UrlParts | None:
    """The parts of an absolute URL, or None when it is none."""
    try:
        parsed = ada_url.URL(url)
    except (ValueError, UnicodeEncodeError):
        return None
    port = parsed.port
    return UrlParts(
        parsed.href,
        parsed.protocol[:-1],
        parsed.username,
        parsed.password,
        parsed.hostname,
        int(port) if port else None,
        parsed.pathname,
        parsed.search[1:],
        parsed.hash[1:],
        parsed.origin,
    )


def _without_base(reference: str) -> str | None:
    """An absolute reference is readable even where the base is no URL."""
    try:
        return ada_url.normalize_url(reference)
    except (ValueError, UnicodeEncodeError):
        return None
