"""URLs as a browser resolves and serialises them (WHATWG URL, by ada_url)."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import ada_url

from workbench.inspection.legacy_sending import in_query


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


def resolve_in(reference: str, base: str, encoding: str) -> str | None:
    """The same for a reference in a document of that encoding: its query is sent in the document's
    encoding, whatever that lacks as a character reference (WHATWG URL, "query state")."""
    if encoding == "utf-8" or reference.isascii() or encoding.startswith("utf-16"):
        return resolve(reference, base)
    before, mark, rest = reference.partition("?")
    if "#" in before:
        return resolve(reference, base)
    query, hash_mark, fragment = rest.partition("#")
    absolute = resolve(before + mark + in_query(query, encoding) + hash_mark + fragment, base)
    if absolute is None or absolute.startswith(("http:", "https:")):
        return absolute
    return resolve(reference, base)


def _without_base(reference: str) -> str | None:
    """An absolute reference is readable even where the base is no URL."""
    try:
        return ada_url.normalize_url(reference)
    except (ValueError, UnicodeEncodeError):
        return None
