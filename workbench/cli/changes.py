"""`workbench changes`: runs of equal shape, when they changed, and what changed then."""

from __future__ import annotations

from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from workbench.cli.history import count_above_zero
from workbench.cli.opening import open_workbench
from workbench.cli.output import colourful, paint, say
from workbench.service.documents import changes_document, to_json
from workbench.service.safe_text import visible
from workbench.vocabulary import local_time

if TYPE_CHECKING:
    import argparse

    from workbench.model.changes import ChangeGroup, Run
    from workbench.service.changes import Changes

_NAME = 16
_VERDICT_COLOUR = {"changed": "warning", "flapping": "warning", "no answer": "error"}
_MOST_SHAPES = 6


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which exchanges, by what, and how much."""
    parser.add_argument("filter", nargs="*", metavar="FILTER", help="such as lang:en since:30d")
    parser.add_argument(
        "--by",
        default="institution_id",
        metavar="FIELD",
        help="institution_id (default), instance, host, request_host, redirect_uri, lang, "
        "recipient, tag, label, origin, kind, status, none; several with commas",
    )
    parser.add_argument(
        "--limit", type=count_above_zero, default=50, metavar="N", help="at most N groups (50)"
    )
    parser.add_argument("--all", action="store_true", help="every group")
    parser.add_argument("--json", action="store_true", help="one changes document a line")
    parser.epilog = (
        "A shape is all of an answer that should stay the same; groups that changed last come "
        "first. A term that begins with - (NOT) comes after --."
    )


def run(options: argparse.Namespace) -> int:
    """List what fits."""
    with open_workbench(options) as workbench:
        changes = workbench.changes(" ".join(options.filter), options.by)
        total = len(changes)
        if total == 0:
            kept = workbench.kept()
            say(f"none of {kept:,} fits" if kept else "The history is empty.", quiet=options.quiet)
            return 0
        most = total if options.all else options.limit
        colour = colourful(options.no_color)
        for group in islice(changes, most):
            if options.json:
                print(to_json(changes_document(group)))
            else:
                _print_group(group, colour=colour)
        _print_total(changes, options, total)
        if most < total:
            say(f"{most:,} of {total:,} groups; --limit N or --all for more", quiet=options.quiet)
    return 0


def _print_total(changes: Changes, options: argparse.Namespace, total: int) -> None:
    words = (
        f"{_counted(changes.count, 'exchange')} in {_counted(total, 'group')}, all accounted for"
    )
    if options.json:
        say(words, quiet=options.quiet)
    else:
        print(words)


def _print_group(group: ChangeGroup, *, colour: bool) -> None:
    value = "-" if group.value is None else visible(group.value[:120])
    verdict = paint(group.verdict, _VERDICT_COLOUR.get(group.verdict, ""), colour)
    name = paint(f"{group.by} {value}", "label", colour) if group.by != "none" else "all"
    print(f"{name}: {verdict}, {_counted(group.count, 'exchange')}")
    lines = [_cells(run) for run in (*group.runs, *group.apart)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(lines[0]))]
    for cells, run in zip(lines, (*group.runs, *group.apart), strict=True):
        name, count, first, last, ids = cells
        text = "  ".join(
            (name.ljust(max(widths[0], _NAME)), count.rjust(widths[1]), first.rjust(widths[2]),
             "to", last.rjust(widths[3]), ids.ljust(widths[4]))
        )  # fmt: skip
        little = "  seen too little" if run.too_little else ""
        print(f"  {text.rstrip()}{little}")
        _print_why(run)


def _print_why(run: Run) -> None:
    if run.shapes:
        told = [f"{visible(shape)} {times:,} times" for shape, times in run.shapes[:_MOST_SHAPES]]
        more = len(run.shapes) - len(told)
        told += [f"{more:,} more shapes"] if more > 0 else []
        told += [f"{run.others:,} of still others"] if run.others else []
        print(f"    between {', '.join(told)}")
    if run.proof is not None:
        words = ", ".join(map(visible, run.changed)) or "not compared"
        print(f"    {words}  (workbench diff {run.proof[0]} {run.proof[1]})")


def _cells(run: Run) -> tuple[str, str, str, str, str]:
    today = f"{datetime.now().astimezone():%Y-%m-%d}"
    ids = f"#{run.first_id}" if run.first_id == run.last_id else f"#{run.first_id}-{run.last_id}"
    return (
        visible(run.name),
        "once" if run.count == 1 else f"{run.count:,} times",
        _local(run.first_seen, today),
        _local(run.last_seen, today),
        ids,
    )


def _local(moment: datetime | None, today: str) -> str:
    return local_time(None if moment is None else round(moment.timestamp() * 1_000_000), today)


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
