"""The tables of a history, as numbered steps that are never edited once released.

`exchange` is the narrow table that lists read; `wire` holds the truth (what was sent and received
and the facts of the call, packed); `request` and `text` keep once what repeats; `term` is the word
index, `word` its vocabulary of ordinary words (for word beginnings); `setting` says what the file
is. Everything but `wire` and an exchange's uuid, time, origin, labels and note can be rebuilt.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

APPLICATION_ID = 0x41575248  # "AWRH": authorize workbench, response history
PAGE_SIZE = 8192
# How words and pairs become index terms; another number in a file asks for `workbench reindex`.
INDEX_VERSION = 3

Migration = Callable[[sqlite3.Connection], None]


def make_word_index(connection: sqlite3.Connection, name: str) -> None:
    """An empty word index: it keeps no text of its own (content='') and no positions
    (detail=none), and one leaf fills one page of the file."""
    connection.execute(
        f"CREATE VIRTUAL TABLE {name} USING fts5"
        "(terms, content='', columnsize=0, detail=none, tokenize='ascii')"
    )
    connection.execute(f"INSERT INTO {name} ({name}, rank) VALUES ('pgsz', 8000)")  # noqa: S608


def first_tables(connection: sqlite3.Connection) -> None:
    """Exchanges, their bytes, what repeats, and the word index."""
    for statement in (
        """CREATE TABLE exchange (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            uuid BLOB NOT NULL,
            started_at INTEGER,
            origin INTEGER NOT NULL,
            request INTEGER NOT NULL,
            url_values BLOB,
            status INTEGER,
            kind INTEGER NOT NULL,
            target INTEGER,
            target_values BLOB,
            failure INTEGER,
            micros INTEGER,
            bytes INTEGER NOT NULL,
            errors INTEGER NOT NULL,
            warnings INTEGER NOT NULL,
            infos INTEGER NOT NULL,
            shape INTEGER,
            labels TEXT,
            note TEXT)""",
        """CREATE TABLE wire (
            id INTEGER PRIMARY KEY,
            dictionary INTEGER NOT NULL,
            hash BLOB NOT NULL,
            packed BLOB NOT NULL)""",
        """CREATE TABLE request (
            id INTEGER PRIMARY KEY,
            method TEXT NOT NULL,
            pattern TEXT NOT NULL,
            instance TEXT,
            institution TEXT,
            lang TEXT)""",
        "CREATE INDEX request_by_pattern ON request (pattern)",
        "CREATE TABLE text (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE)",
        "CREATE TABLE word (word TEXT PRIMARY KEY) WITHOUT ROWID",
        "CREATE TABLE setting (name TEXT PRIMARY KEY, value) WITHOUT ROWID",
    ):
        connection.execute(statement)
    make_word_index(connection, "term")
    connection.execute("INSERT INTO setting VALUES ('index_version', ?)", (INDEX_VERSION,))


def what_was_before(connection: sqlite3.Connection) -> None:
    """What later answers are compared with (`facts`), and which findings an exchange has beyond
    those of its bytes (`judged`), both by their number in `text`."""
    for statement in (
        "ALTER TABLE exchange ADD COLUMN facts INTEGER",
        "ALTER TABLE exchange ADD COLUMN judged INTEGER",
        "CREATE INDEX request_by_instance ON request (instance)",
    ):
        connection.execute(statement)


MIGRATIONS: tuple[Migration, ...] = (first_tables, what_was_before)
