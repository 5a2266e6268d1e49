"""From an exchange to everything that its rows hold; pure, so that it is done before the lock.

What is kept can differ from what was given in three small ways, and the answer shows them: times
are to the microsecond and in UTC, labels are stripped and said once, lone surrogates in labels and
notes are escaped.
"""

from __future__ import annotations

import uuid as uuids
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from workbench.errors import InputError
from workbench.history import packing, searchable
from workbench.history.deriving import Derived, derive
from workbench.history.marks import marks
from workbench.history.rows import ORIGINS
from workbench.history.written import storable
from workbench.inspection.reading import read
from workbench.inspection.shape import fingerprint
from workbench.inspection.trace import trace_of
from workbench.model.baseline import Trace
from workbench.model.exchange import Exchange


class Entry(NamedTuple):
    """What is derived of an exchange, for its row and for the index, and what it asks of the past
    and leaves to the future."""

    exchange: Exchange
    trace: Trace
    derived: Derived
    terms: frozenset[str]


class Prepared(NamedTuple):
    """An exchange with all that its rows will hold; making it needs no database."""

    entry: Entry
    uuid: bytes
    started_at: int | None
    hash: bytes
    dictionary: int
    packed: bytes


def prepare(exchange: Exchange) -> Prepared:
    """Read, pack and index one exchange; it gets a random uuid where it has none."""
    if exchange.read is not read:  # another history may have had its say in that reading
        exchange = replace(exchange, read=read)
    uuid = uuids.UUID(exchange.uuid) if exchange.uuid else uuids.uuid4()
    started_at = packing.micros(exchange.capture.started_at)
    capture = packing.as_kept(exchange.capture)
    kept = changed(
        exchange,
        capture=capture,
        uuid=str(uuid),
        labels=clean_labels(exchange.labels),
        note=None if exchange.note is None else storable(exchange.note),
    )
    raw = packing.payload(capture, exchange.context)
    dictionary, packed = packing.pack(raw)
    origin = ORIGINS.index(exchange.origin)
    return Prepared(
        entry=entry_of(kept),
        uuid=uuid.bytes,
        started_at=started_at,
        hash=packing.hash_of(raw, uuid.bytes, started_at, origin),
        dictionary=dictionary,
        packed=packed,
    )


def entry_of(exchange: Exchange) -> Entry:
    """What is derived of an exchange that has its uuid, by its bytes alone; reads it where that
    was not done."""
    shape, trace = fingerprint(exchange.inspection), trace_of(exchange)
    return Entry(
        exchange=exchange,
        trace=trace,
        derived=derive(exchange, shape, trace),
        terms=searchable.terms(exchange, shape, marks(trace)),
    )


def changed(exchange: Exchange, **changes: object) -> Exchange:
    """The exchange with other fields; its reading, which none of them changes, stays made."""
    new: Exchange = replace(exchange, **changes)  # type: ignore[arg-type]
    made = exchange.__dict__.get("inspection")
    if made is not None:
        new.__dict__["inspection"] = made
    return new


def clean_labels(labels: Iterable[str]) -> tuple[str, ...]:
    """Labels as they are kept. Raises `InputError` for an empty one."""
    cleaned = dict.fromkeys(storable(label.strip()) for label in labels)
    if "" in cleaned:
        raise InputError("a label is empty", "give it at least one letter")
    return tuple(cleaned)
