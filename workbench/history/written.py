"""A URL as a pattern that repeats and the values that do not.

Most URLs of a history differ only in ids: `state`, `tag`, a UUID, a token. The pattern is kept
once, with a NUL where each value stood, the values stand in the row, packed (a UUID is 16 bytes).
`join(*split(url))` is the URL again, always. Light: the list path comes through here.
"""

from __future__ import annotations

import re

PLACE = "\0"

_CUT = re.compile(
    r"((?<=[?&]state=)[^&#]+|(?<=[?&]tag=)[^&#]+"
    r"|[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}"
    r"|(?:(?<![%0-9A-Za-z_\-])|(?<=%[0-9A-Fa-f]{2}))(?=[A-Za-z_\-]*\d)[0-9A-Za-z_\-]{16,})"
)
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_LOWER_HEX = re.compile(r"(?:[0-9a-f]{2})+")
_UPPER_HEX = re.compile(r"(?:[0-9A-F]{2})+")
_TEXT, _IS_UUID, _IS_LOWER_HEX, _IS_UPPER_HEX = range(4)
_ESCAPE = re.compile(rb"%([0-9A-Fa-f]{2})")


def split(url: str) -> tuple[str, bytes | None]:
    """The pattern of a URL and its packed values (None where there are none)."""
    if PLACE in url or len(url) > 65_536:
        return "", _packed(storable(url))
    url = storable(url)
    found: list[str] = []

    def cut(match: re.Match[str]) -> str:
        found.append(match.group())
        return PLACE

    pattern = _CUT.sub(cut, url)
    return pattern, b"".join(map(_packed, found)) or None


def join(pattern: str, packed: bytes | None) -> str:
    """The URL that `split` took apart."""
    values = _unpacked(packed or b"")
    if not pattern:
        return "".join(values)
    parts = pattern.split(PLACE)
    return parts[0] + "".join(v + p for v, p in zip(values, parts[1:], strict=False))


def parameter(url: str, name: str) -> str | None:
    """The first value of a query parameter, percent-decoded with `+` kept, or None."""
    query = url.partition("#")[0].partition("?")[2]
    for pair in query.split("&"):
        key, _, value = pair.partition("=")
        if _decoded(key) == name:
            return _decoded(value)
    return None


def parameter_fits(pattern: str, packed: bytes | None, name: str, folded: str) -> bool:
    """Whether a query parameter of a URL that was taken apart, or its host, begins so."""
    query = join(pattern, packed).partition("#")[0].partition("?")[2]
    for pair in query.split("&"):
        key, _, value = pair.partition("=")
        if _decoded(key) == name:
            text = _decoded(value).casefold()
            if text.startswith(folded) or (host(text) or "").startswith(folded):
                return True
    return False


def host(url: str | None) -> str | None:
    """The host of an absolute URL in lower case, without port and user, or None."""
    _, found, rest = (url or "").partition("://")
    if not found:
        return None
    authority = re.split(r"[/?#\\]", rest, maxsplit=1)[0].rpartition("@")[2]
    if authority.startswith("["):
        return authority.partition("]")[0].lower() + "]"
    return authority.partition(":")[0].lower() or None


def storable(text: str) -> str:
    """The text with what no UTF-8 can hold (lone surrogates) written as escapes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _decoded(text: str) -> str:
    if "%" not in text:
        return text
    raw = text.encode("utf-8", "surrogatepass")
    return _ESCAPE.sub(lambda m: bytes((int(m[1], 16),)), raw).decode("utf-8", "replace")


def _packed(value: str) -> bytes:
    if _UUID.fullmatch(value):
        kind, body = _IS_UUID, bytes.fromhex(value.replace("-", ""))
    elif _LOWER_HEX.fullmatch(value):
        kind, body = _IS_LOWER_HEX, bytes.fromhex(value)
    elif _UPPER_HEX.fullmatch(value):
        kind, body = _IS_UPPER_HEX, bytes.fromhex(value)
    else:
        kind, body = _TEXT, value.encode()
    head = len(body) << 2 | kind
    length = bytearray()
    while head > 0x7F:
        length.append(head & 0x7F | 0x80)
        head >>= 7
    length.append(head)
    return bytes(length) + body


def _unpacked(packed: bytes) -> list[str]:
    values: list[str] = []
    at = 0
    while at < len(packed):
        head = shift = 0
        while at < len(packed):
            byte = packed[at]
            at += 1
            head |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        body = packed[at : at + (head >> 2)]
        at += len(body)
        kind = head & 3
        if kind == _TEXT:
            values.append(body.decode("utf-8", "replace"))
        elif kind == _IS_UUID:
            values.append(_uuid(body))
        else:
            values.append(body.hex() if kind == _IS_LOWER_HEX else body.hex().upper())
    return values


def _uuid(body: bytes) -> str:
    text = body.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
