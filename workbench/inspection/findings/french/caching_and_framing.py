"""Who may keep, see or frame the answer, in French."""

from __future__ import annotations

from workbench.inspection.findings.french.text import French

TEXTS = {
    "response.cacheable-secrets": French(
        "Une réponse à usage unique peut rester dans un cache",
        "Un cache peut remettre la réponse d'un utilisateur à un autre : il lui faut "
        "Cache-Control: no-store (un 302 seul n'est pas conservé de lui-même; Pragma ne compte "
        "pas dans les réponses).",
        (
            (
                "It carries {names|list}; Cache-Control is missing.",
                "Elle porte {names|list}; Cache-Control est absent.",
            ),
            (
                "It carries {names|list}; Cache-Control is {value}.",
                "Elle porte {names|list}; Cache-Control vaut {value}.",
            ),
        ),
    ),
    "response.referrer-leaks": French(
        "L'URL de la requête peut être révélée au site suivant",
        "Avec le state qu'elle contient : une Referrer-Policy comme strict-origin l'empêche (la "
        "page documentée dit origin, ce qui convient).",
        (
            ("No policy is given.", "Aucune politique n'est donnée."),
            ("The policy is {policy}.", "La politique est {policy}."),
        ),
    ),
    "response.frameable": French(
        "Un autre site peut encadrer la page",
        "Des clics peuvent alors être détournés : l'en-tête doit porter frame-ancestors dans sa "
        "Content-Security-Policy (dans un meta, cela ne compte pas), ou X-Frame-Options.",
    ),
    "response.xfo-ineffective": French(
        "X-Frame-Options n'a pas d'effet",
        "Les navigateurs ne connaissent que DENY et SAMEORIGIN, une seule fois; aujourd'hui, on "
        "utilise frame-ancestors.",
        (("It says {values|list}.", "Il dit {values|list}."),),
    ),
}
