"""Compressed bytes: gzip and zlib by their magic and checksum, raw DEFLATE as the last try.

Each is inflated with a bound on what comes out, so that a bomb costs no more than the bound.
"""

from __future__ import annotations

import zlib

from workbench.inspection.decoders.registry import INFLATED_LIMIT, Step, byte_transform, printable

SHORTEST_DEFLATE = 12


class InflatedTooFarError(Exception):
    """More came out than the bound allows; values are short enough that this is no accident."""


@byte_transform("gzip", "gzip (RFC 1952); its checksum holds")
def gzip(data: bytes) -> list[Step]:
    """The content of one whole member."""
    return _whole(data, 31) if data[:3] == b"\x1f\x8b\x08" else []


@byte_transform("zlib", "zlib (RFC 1950); its checksum holds")
def zlib_stream(data: bytes) -> list[Step]:
    """The content of a whole stream."""
    if len(data) < 8 or data[0] & 0x0F != 8 or (data[0] << 8 | data[1]) % 31:
        return []
    return _whole(data, 15)


@byte_transform("deflate", "raw DEFLATE (RFC 1951), which has no magic: tried last")
def deflate(data: bytes) -> list[Step]:
    """Text that a whole stream holds, using every byte.

    Random bytes now and then reach an end marker, with little or no output: real text never
    shrinks below its own stream but for a stored block's five bytes.
    """
    if len(data) < SHORTEST_DEFLATE or not _begins_block(data):
        return []
    found = _whole(data, -15)
    return [
        Step(text, plain=SHORTEST_DEFLATE)
        for step in found
        if isinstance(step.data, bytes)
        and len(step.data) >= len(data) - 5
        and (text := printable(step.data))
    ]


def unfinished(data: bytes) -> str | None:
    """The text that a raw DEFLATE stream without an end gives, or None where it gives none."""
    inflater = zlib.decompressobj(-15)
    try:
        found = inflater.decompress(data, INFLATED_LIMIT)
    except zlib.error:
        return None
    return printable(found) if not inflater.eof and len(found) >= SHORTEST_DEFLATE else None


def _begins_block(data: bytes) -> bool:
    """Whether the first bytes can begin a block (RFC 1951 sections 3.2.3 and 3.2.4): a known type,
    and for a stored one its length twice, once inverted."""
    kind = data[0] >> 1 & 3
    if kind == 0:
        return data[1] ^ data[3] == 0xFF and data[2] ^ data[4] == 0xFF
    return kind != 3


def _whole(data: bytes, window: int) -> list[Step]:
    inflater = zlib.decompressobj(window)
    try:
        found = inflater.decompress(data, INFLATED_LIMIT)
    except zlib.error:
        return []
    if inflater.eof:
        return [Step(found, plain=1)] if found and not inflater.unused_data else []
    if len(found) >= INFLATED_LIMIT:
        raise InflatedTooFarError
    return []
