"""Rebuilding all that is derived from the bytes of a history.

A second word index is filled beside the first, by windows of one commit each, and put in the place
of the first at the end, so that an end at any point leaves a sound file; what was added or changed
meanwhile by others is brought in last, under the write lock. Reading is done by all cores, writing
by one, in the order of the ids: each exchange is judged by those before it.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager

from workbench.history.deriving import DERIVED_COLUMNS
from workbench.history.judging import with_past
from workbench.history.keeping import NEW_INDEX, Keeper
from workbench.history.migrations import INDEX_VERSION, make_word_index
from workbench.history.past import Past
from workbench.history.preparing import entry_of
from workbench.history.readers import Answer, readers
from workbench.history.rereading import KEPT_ROW, KeptRow, Reread, exchange_of, reread
from workbench.model.baseline import NOTHING, Baseline
from workbench.model.progress import OnProgress, Progress

REINDEXED_AT_ONCE = 500
# A window ends with the row that takes it beyond so many packed bytes.
WINDOW_BYTES = 4 * 1024 * 1024

_COLUMNS = ", ".join(DERIVED_COLUMNS)
_WINDOW = f"{KEPT_ROW} WHERE e.id > ? ORDER BY e.id LIMIT ?"
_ONE = f"{KEPT_ROW} WHERE e.id = ?"
_NOW = (
    f"SELECT id, labels, note, {_COLUMNS} FROM exchange "  # noqa: S608 - our own column names
    "WHERE id BETWEEN ? AND ?"
)
_UPDATE = (
    f"UPDATE exchange SET {', '.join(f'{name} = ?' for name in DERIVED_COLUMNS)} "  # noqa: S608
    "WHERE id = ?"
)
_INDEX = f"INSERT INTO {NEW_INDEX} (rowid, terms) VALUES (?, ?)"  # noqa: S608 - our own table

Writing = Callable[[], AbstractContextManager[Keeper]]


def reindex(writing: Writing, on_progress: OnProgress) -> int:
    """Rebuild the derived columns and the word index; the answer is how many exchanges.

    `writing` takes the store's lock, which is held for each window and not while it is read.
    """
    with writing() as keeper:
        keeper.transact(lambda: _start(keeper.connection))
        total = keeper.connection.execute("SELECT count(*) FROM exchange").fetchone()[0]
        past = Past(keeper.connection, keeper.get, NEW_INDEX)
    past.from_the_start()
    done, last = 0, 0
    begun: deque[tuple[list[KeptRow], Answer]] = deque()
    with readers(total) as reading:
        while True:
            while len(begun) < reading.ahead:
                with writing() as keeper:
                    rows = _window(keeper.connection, last)
                if not rows:
                    break
                last = rows[-1].id
                begun.append((rows, reading.begin(rows)))
            if not begun:
                break
            rows, answer = begun.popleft()
            made = answer()
            with writing() as keeper:
                keeper.transact(lambda rows=rows, made=made: _rebuild(keeper, past, rows, made))  # type: ignore[misc]
            done += len(rows)
            on_progress(Progress(done, max(total, done), "rebuilding"))
    with writing() as keeper:
        done += keeper.transact(lambda: _finish(keeper, past, last))
    on_progress(Progress(done, done, "rebuilding"))
    return done


def _start(connection: sqlite3.Connection) -> None:
    connection.execute(f"DROP TABLE IF EXISTS {NEW_INDEX}")
    make_word_index(connection, NEW_INDEX)


def _window(connection: sqlite3.Connection, after: int) -> list[KeptRow]:
    rows: list[KeptRow] = []
    size = 0
    for found in connection.execute(_WINDOW, (after, REINDEXED_AT_ONCE)):
        rows.append(row := KeptRow(*found))
        size += len(row.packed or b"")
        if size > WINDOW_BYTES:
            break
    return rows


def _rebuild(
    keeper: Keeper, past: Past, rows: Sequence[KeptRow], made: Sequence[Reread | None]
) -> None:
    """Write a window that was read, in the order of its ids."""
    connection = keeper.connection
    now = {found[0]: found[1:] for found in connection.execute(_NOW, (rows[0].id, rows[-1].id))}
    for row, derived in zip(rows, made, strict=True):
        kept = now.get(row.id)
        if kept is None:
            continue  # deleted since it was read
        if kept[:2] != (row.labels, row.note):
            row = _again(connection, row.id)
            derived = reread(row)
        if derived is None:
            continue  # damaged: it stays as it is, and `check` names it
        baseline = past.baseline(derived.trace)
        if baseline != NOTHING:
            derived = _judged(row, baseline)
        values = keeper.derived_values(derived.derived)
        if values != kept[2:]:
            connection.execute(_UPDATE, (*values, row.id))
        connection.execute(_INDEX, (row.id, derived.terms))
        past.add(row.id, row.started_at, derived.trace)


def _again(connection: sqlite3.Connection, id_: int) -> KeptRow:
    return KeptRow(*connection.execute(_ONE, (id_,)).fetchone())


def _judged(row: KeptRow, baseline: Baseline) -> Reread:
    """The same with what the past says of it, which few exchanges have."""
    entry = with_past(entry_of(exchange_of(row)), baseline)
    return Reread(entry.trace, entry.derived, " ".join(entry.terms))


def _late(connection: sqlite3.Connection, last: int) -> Iterator[list[KeptRow]]:
    while rows := _window(connection, last):
        yield rows
        last = rows[-1].id


def _finish(keeper: Keeper, past: Past, last: int) -> int:
    """Bring in what came meanwhile and put the new index in the place of the old one."""
    connection = keeper.connection
    late = 0
    for rows in _late(connection, last):
        _rebuild(keeper, past, rows, [reread(row) for row in rows])
        late += len(rows)
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
    return late
