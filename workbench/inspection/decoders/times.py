"""Times: numbers since an epoch, and RFC 3339 text.

Any ten-digit number could be a time, so only names that promise one make it certain; under the few
others that programs fill with the clock it must be that of the exchange, to a day.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from workbench.inspection.decoders.identifiers import moment
from workbench.inspection.decoders.registry import DIGITS, Hint, Proof, recogniser

_PER_MILLISECOND = {10: 1e-3, 13: 1.0, 16: 1e3}
_TIME_NAME = re.compile(
    r"(?:.*_)?(?:exp|iat|nbf|ts|time|date|timestamp|auth_time|expires|expires_at|issued_at|updated_at|created_at)"
    r"|.*(?:Time|Date|At|Timestamp)"
)
_MAYBE_NAMES = frozenset({"state", "nonce", "tag"})
_ISO = re.compile(
    r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(Z|z|[+-]\d{2}:\d{2})?", re.ASCII
)
_NEAR = timedelta(days=1)
_TICKS_AT_EPOCH = 621_355_968_000_000_000


def epoch_time(text: str, now: datetime | None = None) -> str | None:
    """The UTC time of a number of seconds, milliseconds, microseconds or .NET ticks, or None."""
    if not text.isascii() or not text.isdigit() or text[0] == "0":
        return None
    per = _PER_MILLISECOND.get(len(text))
    if per is not None:
        return moment(int(text) / per, now)
    if len(text) == 18 and text[0] == "6":
        return moment((int(text) - _TICKS_AT_EPOCH) / 10_000, now)
    return None


@recogniser(
    "epoch",
    "a time as a number: seconds, milliseconds, microseconds or .NET ticks",
    starts=DIGITS,
    lengths=range(19),
)
def epoch(text: str, hint: Hint) -> Proof | None:
    """The UTC time; only under a name that promises a time, or said to be a guess."""
    if not text.isdigit():
        return None
    certain = _TIME_NAME.fullmatch(hint.name) is not None
    if not certain and hint.name not in _MAYBE_NAMES:
        return None
    time = epoch_time(text)
    if time is None or not (certain or _of_its_day(time, hint.now)):
        return None
    return Proof({"time": time}, () if certain else ("could be a time",))


def _of_its_day(time: str, now: datetime | None) -> bool:
    return now is not None and abs(datetime.fromisoformat(time) - now) <= _NEAR


@recogniser("iso-time", "a time as RFC 3339 writes it", starts=DIGITS, lengths=range(19, 36))
def iso_time(text: str, _: Hint) -> Proof | None:
    """The UTC time; a missing zone is said."""
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    try:
        time = datetime.fromisoformat(text.upper())
        if time.tzinfo is None:
            return Proof({"time": time.isoformat()}, ("no time zone given",))
        return Proof({"time": time.astimezone(UTC).isoformat().replace("+00:00", "Z")})
    except (ValueError, OverflowError):
        return None
