"""Every screen of the app over a history that is hostile in every field: all of it opens, none of
it acts, and the bytes are there to be read."""

from __future__ import annotations

import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from tests.app_stage import (
    answer_pane,
    history_of,
    main_screen,
    screen_text,
    settled,
    until,
    until_answer,
    until_shown,
)
from tests.hostile_history import ACTING, MARKUP, STOLEN, TEXT, keep
from tests.terminal import Terminal
from workbench.service.workbench import Workbench
from workbench.tui.app import WorkbenchApp
from workbench.tui.drawn import Drawn
from workbench.tui.line_list import LineList
from workbench.tui.screens.diff import DiffScreen
from workbench.tui.screens.sheet import Sheet
from workbench.tui.text_view import TextView
from workbench.vocabulary import TABS

WIDE = (160, 50)
COUNT = 7
# What acts in itself, wherever it stands; the rest of ACTING the app sends on its own account.
STRIKING = tuple(part for part in ACTING if part not in (b"\x1b[2J\x1b[H", b"\x1b[?1049l"))


@pytest.fixture(scope="module")
def kept_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The history, written once for all tests of this file."""
    folder = tmp_path_factory.mktemp("hostile")
    with keep(folder):
        return folder / "history.sqlite3"


@pytest.fixture
def hostile(kept_once: Path, tmp_path: Path) -> Iterator[Workbench]:
    """A history of one's own."""
    shutil.copyfile(kept_once, tmp_path / "history.sqlite3")
    with Workbench(tmp_path / "history.sqlite3", config=tmp_path / "no-config.toml") as workbench:
        yield workbench


def acting(app: WorkbenchApp) -> set[str]:
    """What on the screen would act on a terminal: controls, what reorders or hides, links."""
    found: set[str] = set()
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            found |= {
                f"U+{ord(c):04X} in {segment.text!r}"
                for c in segment.text
                if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")
            }
            if segment.style is not None and segment.style.link:
                found.add(f"link to {segment.style.link}")
            if segment.control:
                found.add(f"control {segment.control}")
    return found


def is_filled(view: Drawn | None) -> bool:
    """Whether there is something in it."""
    return view is not None and view.line_count > 0


async def look(pilot: Pilot[int], what: str) -> str:
    """What stands there, once it came to rest; none of it acts, and the app goes on."""
    await settled(pilot)
    assert isinstance(pilot.app, WorkbenchApp)
    assert not acting(pilot.app), what
    assert pilot.app.is_running, what
    return screen_text(pilot)


@pytest.mark.parametrize("id_", range(1, COUNT + 1))
async def test_every_tab_opens_and_nothing_in_it_acts(hostile: Workbench, id_: int) -> None:
    app = WorkbenchApp(hostile)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, COUNT)
        main_screen(app).open_exchange(id_)
        await until_answer(pilot, id_)
        pane = answer_pane(app)
        for tab in TABS:
            pane.choose(tab.key)
            await until(pilot, partial(is_filled, pane.view), tab.key)
            await look(pilot, f"{tab.key} of {id_}")
            if tab.key in ("raw", "request"):
                main_screen(app).action_hex()
                await look(pilot, f"{tab.key} of {id_} as hex")
                main_screen(app).action_hex()


async def test_the_raw_pane_shows_the_bytes(hostile: Workbench) -> None:
    app = WorkbenchApp(hostile)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, COUNT)
        main_screen(app).open_exchange(1)
        await until_answer(pilot, 1)
        pane = answer_pane(app)
        pane.choose("raw")
        view = pane.view
        assert isinstance(view, TextView)
        await until(pilot, lambda: view.line_count > 0)
        assert r"\x1b]52;c;" + STOLEN.decode() + r"\x07" in await look(pilot, "raw")
        main_screen(app).action_hex()
        text = await look(pilot, "hex")
        received = hostile.get(1).raw
        first = " ".join(f"{byte:02x}" for byte in received[:8])
        assert first in text.replace("  ", " ")


async def test_compose_holds_what_was_sent_and_shows_it_harmless(hostile: Workbench) -> None:
    app = WorkbenchApp(hostile)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, COUNT)
        for id_ in (1, 2, 4, 5):
            main_screen(app).open_exchange(id_)
            await until_answer(pilot, id_)
            await pilot.press("2", "r")
            await until(pilot, lambda: main_screen(app).form.draft.target.strip())
            await pilot.press("1")
            await look(pilot, f"compose with {id_}")
            await pilot.press("ctrl+t")
            await look(pilot, f"dry run of {id_}")
            await pilot.press("escape", "escape")
        # The value is exact, though a stand-in is drawn for what would act.
        field = main_screen(app).query_one("#f-tag", Input)
        field.value = "a\x1b[31mb\u202ec"
        field.focus()
        shown = await look(pilot, "tag")
        assert "a␛[31mb\ufffdc" in shown
        assert field.value == "a\x1b[31mb\u202ec"
        lines = main_screen(app).query_one("#f-extra", TextArea)
        lines.text = "x=\x1b]0;pwned\x07"
        assert "x=␛]0;pwned␇" in await look(pilot, "extra")


async def test_a_header_that_no_line_holds_is_left_out_and_said(hostile: Workbench) -> None:
    app = WorkbenchApp(hostile)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, COUNT)
        main_screen(app).open_exchange(1)
        await until_answer(pilot, 1)
        await pilot.press("2", "r")
        box = main_screen(app).query_one("#f-headers", TextArea)
        await until(pilot, lambda: "# left out, it has a line end: X-Odd" in box.text)
        assert "HOSTILE" not in box.text
        assert not any(name.startswith("#") for name, _ in main_screen(app).form.given.headers)


