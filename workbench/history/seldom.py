"""Whether a term was ever added, without asking the file: a Bloom filter over what a reindex adds.

Most of what is asked there, one-time values above all, was never seen before.
"""

from __future__ import annotations


class Seldom:
    """Which terms were ever added, in 8 MiB: a no is certain, a yes is nearly so."""

    _BITS = 26

    def __init__(self) -> None:
        self._bits = bytearray(1 << (self._BITS - 3))

    def add(self, terms: frozenset[str] | tuple[str, ...]) -> None:
        """These are there."""
        for term in terms:
            for place in self._places(term):
                self._bits[place >> 3] |= 1 << (place & 7)

    def may_have(self, terms: tuple[str, ...]) -> bool:
        """Whether one of these could be there."""
        return any(
            all(self._bits[place >> 3] & 1 << (place & 7) for place in self._places(term))
            for term in terms
        )

    def _places(self, term: str) -> tuple[int, int]:
        number = hash(term)
        mask = (1 << self._BITS) - 1
        return number & mask, number >> self._BITS & mask
