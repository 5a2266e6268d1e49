"""Summary: the labelled lines of the service, severities by letter and ink.

Whose answer it is stands over all, without a label. What is only worth knowing is folded into one
line at the end: it never pushes anything off a small screen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from workbench.service.telling import SEVERITY_LETTERS, Language, headed
from workbench.tui.answer.reading import Answer
from workbench.tui.safe_text import (
    OPEN_SIGN,
    Fold,
    Line,
    Opened,
    Span,
    fitted,
    folded,
    short,
    shown,
    wrapped,
)

if TYPE_CHECKING:
    from workbench.inspection.summary import Line as Told

_LABEL_LIMIT = 14
_WORTH_KNOWING: dict[Language, str] = {"en": "{} worth knowing", "fr": "{} à savoir"}
# The length of what is shown by its beginning stays with it.
_LENGTH = re.compile(r"… (\(\d+\))")
_TIED = "\N{NO-BREAK SPACE}"


def lines(answer: Answer, width: int) -> list[Line]:
    """The Summary for that width."""
    told = [line for line in answer.summary if line.severity != "info"]
    notes = [line for line in answer.summary if line.severity == "info"]
    labels = [line.label for line in (*told[1:], *notes)]
    label_width = min(_LABEL_LIMIT, max(map(len, labels), default=0))
    letters = {str(name): letter for name, letter in SEVERITY_LETTERS[answer.language].items()}
    whose, *others = told
    made = [Line((Span(part, "strong"),), _opened(whose)) for part in _parts(whose.value, width)]
    for line in others:
        letter = letters.get(line.severity, "")
        made.extend(_told(line, line.label, letter, label_width, width))
    made.extend(_notes(notes, answer.language, label_width, width))
    return made


def _told(
    line: Told, label: str, letter: str, label_width: int, width: int, level: int = 0
) -> Iterator[Line]:
    text = short(line.value)
    coloured = _cause(text, line.severity, finding=bool(line.finding))
    for row, part in enumerate(_parts(text, _room(label_width, width))):
        spans = (
            Span(fitted(shown(label) if row == 0 else "", label_width), "label"),
            Span(" "),
            Span(fitted(letter if row == 0 else "", 2), line.severity),
            Span(part[: max(0, coloured)], line.severity),
            Span(part[max(0, coloured) :]),
        )
        coloured -= len(part) + 1
        yield Line(spans, _opened(line), level)


def _notes(notes: list[Told], language: Language, label_width: int, width: int) -> Iterator[Line]:
    """What is only worth knowing: as it is where it is one thing, else folded under a count."""
    if not notes:
        return
    letter = SEVERITY_LETTERS[language]["info"]
    label, level = notes[0].label, 0
    if len(notes) > 1:
        titles = "; ".join(line.value.removesuffix(f" ({line.finding})") for line in notes)
        count = _WORTH_KNOWING[language].format(len(notes))
        text = fitted(short(headed(count, titles, language)), _room(label_width, width)).rstrip()
        head = (Span(fitted(shown(label), label_width), "label"), Span(" "), OPEN_SIGN)
        opens = _opened(notes[0])._replace(text="\n".join(line.value for line in notes))
        yield Line((*head, Span(text, "info")), opens, 0, Fold("notes", 2, closed=True))
        label, level = "", 1
    for line in notes:
        yield from _told(line, label, letter, label_width, width, level)


def _opened(line: Told) -> Opened:
    return Opened(line.label, line.label, line.value, "", line.finding)


def _room(label_width: int, width: int) -> int:
    """Beside a label stand a blank, and two cells for a letter or a sign."""
    return max(12, width - label_width - 3)


def _parts(text: str, room: int) -> list[str]:
    if " " not in text:
        return folded(text, room)
    tied = _LENGTH.sub(rf"…{_TIED}\1", text)
    return [part.replace(_TIED, " ") for part in wrapped(tied, room)]


def _cause(text: str, severity: str, *, finding: bool) -> int:
    """How much of a line stands out in the ink of its severity: of a finding the cause, since what
    to do about it is read after it; of other bad news all."""
    if not severity:
        return 0
    if not finding:
        return len(text)
    cause, found, _ = text.partition(": ")
    return len(cause) + len(found.rstrip()) if found else len(text.rpartition(" (")[0] or text)
