"""Text from the wire made harmless for a screen: what acts or hides is written out."""

from __future__ import annotations

from functools import cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

# Bidi controls, zero width and other invisible formatting characters, line and paragraph
# separators, lone surrogates, tags, and variation selectors of the supplementary planes.
INVISIBLE = (
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_KEPT_LINES = str.maketrans("", "", "\n\t")
_OURS = "…"  # what we write ourselves where we cut, and the one that most lists have


def visible(text: str, *, lines: bool = False) -> str:
    r"""The text with control characters as `\x1b` and invisible ones as `<U+202E>`.

    With `lines`, line feeds and tabs stay what they are.
    """
    plain = text.translate(_KEPT_LINES) if lines else text
    if plain.isprintable() and (plain.isascii() or plain.replace(_OURS, "").isascii()):
        return text
    return _invisible().sub(_lined if lines else _written, text)


@cache  # compiled when first needed: a list may end without it
def _invisible() -> re.Pattern[str]:
    import re

    return re.compile(INVISIBLE)


def _written(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0xA0 else f"<U+{code:04X}>"


def _lined(match: re.Match[str]) -> str:
    return match[0] if match[0] in "\n\t" else _written(match)
