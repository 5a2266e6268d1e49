"""Long work beside everything else: a task is a thread of its own that says how far it is.

The work is a plain blocking function that is given an `OnProgress`; a cancelled task ends where it
next says something, so what it does must be whole at each such point. Views ask for `state`; the
result, or what went wrong, is in `future`.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, wait
from dataclasses import dataclass
from time import monotonic

from workbench.model.progress import OnProgress, Progress

Work = Callable[[OnProgress], str]

# The rate is that of the last seconds, since work is not equally hard throughout.
_WINDOW_S = 5.0
_MOST_MOMENTS = 200


class TaskCancelledError(Exception):
    """Raised inside the work of a task that somebody cancelled."""


@dataclass(frozen=True, slots=True)
class TaskState:
    """How far a task is: `done` of `total` (None: unknown), `rate` in steps a second and `left_s`
    in seconds (None: not known yet); `what` is being done."""

    name: str
    what: str
    done: int
    total: int | None
    rate: float | None
    left_s: float | None
    is_cancelled: bool

    @property
    def share(self) -> float | None:
        """The part that is done, 0 to 1; None while the total is unknown."""
        return min(1.0, self.done / self.total) if self.total else None


class Task:
    """One piece of long work; `future` has what it says at its end, in words."""

    def __init__(self, name: str, work: Work, clock: Callable[[], float] = monotonic) -> None:
        self.name = name
        self.future: Future[str] = Future()
        self._work = work
        self._clock = clock
        self._cancelled = threading.Event()
        self._latest = Progress(0, None, name)
        self._moments: deque[tuple[float, int]] = deque(maxlen=_MOST_MOMENTS)
        self._lock = threading.Lock()

    def start(self) -> None:
        """Begin. The thread does not keep the program from ending."""
        threading.Thread(target=self._run, name=f"task {self.name}", daemon=True).start()

    def cancel(self) -> None:
        """End the work where it next says how far it is."""
        self._cancelled.set()

    @property
    def state(self) -> TaskState:
        """How far it is now."""
        with self._lock:
            latest, moments = self._latest, tuple(self._moments)
        rate = left = None
        if len(moments) > 1:
            (began, first), (_, last) = moments[0], moments[-1]
            took = self._clock() - began
            rate = (last - first) / took if took > 0 else None
        if rate and latest.total is not None:
            left = max(0, latest.total - latest.done) / rate
        cancelled = self._cancelled.is_set()
        return TaskState(self.name, latest.what, latest.done, latest.total, rate, left, cancelled)

    def _run(self) -> None:
        self.future.set_running_or_notify_cancel()
        try:
            self.future.set_result(self._work(self._progress))
        except BaseException as error:  # noqa: BLE001 # it goes to whoever waits for the future
            self.future.set_exception(error)

    def _progress(self, progress: Progress) -> None:
        if self._cancelled.is_set():
            raise TaskCancelledError(self.name)
        now = self._clock()
        with self._lock:
            before = self._latest
            if progress.what != before.what or progress.done < before.done:
                self._moments.clear()
            self._latest = progress
            self._moments.append((now, progress.done))
            while len(self._moments) > 2 and now - self._moments[0][0] > _WINDOW_S:
                self._moments.popleft()


class Tasks:
    """The tasks that are running, oldest first."""

    def __init__(self) -> None:
        self._tasks: list[Task] = []

    def start(self, name: str, work: Work) -> Task:
        """Begin a task."""
        task = Task(name, work)
        self._tasks.append(task)
        task.start()
        return task

    @property
    def running(self) -> tuple[Task, ...]:
        """Those that have not ended."""
        self._tasks = [task for task in self._tasks if not task.future.done()]
        return tuple(self._tasks)

    def end(self, within_s: float) -> bool:
        """Cancel all and wait for their end; False when one goes on."""
        running = self.running
        for task in running:
            task.cancel()
        return not wait([task.future for task in running], within_s).not_done
