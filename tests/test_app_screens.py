"""How each screen looks at three sizes, held as pictures: a change of look is a visible diff."""

from __future__ import annotations

import os
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from tests.app_stage import (
    answer_pane,
    history_of,
    main_screen,
    settled,
    until,
    until_answer,
    until_shown,
)
from tests.exchanges import dated, refused, simulated
from workbench.model.capture import Certificate, Timing, TlsFacts
from workbench.model.exchange import Exchange
from workbench.tui.app import WorkbenchApp

SIZES = {"80x24": (80, 24), "120x40": (120, 40), "200x50": (200, 50)}
Snap = Callable[..., bool]
Before = Callable[[Pilot[int]], Awaitable[None]]


@pytest.fixture(autouse=True)
def in_utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Local times are shown; here they are UTC."""
    before = os.environ.get("TZ")
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    if before is None:
        monkeypatch.delenv("TZ")
    else:
        monkeypatch.setenv("TZ", before)
    time.tzset()


@pytest.fixture
def snap_compare(snap_compare: Snap) -> Snap:
    """The plug-in's comparison, of a screen that has come to rest."""

    def compare(
        app: WorkbenchApp, *, terminal_size: tuple[int, int], run_before: Before | None = None
    ) -> bool:
        async def before(pilot: Pilot[int]) -> None:
            if run_before is not None:
                await run_before(pilot)
            screen = pilot.app.screen
            for box in screen.query(Input):
                box.cursor_blink = False
            for area in screen.query(TextArea):
                area.cursor_blink = False
            # Textual may have drawn a dialog before what lies under it: draw it once more.
            await settled(pilot)
            screen.refresh()
            await settled(pilot)

        try:
            return snap_compare(app, terminal_size=terminal_size, run_before=before)
        finally:
            # The plug-in keeps every app for its report, and each holds open files.
            app.workbench.close()

    return compare


@pytest.fixture(params=list(SIZES))
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """One of the three sizes."""
    return SIZES[request.param]


def still(exchange: Exchange) -> Exchange:
    """The exchange in a year that has passed, with the Date of that time: a list shows such times
    alike on every day, and nothing varies."""
    assert exchange.started_at is not None
    moment = exchange.started_at.replace(year=2024)
    received = dated(exchange.capture.received, moment)
    capture = replace(exchange.capture, received=received, started_at=moment)
    return replace(exchange, capture=capture)


def kept() -> list[Exchange]:
    """A small history of several kinds of answers, the broken one last."""
    scenarios = ("form", "location", "form", "bad-lang", "form", "location")
    exchanges = [
        simulated(
            seed,
            scenario=None if scenario == "bad-lang" else scenario,  # type: ignore[arg-type]
            institution_id=str(40 + seed),
            lang="xx" if scenario == "bad-lang" else ("en", "fr")[seed % 2],
            ms=20 * seed + 0.5,
        )
        for seed, scenario in enumerate(scenarios, 1)
    ]
    exchanges[2] = replace(exchanges[2], labels=("TCK-77",), note="the bank was down")
    exchanges.append(refused(7))
    exchanges.append(simulated(8, scenario="broken", institution_id="42", lang="en", tag="TCK-77"))
    return [still(exchange) for exchange in exchanges]


def over_tls() -> Exchange:
    """A live call over TLS, with a certificate of long life (its dates are told in days)."""
    now = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    certificate = Certificate(
        subject="CN=toolbox-api.private.fin.ag",
        issuer="CN=Example CA",
        names=("toolbox-api.private.fin.ag",),
        not_before=now - timedelta(days=300),
        not_after=now + timedelta(days=66),
        serial="1234",
        sha256="ab" * 32,
    )
    facts = TlsFacts("TLSv1.3", "TLS_AES_256_GCM_SHA384", "http/1.1", True, "x", (certificate,))
    plain = still(simulated(1, instance="toolbox"))
    timing = Timing(dns=3.2, connect=11.5, tls=24.0, first_byte=140.0, total=143.5)
    return replace(plain, capture=replace(plain.capture, tls=facts, timing=timing))


def app_on(path: Path, exchanges: list[Exchange], target: str | None = None) -> WorkbenchApp:
    return WorkbenchApp(history_of(path, exchanges), simulator_url=target)


SIMULATOR = "http://127.0.0.1:4001"


def test_main(snap_compare: Snap, tmp_path: Path, size: tuple[int, int]) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await until_answer(pilot, 8)

    app = app_on(tmp_path, kept(), SIMULATOR)
    assert snap_compare(app, terminal_size=size, run_before=before)


def test_empty(snap_compare: Snap, tmp_path: Path, size: tuple[int, int]) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await until_shown(pilot, "Nothing is kept here yet")

    assert snap_compare(app_on(tmp_path, [], SIMULATOR), terminal_size=size, run_before=before)


def test_compose(snap_compare: Snap, tmp_path: Path, size: tuple[int, int]) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await until_answer(pilot, 8)
        await pilot.press("r")
        await until(pilot, lambda: "42" in str(main_screen_input(pilot)))
        await pilot.press("tab")

    app = app_on(tmp_path, kept(), SIMULATOR)
    assert snap_compare(app, terminal_size=size, run_before=before)


