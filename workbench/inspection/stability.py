"""Which parts of an answer stay the same from call to call, and which are new each time.

*Stable*: a difference is news. *Volatile*: expected to differ; where a one-time value is equal in
two answers, that is the news. *Derived*: follows from something else, never reported alone. What is
unknown counts as stable until the history shows that it never repeats. Shared by the comparison,
the shape and whatever judges an exchange by those before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

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
# Names in the query of a Location whose value is one flow's own.
VOLATILE_QUERY = frozenset(
    {
        *("code", "code_challenge", "correlation_id", "loginId", "nonce", "request"),
        *("request_uri", "state", *VOLATILE_INPUTS),
    }
)

# Names one answer or one way through the servers: a new one for each call.
ONE_TIME_HEADERS = frozenset(
    {
        *("akamai-request-id", "b3", "cf-ray", "correlation-id", "eagleeye-traceid"),
        *("fly-request-id", "request-id", "traceparent", "uber-trace-id", "x-amz-apigw-id"),
        *("x-amz-cf-id", "x-amz-id-2", "x-amz-request-id", "x-amzn-requestid"),
        *("x-amzn-trace-id", "x-azure-ref", "x-b3-spanid", "x-b3-traceid"),
        *("x-cloud-trace-context", "x-correlation-id", "x-iinfo", "x-ms-request-id"),
        *("x-oracle-dms-ecid", "x-request-id", "x-sucuri-id", "x-trace-id", "x-transaction-id"),
        *("x-vcap-request-id",),
    }
)
_ONE_TIME_ENDS = ("-request-id", "-requestid", "-trace-id", "-traceid", "-correlation-id")
# Differ by the moment; that such a header is there is as stable as its like.
_OF_THE_MOMENT = frozenset(
    {"date", "x-amz-cf-pop", "x-response-time", "x-runtime", "x-served-by", "x-timer"}
)
# Come and go by themselves: caches, limits, samples, offers of other protocols.
_COMING_AND_GOING = frozenset(
    {
        *("age", "alt-svc", "baggage", "etag", "expires", "last-modified", "nel"),
        *("ratelimit", "ratelimit-remaining", "ratelimit-reset", "report-to", "retry-after"),
        *("sentry-trace", "server-timing", "tracestate", "x-cache", "x-cache-hits"),
        *("x-envoy-upstream-service-time", "x-kong-proxy-latency", "x-kong-upstream-latency"),
        *("x-ratelimit-remaining", "x-ratelimit-reset"),
    }
)
VOLATILE_HEADERS = ONE_TIME_HEADERS | _OF_THE_MOMENT | _COMING_AND_GOING
DERIVED_HEADERS = frozenset(
    {"connection", "content-encoding", "content-length", "keep-alive", "transfer-encoding"}
)
# Whose value tells how the answer may be used.
SECURITY_HEADERS = frozenset(
    {
        *("access-control-allow-credentials", "access-control-allow-origin", "cache-control"),
        *("content-security-policy", "content-security-policy-report-only", "content-type"),
        *("cross-origin-embedder-policy", "cross-origin-opener-policy"),
        *("cross-origin-resource-policy", "permissions-policy", "referrer-policy"),
        *("strict-transport-security", "x-content-type-options", "x-frame-options"),
    }
)
# Compared by their parts, not as headers.
HEADERS_READ_ELSEWHERE = frozenset({"location", "set-cookie"})

_NONCE = re.compile(r"'nonce-([^']*)'")
_RESUME = re.compile(r"^(.*/as/)([^/]+)(/resume/.*)$", re.DOTALL)
# Runs of letters and digits, some of which are no words: ids in titles and messages.
_RUN = re.compile(r"[A-Za-z0-9_-]{8,}")
_HEX = re.compile(r"[0-9A-Fa-f]+")
_LONG_RUN = 16
_LONGEST_COOKIE_NAME = 256
_OPAQUE_TAIL = re.compile(r"([._])[A-Za-z0-9_\-+=%]{16,}$")


def is_one_time(name: str) -> bool:
    """Whether the header names one answer alone."""
    lowered = name.lower()
    return lowered in ONE_TIME_HEADERS or lowered.endswith(_ONE_TIME_ENDS)


def header_nature(name: str) -> Nature:
    """The class of a header's value by its name, letter case aside."""
    lowered = name.lower()
    if lowered in VOLATILE_HEADERS or lowered.endswith(_ONE_TIME_ENDS):
        return "volatile"
    return "derived" if lowered in DERIVED_HEADERS else "stable"


def presence_nature(name: str) -> Nature:
    """The class of a header's coming or going."""
    lowered = name.lower()
    if lowered in _COMING_AND_GOING:
        return "volatile"
    return "derived" if lowered in DERIVED_HEADERS else "stable"


def input_nature(name: str, before: str, after: str) -> Nature:
    """The class of a difference between two values of an input; unknown ones are stable."""
    if name not in VOLATILE_INPUTS:
        return "stable"
    if name == "resumePath" and path_shape(before) != path_shape(after):
        return "stable"
    return "volatile"


def is_unknown(name: str) -> bool:
    """Whether nothing is known of an input of that name."""
    return name not in STABLE_INPUTS and name not in VOLATILE_INPUTS


def words_nature(before: str, after: str) -> Nature:
    """The class of a difference between two texts for people: ids in them differ each time."""
    return "volatile" if words_shape(before) == words_shape(after) else "stable"


def without_nonce(policy: str) -> str:
    """A header value with the nonces of a policy made equal (CSP 3 section 2.3.1)."""
    return _NONCE.sub("'nonce-*'", policy) if "'nonce-" in policy else policy


def nonces(policy: str) -> frozenset[str]:
    """The nonces of a policy."""
    return frozenset(_NONCE.findall(policy))


def path_shape(path: str) -> str:
    """A path with the flow id of a resume path made equal."""
    match = _RESUME.match(path)
    return f"{match[1]}*{match[3]}" if match else path


def flow_id(path: str) -> str | None:
    """The flow id of a resume path, or None."""
    match = _RESUME.match(path)
    return match[2] if match else None


def words_shape(text: str) -> str:
    """A text for people with the ids in it made equal."""
    return _RUN.sub(_without_id, text)


def _without_id(run: re.Match[str]) -> str:
    text = run[0]
    if not any(character.isdigit() for character in text):
        return text
    return "*" if len(text) >= _LONG_RUN or _HEX.fullmatch(text) else text


def cookie_shape(name: str) -> str:
    """The name of a cookie, without the random end that some have (`.Correlation.x7Qm...`)."""
    return name if len(name) > _LONGEST_COOKIE_NAME else _OPAQUE_TAIL.sub(r"\1*", name)


def steps_shape(steps: Iterable[str]) -> tuple[str, ...]:
    """The steps of a decoding, one name for both alphabets of base64: a text in which neither of
    their own two letters stands is of either."""
    return tuple("base64" if step == "base64url" else step for step in steps)
