"""What a person does in the app beside reading and sending: delete and undo, bring in and hand on,
look after the history, find things by palette, letters and help."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest
from textual.command import CommandPalette
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from tests.app_stage import (
    answer_pane,
    history_of,
    main_screen,
    screen_text,
    table,
    text_of,
    until,
    until_answer,
    until_shown,
)
from tests.exchanges import simulated
from workbench.history import Store
from workbench.model.progress import OnProgress, Progress
from workbench.service.actions import ACTIONS
from workbench.service.app_state import StateFile
from workbench.service.workbench import Workbench
from workbench.tui.app import WorkbenchApp
from workbench.tui.line_list import LineList
from workbench.tui.screens.ask import AskPath, Confirm
from workbench.tui.screens.choose import Choose
from workbench.tui.screens.exporting import Exporting
from workbench.tui.screens.help import Help
from workbench.tui.screens.jump import LETTERS, Jump
from workbench.tui.screens.sheet import Sheet

WIDE = (120, 40)


def many(path: Path, count: int = 3) -> Workbench:
    return history_of(path, [simulated(n, lang=("en", "fr")[n % 2]) for n in range(1, count + 1)])


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own to work in."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


# -- deleting and undoing -------------------------------------------------------------------------


async def test_a_deleted_exchange_is_gone_at_once_and_comes_back_as_it_was(tmp_path: Path) -> None:
    app = WorkbenchApp(many(tmp_path))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 3)
        await pilot.press("delete")
        await until(pilot, lambda: table(app).line_count == 2)
        await until_shown(pilot, "Deleted 3")
        await until_shown(pilot, "u undo")
        await until_answer(pilot, 2)
        await until_shown(pilot, "2 kept")
        with Store.open(app.workbench.path) as other:
            assert other.kept() == 3
        await pilot.press("u")
        await until(pilot, lambda: table(app).line_count == 3)
        await until(pilot, lambda: table(app).selected == 3)
        await until(pilot, lambda: "u undo" not in screen_text(pilot))
        await pilot.press("u")
        await until_shown(pilot, "nothing to undo")


async def test_marked_exchanges_go_together_and_the_line_undoes_by_mouse(tmp_path: Path) -> None:
    app = WorkbenchApp(many(tmp_path))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 3)
        await pilot.press("space", "space", "D")
        await until(pilot, lambda: table(app).line_count == 1)
        await until_shown(pilot, "Deleted 2 exchanges")
        assert not table(app).marks
        await pilot.click("#tasks", offset=(WIDE[0] - 4, 0))
        await until(pilot, lambda: table(app).line_count == 3)


async def test_many_are_asked_about_first(tmp_path: Path) -> None:
    app = WorkbenchApp(many(tmp_path, 25))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 25)
        await pilot.press(*["space"] * 21, "delete")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("enter")
        assert app.workbench.kept() == 25
        await pilot.press("delete")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: table(app).line_count == 4)


async def test_what_was_deleted_goes_for_good_when_its_time_is_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.tui.screens.tasks.UNDO_S", 0.2)
    app = WorkbenchApp(many(tmp_path))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 3)
        await pilot.press("delete")
        with Store.open(app.workbench.path) as other:
            await until(pilot, lambda: other.kept() == 2, "deleted for good")
        await until(pilot, lambda: not main_screen(app)._undoable)
        await pilot.press("u")
        await until_shown(pilot, "nothing to undo")


async def test_where_it_cannot_be_deleted_it_is_seen_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.tui.screens.tasks.UNDO_S", 0.2)
    app = WorkbenchApp(many(tmp_path))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 3)
        app.workbench.path.rename(tmp_path / "elsewhere.sqlite3")
        await pilot.press("delete")
        await until_shown(pilot, "was removed or replaced")
        assert not app.workbench._deletions.hidden


# -- bringing in and handing on -------------------------------------------------------------------


async def test_a_file_is_imported_with_its_path_completed(tmp_path: Path, here: Path) -> None:
    (tmp_path / "other").mkdir()
    with many(tmp_path / "other") as other:
        data = b"".join(other.export(other.ids(), "jsonl", secrets=True))
    (here / "given-exchanges.jsonl").write_bytes(data)
    app = WorkbenchApp(history_of(tmp_path))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_shown(pilot, "Nothing is kept here yet")
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, AskPath))
        await pilot.press(*"given")
        box = app.screen.query_one(Input)
        await until(pilot, lambda: box._suggestion == "given-exchanges.jsonl", "the offer")
        await pilot.press("tab")
        assert box.value == "given-exchanges.jsonl"
        await pilot.press("enter")
        await until_shown(pilot, "Imported 3, skipped 0")
        await until(pilot, lambda: table(app).line_count == 3)


async def test_a_file_that_is_not_there_is_said(tmp_path: Path, here: Path) -> None:
    app = WorkbenchApp(many(tmp_path))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 3)
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, AskPath))
        await pilot.press(*"none.har", "enter")
        await until_shown(pilot, "none.har cannot be read")


async def test_the_marked_ones_are_exported_redacted_and_over_nothing(
    tmp_path: Path, here: Path
) -> None:
    secret = "a-secret-state-of-mine-0123456789"
    app = WorkbenchApp(history_of(tmp_path, [simulated(n, state=secret) for n in (1, 2, 3)]))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 3)
        await pilot.press("space", "space", "x")
        await until(pilot, lambda: isinstance(app.screen, Exporting))
        await until_shown(pilot, "●marked (2)")
        await pilot.press("enter")
        file = here / "workbench-export.jsonl"
        await until(pilot, file.exists)
        await until_shown(pilot, "2 exported as jsonl")
        assert len(file.read_bytes().splitlines()) == 2
        assert secret not in file.read_text()
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        before = file.read_bytes()
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, Exporting))
        await pilot.press("up", "right", "enter")
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await until_shown(pilot, "is there already")
        await pilot.press("n")
        assert file.read_bytes() == before
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, Exporting))
        await pilot.press("up", "right", "down", "enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until_shown(pilot, "redacted: secrets are in it")
        assert secret in file.read_text()


async def test_the_filtered_ones_are_exported_in_another_format(tmp_path: Path, here: Path) -> None:
    app = WorkbenchApp(many(tmp_path, 5))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 5)
        await pilot.press("f", *"lang:fr", "enter")
        await until(pilot, lambda: table(app).line_count == 3)
        await pilot.press("x")
        await until_shown(pilot, "all that fit (3)")
        await pilot.press("up", "up", "right", "up", "right")
        await until_shown(pilot, "●all that fit (3)")
        await until_shown(pilot, "workbench-export.sh")
        await pilot.press("down", "down", "down", "enter")
        await until_shown(pilot, "3 exported as curl")
        assert (here / "workbench-export.sh").read_text().count("curl ") == 3


@pytest.mark.parametrize(
    ("action", "said"), [("reindex", "3 exchanges reindexed"), ("check", "The history is sound")]
)
async def test_the_history_is_looked_after(tmp_path: Path, action: str, said: str) -> None:
    app = WorkbenchApp(many(tmp_path))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 3)
        await pilot.press("ctrl+p")
        await until(pilot, lambda: _palette_is_open(pilot))
        await pilot.press(*action)
        await until_shown(pilot, "what is derived" if action == "reindex" else "Verify that")
        await pilot.press("enter")
        await until_shown(pilot, said)


# -- the palette ----------------------------------------------------------------------------------


def _palette_is_open(pilot: Pilot[int]) -> bool:
    return isinstance(pilot.app.screen, CommandPalette)


async def _chosen_in_palette(pilot: Pilot[int], typed: str, shown: str) -> None:
    await pilot.press("ctrl+p")
    await until(pilot, lambda: _palette_is_open(pilot))
    await pilot.press(*typed)
    await until_shown(pilot, shown)
    await pilot.press("enter")
    await until(pilot, lambda: not _palette_is_open(pilot))


def _offered(pilot: Pilot[int]) -> str:
    offers = pilot.app.screen.query_one(OptionList)
    return "\n".join(str(option.prompt) for option in offers.options)


async def test_the_palette_offers_every_action(tmp_path: Path) -> None:
    app = WorkbenchApp(many(tmp_path))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 3)
        await pilot.press("ctrl+p")
        await until(pilot, lambda: "Theme workbench-light" in _offered(pilot), "the last source")
        offered = _offered(pilot)
        for action in ACTIONS:
            assert f"{action.label}\n{action.help}" in offered
        await pilot.press(*"dry run")
        await until(pilot, lambda: "Theme workbench-light" not in _offered(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Sheet), "the dry run")


async def test_the_palette_opens_an_exchange_by_its_id(tmp_path: Path) -> None:
    app = WorkbenchApp(many(tmp_path, 30))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 30)
        await pilot.press("f", *"lang:fr", "enter")
        await until(pilot, lambda: table(app).line_count == 15)
        await _chosen_in_palette(pilot, "12", "Open exchange 12")
        await until_answer(pilot, 12)
        # The filter hid it, so it was taken away.
        await until(pilot, lambda: table(app).selected == 12)


async def test_the_palette_chooses_tabs_themes_and_recent_filters(tmp_path: Path) -> None:
    app = WorkbenchApp(many(tmp_path))
    app.workbench.app_state.remember(filters="lang:fr [red]x[/red]")
    app.workbench.app_state.remember(filters="lang:fr")
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 3)
        await _chosen_in_palette(pilot, "tab raw", "Tab Raw")
        await until(pilot, lambda: answer_pane(app).tab == "raw")
        await _chosen_in_palette(pilot, "theme workbench-light", "Theme workbench-light")
        await until(pilot, lambda: app.theme == "workbench-light")
        assert StateFile(app.workbench.app_state.path).state.theme == "workbench-light"
        await pilot.press("ctrl+p")
        await until(pilot, lambda: _palette_is_open(pilot))
        await pilot.press(*"filter lang")
        await until_shown(pilot, "Filter lang:fr [red]x[/red]")
        await pilot.press("escape", "escape")
        await _chosen_in_palette(pilot, "filter lang:fr", "Filter lang:fr")
        await until(pilot, lambda: table(app).line_count == 2)


async def test_the_palette_uses_a_profile(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[profiles.bank-a]\ninstance = "toolbox"\n[profiles.b]\nproduction = true\n')
    app = WorkbenchApp(Workbench(many(tmp_path).path, config=config))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 3)
        await _chosen_in_palette(pilot, "profile bank-a", "Use profile bank-a")
        await until(pilot, lambda: main_screen(app).form.profile == "bank-a")


async def test_a_theme_that_was_chosen_is_there_the_next_time(tmp_path: Path) -> None:
    workbench = many(tmp_path)
    app = WorkbenchApp(workbench)
    async with app.run_test(size=WIDE) as pilot:
        await until_answer(pilot, 3)
        main_screen(app).act("theme")
        await until(pilot, lambda: isinstance(app.screen, Choose))
        offers = app.screen.query_one(OptionList)
        offers.highlighted = offers.get_option_index("nord")
        await pilot.press("enter")
        await until(pilot, lambda: app.theme == "nord")
    assert WorkbenchApp(Workbench(workbench.path)).theme == "nord"


async def test_a_theme_of_the_configuration_wins(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('theme = "gruvbox"\n')
    workbench = Workbench(many(tmp_path).path, config=config)
    workbench.app_state.keep(theme="nord")
    assert WorkbenchApp(workbench).theme == "gruvbox"


# -- jump letters ---------------------------------------------------------------------------------


def _letters(pilot: Pilot[int]) -> list[tuple[int, int, str]]:
    found = []
    for y, line in enumerate(screen_text(pilot).splitlines()):
        found += [(x, y, c) for x, c in enumerate(line)]
    return found


async def test_letters_lead_to_every_field_and_tab(tmp_path: Path) -> None:
    app = WorkbenchApp(many(tmp_path))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 3)
        for wanted in ("f-state", "filter", "f-headers", "send", "f-lang"):
            await pilot.press("ctrl+o")
            await until(pilot, lambda: isinstance(app.screen, Jump))
            assert isinstance(app.screen, Jump)
            widget = main_screen(app).query_one(f"#{wanted}")
            place = next(
                number
                for number, target in enumerate(app.screen._targets)
                if (target.x, target.y) == widget.region.offset
            )
            await pilot.press(LETTERS[place])
            await until(pilot, lambda w=widget: app.focused is w, wanted)  # type: ignore[misc]
        await pilot.press("ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, Jump))
        jump = app.screen
        assert isinstance(jump, Jump)
        bar = main_screen(app).query_one("TabBar").region
        at_tabs = [n for n, t in enumerate(jump._targets) if bar.contains(t.x, t.y)]
        assert len(at_tabs) == 10
        await pilot.press(LETTERS[at_tabs[6]])
        await until(pilot, lambda: answer_pane(app).tab == "raw")
        await until(pilot, lambda: app.focused is answer_pane(app).view)


async def test_letters_stand_on_what_they_lead_to_and_esc_leaves(tmp_path: Path) -> None:
    app = WorkbenchApp(many(tmp_path))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 3)
        before = app.focused
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(app.screen, Jump))
        assert isinstance(app.screen, Jump)
        first = app.screen._targets[0]
        await until(
            pilot,
            lambda: (first.x + 1, first.y, LETTERS[0]) in _letters(pilot),
            "the first letter on its place",
        )
        await pilot.press("escape")
        await until(pilot, lambda: app.focused is before)


# -- help -----------------------------------------------------------------------------------------


async def test_help_tells_of_the_widget_its_pane_and_everything(tmp_path: Path) -> None:
    app = WorkbenchApp(many(tmp_path))
    async with app.run_test(size=(120, 90), notifications=True) as pilot:
        await until_answer(pilot, 3)
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(app.screen, Help))
        lines = app.screen.query_one(LineList)
        await until(pilot, lambda: lines.line_count > 0)
        text = text_of(lines)
        assert "newest first" in text
        assert any(line.startswith("up  k") and "Up" in line for line in text.splitlines())
        assert any(line.startswith("/  f") for line in text.splitlines())
        await pilot.press("f1")
        assert app.screen is main_screen(app)


async def test_help_is_there_over_any_screen(tmp_path: Path) -> None:
    app = WorkbenchApp(many(tmp_path))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 3)
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, Exporting))
        await pilot.press("f1")
        await until_shown(pilot, "Tab or right takes what is offered")
        await pilot.press("escape")
        assert isinstance(app.screen, Exporting)


# -- the screen's picture -------------------------------------------------------------------------


async def test_the_screen_is_written_here_over_nothing_and_with_a_warning(
    tmp_path: Path, here: Path
) -> None:
    app = WorkbenchApp(many(tmp_path))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 3)
        for count in (1, 2, 3):
            await pilot.press("f9")
            await until(pilot, lambda c=count: len(list(here.iterdir())) == c)  # type: ignore[misc]
        await until_shown(pilot, "NOT redacted")
    for path in sorted(here.glob("*")):  # noqa: ASYNC240 # the app has ended
        assert path.name.startswith("authorize-workbench-")
        assert path.suffix == ".svg"
        assert path.read_text().startswith("<svg")
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


# -- leaving --------------------------------------------------------------------------------------


async def test_leaving_asks_while_a_task_runs(tmp_path: Path) -> None:
    go_on = threading.Event()
    app = WorkbenchApp(many(tmp_path))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 3)

        def work(on_progress: object) -> str:
            assert go_on.wait(20)
            return "over"

        main_screen(app).run_task("Something long", work)
        await until_shown(pilot, "Something long")
        for key in ("q", "ctrl+q"):
            await pilot.press(key)
            await until(pilot, lambda: isinstance(app.screen, Confirm))
            await until_shown(pilot, "Still running: Something long")
            await pilot.press("n")
            assert app.screen is main_screen(app)
        go_on.set()
        await until_shown(pilot, "over")
        await pilot.press("q")
        await until(pilot, lambda: app._exit)
    assert app.return_value == 0


async def test_several_tasks_have_a_line_each_and_one_is_cancelled(tmp_path: Path) -> None:
    go_on = threading.Event()
    app = WorkbenchApp(many(tmp_path))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 3)

        def work(on_progress: OnProgress) -> str:
            done = 0
            while not go_on.wait(0.01):
                done += 1
                on_progress(Progress(min(done, 900), 1000, "working"))
            return "over"

        main_screen(app).run_task("First", work)
        await until_shown(pilot, "ctrl+g cancel")
        main_screen(app).run_task("Second", work)
        await until(pilot, lambda: screen_text(pilot).count("ctrl+g cancel") == 2)
        await until_shown(pilot, "of 1,000")
        await until_shown(pilot, "/s")
        await until_shown(pilot, "left")
        await until_shown(pilot, "█")
        await pilot.press("ctrl+g")
        await until(pilot, lambda: isinstance(app.screen, Choose))
        await pilot.press("enter")
        await until(pilot, lambda: [t.name for t in main_screen(app).tasks.running] == ["Second"])
        await pilot.press("ctrl+g")
        await until(pilot, lambda: not main_screen(app).tasks.running)
        await until(pilot, lambda: not main_screen(app).query_one("#tasks").display)
