"""Where a head and a whole answer end on the wire, counted from the bytes alone.

Needed for two things only: a head is handed on whole (so that our limit is the one that counts),
and a connection on which more than the answer came is never used again. What is odd gives None:
the connection is then closed, which is always safe. O(n) in the bytes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

STATUS_START = b"HTTP/"

_BLANK_LINE = re.compile(rb"\n\r?\n")
_INTERIM = re.compile(rb"HTTP/\d\.\d 1(?!01)\d\d[ \r\n]")
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,20})[ \t]*(?:;[^\n]*)?\r\n")
_NO_BODY = frozenset((204, 304))


def looks_like_http(received: bytearray, head_start: int) -> bool:
    """Whether what came so far can still become a status line (RFC 9112 section 4)."""
    return STATUS_START.startswith(received[head_start : head_start + len(STATUS_START)])


def head_end(received: bytearray, head_start: int, searched: int) -> tuple[int, int]:
    """Find the end of the final head, skipping interim 1xx heads (RFC 9110 section 15.2).

    `searched` bytes were looked at before. Returns (start of the head that is being read, end of
    the final head including its blank line, or 0 while it is not complete).
    """
    position = max(head_start, searched - 2)
    while found := _BLANK_LINE.search(received, position):
        if _INTERIM.match(received, head_start):
            head_start = position = found.end()
        else:
            return head_start, found.end()
    return head_start, 0


def message_end(
    received: bytearray,
    head_end: int,
    method: bytes,
    status: int,
    headers: Sequence[tuple[bytes, bytes]],
) -> int | None:
    """Where the answer ends (RFC 9112 section 6.3), or None where only a close ends it."""
    if method == b"HEAD" or status in _NO_BODY:
        return head_end
    length = None
    for name, value in headers:
        lowered = name.lower()
        if lowered == b"transfer-encoding":
            return _chunked_end(received, head_end)
        if lowered == b"content-length":
            length = value
    # At most 20 digits: h11 has read it.
    return head_end + int(length) if length is not None and length.isdigit() else None


def _chunked_end(received: bytearray, position: int) -> int | None:
    while found := _CHUNK_SIZE.match(received, position):
        size = int(found[1], 16)
        position = found.end()
        if size == 0:
            if received.startswith(b"\r\n", position):
                return position + 2
            trailers = _BLANK_LINE.search(received, position)
            return trailers.end() if trailers else None
        position += size + 2
    return None
