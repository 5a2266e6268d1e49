"""Findings about the page and its form as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.inspection.findings.registry import Mark, finding
from workbench.inspection.findings.subject import Subject
from workbench.inspection.findings.wording import listed, quoted
from workbench.inspection.written_url import split
from workbench.model.page import Form

_ONE_TIME = ("REF", "state", "code")
_TOKENS = ("code", "access_token", "refresh_token", "client_secret")
_CREDENTIALS = frozenset({"username", "password", "pin", "otp"})
_BUTTONS = frozenset({"submit", "image", "button", "reset"})
_ERROR_TEXT = re.compile(
    r"\b(?:errors?|erreurs?|denied|refusée?|expired|expirée?|not found|introuvable"
    r"|(?:under|en|system) maintenance|unavailable|indisponible)\b",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"[<>\"']")
_SHORTEST_REFLECTED = 4
_MOST_VALUES = 200


@finding(
    "page.several-forms",
    "warning",
    "The page has several forms",
    "Only one of them is submitted: look at Form to see which, and where the real one is.",
    needs="P",
    when="several-forms",
    source="WHATWG HTML, document.forms",
    actor="flinks",
)
def _several_forms(subject: Subject) -> Iterator[Mark]:
    page = subject.page
    if page is not None and len(page.forms) > 1 and subject.handover is not None:
        which = "none by itself" if page.submits is None else f"forms[{page.submits}]"
        yield Mark("forms[1]", f"It has {len(page.forms)}; submitted is {which}.")


@finding(
    "page.action-missing",
    "error",
    "The form has no action",
    "It posts back to the page's own URL, in a loop: report it.",
    needs="P",
    when="actionless",
    source="WHATWG HTML, form submission",
    actor="flinks",
)
def _action_missing(subject: Subject) -> Iterator[Mark]:
    form = _leading(subject)
    if form is not None and not (form.written_action or "").strip():
        yield Mark(f"forms[{subject.form_index}].action")


@finding(
    "page.action-not-http",
    "error",
    "The form does not lead to a web address",
    "Code or nothing runs instead of a post: never present this page.",
    needs="P",
    source="WHATWG HTML, form submission",
    actor="flinks",
)
def _action_not_http(subject: Subject) -> Iterator[Mark]:
    for index, form in enumerate(subject.page.forms if subject.page else ()):
        scheme = split(form.action).scheme
        if scheme and scheme not in ("http", "https"):
            yield Mark(f"forms[{index}].action", f"The action is {quoted(form.action)}.")
            return


@finding(
    "page.method-get",
    "error",
    "The form is sent by GET",
    "Its values replace the action's query and land in URLs, history and logs: method must be "
    "post.",
    needs="P",
    when="get-form",
    source='WHATWG HTML, "mutate action URL"; RFC 9110 17.9',
    actor="flinks",
)
def _method_get(subject: Subject) -> Iterator[Mark]:
    form = _leading(subject)
    if form is None or form.method != "get":
        return
    written = form.written_method
    seen = "No method is written" if written is None else f"The method is written {quoted(written)}"
    carried = [name for name in _ONE_TIME if name in form]
    if carried:
        place = f"forms[{subject.form_index}].method"
        yield Mark(place, f"{seen}; it carries {listed(carried)}.")
    else:
        yield Mark(f"forms[{subject.form_index}].method", f"{seen}.", "warning")


@finding(
    "page.enctype-unusual",
    "warning",
    "The form is not sent as plain form data",
    "The identity provider expects application/x-www-form-urlencoded: report it.",
    needs="P",
    when="enctype",
    source="house",
    actor="flinks",
)
def _enctype_unusual(subject: Subject) -> Iterator[Mark]:
    form = _leading(subject)
    if form is not None and form.enctype != "application/x-www-form-urlencoded":
        yield Mark(f"forms[{subject.form_index}].enctype", f"It is {quoted(form.enctype)}.")


@finding(
    "page.base-href",
    "info",
    "A <base href> moves every relative URL",
    "The form's action too: look at where it leads.",
    needs="P",
    when="base",
    source="WHATWG HTML, base",
    actor="flinks",
)
def _base_href(subject: Subject) -> Iterator[Mark]:
    base = subject.page.base if subject.page else None
    if base:
        other = split(base).host and split(base).origin != subject.url.origin
        yield Mark("page.base", f"It is {quoted(base)}.", "warning" if other else None)


@finding(
    "page.no-auto-submit",
    "warning",
    "The page does not submit itself",
    "The user must press a button: check that one is visible.",
    needs="P",
    when="waits",
    source="OpenAPI of the endpoint (onload of its example)",
    actor="flinks",
)
def _no_auto_submit(subject: Subject) -> Iterator[Mark]:
    page = subject.page
    if subject.handover is None or page is None or page.submit_fails is not None:
        return
    if page.auto_submit is False:
        yield Mark("page.auto_submit")


@finding(
    "page.submit-shadowed",
    "error",
    "A control called submit breaks the form's own submit",
    "form.submit is then that control, so the script fails and the page stays blank: it must be "
    "renamed.",
    needs="P",
    when="submit-hidden",
    source="WHATWG HTML, form named properties",
    actor="flinks",
)
def _submit_shadowed(subject: Subject) -> Iterator[Mark]:
    form, page = subject.form, subject.page
    if form is None or page is None:
        return
    if page.submit_fails is not None:
        yield Mark(f"forms[{page.submit_fails}].submit")
    elif form.submit_hidden and page.auto_submit is None:
        yield Mark(subject.input_path("submit"))


@finding(
    "page.no-script-fallback",
    "info",
    "Without scripts there is no way on",
    "The documented page has a button inside noscript for that.",
    needs="P",
    when="no-fallback",
    source="OpenAPI of the endpoint (example)",
    actor="flinks",
)
def _no_script_fallback(subject: Subject) -> Iterator[Mark]:
    form = subject.handover
    if form is None or not subject.page or subject.page.noscript_submit:
        return
    if not any(left.type in ("submit", "image", "button") for left in form.left_out):
        yield Mark("page.noscript")


@finding(
    "page.external-resource",
    "warning",
    "The page loads something from another origin",
    "It learns the page's address by Referer, and a script from there can read REF: report it.",
    needs="P",
    when="resources",
    source="RFC 9700 4.2.4",
    actor="flinks",
)
def _external_resource(subject: Subject) -> Iterator[Mark]:
    if subject.handover is None or subject.page is None:
        return
    told: set[str] = set()
    for index, resource in enumerate(subject.page.resources[:_MOST_VALUES]):
        url = split(resource.url)
        if url.scheme not in ("http", "https") or url.origin == subject.url.origin:
            continue
        if url.host in told or len(told) >= 5:
            continue
        told.add(url.host)
        clear = url.scheme == "http" and subject.url.scheme == "https"
        yield Mark(
            f"page.resources[{index}]",
            f"A {resource.element} from {quoted(url.host)}{' over http' if clear else ''}.",
            "error" if clear else None,
        )


@finding(
    "page.credentials-asked",
    "error",
    "The page asks for credentials",
    "This is no hand-over page: phishing, or a legacy flow. Do not enter anything.",
    needs="P",
    source="RFC 9700 2.4",
    actor="flinks",
)
def _credentials_asked(subject: Subject) -> Iterator[Mark]:
    for index, form in enumerate(subject.page.forms if subject.page else ()):
        controls = [(one.name, one.type) for one in form.inputs if not one.hidden]
        controls.extend([(one.name, one.type) for one in form.left_out])
        for name, kind in controls:
            asks = name.lower() in _CREDENTIALS and kind not in _BUTTONS
            if kind == "password" or (asks and kind != "hidden"):
                yield Mark(f"forms[{index}].{name[:80]}", f"Input {quoted(name)}.")
                return


@finding(
    "page.secret-in-page",
    "error",
    "A token travels in the page",
    "It must not: have it revoked and report it.",
    needs="P",
    source="RFC 9700 2.1.2, 4.3",
    actor="flinks",
)
def _secret_in_page(subject: Subject) -> Iterator[Mark]:
    for name in _TOKENS:
        if subject.inputs.get(name):
            yield Mark(subject.input_path(name), f"Input {name} has a value.")
        elif subject.state_values.get(name):
            yield Mark(subject.state_path(name), f"The state holds {name}.")


@finding(
    "page.markup-in-value",
    "error",
    "A value holds markup or code",
    "An attempt to inject, or a value that was not encoded: do not present it.",
    needs="P",
    source="RFC 6749 10.14",
    actor="flinks",
)
def _markup_in_value(subject: Subject) -> Iterator[Mark]:
    form = subject.form
    for entry in form.inputs[:_MOST_VALUES] if form else ():
        if ("<" in entry.value or ":" in entry.value) and entry.hidden and _is_markup(entry.value):
            place = subject.input_path(entry.name[:80])
            yield Mark(place, f"{quoted(entry.name)} is {quoted(entry.value)}.")
            return
    for key, value in subject.state_values.items():
        if isinstance(value, str) and _is_markup(value):
            yield Mark(subject.state_path(key[:80]), f"The state's {quoted(key)}: {quoted(value)}.")
            return


@finding(
    "page.reflected",
    "error",
    "A value of the request stands unescaped in the page",
    "Anybody can run scripts there (cross-site scripting): report it privately.",
    needs="R+P",
    source="RFC 6749 10.14",
    actor="flinks",
)
def _reflected(subject: Subject) -> Iterator[Mark]:
    text = subject.response.text if subject.response else None
    for name, value in subject.request.params[:_MOST_VALUES] if text else ():
        if len(value) >= _SHORTEST_REFLECTED and _MARKUP.search(value) and text and value in text:
            yield Mark("response.body", f"The value of {quoted(name)} came back as it was.")
            return


@finding(
    "page.error-text",
    "warning",
    "The page reads like an error",
    "An error dressed as a page: read its text, then call again.",
    needs="P",
    source="house",
    actor="flinks",
)
def _error_text(subject: Subject) -> Iterator[Mark]:
    if subject.page is None or subject.status >= 400:
        return
    for place, text in (("page.title", subject.page.title), ("page.h1", subject.page.h1)):
        if text and _ERROR_TEXT.search(text[:2000]):
            yield Mark(place, f"It says {quoted(text)}.")
            return


def _leading(subject: Subject) -> Form | None:
    """The form, where it leads on by itself or hands over: not a search or a login."""
    if subject.handover is not None:
        return subject.handover
    page = subject.page
    return subject.form if page is not None and page.auto_submit else None


def _is_markup(value: str) -> bool:
    return "<" in value or value.lstrip()[:11].lower() == "javascript:"


@finding(
    "page.too-big",
    "warning",
    "The page is too big to be read whole",
    "What was read is shown, and the raw bytes are whole: nothing can be said of the rest. No real "
    "hand-over page is like this: ask who made it.",
    needs="P",
    source="house",
    actor="flinks",
)
def _too_big(subject: Subject) -> Iterator[Mark]:
    if subject.page is not None and subject.page.cut is not None:
        yield Mark("response.body", f"{subject.page.cut[:1].upper()}{subject.page.cut[1:]}.")
