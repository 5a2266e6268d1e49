"""How other tools name a failed call, and what the workbench calls it: two tables."""

from __future__ import annotations

from typing import NamedTuple

from workbench.model.capture import Failure, FailureKind, Phase

_HINT = "the call was made by another tool; call again from here to see more"


class Meaning(NamedTuple):
    """What a foreign code stands for."""

    kind: FailureKind
    cause: str
    phase: Phase


UNKNOWN = Meaning("protocol", "unknown", "wait")

# Exit codes of curl (curl's manual, "EXIT CODES").
CURL = {
    5: Meaning("connect", "proxy", "connect"),
    6: Meaning("connect", "dns", "dns"),
    7: Meaning("connect", "refused", "connect"),
    18: Meaning("protocol", "closed", "receive"),
    28: Meaning("timeout", "timeout", "wait"),
    35: Meaning("tls", "handshake", "tls"),
    52: Meaning("protocol", "closed", "wait"),
    55: Meaning("protocol", "reset", "send"),
    56: Meaning("protocol", "reset", "receive"),
    60: Meaning("tls", "untrusted", "tls"),
    97: Meaning("connect", "proxy", "connect"),
}

# Parts of the words that browsers write into a HAR's `_error` (Chromium's net error list).
BROWSER = (
    ("NAME_NOT_RESOLVED", Meaning("connect", "dns", "dns")),
    ("NAME_RESOLUTION", Meaning("connect", "dns", "dns")),
    ("CONNECTION_REFUSED", Meaning("connect", "refused", "connect")),
    ("ADDRESS_UNREACHABLE", Meaning("connect", "unreachable", "connect")),
    ("INTERNET_DISCONNECTED", Meaning("connect", "unreachable", "connect")),
    ("PROXY", Meaning("connect", "proxy", "connect")),
    ("TUNNEL", Meaning("connect", "proxy", "connect")),
    ("TIMED_OUT", Meaning("timeout", "timeout", "wait")),
    ("CERT_DATE", Meaning("tls", "expired", "tls")),
    ("CERT_COMMON_NAME", Meaning("tls", "wrong-host", "tls")),
    ("CERT", Meaning("tls", "untrusted", "tls")),
    ("SSL", Meaning("tls", "handshake", "tls")),
    ("CONNECTION_RESET", Meaning("protocol", "reset", "receive")),
    ("CONNECTION_CLOSED", Meaning("protocol", "closed", "receive")),
    ("EMPTY_RESPONSE", Meaning("protocol", "closed", "wait")),
    ("ABORT", Meaning("cancelled", "cancelled", "wait")),
    ("CANCEL", Meaning("cancelled", "cancelled", "wait")),
    ("BLOCKED", Meaning("cancelled", "blocked", "send")),
)


def curl_failure(code: int, words: str) -> Failure:
    """The failure that curl ended with."""
    meaning = CURL.get(code, UNKNOWN)
    return Failure(*meaning, message=f"curl: {words[:300]}", hint=_HINT)


def browser_failure(words: str) -> Failure:
    """The failure behind a HAR entry without an answer; `words` may be empty."""
    upper = words.upper()
    meaning = next((meaning for part, meaning in BROWSER if part in upper), UNKNOWN)
    message = words[:300] or "no answer; the file does not say why"
    return Failure(*meaning, message=message, hint=_HINT)
