"""One row of a list as a document (`workbench.summary/1`). Starts fast: no model is loaded."""

from __future__ import annotations

from datetime import datetime, timezone

TYPE_CHECKING = False
if TYPE_CHECKING:
    from workbench.model.summary import Summary

SUMMARY_SCHEMA = "workbench.summary/1"


def iso_utc(microseconds: int | None) -> str | None:
    """Microseconds since 1970 as `2026-11-24T10:00:00.123456Z`; None stays None."""
    if microseconds is None:
        return None
    seconds, rest = divmod(microseconds, 1_000_000)
    moment = datetime.fromtimestamp(seconds, timezone.utc).replace(microsecond=rest)  # noqa: UP017
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def summary_document(row: Summary) -> dict[str, object]:
    """The summary as the contract's JSON object."""
    return {
        "schema": SUMMARY_SCHEMA,
        "id": row.id,
        "uuid": row.uuid,
        "started_at": iso_utc(row.started_at),
        "origin": row.origin,
        "method": row.method,
        "url": row.url,
        "status": row.status,
        "redirect_kind": row.redirect_kind,
        "target": row.target,
        "failure": row.failure,
        "ms": row.ms,
        "bytes": row.bytes,
        "labels": list(row.labels),
        "note": row.note,
        "findings": {"error": row.errors, "warning": row.warnings, "info": row.infos},
    }
