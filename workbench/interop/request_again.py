"""What of a document's request a command or a script of another tool can say.

A body is not kept in the document, so headers that announce one are left out; so is what no
HTTP/1.1 request can carry. Whatever is left out is told in a comment, and a comment never holds a
character that could end its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workbench.interop.registry import Leaving

Pair = tuple[str, bytes]

MASKED = "‹...› stands for what was masked: put the values in before it is sent"
MASK = re.compile("‹[^›]*›")
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_UNSENDABLE = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]|^[ \t]|[ \t]$")
_UNSAFE_IN_URL = re.compile(r"[\x00-\x20\x7f]")
_URL = re.compile(r"(https?://)(?:[^/?#@]*@)*([^/?#@\\]+)(?=[/?#]|$)([^#]*)", re.IGNORECASE)
_LONGEST_IN_COMMENT = 60


@dataclass(frozen=True, slots=True, repr=False)
class RequestAgain:
    """One request. `origin` is scheme and authority without user information, "" where the URL
    cannot be called; `target` is what stands in the request line, without a fragment, in ASCII but
    for masks and what a file had; `headers` are in order, values as bytes. `comments` are lines
    about it, without their mark."""

    method: str
    origin: str
    target: str
    headers: tuple[Pair, ...]
    comments: tuple[str, ...]

    def has(self, name: str) -> bool:
        """Whether a header of that name is sent, letter case aside."""
        return any(name.lower() == given.lower() for given, _ in self.headers)


def request_again(leaving: Leaving) -> RequestAgain:
    """The request of one exchange; never raises, whatever the document holds."""
    request = leaving.document.get("request")
    request = request if isinstance(request, Mapping) else {}
    number = leaving.document.get("id")
    named = f" {number}" if number is not None else ""
    comments = [f"exchange{named}, {leaving.document.get('started_at') or 'time unknown'}"]
    method = str(request.get("method") or "GET")
    origin, target = split_url(str(request.get("url") or ""))
    if not origin:
        comments.append("its URL cannot be called: it has no http:// or https:// and a host")
    if not _TOKEN.fullmatch(method):
        comments.append(f"its method cannot be sent: {method[:_LONGEST_IN_COMMENT]!a}")
        origin = ""
    headers: list[Pair] = []
    seen_host = False
    for name, text in _pairs(request.get("headers")):
        value = _bytes(text, leaving.sent)
        low = name.lower()
        if not _TOKEN.fullmatch(name) or _UNSENDABLE.search(value) or (low == "host" and seen_host):
            comments.append(left_out(name, "no request can carry it"))
        elif low == "transfer-encoding" or (low == "content-length" and value != b"0"):
            comments.append(left_out(name, "the body it announces is not kept"))
        else:
            headers.append((name, value))
            seen_host = seen_host or low == "host"
    if MASK.search(target) or any(MASK.search(v.decode("utf-8", "replace")) for _, v in headers):
        comments.append(MASKED)
    return RequestAgain(method, origin, target, tuple(headers), tuple(comments))


def split_url(url: str) -> tuple[str, str]:
    """Scheme with authority, and target, without user information and fragment, which are not
    sent (RFC 9110 section 4.2.4, RFC 9112 section 3.2); ("", "") where no host can be called."""
    safe = _UNSAFE_IN_URL.sub(lambda found: f"%{ord(found[0]):02X}", url)
    found = _URL.match(safe)
    if found is None:
        return "", ""
    target = found[3] if found[3].startswith("/") else "/" + found[3]
    return found[1] + found[2], target


def left_out(name: str, why: str) -> str:
    """The comment about a header that is not sent."""
    return f"left out, since {why}: header {name[:_LONGEST_IN_COMMENT]!a}"


def comment_lines(comments: tuple[str, ...]) -> Iterator[str]:
    """`# ` before each; control characters, line ends of any kind among them, are escaped."""
    for comment in comments:
        safe = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in comment)
        yield f"# {safe}"


def _pairs(value: object) -> Iterator[tuple[str, str]]:
    for pair in value if isinstance(value, list) else []:
        yield str(pair[0]), str(pair[1])


def _bytes(value: str, sent: bytes | None) -> bytes:
    """The bytes of a value: UTF-8, unless the wire shows that they were none."""
    written = value.encode("utf-8", "surrogateescape")
    if sent is None or value.isascii() or written in sent:
        return written
    single = value.encode("latin-1", "ignore")
    return single if len(single) == len(value) and single in sent else written
