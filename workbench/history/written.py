"""A URL as it is kept, put together again, and its parts as text.

The pattern of a URL has a NUL where each value stood that `splitting` took out. Light: every list
passes through here.
"""

from __future__ import annotations

PLACE = "\0"

# How a value is packed; which is the last two bits of its head.
TEXT, UUID, LOWER_HEX, UPPER_HEX = range(4)


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
    for end in "/?#\\":
        rest = rest.partition(end)[0]
    authority = rest.rpartition("@")[2]
    if authority.startswith("["):
        return authority.partition("]")[0].lower() + "]"
    return authority.partition(":")[0].lower() or None


def storable(text: str) -> str:
    """The text with what no UTF-8 can hold (lone surrogates) written as escapes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _decoded(text: str) -> str:
    if "%" not in text:
        return text
    first, *rest = text.encode("utf-8", "surrogatepass").split(b"%")
    raw = [first]
    for piece in rest:
        escape = piece[:2]
        if len(escape) == 2 and _HEX.issuperset(escape):
            raw.append(bytes((int(escape, 16),)) + piece[2:])
        else:
            raw.append(b"%" + piece)
    return b"".join(raw).decode("utf-8", "replace")


_HEX = frozenset(b"0123456789ABCDEFabcdef")


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
        if kind == TEXT:
            values.append(body.decode("utf-8", "replace"))
        elif kind == UUID:
            values.append(_uuid(body))
        else:
            values.append(body.hex() if kind == LOWER_HEX else body.hex().upper())
    return values


def _uuid(body: bytes) -> str:
    text = body.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
