"""What the body says it is, in French."""

from __future__ import annotations

from workbench.inspection.findings.french.text import French

TEXTS = {
    "response.accept-ignored": French(
        "La réponse est d'un autre type que celui demandé",
        "Un serveur peut ne pas tenir compte de Accept, et c'est ce que fait la réponse "
        "documentée; rien à faire.",
        (
            (
                "{accept} asked, {came} came.",
                "Demandé : {accept}; reçu : {came}.",
            ),
        ),
    ),
    "response.type-missing": French(
        "Le corps n'a pas de Content-Type",
        "Les navigateurs devinent alors ce qu'il est : l'en-tête doit le dire.",
    ),
    "response.type-wrong": French(
        "Le corps n'est pas ce que dit Content-Type",
        "L'utilisateur risque de voir du code source au lieu d'une page, et les analyseurs "
        "échouent : l'en-tête doit dire ce qu'est le corps.",
        (
            (
                "It says {type}, the body is {kind}.",
                "Il annonce {type}, mais le corps est du {kind}.",
            ),
        ),
    ),
    "response.charset-missing": French(
        "La page n'indique pas son jeu de caractères (charset)",
        "Les accents risquent d'être abîmés : l'en-tête devrait dire charset=utf-8.",
        (
            ("All of it is ASCII.", "Elle est toute en ASCII."),
            ("It holds other than ASCII.", "Elle contient autre chose que de l'ASCII."),
        ),
    ),
    "response.charset-conflict": French(
        "Le jeu de caractères (charset) de la page est contredit",
        "L'en-tête l'emporte; des valeurs peuvent être abîmées avant d'être renvoyées.",
        (
            (
                "The head says {head}, the page says {page}.",
                "L'en-tête dit {head}, la page dit {page}.",
            ),
            ("{what|oddity}.", "{what|oddity}."),
        ),
    ),
    "response.clock-skew": French(
        "L'horloge d'ici et celle de là-bas diffèrent",
        "Les références et les jetons de courte durée expirent alors trop tôt : réglez l'horloge "
        "de cet ordinateur par NTP et, si elle est juste, signalez la leur.",
        (
            ("Theirs is {seconds} s ahead of ours.", "La leur avance de {seconds} s sur la nôtre."),
            ("Theirs is {seconds} s behind ours.", "La leur retarde de {seconds} s sur la nôtre."),
        ),
    ),
    "response.date-missing": French(
        "La réponse n'a pas de Date valable",
        "Un serveur qui a une horloge doit l'envoyer : quelque chose a donc récrit la réponse.",
    ),
}
