"""What an exchange has that findings are about: so that only those are asked that could fire.

Two alphabets in one set. Letters are inputs that a finding needs and that people read of
(`Rule.needs`): R request, H head, B answer, P page, D decoded values, L Location, T TLS facts, C a
callback's parameters, E field errors, F a failure, X the past; A a return address that was sent, I
another one inside the state, K cookies, O oddities of the bytes, U parameters that are not known.

Words are what makes a finding possible at all (`when`): the status (`429`, `4xx`,
`undocumented`), a header in lower case, `?lang` a parameter that was sent with a value, an input
whose value is not the documented one, and those that stand below beside their test. They are only
a shortcut: each finding looks for itself.
"""

from __future__ import annotations

import re
from functools import lru_cache

from workbench.inspection.decoders.registry import STOPPED
from workbench.inspection.findings.subject import KNOWN_INPUTS, KNOWN_PARAMETERS, Subject
from workbench.model.page import Form, Page
from workbench.model.response import Response

_HEADERS = frozenset(
    {
        *("access-control-allow-origin", "location", "server", "x-frame-options"),
        *("x-powered-by", "x-aspnet-version", "x-aspnetmvc-version"),
    }
)
# What nothing can be said against but that the host may be out of reach.
_PLAIN_ADDRESS = re.compile(r"https://[a-z0-9.\-]+(?::[0-9]+)?(?:/[A-Za-z0-9/._~\-]*)?")
_PARAMETERS = {name: f"?{name}" for name in KNOWN_PARAMETERS}
_DOCUMENTED_STATUSES = (302, 400)
_SLOW_MS = 1_000
_INPUTS = frozenset(KNOWN_INPUTS)
# Inputs with the value that the documented page gives them.
_USUAL = (("reauth", "false"), ("allowInteraction", "true"), ("response_type", "code"))
_ENCTYPE = "application/x-www-form-urlencoded"
_DIRECTIVES = ("form-action", "script-src", "default-src", "sandbox")
_POLICY = "content-security-policy"


def conditions(subject: Subject) -> frozenset[str]:
    """The letters and words that hold for an exchange."""
    there = [*_status_words(subject.status), *(subject.header_names & _HEADERS)]
    if subject.request_known:
        there += _of_request(subject)
    if subject.response is not None:
        there += _of_response(subject, subject.response)
    if subject.page is not None:
        there += _of_page(subject, subject.page)
    if subject.form is not None:
        there += _of_form(subject, subject.form)
    if subject.decoded:
        there += _of_decoded(subject)
    if subject.callback is not None:
        there.append("C")
    if subject.past is not None:
        there.append("X")
    there += _of_capture(subject)
    there += _of_answer(subject)
    return frozenset(there)


@lru_cache(maxsize=64)
def _status_words(status: int) -> tuple[str, ...]:
    words = (str(status), f"{status // 100}xx")
    return words if status in _DOCUMENTED_STATUSES else (*words, "undocumented")


def _of_request(subject: Subject) -> list[str]:
    words = ["R"]
    for name, value in subject.request.params:
        word = _PARAMETERS.get(name)
        words.append("U" if word is None else word if value else "R")
    address = subject.sent("redirect_uri")
    if address:
        words.append("A")
        if not _PLAIN_ADDRESS.fullmatch(address):
            words.append("address-not-plain")
    return words


def _of_response(subject: Subject, response: Response) -> list[str]:
    words = ["B"]
    names = subject.header_names
    if response.status is not None:
        words.append("H")
    if response.oddities:
        words.append("O")
    if "set-cookie" in names:
        words.append("K")
    if "content-type" not in names:
        words.append("untyped")
    if _POLICY in names:
        text = ",".join(subject.all_headers(_POLICY)).lower()
        words += [directive for directive in _DIRECTIVES if directive in text]
    return words


def _of_page(subject: Subject, page: Page) -> list[str]:
    words = ["P"]
    if subject.inner_return is not None:
        words.append("I")
        if not _PLAIN_ADDRESS.fullmatch(subject.inner_return):
            words.append("inner-address-not-plain")
    if page.auto_submit is False:
        words.append("waits")
    if page.base is not None:
        words.append("base")
    if page.resources:
        words.append("resources")
    if not page.noscript_submit:
        words.append("no-fallback")
    if len(page.forms) > 1:
        words.append("several-forms")
    for name, value in page.metas:
        if name == _POLICY:
            words += [directive for directive in _DIRECTIVES if directive in value.lower()]
    return words


def _of_form(subject: Subject, form: Form) -> list[str]:
    """Words of what is not as in the documented form."""
    inputs = subject.inputs
    words = [name for name, usual in _USUAL if inputs.get(name, usual) != usual]
    if form.method == "get":
        words.append("get-form")
    if form.enctype != _ENCTYPE:
        words.append("enctype")
    if not form.written_action or form.written_action.isspace():
        words.append("actionless")
    if form.left_out:
        words.append("left-out")
    if form.submit_hidden:
        words.append("submit-hidden")
    if len(inputs) != len(form.inputs):
        words.append("repeated")
    if "" in inputs.values():
        words.append("empty-input")
    names = inputs.keys()
    if names != _INPUTS:
        words.append("other-inputs")
    return words


def _of_decoded(subject: Subject) -> list[str]:
    words = ["D"]
    for one in subject.decoded:
        if one.steps[-1:] == ("jwt",):
            words.append("jwt")
        words.extend("stopped" for note in one.notes if note.startswith(STOPPED))
    return words


def _of_capture(subject: Subject) -> list[str]:
    capture = subject.capture
    words: list[str] = []
    if capture.tls is not None:
        words.append("T")
    if capture.failure is not None:
        words.append("F")
    if capture.started_at is not None:
        words.append("started")
    if capture.timing.total is not None and capture.timing.total > _SLOW_MS:
        words.append("slow")
    return words


def _of_answer(subject: Subject) -> list[str]:
    """`undated`: no Date; `stranger`: no page that hands over; `formless`: neither Location nor
    form; `clear`: leads to http."""
    words: list[str] = []
    page, redirect, errors = subject.page, subject.redirect, subject.errors
    if redirect.location is not None:
        words.append("L")
    elif page is None or not page.forms:
        words.append("formless")
    if errors.fields or errors.code is not None:
        words.append("E")
    if subject.date is None:
        words.append("undated")
    if subject.handover is None:
        words.append("stranger")
    if subject.target is not None and subject.target.scheme == "http":
        words.append("clear")
    return words
