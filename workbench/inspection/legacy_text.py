"""Bytes of the encodings before Unicode, as the Encoding standard reads and writes them.

Python's codecs do the bulk. Where its tables leave a sequence open, or end a broken one elsewhere
than the standard, an error handler goes on as the standard does: a lost `<` would move every tag
behind it. Where a table only differs, characters are exchanged afterwards.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from functools import lru_cache

import webencodings

_BAD = "\ufffd"
_WITH_C1 = ("windows-", "iso-8859-")
_SINGLE = (*_WITH_C1, "koi8-", "ibm866", "macintosh", "x-mac-cyrillic", "x-user-defined")
# Python's codec for a name of the Encoding standard, where it is another one.
_CODECS = {
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "big5": "big5hkscs",
    "gbk": "gb18030",
    "utf-16le": "utf-16-le",
}
# What Python has -> what the Encoding standard has, for the same bytes.
_OTHERWISE = {
    "koi8-u": str.maketrans("\u255d\u256c", "\u045e\u040e"),
    # Single bytes that the standard refuses.
    "shift_jis": str.maketrans("\uf8f0\uf8f1\uf8f2\uf8f3", _BAD * 4),
    "euc-jp": str.maketrans(
        "\u301c\u2016\u2212\xa2\xa3\xac", "\uff5e\u2225\uff0d\uffe0\uffe1\uffe2"
    ),
    "big5": str.maketrans(
        "\u2022\uff64\u203e\u223c\u2641\u2609\xa5\xa2\xa3",
        "\u2027\ufe51\xaf\uff5e\u2295\u2299\uffe5\uffe0\uffe1",
    ),
    "gb18030": str.maketrans(
        "\ue5e5\ue78d\ue78e\ue78f\ue790\ue791\ue792\ue793\ue794\ue795\ue796\ue7c7\u1e3f"
        "\ue81e\ue826\ue82b\ue82c\ue832\ue843\ue854\ue864",
        "\u3000\ufe10\ufe12\ufe11\ufe13\ufe14\ufe15\ufe16\ufe17\ufe18\ufe19\u1e3f\ue7c7"
        "\u9fb4\u9fb5\u9fb6\u9fb7\u9fb8\u9fb9\u9fba\u9fbb",
    ),
}
_OTHERWISE["gbk"] = _OTHERWISE["gb18030"]
_WRITTEN_OTHERWISE = {
    name: {new: old for old, new in table.items() if new != ord(_BAD)}
    for name, table in _OTHERWISE.items()
}
# Runs of Big5 that Python's table lacks: the first two bytes of each and the characters from there.
_BIG5_RUNS = (
    "877a \u3875\U00021d53\U0002369e\U00026021\u3eec\U000258de\u3af5\u7afc\u9f97\U00024161"
    "\U0002890d\U000231ea\U00020a8a\U0002325e\u430a\u8484\u9f96\u942f\u4930\u8613\u5896\u974a\u9218"
    "\u79d0\u7a32\u6660\u6a29\u889d\u744c\u7bc5\u6782\u7a2c\u524f\u9046\u34e6\u73c4\U00025db9\u74c6"
    "\u9fc7\u57b3\u492f\u544c\u4131\U0002368e\u5818\u7a72\U00027b65\u8b8f\u46ae\U00026e88\u4181"
    "\U00025d99\u7bae\U000224bc\u9fc8\U000224c1\U000224c9\U000224cc\u9fc9\u8504\U000235bb\u40b4"
    "\u9fca\u44e1\U0002adff\u62c1\u706e\u9fcb 8e69 \u7bb8 8e6f \u7c06 8e7e \u7cce 8eab \u7dd2 "
    "8eb4 \u7e1d 8ecd \u8005 8ed0 \u8028 8f57 \u83c1 8f69 \u84a8 8f6e \u840f 8fcb \u89a6\u89a9 "
    "8ffe \u8d77 906d \u90fd 907a \u92b9 90dc \u975c 90f1 \u97ff 91bf \u9f16 9244 \u8503 "
    "92af \u5159\u515b\u515d\u515e 92c8 \u936e 92d1 \u7479 9447 \u6d67 94ca \u799b 95d9 \u9097 "
    "9644 \u975d 96ed \u701e 96fc \u5b28 9b76 \u7201 9b78 \u77d7 9b7b \u7e87 9bc6 \u99d6 "
    "9bde \u91d4 9bec \u60de 9bf6 \u6fb6 9c42 \u8f36 9c53 \u4fbb 9c62 \u71df 9c68 \u9104 "
    "9c6b \u9df0 9c77 \u83cf 9cbc \u5c10\u79e3 9cd0 \u5a67 9d57 \u8f0b 9d5a \u7b51 9dc4 \u62d0 "
    "9ea9 \u6062 9eef \u75f9 9efd \u6c4a 9f60 \u9b2e 9f66 \u9f17 9fcb \u50ed 9fd8 \u5f0c "
    "a063 \u880f a077 \u62ce a0d5 \u7468 a0df \u7162 a0e4 \u7250 "
    "a3c0 \u2400\u2401\u2402\u2403\u2404\u2405\u2406\u2407\u2408\u2409\u240a\u240b\u240c\u240d"
    "\u240e\u240f\u2410\u2411\u2412\u2413\u2414\u2415\u2416\u2417\u2418\u2419\u241a\u241b\u241c\u241d"
    "\u241e\u241f\u2421\u20ac c6cf \u5ef4 c6d3 \u65e0 c6d5 \u7676 c6d7 \u96b6 c6de \u3003\u4edd "
    "fa5f \u5029 fa66 \u507d fabd \u5305 fac5 \u5344 fad5 \u537f fb48 \u5605 fbb8 \u5a77 "
    "fbf3 \u5e75 fbf9 \u5ed0 fc4f \u5f58 fc6c \u60a4 fcb9 \u6490 fce2 \u6674 fcf1 \u675e "
    "fdb7 \u6c9c\u6e1d fdbb \u6e2f fdf1 \u716e fe52 \u732a fe6f \u745c feaa \u74e9 fedd \u7809"
)
_TILDE = re.compile(rb"(?<!\x8f)\x8f\xa2\xb7")
_ISO_2022 = re.compile(rb"\x1b(?:\(([BJI])|\$([@B]))")


def decoded(body: bytes, name: str) -> str:
    """The text of bytes in an encoding of the Encoding standard (its name in lower case)."""
    if name == "replacement":
        # Encodings that are an attack by themselves are read as one character.
        return _BAD if body else ""
    if name == "iso-2022-jp":
        return _iso_2022_jp(body)
    if name == "euc-jp":
        # The one three-byte sequence that Python reads as ASCII.
        body = _TILDE.sub(b"\xa1\xc1", body)
    if name.startswith(_SINGLE):
        return codecs.charmap_decode(body, "replace", _every_byte(name))[0]
    text = codec(name).decode(body, _ERRORS.get(name, "replace"))[0]
    table = _OTHERWISE.get(name)
    return text if table is None or text.isascii() else text.translate(table)


def is_quick(name: str) -> bool:
    """Whether an encoding is read at once, whatever the bytes are."""
    return name.startswith((*_SINGLE, "utf-16", "replacement"))


@lru_cache(maxsize=32)
def _every_byte(name: str) -> str:
    """The characters of all bytes: with them a body is read at once, whatever stands in it."""
    errors = _ERRORS.get(name, "workbench-single" if name.startswith(_WITH_C1) else "replace")
    text = "".join(codec(name).decode(bytes((byte,)), errors)[0] for byte in range(256))
    return text.translate(_OTHERWISE.get(name, {}))


def codec(name: str) -> codecs.CodecInfo:
    """Python's codec for an encoding of the standard."""
    if name in _CODECS:
        return codecs.lookup(_CODECS[name])
    info: codecs.CodecInfo = webencodings.lookup(name).codec_info
    return info


