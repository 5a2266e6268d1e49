"""What names one exchange: `12`, `last`, `last-2` or `last~2`, or 8 and more characters of its
uuid. Light: asked by every command that takes an ID."""

from __future__ import annotations

import re
import sqlite3

from workbench.errors import InputError
from workbench.history.rows import uuid_text
from workbench.history.search import with_uuid

_NUMBER = re.compile(r"\d{1,30}")
_LAST = re.compile(r"last(?:[-~](\d{1,18}))?")
_UUID = re.compile(r"[0-9a-f]{8}[0-9a-f-]{0,28}")
_MOST_LISTED = 10


def resolve(connection: sqlite3.Connection, reference: str) -> int:
    """The id that a reference means. Raises `InputError` where it means none, or several."""
    text = reference.strip().lower()
    if _NUMBER.fullmatch(text) and exists(connection, int(text)):
        return int(text)
    last = _LAST.fullmatch(text)
    if last:
        back = int(last[1] or 0)
        row = connection.execute(
            "SELECT id FROM exchange ORDER BY id DESC LIMIT 1 OFFSET ?", (back,)
        ).fetchone()
        if row is not None:
            return int(row[0])
        raise InputError(
            f"no exchange {reference!r}: the history has {_kept(connection)}",
            "make a call first with `workbench authorize`",
        )
    digits = text.replace("-", "")
    if _UUID.fullmatch(text) and 8 <= len(digits) <= 32:
        return _by_uuid(connection, reference, digits)
    if _NUMBER.fullmatch(text):
        raise missing(connection, text)
    raise InputError(
        f"{reference[:60]!r} names no exchange",
        "give its number, last, last-2, good, or 8 or more characters of its uuid",
    )


def exists(connection: sqlite3.Connection, id_: int) -> bool:
    """Whether that id is kept."""
    if not 0 < id_ < 1 << 63:
        return False
    return bool(connection.execute("SELECT 1 FROM exchange WHERE id = ?", (id_,)).fetchone())


def missing(connection: sqlite3.Connection, id_: int | str) -> InputError:
    """The complaint about an id that is not there."""
    row = connection.execute("SELECT max(id) FROM exchange").fetchone()
    hint = f"the newest is {row[0]}" if row[0] else "the history is empty"
    return InputError(f"no exchange {id_}", f"{hint}; `workbench history` lists them")


def _by_uuid(connection: sqlite3.Connection, reference: str, digits: str) -> int:
    found = with_uuid(connection, digits, _MOST_LISTED + 1)
    if len(found) == 1:
        return found[0][0]
    if not found:
        raise missing(connection, reference)
    listed = ", ".join(f"{id_} ({uuid_text(raw)})" for id_, raw in found[:_MOST_LISTED])
    more = ", ..." if len(found) > _MOST_LISTED else ""
    raise InputError(f"{reference!r} fits several exchanges: {listed}{more}", "give more of it")


def _kept(connection: sqlite3.Connection) -> int:
    number: int = connection.execute("SELECT count(*) FROM exchange").fetchone()[0]
    return number
