"""Findings about where the answer leads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.inspection.findings.registry import Mark, finding
from workbench.inspection.findings.subject import Subject
from workbench.inspection.findings.wording import quoted
from workbench.inspection.written_url import WrittenUrl, read_pairs, split
from workbench.model.finding import Severity

ANSWER_NAMES = frozenset({"error", "loginId", "code"})
_DOCUMENTED_STATUSES = (302, 400)
_NOT_IN_ADDRESSES = re.compile(r"[\x00- \x7f]")


@finding(
    "response.status-undocumented",
    "warning",
    "The status is not a documented one",
    "Only 302 and 400 are documented. At 200 with the form, something followed the redirect or "
    "rewrote it: compare with a call that went well.",
    needs="H",
    when="undocumented",
    source="OpenAPI of the endpoint",
    actor="flinks",
    yields_to=(
        "redirect.permanent",
        "redirect.keeps-method",
        "response.rate-limited",
        "response.server-error",
        "response.unauthorized",
        "response.not-found",
        "response.block-page",
        "response.intercepted",
        "request.host-is-widget",
        "request.path-unusual",
        "error.lang",
        "error.field",
    ),
)
def _status_undocumented(subject: Subject) -> Iterator[Mark]:
    if subject.status not in _DOCUMENTED_STATUSES:
        yield Mark("response.status", f"It is {subject.status}.")


@finding(
    "redirect.form-instead-of-location",
    "info",
    "The way on is a form, not a Location",
    "The endpoint's text says to take Location, its own example answers with a page that submits "
    "itself, and browsers show the body where Location is absent: present the page, do not "
    "look for Location.",
    needs="H+P",
    when="3xx",
    source="OpenAPI of the endpoint; RFC 9110 15.4.3; WHATWG Fetch, HTTP-redirect fetch",
    actor="nobody",
)
def _form_instead_of_location(subject: Subject) -> Iterator[Mark]:
    if subject.redirects and subject.response and subject.header("Location") is None:
        form = subject.form
        if form is not None and form.action and subject.redirect.kind == "form":
            yield Mark("response.status", f"{subject.status} without Location.")


@finding(
    "redirect.none",
    "error",
    "The answer leads nowhere",
    "The end user sees a blank or raw page: call again, then report it with the time and the "
    "request's ids.",
    needs="H",
    when="formless",
    source="RFC 9110 15.4",
    actor="flinks",
    yields_to=("response.truncated", "redirect.location-repeated", "response.block-page"),
)
def _leads_nowhere(subject: Subject) -> Iterator[Mark]:
    page = subject.page
    has_form = page is not None and bool(page.forms)
    scripted = page is not None and (page.script_location or page.refresh or page.has_script)
    if subject.redirect.location is not None or has_form:
        return
    if subject.redirects and not (page is not None and (page.script_location or page.refresh)):
        yield Mark("response.status", f"{subject.status} with neither Location nor form.")
    elif subject.status == 200 and not scripted and not subject.errors:
        yield Mark("response.status", "200 with neither form nor script.")


@finding(
    "redirect.both",
    "warning",
    "There is a Location and a form",
    "Browsers follow Location and never show the form: trust Location.",
    needs="H+P+L",
    source="WHATWG Fetch, HTTP-redirect fetch",
    actor="flinks",
)
def _location_and_form(subject: Subject) -> Iterator[Mark]:
    form = subject.form
    if subject.redirect.kind != "both" or form is None:
        return
    target = subject.redirect.target or ""
    one, other = split(form.action), split(target)
    if form.action and target and (one.origin, one.path) != (other.origin, other.path):
        yield Mark(
            "response.location",
            f"They differ: Location {quoted(target)}, form {quoted(form.action)}.",
            "error",
        )
    else:
        yield Mark("response.location")


@finding(
    "redirect.location-repeated",
    "error",
    "There is more than one Location",
    "A URI may hold commas, so which one is meant cannot be known: report it.",
    needs="H",
    when="location",
    source="RFC 9110 10.2.2",
    actor="flinks",
)
def _location_repeated(subject: Subject) -> Iterator[Mark]:
    found = subject.all_headers("Location")
    if len(found) > 1:
        differ = "they differ" if len(set(found)) > 1 else "all equal"
        yield Mark("response.location", f"{len(found)} lines, {differ}.")


@finding(
    "redirect.location-invalid",
    "error",
    "A browser cannot follow the Location",
    "It stops with a network error: report it, and never open it by hand.",
    needs="H+L",
    source="WHATWG Fetch, HTTP-redirect fetch",
    actor="flinks",
    yields_to=("redirect.location-repeated",),
)
def _location_invalid(subject: Subject) -> Iterator[Mark]:
    written = subject.redirect.location or ""
    scheme = split(written.strip()).scheme
    if scheme and scheme not in ("http", "https"):
        yield Mark("response.location", f"Its scheme is {quoted(scheme)}.")
    elif _NOT_IN_ADDRESSES.search(written):
        yield Mark(
            "response.location", f"It holds spaces or control characters: {quoted(written)}."
        )
    elif subject.redirects and (subject.redirect.target is None or not written):
        yield Mark("response.location", f"It is no address: {quoted(written)}.")


@finding(
    "redirect.location-relative",
    "info",
    "The Location is relative",
    "It is resolved against the request's URL; nothing to do.",
    needs="H+L",
    source="RFC 9110 10.2.2",
    actor="nobody",
    yields_to=("redirect.location-invalid",),
)
def _location_relative(subject: Subject) -> Iterator[Mark]:
    written = subject.redirect.location or ""
    if written and not split(written.strip()).scheme and subject.redirect.target:
        yield Mark("response.location", f"It leads to {quoted(subject.redirect.target)}.")


@finding(
    "redirect.downgrade",
    "error",
    "The way on is in clear",
    "Codes and REF can be read on the way: report it, do not present it.",
    needs="H",
    when="clear",
    source="RFC 9700 2.6; RFC 6749 3.1.2.1",
    actor="flinks",
    about_hosts=True,
)
def _downgrade(subject: Subject) -> Iterator[Mark]:
    target = subject.target
    if subject.url.scheme != "https" or target is None:
        return
    if target.scheme == "http" and not target.loopback:
        yield Mark(leading_place(subject), f"From https to http://{target.host[:80]}.")


@finding(
    "redirect.loop",
    "error",
    "The answer leads back to itself",
    "Browsers stop after some rounds: report it.",
    needs="H+L+R",
    source="RFC 9110 15.4",
    actor="flinks",
)
def _loop(subject: Subject) -> Iterator[Mark]:
    target = subject.redirect.target
    if target and target.partition("#")[0] == subject.request.url.partition("#")[0]:
        yield Mark("response.location")


@finding(
    "redirect.keeps-method",
    "warning",
    "The redirect repeats the request's method",
    "A later POST with credentials would be sent again to the target: 302 or 303 is right here.",
    needs="H",
    when="307/308",
    source="RFC 9700 4.12; RFC 9110 15.4.8, 15.4.9",
    actor="flinks",
)
def _keeps_method(subject: Subject) -> Iterator[Mark]:
    if subject.status in (307, 308):
        with_body = subject.request_known and bool(subject.request.body)
        severity: Severity | None = "error" if with_body else None
        yield Mark("response.status", f"It is {subject.status}.", severity)


@finding(
    "redirect.permanent",
    "warning",
    "The redirect says it is permanent",
    "It may be cached, and then an old one-time answer is replayed: 302 is right here.",
    needs="H",
    when="301/308",
    source="RFC 9110 15.1, 15.4.2, 15.4.9",
    actor="flinks",
)
def _permanent(subject: Subject) -> Iterator[Mark]:
    cache = ",".join(subject.all_headers("Cache-Control")) if subject.response else ""
    if subject.status in (301, 308) and "no-store" not in cache.lower():
        yield Mark("response.status", f"It is {subject.status}, without no-store.")


@finding(
    "redirect.by-script",
    "info",
    "The way on is written in a script or a refresh",
    "The target is read from text and may be incomplete: present the page itself.",
    needs="P",
    when="formless",
    source="house",
    actor="nobody",
)
def _by_script(subject: Subject) -> Iterator[Mark]:
    page = subject.page
    if page is None or page.forms or subject.redirect.location is not None:
        return
    if page.refresh:
        yield Mark("page.refresh", f"A refresh: {quoted(page.refresh)}.")
    elif page.script_location:
        yield Mark("page.script", f"A script: {quoted(page.script_location)}.")


def is_answer(subject: Subject) -> bool:
    """Whether the Location is an authorization response: it goes back to the caller with a code,
    a login id or an error, rather than on to the provider."""
    target = subject.location
    if target is None:
        return False
    return any(name in ANSWER_NAMES for name, _ in answer_pairs(target))


def answer_pairs(target: WrittenUrl) -> tuple[tuple[str, str], ...]:
    """The parameters of an authorization response, from query and fragment."""
    return (*read_pairs(target.query), *read_pairs(target.fragment))


def leading_place(subject: Subject) -> str:
    """The evidence path of what leads on."""
    if subject.redirect.location is not None:
        return "response.location"
    return f"forms[{subject.form_index}].action"
