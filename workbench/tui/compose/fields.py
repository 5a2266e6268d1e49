"""The widgets of the form: each says what it is for when it has the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import Button, Static

from workbench.tui.field import Field, Lines
from workbench.tui.messages import RequestPasted
from workbench.tui.safe_text import plain
from workbench.tui.styled_once import StyledOnce
from workbench.vocabulary import SEVERITY_LETTER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.model.finding import Finding


class FormInput(Field, StyledOnce):
    """One line of the form; enter goes on to the next field, like tab."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,down", "app.focus_next", "Next", show=False),
        Binding("up", "app.focus_previous", "Previous", show=False),
    ]

    def __init__(self, *, id: str, help: str, placeholder: str, value: str = "") -> None:
        super().__init__(value, placeholder=placeholder, id=id, compact=True)
        self.help = help

    def on_paste(self, event: events.Paste) -> None:
        """A whole request fills the form; anything else is text. A URL in the field of the return
        address is its value."""
        from workbench.service.pasted import is_request

        own_value = self.id == "f-redirect_uri" and "\n" not in event.text.strip()
        if not own_value and is_request(event.text):
            event.prevent_default()
            event.stop()
            self.post_message(RequestPasted(event.text))


class Warnings(Static):
    """What is wrong with the field above it, worst first; the first one is shown."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id, classes="warn")
        self.findings: tuple[Finding, ...] = ()

    def say(self, findings: Sequence[Finding]) -> None:
        """Show these, or nothing."""
        self.findings = tuple(findings)
        self.set_class(bool(findings), "-some")
        self.set_class(any(one.severity == "error" for one in findings), "-error")
        if not findings:
            self.update("")
            return
        first = findings[0]
        more = f" +{len(findings) - 1}" if len(findings) > 1 else ""
        self.update(plain(f"{SEVERITY_LETTER[first.severity]}{more} {first.title}"))


class FormLines(Lines, StyledOnce):
    """Several lines of the form."""

    def __init__(self, *, id: str, help: str, placeholder: str) -> None:
        super().__init__(id=id, placeholder=placeholder, compact=True, highlight_cursor_line=False)
        self.help = help


class FormButton(Button, StyledOnce):
    """A button of the form."""
