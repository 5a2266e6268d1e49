"""Findings: each judgement with its cause, what to do, where it was seen, and what it rests on."""

from __future__ import annotations

from workbench.model.finding import Finding
from workbench.tui.answer.reading import Answer
from workbench.tui.safe_text import Line, Opened, Span, short, wrapped
from workbench.vocabulary import SEVERITY_LETTER

_ACTOR_WORDS = {
    "caller": "you, the caller",
    "flinks": "Flinks",
    "institution": "the institution",
    "network": "the network",
    "nobody": "nobody",
}


def lines(answer: Answer, width: int) -> list[Line]:
    """Every finding for that width, worst first."""
    findings = answer.exchange.findings
    if not findings:
        return [Line((Span("Nothing to say against this answer.", "good"),))]
    made: list[Line] = []
    for finding in findings:
        if made:
            made.append(Line(()))
        made.extend(_finding(finding, width))
    return made


def _finding(finding: Finding, width: int) -> list[Line]:
    letter = SEVERITY_LETTER[finding.severity]
    whole = f"{finding.title}\n\n{finding.detail}"
    opens = Opened(finding.title, finding.id, whole, finding.evidence)
    made: list[Line] = []
    for number, part in enumerate(wrapped(short(finding.title), width - 2)):
        mark = letter if number == 0 else " "
        made.append(Line((Span(f"{mark} ", finding.severity), Span(part, "strong")), opens))
    for paragraph in finding.detail.splitlines() or [""]:
        made.extend(
            Line((Span("  "), Span(part)), opens) for part in wrapped(short(paragraph), width - 2)
        )
    facts = (
        ("seen in", finding.evidence),
        ("to act", _ACTOR_WORDS.get(finding.actor, finding.actor)),
        ("source", finding.source),
        ("id", finding.id),
    )
    for label, text in facts:
        if not text:
            continue
        for number, part in enumerate(wrapped(short(text), width - 11)):
            head = f"  {label:<9}" if number == 0 else " " * 11
            told = Opened(label, label, text, finding.evidence)
            made.append(Line((Span(head, "label"), Span(part, "muted")), told))
    return made
