"""Copying out of a terminal: OSC 52 through the terminal itself, a file where that cannot be.

What was done is said in words, since a terminal never answers whether it took the text.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.app import App

# Terminals refuse longer ones, often silently (xterm takes 100,000 characters of base64).
LONGEST = 70_000


def copy(app: App[int] | App[object], text: str, what: str) -> str:
    """Copy and say how: `copied the summary (412 characters) by OSC 52 ...`."""
    size = len(text.encode("utf-8", "surrogateescape"))
    if size > LONGEST:
        path = write_down(text)
        return f"{what}: {size:,} bytes are too many for a terminal's clipboard; written to {path}"
    app.copy_to_clipboard(text.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
    return f"Copied {what} ({len(text):,} characters) by OSC 52, if the terminal allows it"


def write_down(text: str) -> Path:
    """The text in a file of its own that only its owner can read."""
    handle, name = tempfile.mkstemp(prefix="workbench-copy-", suffix=".txt")
    with os.fdopen(handle, "wb") as file:
        file.write(text.encode("utf-8", "surrogateescape"))
    return Path(name)
