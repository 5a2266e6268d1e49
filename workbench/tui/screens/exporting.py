"""What is to be exported, in which format, redacted or not, and where to: one dialog."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Input, Label, Static

from workbench.tui.compose.choice import Choice
from workbench.tui.paths import PathInput
from workbench.tui.safe_text import plain
from workbench.tui.screens.closing import ClosesOnce

_ENDINGS = {"curl": "sh", "http": "http", "har": "har", "json": "json", "jsonl": "jsonl"}
_REDACTED = ("redacted", "secrets as they are")


class Share(NamedTuple):
    """Some exchanges that can be exported: in words, and their ids."""

    label: str
    ids: Sequence[int]


class ExportPlan(NamedTuple):
    """What was chosen."""

    ids: Sequence[int]
    format: str
    path: str
    secrets: bool


class Exporting(ClosesOnce, ModalScreen[ExportPlan | None]):
    """Answers with what was chosen, None when it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Close", show=False),
        Binding("down", "app.focus_next", "Next", show=False),
        Binding("up", "app.focus_previous", "Previous", show=False),
    ]

    def __init__(self, shares: Sequence[Share], formats: tuple[str, ...]) -> None:
        super().__init__()
        self._shares = shares
        # The one that can be read back comes first.
        self._formats = tuple(sorted(formats, key=lambda name: (name != "jsonl", name)))
        self._named = ""

    def compose(self) -> ComposeResult:
        """A line for each question."""
        with Vertical(id="ask") as frame:
            frame.border_title = plain("Export")
            labels = tuple(share.label for share in self._shares)
            yield _row("What", Choice(labels, id="export-what", help="Which exchanges."))
            yield _row("Format", Choice(self._formats, id="export-format", help="The format."))
            yield _row(
                "Secrets",
                Choice(_REDACTED, id="export-secrets", help="Whether secrets are masked."),
            )
            yield _row("File", PathInput("", id="export-path"))
            yield Static(plain("The file appears whole or not at all."), classes="note")
            with Horizontal(classes="buttons"):
                yield Button(Content("Close  esc"), id="close", compact=True)
                yield Button(Content("Export  enter"), id="export", compact=True)

    def on_mount(self) -> None:
        """A name is offered; the path has the focus."""
        self._offer_name()
        self.query_one(PathInput).focus()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Another format has another ending, as long as the offered name stands."""
        event.stop()
        if event.choice.id == "export-format":
            self._offer_name()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter exports."""
        event.stop()
        self._answer()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """So does the button."""
        event.stop()
        if event.button.id == "export":
            self._answer()
        else:
            self.dismiss(None)

    def _offer_name(self) -> None:
        box = self.query_one(PathInput)
        if box.value == self._named:
            ending = _ENDINGS.get(self._format, self._format)
            self._named = f"workbench-export.{ending}"
            box.value = self._named

    @property
    def _format(self) -> str:
        return self._formats[self.query_one("#export-format", Choice).chosen]

    def _answer(self) -> None:
        path = self.query_one(PathInput).value.strip()
        if not path:
            self.notify("Name a file", severity="warning", markup=False)
            return
        share = self._shares[self.query_one("#export-what", Choice).chosen]
        secrets = self.query_one("#export-secrets", Choice).chosen == 1
        self.dismiss(ExportPlan(share.ids, self._format, path, secrets))


def _row(label: str, widget: Widget) -> Horizontal:
    return Horizontal(Label(Content(label), classes="field"), widget, classes="row")