def written(text: str, name: str) -> bytes | None:
    """Bytes that are read as that text again, without a BOM; None where Python has none."""
    if name == "replacement":
        return None
    table = _WRITTEN_OTHERWISE.get(name)
    try:
        return codec(name).encode(text if table is None else text.translate(table), "strict")[0]
    except UnicodeError:
        return None


def _single(error: UnicodeError) -> tuple[str, int]:
    """Bytes that Python's tables leave open but the standard maps to C1 controls."""
    data, start, _ = _place(error)
    byte = data[start]
    return (chr(byte) if 0x80 <= byte < 0xA0 else _BAD, start + 1)


def _hebrew(error: UnicodeError) -> tuple[str, int]:
    data, start, _ = _place(error)
    return ("\u05ba", start + 1) if data[start] == 0xCA else _single(error)


def _pair(error: UnicodeError) -> tuple[str, int]:
    """A lead byte and what follows it are one error, unless an ASCII character follows, which
    stands for itself."""
    data, start, lead = _place(error)
    after = start + 1
    pair = after < len(data) and data[after] >= 0x80 and lead not in (0x80, 0xFF)
    return (_BAD, after + 1 if pair else after)


def _big5(error: UnicodeError) -> tuple[str, int]:
    data, start, _ = _place(error)
    missing = _BIG5.get(data[start : start + 2])
    return _pair(error) if missing is None else (missing, start + 2)


