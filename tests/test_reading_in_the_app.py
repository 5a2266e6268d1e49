"""The Answer pane: finding a text, and going from what is said to where it stands in the bytes."""

from __future__ import annotations

import base64
from pathlib import Path
from time import perf_counter

import pytest
from textual.pilot import Pilot

from tests.app_stage import (
    answer_pane,
    history_of,
    main_screen,
    screen_text,
    text_of,
    until,
    until_answer,
    until_shown,
)
from tests.exchanges import answered, simulated
from workbench.service.actions import ACTIONS
from workbench.tui.app import WorkbenchApp
from workbench.tui.bindings import READING, spelled
from workbench.tui.line_list import LineList
from workbench.tui.screens.help import Help
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


# -- folding --------------------------------------------------------------------------------------

RETURNS = "https://app.example.com/callback"


def line_with(view: LineList, text: str) -> int:
    """The number of the first line on show that holds this text."""
    return next(index for index, line in enumerate(text_of(view).splitlines()) if text in line)


@pytest.mark.parametrize(("tab", "name"), [("form", "▾ state"), ("decoded", "▾ forms[0].state")])
async def test_a_value_is_folded_and_unfolded_by_key(tmp_path: Path, tab: str, name: str) -> None:
    app = on(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        view = await open_tab(pilot, tab)
        assert isinstance(view, LineList)
        whole = text_of(view)
        head = line_with(view, name)
        view.cursor = head
        await pilot.press("z")
        await until(pilot, lambda: view.line_count < len(whole.splitlines()))
        assert RETURNS not in text_of(view)
        assert "▸" in screen_text(pilot)
        assert view.cursor == head
        await pilot.press("right")
        await until(pilot, lambda: text_of(view) == whole)
        assert "▸" not in screen_text(pilot)
        # From a line within, left goes to what it stands in, and folds that.
        view.cursor = line_with(view, RETURNS)
        await pilot.press("left")
        await until(pilot, lambda: view.cursor == head)
        await pilot.press("left")
        await until(pilot, lambda: RETURNS not in text_of(view))
        await pilot.press("z")
        await until(pilot, lambda: text_of(view) == whole)
        # From a line within, z folds what it stands in.
        view.cursor = line_with(view, RETURNS)
        await pilot.press("z")
        await until(pilot, lambda: RETURNS not in text_of(view))
        assert view.cursor == head


async def test_everything_is_folded_and_unfolded_by_one_key(tmp_path: Path) -> None:
    app = on(tmp_path)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        view = await open_tab(pilot, "decoded")
        assert isinstance(view, LineList)
        whole = text_of(view)
        await pilot.press("Z")
        count = len(app.workbench.get(1).decoded)
        await until(pilot, lambda: view.line_count == 2 * count - 1)
        await pilot.press("Z")
        await until(pilot, lambda: text_of(view) == whole)
        await open_tab(pilot, "timing")
        await pilot.press("Z")
        await until_shown(pilot, "Nothing here folds")


async def test_a_click_on_the_sign_folds_and_beside_it_does_not(tmp_path: Path) -> None:
    app = on(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        view = await open_tab(pilot, "form")
        assert isinstance(view, LineList)
        whole, head = text_of(view), line_with(view, "▾ REF")
        await pilot.click(view, offset=(1, head))
        await until(pilot, lambda: "identity provider" not in text_of(view))
        await pilot.click(view, offset=(1, head))
        await until(pilot, lambda: text_of(view) == whole)
        view.cursor = 0
        await pilot.click(view, offset=(6, head))
        await until(pilot, lambda: view.cursor == head)
        assert text_of(view) == whole


async def test_folds_stay_while_the_same_exchange_is_shown(tmp_path: Path) -> None:
    workbench = history_of(tmp_path, [simulated(1), simulated(2)])
    app = WorkbenchApp(workbench)
    async with app.run_test(size=WIDE) as pilot:
        await until_answer(pilot, 2)
        await pilot.press("3")
        pane = answer_pane(app)
        pane.choose("form")
        await until_shown(pilot, RETURNS)
        view = pane.view
        assert isinstance(view, LineList)
        view.focus()
        await pilot.press("Z")
        await until(pilot, lambda: RETURNS not in text_of(view))
        view.cursor = 5
        # Another tab, another width, a label: all the same exchange.
        await pilot.press("t", "T")
        main_screen(app).show_again(2)
        before = pane.answer
        await until(pilot, lambda: pane.answer is not before)
        await pilot.resize_terminal(100, 40)
        await until(pilot, lambda: view.line_count and view.size.width < 100)
        assert RETURNS not in text_of(view)
        assert view.cursor == 5
        main_screen(app).open_exchange(1)
        await until_answer(pilot, 1)
        await until(pilot, lambda: RETURNS in text_of(view))


async def test_what_is_found_in_a_fold_is_unfolded(tmp_path: Path) -> None:
    app = on(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        view = await open_tab(pilot, "form")
        assert isinstance(view, LineList)
        await pilot.press("Z")
        await until(pilot, lambda: RETURNS not in text_of(view))
        pane = answer_pane(app)
        pane._wanted = "app.example.com/callback"
        await pilot.press("n")
        await until(pilot, lambda: RETURNS in text_of(view))
        assert view.cursor == line_with(view, RETURNS)


async def test_branches_fold_within_branches(tmp_path: Path) -> None:
    inner = b'{"account": {"holder": {"name": "Zoe"}, "kind": "cheque"}, "last": 1}'
    value = base64.urlsafe_b64encode(inner).rstrip(b"=")
    page = b"<form action='https://a.example/'><input type=hidden name=state value='%s'></form>"
    head = b"HTTP/1.1 302 Found\r\nContent-Type: text/html\r\n\r\n"
    app = WorkbenchApp(history_of(tmp_path, [answered(head + page % value)]))
    async with app.run_test(size=WIDE) as pilot:
        view = await open_tab(pilot, "decoded")
        assert isinstance(view, LineList)
        view.cursor = line_with(view, "▾ holder")
        await pilot.press("z")
        await until(pilot, lambda: "Zoe" not in text_of(view))
        assert "cheque" in text_of(view)
        view.cursor = line_with(view, "account")
        await pilot.press("z")
        await until(pilot, lambda: "cheque" not in text_of(view))
        assert "last" in text_of(view)
        await pilot.press("z")
        await until(pilot, lambda: "cheque" in text_of(view))
        assert "Zoe" not in text_of(view)
        assert view.find("zoe")
        assert "Zoe" in text_of(view)


async def test_thousands_of_inputs_fold_at_once(tmp_path: Path) -> None:
    value = base64.urlsafe_b64encode(b'{"r": "https://app.example.com/", "s": [1, 2, 3]}')
    inputs = b"".join(
        b"<input type=hidden name=state%d value=%s>" % (n, value) for n in range(5000)
    )
    page = b"<form action='https://a.example/'>" + inputs + b"</form>"
    head = b"HTTP/1.1 302 Found\r\nContent-Type: text/html\r\n\r\n"
    app = WorkbenchApp(history_of(tmp_path, [answered(head + page)]))
    async with app.run_test(size=WIDE) as pilot:
        view = await open_tab(pilot, "form")
        assert isinstance(view, LineList)
        whole = view.line_count
        assert whole > 2000
        spent = []
        for _ in range(6):
            start = perf_counter()
            view.toggle_every_fold()
            spent.append(perf_counter() - start)
        assert view.line_count == whole
        assert min(spent) < 0.1


# -- keys -----------------------------------------------------------------------------------------


async def test_no_key_of_an_action_is_hidden_unseen(tmp_path: Path) -> None:
    """In an answer three keys do the like of what they do elsewhere; help says so."""
    app = on(tmp_path)
    keys = {key: action for action in ACTIONS if not action.anywhere for key in action.keys}
    async with app.run_test(size=(120, 120)) as pilot:
        for tab in ("form", "raw"):
            view = await open_tab(pilot, tab)
            own = {
                key: binding.description
                for node in (view, answer_pane(app))
                for key, binding in node._bindings
            }
            assert set(own) & set(keys) == {"slash", "f", "n"}
            assert set(READING) <= {*own, "w"}
            await pilot.press("f1")
            await until(pilot, lambda: isinstance(app.screen, Help))
            lines = app.screen.query_one(LineList)
            await until(pilot, lambda lines=lines: lines.line_count > 0)  # type: ignore[misc]
            text = " ".join(text_of(lines).split())
            for key in ("slash", "f", "n"):
                assert f"Here {spelled(key)} is: {own[key]}." in text
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is main_screen(app))
