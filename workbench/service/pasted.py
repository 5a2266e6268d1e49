"""What a person pastes to call it again: a curl command, a request's bytes, or its URL.

Nothing is sent and nothing is fetched. What a replay would not send again (keys, cookies, the
connection's own headers) is left out here as well, and named.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from workbench.errors import InputError
from workbench.inspection.request import read_params, read_request
from workbench.interop.curl_words import is_curl, read_curl
from workbench.model.capture import Capture
from workbench.model.request import AUTH_HEADER, DEFAULT_HEADERS, HttpRequest
from workbench.service.composing import sent_again

_STARTS = ("http://", "https://")
_SECRET = {"authorization": "credentials", AUTH_HEADER: "the auth key", "cookie": "cookies"}
_METHODS = ("GET ", "POST ", "HEAD ", "PUT ", "OPTIONS ")


class Pasted(NamedTuple):
    """A request that was pasted. `kind` says as what; `left_out` names what of it is not sent."""

    kind: str
    request: HttpRequest
    left_out: tuple[str, ...]


def is_request(text: str) -> bool:
    """Whether a text is more than the value of one field: a command, a request, a URL that asks."""
    start = text.lstrip()[:300]
    return is_curl(start) or _is_head(start) or _is_asking_url(text)


def request_of(text: str) -> Pasted:
    """The request in a pasted text. Raises `InputError` for a text that holds none."""
    if is_curl(text):
        curl = read_curl(text)
        without = {name.lower() for name in curl.without}
        pairs = [pair for pair in DEFAULT_HEADERS if pair[0].lower() not in without]
        named = {name.lower() for name, _ in curl.headers}
        headers = [pair for pair in pairs if pair[0].lower() not in named] + curl.headers
        request = HttpRequest(curl.method, curl.url, read_params(curl.url), tuple(headers))
        return _cleaned("a curl command", request, curl.left_out)
    if _is_head(text.lstrip()[:300]):
        lines = text.strip().replace("\r\n", "\n").replace("\n", "\r\n") + "\r\n\r\n"
        sent = lines.encode("utf-8", "surrogateescape")
        request = read_request(Capture(url="", sent=sent, received=b"", started_at=None))
        return _cleaned("a request", request, ["the body"] if request.body.strip() else [])
    if _is_asking_url(text):
        url = text.strip()
        return _cleaned("a URL", HttpRequest("GET", url, read_params(url), DEFAULT_HEADERS), [])
    raise InputError("this is no request", "paste a curl command, a request, or its whole URL")


def _is_head(start: str) -> bool:
    line = start.partition("\n")[0]
    return line.startswith(_METHODS) and line.rstrip().endswith(("HTTP/1.1", "HTTP/1.0"))


def _is_asking_url(text: str) -> bool:
    url = text.strip()
    return url.lower().startswith(_STARTS) and "?" in url and not any(c.isspace() for c in url)


def _cleaned(kind: str, request: HttpRequest, left_out: list[str]) -> Pasted:
    left = [_SECRET[name.lower()] for name, _ in request.headers if name.lower() in _SECRET]
    again = replace(sent_again(request), body=b"")
    return Pasted(kind, again, tuple(dict.fromkeys([*left_out, *left])))
