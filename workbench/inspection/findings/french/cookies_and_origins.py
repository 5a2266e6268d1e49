"""Cookies, other origins and strict transport, in French."""

from __future__ import annotations

from workbench.inspection.findings.french.text import French

TEXTS = {
    "response.cors-on-authorize": French(
        "La réponse se laisse lire par les scripts d'autres origines",
        "Cela ne doit pas être offert ici; un client qui en a besoin appelle avec fetch() là où "
        "il devrait naviguer.",
        (("It allows {origin}.", "Elle permet {origin}."),),
    ),
    "response.hsts-missing": French(
        "Strict-Transport-Security est absent ou trop court",
        "Une première visite peut être ramenée à http : cet en-tête a sa place dans toute réponse "
        "https, pour six mois ou plus.",
        (
            ("Over http it is ignored.", "En http, il est ignoré."),
            ("There is none.", "Il n'y en a pas."),
            ("It has no max-age.", "Il n'a pas de max-age."),
            ("It lasts {seconds} seconds.", "Il dure {seconds} secondes."),
        ),
    ),
    "response.cookie-insecure": French(
        "Un témoin (cookie) peut être volé",
        "Les témoins de session ont besoin de Secure et de HttpOnly : c'est à corriger du côté du "
        "serveur.",
        (
            ("{name} lacks Secure.", "Il manque Secure à {name}."),
            ("{name} lacks HttpOnly.", "Il manque HttpOnly à {name}."),
        ),
    ),
    "response.cookie-samesite": French(
        "Un témoin (cookie) risque de ne pas revenir",
        "Sans SameSite, les navigateurs font comme s'il valait Lax, et un témoin Lax n'est pas "
        "envoyé avec le formulaire renvoyé depuis un autre site.",
        (
            ("{name} has no SameSite.", "{name} n'a pas de SameSite."),
            (
                "{name} says SameSite=None without Secure: it is rejected.",
                "{name} dit SameSite=None sans Secure : il est rejeté.",
            ),
        ),
    ),
    "response.cookie-stays-here": French(
        "Un témoin (cookie) a été déposé chez l'appelant, pas dans le navigateur de l'utilisateur",
        "Si le parcours en a besoin, présenter cette réponse ailleurs échoue : laissez le "
        "navigateur de l'utilisateur faire lui-même l'appel.",
        (("{name} was set.", "{name} a été déposé."),),
    ),
}
