"""The loop thread behind the blocking twins: async code is written once and driven from here.

It works in a plain script, inside a running loop, and from any thread but its own.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

from workbench.errors import WorkbenchError

T = TypeVar("T")

_GRACE_S = 3.0


class LoopThread:
    """One event loop in one daemon thread, started on first use."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run to the end and return its result.

        When the waiting is interrupted (Ctrl-C), the work is cancelled and given a moment to put
        things in order before the interruption goes on.
        """
        loop = self._started()
        if threading.current_thread() is self._thread:
            work.close()
            raise WorkbenchError(
                "a blocking call was made on the workbench's own loop", "await the async twin"
            )
        future = asyncio.run_coroutine_threadsafe(work, loop)
        try:
            return future.result()
        except concurrent.futures.CancelledError:
            raise KeyboardInterrupt from None
        except BaseException:
            if not future.done():
                finished = threading.Event()
                task_ended = _when_idle(loop, finished)
                future.cancel()
                loop.call_soon_threadsafe(task_ended)
                finished.wait(_GRACE_S)
            raise

    def stop(self) -> None:
        """End the loop and its thread."""
        with self._lock:
            loop, thread = self._loop, self._thread
            self._loop = self._thread = None
        if loop is None or thread is None:
            return
        loop.call_soon_threadsafe(loop.stop)
        thread.join(_GRACE_S)
        if not thread.is_alive():
            loop.close()

    def _started(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(
                    target=self._loop.run_forever, name="workbench-loop", daemon=True
                )
                self._thread.start()
            return self._loop


def _when_idle(loop: asyncio.AbstractEventLoop, finished: threading.Event) -> Any:
    """A callback that sets `finished` once every task of the loop has ended."""

    def look() -> None:
        if asyncio.all_tasks(loop):
            loop.call_later(0.01, look)
        else:
            finished.set()

    return look
