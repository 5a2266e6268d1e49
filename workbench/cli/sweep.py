"""`workbench sweep`: many calls, every combination of the values that vary, and who answers
differently."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.cli.output import colourful, confirm, end_progress, paint, progress_line, say
from workbench.cli.request_options import (
    add_call_options,
    add_request_options,
    given_of,
    workbench_for_calls,
)
from workbench.service.sweep_files import plan_of
from workbench.service.sweep_words import counted, question, sweep_lines
from workbench.service.sweeping import Pace

if TYPE_CHECKING:
    import argparse

    from workbench.model.progress import Progress
    from workbench.service.sweeping import Plan
    from workbench.service.workbench import Workbench


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What varies, how fast, and all that one call takes."""
    many = parser.add_argument_group("what varies")
    many.add_argument(
        "--each",
        action="append",
        default=[],
        metavar="K=V,V",
        help="a parameter and its values (institution_id=41,42); K=@FILE has one value a line",
    )
    many.add_argument(
        "--from",
        dest="rows",
        metavar="FILE",
        help="a CSV file with names in its first line, or JSON Lines: one call for each line",
    )
    pace = parser.add_argument_group("how fast")
    pace.add_argument(
        "--concurrency", type=int, default=4, metavar="N", help="calls under way at once (4)"
    )
    pace.add_argument(
        "--rate",
        type=_rate,
        default=5.0,
        metavar="R",
        help="calls begun in a second (5); 30/m is a minute's, off is as fast as they go",
    )
    pace.add_argument(
        "--resume", action="store_true", help="do not repeat what the last run has an answer to"
    )
    add_request_options(parser)
    add_call_options(parser, may_forget=False)
    parser.add_argument(
        "--check", action="store_true", help="exit 1 when somebody answers differently"
    )
    parser.add_argument("--json", action="store_true", help="the sweep as one document")
    parser.epilog = (
        "Every combination is called, each kept under the sweep's label. A state `auto` is made "
        "anew for each call. A server that asks to wait is waited for."
    )


def run(options: argparse.Namespace) -> int:
    """Make the calls that are left and say what came."""
    given = given_of(options)
    pace = Pace(options.concurrency, options.rate)
    with workbench_for_calls(options) as workbench:
        plan = plan_of(workbench, given, options.each, options.rows)
        if options.dry_run:
            for step in plan.steps:
                print(f"{step.request.method} {step.request.url}")
            say(f"{counted(len(plan.steps))}, nothing was sent", quiet=options.quiet)
            return 0
        asking = question(workbench, plan, options.rate)
        if asking is not None and not options.yes and not confirm(asking):
            say("nothing was sent")
            return 0
        return _sweep(workbench, plan, pace, options)


def _sweep(workbench: Workbench, plan: Plan, pace: Pace, options: argparse.Namespace) -> int:
    def on_progress(progress: Progress) -> None:
        if not options.quiet:
            progress_line(progress.done, progress.total, progress.what)

    try:
        sweep = workbench.run_sweep(plan, pace, resume=options.resume, on_progress=on_progress)
    except KeyboardInterrupt:
        end_progress()
        say("what came by then is kept; the same line with --resume goes on", quiet=options.quiet)
        raise
    end_progress()
    if options.json:
        from workbench.service.documents import sweep_document, to_json

        print(to_json(sweep_document(sweep)))
    else:
        colour = colourful(options.no_color)
        for line in sweep_lines(sweep):
            print(paint(line.text, "label", colour) if line.is_heading else line.text)
    if sweep.stopped is not None:
        say(f"stopped: {sweep.stopped}; the same line with --resume goes on")
    if sweep.failed or sweep.stopped is not None:
        return 3
    return 1 if options.check and any(not one.follows for one in sweep.differences) else 0


def _rate(text: str) -> float | None:
    if text == "off":
        return None
    number, _, unit = text.partition("/")
    rate = float(number) / {"": 1, "s": 1, "m": 60, "h": 3600}[unit]
    if not 0 < rate <= 10_000:
        raise ValueError(text)
    return rate


_rate.__name__ = "rate"
