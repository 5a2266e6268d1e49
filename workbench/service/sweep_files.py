"""A sweep as people write it: lists of values, files of values, tables of calls."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from workbench.errors import InputError
from workbench.service.composing import AUTO_STATE, Given
from workbench.service.workbench import Workbench
from workbench.sweep import Plan

_MOST_BYTES = 16 * 1024 * 1024


def plan_of(workbench: Workbench, given: Given, each: Sequence[str], table: str | None) -> Plan:
    """The calls that `given` makes with each of those values and with each line of the table. A
    state `auto` is made for each of them. Raises `InputError`."""
    if not each and table is None:
        raise InputError("nothing varies", "give --each NAME=VALUE,VALUE or --from FILE")
    vary: dict[str, tuple[str, ...]] = {}
    for text in each:
        name, values = values_of(text)
        vary[name] = vary.get(name, ()) + values
    if AUTO_STATE in given.params.get("state", ()):
        vary.setdefault("state", (AUTO_STATE,))
    rows = rows_of(table) if table is not None else ()
    return workbench.plan_sweep(workbench.compose(given), vary, rows)


def values_of(text: str) -> tuple[str, tuple[str, ...]]:
    """`NAME=V1,V2` or `NAME=@FILE` (one value a line, blank lines and `#` lines aside) as the name
    and its values. Raises `InputError`."""
    name, mark, written = text.partition("=")
    if not mark or not name:
        raise InputError(f"--each {text[:60]!r} has no '='", "write NAME=VALUE,VALUE or NAME=@FILE")
    if written.startswith("@"):
        lines = (line.strip() for line in _text(written[1:]).splitlines())
        values = tuple(line for line in lines if line and not line.startswith("#"))
        if not values:
            raise InputError(f"{written[1:]} has no value", "write one on each line")
        return name, values
    return name, tuple(written.split(","))


def rows_of(path: str) -> tuple[dict[str, str], ...]:
    """The calls of a table: CSV with names in its first line, or JSON Lines of objects. An empty
    cell leaves the parameter as it is. Raises `InputError` with the line."""
    text = _text(path)
    read = _json_rows if text.lstrip().startswith("{") else _csv
    rows = tuple(read(path, text)) if text.strip() else ()
    if not rows:
        raise InputError(f"{path} has no calls", "one line for each call, after the names")
    return rows


def _csv(path: str, text: str) -> Iterator[dict[str, str]]:
    reader = csv.reader(text.splitlines(), strict=True)
    try:
        names = [name.strip() for name in next(reader, [])]
        if not names or "" in names or len(set(names)) < len(names):
            raise InputError(
                f"{path}:1: no names", "the first line names the parameters, each once"
            )
        for cells in reader:
            if len(cells) > len(names):
                raise InputError(
                    f"{path}:{reader.line_num}: {len(cells)} values for {len(names)} names",
                    "put a value with a comma into double quotes",
                )
            row = {name: cell for name, cell in zip(names, cells, strict=False) if cell}
            if row:
                yield row
    except csv.Error as error:
        raise InputError(f"{path}:{reader.line_num}: {error}", "it must be CSV") from None


def _json_rows(path: str, text: str) -> Iterator[dict[str, str]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise InputError(f"{path}:{number}: no JSON: {error}") from None
        if not isinstance(row, dict) or not all(isinstance(v, str | int) for v in row.values()):
            raise InputError(
                f"{path}:{number}: no call", 'each line is {"institution_id": "42", "lang": "fr"}'
            )
        yield {str(name): str(value) for name, value in row.items()}


def _text(path: str) -> str:
    try:
        with Path(path).expanduser().open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
        text = data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
        raise InputError(f"{path} cannot be read: {reason}") from None
    if len(data) > _MOST_BYTES:
        raise InputError(f"{path} is larger than {_MOST_BYTES // 1024 // 1024} MiB", "cut it up")
    return text
