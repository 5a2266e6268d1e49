"""The app: one main screen on one workbench, its keys and colours, and a sound end however it
ends."""

from __future__ import annotations

import asyncio
import gc
import sys
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.filter import LineFilter
from textual.geometry import Offset
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input, TextArea

from workbench.service.safe_text import visible
from workbench.tui.bindings import is_character, key_table, near
from workbench.tui.drawn import Drawn
from workbench.tui.gate import Gate
from workbench.tui.messages import ValueOpened
from workbench.tui.pasting import LONGEST_PASTE, KeyRhythm
from workbench.tui.screens.main import MainScreen
from workbench.tui.signals import INTERRUPTED, heed_signals
from workbench.tui.themes import DARK, OWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.notifications import SeverityLevel

    from workbench.service.workbench import Workbench
    from workbench.tui.command.commands import Commands
    from workbench.tui.history.ahead import Ahead

_NO_KEY = "no-key"
_GATE = Gate()
_RESIZED_AFTER_S = 0.15
_TASKS_END_WITHIN_S = 5.0
_TURN_S = 0.0005


class WorkbenchApp(App[int]):
    """Authorize Workbench on a terminal.

    `simulator_url` is where a running simulator answers: Compose is filled with it, and nothing
    else is called. `open_id` is the exchange that is shown first. `safe` draws no answer until
    it is asked for. `commands` are those that can be typed beside the app's own verbs, `ahead` the
    newest rows of the history. Raises `InputError` for keys or a theme that there are not.
    """

    TITLE = "Authorize Workbench"
    CSS_PATH = "workbench.tcss"
    ENABLE_COMMAND_PALETTE = False  # the palette is an action of the table, with its keys
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "interrupt", "Quit", show=False, system=True),
        Binding("ctrl+z", "suspend_process", "Suspend", show=False),
        # Two actions of the table that work over any screen, by their keys that are no characters.
        Binding("ctrl+q", "leave", "Quit", show=False, priority=True, id="leave"),
        Binding("f1", "help", "Help", show=False, priority=True, id="help_anywhere"),
    ]

    def __init__(
        self,
        workbench: Workbench,
        *,
        simulator_url: str | None = None,
        open_id: int | None = None,
        safe: bool = False,
        commands: Commands | None = None,
        ahead: Ahead | None = None,
    ) -> None:
        super().__init__()
        self.workbench = workbench
        self.keys = key_table(workbench.settings)
        self.set_keymap(self._keymap_of_all())
        for theme in OWN:
            self.register_theme(theme)
        self.theme = self._chosen_theme()
        self._rhythm = KeyRhythm()
        self._resized: Timer | None = None
        self._is_sized = False
        workbench.simulator_url = simulator_url
        self._main = MainScreen(
            workbench,
            self._rhythm,
            target=simulator_url or "",
            open_id=open_id,
            safe=safe,
            commands=commands,
            ahead=ahead,
        )

    def get_default_screen(self) -> Screen[None]:
        """The one main screen."""
        return self._main

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every line of every widget passes: Textual's own, and the gate at last."""
        return [*super().get_line_filters(), _GATE]

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """A message for a moment; what it speaks of may come from the wire, so it is no markup."""
        super().notify(
            visible(message, lines=True),
            title=visible(title),
            severity=severity,
            timeout=timeout,
            markup=markup,
        )

    def on_mount(self) -> None:
        """Heed signals, and say what is to be known of keys and of what was kept."""
        self.call_after_refresh(_collect_garbage)
        if not self.is_headless:
            heed_signals(self)
        # Back from being suspended the terminal shows nothing of what it showed before.
        self.app_resume_signal.subscribe(self, lambda _: self.refresh(layout=True))
        if self.keys.conflicts:
            said = "; ".join(map(str, self.keys.conflicts))
            self.notify(said, title="Keys", severity="warning", markup=False)
        notice = self.workbench.app_state.notice
        if notice:
            self.notify(notice, severity="warning", markup=False)

    async def on_event(self, event: events.Event) -> None:
        """Note when keys come, so that a paste is not taken for one; keep out a paste that no
        field is for."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            self._rhythm.note(event.time)
        if isinstance(event, events.Paste) and len(event.text) > LONGEST_PASTE:
            if not event.is_forwarded:
                said = (
                    f"{LONGEST_PASTE:,} characters are the most for a field; import a file instead"
                )
                self.notify(said, title="Not pasted", severity="warning", markup=False)
            return
        if isinstance(event, events.Key) and not event.is_forwarded:
            action = self._at_once(event.key)
            if action is not None:
                await self.run_action(f"screen.{action}")
                return
        await super().on_event(event)

    def _at_once(self, key: str) -> str | None:
        """The action that this key begins before the next key is read, if it does so here.

        Over a slow line keys come together. Textual hands each on to the widget that has the focus
        at that moment, so what follows `:` or `/` would be taken for keys of the list.
        """
        focused = self.focused
        if self.screen is not self._main or isinstance(focused, Input | TextArea):
            return None
        action = self.keys.at_once.get(key)
        if action is None or focused is None:
            return action
        own = (node for node in focused.ancestors_with_self if node not in (self, self.screen))
        if any(key in node._bindings.key_to_bindings for node in own):  # noqa: SLF001 # see help
            return None
        return action

    def on_resize(self) -> None:
        """Draw everything once more when a change of size is over: between two sizes terminals
        move and cut what stands there, of which nothing is known here."""
        if self._resized is not None:
            self._resized.stop()
        if self._is_sized:
            self._resized = self.set_timer(_RESIZED_AFTER_S, lambda: self.refresh(layout=True))
        self._is_sized = True

    @property
    def cursor_position(self) -> Offset:
        """Where the terminal's own cursor stands, for screen readers and input methods: it follows
        the focus. Asked at each frame, since fields also set it that do not have the focus."""
        focused = self.focused
        if focused is None:
            return Offset(0, 0)
        if isinstance(focused, Input | TextArea | Drawn):
            return focused.cursor_screen_offset
        return focused.content_region.offset

    @cursor_position.setter
    def cursor_position(self, _: Offset) -> None:
        """What a single field says is not asked for."""

    def on_value_opened(self, message: ValueOpened) -> None:
        """Show a value whole."""
        from workbench.tui.screens.sheet import Sheet

        self.push_screen(Sheet(message.opened, self.workbench.redact))

    def action_help(self) -> None:
        """Help for what has the focus, over any screen."""
        from workbench.tui.screens.help import Help, topics

        if isinstance(self.screen, Help):
            self.screen.dismiss()
        else:
            self.push_screen(Help(topics(self.screen)))

    def action_interrupt(self) -> None:
        """Ctrl-C: end, as everywhere; calls under way are kept with what had arrived."""
        self.exit(INTERRUPTED)

    def action_leave(self) -> None:
        """Leave, from any screen."""
        self._main.action_quit()

    def end_tasks(self) -> None:
        """Cancel what still runs, and wait for its end, though not for ever."""
        self._main.tasks.end(_TASKS_END_WITHIN_S)

    def raise_fault(self) -> None:
        """Raise what ended the app, if it was a fault."""
        if self._exception is not None:
            raise self._exception

    def _fatal_error(self) -> None:
        """Textual would print the values of all variables, secrets among them; the command line
        has a sentence for it, and the traceback for who asks with --debug."""
        self._close_messages_no_wait()

    def _keymap_of_all(self) -> dict[str, str]:
        keymap = self.keys.keymap
        for action, here in (("quit", "leave"), ("help", "help_anywhere")):
            if action in self.keys.changed:
                keys = [key for key in self.keys.keys(action) if not is_character(key)]
                keymap[here] = ",".join(keys) or _NO_KEY
        return keymap

    def _chosen_theme(self) -> str:
        settings = self.workbench.settings
        if settings.theme is not None:
            if settings.theme not in self.available_themes:
                hint = near(settings.theme, self.available_themes)
                raise settings.error("theme", f"no theme {settings.theme!r}", hint)
            return settings.theme
        kept = self.workbench.app_state.state.theme
        return kept if kept in self.available_themes else DARK.name


def run_app(
    workbench: Workbench,
    *,
    demo: bool,
    safe: bool,
    commands: Commands | None = None,
    ahead: Ahead | None = None,
) -> int:
    """Run the app to its end and close the workbench; returns the exit code.

    With `demo` the simulator runs beside it, three calls are made first, and the app opens on
    the broken one. Raises `HistoryError` before the screen is taken when the history is no good.
    """
    return asyncio.run(_run(workbench, demo=demo, safe=safe, commands=commands, ahead=ahead))


async def _run(
    workbench: Workbench,
    *,
    demo: bool,
    safe: bool,
    commands: Commands | None,
    ahead: Ahead | None,
) -> int:
    try:
        workbench.version()
        if not demo:
            return await _show(WorkbenchApp(workbench, safe=safe, commands=commands, ahead=ahead))
        from workbench.service.simulation import Simulator, demonstrate

        simulator = Simulator()
        url = await simulator.start(0)
        try:
            answers = await demonstrate(workbench, url)
            app = WorkbenchApp(
                workbench,
                simulator_url=url,
                open_id=answers[-1].id,
                safe=safe,
                commands=commands,
            )
            return await _show(app)
        finally:
            await simulator.stop()
    finally:
        await workbench.aclose()


def _collect_garbage() -> None:
    """From now on; what the start made is not looked through again."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


async def _show(app: WorkbenchApp) -> int:
    from workbench.tui.bounded_input import bound_pastes

    bound_pastes()
    # Answers are read in threads. A key that comes meanwhile waits for its turn that long, several
    # times over, before its frame is painted.
    sys.setswitchinterval(_TURN_S)
    result = await app.run_async()
    await asyncio.to_thread(app.end_tasks)
    # After a fault nothing is written: what was deleted on the screen is still there.
    app.raise_fault()
    await asyncio.to_thread(app.workbench.delete_hidden)
    return result if result is not None else app.return_code or 0
