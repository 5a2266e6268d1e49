"""Colours: every text that our own themes draw can be read."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.color import Color as RichColor
from rich.style import Style
from textual.color import Color
from textual.pilot import Pilot

from tests.app_stage import answer_pane, history_of, settled, until, until_answer
from tests.exchanges import refused, simulated
from workbench.tui.app import WorkbenchApp
from workbench.tui.themes import OWN

WIDE = (120, 40)
LEAST = 4.5  # WCAG 2.2, 1.4.3
Go = Callable[[Pilot[int]], Awaitable[None]]


async def _nothing(_: Pilot[int]) -> None:
    """The screen as it opens."""


async def _tab(pilot: Pilot[int], key: str) -> None:
    assert isinstance(pilot.app, WorkbenchApp)
    answer_pane(pilot.app).choose(key)
    await pilot.press("3", "down")


async def _marks(pilot: Pilot[int]) -> None:
    await pilot.press("space", "D", "space")


async def _typing(pilot: Pilot[int]) -> None:
    await pilot.press("f", *"statos:1")
    await until(pilot, lambda: pilot.app.screen.query_one("#filter-error").display)


async def _command(pilot: Pilot[int]) -> None:
    await pilot.press("colon", *"shwo", "enter")
    await until(pilot, lambda: pilot.app.screen.query("#command-error"))


async def _compose(pilot: Pilot[int]) -> None:
    await pilot.press("1", *"42 ", "tab", *"http://x/#y")


def _pressing(*keys: str) -> Go:
    async def go(pilot: Pilot[int]) -> None:
        await pilot.press(*keys)

    return go


PLACES: dict[str, Go] = {
    "main": _nothing,
    "form": lambda pilot: _tab(pilot, "form"),
    "decoded": lambda pilot: _tab(pilot, "decoded"),
    "findings": lambda pilot: _tab(pilot, "findings"),
    "body": lambda pilot: _tab(pilot, "body"),
    "raw": lambda pilot: _tab(pilot, "raw"),
    "timing": lambda pilot: _tab(pilot, "timing"),
    "marks": _marks,
    "filter": _typing,
    "command": _command,
    "compose": _compose,
    "help": _pressing("f1"),
    "palette": _pressing("ctrl+p"),
    "export": _pressing("x"),
    "copy": _pressing("y"),
    "note": _pressing("a"),
    "import": _pressing("i"),
    "jump": _pressing("ctrl+o"),
    "dry run": _pressing("ctrl+t"),
}


def unreadable(app: WorkbenchApp) -> list[str]:
    """Words on the screen whose contrast is too small, with their colours. What lies dimmed under
    a dialog is not to be read."""
    screen = app.screen
    parts = [widget.region for widget in screen.displayed_children if widget.region.area]
    found: list[str] = []
    for y, strip in enumerate(screen._compositor.render_strips()):
        x = 0
        for text, style, _ in strip:
            words = "".join(c for c in text if c.isalnum())
            read = not screen.is_modal or any(part.contains(x, y) for part in parts)
            x += cell_len(text)
            if words and read and isinstance(style, Style) and style.color and style.bgcolor:
                front, back = _shown(style.color), _shown(style.bgcolor)
                if _contrast(front, back) < LEAST:
                    found.append(f"{words} {front.hex} on {back.hex}: {_contrast(front, back):.1f}")
    return sorted(set(found))


def _shown(color: RichColor) -> Color:
    return Color(*color.get_truecolor())


def _contrast(one: Color, other: Color) -> float:
    """The contrast of two colours, 1 to 21, as WCAG 2.2 computes it."""
    lights = sorted((_luminance(one), _luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _luminance(color: Color) -> float:
    parts = [part / 255 for part in (color.r, color.g, color.b)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_measure_is_that_of_the_standard() -> None:
    assert _contrast(Color.parse("#000"), Color.parse("#fff")) == pytest.approx(21)
    assert _contrast(Color.parse("#777"), Color.parse("#fff")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [theme.name for theme in OWN])
@pytest.mark.parametrize("place", list(PLACES))
async def test_every_text_of_our_themes_can_be_read(tmp_path: Path, theme: str, place: str) -> None:
    exchanges = [refused(1), simulated(2, scenario="broken"), simulated(3, lang="fr")]
    workbench = history_of(tmp_path, exchanges)
    workbench.app_state.keep(theme=theme)
    app = WorkbenchApp(workbench)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_answer(pilot, 3)
        await PLACES[place](pilot)
        await settled(pilot)
        assert unreadable(app) == []
