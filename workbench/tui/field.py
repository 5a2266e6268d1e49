"""Where one types: what came from the wire into a field is shown and does not act."""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text
from textual.widgets import Input, TextArea

from workbench.tui.safe_text import stood_in


class Field(Input):
    """One line. Its value is exact; what is drawn has a stand-in for each character that would
    act on a terminal."""

    @property
    def _value(self) -> Text:
        return Text(stood_in(self.value), no_wrap=True, overflow="ignore", end="")

    def _position_to_cell(self, position: int) -> int:
        return cell_len(stood_in(self.value[:position]))


class Lines(TextArea):
    """Several lines, in the same way."""

    def get_line(self, line_index: int) -> Text:
        """The line as it is drawn."""
        return Text(stood_in(self.document.get_line(line_index)), end="", no_wrap=True)
