"""The findings in French: cause, what to do, and what was seen. Loaded only where it is read.

One file for each kind, as beside it in English; a new finding has its row in the file of its kind,
and a test holds the two complete.
"""

from __future__ import annotations

from workbench.inspection.findings.french import (
    against_history,
    caching_and_framing,
    changes,
    content_policy,
    cookies_and_origins,
    decoded,
    errors,
    failures,
    form_inputs,
    framing,
    location,
    page,
    parameters,
    redirect,
    redirect_uri,
    representation,
    request,
    scope_and_state,
    targets,
    tls,
    who_answered,
)
from workbench.inspection.findings.french.failed_calls import message_in_french
from workbench.inspection.findings.french.text import French, in_french, typeset

_KINDS = (
    request,
    redirect_uri,
    parameters,
    caching_and_framing,
    content_policy,
    cookies_and_origins,
    representation,
    who_answered,
    framing,
    tls,
    failures,
    redirect,
    targets,
    page,
    form_inputs,
    scope_and_state,
    decoded,
    location,
    errors,
    against_history,
    changes,
)
_TABLES = {
    "oddity": framing.ODDITIES,
    "guess": framing.GUESSES,
    "more": who_answered.MORE,
    "kind": changes.KINDS,
}

_SOURCES = (
    ("OpenAPI of the endpoint (onload of its example)", "OpenAPI du point d'accès (son exemple)"),
    ("OpenAPI of the endpoint", "OpenAPI du point d'accès"),
    ("(example)", "(exemple)"),
    ("house", "règle de cet outil"),
    ("meaning inferred from the name", "sens déduit du nom"),
    (
        "What i, r and s mean is inferred from the documented example",
        "Le sens de i, r et s est déduit de l'exemple documenté",
    ),
    ("signatures of the wafw00f project", "signatures du projet wafw00f"),
    ("shapes of error answers", "formes des réponses d'erreur"),
)

FRENCH: dict[str, French] = {
    name: French(typeset(text.title), typeset(text.explanation), text.seen)
    for kind in _KINDS
    for name, text in kind.TEXTS.items()
}


def seen_in_french(id: str, seen: str) -> str:
    """What a finding has seen, in French; as it is where the finding has no words for it."""
    if id.startswith("failure."):
        message = message_in_french(seen.removesuffix("."))
        if message != seen.removesuffix("."):
            return f"{message}."
    found = FRENCH.get(id)
    return seen if found is None or not seen else in_french(seen, found.seen, _TABLES)


def source_in_french(source: str) -> str:
    """Where a finding comes from, in French; names of documents stay what they are."""
    for english, french in _SOURCES:
        source = source.replace(english, french)
    return source


__all__ = ["FRENCH", "French", "seen_in_french", "source_in_french"]
