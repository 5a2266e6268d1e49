"""Summary: the labelled lines of the service, severities by letter and ink."""

from __future__ import annotations

from workbench.tui.answer.reading import Answer
from workbench.tui.safe_text import Line, Opened, Span, fitted, folded, short, shown, wrapped
from workbench.vocabulary import SEVERITY_LETTER

_LABEL_LIMIT = 14


def lines(answer: Answer, width: int) -> list[Line]:
    """The Summary for that width."""
    named = [(*_named(line.label, line.severity), line) for line in answer.summary]
    label_width = min(_LABEL_LIMIT, max((len(label) for label, _, _ in named), default=0))
    made: list[Line] = []
    for number, (label, finding_id, line) in enumerate(named):
        letter = SEVERITY_LETTER.get(line.severity, "")
        room = max(12, width - label_width - 4)
        text = short(line.value)
        parts = wrapped(text, room) if " " in text else folded(text, room)
        opens = Opened(line.label, line.label, line.value)
        ink = "strong" if number == 0 else ""
        # The cause stands out, what to do about it is read after it.
        cause = len(text.partition(": ")[0]) + 1 if finding_id else len(text) * bool(line.severity)
        for row, part in enumerate(parts):
            spans = [
                Span(fitted(shown(label) if row == 0 else "", label_width), "label"),
                Span("  "),
                Span(fitted(letter if row == 0 else "", 2), line.severity),
                Span(part[: max(0, cause)], line.severity),
                Span(part[max(0, cause) :], ink),
            ]
            cause -= len(part) + 1
            if row == len(parts) - 1 and finding_id and len(part) + len(finding_id) + 2 <= room:
                spans.append(Span(f"  {finding_id}", "muted"))
            made.append(Line(tuple(spans), opens))
    return made


def _named(label: str, severity: str) -> tuple[str, str]:
    """A label and the id of the finding it names: `error tls.expired` is two things."""
    word, _, finding_id = label.partition(" ")
    return (word, finding_id) if severity and word == severity else (label, "")
