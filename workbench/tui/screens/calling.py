"""Sending from the main screen: never blocking, several at a time, cancelled at will."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual.timer import Timer
from textual.worker import Worker, get_current_worker

from workbench.errors import InputError, NotKeptError
from workbench.service.composing import AUTO_STATE
from workbench.tui.compose.draft import Draft, kept, of_request, to_keep
from workbench.tui.messages import (
    DraftChanged,
    DryRunPressed,
    ExchangeKept,
    RequestPasted,
    SendPressed,
)
from workbench.tui.pasting import SETTLE_S, KeyRhythm
from workbench.tui.safe_text import Opened
from workbench.tui.screens.panes import Panes
from workbench.tui.work import start

if TYPE_CHECKING:
    from workbench.model.request import AuthorizeRequest
    from workbench.service.workbench import Workbench

_JUDGED_AFTER_S = 0.15
_KEPT_AFTER_S = 0.5


class Calling(Panes):
    """The actions that make calls, or show what a call would be."""

    def __init__(self, workbench: Workbench, rhythm: KeyRhythm, target: str) -> None:
        super().__init__(workbench)
        self._rhythm = rhythm
        self._target = target
        self._agreed: set[str] = set()
        self._calls: set[Worker[None]] = set()
        self._judging: Timer | None = None
        self._keeping: Timer | None = None

    def on_send_pressed(self, message: SendPressed) -> None:
        """The button does what the key does."""
        message.stop()
        self._send()

    def on_dry_run_pressed(self, message: DryRunPressed) -> None:
        """So does this one."""
        message.stop()
        self.action_dry_run()

    def on_draft_changed(self, message: DraftChanged) -> None:
        """Judge what is typed, once typing rests."""
        message.stop()
        self.draft_changed()

    def draft_changed(self) -> None:
        """Judge what is typed, and keep it, once typing rests."""
        self._judge_soon()
        self._keep_soon()

    def restore_draft(self) -> None:
        """Put back what was typed when the app last ended, however it ended."""
        if self._target:
            return  # the demonstration has a target of its own
        draft = kept(self.workbench.app_state.state.draft)
        if draft is not None and draft != Draft(fields={"state": AUTO_STATE}):
            self.form.fill(draft)

    def _keep_soon(self) -> None:
        """Keep what is typed a moment after it was, so that no end of the app loses it."""
        if self._target:
            return
        if self._keeping is not None:
            self._keeping.stop()
        self._keeping = self.set_timer(_KEPT_AFTER_S, self._keep_draft)

    def _keep_draft(self) -> None:
        draft = to_keep(self.form.draft)
        start(self, asyncio.to_thread(self._keep, draft), "keep", exclusive=True)

    def _keep(self, draft: dict[str, object]) -> None:
        self.workbench.app_state.keep(draft=draft)

    def _judge_soon(self) -> None:
        """Say beside each field what is wrong with it, after a short pause."""
        if self._judging is not None:
            self._judging.stop()
        self._judging = self.set_timer(
            _JUDGED_AFTER_S, lambda: start(self, self._judge(), "judge", exclusive=True)
        )

    async def _judge(self) -> None:
        try:
            request = self.workbench.compose(self.form.given)
        except InputError:
            return  # half typed: said when it is to be sent
        self.form.say_findings(await asyncio.to_thread(self.workbench.judge, request))

    def on_request_pasted(self, message: RequestPasted) -> None:
        """Fill the form from a request that was pasted; nothing is sent."""
        message.stop()
        start(self, self._take_pasted(message.text), "pasted", exclusive=True)

    async def _take_pasted(self, text: str) -> None:
        pasted = await asyncio.to_thread(self.workbench.read_request, text)
        self.form.fill(of_request(pasted.request, fresh_state=False))
        left = f"; left out: {', '.join(pasted.left_out)}" if pasted.left_out else ""
        self.notify(f"Filled from {pasted.kind}, nothing is sent yet{left}", markup=False)

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
        host = self.workbench.host(request.url)
        is_production = self.workbench.environment(request.url) == "PRODUCTION"
        if not is_production or host in self._agreed:
            self._start(request)
            return
        from workbench.tui.screens.ask import Confirm

        def answered(yes: bool | None) -> None:
            if yes:
                self._agreed.add(host)
                self._start(request)

        profile = self.workbench.profile
        marked = profile is not None and profile.production
        why = (
            f"The profile {profile.name} is marked production"
            if marked and profile
            else "This is production"
        )
        self.app.push_screen(
            Confirm("PRODUCTION", f"{why}.\nSend this call to {host}?", "Send"), answered
        )

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
        worker = start(self, self._call(request), "calls")
        self._calls.add(worker)
        self.form.say_flight(len(self._calls))

    async def _call(self, request: AuthorizeRequest) -> None:
        try:
            exchange = await self.workbench.authorize_async(request)
        except NotKeptError as error:
            from workbench.service.exchange import Exchange

            self.notify(str(error), severity="error", markup=False)
            if not isinstance(error.exchange, Exchange):
                raise
            exchange = error.exchange
        finally:
            self._calls.discard(get_current_worker())
            self.form.say_flight(len(self._calls))
        self.post_message(ExchangeKept(exchange))

    @property
    def calls_under_way(self) -> int:
        """How many calls there are."""
        return len(self._calls)

    def cancel_calls(self) -> None:
        """Cancel every call under way; what had arrived is kept."""
        count = len(self._calls)
        if not count:
            self.notify("Nothing is under way", markup=False)
            return
        for worker in tuple(self._calls):
            worker.cancel()
        word = "call" if count == 1 else "calls"
        self.notify(f"Cancelled {count} {word}; what had arrived is kept", markup=False)

    def action_dry_run(self) -> None:
        """Show the exact bytes that Send would send."""
        request = self._composed()
        if request is not None:
            start(self, self._preview(request), "preview", exclusive=True)

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
        self.form.fill(Draft(target=self._target, fields={"state": AUTO_STATE}))
