"""What an earlier exchange already had, or had otherwise, in French."""

from __future__ import annotations

from workbench.inspection.findings.french.text import French

# `exchange 12 of 2026-11-24 10:00 UTC`, the time where it is known.
EARLIER = "exchange {id}[ of {time} UTC]"
EN_FRENCH = "l'échange {id}[ du {time} UTC]"

_AS_WELL = ((f"It was in {EARLIER} as well.", f"Il était aussi dans {EN_FRENCH}."),)
_CHANGED = (
    (
        f"Before: {{before}}, in {EARLIER}. Now: {{now}}.",
        f"Avant : {{before}}, dans {EN_FRENCH}. Maintenant : {{now}}.",
    ),
)

TEXTS = {
    "request.state-reused": French(
        "Le state a déjà été envoyé",
        "Un state vaut pour un seul appel : quand il revient, rien ne dit auquel des deux il "
        "répond. Créez-en un pour chaque appel (--state auto).",
        _AS_WELL,
    ),
    "request.redirect-uri-near-miss": French(
        "L'adresse de retour ressemble à une autre qui a réussi",
        "Les adresses sont comparées caractère par caractère : envoyez celle qui est enregistrée, "
        "ou demandez à Flinks d'enregistrer aussi celle-ci.",
        (
            (
                "Sent {sent}; {known} succeeded before.",
                "Envoyé : {sent}; {known} a réussi auparavant.",
            ),
        ),
    ),
    "request.recipient-missing": French(
        "Aucun destinataire n'a été nommé, contrairement aux appels antérieurs",
        "Une instance qui a plusieurs destinataires de données en a besoin, sinon l'écran de "
        "consentement peut nommer une autre entreprise : envoyez recipientId.",
        ((f"One was in {EARLIER}.", f"Il y en avait un dans {EN_FRENCH}."),),
    ),
    "tls.issuer-changed": French(
        "Une autre autorité qu'avant a émis le certificat",
        "C'est un renouvellement, ou un proxy s'interpose : comparez avec ce que montre un "
        "navigateur ailleurs.",
        _CHANGED,
    ),
    "page.provider-changed": French(
        "L'institution mène à un autre fournisseur qu'avant",
        "La banque a été associée autrement, ou par erreur : demandez à Flinks lequel des deux est "
        "le bon.",
        _CHANGED,
    ),
    "page.ref-reused": French(
        "La référence était dans une autre réponse",
        "REF ne sert qu'une fois et expire vite : une réponse mise en cache ou rejouée est donc "
        "arrivée. Cherchez Age et Via dans l'en-tête, et refaites l'appel sans passer par le "
        "cache.",
        ((f"It was in {EARLIER} as well.", f"Elle était aussi dans {EN_FRENCH}."),),
    ),
    "page.state-reused": French(
        "Le state de la page était dans la réponse à une autre demande",
        "Il appartient à un seul parcours : la réponse de quelqu'un d'autre est donc arrivée. "
        "Cherchez un cache, et refaites l'appel sans passer par lui.",
        _AS_WELL,
    ),
    "callback.state-unknown": French(
        "Aucune demande connue ici n'a envoyé ce state",
        "Le rappel (callback) est falsifié, appartient à des appels conservés ailleurs, ou son "
        "state a été changé en chemin : rejetez-le.",
    ),
    "callback.state-replayed": French(
        "Un rappel (callback) avec ce state est déjà venu",
        "Une page a été rechargée, ou quelqu'un le rejoue : n'acceptez chaque state qu'une fois.",
        _AS_WELL,
    ),
}
