"""Writing an exchange, reading one back, and changing or deleting it.

Everything that belongs to one exchange changes in one transaction. The word index keeps no text,
so a row leaves it by the terms it entered with, which pure code makes again from the bytes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from workbench.errors import HistoryError, InputError
from workbench.history import alike, searchable, tokens
from workbench.history.deriving import DERIVED_COLUMNS, Derived, RequestRow
from workbench.history.identity import exists, missing
from workbench.history.judging import as_judged, with_past
from workbench.history.marks import marks
from workbench.history.past import Past
from workbench.history.preparing import Prepared, changed, clean_labels
from workbench.history.rereading import KEPT_ROW, KeptRow, exchange_of
from workbench.history.rows import ORIGINS, write_labels
from workbench.history.written import storable
from workbench.inspection.request_key import request_key
from workbench.inspection.shape import fingerprint
from workbench.inspection.trace import trace_of
from workbench.model.exchange import Exchange

Result = TypeVar("Result")

DELETED_AT_ONCE = 500
# Up to so many exchanges the whole index is rewritten after a delete, so that nothing of what was
# deleted stays in it; beyond, only what was written last is.
REWRITTEN_WHOLE = 100_000
MERGED_PAGES = 2_000

_COLUMNS = ("uuid", "started_at", "origin", "labels", "note", *DERIVED_COLUMNS)
_INSERT = (
    f"INSERT INTO exchange ({', '.join(_COLUMNS)}) "  # noqa: S608 - our own column names
    f"VALUES ({', '.join('?' * len(_COLUMNS))})"
)
# The index that a reindex is filling; while it is there, changes go to both.
NEW_INDEX = "term_new"
_REQUEST = DERIVED_COLUMNS.index("request")
_INTERNED = tuple(map(DERIVED_COLUMNS.index, ("target", "failure", "shape", "facts", "judged")))


class Keeper:
    """What is written to one open history. Not for two threads at once: the store has the lock."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.past = Past(connection, self.get)
        self._texts: dict[str, int] = {}
        self._requests: dict[RequestRow, int] = {}
        self._words: set[str] = set()  # index terms of ordinary words
        self._seen_version = -1

    def transact(self, work: Callable[[], Result]) -> Result:
        """Do the work in one durable transaction, or not at all."""
        connection = self.connection
        connection.execute("BEGIN IMMEDIATE")
        try:
            version = connection.execute("PRAGMA data_version").fetchone()[0]
            if version != self._seen_version:  # another process may have deleted what is known
                self.forget()
                self._seen_version = version
            result = work()
            connection.execute("COMMIT")
        except BaseException:
            self.forget()
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        return result

    def forget(self) -> None:
        """Forget which repeating texts are known to be in the file."""
        self._texts.clear()
        self._requests.clear()
        self._words.clear()
        self.past.forget()

    # -- in and out -----------------------------------------------------------------------------

    def write(self, one: Prepared) -> Exchange:
        """Write the rows of an exchange, judged by those before it; inside a transaction."""
        entry = with_past(one.entry, self.past.baseline(one.entry.trace))
        exchange = entry.exchange
        values = (
            one.uuid,
            one.started_at,
            ORIGINS.index(exchange.origin),
            write_labels(exchange.labels),
            exchange.note,
            *self.derived_values(entry.derived),
        )
        id_ = self.connection.execute(_INSERT, values).lastrowid
        assert id_ is not None
        self.connection.execute(
            "INSERT INTO wire (id, dictionary, hash, packed) VALUES (?, ?, ?, ?)",
            (id_, one.dictionary, one.hash, one.packed),
        )
        self.index(id_, entry.terms)
        self.past.add(id_, one.started_at, entry.trace)
        return changed(exchange, id=id_)

    def derived_values(self, derived: Derived) -> tuple[object, ...]:
        """The derived columns as stored: what repeats by its number."""
        row: list[Any] = list(derived)
        row[_REQUEST] = self._request(derived.request)
        for at in _INTERNED:
            row[at] = self._text(row[at])
        return tuple(row)

    def index(self, id_: int, terms: frozenset[str], table: str = "term") -> None:
        """Add a row to the word index and its words to the vocabulary."""
        self.connection.execute(
            f"INSERT INTO {table} (rowid, terms) VALUES (?, ?)",  # noqa: S608 - our own table
            (id_, _joined(terms)),
        )
        known = self._words
        fresh = [term for term in terms if term[0] == "w" and term not in known]
        if fresh:
            self.connection.executemany(
                "INSERT OR IGNORE INTO word (word) VALUES (?)", [(term[1:],) for term in fresh]
            )
            known.update(fresh)

    def get(self, id_: int) -> Exchange:
        """The exchange of that id; raises `InputError` where there is none."""
        row = self.connection.execute(
            f"{KEPT_ROW} WHERE e.id = ?", (id_ if 0 < id_ < 1 << 63 else 0,)
        ).fetchone()
        if row is None:
            raise missing(self.connection, id_)
        return exchange_of(KeptRow(*row))

    def good(self, like: int, *, itself: bool) -> int:
        """The newest healthy answer to the same request as `like`, which counts if `itself`."""
        match = alike.healthy(request_key(self.get(like).request))
        row = self.connection.execute(
            "SELECT rowid FROM term WHERE term MATCH ? AND rowid <> ? ORDER BY rowid DESC LIMIT 1",
            (match, 0 if itself else like),
        ).fetchone()
        if row is None:
            raise InputError(
                f"no healthy answer to the same request as {like} is kept",
                "healthy: 302, leads on, no failure, no finding of severity error",
            )
        return int(row[0])

    # -- changes --------------------------------------------------------------------------------

    def label(self, id_: int, add: Sequence[str], remove: Sequence[str]) -> None:
        """Add and remove labels; inside a transaction."""
        exchange = self.get(id_)
        gone = set(clean_labels(remove))
        labels = [each for each in exchange.labels if each not in gone]
        labels += [each for each in clean_labels(add) if each not in labels]
        self._change(exchange, changed(exchange, labels=tuple(labels)))

    def label_many(self, ids: Iterable[int], add: Sequence[str], remove: Sequence[str]) -> int:
        """The same of many, inside a transaction; the answer is how many are there."""
        done = 0
        for id_ in ids:
            if exists(self.connection, id_):
                self.label(id_, add, remove)
                done += 1
        return done

    def note(self, id_: int, text: str | None) -> None:
        """Set or take away the note; inside a transaction."""
        exchange = self.get(id_)
        note = storable(text) if text and text.strip() else None
        self._change(exchange, changed(exchange, note=note))

    def _change(self, before: Exchange, after: Exchange) -> None:
        """Only terms that differ leave and enter the index, so an index made by another version
        is not harmed."""
        assert before.id is not None
        none: frozenset[str] = frozenset()
        old, new = searchable.terms(before, "", none), searchable.terms(after, "", none)
        for table in self._indexes_of(before.id):
            self._leave_index(before.id, old - new, table)
            self.index(before.id, new - old, table)
        self.connection.execute(
            "UPDATE exchange SET labels = ?, note = ? WHERE id = ?",
            (write_labels(after.labels), after.note, before.id),
        )
        self._forget_words(old - new)

    def delete(self, ids: Sequence[int]) -> int:
        """Delete for good, by groups of one commit each, and leave no trace where that can be."""
        there = [id_ for id_ in dict.fromkeys(ids) if exists(self.connection, id_)]
        if not there:
            return 0
        for at in range(0, len(there), DELETED_AT_ONCE):
            group = there[at : at + DELETED_AT_ONCE]
            self.transact(lambda group=group: self._delete(group))  # type: ignore[misc]
        self.transact(self._delete_unused)
        self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return len(there)

    def _delete(self, ids: Iterable[int]) -> None:
        gone: set[str] = set()
        for id_ in ids:
            if not exists(self.connection, id_):
                continue  # another process was quicker
            try:
                terms = self._indexed_terms(id_)
            except HistoryError:  # damaged: its terms cannot be known, reindex drops them
                terms = frozenset()
            for table in self._indexes_of(id_):
                self._leave_index(id_, terms, table)
            gone |= terms
            self.connection.execute("DELETE FROM exchange WHERE id = ?", (id_,))
            self.connection.execute("DELETE FROM wire WHERE id = ?", (id_,))
        self._forget_words(gone)

    def _indexed_terms(self, id_: int) -> frozenset[str]:
        """The terms that an exchange entered the index with."""
        exchange = self.get(id_)
        (written,) = self.connection.execute(
            "SELECT text.text FROM exchange AS e LEFT JOIN text ON text.id = e.judged "
            "WHERE e.id = ?",
            (id_,),
        ).fetchone()
        shape, left = fingerprint(exchange.inspection), marks(trace_of(exchange))
        return searchable.terms(exchange, shape, left, as_judged(exchange, written))

    def _delete_unused(self) -> None:
        """Texts that no row has any more, and deleted terms that the index still holds."""
        self.delete_unused_texts()
        kept = self.connection.execute("SELECT count(*) FROM exchange").fetchone()[0]
        if kept <= REWRITTEN_WHOLE:
            self.connection.execute("INSERT INTO term (term) VALUES ('optimize')")
        else:
            self.connection.execute(
                "INSERT INTO term (term, rank) VALUES ('merge', ?)", (-MERGED_PAGES,)
            )
        self.forget()

    def delete_unused_texts(self) -> None:
        """Take out what is kept once and no row names any more; inside a transaction."""
        self.connection.execute(
            "DELETE FROM request WHERE id NOT IN (SELECT request FROM exchange)"
        )
        self.connection.execute(
            "DELETE FROM text WHERE id NOT IN (SELECT target FROM exchange WHERE target > 0 "
            "UNION SELECT failure FROM exchange WHERE failure > 0 "
            "UNION SELECT shape FROM exchange WHERE shape > 0 "
            "UNION SELECT facts FROM exchange WHERE facts > 0 "
            "UNION SELECT judged FROM exchange WHERE judged > 0)"
        )

    def _indexes_of(self, id_: int) -> list[str]:
        """The word indexes that have this row: one, or two while a reindex runs."""
        tables = ["term"]
        if self.connection.execute(
            "SELECT 1 FROM sqlite_master WHERE name = ?", (NEW_INDEX,)
        ).fetchone():
            tables += (
                self.connection.execute(
                    f"SELECT ? FROM {NEW_INDEX} WHERE {NEW_INDEX} MATCH ? AND rowid = ?",  # noqa: S608
                    (NEW_INDEX, f'"{tokens.ALL}"', id_),
                ).fetchone()
                or ()
            )
        return tables

    def _leave_index(self, id_: int, terms: Iterable[str], table: str) -> None:
        self.connection.execute(
            f"INSERT INTO {table} ({table}, rowid, terms) "  # noqa: S608 - our own tables
            "VALUES ('delete', ?, ?)",
            (id_, _joined(terms)),
        )

    def _forget_words(self, terms: Iterable[str]) -> None:
        """Take ordinary words that no row has any more out of the vocabulary."""
        for term in terms:
            if (
                term[0] == "w"
                and not self.connection.execute(
                    "SELECT 1 FROM term WHERE term MATCH ? LIMIT 1", (f'"{term}"',)
                ).fetchone()
            ):
                self.connection.execute("DELETE FROM word WHERE word = ?", (term[1:],))
                self._words.discard(term)

    # -- what is kept once ----------------------------------------------------------------------

    def _text(self, text: str | None) -> int | None:
        if text is None:
            return None
        known = self._texts.get(text)
        if known is None:
            row = self.connection.execute("SELECT id FROM text WHERE text = ?", (text,)).fetchone()
            if row is None:
                known = self.connection.execute(
                    "INSERT INTO text (text) VALUES (?)", (text,)
                ).lastrowid
                assert known is not None
            else:
                known = int(row[0])
            self._texts[text] = known
        return known

    def _request(self, request: RequestRow) -> int:
        known = self._requests.get(request)
        if known is None:
            row = self.connection.execute(
                "SELECT id FROM request WHERE pattern = ? AND method = ? AND instance IS ? "
                "AND institution IS ? AND lang IS ?",
                (request.pattern, request.method, *request[2:]),
            ).fetchone()
            if row is None:
                known = self.connection.execute(
                    "INSERT INTO request (method, pattern, instance, institution, lang) "
                    "VALUES (?, ?, ?, ?, ?)",
                    request,
                ).lastrowid
                assert known is not None
            else:
                known = int(row[0])
            self._requests[request] = known
        return known


def _joined(terms: Iterable[str]) -> str:
    return " ".join(terms)
