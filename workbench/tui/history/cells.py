"""A row of the history as text: the vocabulary's words, placed and inked."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from workbench.model.summary import Summary
from workbench.tui.safe_text import Span, fitted, short
from workbench.vocabulary import COLUMNS, row_words

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
    for column, word in zip(COLUMNS, row_words(row, today), strict=True):
        if column.key not in columns:
            continue
        ink = _INKS[column.key](row) if column.key in _INKS else ("muted" if word == "-" else "")
        yield Span(_placed(short(word, 300), columns[column.key], column.align) + _GAP, ink)


def unread_spans(id: int, columns: dict[str, int], *, marked: bool) -> Iterator[Span]:
    """A row that is still being read."""
    yield Span("* " if marked else "  ", "accent")
    yield Span(_placed(str(id), columns["id"], "right") + _GAP + "…", "muted")


def _placed(text: str, width: int, align: str) -> str:
    if align == "right" and len(text) < width:
        return " " * (width - len(text)) + text
    return fitted(text, width)


def _status_ink(row: Summary) -> str:
    if row.status is None:
        return "error" if row.failure else "muted"
    return "error" if row.status >= 400 else ""


def _target_ink(row: Summary) -> str:
    if row.failure:
        return "error"
    return "" if row.target is not None or row.labels else "muted"


def _findings_ink(row: Summary) -> str:
    counts = (("error", row.errors), ("warning", row.warnings), ("info", row.infos))
    return next((severity for severity, count in counts if count), "muted")


_INKS: dict[str, Callable[[Summary], str]] = {
    "time": lambda _: "muted",
    "status": _status_ink,
    "target": _target_ink,
    "findings": _findings_ink,
}
