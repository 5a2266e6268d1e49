"""Help: what the widget with the focus is for and its own keys, its pane's, then every action's.

All keys are those of the bindings, as they are after `[keys]` of config.toml.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from workbench.service.actions import ACTIONS
from workbench.tui.bindings import keys_of, spelled
from workbench.tui.line_list import LineList
from workbench.tui.safe_text import Line, Span, fitted, plain, shown, wrapped
from workbench.tui.screens.closing import ClosesOnce

if TYPE_CHECKING:
    from textual.dom import DOMNode

_KEYS = 18


class Topic(NamedTuple):
    """A widget's help: its name, what it is for, and its own keys with their words."""

    title: str
    text: str
    keys: tuple[tuple[tuple[str, ...], str], ...]


def topics(screen: Screen[Any]) -> list[Topic]:
    """What can be said of the focus, from the widget outwards to the screen."""
    found: list[Topic] = []
    node: DOMNode | None = screen.focused
    while node is not None and node is not screen:
        text = getattr(node, "help", "")
        keys = tuple(_own_keys(node))
        if (isinstance(text, str) and text) or keys:
            title = _title_of(node) if not found else str(getattr(node, "border_title", "") or "")
            found.append(Topic(title, text if isinstance(text, str) else "", keys))
        node = node.parent
    return found


def _title_of(node: DOMNode) -> str:
    """The title of the innermost frame around a widget."""
    titles = (getattr(one, "border_title", None) for one in node.ancestors_with_self)
    return str(next(filter(None, titles), ""))


def _own_keys(node: DOMNode) -> Iterator[tuple[tuple[str, ...], str]]:
    """Keys that a widget binds itself, those of one word together."""
    together: dict[str, list[str]] = {}
    for key, binding in node._bindings:  # noqa: SLF001 # Textual lists only a whole chain's
        if binding.description:
            together.setdefault(binding.description, []).append(spelled(key))
    for words, keys in together.items():
        yield tuple(dict.fromkeys(keys)), words


class Help(ClosesOnce, ModalScreen[None]):
    """Help over the screen that was in front."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,f1,enter", "dismiss", "Close", show=False)
    ]

    def __init__(self, about: list[Topic]) -> None:
        super().__init__()
        self._about = about

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
        table = keys_of(self)
        for conflict in table.conflicts:
            said = f"W {shown(str(conflict))}; {shown(conflict.first)} gets it"
            made += [Line((Span(part, "warning"),)) for part in wrapped(said, width)]
        if table.conflicts:
            made.append(Line(()))
        for topic in self._about:
            if topic.title:
                made.append(Line((Span(shown(topic.title), "strong"),)))
            if topic.text:
                made += [Line((Span(part),)) for part in wrapped(shown(topic.text), width)]
            for keys, words in topic.keys:
                made += _entry("  ".join(keys), words, "", width)
            made.append(Line(()))
        made.append(Line((Span("Everywhere", "strong"),)))
        here = {key: words for topic in self._about for keys, words in topic.keys for key in keys}
        for action in ACTIONS:
            all_keys = [spelled(key) for key in table.keys(action.id)]
            taken = [] if action.anywhere else [key for key in all_keys if key in here]
            free = "  ".join(key for key in all_keys if key not in taken) or "palette"
            said = f"{action.label}: {action.help}" + "".join(
                f" Here {key} is: {here[key]}." for key in taken
            )
            made += _entry(free, said, action.verb, width)
        return made


def _entry(keys: str, text: str, verb: str, width: int) -> list[Line]:
    made: list[Line] = []
    for number, part in enumerate(wrapped(text, width - _KEYS)):
        head = fitted(keys if number == 0 else "", _KEYS)
        made.append(Line((Span(head, "accent"), Span(part))))
    room = width - _KEYS - 82
    if verb and len(made) == 1 and len(text) <= 80 and room >= len(verb) + 10:
        verb_span = Span(f"workbench {verb}", "muted")
        made[0] = Line((made[0].spans[0], Span(fitted(text, 82)), verb_span))
    return made
