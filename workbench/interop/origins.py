"""Where a file's exchange was asked for, and whether it is authorize traffic."""

from __future__ import annotations

import ipaddress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from workbench.model.request import AUTHORIZE_PATH, DEFAULT_INSTANCE, instance_url

DOCUMENTED_URL = instance_url(DEFAULT_INSTANCE) + AUTHORIZE_PATH
ASSUMED_URL = "the URL: the file does not name it, so the documented endpoint is assumed"
GIVEN_URL = "the request: the file holds the answer alone, its URL was given beside it"

_TRAFFIC_PATH = "/oauth/authorize"


def is_authorize(url: str) -> bool:
    """Whether the path ends in `/oauth/authorize`, letter case aside, on any host."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return False
    return path.lower().rstrip("/").endswith(_TRAFFIC_PATH)


def own_url(given: str | None) -> tuple[str, str]:
    """The URL of an answer whose file does not name it, and the note that says so."""
    return (given, GIVEN_URL) if given else (DOCUMENTED_URL, ASSUMED_URL)


def absolute_url(target: str, host: str | None, given: str | None) -> str:
    """The URL of a request line; the scheme is http for this machine, else https."""
    if "://" in target.partition("?")[0]:
        return target
    if host is None:
        base = urlsplit_origin(given or DOCUMENTED_URL)
        return f"{base}{target}"
    scheme = "http" if is_local(host) else "https"
    return f"{scheme}://{host}{target}"


def urlsplit_origin(url: str) -> str:
    """Scheme and authority of a URL; those of the documented one where it has none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit(DOCUMENTED_URL)
    if not parts.netloc:
        parts = urlsplit(DOCUMENTED_URL)
    return f"{parts.scheme}://{parts.netloc}"


def is_local(host: str) -> bool:
    """Whether `host[:port]` is this machine or names the port of plain HTTP."""
    name, _, port = host.rpartition(":") if not host.endswith("]") else (host, "", "")
    if port == "80":
        return True
    bare = (name or host).strip("[]")
    if bare == "localhost":
        return True
    try:
        return ipaddress.ip_address(bare).is_loopback
    except ValueError:
        return False


def date_of(headers: tuple[tuple[str, str], ...]) -> datetime | None:
    """The moment the `Date` header names (RFC 9110, section 6.6.1), UTC, or None."""
    for name, value in headers:
        if name.lower() == "date" and len(value) < 100:
            try:
                moment = parsedate_to_datetime(value)
                return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
            except (ValueError, TypeError, OverflowError, IndexError):
                return None
    return None
