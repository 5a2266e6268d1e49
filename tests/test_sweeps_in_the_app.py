"""A sweep from inside the app: typed, taken from Compose, asked about, cancelled, told."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from textual.widgets import Input

from tests.app_stage import history_of, main_screen, until, until_shown
from tests.test_commands_in_the_app import typed
from tests.wire_server import ANSWER, Connection, WireServer
from workbench.cli.in_app import AppCommands
from workbench.tui.app import WorkbenchApp
from workbench.tui.screens.ask import Confirm
from workbench.tui.screens.sheet import Sheet

WIDE = (120, 40)


@pytest.fixture
def app(tmp_path: Path) -> WorkbenchApp:
    workbench = history_of(tmp_path)
    return WorkbenchApp(workbench, commands=AppCommands(workbench.path))


async def test_a_sweep_is_typed_and_its_result_is_shown(app: WorkbenchApp, simulator: str) -> None:
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_shown(pilot, "Nothing is kept here yet")
        await typed(
            pilot,
            f"sweep --base-url {simulator} --redirect-uri https://app.example.com/cb --state auto"
            " --each institution_id=42,9101 --each lang=en,fr --rate off",
        )
        await until(pilot, lambda: isinstance(app.screen, Sheet))
        await until_shown(pilot, "4 calls: 4 answered")
        await until_shown(pilot, "form for institution_id=42, location for institution_id=9101")
        await pilot.press("escape")
        await until_shown(pilot, "history · 4 kept")


async def test_what_is_not_typed_comes_from_compose(app: WorkbenchApp) -> None:
    with WireServer() as server:
        async with app.run_test(size=WIDE, notifications=True) as pilot:
            await until_shown(pilot, "Nothing is kept here yet")
            screen = main_screen(app)
            screen.query_one("#f-where", Input).value = server.url
            screen.query_one("#f-tag", Input).value = "TCK-1"
            await pilot.press("m")
            line = screen.command_line().input
            await until(pilot, lambda: line.value == "sweep --each institution_id=")
            await pilot.press("1", "comma", "2", "enter")
            await until(pilot, lambda: isinstance(app.screen, Sheet))
        heads = [head.decode() for head in server.requests]
        assert sorted(head.partition("institution_id=")[2][0] for head in heads) == ["1", "2"]
        states = {head.partition("state=")[2].partition("&")[0] for head in heads}
        assert len(states) == 2
        assert all("tag=TCK-1" in head for head in heads)


@pytest.mark.parametrize("key", ["n", "escape"])
async def test_another_machine_is_asked_about_and_no_sends_nothing(
    app: WorkbenchApp, key: str
) -> None:
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_shown(pilot, "Nothing is kept here yet")
        await typed(pilot, "sweep --instance toolbox --each institution_id=1,2,3")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await until_shown(pilot, "Send 3 calls to toolbox-api.private.fin.ag (SANDBOX)?")
        await pilot.press(key)
        await until(pilot, lambda: not isinstance(app.screen, Confirm))
        assert not main_screen(app).tasks.running
        assert app.workbench.kept() == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sweep", "nothing varies"),
        ("sweep --each lang", "has no '='"),
        ("sweep --each lang=en,fr --insecure", "a sweep here has no --insecure"),
        ("sweep --each lang=en,fr --concurrency 0", "0 calls at once"),
    ],
)
async def test_what_is_wrong_is_said_at_the_line(app: WorkbenchApp, text: str, said: str) -> None:
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_shown(pilot, "Nothing is kept here yet")
        await typed(pilot, text)
        await until_shown(pilot, said)
        assert app.workbench.kept() == 0


async def test_a_sweep_is_cancelled_like_any_task(app: WorkbenchApp) -> None:
    second = threading.Event()

    def behave(connection: Connection) -> None:
        while connection.read_request():
            if len(server.requests) > 1:
                second.set()
            connection.send(ANSWER)

    with WireServer(behave) as server:
        async with app.run_test(size=WIDE, notifications=True) as pilot:
            await until_shown(pilot, "Nothing is kept here yet")
            numbers = ",".join(map(str, range(500)))
            await typed(
                pilot, f"sweep --base-url {server.url} --each institution_id={numbers} --rate 20"
            )
            await until_shown(pilot, "Sweep, 500 calls")
            await until(pilot, second.is_set)
            await pilot.press("ctrl+g")
            await until_shown(pilot, "Cancelled")
            assert 0 < app.workbench.count("status:302") < 500
            assert len(server.requests) < 500
