"""The filter language: text to a tree (`syntax`), terms to conditions (`keys`, one table), the
tree to one condition (here), and what could be typed next (`complete`). Light: every list that has
a filter comes through here."""

from __future__ import annotations

from typing import NamedTuple

from workbench.history.filters.condition import Condition, every, opposite, some
from workbench.history.filters.keys import TABLE, Vocabulary, compile_term
from workbench.history.filters.syntax import Every, FilterError, Node, Not, Some, parse

__all__ = ["FILTER_KEYS", "Completion", "Condition", "FilterError", "compile_filter", "complete"]

# (key as it is typed, help) of every key, for --help and the app.
FILTER_KEYS: tuple[tuple[str, str], ...] = tuple(
    (f"{key.key}.NAME:" if key.named else f"{key.key}:", key.help) for key in TABLE
)


def compile_filter(text: str, vocabulary: Vocabulary) -> Condition | None:
    """The condition that a filter means, None for an empty one. Raises `FilterError`."""
    node = parse(text)
    return None if node is None else _compiled(node, vocabulary, negative=False)


def _compiled(node: Node, vocabulary: Vocabulary, *, negative: bool) -> Condition:
    """Negation is carried down to the terms (De Morgan), where the index can answer it; the depth
    is bounded by the grammar."""
    if isinstance(node, Not):
        return _compiled(node.part, vocabulary, negative=not negative)
    if isinstance(node, Every | Some):
        parts = [_compiled(part, vocabulary, negative=negative) for part in node.parts]
        return every(parts) if isinstance(node, Every) != negative else some(parts)
    condition = compile_term(node, vocabulary)
    return opposite(condition) if negative else condition


class Completion(NamedTuple):
    """What could stand at a place: replace text from `start` to the cursor by `text`."""

    start: int
    text: str
    help: str


def complete(text: str, cursor: int | None = None) -> list[Completion]:
    """Keys that fit what is being typed at `cursor` (default: the end), or a key's fixed values."""
    end = len(text) if cursor is None else cursor
    start = max(text.rfind(blank, 0, end) for blank in ' ("') + 1
    while text[start:end].startswith("-"):
        start += 1
    typed = text[start:end]
    key, colon, value = typed.partition(":")
    if not colon:
        return [
            Completion(start, name.replace("NAME:", ""), meaning)
            for name, meaning in FILTER_KEYS
            if name.startswith(typed.lower())
        ]
    return [
        Completion(start + len(key) + 1, known, entry.help)
        for entry in TABLE
        if entry.key == key.lower()
        for known in entry.values
        if known.startswith(value.lower())
    ]
