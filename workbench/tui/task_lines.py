"""What goes on beside the screen, a line each above the keys: tasks, and what can still be undone.

It is not there while nothing goes on. A click on a line's right end does what stands there.
"""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual import events
from textual.app import RenderResult
from textual.content import Content
from textual.widget import Widget

from workbench.service.tasks import TaskState
from workbench.tui.messages import TaskLineClicked
from workbench.tui.safe_text import fitted, shown

MOST_LINES = 4
_BAR = 20


class Going(NamedTuple):
    """One line: what goes on, the share that is done (None: unknown), figures, what can be done
    about it, and the number that `TaskLineClicked` brings back."""

    number: int
    name: str
    share: float | None
    figures: str
    offer: str


class TaskLines(Widget):
    """The lines; `show` is told all of them each time."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"task--name", "task--bar", "task--offer"}

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._going: tuple[Going, ...] = ()
        self.display = False

    def show(self, going: tuple[Going, ...]) -> None:
        """These go on now."""
        if going == self._going:
            return
        lines_before = len(self._shown)
        self._going = going
        self.display = bool(going)
        if len(self._shown) != lines_before:
            self.styles.height = len(self._shown)
        self.refresh()

    @property
    def _shown(self) -> tuple[Going, ...]:
        return self._going[-MOST_LINES:]

    def render(self) -> RenderResult:
        """A line each."""
        return Content("\n").join([self._line(one) for one in self._shown])

    def on_click(self, event: events.Click) -> None:
        """Do what the line offers."""
        shown_now = self._shown
        if event.y < len(shown_now):
            one = shown_now[event.y]
            if event.x >= self.size.width - cell_len(one.offer) - 2:
                self.post_message(TaskLineClicked(one.number))

    def _line(self, one: Going) -> Content:
        width = self.size.width or 80
        right = f" {one.offer} "
        bar = _bar(one.share) if width >= 100 and one.share is not None else ""
        middle = f"  {bar}{one.figures} "
        room = width - cell_len(right) - cell_len(middle)
        name = fitted(f" {shown(one.name)}", room) if room > 8 else fitted(middle, width - 1)
        if room <= 8:
            middle, right = "", ""
        return Content.assemble(
            (name, self.get_visual_style("task--name")),
            (middle, self.get_visual_style("task--bar")),
            (right, self.get_visual_style("task--offer")),
        )


def figures_of(state: TaskState) -> str:
    """How far a task is, in words: `412 of 1,000 (41 %)  120/s  5 s left`."""
    if state.is_cancelled:
        return "cancelling …"
    if state.total is None:
        parts = [f"{state.what} {state.done:,}" if state.done else f"{state.what} …"]
    else:
        share = int(100 * (state.share or 0))
        parts = [f"{state.done:,} of {state.total:,} ({share} %)"]
    if state.rate:
        parts.append(f"{state.rate:,.0f}/s")
    if state.left_s is not None:
        parts.append(f"{duration(state.left_s)} left")
    return "  ".join(parts)


def duration(seconds: float) -> str:
    """`5 s`, `3 min`, `2 h 10 min`."""
    whole = round(seconds)
    if whole < 90:
        return f"{whole} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"


def _bar(share: float) -> str:
    full = round(share * _BAR)
    return "█" * full + "░" * (_BAR - full) + "  "
