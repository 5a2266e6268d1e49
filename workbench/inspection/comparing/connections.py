"""Two connections: TLS facts, and how long each phase took."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.inspection.comparing.values import differ
from workbench.model.capture import Timing, TlsFacts
from workbench.model.comparison import Difference

_PHASES = ("dns", "connect", "tls", "first_byte", "total")
_SHORTEST_MS = 0.1


def tls_differences(before: TlsFacts | None, after: TlsFacts | None) -> Iterator[Difference]:
    """Version, cipher and issuer; a new certificate of the same issuer is expected."""
    if before is None or after is None:
        return
    yield from differ("tls", "version", before.version, after.version)
    yield from differ("tls", "cipher", before.cipher, after.cipher)
    yield from differ("tls", "protocol (ALPN)", before.alpn, after.alpn)
    yield from differ("tls", "verified", _word(before.verified), _word(after.verified))
    if not before.chain or not after.chain:
        return
    one, other = before.chain[0], after.chain[0]
    yield from differ("tls", "issuer", one.issuer, other.issuer)
    yield from differ("tls", "subject", one.subject, other.subject)
    yield from differ("tls", "serial", one.serial, other.serial, "volatile")


def timing_differences(before: Timing, after: Timing) -> Iterator[Difference]:
    """Milliseconds per phase where both are known, the second with its ratio to the first."""
    for phase in _PHASES:
        one: float | None = getattr(before, phase)
        other: float | None = getattr(after, phase)
        if one is None or other is None or f"{one:.1f}" == f"{other:.1f}":
            continue
        note = f"{other / one:.1f} times" if one >= _SHORTEST_MS else ""
        left, right = f"{one:.1f} ms", f"{other:.1f} ms"
        yield from differ("timing", phase, left, right, "volatile", note=note)


def _word(verified: bool) -> str:
    return "yes" if verified else "no"
