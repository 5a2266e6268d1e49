"""A page as a browser with scripting on reads it: its forms and what they would submit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

RedirectKind = Literal["location", "form", "both", "none"]


@dataclass(frozen=True, slots=True)
class Input:
    """One entry a form would submit. `type` is lower-case; `hidden` is `type=hidden`.

    `span` is the (start, end) place of the control's start tag in the page's decoded text, or None.
    """

    name: str
    value: str = field(repr=False)
    type: str
    hidden: bool
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A control the form would not submit, and why (`disabled`, `unchecked`, `no name`, ...)."""

    name: str
    value: str = field(repr=False)
    type: str
    reason: str


@dataclass(frozen=True, slots=True)
class Form:
    """One form. `action` is absolute as a browser serialises it; `written_action` and
    `written_method` are the attributes as written, None where missing. `inputs` is the entry list
    of `form.submit()` in tree order (WHATWG HTML, "constructing the entry list"). `submit_hidden`
    says that something called `submit` stands in the form, which hides its method of that name.
    """

    action: str
    method: str
    enctype: str
    inputs: tuple[Input, ...]
    left_out: tuple[LeftOut, ...] = ()
    written_action: str | None = None
    written_method: str | None = None
    target: str | None = None
    id: str | None = None
    name: str | None = None
    span: tuple[int, int] | None = None
    submit_hidden: bool = False

    def __getitem__(self, name: str) -> str:
        """The first value under that name; raises KeyError naming what there is."""
        value = self.get(name)
        if value is None:
            have = ", ".join(sorted({i.name for i in self.inputs})) or "none"
            raise KeyError(f"{name!r} (inputs: {have})")
        return value

    def __contains__(self, name: object) -> bool:
        return any(i.name == name for i in self.inputs)

    def __iter__(self) -> Iterator[Input]:
        return iter(self.inputs)

    def __len__(self) -> int:
        return len(self.inputs)

    def get(self, name: str, default: str | None = None) -> str | None:
        """The first value under that name, or `default`."""
        return next((i.value for i in self.inputs if i.name == name), default)

    def all(self, name: str) -> tuple[str, ...]:
        """Every value under that name, in order."""
        return tuple(i.value for i in self.inputs if i.name == name)


@dataclass(frozen=True, slots=True)
class Resource:
    """Something the page would load: element, attribute value as written, absolute URL."""

    element: str
    written: str
    url: str


@dataclass(frozen=True, slots=True)
class PageCode:
    """A piece of the page's own code: a handler attribute, a script element, or a text that is run
    as code. `place` counts the elements before it."""

    kind: Literal["handler", "script", "text"]
    text: str = field(repr=False)
    nonce: str | None = None
    place: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """What is read of a page. `auto_submit` is what the text says: None where it cannot tell.

    `submits` is the index of the form that the script means; `how` names the way in words
    (`onload`, `script`, ...), `submit_codes` what of the page's code runs for it, in order;
    `submit_fails` is the index of a form whose `submit()` a script calls in vain, since a control
    of that name hides it.
    `metas` are (name or http-equiv in lower case, content); `policies` are the contents of the
    Content-Security-Policies in the page's head, each with its place as in `PageCode`.
    """

    title: str | None
    h1: str | None
    auto_submit: bool | None
    forms: tuple[Form, ...]
    submits: int | None = None
    how: str | None = None
    base: str | None = None
    lang: str | None = None
    metas: tuple[tuple[str, str], ...] = ()
    refresh: str | None = None
    script_location: str | None = None
    resources: tuple[Resource, ...] = ()
    noscript: str = ""
    noscript_submit: bool = False
    inline_handlers: tuple[tuple[str, str, str], ...] = ()
    has_script: bool = False
    cut: str | None = None
    submit_codes: tuple[PageCode, ...] = ()
    policies: tuple[tuple[int, str], ...] = ()
    submit_fails: int | None = None


@dataclass(frozen=True, slots=True)
class Redirect:
    """How the answer leads on: `target` is absolute as a browser serialises it, or None."""

    kind: RedirectKind
    location: str | None = field(repr=False)
    target: str | None = field(repr=False)
