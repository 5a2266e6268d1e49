"""`workbench diff`: what differs between two exchanges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.cli.opening import open_workbench
from workbench.cli.output import colourful, paint, say
from workbench.service.documents import comparison_document, to_json
from workbench.service.safe_text import visible

if TYPE_CHECKING:
    import argparse

    from workbench.model.comparison import Comparison, Difference, Remark
    from workbench.service.workbench import Workbench

_MARK = {"simulator": "SIMULATOR", "import": "IMPORTED", "live": "live"}
_WHERE = {
    "answer": "in the answer",
    "form": "in the form",
    "inputs": "in the inputs",
    "decoded": "in the decoded values",
    "errors": "in the errors",
    "headers": "in the headers",
}
_AGAINST = {"simulator": "simulated", "import": "imported", "live": "live"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which two, and how."""
    parser.add_argument("before", metavar="ID", help="an exchange: 12, last, good, ...")
    parser.add_argument("after", metavar="ID", help="the other one")
    parser.add_argument("--every", action="store_true", help="also what differs every time")
    parser.add_argument(
        "--text", action="store_true", help="a plain unified diff of the bodies, line ends aside"
    )
    parser.add_argument("--json", action="store_true", help="the comparison as JSON")
    parser.add_argument("--check", action="store_true", help="exit 1 when something stable differs")
    parser.epilog = (
        "`good` is the newest healthy answer to the same request as the other one: "
        "`workbench diff good last`."
    )


def run(options: argparse.Namespace) -> int:
    """Compare and say."""
    with open_workbench(options) as workbench:
        comparison = workbench.compare(options.before, options.after)
        if options.text:
            _print_text(workbench, comparison, quiet=options.quiet)
        elif options.json:
            print(to_json(comparison_document(comparison)))
        else:
            _print(comparison, every=options.every, colour=colourful(options.no_color))
    return 1 if options.check and comparison.stable else 0


def _print(comparison: Comparison, *, every: bool, colour: bool) -> None:
    print(_first_line(comparison))
    if not comparison.stable:
        print("nothing that should stay the same differs")
    waiting = [remark for remark in comparison.remarks if remark.kind != "repeated"]
    area = ""
    for difference, following in comparison.arranged(every=every):
        if difference.area != area:
            area = difference.area
            print(paint(f"{area}:", "label", colour))
        _print_difference(difference, waiting, "  ")
        told = ""
        for follower in following:
            if follower.area != told:
                told = follower.area
                print(f"    from this follows, {_WHERE.get(told, told)}:")
            _print_difference(follower, waiting, "      ")
    for remark in waiting:
        if remark.kind == "re-encoded":
            print(f"{visible(remark.field)}: {visible(remark.text)}")
    for remark in comparison.repeated:
        print(paint(visible(remark.text), "warning", colour))
    if not every and comparison.volatile:
        print(f"volatile, as expected: {len(comparison.volatile)} (--every lists them)")


def _first_line(comparison: Comparison) -> str:
    before, after = comparison.before_origin, comparison.after_origin
    ids = f"{comparison.before_id} ({_MARK[before]}) to {comparison.after_id} ({_MARK[after]})"
    against = f": {_AGAINST[before]} against {_AGAINST[after]}" if before != after else ""
    return f"from {ids}{against}"


def _print_difference(difference: Difference, waiting: list[Remark], indent: str) -> None:
    for remark in [one for one in waiting if _of_the_same(difference, one)]:
        waiting.remove(remark)
        print(f"{indent}{visible(remark.field)}: {visible(remark.text)}")
    note = f"  ({visible(difference.note)})" if difference.note else ""
    print(f"{indent}{visible(difference.field)}{note}")
    for mark, value in (("-", difference.before), ("+", difference.after)):
        if value is not None:
            print(f"{indent}  {mark} {visible(value)}")


def _of_the_same(difference: Difference, remark: Remark) -> bool:
    """Whether the remark says how the value was read of which this is a leaf."""
    return difference.area == remark.area and difference.field.startswith(
        (f"{remark.field}.", f"{remark.field}[", f"{remark.field} ")
    )


def _print_text(workbench: Workbench, comparison: Comparison, *, quiet: bool) -> None:
    before, after = comparison.before_id, comparison.after_id
    assert before is not None
    assert after is not None
    diff = workbench.compare_bodies(before, after)
    for words in diff.cut:
        say(words)
    if not diff.lines:
        say("the bodies are the same, line ends aside", quiet=quiet)
        return
    print(f"--- {before}\n+++ {after}")
    for line in diff.lines:
        print(workbench.mask_key(visible(line).encode()).decode())
