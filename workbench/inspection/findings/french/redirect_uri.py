"""The return address, sent or inside the state, in French: each row serves both."""

from __future__ import annotations

from workbench.inspection.findings.french.text import French

_ROWS = {
    "not-absolute": French(
        "L'adresse de retour n'est pas absolue",
        "Ce doit être un URI absolu : écrivez-la avec https:// et l'hôte.",
        (("It is {address}.", "L'adresse est {address}."),),
    ),
    "fragment": French(
        "L'adresse de retour contient un fragment",
        "Un fragment est interdit : retirez-le; la route d'une application monopage doit être un "
        "chemin.",
        (("It holds #.", "Elle contient #."),),
    ),
    "http": French(
        "Le rappel (callback) arriverait en clair",
        "Les serveurs doivent refuser cette adresse : utilisez https.",
        (("The callback goes to http://{host}.", "Le rappel va vers http://{host}."),),
    ),
    "localhost": French(
        "L'adresse de retour est cet ordinateur-ci",
        "Elle ne fonctionne que sur un seul ordinateur et le nom n'est pas résolu partout de la "
        "même façon : préférez http://127.0.0.1:PORT/.",
        (("The host is localhost.", "L'hôte est localhost."),),
    ),
    "private-host": French(
        "Le navigateur de l'utilisateur final ne peut pas joindre l'adresse de retour",
        "L'hôte n'est pas public : utilisez-en un qui l'est.",
        (("The host is {host}.", "L'hôte est {host}."),),
    ),
    "wildcard": French(
        "L'adresse de retour contient un caractère de remplacement",
        "Seules les correspondances exactes sont permises : faites enregistrer chaque URL.",
        (("It holds *.", "Elle contient *."),),
    ),
    "double-encoded": French(
        "L'adresse de retour est encodée deux fois en pourcentages",
        "Souvent, une bibliothèque l'a fait et quelqu'un aussi, à la main : encodez-la une seule "
        "fois.",
        (("After one decoding it is {address}.", "Décodée une fois, elle devient {address}."),),
    ),
    "userinfo": French(
        "L'adresse de retour contient un nom d'utilisateur",
        "Il cache le véritable hôte et ne doit pas être envoyé : retirez-le.",
        (
            (
                "Something stands before @ in its host.",
                "Quelque chose précède @ dans son hôte.",
            ),
        ),
    ),
    "untidy": French(
        "L'adresse de retour ne peut pas correspondre à celle qui est enregistrée",
        "La comparaison se fait caractère par caractère : nettoyez-la.",
        (
            ("It begins or ends with a space.", "Elle commence ou finit par une espace."),
            ("It holds a control character.", "Elle contient un caractère de contrôle."),
            ("It holds a backslash.", "Elle contient une barre oblique inverse."),
            (
                "Its host is not ASCII (no xn-- form).",
                "Son hôte n'est pas en ASCII (la forme xn-- manque).",
            ),
        ),
    ),
    "reserved-query": French(
        "L'adresse de retour emploie un nom réservé au rappel (callback)",
        "Le rappel portera ce nom deux fois : renommez-le.",
        (("Its own query holds {names|list}.", "Sa propre requête contient {names|list}."),),
    ),
    "custom-scheme": French(
        "L'adresse de retour est un schéma propre à une application",
        "N'importe quelle application peut se l'attribuer : préférez un lien https réservé à "
        "l'application.",
        (("The scheme is {scheme}.", "Le schéma est {scheme}."),),
    ),
}

TEXTS = {
    **{f"request.redirect-uri-{name}": row for name, row in _ROWS.items()},
    **{
        f"state.return-{name}": row._replace(title=f"{row.title} (dans le state)")
        for name, row in _ROWS.items()
    },
    "request.redirect-uri-missing": French(
        "Aucune adresse de retour n'a été envoyée",
        "Elle est facultative, mais ce qui est utilisé en son absence n'est pas documenté : "
        "envoyez-la, pour que ce soit explicite.",
    ),
    "request.redirect-uri-spilled": French(
        "Une partie de l'adresse de retour est devenue des paramètres de l'appel",
        "Son & n'était pas encodé, et la fin de l'adresse est perdue : encodez toute la valeur en "
        "pourcentages.",
        (("Lost to it: {names|list}.", "Ce qu'elle a perdu : {names|list}."),),
    ),
}
