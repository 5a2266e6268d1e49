"""Which parts of a page or of JSON stand out. One linear pass; nothing is parsed."""

from __future__ import annotations

import re

from workbench.tui.text_view import Piece

# Beyond this the text is shown plain.
LIMIT = 256 * 1024

# Each pattern stops at the next delimiter of its kind, so that no text makes it look twice.
_TAG = re.compile(r"<[/!]?[A-Za-z][^\s<>]*|/?>|(?<==)\"[^\"<>]*\"|(?<==)'[^'<>]*'")
_JSON = re.compile(r'"(?:[^"\\\n]|\\.)*"(\s{0,8}:)?|\b(?:true|false|null)\b|-?\b\d[\d.eE+-]*')


def pieces_of(text: str, media_type: str | None) -> tuple[Piece, ...]:
    """The parts that have an ink of their own, in order; none for a long or unknown text."""
    kind = (media_type or "").lower()
    if len(text) > LIMIT:
        return ()
    if "json" in kind:
        return tuple(
            Piece(found.start(), found.end(), "accent" if found[1] else "good")
            for found in _JSON.finditer(text)
        )
    if "html" in kind or "xml" in kind:
        return tuple(
            Piece(found.start(), found.end(), "good" if found[0][0] in "\"'" else "accent")
            for found in _TAG.finditer(text)
        )
    return ()
