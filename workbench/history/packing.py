"""A capture as few bytes: one zstd frame over both messages and the facts of the call.

Near-identical answers shrink to their ids by a dictionary that was trained on simulator answers
only (one trained on captures would keep secrets that outlive `delete`). A row names the dictionary
it was packed with, 0 for none; a published dictionary is never changed or taken away.
Milliseconds are kept to the microsecond.
"""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from typing import Any

import zstandard

from workbench.errors import HistoryError
from workbench.model.capture import Capture, Certificate, Failure, Timing, TlsFacts
from workbench.model.exchange import Context

CURRENT_DICTIONARY = 1
HASH_BYTES = 8

# zstandard lets go of the interpreter's lock while its contexts are not for two threads at once.
_ONE_AT_A_TIME = Lock()

_LEVEL = 6  # with the dictionary, higher ones cost time and save nothing
_LARGE = 128 * 1024  # beyond this a dictionary gains nothing and a high level costs seconds
_LARGE_LEVEL = 3
_LENGTHS = struct.Struct("<III")
_FOLDER = Path(__file__).parent / "dictionaries"


def as_kept(capture: Capture) -> Capture:
    """The capture as it will come back: times in UTC, durations to the microsecond."""
    timing = capture.timing
    durations = (timing.dns, timing.connect, timing.tls, timing.first_byte, timing.total)
    kept = [None if each is None else round(each, 3) for each in durations]
    started_at = moment(micros(capture.started_at))
    return replace(capture, started_at=started_at, timing=Timing(*kept))


def payload(capture: Capture, context: Context) -> bytes:
    """Everything of a capture but its start time, which stands in the row, as plain bytes."""
    facts = _facts(capture, context).encode("ascii")
    head = _LENGTHS.pack(len(facts), len(capture.sent), len(capture.received))
    return b"".join((head, facts, capture.sent, capture.received))


def read_payload(raw: bytes, started_at: datetime | None) -> tuple[Capture, Context]:
    """The capture and context that `payload` wrote."""
    facts_size, sent_size, received_size = _LENGTHS.unpack_from(raw)
    at = _LENGTHS.size
    facts = json.loads(raw[at : at + facts_size])
    at += facts_size
    sent = raw[at : at + sent_size]
    received = raw[at + sent_size : at + sent_size + received_size]
    return _capture(facts, sent, received, started_at), _context(facts.get("context", {}))


def pack(raw: bytes) -> tuple[int, bytes]:
    """The number of the dictionary used and the frame."""
    number = 0 if len(raw) > _LARGE else CURRENT_DICTIONARY
    with _ONE_AT_A_TIME:
        return number, _compressor(number).compress(raw)


def unpack(number: int, packed: bytes) -> bytes:
    """The bytes of a frame; raises `HistoryError` where they are damaged."""
    try:
        with _ONE_AT_A_TIME:
            return _decompressor(number).decompress(packed)
    except zstandard.ZstdError as error:
        raise HistoryError(
            f"a stored exchange cannot be unpacked: {error}", "`workbench check` says which"
        ) from None


def hash_of(raw: bytes, uuid: bytes, started_at: int | None, origin: int) -> bytes:
    """The hash that shows later whether any of what is kept as truth was altered."""
    digest = blake2b(raw, digest_size=HASH_BYTES)
    digest.update(f"{uuid.hex()}|{started_at}|{origin}".encode())
    return digest.digest()


@cache
def _dictionary(number: int) -> zstandard.ZstdCompressionDict | None:
    if number == 0:
        return None
    try:
        return zstandard.ZstdCompressionDict((_FOLDER / f"{number}.zdict").read_bytes())
    except OSError:
        raise HistoryError(
            f"this version has no compression dictionary {number}", "update authorize-workbench"
        ) from None


@cache
def _compressor(number: int) -> zstandard.ZstdCompressor:
    # The dictionary's number stands in the row and a hash too: without them and without zstd's
    # magic number a frame is 12 bytes shorter.
    parameters = zstandard.ZstdCompressionParameters.from_level(
        _LEVEL if number else _LARGE_LEVEL,
        write_dict_id=False,
        write_content_size=True,
        write_checksum=False,
        format=zstandard.FORMAT_ZSTD1_MAGICLESS,
    )
    return zstandard.ZstdCompressor(dict_data=_dictionary(number), compression_params=parameters)


@cache
def _decompressor(number: int) -> zstandard.ZstdDecompressor:
    return zstandard.ZstdDecompressor(
        dict_data=_dictionary(number), format=zstandard.FORMAT_ZSTD1_MAGICLESS
    )


def _facts(capture: Capture, context: Context) -> str:
    """The facts of a call as compact JSON; what has its default is left out."""
    timing = capture.timing
    facts: dict[str, Any] = {
        "url": capture.url,
        "timing": [timing.dns, timing.connect, timing.tls, timing.first_byte, timing.total],
    }
    if capture.peer is not None:
        facts["peer"] = capture.peer
    if capture.tls is not None:
        facts["tls"] = asdict(capture.tls)
    if capture.failure is not None:
        facts["failure"] = asdict(capture.failure)
    for name in ("wire", "wire_notes", "decoded_limit"):
        if getattr(capture, name) != getattr(_PLAIN, name):
            facts[name] = getattr(capture, name)
    if context != _NO_CONTEXT:
        facts["context"] = {
            key: value
            for key, value in asdict(context).items()
            if value != getattr(_NO_CONTEXT, key)
        }
    return _ENCODER.encode(facts)


_PLAIN = Capture("", b"", b"", None)
_NO_CONTEXT = Context()


def _iso(value: object) -> str:
    assert isinstance(value, datetime)
    return value.isoformat()


_ENCODER = json.JSONEncoder(separators=(",", ":"), default=_iso)


def _capture(
    facts: dict[str, Any], sent: bytes, received: bytes, started_at: datetime | None
) -> Capture:
    optional: dict[str, Any] = {}
    if "tls" in facts:
        optional["tls"] = _tls(facts["tls"])
    if "failure" in facts:
        failure = facts["failure"]
        optional["failure"] = Failure(**{**failure, "addresses": tuple(failure["addresses"])})
    if "wire_notes" in facts:
        optional["wire_notes"] = tuple(facts["wire_notes"])
    for name in ("peer", "wire", "decoded_limit"):
        if name in facts:
            optional[name] = facts[name]
    return Capture(
        url=facts["url"],
        sent=sent,
        received=received,
        started_at=started_at,
        timing=Timing(*facts["timing"]),
        **optional,
    )


def _tls(facts: dict[str, Any]) -> TlsFacts:
    chain = tuple(
        Certificate(
            **{
                **link,
                "names": tuple(link["names"]),
                "not_before": _instant(link["not_before"]),
                "not_after": _instant(link["not_after"]),
            }
        )
        for link in facts["chain"]
    )
    return TlsFacts(**{**facts, "chain": chain})


def _context(facts: dict[str, Any]) -> Context:
    fields: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in facts.items()
    }
    return Context(**fields)


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def micros(moment: datetime | None) -> int | None:
    """Microseconds since 1970 UTC, exactly; a time without a zone is taken as UTC."""
    if moment is None:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    span = aware - _EPOCH
    return (span.days * 86_400 + span.seconds) * 1_000_000 + span.microseconds


def moment(stored: int | None) -> datetime | None:
    """The UTC instant of stored microseconds."""
    if stored is None:
        return None
    return _EPOCH + timedelta(microseconds=stored)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
