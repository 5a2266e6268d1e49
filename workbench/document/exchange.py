"""One exchange as a document (`workbench.exchange/1`): all that was sent, came, and was read."""

from __future__ import annotations

import base64
import dataclasses
from datetime import UTC, datetime

from workbench.inspection.answered_by import answered_by
from workbench.inspection.evidence import place_of
from workbench.model.capture import Capture, TlsFacts
from workbench.model.exchange import Exchange
from workbench.model.finding import Finding
from workbench.model.page import Form, Page
from workbench.model.response import Response

EXCHANGE_SCHEMA = "workbench.exchange/1"

Document = dict[str, object]


def exchange_document(exchange: Exchange) -> Document:
    """The exchange as the contract's JSON object, exact and unmasked; what is unknown is None."""
    capture = exchange.capture
    reading = exchange.inspection
    return {
        "schema": EXCHANGE_SCHEMA,
        "id": exchange.id,
        "uuid": exchange.uuid,
        "started_at": iso(exchange.started_at),
        "origin": exchange.origin,
        "labels": list(exchange.labels),
        "note": exchange.note,
        "request": {
            "method": reading.request.method,
            "url": reading.request.url,
            "params": _pairs(reading.request.params),
            "headers": _pairs(reading.request.headers),
        },
        "response": _response(reading.response),
        "redirect": {
            "kind": reading.redirect.kind,
            "location": reading.redirect.location,
            "target": reading.redirect.target,
        },
        "page": _page(reading.page),
        "errors": {field: list(messages) for field, messages in reading.errors.fields},
        "answered_by": answered_by(exchange),
        "decoded": [
            {"path": d.path, "steps": list(d.steps), "value": d.value, "notes": list(d.notes)}
            for d in reading.decoded
        ],
        "findings": [_finding(exchange, finding) for finding in reading.findings],
        "timing_ms": dataclasses.asdict(capture.timing),
        "tls": _tls(capture.tls),
        "peer": capture.peer,
        "failure": _failure(capture),
        "wire": capture.wire,
        "wire_notes": list(capture.wire_notes),
        "callbacks": [],
        "journey": [],
    }


def _finding(exchange: Exchange, finding: Finding) -> Document:
    place = place_of(exchange, finding.evidence)
    return {
        "id": finding.id,
        "severity": finding.severity,
        "title": finding.title,
        "detail": finding.detail,
        "seen": finding.seen,
        "evidence": finding.evidence,
        "place": None if place is None else dataclasses.asdict(place),
        "source": finding.source,
        "actor": finding.actor,
    }


def iso(moment: datetime | None) -> str | None:
    """A time as `2026-11-24T10:00:00.123456Z`."""
    if moment is None:
        return None
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _pairs(pairs: tuple[tuple[str, str], ...]) -> list[list[str]]:
    return [[name, value] for name, value in pairs]


def _response(response: Response | None) -> Document | None:
    if response is None:
        return None
    document: Document = {
        "http_version": response.http_version or None,
        "status": response.status,
        "reason": response.reason,
        "headers": _pairs(response.headers),
        "trailers": _pairs(response.trailers),
        "media_type": response.media_type,
        "charset": response.charset,
        "body_bytes": len(response.body),
        "body": response.text,
        "oddities": [
            {"code": oddity.code, "text": oddity.text, "line": oddity.line}
            for oddity in response.oddities
        ],
    }
    if response.text is None:
        document["body_base64"] = base64.b64encode(response.body).decode("ascii")
    return document


def _page(page: Page | None) -> Document | None:
    if page is None:
        return None
    return {
        "title": page.title,
        "auto_submit": page.auto_submit,
        "forms": [_form(form) for form in page.forms],
        "cut": page.cut,
    }


def _form(form: Form) -> Document:
    return {
        "action": form.action,
        "method": form.method,
        "enctype": form.enctype,
        "inputs": [
            {"name": i.name, "value": i.value, "type": i.type, "hidden": i.hidden}
            for i in form.inputs
        ],
        "left_out": [
            {"name": o.name, "value": o.value, "type": o.type, "reason": o.reason}
            for o in form.left_out
        ],
    }


def _tls(tls: TlsFacts | None) -> Document | None:
    if tls is None:
        return None
    return {
        "version": tls.version,
        "cipher": tls.cipher,
        "alpn": tls.alpn,
        "verified": tls.verified,
        "server_name": tls.server_name,
        "chain": [
            {
                "subject": c.subject,
                "issuer": c.issuer,
                "names": list(c.names),
                "not_before": iso(c.not_before),
                "not_after": iso(c.not_after),
                "serial": c.serial,
                "sha256": c.sha256,
            }
            for c in tls.chain
        ],
    }


def _failure(capture: Capture) -> Document | None:
    failure = capture.failure
    if failure is None:
        return None
    return {
        "kind": failure.kind,
        "cause": failure.cause,
        "addresses": list(failure.addresses),
        "phase": failure.phase,
        "message": failure.message,
        "hint": failure.hint,
    }
