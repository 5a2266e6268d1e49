"""Summary: the labelled lines of the service, severities by letter and ink."""

from __future__ import annotations

from workbench.service.telling import SEVERITY_LETTERS, told
from workbench.tui.answer.reading import Answer
from workbench.tui.safe_text import Line, Opened, Span, fitted, folded, short, shown, wrapped

_LABEL_LIMIT = 14


def lines(answer: Answer, width: int) -> list[Line]:
    """The Summary for that width."""
    label_width = min(_LABEL_LIMIT, max((len(line.label) for line in answer.summary), default=0))
    letters = {str(name): letter for name, letter in SEVERITY_LETTERS[answer.language].items()}
    judged = {told(one, answer.language).severity for one in answer.exchange.findings}
    made: list[Line] = []
    for number, line in enumerate(answer.summary):
        letter = letters.get(line.severity, "")
        room = max(12, width - label_width - 4)
        text = short(line.value)
        parts = wrapped(text, room) if " " in text else folded(text, room)
        opens = Opened(line.label, line.label, line.value)
        ink = "strong" if number == 0 else ""
        coloured = _cause(text, line.severity, finding=line.label in {*judged, line.severity})
        for row, part in enumerate(parts):
            spans = (
                Span(fitted(shown(line.label) if row == 0 else "", label_width), "label"),
                Span("  "),
                Span(fitted(letter if row == 0 else "", 2), line.severity),
                Span(part[: max(0, coloured)], line.severity),
                Span(part[max(0, coloured) :], ink),
            )
            coloured -= len(part) + 1
            made.append(Line(spans, opens))
    return made


def _cause(text: str, severity: str, *, finding: bool) -> int:
    """How much of a line stands out in the ink of its severity: of a finding the cause, since what
    to do about it is read after it; of other bad news all."""
    if not severity:
        return 0
    if not finding:
        return len(text)
    cause, found, _ = text.partition(": ")
    return len(cause) + len(found.rstrip()) if found else len(text.rpartition(" (")[0] or text)
