"""Help: what the widget with the focus is for, then every key, from the table of actions."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from workbench.service.actions import ACTIONS
from workbench.tui.bindings import keys_of
from workbench.tui.line_list import LineList
from workbench.tui.safe_text import Line, Span, fitted, plain, shown, wrapped

# Keys that belong to lists and texts, not to an action.
_MOVING = (
    ("arrows  h j k l", "Move; sideways in long lines."),
    ("g  G  home  end", "First, last."),
    ("PgUp  PgDn", "A screenful."),
    ("tab  shift+tab", "Next, previous field."),
    ("enter", "Open: an exchange, a value whole."),
    ("esc", "Back to the history; close what lies over it."),
    ("ctrl+p", "Palette: every action by name; themes."),
)


class Help(ModalScreen[None]):
    """Help over the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,f1,enter", "dismiss", "Close", show=False)
    ]

    def __init__(self, about: str, text: str) -> None:
        super().__init__()
        self._about, self._text = about, text

    def compose(self) -> ComposeResult:
        """Lines in a frame."""
        with Vertical(id="sheet") as frame:
            frame.border_title = plain("Help")
            yield LineList()
            yield Static(plain("esc close"), classes="keys")

    def on_mount(self) -> None:
        """Fill it once it has a size."""
        lines = self.query_one(LineList)
        lines.focus()
        lines.call_after_refresh(lines.show, self._lines)

    def _lines(self, width: int) -> list[Line]:
        made: list[Line] = []
        if self._text:
            made.append(Line((Span(shown(self._about), "strong"),)))
            made += [Line((Span(part),)) for part in wrapped(shown(self._text), width)]
            made.append(Line(()))
        made.append(Line((Span("Keys", "strong"),)))
        for action in ACTIONS:
            made += _entry(keys_of(action), f"{action.label}: {action.help}", action.verb, width)
        made.append(Line(()))
        made.append(Line((Span("Moving", "strong"),)))
        for keys, text in _MOVING:
            made += _entry(keys, text, "", width)
        return made


def _entry(keys: str, text: str, verb: str, width: int) -> list[Line]:
    made: list[Line] = []
    key_width = 18
    for number, part in enumerate(wrapped(text, width - key_width)):
        head = fitted(keys if number == 0 else "", key_width)
        made.append(Line((Span(head, "accent"), Span(part))))
    if verb and len(made) == 1 and len(text) <= 60 and width - key_width - 62 >= len(verb) + 10:
        verb_span = Span(f"workbench {verb}", "muted")
        made[0] = Line((made[0].spans[0], Span(fitted(text, 62)), verb_span))
    return made
