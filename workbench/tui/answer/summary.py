"""Summary: the labelled lines of the service, severities by letter and ink."""

from __future__ import annotations

from workbench.tui.answer.reading import Answer
from workbench.tui.safe_text import Line, Opened, Span, fitted, folded, short, shown, wrapped
from workbench.vocabulary import SEVERITY_LETTER

_LABEL_LIMIT = 14


def lines(answer: Answer, width: int) -> list[Line]:
    """The Summary for that width."""
    label_width = min(_LABEL_LIMIT, max((len(line.label) for line in answer.summary), default=0))
    made: list[Line] = []
    for number, line in enumerate(answer.summary):
        severity = line.severity or ""
        letter = SEVERITY_LETTER.get(severity, "")
        room = max(12, width - label_width - 4)
        text = short(line.value)
        parts = wrapped(text, room) if " " in text else folded(text, room)
        opens = Opened(line.label, line.label, line.value)
        ink = "strong" if number == 0 else severity
        for row, part in enumerate(parts):
            made.append(
                Line(
                    (
                        Span(fitted(shown(line.label) if row == 0 else "", label_width), "label"),
                        Span("  "),
                        Span(fitted(letter if row == 0 else "", 2), severity),
                        Span(part, ink),
                    ),
                    opens,
                )
            )
    return made
