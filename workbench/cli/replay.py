"""`workbench replay`: the same request again, changed where asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.cli.answering import add_answer_options
from workbench.cli.authorize import send
from workbench.cli.output import confirm, say
from workbench.cli.request_options import add_call_options, split_pair, workbench_for_calls

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which exchange, and what to change."""
    parser.add_argument("id", metavar="ID", help="the exchange: 12, last, last-2, good, a uuid")
    parser.add_argument(
        "--set", action="append", default=[], metavar="K=V", help="change or add a parameter"
    )
    parser.add_argument(
        "--unset", action="append", default=[], metavar="K", help="leave a parameter out"
    )
    add_call_options(parser)
    add_answer_options(parser)


def run(options: argparse.Namespace) -> int:
    """Send it again; an imported request asks first."""
    changes = [split_pair(text, "=", "--set") for text in options.set]
    with workbench_for_calls(options) as workbench:
        exchange = workbench.get(options.id)
        request = workbench.replay_request(options.id, changes, options.unset)
        if exchange.origin == "import" and not (options.yes or options.dry_run):
            question = f"Exchange {exchange.id} was imported. Send it to {request.url[:120]}?"
            if not confirm(question):
                say("nothing was sent")
                return 0
        return send(workbench, request, options)
