"""How what lies around and over the panes looks at three sizes, held as pictures."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from tests.app_stage import history_of, main_screen, until, until_answer, until_shown
from tests.test_app_screens import (  # noqa: F401 # fixtures that are used by their names
    SIMULATOR,
    Snap,
    app_on,
    in_utc,
    kept,
    size,
    snap_compare,
)
from workbench.cli.in_app import AppCommands
from workbench.service.workbench import Workbench
from workbench.tui.app import WorkbenchApp
from workbench.tui.screens.jump import Jump
from workbench.tui.task_lines import Going, TaskLines


def test_palette(snap_compare: Snap, tmp_path: Path, size: tuple[int, int]) -> None:  # noqa: F811
    async def before(pilot: Pilot[int]) -> None:
        await until_answer(pilot, 8)
        await pilot.press("ctrl+p")
        await until_shown(pilot, "Send the composed request")
        offers = pilot.app.screen.query_one(OptionList)
        await until(pilot, lambda: "Theme workbench-light" in str(offers.options[-1].prompt))

    app = app_on(tmp_path, kept(), SIMULATOR)
    assert snap_compare(app, terminal_size=size, run_before=before)


def test_jump(snap_compare: Snap, tmp_path: Path, size: tuple[int, int]) -> None:  # noqa: F811
    async def before(pilot: Pilot[int]) -> None:
        await until_answer(pilot, 8)
        await pilot.press("ctrl+o")
        await until(pilot, lambda: isinstance(pilot.app.screen, Jump))

    app = app_on(tmp_path, kept(), SIMULATOR)
    assert snap_compare(app, terminal_size=size, run_before=before)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("", "authorize"), ("shwo 8", "did you mean 'show'")],
    ids=["empty", "error"],
)
def test_command(
    snap_compare: Snap,  # noqa: F811
    tmp_path: Path,
    size: tuple[int, int],  # noqa: F811
    typed: str,
    shown: str,
) -> None:
    workbench = history_of(tmp_path, kept())
    app = WorkbenchApp(workbench, simulator_url=SIMULATOR, commands=AppCommands(workbench.path))

    async def before(pilot: Pilot[int]) -> None:
        await until_answer(pilot, 8)
        await pilot.press("colon")
        await until(pilot, lambda: getattr(pilot.app.focused, "id", "") == "command-input")
        await pilot.press(*typed)
        if shown.startswith("did"):
            await pilot.press("enter")
        await until_shown(pilot, shown)

    assert snap_compare(app, terminal_size=size, run_before=before)


def test_command_offers(
    snap_compare: Snap,  # noqa: F811
    tmp_path: Path,
    size: tuple[int, int],  # noqa: F811
) -> None:
    workbench = history_of(tmp_path, kept())
    app = WorkbenchApp(workbench, simulator_url=SIMULATOR, commands=AppCommands(workbench.path))

    async def before(pilot: Pilot[int]) -> None:
        await until_answer(pilot, 8)
        await pilot.press("colon")
        await until(pilot, lambda: getattr(pilot.app.focused, "id", "") == "command-input")
        # At once: what is offered on the way to it comes from a thread for each key.
        line = pilot.app.screen.query_one("#command-input", Input)
        line.value = "show --"
        line.cursor_position = len(line.value)
        await until_shown(pilot, "--request")

    assert snap_compare(app, terminal_size=size, run_before=before)


def test_tasks(snap_compare: Snap, tmp_path: Path, size: tuple[int, int]) -> None:  # noqa: F811
    async def before(pilot: Pilot[int]) -> None:
        await until_answer(pilot, 8)
        assert isinstance(pilot.app, WorkbenchApp)
        main_screen(pilot.app).query_one(TaskLines).show(
            (
                Going(0, "Deleted 3 exchanges", None, "for good in 24 s", "u undo"),
                Going(
                    1,
                    "Import captured-on-tuesday.har",
                    0.42,
                    "4,200 of 10,000 (42 %)  120/s  48 s left",
                    "ctrl+g cancel",
                ),
                Going(2, "Reindex", None, "reading …", "ctrl+g cancel"),
            )
        )
        await until_shown(pilot, "48 s left")

    app = app_on(tmp_path, kept(), SIMULATOR)
    assert snap_compare(app, terminal_size=size, run_before=before)


@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        (("space", "space", "x"), "marked (2)"),
        (("i",), "Import a file"),
        (("v",), "Raw answer"),
    ],
    ids=["export", "import", "open"],
)
def test_dialog(
    snap_compare: Snap,  # noqa: F811
    tmp_path: Path,
    size: tuple[int, int],  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    keys: tuple[str, ...],
    shown: str,
) -> None:
    for variable, program in (("PAGER", "cat"), ("VISUAL", "sh")):
        monkeypatch.setenv(variable, program)

    async def before(pilot: Pilot[int]) -> None:
        await until_answer(pilot, 8)
        # At 80x24 the app opens on another pane than at the larger sizes.
        await pilot.press("2", *keys)
        await until_shown(pilot, shown)

    app = app_on(tmp_path, kept(), SIMULATOR)
    assert snap_compare(app, terminal_size=size, run_before=before)


def test_keys_in_conflict(
    snap_compare: Snap,  # noqa: F811
    tmp_path: Path,
    size: tuple[int, int],  # noqa: F811
) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[keys]\ncopy = "d"\nsend = "f5"\n')
    app = WorkbenchApp(Workbench(history_of(tmp_path, kept()).path, config=config))

    async def before(pilot: Pilot[int]) -> None:
        await until_answer(pilot, 8)
        await pilot.press("f1")
        await until_shown(pilot, "Copy gets it")

    assert snap_compare(app, terminal_size=size, run_before=before)


def test_light(snap_compare: Snap, tmp_path: Path, size: tuple[int, int]) -> None:  # noqa: F811
    async def before(pilot: Pilot[int]) -> None:
        await until_answer(pilot, 8)

    app = app_on(tmp_path, kept(), SIMULATOR)
    app.theme = "workbench-light"
    assert snap_compare(app, terminal_size=size, run_before=before)
