"""The main screen: Compose, History and Answer side by side, or one at a time where it is narrow.

Every action of the table has its method here; what takes time runs as a task or in a thread, and
nothing waits for it.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.timer import Timer
from textual.widgets import Input, Static, TextArea

from workbench.errors import InputError, WorkbenchError
from workbench.tui.answer.pane import AnswerPane
from workbench.tui.answer.reading import Answer, answer_of, read_answer
from workbench.tui.bindings import bindings, keys_of
from workbench.tui.compose.pane import ComposePane
from workbench.tui.header_line import HeaderLine
from workbench.tui.history.pane import HistoryPane
from workbench.tui.key_line import KeyLine
from workbench.tui.messages import (
    ActionClicked,
    ExchangeKept,
    FilterTyped,
    HistoryRead,
    RowChosen,
    RowReached,
    SourceWanted,
    TargetChanged,
)
from workbench.tui.pasting import KeyRhythm
from workbench.tui.safe_text import plain, shown
from workbench.tui.screens.calling import Calling
from workbench.tui.screens.commanding import Commanding
from workbench.tui.screens.exchanges import Exchanges
from workbench.tui.screens.lending import Lending
from workbench.tui.screens.panes import WIDE
from workbench.tui.screens.rows import Rows
from workbench.tui.screens.shell import Shell
from workbench.tui.screens.sweeping import Sweeping
from workbench.tui.screens.transfers import Transfers
from workbench.tui.task_lines import TaskLines
from workbench.tui.work import start

if TYPE_CHECKING:
    from workbench.service.workbench import Workbench
    from workbench.tui.command.commands import Commands
    from workbench.tui.history.ahead import Ahead

SMALLEST = (60, 16)
_READ_AFTER_S = 0.06
_LOOK_EVERY_S = 1.0
_REMEMBERED_AFTER_S = 3.0


class MainScreen(Calling, Commanding, Transfers, Sweeping, Shell, Lending, Rows, Exchanges):
    """The three panes."""

    BINDINGS = bindings()  # type: ignore[assignment] # Screen's own list allows tuples as well
    AUTO_FOCUS = "#history-table"
    PANES: ClassVar[tuple[str, ...]] = ("compose", "history", "answer")

    def __init__(
        self,
        workbench: Workbench,
        rhythm: KeyRhythm,
        *,
        target: str = "",
        open_id: int | None = None,
        safe: bool = False,
        commands: Commands | None = None,
        ahead: Ahead | None = None,
    ) -> None:
        super().__init__(workbench, rhythm, target)
        self.commands = commands
        self._ahead = ahead
        self._open_id = open_id
        # Where one pane is shown, the next answer that comes is gone to.
        self._goes_to_answer = False
        self._held_back = safe
        self._was_shown = False
        self._version: int | None = None
        self._trouble = ""
        self._pause: Timer | None = None
        self._filter_rest: Timer | None = None

    def compose(self) -> ComposeResult:
        """Header, panes, keys; and the sentence for a terminal that is too small."""
        profile = self.workbench.profile
        yield HeaderLine(id="header")
        with Container(id="panes"):
            yield ComposePane(
                target=self._target,
                profiles=sorted(self.workbench.settings.profiles),
                profile=profile.name if profile else None,
                id="compose",
            )
            # Both are in front at first; said here, it costs no styling of its own.
            with Vertical(id="right", classes="-current"):
                yield HistoryPane(
                    self.workbench, id="history", classes="-current", ahead=self._ahead
                )
                yield AnswerPane(id="answer")
        yield TaskLines(id="tasks")
        yield KeyLine(id="keys")
        width, height = SMALLEST
        yield Static(
            plain(f"The workbench needs a terminal of {width}x{height} or more."), id="tiny"
        )

    def on_mount(self) -> None:
        """Say where Send goes, then watch the history."""
        header = self.query_one(HeaderLine)
        header.history = history_name(self.workbench)
        self.show_pane("history")
        self._goes_to_answer = self._open_id is not None and self.one_pane and not self._held_back
        self.restore_draft()
        self.on_target_changed()
        # After the first frame, which has the newest rows where they were read ahead.
        self.call_after_refresh(self.history.look, self._open_id)
        self.answer.say("Nothing is selected.")
        self.set_interval(_LOOK_EVERY_S, self._look_for_others)
        self.watch(self, "focused", self._focus_moved)
        self.set_timer(0.5, self._prepare)

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Everything was styled when it was mounted; when the screen comes to the front for the
        first time that is not done a second time."""
        event.refresh_styles = self._was_shown
        self._was_shown = True

    # -- its size and focus -----------------------------------------------------------------

    def on_resize(self, event: events.Resize) -> None:
        """Three panes, one pane, or a sentence."""
        width, height = event.size
        self.set_class(width < WIDE, "-narrow")
        self.set_class(width < SMALLEST[0] or height < SMALLEST[1], "-tiny")
        self.query_one(KeyLine).one_pane = width < WIDE

    def show_pane(self, name: str) -> None:
        """Bring that pane to the front where one is shown at a time."""
        self.query_one(KeyLine).pane = name
        for pane in self.PANES:
            self.query_one(f"#{pane}").set_class(pane == name, "-current")
        self.query_one("#right").set_class(name != "compose", "-current")

    def _focus_moved(self) -> None:
        focused = self.focused
        self.query_one(KeyLine).typing = isinstance(focused, Input | TextArea)
        if focused is None:
            return
        for pane in self.PANES:
            if self.query_one(f"#{pane}") in focused.ancestors_with_self:
                self.show_pane(pane)

    # -- what the panes say -----------------------------------------------------------------

    def on_target_changed(self, message: TargetChanged | None = None) -> None:
        """Show the environment and the host that Send will call."""
        header = self.query_one(HeaderLine)
        if message is not None:
            message.stop()
            self.draft_changed()
        try:
            self.workbench.use_profile(self.form.profile)
            url = self.workbench.compose(self.form.given).url
        except InputError as error:
            header.environment, header.host = "OTHER", error.message
            return
        header.environment = self.workbench.environment(url)
        header.host = self.workbench.host(url)
        self.history.set_hint(
            "Nothing is kept here yet.\n\n"
            f"Press {keys_of(self).first('send')} to send the first call to {header.host}.\n"
            "Its answer will stand here and can be read, compared and sent again."
        )

    def on_history_read(self, message: HistoryRead) -> None:
        """Show the size of the history."""
        self.query_one(HeaderLine).kept = message.kept

    def on_row_reached(self, message: RowReached) -> None:
        """Read the exchange under the cursor, once the cursor rests."""
        if self._pause is not None:
            self._pause.stop()
        if message.id is None:
            self.answer.say("Nothing is selected.")
        elif self._held_back:
            self._held_back = False
            self.answer.say(
                f"Opened with --safe: exchange {message.id} is not drawn.\n"
                "Enter in the history draws it."
            )
        else:
            id_ = message.id
            self._pause = self.set_timer(_READ_AFTER_S, lambda: self._read(id_))

    def on_row_chosen(self, message: RowChosen) -> None:
        """Go to the answer."""
        self._goes_to_answer = True
        self._read(message.id)

    def on_exchange_kept(self, message: ExchangeKept) -> None:
        """A call ended: show its answer, and its row under the cursor."""
        exchange = message.exchange
        self.history.look(exchange.id)
        self._goes_to_answer = self.one_pane and self.form.has_class("-current")
        start(self, self._show_kept(message), "answer", exclusive=True)

    def on_source_wanted(self, message: SourceWanted) -> None:
        """Show where something stands in the bytes."""
        answer = self.answer.answer
        if answer is not None:
            start(self, self._show_source(answer, message.evidence), "source", exclusive=True)

    async def _show_source(self, answer: Answer, evidence: str) -> None:
        place = await asyncio.to_thread(self.workbench.place, answer.exchange, evidence)
        if place is None:
            self.notify(
                f"{shown(evidence[:80])} stands at no single place of the bytes", markup=False
            )
        elif self.answer.answer is answer:
            self.answer.show_place(place, self.workbench.mask_key)

    def on_action_clicked(self, message: ActionClicked) -> None:
        """A hint was clicked."""
        self.act(message.action)

    def act(self, action: str) -> None:
        """Do what that action of the table does."""
        start(self, self.run_action(f"screen.{action}"), "act")

    def on_filter_typed(self, message: FilterTyped) -> None:
        """Remember a filter that stood for a while."""
        if self._filter_rest is not None:
            self._filter_rest.stop()
        text = message.text
        if text.strip():
            self._filter_rest = self.set_timer(
                _REMEMBERED_AFTER_S,
                lambda: start(
                    self,
                    asyncio.to_thread(self.workbench.app_state.remember, filters=text),
                    "remember",
                ),
            )

    def use_filter(self, text: str) -> None:
        """Filter by that text, as if it was typed."""
        self.query_one("#filter", Input).value = text
        self.action_pane_history()

    def open_exchange(self, reference: str | int) -> None:
        """Go to that exchange and its answer; a filter that hides it is taken away."""
        start(self, self.go_to_exchange(reference), "open", exclusive=True)

    async def go_to_exchange(self, reference: str | int) -> None:
        """The same, done when this returns; raises `InputError` where there is none."""
        id_ = await asyncio.to_thread(self.workbench.resolve, reference)
        answer = await asyncio.to_thread(read_answer, self.workbench, id_)
        text = self.history.filter
        if text and id_ not in await asyncio.to_thread(self.workbench.ids, text):
            self.query_one("#filter", Input).value = ""
            self.history.filter = ""
        self.history.look(id_)
        self._goes_to_answer = True
        self._show_answer(answer)

    # -- reading ----------------------------------------------------------------------------

    def _read(self, id: int) -> None:
        answer = self.answer.answer
        if answer is not None and answer.exchange.id == id:
            self.answer.wait_for(id)
            self._show_answer(answer)
            return
        self.answer.wait_for(id)
        start(self, self._read_and_show(id), "answer", exclusive=True)

    async def _read_and_show(self, id: int, *, again: bool = False) -> None:
        try:
            answer = await asyncio.to_thread(read_answer, self.workbench, id)
        except WorkbenchError as error:
            self.answer.say(f"{error.message}\n{error.hint}")
            return
        if again or self.history.table.selected == id:
            self._show_answer(answer)

    def show_again(self, id: int) -> None:
        """Read that exchange anew and show it."""
        start(self, self._read_and_show(id, again=True), "answer", exclusive=True)

    async def _show_kept(self, message: ExchangeKept) -> None:
        self._show_answer(await asyncio.to_thread(answer_of, self.workbench, message.exchange))

    def _show_answer(self, answer: Answer) -> None:
        self.answer.show(answer)
        if self._goes_to_answer:
            self._goes_to_answer = False
            self.action_pane_answer()

    async def _look_for_others(self) -> None:
        start(self, self._look(), "look", exclusive=True)

    async def _look(self) -> None:
        try:
            version = await asyncio.to_thread(self.workbench.version)
        except WorkbenchError as error:
            # It is looked every second; the same trouble is said once.
            if str(error) != self._trouble:
                self._trouble = str(error)
                raise
            return
        if self._version is not None and version != self._version:
            self.history.look()
        self._version = version

    def _prepare(self) -> None:
        self.command_line()
        start(self, asyncio.to_thread(self.workbench.prepare), "prepare")


def history_name(workbench: Workbench) -> str:
    """What the header calls the history."""
    return {"history": "history", "demo": "demo history"}.get(
        workbench.path.stem, workbench.path.name
    )
