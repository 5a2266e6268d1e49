"""A stage for tests of the app: a history of exact exchanges, and waiting for what is seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from time import monotonic

from textual.pilot import Pilot
from textual.widget import Widget

from workbench.history import Store
from workbench.model.exchange import Exchange
from workbench.service.workbench import Workbench
from workbench.tui.answer.pane import AnswerPane
from workbench.tui.app import WorkbenchApp
from workbench.tui.header_line import HeaderLine
from workbench.tui.history.table import HistoryTable
from workbench.tui.line_list import LineList
from workbench.tui.screens.main import MainScreen

DEADLINE_S = 20.0


def history_of(path: Path, exchanges: Iterable[Exchange] = ()) -> Workbench:
    """A workbench on a fresh history that holds these exchanges."""
    file = path / "history.sqlite3"
    with Store.open(file) as store:
        store.insert_many(list(exchanges))
    return Workbench(file, config=path / "no-config.toml")


async def until(pilot: Pilot[int], seen: Callable[[], object], what: str = "") -> None:
    """Go on as soon as it is so; fail with the screen's text when it does not come about."""
    deadline = monotonic() + DEADLINE_S
    while not seen():
        if monotonic() > deadline:
            raise AssertionError(f"never seen: {what}\n{screen_text(pilot)}")
        await pilot.pause(0.01)


def screen_text(pilot: Pilot[int]) -> str:
    """What stands on the screen, line by line."""
    screen = pilot.app.screen
    width, height = screen.size
    lines = screen._compositor.render_strips()
    del width
    return "\n".join(line.text.rstrip() for line in lines[:height])


async def until_shown(pilot: Pilot[int], text: str) -> None:
    """Wait until that text stands on the screen."""
    await until(pilot, lambda: text in screen_text(pilot), repr(text))


def main_screen(app: WorkbenchApp) -> MainScreen:
    """The main screen, also while another one lies over it."""
    return next(screen for screen in app.screen_stack if isinstance(screen, MainScreen))


def table(app: WorkbenchApp) -> HistoryTable:
    """The history's table."""
    return main_screen(app).query_one(HistoryTable)


def answer_pane(app: WorkbenchApp) -> AnswerPane:
    """The Answer pane."""
    return main_screen(app).query_one(AnswerPane)


async def until_answer(pilot: Pilot[int], id_: int) -> None:
    """Wait until that exchange is shown and drawn."""
    app = pilot.app
    assert isinstance(app, WorkbenchApp)

    def drawn() -> bool:
        if not main_screen(app).query(AnswerPane):
            return False
        pane = answer_pane(app)
        if not main_screen(app).query_one(HeaderLine).kept:
            return False
        if pane.answer is None or pane.answer.exchange.id != id_:
            return False
        view = pane.view
        hidden = view is not None and view.size.width == 0
        return hidden or (view is not None and view.line_count > 0)

    await until(pilot, drawn, f"answer {id_}")


def text_of(widget: Widget) -> str:
    """What a line list holds, on the screen or not."""
    assert isinstance(widget, LineList)
    return "\n".join("".join(span.text for span in line.spans) for line in widget.lines)


async def settled(pilot: Pilot[int]) -> None:
    """Wait until the picture of the screen, with all that lies under it, stays the same."""
    deadline = monotonic() + DEADLINE_S
    same, before = 0, ""
    while same < 3:
        if monotonic() > deadline:
            raise AssertionError(f"the screen never came to rest\n{screen_text(pilot)}")
        await pilot.pause(0.05)
        now = pilot.app.export_screenshot()
        same, before = (same + 1, before) if now == before else (0, now)
