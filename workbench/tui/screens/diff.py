"""Two exchanges compared: what means something first, by area and with what follows from it, then
what differs each time anyway; on a key of its own the text of the two bodies.

`DIFF_ACTIONS` is the one table of what can be done here: keys, hints, palette and help read it.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.reactive import reactive
from textual.screen import Screen

from workbench.errors import InputError
from workbench.model.comparison import Comparison, Difference, Remark
from workbench.service.actions import Action
from workbench.tui.bindings import spelled
from workbench.tui.clipboard import copy
from workbench.tui.key_line import Hint, KeyLine
from workbench.tui.line_list import LineList
from workbench.tui.messages import ActionClicked
from workbench.tui.safe_text import Line, Opened, Span, fitted, folded, plain, short, shown, wrapped
from workbench.tui.screens import diff_text
from workbench.tui.screens.closing import ClosesOnce
from workbench.tui.work import start

if TYPE_CHECKING:
    from workbench.inspection.comparing.text import TextDiff
    from workbench.service.workbench import Workbench

# The longest name that is usual, content-security-policy, and its indent.
_FIELD = 26
_MOST_LINES = 6
_COPIED_WIDTH = 96


DIFF_ACTIONS = (
    Action("close", "Close", "Go back.", ("escape", "q", "d"), "", True),
    Action(
        "text",
        "Text",
        "What differs in meaning, or the text of the two bodies.",
        ("t", "tab"),
        "diff ID ID --text",
        True,
    ),
    Action("next", "Next", "Go to the next difference.", ("n",), "", True),
    Action("previous", "Previous", "Go to the difference before.", ("N", "p"), "", True),
    Action("swap", "Swap", "The other one first.", ("s",), "diff ID ID", True),
    Action(
        "every",
        "Every",
        "With or without what differs each time.",
        ("v",),
        "diff ID ID --every",
        True,
    ),
    Action("copy", "Copy", "Copy what is shown as text, redacted.", ("y",), "", True),
    Action(
        "palette", "Palette", "Find any of these by its name.", ("ctrl+p", "f7"), "", anywhere=True
    ),
)


class DiffKeys(KeyLine):
    """The hints of this screen; a click does what it says."""

    is_text: reactive[bool] = reactive(False)

    def chosen(self) -> list[Hint]:
        """All of them: they fit the smallest screen."""
        return [
            Hint(
                spelled(action.keys[0]),
                "Meaning" if action.id == "text" and self.is_text else action.label,
                action.id,
            )
            for action in DIFF_ACTIONS
            if action.shown
        ]


class DiffFrame(Vertical):
    """The frame around the list, and the keys of the screen, so that help tells them."""

    help = "What differs between two exchanges."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(action.keys), f"screen.{action.id}", action.help.rstrip("."), show=False)
        for action in DIFF_ACTIONS
    ]


class DiffScreen(ClosesOnce, Screen[None]):
    """A comparison over the whole screen; the workbench gives bodies and masks what is copied."""

    def __init__(self, workbench: Workbench, comparison: Comparison) -> None:
        super().__init__()
        self.workbench = workbench
        self.comparison = comparison
        self._every = False
        self._text: TextDiff | None = None
        self._is_text = False

    def compose(self) -> ComposeResult:
        """One list in a frame, and the hints."""
        with DiffFrame(id="diff"):
            yield LineList(help="What means something comes first. Enter opens a value whole.")
        yield DiffKeys(id="keys")

    def on_action_clicked(self, message: ActionClicked) -> None:
        """Do what was clicked in the hints."""
        message.stop()
        self.act(message.action)

    def act(self, action: str) -> None:
        """Do what that action of the table does."""
        start(self, self.run_action(f"screen.{action}"), "act")

    def action_close(self) -> None:
        """Go back to where it was opened."""
        self.dismiss(None)

    def action_palette(self) -> None:
        """Every action of this screen by its name."""
        from textual.command import CommandPalette

        from workbench.tui.palette import DiffCommands

        if not CommandPalette.is_open(self.app):
            hint = "An action of the comparison"
            self.app.push_screen(CommandPalette([DiffCommands], placeholder=hint))

    def on_mount(self) -> None:
        """Fill it once it has a size."""
        lines = self.query_one(LineList)
        lines.focus()
        lines.call_after_refresh(self._show)

    def action_every(self) -> None:
        """With or without what differs each time."""
        self._every = not self._every
        self._is_text = False
        self._show()

    def action_text(self) -> None:
        """What differs in meaning, or the text of the bodies."""
        self._is_text = not self._is_text
        if self._is_text and self._text is None:
            start(self, self._read_text(), "text", exclusive=True)
        else:
            self._show()

    async def _read_text(self) -> None:
        before, after = self._ids()
        try:
            self._text = await asyncio.to_thread(self.workbench.compare_bodies, before, after)
        except InputError as error:
            self._is_text = False
            self.notify(str(error), severity="warning", markup=False)
        self._show()

    def action_swap(self) -> None:
        """The other one first."""
        start(self, self._swap(), "swap", exclusive=True)

    async def _swap(self) -> None:
        before, after = self._ids()
        self.comparison = await asyncio.to_thread(self.workbench.compare, after, before)
        self._text = None
        if self._is_text:
            await self._read_text()
        else:
            self._show()

    def action_next(self) -> None:
        """Go to the next difference."""
        self._step(1)

    def action_previous(self) -> None:
        """Go to the difference before."""
        self._step(-1)

    def _step(self, by: int) -> None:
        view = self.query_one(LineList)
        firsts = [
            index
            for index, line in enumerate(view.lines)
            if line.opens is not None
            and (index == 0 or _title(view.lines[index - 1]) != line.opens.title)
        ]
        beyond = [index for index in firsts if (index - view.cursor) * by > 0]
        if beyond:
            view.cursor = beyond[0] if by > 0 else beyond[-1]
        else:
            word = "after" if by > 0 else "before"
            self.notify(f"No difference {word} this one", markup=False)

    def action_copy(self) -> None:
        """Copy what is shown as text, redacted."""
        start(self, self._copy(), "copy", exclusive=True)

    async def _copy(self) -> None:
        text = await asyncio.to_thread(self._copied)
        self.notify(await copy(self.app, text, "the comparison, redacted"), markup=False)

    def _copied(self) -> str:
        before, after = (self.workbench.get(id_) for id_ in self._ids())

        def hidden(text: str, name: str | None = None) -> str:
            once = self.workbench.redact(text, name, before)
            return self.workbench.redact(once, name, after)

        if self._is_text and self._text is not None:
            made = [Line((Span(shown(line)),)) for line in self._text.lines]
        else:
            differences = tuple(
                replace(
                    one,
                    before=None if one.before is None else hidden(one.before, one.field),
                    after=None if one.after is None else hidden(one.after, one.field),
                )
                for one in self.comparison.differences
            )
            masked = replace(self.comparison, differences=differences)
            made = lines(masked, _COPIED_WIDTH, self._every)
        rows = ("".join(span.text for span in line.spans).rstrip() for line in made)
        return hidden("\n".join((self._heading(), *rows)) + "\n")

    def _ids(self) -> tuple[int, int]:
        before, after = self.comparison.before_id, self.comparison.after_id
        assert before is not None
        assert after is not None
        return before, after

    def _heading(self) -> str:
        part = ", text of the bodies" if self._is_text else ""
        return f"Diff {self.comparison.before_id} → {self.comparison.after_id}{part}"

    def _show(self) -> None:
        frame = self.query_one("#diff")
        frame.border_title = plain(self._heading())
        frame.border_subtitle = plain(self._counts())
        text = self._text
        if self._is_text and text is not None:
            self.query_one(LineList).show(
                lambda width: [*_origins(self.comparison), *diff_text.lines(text, width)]
            )
        else:
            self.query_one(LineList).show(lambda width: lines(self.comparison, width, self._every))
        self.query_one(DiffKeys).is_text = self._is_text

    def _counts(self) -> str:
        usual = len(self.comparison.volatile)
        telling = sum(1 + len(following) for _, following in self.comparison.arranged())
        return f"{telling:,} {'differs' if telling == 1 else 'differ'}, {usual:,} each time"


def _title(line: Line) -> str:
    return line.opens.title if line.opens is not None else ""


def _origins(comparison: Comparison) -> list[Line]:
    """A warning where what is compared came from two kinds of places."""
    if comparison.before_origin == comparison.after_origin:
        return []
    origins = f"{comparison.before_origin} compared with {comparison.after_origin}"
    return [Line((Span("W ", "warning"), Span(origins))), Line(())]


def lines(comparison: Comparison, width: int, every: bool) -> list[Line]:
    """The comparison for that width."""
    news = comparison.arranged()
    made = _origins(comparison)
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
