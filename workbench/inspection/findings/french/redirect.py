"""Where the answer leads, in French."""

from __future__ import annotations

from workbench.inspection.findings.french.text import French

_STATUS = ("It is {status}.", "Le code d'état est {status}.")

TEXTS = {
    "response.status-undocumented": French(
        "Le code d'état n'est pas documenté",
        "Seuls 302 et 400 sont documentés. Avec 200 et le formulaire, quelque chose a suivi la "
        "redirection ou l'a récrite : comparez avec un appel réussi.",
        (_STATUS,),
    ),
    "redirect.form-instead-of-location": French(
        "La suite passe par un formulaire, non par Location",
        "Le texte du point d'accès dit de prendre Location, son propre exemple répond par une "
        "page qui s'envoie elle-même, et les navigateurs montrent le corps en l'absence de "
        "Location : présentez la page, ne cherchez pas Location.",
        (("{status} without Location.", "{status} sans Location."),),
    ),
    "redirect.none": French(
        "La réponse ne mène nulle part",
        "L'utilisateur final voit une page blanche ou brute : refaites l'appel, puis signalez-le "
        "avec l'heure et les identifiants de la requête.",
        (
            (
                "{status} with neither Location nor form.",
                "{status} sans Location ni formulaire.",
            ),
            (
                "{status} with neither form nor script.",
                "{status} sans formulaire ni script.",
            ),
        ),
    ),
    "redirect.both": French(
        "Il y a à la fois un Location et un formulaire",
        "Les navigateurs suivent Location et ne montrent jamais le formulaire : fiez-vous à "
        "Location.",
        (
            (
                "They differ: Location {location}, form {form}.",
                "Ils diffèrent : Location {location}, formulaire {form}.",
            ),
        ),
    ),
    "redirect.location-repeated": French(
        "Il y a plus d'un Location",
        "Un URI peut contenir des virgules, et on ne peut donc pas savoir lequel est le bon : "
        "signalez-le.",
        (
            ("{count} lines, they differ.", "{count} lignes, différentes."),
            ("{count} lines, all equal.", "{count} lignes, toutes pareilles."),
        ),
    ),
    "redirect.location-invalid": French(
        "Un navigateur ne peut pas suivre ce Location",
        "Il s'arrête sur une erreur de réseau : signalez-le, et ne l'ouvrez jamais à la main.",
        (
            ("Its scheme is {scheme}.", "Son schéma est {scheme}."),
            (
                "It holds spaces or control characters: {written}.",
                "Il contient des espaces ou des caractères de contrôle : {written}.",
            ),
            ("It is no address: {written}.", "Ce n'est pas une adresse : {written}."),
        ),
    ),
    "redirect.location-relative": French(
        "Le Location est relatif",
        "Il se résout à partir de l'URL de la requête; rien à faire.",
        (("It leads to {target}.", "Il mène à {target}."),),
    ),
    "redirect.downgrade": French(
        "La suite passe en clair",
        "Les codes et REF peuvent être lus en chemin : signalez-le, ne présentez pas cette "
        "réponse.",
        (("From https to http://{host}.", "De https vers http://{host}."),),
    ),
    "redirect.loop": French(
        "La réponse ramène à elle-même",
        "Les navigateurs s'arrêtent après quelques tours : signalez-le.",
    ),
    "redirect.keeps-method": French(
        "La redirection répète la méthode de la requête",
        "Un POST avec des identifiants serait plus tard renvoyé à la cible : 302 ou 303 est ce "
        "qu'il faut ici.",
        (_STATUS,),
    ),
    "redirect.permanent": French(
        "La redirection se dit permanente",
        "Elle peut rester dans un cache, et une ancienne réponse à usage unique est alors "
        "rejouée : 302 est ce qu'il faut ici.",
        (("It is {status}, without no-store.", "Le code d'état est {status}, sans no-store."),),
    ),
    "redirect.by-script": French(
        "La suite est écrite dans un script ou un refresh",
        "La cible est lue dans le texte et peut être incomplète : présentez la page elle-même.",
        (
            ("A refresh: {target}.", "Un refresh : {target}."),
            ("A script: {target}.", "Un script : {target}."),
        ),
    ),
}
