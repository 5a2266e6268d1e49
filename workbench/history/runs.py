"""Runs of equal shape for each value of a field: one pass over the narrow table, no bytes read.

Every exchange that fits is in exactly one place: in a run of its group, or, when it failed or
there was nothing to read, among those apart. Memory is bounded by the number of groups and of runs
that are kept apart, never by the number of exchanges.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from workbench.history import grouping, search
from workbench.history.turns import RETURNS, SETTLED, Bundle, Piece, Row, Turns
from workbench.model.changes import ChangeGroup, Run, RunKind, ShapeCount, Verdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from workbench.history.filters.condition import Condition

MOST_GROUPS = 20_000
MOST_RUNS = 200_000
_RUNS_OF_ONE = 1_000
_FEWEST_RUNS = 8
LITTLE = 2
_TELLS_SOMETHING = 3
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# What an answer is taken for: its shape, below 0 its failure, 0 where there was nothing to read.
_CLASS = (
    "CASE WHEN e.failure IS NOT NULL THEN -e.failure "
    "WHEN e.shape IS NULL OR (e.status IS NULL AND e.bytes = 0) THEN 0 ELSE e.shape END"
)
Name = Callable[[int], str]


class _Group:
    """The exchanges of one value, as far as they have come."""

    __slots__ = ("apart", "turns")

    def __init__(self) -> None:
        self.turns = Turns()
        self.apart: dict[int, Row] = {}


def change_groups(
    connection: sqlite3.Connection,
    condition: Condition | None,
    by: tuple[str, ...],
    most_groups: int = MOST_GROUPS,
) -> list[ChangeGroup]:
    """The groups of all that fits, those that changed last first; nothing is compared."""
    found, rest = _scan(connection, condition, by, most_groups)
    name = _names(connection)
    field = ",".join(by)
    groups = [_group(field, value, group, name) for value, group in found.items()]
    groups.sort(key=lambda group: (-group.changed_at, _natural(group.value)))
    if rest is not None:
        run = _row_run("not told apart", rest)
        value = f"further values (beyond {most_groups:,})"
        groups.append(ChangeGroup(field, value, rest.count, "no answer", (), (run,)))
    return groups


def _scan(
    connection: sqlite3.Connection,
    condition: Condition | None,
    by: tuple[str, ...],
    most_groups: int,
) -> tuple[dict[str | None, _Group], Row | None]:
    """The one pass; the row counts what belongs to values beyond the groups."""
    groups: dict[str | None, _Group] = {}
    rest: Row | None = None
    most = _RUNS_OF_ONE
    for id_, at, shape, value in _valued(connection, condition, by):
        group = groups.get(value)
        if group is None:
            if len(groups) >= most_groups:
                if rest is None:
                    rest = Row(0, id_, at)
                else:
                    rest.goes_on(id_, at)
                continue
            group = groups[value] = _Group()
            most = max(_FEWEST_RUNS, min(_RUNS_OF_ONE, MOST_RUNS // len(groups)))
        tail = group.turns.tail
        if tail is not None and tail.shape == shape:
            tail.count += 1
            tail.last = id_
            tail.last_at = at
        elif shape > 0:
            group.turns.turn(shape, id_, at, most)
        elif shape in group.apart:
            group.apart[shape].goes_on(id_, at)
        else:
            group.apart[shape] = Row(shape, id_, at)
    return groups, rest


def _valued(
    connection: sqlite3.Connection, condition: Condition | None, by: tuple[str, ...]
) -> Iterator[tuple[int, int | None, int, str | None]]:
    """Id, time, class and the value of the field, of each that fits."""
    read = grouping.value_of(by, connection)
    columns = grouping.columns_of(by)
    rows = search.columns(connection, condition, ("e.started_at", _CLASS, *columns))
    if len(columns) != 1:
        for id_, at, shape, *cells in rows:
            yield id_, at, shape, read(cells)
        return
    known: dict[object, str | None] = {}
    for id_, at, shape, cell in rows:
        if cell not in known:
            if len(known) >= grouping.REMEMBERED:
                known.clear()
            known[cell] = read((cell,))
        yield id_, at, shape, known[cell]


def _names(connection: sqlite3.Connection) -> Name:
    """The texts of shapes and failures by their numbers."""

    def name(number: int) -> str:
        row = connection.execute("SELECT text FROM text WHERE id = ?", (number,)).fetchone()
        return "" if row is None else str(row[0])

    known: dict[int, str] = {}

    def remembered(number: int) -> str:
        if number not in known:
            known[number] = name(number)
        return known[number]

    return remembered


def _group(field: str, value: str | None, group: _Group, name: Name) -> ChangeGroup:
    runs: list[Run] = []
    for piece in group.turns.pieces:
        for run in _piece_runs(piece, name):
            before = runs[-1].last_id if runs else None
            proof = run.proof or (None if before is None else (before, run.first_id))
            runs.append(replace(run, proof=proof))
    little = bool(runs) and runs[-1].kind == "shape" and runs[-1].count <= LITTLE
    if little:
        runs[-1] = replace(runs[-1], too_little=True)
    apart = tuple(
        _row_run("failure" if row.shape else "no answer", row, name) for row in group.apart.values()
    )
    count = sum(run.count for run in (*runs, *apart))
    return ChangeGroup(field, value, count, _verdict(runs, little), tuple(runs), apart)


def _verdict(runs: list[Run], little: bool) -> Verdict:
    answered = sum(run.count for run in runs)
    if answered == 0:
        return "no answer"
    if any(run.kind != "shape" for run in runs):
        return "flapping"
    if answered < _TELLS_SOMETHING:
        return "seen too little"
    if len(runs) - little > 1:
        return "changed"
    return "seen too little" if little and len(runs) > 1 else "steady"


def _piece_runs(piece: Piece, name: Name) -> Iterator[Run]:
    """One run, or a stretch between what was before and what is now."""
    middle = piece.middle
    if middle is None:
        yield _row_run("shape", piece.head, name)
        if piece.tail is not piece.head:
            yield _row_run("shape", piece.tail, name)
        return
    before, now = (_stands_out(row, middle) for row in (piece.head, piece.tail))
    turn = (piece.head.last, middle.first)
    if before:
        yield _row_run("shape", piece.head, name)
    yield _stretch_run(
        "flapping" if piece.returns >= RETURNS else "unsettled",
        middle,
        None if before else piece.head,
        None if now else piece.tail,
        turn,
        name,
    )
    if now:
        yield _row_run("shape", piece.tail, name)


def _stands_out(row: Row, middle: Bundle) -> bool:
    return row.count >= SETTLED and row.count > middle.longest


def _stretch_run(
    kind: RunKind,
    middle: Bundle,
    head: Row | None,
    tail: Row | None,
    proof: tuple[int, int],
    name: Name,
) -> Run:
    shapes = Counter(middle.shapes)
    for row in (head, tail):
        if row is not None:
            shapes[row.shape] += row.count
    first, last = head or middle, tail or middle
    return Run(
        kind,
        None,
        shapes.total() + middle.others,
        first.first,
        last.last,
        _moment(first.first_at),
        _moment(last.last_at),
        tuple(ShapeCount(name(shape), count) for shape, count in shapes.most_common()),
        middle.others,
        proof=proof,
    )


def _row_run(kind: RunKind, row: Row, name: Name | None = None) -> Run:
    return Run(
        kind,
        name(row.shape) if kind == "shape" and name else None,
        row.count,
        row.first,
        row.last,
        _moment(row.first_at),
        _moment(row.last_at),
        failure=name(-row.shape) if kind == "failure" and name else None,
    )


def _moment(micros: int | None) -> datetime | None:
    if micros is None:
        return None
    try:
        return _EPOCH + timedelta(microseconds=micros)
    except OverflowError:
        return None


def _natural(value: str | None) -> tuple[int, int, str]:
    """Numbers by their size, then words, then what has no value."""
    if value is None:
        return 2, 0, ""
    number = value.isascii() and value.isdigit() and len(value) < 19
    return (0, int(value), "") if number else (1, 0, value)
