"""A base of widgets that are styled once, when they have their place.

Textual's Input, TextArea and Button set classes of their own while they are made, and each of these
would style them before they stand anywhere; that cost a tenth of the app's start.
"""

from __future__ import annotations

from textual.widget import Widget


class StyledOnce(Widget):
    """To be named behind the widget that is meant, whose default look counts."""

    def update_node_styles(self, animate: bool = True) -> None:
        """Not before there is a place: styles depend on it, and mounting makes them anyway."""
        if self.parent is not None:
            super().update_node_styles(animate=animate)
