"""What could be typed next in the filter: keys with their help, values that the history holds, and
recent filters; a small list under the input that never has the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from workbench.tui.messages import OfferClicked
from workbench.tui.safe_text import fitted, short

if TYPE_CHECKING:
    from workbench.service.workbench import Workbench

MOST = 40
_LINES = 8
_RECENT = 5
_WIDEST = 76


class Offer(NamedTuple):
    """What could stand from `start` to the cursor, and what it means; `is_whole` says that nothing
    more belongs to it, as after a key."""

    start: int
    text: str
    help: str
    is_whole: bool


def offers_for(workbench: Workbench, text: str, cursor: int) -> list[Offer]:
    """The offers for what is being typed, the likeliest first; it may block.

    Where nothing is typed, recent filters come first.
    """
    found: dict[str, Offer] = {}
    before = text[:cursor]
    for recent in reversed(workbench.app_state.state.filters):
        if recent.startswith(before) and recent != text and cursor == len(text):
            found.setdefault(recent, Offer(0, recent, "used before", is_whole=True))
        if len(found) == _RECENT:
            break
    before_help = ""
    for start, value, help_ in workbench.complete(text, cursor):
        whole = not value.endswith((":", "."))
        if value != text[start:cursor]:
            # Values of one key mean the same: it is said once.
            said = "" if help_ == before_help else help_
            found.setdefault(f"{start} {value}", Offer(start, value, said, whole))
            before_help = help_
        if len(found) >= MOST:
            break
    return list(found.values())


class Offers(Widget):
    """The list. `chosen` is the place of the one that would be taken, None for none yet."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"offer--text", "offer--help", "offer--chosen"}

    def __init__(self) -> None:
        super().__init__(id="filter-offers")
        self._offers: list[Offer] = []
        self._top = 0
        self.chosen: int | None = None

    def on_mount(self) -> None:
        """Nothing is offered yet."""
        self.display = False

    @property
    def are_shown(self) -> bool:
        """Whether there is something to take."""
        return self.display and bool(self._offers)

    @property
    def taken(self) -> Offer:
        """The chosen offer, else the first."""
        return self._offers[self.chosen or 0]

    def show(self, offers: list[Offer], at: int) -> None:
        """Show other offers, under that cell of the input; none hides the list."""
        self._offers, self.chosen, self._top = offers, None, 0
        self.display = bool(offers)
        if not offers:
            return
        self._width = max(cell_len(short(one.text, 60)) for one in offers)
        helps = max(cell_len(one.help) for one in offers)
        self.styles.width = min(self._width + helps + 6, _WIDEST, self.app.size.width)
        self.styles.height = min(len(offers), _LINES)
        self.styles.offset = (at, 0)
        self.refresh(layout=True)

    def choose(self, by: int) -> None:
        """Go down or up the list; above the first nothing is chosen."""
        place = (-1 if self.chosen is None else self.chosen) + by
        last = len(self._offers) - 1
        self.chosen = None if place < 0 else min(place, last)
        here = self.chosen or 0
        self._top = max(here - _LINES + 1, min(self._top, here))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One offer: what it puts there, what it means; a mark beside the chosen one."""
        number = self._top + y
        width = self.size.width
        if number >= len(self._offers):
            return Strip.blank(width, self.rich_style)
        offer, chosen = self._offers[number], number == self.chosen
        text = fitted(short(offer.text, 60), self._width)
        room = max(0, width - self._width - 4)
        more = number == self._top + self.size.height - 1 and number < len(self._offers) - 1
        help_ = fitted(short(offer.help, 200), max(0, room - 2)) + ("↓ " if more else "  ")
        names = ("offer--chosen",) * 2 if chosen else ("offer--text", "offer--help")
        first, second = (self.get_component_rich_style(name) for name in names)
        segments = [
            Segment(("▌" if chosen else " ") + text + "  ", first),
            Segment(help_ + " ", second),
        ]
        return Strip(segments).crop_extend(0, width, second)

    def on_click(self, event: events.Click) -> None:
        """A click takes."""
        number = self._top + event.y
        if number < len(self._offers):
            self.chosen = number
            self.post_message(OfferClicked())
