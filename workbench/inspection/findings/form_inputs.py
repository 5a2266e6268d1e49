"""Findings about the inputs of the form that hands over to the identity provider."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from workbench.inspection.findings.redirect import answer_pairs
from workbench.inspection.findings.registry import Mark, finding
from workbench.inspection.findings.subject import KNOWN_INPUTS, Subject
from workbench.inspection.findings.wording import listed, quoted
from workbench.inspection.written_url import split
from workbench.model.finding import SEVERITIES, Severity

_NEEDED: dict[str, Severity] = {
    "REF": "error",
    "resumePath": "error",
    "state": "error",
    "client_id": "error",
    "redirect_uri": "error",
    "response_type": "error",
    "scope": "warning",
    "provider_id": "warning",
    "connectionId": "warning",
    "lang": "info",
    "reauth": "info",
    "allowInteraction": "info",
}
_KNOWN = frozenset(KNOWN_INPUTS)
_RECIPIENT = re.compile(r"dc-[a-z0-9]{25}")
_CALLBACK_PATH = re.compile(
    r"/v3/[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"
    r"/openbanking/callback"
)
_REF = re.compile(r"[0-9A-F]+")
_REF_LENGTH = 60
_RESUME_PATH = re.compile(r"/as/[A-Za-z0-9]+/resume/as/authorization\.ping")


@finding(
    "page.input-missing",
    "error",
    "The form lacks inputs",
    "The provider cannot resume without them: compare with the last good answer.",
    needs="P",
    when="other-inputs",
    source="OpenAPI of the endpoint; PingFederate, Overview of the IdP integration",
    actor="flinks",
)
def _input_missing(subject: Subject) -> Iterator[Mark]:
    if subject.handover is None or subject.inputs.keys() >= _KNOWN:
        return
    missing = [name for name in KNOWN_INPUTS if name not in subject.inputs]
    severity = min((_NEEDED[name] for name in missing), key=SEVERITIES.index)
    cut = subject.response is not None and subject.response.has_oddity("truncated")
    place = "response.body" if cut else f"forms[{subject.form_index}]"
    yield Mark(place, f"Missing: {listed(missing, 12)}.", severity)


@finding(
    "page.input-empty",
    "warning",
    "An input is empty",
    "Often a request parameter that was lost: look at the one named alike.",
    needs="P",
    when="empty-input/repeated",
    source="OpenAPI of the endpoint",
)
def _input_empty(subject: Subject) -> Iterator[Mark]:
    form = subject.handover
    for entry in form.inputs if form else ():
        if not entry.value and entry.name in KNOWN_INPUTS:
            sent = subject.request_known and bool(subject.request.param(entry.name))
            told = "; the request's has a value" if sent else ""
            yield Mark(subject.input_path(entry.name), f"{entry.name} is empty{told}.")
            return


@finding(
    "page.input-duplicate",
    "error",
    "An input comes twice",
    "The server takes one of them: report it.",
    needs="P",
    when="repeated",
    source="RFC 6749 3.1",
    actor="flinks",
)
def _input_duplicate(subject: Subject) -> Iterator[Mark]:
    form = subject.handover
    if form is None or len(subject.inputs) == len(form.inputs):
        return
    for name, times in Counter(entry.name for entry in form.inputs).items():
        if times > 1:
            equal = len(set(form.all(name))) == 1
            yield Mark(
                f"{subject.input_path(name[:80])}[1]",
                f"{quoted(name)} comes {times} times, {'with one value' if equal else 'differing'}"
                ".",
                "info" if equal else None,
            )
            return


@finding(
    "page.input-unknown",
    "info",
    "The form has inputs that are not documented",
    "A new field on their side: note it, then compare with an earlier answer.",
    needs="P",
    when="other-inputs",
    source="OpenAPI of the endpoint",
    actor="nobody",
)
def _input_unknown(subject: Subject) -> Iterator[Mark]:
    form = subject.handover
    if form is None or subject.inputs.keys() <= _KNOWN:
        return
    names = list(dict.fromkeys(one.name for one in form.inputs if one.name not in _KNOWN))
    if names:
        yield Mark(subject.input_path(names[0][:80]), f"New: {listed(names)}.")


@finding(
    "page.input-not-submitted",
    "warning",
    "A known input is not submitted",
    "Browsers leave it out: report it.",
    needs="P",
    when="left-out",
    source="WHATWG HTML, entry list",
    actor="flinks",
)
def _input_not_submitted(subject: Subject) -> Iterator[Mark]:
    for left in subject.form.left_out if subject.form else ():
        if left.name in KNOWN_INPUTS:
            yield Mark(subject.input_path(left.name), f"{left.name}: {quoted(left.reason)}.")
            return


@finding(
    "page.client-id-differs",
    "info",
    "client_id and connectionId differ",
    "In the documented answer they are equal, both being the recipient's id: check which "
    "recipient was meant.",
    needs="P",
    source="OpenAPI of the endpoint (example)",
    actor="flinks",
)
def _client_id_differs(subject: Subject) -> Iterator[Mark]:
    client, connection = _input(subject, "client_id"), _input(subject, "connectionId")
    if client and connection and client != connection:
        yield Mark(subject.input_path("client_id"), f"{quoted(client)} and {quoted(connection)}.")


@finding(
    "page.client-id-shape",
    "info",
    "client_id does not look like a Data Recipient's",
    "Flinks' recipients are dc- and 25 lower-case letters or digits: check it.",
    needs="P",
    source="Flinks, Create a Data Recipient",
    actor="flinks",
)
def _client_id_shape(subject: Subject) -> Iterator[Mark]:
    client = _input(subject, "client_id")
    if client and not _RECIPIENT.fullmatch(client):
        yield Mark(subject.input_path("client_id"), f"It is {quoted(client)}.")


@finding(
    "page.redirect-uri-not-flinks",
    "warning",
    "The page's redirect_uri is not Flinks' own callback",
    "Here it must be theirs; yours travels inside state. Report it.",
    needs="P",
    source="OpenAPI of the endpoint (example); Flinks, /GetStatements",
    actor="flinks",
)
def _redirect_uri_not_flinks(subject: Subject) -> Iterator[Mark]:
    written = _input(subject, "redirect_uri")
    if not written:
        return
    url = split(written)
    if not _CALLBACK_PATH.fullmatch(url.path):
        yield Mark(subject.input_path("redirect_uri"), f"It is {quoted(written)}.")
    elif subject.request_known and subject.origin != "simulator" and url.host != subject.url.host:
        yield Mark(
            subject.input_path("redirect_uri"),
            f"Its host is {quoted(url.host)}, asked was {quoted(subject.url.host)}.",
        )


@finding(
    "page.lang-differs",
    "warning",
    "The page is in another language than asked for",
    "The parameter was lost, or this bank does not offer the language: check its name (lang).",
    needs="R+P",
    source="OpenAPI of the endpoint",
)
def _lang_differs(subject: Subject) -> Iterator[Mark]:
    lang = _input(subject, "lang")
    asked = [value.lower() for name, value in subject.request.params if name == "lang" and value]
    if lang and lang.lower() not in (asked or ["en"]):
        seen = f"Asked {listed(asked)}" if asked else "None was asked, so en"
        yield Mark(subject.input_path("lang"), f"{seen}; came {quoted(lang)}.")


@finding(
    "page.response-type-not-code",
    "error",
    "response_type is not code",
    "Tokens would come in the URL: report it.",
    needs="P",
    when="response_type",
    source="RFC 9700 2.1.2",
    actor="flinks",
)
def _response_type_not_code(subject: Subject) -> Iterator[Mark]:
    written = _input(subject, "response_type")
    if written and written != "code":
        yield Mark(subject.input_path("response_type"), f"It is {quoted(written)}.")


@finding(
    "page.pkce-absent",
    "info",
    "No PKCE between Flinks and the provider",
    "It is recommended even for confidential clients; a caller has nothing to change.",
    needs="P/L",
    source="RFC 9700 2.1.1; RFC 7636 4.3",
    actor="flinks",
)
def _pkce_absent(subject: Subject) -> Iterator[Mark]:
    if subject.handover is not None:
        place = subject.input_path("client_id")
        values = {entry.name: entry.value for entry in subject.handover.inputs}
    elif subject.location is not None:
        place, values = "response.location", dict(answer_pairs(subject.location))
    else:
        return
    if not values.get("client_id") or "request_uri" in values:
        return
    if not values.get("code_challenge"):
        yield Mark(place, "There is no code_challenge.")
    elif values.get("code_challenge_method", "plain") == "plain":
        yield Mark(place, "code_challenge_method is plain.")


@finding(
    "page.reauth",
    "info",
    "The user signs in again",
    "reauth asks for it even with a live session; nothing to do.",
    needs="P",
    when="reauth",
    source="meaning inferred from the name",
    actor="nobody",
)
def _reauth(subject: Subject) -> Iterator[Mark]:
    written = _input(subject, "reauth")
    if written and written != "false":
        severity: Severity | None = None if written == "true" else "warning"
        yield Mark(subject.input_path("reauth"), f"It is {quoted(written)}.", severity)


@finding(
    "page.interaction-forbidden",
    "warning",
    "The provider may not show a login",
    "It fails unless the user has a live session there: report it.",
    needs="P",
    when="allowInteraction",
    source="meaning inferred from the name",
    actor="flinks",
)
def _interaction_forbidden(subject: Subject) -> Iterator[Mark]:
    written = _input(subject, "allowInteraction")
    if written and written != "true":
        yield Mark(subject.input_path("allowInteraction"), f"It is {quoted(written)}.")


@finding(
    "page.ref-shape",
    "info",
    "REF looks unusual",
    "PingFederate's references are 60 upper-case hex digits by default: another issuer or version.",
    needs="P",
    source="PingFederate, Development considerations",
    actor="nobody",
)
def _ref_shape(subject: Subject) -> Iterator[Mark]:
    reference = _input(subject, "REF")
    if reference and (len(reference) != _REF_LENGTH or not _REF.fullmatch(reference)):
        kind = "hex" if _REF.fullmatch(reference) else "other than upper-case hex"
        yield Mark(subject.input_path("REF"), f"It has {len(reference)} characters, {kind}.")


@finding(
    "page.resume-path-shape",
    "warning",
    "resumePath looks unusual",
    "It is joined to the identity provider's base URL, so an absolute one sends users anywhere: "
    "report it.",
    needs="P",
    source="OpenAPI of the endpoint (example); PingFederate, relative resumePath",
    actor="flinks",
)
def _resume_path_shape(subject: Subject) -> Iterator[Mark]:
    path = _input(subject, "resumePath")
    if not path or _RESUME_PATH.fullmatch(path):
        return
    absolute = path.startswith(("//", "\\\\", "/\\")) or bool(split(path.strip()).scheme)
    place = subject.input_path("resumePath")
    yield Mark(place, f"It is {quoted(path)}.", "error" if absolute else None)


def _input(subject: Subject, name: str) -> str:
    """The first value of an input of the hand-over form, "" where there is none."""
    return subject.inputs.get(name, "") if subject.handover is not None else ""
