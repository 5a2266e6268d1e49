"""Every sequence of one and two bytes, and many longer and broken ones, is the text that a real
Chromium makes of it; every character of a query is sent as the bytes that Chromium sends.

A wrong end of a broken sequence would swallow the `<` of the next tag.
"""

from __future__ import annotations

import base64
import random

import pytest

from tests.chromium import DOCUMENT, Chromium
from tests.pages import answer
from workbench.inspection.urls import resolve_in

TWO_BYTES = ("gbk", "gb18030", "big5", "euc-jp", "shift_jis", "euc-kr", "utf-8")
ONE_BYTE = (
    "ibm866", "iso-8859-2", "iso-8859-3", "iso-8859-4", "iso-8859-5", "iso-8859-6",
    "iso-8859-7", "iso-8859-8", "iso-8859-8-i", "iso-8859-10", "iso-8859-13",
    "iso-8859-14", "iso-8859-15", "iso-8859-16", "koi8-r", "koi8-u", "macintosh",
    "windows-874", "windows-1250", "windows-1251", "windows-1252", "windows-1253",
    "windows-1254", "windows-1255", "windows-1256", "windows-1257", "windows-1258",
    "x-mac-cyrillic", "x-user-defined",
)  # fmt: skip
# Where we differ. Big5: Python's table has the fullwidth forms at two places; the other four are
# two characters each in the standard (Ê and ê with a mark), which Chromium packs into wrong ones.
KNOWN = {"big5": {"a241", "a242", "8862", "8864", "88a3", "88a5"}}
# Bytes that begin, go on with, or break sequences of these encodings.
EDGES = b"\x80\x81\x8e\x8f\x9f\xa0\xa1\xa3\xad\xb7\xe0\xed\xf0\xf4\xfc\xfe\xff09<A\x7e\x7f@\xd8\xdc"
ESCAPES = (b"\x1b(B", b"\x1b(J", b"\x1b(I", b"\x1b$B", b"\x1b$@")
DECODE = """([label, all]) => all.map(data => new TextDecoder(label, {ignoreBOM: true})
  .decode(Uint8Array.from(atob(data), letter => letter.charCodeAt(0))))"""
SEARCH = """queries => {
  const link = document.links[0];
  return queries.map(query => { link.setAttribute('href', query); return link.search; });
}"""


def agree(chromium: Chromium, label: str, pieces: list[bytes]) -> None:
    """Both read all pieces alike; each is followed by tags, which nothing may swallow."""
    if chromium.tab.url != DOCUMENT:
        chromium.open(b"<p>")
    ended = [piece + b"<<" for piece in pieces]
    told = chromium.tab.evaluate(
        DECODE, [label, [base64.b64encode(piece).decode() for piece in ended]]
    )
    differ = {}
    for piece, theirs in zip(pieces, told, strict=True):
        ours = answer(piece + b"<<", kind=f"text/html; charset={label}").text
        if ours != theirs and piece.hex() not in KNOWN.get(label, ()):
            differ[piece.hex()] = (theirs, ours)
    assert differ == {}


@pytest.mark.parametrize("label", ONE_BYTE)
def test_every_byte_is_the_character_it_is_in_chromium(chromium: Chromium, label: str) -> None:
    agree(chromium, label, [b"<" + bytes((byte,)) for byte in range(256)])


@pytest.mark.parametrize("label", TWO_BYTES)
def test_every_pair_is_the_character_it_is_in_chromium(chromium: Chromium, label: str) -> None:
    # All pairs of a first byte together, each closed off by `<<`.
    rows = [
        b"<<".join(
            bytes((lead, trail))
            for trail in range(0x20, 256)
            if f"{lead:02x}{trail:02x}" not in KNOWN.get(label, ())
        )
        for lead in range(0x80, 256)
    ]
    agree(chromium, label, [b"<" + row for row in rows])


@pytest.mark.parametrize("label", [*TWO_BYTES, "utf-16le", "utf-16be"])
def test_broken_sequences_end_where_they_end_in_chromium(chromium: Chromium, label: str) -> None:
    chance = random.Random(label)
    made = [b"<" + bytes(chance.choices(EDGES, k=chance.randint(1, 7))) for _ in range(3000)]
    if label == "euc-jp":
        # Chromium goes on in the three-byte table after a broken sequence of three.
        made = [piece.replace(b"\x8f", b"\x8e") for piece in made]
    agree(chromium, label, [piece for piece in made if piece[:2] not in (b"\xff\xfe", b"\xfe\xff")])


def test_escapes_of_iso_2022_jp_are_those_of_chromium(chromium: Chromium) -> None:
    chance = random.Random(7)
    # A byte that is no character right after half an escape is lost in Chromium: not made here.
    parts = (*ESCAPES, b'$"', b"0", b"<", b"!", b"~", b"\\", b"F|", b"_", b" ", b"\n")
    made = [b"<" + b"".join(chance.choices(parts, k=chance.randint(1, 9))) for _ in range(3000)]
    agree(chromium, "iso-2022-jp", made)
    agree(
        chromium, "iso-2022-jp", [b"<\x80", b"<\x0e", b"<\x1b", b"<\x1b$B\x80F|", b"<\x1b$BF\x80"]
    )


def test_three_and_four_bytes_are_the_characters_they_are_in_chromium(chromium: Chromium) -> None:
    threes = [
        b"<<".join(bytes((0x8F, lead, trail)) for trail in range(0xA1, 0xFF))
        for lead in range(0xA1, 0xFF)
    ]
    agree(chromium, "euc-jp", threes)
    fours = [
        bytes((first, second, third, fourth))
        for first in (0x81, 0x82, 0x84, 0x8F, 0x90, 0xE3)
        for second in range(0x30, 0x3A)
        for third in range(0x81, 0xFF)
        for fourth in range(0x30, 0x3A, 3)
    ]
    size = 100
    agree(
        chromium,
        "gb18030",
        [b"<<".join(fours[at : at + size]) for at in range(0, len(fours), size)],
    )


@pytest.mark.parametrize(
    "label",
    [*TWO_BYTES, "iso-2022-jp", "windows-1252", "windows-1255", "koi8-u", "x-user-defined"],
)
def test_every_character_of_a_query_is_sent_as_chromium_sends_it(
    chromium: Chromium, label: str
) -> None:
    letters = [chr(code) for code in range(0xA0, 0x10000) if not 0xD800 <= code < 0xE000]
    letters += ["\U0001f600", "\U00020000", "\U00021d53", "\U0010ffff", "\u65e5\u672c", "a\u65e5b"]
    queries = ["?" + "&".join(letters[at : at + 64]) for at in range(0, len(letters), 64)]
    chromium.open(b"<a href=x>", headers={"Content-Type": f"text/html; charset={label}"})
    differ = {}
    for query, theirs in zip(queries, chromium.tab.evaluate(SEARCH, queries), strict=True):
        ours = (resolve_in(query, DOCUMENT, label) or "").partition("?")[2].split("&")
        if ours != theirs[1:].split("&"):
            differ[ascii(query)] = (theirs, ours)
    assert differ == {}
