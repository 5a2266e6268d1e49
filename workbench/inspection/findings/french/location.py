"""Authorization responses, in French."""

from __future__ import annotations

from workbench.inspection.findings.french.against_history import EARLIER, EN_FRENCH
from workbench.inspection.findings.french.text import French
from workbench.inspection.findings.location import ERROR_CODES

# What each code of RFC 6749 means, in the words of `ERROR_CODES`.
_CODES = {
    "access_denied": "L'utilisateur ou la banque a refusé : offrez de réessayer.",
    "invalid_request": "Un paramètre est absent, erroné ou répété : comparez la requête.",
    "invalid_scope": "Une portée (scope) est inconnue ou interdite : vérifiez l'enregistrement du "
    "destinataire de données.",
    "unauthorized_client": "Le client n'a pas ce droit : vérifiez l'enregistrement du destinataire "
    "de données.",
    "unsupported_response_type": "Ce type de réponse n'est pas offert : signalez-le.",
    "server_error": "Le serveur d'autorisation a échoué : réessayez, puis signalez-le.",
    "temporarily_unavailable": "Il est surchargé ou en maintenance : réessayez plus tard.",
}
_ERROR = (
    *(
        (
            f'The code is "{code}".[ It says {{text}}.] {meaning}',
            f"Le code est « {code} ».[ Il dit {{text}}.] {_CODES[code]}",
        )
        for code, meaning in ERROR_CODES.items()
    ),
    (
        "The code is {code}.[ It says {text}.] The code is not one of RFC 6749: ask who sent it.",
        "Le code est {code}.[ Il dit {text}.] La RFC 6749 l'ignore : demandez d'où il vient.",
    ),
)

TEXTS = {
    "location.error": French(
        "Le serveur d'autorisation a refusé",
        "Son code dit qui : l'utilisateur, la banque, le fournisseur ou la requête. Agissez selon "
        "le code, et citez-le; cet outil n'ouvre jamais un error_uri.",
        _ERROR,
    ),
    "callback.error": French(
        "Le rappel (callback) apporte une erreur",
        "Son code dit qui : l'utilisateur, la banque, le fournisseur ou la requête. Agissez selon "
        "le code, et citez-le; cet outil n'ouvre jamais un error_uri.",
        _ERROR,
    ),
    "location.error-charset": French(
        "Le texte de l'erreur contient des caractères interdits",
        "Un encodeur fonctionne mal, souvent devant des accents français : signalez-le.",
        (("{name} is {value}.", "{name} vaut {value}."),),
    ),
    "location.state-missing": French(
        "Le state n'est pas revenu",
        "Rien ne prouve que ceci réponde à votre appel : rejetez le rappel (callback).",
        (
            (
                f"The request of {EARLIER} sent one.",
                f"La demande de {EN_FRENCH} en avait envoyé un.",
            ),
        ),
    ),
    "location.state-mismatch": French(
        "Un autre state est revenu que celui envoyé",
        "Il a été falsifié, ou réencodé en chemin : rejetez le rappel (callback).",
        (("Sent {sent}; came {came}.", "Envoyé : {sent}; reçu : {came}."),),
    ),
    "location.iss-missing": French(
        "La réponse ne dit pas qui l'a émise",
        "Là où plusieurs serveurs sont utilisés, c'est iss qui distingue leurs réponses.",
        (
            ("iss is {issuer}, which is not https.", "iss vaut {issuer}, qui n'est pas en https."),
            ("iss is {issuer}, not {expected}.", "iss vaut {issuer}, non {expected}."),
        ),
    ),
    "location.fragment-answer": French(
        "La réponse se trouve après #",
        "Un serveur ne la voit jamais; c'est la manière du flux implicite : signalez-le.",
        (("Behind # stands {names|list}.", "Après # se trouve {names|list}."),),
    ),
    "location.token-in-url": French(
        "Un jeton se trouve dans l'URL",
        "Il se retrouve dans l'historique, les journaux et Referer : faites-le révoquer et "
        "signalez-le.",
        (("It carries {names|list}.", "Elle porte {names|list}."),),
    ),
    "location.parameter-twice": French(
        "Un paramètre vient deux fois",
        "Cela ne doit pas arriver; regardez si votre adresse de retour contient une requête qui "
        "emploie ce nom.",
        (("{name} is repeated.", "{name} est répété."),),
    ),
    "location.pushed-request": French(
        "Les paramètres ont passé par le canal arrière",
        "La référence sert une seule fois et dure de 5 à 600 secondes; rien à faire.",
    ),
    "location.request-object": French(
        "Les paramètres se trouvent dans une requête signée",
        "Elle est décodée, mais non vérifiée; les paramètres à côté peuvent être ignorés.",
    ),
    "callback.login-id": French(
        "Le rappel (callback) apporte un loginId",
        "C'est la réussite documentée, et il n'y a pas de code : la suite est POST /Authorize avec "
        "ce LoginId. Il représente le lien bancaire d'une personne : traitez-le comme un secret.",
    ),
    "callback.no-answer": French(
        "Le rappel (callback) n'apporte rien",
        "Il n'a ni loginId, ni code, ni error : quelqu'un a ouvert l'URL à la main, ou un proxy a "
        "coupé sa requête.",
    ),
}
