"""A list of prepared lines with a cursor: Summary, Form, Decoded, Findings, Timing, TLS, Diff.

It is given a function that makes the lines for a width, and calls it again when the width changes.
Enter opens what the line stands for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.strip import Strip

from workbench.tui.drawn import Drawn
from workbench.tui.messages import SourceWanted, ValueOpened
from workbench.tui.safe_text import Line, Opened, strip_of

Build = Callable[[int], list[Line]]


class LineList(Drawn):
    """Lines made by a function of the width."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open", show=False),
        Binding("w", "source", "Where it stands", show=False),
        Binding("left,h", "scroll_left", "Left", show=False),
        Binding("right,l", "scroll_right", "Right", show=False),
    ]

    def __init__(self, *, id: str | None = None, help: str = "") -> None:
        super().__init__(id=id)
        self.help = help
        self._build: Build | None = None
        self._lines: list[Line] = []
        self._made_for = -1

    def show(self, build: Build) -> None:
        """Show other lines, from the top."""
        self._build = build
        self._make()
        self.cursor = 0
        self.scroll_to(y=0, x=0, animate=False, force=True)

    @property
    def lines(self) -> list[Line]:
        """The lines as they stand."""
        return self._lines

    @property
    def opened(self) -> Opened | None:
        """What the line under the cursor stands for."""
        return self._lines[self.cursor].opens if self._lines else None

    def draw(self, index: int, width: int, base: Style) -> Strip:
        """One line."""
        del width
        return strip_of(self._lines[index].spans, self.ink, base)

    def on_resize(self) -> None:
        """Another width wraps otherwise."""
        if self._made_for != self._width():
            self._make()

    def action_open(self) -> None:
        """Show the line's value whole; a line that names a place goes there."""
        opened = self.opened
        if opened is not None and opened.evidence and opened.text == opened.evidence:
            self.post_message(SourceWanted(opened.evidence))
        elif opened is not None:
            self.post_message(ValueOpened(opened))

    def action_source(self) -> None:
        """Show where the line's value stands in the bytes."""
        opened = self.opened
        if opened is not None and opened.evidence:
            self.post_message(SourceWanted(opened.evidence))
        else:
            self.notify("This line stands at no single place of the bytes", markup=False)

    def find(self, text: str, *, back: bool = False) -> bool:
        """Go to the next line that holds a text, letter case aside, round and round."""
        wanted, count = text.casefold(), len(self._lines)
        step = -1 if back else 1
        for distance in range(1, count + 1):
            index = (self.cursor + step * distance) % count
            line = "".join(span.text for span in self._lines[index].spans)
            if wanted in line.casefold():
                self.cursor = index
                return True
        return False

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor there; a second one opens."""
        index = event.y + self.scroll_offset.y
        if 0 <= index < len(self._lines):
            self.cursor = index
            if event.chain == 2:
                self.action_open()

    def _width(self) -> int:
        # One cell is the cursor's mark; the scrollbar's is kept free also while there is none.
        return max(20, self.scrollable_content_region.width - 1)

    def _make(self) -> None:
        if self._build is None or self.size.width == 0:
            return
        self._made_for = self._width()
        self._lines = self._build(self._made_for)
        self.resize_to(len(self._lines))
