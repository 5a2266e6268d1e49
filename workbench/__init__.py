"""Authorize Workbench: look at what an OAuth authorize endpoint really answered.

Public names are loaded on first use, so that `workbench --version` and the list commands start
without the HTTP client, the page reader or the app.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from workbench.errors import HistoryError, InputError, NetworkError, WorkbenchError
    from workbench.model.request import AuthorizeRequest
    from workbench.service.exchange import Exchange
    from workbench.service.offline import inspect
    from workbench.service.workbench import Workbench

__version__ = "0.1.0"

_HOMES = {
    "AuthorizeRequest": "workbench.model.request",
    "Exchange": "workbench.service.exchange",
    "HistoryError": "workbench.errors",
    "InputError": "workbench.errors",
    "NetworkError": "workbench.errors",
    "Workbench": "workbench.service.workbench",
    "WorkbenchError": "workbench.errors",
    "inspect": "workbench.service.offline",
}

__all__ = [
    "AuthorizeRequest",
    "Exchange",
    "HistoryError",
    "InputError",
    "NetworkError",
    "Workbench",
    "WorkbenchError",
    "__version__",
    "inspect",
]


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
