"""Typing commands in the main screen: the line is opened, followed, and left."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, cast

from textual.widget import AwaitMount, Widget

from workbench.errors import WorkbenchError
from workbench.tui.messages import CommandLeft, CommandTyped
from workbench.tui.screens.panes import Panes

if TYPE_CHECKING:
    from workbench.service.workbench import Workbench
    from workbench.tui.command.commands import Commands
    from workbench.tui.command.line import CommandLine
    from workbench.tui.screens.main import MainScreen


class Commanding(Panes):
    """The command line and what is typed into it."""

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(workbench)
        self.commands: Commands | None = None
        self._line: CommandLine | None = None
        self._mounting: AwaitMount | None = None
        self._focus_before: Widget | None = None

    def command_line(self) -> CommandLine:
        """The line, which is made hidden while nothing else is to be done, so that it opens before
        the next key is read."""
        if self._line is not None:
            return self._line
        from workbench.tui.command.completing import Completer, usual_sources
        from workbench.tui.command.line import CommandLine
        from workbench.tui.command.routes import OWN

        sources = usual_sources(
            self.workbench,
            lambda: self.history.table.selected,
            lambda: sorted(self.app.available_themes),
        )
        own = {name: (verb.help, verb.takes) for name, verb in OWN.items()}
        self._line = CommandLine(Completer(self.commands, own, sources))
        self._mounting = self.mount(self._line, before="#keys")
        return self._line

    async def action_command(self) -> None:
        """Open the command line."""
        line = self.command_line()
        if self._mounting is not None:
            await self._mounting
        if not line.display:
            self._focus_before = self.focused
            line.open(self.workbench.app_state.state.commands)
        self.set_focus(line.input)

    async def action_sweep(self) -> None:
        """Open the command line with the beginning of a sweep."""
        await self.action_command()
        self.command_line().input.insert_text_at_cursor("sweep --each institution_id=")

    async def on_command_typed(self, message: CommandTyped) -> None:
        """Do it; what is wrong with it is said there, and the line stays."""
        from workbench.tui.command.routes import follow

        message.stop()
        text = message.text.strip()
        if not text:
            self._leave_command()
            return
        try:
            await follow(cast("MainScreen", self), self.commands, text)
        except WorkbenchError as error:
            self.command_line().say(f"{error.message}\n  {error.hint}")
            return
        self._leave_command()
        await asyncio.to_thread(self.workbench.app_state.remember, commands=text)

    def on_command_left(self, message: CommandLeft) -> None:
        """Go back to where one was."""
        message.stop()
        self._leave_command()

    def _leave_command(self) -> None:
        line = self.command_line()
        had_focus = self.focused is line.input
        line.display = False
        before = self._focus_before
        if had_focus and before is not None and before.is_attached:
            self.set_focus(before)
