"""What each form of a page would submit: the entry list of `form.submit()`, in tree order.

WHATWG HTML, "constructing the entry list" and "form owner". The soup is walked once; what a
control inherits (form, disabled fieldset, select) comes down as a context, so deep pages
cost no more than flat ones. Buttons are never entries here: no button was pressed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from math import inf
from typing import NamedTuple
from unicodedata import bidirectional

from workbench.inspection.charset import encoding_of, standard_name
from workbench.inspection.control_values import input_state, submitted_value
from workbench.inspection.tree import PageTag, PageTree, own_text
from workbench.model.page import Input, LeftOut

_BUTTONS = frozenset({"submit", "image", "button", "reset"})
_CONTROLS = frozenset({"input", "button", "select", "textarea"})
# Elements that neither are nor hold a control.
_OUTSIDE = frozenset(
    {"base", "embed", "frame", "iframe", "img", "link", "meta", "noscript", "title"}
)
# Types whose direction may be sent beside their value (attribute `dirname`).
_WITH_DIRECTION = frozenset(
    {"hidden", "text", "search", "tel", "url", "email", "password", "textarea"}
)

# Rules for parsing non-negative integers: what follows the digits is ignored.
_SIZE = re.compile(r"[ \t\n\f\r]*\+?([0-9]+)")
_BLANKS = re.compile(r"[ \t\n\f\r]+")


class _Context(NamedTuple):
    """What an element inherits from its ancestors."""

    form: PageTag | None = None
    disabled: bool = False
    select: _Select | None = None
    group_disabled: bool = False


class _Option(NamedTuple):
    tag: PageTag
    disabled: bool


@dataclass(slots=True)
class _Select:
    options: list[_Option] = field(default_factory=list)


# A control with what decides on its entry: its form owner, its state, why it is left out ("" where
# it is not, or where only its radio group can tell), and its options.
_Control = tuple[PageTag, PageTag | None, str, str, _Select | None]


@dataclass(slots=True)
class FormContent:
    """What one form would submit, and what it would leave out; `controls` are all its own."""

    form: PageTag
    controls: list[PageTag] = field(default_factory=list)
    inputs: list[Input] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


def form_contents(tree: PageTree, encoding: str) -> list[FormContent]:
    """The forms of the page in tree order. `encoding` is that of the document, for `_charset_`."""
    contents = {id(tag): FormContent(tag) for tag in tree.tags if tag.name == "form"}
    if not contents:
        return []
    controls = _controls(tree, [content.form for content in contents.values()])
    checked = _checked_radios(controls)
    directions: dict[int, str] = {}
    for control in controls:
        content = contents.get(id(control[1]))
        if content is not None:
            content.controls.append(control[0])
            _enter(control, content, checked, encoding, directions)
    return list(contents.values())


def _controls(tree: PageTree, forms: list[PageTag]) -> list[_Control]:
    """All controls in tree order."""
    found: list[_Control] = []
    contexts: dict[int, _Context] = {}
    outer: dict[int, _Context] = {}
    pointer = _FormPointer(tree, forms)
    nothing = _Context()
    for tag in tree.tags:
        name = tag.name
        if name in _OUTSIDE:
            continue
        context = inner = contexts.get(id(tag.parent), nothing)
        if name in _CONTROLS:
            select = None
            if name == "select":
                select = _Select()
                inner = context._replace(select=select, group_disabled=False)
            state = input_state(tag)
            owner = pointer.owner(tag, context.form)
            found.append((tag, owner, state, _reason(tag, state, context), select))
        elif name == "form":
            inner = context._replace(form=tag)
        elif name == "fieldset":
            outer[id(tag)] = context
            if "disabled" in tag.attrs:
                inner = context._replace(disabled=True)
        elif name == "legend":
            # Only the first legend of a fieldset is outside its `disabled`.
            before = outer.pop(id(tag.parent), None)
            if before is not None:
                inner = context._replace(disabled=before.disabled)
        elif name == "datalist":
            if context.select is not None:
                inner = context._replace(select=None)
        elif name == "optgroup":
            inner = context._replace(group_disabled="disabled" in tag.attrs)
        elif name == "option" and context.select is not None:
            disabled = context.group_disabled or "disabled" in tag.attrs
            context.select.options.append(_Option(tag, disabled))
        if inner is not nothing:
            contexts[id(tag)] = inner
    return found


class _FormPointer:
    """The parser's form element pointer at any place of the source (WHATWG HTML, "create an
    element for a token"): a control belongs to the form that was opened last and not ended by a
    `</form>`, wherever table or misnested tags have put it; else to the nearest form around it.

    Most controls stand where the one before stood: between `low` and `high` it is `form`.
    """

    def __init__(self, tree: PageTree, forms: list[PageTag]) -> None:
        self.tree = tree
        # Tables put forms before themselves: the order of the tree is not that of the source.
        self.forms = sorted(forms, key=lambda form: form.start)
        self.starts = [form.start for form in self.forms]
        self.low = self.high = 0.0
        self.form: PageTag | None = None

    def owner(self, tag: PageTag, around: PageTag | None) -> PageTag | None:
        """The form owner of a control; `around` is the nearest form above it."""
        named = tag.attrs.get("form")
        if named is not None:
            owner = self.tree.ids.get(named) if named else None
            return owner if owner is not None and owner.name == "form" else None
        if not self.low <= tag.start < self.high:
            self._move(tag.start)
        return self.form or around

    def _move(self, place: int) -> None:
        index = bisect_right(self.starts, place)
        self.low = self.starts[index - 1] if index else 0
        self.high = self.starts[index] if index < len(self.starts) else inf
        self.form = self.forms[index - 1] if index else None
        if self.form is None:
            return
        end = self._end(self.form)
        if place < end:
            self.high = min(self.high, end)
        else:
            self.form, self.low = None, end

    def _end(self, form: PageTag) -> float:
        if form.end_tag is not None:
            return form.end_tag
        ends = self.tree.form_ends
        index = bisect_right(ends, form.start)
        return ends[index] if index < len(ends) else inf


def _checked_radios(controls: list[_Control]) -> set[int]:
    """The radio buttons that stay checked: the last checked one of each group."""
    last: dict[tuple[int, str], int] = {}
    alone: set[int] = set()
    for tag, owner, state, _, _ in controls:
        if state == "radio" and "checked" in tag.attrs:
            name = tag.attrs.get("name")
            if name:
                last[(id(owner), name)] = id(tag)
            else:
                alone.add(id(tag))
    return alone | set(last.values())


def _enter(
    control: _Control,
    content: FormContent,
    checked: set[int],
    encoding: str,
    directions: dict[int, str],
) -> None:
    """Put a control into its form's entries, or say why it is left out."""
    tag, _, state, reason, select = control
    name = tag.attrs.get("name", "")
    if state == "radio" and not reason and id(tag) not in checked:
        reason = "unchecked"
    reason = reason or ("" if name else "no name")
    if select is not None:
        _enter_options(tag, state, select.options, name, reason, content)
        return
    hidden = state == "hidden"
    value = tag.attrs.get("value", "") if hidden else submitted_value(tag, state)
    if reason:
        content.left_out.append(LeftOut(name, value, state, reason))
    else:
        if hidden and name.lower() == "_charset_":
            value = _form_encoding(content.form, encoding)
        content.inputs.append(Input(name, value, state, hidden, tag.span))
    dirname = tag.attrs.get("dirname")
    if dirname and (
        state in _WITH_DIRECTION if not reason else _only_unpressed(tag, state, reason)
    ):
        direction = _direction(tag, value, directions)
        content.inputs.append(Input(dirname, direction, "direction", False, tag.span))


