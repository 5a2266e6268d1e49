"""Content codings taken off in bounded steps: gzip, deflate, br, zstd, identity (RFC 9110 8.4.1).

What can be decoded is always given; what was wrong is told as oddities. No step puts out more than
64 KiB at once, so a bomb stops at the limit with flat memory. At most three layers.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import NamedTuple

import brotli
import zstandard

from workbench.inspection.deflate import (
    PIECE,
    STEP,
    Notes,
    decode_deflate,
    decode_gzip,
    tell_cut,
    tell_limit,
)
from workbench.model.response import Oddity

MAX_LAYERS = 3
# What browsers accept of zstd (RFC 9659): larger windows are a memory attack.
_ZSTD_WINDOW = 8 * 1024 * 1024

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
        tell_limit(limit, oddities)
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


def _brotli(data: bytes, limit: int, oddities: Notes) -> bytes | None:
    out = bytearray()
    stream = brotli.Decompressor()
    position = 0
    try:
        while not stream.is_finished():
            piece = b""
            if stream.can_accept_more_data():
                if position >= len(data):
                    tell_cut("br", oddities)
                    break
                piece = data[position : position + PIECE]
                position += len(piece)
            out += stream.process(piece, output_buffer_limit=STEP)
            if len(out) > limit:
                del out[limit:]
                tell_limit(limit, oddities)
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
        io.BytesIO(data[:end]), read_size=PIECE, read_across_frames=True
    )
    try:
        while step := reader.read(STEP):
            out += step
            if len(out) > limit:
                del out[limit:]
                tell_limit(limit, oddities)
                return bytes(out)
    except zstandard.ZstdError:
        if not out:
            return None
        oddities.append(Oddity("coding-fault", "the zstd data is damaged inside"))
        return bytes(out)
    if end > len(data):
        tell_cut("zstd", oddities)
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


_DECODERS: dict[str, Decoder] = {
    "gzip": decode_gzip,
    "x-gzip": decode_gzip,
    "deflate": decode_deflate,
    "br": _brotli,
    "zstd": _zstd,
}
