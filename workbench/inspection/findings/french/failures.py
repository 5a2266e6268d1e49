"""Calls that failed, in French. What the capture said of it stands in `failed_calls`."""

from __future__ import annotations

from workbench.inspection.findings.french.text import French

_SAID = (
    ("It failed while in phase {phase}.", "L'appel a échoué pendant la phase {phase}."),
    ("{message}", "Message de l'appel : « {message} »"),
)

TEXTS = {
    "failure.cancelled": French(
        "L'appel a été annulé",
        "Il a été arrêté de ce côté-ci : envoyez-le de nouveau.",
        _SAID,
    ),
    "failure.limit": French(
        "Une limite a arrêté l'appel",
        "La réponse était plus grande que ce que cet outil lit; ce qui est arrivé est conservé.",
        _SAID,
    ),
    "failure.proxy": French(
        "Le proxy n'a pas laissé passer l'appel",
        "Vérifiez HTTPS_PROXY et NO_PROXY, ou le proxy du profil.",
        _SAID,
    ),
    "failure.dns": French(
        "Le nom de l'hôte ne se résout pas",
        "Vérifiez le nom de l'instance, et s'il faut un RPV (VPN) ou un autre serveur DNS.",
        _SAID,
    ),
    "failure.timeout": French(
        "Pas de réponse complète à temps",
        "On attendait la phase nommée ci-dessus : vérifiez le réseau, puis demandez si le service "
        "est lent.",
        _SAID,
    ),
    "failure.tls-untrusted": French(
        "La connexion sécurisée n'a pas été acceptée",
        "Si votre réseau inspecte TLS, indiquez son autorité de certification avec --ca; sinon, "
        "n'allez pas plus loin.",
        _SAID,
    ),
    "failure.reset": French(
        "La connexion a été coupée",
        "Les octets arrivés sont conservés. Envoyez l'appel de nouveau; si cela se répète, quelque "
        "chose entre ici et là-bas la ferme.",
        _SAID,
    ),
    "failure.refused": French(
        "La connexion n'a pas pu être ouverte",
        "Rien ne répond à cette adresse et à ce port, ou un pare-feu l'interdit : vérifiez les "
        "deux.",
        _SAID,
    ),
    "failure.protocol": French(
        "Ce qui est venu n'est pas du HTTP correct",
        "Les octets sont conservés : regardez Raw. Vérifiez le schéma et le port.",
        _SAID,
    ),
}
