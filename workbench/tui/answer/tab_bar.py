"""The tabs of an answer in one line: the chosen one stands out without colour as well."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from workbench.tui.messages import TabChosen
from workbench.vocabulary import TABS


class TabBar(Widget):
    """One line of tabs; a click chooses. `counts` are figures beside a tab's label."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"tab--chosen", "tab--count", "tab--other"}
    chosen: reactive[str] = reactive(TABS[0].key)
    counts: reactive[dict[str, str]] = reactive(dict)

    def render(self) -> RenderResult:
        """The tabs, as many as fit around the chosen one."""
        chosen_style = self.get_visual_style("tab--chosen")
        other_style = self.get_visual_style("tab--other")
        content = Content("")
        for _, _, key, text in self._placed():
            style = chosen_style if key == self.chosen else other_style
            content = content.append(Content.styled(text, style))
        return content

    def places(self) -> list[tuple[int, str]]:
        """From which cell each tab that is shown stands, and its key."""
        return [(start, key) for start, _, key, _ in self._placed()]

    def on_click(self, event: events.Click) -> None:
        """Choose the tab under the pointer."""
        for start, end, key, _ in self._placed():
            if start <= event.x < end:
                self.post_message(TabChosen(key))

    def _placed(self) -> list[tuple[int, int, str, str]]:
        texts = []
        for tab in TABS:
            count = self.counts.get(tab.key, "")
            texts.append((tab.key, f" {tab.label} {count} " if count else f" {tab.label} "))
        width = self.size.width or 80
        chosen = next(n for n, (key, _) in enumerate(texts) if key == self.chosen)
        first = 0
        while first < chosen and sum(cell_len(t) for _, t in texts[first : chosen + 1]) > width:
            first += 1
        placed: list[tuple[int, int, str, str]] = []
        at = 0
        for key, text in texts[first:]:
            end = at + cell_len(text)
            if end > width:
                break
            placed.append((at, end, key, text))
            at = end
        return placed
