"""SAML messages: what their root element says, by bounded text search.

No XML parser is used: a hostile document has nothing to expand. Signatures are not verified.
SAML Bindings 3.4 (redirect: base64 of raw DEFLATE) and 3.5 (POST: base64).
"""

from __future__ import annotations

import re

from workbench.inspection.decoders.registry import Hint, Proof, recogniser
from workbench.model.finding import Json

_ROOT = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?<(?:[\w.\-]{1,40}:)?"
    r"(AuthnRequest|Response|LogoutRequest|LogoutResponse)\b([^>]{0,4000})>"
)
_ATTRIBUTE = re.compile(r'\b(ID|IssueInstant|Destination)\s*=\s*["\']([^"\'<]{0,500})["\']')
_ISSUER = re.compile(r"<(?:[\w.\-]{1,40}:)?Issuer\b[^>]{0,500}>([^<]{0,500})<")
_LOOKED_AT = 16_384


@recogniser("saml", "a SAML message: its kind, id, time, issuer and destination")
def saml(text: str, _: Hint) -> Proof | None:
    """Only a text whose root is a SAML message; its contents are not read further."""
    if "<" not in text[:300]:
        return None
    start = text[:_LOOKED_AT]
    root = _ROOT.match(start)
    if root is None:
        return None
    value: dict[str, Json] = {"message": root[1]}
    value.update(_ATTRIBUTE.findall(root[2]))
    issuer = _ISSUER.search(start, root.end())
    if issuer is not None:
        value["Issuer"] = issuer[1].strip()
    return Proof(value, ("signature not verified",))
