"""The secure connection, in French."""

from __future__ import annotations

from workbench.inspection.findings.french.text import French

TEXTS = {
    "tls.version-deprecated": French(
        "La version de TLS est désuète",
        "TLS 1.2 ou plus récent doit être utilisé : signalez-le, ou cherchez un proxy qui "
        "l'abaisse.",
        (("It is {version}.", "C'est {version}."),),
    ),
    "tls.certificate-expiring": French(
        "Le certificat arrive à échéance",
        "Une panne s'annonce : prévenez-les.",
        (
            ("It ended {days} days before.", "Il était échu depuis {days} jours."),
            ("It ends in {days} days.", "Il échoit dans {days} jours."),
        ),
    ),
    "tls.name-mismatch": French(
        "Le certificat est celui d'un autre hôte",
        "C'est le mauvais hôte, ou quelqu'un s'interpose : n'allez pas plus loin.",
        (
            (
                "It is for {names|list}, not for {host}.",
                "Il est fait pour {names|list}, non pour {host}.",
            ),
        ),
    ),
    "tls.unverified": French(
        "L'identité du serveur n'a pas été vérifiée",
        "L'appel a été fait avec --insecure : rien ne prouve ici que cela vient de Flinks. "
        "Utilisez plutôt --ca.",
    ),
}
