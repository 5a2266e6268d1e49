"""Findings about a return address: the redirect_uri that was sent, and the one inside the state.

One table; each row is registered twice. An address inside the state is judged only where it is not
the very one that was sent: one cause, one finding.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from ipaddress import ip_address
from typing import NamedTuple

from workbench.inspection.findings.registry import Mark, finding
from workbench.inspection.findings.request_parameters import misspelt
from workbench.inspection.findings.subject import KNOWN_PARAMETERS, Subject
from workbench.inspection.findings.wording import listed, quoted
from workbench.inspection.written_url import WrittenUrl, pairs, split
from workbench.model.finding import Severity

_ENCODED_START = re.compile(r"https?%3A", re.IGNORECASE)
_ENCODED_TWICE = re.compile(r"%25(?:3A|2F)", re.IGNORECASE)
_QUERY_START = re.compile(r"%(?:25)*3F|\?", re.IGNORECASE)
_PORT_NOT_PATH = re.compile(r"\d{1,5}(?:/|$)")
_PRIVATE_ENDINGS = (".local", ".internal", ".test", ".example", ".lan", ".home.arpa")
_ANSWER_NAMES = frozenset({"state", "code", "error", "error_description", "loginId", "iss"})


class ReturnAddress(NamedTuple):
    """One address: decoded text, its parts, and as it stood on the wire (None inside a state)."""

    text: str
    url: WrittenUrl
    raw: str | None


class _Row(NamedTuple):
    """A rule of addresses. `plain` says that it can fire where the address is plain: https, and
    nothing but a host, a port and a simple path."""

    name: str
    severity: Severity
    title: str
    explanation: str
    source: str
    test: Callable[[ReturnAddress], str | None]
    plain: bool = False


@lru_cache(maxsize=64)
def return_address(text: str, raw: str | None = None) -> ReturnAddress:
    """An address ready to be judged."""
    return ReturnAddress(text, split(text), raw)


def _host_and_port_alone(address: ReturnAddress) -> bool:
    """`localhost:3000/cb` splits into a scheme and a path: no such scheme is meant."""
    url = address.url
    return bool(url.scheme and not url.host and _PORT_NOT_PATH.match(url.path))


def _is_web(address: ReturnAddress) -> bool:
    return address.url.scheme in ("http", "https")


def _double_encoded(address: ReturnAddress) -> str | None:
    raw = _QUERY_START.split(address.raw, maxsplit=1)[0] if address.raw else ""
    if _ENCODED_START.match(address.text) or _ENCODED_TWICE.search(raw):
        return f"After one decoding it is {quoted(address.text)}."
    return None


def _not_absolute(address: ReturnAddress) -> str | None:
    url = address.url
    if _ENCODED_START.match(address.text):
        return None
    lacks = not url.scheme or _host_and_port_alone(address) or (_is_web(address) and not url.host)
    return f"It is {quoted(address.text)}." if lacks else None


def _fragment(address: ReturnAddress) -> str | None:
    return "It holds #." if "#" in address.text else None


def _http(address: ReturnAddress) -> str | None:
    url = address.url
    clear = url.scheme == "http" and url.host and not url.loopback
    return f"The callback goes to http://{url.host[:80]}." if clear else None


def _localhost(address: ReturnAddress) -> str | None:
    return "The host is localhost." if address.url.host == "localhost" else None


def _private_host(address: ReturnAddress) -> str | None:
    host = address.url.host
    if not _is_web(address) or not host or address.url.loopback:
        return None
    try:
        # Only what ends in a digit or has a colon can be an address.
        address_like = ":" in host or host[-1:].isdigit()
        private = address_like and ip_address(host).is_private
    except ValueError:
        private = False
    name = host.rstrip(".")
    private = private or (not address_like and "." not in name) or name.endswith(_PRIVATE_ENDINGS)
    return f"The host is {quoted(host)}." if private else None


def _wildcard(address: ReturnAddress) -> str | None:
    return "It holds *." if "*" in address.url.host + address.url.path else None


def _userinfo(address: ReturnAddress) -> str | None:
    return None if address.url.userinfo is None else "Something stands before @ in its host."


def _untidy(address: ReturnAddress) -> str | None:
    text = address.text
    if text != text.strip():
        return "It begins or ends with a space."
    if not text.isprintable() and any(ord(c) < 0x20 or ord(c) == 0x7F for c in text):
        return "It holds a control character."
    if "\\" in text:
        return "It holds a backslash."
    return None if address.url.host.isascii() else "Its host is not ASCII (no xn-- form)."


def _reserved_query(address: ReturnAddress) -> str | None:
    found = [name for name, _ in pairs(address.url.query) if name in _ANSWER_NAMES]
    return f"Its own query holds {listed(found)}." if found else None


def _custom_scheme(address: ReturnAddress) -> str | None:
    scheme = address.url.scheme
    custom = scheme and not _is_web(address) and not _host_and_port_alone(address)
    return f"The scheme is {quoted(scheme)}." if custom else None


_ROWS = (
    _Row(
        "not-absolute",
        "error",
        "The return address is not absolute",
        "It must be an absolute URI: write it with https:// and host.",
        "RFC 6749 3.1.2",
        _not_absolute,
    ),
    _Row(
        "fragment",
        "error",
        "The return address has a fragment",
        "A fragment is forbidden: remove it; the route of a single-page app needs a path.",
        "RFC 6749 3.1.2",
        _fragment,
    ),
    _Row(
        "http",
        "error",
        "The callback would come in clear",
        "Servers must refuse it: use https.",
        "RFC 9700 2.6; RFC 6749 3.1.2.1",
        _http,
    ),
    _Row(
        "localhost",
        "info",
        "The return address is this machine",
        "It works on one machine only and names resolve differently: prefer "
        "http://127.0.0.1:PORT/.",
        "RFC 8252 7.3, 8.3",
        _localhost,
        plain=True,
    ),
    _Row(
        "private-host",
        "warning",
        "The end user's browser cannot reach the return address",
        "The host is not public: use one that is.",
        "house",
        _private_host,
        plain=True,
    ),
    _Row(
        "wildcard",
        "error",
        "The return address has a wildcard",
        "Only exact matches are allowed: have each URL registered.",
        "RFC 9700 2.1, 4.1.3",
        _wildcard,
    ),
    _Row(
        "double-encoded",
        "error",
        "The return address is percent-encoded twice",
        "Often a library and a hand both did it: encode it once.",
        "RFC 6749 4.1.1, App. B",
        _double_encoded,
    ),
)
_FURTHER_ROWS = (
    _Row(
        "userinfo",
        "error",
        "The return address holds a user name",
        "It hides the true host and must not be sent: remove it.",
        "RFC 9110 4.2.4",
        _userinfo,
    ),
    _Row(
        "untidy",
        "error",
        "The return address cannot match the registered one",
        "It is compared character by character: clean it.",
        "RFC 9700 4.1.3; RFC 3986 6.2.1",
        _untidy,
    ),
    _Row(
        "reserved-query",
        "warning",
        "The return address uses a name of the callback",
        "The callback will carry the name twice: rename it.",
        "RFC 6749 3.1, 3.1.2",
        _reserved_query,
    ),
    _Row(
        "custom-scheme",
        "info",
        "The return address is an app's own scheme",
        "Any app may claim it: a claimed https link is preferred.",
        "RFC 8252 7.1, 7.2",
        _custom_scheme,
    ),
)


@finding(
    "request.redirect-uri-missing",
    "info",
    "No return address was sent",
    "It is optional, but what is used then is not documented: send it so that it is explicit.",
    needs="R",
    source="OpenAPI of the endpoint; RFC 6749 4.1.1",
)
def _redirect_uri_missing(subject: Subject) -> Iterator[Mark]:
    if not subject.sent("redirect_uri") and "redirect_uri" not in misspelt(subject):
        yield Mark("request.params.redirect_uri")


def sent_address(subject: Subject) -> ReturnAddress | None:
    """The redirect_uri as sent, or None where none was."""
    text = subject.sent("redirect_uri")
    if not text:
        return None
    raw = next((value for name, value in subject.raw_pairs if name == "redirect_uri"), None)
    return return_address(text, raw)


def _register(row: _Row) -> None:
    @finding(
        f"request.redirect-uri-{row.name}",
        row.severity,
        row.title,
        row.explanation,
        needs="R+A",
        when="" if row.plain else "address-not-plain",
        source=row.source,
    )
    def in_request(subject: Subject) -> Iterator[Mark]:
        address = sent_address(subject)
        seen = row.test(address) if address else None
        if seen:
            yield Mark("request.params.redirect_uri", seen)


def register_for_state() -> None:
    """Register every row for the return address inside the decoded state."""
    for row in (*_ROWS, *_FURTHER_ROWS):
        _register_for_state(row)


def _register_for_state(row: _Row) -> None:
    @finding(
        f"state.return-{row.name}",
        row.severity,
        f"{row.title} (inside the state)",
        row.explanation,
        needs="P+I",
        when="" if row.plain else "inner-address-not-plain",
        source=row.source,
    )
    def in_state(subject: Subject) -> Iterator[Mark]:
        seen = row.test(return_address(subject.inner_return or ""))
        if seen:
            yield Mark(subject.state_path("r"), seen)


for _row in _ROWS:
    _register(_row)


@finding(
    "request.redirect-uri-spilled",
    "warning",
    "A part of the return address became parameters of the call",
    "Its & was not encoded, so its tail is lost: percent-encode the whole value.",
    needs="R+A+U",
    source="RFC 6749 App. B",
)
def _redirect_uri_spilled(subject: Subject) -> Iterator[Mark]:
    for index, (name, value) in enumerate(subject.raw_pairs):
        if name != "redirect_uri" or "?" not in value:
            continue
        spilled = [n for n, _ in subject.raw_pairs[index + 1 :] if n not in KNOWN_PARAMETERS]
        if spilled:
            yield Mark("request.params.redirect_uri", f"Lost to it: {listed(spilled)}.")
        return


for _row in _FURTHER_ROWS:
    _register(_row)
