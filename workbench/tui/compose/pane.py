"""The Compose pane: every field of the vocabulary, where it goes, what else is sent.

It knows nothing of sending: the main screen asks for its `Given` and shows what cannot be sent.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, Label, Select, Static, TextArea

from workbench.errors import InputError
from workbench.service.composing import AUTO_STATE, Given
from workbench.tui.bindings import keys_of
from workbench.tui.compose.choice import Choice
from workbench.tui.compose.draft import Draft, given
from workbench.tui.compose.fields import FormButton, FormInput, FormLines, Warnings
from workbench.tui.messages import DraftChanged, DryRunPressed, SendPressed, TargetChanged
from workbench.tui.safe_text import plain
from workbench.vocabulary import FIELDS, SEVERITY_LETTER, Field

if TYPE_CHECKING:
    from workbench.model.finding import Finding

LANGUAGES = ("none", "en", "fr", "other")
_PLACEHOLDERS: dict[str, str] = {
    "institution_id": "42",
    "redirect_uri": "https://your.app/return",
    "state": "auto: a fresh one each time",
    "tag": "a name for finding it again",
    "recipient_id": "only with several",
}
_KEYWORDS = {entry.name: entry.keyword for entry in FIELDS}
_WHERE_HELP = (
    "An instance such as toolbox, or a base URL. A whole URL with ? is sent as it stands, "
    "and a method may stand before it."
)
_PARAMETERS_HELP = (
    "One name=value a line, sent after the fields and in this order. A name given twice is sent "
    "twice; lang= sends lang empty."
)
_HEADERS_HELP = (
    "One Name: value a line, in place of the default of that name (Accept: text/plain). "
    "-Name leaves a default out."
)


class ComposePane(VerticalScroll, can_focus=False):
    """The form."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "screen.pane_history", "History", show=False)
    ]
    FIELD_IDS: ClassVar[dict[str, str]] = {entry.keyword: f"f-{entry.keyword}" for entry in FIELDS}

    def __init__(
        self, *, target: str, profiles: Iterable[str], profile: str | None, id: str
    ) -> None:
        super().__init__(id=id)
        self._target = target
        self._profiles = tuple(profiles)
        self._profile = profile
        self._replay_of: str | None = None
        self.border_title = "Compose"

    def use_profile(self, name: str) -> None:
        """Choose another profile."""
        self.query_one("#f-profile", Select).value = name

    def compose(self) -> ComposeResult:
        """Where, fields, what else, buttons."""
        yield from _row(
            "Where",
            FormInput(id="f-where", help=_WHERE_HELP, placeholder="toolbox", value=self._target),
        )
        yield Warnings(id="w-where")
        if self._profiles:
            select: Select[str] = Select(
                [(name, name) for name in self._profiles],
                prompt="none",
                value=self._profile if self._profile is not None else Select.NULL,
                id="f-profile",
                compact=True,
            )
            yield from _row("Profile", select)
            yield Warnings(id="w-profile")
        for entry in FIELDS:
            yield from self._field(entry)
        yield Label("More parameters", classes="over")
        yield FormLines(id="f-extra", help=_PARAMETERS_HELP, placeholder="name=value")
        yield Warnings(id="w-extra")
        yield Label("More headers", classes="over")
        yield FormLines(id="f-headers", help=_HEADERS_HELP, placeholder="Name: value")
        yield Warnings(id="w-headers")
        yield Static(id="compose-error")
        with Horizontal(id="compose-buttons"):
            keys = keys_of(self)
            yield FormButton(plain(f"Send  {keys.first('send')}"), id="send", compact=True)
            yield FormButton(plain(f"Dry run  {keys.first('dry_run')}"), id="dry-run", compact=True)
        yield Static(id="compose-flight")
        yield Static(id="compose-help")

    def _field(self, entry: Field) -> ComposeResult:
        field_id = self.FIELD_IDS[entry.keyword]
        if entry.keyword == "lang":
            yield from _row(entry.label, Choice(LANGUAGES, id=field_id, help=entry.help))
            other = FormInput(id="f-lang-other", help=entry.help, placeholder="sent as typed")
            other.display = False
            yield from _row("", other)
            yield Warnings(id=f"w-{entry.keyword}")
            return
        yield from _row(
            entry.label,
            FormInput(
                id=field_id,
                help=entry.help,
                placeholder=_PLACEHOLDERS.get(entry.keyword, ""),
                value=AUTO_STATE if entry.keyword == "state" else "",
            ),
        )
        yield Warnings(id=f"w-{entry.keyword}")

    def on_mount(self) -> None:
        """Nothing to say yet."""
        self.say_error(None)
        self.say_flight(0)

    # -- what stands in it ------------------------------------------------------------------

    @property
    def draft(self) -> Draft:
        """What is typed."""
        fields = {
            keyword: self.query_one(f"#{field_id}", Input).value
            for keyword, field_id in self.FIELD_IDS.items()
            if keyword != "lang"
        }
        fields["lang"] = self._language()
        ordered = {entry.keyword: fields[entry.keyword] for entry in FIELDS}
        return Draft(
            target=self.query_one("#f-where", Input).value,
            fields={key: value for key, value in ordered.items() if value},
            extra=self.query_one("#f-extra", TextArea).text,
            headers=self.query_one("#f-headers", TextArea).text,
            replay_of=self._replay_of,
        )

    @property
    def given(self) -> Given:
        """What is typed, as what was given; raises `InputError`."""
        return given(self.draft)

    @property
    def profile(self) -> str | None:
        """The chosen profile."""
        if not self._profiles:
            return None
        value = self.query_one("#f-profile", Select).value
        return value if isinstance(value, str) else None

    def fill(self, draft: Draft) -> None:
        """Put a draft into the form in place of what stands there."""
        self._replay_of = draft.replay_of
        self.query_one("#f-where", Input).value = draft.target
        for keyword, field_id in self.FIELD_IDS.items():
            value = draft.fields.get(keyword, "")
            if keyword == "lang":
                self._set_language(value)
            else:
                self.query_one(f"#{field_id}", Input).value = value
        self.query_one("#f-extra", TextArea).text = draft.extra
        self.query_one("#f-headers", TextArea).text = draft.headers
        self.say_error(None)

    def say_error(self, error: InputError | None) -> None:
        """Say why this cannot be sent, or nothing."""
        line = self.query_one("#compose-error", Static)
        line.display = error is not None
        if error is not None:
            line.update(plain(f"E {error.message}\n  {error.hint}"))

    def say_findings(self, findings: Iterable[Finding]) -> None:
        """Say beside each field what is wrong with it."""
        by_place: dict[str, list[Finding]] = {}
        for finding in findings:
            if finding.severity != "info":
                by_place.setdefault(_place(finding.evidence), []).append(finding)
        for warnings in self.query(Warnings):
            warnings.say(by_place.get((warnings.id or "").removeprefix("w-"), ()))
        if self.app.focused is not None and self in self.app.focused.ancestors_with_self:
            self._explain(self.app.focused)

    def say_flight(self, calls: int) -> None:
        """Say how many calls are under way."""
        line = self.query_one("#compose-flight", Static)
        line.display = calls > 0
        if calls:
            word = "call" if calls == 1 else "calls"
            line.update(plain(f"{calls} {word} under way, {keys_of(self).first('cancel')} cancels"))

    def _language(self) -> str:
        chosen = LANGUAGES[self.query_one("#f-lang", Choice).chosen]
        if chosen == "other":
            return self.query_one("#f-lang-other", Input).value
        return "" if chosen == "none" else chosen

    def _set_language(self, value: str) -> None:
        known = value in LANGUAGES[1:3]
        choice = self.query_one("#f-lang", Choice)
        choice.chosen = LANGUAGES.index(value) if known else (3 if value else 0)
        self.query_one("#f-lang-other", Input).value = "" if known else value

    # -- what happens in it -----------------------------------------------------------------

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Another language has a line of its own."""
        event.stop()
        other = LANGUAGES[event.choice.chosen] == "other"
        row = self.query_one("#f-lang-other").parent
        assert isinstance(row, Widget)
        row.display = other
        self.post_message(DraftChanged())

    def on_input_changed(self, event: Input.Changed) -> None:
        """Where Send goes may have changed."""
        event.stop()
        self.post_message(TargetChanged() if event.input.id == "f-where" else DraftChanged())

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """So may what else is sent."""
        event.stop()
        self.post_message(DraftChanged())

    def on_select_changed(self, event: Select.Changed) -> None:
        """So may the profile have."""
        event.stop()
        self.post_message(TargetChanged())

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Send, or show what would be sent."""
        event.stop()
        self.post_message(SendPressed() if event.button.id == "send" else DryRunPressed())

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Say what the field is for."""
        self._explain(event.widget)

    def _explain(self, widget: Widget) -> None:
        """What the field is for, then all that is wrong with it and what to do."""
        told = [getattr(widget, "help", "")]
        place = (widget.id or "").removeprefix("f-").removesuffix("-other")
        for warnings in self.query(f"#w-{place}" if widget.id else "Warnings.-none"):
            if isinstance(warnings, Warnings):
                told += [
                    f"{SEVERITY_LETTER[one.severity]} {one.title}. {one.detail}"
                    for one in warnings.findings
                ]
        self.query_one("#compose-help", Static).update(plain("\n".join(filter(None, told))))


def _place(evidence: str) -> str:
    """The field that a finding about the request speaks of."""
    if evidence.startswith("request.headers"):
        return "headers"
    if not evidence.startswith("request.params."):
        return "where"
    name = evidence.removeprefix("request.params.").partition("[")[0]
    return _KEYWORDS.get(name, "extra")


def _row(label: str, widget: Widget) -> ComposeResult:
    row = Horizontal(Label(Content(label), classes="field"), widget, classes="row")
    if not widget.display:
        widget.display = True
        row.display = False
    yield row
