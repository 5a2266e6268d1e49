"""The page and its form as a whole, in French."""

from __future__ import annotations

from workbench.inspection.findings.french.text import French

TEXTS = {
    "page.several-forms": French(
        "La page a plusieurs formulaires",
        "Un seul d'entre eux est envoyé : regardez Form pour voir lequel, et où est le bon.",
        (
            (
                "It has {count}; submitted is none by itself.",
                "Elle en a {count}; aucun n'est envoyé de lui-même.",
            ),
            (
                "It has {count}; submitted is {which}.",
                "Elle en a {count}; celui qui est envoyé est {which}.",
            ),
        ),
    ),
    "page.action-missing": French(
        "Le formulaire n'a pas d'action",
        "Il est renvoyé à l'URL de la page elle-même, en boucle : signalez-le.",
    ),
    "page.action-not-http": French(
        "Le formulaire ne mène pas à une adresse Web",
        "Du code s'exécute, ou rien ne se passe, au lieu d'un envoi : ne présentez jamais cette "
        "page.",
        (("The action is {action}.", "L'action est {action}."),),
    ),
    "page.method-get": French(
        "Le formulaire est envoyé par GET",
        "Ses valeurs remplacent la requête de l'action et aboutissent dans des URL, l'historique "
        "et les journaux : la méthode doit être post.",
        (
            (
                "No method is written[; it carries {names|list}].",
                "Aucune méthode n'est écrite[; il porte {names|list}].",
            ),
            (
                "The method is written {method}[; it carries {names|list}].",
                "La méthode est écrite {method}[; il porte {names|list}].",
            ),
        ),
    ),
    "page.enctype-unusual": French(
        "Le formulaire n'est pas envoyé comme un formulaire simple",
        "Le fournisseur d'identité attend application/x-www-form-urlencoded : signalez-le.",
        (("It is {enctype}.", "C'est {enctype}."),),
    ),
    "page.base-href": French(
        "Un <base href> déplace toutes les URL relatives",
        "L'action du formulaire aussi : regardez où elle mène.",
        (("It is {base}.", "Il vaut {base}."),),
    ),
    "page.no-auto-submit": French(
        "La page ne s'envoie pas d'elle-même",
        "L'utilisateur doit appuyer sur un bouton : vérifiez qu'il y en a un de visible.",
    ),
    "page.submit-shadowed": French(
        "Un champ nommé submit brise l'envoi du formulaire",
        "form.submit désigne alors ce champ : le script échoue et la page reste blanche. Il faut "
        "le renommer.",
    ),
    "page.no-script-fallback": French(
        "Sans scripts, il n'y a pas de suite possible",
        "La page documentée a pour cela un bouton dans noscript.",
    ),
    "page.external-resource": French(
        "La page charge quelque chose d'une autre origine",
        "Cette origine apprend l'adresse de la page par Referer, et un script qui en vient peut "
        "lire REF : signalez-le.",
        (
            ("A {element} from {host} over http.", "Un {element} de {host}, en http."),
            ("A {element} from {host}.", "Un {element} de {host}."),
        ),
    ),
    "page.credentials-asked": French(
        "La page demande des identifiants",
        "Ce n'est pas une page de passage : hameçonnage, ou ancien parcours. N'y entrez rien.",
        (("Input {name}.", "Champ {name}."),),
    ),
    "page.secret-in-page": French(
        "Un jeton circule dans la page",
        "Il ne le doit pas : faites-le révoquer et signalez-le.",
        (
            ("Input {name} has a value.", "Le champ {name} a une valeur."),
            ("The state holds {name}.", "Le state contient {name}."),
        ),
    ),
    "page.markup-in-value": French(
        "Une valeur contient du balisage ou du code",
        "C'est une tentative d'injection, ou une valeur qui n'a pas été encodée : ne la présentez "
        "pas.",
        (
            ("The state's {key}: {value}.", "Dans le state, {key} : {value}."),
            ("{name} is {value}.", "{name} vaut {value}."),
        ),
    ),
    "page.reflected": French(
        "Une valeur de la requête se retrouve telle quelle dans la page",
        "N'importe qui peut y faire exécuter des scripts (cross-site scripting) : signalez-le en "
        "privé.",
        (
            (
                "The value of {name} came back as it was.",
                "La valeur de {name} est revenue telle quelle.",
            ),
        ),
    ),
    "page.error-text": French(
        "La page se lit comme une erreur",
        "C'est une erreur déguisée en page : lisez son texte, puis refaites l'appel.",
        (("It says {text}.", "Elle dit {text}."),),
    ),
    "page.too-big": French(
        "La page est trop grande pour être lue en entier",
        "Ce qui a été lu est montré, et les octets bruts sont complets : rien ne peut être dit du "
        "reste. Aucune vraie page de renvoi ne ressemble à cela : demandez qui l'a produite.",
        (
            (
                "Only the first {count} elements were read.",
                "Seuls les {count} premiers éléments ont été lus.",
            ),
            (
                "Only the first {count} controls were read.",
                "Seuls les {count} premiers champs ont été lus.",
            ),
            (
                "Only the first {count} characters were read.",
                "Seuls les {count} premiers caractères ont été lus.",
            ),
            (
                "Only the first {count} lines were read.",
                "Seules les {count} premières lignes ont été lues.",
            ),
            (
                "Only the first {count} NUL characters were read.",
                "La lecture s'est arrêtée après {count} caractères NUL.",
            ),
            (
                "Reading stopped after {count} elements, the time was up.",
                "La lecture s'est arrêtée après {count} éléments, le temps était écoulé.",
            ),
            (
                "Reading stopped where unclosed formatting multiplies.",
                (
                    "La lecture s'est arrêtée là où des balises de mise en forme non fermées se "
                    "multiplient."
                ),
            ),
            (
                "Nested texts repeat too often to be read.",
                "Des textes imbriqués se répètent trop souvent pour être lus.",
            ),
        ),
    ),
}
