"""The line of headings over the rows: it says what they are sorted by, and a click sorts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.widget import Widget

from workbench.tui.history.cells import Place, heading
from workbench.tui.messages import SortWanted
from workbench.tui.safe_text import plain, strip_of

if TYPE_CHECKING:
    from textual.strip import Strip

    from workbench.tui.history.table import HistoryTable


class Headings(Widget):
    """The names of the columns."""

    def __init__(self, table: HistoryTable) -> None:
        super().__init__(id="history-headings")
        self._table = table
        self._sort, self._descending = "id", True

    def show_sort(self, sort: str, *, descending: bool) -> None:
        """Say what the rows are sorted by."""
        self._sort, self._descending = sort, descending
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The one line, in the table's inks."""
        del y
        table = self._table
        spans = heading(table.places, self._sort, descending=self._descending)
        strip = strip_of(spans, table.ink, table.rich_style)
        return strip.crop_extend(0, self.size.width, table.rich_style)

    def on_click(self, event: events.Click) -> None:
        """A click sorts by that column."""
        place = self._at(event.x)
        if place is not None and place.column.sorts:
            self.post_message(SortWanted(place.column.key))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """What the column shows."""
        place = self._at(event.x)
        if place is None:
            self.tooltip = None
            return
        sorts = " A click sorts by it." if place.column.sorts else ""
        self.tooltip = plain(place.column.help + sorts)

    def _at(self, x: int) -> Place | None:
        # The arrow may stand in the gap after a column.
        return next((place for place in self._table.places if place.start <= x <= place.end), None)
