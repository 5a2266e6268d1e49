"""A list to choose one thing from."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from workbench.tui.safe_text import plain
from workbench.tui.screens.closing import ClosesOnce


class Offer(NamedTuple):
    """One thing to choose: its key, its words, what it means."""

    key: str
    label: str
    help: str


class Choose(ClosesOnce, ModalScreen[str | None]):
    """Answers with the key of what was chosen, None when nothing was."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", "Close", show=False),
        Binding("j", "down", "Down", show=False),
        Binding("k", "up", "Up", show=False),
    ]

    def __init__(self, title: str, offers: list[Offer]) -> None:
        super().__init__()
        self._title = title
        self._offers = offers

    def compose(self) -> ComposeResult:
        """The offers, one a line."""
        width = max(len(offer.label) for offer in self._offers)
        options = [
            Option(
                Content.assemble(
                    plain(f"{offer.label:<{width}}"), ("   " + offer.help, "$text-muted")
                ),
                id=offer.key,
            )
            for offer in self._offers
        ]
        with Vertical(id="choose") as frame:
            frame.border_title = plain(self._title)
            yield OptionList(*options)
            yield Static(plain("enter choose   esc close"), classes="keys")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Chosen."""
        self.dismiss(event.option.id)

    def action_down(self) -> None:
        """Next."""
        self.query_one(OptionList).action_cursor_down()

    def action_up(self) -> None:
        """Previous."""
        self.query_one(OptionList).action_cursor_up()
