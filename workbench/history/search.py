"""Finding: from a condition to ids and rows. Statements only, on the list path, hence light.

Rows come in the order of ids, which the word index and the table share, so a page costs what it
shows and not what is kept. No value is ever written into a statement.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain

from workbench.errors import InputError
from workbench.history.migrations import INDEX_VERSION
from workbench.history.rows import SUMMARY_QUERY, summary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from array import array
    from typing import Any

    from workbench.history.filters.condition import Argument, Condition
    from workbench.model.summary import Summary

# What a history can be sorted by -> expressions; ties by id.
SORTS = {
    "id": ("e.id",),
    "time": ("e.started_at",),
    "status": ("e.status",),
    "ms": ("e.micros",),
    "bytes": ("e.bytes",),
    "institution": ("CAST(r.institution AS INTEGER)", "r.institution"),
    "lang": ("r.lang",),
    "target": ("t.place",),
    "findings": ("(e.errors << 40) + (e.warnings << 20) + e.infos",),  # one key sorts faster
    "instance": ("r.instance",),
    "kind": ("e.kind",),
    "labels": ("e.labels",),
    "note": ("e.note",),
    "shape": ("e.shape",),
    "origin": ("e.origin",),
}
_PASSING_KIB = -2000
_MORE_TABLES = {
    "institution": " JOIN request AS r ON r.id = e.request",
    "lang": " JOIN request AS r ON r.id = e.request",
    "instance": " JOIN request AS r ON r.id = e.request",
    # Few texts stand in many rows: they are put in order once, and rows compare numbers.
    "target": (
        " LEFT JOIN (SELECT id, row_number() OVER (ORDER BY text) AS place FROM text) AS t"
        " ON t.id = e.target"
    ),
}


def newest(
    connection: sqlite3.Connection, condition: Condition | None, limit: int, before: int | None
) -> list[int]:
    """The ids of the newest that fit (None: of all), newest first."""
    query, arguments = _query(condition, "SELECT {id}", before=before)
    rows = connection.execute(f"{query} ORDER BY {_id(condition)} DESC LIMIT ?",
                              (*arguments, max(0, limit)))  # fmt: skip
    return [row[0] for row in rows]


def count(connection: sqlite3.Connection, condition: Condition | None) -> int:
    """How many fit."""
    query, arguments = _query(condition, "SELECT count(*)")
    number: int = connection.execute(query, arguments).fetchone()[0]
    return number


def ids(
    connection: sqlite3.Connection, condition: Condition | None, sort: str, *, descending: bool
) -> array[int]:
    """The ids of all that fit, sorted."""
    from array import array

    if sort not in SORTS:
        raise InputError(f"nothing is sorted by {sort[:40]!r}", f"known: {', '.join(SORTS)}")
    direction = "DESC" if descending else "ASC"
    if sort == "id":
        query, arguments = _query(condition, "SELECT {id}")
        with _passing_through(connection):
            rows = connection.execute(f"{query} ORDER BY {_id(condition)} {direction}", arguments)
            return array("q", chain.from_iterable(rows))
    else:
        query, arguments = _query(condition, "SELECT e.id", _MORE_TABLES.get(sort, ""), rows=True)
        order = ", ".join(f"{by} {direction}" for by in (*SORTS[sort], "e.id"))
        rows = connection.execute(f"{query} ORDER BY {order}", arguments)
    return array("q", chain.from_iterable(rows))


@contextmanager
def _passing_through(connection: sqlite3.Connection) -> Iterator[None]:
    """What is read here is not kept in memory: each page is needed once, and a million rows would
    leave the whole cache behind."""
    size = connection.execute("PRAGMA cache_size").fetchone()[0]
    connection.execute(f"PRAGMA cache_size = {_PASSING_KIB}")
    try:
        yield
    finally:
        connection.execute(f"PRAGMA cache_size = {size}")


def columns(
    connection: sqlite3.Connection, condition: Condition | None, wanted: Iterable[str]
) -> Iterator[tuple[Any, ...]]:
    """The id and these expressions over `exchange AS e` of all that fit, by rising id, read while
    they are asked for."""
    query, arguments = _query(condition, f"SELECT e.id, {', '.join(wanted)}", rows=True)
    return connection.execute(f"{query} ORDER BY {_id(condition)}", arguments)


def rows(connection: sqlite3.Connection, ids: Iterable[int]) -> list[Summary]:
    """The rows of these ids, in their order."""
    found = (connection.execute(SUMMARY_QUERY, (id_,)).fetchone() for id_ in ids)
    return [summary(row) for row in found if row is not None]


def with_uuid(connection: sqlite3.Connection, beginning: str, most: int) -> list[tuple[int, bytes]]:
    """(id, uuid) of exchanges whose uuid begins with these 8 or more hex digits."""
    match = f'"u{beginning[:8]}"'
    end = bytes.fromhex(beginning.ljust(32, "f"))
    start = bytes.fromhex(beginning.ljust(32, "0"))
    return connection.execute(
        "SELECT e.id, e.uuid FROM term CROSS JOIN exchange AS e ON e.id = term.rowid "
        "WHERE term MATCH ? AND e.uuid BETWEEN ? AND ? LIMIT ?",
        (match, start, end, most),
    ).fetchall()


def has_uuid(connection: sqlite3.Connection, uuid: str) -> bool:
    """Whether an exchange has this uuid."""
    return bool(with_uuid(connection, uuid.replace("-", "").lower(), 1))


def wants_reindex(connection: sqlite3.Connection) -> bool:
    """Whether what is kept was indexed by another version of the indexing code."""
    row = connection.execute("SELECT value FROM setting WHERE name = 'index_version'").fetchone()
    return row is not None and row[0] != INDEX_VERSION


def _query(
    condition: Condition | None,
    select: str,
    more: str = "",
    *,
    rows: bool = False,
    before: int | None = None,
) -> tuple[str, tuple[Argument, ...]]:
    """The statement up to its order, and its parameters. The word index leads where it helps;
    CROSS JOIN keeps SQLite from turning the two around. `rows` asks for the table in any case."""
    arguments: list[Argument] = []
    tests: list[str] = []
    if condition is None or condition.match is None:
        source = f" FROM exchange AS e{more}"
    elif rows or condition.sql is not None:
        source = f" FROM term CROSS JOIN exchange AS e ON e.id = term.rowid{more}"
    else:
        source = " FROM term"
    at = _id(condition)
    if condition is not None:
        if condition.match is not None:
            tests.append("term MATCH ?")
            arguments.append(condition.match)
        if condition.low > 0:
            tests.append(f"{at} >= ?")
            arguments.append(condition.low)
        if condition.high < _MOST_ID and (before is None or condition.high < before):
            tests.append(f"{at} <= ?")
            arguments.append(condition.high)
            before = None
    if before is not None:
        tests.append(f"{at} < ?")
        arguments.append(before)
    if condition is not None and condition.sql is not None:
        tests.append(f"({condition.sql})")
        arguments.extend(condition.arguments)
    where = f" WHERE {' AND '.join(tests)}" if tests else ""
    return select.format(id=at) + source + where, tuple(arguments)


_MOST_ID = (1 << 63) - 1


def _id(condition: Condition | None) -> str:
    return "e.id" if condition is None or condition.match is None else "term.rowid"
