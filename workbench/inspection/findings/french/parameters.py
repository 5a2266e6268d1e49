"""The other parameters and headers of the call, in French."""

from __future__ import annotations

from workbench.inspection.findings.french.request import PERSONAL_DATA
from workbench.inspection.findings.french.text import French
from workbench.model.request import DEFAULT_ACCEPT

_SENT = (("{value} was sent.", "{value} a été envoyé."),)
_OCTETS = (("It has {octets} octets.", "Elle compte {octets} octets."),)

TEXTS = {
    "request.lang-invalid": French(
        "lang n'est pas un code de deux lettres",
        "Le point d'accès répond 400 à cette valeur : envoyez en ou fr.",
        _SENT,
    ),
    "request.lang-not-offered": French(
        "lang est une langue qui n'est pas documentée",
        "Seules en et fr sont documentées : envoyez l'une des deux.",
        _SENT,
    ),
    "request.lang-case": French(
        "lang n'est pas en minuscules",
        "Les codes ISO 639-1 sont en minuscules, et rien ne dit que d'autres formes sont "
        "acceptées : envoyez lang en minuscules.",
        _SENT,
    ),
    "request.tag-awkward": French(
        "Le tag risque de ne pas survivre au voyage",
        "Il circule dans des URL, des webhooks et le tableau de bord, et ses limites ne sont pas "
        "publiées : gardez-le court et en ASCII.",
        (
            (
                "It holds a control character, a quote, < or >.",
                "Il contient un caractère de contrôle, un guillemet, < ou >.",
            ),
            ("It has {length} characters.", "Il compte {length} caractères."),
            ("It is not ASCII.", "Il n'est pas en ASCII."),
        ),
    ),
    "request.tag-personal-data": French(
        "Le tag contient des renseignements personnels",
        "Il est copié dans des URL, des webhooks et des journaux : envoyez plutôt un numéro de "
        "billet ou un identifiant interne.",
        PERSONAL_DATA,
    ),
    "request.parameter-misspelt": French(
        "Le nom d'un paramètre est mal écrit",
        "Les noms inconnus sont ignorés, et la valeur se perd sans avertissement. Attention au "
        "mélange : recipientId est en camelCase, les autres sont en snake_case.",
        (("{name}: use {meant}.", "{name} : utilisez {meant}."),),
    ),
    "request.parameter-of-connect": French(
        "Un paramètre appartient au widget Flinks Connect",
        "Ce point d'accès ne le lit pas : utilisez le nom affiché, ou retirez-le.",
        (
            ("{name}: use {meant}.", "{name} : utilisez {meant}."),
            ("{name}: drop it.", "{name} : retirez-le."),
        ),
    ),
    "request.parameter-of-outbound": French(
        "Un paramètre appartient à l'étape suivante",
        "Ce point d'accès l'ajoute lui-même quand il mène au fournisseur : retirez-le.",
        _SENT,
    ),
    "request.parameter-unknown": French(
        "Un paramètre est inconnu du point d'accès",
        "Un serveur conforme l'ignore : retirez-le, ou vérifiez son nom.",
        _SENT,
    ),
    "request.duplicate-parameter": French(
        "Un paramètre a été envoyé deux fois",
        "C'est interdit; les serveurs prennent le premier, le dernier ou les deux : n'en envoyez "
        "qu'un.",
        (
            ("{name} came {times} times.", "{name} est venu {times} fois."),
            (
                "{one} and {other} differ in letter case only.",
                "{one} et {other} ne diffèrent que par les majuscules.",
            ),
        ),
    ),
    "request.parameter-empty": French(
        "Un paramètre a été envoyé vide",
        "Cela revient à ne pas l'envoyer : donnez-lui une valeur ou retirez-le.",
        (("{name} has no value.", "{name} n'a pas de valeur."),),
    ),
    "request.plus-in-value": French(
        "Un + arrivera comme une espace",
        "Le state revient alors modifié : envoyez %2B, ou utilisez base64url.",
        (("{name} holds a bare +.", "{name} contient un + non encodé."),),
    ),
    "request.institution-missing": French(
        "Aucune institution n'a été choisie",
        "Ce qui suit alors n'est pas documenté : comparez avec un échange qui en a une.",
    ),
    "request.institution-not-numeric": French(
        "L'institution n'est pas un nombre",
        "Les exemples de Flinks emploient des nombres, même si tout texte est permis : "
        "vérifiez-la.",
        _SENT,
    ),
    "request.accept-missing": French(
        "Accept n'est pas conforme à la documentation",
        f"Accept est documenté comme obligatoire, {DEFAULT_ACCEPT} par défaut : envoyez cette "
        "valeur.",
        (
            ("None was sent.", "Aucun n'a été envoyé."),
            *_SENT,
        ),
    ),
    "request.url-long": French(
        "L'URL est très longue",
        "Tous doivent accepter 8000 octets, mais certains équipements intermédiaires s'arrêtent à "
        "2000 : raccourcissez ses valeurs.",
        _OCTETS,
    ),
}
