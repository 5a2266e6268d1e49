"""From an exchange to the columns of its row: all that `reindex` makes again from the bytes."""

from __future__ import annotations

from typing import NamedTuple

from workbench.history.marks import facts_text
from workbench.history.rows import KINDS
from workbench.history.splitting import split
from workbench.history.written import host, storable
from workbench.model.baseline import Trace
from workbench.model.exchange import Exchange
from workbench.model.request import instance_of


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
    facts: str | None
    judged: str | None


# Column of `exchange` for each field of `Derived`, in its order.
DERIVED_COLUMNS = Derived._fields


def derive(exchange: Exchange, shape: str, trace: Trace) -> Derived:
    """The derived columns of an exchange's row; `shape` is the fingerprint of its reading, `trace`
    what it leaves to later ones. `judged` is for whoever knows the earlier ones."""
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
            instance_of(host(capture.url) or ""),
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
        facts=facts_text(trace.facts) if trace.host else None,
        judged=None,
    )


def _storable(text: str | None) -> str | None:
    return None if text is None else storable(text[:1024])
