"""What the app keeps between two runs, and what becomes of a damaged file."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.service.app_state import RECENT, AppState, StateFile


def test_nothing_is_kept_at_first_and_reading_writes_nothing(tmp_path: Path) -> None:
    file = StateFile(tmp_path / "state" / "app.json")
    assert file.state == AppState()
    assert not file.notice
    assert not file.path.parent.exists()


def test_what_is_kept_is_there_the_next_time_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "state" / "app.json"
    StateFile(path).keep(theme="nord", columns=("id", "time"), draft={"target": "toolbox"})
    again = StateFile(path)
    assert again.state.theme == "nord"
    assert again.state.columns == ("id", "time")
    assert again.state.draft == {"target": "toolbox"}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert list(path.parent.iterdir()) == [path]


def test_two_apps_at_once_do_not_undo_each_others_changes(tmp_path: Path) -> None:
    path = tmp_path / "app.json"
    first, second = StateFile(path), StateFile(path)
    assert (first.state, second.state) == (AppState(), AppState())
    first.keep(theme="nord")
    second.remember(commands="history")
    assert StateFile(path).state == AppState(theme="nord", commands=("history",))


def test_recent_commands_are_the_last_ones_without_repeats(tmp_path: Path) -> None:
    file = StateFile(tmp_path / "app.json")
    file.keep(commands=tuple(str(n) for n in range(RECENT)))
    file.remember(commands="5")
    file.remember(commands="new", filters="status:302")
    assert file.state.commands[-3:] == (str(RECENT - 1), "5", "new")
    assert len(file.state.commands) == RECENT
    assert file.state.filters == ("status:302",)


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b"\xff", b"null", b"[" * 100_000, b" " * 5_000_000],
)
def test_a_damaged_file_is_as_if_there_were_none_and_is_said(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "app.json"
    path.write_bytes(data)
    file = StateFile(path)
    assert file.state == AppState()
    assert str(path) in file.notice
    file.keep(theme="nord")
    assert StateFile(path).state.theme == "nord"


def test_where_nothing_can_be_written_the_choice_holds_for_this_run(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    file = StateFile(tmp_path / "file" / "app.json")
    file.keep(theme="nord")
    file.keep(filters=("x",))
    assert file.state.theme == "nord"
    assert "nothing is remembered" in file.notice


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text()),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
    max_leaves=8,
)
NAMES = ("theme", "columns", "draft", "commands", "filters", "other")


@given(st.dictionaries(st.sampled_from(NAMES), JSON))
def test_members_of_another_type_are_as_if_they_were_not_there(
    tmp_path_factory: pytest.TempPathFactory, document: dict[str, object]
) -> None:
    path = tmp_path_factory.getbasetemp() / "any-state.json"
    path.write_text(json.dumps(document))
    state = StateFile(path).state
    assert isinstance(state.theme, str)
    assert all(isinstance(text, str) for text in (*state.columns, *state.commands, *state.filters))
    path.unlink()
    kept = StateFile(path)
    kept.keep(theme=state.theme, columns=state.columns, draft=state.draft)
    assert StateFile(path).state == AppState(state.theme, state.columns, state.draft)
