"""A ticket from beginning to end, with the real program on a real terminal: open, filter, open an
answer, read its Summary, mark two, compare, copy, quit. On a pseudo-terminal, and in tmux."""

from __future__ import annotations

import base64
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from time import monotonic, sleep
from typing import Protocol

import pytest

from tests.app_stage import history_of
from tests.exchanges import simulated
from tests.terminal import DEADLINE_S, Terminal

WIDE = (120, 40)
_NUMBERS = count(1)


class Screen(Protocol):
    """A terminal with the app on it."""

    def press(self, keys: bytes) -> None:
        """Type."""

    def until(self, wanted: str) -> None:
        """Read on until that stands on the screen."""

    def text(self) -> str:
        """What stands there."""


class Tmux:
    """A window of tmux, on a server of its own."""

    def __init__(self, folder: Path) -> None:
        self._name = f"workbench-{os.getpid()}-{next(_NUMBERS)}"
        self.ended = folder / "ended"
        environment = {
            "HOME": str(folder),
            "WORKBENCH_HISTORY": str(folder / "history.sqlite3"),
            "WORKBENCH_CONFIG": str(folder / "no-config.toml"),
            "WORKBENCH_STATE": str(folder / "state.json"),
            "PYTHONPATH": str(Path(__file__).parent.parent),
        }
        named = " ".join(f"{name}='{value}'" for name, value in environment.items())
        # The size is the window's, whatever the environment of the tests says.
        named = f"env -u COLUMNS -u LINES {named}"
        line = f"{named} {sys.executable} -m workbench; echo $? > '{self.ended}'; sleep 60"
        width, height = map(str, WIDE)
        self._tmux("-f", os.devnull, "new-session", "-d", "-x", width, "-y", height, line)

    def press(self, keys: bytes) -> None:
        self._tmux("send-keys", "-l", "--", keys.decode())

    def text(self) -> str:
        return self._tmux("capture-pane", "-p")

    def until(self, wanted: str) -> None:
        deadline = monotonic() + DEADLINE_S
        while wanted not in self.text():
            assert monotonic() < deadline, f"never seen: {wanted!r}\n{self.text()}"
            sleep(0.05)

    def close(self) -> None:
        self._tmux("kill-server", check=False)

    def _tmux(self, *words: str, check: bool = True) -> str:
        done = subprocess.run(
            ("tmux", "-L", self._name, *words), capture_output=True, check=check, timeout=30
        )
        return done.stdout.decode("utf-8", "replace")


@pytest.fixture
def prepared(tmp_path: Path) -> Path:
    """A history of five: one institution worked, then came with a page that cannot go on."""
    kept = [
        simulated(1, institution_id="41", lang="fr", tag="TCK-76"),
        simulated(2, institution_id="42", lang="en", tag="TCK-77"),
        simulated(3, institution_id="43", lang="fr"),
        simulated(4, institution_id="42", lang="en", tag="TCK-77", scenario="broken"),
        simulated(5, institution_id="44", lang="en"),
    ]
    with history_of(tmp_path, kept):
        return tmp_path


def story(screen: Screen) -> None:
    """What somebody with the ticket does."""
    screen.until("Answer 5")
    screen.press(b"/tag:TCK-77\r")
    screen.until("Answer 4")
    screen.until("2 of 5")
    screen.until("The page's own policy forbids its script")
    screen.press(b"  d")
    screen.until("Diff 2 → 4")
    screen.until("content-security-policy")
    screen.press(b"y")
    screen.until("he comparison, redacted")
    screen.press(b"\x1b")
    screen.until("Compose")
    screen.press(b"y")
    screen.until("Summary for a ticket")


def test_on_a_pseudo_terminal(prepared: Path) -> None:
    terminal = Terminal([], prepared, WIDE)
    try:
        story(terminal)
        terminal.press(b"\x1b")
        while terminal.read(0.5):
            pass
        terminal.press(b"q")
        assert terminal.end() == 0
        copied = re.findall(rb"\x1b\]52;c;([A-Za-z0-9+/=]+)", terminal.written)
        text = base64.b64decode(copied[0]).decode()
        assert "content-security-policy" in text
        assert "state-of-" not in text
        # The screen of before is back, and the cursor is seen.
        assert terminal.written.rstrip().endswith(b"l") or b"\x1b[?1049l" in terminal.written
        assert terminal.written.rindex(b"\x1b[?25h") > terminal.written.rindex(b"\x1b[?25l")
    finally:
        terminal.close()


@pytest.fixture
def tmux(prepared: Path) -> Iterator[Tmux]:
    if shutil.which("tmux") is None and "CI" not in os.environ:
        pytest.skip("there is no tmux here")
    screen = Tmux(prepared)
    yield screen
    screen.close()


def test_in_tmux(tmux: Tmux) -> None:
    story(tmux)
    tmux.press(b"\x1b")
    deadline = monotonic() + DEADLINE_S
    while "Summary for a ticket" in tmux.text():
        assert monotonic() < deadline, tmux.text()
        sleep(0.05)
    tmux.press(b"q")
    while not tmux.ended.exists() or not tmux.ended.read_text():
        assert monotonic() < deadline, tmux.text()
        sleep(0.05)
    assert tmux.ended.read_text() == "0\n"
    assert "Compose" not in tmux.text()
