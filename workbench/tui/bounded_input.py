"""Keeps a paste of any size from occupying the input for minutes: what is beyond the longest paste
that a field takes is left out before Textual reads it, character by character.

Textual has no seam for this, so the name of its parser is set anew where its driver finds it; a
Textual that looks elsewhere reads everything, as before.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual._xterm_parser import XTermParser
from textual.message import Message

from workbench.tui.pasting import LONGEST_PASTE

_BEGINS, _ENDS = "\x1b[200~", "\x1b[201~"
_PARTIAL = len(_ENDS) - 1


class BoundedParser(XTermParser):
    """Textual's parser of terminal input, fed with pastes that are cut."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._cut = PasteCut(LONGEST_PASTE + 1)

    def feed(self, data: str) -> Iterable[Message]:
        """As the base class; an empty text still says that the input ended."""
        bounded = self._cut.feed(data) if data else data
        return () if data and not bounded else super().feed(bounded)


class PasteCut:
    """Passes terminal input on, but of each bracketed paste only the first `longest` characters,
    and no escape among them: Textual would take what follows one for keys. Costs O(n); a mark may
    come in pieces."""

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._room: int | None = None  # in a paste: how much of it may still pass
        self._held = ""  # outside: the last characters that passed; in a paste: a mark's beginning

    def feed(self, data: str) -> str:
        """What of the data is passed on."""
        passed: list[str] = []
        while data:
            out, data = self._outside(data) if self._room is None else self._inside(data)
            passed.append(out)
        return "".join(passed)

    def _outside(self, data: str) -> tuple[str, str]:
        start = (self._held + data).find(_BEGINS)
        if start < 0:
            self._held = (self._held + data[-_PARTIAL:])[-_PARTIAL:]
            return data, ""
        end = start + len(_BEGINS) - len(self._held)
        self._held, self._room = "", self._longest
        return data[:end], data[end:]

    def _inside(self, data: str) -> tuple[str, str]:
        data = self._held + data
        start = data.find(_ENDS)
        if start >= 0:
            content = self._content(data[:start])
            self._held, self._room = "", None
            return content + _ENDS, data[start + len(_ENDS) :]
        held = next((n for n in range(_PARTIAL, 0, -1) if data.endswith(_ENDS[:n])), 0)
        self._held = data[len(data) - held :]
        return self._content(data[: len(data) - held]), ""

    def _content(self, text: str) -> str:
        assert self._room is not None
        kept = text[: self._room]
        self._room -= len(kept)
        return kept.replace("\x1b", "\u241b")


def bound_pastes() -> None:
    """Have the terminal's input read with cut pastes from now on."""
    try:
        from textual.drivers import linux_driver
    except ImportError:  # Windows: its consoles send no bracketed pastes
        return
    vars(linux_driver)["XTermParser"] = BoundedParser
