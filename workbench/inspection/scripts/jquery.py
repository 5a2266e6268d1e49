"""jQuery as far as it submits forms: what its functions do to the elements they were given.

`submit()` and `trigger` run jQuery's own listeners and the `onsubmit` first, then the form's native
`submit` (jquery 3, event/trigger.js); listeners of the browser are not asked.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from workbench.inspection.scripts.natives import Call, argument
from workbench.inspection.scripts.values import (
    OPAQUE,
    UNDEFINED,
    UNTOLD,
    Element,
    Event,
    Function,
    Items,
    Native,
    Thing,
    Value,
)

if TYPE_CHECKING:
    from workbench.inspection.scripts.browser import PageBrowser

_SUBMITTING = frozenset({"submit", "click"})


def jquery(browser: PageBrowser, arguments: list[Value]) -> Value:
    """What `$(...)` gives."""
    given = argument(arguments)
    if isinstance(given, (Function, Native)):
        browser.ready(given)
        return UNDEFINED
    if isinstance(given, str):
        if given.lstrip().startswith("<"):
            browser.written_markup(given)
            return Items("jquery", items=[Thing("created")])
        if given in ("body", "html"):
            return Items("jquery", items=[browser.body])
        around = argument(arguments, 1)
        within = around.tag if isinstance(around, Element) else None
        found = browser.elements.selected(given, within)
        return OPAQUE if found is None else Items("jquery", items=found)
    if isinstance(given, Items):
        return Items("jquery", items=list(given.items))
    if given in UNTOLD:
        return given
    return Items("jquery", items=[given] if isinstance(given, Thing) else [])


def _ready(browser: PageBrowser, this: Items, arguments: list[Value]) -> Value:
    browser.ready(argument(arguments))
    return this


def _on(browser: PageBrowser, this: Items, arguments: list[Value]) -> Value:
    kinds, listener = argument(arguments), arguments[-1] if len(arguments) > 1 else UNDEFINED
    if not isinstance(kinds, str) or len(arguments) > 2:
        return this
    for kind in kinds.split():
        for item in this.items:
            if isinstance(item, Thing):
                browser.listen(item, kind.partition(".")[0], listener, by_jquery=True)
    return this


def _trigger(browser: PageBrowser, this: Items, arguments: list[Value]) -> Value:
    kind = argument(arguments)
    if isinstance(kind, Event):
        kind = kind.type
    if kind in _SUBMITTING:
        _triggered(browser, this, str(kind))
    elif isinstance(kind, str):
        for item in this.items:
            if isinstance(item, Thing):
                browser.fire(item, Event("event", type=kind), by_jquery=True)
    elif kind in UNTOLD:
        browser.untold()
    return this


def _triggered(browser: PageBrowser, this: Items, kind: str) -> None:
    for item in this.items:
        if isinstance(item, Element) and kind == "click":
            browser.click(item)
        elif isinstance(item, Element):
            event = Event("event", type=kind)
            browser.fire(item, event, by_jquery=True)
            browser.unless_prevented(event, partial(_natively, browser, item))
        elif isinstance(item, Thing) and item.kind == "created":
            browser.untold()


def _natively(browser: PageBrowser, form: Element) -> None:
    function = browser.member(form, "submit")
    if isinstance(function, (Function, Native)):
        browser.following.attempt(function, form, [])
    else:
        browser.not_a_function(function, form)


def _shorthand(kind: str) -> Call:
    """`$(...).submit(listener)` listens, `$(...).submit()` triggers."""

    def call(browser: PageBrowser, this: Value, arguments: list[Value]) -> Value:
        if isinstance(this, Items):
            if arguments:
                _on(browser, this, [kind, arguments[-1]])
            elif kind in _SUBMITTING:
                _triggered(browser, this, kind)
        return this

    return call


def _load(browser: PageBrowser, this: Items, arguments: list[Value]) -> Value:
    """A listener in versions before 3; later ones take an address, and fail."""
    browser.following.perhaps(arguments)
    return this


def _get(browser: PageBrowser, this: Items, arguments: list[Value]) -> Value:
    index = argument(arguments)
    if not arguments:
        return Items("list", items=list(this.items))
    if isinstance(index, float) and 0 <= index < len(this.items):
        return this.items[int(index)]
    return UNDEFINED if isinstance(index, float) else OPAQUE


def _eq(browser: PageBrowser, this: Items, arguments: list[Value]) -> Value:
    index = argument(arguments)
    if not isinstance(index, float):
        return OPAQUE
    return Items("jquery", items=this.items[int(index) :][:1] if index >= 0 else [])


def _first(browser: PageBrowser, this: Items, arguments: list[Value]) -> Value:
    return Items("jquery", items=this.items[:1])


def _last(browser: PageBrowser, this: Items, arguments: list[Value]) -> Value:
    return Items("jquery", items=this.items[-1:])


def _find(browser: PageBrowser, this: Items, arguments: list[Value]) -> Value:
    selector = argument(arguments)
    found: list[Value] = []
    for item in this.items[:16]:
        within = item.tag if isinstance(item, Element) else None
        part = browser.elements.selected(selector, within) if isinstance(selector, str) else None
        if part is None:
            return OPAQUE
        found += part
    return Items("jquery", items=found)


def _closest(browser: PageBrowser, this: Items, arguments: list[Value]) -> Value:
    if argument(arguments) != "form":
        return OPAQUE
    for item in this.items:
        if not isinstance(item, Element):
            continue
        for tag in (item.tag, *browser.elements.above(item.tag)):
            if tag.name == "form":
                return Items("jquery", items=[browser.elements.element(tag)])  # type: ignore[arg-type]
    return Items("jquery")


def _each(browser: PageBrowser, this: Items, arguments: list[Value]) -> Value:
    for index, item in enumerate(this.items[:16]):
        browser.following.call(argument(arguments), item, [float(index), item])
    return this


def _markup(browser: PageBrowser, this: Items, arguments: list[Value]) -> Value:
    for given in arguments:
        browser.written_markup(given)
    return this


_OWN = {
    "ready": _ready,
    "on": _on,
    "one": _on,
    "bind": _on,
    "trigger": _trigger,
    "load": _load,
    "get": _get,
    "eq": _eq,
    "first": _first,
    "last": _last,
    "find": _find,
    "closest": _closest,
    "each": _each,
    "html": _markup,
    "append": _markup,
    "prepend": _markup,
    "after": _markup,
    "before": _markup,
}
_EVENTS = ("submit", "click", "change", "focus", "blur", "keyup", "keydown", "mouseover")
METHODS: dict[str, Call] = {kind: _shorthand(kind) for kind in _EVENTS}


def _guarded(method: Call) -> Call:
    return lambda browser, this, arguments: (
        method(browser, this, arguments) if isinstance(this, Items) else OPAQUE
    )


METHODS.update({name: _guarded(method) for name, method in _OWN.items()})  # type: ignore[arg-type]
