"""How far long work is."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Progress(NamedTuple):
    """`done` of `total` steps (total None while unknown), and what is being done."""

    done: int
    total: int | None
    what: str


OnProgress = Callable[[Progress], None]


def silent(_: Progress) -> None:
    """The listener that ignores progress."""
