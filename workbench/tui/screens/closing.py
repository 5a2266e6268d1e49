"""A screen that closes once: keys that came together with the one that closed it do nothing.

Textual's own `dismiss` takes away whatever lies on top, in the end the main screen.
"""

from __future__ import annotations

from typing import Any

from textual.await_complete import AwaitComplete
from textual.screen import Screen


class ClosesOnce:
    """Stands first among the bases of a screen; no widget itself, so that styles are those of the
    other base."""

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Close, unless another screen lies over this one or it is closed."""
        assert isinstance(self, Screen)
        if self.app.screen is not self:
            return AwaitComplete()
        return Screen.dismiss(self, result)
