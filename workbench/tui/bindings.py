"""Keys of the app: the table of actions, changed by `[keys]` of config.toml, checked at the start.

Whoever shows a key asks here, so that words never speak of a key that does something else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from textual.binding import Binding
from textual.keys import Keys, _character_to_key, key_to_character

from workbench.service.actions import ACTIONS, Action

if TYPE_CHECKING:
    from textual.widget import Widget

    from workbench.settings import Settings

_SPELLED = {"delete": "del", "escape": "esc", "pageup": "PgUp", "pagedown": "PgDn"}
_MEANT = {"del": "delete", "esc": "escape", "pgup": "pageup", "pgdn": "pagedown", "return": "enter"}
# Terminals send the same for these and for another key.
_CONFUSED = {"ctrl+h": "backspace", "ctrl+i": "tab", "ctrl+m": "enter"}
# Characters whose keys have names of Textual's own, which it cannot turn back.
_RENAMED = {_character_to_key(character): character for character in "/\\@-+_"}
_NAMED = frozenset(key.value for key in Keys if not key.value.startswith("<"))
_MODIFIED = re.compile(r"((?:(?:ctrl|alt|shift|super|meta)\+)*)(.+)")

# Keys that lists, texts, fields and dialogs use themselves.
MOVING = {
    "up": "Up",
    "k": "Up",
    "down": "Down",
    "j": "Down",
    "left": "Left",
    "h": "Left",
    "right": "Right",
    "l": "Right",
    "pageup": "Page up",
    "ctrl+b": "Page up",
    "pagedown": "Page down",
    "ctrl+f": "Page down",
    "home": "First line",
    "g": "First line",
    "end": "Last line",
    "G": "Last line",
    "enter": "Open",
    "escape": "Back",
    "tab": "Next field",
    "shift+tab": "Previous field",
    "ctrl+c": "Quit at once",
    "ctrl+z": "Suspend",
}
# Keys that an answer has for itself beside these; help says so where one is an action's elsewhere.
READING = {
    "n": "Next place in an answer",
    "N": "Place before in an answer",
    "w": "Where it stands, in an answer",
    "backspace": "Back from a place in an answer",
}


class Conflict(NamedTuple):
    """A key that two things want: the first of them gets it."""

    key: str
    first: str
    second: str

    def __str__(self) -> str:
        return f"{spelled(self.key)} is {self.first} and {self.second}"


class KeyTable:
    """Which keys each action has. `changed` is action id to keys, checked already."""

    def __init__(self, changed: Mapping[str, tuple[str, ...]] | None = None) -> None:
        self.changed = dict(changed or {})
        self._keys = {action.id: self.changed.get(action.id, action.keys) for action in ACTIONS}
        # What was changed on purpose wins over what came with the app.
        self._order = sorted(ACTIONS, key=lambda action: action.id not in self.changed)
        self.conflicts = self._find_conflicts()
        owners: dict[str, Action] = {}
        for action in self._order:
            for key in self._keys[action.id]:
                owners.setdefault(key, action)
        self.at_once = {key: action.id for key, action in owners.items() if action.at_once}

    def keys(self, action: str) -> tuple[str, ...]:
        """The keys of an action as Textual names them."""
        return self._keys[action]

    def first(self, action: str) -> str:
        """The key that hints show, as people write it; "" when there is none."""
        keys = self._keys[action]
        return spelled(keys[0]) if keys else ""

    def all(self, action: str) -> str:
        """All keys of an action as people write them."""
        return "  ".join(spelled(key) for key in self._keys[action])

    @property
    def keymap(self) -> dict[str, str]:
        """What Textual is to change."""
        return {action: ",".join(keys) for action, keys in self.changed.items()}

    def _find_conflicts(self) -> tuple[Conflict, ...]:
        found: list[Conflict] = []
        taken: dict[str, str] = {}
        for action in self._order:
            for key in self._keys[action.id]:
                if key in taken:
                    found.append(Conflict(key, taken[key], action.label))
                elif key in MOVING:
                    found.append(Conflict(key, MOVING[key], action.label))
                elif key in READING and action.id in self.changed:
                    found.append(Conflict(key, READING[key], action.label))
                taken.setdefault(key, action.label)
        return tuple(found)


DEFAULT_KEYS = KeyTable()


def keys_of(widget: Widget) -> KeyTable:
    """The keys of the app that shows the widget."""
    table = getattr(widget.app, "keys", None)
    return table if isinstance(table, KeyTable) else DEFAULT_KEYS


def key_table(settings: Settings) -> KeyTable:
    """The table as the configuration wants it; raises `InputError` for an unknown action or key."""
    known = {action.id: action for action in ACTIONS}
    changed: dict[str, tuple[str, ...]] = {}
    for name, written in settings.keys.items():
        if name not in known:
            raise settings.error(name, f"unknown action {name!r} in [keys]", near(name, known))
        if not written:
            raise settings.error(name, f"no key for {name!r}", 'give one, such as "f5"')
        changed[name] = tuple(_checked(settings, known[name], key) for key in written)
    return KeyTable(changed)


def _checked(settings: Settings, action: Action, written: str) -> str:
    key = meant(written)
    if key is None:
        names = {*_NAMED, *_MEANT}
        hint = near(written.lower(), dict.fromkeys(names)) if written.strip() else "such as f5"
        raise settings.error(action.id, f"no key {written!r} for {action.id!r}", hint)
    if key in _CONFUSED:
        raise settings.error(
            action.id,
            f"{written!r} cannot be a key of {action.id!r}",
            f"terminals send the same for {_CONFUSED[key]}",
        )
    if action.anywhere and is_character(key):
        raise settings.error(
            action.id,
            f"{written!r} cannot be a key of {action.id!r}",
            "that action works while one types: take a function key or one with ctrl",
        )
    return key


def meant(written: str) -> str | None:
    """A key as Textual names it, None when there is no such key: `?`, `ctrl+k`, `G`, `PgUp`."""
    if len(written) == 1:
        return "space" if written == " " else _character_to_key(written)
    found = _MODIFIED.fullmatch(written.strip())
    if found is None:
        return None
    modifiers, base = found[1], found[2]
    named = _MEANT.get(base.lower(), base.lower())
    if len(base) == 1:
        # Terminals say ctrl+k for K as well.
        return modifiers + _character_to_key(base.lower() if modifiers else base)
    if named in _NAMED or _character(named) is not None:
        return modifiers + named
    return None


def is_character(key: str) -> bool:
    """Whether the key writes something where one types."""
    return key in ("space", "backspace", "delete", "enter") or _character(key) is not None


def bindings() -> list[Binding]:
    """One binding an action; its id is the action's, so that keys can be mapped anew."""
    return [
        Binding(
            ",".join(action.keys) or f"no-key-{number}",
            action.id,
            action.label,
            show=action.shown,
            priority=action.anywhere,
            id=action.id,
            tooltip=action.help,
        )
        for number, action in enumerate(ACTIONS)
    ]


def spelled(key: str) -> str:
    """A key as people write it."""
    modifiers, _, base = key.rpartition("+")
    shown = _SPELLED.get(base) or (_character(base) if base != "space" else None) or base
    return f"{modifiers}+{shown}" if modifiers else shown


def _character(key: str) -> str | None:
    return _RENAMED.get(key) or key_to_character(key)


def near(word: str, known: Mapping[str, object]) -> str:
    """A hint that names the nearest known word, or all of them."""
    close = get_close_matches(word, known, n=1, cutoff=0.5)
    return f"did you mean {close[0]!r}?" if close else f"there are: {', '.join(sorted(known))}"
