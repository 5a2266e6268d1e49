"""Text and bytes of any size, by window: Head, Body, Raw, Request, and whole values.

Only where lines begin is kept (eight bytes a line), found in batches: the first one at once, the
others in a thread, so that a body of 64 MiB opens as fast as a short one. A line longer than the
screen is folded; bytes can be shown as hex, sixteen a line.
"""

from __future__ import annotations

import asyncio
import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import NamedTuple

from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from workbench.tui.drawn import Drawn
from workbench.tui.safe_text import Opened, Span, shown, strip_of
from workbench.tui.work import start

_BATCH_LINES = 4000
_BLOCK = 65536
_TAB = "    "
# Runs in which a character is a cell: no control, no mark, nothing wide.
_NARROW = re.compile("[ -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0373\u0391-\u03ce\u0410-\u044f]+")


class Piece(NamedTuple):
    """A part of the text in an ink of its own: from, to, ink."""

    start: int
    end: int
    ink: str


class TextView(Drawn):
    """A text, or bytes as hex."""

    def __init__(self, *, id: str | None = None, help: str = "") -> None:
        super().__init__(id=id)
        self.help = help
        self._title = ""
        self._text = ""
        self._data: bytes | None = None
        self._starts = array("q")
        self._line_ends = False
        self._pieces: tuple[Piece, ...] = ()
        self._piece_starts: list[int] = []
        self._folded_at = 0
        self._found: tuple[int, int] | None = None
        self._folding = False
        self._going = False

    # -- what it shows ----------------------------------------------------------------------

    def show_text(
        self, text: str, *, title: str = "", line_ends: bool = False, pieces: tuple[Piece, ...] = ()
    ) -> None:
        """Show a text from its top. `line_ends` draws CR and LF; `pieces` are in order."""
        self._title, self._text, self._data = title, text, None
        self._found = None
        self._line_ends = line_ends
        self._pieces, self._piece_starts = pieces, [piece.start for piece in pieces]
        self._from_top()
        self._fold()

    def show_hex(self, data: bytes, *, title: str = "") -> None:
        """Show bytes as hex from the top."""
        self._title, self._text, self._data = title, "", data
        self._found = None
        self._from_top()
        self.workers.cancel_node(self)
        self.resize_to((len(data) + 15) // 16)

    def reveal(self, start: int, end: int) -> None:
        """Go to the characters from `start` to `end` (bytes, where bytes are shown) and mark them;
        where their line is not found yet, as soon as it is."""
        self._found = (start, max(end, start + 1))
        self._going = True
        self._go_to_found()

    def find(self, text: str, *, back: bool = False) -> bool:
        """Go to the next place of a text, letter case aside, round and round; False where there is
        none. Bytes are searched for the text's UTF-8."""
        size = len(self._text if self._data is None else self._data)
        line = self._place_of_line(self.cursor) - 1
        here = self._found[0] if self._found is not None else line
        hits = self._hits(text)
        if back:
            chosen = _last(hits(0, max(0, here))) or _last(hits(here + 1, size))
        else:
            chosen = next(hits(here + 1, size), None) or next(hits(0, size), None)
        if chosen is None:
            return False
        self.reveal(*chosen)
        return True

    def _hits(self, text: str) -> Callable[[int, int], Iterator[tuple[int, int]]]:
        if self._data is not None:
            data, wanted = self._data, text.encode("utf-8", "surrogateescape")
            by_byte = re.compile(re.escape(wanted), re.IGNORECASE)
            return lambda a, b: (found.span() for found in by_byte.finditer(data, a, b))
        by_letter = re.compile(re.escape(text), re.IGNORECASE)
        return lambda a, b: (found.span() for found in by_letter.finditer(self._text, a, b))

    def _place_of_line(self, index: int) -> int:
        if self._data is not None:
            return index * 16
        return self._starts[index] if index < len(self._starts) else 0

    def _go_to_found(self) -> None:
        if self._found is None or not self._going:
            return
        start = self._found[0]
        if self._data is None:
            if not self._starts or (self._folding and start >= self._starts[-1]):
                return
            index = bisect_right(self._starts, start) - 1
        else:
            index = start // 16
        self._going = False
        self.cursor = index
        height = max(1, self.scrollable_content_region.height)
        if not self.scroll_offset.y < index < self.scroll_offset.y + height - 1:
            self.scroll_to(y=max(0, index - height // 3), animate=False, force=True)
        self.refresh()

    @property
    def opened(self) -> Opened | None:
        """The whole text, for copying; bytes are copied as hex."""
        text = self._text if self._data is None else self._data.hex(" ")
        return Opened(self._title, "", text) if text else None

    # -- drawing ----------------------------------------------------------------------------

    def draw(self, index: int, width: int, base: Style) -> Strip:
        """One line."""
        spans = self._text_line(index) if self._data is None else self._hex_line(index, width)
        return strip_of(spans, self.ink, base)

    def _text_line(self, index: int) -> Iterator[Span]:
        start = self._starts[index]
        after = index + 1
        end = self._starts[after] if after < len(self._starts) else self._end_of_line(start)
        line_end = ""
        if self._text[end - 1 : end] == "\n":
            end -= 1
            line_end = "␊"
        if self._text[end - 1 : end] == "\r" and end > start and line_end:
            end -= 1
            line_end = "␍␊"
        found = self._found
        if found is None or found[1] <= start or found[0] >= end:
            yield from self._inked(start, end)
        else:
            first, last = max(start, found[0]), min(end, found[1])
            yield from self._inked(start, first)
            yield from self._plain(first, last, "found")
            yield from self._inked(last, end)
        if self._line_ends and line_end:
            yield Span(line_end, "odd")

    def _inked(self, start: int, end: int) -> Iterator[Span]:
        at = start
        for piece in self._pieces[max(0, bisect_right(self._piece_starts, start) - 1) :]:
            if piece.start >= end:
                break
            first, last = max(piece.start, at), min(piece.end, end)
            if first >= last:
                continue
            if at < first:
                yield from self._plain(at, first, "")
            yield from self._plain(first, last, piece.ink)
            at = last
        if at < end:
            yield from self._plain(at, end, "")

    def _plain(self, start: int, end: int, ink: str) -> Iterator[Span]:
        """Ordinary runs, and what had to be written out in an ink that says so."""
        text = self._text[start:end].replace("\t", _TAB)
        at = 0
        for run in _NARROW.finditer(text):
            if run.start() > at:
                yield from _unusual(text[at : run.start()], ink)
            yield Span(run[0], ink)
            at = run.end()
        if at < len(text):
            yield from _unusual(text[at:], ink)

    def _hex_line(self, index: int, width: int) -> Iterator[Span]:
        assert self._data is not None
        at = index * 16
        row = self._data[at : at + 16]
        digits = max(4, len(f"{len(self._data):x}"))
        yield Span(f"{at:0{digits}x}  ", "muted")
        room = width - digits - 2
        if room >= 66:
            yield Span(f"{row[:8].hex(' '):<23}  {row[8:].hex(' '):<23}  ")
        else:
            yield Span(f"{row.hex(' '):<47}  " if room >= 50 else f"{row.hex():<32}  ")
        yield Span("".join(chr(b) if 32 <= b < 127 else "·" for b in row), "accent")

    def _end_of_line(self, start: int) -> int:
        newline = self._text.find("\n", start, start + _BLOCK)
        return newline + 1 if newline >= 0 else min(len(self._text), start + _BLOCK)

    # -- finding lines ----------------------------------------------------------------------

    def on_resize(self) -> None:
        """Another width folds otherwise; the place in the text is kept."""
        if self._data is None and self._text and self._folded_at != self._room():
            place = self._starts[self.cursor] if self._starts else 0
            self._fold()
            self.cursor = max(0, bisect_right(self._starts, place) - 1)

    def _from_top(self) -> None:
        self.cursor = 0
        self.scroll_to(x=0, y=0, animate=False, force=True)

    def _room(self) -> int:
        # One cell is the cursor's mark, two are for visible line ends.
        return max(20, self.scrollable_content_region.width - 3)

    def _fold(self) -> None:
        self.workers.cancel_node(self)
        if not self.size.width:
            # Not laid out yet: its first size folds it.
            self._folded_at = 0
            self._starts = array("q")
            self.resize_to(0)
            return
        self._folded_at = self._room()
        batches = folds(self._text, self._folded_at)
        self._starts = next(batches, array("q"))
        self._folding = len(self._starts) >= _BATCH_LINES
        self.resize_to(len(self._starts))
        self._go_to_found()
        if self._folding:
            start(self, self._fold_on(batches), "fold", exclusive=True)

    async def _fold_on(self, batches: Iterator[array[int]]) -> None:
        while more := await asyncio.to_thread(next, batches, None):
            self._starts.extend(more)
            self.resize_to(len(self._starts))
            self._go_to_found()
        self._folding = False
        self._go_to_found()


def _last(spans: Iterator[tuple[int, int]]) -> tuple[int, int] | None:
    found = None
    for span in spans:
        found = span
    return found


def folds(text: str, width: int) -> Iterator[array[int]]:
    """Where each shown line begins, in batches; no line is wider than `width` cells."""
    starts = array("q")
    begin, size = 0, len(text)
    widths: dict[str, int] = {"\n": 0, "\t": len(_TAB)}
    while begin < size:
        newline = text.find("\n", begin, begin + _BLOCK)
        end = newline + 1 if newline >= 0 else min(size, begin + _BLOCK)
        if end - begin <= width and _NARROW.fullmatch(text, begin, end - (newline >= 0)):
            starts.append(begin)
        else:
            starts.extend(_folds_of(text, begin, end, width, widths))
        begin = end
        if len(starts) >= _BATCH_LINES:
            yield starts
            starts = array("q")
    if starts:
        yield starts


def _folds_of(text: str, begin: int, end: int, width: int, widths: dict[str, int]) -> Iterator[int]:
    yield begin
    used, at = 0, begin
    while at < end:
        run = _NARROW.match(text, at, end)
        if run is not None:
            while run.end() - at > width - used:
                at += width - used
                used = 0
                yield at
            used += run.end() - at
            at = run.end()
            continue
        character = text[at]
        cells = widths.get(character)
        if cells is None:
            last_of_line = character == "\r" and text[at + 1 : at + 2] == "\n"
            cells = 0 if last_of_line else cell_len(shown(character))
            if character != "\r" and len(widths) < 4096:
                widths[character] = cells
        if used + cells > width and used:
            yield at
            used = 0
        used += cells
        at += 1


def _unusual(text: str, ink: str) -> Iterator[Span]:
    safe = shown(text)
    yield Span(safe, ink if safe == text else "odd")
