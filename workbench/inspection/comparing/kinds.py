"""What kind of difference two values make, in a few words: ids of one kind, times, numbers.

Only what both values are is said; two values of different kinds need no words.
"""

from __future__ import annotations

import re
from datetime import datetime

from workbench.inspection.http_dates import http_date

_UUID = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-([0-9a-f])[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE
)
_HEX = re.compile(r"(?=[0-9a-f]*[a-f])(?:[0-9a-f]{2}){8,}", re.IGNORECASE)
_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,9})?")
_LONGEST = 512
_STEPS = ((86_400 * 365, "year"), (86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))


def kind_of(before: str | None, after: str | None) -> str:
    """`both UUID version 4`, `both hex`, `3 days later`, or "" where that says nothing."""
    if before is None or after is None or max(len(before), len(after)) > _LONGEST:
        return ""
    one, other = _UUID.fullmatch(before), _UUID.fullmatch(after)
    if one and other:
        version = f" version {int(one[1], 16)}" if one[1].lower() == other[1].lower() else ""
        return f"both UUID{version}, differ"
    if _HEX.fullmatch(before) and _HEX.fullmatch(after):
        return "both hex, differ"
    earlier, later = _time(before), _time(after)
    if earlier is not None and later is not None:
        return distance((later - earlier).total_seconds())
    return ""


def ratio(before: str | None, after: str | None) -> str:
    """`2.5 times` between two numbers that count something, or ""."""
    if before is None or after is None:
        return ""
    if not _NUMBER.fullmatch(before) or not _NUMBER.fullmatch(after):
        return ""
    one, other = float(before), float(after)
    return f"{other / one:.3g} times" if one > 0 and other > 0 else ""


def distance(seconds: float) -> str:
    """`3 days later`, `5 minutes earlier`, `at the same time`: the largest unit alone."""
    whole = round(abs(seconds))
    word = "later" if seconds > 0 else "earlier"
    for size, unit in _STEPS:
        if whole >= size:
            count = whole // size
            return f"{count:,} {unit}{'' if count == 1 else 's'} {word}"
    return "at the same time"


def _time(text: str) -> datetime | None:
    """An ISO time with its zone, or the date of a header."""
    if text[:4].isdigit() and "T" in text:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            return None
        return moment if moment.tzinfo is not None else None
    return http_date(text) if text[:3].isalpha() else None
