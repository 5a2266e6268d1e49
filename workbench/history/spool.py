"""What could not be written is put aside beside the history, and adopted when it opens next.

One file an exchange, readable by its owner only, written whole before it gets its name. A history
that is locked or full thus costs nobody the answer of a call.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import UUID

from workbench.errors import HistoryError
from workbench.history import packing
from workbench.history.preparing import Prepared
from workbench.history.rows import ORIGINS
from workbench.inspection.reading import read
from workbench.model.exchange import Exchange, Origin

_END = ".exchange"


def folder_of(history: str) -> Path:
    """The folder in which exchanges of a history are put aside."""
    return Path(f"{history}.spool")


def put_aside(history: str, prepared: Sequence[Prepared]) -> Path | None:
    """Write the exchanges into the spool; None where that is not possible either."""
    folder = folder_of(history)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        for one in prepared:
            _write(folder / f"{UUID(bytes=one.uuid)}{_END}", _bytes_of(one))
    except OSError:
        return None
    return folder


def waiting(history: str) -> Iterator[tuple[Path, Exchange]]:
    """Each exchange that was put aside, with its file; what is no such file is left alone."""
    for path in sorted(folder_of(history).glob(f"*{_END}")):
        try:
            yield path, _read(path.read_bytes())
        except (OSError, ValueError, KeyError, HistoryError):
            continue


def _write(path: Path, content: bytes) -> None:
    unfinished = path.with_suffix(".part")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def _bytes_of(one: Prepared) -> bytes:
    exchange = one.entry.exchange
    head = {
        "uuid": exchange.uuid,
        "started_at": one.started_at,
        "origin": ORIGINS.index(exchange.origin),
        "labels": exchange.labels,
        "note": exchange.note,
        "dictionary": one.dictionary,
        "hash": one.hash.hex(),
    }
    return json.dumps(head).encode("ascii") + b"\n" + one.packed


def _read(content: bytes) -> Exchange:
    line, _, packed = content.partition(b"\n")
    head = json.loads(line)
    raw = packing.unpack(head["dictionary"], packed)
    uuid = UUID(head["uuid"])
    expected = packing.hash_of(raw, uuid.bytes, head["started_at"], head["origin"])
    if expected.hex() != head["hash"]:
        raise ValueError("altered")
    capture, context = packing.read_payload(raw, packing.moment(head["started_at"]))
    origin: Origin = ORIGINS[head["origin"]]
    return Exchange(
        capture=capture,
        read=read,
        uuid=str(uuid),
        origin=origin,
        labels=tuple(head["labels"]),
        note=head["note"],
        context=context,
    )
