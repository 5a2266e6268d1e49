"""`workbench label`: labels on an exchange."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.cli.opening import open_workbench
from workbench.cli.output import say
from workbench.errors import InputError

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which exchange, which labels."""
    parser.add_argument("id", metavar="ID", help="the exchange")
    parser.add_argument("--add", action="append", default=[], metavar="X", help="put this label on")
    parser.add_argument("--remove", action="append", default=[], metavar="Y", help="take it off")


def run(options: argparse.Namespace) -> int:
    """Change the labels and say which there are."""
    if not options.add and not options.remove:
        raise InputError("no label was given", "use --add X or --remove Y")
    with open_workbench(options) as workbench:
        id_ = workbench.resolve(options.id)
        workbench.label(id_, options.add, options.remove)
        labels = ", ".join(workbench.get(id_).labels) or "none"
        say(f"{id_}: labels {labels}", quiet=options.quiet)
    return 0
