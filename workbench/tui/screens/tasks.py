"""What goes on beside the main screen: long work with its line, and deletions while they can be
undone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from textual.timer import Timer

from workbench.service.deletions import UNDO_S
from workbench.service.tasks import Task, TaskCancelledError, Tasks, Work
from workbench.tui.bindings import keys_of
from workbench.tui.messages import TaskLineClicked
from workbench.tui.screens.panes import Panes
from workbench.tui.task_lines import Going, TaskLines, duration, figures_of
from workbench.tui.work import start

if TYPE_CHECKING:
    from workbench.model.progress import OnProgress
    from workbench.service.workbench import Workbench

_LOOK_EVERY_S = 0.2
_ASKED_FROM = 20
_AS_TASK_FROM = 1000


class _Undoable(NamedTuple):
    """A group of exchanges that is deleted on the screen, and until when it can come back."""

    group: tuple[int, ...]
    until: float
    timer: Timer


class TaskKeeping(Panes):
    """The actions that begin and end long work, delete, and undo."""

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(workbench)
        self.tasks = Tasks()
        self._numbers: dict[int, Task | tuple[int, ...]] = {}
        self._undoable: list[_Undoable] = []
        self._looking: Timer | None = None

    # -- tasks --------------------------------------------------------------------------------

    def run_task(
        self,
        name: str,
        work: Work,
        on_end: Callable[[], None] | None = None,
        *,
        told: bool = True,
    ) -> Task:
        """Begin long work; its end is said (unless `told` is False), and the history looked at."""
        task = self.tasks.start(name, work)
        start(self, self._ended(task, on_end, told=told), "tasks")
        self._show_lines()
        return task

    async def _ended(self, task: Task, on_end: Callable[[], None] | None, *, told: bool) -> None:
        try:
            said = await asyncio.wrap_future(task.future)
            if told:
                self.notify(said, title=task.name, markup=False)
        except TaskCancelledError:
            self.notify("Cancelled", title=task.name, severity="warning", markup=False)
        finally:
            if on_end is not None:
                on_end()
            self._show_lines()
            self.history.look()

    def action_cancel(self) -> None:
        """Cancel what is under way; where there are several things, ask which."""
        running = [task for task in self.tasks.running if not task.state.is_cancelled]
        calls = self.calls_under_way
        if len(running) + bool(calls) > 1:
            self._ask_what_to_cancel(running, calls)
        elif running:
            running[0].cancel()
            self._show_lines()
        else:
            self.cancel_calls()

    def _ask_what_to_cancel(self, running: list[Task], calls: int) -> None:
        from workbench.tui.screens.choose import Choose, Offer

        offers = [
            Offer(str(number), task.name, figures_of(task.state))
            for number, task in enumerate(running)
        ]
        if calls:
            words = "The call under way" if calls == 1 else f"The {calls} calls under way"
            offers.insert(0, Offer("calls", words, "what had arrived is kept"))

        def chosen(key: str | None) -> None:
            if key == "calls":
                self.cancel_calls()
            elif key is not None:
                running[int(key)].cancel()
                self._show_lines()

        self.app.push_screen(Choose("Cancel", offers), chosen)

    def on_task_line_clicked(self, message: TaskLineClicked) -> None:
        """What a line offers was clicked."""
        message.stop()
        meant = self._numbers.get(message.number)
        if isinstance(meant, Task):
            meant.cancel()
            self._show_lines()
        elif meant is not None:
            self.action_undo()

    def _show_lines(self) -> None:
        """Show what goes on, and look again soon while anything does."""
        keys = keys_of(self)
        lines: list[Going] = []
        self._numbers = {}
        for undoable in self._undoable:
            count = len(undoable.group)
            words = f"Deleted {undoable.group[0]}" if count == 1 else f"Deleted {count:,} exchanges"
            left = duration(max(0.0, undoable.until - monotonic()))
            offer = f"{keys.first('undo')} undo".strip()
            self._numbers[len(lines)] = undoable.group
            lines.append(Going(len(lines), words, None, f"for good in {left}", offer))
        running = self.tasks.running
        for task in running:
            state = task.state
            offer = f"{keys.first('cancel')} cancel".strip()
            self._numbers[len(lines)] = task
            lines.append(Going(len(lines), state.name, state.share, figures_of(state), offer))
        self.query_one(TaskLines).show(tuple(lines))
        if self._looking is None:
            self._looking = self.set_interval(_LOOK_EVERY_S, self._show_lines, pause=True)
        if lines:
            self._looking.resume()
        else:
            self._looking.pause()

    # -- deleting -----------------------------------------------------------------------------

    def action_delete(self) -> None:
        """Delete the marked exchanges, or this one."""
        table = self.history.table
        ids = list(table.marks) or ([table.selected] if table.selected is not None else [])
        self.delete(ids)

    def delete(self, ids: list[int]) -> None:
        """Delete exchanges; of many it is asked first. For a while it can be undone."""
        if not ids:
            self.notify("Nothing is selected", markup=False)
        elif len(ids) <= _ASKED_FROM:
            self._hide(ids)
        else:
            from workbench.tui.screens.ask import Confirm

            def answered(yes: bool | None) -> None:
                if yes:
                    self._hide(ids)

            question = f"Delete {len(ids):,} exchanges? For {UNDO_S} seconds it can be undone."
            self.app.push_screen(Confirm("Delete", question, "Delete"), answered)

    def _hide(self, ids: list[int]) -> None:
        group = self.workbench.hide(ids)
        if group:
            timer = self.set_timer(UNDO_S, lambda: self._delete_for_good(group))
            self._undoable.append(_Undoable(group, monotonic() + UNDO_S, timer))
        self.history.table.unmark()
        self.history.look()
        self._show_lines()

    def action_undo(self) -> None:
        """Bring back what was deleted last."""
        group = self.workbench.unhide()
        if not group:
            self.notify("There is nothing to undo", markup=False)
            return
        self._undoable = [one for one in self._undoable if not _stopped(one, group)]
        self.history.look(group[0])
        self._show_lines()
        words = str(group[0]) if len(group) == 1 else f"{len(group):,} exchanges"
        self.notify(f"Brought back {words}", markup=False)

    def _delete_for_good(self, group: tuple[int, ...]) -> None:
        self._undoable = [one for one in self._undoable if not _stopped(one, group)]
        self._show_lines()
        if len(group) < _AS_TASK_FROM:
            start(self, self._delete_few(group), "delete")
            return

        def work(on_progress: OnProgress) -> str:
            return f"{self.workbench.delete_hidden(group, on_progress):,} deleted"

        self.run_task(
            f"Delete {len(group):,}", work, on_end=lambda: self.workbench.show_hidden(group)
        )

    async def _delete_few(self, group: tuple[int, ...]) -> None:
        try:
            await asyncio.to_thread(self.workbench.delete_hidden, group)
        finally:
            self.history.look()


def _stopped(one: _Undoable, group: tuple[int, ...]) -> bool:
    if one.group != group:
        return False
    one.timer.stop()
    return True