@pytest.mark.parametrize(
    "keys",
    [
        ("2", "L"),
        ("2", "a"),
        ("2", "y"),
        ("2", "x"),
        ("2", "v"),
        ("f1",),
        ("ctrl+p", "r", "e", "d"),
        ("ctrl+o",),
        ("2", "c"),
        ("slash", "H", "O", "S", "T"),
        ("3", "slash", "H", "O", "S", "T", "enter"),
        ("colon", "s", "h", "o", "w", "space", "1", "enter"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("id_", [1, 2, 6])
async def test_every_dialog_opens_over_it(
    hostile: Workbench, id_: int, keys: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAGER", "cat")
    app = WorkbenchApp(hostile)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, COUNT)
        main_screen(app).open_exchange(id_)
        await until_answer(pilot, id_)
        await pilot.press(*keys)
        await look(pilot, " ".join(keys))


async def test_every_value_opens_whole(hostile: Workbench) -> None:
    app = WorkbenchApp(hostile)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, COUNT)
        main_screen(app).open_exchange(1)
        await until_answer(pilot, 1)
        pane = answer_pane(app)
        for tab in ("form", "decoded", "findings", "tls"):
            pane.choose(tab)
            view = pane.view
            assert isinstance(view, LineList)
            await until(pilot, partial(is_filled, view))
            pane.focus_view()
            opening = [at for at, line in enumerate(view.lines) if line.opens is not None]
            for place in opening[:4]:
                view.cursor = place
                view.action_open()
                await look(pilot, f"{tab}, line {place}")
                while isinstance(app.screen, Sheet):
                    await pilot.press("escape")
                    await pilot.pause()


@pytest.mark.parametrize("pair", [(1, 2), (3, 4), (1, 5), (6, 7)], ids=str)
async def test_two_of_them_are_compared_and_copied(
    hostile: Workbench, pair: tuple[int, int], here: Path
) -> None:
    app = WorkbenchApp(hostile)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, COUNT)
        app.push_screen(DiffScreen(hostile, hostile.compare(*pair)))
        await until(pilot, lambda: isinstance(app.screen, DiffScreen))
        await look(pilot, "meaning")
        await pilot.press("v")
        await look(pilot, "every difference")
        await pilot.press("t")
        await look(pilot, "text")
        await pilot.press("t", "y")
        await until_shown(pilot, "he comparison, redacted")
        assert not acting(app)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where files without a folder go."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


async def test_a_message_about_it_is_no_markup_and_does_not_act(tmp_path: Path) -> None:
    app = WorkbenchApp(history_of(tmp_path))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_shown(pilot, "Nothing is kept here yet")
        app.notify(f"{MARKUP} {TEXT[:200]}", title=TEXT[:60], timeout=60)
        await until_shown(pilot, "[red]r[/red]")
        assert not acting(app)


def test_a_real_terminal_gets_nothing_of_it(kept_once: Path, tmp_path: Path) -> None:
    shutil.copyfile(kept_once, tmp_path / "history.sqlite3")
    terminal = Terminal([], tmp_path, WIDE)
    try:
        terminal.until(f"Answer {COUNT}")
        terminal.press(b":1\r")
        terminal.until("Answer 1")
        for keys, shown in (
            (b"t", "hidden"),
            (b"t", "Decoded"),
            (b"2r", "nothing is sent"),
            (b"1", "HOSTILE"),
        ):
            terminal.press(keys)
            terminal.until(shown)
        terminal.press(b"\x1bOR")  # f3, the history
        terminal.press(b"a")
        terminal.until("Note")
        while terminal.read(0.5):
            pass
        terminal.press(b"\x1b")
        while terminal.read(0.5):
            pass
        terminal.press(b"q")
        assert terminal.end() == 0
        for part in STRIKING:
            assert part not in terminal.written, part
        assert terminal.written.count(b"\x1b]52;") == 0
    finally:
        terminal.close()


@pytest.mark.parametrize(
    "words",
    [
        *(("show", str(id_)) for id_ in (1, 2, 5, 6, 7)),
        *(("show", "1", part) for part in ("--head", "--body", "--form", "--decoded")),
        ("show", "1", "--findings"),
        ("history",),
        ("diff", "1", "2"),
        ("diff", "1", "2", "--text"),
        ("changes",),
    ],
    ids=" ".join,
)
def test_the_command_line_shows_it_harmless(
    kept_once: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    shutil.copyfile(kept_once, tmp_path / "history.sqlite3")
    terminal = Terminal([*words, "--no-color"], tmp_path, WIDE)
    try:
        assert terminal.end() in (0, 1)
        written = terminal.written.decode("utf-8", "replace")
    finally:
        terminal.close()
    assert len(written) > 20
    odd = {f"U+{ord(c):04X}" for c in written if unicodedata.category(c) in ("Cc", "Cf", "Cs")}
    assert odd <= {"U+000A", "U+000D", "U+0009"}


def test_raw_bytes_go_to_a_file_as_they_came(kept_once: Path, tmp_path: Path) -> None:
    shutil.copyfile(kept_once, tmp_path / "history.sqlite3")
    line = (sys.executable, "-m", "workbench", "show", "1", "--raw", "--history")
    done = subprocess.run(
        [*line, str(tmp_path / "history.sqlite3")], capture_output=True, check=True
    )
    with Workbench(tmp_path / "history.sqlite3") as workbench:
        assert done.stdout == workbench.get(1).raw
    assert b"\x1b]52;c;" in done.stdout
