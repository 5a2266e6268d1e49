"""Draws the pictures of the README: the real app on a broken answer of the simulator.

    python docs/pictures.py

It starts the simulator and the app without a terminal, makes the demonstration's calls, and writes
`docs/pictures/app.svg` and `docs/pictures/app-80x24.svg`. What differs each time (port, ids, date,
times) is made the same, so that a picture changes only when the app does.
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from textual.pilot import Pilot

from workbench.history import Store
from workbench.model.capture import Capture, Timing
from workbench.model.exchange import Exchange
from workbench.model.request import AuthorizeRequest
from workbench.service.simulation import demo_requests
from workbench.service.workbench import Workbench
from workbench.simulator import answer
from workbench.tui.app import WorkbenchApp
from workbench.tui.screens.main import MainScreen

FOLDER = Path(__file__).parent / "pictures"
SIZES = {"app": (120, 36), "app-80x24": (80, 24)}
BASE_URL = "http://127.0.0.1:8080"
MOMENT = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
_DATE = re.compile(rb"(?<=\r\nDate: )[^\r]*")
_FONT = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)
_DEADLINE_S = 30.0


def demonstration() -> list[Exchange]:
    """The demonstration's three exchanges as the simulator answers them, at fixed times."""
    from workbench.inspection.reading import read

    return [
        Exchange(_capture(request, MOMENT + timedelta(seconds=13 * place), seed), read)
        for seed, (place, request) in enumerate(enumerate(demo_requests(BASE_URL)), 1)
    ]


def _capture(request: AuthorizeRequest, moment: datetime, seed: int) -> Capture:
    host = BASE_URL.partition("://")[2]
    target = request.url.removeprefix(BASE_URL)
    headers = [("Host", host), *request.headers]
    lines = [f"GET {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers), "", ""]
    received = answer(target, headers=headers, rng=Random(seed), host=host)
    date = f"{moment:%a, %d %b %Y %H:%M:%S GMT}".encode()
    return Capture(
        url=request.url,
        sent="\r\n".join(lines).encode(),
        received=_DATE.sub(date, received),
        started_at=moment,
        timing=Timing(connect=0.4, first_byte=2.0 + seed, total=2.5 + seed),
        peer=host,
    )


async def draw(name: str, size: tuple[int, int]) -> None:
    """One picture."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "demo.sqlite3"
        with Store.open(file) as store:
            kept = store.insert_many(
                [replace(exchange, origin="simulator") for exchange in demonstration()]
            )
        workbench = Workbench(file, demo=True, config=Path(folder) / "none.toml")
        app = WorkbenchApp(workbench, simulator_url=BASE_URL, open_id=kept[-1].id)
        async with app.run_test(size=size) as pilot:
            await _until_drawn(pilot)
            picture = app.export_screenshot(title="workbench --demo")
        workbench.close()
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{name}.svg").write_text(_alone(picture), encoding="utf-8")


async def _until_drawn(pilot: Pilot[int]) -> None:
    deadline = time.monotonic() + _DEADLINE_S
    while time.monotonic() < deadline:
        await pilot.pause(0.05)
        screen = pilot.app.screen
        if isinstance(screen, MainScreen):
            view = screen.answer.view
            if view is not None and view.line_count and view.region.area:
                # Times are drawn by the day: what is older than today has its date.
                await pilot.pause(0.2)
                return
    raise TimeoutError("the app never drew its answer")


def _alone(picture: str) -> str:
    """The picture without fonts from elsewhere and with names that do not vary."""
    picture = _FONT.sub("", picture)
    return re.sub(r"terminal-\d+", "terminal", picture)


async def main() -> None:
    """All pictures."""
    os.environ["TZ"] = "UTC"
    time.tzset()
    for name, size in SIZES.items():
        await draw(name, size)


if __name__ == "__main__":
    asyncio.run(main())
