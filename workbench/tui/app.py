"""The app: one main screen on one workbench, its keys, and a sound end however it ends."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from workbench.service.actions import ACTIONS
from workbench.tui.messages import ValueOpened
from workbench.tui.pasting import KeyRhythm
from workbench.tui.screens.main import MainScreen

if TYPE_CHECKING:
    from workbench.service.workbench import Workbench

INTERRUPTED = 130


class WorkbenchApp(App[int]):
    """Authorize Workbench on a terminal.

    `simulator_url` is where a running simulator answers: Compose is filled with it, and nothing
    else is called. `open_id` is the exchange that is shown first. `safe` draws no answer until
    it is asked for.
    """

    TITLE = "Authorize Workbench"
    CSS_PATH = "workbench.tcss"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "interrupt", "Quit", show=False, system=True),
        Binding("ctrl+q", "leave", "Quit", show=False, priority=True),
        Binding("ctrl+z", "suspend_process", "Suspend", show=False),
    ]

    def __init__(
        self,
        workbench: Workbench,
        *,
        simulator_url: str | None = None,
        open_id: int | None = None,
        safe: bool = False,
    ) -> None:
        super().__init__()
        self.workbench = workbench
        self._rhythm = KeyRhythm()
        workbench.simulator_url = simulator_url
        self._main = MainScreen(
            workbench, self._rhythm, target=simulator_url or "", open_id=open_id, safe=safe
        )

    def get_default_screen(self) -> Screen[None]:
        """The one main screen."""
        return self._main

    def on_mount(self) -> None:
        """End soundly when told to from outside."""
        loop = asyncio.get_running_loop()
        for name, code in (("SIGTERM", 128 + 15), ("SIGHUP", 128 + 1), ("SIGINT", INTERRUPTED)):
            number = getattr(signal, name, None)
            if number is not None and not self.is_headless:
                # Windows has no such handlers; there its own way of ending stays.
                with suppress(NotImplementedError):
                    loop.add_signal_handler(number, self.exit, code)

    async def on_event(self, event: events.Event) -> None:
        """Note when keys come, so that a paste is not taken for one."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            self._rhythm.note(event.time)
        await super().on_event(event)

    def on_value_opened(self, message: ValueOpened) -> None:
        """Show a value whole."""
        from workbench.tui.screens.sheet import Sheet

        self.push_screen(Sheet(message.opened, self.workbench.redact))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette: every action of the table, then the themes."""
        if screen is self._main:
            for action in ACTIONS:
                yield SystemCommand(
                    action.label, action.help, getattr(self._main, f"action_{action.id}")
                )
        yield SystemCommand("Theme", "Choose other colours.", self.action_change_theme)

    def action_interrupt(self) -> None:
        """Ctrl-C: end, as everywhere; calls under way are kept with what had arrived."""
        self.exit(INTERRUPTED)

    def action_leave(self) -> None:
        """Leave."""
        self.exit(0)


def run_app(workbench: Workbench, *, demo: bool, safe: bool) -> int:
    """Run the app to its end and close the workbench; returns the exit code.

    With `demo` the simulator runs beside it, three calls are made first, and the app opens on
    the broken one. Raises `HistoryError` before the screen is taken when the history is no good.
    """
    return asyncio.run(_run(workbench, demo=demo, safe=safe))


async def _run(workbench: Workbench, *, demo: bool, safe: bool) -> int:
    try:
        workbench.version()
        if not demo:
            return await _show(WorkbenchApp(workbench, safe=safe))
        from workbench.service.simulation import Simulator, demonstrate

        simulator = Simulator()
        url = await simulator.start(0)
        try:
            answers = await demonstrate(workbench, url)
            app = WorkbenchApp(workbench, simulator_url=url, open_id=answers[-1].id, safe=safe)
            return await _show(app)
        finally:
            await simulator.stop()
    finally:
        await workbench.aclose()


async def _show(app: WorkbenchApp) -> int:
    result = await app.run_async()
    return result if result is not None else app.return_code or 0
