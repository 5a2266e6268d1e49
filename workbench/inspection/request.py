"""The request as it stood on the wire, read back from its bytes or from the URL that was asked."""

from __future__ import annotations

from urllib.parse import unquote

from workbench.inspection.head import read_fields, split_head, text_of
from workbench.inspection.written_url import pairs
from workbench.model.capture import Capture
from workbench.model.request import HttpRequest, Pair
from workbench.model.response import Oddity


def read_request(capture: Capture) -> HttpRequest:
    """The request of a capture. Where its bytes are missing or no HTTP/1 request, the URL alone
    tells it: a GET without headers."""
    sent = capture.sent.lstrip(b"\r\n")
    head = split_head(sent, 0)
    line = head.lines[0].split(b" ") if head.lines else []
    if len(line) < 3 or not line[-1].startswith(b"HTTP/1"):
        return HttpRequest("GET", capture.url, read_params(capture.url), ())
    ignored: list[Oddity] = []
    method, target = text_of(line[0], ignored, 1), text_of(b" ".join(line[1:-1]), ignored, 1)
    headers = read_fields(head.lines[1:], ignored)
    return HttpRequest(
        method,
        capture.url or _absolute(target, headers),
        read_params(target),
        headers,
        line[-1].decode("latin-1"),
        sent[head.end :],
    )


def read_params(url: str) -> tuple[Pair, ...]:
    """The query of a URL or request target as pairs: percent-decoded, `+` kept, order and
    duplicates kept, bounded as `written_url.pairs` is; bytes that are no UTF-8 become U+FFFD."""
    _, mark, query = url.partition("#")[0].partition("?")
    if not mark:
        return ()
    return tuple((_decoded(name), _decoded(value)) for name, value in pairs(query))


def _decoded(text: str) -> str:
    return unquote(text) if "%" in text else text


def _absolute(target: str, headers: tuple[Pair, ...]) -> str:
    """A URL for a request of which only the bytes are known; https, since no file says."""
    if not target.startswith("/"):
        return target
    host = next((value for name, value in headers if name.lower() == "host"), "")
    return f"https://{host}{target}" if host else target
