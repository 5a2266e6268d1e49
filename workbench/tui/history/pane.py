"""The History pane: filter, headings, table, and what stands there while it is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static

from workbench.tui.history.reader import Found, Reader, Refused
from workbench.tui.history.table import HistoryTable
from workbench.tui.history.window import Window
from workbench.tui.messages import FilterTyped, HistoryRead, RowReached, RowsWanted
from workbench.tui.safe_text import plain, shown
from workbench.tui.work import start

if TYPE_CHECKING:
    from textual.strip import Strip

    from workbench.service.workbench import Workbench

_DEBOUNCE_S = 0.15


class FilterInput(Input):
    """The filter; enter and down go to the table, escape clears or leaves."""

    help = (
        "status:302 kind:form institution:42 lang:fr since:7d severity:error has:failure "
        "label:x, or any word. Terms side by side must all fit; OR, ( ), and -term work."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Clear", show=False),
        Binding("down,enter", "to_table", "Table", show=False),
    ]

    def action_leave(self) -> None:
        """Clear the filter; an empty one is left."""
        if self.value:
            self.value = ""
        else:
            self.action_to_table()

    def action_to_table(self) -> None:
        """Go to the rows."""
        self.post_message(RowsWanted())


class EmptyNote(Static, can_focus=True):
    """What stands there while there are no rows; it holds the focus for them."""

    help = "Nothing to show here yet."


class Headings(Widget):
    """The names of the columns."""

    def __init__(self, table: HistoryTable) -> None:
        super().__init__(id="history-headings")
        self._table = table

    def render_line(self, y: int) -> Strip:
        """The one line."""
        del y
        return self._table.headings(self.size.width)


class HistoryPane(Vertical):
    """What is kept, as a list that is filtered as one types."""

    def __init__(self, workbench: Workbench, *, id: str) -> None:
        super().__init__(id=id)
        self._workbench = workbench
        self.table = HistoryTable(workbench.rows, id="history-table")
        self._reader = Reader(workbench, self._first, self._found, self._refused)
        self._pause: Timer | None = None
        self._go_to: int | None = None
        self._was_read = False
        self.filter = ""
        self.hint = ""
        self.border_title = "History"

    def compose(self) -> ComposeResult:
        """Filter, its error, headings, rows."""
        yield FilterInput(
            placeholder="filter: status:302 since:7d",
            id="filter",
            compact=True,
            select_on_focus=False,
        )
        yield Static(id="filter-error")
        yield Headings(self.table)
        yield self.table
        yield EmptyNote(id="history-empty")

    def on_mount(self) -> None:
        """Nothing is known yet."""
        self.query_one("#history-empty").display = False
        self.query_one("#filter-error").display = False

    # -- what it is told --------------------------------------------------------------------

    def look(self, go_to: int | None = None) -> None:
        """Read the history anew; the cursor goes to the exchange `go_to` when there is one."""
        if go_to is not None:
            self._go_to = go_to
        self._reader.ask(self.filter, lambda work: start(self, work, "filter"))

    def focus_rows(self) -> None:
        """Give the rows the focus, or what stands for them."""
        (self.table if self.table.display else self.query_one(EmptyNote)).focus()

    def on_rows_wanted(self, message: RowsWanted) -> None:
        """The filter is left."""
        message.stop()
        self.focus_rows()

    def set_hint(self, text: str) -> None:
        """What an empty history says."""
        self.hint = text
        if self._was_read and not self.table.line_count:
            self._say_empty()

    # -- filtering --------------------------------------------------------------------------

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter after a short pause in typing."""
        event.stop()
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(_DEBOUNCE_S, self._filter)

    def _filter(self) -> None:
        text = self.query_one("#filter", Input).value
        if text != self.filter:
            self.filter = text
            self.post_message(FilterTyped(text))
            self.look()

    # -- what was read ----------------------------------------------------------------------

    def _first(self, found: Found) -> None:
        if not self._was_read and found.ids:
            window = Window(found.ids, found.rows)
            wanted = self._go_to
            self.table.hold(
                window, wanted if wanted and window.place_of(wanted) is not None else None
            )
            self.query_one(Headings).refresh()

    def _found(self, found: Found) -> None:
        self._was_read = True
        go_to = self._go_to
        self._go_to = None
        window = Window(found.ids, found.rows)
        self.table.hold(window, go_to if go_to and window.place_of(go_to) is not None else None)
        self.query_one("#filter-error").display = False
        self.query_one(Headings).refresh()
        of_all = f"{len(found.ids):,} of {found.kept:,}" if found.filter else f"{found.kept:,}"
        self.border_subtitle = of_all
        self._say_empty()
        self.post_message(HistoryRead(len(found.ids), found.kept))

    def _refused(self, refused: Refused) -> None:
        error = self.query_one("#filter-error", Static)
        message = refused.message.removeprefix(f"filter, column {refused.column}: ")
        said = f"{message}; {refused.hint}" if refused.hint else message
        error.update(pointed(said, refused.column, self.size.width - 4))
        error.display = True

    def _say_empty(self) -> None:
        empty = self.query_one(EmptyNote)
        is_empty = self.table.line_count == 0
        leaving, coming = (self.table, empty) if is_empty else (empty, self.table)
        had_focus = leaving.has_focus
        empty.display = is_empty
        self.table.display = not is_empty
        self.query_one(Headings).display = not is_empty
        if had_focus:
            coming.focus()
        if is_empty:
            text = f"Nothing fits {shown(self.filter)}" if self.filter else self.hint
            empty.update(plain(text))
            self.post_message(RowReached(None))


def pointed(message: str, column: int, width: int) -> Content:
    """The message with a caret under the column that it speaks of, when one is known."""
    text = shown(message)
    if column <= 0:
        return Content(text)
    before = column - 1
    if before + 2 + len(text) <= width:
        return Content(" " * before + "^ " + text)
    if len(text) + 1 <= before:
        return Content(" " * (before - len(text) - 1) + text + " ^")
    return Content(" " * min(before, width) + "^\n" + text)
