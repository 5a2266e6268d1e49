"""`workbench reindex`: rebuild what is derived from the bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.cli.opening import open_workbench
from workbench.cli.output import end_progress, progress_line, say

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing beside the options of every command."""


def run(options: argparse.Namespace) -> int:
    """Read every capture again."""
    with open_workbench(options) as workbench:
        count = workbench.reindex(lambda p: progress_line(p.done, p.total, p.what))
    end_progress()
    say(f"{count:,} exchanges read again", quiet=options.quiet)
    return 0
