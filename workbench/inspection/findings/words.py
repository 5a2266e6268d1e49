"""What is said around findings, in each language: severities, who must act, inputs, headings.

Light: the French texts of the findings themselves are loaded only when one is told in French.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from workbench.inspection.findings.registry import Rule
from workbench.model.finding import Actor, Finding, Place, Severity

Language = Literal["en", "fr"]
LANGUAGES: tuple[Language, ...] = ("en", "fr")

SEVERITY_WORDS: dict[Language, dict[Severity, str]] = {
    "en": {"error": "error", "warning": "warning", "info": "info"},
    "fr": {"error": "erreur", "warning": "avertissement", "info": "information"},
}
SEVERITY_LETTERS: dict[Language, dict[Severity, str]] = {
    "en": {"error": "E", "warning": "W", "info": "i"},
    "fr": {"error": "E", "warning": "A", "info": "i"},
}
ACTOR_WORDS: dict[Language, dict[Actor, str]] = {
    "en": {
        "caller": "you, the caller",
        "flinks": "Flinks",
        "institution": "the institution",
        "network": "whoever runs your own network",
        "nobody": "nobody",
    },
    "fr": {
        "caller": "vous, l'appelant",
        "flinks": "Flinks",
        "institution": "l'institution",
        "network": "les responsables de votre propre réseau",
        "nobody": "personne",
    },
}
# The letters of `Rule.needs`, as `conditions` has them.
NEED_WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "R": "the request",
        "H": "the head of the answer",
        "B": "the answer",
        "P": "a page",
        "D": "decoded values",
        "L": "a Location",
        "T": "the TLS connection",
        "X": "the history",
        "C": "a callback",
        "E": "named errors",
        "F": "a failure",
        "A": "a return address that was sent",
        "I": "another return address inside the state",
        "K": "a cookie",
        "O": "irregular bytes",
        "U": "a parameter that is not known",
    },
    "fr": {
        "R": "la requête",
        "H": "l'en-tête de la réponse",
        "B": "la réponse",
        "P": "une page",
        "D": "des valeurs décodées",
        "L": "un Location",
        "T": "la connexion TLS",
        "X": "l'historique",
        "C": "un rappel (callback)",
        "E": "des erreurs nommées",
        "F": "un échec",
        "A": "une adresse de retour envoyée",
        "I": "une autre adresse de retour dans le state",
        "K": "un témoin (cookie)",
        "O": "des octets irréguliers",
        "U": "un paramètre inconnu",
    },
}
PART_WORDS: dict[Language, dict[str, str]] = {
    "en": {"request": "request", "head": "head", "body": "body"},
    "fr": {"request": "requête", "head": "en-tête", "body": "corps"},
}
_JOINED: dict[Language, tuple[str, str]] = {"en": (" and ", " or "), "fr": (" et ", " ou ")}


class Headings(NamedTuple):
    """What stands before the parts of a finding."""

    seen: str
    actor: str
    evidence: str
    needs: str
    yields_to: str
    source: str
    nothing: str


HEADINGS: dict[Language, Headings] = {
    "en": Headings(
        seen="seen",
        actor="who must act",
        evidence="evidence",
        needs="needs",
        yields_to="yields to",
        source="source",
        nothing="no findings",
    ),
    "fr": Headings(
        seen="constaté",
        actor="qui doit agir",
        evidence="preuve",
        needs="suppose",
        yields_to="cède la place à",
        source="source",
        nothing="aucun constat",
    ),
}
_COLON: dict[Language, str] = {"en": ":", "fr": "\u00a0:"}


class Told(NamedTuple):
    """A finding in one language; `seen` is empty where nothing but the rule's own words is said."""

    severity: str
    title: str
    seen: str
    explanation: str
    actor: str
    source: str


class Explained(NamedTuple):
    """A rule in one language: what it means, and the lines below it as (heading, words)."""

    severity: str
    title: str
    explanation: str
    lines: tuple[tuple[str, str], ...]


def headed(heading: str, words: str, language: Language) -> str:
    """`heading: words`, as the language writes a colon."""
    return f"{heading}{_COLON[language]} {words}"


def where(place: Place | None, language: Language = "en") -> str:
    """A place as `body 14:9`, its line and column; "" where there is none."""
    if place is None:
        return ""
    return f"{PART_WORDS[language][place.part]} {place.line}:{place.column}"


def told(finding: Finding, language: Language = "en") -> Told:
    """A finding as people read it in a language."""
    severity = SEVERITY_WORDS[language][finding.severity]
    actor = ACTOR_WORDS[language][finding.actor]
    explanation = finding.detail.removeprefix(finding.seen).strip()
    if language == "fr":
        from workbench.inspection.findings.french import FRENCH, seen_in_french, source_in_french

        french = FRENCH.get(finding.id)
        if french is not None:
            seen = seen_in_french(finding.id, finding.seen)
            source = source_in_french(finding.source)
            return Told(severity, french.title, seen, french.explanation, actor, source)
    return Told(severity, finding.title, finding.seen, explanation, actor, finding.source)


def explained(rule: Rule, language: Language = "en") -> Explained:
    """A rule as people read it in a language."""
    title, explanation, source = rule.title, rule.explanation, rule.source
    if language == "fr":
        from workbench.inspection.findings.french import FRENCH, source_in_french

        french = FRENCH.get(rule.id)
        if french is not None:
            title, explanation = french.title, french.explanation
            source = source_in_french(source)
    names = HEADINGS[language]
    lines = [
        (names.actor, ACTOR_WORDS[language][rule.actor]),
        (names.needs, needs_in_words(rule.needs, language)),
    ]
    if rule.yields_to:
        lines.append((names.yields_to, ", ".join(rule.yields_to)))
    lines.append((names.source, source))
    return Explained(SEVERITY_WORDS[language][rule.severity], title, explanation, tuple(lines))


def needs_in_words(needs: str, language: Language) -> str:
    """`R+P/L` as `the request and a page or a Location`."""
    every, either = _JOINED[language]
    known = NEED_WORDS[language]
    groups = ([known[letter] for letter in group.split("/")] for group in needs.split("+"))
    return every.join(either.join(group) for group in groups)
