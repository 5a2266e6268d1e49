"""What is copied goes to the system's clipboard, to the terminal, or into a file, and the app says
which: real programs, a real pseudo-terminal."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.exchanges import simulated
from tests.terminal import WORKBENCH, Terminal
from workbench.history import Store
from workbench.tui.clipboard import knows_osc_52, reachable

Open = Callable[..., Terminal]
OSC_52 = re.compile(rb"\x1b\]52;c;([^\x07\x1b]*)(?:\x07|\x1b\\)")
# A line of the Summary as it is copied.
COPIED = "environment: SIMULATOR"


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    with Store.open(tmp_path / "history.sqlite3") as store:
        store.insert_many([simulated(1), simulated(2)])
    terminals: list[Terminal] = []

    def open_(**more: str) -> Terminal:
        terminal = Terminal([], tmp_path, (140, 40), program=WORKBENCH, **more)
        terminals.append(terminal)
        return terminal

    yield open_
    for terminal in terminals:
        terminal.close()


def copy_summary(terminal: Terminal) -> None:
    terminal.until("Quit")
    terminal.press(b"2")
    terminal.press(b"j")
    terminal.until("SIMULATOR")
    terminal.press(b"y")
    terminal.until("Summary for a ticket")
    terminal.press(b"\r")


def program(folder: Path, name: str, script: str) -> str:
    """A program of that name that a shell would find first; the PATH that does so."""
    path = folder / "bin" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o700)
    return f"{path.parent}:/usr/bin:/bin"


def sent_by_terminal(terminal: Terminal) -> list[str]:
    return [base64.b64decode(found).decode() for found in OSC_52.findall(terminal.written)]


def test_the_systems_clipboard_program_takes_it(opened: Open, tmp_path: Path) -> None:
    path = program(tmp_path, "xclip", f'echo "$@" > {tmp_path}/words; cat > {tmp_path}/taken')
    terminal = opened(PATH=path, DISPLAY=":77")
    copy_summary(terminal)
    terminal.until("xclip")
    assert COPIED in (tmp_path / "taken").read_text()
    assert (tmp_path / "words").read_text() == "-selection clipboard -in\n"


def test_where_a_program_fails_the_terminal_is_asked(opened: Open, tmp_path: Path) -> None:
    path = program(tmp_path, "xclip", "cat > /dev/null; echo 'cannot open display' >&2; exit 1")
    terminal = opened(PATH=path, DISPLAY=":77")
    copy_summary(terminal)
    terminal.until("(OSC 52)")
    assert "cannot open display" not in terminal.text()
    (text,) = sent_by_terminal(terminal)
    assert COPIED in text


@pytest.mark.parametrize("more", [{}, {"SSH_CONNECTION": "a"}, {"TMUX": "/tmp/x"}], ids=str)
def test_the_terminal_gets_it_in_base64(opened: Open, more: dict[str, str]) -> None:
    terminal = opened(**more)
    copy_summary(terminal)
    terminal.until("(OSC 52)")
    (text,) = sent_by_terminal(terminal)
    assert COPIED in text


@pytest.mark.parametrize("more", [{"TERM": "linux"}, {"TERM": "vt100"}, {"STY": "1.x"}], ids=str)
def test_where_neither_can_be_a_file_is_written(
    opened: Open, tmp_path: Path, more: dict[str, str]
) -> None:
    terminal = opened(**more)
    copy_summary(terminal)
    path = tmp_path / "copied.txt"
    terminal.until_so(path.exists, "the file")
    terminal.until("written")
    assert COPIED in path.read_text()
    assert path.stat().st_mode & 0o777 == 0o600
    assert sent_by_terminal(terminal) == []
    assert not list(tmp_path.glob(".copied*"))


def test_a_program_that_speaks_to_another_machine_is_not_asked(tmp_path: Path) -> None:
    path = program(tmp_path, "pbcopy", "cat > /dev/null")
    near = [one.words[0] for one in reachable({"PATH": path})]
    far = [one.words[0] for one in reachable({"PATH": path, "SSH_TTY": "/dev/pts/1"})]
    assert "pbcopy" in near
    assert "pbcopy" not in far
    assert knows_osc_52({"TERM": "tmux-256color"})
    assert not knows_osc_52({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"})
