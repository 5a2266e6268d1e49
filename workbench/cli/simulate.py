"""`workbench simulate`: the simulator on 127.0.0.1, until interrupted."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from typing import TYPE_CHECKING

from workbench.cli.output import say
from workbench.service.simulation import SCENARIOS, Simulator

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where it listens and how it answers."""
    parser.add_argument("--port", type=int, default=8402, metavar="P", help="0 chooses one (8402)")
    parser.add_argument("--scenario", metavar="NAME", help="answer everything like this")
    parser.add_argument("--latency", type=float, default=0.0, metavar="S", help="wait S seconds")
    parser.add_argument("--list", action="store_true", help="list the scenarios")


def run(options: argparse.Namespace) -> int:
    """Serve until interrupted."""
    if options.list:
        width = max(len(scenario.name) for scenario in SCENARIOS)
        for scenario in SCENARIOS:
            print(f"{scenario.name:<{width}}  {scenario.institution_id:>6}  {scenario.help}")
        return 0
    return asyncio.run(_serve(options))


async def _serve(options: argparse.Namespace) -> int:
    simulator = Simulator()
    url = await simulator.start(options.port, scenario=options.scenario, latency_s=options.latency)
    print(f"listening on {url}", flush=True)
    say("this is a simulator, not the real endpoint; Ctrl-C ends it", quiet=options.quiet)
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, ended.set)
    try:
        await ended.wait()
    finally:
        await simulator.stop()
    say(f"answered {simulator.requests_seen:,} requests", quiet=options.quiet)
    return 0
