"""Jump letters: a letter on every pane, field, tab and button; pressing one goes there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from string import ascii_letters, digits
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import Label

from workbench.tui.answer.tab_bar import TabBar
from workbench.tui.safe_text import plain
from workbench.tui.screens.closing import ClosesOnce

if TYPE_CHECKING:
    from textual.widget import Widget

    from workbench.tui.screens.shell import Shell

LETTERS = ascii_letters + digits


class Target(NamedTuple):
    """Something that can be gone to: where it stands on the screen, and how one goes there."""

    x: int
    y: int
    go: Callable[[], object]


def targets(screen: Shell) -> list[Target]:
    """All that can be gone to, as it stands, from top to bottom and left to right."""
    found = [
        Target(*widget.region.offset, widget.focus)
        for widget in screen.focus_chain
        if _is_seen(screen, widget)
    ]
    for bar in screen.query(TabBar):
        if _is_seen(screen, bar):
            x, y = bar.region.offset
            found += [
                Target(x + start, y, partial(screen.go_to_tab, key)) for start, key in bar.places()
            ]
    return sorted(found, key=lambda target: (target.y, target.x))[: len(LETTERS)]


def _is_seen(screen: Shell, widget: Widget) -> bool:
    visible = screen.region.intersection(widget.region)
    for parent in widget.ancestors:
        if parent is screen:
            break
        visible = visible.intersection(getattr(parent, "region", visible))
    return visible.area > 0


class Jump(ClosesOnce, ModalScreen[int | None]):
    """Answers with the number of the target, None when it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "Close", show=False)]

    def __init__(self, targets: Sequence[Target]) -> None:
        super().__init__()
        self._targets = targets

    def compose(self) -> ComposeResult:
        """The letters over what they stand for."""
        for letter, target in zip(LETTERS, self._targets, strict=False):
            label = Label(plain(f" {letter} "), classes="letter")
            label.styles.offset = (target.x, target.y)
            yield label

    def on_key(self, event: events.Key) -> None:
        """A letter goes there; what is no letter of these leaves."""
        letter = event.character or ""
        place = LETTERS.find(letter) if len(letter) == 1 else -1
        if 0 <= place < len(self._targets):
            event.stop()
            self.dismiss(place)
        elif event.key not in ("escape", "ctrl+c"):
            event.stop()
            self.dismiss(None)

    def on_click(self, event: events.Click) -> None:
        """So does a click on it; elsewhere it leaves."""
        place = next(
            (
                number
                for number, target in enumerate(self._targets)
                if event.screen_y == target.y and target.x <= event.screen_x < target.x + 3
            ),
            None,
        )
        self.dismiss(place)
