"""The bytes that a browser sends for a character in an encoding before Unicode (WHATWG Encoding).

Encoders of the standard know less than its decoders: each leaves out rows that only its decoder
reads. The tables are made when first asked for, which few pages do.
"""

from __future__ import annotations

from functools import cache, lru_cache
from unicodedata import normalize

from workbench.inspection.legacy_text import decoded, written

_JAPANESE = frozenset({"euc-jp", "shift_jis"})
# These share a byte with a character of ASCII in Japanese encodings.
_ROMAN = {"\xa5": "\\", "\u203e": "~"}
# First bytes of the rows that Python writes elsewhere or not at all, and that are sent.
_ROWS = {
    "big5": (*range(0xA1, 0xFF),),
    "euc-jp": (0xA2, 0xAD, 0xF9, 0xFA, 0xFB, 0xFC),
    "shift_jis": (0x81, 0x87, 0xFA, 0xFB, 0xFC),
}
# Big5 has these twice, and the second place is sent.
_LATER = "\u2550\u255e\u2561\u256a\u5341\u5345"
# Characters that GB 18030 had in private use before Unicode had them: they are sent as they were.
_ONCE_PRIVATE = (
    "\ue78d\ue78e\ue78f\ue790\ue791\ue792\ue793\ue794\ue795\ue796"
    "\ue81e\ue826\ue82b\ue82c\ue832\ue843\ue854\ue864"
)
# What stays as it is in a query; all other bytes are sent as `%XX` (WHATWG URL, special-query
# percent-encode set).
_PLAIN = frozenset(range(0x21, 0x7F)) - frozenset(b"\"#'<>")


def in_query(query: str, name: str) -> str:
    """A query as it is sent: characters as escaped bytes, as a character reference where the
    encoding has none; ASCII stays as it is."""
    if name == "iso-2022-jp":
        return _with_escapes(query)
    return "".join([letter if letter < "\x80" else _escaped(letter, name) for letter in query])


@lru_cache(maxsize=4096)
def _escaped(letter: str, name: str) -> str:
    data = sent(letter, name)
    return f"%26%23{ord(letter)}%3B" if data is None else _percent(data)


def _percent(data: bytes) -> str:
    return "".join([chr(byte) if byte in _PLAIN else f"%{byte:02X}" for byte in data])


def _with_escapes(query: str) -> str:
    """ISO-2022-JP has three states, each left only when it must be (WHATWG Encoding, 12.2.2)."""
    done: list[str] = []
    state = "B"
    for letter in query:
        is_roman = letter in _ROMAN or (state == "J" and letter < "\x80" and letter not in "\\~")
        data = None if is_roman or letter < "\x80" else sent(_full_width(letter), "euc-jp")
        if is_roman:
            wanted = "J"
        elif data is not None:
            wanted = "$"
        else:
            wanted = "B" if letter < "\x80" or state == "$" else state
        if wanted != state:
            done.append("%1B$B" if wanted == "$" else f"%1B({wanted}")
            state = wanted
        if data is not None:
            done.append(_percent(bytes(byte & 0x7F for byte in data)))
        elif letter < "\x80":
            done.append(letter)
        else:
            done.append(_ROMAN.get(letter) or f"%26%23{ord(letter)}%3B")
    return "".join(done) + ("" if state == "B" else "%1B(B")


def sent(letter: str, name: str) -> bytes | None:
    """The bytes of one character in an encoding without states; None where it has none."""
    if name in _JAPANESE:
        if letter in _ROMAN:
            return _ROMAN[letter].encode()
        letter = "\uff0d" if letter == "\u2212" else letter
    data = _rows(name).get(letter)
    if data is not None:
        return data
    data = written(letter, name)
    if data is None or decoded(data, name) != letter:
        return None
    return None if _is_read_only(data, name, letter) else data


def _is_read_only(data: bytes, name: str, letter: str) -> bool:
    if name == "big5":
        return len(data) == 2 and data[0] < 0xA1
    if name == "euc-jp":
        return data[0] == 0x8F
    if name == "shift_jis":
        return "\ue000" <= letter <= "\uf8ff"
    return letter == "\ue5e5" or (name == "gbk" and len(data) == 4)


def _full_width(letter: str) -> str:
    if not "\uff61" <= letter <= "\uff9f":
        return letter
    return {"\uff9e": "\u309b", "\uff9f": "\u309c"}.get(letter) or normalize("NFKC", letter)


@cache
def _rows(name: str) -> dict[str, bytes]:
    if name in ("gbk", "gb18030"):
        rows = {letter: letter.encode("gb18030") for letter in _ONCE_PRIVATE}
        rows["\u3000"] = b"\xa1\xa1"
        return rows | ({"\u20ac": b"\x80"} if name == "gbk" else {})
    if name == "windows-1255":
        return {"\u05ba": b"\xca"}
    rows = {"\u2215": b"\xa2A", "\ufe68": b"\xa2B"} if name == "big5" else {}
    for lead in _ROWS.get(name, ()):
        for trail in range(0x40, 0xFF):
            data = bytes((lead, trail))
            letter = decoded(data, name)
            if letter not in rows or letter in _LATER:
                rows[letter] = data
    rows.pop("\ufffd", None)
    return rows
