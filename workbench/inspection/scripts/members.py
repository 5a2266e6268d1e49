"""The members of what scripts see, one small function a kind of thing; None for those it knows
nothing of."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from workbench.inspection.scripts.natives import NATIVES
from workbench.inspection.scripts.platform import (
    DOCUMENT_MEMBERS,
    ELEMENT_METHODS,
    FORM_METHODS,
)
from workbench.inspection.scripts.values import (
    OPAQUE,
    UNDEFINED,
    Element,
    Items,
    Native,
    Thing,
    Value,
)
from workbench.inspection.tree import PageTag

if TYPE_CHECKING:
    from workbench.inspection.scripts.browser import PageBrowser

Member = Callable[["PageBrowser", Thing, str], Value | None]
MEMBERS: dict[str, Member] = {}
_INDEX = re.compile(r"\d{1,9}")


def members(*kinds: str) -> Callable[[Member], Member]:
    """Register what knows the members of these kinds of things."""

    def register(function: Member) -> Member:
        MEMBERS.update(dict.fromkeys(kinds, function))
        return function

    return register


@members("window")
def _window(browser: PageBrowser, owner: Thing, name: str) -> Value | None:
    names = browser.following.globals.names
    if name in names:
        return names[name]
    if name.startswith("on") and (browser.window, name[2:]) in browser.slots:
        return browser.slots[browser.window, name[2:]].callback
    if name in ("addEventListener", "dispatchEvent"):
        return Native("native", name=name)
    if name in ("attachEvent", "opera"):
        return UNDEFINED
    found = browser.named(name)
    return found if found is not UNDEFINED or browser.foreign else None


@members("document")
def _document(browser: PageBrowser, owner: Thing, name: str) -> Value | None:
    named = browser.elements.in_document(name)
    if named is not None:
        return named
    if name == "forms":
        return browser.elements.forms()
    if name == "readyState":
        return browser.state
    if name in ("body", "location"):
        return getattr(browser, name)  # type: ignore[no-any-return]
    if name in ("defaultView", "parentWindow"):
        return browser.window
    if name in ("documentElement", "head"):
        return browser.body
    if name == "all":
        return Items("all")
    if name == "currentScript":
        return browser.running
    if name in DOCUMENT_MEMBERS:
        return Native("native", name=name)
    if name == "attachEvent" or browser.elements.is_called(name):
        return UNDEFINED
    return None


@members("body")
def _body(browser: PageBrowser, owner: Thing, name: str) -> Value | None:
    if name in ELEMENT_METHODS:
        return Native("native", name=name)
    return None


@members("location")
def _location(browser: PageBrowser, owner: Thing, name: str) -> Value | None:
    return Native("native", name=name) if name in ("replace", "assign") else None


@members("element")
def _element(browser: PageBrowser, owner: Thing, name: str) -> Value | None:
    if not isinstance(owner, Element):
        return None
    tag = owner.tag
    if tag.name == "form":
        control = browser.elements.in_form(tag, name)
        if control is not None:
            return control
        if name in owner.own:
            return owner.own[name]
        if name in FORM_METHODS:
            return Native("native", name=name)
        if name == "elements":
            controls = browser.elements.controls(tag)
            return Items("nodes", items=[browser.elements.element(one) for one in controls])
        if name == "length":
            return float(len(browser.elements.controls(tag)))
        if _INDEX.fullmatch(name):
            controls = browser.elements.controls(tag)
            number = int(name)
            return browser.elements.element(controls[number]) if number < len(controls) else None
    if name in ELEMENT_METHODS:
        return owner.own.get(name) or Native("native", name=name)
    if name == "form":
        return browser.elements.owner(tag)
    if name in ("id", "name", "action", "method", "target", "type"):
        return owner.own.get(name, tag.attrs.get(name, ""))
    if name.startswith("on") and (owner, name[2:]) in browser.slots:
        return browser.slots[owner, name[2:]].callback
    if name in ("parentNode", "parentElement"):
        parent = tag.parent
        return browser.elements.element(parent) if isinstance(parent, PageTag) else OPAQUE
    return None


@members("nodes", "list", "all", "jquery")
def _items(browser: PageBrowser, owner: Thing, name: str) -> Value | None:
    if not isinstance(owner, Items):
        return None
    if _INDEX.fullmatch(name):
        number = int(name)
        return owner.items[number] if number < len(owner.items) else UNDEFINED
    if name == "length":
        return float(len(owner.items))
    if owner.kind == "jquery":
        return Native("native", name=f"${name}")
    if name in ("item", "namedItem", "forEach", "map", "filter", "some", "every", "join"):
        return Native("native", name=name)
    if owner.kind in ("nodes", "all"):
        return browser.in_collection(owner, name) or UNDEFINED
    return OPAQUE


@members("constructor")
def _constructor(browser: PageBrowser, owner: Thing, name: str) -> Value | None:
    if owner.own.get("name") == "Promise":
        return Native("native", name=name) if name == "resolve" else OPAQUE
    return browser.prototype if name == "prototype" else None


@members("prototype")
def _prototype(browser: PageBrowser, owner: Thing, name: str) -> Value | None:
    if name in FORM_METHODS or name in ELEMENT_METHODS:
        return Native("native", name=name)
    return None


@members("function", "native")
def _function(browser: PageBrowser, owner: Thing, name: str) -> Value | None:
    return Native("native", name=name) if name in ("call", "apply", "bind") else None


@members("event")
def _event(browser: PageBrowser, owner: Thing, name: str) -> Value | None:
    return Native("native", name=name) if name in NATIVES else OPAQUE


@members("created")
def _created(browser: PageBrowser, owner: Thing, name: str) -> Value | None:
    if name in FORM_METHODS and owner.own.get("name") == "form":
        return Native("native", name=name)
    return Native("native", name=name) if name in ("click", "dispatchEvent") else None


@members("promise")
def _promise(browser: PageBrowser, owner: Thing, name: str) -> Value | None:
    return Native("native", name=name) if name in ("then", "finally") else OPAQUE


@members("$")
def _jquery(browser: PageBrowser, owner: Thing, name: str) -> Value | None:
    if name == "ready":
        return Native("native", name="$ready", bound=Items("jquery"))
    return owner if name == "noConflict" else None
