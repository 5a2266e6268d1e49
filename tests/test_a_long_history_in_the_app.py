"""The History pane: sorted, filtered with what is offered, marked, with chosen columns, and kept up
with what other programs do."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from tests.app_stage import (
    history_of,
    main_screen,
    screen_text,
    table,
    text_of,
    until,
    until_answer,
    until_shown,
)
from tests.benchmarks.long_history import long_history
from tests.exchanges import refused, simulated
from workbench.history import Store
from workbench.model.exchange import Exchange
from workbench.service.workbench import Workbench
from workbench.tui.app import WorkbenchApp
from workbench.tui.history.cells import columns_of, places_of
from workbench.tui.history.columns import ColumnList
from workbench.tui.history.offers import Offers
from workbench.tui.line_list import LineList
from workbench.tui.screens.ask import AskText, Confirm
from workbench.vocabulary import ALL_COLUMNS, COLUMNS

WIDE = (120, 40)
SMALL = (80, 24)


def seven() -> list[Exchange]:
    """Seven exchanges whose times, languages and outcomes are in no order of their ids."""
    scenarios = ("form", "location", "bad-lang", "form", "server-error", "form")
    times = (30, 10, 50, 20, 40, 60)
    exchanges = [
        simulated(
            seed,
            scenario=scenario,
            institution_id=str(90 - seed),
            lang="xx" if scenario == "bad-lang" else ("fr", "en")[seed % 2],
            ms=ms + 0.5,
        )
        for seed, (scenario, ms) in enumerate(zip(scenarios, times, strict=True), 1)
    ]
    exchanges[1] = replace(exchanges[1], labels=("TCK-77",), note="the bank was down")
    return [*exchanges, refused(7)]


def app_on(path: Path, exchanges: Iterable[Exchange] | None = None) -> WorkbenchApp:
    return WorkbenchApp(history_of(path, seven() if exchanges is None else exchanges))


def listed(app: WorkbenchApp) -> list[int]:
    return list(table(app).window.ids)


def title(app: WorkbenchApp) -> str:
    return str(main_screen(app).history.border_title)


def heading_line(pilot: Pilot[int]) -> str:
    return next(line for line in screen_text(pilot).splitlines() if "leads to" in line)


def sheet(app: WorkbenchApp) -> ColumnList:
    return app.screen.query_one(ColumnList)


# -- sorting --------------------------------------------------------------------------------------


async def test_a_key_sorts_by_one_column_after_the_other_and_turns_round(tmp_path: Path) -> None:
    app = app_on(tmp_path)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 7)
        assert "id▼" in heading_line(pilot)
        await pilot.press("j", "j", "s")
        await until(pilot, lambda: "time▼" in heading_line(pilot), "sorted by time")
        await pilot.press("s")
        await until(pilot, lambda: "st▼" in heading_line(pilot), "sorted by status")
        assert listed(app) == [5, 3, 6, 4, 2, 1, 7]
        await pilot.press("S")
        await until(pilot, lambda: "st▲" in heading_line(pilot), "the other way round")
        assert listed(app) == [7, 1, 2, 4, 6, 3, 5]
        # The cursor is where it was all the time.
        assert table(app).selected == 5
        await until_answer(pilot, 5)


async def test_after_the_last_column_it_is_sorted_as_at_first(tmp_path: Path) -> None:
    app = app_on(tmp_path)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 7)
        sorts = sum(1 for place in table(app).places if place.column.sorts)
        for _ in range(sorts):
            before = heading_line(pilot)
            await pilot.press("s")
            await until(pilot, lambda before=before: heading_line(pilot) != before)  # type: ignore[misc]
        assert "id▼" in heading_line(pilot)
        assert listed(app) == [7, 6, 5, 4, 3, 2, 1]


async def test_a_click_on_a_heading_sorts_and_a_second_one_turns_round(tmp_path: Path) -> None:
    app = app_on(tmp_path)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 7)
        ms = next(place for place in table(app).places if place.column.key == "ms")
        await pilot.click("#history-headings", offset=(ms.end - 1, 0))
        await until(pilot, lambda: "ms▼" in heading_line(pilot))
        assert listed(app) == [6, 3, 5, 1, 4, 2, 7]
        await pilot.click("#history-headings", offset=(ms.end - 1, 0))
        await until(pilot, lambda: "ms▲" in heading_line(pilot))
        assert listed(app) == [7, 2, 4, 1, 5, 3, 6]
        await pilot.hover("#history-headings", offset=(ms.end - 1, 0))
        tooltip = main_screen(app).query_one("#history-headings").tooltip
        assert str(tooltip) == "Milliseconds in all. A click sorts by it."


async def test_a_filter_keeps_the_order_and_the_order_the_filter(tmp_path: Path) -> None:
    app = app_on(tmp_path)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 7)
        main_screen(app).history.sort_by("ms")
        await until(pilot, lambda: listed(app)[0] == 6)
        await pilot.press("slash", *"kind:form", "enter")
        await until(pilot, lambda: listed(app) == [6, 1, 4])
        await pilot.press("S")
        await until(pilot, lambda: listed(app) == [4, 1, 6])


@pytest.mark.parametrize("column", ALL_COLUMNS, ids=lambda column: column.key)
def test_what_a_heading_sorts_by_a_history_can_be_sorted_by(tmp_path: Path, column: object) -> None:
    assert column in ALL_COLUMNS
    key, sorts = next((c.key, c.sorts) for c in ALL_COLUMNS if c is column)
    with history_of(tmp_path, seven()) as workbench:
        if sorts:
            assert sorted(workbench.ids(sort=key)) == [1, 2, 3, 4, 5, 6, 7]


# -- filtering ------------------------------------------------------------------------------------


async def test_keys_are_offered_with_what_they_mean_and_values_that_are_kept(
    tmp_path: Path,
) -> None:
    app = app_on(tmp_path)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 7)
        await pilot.press("slash")
        await until_shown(pilot, "the answer's status, or its class")
        await pilot.press(*"sta")
        await until_shown(pilot, "state of the request")
        await pilot.press("down", "enter")
        assert main_screen(app).query_one("#filter", Input).value == "status:"
        await until_shown(pilot, "5xx")
        await pilot.press("4", "0")
        await until(pilot, lambda: "5xx" not in screen_text(pilot))
        await pilot.press("tab")
        assert main_screen(app).query_one("#filter", Input).value == "status:400 "
        await until(pilot, lambda: listed(app) == [3])
        await pilot.press("enter")
        assert app.focused is table(app)


@pytest.mark.parametrize(
    ("typed", "offered", "filter"),
    [
        ("inst", "institution:", "instance:"),
        ("institution:8", "84", "institution:84"),
        ("-label:", "TCK-77", "-label:TCK-77 "),
        ("kind:l", "location", "kind:location "),
        ("lang:en finding:redirect.f", "redirect.form", None),
        ("header", "a header of request or answer", "header."),
    ],
)
async def test_right_takes_the_first_offer(
    tmp_path: Path, typed: str, offered: str, filter: str | None
) -> None:
    app = app_on(tmp_path)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 7)
        await pilot.press("slash", *typed)
        await until_shown(pilot, offered)
        await pilot.press("right")
        value = main_screen(app).query_one("#filter", Input).value
        if filter is None:
            assert value.startswith("lang:en finding:redirect.form")
        else:
            assert value.strip() == filter.strip() or value.startswith("institution:8")


async def test_a_click_takes_an_offer_and_escape_closes_the_list_first(tmp_path: Path) -> None:
    app = app_on(tmp_path)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 7)
        await pilot.press("slash", *"kin")
        await until_shown(pilot, "how the answer leads on")
        await pilot.click(Offers, offset=(2, 0))
        assert main_screen(app).query_one("#filter", Input).value == "kind:"
        await until_shown(pilot, "location")
        await pilot.press("escape")
        assert not app.screen.query_one(Offers).display
        assert main_screen(app).query_one("#filter", Input).value == "kind:"
        await pilot.press("escape")
        assert main_screen(app).query_one("#filter", Input).value == ""
        await pilot.press("escape")
        await until(pilot, lambda: app.focused is table(app))


async def test_filters_used_before_are_offered_first(tmp_path: Path) -> None:
    workbench = history_of(tmp_path, seven())
    workbench.app_state.remember(filters="lang:fr kind:form")
    workbench.app_state.remember(filters="has:failure")
    app = WorkbenchApp(workbench)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 7)
        await pilot.press("slash")
        await until_shown(pilot, "used before")
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: listed(app) == [6, 4])
        assert main_screen(app).query_one("#filter", Input).value == "lang:fr kind:form"
        await pilot.press("down")
        assert app.focused is table(app)


async def test_what_is_wrong_stands_under_its_column_beside_the_offers(tmp_path: Path) -> None:
    app = app_on(tmp_path)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await until_answer(pilot, 7)
        await pilot.press("slash", *"lang:fr status:")
        await until_shown(pilot, "has no value")
        await until_shown(pilot, "5xx")
        lines = screen_text(pilot).splitlines()
        row = next(n for n, line in enumerate(lines) if "lang:fr status:" in line)
        assert lines[row + 1].index("^") == lines[row].index("status:") + len("status:")
        assert lines[row + 2].index("302") >= lines[row].index("status:") + len("status:")


async def test_hostile_labels_are_offered_as_text_and_can_be_taken(tmp_path: Path) -> None:
    label = '[red]x[/] "q" \x1b[31m\u202e'
    app = app_on(tmp_path, [replace(simulated(1), labels=(label,))])
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 1)
        await pilot.press("slash", *"label:")
        await until_shown(pilot, "[red]x[/]")
        assert "\x1b" not in screen_text(pilot)
        assert "\u202e" not in screen_text(pilot)


async def test_a_slow_search_is_stopped_when_another_filter_is_typed(tmp_path: Path) -> None:
    long_history(tmp_path / "history.sqlite3", 5000)
    app = app_on(tmp_path, ())
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until(pilot, lambda: table(app).line_count == 5000)
        pane = main_screen(app).history
        main_screen(app).use_filter("body:nothing-like-it")
        await until(pilot, lambda: pane._reader.is_busy, "reading every body")
        main_screen(app).use_filter("id:7")
        await until(pilot, lambda: listed(app) == [7])
        await until(pilot, lambda: not pane._reader.is_busy)
        assert not pane.query_one("#filter-error").display
        assert listed(app) == [7]


async def test_nothing_fits_says_how_to_go_on(tmp_path: Path) -> None:
    app = app_on(tmp_path)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 7)
        await pilot.press("slash", *"status:599", "enter")
        await until_shown(pilot, "Nothing fits status:599")
        await until_shown(pilot, "/ goes to the filter")


# -- marks ----------------------------------------------------------------------------------------


async def test_marks_by_key_by_range_and_all_and_none(tmp_path: Path) -> None:
    app = app_on(tmp_path)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 7)
        await pilot.press("shift+down", "shift+down")
        assert list(table(app).marks) == [7, 6, 5]
        await until_shown(pilot, "3 marked")
        await pilot.press("escape")
        assert not table(app).marks
        await until(pilot, lambda: "marked" not in title(app))
        await pilot.press("g", "j", "space", "j", "j", "V")
        assert sorted(table(app).marks) == [3, 4, 5, 6]
        await pilot.press("asterisk")
        assert sorted(table(app).marks) == [1, 2, 3, 4, 5, 6, 7]
        await until_shown(pilot, "7 marked")
        main_screen(app).act("unmark")
        await until(pilot, lambda: not table(app).marks)


async def test_marks_by_mouse(tmp_path: Path) -> None:
    app = app_on(tmp_path)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 7)
        await pilot.click("#history-table", offset=(10, 1), control=True)
        assert list(table(app).marks) == [6]
        await pilot.click("#history-table", offset=(10, 4), shift=True)
        assert sorted(table(app).marks) == [3, 4, 5, 6]
        await pilot.click("#history-table", offset=(10, 2), control=True)
        assert sorted(table(app).marks) == [3, 4, 6]


async def test_marking_more_than_a_thousand_asks(tmp_path: Path) -> None:
    long_history(tmp_path / "history.sqlite3", 1001)
    app = app_on(tmp_path, ())
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 1001)
        await until(pilot, lambda: table(app).line_count == 1001)
        await pilot.press("asterisk")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await until_shown(pilot, "Mark 1,001 exchanges, all that fit?")
        await pilot.press("n")
        assert not table(app).marks
        await pilot.press("asterisk")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: len(table(app).marks) == 1001)
        await until_shown(pilot, "1,001 marked")


async def test_marks_outlast_another_filter_and_another_order(tmp_path: Path) -> None:
    app = app_on(tmp_path)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 7)
        await pilot.press("space", "s")
        await until(pilot, lambda: "time▼" in heading_line(pilot))
        await pilot.press("slash", *"kind:location", "enter")
        await until(pilot, lambda: listed(app) == [2])
        await pilot.press("space")
        assert list(table(app).marks) == [7, 2]
        await until_shown(pilot, "2 marked")


async def test_the_marked_are_labelled_together(tmp_path: Path) -> None:
    app = app_on(tmp_path)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 7)
        await pilot.press("asterisk", "L")
        await until(pilot, lambda: isinstance(app.screen, AskText))
        await until_shown(pilot, "Labels of 7 exchanges")
        await pilot.press(*"watch -TCK-77", "enter")
        await until(pilot, lambda: list(app.workbench.ids("label:watch")) == [7, 6, 5, 4, 3, 2, 1])
        await until_shown(pilot, "7 exchanges labelled")
        await until_shown(pilot, "[watch]")
        assert app.workbench.get(2).labels == ("watch",)


# -- columns --------------------------------------------------------------------------------------


async def test_columns_are_chosen_moved_and_kept(tmp_path: Path) -> None:
    app = app_on(tmp_path)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 7)
        await pilot.press("c")
        await until_shown(pilot, "Answers of one shape are alike.")
        await pilot.press("j", "space")  # without time
        await pilot.press("G", "k", "space", "K", "escape")  # with shape, one further to the left
        await until(
            pilot, lambda: "shape" in heading_line(pilot) and "time" not in heading_line(pilot)
        )
        keys = tuple(column.key for column in main_screen(app).history.columns)
        assert keys == ("id", "status", "institution", "lang", "target", "ms", "findings", "shape")
        await until(pilot, lambda: app.workbench.app_state.state.columns == keys)
    again = WorkbenchApp(Workbench(app.workbench.path, config=tmp_path / "none.toml"))
    async with again.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 7)
        assert "shape" in heading_line(pilot)
        assert app.workbench.rows([7])[0].shape or "-" in screen_text(pilot)
        await pilot.press("c")
        await until_shown(pilot, "Answers of one shape are alike.")
        await pilot.press("r", "escape")
        await until(pilot, lambda: main_screen(again).history.columns == COLUMNS)
        await until(pilot, lambda: "time" in heading_line(pilot))


async def test_the_last_column_cannot_be_hidden_and_a_click_chooses(tmp_path: Path) -> None:
    app = app_on(tmp_path)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await until_answer(pilot, 7)
        await pilot.press("c")
        await until(pilot, lambda: app.screen.query(ColumnList) and sheet(app).line_count)
        for number in range(len(COLUMNS)):
            sheet(app).cursor = number
            await pilot.press("space")
        assert [column.key for column in sheet(app).chosen] == ["findings"]
        await pilot.click("#columns", offset=(3, 1))
        assert [column.key for column in sheet(app).chosen] == ["time", "findings"]


@pytest.mark.parametrize("keys", [["nothing"], [], ["id", "id", "nothing"], ["note", "target"]])
async def test_columns_that_are_not_known_are_left_out(tmp_path: Path, keys: list[str]) -> None:
    workbench = history_of(tmp_path, seven())
    workbench.app_state.keep(columns=tuple(keys))
    app = WorkbenchApp(workbench)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 7)
        chosen = [column.key for column in main_screen(app).history.columns]
        assert chosen == [key for key in dict.fromkeys(keys) if key != "nothing"] or (
            chosen == [column.key for column in COLUMNS]
        )


@pytest.mark.parametrize("total", [28, 40, 58, 76, 78, 142, 400])
@pytest.mark.parametrize("columns", [COLUMNS, ALL_COLUMNS, tuple(reversed(ALL_COLUMNS))])
def test_columns_fit_any_width_and_the_telling_ones_stay(total: int, columns: tuple) -> None:  # type: ignore[type-arg]
    places = places_of(columns, total, 1_000_000)
    kept = {place.column.key for place in places}
    assert "id" in kept
    assert places[-1].end <= total or len(places) == 1
    assert all(before.end < after.start for before, after in pairwise(places))
    if total >= 76:
        assert {"id", "status", "target", "time", "findings"} <= kept
    if total == 400:
        assert len(places) == len(columns)
    left_out = [column.rank for column in columns if column.key not in kept]
    assert all(place.column.rank < min(left_out, default=99) for place in places)


def test_without_known_columns_there_are_the_usual_ones() -> None:
    assert columns_of(()) == COLUMNS
    assert [column.key for column in columns_of(("ms", "x", "id", "ms"))] == ["ms", "id"]


# -- what other programs do -----------------------------------------------------------------------


async def ran(app: WorkbenchApp, *arguments: str) -> None:
    """Run a command on the same history, in a process of its own."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "workbench", *arguments, "--history", str(app.workbench.path),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    said, _ = await process.communicate()
    assert process.returncode == 0, said


