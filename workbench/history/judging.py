"""What the past says of an exchange's findings, as its row keeps it.

The word index keeps no text: a row leaves it by the terms it entered with. Its bytes say most of
them again, but not what was before it when it was judged, so that is written down: one line for
each finding that came (`+`) or went (`-`), with its severity. Most exchanges have none.
"""

from __future__ import annotations

from workbench.history import searchable
from workbench.history.preparing import Entry, changed
from workbench.inspection.trace import with_history_findings
from workbench.model.baseline import NOTHING, Baseline
from workbench.model.exchange import Exchange, Inspection


def with_past(entry: Entry, baseline: Baseline) -> Entry:
    """An entry that was made of bytes alone, now that it is known what was before it."""
    if baseline == NOTHING:
        return entry
    reading = with_history_findings(entry.exchange, baseline)
    exchange = changed(entry.exchange)
    exchange.__dict__["inspection"] = reading
    written = difference(entry.exchange.inspection, reading)
    if written is None:
        return entry._replace(exchange=exchange)
    severities = [found.severity for found in reading.findings]
    alone = searchable.finding_terms(searchable.of(entry.exchange.inspection))
    return entry._replace(
        exchange=exchange,
        derived=entry.derived._replace(
            errors=severities.count("error"),
            warnings=severities.count("warning"),
            infos=severities.count("info"),
            judged=written,
        ),
        terms=entry.terms - alone | searchable.finding_terms(searchable.of(reading)),
    )


def difference(alone: Inspection, judged: Inspection) -> str | None:
    """What to write down of two readings of the same bytes; None where they find the same."""
    before, after = set(searchable.of(alone)), set(searchable.of(judged))
    lines = [
        *(f"-{severity} {id_}" for id_, severity in sorted(before - after)),
        *(f"+{severity} {id_}" for id_, severity in sorted(after - before)),
    ]
    return "\n".join(lines) or None


def as_judged(exchange: Exchange, written: str | None) -> frozenset[tuple[str, str]]:
    """The (id, severity) that an exchange was indexed with, from its bytes and what was written."""
    found = set(searchable.of(exchange.inspection))
    for line in (written or "").splitlines():
        severity, _, id_ = line[1:].partition(" ")
        if line[0] == "+":
            found.add((id_, severity))
        else:
            found.discard((id_, severity))
    return frozenset(found)
