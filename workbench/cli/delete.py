"""`workbench delete`: exchanges, for good."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workbench.cli.opening import open_workbench
from workbench.cli.output import confirm, say
from workbench.cli.selection import select
from workbench.errors import InputError

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which exchanges."""
    parser.add_argument("what", nargs="*", metavar="FILTER or ID", help="a filter, or ids")
    parser.add_argument("--older-than", metavar="90d", help="only those that are older")
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(options: argparse.Namespace) -> int:
    """Say how many go, ask, delete."""
    words = list(options.what)
    if options.older_than:
        if not re.fullmatch(r"\d+[dhm]", options.older_than):
            raise InputError(
                f"--older-than {options.older_than!r} is no age", "write 90d, 12h or 30m"
            )
        words.append(f"until:{options.older_than}")
    if not words:
        raise InputError("nothing to delete was named", "give ids, a filter, or --older-than 90d")
    with open_workbench(options) as workbench:
        chosen = select(workbench, words)
        if not chosen.ids:
            say(f"{chosen.taken_for} fits nothing; nothing was deleted")
            return 0
        question = f"Took this for {chosen.taken_for}. Delete {len(chosen.ids):,} for good?"
        if not options.yes and not confirm(question):
            say("nothing was deleted")
            return 0
        gone = workbench.delete(chosen.ids)
        say(f"{gone:,} deleted ({chosen.taken_for})", quiet=options.quiet)
    return 0
