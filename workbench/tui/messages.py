"""Everything that widgets tell each other, on one page.

Widgets speak upward by these messages and are spoken to by plain methods; no widget reaches into
another one's insides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from workbench.service.exchange import Exchange
    from workbench.tui.safe_text import Opened


class TargetChanged(Message):
    """Compose: what stands under Where or Profile changed, so Send may call another host."""


class SendPressed(Message):
    """Compose: its Send button was pressed."""


class DryRunPressed(Message):
    """Compose: its Dry run button was pressed."""


class DraftChanged(Message):
    """Compose: something that is typed there changed."""


class RequestPasted(Message):
    """Compose: a whole request was pasted into a field."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class FilterTyped(Message):
    """History: the filter's text changed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class OfferClicked(Message):
    """History: one of the filter's offers was clicked."""


class RowsWanted(Message):
    """History: the filter is left for the rows."""


class RowReached(Message):
    """History: the cursor came to this exchange, or to none."""

    def __init__(self, id: int | None) -> None:
        super().__init__()
        self.id = id


class RowChosen(Message):
    """History: enter or a second click on this exchange."""

    def __init__(self, id: int) -> None:
        super().__init__()
        self.id = id


class MarksChanged(Message):
    """History: that many exchanges are marked now."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count = count


class SortWanted(Message):
    """History: the rows are to be sorted by the column of this key; once more, the other way."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key


class HistoryRead(Message):
    """History: how many exchanges fit the filter and how many are kept."""

    def __init__(self, fitting: int, kept: int) -> None:
        super().__init__()
        self.fitting = fitting
        self.kept = kept


class ExchangeKept(Message):
    """A call ended and its exchange is stored."""

    def __init__(self, exchange: Exchange) -> None:
        super().__init__()
        self.exchange = exchange


class TabChosen(Message):
    """Answer: another tab was chosen in the tab bar."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key


class ValueOpened(Message):
    """A value is to be shown whole, in a sheet."""

    def __init__(self, opened: Opened) -> None:
        super().__init__()
        self.opened = opened


class TaskLineClicked(Message):
    """The task lines: what the line of that number offers was clicked."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


class CommandTyped(Message):
    """The command line: a command was typed and entered."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class CommandLeft(Message):
    """The command line was left."""


class SourceWanted(Message):
    """Answer: the place in the bytes is to be shown where this evidence stands."""

    def __init__(self, evidence: str) -> None:
        super().__init__()
        self.evidence = evidence


class ActionClicked(Message):
    """The key line: the hint of this action was clicked."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action = action
