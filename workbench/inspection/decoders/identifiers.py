"""Identifiers that can be told by their shape alone: uuid, ulid, hex references, recipient ids."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from workbench.inspection.decoders.registry import HEX_DIGITS, Hint, Proof, recogniser
from workbench.model.finding import Json

# Count of 100 ns between 1582-10-15 and 1970-01-01 (RFC 9562 section 5.1).
_GREGORIAN = 0x01B21DD213814000
_TIMED = (1, 6, 7)
_CROCKFORD = {c: i for i, c in enumerate("0123456789ABCDEFGHJKMNPQRSTVWXYZ")}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_LATEST = datetime(2100, 1, 1, tzinfo=UTC)

_UUID = re.compile(
    r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}"
)
# Of 26 base32 characters some 18 are letters; a long number is no ULID.
_FEWEST_LETTERS = 4
_ULID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")
_RECIPIENT = re.compile(r"dc-[a-z0-9]{25}")
_HEX = re.compile(r"[0-9a-f]+|[0-9A-F]+")
_PAR = "urn:ietf:params:oauth:request_uri:"


def moment(milliseconds: float, now: datetime | None) -> str | None:
    """A UTC time in ISO form where it is plausible for this exchange, else None."""
    try:
        time = _EPOCH + timedelta(milliseconds=milliseconds)
    except (OverflowError, ValueError):
        return None
    latest = now + timedelta(days=1) if now is not None and now < _LATEST else _LATEST
    return time.isoformat().replace("+00:00", "Z") if _EARLIEST <= time <= latest else None


@recogniser(
    "uuid",
    "RFC 9562 UUID; versions 1, 6 and 7 carry a time",
    starts=HEX_DIGITS,
    lengths=range(36, 37),
)
def uuid(text: str, hint: Hint) -> Proof | None:
    """Version and, where it has one, the time; never the node of version 1."""
    if not _UUID.fullmatch(text):
        return None
    number = int(text.replace("-", ""), 16)
    version = (number >> 76) & 0xF
    value: dict[str, Json] = {"version": version}
    time = _uuid_time(number, version, hint) if version in _TIMED else None
    if time is not None:
        value["time"] = time
    return Proof(value, ("random" if version == 4 else f"version {version}",))


@recogniser(
    "ulid",
    "ULID: 48 bits of time, 80 random bits, in Crockford's base32",
    starts="01234567",
    lengths=range(26, 27),
)
def ulid(text: str, hint: Hint) -> Proof | None:
    """The time; a text whose time is not plausible is no ULID to us."""
    if not _ULID.fullmatch(text):
        return None
    if sum(character.isalpha() for character in text) < _FEWEST_LETTERS:
        return None
    milliseconds = 0
    for character in text[:10]:
        milliseconds = milliseconds * 32 + _CROCKFORD[character]
    time = moment(milliseconds, hint.now)
    return Proof({"time": time}) if time else None


@recogniser(
    "recipient-id", "client id of a Flinks Data Recipient", starts="d", lengths=range(28, 29)
)
def recipient_id(text: str, _: Hint) -> Proof | None:
    """`dc-` and 25 lower-case letters or digits."""
    if _RECIPIENT.fullmatch(text):
        return Proof("Data Recipient client id")
    return None


@recogniser("par-request-uri", "reference to a pushed authorization request (RFC 9126)", starts="u")
def pushed_request(text: str, _: Hint) -> Proof | None:
    """The reference part, opaque by design (section 2.2)."""
    if not text.startswith(_PAR) or len(text) == len(_PAR) or not text.isprintable():
        return None
    return Proof({"reference": text[len(_PAR) :]}, ("single use, short-lived",))


@recogniser(
    "hex-reference", "a reference of at least 16 bytes in hex", starts=HEX_DIGITS, late=True
)
def hex_reference(text: str, hint: Hint) -> Proof | None:
    """The length only: bytes that are no text mean nothing to people."""
    if len(text) < 32 or len(text) % 2 or not _HEX.fullmatch(text):
        return None
    # Letters and digits both: a number of 32 digits is no reference.
    if text.isdigit() or text.isalpha():
        return None
    notes = ("reference of the identity provider (PingFederate)",) if hint.name == "REF" else ()
    return Proof({"bytes": len(text) // 2}, notes)


def _uuid_time(number: int, version: int, hint: Hint) -> str | None:
    if version == 7:
        return moment(number >> 80, hint.now)
    if version == 1:
        ticks = ((number >> 64) & 0x0FFF) << 48 | ((number >> 80) & 0xFFFF) << 32 | number >> 96
    else:
        ticks = (number >> 80) << 12 | (number >> 64) & 0x0FFF
    return moment((ticks - _GREGORIAN) / 10_000, hint.now)
