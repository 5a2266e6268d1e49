"""The filter's input: it speaks to the list of offers under it, and leaves for the rows."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual.actions import SkipAction
from textual.binding import Binding, BindingType

from workbench.tui.field import Field
from workbench.tui.history.offers import Offers, offers_for
from workbench.tui.messages import RowsWanted
from workbench.tui.styled_once import StyledOnce
from workbench.tui.work import start

if TYPE_CHECKING:
    from workbench.service.workbench import Workbench


class FilterInput(Field, StyledOnce):
    """A line that is completed as one types."""

    help = (
        "status:302 kind:form institution:42 lang:fr since:7d severity:error has:failure "
        "label:x, or any word. Terms side by side must all fit; OR, ( ), and -term work. "
        "What could come next is listed under it."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "down", "Choose what is offered, or go to the rows", show=False),
        Binding("up", "up", "Choose what is offered", show=False),
        Binding("tab", "take", "Take what is offered", show=False),
        Binding("right", "right", "Take what is offered", show=False),
        Binding("enter", "enter", "Take what is chosen, or go to the rows", show=False),
        Binding("escape", "leave", "Close the list, clear the filter, leave it", show=False),
    ]

    def __init__(self, workbench: Workbench, offers: Offers) -> None:
        super().__init__(
            placeholder="filter: status:302 since:7d",
            id="filter",
            compact=True,
            select_on_focus=False,
        )
        self._workbench = workbench
        self._offers = offers
        self._quiet: str | None = None

    def offer(self) -> None:
        """Offer what could come next at the cursor."""
        start(self, self._offer(), "offers", exclusive=True)

    async def _offer(self) -> None:
        text, cursor = self.value, self.cursor_position
        found = await asyncio.to_thread(offers_for, self._workbench, text, cursor)
        if (text, cursor) != (self.value, self.cursor_position) or not self.has_focus:
            return
        at = min((one.start for one in found), default=0)
        self._offers.show([] if text == self._quiet else found, at)
        self._quiet = None

    def watch_has_focus(self, focused: bool) -> None:
        """The list is there for who types."""
        super().watch_has_focus(focused)
        if focused:
            self.offer()
        else:
            self._offers.show([], 0)

    def take(self) -> None:
        """Put what is chosen, or the first, where it belongs."""
        offer = self._offers.taken
        text = offer.text + (" " if offer.is_whole and offer.start else "")
        rest = self.value[self.cursor_position :]
        whole = self.value[: offer.start] + text + rest.lstrip(" " if text.endswith(" ") else "")
        # What was taken is a filter now; the list comes back when one types on.
        self._quiet = whole if offer.is_whole else None
        self._offers.show([], 0)
        self.value = whole
        self.cursor_position = offer.start + len(text)

    def action_down(self) -> None:
        """Down the list, else to the rows."""
        if self._offers.are_shown:
            self._offers.choose(1)
        else:
            self.post_message(RowsWanted())

    def action_up(self) -> None:
        """Up the list."""
        self._offers.choose(-1)

    def action_take(self) -> None:
        """Take what is offered, else on to the next field."""
        if not self._offers.are_shown:
            raise SkipAction
        self.take()

    def action_right(self) -> None:
        """Take what is offered where the text ends, else go right."""
        if self._offers.are_shown and self.cursor_position == len(self.value) and self.value:
            self.take()
        else:
            self.action_cursor_right()

    def action_enter(self) -> None:
        """Take what is chosen, else go to the rows."""
        if self._offers.are_shown and self._offers.chosen is not None:
            self.take()
        else:
            self.post_message(RowsWanted())

    def action_leave(self) -> None:
        """Close the list; then clear the filter; an empty one is left at once."""
        if not self.value:
            self.post_message(RowsWanted())
        elif self._offers.are_shown:
            self._offers.show([], 0)
        else:
            self._quiet = ""
            self.value = ""
