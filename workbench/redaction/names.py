"""Which names stand for secrets: two tables and one question.

`READABLE` are the names people quote to each other in a ticket: they win. `SECRET` are masked.
Letter case, `-`, `_` and `.` never matter, and a name counts by its last word as well
(`user[password]`, `x-session-token`, `oauthState`).
"""

from __future__ import annotations

import re
from functools import lru_cache

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")


def normal(name: str) -> str:
    """The name as the tables hold it: lower case, letters and digits only."""
    return _NOT_LETTERS.sub("", name.lower())


def _table(names: str) -> frozenset[str]:
    return frozenset(map(normal, names.split()))


READABLE = _table("""
    scope provider_id client_id connectionId institution_id lang tag redirect_uri response_type
    response_mode recipientId reauth allowInteraction prompt display ui_locales grant_type
    token_type token_type_hint expires_in code_challenge_method error error_code error_description
    error_uri status_code http_status flinks_code x-correlation-id correlation_id traceparent
    trace_id x-trace-id x-request-id request_id cf-ray x-amzn-trace-id token_endpoint
""")

SECRET = _table("""
    flinks-auth-key authorization proxy-authorization cookie set-cookie x-api-key api_key
    x-auth-token auth_key auth_token authorize_token access_key private_key REF state resumePath
    code auth_code authorization_code login_code access_code device_code user_code request_uri
    verification_code security_code otp_code loginId access_token id_token refresh_token
    id_token_hint login_hint login_token subject_token actor_token client_secret client_assertion
    assertion SAMLResponse SAMLRequest RelayState code_verifier nonce secret password passwd pwd
    passphrase pin otp token jwt csrf xsrf __RequestVerificationToken __VIEWSTATE session
    session_id sid session_state jsessionid phpsessid signature sig credential credentials
    user_name
""")

# A name that ends in one of these words is a secret too: `csrf-token`, `oauthState`, `dbPassword`.
LAST_WORDS = _table("""
    token tokens secret secrets password passwd passphrase state apikey authkey jwt cookie
    credential credentials signature nonce assertion sessionid resumepath loginid
""")
_LAST_TWO = _table("api_key auth_key access_key private_key secret_key session_id login_id")

# Secret names that are words of ordinary sentences: "state: an unguessable value" is prose, so
# these count in running text only beside `=` or inside quotes.
PROSE = _table("""
    state code token tokens session signature secret secrets password credential credentials pin
    ref nonce assertion cookie user_name sid sig csrf otp
""")

COOKIE_NAMES = _table("cookie set-cookie")
SCHEME_NAMES = _table("authorization proxy-authorization flinks-auth-key")


@lru_cache(maxsize=4096)
def _judged(name: str) -> bool:
    whole = normal(name)
    if whole in READABLE:
        return False
    if whole in SECRET:
        return True
    words = [word.lower() for word in _WORDS.findall(name)]
    if not words:
        return False
    return words[-1] in LAST_WORDS or "".join(words[-2:]) in _LAST_TWO or _bracketed(name)


def _bracketed(name: str) -> bool:
    """Whether the last step of `a[b]` or `a.b` is a secret name by itself."""
    steps = [step for step in re.split(r"[\[\].]+", name) if step]
    return len(steps) > 1 and normal(steps[-1]) in SECRET


def is_secret(name: str) -> bool:
    """Whether a value under this name is masked. A name longer than 200 characters is cut first."""
    return _judged(name[-200:])


def is_prose(name: str) -> bool:
    """Whether the name is also a word of ordinary sentences."""
    return normal(name) in PROSE


def label(name: str) -> str:
    """The name as it stands in a mask: letters, digits, `-` and `_`, at most 24 characters."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", name)[:24].strip("-") or "secret"
