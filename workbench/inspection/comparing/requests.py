"""Two requests: address, parameters by name, headers."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.inspection.comparing.values import (
    both,
    differ,
    is_address,
    keyed,
    masked_differences,
    url_differences,
)
from workbench.inspection.stability import VOLATILE_PARAMETERS
from workbench.inspection.written_url import split
from workbench.model.comparison import Difference, Nature
from workbench.model.request import HttpRequest

_SECRET_HEADERS = frozenset({"authorization", "cookie", "flinks-auth-key", "proxy-authorization"})
_DERIVED_HEADERS = frozenset({"host", "connection", "accept-encoding", "user-agent"})


def changed_parameters(before: HttpRequest, after: HttpRequest) -> frozenset[str]:
    """The names of the parameters that differ."""
    pairs = both(keyed(before.params), keyed(after.params))
    return frozenset(name for name, _, left, right in pairs if left != right)


def request_differences(before: HttpRequest, after: HttpRequest) -> Iterator[Difference]:
    """Method, scheme, host, path, parameters, headers."""
    one, other = split(before.url), split(after.url)
    yield from differ("request", "method", before.method, after.method)
    yield from differ("request", "scheme", one.scheme, other.scheme)
    yield from differ("request", "host", one.host, other.host)
    yield from differ("request", "port", one.port, other.port)
    yield from differ("request", "path", one.path, other.path)
    pairs = keyed(before.params), keyed(after.params)
    for name, field, left, right in both(*pairs):
        nature: Nature = "volatile" if name in VOLATILE_PARAMETERS else "stable"
        if nature == "stable" and is_address(left) and is_address(right):
            yield from url_differences("request", field, left, right)
        else:
            yield from differ("request", field, left, right, nature)
    headers = (
        keyed((name.lower(), value) for name, value in before.headers),
        keyed((name.lower(), value) for name, value in after.headers),
    )
    for name, field, left, right in both(*headers):
        label = f"header {field}"
        if name in _SECRET_HEADERS:
            yield from masked_differences("request", label, left, right)
        else:
            kind: Nature = "derived" if name in _DERIVED_HEADERS else "stable"
            yield from differ("request", label, left, right, kind)
