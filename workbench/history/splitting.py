"""A URL as a pattern that repeats and the values that do not.

Most URLs of a history differ only in ids: `state`, `tag`, a UUID, a token. The pattern is kept
once, with a NUL where each value stood, the values stand in the row, packed (a UUID is 16 bytes).
`join(*split(url))` is the URL again, always.
"""

from __future__ import annotations

import re

from workbench.history.written import LOWER_HEX, PLACE, TEXT, UPPER_HEX, UUID, storable

_CUT = re.compile(
    r"((?<=[?&]state=)[^&#]+|(?<=[?&]tag=)[^&#]+"
    r"|[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}"
    r"|(?:(?<![%0-9A-Za-z_\-])|(?<=%[0-9A-Fa-f]{2}))(?=[A-Za-z_\-]*\d)[0-9A-Za-z_\-]{16,})"
)
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_LOWER_HEX = re.compile(r"(?:[0-9a-f]{2})+")
_UPPER_HEX = re.compile(r"(?:[0-9A-F]{2})+")


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


def _packed(value: str) -> bytes:
    if _UUID.fullmatch(value):
        kind, body = UUID, bytes.fromhex(value.replace("-", ""))
    elif _LOWER_HEX.fullmatch(value):
        kind, body = LOWER_HEX, bytes.fromhex(value)
    elif _UPPER_HEX.fullmatch(value):
        kind, body = UPPER_HEX, bytes.fromhex(value)
    else:
        kind, body = TEXT, value.encode()
    head = len(body) << 2 | kind
    length = bytearray()
    while head > 0x7F:
        length.append(head & 0x7F | 0x80)
        head >>= 7
    length.append(head)
    return bytes(length) + body
