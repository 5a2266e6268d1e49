"""Findings about the other parameters and headers of the call."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from workbench.inspection.findings.personal_data import personal_data
from workbench.inspection.findings.registry import Mark, finding
from workbench.inspection.findings.request import decoded_at
from workbench.inspection.findings.request_parameters import misspelt, unknown_parameters
from workbench.inspection.findings.subject import Subject
from workbench.inspection.findings.wording import quoted
from workbench.model.request import DEFAULT_ACCEPT

_LANG = re.compile(r"[A-Za-z]{2}")
_OFFERED = ("en", "fr")
_BASE64_LIKE = re.compile(r"[A-Za-z0-9+/_\-]+={0,2}")
_EMAIL_LIKE = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}")
_LONG_TAG, _LONGEST_TAG = 64, 256
_LONG_URL, _LONGEST_URL = 2000, 8000


@finding(
    "request.lang-invalid",
    "error",
    "lang is not a two-letter code",
    "The endpoint answers 400 to it: send en or fr.",
    needs="R",
    when="?lang",
    source="OpenAPI of the endpoint (400)",
)
def _lang_invalid(subject: Subject) -> Iterator[Mark]:
    lang = subject.sent("lang")
    if lang and not _LANG.fullmatch(lang):
        yield Mark("request.params.lang", f"{quoted(lang)} was sent.")


@finding(
    "request.lang-not-offered",
    "warning",
    "lang is a language that is not documented",
    "Only en and fr are documented: send one of them.",
    needs="R",
    when="?lang",
    source="OpenAPI of the endpoint",
)
def _lang_not_offered(subject: Subject) -> Iterator[Mark]:
    lang = subject.sent("lang")
    if _LANG.fullmatch(lang) and lang.lower() not in _OFFERED:
        yield Mark("request.params.lang", f"{quoted(lang)} was sent.")


@finding(
    "request.lang-case",
    "info",
    "lang is not in lower case",
    "ISO 639-1 codes are lower case, and whether others are taken is not documented: send it in "
    "lower case.",
    needs="R",
    when="?lang",
    source="OpenAPI of the endpoint; house",
)
def _lang_case(subject: Subject) -> Iterator[Mark]:
    lang = subject.sent("lang")
    if _LANG.fullmatch(lang) and lang != lang.lower():
        yield Mark("request.params.lang", f"{quoted(lang)} was sent.")


@finding(
    "request.tag-awkward",
    "warning",
    "The tag may not survive its journey",
    "It travels in URLs, webhooks and the dashboard, and limits are not published: keep it short "
    "and ASCII.",
    needs="R",
    when="?tag",
    source="Flinks, Using Tag and Webhooks; house",
)
def _tag_awkward(subject: Subject) -> Iterator[Mark]:
    tag = subject.sent("tag")
    if any(ord(c) < 0x20 or ord(c) == 0x7F or c in '<>"' for c in tag[:10_000]):
        yield Mark("request.params.tag", "It holds a control character, a quote, < or >.")
    elif len(tag) > _LONGEST_TAG:
        yield Mark("request.params.tag", f"It has {len(tag)} characters.")
    elif len(tag) > _LONG_TAG:
        yield Mark("request.params.tag", f"It has {len(tag)} characters.", "info")
    elif not tag.isascii():
        yield Mark("request.params.tag", "It is not ASCII.", "info")


@finding(
    "request.tag-personal-data",
    "warning",
    "The tag holds data about a person",
    "It is copied into URLs, webhooks and logs: send an internal ticket or user id instead.",
    needs="R",
    when="?tag",
    source="RFC 9700 4.2; RFC 9110 17.9",
)
def _tag_personal_data(subject: Subject) -> Iterator[Mark]:
    tag = subject.sent("tag")
    found = personal_data(tag, decoded_at(subject, "request.params.tag")) if tag else None
    if found:
        yield Mark("request.params.tag", f"It holds {found}.")


@finding(
    "request.parameter-misspelt",
    "warning",
    "A parameter's name is misspelt",
    "Unknown names are ignored, so its value is silently lost. Mind the mix: recipientId is "
    "camelCase, the others are snake_case.",
    needs="R+U",
    source="RFC 6749 3.1; OpenAPI of the endpoint",
)
def _parameter_misspelt(subject: Subject) -> Iterator[Mark]:
    for one in unknown_parameters(subject):
        if one.kind == "misspelt":
            yield Mark(f"request.params.{one.name[:80]}", f"{quoted(one.name)}: use {one.meant}.")


@finding(
    "request.parameter-of-connect",
    "warning",
    "A parameter belongs to the Flinks Connect widget",
    "This endpoint does not read it: use the name shown, or drop it.",
    needs="R+U",
    source="Flinks, Set Up Authorization",
)
def _parameter_of_connect(subject: Subject) -> Iterator[Mark]:
    for one in unknown_parameters(subject):
        if one.kind == "connect":
            do = f"use {one.meant}" if one.meant else "drop it"
            yield Mark(f"request.params.{one.name[:80]}", f"{quoted(one.name)}: {do}.")


@finding(
    "request.parameter-of-outbound",
    "info",
    "A parameter belongs to the next step",
    "This endpoint adds it itself when it leads on to the provider: drop it.",
    needs="R+U",
    source="Flinks, Authorize With a Data Provider",
)
def _parameter_of_outbound(subject: Subject) -> Iterator[Mark]:
    for one in unknown_parameters(subject):
        if one.kind == "outbound":
            yield Mark(f"request.params.{one.name[:80]}", f"{quoted(one.name)} was sent.")


@finding(
    "request.parameter-unknown",
    "info",
    "A parameter is not known to the endpoint",
    "A conforming server ignores it: drop it, or check its name.",
    needs="R+U",
    source="RFC 6749 3.1",
    yields_to=("request.redirect-uri-spilled",),
)
def _parameter_unknown(subject: Subject) -> Iterator[Mark]:
    for one in unknown_parameters(subject):
        if one.kind == "other":
            yield Mark(f"request.params.{one.name[:80]}", f"{quoted(one.name)} was sent.")


@finding(
    "request.duplicate-parameter",
    "error",
    "A parameter was sent twice",
    "This is forbidden; servers take the first, the last or both: send one.",
    needs="R",
    source="RFC 6749 3.1",
)
def _duplicate_parameter(subject: Subject) -> Iterator[Mark]:
    params = subject.request.params
    if len({name.lower() for name, _ in params}) == len(params):
        return
    counted = Counter(name for name, _ in params)
    by_case: dict[str, list[str]] = {}
    for name, times in counted.items():
        by_case.setdefault(name.lower(), []).append(name)
        if times > 1:
            yield Mark(f"request.params.{name[:80]}[1]", f"{quoted(name)} came {times} times.")
    for names in by_case.values():
        if len(names) > 1:
            yield Mark(
                f"request.params.{names[1][:80]}",
                f"{quoted(names[0])} and {quoted(names[1])} differ in letter case only.",
                "warning",
            )


@finding(
    "request.parameter-empty",
    "info",
    "A parameter was sent empty",
    "That counts as left out: give it a value or drop it.",
    needs="R",
    source="RFC 6749 3.1",
)
def _parameter_empty(subject: Subject) -> Iterator[Mark]:
    for name in dict.fromkeys(name for name, value in subject.request.params if not value):
        yield Mark(f"request.params.{name[:80]}", f"{quoted(name)} has no value.")


@finding(
    "request.plus-in-value",
    "warning",
    "A + will arrive as a space",
    "State comes back changed: send %2B, or use base64url.",
    needs="R",
    source="RFC 6749 App. B",
)
def _plus_in_value(subject: Subject) -> Iterator[Mark]:
    for name, value in subject.raw_pairs:
        if "+" in value and len(value) <= 8192:
            plain = value.replace("%3D", "=").replace("%2F", "/").replace("%40", "@")
            # Words that are joined by + are meant as words; a state has none.
            encoded = _BASE64_LIKE.fullmatch(plain) and (name == "state" or _mixed(plain))
            if encoded or _EMAIL_LIKE.fullmatch(plain):
                yield Mark(f"request.params.{name[:80]}", f"{quoted(name)} holds a bare +.")


@finding(
    "request.institution-missing",
    "info",
    "No institution was chosen",
    "What follows then is not documented: compare with an exchange that has one.",
    needs="R",
    source="OpenAPI of the endpoint",
)
def _institution_missing(subject: Subject) -> Iterator[Mark]:
    if not subject.sent("institution_id") and "institution_id" not in misspelt(subject):
        yield Mark("request.params.institution_id")


@finding(
    "request.institution-not-numeric",
    "info",
    "The institution is not a number",
    "Flinks' examples use numbers, though any text is allowed: check it.",
    needs="R",
    when="?institution_id",
    source="Flinks, /Authorize; OpenAPI of the endpoint",
)
def _institution_not_numeric(subject: Subject) -> Iterator[Mark]:
    institution = subject.sent("institution_id")
    if institution and not (institution.isascii() and institution.isdigit()):
        yield Mark("request.params.institution_id", f"{quoted(institution)} was sent.")


@finding(
    "request.accept-missing",
    "warning",
    "Accept is not as documented",
    f"Accept is documented as required, {DEFAULT_ACCEPT} by default: send that.",
    needs="R",
    source="OpenAPI of the endpoint",
)
def _accept_missing(subject: Subject) -> Iterator[Mark]:
    if not subject.headers_known:
        return
    accept = subject.request_header("Accept")
    if accept is None:
        yield Mark(subject.request_header_path("Accept"), "None was sent.")
    elif accept.strip().lower() != DEFAULT_ACCEPT:
        yield Mark(subject.request_header_path("Accept"), f"{quoted(accept)} was sent.", "info")


@finding(
    "request.url-long",
    "warning",
    "The URL is very long",
    "All must support 8000 octets and some machines between stop at 2000: shorten its values.",
    needs="R",
    source="RFC 9110 4.1; house",
)
def _url_long(subject: Subject) -> Iterator[Mark]:
    octets = len(subject.request.url.encode("utf-8", "surrogatepass"))
    if octets > _LONGEST_URL:
        yield Mark("request.url", f"It has {octets} octets.")
    elif octets > _LONG_URL:
        yield Mark("request.url", f"It has {octets} octets.", "info")


def _mixed(text: str) -> bool:
    return all(re.search(kind, text) for kind in (r"[a-z]", r"[A-Z]", r"[0-9]"))
