"""The Summary in French: its labels, and the few sentences around what came from the wire.

Loaded only where a Summary is told in French. Findings are told by their own texts. The word for
an environment stays the same in every language: it is a sign, not a sentence.
"""

from __future__ import annotations

from workbench.inspection.findings.french.failed_calls import hint_in_french, message_in_french
from workbench.inspection.findings.french.text import Template, in_french, typeset

_LABELS = {
    "environment": "environnement",
    "asked": "demandé",
    "callback": "rappel (callback)",
    "came": "reçu",
    "leads to": "mène à",
    "rejected": "rejeté",
    "error": "erreur",
    "warning": "avertissement",
    "info": "information",
    "compared": "comparé",
    "asks for": "demande",
    "carries": "porte",
    "to quote": "à citer",
    "time": "heure",
}
_ACTS = (
    ("{said}; for Flinks to act", "{said}; à Flinks d'agir"),
    ("{said}; for the bank to act", "{said}; à la banque d'agir"),
    (
        "{said}; for whoever runs the network to act",
        "{said}; aux responsables du réseau d'agir",
    ),
)
_KINDS = (
    ("a Location header", "un en-tête Location"),
    (
        "a page that submits itself; no Location",
        "une page qui s'envoie elle-même; pas de Location",
    ),
    (
        "a Location header and a page with a form (browsers follow Location)",
        "un en-tête Location et une page avec formulaire (les navigateurs suivent Location)",
    ),
    ("nothing that leads on", "rien qui mène plus loin"),
    (
        "a page whose form waits for a click; no Location",
        "une page dont le formulaire attend un clic; pas de Location",
    ),
    (
        "a page that asks for something; no Location",
        "une page qui demande quelque chose; pas de Location",
    ),
    ("1 error named in the body", "1 erreur nommée dans le corps"),
    ("{count} errors named in the body", "{count} erreurs nommées dans le corps"),
)
_FOR = "[ au nom de {client}][ chez le fournisseur {provider}]"
_VALUES: dict[str, tuple[Template, ...]] = {
    "asked": (
        ("unknown: only the answer is here", "inconnu : seule la réponse est ici"),
        ("{method} without parameters", "{method} sans paramètres"),
    ),
    "came": (
        (
            "no complete answer: {said} ({count|number} bytes had arrived)[{hint}]",
            "pas de réponse complète : {said} ({count|number} octets étaient arrivés)[{hint}]",
        ),
        ("no complete answer: {said}", "pas de réponse complète : {said}"),
        ("nothing", "rien"),
        ("unknown: no answer is here", "inconnu : aucune réponse n'est ici"),
        ("no HTTP answer", "pas de réponse HTTP"),
        (
            "a page without its head[, with {kind|kind}]",
            "une page sans son en-tête[, avec {kind|kind}]",
        ),
        ("{status}, with {kind|kind}", "{status}, avec {kind|kind}"),
    ),
    "leads to": (
        (
            "nowhere: several Locations that differ ({written})",
            "nulle part : plusieurs Location qui diffèrent ({written})",
        ),
        (
            "nowhere: no URL a browser can follow ({written})",
            "nulle part : pas d'URL qu'un navigateur puisse suivre ({written})",
        ),
        ("{url} ({count} parameters)", "{url} ({count} paramètres)"),
        ("{url} ({count} parameter)", "{url} ({count} paramètre)"),
    ),
    "asks for": (
        (
            "all {count} scopes ({names})[ as {client}][ at provider {provider}]",
            f"toutes les {{count}} portées ({{names}}){_FOR}",
        ),
        (
            "no scope[ as {client}][ at provider {provider}]",
            f"aucune portée{_FOR}",
        ),
        (
            "{names}[ as {client}][ at provider {provider}]",
            f"{{names}}{_FOR}",
        ),
    ),
    "carries": (
        (
            "returns to {url}, caller's state equals ours: yes",
            "retour à {url}, le state de l'appelant est le nôtre : oui",
        ),
        (
            "returns to {url}, caller's state equals ours: NO",
            "retour à {url}, le state de l'appelant est le nôtre : NON",
        ),
        (
            "returns to {url}, caller's state {state}",
            "retour à {url}, state de l'appelant {state}",
        ),
        ("caller's state equals ours: yes", "le state de l'appelant est le nôtre : oui"),
        ("caller's state equals ours: NO", "le state de l'appelant est le nôtre : NON"),
        ("caller's state {state}", "state de l'appelant {state}"),
        ("returns to {url}", "retour à {url}"),
        ("state with {names}", "state contenant {names}"),
    ),
    "time": (
        ("unknown", "inconnue"),
        ("unknown, {timing|timing}", "inconnue, {timing|timing}"),
        (
            "{when} UTC ({here} local), {timing|timing}",
            "{when} UTC ({here} heure locale), {timing|timing}",
        ),
        ("{when} UTC ({here} local)", "{when} UTC ({here} heure locale)"),
        ("{when} UTC, {timing|timing}", "{when} UTC, {timing|timing}"),
    ),
    "compared": (
        (
            "same as last good {id}[ ({ago|ago})]",
            "comme la dernière bonne réponse {id}[ ({ago|ago})]",
        ),
        (
            "differs from last good {id}[ ({ago|ago})]: {what}",
            "diffère de la dernière bonne réponse {id}[ ({ago|ago})] : {what}",
        ),
    ),
    "error": _ACTS,
    "warning": _ACTS,
}
_UNITS = (
    ("year", "an"),
    ("day", "jour"),
    ("hour", "heure"),
    ("minute", "minute"),
    ("second", "seconde"),
)
_AGO = (
    ("at the same time", "en même temps"),
    *((f"1 {unit} earlier", f"1 {french} plus tôt") for unit, french in _UNITS),
    *((f"1 {unit} later", f"1 {french} plus tard") for unit, french in _UNITS),
    *(
        (f"{{n|number}} {unit}s earlier", f"{{n|number}} {french}s plus tôt")
        for unit, french in _UNITS
    ),
    *(
        (f"{{n|number}} {unit}s later", f"{{n|number}} {french}s plus tard")
        for unit, french in _UNITS
    ),
)
_TABLES = {
    "ago": _AGO,
    "kind": _KINDS,
    "timing": (
        (
            "{total} ms[ ({phases}first byte {first})]",
            "{total} ms[ ({phases}premier octet {first})]",
        ),
        ("{total} ms[ (first byte {first})]", "{total} ms[ (premier octet {first})]"),
    ),
}


def failure_in_french(message: str, hint: str) -> tuple[str, str]:
    """What the capture said of a failed call and what to do, both to stand inside a line."""
    said = message_in_french(message)
    if message[:1].islower():
        said = f"{said[:1].lower()}{said[1:]}"
    return said, hint_in_french(hint)


def line_in_french(label: str, value: str, severity: str) -> tuple[str, str, str]:
    """One line of the Summary in French; what came from the wire stays what it is."""
    said = in_french(value, _VALUES.get(label, ()), _TABLES)
    return typeset(_LABELS.get(label, label)), said, severity
