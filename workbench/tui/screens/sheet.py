"""A text of any length over the screen: a whole value, the bytes of a dry run."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from workbench.tui.clipboard import copy
from workbench.tui.safe_text import Opened, plain
from workbench.tui.screens.closing import ClosesOnce
from workbench.tui.text_view import TextView
from workbench.tui.work import start

Redact = Callable[[str, str | None], str]


class Sheet(ClosesOnce, ModalScreen[None]):
    """One text with a title."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "dismiss", "Close", show=False),
        Binding("y", "copy", "Copy", show=False),
    ]

    def __init__(
        self, opened: Opened, redact: Redact, *, line_ends: bool = False, note: str = ""
    ) -> None:
        super().__init__()
        self._redact = redact
        self._opened = opened
        self._line_ends = line_ends
        self._note = note

    def compose(self) -> ComposeResult:
        """The text in a frame."""
        with Vertical(id="sheet") as frame:
            frame.border_title = plain(self._opened.title[:100])
            frame.border_subtitle = plain(f"{len(self._opened.text):,} characters")
            if self._note:
                yield Static(plain(self._note), classes="note")
            yield TextView(help="The whole value.")
            yield Static(plain("esc close   y copy, redacted"), classes="keys")

    def on_mount(self) -> None:
        """Show it once there is a size to fold for."""
        view = self.query_one(TextView)
        view.focus()
        view.call_after_refresh(
            view.show_text, self._opened.text, title=self._opened.title, line_ends=self._line_ends
        )

    def action_copy(self) -> None:
        """Copy the value as it may leave."""
        start(self, self._copy(), "copy", exclusive=True)

    async def _copy(self) -> None:
        text = self._redact(self._opened.text, self._opened.name or None)
        self.notify(await copy(self.app, text, "the value, redacted"), markup=False)
