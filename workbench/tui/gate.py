"""The last gate before the terminal: whatever a widget made of what it was given, no character that
acts leaves it, nor a link. It sees every line of every widget, borders and messages among them."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from workbench.tui.safe_text import gated


class Gate(LineFilter):
    """Passes on what only shows."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments, as wide as before; those that control a terminal are left out."""
        del background
        if all(map(_only_shows, segments)):
            return segments
        return [_harmless(segment) for segment in segments if not segment.control]


def _only_shows(segment: Segment) -> bool:
    text, style, control = segment
    return not control and text.isprintable() and (style is None or not style.link)


def _harmless(segment: Segment) -> Segment:
    text, style, _ = segment
    if style is not None and style.link:
        style = style.update_link(None)
    return Segment(gated(text), style)
