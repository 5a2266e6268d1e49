"""Content codings taken off in bounded steps: gzip, deflate, br, zstd, identity (RFC 9110 8.4.1).

What can be decoded is always given; what was wrong is told as oddities. No step puts out more than
64 KiB at once, so a bomb stops at the limit with flat memory. At most three layers.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from typing import NamedTuple

import brotli
import zstandard

from workbench.model.response import Oddity

MAX_LAYERS = 3
_STEP = 64 * 1024
_PIECE = 16 * 1024
# What browsers accept of zstd (RFC 9659): larger windows are a memory attack.
_ZSTD_WINDOW = 8 * 1024 * 1024

Notes = list[Oddity]
Decoder = Callable[[bytes, int, Notes], bytes | None]


class Decoded(NamedTuple):
    """The body, and whether all codings could be taken off at least in part."""

    body: bytes
    readable: bool


def decode(body: bytes, codings: list[str], limit: int, oddities: Notes) -> Decoded:
    """Take `codings` off in reverse order; `limit` bounds the bytes put out by each layer."""
    names = [name for name in (c.strip().lower() for c in codings) if name not in ("", "identity")]
    if not names or not body:
        if len(body) <= limit:
            return Decoded(body, True)
        _tell_limit(limit, oddities)
        return Decoded(body[:limit], True)
    if len(names) > MAX_LAYERS:
        oddities.append(
            Oddity("coding-limit", f"{len(names)} content codings, at most {MAX_LAYERS} are read")
        )
        return Decoded(body, False)
    for name in reversed(names):
        decoder = _DECODERS.get(name)
        if decoder is None:
            oddities.append(Oddity("unknown-coding", f"{name[:40]!r} is no content coding we know"))
            return Decoded(body, False)
        out = decoder(body, limit, oddities)
        if out is not None:
            body = out
        elif _looks_plain(body):
            oddities.append(
                Oddity("coding-absent", f"the head says {name}, but the body is not encoded")
            )
        else:
            oddities.append(Oddity("coding-damaged", f"the body does not decode as {name}"))
            return Decoded(body, False)
    return Decoded(body, True)


def _tell_limit(limit: int, oddities: Notes) -> None:
    oddities.append(
        Oddity("decoded-limit", f"the decoded body is longer than {limit:,} bytes; the rest is cut")
    )


def _looks_plain(body: bytes) -> bool:
    """Whether bytes look like text that was never encoded."""
    sample = body[:1024]
    return not any(b < 9 or 13 < b < 32 for b in sample) and _valid_start(sample)


def _valid_start(sample: bytes) -> bool:
    try:
        sample.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start >= len(sample) - 3
    return True


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
        piece = data[position : position + _PIECE]
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
        room = min(_STEP, limit - len(out) + 1)
        out += stream.decompress(piece, room)
        if len(out) > limit:
            del out[limit:]
            return True
        piece = stream.unconsumed_tail
        if stream.eof or not piece:
            return False


def _salvage(data: bytes, start: int, fault: int, limit: int, out: bytearray) -> None:
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    for position in range(start, fault, _PIECE):
        piece = data[position : min(position + _PIECE, fault)]
        while piece and not stream.eof:
            stream.decompress(piece, _STEP)
            piece = stream.unconsumed_tail
    for position in range(fault, min(fault + _PIECE, len(data))):
        try:
            if _feed(stream, data[position : position + 1], limit, out) or stream.eof:
                return
        except zlib.error:
            return


def _gzip(data: bytes, limit: int, oddities: Notes) -> bytes | None:
    """All members, each with its checksum looked at (RFC 1952)."""
    out = bytearray()
    position = 0
    members = 0
    while position < len(data):
        start = _gzip_header(data, position)
        if start is None:
            if members == 0:
                return None
            if data[position:].strip(b"\0"):
                oddities.append(
                    Oddity("coding-junk", f"{len(data) - position} bytes after the gzip data")
                )
            break
        if start > len(data):
            _tell_cut("gzip", oddities)
            break
        before = len(out)
        run = _inflate(data, start, limit, out)
        if run.full:
            _tell_limit(limit, oddities)
            break
        members += 1
        if run.damaged:
            if members == 1 and not out:
                return None
            oddities.append(Oddity("coding-fault", "the gzip data is damaged inside"))
            break
        if not run.finished or run.end + 8 > len(data):
            _tell_cut("gzip", oddities)
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


def _gzip_header(data: bytes, position: int) -> int | None:
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


def _deflate(data: bytes, limit: int, oddities: Notes) -> bytes | None:
    """Zlib's format as the standard says, raw DEFLATE as some servers send (RFC 9110 8.4.1.2)."""
    zlib_format = len(data) >= 2 and data[0] & 15 == 8 and (data[0] * 256 + data[1]) % 31 == 0
    out = bytearray()
    run = _inflate(data, 2 if zlib_format else 0, limit, out)
    if run.full:
        _tell_limit(limit, oddities)
    elif run.damaged:
        if not zlib_format or not out:
            return None
        oddities.append(Oddity("coding-fault", "the deflate data is damaged inside"))
    elif not run.finished:
        _tell_cut("deflate", oddities)
    elif zlib_format:
        stated = data[run.end : run.end + 4]
        if len(stated) < 4:
            _tell_cut("deflate", oddities)
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


