"""The last line: what can be done now, as keys. A hint that does not fit is left out whole."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from textual import events
from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from workbench.service.actions import ACTIONS
from workbench.tui.bindings import is_character, keys_of, spelled
from workbench.tui.messages import ActionClicked


class Hint(NamedTuple):
    """A key, what it does, and the action's id."""

    key: str
    label: str
    action: str


# While one types, letters are letters; these go on working.
_TYPING = ("send", "dry_run", "cancel", "palette", "jump")
_PANES = ("pane_compose", "pane_history", "pane_answer")
# Actions that each pane offers, the most used first.
_OF_PANE: dict[str, tuple[str, ...]] = {
    "compose": ("send", "dry_run", "clear", "cancel", "command"),
    "history": (
        "filter", "mark", "diff", "replay", "edit", "copy", "export", "send", "delete", "label",
        "note", "import", "command", "jump",
    ),
    "answer": (
        "next_tab", "copy", "replay", "edit", "diff", "open", "fold", "export", "send", "label",
        "note", "hex", "command", "jump",
    ),
}  # fmt: skip
_LABELS = {action.id: action.label for action in ACTIONS}


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
        for hint in self.chosen():
            end = at + _width(hint)
            placed.append((at, end, hint))
            at = end
        return placed

    def on_click(self, event: events.Click) -> None:
        """Do what was clicked."""
        for start, end, hint in self.placed():
            if start <= event.x < end:
                self.post_message(ActionClicked(hint.action))

    def chosen(self) -> list[Hint]:
        """The hints of the present focus that fit."""
        width = self.size.width or 80
        if self.typing:
            last = [
                Hint("esc", "Back", "pane_history"),
                *self._hints(("help", "quit"), typing=True),
            ]
            hints = self._hints(_TYPING, typing=True)
        else:
            last = self._hints(("help", "quit") if self.one_pane else ("help", "palette", "quit"))
            hints = self._hints(_PANES) if self.one_pane else []
            hints = [hint for hint in hints if hint.action != f"pane_{self.pane}"]
            hints += self._hints(_OF_PANE[self.pane])
        return [*_fitting(hints, width - sum(_width(hint) for hint in last)), *last]

    def _hints(self, actions: tuple[str, ...], *, typing: bool = False) -> list[Hint]:
        """A hint for each action that has a key; while one types, one that is no character."""
        table = keys_of(self)
        hints: list[Hint] = []
        for action in actions:
            keys = [key for key in table.keys(action) if not (typing and is_character(key))]
            if keys:
                hints.append(Hint(spelled(keys[0]), _LABELS[action], action))
        return hints


def _fitting(hints: list[Hint], width: int) -> list[Hint]:
    fitting: list[Hint] = []
    for hint in hints:
        if width < _width(hint):
            break
        width -= _width(hint)
        fitting.append(hint)
    return fitting


def _width(hint: Hint) -> int:
    return len(hint.key) + len(hint.label) + 3
