"""How answers look, each kind and each tab at three sizes, held as pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import NamedTuple

import pytest
from textual.pilot import Pilot

from tests.app_stage import answer_pane, until, until_answer, until_shown
from tests.exchanges import refused, simulated
from tests.test_app_screens import (  # noqa: F401 # fixtures that are used by their names
    Snap,
    app_on,
    in_utc,
    size,
    snap_compare,
    still,
)
from workbench.model.capture import Certificate, Timing, TlsFacts
from workbench.model.exchange import Exchange
from workbench.tui.answer import tls
from workbench.tui.app import WorkbenchApp
from workbench.tui.line_list import LineList

NOW = datetime(2024, 11, 24, 10, 0, tzinfo=UTC)


def answer(scenario: str, *, lang: str | None = "en", live: bool = True) -> Exchange:
    """An answer of that kind to a call with everything a call has."""
    instance = "toolbox" if live else None
    return still(simulated(5, scenario=scenario, lang=lang, tag="TCK-77", instance=instance, ms=87))


def over_tls() -> Exchange:
    """The documented answer over TLS, with a chain of which one certificate ends soon."""
    issued, ends = datetime(2024, 1, 9, tzinfo=UTC), datetime(2024, 12, 13, 12, tzinfo=UTC)
    own = Certificate(
        subject="CN=toolbox-api.private.fin.ag",
        issuer="C=US, O=Example Trust, CN=Example TLS CA 2023",
        names=("toolbox-api.private.fin.ag", "*.private.fin.ag"),
        not_before=issued,
        not_after=ends,
        serial="04:7f:12:aa:90",
        sha256="ab" * 32,
    )
    above = Certificate(
        subject="C=US, O=Example Trust, CN=Example TLS CA 2023",
        issuer="C=US, O=Example Trust, CN=Example Root",
        names=(),
        not_before=issued.replace(year=2020),
        not_after=ends.replace(year=2034),
        serial="01",
        sha256="cd" * 32,
    )
    facts = TlsFacts("TLSv1.3", "TLS_AES_256_GCM_SHA384", "http/1.1", True, "x", (own, above))
    plain = answer("form")
    timing = Timing(dns=3.2, connect=11.5, tls=24.0, first_byte=140.0, total=143.5)
    return replace(plain, capture=replace(plain.capture, tls=facts, timing=timing))


class Picture(NamedTuple):
    """Of which exchange, in which tab, after which keys, and what stands on it then."""

    of: Callable[[], Exchange]
    tab: str
    shows: str
    keys: tuple[str, ...] = ()


KINDS: dict[str, Picture] = {
    "location": Picture(lambda: answer("location"), "summary", "with a Location header"),
    "form": Picture(lambda: answer("form"), "summary", "page that submits itself"),
    "rejected": Picture(lambda: answer("bad-lang", lang="xx"), "summary", "two letter code"),
    "gateway": Picture(lambda: answer("html-error"), "summary", "502 Bad Gateway"),
    "firewall": Picture(lambda: answer("block-page"), "summary", "A firewall answered"),
    "refused": Picture(lambda: still(refused(5)), "summary", "nobody listens"),
    "truncated": Picture(lambda: answer("truncated"), "summary", "The answer is cut short"),
    "blank": Picture(lambda: answer("broken", live=False), "summary", "left on a blank page"),
    "notes": Picture(lambda: answer("form"), "summary", "(state.readable)", ("end", "z")),
}

TABS: dict[str, Picture] = {
    "form": Picture(lambda: answer("form"), "form", "what it is"),
    "form-folded": Picture(lambda: answer("form"), "form", "▸ scope", ("Z",)),
    "decoded": Picture(lambda: answer("form"), "decoded", "bytes"),
    "decoded-folded": Picture(lambda: answer("form"), "decoded", "▸ forms[0].REF", ("Z",)),
    "findings": Picture(lambda: answer("truncated"), "findings", "The form lacks inputs"),
    "head": Picture(lambda: answer("odd-headers"), "head", "HTTP/1.1 302 Found"),
    "body": Picture(lambda: answer("form"), "body", "<title>Submit Form</title>"),
    "raw": Picture(lambda: answer("form"), "raw", "HTTP/1.1 302 Found␍␊"),
    "hex": Picture(lambda: answer("form"), "raw", "48 54 54 50", ("b",)),
    "request": Picture(lambda: answer("form"), "request", "GET /v3"),
    "timing": Picture(over_tls, "timing", "receiving"),
    "tls": Picture(over_tls, "tls", "expires in 19 days"),
    "no-form": Picture(lambda: answer("bad-lang", lang="xx"), "form", "no form"),
    "no-answer": Picture(lambda: still(refused(5)), "body", "No answer came"),
}


class StandingClock(datetime):
    """It is always the same moment, so that days until a date stay the same."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return NOW.astimezone(tz)


async def show(pilot: Pilot[int], picture: Picture) -> None:
    """Open that tab, press the keys, and wait until it stands there."""
    app = pilot.app
    assert isinstance(app, WorkbenchApp)
    await until_answer(pilot, 1)
    pane = answer_pane(app)
    await pilot.press("3")
    pane.choose(picture.tab)
    view = pane.view
    assert view is not None
    await until(pilot, lambda: view.line_count > 0 and view.size.width > 0, "the tab's view")
    view.focus()
    await until(pilot, lambda: app.screen.focused is view, "the focus")
    if picture.keys:
        await pilot.press(*picture.keys)
    await until_shown(pilot, picture.shows)


@pytest.mark.parametrize("kind", list(KINDS))
def test_summaries(
    snap_compare: Snap,  # noqa: F811
    tmp_path: Path,
    size: tuple[int, int],  # noqa: F811
    kind: str,
) -> None:
    app = app_on(tmp_path, [KINDS[kind].of()])
    assert snap_compare(app, terminal_size=size, run_before=lambda pilot: show(pilot, KINDS[kind]))


@pytest.mark.parametrize("tab", list(TABS))
def test_tabs(
    snap_compare: Snap,  # noqa: F811
    tmp_path: Path,
    size: tuple[int, int],  # noqa: F811
    tab: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tls, "datetime", StandingClock)
    app = app_on(tmp_path, [TABS[tab].of()])
    assert snap_compare(app, terminal_size=size, run_before=lambda pilot: show(pilot, TABS[tab]))


@pytest.mark.parametrize("kind", [name for name in KINDS if name != "notes"])
async def test_a_summary_fits_the_smallest_usual_screen(tmp_path: Path, kind: str) -> None:
    app = app_on(tmp_path, [KINDS[kind].of()])
    async with app.run_test(size=(80, 24)) as pilot:
        await show(pilot, KINDS[kind])
        view = answer_pane(app).view
        assert isinstance(view, LineList)
        assert view.line_count <= view.size.height
