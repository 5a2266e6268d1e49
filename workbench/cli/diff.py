"""`workbench diff`: what differs between two exchanges."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from workbench.cli.opening import open_workbench
from workbench.cli.output import colourful, paint
from workbench.service.documents import to_json
from workbench.service.safe_text import visible

if TYPE_CHECKING:
    import argparse

    from workbench.model.comparison import Comparison, Difference
    from workbench.service.exchange import Exchange

_MARK = {"simulator": "SIMULATOR", "import": "IMPORTED", "live": "live"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which two, and how."""
    parser.add_argument("before", metavar="ID", help="an exchange: 12, last, good, ...")
    parser.add_argument("after", metavar="ID", help="the other one")
    parser.add_argument("--every", action="store_true", help="also what differs every time")
    parser.add_argument("--text", action="store_true", help="a plain diff of heads and bodies")
    parser.add_argument("--json", action="store_true", help="the comparison as JSON")
    parser.add_argument("--check", action="store_true", help="exit 1 when something stable differs")


def run(options: argparse.Namespace) -> int:
    """Compare and say."""
    with open_workbench(options) as workbench:
        comparison = workbench.compare(options.before, options.after)
        if options.text:
            assert comparison.before_id is not None
            assert comparison.after_id is not None
            _print_text(workbench.get(comparison.before_id), workbench.get(comparison.after_id))
        elif options.json:
            print(to_json(_document(comparison)))
        else:
            _print(comparison, every=options.every, colour=colourful(options.no_color))
    return 1 if options.check and comparison.stable else 0


def _print(comparison: Comparison, *, every: bool, colour: bool) -> None:
    before, after = comparison.before_origin, comparison.after_origin
    print(
        f"from {comparison.before_id} ({_MARK[before]}) to {comparison.after_id} ({_MARK[after]})"
    )
    shown = comparison.differences if every else comparison.stable
    if not comparison.stable:
        print("nothing that should stay the same differs")
    area = ""
    for difference in shown:
        if difference.area != area:
            area = difference.area
            print(paint(f"{area}:", "label", colour))
        _print_difference(difference)
    if not every and comparison.volatile:
        print(f"volatile, as expected: {len(comparison.volatile)} (--every lists them)")


def _print_difference(difference: Difference) -> None:
    because = f"  because of {difference.because}" if difference.because else ""
    print(f"  {visible(difference.field)}{because}")
    for mark, value in (("-", difference.before), ("+", difference.after)):
        if value is not None:
            print(f"    {mark} {visible(value)}")


def _print_text(before: Exchange, after: Exchange) -> None:
    lines = difflib.unified_diff(
        _lines(before), _lines(after), str(before.id), str(after.id), lineterm=""
    )
    for line in lines:
        print(visible(line))


def _lines(exchange: Exchange) -> list[str]:
    response = exchange.response
    if response is None:
        return []
    return [*response.head.splitlines(), *(response.text or "").splitlines()]


def _document(comparison: Comparison) -> dict[str, object]:
    return {
        "schema": "workbench.comparison/1",
        "before": comparison.before_id,
        "after": comparison.after_id,
        "differences": [
            {
                "area": d.area,
                "field": d.field,
                "before": d.before,
                "after": d.after,
                "nature": d.nature,
                "because": d.because,
            }
            for d in comparison.differences
        ],
    }
