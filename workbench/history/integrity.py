"""Verifying a history, and rebuilding what is derived from its bytes.

`check` only reads. `reindex` fills a second word index beside the first, by groups of one commit
each, and puts it in the place of the first at the end, so that an end at any point leaves a sound
file; what was added or changed meanwhile by others is brought in last, under the write lock.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from workbench.errors import HistoryError, InputError
from workbench.history import packing, tokens
from workbench.history.deriving import DERIVED_COLUMNS
from workbench.history.judging import with_past
from workbench.history.keeping import NEW_INDEX, Keeper
from workbench.history.migrations import INDEX_VERSION, make_word_index
from workbench.history.past import Past
from workbench.history.preparing import entry_of
from workbench.model.progress import OnProgress, Progress

REINDEXED_AT_ONCE = 500
MOST_NAMED = 50

_UPDATE = (
    f"UPDATE exchange SET {', '.join(f'{name} = ?' for name in DERIVED_COLUMNS)} "  # noqa: S608
    "WHERE id = ?"
)


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


def reindex(keeper: Keeper) -> Iterator[Progress]:
    """Rebuild the derived columns and the word index, one short transaction a step; the last step
    puts the new index in place. Whoever takes the steps has the store's lock for each."""
    connection = keeper.connection
    keeper.transact(lambda: _start(connection))
    total = connection.execute("SELECT count(*) FROM exchange").fetchone()[0]
    past = Past(connection, keeper.get, NEW_INDEX)
    past.from_the_start()
    done, last = 0, 0
    while group := _group(connection, last):
        keeper.transact(lambda group=group: _rebuild(keeper, past, group))  # type: ignore[misc]
        done += len(group)
        last = group[-1]
        yield Progress(done, max(total, done), "rebuilding")
    done += keeper.transact(lambda: _finish(keeper, past, last))
    yield Progress(done, done, "rebuilding")


def _start(connection: sqlite3.Connection) -> None:
    connection.execute(f"DROP TABLE IF EXISTS {NEW_INDEX}")
    make_word_index(connection, NEW_INDEX)


def _group(connection: sqlite3.Connection, after: int) -> list[int]:
    rows = connection.execute(
        "SELECT id FROM exchange WHERE id > ? ORDER BY id LIMIT ?", (after, REINDEXED_AT_ONCE)
    )
    return [row[0] for row in rows]


def _rebuild(keeper: Keeper, past: Past, ids: list[int]) -> None:
    """Rebuild exchanges in the order of their ids, each judged by those before it."""
    for id_ in ids:
        try:
            exchange = keeper.get(id_)
        except (HistoryError, InputError):
            continue  # damaged: it stays as it is, and `check` names it
        entry = entry_of(exchange)
        entry = with_past(entry, past.baseline(entry.trace))
        keeper.connection.execute(_UPDATE, (*keeper.derived_values(entry.derived), id_))
        keeper.index(id_, entry.terms, NEW_INDEX)
        past.add(id_, packing.micros(exchange.started_at), entry.trace)


def _finish(keeper: Keeper, past: Past, last: int) -> int:
    """Bring in what came meanwhile and put the new index in the place of the old one."""
    connection = keeper.connection
    late = [row[0] for row in connection.execute("SELECT id FROM exchange WHERE id > ?", (last,))]
    _rebuild(keeper, past, late)
    connection.execute(f"CREATE VIRTUAL TABLE temp.held USING fts5vocab(main, {NEW_INDEX}, row)")
    connection.execute("DELETE FROM word")
    connection.execute(
        "INSERT INTO word SELECT substr(term, 2) FROM temp.held WHERE term >= 'w' AND term < 'x'"
    )
    connection.execute("DROP TABLE temp.held")
    connection.execute("DROP TABLE term")
    connection.execute(f"ALTER TABLE {NEW_INDEX} RENAME TO term")
    connection.execute(
        "INSERT OR REPLACE INTO setting VALUES ('index_version', ?)", (INDEX_VERSION,)
    )
    keeper.delete_unused_texts()
    keeper.forget()
    return len(late)
