"""What each scope lets the recipient read, in words; what is unknown is said to be unknown.

The eight tokens of the page are the `DataCluster` values of FDX API 5.0. `sure` is False where
the words are inferred from the FDX resource of that name and no page of Flinks was seen saying so.
"""

from __future__ import annotations

from typing import NamedTuple


class Scope(NamedTuple):
    """One scope token, its short name, what it lets the recipient read, whether that is
    documented, and short name and meaning in French."""

    token: str
    short: str
    meaning: str
    sure: bool
    short_fr: str
    meaning_fr: str


SCOPES = (
    Scope(
        "ACCOUNT_BASIC",
        "basic accounts",
        "basic account details: id, type, name, masked number, status",
        True,
        "comptes de base",
        "renseignements de base du compte : identifiant, type, nom, numéro masqué, état",
    ),
    Scope(
        "ACCOUNT_DETAILED",
        "detailed accounts",
        "account balances, rates and terms",
        True,
        "comptes détaillés",
        "soldes, taux et conditions du compte",
    ),
    Scope(
        "ACCOUNT_PAYMENTS",
        "payment numbers",
        "account numbers usable for payments",
        True,
        "numéros de paiement",
        "numéros de compte utilisables pour des paiements",
    ),
    Scope(
        "INVESTMENTS",
        "investments",
        "investment holdings and positions",
        False,
        "placements",
        "placements détenus et positions",
    ),
    Scope(
        "TRANSACTIONS",
        "transactions",
        "transaction history",
        False,
        "opérations",
        "historique des opérations",
    ),
    Scope(
        "STATEMENTS",
        "statements",
        "list of statements and their files",
        False,
        "relevés",
        "liste des relevés et leurs fichiers",
    ),
    Scope(
        "CUSTOMER_CONTACT",
        "contact details",
        "name, address, phone and e-mail of the account holder",
        False,
        "coordonnées",
        "nom, adresse, téléphone et courriel du titulaire du compte",
    ),
    Scope(
        "CUSTOMER_PERSONAL",
        "personal details",
        "personal identity: may hold birth date, tax id and government id",
        False,
        "renseignements personnels",
        "identité de la personne : peut contenir la date de naissance et des numéros "
        "d'identification fiscale et gouvernementale",
    ),
    Scope(
        "client:admin",
        "administration",
        "administration by the partner; never expected on this page",
        True,
        "administration",
        "administration par le partenaire; jamais attendue sur cette page",
    ),
)

CLUSTERS = frozenset(scope.token for scope in SCOPES if scope.token.isupper())
SENSITIVE = ("ACCOUNT_PAYMENTS", "CUSTOMER_PERSONAL")
REQUIRED = "ACCOUNT_BASIC"

_BY_TOKEN = {scope.token: scope for scope in SCOPES}


def meaning(token: str, language: str = "en") -> str | None:
    """What the token lets the recipient read, or None where that is not known."""
    scope = _BY_TOKEN.get(token)
    if scope is None:
        return None
    return scope.meaning_fr if language == "fr" else scope.meaning


def short_names(tokens: list[str], language: str = "en") -> list[str]:
    """Scopes in few words; neighbours of one kind are told together (`contact and personal
    details`, `comptes de base et détaillés`), unknown tokens are named as such."""
    french = language == "fr"
    told: list[tuple[str, str]] = []
    for token in tokens:
        kind, rest = _kind_and_rest(token, french)
        if told and rest and told[-1][1] and told[-1][0] == kind and token in _BY_TOKEN:
            told[-1] = (kind, f"{told[-1][1]} {'et' if french else 'and'} {rest}")
        else:
            told.append((kind, rest))
    if french:
        return [f"{kind} {rest}".strip() for kind, rest in told]
    return [f"{rest} {kind}".strip() for kind, rest in told]


def _kind_and_rest(token: str, french: bool) -> tuple[str, str]:
    """The noun of a short name and what is said of it, which in French stands behind it."""
    scope = _BY_TOKEN.get(token)
    if scope is None:
        return (token, "(inconnu)") if french else ("(unknown)", token)
    if french:
        kind, _, rest = scope.short_fr.partition(" ")
        return kind, rest
    rest, _, kind = scope.short.rpartition(" ")
    return kind, rest
