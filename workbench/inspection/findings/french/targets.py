"""The host an answer leads to, in French."""

from __future__ import annotations

from workbench.inspection.findings.french.text import French

TEXTS = {
    "redirect.target-unknown": French(
        "La réponse mène à un hôte inconnu",
        "C'est un nouveau fournisseur, ou quelqu'un s'interpose : obtenez une confirmation avant "
        "de la présenter à qui que ce soit.",
        (("The host is {host}.", "L'hôte est {host}."),),
    ),
    "redirect.target-lookalike": French(
        "L'hôte de la cible en imite un connu",
        "C'est à cela que ressemble l'hameçonnage : ne présentez pas cette réponse, signalez-la.",
        (
            ("{host} is almost {known}.", "{host} est presque {known}."),
            ("{host} mixes alphabets.", "{host} mélange des alphabets."),
        ),
    ),
    "redirect.open-redirector": French(
        "Le serveur envoie les gens là où la requête le dit",
        "N'importe qui peut fabriquer un tel lien : signalez-le en privé.",
        (
            (
                "It leads to the host that {name} named.",
                "Cela mène à l'hôte que {name} nommait.",
            ),
        ),
    ),
    "redirect.environment-mix": French(
        "Une instance d'essai mène à un hôte de production",
        "L'exemple documenté le fait aussi : vérifiez-le seulement si des utilisateurs d'essai "
        "aboutissent à une vraie banque.",
        (("{instance} leads to {host}.", "{instance} mène à {host}."),),
    ),
}
