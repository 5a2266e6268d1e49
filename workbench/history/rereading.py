"""Reading kept exchanges again: from their rows to all that is derived of them.

Pure and of plain values on both sides, so that other processes can do it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from workbench.errors import HistoryError
from workbench.history import packing, searchable
from workbench.history.deriving import Derived
from workbench.history.judging import with_past
from workbench.history.preparing import entry_of
from workbench.history.rows import ORIGINS, read_labels, uuid_text
from workbench.inspection.reading import read
from workbench.model.baseline import NOTHING, Baseline, Trace
from workbench.model.exchange import Exchange


class KeptRow(NamedTuple):
    """All that a history keeps of one exchange as truth, as its tables hold it; `packed` is None
    where the bytes are gone."""

    id: int
    uuid: bytes
    started_at: int | None
    origin: int
    labels: str | None
    note: str | None
    dictionary: int | None
    packed: bytes | None


KEPT_ROW = """
    SELECT e.id, e.uuid, e.started_at, e.origin, e.labels, e.note, w.dictionary, w.packed
    FROM exchange AS e LEFT JOIN wire AS w ON w.id = e.id"""


class Asked(NamedTuple):
    """A row to be read again, and what was before it as far as that is known."""

    row: KeptRow
    past: Baseline = NOTHING


class Reread(NamedTuple):
    """What is derived of one exchange; its index terms, joined by blanks: those of its findings,
    which the past can change, stand apart."""

    trace: Trace
    derived: Derived
    terms: str
    findings: str


def exchange_of(row: KeptRow) -> Exchange:
    """The exchange that a row keeps. Raises `HistoryError` where its bytes are gone or damaged."""
    if row.packed is None or row.dictionary is None:
        raise HistoryError(f"the bytes of exchange {row.id} are gone", "see `workbench check`")
    raw = packing.unpack(row.dictionary, row.packed)
    capture, context = packing.read_payload(raw, packing.moment(row.started_at))
    return Exchange(
        capture=capture,
        read=read,
        id=row.id,
        uuid=uuid_text(row.uuid),
        origin=ORIGINS[row.origin],
        labels=read_labels(row.labels),
        note=row.note,
        context=context,
    )


def reread(asked: Asked) -> Reread | None:
    """What is derived of an exchange; None where it is damaged."""
    try:
        exchange = exchange_of(asked.row)
    except HistoryError:
        return None
    entry = with_past(entry_of(exchange), asked.past)
    findings = searchable.finding_terms(searchable.of(entry.exchange.inspection))
    return Reread(entry.trace, entry.derived, " ".join(entry.terms - findings), " ".join(findings))


def reread_all(asked: Sequence[Asked]) -> list[Reread | None]:
    """The same for many, in their order."""
    return [reread(one) for one in asked]
