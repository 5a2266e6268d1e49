"""Documents as text that is safe to show: one JSON document, on one line or indented."""

from __future__ import annotations

import json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

# Valid inside JSON strings only, so escaping them never changes the document: controls that JSON
# leaves alone (DEL, C1) and characters that reorder or hide text on a terminal.
_UNSAFE = "[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"


def to_json(document: Mapping[str, object], *, indent: int | None = None) -> str:
    """The document as JSON text in which no character can act on a terminal."""
    text = json.dumps(document, ensure_ascii=False, indent=indent)
    if text.isascii() and "\x7f" not in text:
        return text
    import re

    return re.sub(_UNSAFE, lambda found: f"\\u{ord(found[0]):04x}", text)
