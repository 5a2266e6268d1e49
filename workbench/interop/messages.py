"""Finding where an HTTP/1 message of a file ends, and whether its bytes are still those of the
wire: `curl -i` prints the head as it came but undoes chunks, and codings when asked to.

One pass over the file for all its messages, O(n); never raises.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from workbench.inspection.chunked import read_chunked
from workbench.inspection.head import read_fields, split_head, text_of
from workbench.interop.rebuilding import HTTP2, Notes, response_bytes
from workbench.model.capture import Wire
from workbench.model.response import Oddity

Pair = tuple[str, str]

STATUS_LINE = re.compile(rb"HTTP/[0-9](?:\.[0-9])?[ \t]+([0-9]{3})(?![0-9])([^\r\n]*)")
REQUEST_LINE = re.compile(rb"([A-Z][A-Z-]{1,15}) (\S+) HTTP/[0-9](?:\.[0-9])?\r?\n")
_NEXT = re.compile(rb"\n(?=HTTP/[0-9](?:\.[0-9])?[ \t]+[0-9]{3}[ \t\r\n])")
_CHUNK_SIZE = re.compile(rb"[0-9A-Fa-f]{1,16}[ \t]*(?:;[^\n]*)?\r?\n")
_BLANK = re.compile(rb"[ \t\r\n]*")
_TUNNEL = re.compile(rb"connection established", re.IGNORECASE)
_MAGIC = {"gzip": b"\x1f\x8b", "x-gzip": b"\x1f\x8b", "zstd": b"\x28\xb5\x2f\xfd"}


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a file: its bytes, whether they are the wire's, and where it ends there."""

    received: bytes
    headers: tuple[Pair, ...]
    wire: Wire
    notes: tuple[str, ...]
    end: int


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of a file."""

    sent: bytes
    method: str
    target: str
    headers: tuple[Pair, ...]
    end: int


def after_blank(data: bytes, at: int) -> int:
    """The next place that is no blank or line end."""
    found = _BLANK.match(data, at)
    return found.end() if found else at


def read_asked(data: bytes, at: int) -> Asked | None:
    """The request that begins at `at`, or None. Its body is as long as Content-Length says."""
    line = REQUEST_LINE.match(data, at)
    if line is None:
        return None
    head = split_head(data, at)
    headers = fields(head.lines[1:])
    end = min(head.end + (_length(headers) or 0), len(data))
    ignored: list[Oddity] = []
    return Asked(
        data[at:end],
        line[1].decode("ascii"),
        text_of(line[2], ignored, 1),
        headers,
        end,
    )


def read_answer(data: bytes, at: int, method: str = "GET") -> Answer | None:
    """The answer that begins at `at`, interim ones before it included, or None."""
    start = at
    while True:
        line = STATUS_LINE.match(data, at)
        if line is None:
            return None
        head = split_head(data, at)
        status = int(line[1])
        if _TUNNEL.search(line[2]) and STATUS_LINE.match(data, head.end):
            start = at = head.end
        elif 100 <= status < 200 and status != 101 and STATUS_LINE.match(data, head.end):
            at = head.end
        else:
            break
    headers = fields(head.lines[1:])
    notes = Notes()
    if head.bare_lf is not None:
        notes.add("line ends: they are LF in the file, CRLF was put in again in the head")
    if not data.startswith(b"HTTP/1", at):
        notes.add(HTTP2)
    if method == "HEAD" or status in (204, 304):
        body_end, undone = head.end, False
    else:
        body_end, undone = _extent(data, head.end, headers, lf=head.bare_lf is not None)
    if not undone and not notes.texts:
        return Answer(data[start:body_end], headers, "exact", (), body_end)
    body = data[head.end : body_end]
    reason = line[2].decode("utf-8", "replace").strip()
    version = _version(data, at)
    received = response_bytes(
        status,
        reason,
        headers,
        _unframed(data, head.end, body, headers),
        notes,
        version=version,
        has_body=method != "HEAD",
        coded=_still_coded(body, headers),
    )
    return Answer(received, headers, "rebuilt", tuple(notes.texts), body_end)


def fields(lines: list[bytes]) -> tuple[Pair, ...]:
    """Header lines as pairs."""
    ignored: list[Oddity] = []
    return read_fields([line for line in lines if line], ignored)


def _version(data: bytes, at: int) -> str:
    return data[at : at + 8].partition(b" ")[0].decode("ascii")


def _extent(data: bytes, at: int, headers: tuple[Pair, ...], *, lf: bool) -> tuple[int, bool]:
    """Where the body that begins at `at` ends, and whether its framing or coding was undone."""
    if _is_chunked(headers):
        if _is_framed(data, at):
            return read_chunked(data, at, []).end, False
        return _boundary(data, at), True
    length = _length(headers)
    coded = _codings(headers)
    if coded and _looks_plain(data[at : at + 512], coded[-1]):
        return _boundary(data, at), True
    if length is None:
        return _boundary(data, at), False
    rest = after_blank(data, at + length)
    if not lf and (rest >= len(data) or STATUS_LINE.match(data, rest) is not None):
        return min(at + length, len(data)), False
    if not lf and REQUEST_LINE.match(data, rest) is not None:
        return at + length, False
    return _boundary(data, at), lf


def _boundary(data: bytes, at: int) -> int:
    """The place of the next status line at a line's start, else the end of the file."""
    if STATUS_LINE.match(data, at):
        return at
    found = _NEXT.search(data, at)
    return found.end() if found else len(data)


def _unframed(data: bytes, at: int, body: bytes, headers: tuple[Pair, ...]) -> bytes:
    """The body without chunk framing, where the file still has it."""
    if not _is_chunked(headers):
        length = _length(headers)
        # A terminal or an editor adds one line end at the very end.
        if length is not None and len(body) == length + 1 and body.endswith(b"\n"):
            return body[:-1]
        return body
    return read_chunked(data, at, []).body if _is_framed(data, at) else body


def _is_framed(data: bytes, at: int) -> bool:
    """Whether a chunk size comes first; where curl has undone the chunks, the content does."""
    return at >= len(data) or _CHUNK_SIZE.match(data, at) is not None


def _is_chunked(headers: tuple[Pair, ...]) -> bool:
    return any(n.lower() == "transfer-encoding" and "chunked" in v.lower() for n, v in headers)


def _codings(headers: tuple[Pair, ...]) -> list[str]:
    return [
        part.strip().lower()
        for name, value in headers
        if name.lower() == "content-encoding"
        for part in value.split(",")
        if part.strip() and part.strip().lower() != "identity"
    ]


def _length(headers: tuple[Pair, ...]) -> int | None:
    for name, value in headers:
        if name.lower() == "content-length" and re.fullmatch(r"[0-9]{1,15}", value.strip()):
            return int(value)
    return None


def _still_coded(body: bytes, headers: tuple[Pair, ...]) -> bool:
    codings = _codings(headers)
    return bool(codings) and not _looks_plain(body[:512], codings[-1])


def _looks_plain(sample: bytes, coding: str) -> bool:
    """Whether bytes that should be in a coding are plain text after all."""
    magic = _MAGIC.get(coding)
    if magic is not None and sample.startswith(magic):
        return False
    if any(octet < 9 or 13 < octet < 32 for octet in sample):
        return False
    try:
        sample.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start >= len(sample) - 3
    return True
