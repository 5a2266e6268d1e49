"""Lists of scopes, each token with what it lets the recipient read."""

from __future__ import annotations

from workbench.inspection.decoders.registry import Hint, Proof, recogniser
from workbench.inspection.scopes import meaning
from workbench.model.finding import Json

UNKNOWN = "unknown here: defined by the server or the bank"


@recogniser("scope-list", "scopes (RFC 6749 section 3.3), each in words")
def scope_list(text: str, hint: Hint) -> Proof | None:
    """Token -> meaning, in order; only under the name `scope`."""
    if hint.name != "scope" or not text.strip() or len(text) > 4096:
        return None
    value: dict[str, Json] = {
        token: meaning(token) or UNKNOWN for token in text.split(" ") if token
    }
    return Proof(value)
