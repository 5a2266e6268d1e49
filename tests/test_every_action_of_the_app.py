"""Every action of the table does something that one sees, by its key and by its name; and what it
opens closes once, however many keys come."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from tests.app_stage import history_of, main_screen, screen_text, table, until, until_answer
from tests.exchanges import simulated
from workbench.cli.in_app import AppCommands
from workbench.service.actions import ACTIONS, Action
from workbench.tui.app import WorkbenchApp

WIDE = (120, 40)
# What must be there first, by keys.
FIRST: dict[str, tuple[str, ...]] = {
    "clear": ("1", "7", "7"),
    "diff": ("space", "space"),
    "fold": ("3", "t"),
    "fold_all": ("3", "t"),
    "hex": ("3", "t", "t", "t", "t", "t", "t"),
    "mark_to_here": ("space", "j"),
    "pane_history": ("1",),
    "previous_error": ("g",),
    "undo": ("delete",),
    "unmark": ("space",),
}


def opened(path: Path) -> WorkbenchApp:
    kept = [
        simulated(n, institution_id=str(40 + n), scenario="broken" if n in (2, 4) else "form")
        for n in range(1, 6)
    ]
    workbench = history_of(path, kept)
    return WorkbenchApp(workbench, commands=AppCommands(workbench.path))


def state(pilot: Pilot[int]) -> tuple[object, ...]:
    """What one sees, and where one is."""
    app = pilot.app
    assert isinstance(app, WorkbenchApp)
    focused = app.screen.focused
    return (
        screen_text(pilot),
        len(app.screen_stack),
        focused.id if focused is not None else None,
        app.theme,
        tuple(table(app).marks),
        app._exit,
    )


@pytest.mark.parametrize(
    ("action", "key"),
    [(action, key) for action in ACTIONS for key in (*action.keys[:1], "")],
    ids=lambda value: value.id if isinstance(value, Action) else value or "by name",
)
async def test_it_does_something_that_one_sees(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, action: Action, key: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PAGER", "cat")
    monkeypatch.setenv("EDITOR", "true")
    app = opened(tmp_path)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 5)
        await pilot.press(*FIRST.get(action.id, ()))
        await pilot.pause(0.3)
        before = state(pilot)
        if key:
            await pilot.press(key)
        else:
            main_screen(app).run_worker(main_screen(app).run_action(action.id))
        await until(pilot, lambda: state(pilot) != before, action.id)


@pytest.mark.parametrize(
    ("opens", "closes"),
    [
        ("ctrl+o", "!"),
        ("f1", "escape"),
        ("ctrl+p", "escape"),
        ("x", "escape"),
        ("y", "escape"),
        ("L", "enter"),
        ("c", "escape"),
    ],
)
async def test_keys_that_come_together_close_it_once(
    tmp_path: Path, opens: str, closes: str
) -> None:
    app = opened(tmp_path)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 5)
        await pilot.press("2", opens)
        await until(pilot, lambda: len(app.screen_stack) > 1)
        for _ in range(4):
            app.post_message(events.Key(closes, closes if len(closes) == 1 else None))
        await until(pilot, lambda: len(app.screen_stack) == 1)
        await pilot.pause(0.2)
        assert app.screen is main_screen(app)
