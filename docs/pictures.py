"""Draws the pictures of README.md and docs/app.md: the real app on answers of the simulator.

    python docs/pictures.py [NAME ...]

It makes exchanges as the simulator answers them, at fixed times, from fixed random numbers and for
one port, opens the app on them without a terminal, goes where each picture is taken, and writes
`docs/pictures/NAME.svg`. So a picture changes only when the app does. `lines_of` reads the text of
a picture again; a test compares it with what the app shows now.
"""

from __future__ import annotations

import asyncio
import html
import os
import re
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from workbench.history import Store
from workbench.inspection.reading import read
from workbench.model.capture import Capture, Timing
from workbench.model.exchange import Exchange
from workbench.model.request import AuthorizeRequest
from workbench.service.simulation import RETURN_TO, demo_requests
from workbench.service.workbench import Workbench
from workbench.simulator import SCENARIOS, answer
from workbench.tui.app import WorkbenchApp
from workbench.tui.screens.diff import DiffScreen
from workbench.tui.screens.main import MainScreen

FOLDER = Path(__file__).parent / "pictures"
BASE_URL = "http://127.0.0.1:8080"
MOMENT = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
# What came before the demonstration's three calls: scenarios, oldest first.
_BEFORE = (
    "form", "server-error", "form", "rate-limited", "missing-inputs", "form", "both", "none",
    "french", "access-denied", "block-page", "form", "state-damaged", "oauth-error", "form",
)  # fmt: skip
_GOOD, _BROKEN = len(_BEFORE), len(_BEFORE) + 3
_DATE = re.compile(rb"(?<=\r\nDate: )[^\r]*")
_FONT = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)
_TEXT = re.compile(r'<text [^>]*?x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)</text>')
_DEADLINE_S = 60.0

Go = Callable[[Pilot[int], MainScreen], Awaitable[None]]


class Picture(NamedTuple):
    """A name, a size in cells, the way to where it is taken, and what stands on it there."""

    name: str
    size: tuple[int, int]
    go: Go
    shows: tuple[str, ...]


# -- where they are taken ---------------------------------------------------------------------


async def _nowhere(pilot: Pilot[int], screen: MainScreen) -> None:
    del pilot, screen


def _tab(key: str, id: int, *keys: str) -> Go:
    async def go(pilot: Pilot[int], screen: MainScreen) -> None:
        await screen.go_to_exchange(id)
        await _until_shown(pilot, (f"Answer {id}",))
        screen.go_to_tab(key)
        await at_rest(pilot)
        await pilot.press(*keys)

    return go


async def _diff(pilot: Pilot[int], screen: MainScreen) -> None:
    del pilot
    comparison = screen.workbench.compare(_GOOD, _BROKEN)
    screen.app.push_screen(DiffScreen(screen.workbench, comparison))


async def _compose(pilot: Pilot[int], screen: MainScreen) -> None:
    for name, value in (
        ("institution_id", "42"),
        ("redirect_uri", "http://app.example.com/return#done"),
        ("tag", "TCK-1204"),
    ):
        screen.query_one(f"#f-{name}", Input).value = value
    screen.action_pane_compose()
    await pilot.press("tab")


async def _filter(pilot: Pilot[int], screen: MainScreen) -> None:
    await pilot.press("slash")
    # At once: on the way to it other filters would be tried.
    field = screen.query_one("#filter", Input)
    field.value = "lang:fr s"
    field.cursor_position = len(field.value)


async def _help(pilot: Pilot[int], screen: MainScreen) -> None:
    del screen
    await pilot.press("question_mark")


async def _palette(pilot: Pilot[int], screen: MainScreen) -> None:
    del screen
    await pilot.press("ctrl+p", *"copy")


WIDE, NARROW = (120, 36), (80, 24)
PICTURES = (
    Picture("app", WIDE, _nowhere, ("Answer 18", "policy forbids")),
    Picture("app-80x24", NARROW, _nowhere, ("Answer 18", "policy forbids")),
    Picture("form", WIDE, _tab("form", _GOOD), ("Answer 15", "what it is")),
    Picture("decoded", WIDE, _tab("decoded", _GOOD), ("Answer 15", "base64 > deflate > json")),
    Picture("findings", WIDE, _tab("findings", _BROKEN), ("Answer 18", "seen in")),
    Picture("diff", WIDE, _diff, ("Diff 15", "content-security-policy")),
    Picture("compose", WIDE, _compose, ("The return address has",)),
    Picture("filter", WIDE, _filter, ("from then on", "Answer 17")),
    Picture("help", NARROW, _help, ("Help", "What was asked")),
    Picture("palette", NARROW, _palette, ("Copy as HTTPie",)),
)


# -- what is shown in them --------------------------------------------------------------------


