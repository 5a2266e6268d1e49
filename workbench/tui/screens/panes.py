"""What every part of the main screen stands on: the workbench and the three panes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen

from workbench.tui.answer.pane import AnswerPane
from workbench.tui.compose.pane import ComposePane
from workbench.tui.history.pane import HistoryPane

if TYPE_CHECKING:
    from workbench.service.workbench import Workbench

WIDE = 120


class Panes(Screen[None]):
    """A screen with Compose, History and Answer."""

    def __init__(self, workbench: Workbench) -> None:
        super().__init__()
        self.workbench = workbench

    @property
    def form(self) -> ComposePane:
        """The Compose pane."""
        return self.query_one(ComposePane)

    @property
    def history(self) -> HistoryPane:
        """The History pane."""
        return self.query_one(HistoryPane)

    @property
    def answer(self) -> AnswerPane:
        """The Answer pane."""
        return self.query_one(AnswerPane)

    @property
    def one_pane(self) -> bool:
        """Whether panes are shown one at a time."""
        return self.size.width < WIDE

    @property
    def calls_under_way(self) -> int:
        """How many calls there are."""
        raise NotImplementedError

    def cancel_calls(self) -> None:
        """Cancel every call under way; what had arrived is kept."""
        raise NotImplementedError

    def action_pane_compose(self) -> None:
        """Go to Compose."""
        raise NotImplementedError

    def show_again(self, id: int) -> None:
        """Read that exchange anew and show it."""
        raise NotImplementedError

    def selected_or_say(self) -> int | None:
        """The id under the cursor; when there is none, that is said."""
        id_ = self.history.table.selected
        if id_ is None:
            self.notify("Nothing is selected", markup=False)
        return id_
