"""The app in terminals of every kind, and what may happen to one: suspended, resized, closed, lent
to another program, pasted into; and a fault of the app itself."""

from __future__ import annotations

import signal
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exchanges import simulated
from tests.running import Person
from tests.terminal import DEADLINE_S, WORKBENCH, Terminal
from workbench.history import Store
from workbench.service.workbench import Workbench
from workbench.tui.bounded_input import PasteCut

WIDE = (120, 40)
Open = Callable[..., Terminal]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    """Opens the app on a history of three exchanges; closes it in the end."""
    terminals: list[Terminal] = []
    with Store.open(tmp_path / "history.sqlite3") as store:
        store.insert_many([simulated(n, institution_id=str(40 + n)) for n in (1, 2, 3)])

    def open_(
        size: tuple[int, int] = WIDE,
        *arguments: str,
        program: tuple[str, ...] = WORKBENCH,
        **more: str,
    ) -> Terminal:
        terminal = Terminal(list(arguments), tmp_path, size, program=program, **more)
        terminals.append(terminal)
        return terminal

    yield open_
    for terminal in terminals:
        terminal.close()


def is_sound(terminal: Terminal) -> bool:
    with Workbench(terminal.history) as workbench:
        return workbench.check() == []


# -- kinds of terminals ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "environment",
    [
        {"TERM": "vt100"},
        {"TERM": "linux"},
        {"TERM": "xterm", "COLORTERM": ""},
        {"TERM": "xterm-256color", "COLORTERM": "truecolor"},
        {"LANG": "C", "LC_ALL": "C"},
        {"NO_COLOR": "1"},
        {"TERM": "screen"},
    ],
    ids=str,
)
def test_it_opens_and_ends_cleanly_in_every_terminal(
    opened: Open, environment: dict[str, str]
) -> None:
    terminal = opened(**environment)
    terminal.until("institution_id=43")
    terminal.press(b"q")
    assert terminal.end() == 0
    assert termios.tcgetattr(terminal.slave) == terminal.before
    assert is_sound(terminal)


@pytest.mark.parametrize("environment", [{"TERM": "dumb"}, {"ACCESSIBLE": "1"}, {"TERM": ""}])
def test_where_lines_are_wanted_the_newest_lines_and_the_commands_are_said(
    opened: Open, environment: dict[str, str]
) -> None:
    terminal = opened((140, 40), **environment)
    assert terminal.end() == 2
    text = terminal.text()
    assert "institution" in text
    assert " 43 " in text
    assert "workbench: the app" in text
    assert "`workbench history`" in text
    assert b"\x1b[?1049h" not in terminal.written


@pytest.mark.parametrize("environment", [{"TERM": "dumb"}, {"ACCESSIBLE": "1"}])
def test_there_the_demonstration_prints(opened: Open, environment: dict[str, str]) -> None:
    terminal = opened((140, 200), "--demo", **environment)
    assert terminal.end() == 0
    assert b"\x1b[?1049h" not in terminal.written
    assert "policy forbids its script" in terminal.text()


def test_without_a_terminal_it_says_what_to_use(person: Person) -> None:
    ended = person.run()
    assert ended.code == 2
    assert "the app needs a terminal" in ended.err
    assert not ended.out


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ((20, 5), "terminal of"),
        ((60, 16), "History"),
        ((80, 24), "History"),
        ((500, 200), "Answer 3"),
    ],
)
def test_every_size_is_usable_or_says_so(opened: Open, size: tuple[int, int], shown: str) -> None:
    terminal = opened(size)
    terminal.until(shown)
    terminal.press(b"q")
    assert terminal.end() == 0


def test_a_storm_of_sizes_ends_in_the_last_one(opened: Open) -> None:
    terminal = opened()
    terminal.until("Answer 3")
    for n in range(60):
        terminal.resize(20 + (n * 37) % 200, 5 + (n * 13) % 70)
    terminal.resize(*WIDE)
    terminal.until("Answer 3")
    terminal.until("Compose")
    terminal.press(b"q")
    assert terminal.end() == 0


