"""Rebuilding all that is derived from the bytes of a history.

A second word index is filled beside the first, by windows of one commit each, and put in the place
of the first at the end, so that an end at any point leaves a sound file; what was added or changed
meanwhile by others is brought in last, under the write lock. Reading is done by all cores, writing
by one, in the order of the ids: each exchange is judged by those before it.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from workbench.history.deriving import DERIVED_COLUMNS
from workbench.history.keeping import NEW_INDEX, Keeper
from workbench.history.migrations import INDEX_VERSION, make_word_index
from workbench.history.past import Past
from workbench.history.readers import Answer, readers
from workbench.history.rereading import KEPT_ROW, Asked, KeptRow, Reread, reread, reread_all
from workbench.model.baseline import NOTHING
from workbench.model.progress import OnProgress, Progress

REINDEXED_AT_ONCE = 500
# A window ends with the row that takes it beyond so many packed bytes.
WINDOW_BYTES = 4 * 1024 * 1024

_WINDOW = f"{KEPT_ROW} WHERE e.id > ? ORDER BY e.id LIMIT ?"
_ONE = f"{KEPT_ROW} WHERE e.id = ?"
_NOW = (
    f"SELECT id, labels, note, {', '.join(DERIVED_COLUMNS)} FROM exchange "  # noqa: S608 - our names
    "WHERE id BETWEEN ? AND ?"
)
_UPDATE = (
    f"UPDATE exchange SET {', '.join(f'{name} = ?' for name in DERIVED_COLUMNS)} "  # noqa: S608
    "WHERE id = ?"
)
_INDEX = f"INSERT INTO {NEW_INDEX} (rowid, terms) VALUES (?, ?)"  # noqa: S608 - our own table
# What the past can change of a row.
_JUDGED = frozenset(map(DERIVED_COLUMNS.index, ("errors", "warnings", "infos", "judged")))

Writing = Callable[[], AbstractContextManager[Keeper]]
Values = tuple[object, ...]


def reindex(writing: Writing, on_progress: OnProgress) -> int:
    """Rebuild the derived columns and the word index; the answer is how many exchanges.

    `writing` takes the store's lock, which is held for each window and not while it is read.
    """
    with writing() as keeper:
        keeper.transact(lambda: _start(keeper.connection))
        total = keeper.connection.execute("SELECT count(*) FROM exchange").fetchone()[0]
    rebuilding = _Rebuilding(keeper)
    done = 0
    begun: deque[tuple[list[Asked], Answer]] = deque()
    with readers(total) as reading:
        while True:
            while len(begun) < reading.ahead:
                with writing():
                    window = rebuilding.window()
                if not window:
                    break
                begun.append((window, reading.begin(window)))
            if not begun:
                break
            asked, answer = begun.popleft()
            made = answer()
            with writing():
                again = rebuilding.write(asked, made)
            if again:
                begun.append((again, reading.begin(again)))
            if asked[0].past == NOTHING:
                done += len(asked)
                on_progress(Progress(done, max(total, done), "rebuilding"))
    with writing():
        done += rebuilding.finish()
    on_progress(Progress(done, done, "rebuilding"))
    return done


class _Rebuilding:
    """The one that writes, in one transaction a step.

    A window is written in the order of its ids, so that each exchange is told what was before it.
    Those of which the past has something to say are read once more, with that, and their findings
    enter the index then.
    """

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper
        self._connection = keeper.connection
        self._past = Past(keeper.connection, keeper.get, NEW_INDEX)
        self._past.from_the_start()
        self._last = 0

    def window(self) -> list[Asked]:
        """The next rows that nobody has read yet."""
        asked: list[Asked] = []
        size = 0
        for found in self._connection.execute(_WINDOW, (self._last, REINDEXED_AT_ONCE)):
            row = KeptRow(*found)
            asked.append(Asked(row))
            self._last = row.id
            size += len(row.packed or b"")
            if size > WINDOW_BYTES:
                break
        return asked

    def write(self, asked: Sequence[Asked], made: Sequence[Reread | None]) -> list[Asked]:
        """Write a window that was read; the answer is what must be read once more."""
        return self._keeper.transact(lambda: self._written(asked, made))

    def finish(self) -> int:
        """Bring in what came meanwhile and put the new index in the place of the old one; the
        answer is how many came."""
        return self._keeper.transact(self._finished)

    def _written(self, asked: Sequence[Asked], made: Sequence[Reread | None]) -> list[Asked]:
        span = (asked[0].row.id, asked[-1].row.id)
        now = {found[0]: found[1:] for found in self._connection.execute(_NOW, span)}
        again: list[Asked] = []
        for one, derived in zip(asked, made, strict=True):
            id_ = one.row.id
            labels, note, *columns = now.get(id_, (None, None))
            if not columns:
                continue  # deleted since it was read
            if one.past != NOTHING:
                if derived is not None:
                    self._write_judged(id_, derived, tuple(columns))
                continue
            if (labels, note) != (one.row.labels, one.row.note):
                one = Asked(KeptRow(*self._connection.execute(_ONE, (id_,)).fetchone()))
                derived = reread(one)
            if derived is not None:  # a damaged one stays as it is, and `check` names it
                again += self._write(one.row, derived, tuple(columns))
        return again

    def _write(self, row: KeptRow, derived: Reread, columns: Values) -> list[Asked]:
        """Write one row; the answer holds it where the past has its say."""
        baseline = self._past.baseline(derived.trace)
        values = self._keeper.derived_values(derived.derived)
        terms = derived.terms
        if baseline == NOTHING:
            terms = f"{terms} {derived.findings}"
        else:
            values = tuple(
                kept if place in _JUDGED else value
                for place, (value, kept) in enumerate(zip(values, columns, strict=True))
            )
        self._update(row.id, values, columns)
        self._connection.execute(_INDEX, (row.id, terms))
        self._past.add(row.id, row.started_at, derived.trace)
        return [] if baseline == NOTHING else [Asked(row, baseline)]

    def _write_judged(self, id_: int, derived: Reread, columns: Values) -> None:
        self._update(id_, self._keeper.derived_values(derived.derived), columns)
        self._connection.execute(_INDEX, (id_, derived.findings))

    def _update(self, id_: int, values: Values, columns: Values) -> None:
        if values != columns:
            self._connection.execute(_UPDATE, (*values, id_))

    def _finished(self) -> int:
        connection = self._connection
        late = 0
        while window := self.window():
            again = self._written(window, reread_all(window))
            if again:
                self._written(again, reread_all(again))
            late += len(window)
        connection.execute(
            f"CREATE VIRTUAL TABLE temp.held USING fts5vocab(main, {NEW_INDEX}, row)"
        )
        connection.execute("DELETE FROM word")
        connection.execute(
            "INSERT INTO word "
            "SELECT substr(term, 2) FROM temp.held WHERE term >= 'w' AND term < 'x'"
        )
        connection.execute("DROP TABLE temp.held")
        connection.execute("DROP TABLE term")
        connection.execute(f"ALTER TABLE {NEW_INDEX} RENAME TO term")
        connection.execute(
            "INSERT OR REPLACE INTO setting VALUES ('index_version', ?)", (INDEX_VERSION,)
        )
        self._keeper.delete_unused_texts()
        self._keeper.forget()
        return late


def _start(connection: sqlite3.Connection) -> None:
    connection.execute(f"DROP TABLE IF EXISTS {NEW_INDEX}")
    make_word_index(connection, NEW_INDEX)
