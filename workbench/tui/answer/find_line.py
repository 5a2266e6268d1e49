"""The line under an answer in which one types what to find; it is there only while one types."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from workbench.tui.field import Field
from workbench.tui.styled_once import StyledOnce


class FindLine(Field, StyledOnce):
    """Enter finds, escape leaves."""

    help = "Find a text in this tab, letter case aside; n and N go on from there."
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Leave", show=False)]

    class Wanted(Message):
        """What was typed; empty when it was left."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id, placeholder="find", compact=True)
        self.display = False

    def ask(self, text: str) -> None:
        """Appear with this text."""
        self.value = text
        self.display = True
        self.screen.set_focus(self)

    def action_leave(self) -> None:
        """Find nothing."""
        self._end("")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Find it."""
        event.stop()
        self._end(event.value)

    def on_blur(self) -> None:
        """It is gone with its focus."""
        self.display = False

    def _end(self, text: str) -> None:
        self.display = False
        self.post_message(self.Wanted(text))
