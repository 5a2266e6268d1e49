"""`workbench import`: keep the exchanges of files."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from workbench.cli.opening import open_workbench
from workbench.cli.output import say
from workbench.service.documents import to_json
from workbench.service.safe_text import visible

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which files."""
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="a HAR, curl -i or -v output, raw HTTP messages, a page, an export, or -",
    )
    parser.add_argument("--url", help="the document's own URL where the file does not say")
    parser.add_argument("--all", action="store_true", help="keep other traffic too")
    parser.add_argument("--json", action="store_true", help="the result as JSON, one line a file")


def run(options: argparse.Namespace) -> int:
    """Import each file; the same entry twice adds nothing."""
    with open_workbench(options) as workbench:
        for name in options.files:
            data = sys.stdin.buffer.read() if name == "-" else None
            result = workbench.import_file(name, data=data, url=options.url, everything=options.all)
            for problem in result.problems:
                say(f"{visible(name)}: {visible(problem)}", quiet=options.quiet)
            if options.json:
                print(to_json(result.to_dict()))
            else:
                print(
                    f"{visible(name)}: imported {result.imported}, skipped {result.skipped}, "
                    f"already there {result.already_there}, requests only {result.requests}"
                )
    return 0
