"""`workbench export`: exchanges for other tools, redacted unless asked otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.cli.opening import open_workbench
from workbench.cli.output import say, write_bytes
from workbench.cli.selection import select
from workbench.errors import InputError
from workbench.service.transfer import export_formats

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which exchanges, in which format, where to."""
    parser.add_argument("what", nargs="*", metavar="FILTER or ID", help="a filter, or ids")
    parser.add_argument("--format", default="jsonl", metavar="F", help=", ".join(export_formats()))
    parser.add_argument("-o", "--output", default="-", metavar="PATH", help="a file, or - (stdout)")
    parser.add_argument("--force", action="store_true", help="overwrite the file")
    parser.add_argument("--secrets", action="store_true", help="do not redact")


def run(options: argparse.Namespace) -> int:
    """Write them."""
    if options.format not in export_formats():
        known = ", ".join(export_formats())
        raise InputError(f"no export format {options.format!r}", f"there are {known}")
    with open_workbench(options) as workbench:
        chosen = select(workbench, options.what)
        if not chosen.ids:
            raise InputError(f"{chosen.taken_for} fits nothing", "`workbench history` lists")
        chunks = workbench.export(chosen.ids, options.format, secrets=options.secrets)
        if options.output == "-":
            for chunk in chunks:
                write_bytes(chunk, asked=options.format != "http")
        else:
            workbench.write_file(options.output, chunks, force=options.force)
        say(
            f"{len(chosen.ids):,} exported as {options.format}"
            + (", NOT redacted: secrets are in it" if options.secrets else ", redacted"),
            quiet=options.quiet and not options.secrets,
        )
    return 0
