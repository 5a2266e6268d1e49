"""Addresses: the identity provider's resume path, Flinks' callback, URLs and query strings."""

from __future__ import annotations

import re

from workbench.inspection.decoders.registry import DIGITS, LETTERS, Hint, Proof, recogniser
from workbench.inspection.written_url import read_pairs, split
from workbench.model.finding import Json

_RESUME = re.compile(r"/as/([A-Za-z0-9_-]{1,64})/resume/as/authorization\.ping")
_CALLBACK = re.compile(
    r"/v3/([0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12})/openbanking/callback"
)
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]{1,30}://[^\s/?#]")
_QUERY = re.compile(
    r"[A-Za-z0-9_.\-]{1,64}=(?:[^%&=\s]|%[0-9A-Fa-f]{2})*"
    r"(?:&[A-Za-z0-9_.\-]{1,64}=(?:[^%&=\s]|%[0-9A-Fa-f]{2})*)*"
)
_QUERY_NAMES = frozenset(
    {
        *("client_id", "code", "code_challenge", "connectionId", "error", "institution_id"),
        *("lang", "loginId", "login_id", "nonce", "recipientId", "redirect_uri", "request_uri"),
        *("resumePath", "response_type", "scope", "state", "tag"),
    }
)


@recogniser("resume-path", "where the identity provider resumes the flow", starts="/")
def resume_path(text: str, _: Hint) -> Proof | None:
    """The flow id; relative paths only."""
    match = _RESUME.fullmatch(text) if text.startswith("/as/") else None
    return Proof({"flow": match[1], "endpoint": "authorization.ping"}) if match else None


@recogniser("callback-url", "Flinks' own callback of one customer", starts="hH")
def callback_url(text: str, hint: Hint) -> Proof | None:
    """The customer id; only on the host that was asked."""
    if "/openbanking/callback" not in text:
        return None
    parts = split(text)
    match = _CALLBACK.fullmatch(parts.path)
    if not match or parts.query or parts.fragment or parts.scheme not in ("http", "https"):
        return None
    if not parts.host or (hint.host and parts.host != hint.host):
        return None
    return Proof({"host": parts.host, "customer": match[1]})


@recogniser("url", "an address; the values of its query are read as well", starts=LETTERS)
def url(text: str, _: Hint) -> Proof | None:
    """Host first, then the other parts; the query as pairs in order, as a server reads them."""
    if "://" not in text or not _URL.match(text) or not text.isprintable() or " " in text:
        return None
    parts = split(text)
    if not parts.host:
        return None
    value: dict[str, Json] = {"host": parts.host, "scheme": parts.scheme, "path": parts.path}
    shown = _unicode_host(parts.host)
    if shown != parts.host:
        value["host_shown"] = shown
    if parts.port:
        value["port"] = parts.port
    if parts.query is not None:
        value["query"] = _json_pairs(read_pairs(parts.query))
    if parts.fragment is not None:
        value["fragment"] = parts.fragment
    notes = ("holds a user name or password",) if parts.userinfo is not None else ()
    return Proof(value, notes, inner=parts.query is not None or parts.fragment is not None)


@recogniser("query-string", "names and values as in a URL", starts=f"{LETTERS}{DIGITS}_.-")
def query_string(text: str, _: Hint) -> Proof | None:
    """The pairs in order, repeats kept; one pair alone must have a name of the protocol."""
    if "=" not in text or not text.isprintable() or not _QUERY.fullmatch(text):
        return None
    found = read_pairs(text)
    if len(found) < 2 and not any(name in _QUERY_NAMES for name, _ in found):
        return None
    return Proof(_json_pairs(found), inner=True)


def _json_pairs(found: tuple[tuple[str, str], ...]) -> Json:
    return [[name, value] for name, value in found]


def _unicode_host(host: str) -> str:
    if "xn--" not in host:
        return host
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host
