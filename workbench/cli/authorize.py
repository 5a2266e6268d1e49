"""`workbench authorize`: one call, kept and shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.cli.answering import add_answer_options, print_answer
from workbench.cli.output import confirm, say, write_bytes
from workbench.cli.request_options import (
    add_call_options,
    add_request_options,
    given_of,
    workbench_for_calls,
)
from workbench.errors import NotKeptError
from workbench.service.exchange import Exchange

if TYPE_CHECKING:
    import argparse

    from workbench.model.request import AuthorizeRequest
    from workbench.service.workbench import Workbench


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to send, how, and what to show of the answer."""
    add_request_options(parser)
    add_call_options(parser)
    add_answer_options(parser)


def run(options: argparse.Namespace) -> int:
    """Send one request and show what came."""
    with workbench_for_calls(options) as workbench:
        return send(workbench, workbench.compose(given_of(options)), options)


def send(workbench: Workbench, request: AuthorizeRequest, options: argparse.Namespace) -> int:
    """Send a request (or show its bytes) as the options say; returns the exit code."""
    if options.dry_run:
        write_bytes(workbench.preview(request), asked=True)
        return 0
    profile = workbench.profile
    if profile is not None and profile.production and not options.yes:
        question = f"Profile {profile.name} is PRODUCTION. Send this call?"
        if not confirm(question):
            say("nothing was sent")
            return 0
    try:
        exchange = workbench.authorize(request, store=not options.no_store)
    except KeyboardInterrupt:
        cut = workbench.interrupted
        if cut is not None and cut.id is not None:
            say(f"what had come by then is kept as {cut.id}", quiet=options.quiet)
        raise
    except NotKeptError as error:
        if isinstance(error.exchange, Exchange):
            print_answer(workbench, error.exchange, options)
        raise
    return print_answer(workbench, exchange, options)
