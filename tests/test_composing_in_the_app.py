"""Compose in the app: what is wrong is said beside its field, whole requests are pasted, and
nothing is sent that nobody meant to send."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input, TextArea

from tests.app_stage import history_of, main_screen, screen_text, until, until_answer, until_shown
from tests.exchanges import simulated
from tests.terminal import Terminal
from workbench.service.workbench import Workbench
from workbench.tui.app import WorkbenchApp
from workbench.tui.compose.choice import Choice
from workbench.tui.compose.fields import Warnings
from workbench.tui.screens.ask import Confirm

WIDE = (120, 40)
HEAD = """GET /v3/oauth/authorize?state=x HTTP/1.1\r
Host: demo-api.private.fin.ag\r
flinks-auth-key: secret\r
Cookie: a=b\r
"""
CMD = """curl ^"https://x-api.private.fin.ag/v3/oauth/authorize?tag=1^&lang=en^" ^\r
  -H ^"A: b^\"
"""
ENDPOINT = "https://toolbox-api.private.fin.ag/v3/oauth/authorize"
ASKED = (
    f"{ENDPOINT}?institution_id=42&redirect_uri=https%3A%2F%2Fa.example.com%2Fcb"
    "&state=s%2Bt&lang=fr&lang=en"
)
CURL = f"""curl '{ASKED}' \\
  -H 'Accept: text/html' -H 'X-Trace: 7' \\
  -b 'session=secret-cookie' \\
  -H 'Authorization: Bearer secret-token' --compressed
