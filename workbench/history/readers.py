"""Who reads exchanges again: processes of our own, one a core, or this one.

They are started by the interpreter's own path and not by `multiprocessing`, which would run a
notebook's or a script's main module once more, or fork a program full of threads. Few rows, one
core, or a place where nothing can be started: then this process does it.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from queue import SimpleQueue
from typing import Protocol

from workbench.errors import HistoryError
from workbench.history.reader_process import READY
from workbench.history.rereading import Asked, Reread, reread_all

# Below so many rows this process is done before another is there.
WORTH_STARTING = 2_000
# More would wait for the one that writes.
MOST_PROCESSES = 4

_STILL_THERE = "nothing is lost: what was indexed before is still in place"

Answer = Callable[[], list[Reread | None]]


class Readers(Protocol):
    """Reads windows of rows; so many may be begun before one is asked for its answer."""

    ahead: int

    def begin(self, asked: Sequence[Asked]) -> Answer:
        """Begin with a window; what is returned waits for the answer."""
        ...


@contextmanager
def readers(rows: int) -> Iterator[Readers]:
    """Who reads a history of so many rows. The processes are gone when this ends."""
    processes = _started(min(cores(), MOST_PROCESSES)) if rows >= WORTH_STARTING else []
    if not processes:
        yield _Here()
        return
    apart = _Apart(processes)
    try:
        yield apart
    finally:
        apart.stop()


class _Here:
    """Reads in this process, when the answer is asked for."""

    ahead = 1

    def begin(self, asked: Sequence[Asked]) -> Answer:
        return partial(reread_all, asked)


class _Apart:
    """Reads in other processes; a thread for each waits for it."""

    def __init__(self, processes: list[_Process]) -> None:
        self.ahead = len(processes) + 1
        self._all = processes
        self._idle: SimpleQueue[_Process] = SimpleQueue()
        for process in processes:
            self._idle.put(process)
        self._threads = ThreadPoolExecutor(len(processes), "reader")
        self._stopped = False

    def begin(self, asked: Sequence[Asked]) -> Answer:
        return self._threads.submit(self._read, asked).result

    def stop(self) -> None:
        self._stopped = True
        for process in tuple(self._all):
            process.stop()
        self._threads.shutdown(cancel_futures=True)
        for process in self._all:
            process.stop()

    def _read(self, asked: Sequence[Asked]) -> list[Reread | None]:
        process = self._idle.get()
        try:
            answer = process.read(asked)
            if answer is None and not self._stopped:  # it was killed, or fell over these very rows
                process.stop()
                process = self._another()
                answer = process.read(asked)
        finally:
            self._idle.put(process)
        if answer is None:
            first, last = asked[0].row.id, asked[-1].row.id
            raise HistoryError(
                f"reading exchanges {first} to {last} again ended its process twice", _STILL_THERE
            )
        return answer

    def _another(self) -> _Process:
        process = _Process()
        self._all.append(process)
        if not process.is_ready():
            raise HistoryError(
                "a process that reads exchanges again ended and no other can be started",
                _STILL_THERE,
            )
        return process


class _Process:
    """One process that runs `reader_process.serve`."""

    def __init__(self) -> None:
        code = (
            f"import sys; sys.path[:] = {sys.path!r}; "
            "from workbench.history.reader_process import serve; serve()"
        )
        self._child = subprocess.Popen(  # noqa: S603 - this very interpreter, our own code
            [sys.executable, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def is_ready(self) -> bool:
        """Wait until it can be given rows; False where it ended instead."""
        return self._answer() == READY

    def read(self, asked: Sequence[Asked]) -> list[Reread | None] | None:
        """The answer to one window; None where the process ended."""
        assert self._child.stdin is not None
        try:
            pickle.dump(asked, self._child.stdin, pickle.HIGHEST_PROTOCOL)
            self._child.stdin.flush()
        except (OSError, ValueError):  # the pipe is broken, or closed by `stop`
            return None
        answer = self._answer()
        return answer if isinstance(answer, list) else None

    def stop(self) -> None:
        """End it, whatever it is doing."""
        self._child.kill()
        self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def _answer(self) -> object:
        assert self._child.stdout is not None
        try:
            return pickle.load(self._child.stdout)  # noqa: S301 - a process of our own
        except (OSError, ValueError, EOFError, pickle.UnpicklingError):
            return None


def _started(count: int) -> list[_Process]:
    """So many processes that are ready, or none: where there is one core, and where a process
    cannot be started or does not find this package."""
    if count < 2 or not sys.executable:
        return []
    processes: list[_Process] = []
    try:
        processes.extend(_Process() for _ in range(count))
    except OSError:
        ready = False
    else:
        ready = all(process.is_ready() for process in processes)
    if ready:
        return processes
    for process in processes:
        process.stop()
    return []


def cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
