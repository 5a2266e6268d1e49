"""What is done with exchanges that are kept: compare, send again, copy, label, note."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from workbench.tui.compose.draft import of_request
from workbench.tui.screens.tasks import TaskKeeping
from workbench.tui.work import start

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.model.progress import OnProgress
    from workbench.service.exchange import Exchange
    from workbench.tui.screens.copying import Form


class Exchanges(TaskKeeping):
    """The actions on the exchange under the cursor, or on the marked ones."""

    def action_mark(self) -> None:
        """Mark the exchange under the cursor."""
        self.history.table.toggle_mark()

    def action_diff(self) -> None:
        """Compare the two marked exchanges, or the marked one with the one under the cursor."""
        table = self.history.table
        marked, here = list(table.marks), table.selected
        ids = marked[-2:]
        if len(ids) == 1 and here is not None and here not in ids:
            ids.append(here)
        if len(ids) < 2:
            said = "Mark an exchange with space, go to another one, press d"
            if marked:
                said = f"Only {marked[0]} is marked: go to another one, press d"
            self.notify(said, markup=False)
            return
        before, after = sorted(ids)
        note = ""
        if len(marked) > 2:
            note = f"{len(marked):,} are marked: these two, {before} and {after}, were marked last"
        start(self, self._compare(before, after, note), "diff", exclusive=True)

    async def _compare(self, before: int, after: int, note: str) -> None:
        from workbench.tui.screens.diff import DiffScreen

        comparison = await asyncio.to_thread(self.workbench.compare, before, after)
        await self.app.push_screen(DiffScreen(self.workbench, comparison))
        if note:
            self.app.notify(note, markup=False)

    def action_replay(self) -> None:
        """Fill Compose with this request."""
        id_ = self.selected_or_say()
        if id_ is not None:
            start(self, self._replay(id_), "replay", exclusive=True)

    async def _replay(self, id: int) -> None:
        request, imported, uuid = await asyncio.to_thread(self.workbench.request_again, id)
        self.form.fill(of_request(request, fresh_state=imported, replay_of=uuid))
        self.action_pane_compose()
        told = f"Compose holds the request of {id}; nothing is sent yet"
        if imported:
            told += (
                ". It was read from a file: it may be somebody's own session, so its state is made "
                "anew; check where it goes"
            )
        self.notify(told, severity="warning" if imported else "information", markup=False)

    def action_copy(self) -> None:
        """Choose what to copy."""
        answer = self.answer.answer
        if answer is None:
            self.notify("There is no answer to copy from", markup=False)
            return
        from workbench.tui.screens.copying import ask_what_to_copy

        on_value = self.answer.view is not None and self.answer.view.has_focus
        opened = self.answer.opened if on_value else None
        ask_what_to_copy(self, self.workbench, answer, opened)

    def copy_as(self, form: Form) -> None:
        """Copy the exchange that is shown in that form."""
        answer = self.answer.answer
        if answer is None:
            self.notify("There is no answer to copy from", markup=False)
            return
        from workbench.tui.screens.copying import Source, copy_as

        copy_as(self, form, Source(self.workbench, answer, None))

    def action_label(self) -> None:
        """Put labels on the marked exchanges, or on this one."""
        marks = tuple(self.history.table.marks)
        if len(marks) > 1:
            self._ask_labels_of_many(marks)
        else:
            self._ask_about(self._ask_labels)

    def action_note(self) -> None:
        """Write the exchange's note."""
        self._ask_about(self._ask_note)

    def _ask_about(self, ask: Callable[[int, Exchange], None]) -> None:
        id_ = self.selected_or_say()
        if id_ is None:
            return

        async def fetched() -> None:
            # What is shown may be older than what another window wrote.
            ask(id_, await asyncio.to_thread(self.workbench.get, id_))

        start(self, fetched(), "ask", exclusive=True)

    def _ask_labels(self, id: int, exchange: Exchange) -> None:
        from workbench.tui.screens.ask import AskText

        def answered(text: str | None) -> None:
            if text is not None:
                new = list(dict.fromkeys(text.split()))
                add = [label for label in new if label not in exchange.labels]
                remove = [label for label in exchange.labels if label not in new]
                self.change(id, lambda: self.workbench.label(id, add, remove))

        title = f"Labels of {id}"
        help_ = "Labels with spaces between them; a label taken out is taken off."
        self.app.push_screen(AskText(title, help_, " ".join(exchange.labels)), answered)

    def _ask_labels_of_many(self, ids: tuple[int, ...]) -> None:
        from workbench.tui.screens.ask import AskText

        def answered(text: str | None) -> None:
            words = text.split() if text else []
            add = [word for word in words if not word.startswith("-")]
            remove = [word[1:] for word in words if len(word) > 1 and word.startswith("-")]
            if add or remove:
                self._label_many(ids, add, remove)

        title = f"Labels of {len(ids):,} exchanges"
        help_ = "Each is put on all of them; one that begins with - is taken off."
        self.app.push_screen(AskText(title, help_, ""), answered)

    def _label_many(self, ids: tuple[int, ...], add: list[str], remove: list[str]) -> None:
        def work(on_progress: OnProgress) -> str:
            done = self.workbench.label_many(ids, add, remove, on_progress)
            return f"{done:,} exchanges labelled"

        def ended() -> None:
            selected = self.history.table.selected
            if selected in ids:
                self.show_again(selected)

        self.run_task(f"Label {len(ids):,}", work, on_end=ended)

    def _ask_note(self, id: int, exchange: Exchange) -> None:
        from workbench.tui.screens.ask import AskText

        def answered(text: str | None) -> None:
            if text is not None:
                self.change(id, lambda: self.workbench.note(id, text or None))

        title, note = f"Note on {id}", exchange.note or ""
        self.app.push_screen(AskText(title, "Empty takes the note away.", note), answered)

    def change(self, id: int, change: Callable[[], None]) -> None:
        """Change what is kept of an exchange, then show it anew."""

        async def work() -> None:
            await asyncio.to_thread(change)
            self.history.look()
            self.show_again(id)

        start(self, work(), "change")