def _only_unpressed(tag: PageTag, state: str, reason: str) -> bool:
    """A submit button that is left out since it was not pressed: Chromium sends its direction."""
    return (state, reason, tag.name) == ("submit", "button", "input") and bool(
        tag.attrs.get("name")
    )


def _reason(tag: PageTag, state: str, context: _Context) -> str:
    if "disabled" in tag.attrs:
        return "disabled"
    if context.disabled:
        return "in a disabled fieldset"
    if state in _BUTTONS:
        return "button"
    return "unchecked" if state == "checkbox" and "checked" not in tag.attrs else ""


def _enter_options(
    tag: PageTag,
    state: str,
    options: list[_Option],
    name: str,
    reason: str,
    content: FormContent,
) -> None:
    chosen = _chosen(tag, options)
    if reason:
        value = _option_value(chosen[0].tag) if chosen else ""
        content.left_out.append(LeftOut(name, value, state, reason))
        return
    for option in chosen:
        value = _option_value(option.tag)
        if option.disabled:
            content.left_out.append(LeftOut(name, value, state, "option disabled"))
        else:
            content.inputs.append(Input(name, value, state, False, tag.span))
    if not chosen:
        content.left_out.append(LeftOut(name, "", state, "nothing selected"))


def _chosen(select: PageTag, options: list[_Option]) -> list[_Option]:
    """The selected options (WHATWG HTML, "selectedness setting algorithm")."""
    selected = [option for option in options if "selected" in option.tag.attrs]
    if "multiple" in select.attrs:
        return selected
    if selected:
        return selected[-1:]
    size = _SIZE.match(select.attrs.get("size") or "")
    if size is not None and int(size[1][:6]) > 1:
        return []
    return [option for option in options if not option.disabled][:1]


def _option_value(option: PageTag) -> str:
    value = option.attrs.get("value")
    return value if value is not None else _BLANKS.sub(" ", own_text(option)).strip(" ")


def _form_encoding(form: PageTag, encoding: str) -> str:
    """The encoding a form is sent in (WHATWG HTML, "picking an encoding for the form")."""
    accepted = form.attrs.get("accept-charset")
    if accepted is not None:
        named = (encoding_of(label) for label in accepted.split())
        encoding = next((name for name in named if name), "utf-8")
    return "UTF-8" if encoding.startswith("utf-16") else standard_name(encoding)


def _direction(tag: PageTag, value: str, known: dict[int, str]) -> str:
    """`rtl` where the nearest `dir` says so, or where it is `auto` and the value begins so; `known`
    are the directions of the elements above those that were asked about."""
    written = (tag.attrs.get("dir") or "").lower()
    if written == "auto":
        strong = (bidirectional(letter) for letter in value)
        first = next((kind for kind in strong if kind in ("L", "R", "AL")), "L")
        return "ltr" if first == "L" else "rtl"
    if tag.attrs.get("type", "").lower() == "tel" and not written:
        return "ltr"
    passed: list[PageTag] = []
    node: PageTag | None = tag
    while node is not None and id(node) not in known:
        passed.append(node)
        written = (node.attrs.get("dir") or "").lower()
        if written in ("ltr", "rtl"):
            known[id(node)] = written
            break
        node = node.parent if isinstance(node.parent, PageTag) else None
    direction = "ltr" if node is None else known[id(node)]
    known.update((id(one), direction) for one in passed)
    return direction
