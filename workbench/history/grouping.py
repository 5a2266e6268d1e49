"""By which fields exchanges can be put into groups, read from columns alone.

Most fields are one value for each stored request, or for each target, so what a row's number comes
to is remembered; only a value that the URL's pattern does not hold is read row by row.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple

from workbench.errors import InputError
from workbench.history.rows import KINDS, ORIGINS, read_labels
from workbench.history.written import PLACE, host, join, parameter

REMEMBERED = 50_000

Value = str | None
Cells = Sequence[Any]
Read = Callable[[Cells], Value]


class Field(NamedTuple):
    """A field: the columns it is read from, and how, over an open history."""

    columns: tuple[str, ...]
    reader: Callable[[sqlite3.Connection], Read]


def _remembered(read: Callable[[Any], Value]) -> Callable[[Any], Value]:
    """The same answer for the same number, for so many numbers at once."""
    known: dict[Any, Value] = {}

    def look(number: Any) -> Value:
        try:
            return known[number]
        except KeyError:
            if len(known) >= REMEMBERED:
                known.clear()
            value = known[number] = read(number)
            return value

    return look


def _of_request(column: str) -> Field:
    """A column of the stored request."""

    def reader(connection: sqlite3.Connection) -> Read:
        query = f"SELECT {column} FROM request WHERE id = ?"  # noqa: S608 - our own column names

        def look(number: int) -> Value:
            row = connection.execute(query, (number,)).fetchone()
            return None if row is None else row[0]

        known = _remembered(look)
        return lambda cells: known(cells[0])

    return Field(("e.request",), reader)


def _patterns(connection: sqlite3.Connection, query: str) -> Callable[[Any], Value]:
    def look(number: int | None) -> Value:
        row = None if number is None else connection.execute(query, (number,)).fetchone()
        return None if row is None else row[0]

    return _remembered(look)


_REQUEST_PATTERN = "SELECT pattern FROM request WHERE id = ?"
_TARGET_PATTERN = "SELECT text FROM text WHERE id = ?"


def _of_query(name: str) -> Field:
    """A parameter of the request's URL."""

    def reader(connection: sqlite3.Connection) -> Read:
        patterns = _patterns(connection, _REQUEST_PATTERN)
        fixed = _remembered(lambda pattern: parameter(pattern, name))

        def read(cells: Cells) -> Value:
            pattern = patterns(cells[0])
            if pattern:
                value = fixed(pattern)
                if value is None or PLACE not in value:
                    return value
            return parameter(join(pattern or "", cells[1]), name)

        return read

    return Field(("e.request", "e.url_values"), reader)


def _host_of(columns: tuple[str, str], query: str) -> Field:
    """The host of a URL that is kept as a pattern and values."""

    def reader(connection: sqlite3.Connection) -> Read:
        patterns = _patterns(connection, query)
        fixed = _remembered(host)

        def read(cells: Cells) -> Value:
            pattern = patterns(cells[0])
            if pattern is None:
                return None
            value = fixed(pattern)
            if pattern and (value is None or PLACE not in value):
                return value
            return host(join(pattern, cells[1]))

        return read

    return Field(columns, reader)


def _of_column(column: str, words: Callable[[Any], Value]) -> Field:
    """A column of the exchange itself."""
    return Field((column,), lambda _: lambda cells: words(cells[0]))


FIELDS: dict[str, Field] = {
    "institution_id": _of_request("institution"),
    "instance": _of_request("instance"),
    "host": _host_of(("e.target", "e.target_values"), _TARGET_PATTERN),
    "request_host": _host_of(("e.request", "e.url_values"), _REQUEST_PATTERN),
    "redirect_uri": _of_query("redirect_uri"),
    "lang": _of_request("lang"),
    "recipient": _of_query("recipientId"),
    "tag": _of_query("tag"),
    "label": _of_column("e.labels", lambda stored: ", ".join(read_labels(stored)) or None),
    "origin": _of_column("e.origin", lambda number: ORIGINS[number]),
    "kind": _of_column("e.kind", lambda number: KINDS[number]),
    "status": _of_column("e.status", lambda number: None if number is None else str(number)),
    "none": Field((), lambda _: lambda _: "all"),
}
# What the filter language and the wire call the same.
_ALIASES = {
    "institution": "institution_id",
    "recipientid": "recipient",
    "recipient_id": "recipient",
}


def chosen(by: str) -> tuple[str, ...]:
    """The fields that `institution_id,lang` names. Raises `InputError` naming the nearest one."""
    names = tuple(_chosen(name.strip()) for name in by.split(","))
    return tuple(dict.fromkeys(names))


def _chosen(name: str) -> str:
    lowered = _ALIASES.get(name.lower(), name.lower())
    if lowered in FIELDS:
        return lowered
    close = get_close_matches(lowered[:40], FIELDS, 1, 0.4)
    hint = f"did you mean {close[0]}?" if close else f"known: {', '.join(FIELDS)}"
    raise InputError(f"nothing is grouped by {name[:40]!r}", hint)


def columns_of(names: Sequence[str]) -> tuple[str, ...]:
    """The columns that these fields are read from, in the order that `value_of` expects."""
    return tuple(column for name in names for column in FIELDS[name].columns)


def value_of(names: Sequence[str], connection: sqlite3.Connection) -> Read:
    """How the value of a group is read from those columns; several values stand side by side."""
    if len(names) == 1:
        return FIELDS[names[0]].reader(connection)
    parts: list[tuple[slice, Read]] = []
    at = 0
    for name in names:
        field = FIELDS[name]
        parts.append((slice(at, at + len(field.columns)), field.reader(connection)))
        at += len(field.columns)

    def read(cells: Cells) -> Value:
        values = (look(cells[place]) for place, look in parts)
        return ", ".join("-" if value is None else value for value in values)

    return read
