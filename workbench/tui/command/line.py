"""The line itself: `:` and what is typed, what could come next above it, and what was wrong.

Up and down go through the commands of before, which are kept in the app's state file.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.suggester import Suggester
from textual.widgets import Input, Label, Static

from workbench.tui.command.completing import Candidate, Completer
from workbench.tui.field import Field
from workbench.tui.messages import CommandLeft, CommandTyped
from workbench.tui.safe_text import fitted, plain, shown


class _Offering(Suggester):
    """Offers the first candidate behind the cursor, and tells of all of them."""

    def __init__(self, completer: Completer, tell: Callable[[str, list[Candidate]], None]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._completer, self._tell = completer, tell

    async def get_suggestion(self, value: str) -> str | None:
        """The whole line with the first candidate, found in a thread."""
        found = await asyncio.to_thread(self._completer.complete, value)
        self._tell(value, found)
        return value[: found[0].start] + found[0].text if found else None


class CommandInput(Field):
    """Where it is typed."""

    help = (
        "A command of the command line, without `workbench`. A number opens that exchange. "
        "Tab or right takes what is offered, up and down bring back earlier ones."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", show=False),
        Binding("tab", "take", "Take what is offered", show=False),
        Binding("up", "recent(-1)", "Earlier command", show=False),
        Binding("down", "recent(1)", "Later command", show=False),
    ]

    def __init__(self, suggester: Suggester) -> None:
        super().__init__(
            id="command-input", compact=True, select_on_focus=False, suggester=suggester
        )
        self._recent: tuple[str, ...] = ("",)
        self._place = 0

    def begin(self, recent: tuple[str, ...]) -> None:
        """An empty line; up brings back the recent ones."""
        self.value = ""
        self._recent = (*recent, "")
        self._place = len(recent)

    def action_leave(self) -> None:
        """Leave the line."""
        self.post_message(CommandLeft())

    def action_take(self) -> None:
        """Take what is offered."""
        if self._suggestion:
            self.value = self._suggestion
            self.cursor_position = len(self.value)

    def action_recent(self, by: int) -> None:
        """An earlier or a later command; below the newest one stands what was being typed."""
        if self._place == len(self._recent) - 1:
            self._recent = (*self._recent[:-1], self.value)
        self._place = max(0, min(len(self._recent) - 1, self._place + by))
        self.value = self._recent[self._place]
        self.cursor_position = len(self.value)


class CommandLine(Vertical):
    """The line with what stands above it."""

    def __init__(self, completer: Completer) -> None:
        super().__init__(id="command")
        self._completer = completer
        self.input = CommandInput(_Offering(completer, self._offer))
        self.display = False

    def compose(self) -> ComposeResult:
        """What was wrong, what could come next, the line."""
        yield Static(id="command-error")
        yield Static(id="command-offers")
        with Horizontal():
            yield Label(":", id="command-mark")
            yield self.input

    def open(self, recent: tuple[str, ...]) -> None:
        """Show the empty line; nothing is wrong yet, and every command is offered."""
        self.input.begin(recent)
        self.say("")
        self.display = True
        self.call_after_refresh(self._offer, "", self._completer.complete(""))

    def say(self, error: str) -> None:
        """Say what was wrong; the line stays as it was typed."""
        line = self.query_one("#command-error", Static)
        line.update(plain(error))
        line.display = bool(error)

    def on_input_changed(self, event: Input.Changed) -> None:
        """What was wrong with the line before is no longer said."""
        event.stop()
        self.say("")
        if not event.value:
            self._offer("", self._completer.complete(""))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Entered."""
        event.stop()
        self.post_message(CommandTyped(event.value))

    def _offer(self, value: str, found: list[Candidate]) -> None:
        if value != self.input.value:
            return  # typed on meanwhile
        offers = self.query_one("#command-offers", Static)
        width = max(20, self.size.width - 2)
        if not found:
            offers.update("")
        elif len(found) == 1:
            one = found[0]
            offers.update(Content(fitted(f"{shown(one.text)}  {shown(one.help)}", width)))
        else:
            words = "  ".join(shown(one.text) for one in found)
            offers.update(Content(fitted(words, width)))
