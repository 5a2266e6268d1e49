"""Many calls from the app: typed as a command, asked about, made as a task, told on a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.tui.safe_text import Opened
from workbench.tui.screens.tasks import TaskKeeping

if TYPE_CHECKING:
    from workbench.model.progress import OnProgress
    from workbench.service.sweeping import Pace, Plan


class Sweeping(TaskKeeping):
    """Sweeps."""

    def sweep(self, plan: Plan, pace: Pace, *, resume: bool) -> None:
        """Make the calls of a plan, after asking where they go to another machine. Raises
        `InputError` where they may not go there."""
        from workbench.service.sweep_words import question
        from workbench.tui.screens.ask import Confirm

        self.workbench.check_reachable(plan.steps[0].request)
        asking = question(self.workbench, plan, pace.rate)
        if asking is None:
            self._sweep(plan, pace, resume=resume)
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self._sweep(plan, pace, resume=resume)

        self.app.push_screen(Confirm("Sweep", asking, "Send"), answered)

    def _sweep(self, plan: Plan, pace: Pace, *, resume: bool) -> None:
        from workbench.service.sweep_words import counted, in_short, sweep_lines

        told: list[str] = []

        def work(on_progress: OnProgress) -> str:
            sweep = self.workbench.run_sweep(plan, pace, resume=resume, on_progress=on_progress)
            told.extend(line.text for line in sweep_lines(sweep))
            if sweep.stopped is not None:
                told.insert(1, f"stopped: {sweep.stopped}; the same line with --resume goes on")
            return in_short(sweep)

        def ended() -> None:
            if told:
                from workbench.tui.screens.sheet import Sheet

                opened = Opened("Sweep", "", "\n".join(told))
                self.app.push_screen(Sheet(opened, self.workbench.redact))

        self.run_task(f"Sweep, {counted(len(plan.steps))}", work, on_end=ended)
