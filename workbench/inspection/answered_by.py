"""Who answered: the application, a gateway in front of it, a firewall, or one's own network.

Said only where the bytes prove it; None is an answer. A firewall or network is what the findings
recognised by its page; a gateway by what gateways write when the application did not answer.
"""

from __future__ import annotations

import re
from typing import Literal

from workbench.model.exchange import Exchange
from workbench.model.response import Response

AnsweredBy = Literal["application", "gateway", "firewall", "network"]

# Shapes of errors that only a program writes (`FieldErrors.shape`).
_OF_PROGRAMS = frozenset({"flinks", "validation-problem", "problem", "oauth", "field-map", "fdx"})
# Headers that gateways add to what they answer themselves, and their names.
_GATEWAY_HEADERS = ("x-amz-apigw-id", "x-amzn-errortype")
_GATEWAY_SERVERS = ("awselb/", "microsoft-azure-application-gateway/")
_GATEWAY_PAGE = re.compile(
    r"<center>(?:nginx|openresty)\b|bad gateway|gateway time-?out|upstream connect error"
    r"|no healthy upstream|no available server|guru meditation",
    re.IGNORECASE,
)
_GATEWAY_STATUSES = (502, 504)
_LOOKED_AT = 65_536


def answered_by(exchange: Exchange) -> AnsweredBy | None:
    """Who wrote the answer, as far as it can be told."""
    response = exchange.response
    if response is None or response.status is None:
        return None
    for finding in exchange.findings:
        # A certificate tells who listens on the way, not who answered.
        if finding.id == "response.intercepted" and not finding.evidence.startswith("tls"):
            return "network"
        if finding.id == "response.block-page":
            return "firewall"
    if response.status >= 400:
        if _is_gateway(response):
            return "gateway"
        return "application" if exchange.errors.shape in _OF_PROGRAMS else None
    return "application" if exchange.redirect.kind != "none" else None


def _is_gateway(response: Response) -> bool:
    if any(response.header(name) is not None for name in _GATEWAY_HEADERS):
        return True
    if (response.header("Server") or "").lower().startswith(_GATEWAY_SERVERS):
        return True
    if response.status in _GATEWAY_STATUSES:
        return True
    return _GATEWAY_PAGE.search((response.text or "")[:_LOOKED_AT]) is not None
