"""The widgets of the form: each says what it is for when it has the focus."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input, TextArea


class FormInput(Input):
    """One line of the form; enter goes on to the next field, like tab."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,down", "app.focus_next", "Next", show=False),
        Binding("up", "app.focus_previous", "Previous", show=False),
    ]

    def __init__(self, *, id: str, help: str, placeholder: str, value: str = "") -> None:
        super().__init__(value, placeholder=placeholder, id=id, compact=True)
        self.help = help


class FormLines(TextArea):
    """Several lines of the form."""

    def __init__(self, *, id: str, help: str, placeholder: str) -> None:
        super().__init__(id=id, placeholder=placeholder, compact=True, highlight_cursor_line=False)
        self.help = help
