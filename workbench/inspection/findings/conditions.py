"""What an exchange has that findings are about: so that only those are asked that could fire.

Two alphabets in one set. Letters are inputs that a finding needs and that people read of
(`Rule.needs`): R request, H head, B answer, P page, D decoded values, L Location, T TLS facts, C a
callback's parameters, E field errors, F a failure; A a return address that was sent, I another one
inside the state, K cookies, O oddities of the bytes, U parameters that are not known.

Words are what makes a finding possible at all (`when`): the status (`429`, `4xx`,
`undocumented`), a header in lower case, `?lang` a parameter that was sent with a value, and the
words at the end of this file. They are only a shortcut: each finding looks for itself.
"""

from __future__ import annotations

import re
from functools import lru_cache

from workbench.inspection.decoders.registry import STOPPED
from workbench.inspection.findings.subject import KNOWN_PARAMETERS, Subject

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
_DIRECTIVES = ("form-action", "script-src", "default-src")
_POLICY = "content-security-policy"


def conditions(subject: Subject) -> frozenset[str]:
    """The letters and words that hold for an exchange."""
    there = {*_status_words(subject.status), *(subject.header_names & _HEADERS)}
    if subject.request_known:
        there.update(_of_request(subject))
    if subject.response is not None:
        there.add("B")
        if subject.response.status is not None:
            there.add("H")
        if subject.response.oddities:
            there.add("O")
        if "set-cookie" in subject.header_names:
            there.add("K")
    if subject.page is not None:
        there.add("P")
        if subject.inner_return is not None:
            there.add("I")
            if not _PLAIN_ADDRESS.fullmatch(subject.inner_return):
                there.add("inner-address-not-plain")
    if subject.decoded:
        there.update(_of_decoded(subject))
    if subject.redirect.location is not None:
        there.add("L")
    if subject.errors.fields or subject.errors.code is not None:
        there.add("E")
    if subject.callback is not None:
        there.add("C")
    there.update(_of_capture(subject))
    there.update(_of_answer(subject))
    there.update(_of_policies(subject))
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
    """`undated`, `untyped`: no such header; `stranger`: no page that hands over; `formless`:
    neither Location nor form; `clear`: leads to http."""
    words: list[str] = []
    names, page = subject.header_names, subject.page
    if subject.date is None:
        words.append("undated")
    if "content-type" not in names:
        words.append("untyped")
    if subject.handover is None:
        words.append("stranger")
    if subject.redirect.location is None and (page is None or not page.forms):
        words.append("formless")
    if subject.target is not None and subject.target.scheme == "http":
        words.append("clear")
    return words


def _of_policies(subject: Subject) -> list[str]:
    """The directives that findings judge, as far as a content policy names them."""
    text = ",".join(subject.all_headers(_POLICY))
    if subject.page is not None:
        for name, value in subject.page.metas:
            if name == _POLICY:
                text += f",{value}"
    text = text.lower()
    return [directive for directive in _DIRECTIVES if directive in text] if text else []
