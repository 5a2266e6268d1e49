"""Whoever sends a kept request again means to send its state again; whoever types it does not."""

from __future__ import annotations

from pathlib import Path

from tests.app_stage import history_of, main_screen, until, until_answer
from tests.running import Person
from workbench import AuthorizeRequest, Workbench
from workbench.service.exchange import Exchange
from workbench.tui.app import WorkbenchApp

STATE = "76602c14-ed42-4d73-ad4f-2d3a0c41cf4f"
REUSED = "request.state-reused"


def _ids(exchange: Exchange) -> set[str]:
    return {found.id for found in exchange.findings}


def test_in_python(tmp_path: Path, simulator: str) -> None:
    with Workbench(tmp_path / "history.sqlite3") as workbench:
        request = AuthorizeRequest(base_url=simulator, institution_id="42", state=STATE)
        first = workbench.authorize(request)
        again = workbench.authorize(workbench.replay_request("last"))
        changed = workbench.authorize(workbench.replay_request("last", [("lang", "fr")]))
        assert {again.context.replay_of, changed.context.replay_of} == {first.uuid, again.uuid}
        assert REUSED not in _ids(again) | _ids(changed) | _ids(workbench.get("last"))
        typed = workbench.authorize(request)
        assert REUSED in _ids(typed)
        assert REUSED in _ids(workbench.get("last"))
        assert [row.id for row in workbench.summaries(f"finding:{REUSED}")] == [typed.id]


def test_at_the_prompt(person: Person, simulator: str) -> None:
    sent = ("--base-url", simulator, "--institution-id", "42", "--state", STATE)
    assert person.run("authorize", *sent).code == 0
    assert REUSED not in person.run("replay", "last").text
    assert "--state auto" in person.run("authorize", *sent).text
    assert REUSED in person.run("show", "last").text


async def test_in_the_app(tmp_path: Path, simulator: str) -> None:
    with Workbench(tmp_path / "first.sqlite3") as workbench:
        request = AuthorizeRequest(base_url=simulator, institution_id="42", state=STATE)
        kept = workbench.authorize(request)
    app = WorkbenchApp(history_of(tmp_path, [kept]))
    async with app.run_test(size=(120, 40)) as pilot:
        await until_answer(pilot, 1)
        await pilot.press("r")
        await until(pilot, lambda: main_screen(app).form.draft.fields.get("state") == STATE)
        main_screen(app).action_send()
        await until_answer(pilot, 2)
        assert REUSED not in _ids(app.workbench.get(2))
        assert app.workbench.get(2).context.replay_of == app.workbench.get(1).uuid
