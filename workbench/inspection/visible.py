"""Text from the wire made harmless for a screen: what acts or hides is written out."""

from __future__ import annotations

import re

# Bidi controls, zero width and other invisible formatting characters, line and paragraph
# separators, lone surrogates, tags, and variation selectors of the supplementary planes.
_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_KEPT_LINES = str.maketrans("", "", "\n\t")


def visible(text: str, *, lines: bool = False) -> str:
    r"""The text with control characters as `\x1b` and invisible ones as `<U+202E>`.

    With `lines`, line feeds and tabs stay what they are.
    """
    if text.isascii() and (text.translate(_KEPT_LINES) if lines else text).isprintable():
        return text
    return _INVISIBLE.sub(_lined if lines else _written, text)


def _written(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0xA0 else f"<U+{code:04X}>"


def _lined(match: re.Match[str]) -> str:
    return match[0] if match[0] in "\n\t" else _written(match)
