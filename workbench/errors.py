"""The errors a caller of the workbench can meet.

Each says what happened (`message`) and what to do (`hint`); `exit_code` is what the command line
answers with. A network failure is not an error but a kept exchange; `NetworkError` is raised only
where a caller asked for it (`check=True`).
"""

from __future__ import annotations


class WorkbenchError(Exception):
    """Base of all errors that are raised on purpose."""

    exit_code = 2

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message


class InputError(WorkbenchError):
    """What was given cannot be used: a flag, a file, an id, a filter, a configuration."""

    exit_code = 2


class NetworkError(WorkbenchError):
    """The call failed on the network; the exchange is kept all the same."""

    exit_code = 3


class HistoryError(WorkbenchError):
    """The history cannot be used: locked, damaged, newer version, no permission."""

    exit_code = 4


class NotKeptError(HistoryError):
    """An answer came and could not be kept; it is in `exchange`, so that it can still be shown."""

    def __init__(self, message: str, hint: str, exchange: object) -> None:
        super().__init__(message, hint)
        self.exchange = exchange