# -- what happens to a terminal -------------------------------------------------------------------


@pytest.mark.parametrize("how", ["key", "signal"])
def test_it_is_suspended_and_comes_back(opened: Open, how: str) -> None:
    terminal = opened()
    terminal.until("Answer 3")
    if how == "key":
        terminal.press(b"\x1a")
    else:
        terminal.process.send_signal(signal.SIGTSTP)
    terminal.until_so(lambda: _is_stopped(terminal), "stopped")
    while terminal.read(0.05):
        pass
    assert termios.tcgetattr(terminal.slave) == terminal.before
    assert terminal.written.rindex(b"\x1b[?1049l") > terminal.written.rindex(b"\x1b[?1049h")
    assert terminal.written.rindex(b"\x1b[?25h") > terminal.written.rindex(b"\x1b[?25l")
    terminal.screen.reset()
    terminal.process.send_signal(signal.SIGCONT)
    terminal.until("Answer 3")
    terminal.press(b"j")
    terminal.until("Answer 2")
    terminal.press(b"q")
    assert terminal.end() == 0
    assert termios.tcgetattr(terminal.slave) == terminal.before


def _is_stopped(terminal: Terminal) -> bool:
    status = Path(f"/proc/{terminal.process.pid}/stat")
    if status.exists():
        return status.read_text().rpartition(")")[2].split()[0] == "T"
    asked = ["ps", "-o", "state=", "-p", str(terminal.process.pid)]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.startswith("T")


def test_a_closed_terminal_ends_it_and_leaves_the_history_sound(opened: Open) -> None:
    terminal = opened()
    terminal.until("Answer 3")
    terminal.hang_up()
    assert terminal.process.wait(DEADLINE_S) == 129
    assert is_sound(terminal)


def test_fifty_megabytes_pasted_do_not_freeze_it(opened: Open) -> None:
    terminal = opened()
    terminal.until("Answer 3")
    terminal.press(b"1")
    terminal.until("a number such as 42")
    terminal.feed(b"\x1b[200~" + (b"institution_id=1&" * 61 + b"\n") * 50_000 + b"\x1b[201~")
    terminal.until("Not pasted")
    terminal.press(b"77")
    terminal.until("Institution  77")
    terminal.press(b"\x11")
    assert terminal.end() == 0


def test_what_is_pasted_does_not_act(opened: Open) -> None:
    terminal = opened()
    terminal.until("Answer 3")
    terminal.press(b"1")
    terminal.until("a number such as 42")
    terminal.feed(b"\x1b[200~7\x1b[2J\x1b]52;c;eA==\x07\x1bq8\nq\n\x0a\x0a\x1b[201~")
    terminal.until("Institution  7\u241b[2J\u241b]52;c;")
    terminal.press(b"\x11")
    assert terminal.end() == 0
    assert b"\x1b[2J\x1b]52" not in terminal.written
    with Workbench(terminal.history) as workbench:
        assert workbench.kept() == 3


def test_the_cursor_of_the_terminal_follows_the_focus(opened: Open) -> None:
    terminal = opened()
    terminal.until("Answer 3")

    def line() -> str:
        text: str = terminal.screen.display[terminal.screen.cursor.y]
        return text

    terminal.until_so(lambda: "▌     3  " in line(), "the cursor on the first row")
    terminal.press(b"j")
    terminal.until_so(lambda: "▌     2  " in line(), "the cursor on the second row")
    terminal.press(b"1")
    terminal.until_so(lambda: "Institution" in line(), "the cursor in the field")
    terminal.press(b"4711")
    terminal.until_so(
        lambda: line()[: terminal.screen.cursor.x].rstrip().endswith("4711"), "behind the text"
    )
    terminal.press(b"\x11")
    assert terminal.end() == 0


# -- pager and editor -----------------------------------------------------------------------------


def program(path: Path, script: str) -> str:
    path.write_text(f"#!{sys.executable}\n{script}")
    path.chmod(0o700)
    return str(path)


