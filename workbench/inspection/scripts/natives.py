"""The functions of a browser that a followed script may call: one small function each, by name.

Each is given the browser, `this` and the arguments. What is not here does nothing that matters.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from workbench.inspection.scripts.values import (
    NULL,
    OPAQUE,
    UNDEFINED,
    UNKNOWN,
    UNTOLD,
    Element,
    Event,
    Function,
    Items,
    Native,
    Thing,
    ThrownError,
    Value,
    text_of,
)

if TYPE_CHECKING:
    from workbench.inspection.scripts.browser import PageBrowser

Call = Callable[["PageBrowser", Value, list[Value]], Value]
NATIVES: dict[str, Call] = {}


def native(*names: str) -> Callable[[Call], Call]:
    """Register a function of the browser under its names."""

    def register(function: Call) -> Call:
        NATIVES.update(dict.fromkeys(names, function))
        return function

    return register


def argument(arguments: list[Value], index: int = 0) -> Value:
    """The argument at that place, `UNDEFINED` where none was given."""
    return arguments[index] if index < len(arguments) else UNDEFINED


def is_form(value: Value) -> bool:
    """Whether a value is a form of the page."""
    return isinstance(value, Element) and value.tag.name == "form"


# Submission.


@native("submit")
def _submit(browser: PageBrowser, this: Value, arguments: list[Value]) -> Value:
    if this in UNTOLD or (isinstance(this, Thing) and this.kind == "created"):
        browser.untold()
    elif isinstance(this, Element) and is_form(this):
        browser.submitted(this)
    else:
        raise ThrownError
    return UNDEFINED


@native("requestSubmit")
def _request_submit(browser: PageBrowser, this: Value, arguments: list[Value]) -> Value:
    button = argument(arguments)
    if this in UNTOLD or (isinstance(this, Thing) and this.kind == "created"):
        browser.untold()
    elif isinstance(this, Element) and is_form(this):
        own = isinstance(button, Element) and browser.is_button_of(button, this)
        if not own and button not in (UNDEFINED, NULL, *UNTOLD):
            raise ThrownError
        browser.request_submit(this, button if isinstance(button, Element) else None)
    else:
        raise ThrownError
    return UNDEFINED


@native("click")
def _click(browser: PageBrowser, this: Value, arguments: list[Value]) -> Value:
    if isinstance(this, Element):
        browser.click(this)
    elif this in UNTOLD or (isinstance(this, Thing) and this.kind == "created"):
        browser.untold()
    return UNDEFINED


@native("dispatchEvent")
def _dispatch(browser: PageBrowser, this: Value, arguments: list[Value]) -> Value:
    event = argument(arguments)
    if not isinstance(event, Event) or not isinstance(this, Thing):
        browser.untold()
        return OPAQUE
    if event.type == "click" and event.mouse and isinstance(this, Element):
        browser.click(this)
    else:
        browser.fire(this, event)
    return event.prevented is not True


@native("preventDefault")
def _prevent(browser: PageBrowser, this: Value, arguments: list[Value]) -> Value:
    if isinstance(this, Event):
        browser.prevent(this)
    return UNDEFINED


# Functions.


@native("call")
def _call(browser: PageBrowser, this: Value, arguments: list[Value]) -> Value:
    return browser.following.call(this, argument(arguments), arguments[1:])


@native("apply")
def _apply(browser: PageBrowser, this: Value, arguments: list[Value]) -> Value:
    given = argument(arguments, 1)
    return browser.following.call(
        this, argument(arguments), given.items if isinstance(given, Items) else []
    )


@native("bind")
def _bind(browser: PageBrowser, this: Value, arguments: list[Value]) -> Value:
    owner, given = argument(arguments), tuple(arguments[1:])
    if isinstance(this, Function):
        return Function(
            "function",
            node=this.node,
            scope=this.scope,
            code=this.code,
            this=owner,
            arguments=given,
        )
    if isinstance(this, Native):
        return Native("native", name=this.name, bound=owner, arguments=given)
    return OPAQUE


@native("eval")
def _eval(browser: PageBrowser, this: Value, arguments: list[Value]) -> Value:
    written = argument(arguments)
    if isinstance(written, str):
        browser.written_code(written)
    elif written in UNTOLD:
        browser.untold()
    return OPAQUE


# Listening and waiting.


@native("addEventListener")
def _listen(browser: PageBrowser, this: Value, arguments: list[Value]) -> Value:
    kind = argument(arguments)
    if this is UNDEFINED:
        this = browser.window
    if isinstance(this, Thing) and isinstance(kind, str):
        browser.listen(this, kind, argument(arguments, 1))
    elif isinstance(this, Thing) or kind in UNTOLD:
        browser.following.perhaps(arguments)
    return UNDEFINED


@native("setTimeout", "setInterval")
def _later(browser: PageBrowser, this: Value, arguments: list[Value]) -> Value:
    delay = argument(arguments, 1)
    return browser.later(argument(arguments), delay if isinstance(delay, float) else 0.0)


@native("clearTimeout", "clearInterval")
def _no_more(browser: PageBrowser, this: Value, arguments: list[Value]) -> Value:
    browser.taken_back(argument(arguments))
    return UNDEFINED


@native("requestAnimationFrame", "requestIdleCallback", "queueMicrotask")
def _soon(browser: PageBrowser, this: Value, arguments: list[Value]) -> Value:
    return browser.later(argument(arguments), 0.0)


@native("then", "finally")
def _then(browser: PageBrowser, this: Value, arguments: list[Value]) -> Value:
    """What follows a promise: soon where it is kept, else when it will be."""
    if isinstance(this, Items):
        this.items.append(argument(arguments))
        if "kept" in this.own:
            browser.keep(this)
    return this


@native("resolve")
def _resolve(browser: PageBrowser, this: Value, arguments: list[Value]) -> Value:
    if isinstance(this, Items) and this.kind == "promise":
        browser.keep(this)
        return UNDEFINED
    return browser.promise(kept=True)


# Finding.


@native("getElementById")
def _by_id(browser: PageBrowser, this: Value, arguments: list[Value]) -> Value:
    name = text_of(argument(arguments))
    return UNKNOWN if name is None else browser.elements.by_id(name)


@native("getElementsByTagName")
def _by_tag(browser: PageBrowser, this: Value, arguments: list[Value]) -> Value:
    name = text_of(argument(arguments))
    found = None if name is None else browser.elements.by_tag(name)
    return OPAQUE if found is None else found


@native("getElementsByName")
def _by_name(browser: PageBrowser, this: Value, arguments: list[Value]) -> Value:
    name = text_of(argument(arguments))
    return UNKNOWN if name is None else browser.elements.by_name(name)


@native("getElementsByClassName")
def _by_class(browser: PageBrowser, this: Value, arguments: list[Value]) -> Value:
    names = text_of(argument(arguments))
    found = None
    if names:
        found = browser.elements.selected("".join(f".{name}" for name in names.split()))
    return UNKNOWN if found is None else Items("nodes", items=found)


@native("querySelector")
def _first(browser: PageBrowser, this: Value, arguments: list[Value]) -> Value:
    selector = argument(arguments)
    if not isinstance(selector, str):
        return UNKNOWN
    if selector in ("body", "html"):
        return browser.body
    return browser.elements.first(selector, this.tag if isinstance(this, Element) else None)


@native("querySelectorAll")
def _all(browser: PageBrowser, this: Value, arguments: list[Value]) -> Value:
    selector = argument(arguments)
    if not isinstance(selector, str):
        return UNKNOWN
    within = this.tag if isinstance(this, Element) else None
    found = browser.elements.selected(selector, within)
    return UNKNOWN if found is None else Items("nodes", items=found)


@native("closest")
def _closest(browser: PageBrowser, this: Value, arguments: list[Value]) -> Value:
    if isinstance(this, Element) and argument(arguments) == "form":
        for tag in (this.tag, *browser.elements.above(this.tag)):
            if tag.name == "form":
                return browser.elements.element(tag)  # type: ignore[arg-type]
        return NULL
    return UNKNOWN


@native("item", "eq")
def _item(browser: PageBrowser, this: Value, arguments: list[Value]) -> Value:
    index = argument(arguments)
    if isinstance(this, Items) and isinstance(index, float) and 0 <= index < len(this.items):
        return this.items[int(index)]
    return NULL


@native("namedItem")
def _named_item(browser: PageBrowser, this: Value, arguments: list[Value]) -> Value:
    name = text_of(argument(arguments))
    if not isinstance(this, Items) or name is None:
        return UNKNOWN
    return browser.in_collection(this, name) or NULL


@native("forEach", "map", "filter", "some", "every", "find")
def _for_each(browser: PageBrowser, this: Value, arguments: list[Value]) -> Value:
    if not isinstance(this, Items):
        return OPAQUE
    for index, item in enumerate(this.items[:16]):
        browser.following.call(argument(arguments), UNDEFINED, [item, float(index), this])
    return OPAQUE


@native("join")
def _join(browser: PageBrowser, this: Value, arguments: list[Value]) -> Value:
    between = text_of(argument(arguments)) if arguments else ","
    texts = [text_of(item) for item in this.items] if isinstance(this, Items) else [None]
    if between is None or any(text is None for text in texts):
        return OPAQUE
    return between.join(text for text in texts if text is not None)


@native("from")
def _from(browser: PageBrowser, this: Value, arguments: list[Value]) -> Value:
    given = argument(arguments)
    return Items("list", items=list(given.items)) if isinstance(given, Items) else OPAQUE


# Writing and leaving.


@native("write", "writeln")
def _write(browser: PageBrowser, this: Value, arguments: list[Value]) -> Value:
    for written in arguments:
        browser.written_markup(written)
    return UNDEFINED


@native("insertAdjacentHTML")
def _insert(browser: PageBrowser, this: Value, arguments: list[Value]) -> Value:
    browser.written_markup(argument(arguments, 1))
    return UNDEFINED


@native("createElement")
def _create(browser: PageBrowser, this: Value, arguments: list[Value]) -> Value:
    name = text_of(argument(arguments))
    if name is None or name.lower() in ("script", "iframe"):
        browser.untold()
    return Thing("created", {"name": (name or "").lower()})


@native("replace", "assign")
def _leave(browser: PageBrowser, this: Value, arguments: list[Value]) -> Value:
    browser.left(argument(arguments))
    return UNDEFINED
