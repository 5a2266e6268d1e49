"""A screen that closes once: keys that came together with the one that closed it do nothing.

Textual's own `dismiss` takes away whatever lies on top, in the end the main screen.
"""

from __future__ import annotations

from textual.await_complete import AwaitComplete
from textual.screen import Screen, ScreenResultType


class ClosesOnce(Screen[ScreenResultType]):
    """Stands before Textual's screen among the bases."""

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Close, unless another screen lies over this one or it is closed."""
        if self.app.screen is not self:
            return AwaitComplete()
        return super().dismiss(result)
