"""Long work as a person meets it: how far it is, how long it takes, its cancelling, its end; and
deleting that can be undone."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from tests.app_stage import history_of
from tests.exchanges import simulated
from workbench.errors import InputError
from workbench.history import Store
from workbench.model.progress import OnProgress, Progress
from workbench.service.tasks import Task, TaskCancelledError, Tasks

WAIT_S = 20.0


class Steps:
    """Work that goes on by a step when it is told to."""

    def __init__(self, total: int | None = 10) -> None:
        self.total = total
        self.told = threading.Semaphore(0)
        self.done = threading.Semaphore(0)

    def __call__(self, on_progress: OnProgress) -> str:
        for step in range(self.total or 5):
            assert self.told.acquire(timeout=WAIT_S)
            try:
                on_progress(Progress(step, self.total, "stepping"))
            finally:
                self.done.release()
        return "all steps made"

    def go(self, steps: int = 1) -> None:
        for _ in range(steps):
            self.told.release()
            assert self.done.acquire(timeout=WAIT_S)


def test_a_task_says_how_far_it_is_how_fast_and_how_long_it_will_take() -> None:
    now = [100.0]
    steps = Steps()
    task = Task("Import a.har", steps, clock=lambda: now[0])
    task.start()
    assert task.state.rate is None
    for _ in range(5):
        steps.go()
        now[0] += 0.5
    state = task.state
    assert (state.name, state.what, state.done, state.total) == ("Import a.har", "stepping", 4, 10)
    assert state.share == 0.4
    assert state.rate == pytest.approx(1.6)
    assert state.left_s == pytest.approx(6 / 1.6)
    steps.go(5)
    assert task.future.result(WAIT_S) == "all steps made"


def test_without_a_total_there_is_a_rate_but_no_time_left() -> None:
    steps = Steps(None)
    task = Task("x", steps)
    task.start()
    steps.go(3)
    assert task.state.left_s is None
    assert task.state.share is None
    steps.go(2)
    task.future.result(WAIT_S)


def test_a_cancelled_task_ends_where_it_next_says_something() -> None:
    steps = Steps()
    tasks = Tasks()
    task = tasks.start("x", steps)
    steps.go(2)
    task.cancel()
    assert task.state.is_cancelled
    assert list(tasks.running) == [task]
    steps.go()
    with pytest.raises(TaskCancelledError):
        task.future.result(WAIT_S)
    assert not tasks.running


def test_several_tasks_run_at_once_and_all_are_ended() -> None:
    tasks = Tasks()
    works = [Steps(), Steps()]
    for work in works:
        tasks.start("x", work)
    for work in works:
        work.go(2)
    assert len(tasks.running) == 2
    assert not tasks.end(0.0)
    for work in works:
        work.told.release()
    assert tasks.end(WAIT_S)
    assert not tasks.running


def test_what_went_wrong_is_told_to_who_waits() -> None:
    def work(_: OnProgress) -> str:
        raise InputError("no such file")

    task = Task("x", work)
    task.start()
    with pytest.raises(InputError, match="no such file"):
        task.future.result(WAIT_S)


def test_importing_exporting_and_deleting_tell_how_far_they_are(tmp_path: Path) -> None:
    workbench = history_of(tmp_path, [simulated(n) for n in range(1, 6)])
    told: list[Progress] = []
    with workbench:
        data = b"".join(
            workbench.export(range(1, 6), "jsonl", secrets=True, on_progress=told.append)
        )
        assert [p.done for p in told] == [0, 1, 2, 3, 4, 5]
        assert {p.total for p in told} == {5}
        told.clear()
        assert workbench.delete(range(1, 6), told.append) == 5
        assert [p.done for p in told] == [0, 5]
        told.clear()
        assert workbench.import_file("a.jsonl", data=data, on_progress=told.append).imported == 5
        assert told[0] == Progress(0, None, "reading")
        assert told[-1] == Progress(5, 5, "importing")


def test_an_import_that_is_cancelled_keeps_nothing(tmp_path: Path) -> None:
    workbench = history_of(tmp_path, [simulated(n) for n in range(1, 4)])
    with workbench:
        data = b"".join(workbench.export(range(1, 4), "jsonl", secrets=True))
        workbench.delete(range(1, 4))

        def stop_at_two(progress: Progress) -> None:
            if progress.done == 2:
                raise TaskCancelledError

        with pytest.raises(TaskCancelledError):
            workbench.import_file("a.jsonl", data=data, on_progress=stop_at_two)
        assert workbench.kept() == 0
        assert workbench.check() == []


def test_what_is_hidden_is_gone_from_every_list_and_comes_back_as_it_was(tmp_path: Path) -> None:
    workbench = history_of(tmp_path, [simulated(n, lang="fr") for n in range(1, 6)])
    with workbench:
        before = workbench.get(2).uuid
        assert workbench.hide([2, 4, 2]) == (2, 4)
        assert workbench.hide([4, 5]) == (5,)
        assert list(workbench.ids()) == [3, 1]
        assert list(workbench.ids("lang:fr")) == [3, 1]
        assert [row.id for row in workbench.summaries()] == [3, 1]
        assert (workbench.kept(), workbench.count("lang:fr")) == (2, 2)
        with Store.open(workbench.path) as other:
            assert other.kept() == 5
        assert workbench.unhide() == (5,)
        assert workbench.unhide() == (2, 4)
        assert workbench.unhide() == ()
        assert list(workbench.ids()) == [5, 4, 3, 2, 1]
        assert workbench.get(2).uuid == before


def test_what_is_hidden_goes_for_good_by_groups_or_all_of_it(tmp_path: Path) -> None:
    workbench = history_of(tmp_path, [simulated(n) for n in range(1, 6)])
    with workbench:
        first, second = workbench.hide([1, 2]), workbench.hide([4])
        assert workbench.delete_hidden(first) == 2
        assert workbench.delete_hidden(first) == 0
        assert list(workbench.ids()) == [5, 3]
        assert workbench.delete_hidden() == 1
        with Store.open(workbench.path) as other:
            assert list(other.ids()) == [5, 3]
        assert workbench.delete_hidden(second) == 0


def test_ending_without_a_word_deletes_nothing(tmp_path: Path) -> None:
    with history_of(tmp_path, [simulated(1)]) as workbench:
        workbench.hide([1])
    with Store.open(workbench.path) as other:
        assert other.kept() == 1