async def test_what_other_programs_do_is_seen_and_the_selection_stays(
    tmp_path: Path, simulator: str
) -> None:
    app = app_on(tmp_path)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 7)
        await pilot.press("j", "j", "space", "k")
        await until_answer(pilot, 5)
        await until(pilot, lambda: main_screen(app)._version is not None)
        await ran(app, "authorize", "--base-url", simulator, "--institution-id", "42")
        await until(pilot, lambda: listed(app)[0] == 8, "the new exchange")
        assert table(app).selected == 5
        await until_shown(pilot, "8 kept")
        await ran(app, "label", "4", "--add", "seen")
        await until_shown(pilot, "[seen]")
        await ran(app, "delete", "6", "5", "--yes")
        await until(pilot, lambda: listed(app) == [8, 7, 4, 3, 2, 1], "they are gone")
        # The selected one is gone: the cursor is where it stood.
        assert table(app).selected == 4
        await until_shown(pilot, "6 kept")


async def test_in_a_sorted_list_new_rows_come_where_they_belong(tmp_path: Path) -> None:
    app = app_on(tmp_path)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 7)
        main_screen(app).history.sort_by("ms")
        await until(pilot, lambda: listed(app)[0] == 6)
        await pilot.press("g", "j")
        assert table(app).selected == 3
        await until(pilot, lambda: main_screen(app)._version is not None)
        with Store.open(app.workbench.path) as other:
            other.insert(simulated(9, ms=55))
        await until(pilot, lambda: listed(app) == [6, 8, 3, 5, 1, 4, 2, 7])
        assert table(app).selected == 3


