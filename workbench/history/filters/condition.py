"""How conditions combine, so that the word index does the work and SQL only mends the edges.

A condition has a `match`, an FTS5 expression that holds for at least every row wanted (None: no
help from the index), and a `sql` predicate on `exchange AS e` that is asked of those rows (None:
`match` is exact). Values travel as parameters; `match` is built of index terms alone, which have
no letter that FTS5 could take for syntax.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from workbench.history.tokens import ALL

Argument = str | int | bytes

NOTHING = '"x"'  # a term that no row has
_MOST_ID = (1 << 63) - 1


class Condition(NamedTuple):
    """See above. `alone` says that `sql` needs no `match` to be right; ids outside `low`..`high`
    cannot fit."""

    match: str | None = None
    sql: str | None = None
    arguments: tuple[Argument, ...] = ()
    alone: bool = True
    low: int = 0
    high: int = _MOST_ID


def having(terms: Iterable[str]) -> Condition:
    """Rows that have one of these index terms."""
    quoted = [f'"{term}"' for term in terms]
    return Condition(match=_grouped(quoted, " OR ") if quoted else NOTHING)


def every(parts: Sequence[Condition]) -> Condition:
    """Rows for which all parts hold."""
    matches = [part.match for part in parts if part.match is not None]
    predicates = [part for part in parts if part.sql is not None]
    return Condition(
        match=_grouped(matches, " AND ") if matches else None,
        sql=" AND ".join(f"({part.sql})" for part in predicates) or None,
        arguments=tuple(value for part in predicates for value in part.arguments),
        alone=all(part.sql is not None and part.alone for part in parts),
        low=max(part.low for part in parts),
        high=min(part.high for part in parts),
    )


def some(parts: Sequence[Condition]) -> Condition:
    """Rows for which one part holds."""
    matches = [part.match for part in parts if part.match is not None]
    match = _grouped(matches, " OR ") if len(matches) == len(parts) else None
    low, high = min(part.low for part in parts), max(part.high for part in parts)
    if all(part.sql is None for part in parts):
        return Condition(match=match, low=low, high=high)
    predicates = [_predicate(part) for part in parts]
    return Condition(
        match=match,
        sql=" OR ".join(f"({sql})" for sql, _ in predicates),
        arguments=tuple(value for _, values in predicates for value in values),
        low=low,
        high=high,
    )


def opposite(part: Condition) -> Condition:
    """Rows for which the part does not hold."""
    if part.sql is None and part.match is not None:
        return Condition(match=f'("{ALL}" NOT {part.match})')
    sql, arguments = _predicate(part)
    return Condition(sql=f"NOT coalesce({sql}, 0)", arguments=arguments)


def _predicate(part: Condition) -> tuple[str, tuple[Argument, ...]]:
    """The part as a predicate that is right by itself."""
    if part.sql is not None and part.alone:
        return part.sql, part.arguments
    if part.match is None:
        return part.sql or "1", part.arguments
    inside = "e.id IN (SELECT rowid FROM term WHERE term MATCH ?)"
    if part.sql is None:
        return inside, (part.match,)
    return f"{inside} AND ({part.sql})", (part.match, *part.arguments)


def _grouped(parts: Sequence[str], operator: str) -> str:
    return parts[0] if len(parts) == 1 else f"({operator.join(parts)})"
