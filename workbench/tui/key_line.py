"""The last line: what can be done now, as keys. A hint that does not fit is left out whole."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from textual import events
from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from workbench.service.actions import ACTIONS
from workbench.tui.bindings import spelled
from workbench.tui.messages import ActionClicked


class Hint(NamedTuple):
    """A key, what it does, and the action's id."""

    key: str
    label: str
    action: str


# While one types, letters are letters; these go on working.
_TYPING = (
    Hint("ctrl+j", "Send", "send"),
    Hint("ctrl+t", "Dry run", "dry_run"),
    Hint("esc", "History", "pane_history"),
    Hint("f1", "Help", "help"),
    Hint("ctrl+p", "Palette", "palette"),
    Hint("ctrl+q", "Quit", "quit"),
)
_PANES = (
    Hint("1", "Compose", "pane_compose"),
    Hint("2", "History", "pane_history"),
    Hint("3", "Answer", "pane_answer"),
)
# Actions that each pane offers, the most used first.
_OF_PANE: dict[str, tuple[str, ...]] = {
    "compose": ("send", "dry_run", "clear", "cancel"),
    "history": ("filter", "mark", "diff", "replay", "copy", "send", "label", "note", "delete"),
    "answer": ("next_tab", "copy", "replay", "diff", "filter", "send", "label", "note", "hex"),
}
_HINTS = {action.id: Hint(spelled(action.keys[0]), action.label, action.id) for action in ACTIONS}
_HELP, _QUIT = Hint("?", "Help", "help"), Hint("q", "Quit", "quit")
_PALETTE = Hint("ctrl+p", "Palette", "palette")


class KeyLine(Widget):
    """Hints for the present focus; a click does what it says."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"keys--key", "keys--label"}
    typing: reactive[bool] = reactive(False)
    one_pane: reactive[bool] = reactive(False)
    pane: reactive[str] = reactive("history")

    def render(self) -> RenderResult:
        """As many hints as fit."""
        key, label = self.get_visual_style("keys--key"), self.get_visual_style("keys--label")
        content = Content("")
        for _, _, hint in self.placed():
            content = content.append(Content.styled(f" {hint.key}", key))
            content = content.append(Content.styled(f" {hint.label} ", label))
        return content

    def placed(self) -> list[tuple[int, int, Hint]]:
        """Each hint that is shown and where: from cell, to cell, hint."""
        placed: list[tuple[int, int, Hint]] = []
        at = 0
        for hint in self._chosen():
            end = at + _width(hint)
            placed.append((at, end, hint))
            at = end
        return placed

    def on_click(self, event: events.Click) -> None:
        """Do what was clicked."""
        for start, end, hint in self.placed():
            if start <= event.x < end:
                self.post_message(ActionClicked(hint.action))

    def _chosen(self) -> list[Hint]:
        width = self.size.width or 80
        if self.typing:
            return _fitting(_TYPING, width)
        last = [_HELP, _QUIT] if self.one_pane else [_HELP, _PALETTE, _QUIT]
        hints = [h for h in _PANES if h.action != f"pane_{self.pane}"] if self.one_pane else []
        hints += [_HINTS[action] for action in _OF_PANE[self.pane]]
        return [*_fitting(hints, width - sum(_width(hint) for hint in last)), *last]


def _fitting(hints: list[Hint] | tuple[Hint, ...], width: int) -> list[Hint]:
    fitting: list[Hint] = []
    for hint in hints:
        if width < _width(hint):
            break
        width -= _width(hint)
        fitting.append(hint)
    return fitting


def _width(hint: Hint) -> int:
    return len(hint.key) + len(hint.label) + 3
