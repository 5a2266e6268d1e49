"""Keys: which there are, how a person changes them, and what is said when that cannot be."""

from __future__ import annotations

import string
from pathlib import Path

import pytest

from tests.app_stage import history_of, main_screen, screen_text, text_of, until, until_shown
from tests.exchanges import simulated
from tests.running import Person
from workbench.cli.commands import COMMANDS
from workbench.cli.main import command_parser
from workbench.errors import InputError
from workbench.service.actions import ACTIONS, NO_ACTION, SCREEN_ONLY
from workbench.service.workbench import Workbench
from workbench.tui.app import WorkbenchApp
from workbench.tui.bindings import KeyTable, meant, spelled
from workbench.tui.line_list import LineList
from workbench.tui.screens.help import Help
from workbench.tui.screens.main import MainScreen
from workbench.tui.screens.sheet import Sheet

WIDE = (120, 40)
IDS = [action.id for action in ACTIONS]


# -- the table ------------------------------------------------------------------------------------


def test_every_action_has_its_method_and_no_key_is_taken_twice() -> None:
    for action in ACTIONS:
        assert callable(getattr(MainScreen, f"action_{action.id}"))
    assert len(IDS) == len(set(IDS))
    assert KeyTable().conflicts == ()


def test_no_key_is_one_that_terminals_confuse() -> None:
    for action in ACTIONS:
        assert not {"ctrl+h", "ctrl+i", "ctrl+m"} & set(action.keys)


@pytest.mark.parametrize("action", ACTIONS, ids=IDS)
def test_each_action_has_a_key_that_is_alive_on_a_french_keyboard(action: object) -> None:
    """Letters, digits, function keys and ctrl with a letter are there on AZERTY, QWERTZ and the
    Canadian layouts without AltGr, and so are these few. Without any key there is the palette."""
    assert action in ACTIONS
    keys = next(one.keys for one in ACTIONS if one is action)
    named = {"space", "delete", "question_mark", "colon"}
    safe = {*string.ascii_letters, *string.digits, *(f"f{n}" for n in range(1, 13)), *named}
    safe |= {f"ctrl+{letter}" for letter in set(string.ascii_lowercase) - set("him")}
    assert not keys or safe & set(keys)


def test_every_action_has_its_command_or_a_reason_why_not() -> None:
    for action in ACTIONS:
        if not action.verb:
            assert SCREEN_ONLY[action.id]
            continue
        assert action.id not in SCREEN_ONLY
        command, *words = action.verb.split()
        if command == "--help":
            continue
        options = {o for a in command_parser(command)._actions for o in a.option_strings}
        assert {word for word in words if word.startswith("-")} <= options, action.verb
    assert set(SCREEN_ONLY) <= set(IDS)


def test_every_command_has_its_action_or_a_reason_why_not() -> None:
    used = {action.verb.split()[0] for action in ACTIONS if action.verb}
    assert set(COMMANDS) - used == set(NO_ACTION) & set(COMMANDS)
    assert set(NO_ACTION) <= set(COMMANDS)


def test_the_reference_lists_every_action_with_its_keys() -> None:
    reference = (Path(__file__).parent.parent / "docs" / "reference.md").read_text()
    for action in ACTIONS:
        keys = " ".join(f"`{spelled(key)}`" for key in action.keys) or "palette"
        assert f"| `{action.id}` | {keys} | {action.help} |" in reference


# -- changing them --------------------------------------------------------------------------------


def configured(path: Path, text: str) -> Workbench:
    config = path / "config.toml"
    config.write_text(text)
    workbench = history_of(path, [simulated(n) for n in (1, 2, 3)])
    return Workbench(workbench.path, config=config)


