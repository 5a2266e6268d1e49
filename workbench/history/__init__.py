"""Keeping: one SQLite file of exchanges, found again by the filter language.

The database library is named in this room alone. A list needs no more than `sqlite3`; the filter
language comes with the first filter, the model, the readers and the compression with the first
exchange that is kept or opened.
"""

from __future__ import annotations

from workbench.history.search import SORTS
from workbench.history.store import Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from workbench.history.filters import FILTER_KEYS, Completion, FilterError, complete

__all__ = ["FILTER_KEYS", "SORTS", "Completion", "FilterError", "Store", "complete"]


def __getattr__(name: str) -> object:
    """The names of the filter language, loaded when one is asked for."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from workbench.history import filters

    return getattr(filters, name)
