"""Decoded: each opaque value with the steps that opened it and its leaves as a tree.

Trees are walked without recursion and to a bounded number of lines: what stands in them was
written by others.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from workbench.model.finding import Decoded, Json
from workbench.tui.answer.reading import Answer
from workbench.tui.safe_text import OPEN_SIGN, Fold, Line, Opened, Span, fitted, short, wrapped

_MOST_LEAVES = 2000
_MOST_INDENT = 24


class Branch(NamedTuple):
    """One node of a decoded value: how deep, its key, its own text ("" where it has children)."""

    depth: int
    key: str
    text: str
    has_children: bool


def lines(answer: Answer, width: int) -> list[Line]:
    """Every decoded value for that width."""
    decoded = answer.exchange.decoded
    if not decoded:
        return [
            Line(
                (Span("Nothing in this exchange is an opaque value that could be read.", "muted"),)
            )
        ]
    made: list[Line] = []
    for number, value in enumerate(decoded):
        if made:
            made.append(Line(()))
        opens = Opened(value.path, value.path, leaf_text(value.value), value.path)
        head = (OPEN_SIGN, Span(short(value.path, 200), "strong"), Span("   "))
        fold = Fold(str(number), 0)
        made.append(Line((*head, Span(steps(value), "muted")), opens, 0, fold))
        made.extend(tree(value, width, "  ", fold.name))
    return made


def steps(value: Decoded) -> str:
    """`base64 > deflate > json`."""
    return " > ".join(value.steps)


def tree(value: Decoded, width: int, margin: str, name: str = "") -> Iterator[Line]:
    """The leaves of a decoded value under their keys, then what is to be known of it; branches fold
    under names that begin with `name`."""
    branches = list(_branches(value.value))
    signed = any(branch.has_children for branch in branches)
    # Beyond this a key takes its own room, so that one long key does not push all values away.
    key_width = min(28, max((len(b.key) + 2 * b.depth for b in branches), default=0))
    if signed:
        key_width += len(OPEN_SIGN.text)
    left = " " * (len(margin) + key_width)
    room = max(10, width - len(left) - 2)
    for number, branch in enumerate(branches):
        indent = margin + "  " * min(branch.depth, _MOST_INDENT)
        key = short(branch.key, 120)
        if branch.has_children:
            fold = Fold(f"{name}/{number}", 1)
            yield Line((Span(indent), OPEN_SIGN, Span(key, "label")), None, branch.depth + 1, fold)
            continue
        label = f"{indent}{' ' * len(OPEN_SIGN.text) * signed}{key}"
        head = fitted(label, len(left)) if len(label) <= len(left) else label
        opens = Opened(f"{value.path} {branch.key}".strip(), branch.key, branch.text, value.path)
        text = short(branch.text, max(room, 40) * 4)
        for row, part in enumerate(wrapped(text, room)):
            first = head if row == 0 else left
            yield Line((Span(first, "label"), Span("  "), Span(part)), opens, branch.depth + 1)
    for note in value.notes:
        for part in wrapped(short(note), width - len(margin)):
            yield Line((Span(margin), Span(part, "muted")), None, 1)


def leaf_text(value: Json) -> str:
    """A decoded value as text: strings as they are, everything else as JSON writes it."""
    if isinstance(value, str):
        return value
    import json

    try:
        return json.dumps(value, ensure_ascii=False, indent=2)
    except RecursionError:
        return "(nested too deeply to be written here)"


def _branches(value: Json) -> Iterator[Branch]:
    waiting: list[tuple[int, str, Json]] = [(0, "", value)]
    made = 0
    while waiting:
        depth, key, node = waiting.pop()
        if made == _MOST_LEAVES:
            yield Branch(0, "…", f"{len(waiting) + 1:,} more branches; the value is in Raw", False)
            return
        if isinstance(node, dict | list) and node:
            items = (
                list(node.items())
                if isinstance(node, dict)
                else [(str(n), item) for n, item in enumerate(node)]
            )
            if key:
                made += 1
                yield Branch(depth, key, "", True)
            inner = depth + 1 if key else depth
            waiting.extend((inner, name, item) for name, item in reversed(items))
            continue
        made += 1
        yield Branch(depth, key, leaf_text(node), False)
