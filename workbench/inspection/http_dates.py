"""The time that a header's date says (RFC 9110 section 5.6.7)."""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache

_LONGEST = 64
_HAS_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=128)
def http_date(written: str) -> datetime | None:
    """The time, or None where the text is no date; never raises."""
    if len(written) > _LONGEST or not _HAS_DIGIT.search(written):
        return None
    try:
        time = parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return time if time.tzinfo is not None else None
