"""Keeping: one SQLite file of exchanges, found again by the filter language.

The database library is named in this room alone. What a list needs loads no more than `sqlite3`,
`json`, `datetime` and `re`; the model, the readers and the compression come with the first
exchange that is kept or opened.
"""

from __future__ import annotations

from workbench.history.filters import FILTER_KEYS, Completion, FilterError, complete
from workbench.history.search import SORTS
from workbench.history.store import Store

__all__ = ["FILTER_KEYS", "SORTS", "Completion", "FilterError", "Store", "complete"]
