"""What changed since the last answer to the same request, in French."""

from __future__ import annotations

from workbench.inspection.findings.french.against_history import EARLIER, EN_FRENCH
from workbench.inspection.findings.french.framing import PHASES
from workbench.inspection.findings.french.text import French

KINDS = (
    ("{status}, leads nowhere", "{status}, ne mène nulle part"),
    ("{status}, a Location and a form", "{status}, un Location et un formulaire"),
    ("{status}, a Location", "{status}, un Location"),
    ("{status}, a form", "{status}, un formulaire"),
)
_COMPARE = "Comparez les deux avec workbench diff"
_CHANGED = (
    (
        f"Before: {{before}}, in {EARLIER}. Now: {{now}}.",
        f"Avant : {{before}}, dans {EN_FRENCH}. Maintenant : {{now}}.",
    ),
)
_NAMES = (
    (
        f"Since {EARLIER}, gone: {{gone|list}}; new: {{new|list}}.",
        f"Depuis {EN_FRENCH}, disparus : {{gone|list}}; nouveaux : {{new|list}}.",
    ),
    (
        f"Since {EARLIER}, gone: {{gone|list}}.",
        f"Depuis {EN_FRENCH}, disparus : {{gone|list}}.",
    ),
    (
        f"Since {EARLIER}, new: {{new|list}}.",
        f"Depuis {EN_FRENCH}, nouveaux : {{new|list}}.",
    ),
)

TEXTS = {
    "change.kind": French(
        "La réponse est d'une autre sorte qu'avant",
        f"{_COMPARE}; si rien n'a bougé de votre côté, demandez à Flinks ce qui a changé.",
        (
            (
                f"Before: {{before|kind}}, in {EARLIER}. Now: {{now|kind}}.",
                f"Avant : {{before|kind}}, dans {EN_FRENCH}. Maintenant : {{now|kind}}.",
            ),
        ),
    ),
    "change.target": French(
        "La réponse mène ailleurs qu'avant",
        "C'est une nouvelle adresse du fournisseur : revoyez les listes d'adresses permises et les "
        "politiques de contenu.",
        _CHANGED,
    ),
    "change.inputs": French(
        "Le formulaire n'envoie plus les mêmes champs",
        f"{_COMPARE}; qui transmet la page doit transmettre ce qu'elle envoie maintenant.",
        (*_NAMES, *_CHANGED),
    ),
    "change.scope": French(
        "La réponse demande d'autres portées (scopes) qu'avant",
        "Elles viennent de l'inscription du destinataire, non de cet appel : demandez qui l'a "
        "changée.",
        _NAMES,
    ),
    "change.client": French(
        "La réponse est pour un autre client qu'avant",
        "L'écran de consentement peut nommer une autre entreprise : vérifiez recipientId et "
        "l'inscription du destinataire.",
        _CHANGED,
    ),
    "change.provider": French(
        "La réponse nomme un autre fournisseur qu'avant",
        "La banque a été associée autrement, ou par erreur : demandez à Flinks lequel des deux est "
        "le bon.",
        _CHANGED,
    ),
    "change.state-keys": French(
        "Le state de la page contient d'autres clés qu'avant",
        "Son format a changé de l'autre côté : revoyez tout ce qui le lit.",
        _NAMES,
    ),
    "change.security-headers": French(
        "Une protection de la réponse a disparu",
        "Un autre serveur est devant, ou ses réglages ont glissé : signalez-le avec les deux "
        "en-têtes.",
        _NAMES,
    ),
    "change.latency": French(
        "La réponse a pris bien plus de temps que d'habitude",
        "Regardez Timing; si cela dure, la phase nommée plus haut dit à qui s'adresser.",
        tuple(
            (
                (
                    "It took {seconds|number} s; half of the last {count} took {usual|number} s or "
                    f"less. What grew most is {english}."
                ),
                (
                    "Elle a pris {seconds|number} s; la moitié des {count} dernières ont pris "
                    f"{{usual|number}} s ou moins. Ce qui a le plus crû est {french}."
                ),
            )
            for english, french in PHASES
        ),
    ),
}