LOOK = """
import os, pathlib, stat, sys
path = pathlib.Path(sys.argv[1])
seen = pathlib.Path({seen!r})
mode = stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(path.parent.stat().st_mode)
tty = os.isatty(0) and os.isatty(1)
seen.with_suffix(".part").write_text(repr((str(path), mode, tty, path.read_bytes())))
seen.with_suffix(".part").rename(seen)
"""


def test_the_raw_answer_is_read_in_the_pager(opened: Open, tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    pager = program(tmp_path / "look", LOOK.format(seen=str(seen)))
    terminal = opened(PAGER=pager)
    terminal.until("Answer 3")
    terminal.press(b"v")
    terminal.until("Raw answer")
    terminal.press(b"jjj\r")
    terminal.until_so(seen.exists, "the pager ran")
    path, modes, tty, data = eval(seen.read_text())
    assert modes == (0o600, 0o700)
    assert tty
    assert data == simulated(3, institution_id="43").capture.received
    assert path.endswith("/3-raw.http")
    terminal.until_so(lambda: not Path(path).parent.exists(), "the file is gone")
    terminal.until("Answer 3")
    terminal.press(b"jq")
    assert terminal.end() == 0
    assert termios.tcgetattr(terminal.slave) == terminal.before


def test_a_request_is_written_in_the_editor_and_fills_compose(opened: Open, tmp_path: Path) -> None:
    editor = program(
        tmp_path / "edit",
        "import pathlib, sys; p = pathlib.Path(sys.argv[1]); t = p.read_text()\n"
        "p.write_text(t.replace('institution_id=43', 'institution_id=7777\\nprompt=login'))\n",
    )
    terminal = opened(VISUAL=editor, EDITOR="/nowhere/at/all")
    terminal.until("Answer 3")
    terminal.press(b"e")
    terminal.until("nothing is sent yet")
    terminal.until("Institution  7777")
    terminal.until("prompt=login")
    terminal.press(b"\x11")
    assert terminal.end() == 0
    with Workbench(terminal.history) as workbench:
        assert workbench.kept() == 3


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("import sys; sys.exit(3)", "ended with 3"),
        ("import pathlib, sys; pathlib.Path(sys.argv[1]).unlink()", "left no file"),
        ("import pathlib, sys; pathlib.Path(sys.argv[1]).write_bytes(b'\\xff')", "not UTF-8"),
        ("import pathlib, sys; pathlib.Path(sys.argv[1]).write_bytes(b'')", "stays as it was"),
    ],
)
def test_an_editor_that_fails_changes_nothing(
    opened: Open, tmp_path: Path, script: str, said: str
) -> None:
    terminal = opened(EDITOR=program(tmp_path / "edit", script))
    terminal.until("Answer 3")
    terminal.press(b"e")
    terminal.until(said)
    terminal.press(b"q")
    assert terminal.end() == 0


def test_ctrl_c_in_the_pager_is_the_pagers(opened: Open, tmp_path: Path) -> None:
    waits = tmp_path / "waits"
    script = (
        "import pathlib, signal\n"
        f"pathlib.Path({str(waits)!r}).touch()\n"
        "try:\n    signal.pause()\nexcept KeyboardInterrupt:\n    pass\n"
    )
    terminal = opened(PAGER=program(tmp_path / "wait", script))
    terminal.until("Answer 3")
    terminal.press(b"v")
    terminal.until("Raw answer")
    terminal.press(b"\r")
    terminal.until_so(waits.exists, "the pager waits")
    # The terminal is as it was before the app: ctrl+c is a signal again.
    terminal.until_so(
        lambda: termios.tcgetattr(terminal.slave)[3] & termios.ISIG, "ctrl+c is a signal"
    )
    terminal.press(b"\x03")
    terminal.until("Answer 3")
    terminal.press(b"j")
    terminal.until("Answer 2")
    terminal.press(b"\x03")
    assert terminal.end() == 130


