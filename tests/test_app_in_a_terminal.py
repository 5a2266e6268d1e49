"""The app as a real process in a real pseudo-terminal: what a terminal would show, and its end."""

from __future__ import annotations

import re
import signal
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal import Terminal
from workbench.service.simulation import SCENARIOS
from workbench.service.workbench import Workbench


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Terminal]:
    terminal = Terminal(["--demo"], tmp_path, (120, 40))
    yield terminal
    terminal.close()


def test_the_demonstration_opens_on_a_broken_answer_and_its_cause(demo: Terminal) -> None:
    demo.until("policy forbids its script")
    text = demo.text()
    assert "SIMULATOR" in text.splitlines()[0]
    assert "127.0.0.1:" in text.splitlines()[0]
    assert "3 kept" in text.splitlines()[0]
    demo.press(b"q")
    assert demo.end() == 0
    with Workbench(demo.history) as workbench:
        assert workbench.kept() == 3
        assert {row.origin for row in workbench.summaries()} == {"simulator"}
        assert workbench.check() == []


def test_a_call_is_sent_by_keyboard_alone(demo: Terminal) -> None:
    demo.until("policy forbids its script")
    demo.press(b"1")
    demo.until("a number such as 42")
    demo.press(b"7301")
    demo.until("Institution  7301")
    demo.press(b"\n")
    demo.until("Answer 4")
    demo.press(b"\x11")
    assert demo.end() == 0
    with Workbench(demo.history) as workbench:
        assert workbench.get(4).request.param("institution_id") == "7301"


@pytest.mark.parametrize(
    ("ending", "code"),
    [("key", 130), ("SIGTERM", 143), ("SIGHUP", 129), ("SIGINT", 130)],
)
def test_every_end_restores_the_terminal_and_leaves_the_history_sound(
    demo: Terminal, ending: str, code: int
) -> None:
    demo.until("policy forbids its script")
    if ending == "key":
        demo.press(b"\x03")
    else:
        demo.process.send_signal(getattr(signal, ending))
    assert demo.end() == code
    assert termios.tcgetattr(demo.slave) == demo.before
    for restored in (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l", b"\x1b[?2004l"):
        assert demo.written.rindex(restored) > demo.written.rindex(b"\x1b[?1049h")
    with Workbench(demo.history) as workbench:
        assert workbench.check() == []


def test_at_80_by_24_the_demonstration_opens_on_the_summary(tmp_path: Path) -> None:
    terminal = Terminal(["--demo"], tmp_path, (80, 24))
    try:
        terminal.until("SIMULATOR 127.0.0.1")
        terminal.until("Answer 3")
        terminal.press(b"2")
        terminal.until("institution")
        terminal.press(b"q")
        assert terminal.end() == 0
    finally:
        terminal.close()


def test_no_color_draws_without_colour(tmp_path: Path) -> None:
    terminal = Terminal(["--demo"], tmp_path, (120, 40), NO_COLOR="1")
    try:
        terminal.until("policy forbids its script")
        terminal.press(b"q")
        assert terminal.end() == 0
        colours = set(re.findall(rb"[34]8;2;(\d+;\d+;\d+)", terminal.written))
        assert all(len(set(colour.split(b";"))) == 1 for colour in colours), colours
    finally:
        terminal.close()


def test_a_damaged_history_is_one_message_before_the_screen_is_taken(tmp_path: Path) -> None:
    (tmp_path / "history.sqlite3").write_bytes(b"this is no database" * 100)
    terminal = Terminal([], tmp_path, (120, 40))
    try:
        assert terminal.end() == 4
        assert b"\x1b[?1049h" not in terminal.written
        assert "Traceback" not in terminal.text()
    finally:
        terminal.close()


@pytest.mark.parametrize("ending", ["key", "SIGTERM"])
def test_a_call_under_way_at_the_end_is_kept_as_cancelled(demo: Terminal, ending: str) -> None:
    silent = next(s.institution_id for s in SCENARIOS if s.name == "silent")
    demo.until("policy forbids its script")
    demo.press(b"1")
    demo.until("a number such as 42")
    demo.press(silent.encode())
    demo.until(f"Institution  {silent}")
    demo.press(b"\n")
    demo.until("1 call under way")
    if ending == "key":
        demo.press(b"\x03")
    else:
        demo.process.send_signal(signal.SIGTERM)
    assert demo.end() in (130, 143)
    with Workbench(demo.history) as workbench:
        assert workbench.kept() == 4
        failure = workbench.get("last").failure
        assert failure is not None
        assert failure.kind == "cancelled"
        assert workbench.check() == []
