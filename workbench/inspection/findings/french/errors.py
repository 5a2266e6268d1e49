"""The errors that an answer names, in French."""

from __future__ import annotations

from workbench.inspection.findings.french.text import French

_SENT = "[ {missing} was not sent.][ Sent was {sent}={value}.]"
_ENVOYE = "[ {missing} n'a pas été envoyé.][ Envoyé : {sent}={value}.]"
_MESSAGES = (
    (
        "[Field {field}: ][Code {code}: ]It gives no message." + _SENT,
        "[Champ {field} : ][Code {code} : ]Il n'y a pas de message." + _ENVOYE,
    ),
    (
        "[Field {field}: ][Code {code}: ]{message}." + _SENT,
        "[Champ {field} : ][Code {code} : ]{message}." + _ENVOYE,
    ),
)
_SHAPES = (
    ("html", "une page HTML"),
    ("text", "du texte"),
    ("binary", "des octets qui ne sont pas du texte"),
    ("something else", "autre chose"),
)

TEXTS = {
    "error.lang": French(
        "lang a été refusé",
        "Ce doit être un code de deux lettres de la norme ISO 639-1 : envoyez en ou fr.",
        _MESSAGES,
    ),
    "error.field": French(
        "La réponse nomme une erreur",
        "Comparez-la avec ce qui a été envoyé.",
        _MESSAGES,
    ),
    "error.unexplained": French(
        "Un paramètre refusé semble pourtant correct",
        "Leur validation a changé, ou quelque chose en chemin a modifié la requête : comparez les "
        "octets envoyés avec ce qu'en dit leur journal.",
        (
            ("{name} was not sent.", "{name} n'a pas été envoyé."),
            (
                "{name} was {value}. It may simply not be registered.",
                "{name} valait {value}. Il n'est peut-être tout simplement pas enregistré.",
            ),
            ("{name} was {value}.", "{name} valait {value}."),
        ),
    ),
    "error.shape-unknown": French(
        "Le corps de l'erreur n'a pas de forme connue",
        "Le corps brut est affiché; gardez-le pour le billet d'assistance.",
        (
            ("It is empty.", "Il est vide."),
            *((f"It is {english}.", f"C'est {french}.") for english, french in _SHAPES),
        ),
    ),
    "error.status-disagrees": French(
        "Le corps et la ligne d'état ne donnent pas le même état",
        "Une passerelle a récrit l'un des deux : citez les deux.",
        (
            (
                "{name} is {said}, the status line says {status}.",
                "{name} vaut {said}, la ligne d'état dit {status}.",
            ),
        ),
    ),
}