async def test_a_changed_key_works_and_every_word_about_it_changes(tmp_path: Path) -> None:
    app = WorkbenchApp(
        configured(tmp_path, '[keys]\nsend = "f5"\ndry_run = ["ctrl+e", "F6"]\nhelp = "H"\n'),
        simulator_url="http://127.0.0.1:4001",
    )
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_shown(pilot, "f5 Send")
        text = screen_text(pilot)
        assert "Send  f5" in text
        assert "Dry run  ctrl+e" in text
        assert "ctrl+j" not in text
        await pilot.press("ctrl+t", "question_mark")
        assert app.screen is main_screen(app)
        await pilot.press("f6")
        await until(pilot, lambda: isinstance(app.screen, Sheet), "the dry run")
        await pilot.press("escape", "H")
        await until(pilot, lambda: isinstance(app.screen, Help))
        lines = app.screen.query_one(LineList)
        await until(pilot, lambda: lines.line_count > 0)
        line = next(line for line in text_of(lines).splitlines() if "Dry run: " in line)
        assert line.startswith("ctrl+e  f6 ")


async def test_an_empty_history_names_the_changed_key(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[keys]\nsend = "f5"\n')
    workbench = Workbench(history_of(tmp_path).path, config=config)
    app = WorkbenchApp(workbench, simulator_url="http://127.0.0.1:4001")
    async with app.run_test(size=WIDE) as pilot:
        await until_shown(pilot, "Press f5 to send the first call")


async def test_a_conflict_is_said_at_the_start_and_in_help(tmp_path: Path) -> None:
    app = WorkbenchApp(configured(tmp_path, '[keys]\ncopy = "d"\nnote = "j"\n'))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_shown(pilot, "d is Copy and Diff")
        await until_shown(pilot, "j is Down and Note")
        await pilot.press("f1")
        await until_shown(pilot, "d is Copy and Diff; Copy gets it")
        await pilot.press("escape", "d")
        await until_shown(pilot, "Copy from 3")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[keys]\nsnd = "f5"\n', "config.toml:2:1: unknown action 'snd' in [keys]"),
        ('[keys]\nsend = "fn5"\n', "config.toml:2:1: no key 'fn5' for 'send'"),
        ('[keys]\nsend = ""\n', "no key '' for 'send'"),
        ("[keys]\nsend = []\n", "no key for 'send'"),
        ("[keys]\nsend = 5\n", "must be text"),
        ('keys = "x"\n', "must be a table"),
        ('[keys]\ncopy = "ctrl+m"\n', "terminals send the same for enter"),
        ('[keys]\nsend = "s"\n', "works while one types"),
        ('theme = "blue"\n', "config.toml:1:1: no theme 'blue'"),
    ],
)
def test_what_cannot_be_a_key_is_refused_at_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError) as refused:
        WorkbenchApp(configured(tmp_path, text))
    assert said in str(refused.value)


def test_the_nearest_name_is_offered(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="did you mean 'replay'"):
        WorkbenchApp(configured(tmp_path, '[keys]\nreplai = "f5"\n'))
    with pytest.raises(InputError, match="did you mean 'pagedown'"):
        WorkbenchApp(configured(tmp_path, '[keys]\nreplay = "pagdown"\n'))


def test_lists_need_no_right_keys(person: Person, tmp_path: Path) -> None:
    config = tmp_path / "broken-keys.toml"
    config.write_text('[keys]\nsnd = "f5"\n')
    person.environment["WORKBENCH_CONFIG"] = str(config)
    person.ok("history")


@pytest.mark.parametrize(
    ("written", "key", "shown"),
    [
        ("?", "question_mark", "?"),
        ("/", "slash", "/"),
        ("G", "G", "G"),
        ("ctrl+K", "ctrl+k", "ctrl+k"),
        ("PgDn", "pagedown", "PgDn"),
        ("Del", "delete", "del"),
        (" ", "space", "space"),
        ("ctrl+]", "ctrl+right_square_bracket", "ctrl+]"),
        ("é", "é", "é"),
        ("shift+F3", "shift+f3", "shift+f3"),
        ("nonsense", None, None),
        ("", None, None),
        ("ctrl+", None, None),
    ],
)
def test_keys_are_written_as_people_write_them(
    written: str, key: str | None, shown: str | None
) -> None:
    assert meant(written) == key
    if key is not None:
        assert spelled(key) == shown
