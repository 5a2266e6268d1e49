"""Bringing exchanges in and handing them on, and looking after the history: all of it as tasks."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.tui.safe_text import Opened
from workbench.tui.screens.tasks import TaskKeeping
from workbench.tui.work import start

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.model.progress import OnProgress
    from workbench.tui.screens.exporting import ExportPlan

_PROBLEMS_SHOWN = 200


class Transfers(TaskKeeping):
    """Import, export, reindex, check."""

    def action_import(self) -> None:
        """Ask for a file and keep its exchanges."""
        from workbench.tui.screens.ask import AskPath

        def answered(path: str | None) -> None:
            if path:
                self.import_file(path)

        help_ = "A HAR, curl -i or -v output, raw HTTP messages, a page, or an export."
        self.app.push_screen(AskPath("Import a file", help_, ""), answered)

    def import_file(self, path: str, *, url: str | None = None, everything: bool = False) -> None:
        """Keep the exchanges of that file."""

        def work(on_progress: OnProgress) -> str:
            result = self.workbench.import_file(
                path, url=url, everything=everything, on_progress=on_progress
            )
            told = (
                f"Imported {result.imported:,}, skipped {result.skipped:,}, "
                f"already there {result.already_there:,}, requests only {result.requests:,}"
            )
            if result.problems:
                more = f" and {len(result.problems) - 1:,} more" if len(result.problems) > 1 else ""
                told += f". Problem: {result.problems[0]}{more}"
            return told

        self.run_task(f"Import {Path(path).name}", work)

    def action_export(self) -> None:
        """Ask what, in which format, and where to."""
        start(self, self._ask_export(), "ask", exclusive=True)

    async def _ask_export(self) -> None:
        from workbench.service.transfer import export_formats
        from workbench.tui.screens.exporting import Exporting, Share

        table = self.history.table
        shares: list[Share] = []
        if table.marks:
            shares.append(Share(f"marked ({len(table.marks):,})", tuple(sorted(table.marks))))
        if table.selected is not None:
            shares.append(Share(f"this one ({table.selected})", (table.selected,)))
        text = self.history.filter
        fitting = await asyncio.to_thread(self.workbench.ids, text, descending=False)
        if fitting:
            words = "all that fit" if text else "all"
            shares.append(Share(f"{words} ({len(fitting):,})", fitting))
        if not shares:
            self.notify("There is nothing to export", markup=False)
            return

        def answered(plan: ExportPlan | None) -> None:
            if plan is not None:
                self.export(plan.ids, plan.format, plan.path, secrets=plan.secrets)

        self.app.push_screen(Exporting(shares, export_formats()), answered)

    def export(
        self,
        ids: Sequence[int],
        format: str,
        path: str,
        *,
        secrets: bool = False,
        force: bool = False,
    ) -> None:
        """Write exchanges to a file; over another one only after asking."""
        target = Path(path).expanduser()
        if target.is_file() and not force:
            from workbench.tui.screens.ask import Confirm

            def answered(yes: bool | None) -> None:
                if yes:
                    self.export(ids, format, path, secrets=secrets, force=True)

            question = f"{target} is there already. Write over it?"
            self.app.push_screen(Confirm("Export", question, "Overwrite"), answered)
            return

        def work(on_progress: OnProgress) -> str:
            chunks = self.workbench.export(ids, format, secrets=secrets, on_progress=on_progress)
            self.workbench.write_file(path, chunks, force=force)
            how = "NOT redacted: secrets are in it" if secrets else "redacted"
            return f"{len(ids):,} exported as {format} to {target}, {how}"

        self.run_task(f"Export to {target.name}", work)

    def action_reindex(self) -> None:
        """Rebuild what is derived from the bytes."""

        def work(on_progress: OnProgress) -> str:
            return f"{self.workbench.reindex(on_progress):,} exchanges reindexed"

        self.run_task("Reindex", work)

    def action_check(self) -> None:
        """Verify the history; what is found is shown as a list."""
        found: list[str] = []

        def work(on_progress: OnProgress) -> str:
            found.extend(self.workbench.check(on_progress))
            return f"{len(found):,} problems found" if found else "The history is sound"

        def ended() -> None:
            if found:
                from workbench.tui.screens.sheet import Sheet

                more = len(found) - _PROBLEMS_SHOWN
                lines = [*found[:_PROBLEMS_SHOWN], *([f"and {more:,} more"] if more > 0 else [])]
                opened = Opened("Check", "", "\n".join(lines))
                self.app.push_screen(Sheet(opened, self.workbench.redact))

        self.run_task("Check", work, on_end=ended)
