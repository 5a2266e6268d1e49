"""A history of any length in seconds, for measuring what only lists, scrolls and sorts.

Some exchanges are read, indexed and kept as ever. Their rows and packed bytes are then copied by
SQLite itself, each copy with an id, a uuid and a time of its own, until there are enough. The word
index holds the first ones alone: what a filter costs is measured by `bench_history`.
"""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.exchanges import simulated
from workbench.history import Store

_READ = 500
_MIX = ("form",) * 16 + ("location", "both", "bad-lang", "server-error")
_OWN = {"id": "e.id + n.value * :read", "uuid": "randomblob(16)"}


def long_history(path: Path, rows: int) -> Path:
    """Make a history of that many exchanges at `path`, where there is none yet."""
    if path.exists():
        return path
    chosen = random.Random(6)
    with Store.open(path) as store:
        store.insert_many(
            simulated(
                seed,
                scenario=chosen.choice(_MIX),
                institution_id=chosen.choice(("14", "42", "77", "112", "204")),
                lang=chosen.choice(("en", "fr", None)),
                tag=chosen.choice((None, f"TCK-{seed}")),
                ms=round(min(chosen.lognormvariate(2.5, 1.2), 900), 3),
            )
            for seed in range(min(_READ, rows))
        )
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA synchronous = OFF")  # for filling only
        own = {**_OWN, "started_at": "e.started_at + n.value * 1000000"}
        for table in ("exchange", "wire"):
            names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            values = ", ".join(own.get(name, f"e.{name}") for name in names)
            connection.execute(
                f"INSERT INTO {table} ({', '.join(names)}) "
                "WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n "
                "WHERE value < (:rows + :read - 1) / :read - 1) "
                f"SELECT {values} FROM n CROSS JOIN {table} AS e "
                "WHERE e.id <= :read AND e.id + n.value * :read <= :rows",
                {"rows": rows, "read": _READ},
            )
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path
