"""Values that are numbers, sizes, ranges and times, as people write them in a filter."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

_RANGE = re.compile(r"(\d*)\.\.(\d*)")
_COMPARED = re.compile(r"(>=|<=|>|<|=)?(\d+(?:\.\d+)?)([a-z]*)", re.IGNORECASE)
_SPAN = re.compile(r"(\d{1,6})([smhdw])")
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)  # noqa: UP017
MOST = (1 << 63) - 1

SIZE_UNITS = {"": 1, "b": 1, "k": 1000, "kb": 1000, "m": 1_000_000, "mb": 1_000_000}
MS_UNITS = {"": 1, "ms": 1, "s": 1000}
PLAIN = {"": 1}


def interval(text: str, units: dict[str, int], scale: int = 1) -> tuple[int, int | None] | None:
    """The whole numbers (in units of 1/`scale`) that `>500`, `10k`, `10..20` mean, as first and
    last (None: without end), or None where the text says none of these."""
    ranged = _RANGE.fullmatch(text)
    if ranged:
        low, high = ranged.groups()
        if not low and not high:
            return None
        return _bounded(int(low or 0) * scale), _bounded(int(high) * scale) if high else None
    match = _COMPARED.fullmatch(text)
    if match is None or match[3].lower() not in units or len(match[2]) > 30:
        return None
    number = float(match[2]) * units[match[3].lower()] * scale
    exact = _bounded(int(number))
    above = exact if exact < number else exact + 1
    match match[1]:
        case ">":
            return exact + 1, None
        case ">=":
            return (above if exact < number else exact), None
        case "<":
            return 0, (exact if exact < number else exact - 1)
        case "<=":
            return 0, exact
        case "=":
            return exact, exact
        case _:  # 500 milliseconds are all that begin with 500
            return exact, exact + scale - 1


def instant(text: str, now: datetime | None = None) -> int | None:
    """Microseconds since 1970 UTC of `7d` (so long ago), `today`, a date or a time (local unless
    it ends in Z or an offset), or None where the text says none of these."""
    moment = _moment(text, now or datetime.now(timezone.utc))  # noqa: UP017
    return None if moment is None else (moment - _EPOCH) // timedelta(microseconds=1)


def _moment(text: str, now: datetime) -> datetime | None:
    span = _SPAN.fullmatch(text.lower())
    try:
        if span:
            return now - timedelta(seconds=int(span[1]) * _SECONDS[span[2]])
        if text.lower() in ("today", "yesterday"):
            start = now.astimezone().replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
            return (start - timedelta(days=text.lower() == "yesterday")).astimezone()
        plain, zone = (text[:-1], "+00:00") if text[-1:] in "zZ" else (text, "")
        date = _DATE.fullmatch(plain)
        if date:
            day = datetime(int(date[1]), int(date[2] or 1), int(date[3] or 1))  # noqa: DTZ001
            return day.replace(tzinfo=timezone.utc) if zone else day.astimezone()  # noqa: UP017
        parsed = datetime.fromisoformat(plain + zone)
        return parsed if parsed.tzinfo else parsed.astimezone()
    except (ValueError, OverflowError, OSError):
        return None


def _bounded(number: int) -> int:
    return min(number, MOST - 1)
