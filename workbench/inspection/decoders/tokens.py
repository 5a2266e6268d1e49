"""Signed and sealed tokens: what their outside says. Nothing is verified, no key is guessed."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from binascii import Error as Base64Error
from uuid import UUID

from workbench.inspection.decoders.identifiers import moment
from workbench.inspection.decoders.json_text import json_document
from workbench.inspection.decoders.registry import Hint, Proof, printable, recogniser
from workbench.model.finding import Json

_PART = re.compile(r"[A-Za-z0-9_-]+")
_CLAIM_TIMES = ("exp", "nbf", "iat")
_FERNET_HEAD = 57
_DATA_PROTECTION_MAGIC = b"\x09\xf0\xc9\xf0"


def unsealed(text: str) -> bytes | None:
    """The bytes of base64url text, padding optional (RFC 7515 Appendix C), or None."""
    stripped = text.rstrip("=")
    if len(stripped) % 4 == 1 or len(text) - len(stripped) > 2 or not _PART.fullmatch(stripped):
        return None
    try:
        return urlsafe_b64decode(stripped + "=" * (-len(stripped) % 4))
    except Base64Error:
        return None


@recogniser("jwt", "a signed token (RFC 7515): header and claims, not verified", starts="e")
def jwt(text: str, hint: Hint) -> Proof | None:
    """Header, claims (or the payload's length where it is no JSON), and their times."""
    if not text.startswith("ey") or text.count(".") != 2:
        return None
    head, payload, signature = text.split(".")
    header = _object(head, hint)
    if header is None or not isinstance(header.get("alg"), str):
        return None
    if signature and unsealed(signature) is None:
        return None
    body = unsealed(payload) if payload else b""
    if body is None:
        return None
    claims = _object(payload, hint)
    unsigned = not signature or str(header["alg"]).lower() == "none"
    notes = ["unsigned" if unsigned else "signature: not verified"]
    if claims is not None:
        for name in _CLAIM_TIMES:
            seconds = claims.get(name)
            if isinstance(seconds, (int, float)) and not isinstance(seconds, bool):
                time = moment(seconds * 1000, None) if abs(seconds) < 1e12 else None
                notes.append(f"{name} {time or 'is no time'}")
    value: dict[str, Json] = {
        "header": header,
        "claims": claims if claims is not None else {"bytes": len(body)},
    }
    return Proof(value, tuple(notes), inner=True)


@recogniser("jwe", "an encrypted token (RFC 7516): its header", starts="e")
def jwe(text: str, hint: Hint) -> Proof | None:
    """The header only; the rest is encrypted."""
    if not text.startswith("ey") or text.count(".") != 4:
        return None
    header = _object(text.partition(".")[0], hint)
    if header is None or not {"alg", "enc"} <= header.keys():
        return None
    return Proof({"header": header}, ("encrypted",))


@recogniser("data-protection", "a payload sealed by ASP.NET Core", starts="C")
def data_protection(text: str, _: Hint) -> Proof | None:
    """Key id and length; the same key id in two answers means the same key ring."""
    if not text.startswith("CfDJ8"):
        return None
    sealed = unsealed(text.replace("+", "-").replace("/", "_"))
    if sealed is None or len(sealed) < 20 or not sealed.startswith(_DATA_PROTECTION_MAGIC):
        return None
    key_id = str(UUID(bytes_le=sealed[4:20]))
    return Proof({"key": key_id, "bytes": len(sealed)}, ("encrypted",))


@recogniser("fernet", "a Fernet token: when it was made; its contents are encrypted", starts="g")
def fernet(text: str, hint: Hint) -> Proof | None:
    """The time of creation; a length or time that does not fit is no Fernet token."""
    if not text.startswith("gAAAA"):
        return None
    sealed = unsealed(text)
    if sealed is None or sealed[0] != 0x80:
        return None
    if len(sealed) <= _FERNET_HEAD or (len(sealed) - _FERNET_HEAD) % 16:
        return None
    time = moment(int.from_bytes(sealed[1:9], "big") * 1000, hint.now)
    return Proof({"time": time, "bytes": len(sealed)}, ("encrypted",)) if time else None


def _object(part: str, hint: Hint) -> dict[str, Json] | None:
    data = unsealed(part) if "=" not in part else None
    text = printable(data) if data else None
    proof = json_document(text, hint) if text else None
    return proof.value if proof and isinstance(proof.value, dict) else None
