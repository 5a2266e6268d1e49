"""Verifying a history: what `check` finds wrong, one sentence each. It only reads."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from workbench.errors import HistoryError
from workbench.history import packing, tokens
from workbench.model.progress import OnProgress, Progress

MOST_NAMED = 50


def check(connection: sqlite3.Connection, on_progress: OnProgress) -> list[str]:
    """One sentence for each problem found; at most so many of a kind are named."""
    try:
        problems = list(_problems(connection, on_progress))
    except sqlite3.DatabaseError as error:
        return [f"the file is damaged: {error}"]
    return (
        problems
        if len(problems) <= MOST_NAMED
        else [
            *problems[:MOST_NAMED],
            f"and {len(problems) - MOST_NAMED:,} more",
        ]
    )


def _problems(connection: sqlite3.Connection, on_progress: OnProgress) -> Iterator[str]:
    on_progress(Progress(0, None, "checking the file"))
    for (message,) in connection.execute("PRAGMA integrity_check(20)"):
        if message != "ok":
            yield f"the file is damaged: {message}"
    try:
        yield from _wire_problems(connection, on_progress)
        yield from _index_problems(connection)
    except sqlite3.DatabaseError as error:
        yield f"the file is damaged: {error}"


def _wire_problems(connection: sqlite3.Connection, on_progress: OnProgress) -> Iterator[str]:
    total = connection.execute("SELECT count(*) FROM exchange").fetchone()[0]
    rows = connection.execute(
        "SELECT e.id, e.uuid, e.started_at, e.origin, w.dictionary, w.hash, w.packed "
        "FROM exchange AS e LEFT JOIN wire AS w ON w.id = e.id ORDER BY e.id"
    )
    for done, (id_, uuid, started_at, origin, dictionary, kept, packed) in enumerate(rows, 1):
        if packed is None:
            yield f"exchange {id_}: its bytes are gone"
            continue
        try:
            raw = packing.unpack(dictionary, packed)
        except HistoryError:
            yield f"exchange {id_}: its bytes are damaged and cannot be unpacked"
            continue
        if packing.hash_of(raw, uuid, started_at, origin) != kept:
            yield f"exchange {id_}: its bytes were altered (their hash differs)"
        if done % 1000 == 0:
            on_progress(Progress(done, total, "checking exchanges"))
    for (id_,) in connection.execute(
        "SELECT id FROM wire WHERE id NOT IN (SELECT id FROM exchange)"
    ):
        yield f"bytes without an exchange: {id_}"
    on_progress(Progress(total, total, "checking exchanges"))


def _index_problems(connection: sqlite3.Connection) -> Iterator[str]:
    connection.execute("SELECT 1 FROM term WHERE term MATCH ? LIMIT 1", ('"x"',)).fetchall()
    everywhere = f'"{tokens.ALL}"'
    missing = connection.execute(
        "SELECT count(*) FROM exchange WHERE id NOT IN (SELECT rowid FROM term WHERE term MATCH ?)",
        (everywhere,),
    ).fetchone()[0]
    left = connection.execute(
        "SELECT count(*) FROM term WHERE term MATCH ? AND rowid NOT IN (SELECT id FROM exchange)",
        (everywhere,),
    ).fetchone()[0]
    if missing:
        yield f"{missing} exchanges are not in the word index: run `workbench reindex`"
    if left:
        yield f"{left} deleted exchanges are still in the word index: run `workbench reindex`"
    for column, query in _LOST.items():
        lost = connection.execute(query).fetchone()[0]
        if lost:
            yield f"{lost} exchanges have lost their {column}: run `workbench reindex`"


_LOST = {
    "request": "SELECT count(*) FROM exchange WHERE request NOT IN (SELECT id FROM request)",
    "target": "SELECT count(*) FROM exchange WHERE target NOT IN (SELECT id FROM text)",
    "shape": "SELECT count(*) FROM exchange WHERE shape NOT IN (SELECT id FROM text)",
    "facts": "SELECT count(*) FROM exchange WHERE facts NOT IN (SELECT id FROM text)",
    "judgement": "SELECT count(*) FROM exchange WHERE judged NOT IN (SELECT id FROM text)",
}
