"""Decoded values, in French."""

from __future__ import annotations

from workbench.inspection.findings.french.text import French

TEXTS = {
    "decoded.jwt-unsigned": French(
        "Un jeton n'est pas signé",
        "N'importe qui peut en fabriquer un : son contenu ne prouve rien.",
    ),
    "decoded.jwt-expired": French(
        "Un jeton était périmé",
        "Il sera refusé (sa signature n'est pas vérifiée ici) : refaites l'appel pour en avoir un "
        "nouveau.",
        (("It ended {time} UTC.", "Il a pris fin le {time} UTC."),),
    ),
    "decoded.jwt-not-yet-valid": French(
        "Un jeton n'est pas encore valable",
        "Une horloge est déréglée (sa signature n'est pas vérifiée ici) : vérifiez l'heure des "
        "deux côtés.",
        (("It begins {time} UTC.", "Il prend effet le {time} UTC."),),
    ),
    "decoded.limit": French(
        "Une valeur n'a pas été lue jusqu'au bout",
        "Une limite l'a arrêtée; la valeur brute est conservée et peut être copiée.",
        (
            ("Longer than {size}.", "Plus longue que {size}."),
            ("More than {count} values.", "Plus de {count} valeurs."),
            (
                "JSON is nested deeper than {depth}.",
                "Le JSON est imbriqué sur plus de {depth} niveaux.",
            ),
            ("There are more values inside.", "Il y a d'autres valeurs à l'intérieur."),
            ("More than {count} steps.", "Plus de {count} étapes."),
            ("More than {count} tries.", "Plus de {count} essais."),
            (
                "More than {count} layers of percent-encoding.",
                "Plus de {count} couches d'encodage pour cent.",
            ),
            ("Inflates to more than {size}.", "Décompressée, elle dépasse {size}."),
            (
                "This exchange decodes to more than {size}.",
                "Décodé, cet échange dépasse {size}.",
            ),
        ),
    ),
}
