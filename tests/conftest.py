"""What every test may use."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.chromium import Chromium, running_chromium
from tests.running import Person
from workbench.simulator import running

_NUMBERS = count(1)


@pytest.fixture(scope="session")
def states(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for what the app keeps between two runs."""
    return tmp_path_factory.mktemp("states")


@pytest.fixture(autouse=True)
def _fresh_state(states: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test begins as somebody who never opened the app."""
    monkeypatch.setenv("WORKBENCH_STATE", str(states / f"app-{next(_NUMBERS)}.json"))


@pytest.fixture(autouse=True)
def _no_clipboard_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal that knows OSC 52, and no clipboard of whoever runs the tests."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "STY", "TERM_PROGRAM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


@pytest.fixture
def person(tmp_path: Path) -> Person:
    """Somebody who has just installed the workbench."""
    return Person(tmp_path)


@pytest.fixture(scope="session")
def simulator() -> Iterator[str]:
    """The base URL of a simulator that runs for the whole session."""
    with running() as url:
        yield url


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    """A real browser, the one of the system. It ends with its file: while it runs, its event loop
    is the thread's, and no test could have one of its own."""
    with running_chromium() as browser:
        yield browser


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Long values, such as whole answers, are named by their length: names stay short, and the
    same in every process of a parallel run."""
    if isinstance(val, str | bytes) and len(val) > 60:
        return f"{argname}-{len(val)}"
    return None
