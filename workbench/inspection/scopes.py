"""What each scope lets the recipient read, in words; what is unknown is said to be unknown.

The eight tokens of the page are the `DataCluster` values of FDX API 5.0. `sure` is False where
the words are inferred from the FDX resource of that name and no page of Flinks was seen saying so.
"""

from __future__ import annotations

from typing import NamedTuple


class Scope(NamedTuple):
    """One scope token, its short name, what it lets the recipient read, and whether that is
    documented."""

    token: str
    short: str
    meaning: str
    sure: bool


SCOPES = (
    Scope(
        "ACCOUNT_BASIC",
        "basic accounts",
        "basic account details: id, type, name, masked number, status",
        True,
    ),
    Scope("ACCOUNT_DETAILED", "detailed accounts", "account balances, rates and terms", True),
    Scope("ACCOUNT_PAYMENTS", "payment numbers", "account numbers usable for payments", True),
    Scope("INVESTMENTS", "investments", "investment holdings and positions", False),
    Scope("TRANSACTIONS", "transactions", "transaction history", False),
    Scope("STATEMENTS", "statements", "list of statements and their files", False),
    Scope(
        "CUSTOMER_CONTACT",
        "contact details",
        "name, address, phone and e-mail of the account holder",
        False,
    ),
    Scope(
        "CUSTOMER_PERSONAL",
        "personal details",
        "personal identity: may hold birth date, tax id and government id",
        False,
    ),
    Scope(
        "client:admin",
        "administration",
        "administration by the partner; never expected on this page",
        True,
    ),
)

CLUSTERS = frozenset(scope.token for scope in SCOPES if scope.token.isupper())
SENSITIVE = ("ACCOUNT_PAYMENTS", "CUSTOMER_PERSONAL")
REQUIRED = "ACCOUNT_BASIC"

_MEANINGS = {scope.token: scope.meaning for scope in SCOPES}
_SHORT = {scope.token: scope.short for scope in SCOPES}


def meaning(token: str) -> str | None:
    """What the token lets the recipient read, or None where that is not known."""
    return _MEANINGS.get(token)


def short_names(tokens: list[str]) -> list[str]:
    """Scopes in few words; neighbours of one kind are told together (`contact and personal
    details`), unknown tokens are named as such."""
    told: list[tuple[str, str]] = []
    for token in tokens:
        before, _, kind = _SHORT.get(token, f"{token} (unknown)").rpartition(" ")
        if told and before and told[-1][0] and told[-1][1] == kind and token in _SHORT:
            told[-1] = (f"{told[-1][0]} and {before}", kind)
        else:
            told.append((before, kind))
    return [f"{before} {kind}" if before else kind for before, kind in told]
