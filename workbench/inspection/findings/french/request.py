"""The call itself, in French."""

from __future__ import annotations

from workbench.inspection.findings.french.text import French
from workbench.model.request import AUTHORIZE_PATH

_HOST = ("The host is {host}.", "L'hôte est {host}.")
PERSONAL_DATA = (
    ("It holds an e-mail address.", "On y trouve une adresse de courriel."),
    (
        "It holds a number built like a card number.",
        "On y trouve un nombre construit comme un numéro de carte.",
    ),
    ("It holds the key {key}.", "On y trouve la clé {key}."),
)

TEXTS = {
    "request.scheme-not-https": French(
        "L'appel passe en clair",
        "Tout ce qu'il contient, state compris, peut être lu en chemin : utilisez https.",
        (("http to {host}.", "http vers {host}."),),
    ),
    "request.secret-in-url": French(
        "Un secret se trouve dans l'URL",
        "Les URL aboutissent dans les journaux, l'historique et Referer : envoyez-le dans un "
        "en-tête, puis faites remplacer ce secret.",
        (
            ("The parameter {name} holds one.", "Le paramètre {name} en contient un."),
            (
                "A user name or password stands before the host.",
                "Un nom d'utilisateur ou un mot de passe précède l'hôte.",
            ),
        ),
    ),
    "request.auth-header-not-documented": French(
        "Une clé a été envoyée, mais cette opération n'en demande pas",
        "L'opération ne déclare aucune sécurité : n'envoyez pas flinks-auth-key, sauf si Flinks "
        "vous l'a demandé, et n'envoyez jamais la clé secrète ici.",
    ),
    "request.auth-header-misnamed": French(
        "La clé a été envoyée sous un nom que Flinks ne lit pas ici",
        "Flinks lit flinks-auth-key; x-api-key sert aux points d'accès de données : renommez "
        "l'en-tête ou retirez-le.",
        (("{name} was sent.", "{name} a été envoyé."),),
    ),
    "request.method-not-get": French(
        "La méthode n'est pas GET",
        "Le point d'accès n'est documenté que pour GET : utilisez GET.",
        (("{method} was sent.", "{method} a été envoyé."),),
    ),
    "request.host-is-widget": French(
        "L'hôte est celui du widget Flinks Connect",
        "Cet hôte n'offre pas ce point d'accès : appelez {instance}-api.private.fin.ag.",
        (_HOST,),
    ),
    "request.host-unusual": French(
        "L'hôte n'est pas un hôte habituel de Flinks",
        "C'est une faute de frappe, ou bien un proxy ou un serveur de remplacement : vérifiez le "
        "nom de l'instance.",
        (
            _HOST,
            (
                "The instance is {instance}; {known} succeeded before.",
                "L'instance est {instance}; {known} a réussi auparavant.",
            ),
        ),
    ),
    "request.path-unusual": French(
        "Le chemin n'est pas celui du point d'accès",
        f"Le chemin du point d'accès est {AUTHORIZE_PATH} : corrigez-le.",
        (
            (
                "This Authorize is a POST with credentials and no OAuth.",
                "Cet Authorize-là est un POST avec identifiants, sans OAuth.",
            ),
            ("The path is {path}.", "Le chemin est {path}."),
        ),
    ),
    "request.state-missing": French(
        "Aucun state n'a été envoyé",
        "Rien ne relie l'appel à son rappel (callback) : un faux rappel passerait et les billets "
        "ne peuvent pas être retracés. Envoyez un state impossible à deviner (--state auto).",
    ),
    "request.state-weak": French(
        "Le state peut être deviné",
        "Utilisez 128 bits aléatoires : 22 caractères base64url, ou un UUID de version 4.",
        (
            ("It is a word that many would try.", "C'est un mot que bien des gens essaieraient."),
            (
                "{length} characters, {distinct} of them different: at most {bits} bits.",
                "{length} caractères, dont {distinct} différents : au plus {bits} bits.",
            ),
            ("At most some {bits} bits.", "Au plus {bits} bits environ."),
        ),
    ),
    "request.state-time-based": French(
        "Le state est tiré de l'heure",
        "Une partie en est prévisible : cela suffit pour le suivi, mais ajoutez de l'aléatoire "
        "contre la falsification.",
        (
            (
                "It reads as UUID version {version}.",
                "Il se lit comme un UUID de version {version}.",
            ),
            ("It reads as {kind}.", "Il se lit comme une valeur de type {kind}."),
        ),
    ),
    "request.state-personal-data": French(
        "Le state contient des renseignements personnels",
        "Le state est copié dans des URL, des journaux et Referer : envoyez un identifiant opaque "
        "et gardez les renseignements sur votre serveur.",
        PERSONAL_DATA,
    ),
}
