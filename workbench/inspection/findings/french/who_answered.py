"""Who answered instead of the endpoint, in French."""

from __future__ import annotations

from workbench.inspection.findings.french.text import French

_STATUS = ("It is {status}.", "Le code d'état est {status}.")
_PAGE = (
    "It looks like a page of {vendor}.[ Its reference is {reference}.]",
    "Cela ressemble à une page de {vendor}.[ Sa référence est {reference}.]",
)
_WAIT = (
    ("It does not say for how long.", "Elle ne dit pas combien de temps."),
    (
        "Retry after {time} UTC ({seconds} seconds).",
        "Réessayez après {time} UTC ({seconds} secondes).",
    ),
    ("Retry after {time} UTC.", "Réessayez après {time} UTC."),
    ("Retry after {seconds} seconds.", "Réessayez dans {seconds} secondes."),
    ("Retry-After is {value}.", "Retry-After vaut {value}."),
)
MORE = (
    *_WAIT,
    (
        "The body names fields, so the request may be at fault after all.",
        "Le corps nomme des champs : la requête est peut-être en cause après tout.",
    ),
    (
        "A gateway in front of the application answered.",
        "Une passerelle placée devant l'application a répondu.",
    ),
)

TEXTS = {
    "response.rate-limited": French(
        "Trop d'appels",
        "Attendez le temps indiqué, puis appelez moins souvent.",
        _WAIT,
    ),
    "response.server-error": French(
        "Le serveur a échoué",
        "Votre requête n'est pas en cause : réessayez une fois, puis signalez-le avec "
        "l'identifiant de la requête et l'heure.",
        (
            (
                "It is {status|number}.[ Quote {trace}.]",
                "Le code d'état est {status|number}.[ À citer : {trace}.]",
            ),
            (
                "It is {status|number}. {more|more}[ Quote {trace}.]",
                "Le code d'état est {status|number}. {more|more}[ À citer : {trace}.]",
            ),
        ),
    ),
    "response.unauthorized": French(
        "L'appel a été refusé",
        "Une clé était erronée, périmée (30 minutes, un seul usage) ou d'un autre environnement : "
        "créez-en une nouvelle.",
        (_STATUS,),
    ),
    "response.not-found": French(
        "Il n'y a pas de tel point d'accès à cet endroit",
        "L'instance, le chemin ou la méthode est erroné : comparez-les avec la requête.",
        (_STATUS,),
    ),
    "response.block-page": French(
        "Un pare-feu a répondu, et non Flinks",
        "Envoyez-leur la référence affichée, votre adresse IP et l'heure.",
        (_PAGE,),
    ),
    "response.intercepted": French(
        "C'est votre propre réseau qui a répondu",
        "Vérifiez les réglages du proxy et son autorité de certification (--ca).",
        (
            _STATUS,
            _PAGE,
            (
                "The certificate was issued by {issuer}.",
                "Le certificat a été émis par {issuer}.",
            ),
        ),
    ),
}