def exchanges() -> list[Exchange]:
    """Some calls and the demonstration's three, as the simulator answers them, at fixed times."""
    ids = {scenario.name: scenario.institution_id for scenario in SCENARIOS}
    calls = [
        AuthorizeRequest(
            base_url=BASE_URL,
            institution_id="42" if name == "form" else ids[name],
            redirect_uri=RETURN_TO,
            state=f"Vb0Rk3LpZt9aWc5uYeH8-{number:04}",
            lang="fr" if number % 3 == 1 else "en",
            tag=f"TCK-{1180 + number}",
        )
        for number, name in enumerate(_BEFORE)
    ]
    calls += demo_requests(BASE_URL)
    first_at = MOMENT - timedelta(seconds=130 * len(_BEFORE))
    return [
        Exchange(_capture(call, first_at + timedelta(seconds=130 * place), seed), read)
        for seed, (place, call) in enumerate(enumerate(calls), 1)
    ]


def _capture(request: AuthorizeRequest, moment: datetime, seed: int) -> Capture:
    host = BASE_URL.partition("://")[2]
    target = request.url.removeprefix(BASE_URL)
    headers = [("Host", host), *request.headers]
    lines = [f"GET {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers), "", ""]
    received = answer(target, headers=headers, rng=Random(seed), host=host)
    date = f"{moment:%a, %d %b %Y %H:%M:%S GMT}".encode()
    waited = 40.0 + seed * 37 % 110
    return Capture(
        url=request.url,
        sent="\r\n".join(lines).encode(),
        received=_DATE.sub(date, received),
        started_at=moment,
        timing=Timing(connect=0.4, first_byte=waited, total=waited + 0.5),
        peer=host,
    )


# -- drawing ----------------------------------------------------------------------------------


async def draw(picture: Picture) -> str:
    """The picture as SVG."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["WORKBENCH_STATE"] = str(Path(folder) / "state.json")
        file = Path(folder) / "demo.sqlite3"
        with Store.open(file) as store:
            store.insert_many([replace(one, origin="simulator") for one in exchanges()])
        workbench = Workbench(file, demo=True, config=Path(folder) / "none.toml")
        app = WorkbenchApp(workbench, simulator_url=BASE_URL, open_id=_BROKEN)
        async with app.run_test(size=picture.size) as pilot:
            screen = app.screen
            assert isinstance(screen, MainScreen)
            await _until_drawn(pilot, screen)
            await picture.go(pilot, screen)
            await _until_shown(pilot, picture.shows)
            await at_rest(pilot)
            _be_that_day(screen)
            # Textual may have drawn a dialog before what lies under it.
            app.screen.refresh()
            await at_rest(pilot)
            drawn = app.export_screenshot(title="workbench --demo")
        workbench.close()
    return _alone(drawn)


def _be_that_day(screen: MainScreen) -> None:
    """The list shows times of the present day by the clock; in the pictures that day is MOMENT's.
    Cursors that blink are drawn."""
    table = screen.history.table
    table._today = f"{MOMENT:%Y-%m-%d}"  # noqa: SLF001 # the app has no other day than today
    table.refresh()
    for place in screen.app.screen.query(Input):
        place.cursor_blink = False
    for area in screen.app.screen.query(TextArea):
        area.cursor_blink = False


async def _until_drawn(pilot: Pilot[int], screen: MainScreen) -> None:
    deadline = time.monotonic() + _DEADLINE_S
    while time.monotonic() < deadline:
        await pilot.pause(0.02)
        view = screen.answer.view
        if view is not None and view.line_count and view.region.area:
            return
    raise TimeoutError("the app never drew its answer")


async def _until_shown(pilot: Pilot[int], wanted: tuple[str, ...]) -> None:
    """Wait until all of that stands on the screen."""
    deadline = time.monotonic() + _DEADLINE_S
    while True:
        text = "\n".join(lines_of(pilot.app.export_screenshot()))
        if all(one in text for one in wanted):
            return
        if time.monotonic() > deadline:
            raise TimeoutError(f"never seen: {wanted}\n{text}")
        await pilot.pause(0.05)


async def at_rest(pilot: Pilot[int]) -> None:
    """Wait until the screen stays the same."""
    deadline = time.monotonic() + _DEADLINE_S
    same, before = 0, ""
    while same < 4:
        if time.monotonic() > deadline:
            raise TimeoutError("the screen never came to rest")
        await pilot.pause(0.06)
        now = pilot.app.export_screenshot()
        same, before = (same + 1, before) if now == before else (0, now)


def _alone(picture: str) -> str:
    """The picture without fonts from elsewhere and with names that do not vary."""
    picture = _FONT.sub("", picture)
    return re.sub(r"terminal-\d+", "terminal", picture)


def lines_of(picture: str) -> list[str]:
    """The text of a picture, line by line from the top, without the blanks that only place it."""
    found: dict[float, list[tuple[float, str]]] = {}
    for x, y, text in _TEXT.findall(picture):
        found.setdefault(float(y), []).append((float(x), html.unescape(text)))
    lines = ("".join(text for _, text in sorted(found[y])) for y in sorted(found))
    return [" ".join(line.replace("\xa0", " ").split()) for line in lines]


def be_in_utc() -> None:
    """Local times in the pictures are UTC."""
    os.environ["TZ"] = "UTC"
    time.tzset()


async def main(names: list[str]) -> None:
    """Those pictures, or all."""
    be_in_utc()
    FOLDER.mkdir(exist_ok=True)
    for picture in PICTURES:
        if not names or picture.name in names:
            drawn = await draw(picture)
            (FOLDER / f"{picture.name}.svg").write_text(drawn, encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
