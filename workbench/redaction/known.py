"""Finding known values wherever they reappear, in whatever encoding.

Each value becomes a few needles (plain, percent-encoded, JSON- and HTML-escaped, hexadecimal, and
base64 at its three alignments), all sought in lower case: O(text x needles) with the C
string search, no regular expression. What is spelled in a mix of encodings is found by undoing
them; the text is then masked as a whole.
"""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote, quote_plus, unquote

MASK = re.compile("‹[A-Za-z0-9_ -]{1,32}(?::[0-9a-f]{8})?›")

_BASE64_LEAST = 8
_HEX_LEAST = 12
_JSON_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|\\(.)", re.DOTALL)
_JSON_LETTERS = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


class KnownValues:
    """A fixed set of values, each with the mask that takes its place."""

    def __init__(self, masks: Mapping[str, str]) -> None:
        self._needles: dict[str, str] = {}
        self._plain: dict[str, str] = {}
        for value, mask in sorted(masks.items(), key=lambda item: -len(item[0])):
            if not value:
                continue
            self._plain.setdefault(_lower(value), mask)
            for needle in spellings(value):
                self._needles.setdefault(_lower(needle), mask)

    def __bool__(self) -> bool:
        return bool(self._needles)

    def among(self, text: str) -> KnownValues:
        """Those of the values that a search in pieces of `text` can find at all."""
        low = _lower(text)
        fewer = KnownValues({})
        fewer._needles = {n: mask for n, mask in self._needles.items() if n in low}
        odd = any(mark in low for mark in ("%", "&", "\\"))
        fewer._plain = dict(self._plain) if odd else {}
        return fewer

    def replace(self, text: str) -> str:
        """`text` with every known value masked; masks that stand in it already are left alone."""
        if not text or not (self._needles or self._plain):
            return text
        if "‹" not in text:
            return self._replaced(text)
        pieces: list[str] = []
        last = 0
        for found in MASK.finditer(text):
            pieces += (self._replaced(text[last : found.start()]), found[0])
            last = found.end()
        pieces.append(self._replaced(text[last:]))
        return "".join(pieces)

    def _replaced(self, text: str) -> str:
        text = self.replace_spelled(text)
        for view in _views(text):
            seen = _lower(view)
            for plain, mask in self._plain.items():
                if plain in seen:
                    return mask
        return text

    def replace_spelled(self, text: str) -> str:
        """`text` with the values masked where they are spelled in one encoding throughout; what
        mixes several stays, and so does the rest of the text around it."""
        low = _lower(text)
        spans: list[tuple[int, int, str]] = []
        for needle, mask in self._needles.items():
            at = low.find(needle)
            while at >= 0:
                spans.append((at, at + len(needle), mask))
                at = low.find(needle, at + len(needle))
        return _cut(text, spans) if spans else text


def spellings(value: str) -> Iterator[str]:
    """The value as it may stand in text: once for each encoding that this engine claims."""
    octets = value.encode("utf-8", "surrogatepass")
    yield value
    percent = quote(octets, safe="")
    yield percent
    yield quote(octets, safe="/:,@!$'()*~")
    yield quote_plus(octets)
    yield quote(percent, safe="")
    yield "".join(f"%{octet:02x}" for octet in octets)
    yield json.dumps(value)[1:-1]
    yield json.dumps(value, ensure_ascii=False)[1:-1]
    yield json.dumps(value)[1:-1].replace("/", "\\/")
    yield json.dumps(json.dumps(value)[1:-1])[1:-1]
    yield html.escape(value)
    yield html.escape(value, quote=False)
    if len(octets) * 2 >= _HEX_LEAST:
        yield octets.hex()
    yield from _in_base64(octets)


def _in_base64(octets: bytes) -> Iterator[str]:
    """The characters that every base64 text around these bytes has, for each alignment."""
    for before in range(3):
        text = base64.b64encode(b"\0" * before + octets).decode("ascii")
        start = (before * 8 + 5) // 6
        stop = (before + len(octets)) * 8 // 6
        core = text[start:stop]
        if len(core) >= _BASE64_LEAST:
            yield core
            yield core.replace("+", "-").replace("/", "_")
            yield quote(core, safe="")
    if len(octets) >= _BASE64_LEAST:
        twice = base64.b64encode(base64.b64encode(octets)).decode("ascii").rstrip("=")
        yield twice[: len(twice) - 2]


def _views(text: str) -> Iterator[str]:
    """The text with its escapes undone, where it has any."""
    if "%" in text:
        once = unquote(text)
        yield once
        if "%" in once:
            yield unquote(once)
        if "+" in text:
            yield unquote(text.replace("+", " "))
    if "&" in text:
        once = html.unescape(text)
        if once != text:
            yield once
            if "%" in once:
                yield unquote(once)
    if "\\" in text:
        units = _JSON_ESCAPE.sub(_unescaped, text).encode("utf-16-le", "surrogatepass")
        yield units.decode("utf-16-le", "replace")


def _unescaped(found: re.Match[str]) -> str:
    number = found[1] or found[2]
    if number:
        return chr(int(number, 16))
    return _JSON_LETTERS.get(found[3], found[3])


def _cut(text: str, spans: list[tuple[int, int, str]]) -> str:
    """The spans replaced by their masks; of overlapping ones the earliest and longest names it."""
    spans.sort(key=lambda span: (span[0], -span[1]))
    pieces: list[str] = []
    last = 0
    for start, stop, mask in spans:
        if start >= last:
            pieces += (text[last:start], mask)
            last = stop
        elif stop > last:
            last = stop
    pieces.append(text[last:])
    return "".join(pieces)


def _lower(text: str) -> str:
    """The text in lower case, each character in its place: the few that would grow stay."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(c if len(c.lower()) > 1 else c.lower() for c in text)
