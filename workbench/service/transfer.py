"""Bringing exchanges in and handing them on."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TypeVar

from workbench.document.exchange import exchange_document
from workbench.history import Store
from workbench.interop import entry_key, export_chunks, exporter_names
from workbench.model.progress import OnProgress, Progress, silent
from workbench.redaction import Redactor
from workbench.service.exchange import Exchange
from workbench.service.offline import as_exchange, read_path

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did: how many came in, were no authorize traffic, were there already, were
    requests without an answer; problems in words; the new ids in order."""

    imported: int
    skipped: int
    already_there: int
    requests: int
    problems: tuple[str, ...]
    ids: tuple[int, ...]

    def to_dict(self) -> dict[str, object]:
        """The contract's JSON object."""
        document = asdict(self)
        document["problems"] = list(self.problems)
        document["ids"] = list(self.ids)
        return document


def import_file(
    store: Store,
    name: str,
    *,
    data: bytes | None = None,
    url: str | None = None,
    everything: bool,
    on_progress: OnProgress = silent,
) -> ImportResult:
    """Read a file and keep its exchanges in one commit; the same entry twice adds nothing.

    An entry is known by what it holds and by its number among equals; its uuid is made of that.
    """
    on_progress(Progress(0, None, "reading"))
    reading = read_path(name, data, url=url, everything=everything)
    seen: Counter[str] = Counter()
    fresh: list[Exchange] = []
    already = 0
    for capture in reading.captures:
        content = entry_key(capture, 0)
        identity = str(uuid.UUID(hex=entry_key(capture, seen[content])[:32], version=4))
        seen[content] += 1
        if store.has_uuid(identity):
            already += 1
        else:
            fresh.append(as_exchange(capture, uuid=identity))
    kept = store.insert_many(told(fresh, "importing", on_progress))
    return ImportResult(
        imported=len(kept),
        skipped=reading.skipped,
        already_there=already,
        requests=reading.requests,
        problems=tuple(reading.problems),
        ids=tuple(exchange.id for exchange in kept if exchange.id is not None),
    )


def told(items: Sequence[T], what: str, on_progress: OnProgress) -> Iterator[T]:
    """The items, telling before each how many there were, and at the end that all were."""
    for done, item in enumerate(items):
        on_progress(Progress(done, len(items), what))
        yield item
    on_progress(Progress(len(items), len(items), what))


def export(
    exchanges: Iterable[Exchange], format_name: str, redactor: Redactor | None
) -> Iterator[bytes]:
    """Chunks of the export; without a redactor everything leaves as it is."""
    return export_chunks(format_name, exchanges, exchange_document, redactor)


def export_formats() -> tuple[str, ...]:
    """The names of all export formats."""
    return exporter_names()
