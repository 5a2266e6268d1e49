"""Encodings of bytes or text as text: percent (RFC 3986), hex and base64 (RFC 4648).

None of them proves anything by itself: `true` and `code` are valid base64. What comes out must.
"""

from __future__ import annotations

import re
from binascii import Error as Base64Error
from binascii import a2b_base64
from urllib.parse import unquote_to_bytes

from workbench.inspection.decoders.registry import HEX_DIGITS, Step, printable, text_transform

_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_HEX = re.compile(r"[0-9a-fA-F]+")
_BASE64 = re.compile(r"[A-Za-z0-9+/]{15,}={0,2}")
_BASE64URL = re.compile(r"[A-Za-z0-9_-]{15,}={0,2}")
SHORTEST_BASE64 = 16
SHORTEST_HEX = 24
SHORTEST_TEXT = 12

SPACES_READ_AS_PLUS = "spaces read as +: the value was damaged on its way"


@text_transform("percent", "percent-encoding that was left in the value")
def percent(text: str) -> list[Step]:
    """The text with one layer taken off; `+` stays `+` and a lone `%` stays."""
    if "%" not in text or not _PERCENT.search(text) or not text.isprintable():
        return []
    decoded = printable(unquote_to_bytes(text))
    return [Step(decoded, plain=1)] if decoded else []


@text_transform("hex", "bytes written in hex", starts=HEX_DIGITS)
def hexadecimal(text: str) -> list[Step]:
    """At least 12 bytes; only text, JSON or compressed results count."""
    if not _is_hex(text) or text.isdigit():
        return []
    return [Step(bytes.fromhex(text), plain=SHORTEST_TEXT)]


@text_transform("base64", "bytes written in base64, the standard or the URL alphabet")
def base64(text: str) -> list[Step]:
    """The bytes, one alphabet only; missing padding and spare bits are noted.

    Spaces are read as `+` in a second try, which printable text alone does not prove.
    """
    if len(text) < SHORTEST_BASE64:
        return []
    if " " in text:
        if "+" in text or not _BASE64.fullmatch(mended := text.replace(" ", "+")):
            return []
        step = _bytes_of(mended, "base64", None, (SPACES_READ_AS_PLUS,))
    elif _BASE64.fullmatch(text):
        if _is_hex(text):
            return []
        step = _bytes_of(text, "base64", SHORTEST_TEXT, ())
    elif _BASE64URL.fullmatch(text):
        standard = text.replace("-", "+").replace("_", "/")
        step = _bytes_of(standard, "base64url", SHORTEST_TEXT, ())
    else:
        return []
    return [step] if step else []


def _is_hex(text: str) -> bool:
    return len(text) >= SHORTEST_HEX and not len(text) % 2 and _HEX.fullmatch(text) is not None


def _bytes_of(text: str, name: str, plain: int | None, notes: tuple[str, ...]) -> Step | None:
    stripped = text.rstrip("=")
    if len(stripped) % 4 == 1:
        return None
    padding = "=" * (-len(stripped) % 4)
    given = text[len(stripped) :]
    if given and given != padding:
        return None
    if padding and not given:
        notes = (*notes, "padding is missing")
    try:
        data = a2b_base64(stripped + padding)
    except Base64Error:
        return None
    if _spare_bits(stripped):
        notes = (*notes, "spare bits are not zero")
    return Step(data, notes, plain, name)


def _spare_bits(stripped: str) -> bool:
    spare = {2: 4, 3: 2}.get(len(stripped) % 4)
    if spare is None:
        return False
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    return alphabet.index(stripped[-1]) & ((1 << spare) - 1) != 0
