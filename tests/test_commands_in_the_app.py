"""The line that `:` opens: the commands of the command line, completed, remembered, and without a
way to send anything by accident."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from tests.app_stage import (
    history_of,
    main_screen,
    screen_text,
    table,
    until,
    until_answer,
    until_shown,
)
from tests.exchanges import simulated
from workbench.cli.commands import COMMANDS
from workbench.cli.in_app import AppCommands
from workbench.service.app_state import StateFile
from workbench.service.workbench import Workbench
from workbench.tui.app import WorkbenchApp
from workbench.tui.command.completing import Completer, usual_sources
from workbench.tui.command.routes import ASIDE, OWN, ROUTES
from workbench.tui.screens.diff import DiffScreen
from workbench.tui.screens.help import Help
from workbench.tui.screens.sheet import Sheet

WIDE = (120, 40)


def opened(path: Path, count: int = 3) -> WorkbenchApp:
    exchanges = [
        simulated(n, lang=("en", "fr")[n % 2], institution_id=str(40 + n))
        for n in range(1, count + 1)
    ]
    workbench = history_of(path, exchanges)
    return WorkbenchApp(workbench, commands=AppCommands(workbench.path))


async def typed(pilot: Pilot[int], text: str) -> None:
    """Open the line, type, enter."""
    app = pilot.app
    assert isinstance(app, WorkbenchApp)
    await until(pilot, lambda: is_closed(app))
    await pilot.press("colon")
    await until(pilot, lambda: not is_closed(app))
    pilot.app.screen.query_one("#command-input", Input).value = text
    await pilot.press("enter")


def is_closed(app: WorkbenchApp) -> bool:
    return not any(line.display for line in main_screen(app).query("#command"))


# -- where commands go ----------------------------------------------------------------------------


async def test_a_number_opens_that_exchange_and_the_line_closes(tmp_path: Path) -> None:
    app = opened(tmp_path)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 3)
        await pilot.press("colon")
        await until(pilot, lambda: not is_closed(app))
        await pilot.press("1", "enter")
        await until_answer(pilot, 1)
        await until(pilot, lambda: is_closed(app))
        for text, id_ in (("show 2", 2), ("last", 3), ("show last-2", 1)):
            await typed(pilot, text)
            await until_answer(pilot, id_)


async def test_filter_and_history_filter(tmp_path: Path) -> None:
    app = opened(tmp_path)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 3)
        await typed(pilot, "filter lang:fr institution:41")
        await until(pilot, lambda: table(app).line_count == 1)
        await typed(pilot, "history lang:fr")
        await until(pilot, lambda: table(app).line_count == 2)
        await typed(pilot, "filter")
        await until(pilot, lambda: table(app).line_count == 3)


async def test_diff_label_note_and_delete(tmp_path: Path) -> None:
    app = opened(tmp_path)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 3)
        await typed(pilot, "diff 1 last")
        await until(pilot, lambda: isinstance(app.screen, DiffScreen))
        await pilot.press("escape")
        await typed(pilot, "label 3 --add TCK-1 --add 'two words'")
        await until(pilot, lambda: app.workbench.get(3).labels == ("TCK-1", "two words"))
        await typed(pilot, "label last --remove TCK-1")
        await until(pilot, lambda: app.workbench.get(3).labels == ("two words",))
        await typed(pilot, 'note 2 "the bank was down"')
        await until(pilot, lambda: app.workbench.get(2).note == "the bank was down")
        await typed(pilot, "delete lang:fr")
        await until(pilot, lambda: table(app).line_count == 1)
        await pilot.press("u")
        await until(pilot, lambda: table(app).line_count == 3)


async def test_export_and_import(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    app = opened(tmp_path)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 3)
        await typed(pilot, "export lang:fr --secrets -o out.jsonl")
        await until_shown(pilot, "2 exported as jsonl")
        app.workbench.delete([1, 2, 3])
        await typed(pilot, "import out.jsonl")
        await until_shown(pilot, "Imported 2")
        await until(pilot, lambda: table(app).line_count == 2)


@pytest.mark.parametrize(
    "text",
    [
        "authorize --institution-id 77 --tag TCK-9 --state auto --param prompt=login",
        "replay 2 --set institution_id=77 --set tag=TCK-9 --set prompt=login --set state=mine",
    ],
)
async def test_what_sends_fills_compose_and_sends_nothing(tmp_path: Path, text: str) -> None:
    app = opened(tmp_path)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 3)
        await typed(pilot, text)
        await until_shown(pilot, "nothing is sent yet")
        draft = main_screen(app).form.draft
        assert draft.fields["institution_id"] == "77"
        assert draft.fields["tag"] == "TCK-9"
        assert draft.fields["state"] == ("auto" if text.startswith("authorize") else "mine")
        assert "prompt=login" in draft.extra
        assert app.workbench.kept() == 3


async def test_an_imported_request_is_replayed_with_a_new_state(tmp_path: Path) -> None:
    workbench = history_of(tmp_path, [replace(simulated(1, state="theirs"), origin="import")])
    app = WorkbenchApp(workbench, commands=AppCommands(workbench.path))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 1)
        await typed(pilot, "replay last")
        await until_shown(pilot, "nothing is sent yet")
        assert main_screen(app).form.draft.fields["state"] == "auto"


async def test_a_command_that_only_reads_shows_what_it_prints(tmp_path: Path) -> None:
    app = opened(tmp_path)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 3)
        for text, shown in (
            ("show 2 --raw", "HTTP/1.1 302 Found"),
            ("history --limit 2", "institution"),
            ("schema summary", '"$schema"'),
            ("show 99 --raw", "no exchange 99"),
        ):
            await typed(pilot, text)
            await until(pilot, lambda: isinstance(app.screen, Sheet), text)
            await until_shown(pilot, shown)
            await pilot.press("escape")


async def test_help_of_a_command_and_of_the_app(tmp_path: Path) -> None:
    app = opened(tmp_path)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 3)
        await typed(pilot, "export --help")
        await until_shown(pilot, "do not redact")
        await pilot.press("escape")
        await typed(pilot, "help")
        await until(pilot, lambda: isinstance(app.screen, Help))


async def test_theme_profile_and_quit(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[profiles.bank]\ninstance = "toolbox"\n')
    workbench = Workbench(history_of(tmp_path).path, config=config)
    app = WorkbenchApp(workbench)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await typed(pilot, "theme workbench-light")
        await until(pilot, lambda: app.theme == "workbench-light")
        await typed(pilot, "profile bank")
        await until(pilot, lambda: main_screen(app).form.profile == "bank")
        await typed(pilot, "quit")
        await until(pilot, lambda: app._exit)


# -- what is wrong --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("shwo 1", "no command 'shwo'"),
        ("shwo 1", "did you mean 'show'"),
        ("show", "workbench show: error: the following arguments are required: ID"),
        ("show 1 --nonsense", "unrecognized arguments: --nonsense"),
        ("history --limit x", "invalid number above 0 value: 'x'"),
        ("999", "no exchange 999"),
        ("label 1", "no label was given"),
        ("note 1 'open", "No closing quotation"),
        ("delete status:599", "fits nothing"),
        ("delete --older-than 3d", "only ids or a filter"),
        ("export 1 --format nonsense -o x", "no export format 'nonsense'"),
        ("export 1", "no file was named"),
        ("import -", "no standard input here"),
        ("theme nonsense", "no theme 'nonsense'"),
        ("authorize --timeout 3", "Compose has no --timeout"),
        ("simulate", "is not for this line"),
    ],
)
async def test_what_is_wrong_is_said_in_the_words_of_the_command_line(
    tmp_path: Path, text: str, said: str
) -> None:
    app = opened(tmp_path)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 3)
        await typed(pilot, text)
        await until_shown(pilot, said)
        assert main_screen(app).query_one("#command-input", Input).value == text
        await pilot.press("escape")
        await until(pilot, lambda: is_closed(app))
        assert app.workbench.kept() == 3


async def test_a_filter_that_cannot_be_read_is_said_where_filters_are(tmp_path: Path) -> None:
    app = opened(tmp_path)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 3)
        await typed(pilot, "filter statos:302")
        await until_shown(pilot, "did you mean")
        await until(pilot, lambda: is_closed(app))


# -- completing and remembering -------------------------------------------------------------------


async def test_tab_takes_what_is_offered_and_errors_go_when_one_types_on(tmp_path: Path) -> None:
    app = opened(tmp_path)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 3)
        await pilot.press("colon")
        await until_shown(pilot, "authorize  inspect  history")
        await pilot.press(*"fin")
        await until_shown(pilot, "list or explain what the workbench can find")
        await pilot.press("tab")
        line = main_screen(app).query_one("#command-input", Input)
        assert line.value == "findings"
        line.value = "shwo"
        await pilot.press("enter")
        await until_shown(pilot, "no command 'shwo'")
        await pilot.press("backspace")
        await until(pilot, lambda: "no command" not in screen_text(pilot))


@pytest.mark.parametrize(
    ("key", "field"), [("/", "#filter"), (":", "#command-input"), ("1", "#f-institution_id")]
)
async def test_what_is_typed_together_with_its_key_goes_where_it_belongs(
    tmp_path: Path, key: str, field: str
) -> None:
    """Over a slow line keys come together; none of them may act on the list meanwhile."""
    app = opened(tmp_path)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 3)
        for character in f"{key}Dq7":
            name = {"/": "slash", ":": "colon"}.get(character, character)
            app.post_message(events.Key(name, character))
        await until(pilot, lambda: main_screen(app).query(field))
        box = main_screen(app).query_one(field, Input)
        await until(pilot, lambda: box.value == "Dq7", "all of it in the field")
        assert app.workbench.kept() == 3
        assert not app._exit


async def test_earlier_commands_come_back_the_next_time(tmp_path: Path) -> None:
    app = opened(tmp_path)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 3)
        await typed(pilot, "filter lang:fr")
        await until(pilot, lambda: is_closed(app))
        await typed(pilot, "show 1")
        await until(pilot, lambda: is_closed(app))
        await typed(pilot, "show 1 --nonsense")
        await until_shown(pilot, "unrecognized arguments")
    assert StateFile(app.workbench.app_state.path).state.commands == ("filter lang:fr", "show 1")
    again = WorkbenchApp(Workbench(app.workbench.path))
    async with again.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 3)
        await pilot.press("colon")
        await until(pilot, lambda: not is_closed(again))
        line = main_screen(again).query_one("#command-input", Input)
        await pilot.press(*"xy", "up")
        assert line.value == "show 1"
        await pilot.press("up")
        assert line.value == "filter lang:fr"
        await pilot.press("up", "down", "down")
        assert line.value == "xy"


def completer(path: Path) -> Completer:
    exchanges = [simulated(n, lang="fr", institution_id="4242") for n in range(1, 13)]
    workbench = history_of(path, exchanges)
    own = {name: (verb.help, verb.takes) for name, verb in OWN.items()}
    sources = usual_sources(workbench, lambda: 7, lambda: ["nord", "workbench-dark"])
    return Completer(AppCommands(workbench.path), own, sources)


def test_each_word_of_a_command_is_completed_by_what_it_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "one.har").touch()
    (tmp_path / "folder").mkdir()
    complete = completer(tmp_path).complete

    def texts(line: str) -> list[str]:
        return [one.text for one in complete(line)]

    assert set(texts("")) == {*OWN, *COMMANDS}
    assert texts("sho") == ["show"]
    assert texts("show --ra") == ["--raw"]
    assert "--raw" not in texts("show --raw --r")
    assert texts("show ")[:2] == ["7", "last"]
    assert texts("show 1") == ["10", "11", "12"]
    assert texts("export 1 --format j") == ["json", "jsonl"]
    assert texts("import o") == ["one.har"]
    assert texts("export 1 -o fo") == ["folder/"]
    assert "status:" in texts("filter lang:fr st")
    assert "institution:4242" in texts("history institution:")
    assert texts("theme w") == ["workbench-dark"]
    assert texts("nonsense x") == []


@given(st.text(max_size=40))
def test_completing_never_fails_and_offers_what_continues(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "completing"
    if not path.exists():
        path.mkdir()
        completer(path)
    workbench = Workbench(path / "history.sqlite3")
    with workbench:
        own = {name: (verb.help, verb.takes) for name, verb in OWN.items()}
        complete = Completer(
            AppCommands(workbench.path), own, usual_sources(workbench, lambda: None, list)
        ).complete
        for prefix in ("", "show ", "filter ", "import ", "export "):
            for one in complete(prefix + text):
                typed_part = (prefix + text)[one.start :]
                assert one.text.startswith(typed_part)
                assert one.text != typed_part


def test_every_command_goes_somewhere_or_is_for_a_terminal() -> None:
    assert set(COMMANDS) - set(ROUTES) - ASIDE == {"simulate"}
    assert set(ROUTES) | ASIDE <= set(COMMANDS)
    # What sends is never run aside: it goes through Compose.
    assert not {"authorize", "replay"} & ASIDE
