"""Text of the wire on the screen: all of it is drawn, none of it acts.

Nothing here parses markup. A `Span` is a piece of text with the name of an ink; spans become
segments of a `Strip` in one function, which is also the last gate for control characters.
Cost is linear in the text, and cells are counted by graphemes.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable
from typing import NamedTuple

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.strip import Strip

from workbench.service.safe_text import INVISIBLE, visible

Ink = Callable[[str], Style]

# What must never reach a terminal, whatever was made of it before: what acts, reorders or hides.
_ACTING = re.compile(INVISIBLE)
# A cell can hold a handful of combining marks; a run of thousands is a fault, and is counted.
_STACKED = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{5,}")


class Span(NamedTuple):
    """A piece of a line and the name of its ink ("" is the usual one)."""

    text: str
    ink: str = ""


class Opened(NamedTuple):
    """What a line stands for, whole: a title for its sheet, the name it has, its exact text, the
    evidence path of where it stands in the exchange, and the id of the finding that is told whole
    elsewhere ("" where it has none)."""

    title: str
    name: str
    text: str
    evidence: str = ""
    finding: str = ""


class Fold(NamedTuple):
    """What a line can hide: the lines after it that stand deeper. Its name is its own within the
    list; `sign` is the number of the span that shows whether it is open; `closed` ones are folded
    until somebody unfolds them."""

    name: str
    sign: int
    closed: bool = False


class Line(NamedTuple):
    """One line of a list: its spans, what enter opens and copy takes (None: nothing), how deep it
    stands, and what it folds."""

    spans: tuple[Span, ...]
    opens: Opened | None = None
    level: int = 0
    fold: Fold | None = None


OPEN_SIGN, FOLDED_SIGN = Span("▾ ", "accent"), Span("▸ ", "accent")


def shown(text: str) -> str:
    """The text with every control, bidirectional and invisible character written out."""
    return _STACKED.sub(lambda run: f"{run[0][:4]}<+{len(run[0]) - 4} marks>", visible(text))


def stood_in(text: str) -> str:
    """The text, character for character, with a stand-in for each that would act: where one types,
    every character needs a place of its own."""
    return _ACTING.sub(_stand_in, text)


def _stand_in(found: re.Match[str]) -> str:
    code = ord(found[0])
    # The pictures of control characters (Unicode 2400 to 2421).
    return chr(0x2400 + code) if code < 0x20 else "\u2421" if code == 0x7F else "\ufffd"


def gated(text: str) -> str:
    """The text without what would act, as many cells wide as it was."""
    return _ACTING.sub(lambda found: "\ufffd" * cell_len(found[0]), text)


def short(text: str, limit: int = 2000) -> str:
    """At most `limit` characters of what is shown, saying how many more there are."""
    if len(text) <= limit:
        return shown(text)
    return f"{shown(text[:limit])}… {len(text) - limit:,} more characters, enter opens all"


def fitted(text: str, width: int) -> str:
    """Exactly `width` cells of text that is safe already; what is cut ends in an ellipsis."""
    if width <= 0:
        return ""
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(set_cell_size(text, width - 1).rstrip() + "…", width)


def folded(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` cells, cut anywhere: for values."""
    if not text:
        return [""]
    return chop_cells(text, max(1, width)) if cell_len(text) > width else [text]


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` cells, cut between words where it can be: for prose."""
    lines = textwrap.wrap(text, max(8, width), break_on_hyphens=False) or [""]
    return [part for line in lines for part in folded(line, max(8, width))]


def hanging(label: str, text: str, width: int, label_width: int, ink: str = "") -> list[Line]:
    """A label and its value beside it, the value's further lines under its first."""
    room = max(8, width - label_width)
    opens = Opened(label, label, text) if text else None
    lines: list[Line] = []
    parts = wrapped(short(text), room) if " " in text else folded(short(text), room)
    for number, part in enumerate(parts):
        head = label if number == 0 else ""
        lines.append(Line((Span(fitted(head, label_width), "label"), Span(part, ink)), opens))
    return lines


def strip_of(spans: Iterable[Span], ink: Ink, base: Style) -> Strip:
    """The spans as a strip on the widget's own style."""
    return Strip(
        [
            Segment(_ACTING.sub("\ufffd", span.text), base + ink(span.ink) if span.ink else base)
            for span in spans
            if span.text
        ]
    )


def plain(text: str) -> Content:
    """Text for a `Static`, drawn as it is: square brackets are square brackets."""
    return Content("\n".join(shown(line) for line in text.split("\n")))
