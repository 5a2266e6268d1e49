"""`workbench history`: the list. Nothing heavy may be imported here."""

from __future__ import annotations

import sys
from datetime import datetime

from workbench.cli.opening import open_workbench
from workbench.cli.output import colourful, paint, say
from workbench.service.safe_text import visible
from workbench.vocabulary import COLUMNS, row_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from workbench.model.summary import Summary
    from workbench.service.workbench import Workbench

_PAGE = 500


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The filter, how much, and how."""
    parser.add_argument("filter", nargs="*", metavar="FILTER", help="such as status:302 since:7d")
    parser.add_argument(
        "--limit", type=count_above_zero, default=50, metavar="N", help="at most N (50)"
    )
    parser.add_argument("--all", action="store_true", help="every one that fits")
    parser.add_argument("--json", action="store_true", help="one summary document a line")
    parser.add_argument("--keys", action="store_true", help="list the keys of the filter language")
    parser.epilog = "A term that begins with - (NOT) comes after --."


def run(options: argparse.Namespace) -> int:
    """List what fits."""
    if options.keys:
        from workbench.service.filter_keys import FILTER_KEYS

        for key, help_text in FILTER_KEYS:
            print(f"{key:<16} {help_text}")
        return 0
    words = " ".join(options.filter)
    with open_workbench(options) as workbench:
        shown = 0
        for page in _pages(workbench, words, None if options.all else options.limit):
            _print(page, options, first=shown == 0)
            shown += len(page)
        _say_rest(workbench, words, shown, options)
    return 0


def _pages(workbench: Workbench, words: str, limit: int | None) -> Iterator[list[Summary]]:
    before: int | None = None
    left = limit
    while left is None or left > 0:
        want = _PAGE if left is None else min(left, _PAGE)
        page = workbench.summaries(words, limit=want, before=before)
        if page:
            yield page
        if len(page) < want:
            return
        before = page[-1].id
        left = None if left is None else left - len(page)


def _print(page: list[Summary], options: argparse.Namespace, *, first: bool) -> None:
    if options.json:
        from workbench.service.documents import summary_document, to_json

        sys.stdout.writelines(f"{to_json(summary_document(row))}\n" for row in page)
        return
    today = f"{datetime.now().astimezone():%Y-%m-%d}"
    table = [[visible(word) for word in row_words(row, today)] for row in page]
    if first:
        table.insert(0, [column.heading for column in COLUMNS])
    widths = [
        max(column.width, *(len(line[i]) for line in table)) for i, column in enumerate(COLUMNS)
    ]
    colour = colourful(options.no_color)
    for number, line in enumerate(table):
        text = "  ".join(
            cell.rjust(width) if column.align == "right" else cell.ljust(width)
            for cell, width, column in zip(line, widths, COLUMNS, strict=True)
        ).rstrip()
        print(paint(text, "label", colour) if first and number == 0 else text)


def _say_rest(workbench: Workbench, words: str, shown: int, options: argparse.Namespace) -> None:
    if shown == 0:
        kept = workbench.kept()
        if kept == 0:
            say(
                "The history is empty. `workbench authorize` sends a first call, "
                "`workbench --demo` shows it on the simulator.",
                quiet=options.quiet,
            )
        else:
            say(f"none of {kept:,} fits", quiet=options.quiet)
        return
    if not options.all and shown >= options.limit:
        total = workbench.count(words)
        if total > shown:
            say(f"{shown:,} of {total:,}; --limit N or --all for more", quiet=options.quiet)


def count_above_zero(text: str) -> int:
    """A number of lines, as an option gives it."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


count_above_zero.__name__ = "number above 0"
