"""A row of the history as text: one function a column, in the order of the vocabulary."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from workbench.model.summary import Summary
from workbench.tui.safe_text import Span, fitted, short
from workbench.vocabulary import COLUMNS, SEVERITY_LETTER

_GAP = "  "
_MARK = 2


def widths(total: int, last_id: int) -> dict[str, int]:
    """How many cells each column gets; the columns of the vocabulary with width 0 share the rest.

    On a narrow screen the least telling columns go first.
    """
    wanted = {column.key: column.width for column in COLUMNS}
    wanted["id"] = max(4, len(str(last_id)))
    fixed = [column.key for column in COLUMNS if column.width]
    for key in ("ms", "lang", "institution"):
        if total - _MARK - sum(wanted[k] + len(_GAP) for k in fixed) >= 14:
            break
        fixed.remove(key)
    rest = total - _MARK - sum(wanted[key] + len(_GAP) for key in fixed)
    return {
        column.key: wanted[column.key] if column.width else max(4, rest)
        for column in COLUMNS
        if not column.width or column.key in fixed
    }


def heading(columns: dict[str, int]) -> Iterator[Span]:
    """The headings over their columns."""
    yield Span(" " * (_MARK + 1))
    for column in COLUMNS:
        if column.key in columns:
            yield Span(_placed(column.heading, columns[column.key], column.align) + _GAP, "muted")


def row_spans(row: Summary, columns: dict[str, int], *, marked: bool, today: str) -> Iterator[Span]:
    """One row; `today` is the local date, whose times are written without it."""
    yield Span("* " if marked else "  ", "accent")
    for column in COLUMNS:
        if column.key not in columns:
            continue
        text, ink = _CELLS[column.key](row, today)
        yield Span(_placed(text, columns[column.key], column.align) + _GAP, ink)


def unread_spans(id: int, columns: dict[str, int], *, marked: bool) -> Iterator[Span]:
    """A row that is still being read."""
    yield Span("* " if marked else "  ", "accent")
    yield Span(_placed(str(id), columns["id"], "right") + _GAP + "…", "muted")


def _placed(text: str, width: int, align: str) -> str:
    if align == "right" and len(text) < width:
        return " " * (width - len(text)) + text
    return fitted(text, width)


def local_time(microseconds: int | None, today: str) -> str:
    """`10:04:11` today, `11-24 10:04` this year's other days, `2024-11-24` before."""
    if microseconds is None:
        return "-"
    try:
        moment = datetime.fromtimestamp(microseconds / 1_000_000).astimezone()
    except (ValueError, OverflowError, OSError):
        return "?"
    date = f"{moment:%Y-%m-%d}"
    if date == today:
        return f"{moment:%H:%M:%S}"
    return f"{moment:%m-%d %H:%M}" if date[:4] == today[:4] else date


def _status(row: Summary, _: str) -> tuple[str, str]:
    if row.status is None:
        return "-", "error" if row.failure else "muted"
    return str(row.status), "error" if row.status >= 400 else ""


def _target(row: Summary, _: str) -> tuple[str, str]:
    # Labels come first: on a narrow screen they tell more than the end of a URL.
    labels = "".join(f"[{short(label, 40)}] " for label in row.labels)
    if row.failure:
        return f"{labels}failed: {short(row.failure, 60)}", "error"
    if row.target is None:
        return f"{labels}-", "muted"
    return labels + short(row.target.partition("://")[2] or row.target, 300), ""


def _findings(row: Summary, _: str) -> tuple[str, str]:
    for severity, count in (("error", row.errors), ("warning", row.warnings), ("info", row.infos)):
        if count:
            return f"{SEVERITY_LETTER[severity]}{count}", severity
    return "-", "muted"


def _text(value: str | None) -> tuple[str, str]:
    return ("-", "muted") if value is None else (short(value, 60), "")


_CELLS: dict[str, Callable[[Summary, str], tuple[str, str]]] = {
    "id": lambda row, _: (str(row.id), ""),
    "time": lambda row, today: (local_time(row.started_at, today), "muted"),
    "status": _status,
    "institution": lambda row, _: _text(row.institution),
    "lang": lambda row, _: _text(row.lang),
    "target": _target,
    "ms": lambda row, _: ("-" if row.ms is None else f"{row.ms:,.0f}", ""),
    "findings": _findings,
}
