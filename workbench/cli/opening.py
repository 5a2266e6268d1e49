"""The workbench that a command works on, as its options say."""

from __future__ import annotations

from workbench.cli.output import say
from workbench.service.workbench import Workbench

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse


def open_workbench(options: argparse.Namespace, **how: object) -> Workbench:
    """The workbench of these options; what it has to say goes to standard error."""
    workbench = Workbench(
        options.history,
        getattr(options, "profile", None),
        on_notice=lambda text: say(f"note: {text}", quiet=options.quiet),
        **how,  # type: ignore[arg-type] # each caller names keywords of Workbench
    )
    if options.verbose:
        say(f"history: {workbench.path}")
        workbench.show_log()
    return workbench
