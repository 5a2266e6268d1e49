"""Two exchanges compared: what means something first, by area and with what follows from it, then
what differs each time anyway."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Static

from workbench.model.comparison import Comparison, Difference, Remark
from workbench.tui.line_list import LineList
from workbench.tui.safe_text import Line, Opened, Span, fitted, folded, plain, short, shown, wrapped

_FIELD = 24
_MOST_LINES = 6


class DiffScreen(Screen[None]):
    """A comparison over the whole screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,d", "app.pop_screen", "Close", show=False),
        Binding("v", "every", "Every difference", show=False),
    ]

    def __init__(self, comparison: Comparison) -> None:
        super().__init__()
        self.comparison = comparison
        self._every = False

    def compose(self) -> ComposeResult:
        """One list in a frame."""
        with Vertical(id="diff") as frame:
            before, after = self.comparison.before_id, self.comparison.after_id
            frame.border_title = plain(f"Diff {before} → {after}")
            yield LineList(help="What differs: what means something first.")
            yield Static(plain(""), classes="keys")

    def on_mount(self) -> None:
        """Fill it once it has a size."""
        lines = self.query_one(LineList)
        lines.focus()
        lines.call_after_refresh(self._show)

    def action_every(self) -> None:
        """With or without what differs each time."""
        self._every = not self._every
        self._show()

    def _show(self) -> None:
        self.query_one(LineList).show(lambda width: lines(self.comparison, width, self._every))
        word = "hides" if self._every else "shows"
        self.query_one(".keys", Static).update(
            plain(f"esc close   v {word} what differs each time   enter whole value")
        )


def lines(comparison: Comparison, width: int, every: bool) -> list[Line]:
    """The comparison for that width."""
    news = comparison.arranged()
    made: list[Line] = []
    if comparison.before_origin != comparison.after_origin:
        origins = f"{comparison.before_origin} compared with {comparison.after_origin}"
        made.append(Line((Span("W ", "warning"), Span(origins))))
        made.append(Line(()))
    if not news:
        made.append(Line((Span("Nothing differs that means anything.", "good"),)))
    side = max(10, (width - _FIELD - 4) // 2)
    head = fitted("", _FIELD) + "  " + fitted(f"{comparison.before_id}", side)
    if news:
        made.append(Line((Span(f"{head}  {comparison.after_id}", "muted"),)))
    area = ""
    for difference, following in news:
        if difference.area != area:
            area = difference.area
            made.append(Line((Span(area, "strong"),)))
        made.extend(_difference(difference, side, ""))
        told = ""
        for follower in following:
            if follower.area != told:
                told = follower.area
                made.append(Line((Span(f"    from this follows, {told}:", "info"),)))
            made.extend(_difference(follower, side, "", "    "))
    made.extend(_remarks(comparison.remarks, width))
    made.extend(_usual(comparison, side, every))
    return made


def _usual(comparison: Comparison, side: int, every: bool) -> list[Line]:
    """What differs each time: how many, or every one."""
    usual = comparison.volatile
    if not usual:
        return []
    count = f"{len(usual)} {'value differs' if len(usual) == 1 else 'values differ'} each time"
    made = [Line(()), Line((Span(count if every else f"{count}; v shows them", "muted"),))]
    if every:
        for difference in usual:
            made.extend(_difference(difference, side, "muted"))
    return made


def _remarks(remarks: tuple[Remark, ...], width: int) -> list[Line]:
    """What is the same and should not be, and how opaque values were compared."""
    repeated = [remark for remark in remarks if remark.kind == "repeated"]
    made: list[Line] = [Line(())] if remarks else []
    for remark in (*repeated, *(one for one in remarks if one.kind != "repeated")):
        bad = remark.kind == "repeated"
        text = remark.text if bad else f"{remark.field}: {remark.text}"
        opens = Opened(f"{remark.area} {remark.field}", "", text)
        for row, part in enumerate(wrapped(shown(text), width - 2)):
            mark = ("W " if bad else "  ") if row == 0 else "  "
            made.append(Line((Span(mark, "warning"), Span(part, "" if bad else "muted")), opens))
    return made


def _difference(difference: Difference, side: int, ink: str, indent: str = "  ") -> list[Line]:
    before = folded(_side(difference.before), side)
    after = folded(_side(difference.after), side)
    whole = f"{difference.before}\n\n{difference.after}"
    opens = Opened(f"{difference.area} {difference.field}", "", whole)
    made: list[Line] = []
    for number in range(min(_MOST_LINES, max(len(before), len(after)))):
        field = indent + shown(difference.field) if number == 0 else ""
        left = before[number] if number < len(before) else ""
        right = after[number] if number < len(after) else ""
        made.append(
            Line(
                (
                    Span(fitted(field, _FIELD) + "  ", "label"),
                    Span(fitted(left, side) + "  ", ink or "muted"),
                    Span(right, ink),
                ),
                opens,
            )
        )
    if difference.note:
        made.append(Line((Span(" " * (_FIELD + 2)), Span(shown(difference.note), "info")), opens))
    return made


def _side(text: str | None) -> str:
    return "(not there)" if text is None else short(text, 600)
