"""The scopes and what stands inside the state, in French."""

from __future__ import annotations

from workbench.inspection.findings.french.against_history import EARLIER, EN_FRENCH
from workbench.inspection.findings.french.text import French

_ODD_LENGTH = "{count} base64 characters: one is missing or too many."
_ODD_LENGTH_FR = "{count} caractères base64 : il en manque un, ou il y en a un de trop."

TEXTS = {
    "scope.basic-missing": French(
        "Il manque ACCOUNT_BASIC à la portée (scope)",
        "Flinks l'indique comme obligatoire : vérifiez l'enregistrement du destinataire de "
        "données.",
    ),
    "scope.unknown-token": French(
        "Une portée (scope) est inconnue ici",
        "Son sens est inconnu; les portées distinguent les majuscules et c'est le serveur qui les "
        "définit.",
        (
            (
                "Known but for letter case: {tokens|list}.",
                "Connu, aux majuscules près : {tokens|list}.",
            ),
            ("Unknown: {tokens|list}.", "Inconnu : {tokens|list}."),
        ),
    ),
    "scope.syntax": French(
        "La portée (scope) est mal écrite",
        "Une seule espace sépare chaque portée de la suivante; tout autre signe est lu comme une "
        "partie d'une portée inconnue : signalez-le.",
        (("It is {scope}.", "Elle est écrite {scope}."),),
    ),
    "scope.duplicate-token": French(
        "Une portée (scope) vient deux fois",
        "L'ordre et les répétitions ne comptent pas; rien à faire.",
        (("Twice: {tokens|list}.", "Deux fois : {tokens|list}."),),
    ),
    "scope.all-requested": French(
        "Toutes les portées (scopes) sont demandées",
        "La page de consentement demande tout; les portées viennent de l'enregistrement du "
        "destinataire de données, non de cet appel. Faut-il vraiment tout cela?",
        (("All {count} of them.", "Toutes les {count}."),),
    ),
    "scope.sensitive": French(
        "Des portées (scopes) sensibles sont demandées",
        "Des numéros de compte utilisables pour des paiements ou des renseignements personnels "
        "seront transmis : traitez-les en conséquence.",
        (("Asked for: {tokens|list}.", "Demandé : {tokens|list}."),),
    ),
    "state.decodes": French(
        "Le state a pu être lu",
        "Il contient un identifiant (i), l'adresse de retour (r) et le state de l'appelant (s).",
        (("By {steps}.", "Par {steps}."),),
    ),
    "state.opaque": French(
        "Le state n'a pas pu être lu",
        "Son format a changé, ou il a été abîmé en chemin : comparez avec une réponse antérieure.",
        ((f"That of {EARLIER} could be read.", f"Celui de {EN_FRENCH} a pu être lu."),),
    ),
    "state.damaged": French(
        "Le state a été abîmé en chemin",
        "Il a été coupé, ou ses + sont devenus des espaces : trouvez qui, entre les deux, le "
        "traite comme du texte.",
        (
            ("Spaces stand where + stood.", "Des espaces remplacent des +."),
            (
                "It begins as compressed JSON and has no end.[ Spaces stand where {plus} stood.]",
                "Il commence en JSON compressé, sans fin.[ Des espaces remplacent des {plus}.]",
            ),
            (
                f"{_ODD_LENGTH}[ Spaces stand where {{plus}} stood.]",
                f"{_ODD_LENGTH_FR}[ Des espaces remplacent des {{plus}}.]",
            ),
        ),
    ),
    "state.return-differs": French(
        "L'utilisateur revient à une autre adresse que celle demandée",
        "Une valeur par défaut a été prise, ou quelqu'un l'a modifiée : faites enregistrer "
        "l'adresse que vous avez envoyée et vérifiez comment elle était encodée.",
        (
            (
                "None was asked for; the state says {written}.",
                "Aucune n'était demandée; le state dit {written}.",
            ),
            (
                "Asked {sent}; the state says {written}.",
                "Demandé : {sent}; le state dit {written}.",
            ),
        ),
    ),
    "state.caller-state-differs": French(
        "Votre state a été modifié",
        "Votre vérification échouera au rappel (callback) : envoyez du base64url ou de "
        "l'hexadécimal, où rien n'a besoin d'être encodé.",
        (
            (
                "Sent {sent}; the state says {written}. A + became a space.",
                "Envoyé : {sent}; le state dit {written}. Un + est devenu une espace.",
            ),
            (
                "Sent {sent}; the state says {written}.",
                "Envoyé : {sent}; le state dit {written}.",
            ),
        ),
    ),
    "state.caller-state-invented": French(
        "Le serveur a créé un state, car aucun n'a été envoyé",
        "Vous ne pouvez pas le vérifier : envoyez le vôtre.",
    ),
    "state.id-equals-caller-state": French(
        "Dans le state, i égale s",
        "Il en est ainsi dans l'exemple documenté; le sens de i n'est pas connu. Rien à faire.",
    ),
    "state.readable": French(
        "N'importe qui peut lire et reconstruire le state",
        "Il n'est ni signé ni chiffré : il n'est sûr que si le serveur le lie à la session.",
    ),
}
