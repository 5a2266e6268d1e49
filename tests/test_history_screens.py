"""How the History pane looks at three sizes, held as pictures."""

from __future__ import annotations

from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input

from tests.app_stage import main_screen, table, until, until_answer, until_shown
from tests.test_app_screens import (  # noqa: F401 # fixtures that are used by their names
    SIMULATOR,
    Snap,
    app_on,
    in_utc,
    kept,
    size,
    snap_compare,
)
from workbench.tui.app import WorkbenchApp
from workbench.vocabulary import ALL_COLUMNS


def test_offers(snap_compare: Snap, tmp_path: Path, size: tuple[int, int]) -> None:  # noqa: F811
    async def before(pilot: Pilot[int]) -> None:
        await until_answer(pilot, 8)
        await pilot.press("slash", *"lang:en s")
        await until_shown(pilot, "from then on")
        await pilot.press("down", "down")

    app = app_on(tmp_path, kept(), SIMULATOR)
    assert snap_compare(app, terminal_size=size, run_before=before)


def test_offers_beside_an_error(
    snap_compare: Snap,  # noqa: F811
    tmp_path: Path,
    size: tuple[int, int],  # noqa: F811
) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await until_answer(pilot, 8)
        await pilot.press("slash")
        assert isinstance(pilot.app, WorkbenchApp)
        # At once: on the way to it one would pass filters that fit.
        main_screen(pilot.app).query_one("#filter", Input).value = "lang:fr status:"
        await until_shown(pilot, "has no value")
        await until_shown(pilot, "5xx")

    app = app_on(tmp_path, kept(), SIMULATOR)
    assert snap_compare(app, terminal_size=size, run_before=before)


def test_columns(snap_compare: Snap, tmp_path: Path, size: tuple[int, int]) -> None:  # noqa: F811
    async def before(pilot: Pilot[int]) -> None:
        await until_answer(pilot, 8)
        await pilot.press("c")
        await until_shown(pilot, "Milliseconds in all.")
        await pilot.press("j", "j", "j", "space")

    app = app_on(tmp_path, kept(), SIMULATOR)
    assert snap_compare(app, terminal_size=size, run_before=before)


def test_sorted_and_marked(
    snap_compare: Snap,  # noqa: F811
    tmp_path: Path,
    size: tuple[int, int],  # noqa: F811
) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await until_answer(pilot, 8)
        assert isinstance(pilot.app, WorkbenchApp)
        screen = main_screen(pilot.app)
        screen.history.sort_by("institution")
        await until(pilot, lambda: table(screen.app).window.ids[0] == 1)  # type: ignore[arg-type]
        await pilot.press("g", "shift+down", "shift+down")
        await until_answer(pilot, table(pilot.app).selected or 0)
        await until_shown(pilot, "3 marked")

    app = app_on(tmp_path, kept(), SIMULATOR)
    assert snap_compare(app, terminal_size=size, run_before=before)


def test_every_column(
    snap_compare: Snap,  # noqa: F811
    tmp_path: Path,
    size: tuple[int, int],  # noqa: F811
) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await until_answer(pilot, 8)
        assert isinstance(pilot.app, WorkbenchApp)
        main_screen(pilot.app).history.use_columns(ALL_COLUMNS)

    app = app_on(tmp_path, kept(), SIMULATOR)
    assert snap_compare(app, terminal_size=size, run_before=before)
