"""`workbench` without a command: the app, or what to do where there is no terminal."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from typing import TYPE_CHECKING

from workbench.cli.output import say
from workbench.errors import InputError
from workbench.service.workbench import Workbench

if TYPE_CHECKING:
    import argparse

_NEWEST = 10
_HUNG_UP = 128 + 1
_INSTEAD = (
    "use `workbench authorize`, `workbench history`, `workbench show last`, or `workbench --demo`"
)


def run(options: argparse.Namespace) -> int:
    """Open the app; without a terminal the demonstration prints instead."""
    history = getattr(options, "history", None)
    no_color = getattr(options, "no_color", False)
    why = _why_not()
    if why:
        if options.demo:
            return asyncio.run(_demonstrate(history, no_color=no_color))
        if sys.stdout.isatty():
            _print_newest(options)
        raise InputError(why, _INSTEAD)
    if no_color:
        os.environ["NO_COLOR"] = "1"
    code = _open(Workbench(history, options.profile, demo=options.demo), options)
    if code == _HUNG_UP:
        # The terminal is gone: what is still to be written goes nowhere, and is no fault.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (sys.stdout, sys.stderr):
            os.dup2(nowhere, stream.fileno())
    return code


def _open(workbench: Workbench, options: argparse.Namespace) -> int:
    """Load the app, with the newest rows being read beside it, and run it to its end."""
    from workbench.tui.history.ahead import Ahead

    # What is made while the app loads stays; looking through it for garbage, over and over, would
    # be a tenth of the start. The app turns it on again.
    gc.disable()
    ahead = None if options.demo else Ahead(workbench)
    from workbench.cli.in_app import AppCommands
    from workbench.tui.app import run_app

    commands = AppCommands(workbench.path)
    return run_app(workbench, demo=options.demo, safe=options.safe, commands=commands, ahead=ahead)


def _why_not() -> str:
    """Why the app does not open here; "" where it does. Somebody who listens to the screen, or has
    a terminal that only prints lines, has the commands, which say the same."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return "the app needs a terminal"
    if os.environ.get("TERM", "dumb") in ("dumb", ""):
        return "the app needs a terminal that can move its cursor"
    if os.environ.get("ACCESSIBLE", "") not in ("", "0"):
        return "the app does not open where ACCESSIBLE is set; every part of it has its command"
    return ""


def _print_newest(options: argparse.Namespace) -> None:
    """The newest lines of the history, as `workbench history` prints them."""
    from workbench.cli.main import run_command, shared_of

    run_command("history", ["--limit", str(_NEWEST)], shared_of(options))


async def _demonstrate(history: str | None, *, no_color: bool) -> int:
    """The three calls of the demonstration, printed as a person would have seen them."""
    from workbench.cli.answering import print_summary
    from workbench.service.simulation import Simulator, demonstrate
    from workbench.service.telling import language_of

    workbench = Workbench(history, demo=True)
    simulator = Simulator()
    url = await simulator.start(0)
    say(f"SIMULATOR at {url}: nothing here is the real endpoint")
    try:
        answers = await demonstrate(workbench, url)
        for number, exchange in enumerate(answers):
            if number:
                print()
            print_summary(workbench, exchange, language_of(None, workbench), no_color=no_color)
    finally:
        await simulator.stop()
        await workbench.aclose()
    say(f"{len(answers)} exchanges kept in {workbench.path}; open a terminal for the app")
    return 0
