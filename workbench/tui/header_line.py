"""The first line: product, environment, the host that Send will call, the history and its size."""

from __future__ import annotations

from typing import ClassVar

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from workbench.tui.safe_text import fitted, shown

PRODUCT = "Authorize Workbench"


class HeaderLine(Widget):
    """Where a call would go, always in sight."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "header--product",
        "header--host",
        "header--history",
        "header--sandbox",
        "header--production",
        "header--simulator",
        "header--other",
    }
    environment: reactive[str] = reactive("OTHER")
    host: reactive[str] = reactive("")
    history: reactive[str] = reactive("")
    kept: reactive[int] = reactive(0)

    def render(self) -> RenderResult:
        """The line for the present width."""
        width = self.size.width or 80
        word = f" {self.environment} "
        right = f"{self.history} · {self.kept:,} kept "
        product = f" {PRODUCT}  " if width >= 70 else " "
        room = width - len(product) - len(word) - len(right) - 2
        host = shown(self.host)
        if room < 12:
            right = ""
            room = width - len(product) - len(word) - 2
        return Content.assemble(
            (product, self.get_visual_style("header--product")),
            (word, self.get_visual_style(f"header--{self.environment.lower()}")),
            ("  " + fitted(host, max(0, room)), self.get_visual_style("header--host")),
            (right, self.get_visual_style("header--history")),
        )
