"""The base of every list and text that is drawn line by line: inks, and a cursor that moves.

Only lines on the screen are ever made. Inks are component classes, so that themes decide colours;
the cursor has a mark of its own beside its colour.
"""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

INKS = ("label", "muted", "strong", "accent", "error", "warning", "info", "good", "odd", "found")


class Drawn(ScrollView, can_focus=True):
    """A scrollable sheet of `line_count` lines with a line cursor.

    A subclass says `line_count`, draws with `draw(index, width)` and may answer `cursor_moved`.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"ink--{name}" for name in INKS} | {
        "ink--cursor",
        "ink--cursor-away",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "line(-1)", "Up", show=False),
        Binding("down,j", "line(1)", "Down", show=False),
        Binding("pageup,ctrl+b", "page(-1)", "Page up", show=False),
        Binding("pagedown,ctrl+f", "page(1)", "Page down", show=False),
        Binding("home,g", "jump(False)", "First line", show=False),
        Binding("end,G", "jump(True)", "Last line", show=False),
    ]

    cursor: reactive[int] = reactive(0, repaint=False)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._inks: dict[str, Style] = {}
        self._total = 0

    # -- what a subclass says ---------------------------------------------------------------

    def draw(self, index: int, width: int, base: Style) -> Strip:
        """The line, on `base`; one wider than `width` can be scrolled sideways."""
        raise NotImplementedError

    def cursor_moved(self) -> None:
        """The cursor stands on another line."""

    # -- what it is given -------------------------------------------------------------------

    @property
    def line_count(self) -> int:
        """How many lines there are."""
        return self._total

    def resize_to(self, lines: int, width: int = 0) -> None:
        """There are now that many lines, the widest of them `width` cells (0: none too wide)."""
        self._total = lines
        self.virtual_size = Size(width, lines)
        if self.cursor >= lines:
            self.cursor = max(0, lines - 1)
        self.refresh()

    def ink(self, name: str) -> Style:
        """The style of an ink under the present theme."""
        style = self._inks.get(name)
        if style is None:
            # The partial style says what the theme sets, the full one what translucent colours
            # come to on this background.
            said = self.get_component_rich_style(f"ink--{name}", partial=True)
            full = self.get_component_rich_style(f"ink--{name}")
            style = said + Style(
                color=full.color if said.color else None,
                bgcolor=full.bgcolor if said.bgcolor else None,
            )
            self._inks[name] = style
        return style

    def notify_style_update(self) -> None:
        """A change of theme makes the inks anew."""
        self._inks = {}
        super().notify_style_update()

    # -- drawing ----------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        left, top = self.scroll_offset
        index = top + y
        width = self.scrollable_content_region.width
        base = self.rich_style
        if index >= self._total:
            return Strip.blank(width, base)
        mark = " "
        if index == self.cursor:
            if self.has_focus:
                base, mark = base + self.ink("cursor"), "▌"
            else:
                base += self.ink("cursor-away")
        strip = self.draw(index, width - 1, base).crop_extend(left, left + width - 1, base)
        return Strip.join([_cell(mark, base + self.ink("accent")), strip])

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where on the screen the cursor's line begins."""
        return self.content_region.offset + Offset(0, self.cursor - self.scroll_offset.y)

    def watch_has_focus(self, focused: bool) -> None:
        """The cursor looks different without the focus."""
        super().watch_has_focus(focused)
        self.refresh()

    # -- moving -----------------------------------------------------------------------------

    def validate_cursor(self, index: int) -> int:
        """Keep the cursor on a line."""
        return max(0, min(index, self._total - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Draw both lines anew and keep the cursor in sight."""
        if old == new:
            return
        for index in (old, new):
            self.refresh_line_at(index)
        self.show_line(new)
        self.cursor_moved()

    def refresh_line_at(self, index: int) -> None:
        """Draw one line anew, if it is on the screen."""
        top = index - self.scroll_offset.y
        if 0 <= top < self.size.height:
            self.refresh(Region(0, top, self.size.width, 1))

    def show_line(self, index: int) -> None:
        """Scroll as little as needed to see the line."""
        top, height = self.scroll_offset.y, max(1, self.scrollable_content_region.height)
        if index < top:
            self.scroll_to(y=index, animate=False, force=True)
        elif index >= top + height:
            self.scroll_to(y=index - height + 1, animate=False, force=True)

    def action_line(self, by: int) -> None:
        """Move the cursor by lines."""
        self.cursor += by

    def action_page(self, by: int) -> None:
        """Move the cursor by screenfuls."""
        self.cursor += by * max(1, self.scrollable_content_region.height - 1)

    def action_jump(self, last: bool) -> None:
        """Move the cursor to the first or the last line."""
        self.cursor = self._total - 1 if last else 0


def _cell(mark: str, style: Style) -> Strip:
    from rich.segment import Segment

    return Strip([Segment(mark, style)], 1)
