"""Where the history is: flag, environment, then the platform's data folder."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

HISTORY_VARIABLE = "WORKBENCH_HISTORY"


def history_path(
    named: str | Path | None = None,
    environment: Mapping[str, str] = os.environ,
    *,
    demo: bool = False,
) -> str:
    """The history's file; the demo has one of its own unless another was named. A plain string,
    since lists must start fast."""
    chosen = os.fspath(named) if named else environment.get(HISTORY_VARIABLE)
    if chosen:
        if "://" in chosen:
            from workbench.errors import InputError

            raise InputError(
                f"{chosen.partition('://')[0]}:// histories are not supported by this version",
                "name a file",
            )
        return os.path.expanduser(chosen)
    return os.path.join(data_folder(), "demo.sqlite3" if demo else "history.sqlite3")


def data_folder() -> Path:
    """The platform's data folder of the workbench (not made here)."""
    from platformdirs import user_data_path

    return user_data_path("authorize-workbench", appauthor=False)
