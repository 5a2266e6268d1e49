"""What was masked in one text or document, so that the same values are found in the rest of it."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

from workbench.redaction.known import MASK, KnownValues

# A shorter value is masked only beside its name: "true" or "42" stands in every page.
LEAST_LENGTH = 6

# Beyond this many values a search costs too much; the caller then withholds what it would search.
MOST_VALUES = 256


class Scope:
    """Collects what is masked by name; `finish` masks it wherever else it stands."""

    def __init__(self, pseudonym: Callable[[str, str], str], known: KnownValues) -> None:
        self._pseudonym = pseudonym
        self._known = known
        self._learned: dict[str, str] = {}
        self._values: KnownValues | None = None

    def mask(self, name: str, value: str) -> str:
        """The mask of a value that was found under `name`."""
        if MASK.fullmatch(value):
            return value
        mask = self._learned.get(value)
        if mask is None:
            mask = self._pseudonym(name, value)
            self._learned[value] = mask
            self._values = None
            plain = unquote(value)
            if plain != value:
                self._learned.setdefault(plain, self._pseudonym(name, plain))
        return mask

    @property
    def overflows(self) -> bool:
        """Whether more was masked than can be searched for."""
        return len(self.searched()) > MOST_VALUES

    def values(self) -> KnownValues:
        """What to look for in the rest."""
        if self._values is None:
            self._values = KnownValues({} if self.overflows else self.searched())
        return self._values

    def finish(self, text: str) -> str:
        """`text` with all that is known by now masked; withheld where that is too much."""
        if self.overflows:
            return withheld(text)
        return self._known.replace(self.values().replace(text))

    def searched(self) -> dict[str, str]:
        """Each remembered value that is long enough to look for, with its mask."""
        return {v: m for v, m in self._learned.items() if len(v) >= LEAST_LENGTH}


def withheld(text: str) -> str:
    """What stands in place of a text that cannot be searched through."""
    return f"‹withheld, {len(text)} characters: more secrets than can be searched for›"
