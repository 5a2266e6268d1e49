"""The Answer pane: finding a text, and going from what is said to where it stands in the bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.app_stage import (
    answer_pane,
    history_of,
    screen_text,
    until,
    until_answer,
    until_shown,
)
from tests.exchanges import simulated
from workbench.tui.app import WorkbenchApp
from workbench.tui.line_list import LineList
from workbench.tui.text_view import TextView

WIDE = (120, 40)


async def open_tab(pilot: Pilot[int], key: str) -> TextView | LineList:
    app = pilot.app
    assert isinstance(app, WorkbenchApp)
    await until_answer(pilot, 1)
    pane = answer_pane(app)
    await pilot.press("3")
    pane.choose(key)
    view = pane.view
    assert isinstance(view, TextView | LineList)
    await until(pilot, lambda: view.line_count > 0 and view.size.width)
    view.focus()
    await pilot.pause()
    return view


def on(
    path: Path, scenario: str = "form", state: str | None = None, lang: str | None = None
) -> WorkbenchApp:
    kept = simulated(1, scenario=scenario, state=state, lang=lang)
    return WorkbenchApp(history_of(path, [kept]))


def marked(view: TextView) -> str:
    """The characters that are marked as found."""
    style = view.ink("found")
    height = view.size.height
    segments = [one for y in range(height) for one in view.render_line(y)]
    return "".join(
        one.text
        for one in segments
        if one.style is not None and one.style.bgcolor == style.bgcolor and style.bgcolor
    )


async def test_a_text_is_found_again_and_again_in_both_directions(tmp_path: Path) -> None:
    app = on(tmp_path)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        view = await open_tab(pilot, "body")
        assert isinstance(view, TextView)
        await pilot.press("slash", *"HIDDEN", "enter")
        await until(pilot, lambda: marked(view) == "hidden")
        first = view.cursor
        await pilot.press("n")
        await until(pilot, lambda: view.cursor > first)
        await pilot.press("N")
        await until(pilot, lambda: view.cursor == first)
        await pilot.press("N")
        await until(pilot, lambda: view.cursor > first + 5)
        await pilot.press("slash", "ctrl+a", "ctrl+k", *"nowhere", "enter")
        await until_shown(pilot, "Nothing here holds nowhere")


async def test_lines_and_bytes_are_searched_too(tmp_path: Path) -> None:
    app = on(tmp_path)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        view = await open_tab(pilot, "form")
        await pilot.press("slash", *"resumepath", "enter")
        assert isinstance(view, LineList)
        await until(pilot, lambda: view.opened is not None and view.opened.name == "resumePath")
        raw = await open_tab(pilot, "raw")
        assert isinstance(raw, TextView)
        await pilot.press("b")
        await until(pilot, lambda: "48 54 54 50" in screen_text(pilot))
        await pilot.press("slash", "ctrl+a", "ctrl+k", *"ConnectionId", "enter")
        await until(pilot, lambda: raw.cursor > 0)
        at = app.workbench.get(1).raw.index(b"connectionId")
        assert raw.cursor == at // 16


@pytest.mark.parametrize(
    ("key", "name", "tab", "there"),
    [
        ("form", "provider_id", "body", "4"),
        ("form", "lang", "body", "en"),
    ],
)
async def test_an_input_is_shown_where_it_stands(
    tmp_path: Path, key: str, name: str, tab: str, there: str
) -> None:
    app = on(tmp_path, lang="en")
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        view = await open_tab(pilot, key)
        assert isinstance(view, LineList)
        view.cursor = next(
            index
            for index, line in enumerate(view.lines)
            if line.opens is not None and line.opens.name == name
        )
        await pilot.press("w")
        pane = answer_pane(app)
        await until(pilot, lambda: pane.tab == tab)
        body = pane.view
        assert isinstance(body, TextView)
        await until(pilot, lambda: there in marked(body))
        assert name in screen_text(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: pane.tab == key)
        await pilot.press("escape")
        await until(pilot, lambda: app.focused is not None and app.focused.id == "history-table")


async def test_evidence_of_a_finding_leads_to_its_place_in_head_body_or_request(
    tmp_path: Path,
) -> None:
    app = on(tmp_path, scenario="broken", state="test")
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        view = await open_tab(pilot, "findings")
        assert isinstance(view, LineList)
        pane = answer_pane(app)
        exchange = app.workbench.get(1)
        seen = {one.evidence for one in exchange.findings}
        for path in seen:
            place = app.workbench.place(exchange, path)
            if place is None:
                continue
            view.cursor = next(
                index
                for index, line in enumerate(view.lines)
                if line.opens is not None and line.opens.text == path
            )
            await pilot.press("enter")
            await until(pilot, lambda tab=place.part: pane.tab == tab)  # type: ignore[misc]
            text = pane.view
            assert isinstance(text, TextView)
            await until(pilot, lambda text=text: marked(text))  # type: ignore[misc]
            await pilot.press("backspace")
            await until(pilot, lambda: pane.tab == "findings")
        assert {path.partition(".")[0].partition("[")[0] for path in seen} >= {"request", "forms"}


async def test_what_stands_nowhere_says_so(tmp_path: Path) -> None:
    app = on(tmp_path)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        view = await open_tab(pilot, "timing")
        assert isinstance(view, LineList)
        await pilot.press("w")
        await until_shown(pilot, "stands at no single place")
