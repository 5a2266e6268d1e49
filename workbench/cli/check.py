"""`workbench check`: is the history sound?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.cli.opening import open_workbench
from workbench.cli.output import end_progress, progress_line
from workbench.errors import HistoryError

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing beside the options of every command."""


def run(options: argparse.Namespace) -> int:
    """Verify it; exit 4 when something is wrong."""
    with open_workbench(options) as workbench:
        problems = workbench.check(lambda p: progress_line(p.done, p.total, p.what))
        end_progress()
        for problem in problems:
            print(problem)
        if problems:
            raise HistoryError(
                f"{workbench.path} has {len(problems)} problem(s)",
                "nothing was changed; keep a copy of the file before anything else",
            )
        print(f"sound: {workbench.kept():,} exchanges in {workbench.path}")
    return 0
