"""Exchanges of the same request: the last good one, the newest ones. The word index alone."""

from __future__ import annotations

import sqlite3

from workbench.history import tokens


def healthy(key: str) -> str:
    """What the index finds healthy answers to a request key by: 302, leads on, no failure, no
    finding of severity error."""
    return (
        f'("{tokens.pair_term("request", key)}" AND "{tokens.pair_term("status", "302")}") NOT '
        f'("{tokens.pair_term("severity", "error")}" OR "{tokens.pair_term("has", "failure")}"'
        f' OR "{tokens.pair_term("kind", "none")}")'
    )


def last_good(connection: sqlite3.Connection, key: str, before: int) -> int | None:
    """The newest healthy answer to that request with an id below `before`."""
    row = connection.execute(
        "SELECT rowid FROM term WHERE term MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT 1",
        (healthy(key), before),
    ).fetchone()
    return None if row is None else int(row[0])


def newest(connection: sqlite3.Connection, key: str, most: int) -> list[int]:
    """The ids of the newest exchanges of that request, newest first."""
    rows = connection.execute(
        "SELECT rowid FROM term WHERE term MATCH ? ORDER BY rowid DESC LIMIT ?",
        (f'"{tokens.pair_term("request", key)}"', most),
    )
    return [row[0] for row in rows]
