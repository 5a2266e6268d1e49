"""The keys of the filter language, as views list and complete them."""

from workbench.history import FILTER_KEYS

__all__ = ["FILTER_KEYS"]
