"""HTTP/1 messages put together from what a file kept of them.

The message reads back to the same headers and the same body: codings that the file had undone are
applied again. Every step that is not a copy leaves a note, so that nobody takes it for the wire.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from workbench.inspection.charset import encoding_of, meta_charset
from workbench.inspection.media import media_type_of

Pair = tuple[str, str]

NO_BODY = "the body: the file does not hold it"
HTTP2 = "HTTP/2 or HTTP/3 framing: written here as HTTP/1.1"
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_BREAK = re.compile(r"[\r\n\0]+")


@dataclass(slots=True)
class Notes:
    """What was lost, each said once, in the order it was met."""

    texts: list[str] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Note a loss."""
        if text not in self.texts:
            self.texts.append(text)


def request_bytes(
    method: str, url: str, headers: Sequence[Pair], notes: Notes, body: bytes = b""
) -> bytes:
    """A request in HTTP/1.1 (origin form). A `Host` that is missing is made from the URL."""
    try:
        parts = urlsplit(url)
        host, target = parts.netloc.rpartition("@")[2], url.partition("#")[0]
    except ValueError:
        host, target = "", url
    _, slashes, rest = target.partition("://")
    if slashes:
        start = min((at for at in (rest.find("/"), rest.find("?")) if at >= 0), default=len(rest))
        target = rest[start:]
        target = target if target.startswith("/") else f"/{target}"
    safe = quote(target, safe="!#$%&'()*+,/:;=?@[]~-._{}|\\^`\"<>", errors="replace")
    name = method if _TOKEN.fullmatch(method) else "GET"
    sent = list(headers)
    if host and not any(key.lower() == "host" for key, _ in sent):
        notes.add("the Host header: put in from the URL")
        sent.insert(0, ("Host", host))
    head = f"{name} {safe} HTTP/1.1\r\n".encode("ascii", "replace")
    return head + header_lines(sent, notes) + b"\r\n" + body


def response_bytes(
    status: int,
    reason: str,
    headers: Sequence[Pair],
    body: bytes | None,
    notes: Notes,
    *,
    version: str = "HTTP/1.1",
    has_body: bool = True,
    coded: bool = False,
    trailers: Sequence[Pair] = (),
) -> bytes:
    """An answer. `body` is after decoding (still `coded`: before), None where the file lacks it;
    `has_body` is False for an answer to HEAD. Content-Length is corrected where it cannot fit."""
    if not version.upper().startswith("HTTP/1"):
        notes.add(HTTP2)
        version = "HTTP/1.1"
    line = f"{version.upper()} {status:03d} {_BREAK.sub(' ', reason)}\r\n".encode(
        "utf-8", "replace"
    )
    if not has_body or status in (204, 304):
        return line + header_lines(headers, notes) + b"\r\n" + (body or b"")
    if body is None:
        notes.add(NO_BODY)
    codings = [] if coded or not body else _values(headers, "content-encoding")
    content = _packed(body or b"", codings, notes)
    if "chunked" in [coding.lower() for coding in _values(headers, "transfer-encoding")]:
        notes.add("chunk framing: put in again as one chunk")
        content = _chunked(content, header_lines(trailers, notes))
    else:
        headers = _fitting_length(headers, len(content), notes)
    return line + header_lines(headers, notes) + b"\r\n" + content


def header_lines(headers: Sequence[Pair], notes: Notes) -> bytes:
    """Header lines; a name that cannot be one is left out, a line break becomes a blank."""
    lines: list[bytes] = []
    for name, value in headers:
        if not _TOKEN.fullmatch(name):
            if not name.startswith(":"):
                notes.add("a header whose name cannot stand in HTTP/1: left out")
            continue
        if _BREAK.search(value):
            notes.add("a line break or NUL in a header value: written as a blank")
            value = _BREAK.sub(" ", value)
        lines.append(f"{name}: {value}".encode("utf-8", "replace"))
    return b"".join(line + b"\r\n" for line in lines)


def encoded_text(text: str, headers: Sequence[Pair], notes: Notes) -> bytes:
    """The bytes of a body that the file holds as text, in the encoding a browser will read it in:
    by header, by the page's own meta, else UTF-8 with a byte order mark."""
    plain = text.encode("utf-8", "replace")
    if plain.isascii():
        return plain
    _, label = media_type_of(tuple(value for n, value in headers if n.lower() == "content-type"))
    name = encoding_of(label) if label else None
    if name is None:
        declared = meta_charset(plain)
        name = encoding_of(declared) if declared else None
    notes.add("the body's bytes: the file holds its text")
    if name == "utf-8":
        return plain
    if name is not None:
        try:
            return text.encode(name)
        except (UnicodeEncodeError, LookupError):
            notes.add(f"the body's encoding {name}: written as UTF-8 with a byte order mark")
            return b"\xef\xbb\xbf" + plain
    media_type, _ = media_type_of(tuple(v for n, v in headers if n.lower() == "content-type"))
    return plain if media_type and "json" in media_type else b"\xef\xbb\xbf" + plain


def _values(headers: Sequence[Pair], wanted: str) -> list[str]:
    return [
        part.strip()
        for name, value in headers
        if name.lower() == wanted
        for part in value.split(",")
        if part.strip()
    ]


def _fitting_length(headers: Sequence[Pair], length: int, notes: Notes) -> Sequence[Pair]:
    stated = [value for name, value in headers if name.lower() == "content-length"]
    if not stated or all(value.strip() == str(length) for value in stated):
        return headers
    notes.add(f"Content-Length: was {stated[0][:20]}, is that of the body as put together here")
    return [
        (name, str(length) if name.lower() == "content-length" else value)
        for name, value in headers
    ]


def _chunked(content: bytes, trailers: bytes) -> bytes:
    chunk = f"{len(content):x}\r\n".encode() + content + b"\r\n" if content else b""
    return chunk + b"0\r\n" + trailers + b"\r\n"


def _packed(body: bytes, codings: list[str], notes: Notes) -> bytes:
    for coding in codings:
        pack = _CODINGS.get(coding.lower())
        if pack is None:
            notes.add(
                f"content coding {coding[:20]}: unknown, so the body stands as the file has it"
            )
            return body
    for coding in codings:
        if coding.lower() != "identity":
            notes.add(f"content coding {coding.lower()}: undone in the file, applied again here")
        body = _CODINGS[coding.lower()](body)
    return body


def _brotli(body: bytes) -> bytes:
    import brotli

    return bytes(brotli.compress(body))


def _zstd(body: bytes) -> bytes:
    import zstandard

    return zstandard.ZstdCompressor().compress(body)


def _gzip(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)


_CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": zlib.compress,
    "br": _brotli,
    "zstd": _zstd,
    "identity": bytes,
}
