"""The simulator for code that has no event loop: tests, scripts, notebooks.

One thread with a loop of its own, alive as long as the `with` block.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from workbench.simulator.server import Simulator


@contextmanager
def running(*, port: int = 0, scenario: str | None = None, latency_s: float = 0) -> Iterator[str]:
    """Run a simulator in the background and give its base URL.

    Raises `InputError` as `Simulator.start` does.

        with running(scenario="location") as base_url:
            ...
    """
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, name="simulator", daemon=True)
    thread.start()
    simulator = Simulator()
    start = simulator.start(port, scenario=scenario, latency_s=latency_s)
    try:
        yield asyncio.run_coroutine_threadsafe(start, loop).result()
    finally:
        asyncio.run_coroutine_threadsafe(simulator.stop(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
