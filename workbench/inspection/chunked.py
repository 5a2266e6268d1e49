"""The chunked transfer coding (RFC 9112 section 7.1), read tolerantly from bytes that may be cut.

Sizes are never allocated, only compared with what is there. What was read before a fault is the
body. O(n), never raises.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from workbench.inspection.head import read_fields, shown, split_head
from workbench.model.response import Oddity, Pair

# 15 digits are a petabyte; longer sizes are faults or attacks (leading zeros aside).
_SIZE = re.compile(rb"0*([0-9A-Fa-f]{1,15})")


class Chunked(NamedTuple):
    """The joined chunks, the trailer fields, and where the message ends in the bytes."""

    body: bytes
    trailers: tuple[Pair, ...]
    end: int


def read_chunked(data: bytes, start: int, oddities: list[Oddity]) -> Chunked:
    """Read chunks from `start`; faults go to `oddities`."""
    view = memoryview(data)
    parts: list[memoryview] = []
    position = start
    told_extension = told_lf = False
    while True:
        stop = data.find(b"\n", position)
        if stop < 0:
            oddities.append(Oddity("truncated", "the body ends before its last chunk"))
            return Chunked(b"".join(parts), (), len(data))
        line = data[position:stop]
        if line.endswith(b"\r"):
            line = line[:-1]
        elif not told_lf:
            told_lf = True
            oddities.append(Oddity("chunk-bare-lf", "a chunk line that ends without CR"))
        size_text, semicolon, _ = line.partition(b";")
        if semicolon and not told_extension:
            told_extension = True
            oddities.append(Oddity("chunk-extension", f"chunk extensions: {shown(line)}"))
        match = _SIZE.fullmatch(size_text.strip(b" \t"))
        if match is None:
            oddities.append(
                Oddity("bad-chunk-size", f"{shown(line)!r} is no chunk size; the rest is not read")
            )
            return Chunked(b"".join(parts), (), len(data))
        size = int(match[1], 16)
        position = stop + 1
        if size == 0:
            return _trailers(data, position, parts, oddities)
        parts.append(view[position : position + size])
        position += size
        if position > len(data):
            have = len(data) - (position - size)
            oddities.append(
                Oddity("truncated", f"the body ends inside a chunk, {have} of {size} bytes")
            )
            return Chunked(b"".join(parts), (), len(data))
        if data.startswith(b"\r\n", position):
            position += 2
        elif data.startswith(b"\n", position):
            position += 1
        elif position >= len(data) - 1 and data[position:] in (b"", b"\r"):
            oddities.append(Oddity("truncated", "the body ends before its last chunk"))
            return Chunked(b"".join(parts), (), len(data))
        else:
            oddities.append(
                Oddity("bad-chunk-end", "a chunk longer than its size; the rest is not read")
            )
            return Chunked(b"".join(parts), (), len(data))


def _trailers(
    data: bytes, position: int, parts: list[memoryview], oddities: list[Oddity]
) -> Chunked:
    head = split_head(data, position)
    if not head.complete:
        oddities.append(Oddity("truncated", "the answer ends before the end of its trailers"))
    trailers = read_fields(head.lines, oddities, 1) if head.lines else ()
    if trailers:
        oddities.append(Oddity("trailers", f"{len(trailers)} trailer fields after the body"))
    return Chunked(b"".join(parts), trailers, head.end)
