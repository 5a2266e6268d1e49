"""The Answer pane: tabs over one exchange. A tab's view is made when it is first looked at.

The old answer stays while the next one is read; the pane's title says which one is coming.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from workbench.model.finding import Place
from workbench.tui.answer.find_line import FindLine
from workbench.tui.answer.reading import Answer
from workbench.tui.answer.tab_bar import TabBar
from workbench.tui.drawn import Drawn
from workbench.tui.line_list import LineList
from workbench.tui.messages import TabChosen, ValueOpened
from workbench.tui.safe_text import Line, Opened, plain, shown
from workbench.tui.text_view import TextView
from workbench.vocabulary import ORIGIN_WORD, SEVERITY_LETTER, TABS

LinesOf = Callable[[Answer, int], list[Line]]


class AnswerPane(Vertical):
    """The answer of one exchange, in tabs."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "History", show=False),
        Binding("slash,f", "find", "Find in this tab", show=False),
        Binding("n", "find_next(False)", "Next place", show=False),
        Binding("N", "find_next(True)", "Place before", show=False),
        Binding("backspace", "back", "Back from a place", show=False),
    ]

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.answer: Answer | None = None
        self.tab = TABS[0].key
        self._views: dict[str, Drawn] = {}
        self._fresh: set[str] = set()
        self._as_hex = False
        self._wanted = ""
        self._came_from = ""
        self.border_title = "Answer"

    def compose(self) -> ComposeResult:
        """Tabs, a sentence as long as there is no answer, and the line to find something with."""
        yield TabBar()
        yield Static(id="answer-empty")
        yield FindLine(id="answer-find")

    # -- what it shows ----------------------------------------------------------------------

    def show(self, answer: Answer) -> None:
        """Show this exchange in the tab that is chosen."""
        self.answer = answer
        self._fresh.clear()
        self.query_one("#answer-empty").display = False
        self.query_one(TabBar).counts = _counts(answer)
        self._title()
        self._show_tab()

    def wait_for(self, id: int) -> None:
        """Another exchange is being read."""
        if self.answer is not None and self.answer.exchange.id == id:
            self._title()
        elif self.answer is not None:
            self.border_title = plain(f"Answer {self.answer.exchange.id} · reading {id} …")

    def say(self, text: str) -> None:
        """There is no answer to show; say why."""
        self.answer = None
        self._fresh.clear()
        for view in self._views.values():
            view.display = False
        empty = self.query_one("#answer-empty", Static)
        empty.update(plain(text))
        empty.display = True
        self.query_one(TabBar).counts = {}
        self.border_title = "Answer"

    def choose(self, key: str) -> None:
        """Show another tab."""
        self._came_from = ""
        self.tab = key
        self.query_one(TabBar).chosen = key
        self._show_tab()

    def step(self, by: int) -> None:
        """Show the tab that many places on, round and round."""
        keys = [tab.key for tab in TABS]
        self.choose(keys[(keys.index(self.tab) + by) % len(keys)])

    @property
    def view(self) -> Drawn | None:
        """The view of the chosen tab, once there is an answer."""
        return self._views.get(self.tab) if self.answer is not None else None

    @property
    def opened(self) -> Opened | None:
        """What the cursor stands on."""
        view = self.view
        return view.opened if isinstance(view, LineList | TextView) else None

    def focus_view(self) -> None:
        """Give the chosen view the focus."""
        view = self.view
        if view is not None:
            self.screen.set_focus(view)

    def toggle_hex(self) -> None:
        """Raw and Request: text or hex."""
        if self.tab in ("raw", "request"):
            self._as_hex = not self._as_hex
            self._fresh -= {"raw", "request"}
            self._show_tab()

    def fold(self, *, every: bool) -> None:
        """Form and Decoded: fold or unfold the value under the cursor, or every one."""
        view = self.view
        if not isinstance(view, LineList) or not view.folds:
            self.notify("Nothing here folds", markup=False)
        elif every:
            view.toggle_every_fold()
        else:
            view.toggle_fold()

    # -- finding ----------------------------------------------------------------------------

    def action_find(self) -> None:
        """Type what to find in this tab."""
        if self.view is not None:
            self.query_one(FindLine).ask(self._wanted)

    def on_find_line_wanted(self, message: FindLine.Wanted) -> None:
        """Find the next place of what was typed."""
        message.stop()
        self.focus_view()
        if message.text:
            self._wanted = message.text
            self.action_find_next(False)

    def action_find_next(self, back: bool) -> None:
        """Go to the next place, or the one before."""
        view = self.view
        if not self._wanted:
            self.action_find()
        elif isinstance(view, LineList | TextView) and not view.find(self._wanted, back=back):
            self.notify(f"Nothing here holds {shown(self._wanted[:60])}", markup=False)

    # -- where something stands -------------------------------------------------------------

    def show_place(self, place: Place, mask: Callable[[bytes], bytes]) -> None:
        """Show a place in the tab of its part; `action_back` leads back."""
        if self.answer is None:
            return
        from workbench.tui.answer.wire import place_shown

        came_from = self.tab
        self._as_hex = False if place.part == "request" else self._as_hex
        self._fresh -= {"request"} if place.part == "request" else set()
        self.choose(place.part)
        self._came_from = came_from
        view = self.view
        if isinstance(view, TextView):
            view.call_after_refresh(view.reveal, *place_shown(self.answer, place, mask))
            self.screen.set_focus(view)

    def action_back(self) -> None:
        """Go back to the tab from which a place was shown."""
        if self._came_from:
            self.choose(self._came_from)
            self.focus_view()

    async def action_leave(self) -> None:
        """Back to where a place was shown from, else to the history."""
        if self._came_from:
            self.action_back()
        else:
            await self.run_action("screen.pane_history")

    def on_tab_chosen(self, message: TabChosen) -> None:
        """A tab was clicked."""
        message.stop()
        self.choose(message.key)
        self.focus_view()

    def on_value_opened(self, message: ValueOpened) -> None:
        """A finding of the Summary is shown where it is told whole; other values go to a sheet."""
        if message.opened.finding:
            message.stop()
            self._show_finding(message.opened.finding)

    def _show_finding(self, id: str) -> None:
        self.choose("findings")
        self._came_from = "summary"
        view = self.view
        if not isinstance(view, LineList):
            return

        def go() -> None:
            names = [line.opens.name if line.opens else "" for line in view.lines]
            if id in names:
                view.cursor = len(names) - 1
                view.cursor = names.index(id)

        self.screen.set_focus(view)
        view.call_after_refresh(go)

    # -- its parts --------------------------------------------------------------------------

    def _title(self) -> None:
        if self.answer is None:
            return
        exchange = self.answer.exchange
        word = ORIGIN_WORD.get(exchange.origin, "")
        labels = " ".join(exchange.labels)
        name = "not kept" if exchange.id is None else str(exchange.id)
        parts = [f"Answer {name}", word, labels]
        self.border_title = plain(" · ".join(part for part in parts if part)[:120])

    def _show_tab(self) -> None:
        if self.answer is None:
            return
        had_focus = any(view is self.screen.focused for view in self._views.values())
        view = self._views.get(self.tab)
        if view is None:
            view = self._make()
        for key, other in self._views.items():
            other.display = key == self.tab
        if self.tab not in self._fresh:
            self._fresh.add(self.tab)
            # A view that was just mounted has no size yet: it is filled after its first layout.
            view.call_after_refresh(self._fill, self.tab, view)
        if had_focus:
            self.screen.set_focus(view)

    def _make(self) -> Drawn:
        tab = next(tab for tab in TABS if tab.key == self.tab)
        kind = TextView if tab.key in ("head", "body", "raw", "request") else LineList
        view = kind(id=f"tab-{tab.key}", help=tab.help)
        self._views[tab.key] = view
        self.mount(view)
        return view

    def _fill(self, key: str, view: Drawn) -> None:
        answer = self.answer
        if answer is None:
            return
        if isinstance(view, LineList):
            view.show(
                partial(_lines_of(key), answer), about=(answer.exchange.id, answer.exchange.capture)
            )
        elif isinstance(view, TextView):
            from workbench.tui.answer import wire

            if key == "head":
                wire.show_head(view, answer)
            elif key == "body":
                wire.show_body(view, answer)
            elif key == "raw":
                wire.show_raw(view, answer, as_hex=self._as_hex)
            else:
                wire.show_request(view, answer, as_hex=self._as_hex)


def _lines_of(key: str) -> LinesOf:
    from workbench.tui.answer import decoded, findings, form, summary, timing, tls

    return {
        "summary": summary.lines,
        "form": form.lines,
        "decoded": decoded.lines,
        "findings": findings.lines,
        "timing": timing.lines,
        "tls": tls.lines,
    }[key]


def _counts(answer: Answer) -> dict[str, str]:
    findings = answer.exchange.findings
    if not findings:
        return {}
    worst = findings[0].severity
    count = sum(finding.severity == worst for finding in findings)
    return {"findings": f"{SEVERITY_LETTER[worst]}{count}"}
