"""A URL as a pattern that repeats and the values that do not.

Most URLs of a history differ only in ids: `state`, `tag`, a UUID, a token. The pattern is kept
once, with a NUL where each value stood, the values stand in the row, packed (a UUID is 16 bytes).
`join(*split(url))` is the URL again, always.
"""

from __future__ import annotations

import re
from functools import lru_cache

from workbench.history.written import LOWER_HEX, PLACE, TEXT, UPPER_HEX, UUID, storable

# The whole value of state and tag; else a run of letters and digits, past an escape before it.
_RUN = re.compile(r"([?&](?:state|tag)=)([^&#]+)|(%[0-9A-Fa-f]{2})?([0-9A-Za-z_\-]+)")
_DIGIT = re.compile(r"[0-9]")
_SHORTEST = 16  # a run with a digit that is so long is a value
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_LOWER_HEX = re.compile(r"(?:[0-9a-f]{2})+")
_UPPER_HEX = re.compile(r"(?:[0-9A-F]{2})+")


@lru_cache(maxsize=512)  # many answers lead to the same place
def split(url: str) -> tuple[str, bytes | None]:
    """The pattern of a URL and its packed values (None where there are none)."""
    if PLACE in url or len(url) > 65_536:
        return "", _packed(storable(url))
    url = storable(url)
    found: list[str] = []

    def cut(match: re.Match[str]) -> str:
        named, value, escape, run = match.groups()
        if named is None:
            if len(run) < _SHORTEST or not _DIGIT.search(run):
                return match[0]
            named, value = escape or "", run
        found.append(value)
        return f"{named}{PLACE}"

    pattern = _RUN.sub(cut, url)
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
