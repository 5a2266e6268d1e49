"""Signals that end the app, and whose Ctrl-C it is."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.app import App

INTERRUPTED = 130
_FORGOTTEN_S = 0.1
_ENDINGS = (("SIGTERM", 128 + 15), ("SIGHUP", 128 + 1), ("SIGINT", INTERRUPTED))


def heed_signals(app: App[int]) -> None:
    """End soundly, with the code that shells expect, when told to from outside."""
    loop = asyncio.get_running_loop()
    for name, code in _ENDINGS:
        number = getattr(signal, name, None)
        if number is not None:
            # Windows has no such handlers; there its own way of ending stays.
            with suppress(NotImplementedError):
                loop.add_signal_handler(number, app.exit, code)


@contextmanager
def interrupts_left_alone(app: App[int]) -> Iterator[None]:
    """Ctrl-C reaches every process of the terminal; meanwhile it means the other one."""
    loop = asyncio.get_running_loop()
    heeded = False
    with suppress(NotImplementedError):
        heeded = loop.remove_signal_handler(signal.SIGINT)
    # A function, since what is ignored would be ignored in the other program as well.
    old = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        if heeded:
            # The loop has yet to read which signals came meanwhile: they are not for the app.
            loop.call_later(
                _FORGOTTEN_S,
                lambda: loop.add_signal_handler(signal.SIGINT, app.exit, INTERRUPTED),
            )
        else:
            signal.signal(signal.SIGINT, old)
