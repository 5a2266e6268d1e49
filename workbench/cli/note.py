"""`workbench note`: a note on an exchange."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.cli.opening import open_workbench
from workbench.cli.output import say

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which exchange, what to write."""
    parser.add_argument("id", metavar="ID", help="the exchange")
    parser.add_argument("text", metavar="TEXT", nargs="+", help='the note; "" takes it away')


def run(options: argparse.Namespace) -> int:
    """Write the note."""
    text = " ".join(options.text)
    with open_workbench(options) as workbench:
        id_ = workbench.resolve(options.id)
        workbench.note(id_, text or None)
        say(f"{id_}: {'noted' if text else 'the note was taken away'}", quiet=options.quiet)
    return 0
