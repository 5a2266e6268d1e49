"""Findings about the errors that an answer names."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.inspection.decoders.json_text import load
from workbench.inspection.findings.registry import Mark, evidence_of, finding
from workbench.inspection.findings.request_parameters import meant_by
from workbench.inspection.findings.subject import Subject
from workbench.inspection.findings.wording import quoted
from workbench.model.finding import Json

# Shapes of bodies that are no error map: a page, plain text, nothing, bytes.
_NO_MAP = frozenset({"html", "text", "empty", "binary"})
_MOST_FIELDS = 50
_LONGEST_JSON = 65_536


@finding(
    "error.lang",
    "error",
    "lang was refused",
    "It must be a two-letter code of ISO 639-1: send en or fr.",
    needs="E",
    source="OpenAPI of the endpoint (400)",
)
def _lang_refused(subject: Subject) -> Iterator[Mark]:
    for field, messages in _fields(subject):
        if meant_by(field) == "lang":
            yield Mark(_at(field), f"{_said(messages)}{_sent(subject, 'lang')}")
            return


@finding(
    "error.field",
    "error",
    "The answer names an error",
    "Compare it with what was sent.",
    needs="E",
    source="shapes of error answers; RFC 9457; RFC 6749 5.2",
)
def _field_refused(subject: Subject) -> Iterator[Mark]:
    for field, messages in _fields(subject):
        meant = meant_by(field) if field else None
        if meant == "lang":
            continue
        where = f"Field {quoted(field)}: " if field else ""
        code = subject.errors.code
        named = f"Code {quoted(code)}: " if code and not field else ""
        told = _sent(subject, meant) if meant else ""
        yield Mark(_at(field), f"{where}{named}{_said(messages)}{told}")


@finding(
    "error.unexplained",
    "warning",
    "A refused parameter looks right",
    "Their validation changed, or something in between altered the request: compare the bytes "
    "sent with what their log has.",
    needs="R+E",
    when="400",
    source="house",
    actor="flinks",
)
def _unexplained(subject: Subject) -> Iterator[Mark]:
    if subject.status != 400:
        return
    explained = evidence_of(subject, "request.")
    for field, _ in _fields(subject):
        meant = meant_by(field) if field else None
        if meant is None:
            continue
        sent = subject.request.param(meant)
        if sent is None:
            yield Mark(_at(field), f"{meant} was not sent.")
        elif f"request.params.{meant}" not in explained:
            first = " It may simply not be registered." if meant == "redirect_uri" else ""
            yield Mark(_at(field), f"{meant} was {quoted(sent)}.{first}")


@finding(
    "error.shape-unknown",
    "warning",
    "The error's body has no known shape",
    "The raw body is shown; keep it for the ticket.",
    needs="H+B",
    when="4xx",
    source="house",
    actor="flinks",
    yields_to=("response.block-page", "response.intercepted", "response.truncated"),
)
def _shape_unknown(subject: Subject) -> Iterator[Mark]:
    shape = subject.errors.shape
    if 400 <= subject.status < 500 and (shape is None or shape in _NO_MAP):
        seen = "It is empty." if shape == "empty" else f"It is {shape or 'something else'}."
        yield Mark("response.body", seen)


@finding(
    "error.status-disagrees",
    "warning",
    "Body and status line name different statuses",
    "A gateway rewrote one of them: quote both.",
    needs="H+B",
    source="RFC 9457 3.1.2; house",
    actor="network",
)
def _status_disagrees(subject: Subject) -> Iterator[Mark]:
    text = subject.response.text if subject.response else None
    if not text or len(text) > _LONGEST_JSON or not text.lstrip().startswith("{"):
        return
    value: Json = load(text)
    if not isinstance(value, dict):
        return
    for name in ("HttpStatusCode", "status"):
        said = value.get(name)
        if isinstance(said, int) and 100 <= said <= 599 and said != subject.status:
            yield Mark("response.body", f"{name} is {said}, the status line says {subject.status}.")
            return


def _at(field: str) -> str:
    return f"errors.{field[:80]}" if field else "errors"


def _fields(subject: Subject) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if subject.errors.shape in _NO_MAP:
        return ()
    return subject.errors.fields[:_MOST_FIELDS]


def _said(messages: tuple[str, ...]) -> str:
    return f"{quoted(messages[0].rstrip('.'))}." if messages else "It gives no message."


def _sent(subject: Subject, name: str) -> str:
    if not subject.request_known:
        return ""
    value = subject.request.param(name)
    return f" {name} was not sent." if value is None else f" Sent was {name}={quoted(value)}."
