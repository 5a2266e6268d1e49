"""Telling a key from a paste: terminals without bracketed paste send a line feed as ctrl+j.

Keys of one paste are read in one go and lie microseconds apart; a finger needs milliseconds.
"""

from __future__ import annotations

from collections import deque

APART_S = 0.002
# The longest text in characters that a field takes: twice the longest URL that any server reads.
LONGEST_PASTE = 256 * 1024
# How long to wait for what may follow a key in the same paste.
SETTLE_S = 0.03


class KeyRhythm:
    """When the last keys came, in seconds of a monotonic clock."""

    def __init__(self) -> None:
        self._moments: deque[float] = deque(maxlen=256)

    def note(self, moment: float) -> None:
        """A key came."""
        self._moments.append(moment)

    @property
    def last(self) -> float:
        """When the last key came; minus infinity before the first one."""
        return self._moments[-1] if self._moments else float("-inf")

    def alone(self, moment: float) -> bool:
        """Whether the key that came at `moment` came by itself."""
        return sum(abs(other - moment) < APART_S for other in self._moments) == 1
