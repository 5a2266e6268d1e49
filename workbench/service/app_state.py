"""What the app keeps between two runs: theme, columns, draft, recent commands and filters.

One JSON file in the platform's state folder (`WORKBENCH_STATE` names another one), readable by its
owner only and replaced whole. A damaged one is no error: everything is as at first, and a notice
says so. Nothing here is needed to read a history.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypedDict, Unpack

STATE_VARIABLE = "WORKBENCH_STATE"
RECENT = 200

_MAX_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class AppState:
    """All that is kept. `theme` is its name, `columns` are keys in their order (empty: the usual
    ones), `draft` is what stands in Compose (empty: nothing), `commands` and `filters` are the
    recent ones, oldest first."""

    theme: str = ""
    columns: tuple[str, ...] = ()
    draft: Mapping[str, object] = field(default_factory=dict)
    commands: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()


class Changes(TypedDict, total=False):
    """The fields of `AppState` that change."""

    theme: str
    columns: tuple[str, ...]
    draft: Mapping[str, object]
    commands: tuple[str, ...]
    filters: tuple[str, ...]


class StateFile:
    """The file. `notice` says in words what is wrong with it, "" when nothing is.

    Several apps may run at once: a change is made to what the file holds at that moment.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or state_path()
        self.notice = ""
        self._state: AppState | None = None

    @property
    def state(self) -> AppState:
        """What is kept, read when first asked for."""
        if self._state is None:
            self._state = self._read()
        return self._state

    def keep(self, **changes: Unpack[Changes]) -> AppState:
        """Make these changes and keep them; where that cannot be, they hold for this run."""
        self._state = replace(self._now(), **changes)
        self._write(self._state)
        return self._state

    def remember(self, commands: str = "", filters: str = "") -> AppState:
        """Put a command or a filter behind the recent ones; a repeated one moves to the end."""
        now = self._now()
        changes: Changes = {}
        if commands:
            changes["commands"] = _with_newest(now.commands, commands)
        if filters:
            changes["filters"] = _with_newest(now.filters, filters)
        return self.keep(**changes)

    def _now(self) -> AppState:
        """What the file holds; one that cannot be read is no reason to forget what is known."""
        before = self.state
        found = self._read()
        return before if self.notice else found

    def _read(self) -> AppState:
        self.notice = ""
        try:
            with self.path.open("rb") as file:
                return _state_of(json.loads(file.read(_MAX_BYTES)))
        except FileNotFoundError:
            return AppState()
        except (OSError, ValueError, RecursionError) as error:
            reason = (error.strerror if isinstance(error, OSError) else None) or "it is damaged"
            self.notice = f"{self.path} is not used ({reason}): the app starts as at first"
            return AppState()

    def _write(self, state: AppState) -> None:
        document = {
            "theme": state.theme,
            "columns": list(state.columns),
            "draft": dict(state.draft),
            "commands": list(state.commands),
            "filters": list(state.filters),
        }
        data = json.dumps(document, ensure_ascii=True, indent=1).encode("ascii")
        beside = self.path.with_name(f".{self.path.name}-{secrets.token_hex(6)}.part")
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
            with os.fdopen(os.open(beside, flags, 0o600), "wb") as file:
                file.write(data)
            beside.replace(self.path)
            self.notice = ""
        except OSError as error:
            self.notice = f"{self.path} cannot be written ({error.strerror}): nothing is remembered"
            with suppress(OSError):
                beside.unlink(missing_ok=True)


def state_path(environment: Mapping[str, str] = os.environ) -> Path:
    """`WORKBENCH_STATE`, else `app.json` in the platform's state folder."""
    named = environment.get(STATE_VARIABLE)
    if named:
        return Path(named).expanduser()
    from platformdirs import user_state_path

    return user_state_path("authorize-workbench", appauthor=False) / "app.json"


def _state_of(document: object) -> AppState:
    """What a document says; a member of another type is as if it were not there."""
    if not isinstance(document, dict):
        raise ValueError("no object")  # noqa: TRY004 # a damaged file, like any other
    theme, draft = document.get("theme"), document.get("draft")
    return AppState(
        theme=theme if isinstance(theme, str) else "",
        columns=_texts(document.get("columns")),
        draft=draft if isinstance(draft, dict) else {},
        commands=_texts(document.get("commands"))[-RECENT:],
        filters=_texts(document.get("filters"))[-RECENT:],
    )


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        return ()
    return tuple(item for item in value if isinstance(item, str))


def _with_newest(recent: tuple[str, ...], newest: str) -> tuple[str, ...]:
    return (*(text for text in recent if text != newest), newest)[-RECENT:]
