"""What a history holds of its own that a filter can be made of: words, texts kept once, and the
values of keys."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator

from workbench.history import tokens
from workbench.history.filters import Completion
from workbench.history.filters.keys import TABLE


class StoredWords:
    """The vocabulary of a history, for word beginnings."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def words(self, beginning: str, most: int) -> list[str]:
        """Ordinary words that begin so."""
        return self._beginning("SELECT word FROM word WHERE word >= ? AND word < ? LIMIT ?",
                               beginning, most)  # fmt: skip

    def texts(self, beginning: str, most: int) -> list[str]:
        """Texts kept once (shapes are among them) that begin so."""
        return self._beginning("SELECT text FROM text WHERE text >= ? AND text < ? LIMIT ?",
                               beginning, most)  # fmt: skip

    def _beginning(self, query: str, beginning: str, most: int) -> list[str]:
        end = beginning + "\U0010ffff"
        return [row[0] for row in self._connection.execute(query, (beginning, end, most))]


def known_values(connection: sqlite3.Connection, text: str, cursor: int | None) -> list[Completion]:
    """Values of the key being typed that this history holds; bounded, however much that is."""
    end = len(text) if cursor is None else cursor
    start = max(text.rfind(blank, 0, end) for blank in " (") + 1
    key, _, value = text[start:end].lstrip("-").partition(":")
    entry = next((each for each in TABLE if each.key == key.lower() and each.column), None)
    if entry is None:
        return []
    return [
        Completion(end - len(value), _quoted(known), help_ or entry.help)
        for known, help_ in _values(connection, entry.column)
        if known not in entry.values and known.casefold().startswith(value.casefold())
    ]


def _values(connection: sqlite3.Connection, column: str) -> Iterator[tuple[str, str]]:
    """Values and, where they have one of their own, what they mean."""
    if column == "status":
        codes = ((str(code), "") for code in range(100, 600))
        yield from _indexed(connection, "status", codes)
    elif column == "finding":
        from workbench.inspection.findings import CATALOGUE

        rules = ((rule.id, rule.title) for rule in CATALOGUE)
        yield from _indexed(connection, "finding", rules)
    else:
        yield from ((row[0], "") for row in connection.execute(_VALUES[column]))


def _indexed(
    connection: sqlite3.Connection, key: str, values: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    """Those of the values that some exchange has; a look into the index for each."""
    query = "SELECT 1 FROM term WHERE term MATCH ? LIMIT 1"
    for value, help_ in values:
        if connection.execute(query, (f'"{tokens.pair_term(key, value)}"',)).fetchone():
            yield value, help_


def _quoted(value: str) -> str:
    if _PLAIN.fullmatch(value):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


_PLAIN = re.compile(r"[^\s()\"]+")

# Labels and shapes are those of the newest exchanges, since no index lists them.
_VALUES = {
    "instance": "SELECT DISTINCT instance FROM request WHERE instance > '' ORDER BY 1 LIMIT 200",
    "institution": (
        "SELECT DISTINCT institution FROM request WHERE institution > '' "
        "ORDER BY CAST(institution AS INTEGER), 1 LIMIT 200"
    ),
    "lang": "SELECT DISTINCT lang FROM request WHERE lang > '' ORDER BY 1 LIMIT 200",
    "label": (
        "SELECT DISTINCT j.value FROM (SELECT labels FROM exchange ORDER BY id DESC LIMIT 20000), "
        "json_each(labels) AS j ORDER BY 1 LIMIT 200"
    ),
    "shape": (
        "SELECT t.text FROM text AS t WHERE t.id IN "
        "(SELECT shape FROM (SELECT shape FROM exchange ORDER BY id DESC LIMIT 20000)) "
        "ORDER BY 1 LIMIT 200"
    ),
}
