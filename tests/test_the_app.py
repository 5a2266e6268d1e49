"""What a person does in the app, by keyboard and mouse, on a real history and a real simulator."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, TextArea

from tests.app_stage import (
    answer_pane,
    history_of,
    main_screen,
    screen_text,
    table,
    text_of,
    until,
    until_answer,
    until_shown,
)
from tests.exchanges import refused, simulated
from workbench.history import Store
from workbench.model.exchange import Exchange
from workbench.service.actions import ACTIONS
from workbench.service.telling import told
from workbench.service.workbench import Workbench
from workbench.simulator import Simulator
from workbench.tui.app import WorkbenchApp
from workbench.tui.line_list import LineList
from workbench.tui.screens.ask import AskText, Confirm
from workbench.tui.screens.choose import Choose
from workbench.tui.screens.diff import DiffScreen
from workbench.tui.screens.help import Help
from workbench.tui.screens.sheet import Sheet

WIDE = (120, 40)
SMALL = (80, 24)


def three(path: Path) -> Workbench:
    return history_of(
        path,
        [
            simulated(1, institution_id="42", lang="en"),
            simulated(2, scenario="location", institution_id="43", lang="fr"),
            simulated(3, scenario="broken", institution_id="44", tag="TCK-77"),
        ],
    )


# -- opening --------------------------------------------------------------------------------------


async def test_it_opens_on_the_newest_exchange_and_says_where_send_goes(tmp_path: Path) -> None:
    app = WorkbenchApp(three(tmp_path))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 3)
        text = screen_text(pilot)
        assert "SANDBOX" in text.splitlines()[0]
        assert "toolbox-api.private.fin.ag" in text.splitlines()[0]
        assert "3 kept" in text.splitlines()[0]
        for pane in ("Compose", "History", "Answer 3"):
            assert pane in text


async def test_it_opens_on_a_given_exchange(tmp_path: Path) -> None:
    app = WorkbenchApp(three(tmp_path), open_id=1)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 1)
        assert table(app).selected == 1


async def test_an_empty_history_teaches_and_names_the_host(tmp_path: Path) -> None:
    app = WorkbenchApp(history_of(tmp_path), simulator_url="http://127.0.0.1:4001")
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_shown(pilot, "Press ctrl+j to send the first call to 127.0.0.1:4001")
        assert "SIMULATOR" in screen_text(pilot).splitlines()[0]


async def test_safe_draws_no_answer_until_asked(tmp_path: Path) -> None:
    app = WorkbenchApp(three(tmp_path), safe=True)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_shown(pilot, "exchange 3 is not drawn")
        assert answer_pane(app).answer is None
        await pilot.press("enter")
        await until_answer(pilot, 3)


async def test_a_small_terminal_shows_one_pane_at_a_time(tmp_path: Path) -> None:
    app = WorkbenchApp(three(tmp_path))
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await until_answer(pilot, 3)
        for key, pane in (("1", "compose"), ("escape", "history"), ("3", "answer")):
            await pilot.press(key)
            shown = [name for name in ("compose", "history", "answer") if _is_seen(app, name)]
            assert shown == [pane]


async def test_a_tiny_terminal_says_so_and_recovers(tmp_path: Path) -> None:
    app = WorkbenchApp(three(tmp_path))
    async with app.run_test(size=(50, 12), notifications=True) as pilot:
        await until_shown(pilot, "needs a terminal of 60x16")
        await pilot.resize_terminal(*WIDE)
        await until_answer(pilot, 3)
        await until_shown(pilot, "Answer 3")


def _is_seen(app: WorkbenchApp, name: str) -> bool:
    widget = main_screen(app).query_one(f"#{name}")
    return widget.region.area > 0 and all(
        node.display for node in widget.ancestors_with_self if hasattr(node, "display")
    )


# -- sending --------------------------------------------------------------------------------------


async def test_sending_by_keyboard_alone_keeps_and_shows_the_answer(
    tmp_path: Path, simulator: str
) -> None:
    app = WorkbenchApp(history_of(tmp_path), simulator_url=simulator)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_shown(pilot, "Nothing is kept here yet")
        await pilot.press("1", *"42", "tab", *"https://a.example/x", "ctrl+j")
        await until_answer(pilot, 1)
        exchange = app.workbench.get(1)
        assert exchange.request.param("institution_id") == "42"
        assert exchange.request.param("redirect_uri") == "https://a.example/x"
        assert exchange.origin == "simulator"
        await until(pilot, lambda: table(app).selected == 1)


async def test_each_send_has_a_fresh_state_unless_one_is_typed(
    tmp_path: Path, simulator: str
) -> None:
    app = WorkbenchApp(history_of(tmp_path), simulator_url=simulator)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await pilot.press("ctrl+j")
        await until(pilot, lambda: app.workbench.kept() == 1)
        await pilot.press("ctrl+j")
        await until(pilot, lambda: app.workbench.kept() == 2)
        main_screen(app).query_one("#f-state", Input).value = "mine"
        await pilot.press("ctrl+j")
        await until(pilot, lambda: app.workbench.kept() == 3)
        states = [app.workbench.get(n).request.param("state") for n in (1, 2, 3)]
        assert len(set(states)) == 3
        assert states[2] == "mine"


async def test_the_button_sends_by_mouse(tmp_path: Path, simulator: str) -> None:
    app = WorkbenchApp(history_of(tmp_path), simulator_url=simulator)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await pilot.click("#send")
        await until_answer(pilot, 1)


async def test_language_extra_parameters_and_headers_are_sent_as_given(
    tmp_path: Path, simulator: str
) -> None:
    app = WorkbenchApp(history_of(tmp_path), simulator_url=simulator)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        screen = main_screen(app)
        screen.query_one("#f-lang").focus()
        await pilot.press("right", "right")
        screen.query_one("#f-extra", TextArea).text = "lang=\nprompt=login\n"
        screen.query_one("#f-headers", TextArea).text = "Accept: text/html\nX-Two: a b\n-User-Agent"
        await pilot.press("ctrl+j")
        await until_answer(pilot, 1)
        request = app.workbench.get(1).request
        assert [pair for pair in request.params if pair[0] != "state"] == [
            ("lang", "fr"),
            ("lang", ""),
            ("prompt", "login"),
        ]
        assert request.header("Accept") == "text/html"
        assert request.header("X-Two") == "a b"
        assert request.header("User-Agent") is None


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("#f-where", "http://[bad", "cannot be"),
        ("#f-extra", "no equals sign", "line 1: no name=value"),
        ("#f-headers", "A: b\nno colon", "line 2: no Name: value"),
    ],
)
async def test_what_cannot_be_sent_is_said_beside_the_form(
    tmp_path: Path, field: str, text: str, said: str
) -> None:
    app = WorkbenchApp(history_of(tmp_path))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        widget = main_screen(app).query_one(field)
        if isinstance(widget, Input):
            widget.value = text
        else:
            assert isinstance(widget, TextArea)
            widget.text = text
        await pilot.press("ctrl+j")
        await until_shown(pilot, said)
        assert app.workbench.kept() == 0


async def test_the_demonstration_calls_nothing_but_this_machine(
    tmp_path: Path, simulator: str
) -> None:
    app = WorkbenchApp(history_of(tmp_path), simulator_url=simulator)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        main_screen(app).query_one("#f-where", Input).value = "toolbox"
        await pilot.press("ctrl+j")
        await until_shown(pilot, "calls nothing")
        assert app.workbench.kept() == 0


async def test_a_refused_connection_is_an_exchange_like_any_other(tmp_path: Path) -> None:
    server = await asyncio.start_server(lambda r, w: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    app = WorkbenchApp(history_of(tmp_path), simulator_url=f"http://127.0.0.1:{port}")
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await pilot.press("ctrl+j")
        await until_answer(pilot, 1)
        await until_shown(pilot, "failed: connect")
        failure = app.workbench.get(1).failure
        assert failure is not None
        assert failure.cause == "refused"


async def test_calls_under_way_do_not_block_and_can_be_cancelled(tmp_path: Path) -> None:
    simulator = Simulator()
    url = await simulator.start(0, scenario="silent")
    app = WorkbenchApp(history_of(tmp_path, [simulated(1)]), simulator_url=url)
    try:
        async with app.run_test(size=WIDE, notifications=True) as pilot:
            await until_answer(pilot, 1)
            for _ in range(2):
                await pilot.press("ctrl+j")
            await until_shown(pilot, "2 calls under way")
            await pilot.press("3", "right_square_bracket")
            await until_shown(pilot, "what it is")
            await pilot.press("ctrl+g")
            await until(pilot, lambda: app.workbench.kept() == 3, "both kept")
            causes = {failure.kind for n in (2, 3) if (failure := app.workbench.get(n).failure)}
            assert causes == {"cancelled"}
            await until(pilot, lambda: "under way" not in screen_text(pilot))
    finally:
        await simulator.stop()


async def test_a_dry_run_shows_the_exact_bytes_and_sends_nothing(
    tmp_path: Path, simulator: str
) -> None:
    app = WorkbenchApp(history_of(tmp_path), simulator_url=simulator)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        main_screen(app).query_one("#f-institution_id", Input).value = "4 2"
        await pilot.press("ctrl+t")
        await until(pilot, lambda: isinstance(app.screen, Sheet))
        await until_shown(pilot, "GET /v3/oauth/authorize?institution_id=4%202")
        assert "Accept: text/plain␍␊" in screen_text(pilot)
        await pilot.press("escape")
        assert app.workbench.kept() == 0


async def test_production_asks_once(tmp_path: Path, simulator: str) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'[profiles.live]\nbase_url = "{simulator}"\nproduction = true\n')
    workbench = Workbench(tmp_path / "h.sqlite3", "live", config=config)
    app = WorkbenchApp(workbench)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until(pilot, lambda: "PRODUCTION" in screen_text(pilot).splitlines()[0])
        await pilot.press("ctrl+j")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("enter")
        assert not isinstance(app.screen, Confirm)
        assert workbench.kept() == 0
        await pilot.press("ctrl+j")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: workbench.kept() == 1)
        await pilot.press("ctrl+j")
        await until(pilot, lambda: workbench.kept() == 2)


async def test_a_paste_with_line_feeds_sends_nothing(tmp_path: Path, simulator: str) -> None:
    from textual import events

    app = WorkbenchApp(history_of(tmp_path), simulator_url=simulator)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_shown(pilot, "Nothing is kept here yet")
        await pilot.press("1")
        # Without bracketed paste a terminal gives the characters of a paste as keys, in one go.
        keys = [events.Key(c, c) if c != "\n" else events.Key("ctrl+j", None) for c in "42\n43\n"]
        for key in keys:
            key.time = keys[0].time
            app.post_message(key)
        await until_shown(pilot, "looked like a paste")
        app.post_message(events.Paste("a=b\nc=d\n"))
        await pilot.pause()
        assert app.workbench.kept() == 0


# -- history --------------------------------------------------------------------------------------


async def test_moving_through_the_history_shows_each_answer(tmp_path: Path) -> None:
    app = WorkbenchApp(three(tmp_path))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 3)
        for key, id_ in (("j", 2), ("down", 1), ("k", 2), ("g", 3), ("G", 1), ("home", 3)):
            await pilot.press(key)
            await until_answer(pilot, id_)


async def test_a_long_history_is_read_by_windows(tmp_path: Path) -> None:
    one = simulated(1)
    app = WorkbenchApp(history_of(tmp_path, [replace(one) for _ in range(1200)]))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until(pilot, lambda: table(app).line_count == 1200)
        await pilot.press("end")
        await until_answer(pilot, 1)
        await until(pilot, lambda: " 302 " in _last_row(pilot))
        await pilot.press("pageup")
        assert 1 < (table(app).selected or 0) < 30
        held = sum(len(rows) for rows in table(app)._window._rows.values())
        assert held < 1200


def _last_row(pilot: Pilot[int]) -> str:
    return next(line for line in screen_text(pilot).splitlines() if "▌" in line)


async def test_filtering_as_one_types_and_clearing(tmp_path: Path) -> None:
    app = WorkbenchApp(three(tmp_path))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 3)
        await pilot.press("slash", *"lang:fr")
        await until(pilot, lambda: table(app).line_count == 1)
        await until_answer(pilot, 2)
        await until_shown(pilot, "1 of 3")
        await pilot.press("escape")
        await until(pilot, lambda: table(app).line_count == 3)
        await pilot.press("escape")
        assert app.focused is table(app)


async def test_a_filter_that_cannot_be_read_points_at_its_column(tmp_path: Path) -> None:
    app = WorkbenchApp(three(tmp_path))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 3)
        await pilot.press("slash", *"lang:fr statos:302")
        await until_shown(pilot, "statos")
        await until(pilot, lambda: "did you mean" in screen_text(pilot), "the nearest key")
        lines = screen_text(pilot).splitlines()
        typed = next(line for line in lines if "lang:fr statos:302" in line)
        below = lines[lines.index(typed) + 1]
        assert below.index("^") == typed.index("statos")
        # What fitted before still stands there.
        assert table(app).line_count > 0


async def test_nothing_fits_is_said(tmp_path: Path) -> None:
    app = WorkbenchApp(three(tmp_path))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 3)
        await pilot.press("slash", *"status:599")
        await until_shown(pilot, "Nothing fits status:599")
        await until_shown(pilot, "Nothing is selected.")


async def test_rows_of_another_process_appear_and_the_selection_stays(tmp_path: Path) -> None:
    app = WorkbenchApp(three(tmp_path))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 3)
        await pilot.press("down")
        await until_answer(pilot, 2)
        await until(pilot, lambda: main_screen(app)._version is not None)
        with Store.open(app.workbench.path) as other:
            other.insert(simulated(9))
        await until(pilot, lambda: table(app).line_count == 4, "the fourth row")
        assert table(app).selected == 2
        await until_shown(pilot, "4 kept")


async def test_a_click_selects_and_a_double_click_opens(tmp_path: Path) -> None:
    app = WorkbenchApp(three(tmp_path))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 3)
        await pilot.click("#history-table", offset=(10, 2))
        await until_answer(pilot, 1)
        await pilot.click("#history-table", offset=(10, 1), times=2)
        await until_answer(pilot, 2)
        await until(pilot, lambda: answer_pane(app).view is app.focused)


# -- the answer -----------------------------------------------------------------------------------


async def test_every_tab_shows_its_part(tmp_path: Path) -> None:
    app = WorkbenchApp(history_of(tmp_path, [simulated(1, state="mine")]))
    expected = {
        "summary": "302",
        "form": "hidden",
        "decoded": "base64 > deflate > json",
        "findings": "source",
        "head": "HTTP/1.1 302 Found",
        "body": "<title>Submit Form</title>",
        "raw": "HTTP/1.1 302 Found␍␊",
        "request": "GET /v3/oauth/authorize",
        "timing": "waiting",
        "tls": "plain http",
    }
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 1)
        await pilot.press("3")
        for tab, text in expected.items():
            assert answer_pane(app).tab == tab
            await until_shown(pilot, text)
            await pilot.press("right_square_bracket")
        assert answer_pane(app).tab == "summary"
        await pilot.press("left_square_bracket")
        assert answer_pane(app).tab == "tls"


async def test_a_tab_is_chosen_by_mouse(tmp_path: Path) -> None:
    app = WorkbenchApp(history_of(tmp_path, [simulated(1)]))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 1)
        await pilot.click("TabBar", offset=(12, 0))
        assert answer_pane(app).tab == "form"


async def test_raw_can_be_read_as_hex(tmp_path: Path) -> None:
    app = WorkbenchApp(history_of(tmp_path, [simulated(1)]))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 1)
        answer_pane(app).choose("raw")
        await until_shown(pilot, "HTTP/1.1 302 Found␍␊")
        await pilot.press("b")
        await until_shown(pilot, "48 54 54 50 2f 31 2e 31")
        await pilot.press("b")
        await until_shown(pilot, "HTTP/1.1 302 Found␍␊")


async def test_a_value_opens_whole_in_a_sheet(tmp_path: Path) -> None:
    app = WorkbenchApp(history_of(tmp_path, [simulated(1)]))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 1)
        reference = app.workbench.get(1).form["REF"]
        answer_pane(app).choose("form")
        await until_shown(pilot, "what it is")
        await pilot.press("3", "down", "down", "down", "enter")
        await until(pilot, lambda: isinstance(app.screen, Sheet))
        await until_shown(pilot, reference)
        await pilot.press("escape")
        assert not isinstance(app.screen, Sheet)


async def test_a_failed_call_says_so_in_every_tab(tmp_path: Path) -> None:
    app = WorkbenchApp(history_of(tmp_path, [refused(1)]))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 1)
        for tab in ("form", "head", "body", "raw"):
            answer_pane(app).choose(tab)
            await until_shown(pilot, "No answer came")


async def test_a_big_body_is_shown_by_window(tmp_path: Path) -> None:
    line = b"<p>" + b"x" * 77 + b"\n"
    body = line * 60_000
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(body)
    app = WorkbenchApp(history_of(tmp_path, [_answered(head + body)]))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 1)
        answer_pane(app).choose("body")
        await until(pilot, lambda: _lines_in_view(app) >= 60_000, "all lines found")
        await pilot.press("3", "end")
        await until_shown(pilot, "<p>xxxx")
        assert main_screen(app).focused is answer_pane(app).view


def _lines_in_view(app: WorkbenchApp) -> int:
    view = answer_pane(app).view
    return 0 if view is None else view.line_count


# -- what is hostile ------------------------------------------------------------------------------


def _answered(received: bytes) -> Exchange:
    plain = simulated(1)
    return replace(plain, capture=replace(plain.capture, received=received))


HOSTILE = "[red]x[/] [/ [@click=app.quit]q[/] \x1b[2J \x1b]52;c;eA==\x07 \x9b1m \u202etxt \x08 "


async def test_nothing_of_the_wire_acts_on_the_screen(tmp_path: Path) -> None:
    value = HOSTILE.encode()
    page = b"<title>" + value + b"</title><form action='/" + value + b"'>"
    page += b"<input type=hidden name='" + value + b"' value='" + value + b"'></form>"
    head = b"HTTP/1.1 302 " + value + b"\r\nX-Odd: " + value + b"\r\nContent-Type: text/html"
    head += b"\r\nLocation: https://a.example/" + value + b"\r\n\r\n"
    exchange = replace(_answered(head + page), labels=("[red]l",), note="[/] \x1b[2J")
    app = WorkbenchApp(history_of(tmp_path, [exchange]))
    async with app.run_test(size=(200, 50), notifications=True) as pilot:
        await until_answer(pilot, 1)
        for tab in ("summary", "form", "decoded", "findings", "head", "body", "raw", "request"):
            answer_pane(app).choose(tab)
            await pilot.pause()
            text = screen_text(pilot)
            assert not any((c < " " and c != "\n") or "\x7f" <= c < "\xa0" for c in text), tab
            assert "\u202e" not in text, tab
        answer_pane(app).choose("head")
        await until_shown(pilot, "[red]x[/] [/ [@click=app.quit]q[/] \\x1b[2J")
        await until_shown(pilot, "<U+202E>txt")


async def test_ten_thousand_marks_on_one_letter_take_one_cell(tmp_path: Path) -> None:
    body = ("<p>a" + "\u0301" * 10_000 + "b</p>").encode()
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    app = WorkbenchApp(history_of(tmp_path, [_answered(head + body)]))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 1)
        answer_pane(app).choose("body")
        await until_shown(pilot, "marks>")
        assert screen_text(pilot).count("\u0301") < 100


# -- what is done with an exchange ----------------------------------------------------------------


async def test_two_marked_exchanges_are_compared(tmp_path: Path) -> None:
    app = WorkbenchApp(three(tmp_path))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 3)
        await pilot.press("d")
        await until_shown(pilot, "Mark an exchange with space")
        await pilot.press("space", "space")
        assert set(table(app).marks) == {3, 2}
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, DiffScreen))
        await until_shown(pilot, "Diff 2 → 3")
        await until_shown(pilot, "institution_id")
        await pilot.press("v")
        await until(pilot, lambda: "v shows them" not in screen_text(pilot), "every difference")
        await pilot.press("escape")
        assert not isinstance(app.screen, DiffScreen)


@pytest.mark.parametrize("size", [SMALL, (160, 40)])
async def test_the_text_of_both_bodies_is_compared_stepped_through_swapped_and_copied(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    one, other = simulated(1, lang="en", state="s3cret-state-1234"), simulated(2, lang="fr")
    app = WorkbenchApp(history_of(tmp_path, [one, other]))
    async with app.run_test(size=size, notifications=True) as pilot:
        await until_answer(pilot, 2)
        await pilot.press("2", "space", "down", "d")
        await until_shown(pilot, "Diff 1 → 2")
        await pilot.press("t")
        await until_shown(pilot, "text of the bodies")
        view = app.screen.query_one(LineList)
        await until(pilot, lambda: view.line_count > 0)
        marks = [("".join(span.text for span in line.spans)) for line in view.lines]
        beside = any("│" in line for line in marks)
        assert beside == (size != SMALL)
        await pilot.press("n")
        await until(pilot, lambda: view.opened is not None)
        first = view.cursor
        assert view.opened is not None
        assert view.opened.title.startswith("change ")
        await pilot.press("n")
        await until(pilot, lambda: view.cursor > first)
        await pilot.press("N")
        await until(pilot, lambda: view.cursor == first)
        await pilot.press("y")
        await until(pilot, lambda: app.clipboard)
        assert app.clipboard.startswith("Diff 1 → 2, text of the bodies")
        for exchange in (app.workbench.get(1), app.workbench.get(2)):
            assert exchange.form["REF"] not in app.clipboard
        assert "s3cret-state-1234" not in app.clipboard
        await pilot.press("s")
        await until_shown(pilot, "Diff 2 → 1")
        await pilot.press("t")
        await until(pilot, lambda: "text of the bodies" not in screen_text(pilot))
        app.copy_to_clipboard("")
        await pilot.press("y")
        await until(pilot, lambda: app.clipboard)
        assert "s3cret-state-1234" not in app.clipboard
        await pilot.press("escape")
        assert not isinstance(app.screen, DiffScreen)


async def test_a_finding_of_the_summary_leads_to_where_it_is_told_in_the_language_wanted(
    tmp_path: Path,
) -> None:
    history_of(tmp_path, [simulated(1, scenario="broken")]).close()
    config = tmp_path / "config.toml"
    config.write_text('language = "fr"\n', encoding="utf-8")
    app = WorkbenchApp(Workbench(tmp_path / "history.sqlite3", config=config))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 1)
        pane = answer_pane(app)
        await pilot.press("3")
        view = pane.view
        assert isinstance(view, LineList)
        finding = app.workbench.get(1).findings[0]
        title = told(finding, "fr").title
        assert title != finding.title
        at = next(
            n for n, one in enumerate(view.lines) if one.opens and finding.id in one.opens.text
        )
        assert title[:20] in text_of(view)
        view.cursor = at
        await pilot.press("enter")
        await until(pilot, lambda: pane.tab == "findings")
        there = pane.view
        assert isinstance(there, LineList)
        await until(pilot, lambda: there.opened is not None and there.opened.name == finding.id)
        assert title[:20] in text_of(there)
        await pilot.press("escape")
        await until(pilot, lambda: pane.tab == "summary")


async def test_the_marked_one_is_compared_with_the_cursor(tmp_path: Path) -> None:
    app = WorkbenchApp(three(tmp_path))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 3)
        await pilot.press("space", "down", "d")
        await until_shown(pilot, "Diff 1 → 3")


async def test_replay_fills_the_form_and_sends_nothing(tmp_path: Path) -> None:
    kept = simulated(1, institution_id="77", lang="xx", tag="TCK-1", state="kept-state")
    app = WorkbenchApp(history_of(tmp_path, [kept, replace(kept, origin="import")]))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 2)
        await pilot.press("r")
        await until_shown(pilot, "nothing is sent yet")
        screen = main_screen(app)
        fields = {
            key: screen.query_one(f"#f-{key}", Input).value
            for key in ("where", "institution_id", "redirect_uri", "state", "tag", "lang-other")
        }
        assert fields == {
            "where": "http://127.0.0.1:4001",
            "institution_id": "77",
            "redirect_uri": "https://app.example.com/callback",
            "state": "auto",
            "tag": "TCK-1",
            "lang-other": "xx",
        }
        assert app.workbench.kept() == 2
        await pilot.press("escape", "down")
        await until_answer(pilot, 1)
        await pilot.press("r")
        await until(pilot, lambda: screen.query_one("#f-state", Input).value == "kept-state")
        await pilot.press("ctrl+n")
        assert screen.query_one("#f-institution_id", Input).value == ""


async def test_copying_starts_redacted_and_says_what_it_did(tmp_path: Path) -> None:
    app = WorkbenchApp(history_of(tmp_path, [simulated(1)]))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 1)
        reference = app.workbench.get(1).form["REF"]
        answer_pane(app).choose("form")
        await until_shown(pilot, "what it is")
        await pilot.press("3", "down", "down", "down", "y")
        await until(pilot, lambda: isinstance(app.screen, Choose))
        await pilot.press("enter")
        await until_shown(pilot, "(OSC 52)")
        assert app.clipboard
        assert reference not in app.clipboard
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, Choose))
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.clipboard == reference)


@pytest.mark.parametrize(
    ("key", "holds"),
    [
        ("curl", "curl --"),
        ("httpie", "http --ignore-stdin"),
        ("httpx", "request = httpx.Request("),
        ("command", "workbench authorize --base-url"),
        ("json", '"workbench.exchange/1"'),
        ("http", "### response, body of"),
        ("summary", "environment: SIMULATOR"),
    ],
)
async def test_an_exchange_is_copied_in_each_form(tmp_path: Path, key: str, holds: str) -> None:
    app = WorkbenchApp(history_of(tmp_path, [simulated(1, state="s3cret-state-value-1234")]))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 1)
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, Choose))
        offers = app.screen.query_one(OptionList)
        offers.highlighted = offers.get_option_index(key)
        await pilot.press("enter")
        await until(pilot, lambda: holds in app.clipboard, holds)
        assert "s3cret-state-value-1234" not in app.clipboard


async def test_labels_and_notes_are_kept(tmp_path: Path) -> None:
    app = WorkbenchApp(three(tmp_path))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 3)
        await pilot.press("L")
        await until(pilot, lambda: isinstance(app.screen, AskText))
        await pilot.press(*"TCK-77 open", "enter")
        await until(pilot, lambda: app.workbench.get(3).labels == ("TCK-77", "open"))
        await until_shown(pilot, "[TCK-77]")
        await pilot.press("L")
        await until(pilot, lambda: isinstance(app.screen, AskText))
        await pilot.press(*["backspace"] * 5, "enter")
        await until(pilot, lambda: app.workbench.get(3).labels == ("TCK-77",))
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, AskText))
        await pilot.press(*"bank was down", "enter")
        await until(pilot, lambda: app.workbench.get(3).note == "bank was down")


# -- the screen itself ----------------------------------------------------------------------------


async def test_help_says_what_the_focus_is_for_and_every_key(tmp_path: Path) -> None:
    app = WorkbenchApp(three(tmp_path))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 3)
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(app.screen, Help))
        from workbench.tui.line_list import LineList

        lines = app.screen.query_one(LineList)
        await until(pilot, lambda: lines.line_count > 0)
        text = text_of(lines)
        assert "newest first" in text
        for action in ACTIONS:
            assert action.help.split(".")[0][:30] in text, action.id
        await pilot.press("escape")
        await pilot.press("1", "f1")
        await until(pilot, lambda: isinstance(app.screen, Help))
        await until_shown(pilot, "financial institution")


@pytest.mark.parametrize(("key", "code"), [("q", 0), ("ctrl+q", 0), ("ctrl+c", 130)])
async def test_it_ends_with_the_contracts_exit_code(tmp_path: Path, key: str, code: int) -> None:
    app = WorkbenchApp(three(tmp_path))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 3)
        await pilot.press(key)
        await until(pilot, lambda: app._exit)
    assert app.return_value == code


async def test_a_click_on_a_key_hint_does_what_it_says(tmp_path: Path) -> None:
    app = WorkbenchApp(three(tmp_path))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 3)
        line = screen_text(pilot).splitlines()[-1]
        await pilot.click("#keys", offset=(line.index("Filter"), 0))
        assert app.focused is main_screen(app).query_one("#filter")


async def test_an_answer_that_cannot_be_kept_is_shown_all_the_same(tmp_path: Path) -> None:
    simulator = Simulator()
    url = await simulator.start()
    wb = three(tmp_path)
    app = WorkbenchApp(wb, simulator_url=url)
    try:
        async with app.run_test(size=WIDE, notifications=True) as pilot:
            await until_answer(pilot, 3)
            with contextlib.closing(sqlite3.connect(wb.path)) as other:
                other.execute("BEGIN EXCLUSIVE")
                await pilot.press("ctrl+j")
                await until_shown(pilot, "Answer not kept")
                other.rollback()
            assert "302 Found" in screen_text(pilot)
    finally:
        await simulator.stop()
