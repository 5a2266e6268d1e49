"""`FILTER or ID...`: what a command that takes both was given."""

from __future__ import annotations

import re
from typing import NamedTuple

from workbench.service.workbench import Workbench

_ID = re.compile(r"\d+|last([-~]\d+)?|good|[0-9a-f]{8}[0-9a-f-]*")


class Selection(NamedTuple):
    """The ids that were meant, oldest first, and what the words were taken for."""

    ids: tuple[int, ...]
    taken_for: str


def select(workbench: Workbench, words: list[str]) -> Selection:
    """When every word looks like an ID they are IDs, else together they are a filter."""
    if words and all(_ID.fullmatch(word.lower()) for word in words):
        ids = dict.fromkeys(workbench.resolve(word.lower()) for word in words)
        return Selection(tuple(ids), "ids " + ", ".join(map(str, ids)))
    text = " ".join(words)
    ids_found = workbench.ids(text, descending=False)
    return Selection(tuple(ids_found), f"the filter {text!r}" if text else "the whole history")