# -- errors, cut words, help ----------------------------------------------------------------------


async def test_keys_go_from_error_to_error(tmp_path: Path) -> None:
    app = app_on(tmp_path)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 7)
        wrong = list(app.workbench.ids("severity:error"))
        assert len(wrong) > 1
        await pilot.press("G")
        assert table(app).selected == 1
        seen = []
        for _ in range(len(wrong)):
            before = table(app).selected
            await pilot.press("n")
            await until(pilot, lambda before=before: table(app).selected != before)  # type: ignore[misc]
            seen.append(table(app).selected)
        assert seen == wrong
        await pilot.press("p")
        await until(pilot, lambda: table(app).selected == wrong[-2])
        await pilot.press("slash", *"lang:fr kind:form", "enter")
        await until(pilot, lambda: listed(app) == [6, 4])
        await pilot.press("n")
        await until_shown(pilot, "No exchange here has a finding of severity error")


async def test_what_is_cut_is_shown_whole_under_the_mouse(tmp_path: Path) -> None:
    app = app_on(tmp_path)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 7)
        target = next(place for place in table(app).places if place.column.key == "target")
        await pilot.hover("#history-table", offset=(target.start + 1, 1))
        assert "ob.flinksapp.com/api/v1/agentless" in str(table(app).tooltip)
        await pilot.hover("#history-table", offset=(4, 1))
        assert table(app).tooltip is None


async def test_help_on_the_rows_tells_of_marks_sorting_and_errors(tmp_path: Path) -> None:
    app = app_on(tmp_path)
    async with app.run_test(size=(120, 60), notifications=True) as pilot:
        await until_answer(pilot, 7)
        await pilot.press("question_mark")
        await until(pilot, lambda: app.screen.query(LineList))
        lines = app.screen.query_one(LineList)
        await until(pilot, lambda: lines.line_count > 0)
        text = text_of(lines)
        for words in (
            "A click on a heading sorts",
            "Mark on downwards",
            "Go to the next exchange with an error finding",
            "Mark all that fit the filter",
        ):
            assert words in text
