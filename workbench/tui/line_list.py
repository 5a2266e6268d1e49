"""A list of prepared lines with a cursor: Summary, Form, Decoded, Findings, Timing, TLS, Diff.

It is given a function that makes the lines for a width, and calls it again when the width changes.
Enter opens what the line stands for. What a line folds is hidden here: nothing is made anew.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from typing import ClassVar

from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.strip import Strip

from workbench.tui.drawn import Drawn
from workbench.tui.messages import SourceWanted, ValueOpened
from workbench.tui.safe_text import FOLDED_SIGN, Fold, Line, Opened, strip_of

Build = Callable[[int], list[Line]]


class LineList(Drawn):
    """Lines made by a function of the width."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open", show=False),
        Binding("w", "source", "Where it stands", show=False),
        Binding("left,h", "fold_here", "Fold this, or what it stands in", show=False),
        Binding("right,l", "unfold_here", "Unfold this", show=False),
    ]

    def __init__(self, *, id: str | None = None, help: str = "") -> None:
        super().__init__(id=id)
        self.help = help
        self._build: Build | None = None
        self._about: object = None
        self._all: list[Line] = []
        # Which of all lines are not hidden, in order.
        self._seen = array("q")
        # Folds that are not as they were made.
        self._turned: set[str] = set()
        self._made_for = -1

    def show(self, build: Build, about: object = None) -> None:
        """Show other lines, from the top. Told that they are `about` the same thing as those
        before, it keeps what is folded, and its place."""
        same = about is not None and about == self._about
        self._build, self._about = build, about
        if not same:
            self._turned.clear()
        self._make()
        if not same:
            self.cursor = 0
            self.scroll_to(y=0, x=0, animate=False, force=True)

    @property
    def lines(self) -> list[Line]:
        """The lines as they stand, without the hidden ones."""
        return [self._all[index] for index in self._seen]

    @property
    def opened(self) -> Opened | None:
        """What the line under the cursor stands for."""
        return self._all[self._here].opens if self._all else None

    def draw(self, index: int, width: int, base: Style) -> Strip:
        """One line."""
        del width
        spans, _, _, fold = self._all[self._seen[index]]
        if fold is not None and self._is_folded(fold):
            spans = (*spans[: fold.sign], FOLDED_SIGN, *spans[fold.sign + 1 :])
        return strip_of(spans, self.ink, base)

    def on_resize(self) -> None:
        """Another width wraps otherwise."""
        if self._made_for != self._width():
            self._make()

    def action_open(self) -> None:
        """Show the line's value whole; a line that names a place goes there."""
        opened = self.opened
        if opened is not None and opened.evidence and opened.text == opened.evidence:
            self.post_message(SourceWanted(opened.evidence))
        elif opened is not None:
            self.post_message(ValueOpened(opened))

    def action_source(self) -> None:
        """Show where the line's value stands in the bytes."""
        opened = self.opened
        if opened is not None and opened.evidence:
            self.post_message(SourceWanted(opened.evidence))
        else:
            self.notify("This line stands at no single place of the bytes", markup=False)

    def find(self, text: str, *, back: bool = False) -> bool:
        """Go to the next line that holds a text, letter case aside, round and round; one that is
        hidden is unfolded."""
        wanted, count = text.casefold(), len(self._all)
        here = self._here
        step = -1 if back else 1
        for distance in range(1, count + 1):
            index = (here + step * distance) % count
            line = "".join(span.text for span in self._all[index].spans)
            if wanted in line.casefold():
                around = (fold for _, fold in self._folds_around(index))
                self._turned ^= {fold.name for fold in around if self._is_folded(fold)}
                self._go_to(index)
                return True
        return False

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor there, and on a sign folds; a second one opens."""
        index = event.y + self.scroll_offset.y
        if not 0 <= index < len(self._seen):
            return
        self.cursor = index
        if self._is_on_sign(self._all[self._seen[index]], event.x + self.scroll_offset.x - 1):
            self.toggle_fold()
        elif event.chain == 2:
            self.action_open()

    # -- folding ----------------------------------------------------------------------------

    @property
    def folds(self) -> bool:
        """Whether anything here can be folded."""
        return any(line.fold is not None for line in self._all)

    def toggle_fold(self) -> None:
        """Fold or unfold what the line under the cursor can hide, else fold what it stands in."""
        here = self._here
        fold = self._all[here].fold if self._all else None
        if fold is not None:
            self._turned ^= {fold.name}
            self._go_to(here)
            if not self._is_folded(fold):
                self._show_what_it_held()
            return
        for head, around in self._folds_around(here):
            self._turned ^= {around.name}
            self._go_to(head)
            return
        self.notify("This line folds nothing", markup=False)

    def toggle_every_fold(self) -> None:
        """Fold all; when all is folded, unfold all."""
        every = [line.fold for line in self._all if line.fold is not None]
        is_open = any(not self._is_folded(fold) for fold in every)
        self._turned = {fold.name for fold in every if fold.closed != is_open}
        self._go_to(self._here)

    def action_fold_here(self) -> None:
        """Fold; where there is nothing to fold, go to what the line stands in."""
        here = self._here
        fold = self._all[here].fold if self._all else None
        if fold is not None and not self._is_folded(fold):
            self.toggle_fold()
            return
        for head, _ in self._folds_around(here):
            self.cursor = bisect_left(self._seen, head)
            return

    def action_unfold_here(self) -> None:
        """Unfold; where that is done, go to the first line of what is unfolded."""
        fold = self._all[self._here].fold if self._all else None
        if fold is None:
            return
        if self._is_folded(fold):
            self.toggle_fold()
        else:
            self.cursor += 1

    @property
    def _here(self) -> int:
        """The number, among all lines, of the one under the cursor."""
        return self._seen[self.cursor] if self.cursor < len(self._seen) else 0

    def _is_folded(self, fold: Fold) -> bool:
        return fold.closed != (fold.name in self._turned)

    def _folds_around(self, index: int) -> Iterator[tuple[int, Fold]]:
        """Whatever can hide that line, innermost first, with its own line's number."""
        if not self._all:
            return
        level = self._all[index].level
        while level > 0 and index > 0:
            index -= 1
            line = self._all[index]
            if line.level < level:
                level = line.level
                if line.fold is not None:
                    yield index, line.fold

    def _go_to(self, index: int) -> None:
        """Hide what is folded, and put the cursor on that line, or on what now hides it."""
        self._hide()
        self.cursor = bisect_right(self._seen, index) - 1
        self.show_line(self.cursor)

    def _hide(self) -> None:
        seen = array("q")
        hidden_from: int | None = None
        for number, line in enumerate(self._all):
            if hidden_from is not None and line.level > hidden_from:
                continue
            seen.append(number)
            folded = line.fold is not None and self._is_folded(line.fold)
            hidden_from = line.level if folded else None
        self._seen = seen
        self.resize_to(len(seen))

    def _show_what_it_held(self) -> None:
        """Scroll until what the line under the cursor unfolded to is seen, as far as it fits."""
        level, last = self._all[self._here].level, self.cursor
        lowest = min(len(self._seen), last + self.scrollable_content_region.height) - 1
        while last < lowest and self._all[self._seen[last + 1]].level > level:
            last += 1
        self.show_line(last)

    def _is_on_sign(self, line: Line, x: int) -> bool:
        if line.fold is None:
            return False
        before = sum(cell_len(span.text) for span in line.spans[: line.fold.sign])
        return before <= x < before + len(FOLDED_SIGN.text)

    # -- making -----------------------------------------------------------------------------

    def _width(self) -> int:
        # One cell is the cursor's mark; the scrollbar's is kept free also while there is none.
        return max(20, self.scrollable_content_region.width - 1)

    def _make(self) -> None:
        if self._build is None or self.size.width == 0:
            return
        self._made_for = self._width()
        self._all = self._build(self._made_for)
        self._hide()