def _euc_jp(error: UnicodeError) -> tuple[str, int]:
    """Rows that only Microsoft's table has, by way of Shift_JIS; half-width leads and those of
    three bytes (Encoding standard, 12.1.1)."""
    data, start, lead = _place(error)
    trail = data[start + 1 : start + 2]
    if lead == 0x8F and trail >= b"\xa1" and trail != b"\xff":
        last = data[start + 2 : start + 3]
        return (_BAD, start + 3 if last >= b"\x80" else start + 2)
    if not 0xA1 <= lead <= 0xFE and lead not in (0x8E, 0x8F):
        return (_BAD, start + 1)
    if lead >= 0xA1 and trail >= b"\xa1" and trail != b"\xff":
        row, cell = lead - 0xA0, trail[0] - 0xA0
        first = (row + 1) // 2 + (0x80 if row <= 62 else 0xC0)
        second = cell + (0x9E if row % 2 == 0 else 0x3F if cell < 64 else 0x40)
        text = bytes((first, second)).decode("cp932", "replace")
        # Two characters: the pair was no pair there either; private use: nor in the standard.
        if len(text) == 1 and text != _BAD and not "\ue000" <= text <= "\uf8ff":
            return (text, start + 2)
    return _pair(error)


def _gb18030(error: UnicodeError) -> tuple[str, int]:
    """Encoding standard, 10.2.1: of a broken sequence of four only the first byte is lost."""
    data, start, lead = _place(error)
    if lead in (0x80, 0xFF):
        return ("\u20ac" if lead == 0x80 else _BAD, start + 1)
    rest = data[start + 1 : start + 4]
    if not b"0" <= rest[:1] <= b"9":
        return _pair(error)
    if len(rest) == 1 or (len(rest) == 2 and b"\x81" <= rest[1:2] <= b"\xfe"):
        return (_BAD, len(data))
    whole = b"\x81" <= rest[1:2] <= b"\xfe" and b"0" <= rest[2:3] <= b"9"
    return (_BAD, start + 4 if whole else start + 1)


def _place(error: UnicodeError) -> tuple[bytes, int, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object, error.start, error.object[error.start]


def _iso_2022_jp(body: bytes) -> str:
    """Encoding standard, 12.2.1, in stretches between two escape sequences; an escape that is none
    is an error of one byte, and so is one that directly follows another."""
    written: list[str] = []
    state, place, follows = "B", 0, False
    while place < len(body):
        escape = _ISO_2022.match(body, place)
        if escape is not None:
            if follows:
                written.append(_BAD)
            state, place, follows = (escape[1] or b"$").decode(), escape.end(), True
            continue
        end = body.find(b"\x1b", place + 1)
        stretch = body[place : end if end >= 0 else len(body)]
        if stretch[:1] == b"\x1b":
            written.append(_BAD)
            stretch = stretch[1:]
            place += 1
        place += len(stretch)
        follows = False
        written.append(_STRETCHES[state](stretch))
    return "".join(written)


def _seven_bits(stretch: bytes) -> str:
    return "".join(
        [chr(byte) if byte < 0x80 and byte not in (0x0E, 0x0F) else _BAD for byte in stretch]
    )


def _roman(stretch: bytes) -> str:
    return _seven_bits(stretch).translate({0x5C: "\xa5", 0x7E: "\u203e"})


def _half_width(stretch: bytes) -> str:
    return "".join([chr(0xFF40 + byte) if 0x21 <= byte <= 0x5F else _BAD for byte in stretch])


_JIS_PAIR = re.compile(rb"[\x21-\x7e].?|.", re.DOTALL)
_TO_EUC = bytes(byte | 0x80 for byte in range(256))


def _two_bytes(stretch: bytes) -> str:
    """A first byte takes the next one with it, whatever that is; EUC-JP has the same rows."""
    return decoded(
        b"".join(
            [
                pair.translate(_TO_EUC) if len(pair) == 2 and 0x21 <= pair[1] <= 0x7E else b"\xff"
                for pair in _JIS_PAIR.findall(stretch)
            ]
        ),
        "euc-jp",
    )


_STRETCHES: dict[str, Callable[[bytes], str]] = {
    "B": _seven_bits,
    "J": _roman,
    "I": _half_width,
    "$": _two_bytes,
}


def _big5_missing() -> dict[bytes, str]:
    missing: dict[bytes, str] = {}
    parts = _BIG5_RUNS.split()
    for start, letters in zip(parts[::2], parts[1::2], strict=True):
        lead, trail = bytes.fromhex(start)
        for letter in letters:
            missing[bytes((lead, trail))] = letter
            trail += 0x23 if trail == 0x7E else 1
    return missing


_BIG5 = _big5_missing()
_ERRORS = {
    "gbk": "workbench-gb18030",
    "gb18030": "workbench-gb18030",
    "big5": "workbench-big5",
    "euc-jp": "workbench-euc-jp",
    "euc-kr": "workbench-pair",
    "shift_jis": "workbench-pair",
    "windows-1255": "workbench-hebrew",
}
for _handler in (_single, _hebrew, _pair, _big5, _euc_jp, _gb18030):
    codecs.register_error("workbench-" + _handler.__name__[1:].replace("_", "-"), _handler)
