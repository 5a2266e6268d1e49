"""What a history holds of its own that a filter can be made of: words, texts kept once, and the
values of keys."""

from __future__ import annotations

import sqlite3

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
    """Values of the key being typed that this history holds."""
    end = len(text) if cursor is None else cursor
    start = max(text.rfind(blank, 0, end) for blank in " (") + 1
    key, _, value = text[start:end].lstrip("-").partition(":")
    entry = next((each for each in TABLE if each.key == key.lower() and each.column), None)
    if entry is None:
        return []
    rows = connection.execute(_VALUES[entry.column]).fetchall()
    return [
        Completion(end - len(value), row[0], entry.help)
        for row in rows
        if row[0] not in entry.values and row[0].casefold().startswith(value.casefold())
    ]


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
}
