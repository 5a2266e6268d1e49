"""From a stored row to a summary. Light: every list passes through here."""

from __future__ import annotations

from workbench.history.written import join, parameter
from workbench.model.summary import Summary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from workbench.model.exchange import Origin

ORIGINS: tuple[Origin, ...] = ("live", "simulator", "import")
KINDS = ("none", "location", "form", "both")


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
    if stored is None:
        return ()
    import json  # few exchanges have labels

    return tuple(json.loads(stored))


def write_labels(labels: tuple[str, ...]) -> str | None:
    """Labels as their column keeps them."""
    if not labels:
        return None
    import json

    return json.dumps(list(labels), ensure_ascii=False)
