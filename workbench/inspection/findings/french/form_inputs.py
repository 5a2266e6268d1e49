"""The inputs of the form that hands over, in French."""

from __future__ import annotations

from workbench.inspection.findings.french.text import French

_VALUE = ("It is {value}.", "C'est {value}.")

TEXTS = {
    "page.input-missing": French(
        "Il manque des champs au formulaire",
        "Le fournisseur ne peut pas reprendre sans eux : comparez avec la dernière bonne réponse.",
        (("Missing: {names|list}.", "Absents : {names|list}."),),
    ),
    "page.input-empty": French(
        "Un champ est vide",
        "C'est souvent un paramètre de la requête qui s'est perdu : regardez celui qui porte le "
        "même nom.",
        (
            (
                "{name} is empty; the request's has a value.",
                "{name} est vide; celui de la requête a une valeur.",
            ),
            ("{name} is empty.", "{name} est vide."),
        ),
    ),
    "page.input-duplicate": French(
        "Un champ vient deux fois",
        "Le serveur prend l'un d'eux : signalez-le.",
        (
            (
                "{name} comes {times} times, with one value.",
                "{name} vient {times} fois, avec la même valeur.",
            ),
            (
                "{name} comes {times} times, differing.",
                "{name} vient {times} fois, avec des valeurs différentes.",
            ),
        ),
    ),
    "page.input-unknown": French(
        "Le formulaire a des champs non documentés",
        "C'est un nouveau champ de leur côté : notez-le, puis comparez avec une réponse "
        "antérieure.",
        (("New: {names|list}.", "Nouveau : {names|list}."),),
    ),
    "page.input-not-submitted": French(
        "Un champ connu n'est pas envoyé",
        "Les navigateurs le laissent de côté : signalez-le.",
        (("{name}: {reason}.", "{name} : {reason}."),),
    ),
    "page.client-id-differs": French(
        "client_id et connectionId diffèrent",
        "Dans la réponse documentée ils sont égaux, les deux étant l'identifiant du destinataire "
        "de données : vérifiez lequel était voulu.",
        (("{client} and {connection}.", "{client} et {connection}."),),
    ),
    "page.client-id-shape": French(
        "client_id ne ressemble pas à celui d'un Data Recipient",
        "Ceux de Flinks sont dc- suivi de 25 lettres minuscules ou chiffres : vérifiez-le.",
        (_VALUE,),
    ),
    "page.redirect-uri-not-flinks": French(
        "Le redirect_uri de la page n'est pas le rappel (callback) de Flinks",
        "Ici, ce doit être le leur; le vôtre voyage dans state. Signalez-le.",
        (
            _VALUE,
            (
                "Its host is {host}, asked was {asked}.",
                "Son hôte est {host}, alors que l'appel visait {asked}.",
            ),
        ),
    ),
    "page.lang-differs": French(
        "La page est dans une autre langue que celle demandée",
        "Le paramètre s'est perdu, ou cette banque n'offre pas la langue : vérifiez son nom "
        "(lang).",
        (
            (
                "None was asked, so en; came {lang}.",
                "Aucune n'était demandée, donc en; reçu : {lang}.",
            ),
            ("Asked {asked|list}; came {lang}.", "Demandé : {asked|list}; reçu : {lang}."),
        ),
    ),
    "page.response-type-not-code": French(
        "response_type n'est pas code",
        "Des jetons viendraient dans l'URL : signalez-le.",
        (_VALUE,),
    ),
    "page.pkce-absent": French(
        "Pas de PKCE entre Flinks et le fournisseur",
        "Il est recommandé même pour les clients confidentiels; l'appelant n'a rien à changer.",
        (
            ("There is no code_challenge.", "Il n'y a pas de code_challenge."),
            ("code_challenge_method is plain.", "code_challenge_method vaut plain."),
        ),
    ),
    "page.reauth": French(
        "L'utilisateur doit se reconnecter",
        "reauth le demande même quand une session est ouverte; rien à faire.",
        (_VALUE,),
    ),
    "page.interaction-forbidden": French(
        "Le fournisseur ne peut pas montrer d'écran de connexion",
        "Cela échoue si l'utilisateur n'y a pas déjà une session ouverte : signalez-le.",
        (_VALUE,),
    ),
    "page.ref-shape": French(
        "REF est inhabituel",
        "Les références de PingFederate sont par défaut de 60 chiffres hexadécimaux majuscules : "
        "c'est un autre émetteur, ou une autre version.",
        (
            (
                "It has {length} characters, other than upper-case hex.",
                "Il a {length} caractères, autres que des chiffres hexadécimaux majuscules.",
            ),
            ("It has {length} characters, hex.", "Il a {length} caractères hexadécimaux."),
        ),
    ),
    "page.resume-path-shape": French(
        "resumePath est inhabituel",
        "Il est ajouté à l'URL de base du fournisseur d'identité, et un chemin absolu enverrait "
        "donc les utilisateurs n'importe où : signalez-le.",
        (_VALUE,),
    ),
}
