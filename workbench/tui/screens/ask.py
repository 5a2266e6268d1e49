"""Questions before something is done: yes or no, or a line of text."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from workbench.tui.field import Field
from workbench.tui.paths import PathInput
from workbench.tui.safe_text import plain
from workbench.tui.screens.closing import ClosesOnce


class Confirm(ClosesOnce, ModalScreen[bool]):
    """Answers True for yes; the focus is on no."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Yes", show=False),
        Binding("n,escape", "answer(False)", "No", show=False),
        Binding("left,right,h,l", "app.focus_next", "Other", show=False),
    ]

    def __init__(self, title: str, question: str, yes: str) -> None:
        super().__init__()
        self._title, self._question, self._yes = title, question, yes

    def compose(self) -> ComposeResult:
        """The question and its two answers."""
        with Vertical(id="ask") as frame:
            frame.border_title = plain(self._title)
            yield Static(plain(self._question), classes="note")
            with Horizontal(classes="buttons"):
                yield Button(Content("No  n"), id="no", compact=True)
                yield Button(plain(f"{self._yes}  y"), id="yes", compact=True)

    def on_mount(self) -> None:
        """An enter too many does nothing."""
        self.query_one("#no").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answered by a click or enter."""
        self.dismiss(event.button.id == "yes")

    def action_answer(self, yes: bool) -> None:
        """Answered by a key."""
        self.dismiss(yes)


class AskText(ClosesOnce, ModalScreen[str | None]):
    """Answers with the line, None when it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "Close", show=False)]
    _KEYS: ClassVar[str] = "enter keep   esc leave as it was"

    def __init__(self, title: str, help: str, value: str) -> None:
        super().__init__()
        self._title, self._help, self._value = title, help, value

    def compose(self) -> ComposeResult:
        """One input."""
        with Vertical(id="ask") as frame:
            frame.border_title = plain(self._title)
            yield self._line(self._value)
            yield Static(plain(self._help), classes="note")
            yield Static(plain(self._KEYS), classes="keys")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Done."""
        self.dismiss(event.value)

    def _line(self, value: str) -> Input:
        return Field(value, compact=True, select_on_focus=False)


class AskPath(AskText):
    """Answers with a path, which is completed as one types."""

    _KEYS: ClassVar[str] = "tab complete   enter go on   esc close"

    def _line(self, value: str) -> Input:
        return PathInput(value)
