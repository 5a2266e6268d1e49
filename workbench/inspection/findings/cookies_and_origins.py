"""Findings about cookies, other origins, and strict transport."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from workbench.inspection.findings.registry import Mark, finding
from workbench.inspection.findings.subject import Subject
from workbench.inspection.findings.wording import quoted

_MAX_AGE = re.compile(r'max-age\s*=\s*"?(\d{1,12})', re.IGNORECASE)
_HALF_A_YEAR_S = 180 * 86_400
_SESSION_NAME = re.compile(r"PF.*|.*session.*|.*auth.*", re.IGNORECASE)
# Load balancers and bot walls set these for themselves: no flow needs them elsewhere.
_OWN_COOKIES = re.compile(
    r"AWSALB.*|ARRAffinity.*|BIGipServer.*|ApplicationGatewayAffinity.*|__cf_bm|incap_.*"
    r"|visid_incap_.*"
)


class Cookie(NamedTuple):
    """One Set-Cookie line: its place among the headers, its name, its attributes in lower case."""

    place: int
    name: str
    attributes: dict[str, str]


@finding(
    "response.cors-on-authorize",
    "warning",
    "The answer lets scripts of other origins read it",
    "It must not be offered here; a client that needs it calls with fetch() where it must "
    "navigate.",
    needs="H",
    when="access-control-allow-origin",
    source="RFC 9700 2.6",
    actor="flinks",
)
def _cors_on_authorize(subject: Subject) -> Iterator[Mark]:
    allowed = subject.header("Access-Control-Allow-Origin")
    if allowed is not None:
        yield Mark(
            subject.header_path("Access-Control-Allow-Origin"), f"It allows {quoted(allowed)}."
        )


@finding(
    "response.hsts-missing",
    "info",
    "Strict-Transport-Security is missing or short",
    "A first visit can be downgraded to http: the header belongs on every https answer, for half "
    "a year or more.",
    needs="H",
    source="RFC 6797 7.1, 7.2",
    actor="flinks",
    about_hosts=True,
)
def _hsts_missing(subject: Subject) -> Iterator[Mark]:
    written = subject.header("Strict-Transport-Security")
    match = _MAX_AGE.search(written) if written else None
    if subject.url.scheme != "https":
        seen = "" if written is None else "Over http it is ignored."
    elif match is None:
        seen = "There is none." if written is None else "It has no max-age."
    else:
        seen = f"It lasts {match[1]} seconds." if int(match[1]) < _HALF_A_YEAR_S else ""
    if seen:
        yield Mark(subject.header_path("Strict-Transport-Security"), seen)


@finding(
    "response.cookie-insecure",
    "warning",
    "A cookie can be stolen",
    "Session cookies need Secure and HttpOnly: to be mended on the server's side.",
    needs="H+K",
    source="RFC 6265 4.1.2.5, 4.1.2.6",
    actor="flinks",
)
def _cookie_insecure(subject: Subject) -> Iterator[Mark]:
    for cookie in cookies(subject):
        open_to_net = subject.url.scheme == "https" and "secure" not in cookie.attributes
        open_to_scripts = (
            _SESSION_NAME.fullmatch(cookie.name) and "httponly" not in cookie.attributes
        )
        if open_to_net and cookie.attributes.get("samesite") != "none":
            yield Mark(f"response.headers[{cookie.place}]", f"{quoted(cookie.name)} lacks Secure.")
        elif open_to_scripts:
            yield Mark(
                f"response.headers[{cookie.place}]", f"{quoted(cookie.name)} lacks HttpOnly."
            )


@finding(
    "response.cookie-samesite",
    "info",
    "A cookie may not come back",
    "Without SameSite browsers act as if it were Lax, and a Lax cookie is not sent with the form "
    "that is posted back from another site.",
    needs="H+K",
    source="RFC 6265bis",
    actor="flinks",
)
def _cookie_samesite(subject: Subject) -> Iterator[Mark]:
    for cookie in cookies(subject):
        if _OWN_COOKIES.fullmatch(cookie.name):
            continue
        place = f"response.headers[{cookie.place}]"
        if "samesite" not in cookie.attributes:
            yield Mark(place, f"{quoted(cookie.name)} has no SameSite.")
        elif cookie.attributes["samesite"] == "none" and "secure" not in cookie.attributes:
            yield Mark(
                place,
                f"{quoted(cookie.name)} says SameSite=None without Secure: it is rejected.",
                "error",
            )


@finding(
    "response.cookie-stays-here",
    "warning",
    "A cookie was set in the caller, not in the end user's browser",
    "If the flow needs it, presenting this answer elsewhere fails: let the user's own browser "
    "make the call.",
    needs="H+K",
    source="RFC 6749 10.12; RFC 6265",
)
def _cookie_stays_here(subject: Subject) -> Iterator[Mark]:
    if subject.redirect.kind == "none":
        return
    for cookie in cookies(subject):
        if not _OWN_COOKIES.fullmatch(cookie.name):
            yield Mark(f"response.headers[{cookie.place}]", f"{quoted(cookie.name)} was set.")
            return


def cookies(subject: Subject) -> list[Cookie]:
    """The cookies that the answer sets, in order; at most 100."""
    found: list[Cookie] = []
    for index, (name, value) in enumerate(subject.response.headers if subject.response else ()):
        if name.lower() != "set-cookie" or len(found) >= 100:
            continue
        pair, *attributes = value[:8192].split(";")
        found.append(
            Cookie(
                index,
                pair.partition("=")[0].strip(),
                {
                    key.strip().lower(): told.strip().lower()
                    for key, _, told in (attribute.partition("=") for attribute in attributes)
                },
            )
        )
    return found
