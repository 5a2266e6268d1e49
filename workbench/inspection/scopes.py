"""What each scope lets the recipient read, in words; what is unknown is said to be unknown.

The eight tokens of the page are the `DataCluster` values of FDX API 5.0. `sure` is False where
the words are inferred from the FDX resource of that name and no page of Flinks was seen saying so.
"""

from __future__ import annotations

from typing import NamedTuple


class Scope(NamedTuple):
    """One scope token, what it lets the recipient read, and whether that is documented."""

    token: str
    meaning: str
    sure: bool


SCOPES = (
    Scope("ACCOUNT_BASIC", "basic account details: id, type, name, masked number, status", True),
    Scope("ACCOUNT_DETAILED", "account balances, rates and terms", True),
    Scope("ACCOUNT_PAYMENTS", "account numbers usable for payments", True),
    Scope("INVESTMENTS", "investment holdings and positions", False),
    Scope("TRANSACTIONS", "transaction history", False),
    Scope("STATEMENTS", "list of statements and their files", False),
    Scope("CUSTOMER_CONTACT", "name, address, phone and e-mail of the account holder", False),
    Scope(
        "CUSTOMER_PERSONAL",
        "personal identity: may hold birth date, tax id and government id",
        False,
    ),
    Scope("client:admin", "administration by the partner; never expected on this page", True),
)

CLUSTERS = frozenset(scope.token for scope in SCOPES if scope.token.isupper())
SENSITIVE = ("ACCOUNT_PAYMENTS", "CUSTOMER_PERSONAL")
REQUIRED = "ACCOUNT_BASIC"

_MEANINGS = {scope.token: scope.meaning for scope in SCOPES}


def meaning(token: str) -> str | None:
    """What the token lets the recipient read, or None where that is not known."""
    return _MEANINGS.get(token)
