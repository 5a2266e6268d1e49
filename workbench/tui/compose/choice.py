"""A choice of a few words in one line: arrows or a click choose, a dot marks the chosen one."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import RenderResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget


class Choice(Widget, can_focus=True):
    """One of `options`, by its place."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"choice--chosen", "choice--other"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "step(-1)", "Left", show=False),
        Binding("right,l,space", "step(1)", "Right", show=False),
    ]
    chosen: reactive[int] = reactive(0)

    class Changed(Message):
        """Another option was chosen."""

        def __init__(self, choice: Choice) -> None:
            super().__init__()
            self.choice = choice

        @property
        def control(self) -> Choice:
            """The choice that changed."""
            return self.choice

    def __init__(self, options: tuple[str, ...], *, id: str, help: str) -> None:
        super().__init__(id=id)
        self.options = options
        self.help = help

    def render(self) -> RenderResult:
        """The options side by side."""
        content = Content("")
        for number, (_, _, text) in enumerate(self._placed()):
            name = "choice--chosen" if number == self.chosen else "choice--other"
            content = content.append(Content.styled(text, self.get_visual_style(name)))
        return content

    def watch_chosen(self, old: int, new: int) -> None:
        """Tell the form."""
        if old != new:
            self.post_message(self.Changed(self))

    def action_step(self, by: int) -> None:
        """Choose the next option, round and round."""
        self.chosen = (self.chosen + by) % len(self.options)

    def on_click(self, event: events.Click) -> None:
        """Choose what is under the pointer."""
        for number, (start, end, _) in enumerate(self._placed()):
            if start <= event.x < end:
                self.chosen = number

    def _placed(self) -> list[tuple[int, int, str]]:
        placed: list[tuple[int, int, str]] = []
        at = 0
        for number, option in enumerate(self.options):
            mark = "●" if number == self.chosen else "○"
            text = f"{mark}{option}" + (" " if number + 1 < len(self.options) else "")
            placed.append((at, at + len(text), text))
            at += len(text)
        return placed
