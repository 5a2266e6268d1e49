"""What makes two imported entries the same: their content and their number among equals."""

from __future__ import annotations

import hashlib

from workbench.model.capture import Capture


def entry_key(capture: Capture, occurrence: int) -> str:
    """SHA-256 in hex over URL, both sides' bytes, time, failure and `occurrence` (counted from 0
    among entries of equal content in one file). Each part is preceded by its length."""
    failure = capture.failure
    parts = (
        capture.url.encode("utf-8", "surrogatepass"),
        capture.sent,
        capture.received,
        capture.started_at.isoformat().encode() if capture.started_at else b"",
        f"{failure.kind} {failure.cause}".encode() if failure else b"",
        str(occurrence).encode(),
    )
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()
