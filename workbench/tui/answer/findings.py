"""Findings: each judgement with its cause, what to do, where it was seen, and what it rests on, in
the language of the configuration."""

from __future__ import annotations

from workbench.model.finding import Finding
from workbench.service.telling import SEVERITY_LETTERS, Language, told
from workbench.tui.answer.reading import Answer
from workbench.tui.safe_text import Line, Opened, Span, short, wrapped

# Seen in, to act, source, id: eight cells at most.
_LABELS: dict[Language, tuple[str, str, str, str]] = {
    "en": ("seen in", "to act", "source", "id"),
    "fr": ("vu dans", "agit", "source", "id"),
}
_NOTHING: dict[Language, str] = {
    "en": "Nothing to say against this answer.",
    "fr": "Rien à redire à cette réponse.",
}


def lines(answer: Answer, width: int) -> list[Line]:
    """Every finding for that width, worst first."""
    findings = answer.exchange.findings
    if not findings:
        return [Line((Span(_NOTHING[answer.language], "good"),))]
    made: list[Line] = []
    for finding in findings:
        if made:
            made.append(Line(()))
        made.extend(_finding(finding, answer.language, width))
    return made


def _finding(finding: Finding, language: Language, width: int) -> list[Line]:
    words = told(finding, language)
    # English as it was judged; the words of another language come in two parts.
    parts = (words.seen, words.explanation)
    detail = finding.detail if language == "en" else "\n".join(part for part in parts if part)
    letter = SEVERITY_LETTERS[language][finding.severity]
    opens = Opened(words.title, finding.id, f"{words.title}\n\n{detail}", finding.evidence)
    made: list[Line] = []
    for number, part in enumerate(wrapped(short(words.title), width - 2)):
        mark = letter if number == 0 else " "
        made.append(Line((Span(f"{mark} ", finding.severity), Span(part, "strong")), opens))
    for paragraph in detail.splitlines() or [""]:
        made.extend(
            Line((Span("  "), Span(part)), opens) for part in wrapped(short(paragraph), width - 2)
        )
    facts = (
        finding.evidence,
        words.actor,
        words.source,
        finding.id,
    )
    for label, text in zip(_LABELS[language], facts, strict=True):
        if not text:
            continue
        for number, part in enumerate(wrapped(short(text), width - 11)):
            head = f"  {label:<9}" if number == 0 else " " * 11
            fact = Opened(label, label, text, finding.evidence)
            made.append(Line((Span(head, "label"), Span(part, "muted")), fact))
    return made
