"""Keys of the app, made from the table of actions: bindings, their spelling, and the key line."""

from __future__ import annotations

from textual.binding import Binding

from workbench.service.actions import ACTIONS, Action

# What works while one types, too: these are no characters and no keys of a text field.
_FROM_ANYWHERE = frozenset({"send", "dry_run", "cancel", "clear"})

_SPELLED = {
    "slash": "/",
    "question_mark": "?",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "delete": "del",
    "escape": "esc",
}


def bindings() -> list[Binding]:
    """One binding an action; its id is the action's, so that keys can be mapped anew."""
    return [
        Binding(
            ",".join(action.keys),
            action.id,
            action.label,
            show=action.shown,
            priority=action.id in _FROM_ANYWHERE,
            id=action.id,
            tooltip=action.help,
        )
        for action in ACTIONS
    ]


def spelled(key: str) -> str:
    """A key as people write it."""
    return _SPELLED.get(key, key)


def keys_of(action: Action) -> str:
    """All keys of an action as people write them."""
    return "  ".join(spelled(key) for key in action.keys)
