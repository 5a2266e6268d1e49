"""Which parts of an answer stay the same from call to call, and which are new each time.

*Stable*: a difference is news. *Volatile*: expected to differ. *Derived*: follows from something
else, never reported alone. What is unknown counts as stable.
"""

from __future__ import annotations

import re

from workbench.model.comparison import Nature

# Inputs of the page whose value is one flow's own.
VOLATILE_INPUTS = frozenset({"REF", "state", "resumePath"})
STABLE_INPUTS = frozenset(
    {
        *("allowInteraction", "client_id", "connectionId", "lang", "provider_id", "reauth"),
        *("redirect_uri", "response_type", "scope"),
    }
)
VOLATILE_PARAMETERS = frozenset({"state", "tag"})
# Leaves of the decoded state: `i` is an id of one request.
VOLATILE_LEAVES = frozenset({"i"})

VOLATILE_HEADERS = frozenset(
    {
        *("age", "alt-svc", "cf-ray", "correlation-id", "date", "etag", "expires"),
        *("last-modified", "nel", "report-to", "request-id", "retry-after"),
        *("server-timing", "set-cookie", "traceparent", "tracestate", "x-amz-cf-id"),
        *("x-amz-cf-pop", "x-amzn-requestid", "x-amzn-trace-id", "x-azure-ref"),
        *("x-b3-spanid", "x-b3-traceid", "x-cache", "x-correlation-id", "x-ms-request-id"),
        *("x-ratelimit-remaining", "x-ratelimit-reset", "x-request-id", "x-response-time"),
        *("x-runtime", "x-trace-id"),
    }
)
DERIVED_HEADERS = frozenset(
    {"connection", "content-encoding", "content-length", "keep-alive", "transfer-encoding"}
)
SECURITY_HEADERS = frozenset(
    {
        "cache-control",
        "content-security-policy",
        "content-type",
        "referrer-policy",
        "strict-transport-security",
        "x-content-type-options",
        "x-frame-options",
    }
)

_NONCE = re.compile(r"'nonce-[^']*'")
_RESUME = re.compile(r"^(.*/as/)[^/]+(/resume/.*)$", re.DOTALL)


def header_nature(name: str) -> Nature:
    """The class of a header by its name, letter case aside."""
    lowered = name.lower()
    if lowered in VOLATILE_HEADERS:
        return "volatile"
    return "derived" if lowered in DERIVED_HEADERS else "stable"


def without_nonce(policy: str) -> str:
    """A header value with the nonces of a policy made equal."""
    return _NONCE.sub("'nonce-*'", policy)


def path_shape(path: str) -> str:
    """A path with the flow id of a resume path made equal."""
    match = _RESUME.match(path)
    return f"{match[1]}*{match[2]}" if match else path