def test_compose_warns(snap_compare: Snap, tmp_path: Path, size: tuple[int, int]) -> None:
    async def before(pilot: Pilot[int]) -> None:
        from textual.widgets import Input

        await until_shown(pilot, "Nothing is kept here yet")
        await pilot.press("1")
        assert isinstance(pilot.app, WorkbenchApp)
        screen = main_screen(pilot.app)
        screen.query_one("#f-redirect_uri", Input).value = "http://app.example.com/cb#top"
        screen.query_one("#f-tag", Input).value = "<b>"
        screen.query_one("#f-redirect_uri").focus()
        await until_shown(pilot, "The return address has")

    assert snap_compare(app_on(tmp_path, [], SIMULATOR), terminal_size=size, run_before=before)


def main_screen_input(pilot: Pilot[int]) -> str:
    from textual.widgets import Input

    assert isinstance(pilot.app, WorkbenchApp)
    return main_screen(pilot.app).query_one("#f-institution_id", Input).value


TABS = {
    "form": "what it is",
    "decoded": "base64 > deflate",
    "findings": "source",
    "body": "<title>Submit Form</title>",
    "raw": "HTTP/1.1 302 Found␍␊",
}


@pytest.mark.parametrize("tab", list(TABS))
def test_tabs(snap_compare: Snap, tmp_path: Path, size: tuple[int, int], tab: str) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await until_answer(pilot, 8)
        assert isinstance(pilot.app, WorkbenchApp)
        answer_pane(pilot.app).choose(tab)
        await pilot.press("3")
        await until_shown(pilot, TABS[tab])

    app = app_on(tmp_path, kept(), SIMULATOR)
    assert snap_compare(app, terminal_size=size, run_before=before)


def test_hex(snap_compare: Snap, tmp_path: Path, size: tuple[int, int]) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await until_answer(pilot, 8)
        assert isinstance(pilot.app, WorkbenchApp)
        answer_pane(pilot.app).choose("raw")
        await pilot.press("3", "b")
        await until_shown(pilot, "48 54 54 50")

    app = app_on(tmp_path, kept(), SIMULATOR)
    assert snap_compare(app, terminal_size=size, run_before=before)


def test_a_refused_call(snap_compare: Snap, tmp_path: Path, size: tuple[int, int]) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await until_answer(pilot, 1)
        await pilot.press("3")
        await until_shown(pilot, "nobody listens")

    app = app_on(tmp_path, [refused(1)])
    assert snap_compare(app, terminal_size=size, run_before=before)


def test_help(snap_compare: Snap, tmp_path: Path, size: tuple[int, int]) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await until_answer(pilot, 8)
        await pilot.press("question_mark")
        await until_shown(pilot, "PgUp")

    app = app_on(tmp_path, kept(), SIMULATOR)
    assert snap_compare(app, terminal_size=size, run_before=before)


def test_diff(snap_compare: Snap, tmp_path: Path, size: tuple[int, int]) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await until_answer(pilot, 8)
        await pilot.press("2", "space", "end", "d")
        await until_shown(pilot, "Diff 1 → 8")
        await until_shown(pilot, "institution_id")

    app = app_on(tmp_path, kept(), SIMULATOR)
    assert snap_compare(app, terminal_size=size, run_before=before)


def test_copy(snap_compare: Snap, tmp_path: Path, size: tuple[int, int]) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await until_answer(pilot, 8)
        await pilot.press("y")
        await until_shown(pilot, "As curl")

    app = app_on(tmp_path, kept(), SIMULATOR)
    assert snap_compare(app, terminal_size=size, run_before=before)


def test_filter_error(snap_compare: Snap, tmp_path: Path, size: tuple[int, int]) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await until_answer(pilot, 8)
        await pilot.press("slash")
        assert isinstance(pilot.app, WorkbenchApp)
        # At once: on the way to it one would pass filters that fit.
        main_screen(pilot.app).query_one("#filter", Input).value = "lang:fr statos:302"
        await until_shown(pilot, "did you mean")

    app = app_on(tmp_path, kept(), SIMULATOR)
    assert snap_compare(app, terminal_size=size, run_before=before)


def test_dry_run(snap_compare: Snap, tmp_path: Path, size: tuple[int, int]) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await until_answer(pilot, 8)
        assert isinstance(pilot.app, WorkbenchApp)
        from textual.widgets import Input

        main_screen(pilot.app).query_one("#f-state", Input).value = "a-fixed-state"
        await pilot.press("ctrl+t")
        await until_shown(pilot, "GET /v3")

    app = app_on(tmp_path, kept(), SIMULATOR)
    assert snap_compare(app, terminal_size=size, run_before=before)


def test_timing_over_tls(snap_compare: Snap, tmp_path: Path, size: tuple[int, int]) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await until_answer(pilot, 1)
        assert isinstance(pilot.app, WorkbenchApp)
        answer_pane(pilot.app).choose("timing")
        await pilot.press("3")
        await until_answer(pilot, 1)

    assert snap_compare(app_on(tmp_path, [over_tls()]), terminal_size=size, run_before=before)


async def test_tls_tells_dates_in_words(tmp_path: Path) -> None:
    app = app_on(tmp_path, [over_tls()])
    async with app.run_test(size=(120, 40)) as pilot:
        await until_answer(pilot, 1)
        answer_pane(app).choose("tls")
        await until_shown(pilot, "TLSv1.3")
        await until_shown(pilot, "expires in 6")


def test_too_small(snap_compare: Snap, tmp_path: Path) -> None:
    assert snap_compare(app_on(tmp_path, []), terminal_size=(50, 12))
