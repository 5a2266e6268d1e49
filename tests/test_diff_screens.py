"""How the comparison looks at three sizes, in meaning and as text, and that each of its actions can
be had by key, by mouse and from the palette."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from tests.app_stage import (
    history_of,
    main_screen,
    screen_text,
    table,
    until,
    until_answer,
    until_shown,
)
from tests.exchanges import simulated
from tests.test_app_screens import SIZES, Before, Snap, in_utc, snap_compare
from workbench.tui.app import WorkbenchApp
from workbench.tui.screens.diff import DIFF_ACTIONS, DiffKeys, DiffScreen

__all__ = ["in_utc", "snap_compare"]


def two(tmp_path: Path) -> WorkbenchApp:
    return WorkbenchApp(
        history_of(tmp_path, [simulated(1, lang="en"), simulated(2, lang="fr", tag="TCK-7")])
    )


async def compared(pilot: Pilot[int]) -> None:
    await until_answer(pilot, 2)
    await pilot.press("2", "space", "end", "d")
    await until_shown(pilot, "Diff 1 → 2")
    await until_shown(pilot, "lang")


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("keys", ["meaning", "text", "every"])
def test_diff(snap_compare: Snap, tmp_path: Path, size: tuple[int, int], keys: str) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await compared(pilot)
        if keys == "text":
            await pilot.press("t")
            await until_shown(pilot, "text of the bodies")
        elif keys == "every":
            await pilot.press("v")
            await until(pilot, lambda: "v shows them" not in screen_text(pilot))

    run_before: Before = before
    assert snap_compare(two(tmp_path), terminal_size=size, run_before=run_before)


@pytest.mark.parametrize("size", [(80, 24), (200, 50)], ids=str)
async def test_every_hint_is_whole_and_can_be_clicked(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    app = two(tmp_path)
    async with app.run_test(size=size, notifications=True) as pilot:
        await compared(pilot)
        keys = app.screen.query_one(DiffKeys)
        places = {hint.action: (start + 1, end) for start, end, hint in keys.placed()}
        assert set(places) == {action.id for action in DIFF_ACTIONS if action.shown}
        assert max(end for _, end in places.values()) <= size[0]

        async def click(action: str) -> None:
            await pilot.click(DiffKeys, offset=(places[action][0], 0))

        await click("swap")
        await until_shown(pilot, "Diff 2 → 1")
        await click("every")
        await until(pilot, lambda: "v shows them" not in screen_text(pilot))
        await click("copy")
        await until(pilot, lambda: app.clipboard.startswith("Diff 2 → 1"))
        await click("text")
        await until_shown(pilot, "text of the bodies")
        await click("close")
        await until(pilot, lambda: not isinstance(app.screen, DiffScreen))


async def test_the_palette_has_every_action_of_the_comparison(tmp_path: Path) -> None:
    app = two(tmp_path)
    async with app.run_test(size=(120, 40)) as pilot:
        await compared(pilot)
        await pilot.press("ctrl+p")
        await until_shown(pilot, "The other one first.")
        for action in DIFF_ACTIONS:
            assert action.id == "palette" or action.help.rstrip(".") in screen_text(pilot)
        app.screen.query_one(Input).value = "swap"
        await until(pilot, lambda: "Go back." not in screen_text(pilot))
        await pilot.press("enter")
        await until_shown(pilot, "Diff 2 → 1")


async def test_with_none_or_one_marked_it_is_said_what_to_do(tmp_path: Path) -> None:
    app = two(tmp_path)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await until_answer(pilot, 2)
        await pilot.press("2", "d")
        await until_shown(pilot, "Mark an exchange with space")
        table(app).take_marks({2: None})
        await until(pilot, lambda: table(app).selected == 2)
        await pilot.press("d")
        await until_shown(pilot, "Only 2 is marked")
        assert app.screen is main_screen(app)


async def test_with_three_marked_the_last_two_are_compared_and_that_is_said(
    tmp_path: Path,
) -> None:
    app = WorkbenchApp(history_of(tmp_path, [simulated(n) for n in (1, 2, 3)]))
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await until_answer(pilot, 3)
        table(app).take_marks({2: None, 1: None, 3: None})
        await pilot.press("2", "d")
        await until_shown(pilot, "Diff 1 → 3")
        await until_shown(pilot, "3 are marked: these two, 1 and 3")
