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
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input, Static, TextArea
from textual.worker import Worker, WorkerState

from workbench.errors import InputError, WorkbenchError
from workbench.tui.answer.pane import AnswerPane
from workbench.tui.answer.reading import Answer, answer_of, read_answer
from workbench.tui.bindings import bindings
from workbench.tui.compose.draft import of_exchange
from workbench.tui.compose.pane import ComposePane
from workbench.tui.header_line import HeaderLine
from workbench.tui.history.pane import HistoryPane
from workbench.tui.key_line import KeyLine
from workbench.tui.messages import (
    ActionClicked,
    DryRunPressed,
    ExchangeKept,
    HistoryRead,
    RowChosen,
    RowReached,
    SendPressed,
    TargetChanged,
)
from workbench.tui.pasting import SETTLE_S, KeyRhythm
from workbench.tui.safe_text import Opened, plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.model.comparison import Comparison
    from workbench.model.request import AuthorizeRequest
    from workbench.service.exchange import Exchange
    from workbench.service.workbench import Workbench

WIDE = 120
SMALLEST = (60, 16)
_READ_AFTER_S = 0.06
_LOOK_EVERY_S = 1.0


class MainScreen(Screen[None]):
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
    ) -> None:
        super().__init__()
        self.workbench = workbench
        self._rhythm = rhythm
        self._target = target
        self._open_id = open_id
        # Where one pane is shown, the next answer that comes is gone to.
        self._goes_to_answer = False
        self._held_back = safe
        self._version: int | None = None
        self._pause: Timer | None = None
        self._agreed: set[str] = set()
        self._calls: set[Worker[None]] = set()

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
            with Vertical(id="right"):
                yield HistoryPane(self.workbench, id="history")
                yield AnswerPane(id="answer")
        yield KeyLine(id="keys")
        width, height = SMALLEST
        yield Static(
            plain(f"The workbench needs a terminal of {width}x{height} or more."), id="tiny"
        )

    def on_mount(self) -> None:
        """Say where Send goes, then watch the history."""
        header = self.query_one(HeaderLine)
        header.history = history_name(self.workbench)
        self._show_pane("history")
        self._goes_to_answer = self._open_id is not None and self.one_pane and not self._held_back
        self.on_target_changed()
        self.history.look(self._open_id)
        self.answer.say("Nothing is selected.")
        self.set_interval(_LOOK_EVERY_S, self._look_for_others)
        self.watch(self, "focused", self._focus_moved)
        self.set_timer(0.5, self._prepare)

    # -- its parts --------------------------------------------------------------------------

    @property
    def form(self) -> ComposePane:
        """The Compose pane."""
        return self.query_one(ComposePane)

    @property
    def history(self) -> HistoryPane:
        """The History pane."""
        return self.query_one(HistoryPane)

    @property
    def answer(self) -> AnswerPane:
        """The Answer pane."""
        return self.query_one(AnswerPane)

    @property
    def one_pane(self) -> bool:
        """Whether panes are shown one at a time."""
        return self.size.width < WIDE

    def on_resize(self, event: events.Resize) -> None:
        """Three panes, one pane, or a sentence."""
        width, height = event.size
        self.set_class(width < WIDE, "-narrow")
        self.set_class(width < SMALLEST[0] or height < SMALLEST[1], "-tiny")
        self.query_one(KeyLine).one_pane = width < WIDE

    def _show_pane(self, name: str) -> None:
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
                self._show_pane(pane)

    # -- what the panes say -----------------------------------------------------------------

    def on_target_changed(self, message: TargetChanged | None = None) -> None:
        """Show the environment and the host that Send will call."""
        header = self.query_one(HeaderLine)
        if message is not None:
            message.stop()
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
            f"Press ctrl+j to send the first call to {header.host}.\n"
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
        self.run_worker(self._show_kept(message), group="answer", exclusive=True)

    def on_action_clicked(self, message: ActionClicked) -> None:
        """A hint was clicked."""
        self.run_worker(self.run_action(f"screen.{message.action}"), group="clicked")

    def on_send_pressed(self, message: SendPressed) -> None:
        """The button does what the key does."""
        message.stop()
        self._send()

    def on_dry_run_pressed(self, message: DryRunPressed) -> None:
        """So does this one."""
        message.stop()
        self.action_dry_run()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Work that failed says so; the app goes on."""
        if event.state is WorkerState.ERROR:
            self.notify(str(event.worker.error), severity="error", markup=False)

    # -- reading ----------------------------------------------------------------------------

    def _read(self, id: int) -> None:
        answer = self.answer.answer
        if answer is not None and answer.exchange.id == id:
            self.answer.wait_for(id)
            self._show_answer(answer)
            return
        self.answer.wait_for(id)
        self.run_worker(self._read_and_show(id), group="answer", exclusive=True)

    async def _read_and_show(self, id: int, *, again: bool = False) -> None:
        try:
            answer = await asyncio.to_thread(read_answer, self.workbench, id)
        except WorkbenchError as error:
            self.answer.say(f"{error.message}\n{error.hint}")
            return
        if again or self.history.table.selected == id:
            self._show_answer(answer)

    async def _show_kept(self, message: ExchangeKept) -> None:
        self._show_answer(await asyncio.to_thread(answer_of, self.workbench, message.exchange))

    def _show_answer(self, answer: Answer) -> None:
        self.answer.show(answer)
        if self._goes_to_answer:
            self._goes_to_answer = False
            self.action_pane_answer()

    async def _look_for_others(self) -> None:
        self.run_worker(self._look(), group="look", exclusive=True)

    async def _look(self) -> None:
        try:
            version = await asyncio.to_thread(self.workbench.version)
        except WorkbenchError as error:
            self.notify(str(error), severity="error", markup=False)
            return
        if self._version is not None and version != self._version:
            self.history.look()
        self._version = version

    def _prepare(self) -> None:
        self.run_worker(self.workbench.prepare, thread=True, group="prepare")

    # -- calling ----------------------------------------------------------------------------

    def action_send(self) -> None:
        """Send, unless the key came in the middle of a paste."""
        moment = self._rhythm.last

        def settled() -> None:
            if self._rhythm.alone(moment):
                self._send()
            else:
                self.notify("That looked like a paste: nothing was sent", markup=False)

        self.set_timer(SETTLE_S, settled)

    def _send(self) -> None:
        request = self._composed()
        if request is None:
            return
        profile = self.workbench.profile
        if profile is None or not profile.production or profile.name in self._agreed:
            self._start(request)
            return
        from workbench.tui.screens.ask import Confirm

        def answered(yes: bool | None) -> None:
            if yes:
                self._agreed.add(profile.name)
                self._start(request)

        question = (
            f"The profile {profile.name} is marked production.\n"
            f"Send this call to {self.workbench.host(request.url)}?"
        )
        self.app.push_screen(Confirm("PRODUCTION", question, "Send"), answered)

    def _composed(self) -> AuthorizeRequest | None:
        try:
            self.workbench.use_profile(self.form.profile)
            request = self.workbench.compose(self.form.given)
            self.workbench.check_reachable(request)
        except InputError as error:
            self.form.say_error(error)
            if self.one_pane:
                self.notify(str(error), severity="error", markup=False)
            return None
        self.form.say_error(None)
        return request

    def _start(self, request: AuthorizeRequest) -> None:
        worker = self.run_worker(self._call(request), group="calls", exit_on_error=False)
        self._calls.add(worker)
        self.form.say_flight(len(self._calls))

    async def _call(self, request: AuthorizeRequest) -> None:
        from textual.worker import get_current_worker

        try:
            exchange = await self.workbench.authorize_async(request)
        finally:
            self._calls.discard(get_current_worker())
            self.form.say_flight(len(self._calls))
        self.post_message(ExchangeKept(exchange))

    def action_cancel(self) -> None:
        """Cancel every call under way; what had arrived is kept."""
        count = len(self._calls)
        if not count:
            self.notify("No call is under way", markup=False)
            return
        for worker in tuple(self._calls):
            worker.cancel()
        word = "call" if count == 1 else "calls"
        self.notify(f"Cancelled {count} {word}; what had arrived is kept", markup=False)

    def action_dry_run(self) -> None:
        """Show the exact bytes that Send would send."""
        request = self._composed()
        if request is not None:
            self.run_worker(self._preview(request), group="preview", exclusive=True)

    async def _preview(self, request: AuthorizeRequest) -> None:
        from workbench.tui.screens.sheet import Sheet

        data = await self.workbench.preview_async(request)
        opened = Opened("Dry run", "", data.decode("utf-8", "surrogateescape"))
        note = (
            f"Nothing was sent. {len(data):,} bytes would go to {self.workbench.host(request.url)}:"
        )
        self.app.push_screen(Sheet(opened, self.workbench.redact, line_ends=True, note=note))

    def action_clear(self) -> None:
        """Empty the form."""
        from workbench.tui.compose.draft import Draft

        self.form.fill(Draft(target=self._target, fields={"state": "auto"}))

    # -- history ----------------------------------------------------------------------------

    def action_filter(self) -> None:
        """Type a filter."""
        self._show_pane("history")
        self.query_one("#filter").focus()

    def action_mark(self) -> None:
        """Mark the exchange under the cursor."""
        self.history.table.toggle_mark()

    def action_diff(self) -> None:
        """Compare two exchanges."""
        table = self.history.table
        ids = list(table.marks)[-2:]
        if len(ids) < 2 and table.selected is not None and table.selected not in ids:
            ids.append(table.selected)
        if len(ids) < 2:
            self.notify("Mark an exchange with space, go to another one, press d", markup=False)
            return
        before, after = sorted(ids)
        self.run_worker(self._compare(before, after), group="diff", exclusive=True)

    async def _compare(self, before: int, after: int) -> None:
        from workbench.tui.screens.diff import DiffScreen

        try:
            comparison: Comparison = await asyncio.to_thread(self.workbench.compare, before, after)
        except WorkbenchError as error:
            self.notify(str(error), severity="error", markup=False)
            return
        self.app.push_screen(DiffScreen(comparison))

    def action_replay(self) -> None:
        """Fill Compose with this request."""
        id_ = self._selected()
        if id_ is not None:
            self.run_worker(self._replay(id_), group="replay", exclusive=True)

    async def _replay(self, id: int) -> None:
        try:
            exchange = await asyncio.to_thread(self.workbench.get, id)
            request = await asyncio.to_thread(self.workbench.replay_request, id)
        except WorkbenchError as error:
            self.notify(str(error), severity="error", markup=False)
            return
        self.form.fill(of_exchange(exchange, request))
        self.action_pane_compose()
        self.notify(f"Compose holds the request of {id}; nothing is sent yet", markup=False)

    def action_copy(self) -> None:
        """Choose what to copy."""
        answer = self.answer.answer
        if answer is None:
            self.notify("There is no answer to copy from", markup=False)
            return
        from workbench.tui.screens.copying import ask_what_to_copy

        on_value = self.answer.view is not None and self.answer.view.has_focus
        opened = self.answer.opened if on_value else None
        ask_what_to_copy(self.app, self.workbench, answer, opened)

    def action_label(self) -> None:
        """Put labels on the exchange."""
        self._ask_about(self._ask_labels)

    def action_note(self) -> None:
        """Write the exchange's note."""
        self._ask_about(self._ask_note)

    def _ask_about(self, ask: Callable[[int, Exchange], None]) -> None:
        id_ = self._selected()
        if id_ is None:
            return

        async def fetched() -> None:
            # What is shown may be older than what another window wrote.
            try:
                exchange = await asyncio.to_thread(self.workbench.get, id_)
            except WorkbenchError as error:
                self.notify(str(error), severity="error", markup=False)
                return
            ask(id_, exchange)

        self.run_worker(fetched(), group="ask", exclusive=True)

    def _ask_labels(self, id: int, exchange: Exchange) -> None:
        from workbench.tui.screens.ask import AskText

        def answered(text: str | None) -> None:
            if text is not None:
                new = list(dict.fromkeys(text.split()))
                add = [label for label in new if label not in exchange.labels]
                remove = [label for label in exchange.labels if label not in new]
                self._change(id, lambda: self.workbench.label(id, add, remove))

        title = f"Labels of {id}"
        help_ = "Labels with spaces between them; a label taken out is taken off."
        self.app.push_screen(AskText(title, help_, " ".join(exchange.labels)), answered)

    def _ask_note(self, id: int, exchange: Exchange) -> None:
        from workbench.tui.screens.ask import AskText

        def answered(text: str | None) -> None:
            if text is not None:
                self._change(id, lambda: self.workbench.note(id, text or None))

        title, note = f"Note on {id}", exchange.note or ""
        self.app.push_screen(AskText(title, "Empty takes the note away.", note), answered)

    def _change(self, id: int, change: Callable[[], None]) -> None:
        async def work() -> None:
            try:
                await asyncio.to_thread(change)
            except WorkbenchError as error:
                self.notify(str(error), severity="error", markup=False)
                return
            self.history.look()
            await self._read_and_show(id, again=True)

        self.run_worker(work(), group="change")

    def action_delete(self) -> None:
        """Delete the marked exchanges, or this one, after asking."""
        table = self.history.table
        ids = list(table.marks) or ([table.selected] if table.selected is not None else [])
        if not ids:
            return
        from workbench.tui.screens.ask import Confirm

        what = f"exchange {ids[0]}" if len(ids) == 1 else f"{len(ids)} marked exchanges"

        def answered(yes: bool | None) -> None:
            if yes:
                self.run_worker(self._delete(ids, what), group="change")

        question = f"Delete {what} for good? This cannot be undone."
        self.app.push_screen(Confirm("Delete", question, "Delete"), answered)

    async def _delete(self, ids: list[int], what: str) -> None:
        try:
            await asyncio.to_thread(self.workbench.delete, ids)
        except WorkbenchError as error:
            self.notify(str(error), severity="error", markup=False)
            return
        self.history.table.unmark()
        self.history.look()
        self.notify(f"Deleted {what}", markup=False)

    def _selected(self) -> int | None:
        id_ = self.history.table.selected
        if id_ is None:
            self.notify("Nothing is selected", markup=False)
        return id_

    # -- the screen itself ------------------------------------------------------------------

    def action_pane_compose(self) -> None:
        """Go to Compose."""
        self._show_pane("compose")
        self.query_one("#f-institution_id").focus()

    def action_pane_history(self) -> None:
        """Go to the history."""
        self._show_pane("history")
        self.history.focus_rows()

    def action_pane_answer(self) -> None:
        """Go to the answer."""
        self._show_pane("answer")
        self.answer.focus_view()

    def action_next_tab(self) -> None:
        """The answer's next tab."""
        self.answer.step(1)

    def action_previous_tab(self) -> None:
        """The answer's tab before."""
        self.answer.step(-1)

    def action_hex(self) -> None:
        """Raw and Request as text or as hex."""
        self.answer.toggle_hex()

    def action_help(self) -> None:
        """Help for what has the focus."""
        from workbench.tui.screens.help import Help

        focused = self.focused
        text = getattr(focused, "help", "") if focused is not None else ""
        about = next(
            (
                str(pane.border_title)
                for pane in (self.form, self.history, self.answer)
                if focused is not None and pane in focused.ancestors_with_self
            ),
            "",
        )
        self.app.push_screen(Help(about, text if isinstance(text, str) else ""))

    def action_palette(self) -> None:
        """Every action by its name."""
        self.app.action_command_palette()

    def action_screenshot(self) -> None:
        """Keep this screen as a file."""
        from pathlib import Path

        path = self.app.save_screenshot(path=str(Path.cwd()))
        self.notify(f"Kept {path}; it shows values as they are", markup=False)

    def action_quit(self) -> None:
        """Leave."""
        self.app.exit(0)


def history_name(workbench: Workbench) -> str:
    """What the header calls the history."""
    return {"history": "history", "demo": "demo history"}.get(
        workbench.path.stem, workbench.path.name
    )
