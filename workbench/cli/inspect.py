"""`workbench inspect`: read files, standard input or one pasted URL; nothing is sent."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from workbench.cli.answering import EXIT_FINDING, document_text, exit_code, print_summary
from workbench.cli.opening import open_workbench
from workbench.cli.output import add_language_option, say
from workbench.errors import InputError
from workbench.service.offline import as_exchange, inspect_url, is_url, read_path
from workbench.service.safe_text import visible
from workbench.service.telling import language_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from workbench.service.exchange import Exchange


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to read."""
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="a raw HTTP message, curl -i or -v output, an HTML page, a HAR, a URL, or - ",
    )
    parser.add_argument("--url", help="the document's own URL where the file does not say")
    parser.add_argument("--all", action="store_true", help="other traffic of a HAR as well")
    parser.add_argument("--save", action="store_true", help="keep what was read in the history")
    parser.add_argument("--json", action="store_true", help="one document a line")
    add_language_option(parser)
    parser.add_argument("--secrets", action="store_true", help="do not mask the auth key")
    parser.add_argument(
        "--check", action="store_true", help="exit 1 on a finding of severity error"
    )


def run(options: argparse.Namespace) -> int:
    """Read and show each exchange found."""
    worst = 0
    found = 0
    with open_workbench(options) as workbench:
        language = "en" if options.json else language_of(options.language, workbench)
        for exchange in _exchanges(options):
            if found and not options.json:
                print()
            found += 1
            if options.json:
                print(document_text(workbench, exchange, secrets=options.secrets))
            else:
                print_summary(workbench, exchange, language, no_color=options.no_color)
            # What failed in a file failed then, not now: only a checked finding counts here.
            if exit_code(exchange, check=options.check) == EXIT_FINDING:
                worst = EXIT_FINDING
        if options.save:
            for name in options.files:
                if not is_url(name):
                    result = workbench.import_file(name, url=options.url, everything=options.all)
                    say(f"{name}: {result.imported} kept", quiet=options.quiet)
    if not found:
        raise InputError(
            "no authorize traffic in what was given", "--all reads other exchanges too"
        )
    return worst


def _exchanges(options: argparse.Namespace) -> Iterator[Exchange]:
    for name in options.files:
        if is_url(name):
            yield inspect_url(name)
            continue
        data = sys.stdin.buffer.read() if name == "-" else None
        reading = read_path(name, data, url=options.url, everything=options.all)
        for problem in reading.problems:
            say(f"{visible(name)}: {visible(problem)}", quiet=options.quiet)
        yield from map(as_exchange, reading.captures)
