"""Lending the terminal to the person's own pager or editor: to read a part, to write a request."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from workbench.errors import InputError
from workbench.tui.screens.panes import Panes
from workbench.tui.work import start

if TYPE_CHECKING:
    from textual.app import App

    from workbench.tui.compose.draft import Draft
    from workbench.tui.outside.programs import Program


class Lending(Panes):
    """Open outside, and edit."""

    def action_open(self) -> None:
        """Choose a part of the answer and the program to open it in."""
        answer = self.answer.answer
        if answer is None:
            self.notify("There is no answer to open", markup=False)
            return
        from workbench.tui.outside.parts import PARTS
        from workbench.tui.outside.programs import editor, pager
        from workbench.tui.screens.choose import Choose, Offer

        made = {part.key: part.data(self.workbench, answer) for part in PARTS}
        offers = [
            Offer(f"{name}:{part.key}", part.label, f"in {program.name}")
            for name, program in (("pager", pager()), ("editor", editor()))
            for part in PARTS
            if made[part.key] is not None
        ]
        name = answer.exchange.id or "new"

        def chosen(key: str | None) -> None:
            if key is None:
                return
            program = pager() if key.startswith("pager:") else editor()
            part = next(part for part in PARTS if part.key == key.partition(":")[2])
            data = made[part.key]
            assert data is not None
            start(
                self, self._read_outside(program, data, f"{name}-{part.key}.{part.ending}"), "out"
            )

        self.app.push_screen(Choose(f"Open of {name}", offers), chosen)

    async def _read_outside(self, program: Program, data: bytes, name: str) -> None:
        self._lend(program, data, name)

    def action_edit(self) -> None:
        """Write the selected request, or what stands in Compose, in an editor."""
        focused = self.app.focused
        if focused is not None and self.form in focused.ancestors_with_self:
            start(self, self._edit(None), "out", exclusive=True)
            return
        id_ = self.selected_or_say()
        if id_ is not None:
            start(self, self._edit(id_), "out", exclusive=True)

    async def _edit(self, id: int | None) -> None:
        from workbench.tui.outside.draft_text import draft_of, text_of
        from workbench.tui.outside.programs import editor

        draft = self.form.draft if id is None else await self._draft_of(id)
        written = text_of(draft).encode("utf-8", "surrogateescape")
        data = self._lend(editor(), written, "request.txt")
        try:
            edited = draft_of(data.decode("utf-8"))
        except UnicodeDecodeError:
            raise InputError("what was saved is not UTF-8", "nothing was taken from it") from None
        if edited is None:
            self.notify("The file was empty: Compose stays as it was", markup=False)
            return
        self.form.fill(replace(edited, replay_of=draft.replay_of))
        self.action_pane_compose()
        self.notify("Compose holds what you wrote; nothing is sent yet", markup=False)

    async def _draft_of(self, id: int) -> Draft:
        from workbench.tui.compose.draft import of_request

        request, imported, uuid = await asyncio.to_thread(self.workbench.request_again, id)
        return of_request(request, fresh_state=imported, replay_of=uuid)

    def _lend(self, program: Program, data: bytes, name: str) -> bytes:
        # Meanwhile nothing else runs here, so a call would seem to have waited for its answer.
        if self.calls_under_way:
            raise InputError("a call is under way", "wait for it, or cancel it first")
        from workbench.tui.outside.programs import run_on

        return run_on(cast("App[int]", self.app), program, data, name)
