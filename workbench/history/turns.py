"""From one shape after the other to runs, in one pass and in bounded memory.

A run is one shape in a row. A shape that comes back spans all from its first run to its last;
spans that overlap are one. Where two returns lie in such a span it *flaps*, and is told as one
stretch with its shapes and their counts, instead of a hundred runs. Its first and its last run
stand by themselves where they are long (`SETTLED`) and longer than every run between: what was
before, and what is now. Of a group with more runs than it may keep, the oldest are put together as
*unsettled*. Ids come in rising order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

MOST_SHAPES = 50
SETTLED = 10
RETURNS = 2


class Row:
    """Equal answers: how many, and the first and last of them (id, time)."""

    __slots__ = ("count", "first", "first_at", "last", "last_at", "shape")

    def __init__(self, shape: int, id_: int, at: int | None) -> None:
        self.shape = shape
        self.count = 1
        self.first = self.last = id_
        self.first_at = self.last_at = at

    def goes_on(self, id_: int, at: int | None) -> None:
        """One more of them."""
        self.count += 1
        self.last, self.last_at = id_, at


class Bundle:
    """Runs that are told together: the first and last of them, the longest, and their shapes."""

    __slots__ = ("count", "first", "first_at", "last", "last_at", "longest", "others", "shapes")

    def __init__(self) -> None:
        self.count = self.longest = self.first = self.last = 0
        self.first_at: int | None = None
        self.last_at: int | None = None
        self.shapes: Counter[int] = Counter()
        # How many had a shape beyond those that are counted one by one.
        self.others = 0

    def add(self, row: Row) -> None:
        """Take in one run."""
        self._reach(row)
        self.longest = max(self.longest, row.count)
        self._count(row.shape, row.count)

    def join(self, other: Bundle) -> None:
        """Take in another bundle that comes after this one."""
        self._reach(other)
        self.longest = max(self.longest, other.longest)
        self.others += other.others
        for shape, count in other.shapes.items():
            self._count(shape, count)

    def _reach(self, part: Row | Bundle) -> None:
        if self.count == 0:
            self.first, self.first_at = part.first, part.first_at
        self.count += part.count
        self.last, self.last_at = part.last, part.last_at

    def _count(self, shape: int, count: int) -> None:
        if shape in self.shapes or len(self.shapes) < MOST_SHAPES:
            self.shapes[shape] += count
        else:
            self.others += count


class Piece:
    """One run, or a stretch: its first run, what lies between, its last run.

    `home` is the place of the piece that had the shape before, None where it was new then;
    `returns` counts the runs of a shape that had been there.
    """

    __slots__ = ("head", "home", "middle", "returns", "tail")

    def __init__(self, row: Row, home: int | None = None) -> None:
        self.head = self.tail = row
        self.middle: Bundle | None = None
        self.home = home
        self.returns = int(home is not None)

    @property
    def shapes(self) -> set[int]:
        """Every shape of it that is known by itself."""
        return {self.head.shape, self.tail.shape, *(self.middle.shapes if self.middle else ())}


class Turns:
    """The runs of one group, as far as they have come."""

    __slots__ = ("_where", "pieces", "tail")

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        # The run that goes on, None before the first.
        self.tail: Row | None = None
        self._where: dict[int, int] = {}

    def turn(self, shape: int, id_: int, at: int | None, most: int) -> None:
        """An answer of another shape than the one before it; `most` runs are kept apart."""
        row = self.tail = Row(shape, id_, at)
        home = self._where.get(shape)
        if home is None:
            self._where[shape] = len(self.pieces)
            self.pieces.append(Piece(row))
        else:
            start, returns = self._span(home)
            if returns < RETURNS:
                self.pieces.append(Piece(row, home))
            else:
                self._gather(start, row, returns)
        if len(self.pieces) > most:
            self._fold(len(self.pieces) - most // 2)

    def _span(self, home: int) -> tuple[int, int]:
        """Where the span begins that a return to the piece at `home` closes, and the returns in
        it, the new one counted."""
        start, returns, place = home, 1, len(self.pieces) - 1
        while place >= start:
            piece = self.pieces[place]
            returns += piece.returns
            if piece.home is not None:
                start = min(start, piece.home)
            place -= 1
        return start, returns

    def _gather(self, start: int, row: Row, returns: int) -> None:
        """All from `start` on as one stretch that ends with the new run."""
        gone = self.pieces[start:]
        del self.pieces[start:]
        stretch = _together(gone)
        stretch.middle = stretch.middle or Bundle()
        if stretch.tail is not stretch.head:
            stretch.middle.add(stretch.tail)
        stretch.tail, stretch.returns = row, returns
        self.pieces.append(stretch)
        self._move(gone[1:], stretch, start)

    def _fold(self, many: int) -> None:
        """The oldest pieces as one."""
        gone, self.pieces = self.pieces[:many], self.pieces[many:]
        oldest = _together(gone)
        oldest.returns = sum(piece.returns for piece in gone)
        self.pieces.insert(0, oldest)
        for piece in self.pieces[1:]:
            if piece.home is not None:
                piece.home = max(0, piece.home - many + 1)
        self._where = {shape: max(0, at - many + 1) for shape, at in self._where.items()}
        self._move(gone[1:], oldest, 0)

    def _move(self, gone: Sequence[Piece], to: Piece, place: int) -> None:
        """Find the shapes of these pieces in that one, or, where it knows them not, nowhere."""
        if not gone:
            return
        known = to.shapes
        for piece in gone:
            for shape in piece.shapes:
                if shape in known:
                    self._where[shape] = place
                else:
                    self._where.pop(shape, None)


def _together(pieces: Sequence[Piece]) -> Piece:
    """Pieces in a row as one; the first of them is changed."""
    first = pieces[0]
    for piece in pieces[1:]:
        middle = first.middle = first.middle or Bundle()
        if first.tail is not first.head:
            middle.add(first.tail)
        if piece.middle is None:
            first.tail = piece.head
        else:
            middle.add(piece.head)
            middle.join(piece.middle)
            first.tail = piece.tail
    return first
