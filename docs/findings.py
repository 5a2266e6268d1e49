"""Writes docs/findings.md: every finding of the registry, in English and in French.

`python docs/findings.py` writes it; a test holds the file equal to what this writes. Nothing is
said here that is not in the registry.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from workbench.inspection.findings import CATALOGUE, Rule
from workbench.inspection.findings.words import (
    ACTOR_WORDS,
    SEVERITY_LETTERS,
    SEVERITY_WORDS,
    Language,
    explained,
    needs_in_words,
)
from workbench.inspection.scopes import SCOPES

TARGET = Path(__file__).with_suffix(".md")

# Beginnings of ids -> the heading of their group; the first that fits counts.
_GROUPS: dict[str, tuple[str, str]] = {
    "request.": ("The call", "L'appel"),
    "response.status-undocumented": ("Where the answer leads", "Où mène la réponse"),
    "redirect.": ("Where the answer leads", "Où mène la réponse"),
    "response.": ("The answer on its way", "La réponse en chemin"),
    "tls.": ("The answer on its way", "La réponse en chemin"),
    "failure.": ("The answer on its way", "La réponse en chemin"),
    "page.": ("Page and form", "Page et formulaire"),
    "scope.": ("Scopes and decoded values", "Portées et valeurs décodées"),
    "state.": ("Scopes and decoded values", "Portées et valeurs décodées"),
    "decoded.": ("Scopes and decoded values", "Portées et valeurs décodées"),
    "location.": ("Authorization responses", "Réponses d'autorisation"),
    "callback.": ("Authorization responses", "Réponses d'autorisation"),
    "error.": ("Errors that are named", "Erreurs nommées"),
    "change.": ("What changed", "Ce qui a changé"),
}
_HEADS: dict[Language, tuple[str, ...]] = {
    "en": ("id", "severity", "finding", "cause, then what to do", "who acts", "needs", "source"),
    "fr": ("id", "gravité", "constat", "cause, puis quoi faire", "qui agit", "suppose", "source"),
}
_COUNTS: dict[Language, str] = {
    "en": "{error} errors, {warning} warnings, {info} of information",
    "fr": "{error} erreurs, {warning} avertissements, {info} informations",
}
_SCOPES: dict[Language, tuple[str, str, tuple[str, ...], str, str]] = {
    "en": (
        "Scopes in words",
        "A scope that is not listed is said to be unknown, and shown as it is.",
        ("scope", "lets the recipient read", "known from"),
        "Flinks",
        "inferred from FDX API 5.0",
    ),
    "fr": (
        "Les portées (scopes) en mots",
        "Une portée qui n'est pas dans la liste est dite inconnue, et montrée telle quelle.",
        ("portée", "laisse lire au destinataire", "connue par"),
        "Flinks",
        "déduit de FDX API 5.0",
    ),
}
_OPENINGS: dict[Language, str] = {
    "en": "# Findings\n\nWhat the workbench says of an exchange: {count} findings, {counts}.\n"
    "`workbench findings ID` explains one, `workbench findings --search WORDS` finds one. This "
    "page is\nwritten by `python docs/findings.py`. [En français](#constats).\n\n"
    "Severity is the usual one; a finding may fire with another where the case is better or worse. "
    "A finding whose\ninput is absent does not fire.",
    "fr": "# Constats\n\nCe que l'outil dit d'un échange : {count} constats, {counts}.\n"
    "`workbench findings ID --language fr` en explique un, `workbench findings --search MOTS` en\n"
    "trouve un. [In English](#findings).\n\n"
    "La gravité est l'habituelle; un constat peut en avoir une autre quand le cas est meilleur ou "
    "pire. Un constat dont\nla donnée manque ne se produit pas.",
}


def document() -> str:
    """The whole page."""
    return "\n".join((*_language("en"), "", *_language("fr"), ""))


def _language(language: Language) -> Iterator[str]:
    counted = Counter[str](rule.severity for rule in CATALOGUE)
    counts = _COUNTS[language].format(**counted)
    yield _OPENINGS[language].format(count=len(CATALOGUE), counts=counts)
    letters, words = SEVERITY_LETTERS[language], SEVERITY_WORDS[language]
    signs = ", ".join(f"{letters[severity]} = {word}" for severity, word in words.items())
    yield f"\n{signs}."
    grouped: dict[str, list[Rule]] = {}
    for rule in CATALOGUE:
        grouped.setdefault(_group(rule.id)[language == "fr"], []).append(rule)
    for heading in dict.fromkeys(names[language == "fr"] for names in _GROUPS.values()):
        rules = grouped.pop(heading, [])
        if rules:
            yield f"\n## {heading}\n"
            yield _row(*_HEADS[language])
            yield _row(*("---" for _ in _HEADS[language]))
            yield from (_rule(rule, language) for rule in rules)
    yield from _scopes(language)


def _scopes(language: Language) -> Iterator[str]:
    """What each scope lets the recipient read, and how sure that is."""
    heading, opening, columns, sure, inferred = _SCOPES[language]
    yield f"\n## {heading}\n\n{opening}\n"
    yield _row(*columns)
    yield _row(*("---" for _ in columns))
    for scope in SCOPES:
        words = scope.meaning_fr if language == "fr" else scope.meaning
        yield _row(f"`{scope.token}`", words, sure if scope.sure else inferred)


def _group(id: str) -> tuple[str, str]:
    return next(names for beginning, names in _GROUPS.items() if id.startswith(beginning))


def _rule(rule: Rule, language: Language) -> str:
    words = explained(rule, language)
    return _row(
        f"`{rule.id}`",
        SEVERITY_LETTERS[language][rule.severity],
        _cell(words.title),
        _cell(words.explanation),
        ACTOR_WORDS[language][rule.actor],
        needs_in_words(rule.needs, language),
        _cell(dict(words.lines)["source"]),
    )


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    TARGET.write_text(document(), encoding="utf-8")
