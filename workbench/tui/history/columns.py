"""The sheet on which the history's columns are chosen and put in order; what is done there is seen
at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Static

from workbench.tui.drawn import Drawn
from workbench.tui.safe_text import Span, fitted, plain, strip_of
from workbench.tui.screens.closing import ClosesOnce
from workbench.vocabulary import ALL_COLUMNS, COLUMNS, Column

Use = Callable[[tuple[Column, ...]], None]
_NAME = 13


class ColumnList(Drawn):
    """All columns there are, the chosen ones first and in their order."""

    help = "Which columns the history shows, and in which order. They are kept."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "turn", "Show or hide", show=False),
        Binding("shift+up,K", "move(-1)", "Move to the left", show=False),
        Binding("shift+down,J", "move(1)", "Move to the right", show=False),
        Binding("r", "reset", "As it was at first", show=False),
    ]

    def __init__(self, chosen: tuple[Column, ...], use: Use) -> None:
        super().__init__(id="columns")
        self._use = use
        self._columns: list[Column] = []
        self._chosen: set[str] = set()
        self._put(chosen)

    def on_mount(self) -> None:
        """There is a line for each column."""
        self.resize_to(len(self._columns))

    @property
    def chosen(self) -> tuple[Column, ...]:
        """The chosen columns in their order."""
        return tuple(column for column in self._columns if column.key in self._chosen)

    def draw(self, index: int, width: int, base: Style) -> Strip:
        """One column: whether it is chosen, its heading, what it shows."""
        column = self._columns[index]
        chosen = column.key in self._chosen
        spans = (
            Span("[x] " if chosen else "[ ] ", "accent" if chosen else "muted"),
            Span(fitted(column.heading, _NAME), "strong" if chosen else ""),
            Span(fitted(column.help, max(0, width - _NAME - 4)), "muted"),
        )
        return strip_of(spans, self.ink, base)

    def action_turn(self) -> None:
        """Show or hide the column; the last one stays."""
        key = self._columns[self.cursor].key
        if key not in self._chosen:
            self._chosen.add(key)
        elif len(self._chosen) > 1:
            self._chosen.remove(key)
        self._changed()

    def action_move(self, by: int) -> None:
        """Move the column to the left or right of its neighbour."""
        here, there = self.cursor, self.cursor + by
        if 0 <= there < len(self._columns):
            columns = self._columns
            columns[here], columns[there] = columns[there], columns[here]
            self.cursor = there
            self._changed()

    def action_reset(self) -> None:
        """The usual columns in their order."""
        self._put(COLUMNS)
        self.cursor = 0
        self._changed()

    def on_click(self, event: events.Click) -> None:
        """A click shows or hides."""
        index = event.y + self.scroll_offset.y
        if 0 <= index < self.line_count:
            self.cursor = index
            self.action_turn()

    def _put(self, chosen: tuple[Column, ...]) -> None:
        self._columns = [*chosen, *(one for one in ALL_COLUMNS if one not in chosen)]
        self._chosen = {column.key for column in chosen}

    def _changed(self) -> None:
        self.refresh()
        self._use(self.chosen)


class ColumnsSheet(ClosesOnce, ModalScreen[tuple[Column, ...]]):
    """Answers with the columns that are shown now."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "close", "Close", show=False),
    ]

    def __init__(self, chosen: tuple[Column, ...], use: Use) -> None:
        super().__init__()
        self._list = ColumnList(chosen, use)

    def compose(self) -> ComposeResult:
        """The list in a frame."""
        with Vertical(id="choose") as frame:
            frame.border_title = plain("Columns")
            yield self._list
            yield Static(
                plain("space show or hide   K J move   r reset   esc close"),
                classes="keys",
            )

    def action_close(self) -> None:
        """Done."""
        self.dismiss(self._list.chosen)