def _brotli(data: bytes, limit: int, oddities: Notes) -> bytes | None:
    out = bytearray()
    stream = brotli.Decompressor()
    position = 0
    try:
        while not stream.is_finished():
            piece = b""
            if stream.can_accept_more_data():
                if position >= len(data):
                    _tell_cut("br", oddities)
                    break
                piece = data[position : position + _PIECE]
                position += len(piece)
            out += stream.process(piece, output_buffer_limit=_STEP)
            if len(out) > limit:
                del out[limit:]
                _tell_limit(limit, oddities)
                break
    except brotli.error:
        if not out:
            return None
        oddities.append(Oddity("coding-fault", "the br data is damaged, or junk follows"))
    return bytes(out)


def _zstd(data: bytes, limit: int, oddities: Notes) -> bytes | None:
    end = _zstd_end(data)
    if end == 0:
        return None
    out = bytearray()
    decompressor = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    reader = decompressor.stream_reader(
        io.BytesIO(data[:end]), read_size=_PIECE, read_across_frames=True
    )
    try:
        while step := reader.read(_STEP):
            out += step
            if len(out) > limit:
                del out[limit:]
                _tell_limit(limit, oddities)
                return bytes(out)
    except zstandard.ZstdError:
        if not out:
            return None
        oddities.append(Oddity("coding-fault", "the zstd data is damaged inside"))
        return bytes(out)
    if end > len(data):
        _tell_cut("zstd", oddities)
    elif end < len(data):
        oddities.append(Oddity("coding-junk", f"{len(data) - end} bytes after the zstd data"))
    return bytes(out)


def _zstd_end(data: bytes) -> int:
    """Where the zstd frames end: beyond the data when the last is cut, 0 when there is none.

    The stream reader tells neither, and loses all before junk (RFC 8878 section 3.1).
    """
    at, size = 0, len(data)
    while at < size:
        if data[at + 1 : at + 4] == b"\x2a\x4d\x18" and data[at] & 0xF0 == 0x50:
            at += 8 + int.from_bytes(data[at + 4 : at + 8], "little")
            continue
        magic = data[at : at + 4]
        if magic != b"\x28\xb5\x2f\xfd"[: len(magic)]:
            return at
        if at + 5 > size:
            return size + 1
        descriptor = data[at + 4]
        single = descriptor >> 5 & 1
        content_size = (single, 2, 4, 8)[descriptor >> 6]
        at += 5 + (0 if single else 1) + (0, 1, 2, 4)[descriptor & 3] + content_size
        last = 0
        while not last:
            if at + 3 > size:
                return size + 1
            header = int.from_bytes(data[at : at + 3], "little")
            last = header & 1
            at += 3 + (1 if header >> 1 & 3 == 1 else header >> 3)
        at += 4 if descriptor & 4 else 0
    return at if at == size else size + 1


def _tell_cut(name: str, oddities: Notes) -> None:
    oddities.append(Oddity("coding-cut", f"the compressed data ends early ({name})"))


_DECODERS: dict[str, Decoder] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
