"""What was kept of one call: the bytes on both sides, times, TLS facts, and how it failed.

Bytes are the truth; everything else in the workbench is derived from them. What may hold a secret
stays out of every `repr`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Phase = Literal["dns", "connect", "tls", "send", "wait", "receive"]
FailureKind = Literal["connect", "timeout", "tls", "protocol", "limit", "cancelled"]
Wire = Literal["exact", "rebuilt", "none"]

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one call; seconds and bytes. `decoded_bytes` bounds the body after decoding."""

    total_s: float = 30.0
    connect_s: float | None = None
    read_s: float | None = None
    wire_bytes: int = 16 * MIB
    head_bytes: int = 256 * 1024
    decoded_bytes: int = 64 * MIB


@dataclass(frozen=True, slots=True)
class Trust:
    """How a server is believed: `insecure` checks nothing, `ca` is a PEM file to trust as well."""

    insecure: bool = False
    ca: str | None = None
    cert: str | None = None


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds on a monotonic clock; None where a phase did not happen or is not known.

    `dns`, `connect` and `tls` are how long each took; `first_byte` and `total` count from the
    start of the call. On a connection that was kept alive the first three are None.
    """

    dns: float | None = None
    connect: float | None = None
    tls: float | None = None
    first_byte: float | None = None
    total: float | None = None


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate says of itself. Times are UTC; `names` are DNS names and addresses."""

    subject: str
    issuer: str
    names: tuple[str, ...]
    not_before: datetime | None
    not_after: datetime | None
    serial: str
    sha256: str


@dataclass(frozen=True, slots=True)
class TlsFacts:
    """The TLS connection: version (`TLSv1.3`), cipher, ALPN, chain with the server's own first."""

    version: str | None
    cipher: str | None
    alpn: str | None
    verified: bool
    server_name: str | None
    chain: tuple[Certificate, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a call has no complete answer. `message` and `hint` are for people."""

    kind: FailureKind
    cause: str
    phase: Phase
    message: str
    hint: str
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Capture:
    """One call as it went over the wire.

    `sent` and `received` are the bytes inside TLS, exactly (`wire == "exact"`), put together from
    a file that had less (`"rebuilt"`; `wire_notes` lists what was lost), or unknown (`"none"`).
    `received` may be cut where the call failed. `url` is the absolute URL that was asked for.
    `started_at` is UTC, None when a file does not say. `decoded_limit` bounds the reading.
    """

    url: str = field(repr=False)
    sent: bytes = field(repr=False)
    received: bytes = field(repr=False)
    started_at: datetime | None
    timing: Timing = Timing()
    tls: TlsFacts | None = None
    peer: str | None = None
    failure: Failure | None = None
    wire: Wire = "exact"
    wire_notes: tuple[str, ...] = ()
    decoded_limit: int = 64 * MIB
