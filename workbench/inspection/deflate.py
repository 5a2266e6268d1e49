"""DEFLATE in its three wrappings, taken off in bounded steps: gzip, zlib, and raw (RFC 1950-1952).

What stood before a fault is kept; members, checksums and what follows the data are looked at. No
step puts out more than 64 KiB. O(n), never raises.
"""

from __future__ import annotations

import zlib
from typing import NamedTuple

from workbench.model.response import Oddity

STEP = 64 * 1024
PIECE = 16 * 1024

Notes = list[Oddity]


class _Inflated(NamedTuple):
    """What one DEFLATE stream gave: where it ended in the input, and how it went."""

    end: int
    finished: bool
    damaged: bool
    full: bool


def _inflate(data: bytes, start: int, limit: int, out: bytearray) -> _Inflated:
    """Inflate raw DEFLATE from `start` until its end, the input's end, or `limit` bytes in `out`.

    zlib throws away what it had when a stream is damaged, so the piece with the fault is done
    again byte by byte: all that stood before the fault is kept.
    """
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    position = start
    while position < len(data):
        before = len(out)
        piece = data[position : position + PIECE]
        try:
            full = _feed(stream, piece, limit, out)
        except zlib.error:
            del out[before:]
            _salvage(data, start, position, limit, out)
            return _Inflated(position, False, True, False)
        if stream.eof:
            end = position + len(piece) - len(stream.unused_data)
            return _Inflated(end, True, False, False)
        if full:
            return _Inflated(position, False, False, True)
        position += len(piece)
    return _Inflated(position, False, False, False)


def _feed(stream: zlib._Decompress, piece: bytes, limit: int, out: bytearray) -> bool:
    """Feed one piece; True when `limit` was reached with more to come."""
    while True:
        room = min(STEP, limit - len(out) + 1)
        out += stream.decompress(piece, room)
        if len(out) > limit:
            del out[limit:]
            return True
        piece = stream.unconsumed_tail
        if stream.eof or not piece:
            return False


def _salvage(data: bytes, start: int, fault: int, limit: int, out: bytearray) -> None:
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    for position in range(start, fault, PIECE):
        piece = data[position : min(position + PIECE, fault)]
        while piece and not stream.eof:
            stream.decompress(piece, STEP)
            piece = stream.unconsumed_tail
    for position in range(fault, min(fault + PIECE, len(data))):
        try:
            if _feed(stream, data[position : position + 1], limit, out) or stream.eof:
                return
        except zlib.error:
            return


def decode_gzip(data: bytes, limit: int, oddities: Notes) -> bytes | None:
    """All members, each with its checksum looked at (RFC 1952); None when it is no gzip data."""
    out = bytearray()
    position = 0
    members = 0
    while position < len(data):
        start = _member_start(data, position)
        if start is None:
            if members == 0:
                return None
            if data[position:].strip(b"\0"):
                oddities.append(
                    Oddity("coding-junk", f"{len(data) - position} bytes after the gzip data")
                )
            break
        if start > len(data):
            tell_cut("gzip", oddities)
            break
        before = len(out)
        run = _inflate(data, start, limit, out)
        if run.full:
            tell_limit(limit, oddities)
            break
        members += 1
        if run.damaged:
            if members == 1 and not out:
                return None
            oddities.append(Oddity("coding-fault", "the gzip data is damaged inside"))
            break
        if not run.finished or run.end + 8 > len(data):
            tell_cut("gzip", oddities)
            break
        crc = int.from_bytes(data[run.end : run.end + 4], "little")
        length = int.from_bytes(data[run.end + 4 : run.end + 8], "little")
        with memoryview(out) as whole, whole[before:] as member:
            sound = crc == zlib.crc32(member) and length == len(member) & 0xFFFFFFFF
        if not sound:
            oddities.append(Oddity("coding-checksum", "the gzip checksum does not match"))
        position = run.end + 8
    if members > 1:
        oddities.append(Oddity("coding-members", f"{members} gzip members, all of them the body"))
    return bytes(out)


def _member_start(data: bytes, position: int) -> int | None:
    """Where the DEFLATE data of the member at `position` begins; beyond the end when the header is
    cut; None when there is no member."""
    if data[position : position + 3] != b"\x1f\x8b\x08"[: len(data) - position]:
        return None
    cut = len(data) + 1
    if position + 10 > len(data):
        return cut
    flags = data[position + 3]
    at = position + 10
    if flags & 4:
        at += 2 + int.from_bytes(data[at : at + 2], "little")
    for flag in (8, 16):
        if flags & flag:
            stop = data.find(b"\0", at)
            at = stop + 1 if stop >= 0 else cut
    if flags & 2:
        at += 2
    return at


def decode_deflate(data: bytes, limit: int, oddities: Notes) -> bytes | None:
    """Zlib's format as the standard says, raw DEFLATE as some servers send (RFC 9110 8.4.1.2)."""
    zlib_format = len(data) >= 2 and data[0] & 15 == 8 and (data[0] * 256 + data[1]) % 31 == 0
    out = bytearray()
    run = _inflate(data, 2 if zlib_format else 0, limit, out)
    if run.full:
        tell_limit(limit, oddities)
    elif run.damaged:
        if not zlib_format or not out:
            return None
        oddities.append(Oddity("coding-fault", "the deflate data is damaged inside"))
    elif not run.finished:
        tell_cut("deflate", oddities)
    elif zlib_format:
        stated = data[run.end : run.end + 4]
        if len(stated) < 4:
            tell_cut("deflate", oddities)
        elif int.from_bytes(stated, "big") != zlib.adler32(out):
            oddities.append(Oddity("coding-checksum", "the deflate checksum does not match"))
        if run.end + 4 < len(data):
            oddities.append(
                Oddity("coding-junk", f"{len(data) - run.end - 4} bytes after the deflate data")
            )
    elif run.end < len(data):
        oddities.append(
            Oddity("coding-junk", f"{len(data) - run.end} bytes after the deflate data")
        )
    return bytes(out)


def tell_limit(limit: int, oddities: Notes) -> None:
    """Note that the limit of decoded bytes was reached."""
    oddities.append(
        Oddity("decoded-limit", f"the decoded body is longer than {limit:,} bytes; the rest is cut")
    )


def tell_cut(name: str, oddities: Notes) -> None:
    """Note that data of the coding `name` ends before its end."""
    oddities.append(Oddity("coding-cut", f"the compressed data ends early ({name})"))
