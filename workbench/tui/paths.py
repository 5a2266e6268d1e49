"""Paths as one types them: what could stand there is offered, tab or right takes it."""

from __future__ import annotations

import asyncio
import os
from itertools import islice
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.suggester import Suggester

from workbench.tui.field import Field

_MOST_ENTRIES = 5000


def matching_paths(text: str) -> list[str]:
    """The paths that begin with the text, folders with a slash at their end, sorted; hidden ones
    only where a dot was typed. Empty where the folder cannot be read."""
    folder, name = os.path.split(text)
    try:
        with os.scandir(Path(folder or ".").expanduser()) as entries:
            found = [
                os.path.join(folder, entry.name) + ("/" if entry.is_dir() else "")  # noqa: PTH118 # what was typed stays as typed
                for entry in islice(entries, _MOST_ENTRIES)
                if entry.name.startswith(name) and (name or not entry.name.startswith("."))
            ]
    except (OSError, RuntimeError, ValueError):
        return []
    return sorted(path for path in found if path.isprintable())


class PathSuggester(Suggester):
    """Offers the first path that fits."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """The rest of a path, read in a thread since a folder may be slow."""
        if not value:
            return None
        found = await asyncio.to_thread(matching_paths, value)
        return found[0] if found else None


class PathInput(Field):
    """A line for a path."""

    help = "A file. Tab or right takes what is offered."
    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "take", "Take", show=False)]

    def __init__(self, value: str, *, id: str | None = None) -> None:
        super().__init__(
            value, id=id, compact=True, select_on_focus=False, suggester=PathSuggester()
        )

    def action_take(self) -> None:
        """Take what is offered; with nothing offered go on to the next field."""
        if self._suggestion and self.cursor_at_end:
            self.action_cursor_right()
        else:
            self.screen.focus_next()