def test_a_program_that_is_not_there_is_said(opened: Open) -> None:
    terminal = opened(VISUAL="/nowhere/editor --wait")
    terminal.until("Answer 3")
    terminal.press(b"e")
    terminal.until("VISUAL names /nowhere/editor")
    terminal.press(b"q")
    assert terminal.end() == 0


# -- deleting, and how the app ends ---------------------------------------------------------------


@pytest.mark.parametrize(("ending", "kept"), [("q", 2), ("SIGTERM", 2), ("SIGKILL", 3)])
def test_what_was_deleted_goes_at_the_end_and_stays_after_a_crash(
    opened: Open, ending: str, kept: int
) -> None:
    terminal = opened()
    terminal.until("Answer 3")
    terminal.press(b"D")
    terminal.until("Deleted 3")
    if ending == "q":
        terminal.press(b"q")
    else:
        terminal.process.send_signal(getattr(signal, ending))
    terminal.end()
    with Workbench(terminal.history) as workbench:
        assert workbench.kept() == kept
        assert workbench.check() == []


FAULTY = """
import sys
from workbench.tui.history.table import HistoryTable
def choose(self):
    secret_of_mine = "hunter2"
    raise RuntimeError("a fault in a widget")
HistoryTable.action_choose = choose
from workbench.__main__ import main
sys.exit(main())
"""


@pytest.mark.parametrize("debug", [False, True])
def test_a_fault_is_one_sentence_and_a_clean_terminal(
    opened: Open, tmp_path: Path, debug: bool
) -> None:
    script = tmp_path / "faulty.py"
    script.write_text(FAULTY)
    arguments = ("--debug",) if debug else ()
    terminal = opened(WIDE, *arguments, program=(sys.executable, str(script)))
    terminal.until("Answer 3")
    terminal.press(b"D")
    terminal.until("Deleted 3")
    terminal.press(b"\r")
    code = terminal.end()
    shown = terminal.written.rpartition(b"\x1b[?1049l")[2].decode()
    assert termios.tcgetattr(terminal.slave) == terminal.before
    assert "hunter2" not in shown
    if debug:
        assert code == 1
        assert "Traceback" in shown
        assert "a fault in a widget" in shown
    else:
        assert code == 2
        assert "Traceback" not in shown
        assert "this is a fault of the workbench itself: RuntimeError" in shown
        assert "--debug" in shown
    with Workbench(terminal.history) as workbench:
        assert workbench.kept() == 3
        assert workbench.check() == []


# -- pastes are cut -------------------------------------------------------------------------------


@given(
    st.lists(
        st.one_of(
            st.sampled_from(["\x1b[20", "\x1b", "1~", "\x1b[A", "\x1b[20\x1b[20"]),
            st.text(alphabet="abc\x1b[20~", max_size=12),
        ),
        max_size=12,
    ),
    st.integers(1, 8),
)
def test_outside_of_pastes_nothing_is_changed(parts: list[str], size: int) -> None:
    whole = "".join(parts).replace("\x1b[200~", "")
    cut = PasteCut(10)
    for at in range(0, len(whole), size):
        # Keys are passed on at once, even one that may be the beginning of a mark.
        assert cut.feed(whole[at : at + size]) == whole[at : at + size]


@given(
    st.text(alphabet="xy\x1b[201~", max_size=40),
    st.integers(1, 9),
    st.text(alphabet="xy\x1b[", max_size=6),
)
def test_a_paste_is_cut_has_no_escapes_and_ends_where_it_ends(
    content: str, size: int, around: str
) -> None:
    content = content.replace("\x1b[201~", "")
    whole = f"{around}\x1b[200~{content}\x1b[201~{around}"
    cut = PasteCut(10)
    passed = "".join(cut.feed(whole[at : at + size]) for at in range(0, len(whole), size))
    marks_together = (f"{content}\x1b[201~".find("\x1b[201~"), whole.find("\x1b[200~"))
    if marks_together == (len(content), len(around)):
        shown = content[:10].replace("\x1b", "\u241b")
        assert passed == f"{around}\x1b[200~{shown}\x1b[201~{around}"
