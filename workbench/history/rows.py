"""From an exchange to the columns of its row (derived, rebuilt by reindex), and from a row to a
summary. The second way is light: lists pass through it alone."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from workbench.history.written import join, parameter, split, storable
from workbench.model.summary import Summary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from workbench.model.exchange import Exchange, Origin

ORIGINS: tuple[Origin, ...] = ("live", "simulator", "import")
KINDS = ("none", "location", "form", "both")


class RequestRow(NamedTuple):
    """The columns of table `request`: what many exchanges have alike."""

    method: str
    pattern: str
    instance: str | None
    institution: str | None
    lang: str | None


class Derived(NamedTuple):
    """What reindex rebuilds of a row; texts are kept once in their tables."""

    request: RequestRow
    url_values: bytes | None
    status: int | None
    kind: int
    target: str | None
    target_values: bytes | None
    failure: str | None
    micros: int | None
    bytes: int
    errors: int
    warnings: int
    infos: int
    shape: str | None


# Column of `exchange` for each field of `Derived`, in its order.
DERIVED_COLUMNS = Derived._fields


def derive(exchange: Exchange, shape: str) -> Derived:
    """The derived columns of an exchange's row; `shape` is the fingerprint of its reading."""
    from workbench.model.request import instance_of

    capture, inspection = exchange.capture, exchange.inspection
    request, response, redirect = inspection.request, inspection.response, inspection.redirect
    pattern, url_values = split(capture.url)
    target, target_values = (None, None) if redirect.target is None else split(redirect.target)
    severities = [finding.severity for finding in inspection.findings]
    total = capture.timing.total
    status = None if response is None else response.status
    return Derived(
        request=RequestRow(
            storable(request.method),
            pattern,
            instance_of(_host(capture.url)),
            _storable(request.param("institution_id")),
            _storable(request.param("lang")),
        ),
        url_values=url_values,
        status=status if status is None or abs(status) < 1 << 31 else None,
        kind=KINDS.index(redirect.kind),
        target=target,
        target_values=target_values,
        failure=None if capture.failure is None else storable(capture.failure.kind),
        micros=None if total is None else max(0, round(total * 1000)),
        bytes=len(capture.received),
        errors=severities.count("error"),
        warnings=severities.count("warning"),
        infos=severities.count("info"),
        shape=shape,
    )


def _host(url: str) -> str:
    from workbench.history.written import host

    return host(url) or ""


def _storable(text: str | None) -> str | None:
    return None if text is None else storable(text[:1024])


# What a summary is made of; `summary` takes the columns in this order.
SUMMARY_QUERY = """
    SELECT e.id, e.uuid, e.started_at, e.origin, r.method, r.pattern, e.url_values, r.instance,
           r.institution, r.lang, e.status, e.kind, t.text, e.target_values, f.text, e.micros,
           e.bytes, e.errors, e.warnings, e.infos, e.labels, e.note, s.text
    FROM exchange AS e
    JOIN request AS r ON r.id = e.request
    LEFT JOIN text AS t ON t.id = e.target
    LEFT JOIN text AS f ON f.id = e.failure
    LEFT JOIN text AS s ON s.id = e.shape
    WHERE e.id = ?"""


def summary(row: tuple[Any, ...]) -> Summary:
    """The summary that a row of `SUMMARY_QUERY` says."""
    (id_, uuid, started, origin, method, pattern, values, instance, institution, lang, status) = (
        row[:11]
    )
    kind, target, target_values, failure, micros, size, errors, warnings, infos = row[11:20]
    labels, note, shape = row[20:]
    url = join(pattern, values)
    return Summary(
        id=id_,
        uuid=uuid_text(uuid),
        started_at=started,
        origin=ORIGINS[origin],
        method=method,
        url=url,
        instance=instance,
        institution=institution,
        lang=lang,
        tag=parameter(url, "tag") if "tag" in url else None,
        status=status,
        redirect_kind=KINDS[kind],
        target=None if target is None else join(target, target_values),
        failure=failure,
        ms=None if micros is None else micros / 1000,
        bytes=size,
        errors=errors,
        warnings=warnings,
        infos=infos,
        labels=read_labels(labels),
        note=note,
        shape=shape,
    )


def uuid_text(raw: bytes) -> str:
    """A uuid's 16 bytes in its usual writing."""
    text = raw.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def read_labels(stored: str | None) -> tuple[str, ...]:
    """Labels as they stand in their column."""
    return () if stored is None else tuple(json.loads(stored))


def write_labels(labels: tuple[str, ...]) -> str | None:
    """Labels as their column keeps them."""
    return json.dumps(list(labels), ensure_ascii=False) if labels else None