"""


def warning(app: WorkbenchApp, place: str) -> str:
    return str(main_screen(app).query_one(f"#w-{place}", Warnings).render())


def typed(app: WorkbenchApp) -> dict[str, str]:
    screen = main_screen(app)
    inputs = {(one.id or "").removeprefix("f-"): one.value for one in screen.query(Input)}
    boxes = {(one.id or "").removeprefix("f-"): one.text for one in screen.query(TextArea)}
    return {name: value for name, value in (inputs | boxes).items() if value}


@pytest.mark.parametrize(
    ("field", "text", "place", "said"),
    [
        ("f-state", "test", "state", "W The state can be guessed"),
        ("f-redirect_uri", "http://a.example.com/#x", "redirect_uri", "E +1 The return address"),
        ("f-tag", "<b>", "tag", "W The tag may not survive"),
        ("f-extra", "redirectUri=x", "extra", "W A parameter's name is misspelt"),
        ("f-headers", "-Accept", "headers", "W Accept is not as documented"),
        ("f-where", "http://api.example.com", "where", "E The call goes in clear"),
    ],
)
async def test_what_is_wrong_stands_beside_its_field_as_one_types(
    tmp_path: Path, field: str, text: str, place: str, said: str
) -> None:
    app = WorkbenchApp(history_of(tmp_path))
    async with app.run_test(size=WIDE) as pilot:
        await until_shown(pilot, "Nothing is kept here yet")
        widget = main_screen(app).query_one(f"#{field}")
        widget.focus()
        await pilot.pause()
        if isinstance(widget, Input):
            widget.value = ""
            await pilot.press(*("slash" if c == "/" else c for c in text))
        else:
            assert isinstance(widget, TextArea)
            widget.text = text
        await until(pilot, lambda: said in warning(app, place), said)
        others = {one.id for one in main_screen(app).query(Warnings) if one.findings}
        assert f"w-{place}" in others
        help_text = str(main_screen(app).query_one("#compose-help").render())
        assert said[2:].removeprefix("+1 ")[:20] in help_text.replace("\n", " ")
        widget.clear() if isinstance(widget, Input) else setattr(widget, "text", "")
        await until(pilot, lambda: said not in warning(app, place))


async def test_warnings_take_no_room_on_a_small_terminal_until_there_is_one(tmp_path: Path) -> None:
    app = WorkbenchApp(history_of(tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("1")
        await until_shown(pilot, "a number such as 42")
        assert "Send  ctrl+j" in screen_text(pilot)
        main_screen(app).query_one("#f-state", Input).value = "test"
        await until_shown(pilot, "W The state can be guessed")
        await pilot.press("ctrl+n")
        await until(pilot, lambda: "guessed" not in screen_text(pilot))


async def test_a_pasted_curl_command_fills_the_form_and_sends_nothing(tmp_path: Path) -> None:
    app = WorkbenchApp(history_of(tmp_path))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await pilot.press("1")
        app.post_message(events.Paste(CURL))
        await until_shown(pilot, "Filled from a curl command, nothing is sent yet")
        assert "cookies" in screen_text(pilot)
        assert "credentials" in screen_text(pilot)
        fields = typed(app)
        assert fields == {
            "where": "toolbox",
            "institution_id": "42",
            "redirect_uri": "https://a.example.com/cb",
            "state": "s+t",
            "extra": "lang=en",
            "headers": "Accept: text/html\nX-Trace: 7",
        }
        assert main_screen(app).form.draft.fields["lang"] == "fr"
        assert "secret" not in str(fields)
        assert app.workbench.kept() == 0
        request = app.workbench.compose(main_screen(app).form.given)
        assert request.url == ASKED


@pytest.mark.parametrize(
    ("text", "where", "sent"),
    [
        (
            f"{ENDPOINT}?institution_id=7&tag=a%20b",
            "toolbox",
            f"{ENDPOINT}?institution_id=7&tag=a%20b",
        ),
        (
            HEAD,
            "demo",
            "https://demo-api.private.fin.ag/v3/oauth/authorize?state=x",
        ),
        (
            "https://other.example/login?a=1",
            "https://other.example/login?a=1",
            "https://other.example/login?a=1",
        ),
        (
            CMD,
            "x",
            "https://x-api.private.fin.ag/v3/oauth/authorize?lang=en&tag=1",
        ),
    ],
)
async def test_requests_of_other_kinds_are_pasted(
    tmp_path: Path, text: str, where: str, sent: str
) -> None:
    app = WorkbenchApp(history_of(tmp_path))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await pilot.press("1")
        app.post_message(events.Paste(text))
        await until_shown(pilot, "nothing is sent yet")
        assert typed(app)["where"] == where
        request = app.workbench.compose(main_screen(app).form.given)
        assert request.url == sent
        assert not any("secret" in value for _, value in request.headers)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("curl 'https://a/?b", "no closing quotation"),
        ("curl -H 'A: b'", "names no URL"),
        ("curl https://a/?x -H", "has no value"),
    ],
)
async def test_a_command_that_cannot_be_read_says_why_and_changes_nothing(
    tmp_path: Path, text: str, said: str
) -> None:
    app = WorkbenchApp(history_of(tmp_path))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await pilot.press("1")
        before = typed(app)
        app.post_message(events.Paste(text))
        await until_shown(pilot, said)
        assert typed(app) == before


async def test_a_value_is_pasted_as_a_value(tmp_path: Path) -> None:
    app = WorkbenchApp(history_of(tmp_path))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await pilot.press("1")
        app.post_message(events.Paste("4242"))
        await until(pilot, lambda: typed(app).get("institution_id") == "4242")
        main_screen(app).query_one("#f-redirect_uri").focus()
        await pilot.pause()
        app.post_message(events.Paste("https://app.example.com/cb?keep=1"))
        await until(
            pilot, lambda: typed(app).get("redirect_uri") == "https://app.example.com/cb?keep=1"
        )


async def test_a_production_host_asks_once_without_any_profile(tmp_path: Path) -> None:
    app = WorkbenchApp(history_of(tmp_path))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        main_screen(app).query_one("#f-where", Input).value = "acme"
        await until(pilot, lambda: "PRODUCTION" in screen_text(pilot).splitlines()[0])
        await pilot.press("ctrl+j")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert "acme-api.private.fin.ag" in screen_text(pilot)
        await pilot.press("escape")
        assert app.workbench.kept() == 0


async def test_an_imported_request_is_replayed_with_a_warning_and_a_new_state(
    tmp_path: Path,
) -> None:
    from dataclasses import replace

    kept = simulated(1, institution_id="77", state="of-somebody-else")
    app = WorkbenchApp(history_of(tmp_path, [replace(kept, origin="import")]))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 1)
        await pilot.press("r")
        await until_shown(pilot, "read from a file")
        assert typed(app)["state"] == "auto"
        assert app.workbench.kept() == 1


async def test_what_was_typed_is_there_again_but_no_secret(tmp_path: Path) -> None:
    app = WorkbenchApp(history_of(tmp_path))
    async with app.run_test(size=WIDE) as pilot:
        screen = main_screen(app)
        screen.query_one("#f-institution_id", Input).value = "4711"
        screen.query_one("#f-lang", Choice).chosen = 2
        screen.query_one("#f-extra", TextArea).text = "odd=1\naccess_token=secret-a"
        screen.query_one("#f-headers", TextArea).text = "X-A: b\nAuthorization: secret-b"
        await until(pilot, lambda: app.workbench.app_state.state.draft)
    file = app.workbench.app_state.path
    assert "secret" not in file.read_text()
    again = WorkbenchApp(Workbench(app.workbench.path, config=tmp_path / "no-config.toml"))
    async with again.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: typed(again).get("institution_id") == "4711")
        assert typed(again) == {
            "institution_id": "4711",
            "state": "auto",
            "extra": "odd=1",
            "headers": "X-A: b",
        }
        assert main_screen(again).form.draft.fields["lang"] == "fr"


def test_what_was_typed_survives_the_kill_of_the_process(tmp_path: Path) -> None:
    state = str(tmp_path / "app.json")
    killed = Terminal([], tmp_path, (120, 40), WORKBENCH_STATE=state)
    try:
        killed.until("Nothing is kept here yet")
        killed.press(b"1")
        killed.until("a number such as 42")
        killed.press(b"99887")
        killed.until("99887")
        killed.until_so(
            lambda: Path(state).exists() and b"99887" in Path(state).read_bytes(), "it is kept"
        )
        killed.process.kill()
        killed.process.wait()
    finally:
        killed.close()
    again = Terminal([], tmp_path, (120, 40), WORKBENCH_STATE=state)
    try:
        again.until("99887")
        again.press(b"q")
        assert again.end() == 0
    finally:
        again.close()


def test_fifty_pasted_lines_send_nothing(tmp_path: Path) -> None:
    lines = b"".join(b"institution %d\n" % number for number in range(50))
    terminal = Terminal(["--demo"], tmp_path, (120, 40))
    try:
        terminal.until("policy forbids its script")
        terminal.press(b"1")
        terminal.until("a number such as 42")
        # A terminal with bracketed paste, then one without: line feeds come as ctrl+j.
        terminal.press(b"\x1b[200~" + lines + b"\x1b[201~")
        terminal.until("institution 0")
        terminal.press(lines)
        terminal.until("looked like a paste")
        terminal.press(b"\x11")
        assert terminal.end() == 0
        with Workbench(terminal.history) as workbench:
            assert workbench.kept() == 3
    finally:
        terminal.close()
