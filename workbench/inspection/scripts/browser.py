"""The browser around the followed scripts of one page: its objects, its events, what it notes down.

Scripts see `document`, `window` and the elements; the page's life is that of WHATWG HTML ("the
end", 13.2.7). Nothing is run: what would leave the page is noted as a `Departure`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from workbench.inspection.scripts.elements import Elements, submits
from workbench.inspection.scripts.following import Following
from workbench.inspection.scripts.jquery import METHODS as JQUERY_METHODS
from workbench.inspection.scripts.jquery import jquery
from workbench.inspection.scripts.lexemes import UnreadableError
from workbench.inspection.scripts.members import MEMBERS
from workbench.inspection.scripts.natives import NATIVES
from workbench.inspection.scripts.platform import (
    BODY_SLOTS,
    WINDOW_FUNCTIONS,
    WINDOW_OBJECTS,
)
from workbench.inspection.scripts.syntax import Node, syntax
from workbench.inspection.scripts.validity import valid
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
    Scope,
    Thing,
    ThrownError,
    Value,
    text_of,
)
from workbench.inspection.tree import PageTag

CodeKind = Literal["handler", "script", "text"]
_MARKUP = re.compile(
    r"<(?:form|script|iframe|input|button|body|svg|img|object|embed)\b|\bon\w+\s*=", re.IGNORECASE
)
_NEVER_GUESSED = frozenset({"submit", "requestSubmit", "trigger"})
_MOST_TASKS = 200
# When functions are called that may be called or not: after all that is certain.
_SOMEDAY = 1e12


class Code(NamedTuple):
    """A piece of the page's code: a handler attribute, a script element, or a text given to a
    timer or `eval`; its `nonce`, and where its element stands in the page."""

    kind: CodeKind
    text: str
    nonce: str | None = None
    place: int = 0


class Departure(NamedTuple):
    """Something that leaves the page: a form (its element) or an address, whether that is in doubt,
    after which pieces of code (indices), and whether a timer did it."""

    form: PageTag | None
    address: str | None
    doubt: bool
    codes: tuple[int, ...]
    late: bool


@dataclass(slots=True)
class _Timer:
    delay: float
    callback: Value
    codes: list[int]
    doubt: int = 0
    handle: Thing = field(default_factory=lambda: Thing("timer"))


@dataclass(slots=True)
class _Listener:
    """Who listens, whether by jQuery, and in which doubt."""

    callback: Value
    by_jquery: bool = False
    doubt: int = 0


class PageBrowser:
    """One page. `sources` is all script text of the page, `foreign` says that code from elsewhere
    is on it, `jquery` that it is known to load jQuery."""

    def __init__(
        self, elements: Elements, sources: str, *, foreign: bool, with_jquery: bool
    ) -> None:
        self.elements = elements
        self.following = Following(self)
        self.window = Thing("window")
        self.document = Thing("document")
        self.body = Thing("body")
        self.location = Thing("location")
        self.prototype = Thing("prototype")
        self.dollar: Thing | None = Thing("$") if with_jquery else None
        self.foreign = foreign
        self.own_jquery = "jQuery" in sources
        self.given_names = set(re.findall(r"\.\s*([\w$]+)\s*=(?!=)", sources))
        self.codes: list[Code] = []
        self.state = "loading"
        self.slots: dict[tuple[Thing, str], _Listener] = {}
        self.listeners: dict[tuple[Thing, str], list[_Listener]] = {}
        self.timers: list[_Timer] = []
        self.departures: list[Departure] = []
        self.hidden: list[PageTag] = []
        self.unsure = False
        self.late = False
        self.now = 0.0
        self.event: Value = UNDEFINED
        self.running: Value = NULL

    # Code that begins by itself.

    def script(self, code: Code, element: PageTag | None = None) -> None:
        """A script element's own text; `element` is what `document.currentScript` gives."""
        self.running = NULL if element is None else self.elements.element(element)
        self._begin(code, lambda node, index: self.following.program(node, index))
        self.running = NULL

    def handler(self, code: Code, owner: Thing, event: str) -> Function | None:
        """The function of a handler attribute (WHATWG HTML, "getting the current value of the
        event handler")."""
        made: list[Function] = []
        scope = self.following.globals
        if self._slot(owner, event)[0] is not self.window:
            scope = Scope(scope, self.document)
            form = self.elements.owner(owner.tag) if isinstance(owner, Element) else NULL
            scope = Scope(scope, form) if isinstance(form, Element) else scope
            scope = Scope(scope, owner)
        name = Node("name", "event")

        def keep(node: Node, index: int) -> None:
            body = Node("function", "", (node, name))
            made.append(Function("function", node=body, scope=scope, code=index))

        self._begin(code, keep)
        if not made:
            return None
        self.slots[self._slot(owner, event)] = _Listener(made[0])
        return made[0]

    def begin(self, function: Function, owner: Thing, *, certain: bool) -> None:
        """A handler's event comes, certainly or perhaps."""
        self.following.doubt = not certain
        self._run(function, owner, Event("event"))
        self.following.doubt = 0

    def _begin(self, code: Code, use: Callable[[Node, int], None]) -> None:
        self.codes.append(code)
        following = self.following
        try:
            use(syntax(code.text), len(self.codes) - 1)
        except UnreadableError:
            self.unsure = True
        except ThrownError:
            pass
        following.depth = following.doubt = 0
        following.shaken = False

    def written_code(self, text: str) -> None:
        """A text that is run as code, by `eval` or a timer: it asks for `unsafe-eval`."""
        before = list(self.following.codes)
        depth, doubt = self.following.depth, self.following.doubt
        self.codes.append(Code("text", text))
        try:
            self.following.program(syntax(text), len(self.codes) - 1)
        except UnreadableError:
            self.unsure = True
        except ThrownError:
            pass
        self.following.codes[:] = before
        self.following.depth, self.following.doubt = depth, doubt

    def fire(self, target: Thing, event: Event, *, by_jquery: bool = False) -> None:
        """Ask whoever listens; an error in one ends that one only."""
        key = self._slot(target, event.type)
        this = self.window if target is self.body and key[0] is self.window else target
        self.event = event
        slot = self.slots.get(key)
        asked = [slot] if slot is not None else []
        asked += self.listeners.get(key, [])
        for listener in asked:
            if by_jquery and not listener.by_jquery and listener is not slot:
                continue
            self.following.doubt += listener.doubt
            said = self._run(listener.callback, this, event)
            if said is False and (listener.by_jquery or listener is slot):
                self.prevent(event)
            elif said in UNTOLD and listener is slot:
                event.prevented = event.prevented or None
            self.following.doubt -= listener.doubt

    def prevent(self, event: Event) -> None:
        """What the event would cause is called off."""
        event.prevented = True if not self.following.doubt or event.prevented else None

    def _run(self, listener: Value, this: Value, *arguments: Value) -> Value:
        if isinstance(listener, Thing) and listener.kind == "object":
            listener = self.member(listener, "handleEvent")
        if not isinstance(listener, (Function, Native)):
            return UNDEFINED
        try:
            return self.following.attempt(listener, this, list(arguments))
        except UnreadableError:
            self.unsure = True
            return UNDEFINED

    def end(self) -> None:
        """All was read: the page's events in their order, then its timers by their delays."""
        self.state = "interactive"
        self.fire(self.document, Event("event", type="readystatechange"))
        self.fire(self.document, Event("event", type="DOMContentLoaded"))
        self.fire(self.window, Event("event", type="DOMContentLoaded"))
        self.state = "complete"
        self.fire(self.document, Event("event", type="readystatechange"))
        self.fire(self.window, Event("event", type="load"))
        self.fire(self.window, Event("event", type="pageshow"))
        self.late = True
        for _ in range(_MOST_TASKS):
            if not self.timers:
                return
            timer = min(self.timers, key=lambda timer: timer.delay)
            self.timers.remove(timer)
            self.now = timer.delay
            self.following.codes[:] = timer.codes
            self.following.doubt = timer.doubt
            if isinstance(timer.callback, str):
                self.written_code(timer.callback)
            else:
                self._run(timer.callback, self.window)
            self.following.codes.clear()
            self.following.doubt = 0
        self.unsure = True

    # What scripts cause.

    def listen(self, target: Thing, kind: str, listener: Value, *, by_jquery: bool = False) -> None:
        """Somebody wants to be asked from now on."""
        added = _Listener(listener, by_jquery, self.following.doubt)
        self.listeners.setdefault((target, kind), []).append(added)

    def ready(self, callback: Value) -> None:
        """What jQuery calls `ready`: when the page was read, at once where it was already."""
        if isinstance(callback, Function):
            callback = replace(callback, arguments=(self.dollar,))
        if self.state == "loading":
            self.listen(self.document, "DOMContentLoaded", callback)
        else:
            self.later(callback, 0.0)

    def later(self, callback: Value, delay: float) -> Value:
        """A timer is set; its handle is what takes it back."""
        if callback in UNTOLD:
            self.unsure = self.unsure or callback is UNKNOWN
        elif len(self.timers) < _MOST_TASKS:
            codes, doubt = list(self.following.codes), self.following.doubt
            timer = _Timer(self.now + delay, callback, codes, doubt)
            self.timers.append(timer)
            return timer.handle
        return OPAQUE

    def someday(self, callback: Value) -> None:
        """A function was given away: it may be called, or not."""
        self.following.doubt += 1
        self.later(callback, _SOMEDAY)
        self.following.doubt -= 1

    def taken_back(self, handle: Value) -> None:
        """A timer is taken back."""
        if self.following.doubt:
            self.unsure = True
            return
        self.timers = [timer for timer in self.timers if timer.handle is not handle]

    def promise(self, *, kept: bool) -> Items:
        """A promise; what waits for it are its items."""
        return Items("promise", {"kept": True} if kept else {})

    def keep(self, promise: Items) -> None:
        """A promise is kept: whoever waits for it is called."""
        promise.own["kept"] = True
        for callback in promise.items:
            self.later(callback, 0.0)
        promise.items.clear()

    def submitted(self, form: Element) -> None:
        """A form is sent, unless nothing is sent or no browser would open the window for it."""
        if form.tag.attrs.get("method", "").lower() == "dialog":
            return
        self.elements.looked_at += len(self.elements.tags)
        base = next((tag.attrs["target"] for tag in self.elements.tags if _sets_target(tag)), "")
        target = text_of(form.own.get("target", form.tag.attrs.get("target", base)))
        if target is not None and not self.elements.opens_window(target):
            self._depart(form.tag, None)

    def left(self, address: Value) -> None:
        """The page is given another address."""
        self._depart(None, address if isinstance(address, str) else "")

    def _depart(self, form: PageTag | None, address: str | None) -> None:
        codes = tuple(dict.fromkeys(self.following.codes))
        doubt = self.following.doubt > 0 or self.tired
        self.departures.append(Departure(form, address, doubt, codes, self.late))

    def request_submit(self, form: Element, button: Element | None) -> None:
        """Validate, ask the listeners, submit (WHATWG HTML, 4.10.22.3)."""
        unchecked = "novalidate" in form.tag.attrs or (
            button is not None and "formnovalidate" in button.tag.attrs
        )
        told = True if unchecked else valid(self.elements.controls(form.tag))
        if told is False:
            return
        event = Event("event", type="submit", prevented=False)
        self.following.doubt += told is None
        self.fire(form, event)
        self.unless_prevented(event, lambda: self.submitted(form))
        self.following.doubt -= told is None

    def unless_prevented(self, event: Event, then: Callable[[], None]) -> None:
        """Do what an event causes; in doubt where it may have been called off."""
        if event.prevented is True:
            return
        self.following.doubt += event.prevented is None
        then()
        self.following.doubt -= event.prevented is None

    def click(self, element: Element) -> None:
        """A click by script: its listeners, then what the control does by itself."""
        tag = element.tag
        if "disabled" in tag.attrs:
            return
        event = Event("event", type="click", mouse=True)
        self.fire(element, event)
        if not submits(tag):
            return
        form = self.elements.owner(tag)
        if isinstance(form, Element):
            self.unless_prevented(event, lambda: self.request_submit(form, element))

    def is_button_of(self, button: Element, form: Element) -> bool:
        """Whether a button submits that form."""
        return submits(button.tag) and self.elements.owner(button.tag) is form

    def written_markup(self, written: Value) -> None:
        """Markup that a script writes: what it holds is not on the page that was read."""
        if written in UNTOLD or (isinstance(written, str) and _MARKUP.search(written)):
            self.unsure = True

    @property
    def tired(self) -> bool:
        """Whether the page asks for too many of its elements to be followed further."""
        return self.elements.tired

    def untold(self) -> None:
        """Something happens that the text does not tell."""
        self.unsure = True

    # Members.

    def named(self, name: str) -> Value:
        """What a name stands for that no scope has; `UNDEFINED` for nothing."""
        if name in ("$", "jQuery"):
            return self.dollar or (UNKNOWN if self.foreign else UNDEFINED)
        if name in ("event", "location", "document"):
            return {"event": self.event, "location": self.location}.get(name, self.document)
        if name in ("window", "self", "top", "parent", "frames", "globalThis"):
            return self.window
        if name in ("HTMLFormElement", "HTMLElement", "HTMLInputElement", "HTMLButtonElement"):
            return Thing("constructor", {"name": name})
        if name in WINDOW_FUNCTIONS:
            return Native("native", name=name)
        if name in WINDOW_OBJECTS or (name[:1].isupper() and name not in self.given_names):
            made_here = "Event" in name or name == "Promise"
            return Thing("constructor", {"name": name}) if made_here else OPAQUE
        if name in ("undefined", "NaN"):
            return OPAQUE if name == "NaN" else UNDEFINED
        found = self.elements.in_window(name)
        if found is not None:
            return found
        return UNKNOWN if self.foreign else UNDEFINED

    def member(self, owner: Value, name: str) -> Value:
        """A member of a thing: known, given by a script, or harmless as far as can be told."""
        if isinstance(owner, str):
            return float(len(owner)) if name == "length" else OPAQUE
        if not isinstance(owner, Thing):
            return OPAQUE
        special = MEMBERS.get(owner.kind)
        if special is not None:
            found = special(self, owner, name)
            if found is not None:
                return found
        if name in owner.own:
            return owner.own[name]
        if owner.kind in ("object", "list"):
            return UNDEFINED
        if name in self.given_names or name in _NEVER_GUESSED:
            return UNDEFINED
        return OPAQUE

    def in_collection(self, owner: Items, name: str) -> Value | None:
        """The element of a collection under a name or id."""
        if owner.kind == "all":
            return self.elements.in_window(name)
        for item in owner.items:
            if isinstance(item, Element) and name in (
                item.tag.attrs.get("id"),
                item.tag.attrs.get("name"),
            ):
                return item
        return None

    # Assignments, calls, constructors.

    def assign(self, owner: Value, name: str, value: Value) -> None:
        """Give a member its value, with what that causes."""
        if name in ("innerHTML", "outerHTML", "srcdoc"):
            self.written_markup(value)
            return
        if not isinstance(owner, Thing):
            return
        if name == "location" and owner.kind in ("window", "document"):
            self.left(value)
        elif owner.kind == "location":
            if name in ("href", "pathname", "search"):
                self.left(value)
        elif name in ("$", "jQuery") and owner is self.window and self.own_jquery:
            self.dollar = self.dollar or Thing("$")
        elif name == "src" and owner.kind == "element":
            self.unsure = True
        else:
            if name.startswith("on"):
                slot = self._slot(owner, name[2:])
                doubt = self.following.doubt
                self.unsure = self.unsure or bool(doubt and slot in self.slots)
                self.slots[slot] = _Listener(value, doubt=doubt)
            names = self.following.globals.names if owner is self.window else owner.own
            same = names.get(name, UNDEFINED) == value
            names[name] = OPAQUE if self.following.doubt and not same else value

    def native(self, function: Native, this: Value, arguments: list[Value]) -> Value:
        """Call a function of the browser's or of jQuery's."""
        name = function.name
        call = JQUERY_METHODS.get(name[1:]) if name.startswith("$") else NATIVES.get(name)
        if call is None:
            self.following.perhaps(arguments)
            return this if name.startswith("$") else OPAQUE
        return call(self, this, arguments)

    def called(self, thing: Value, this: Value, arguments: list[Value]) -> Value:
        """Call what is no function of the page's; throws where it is none at all."""
        if isinstance(thing, Thing) and thing.kind == "$":
            return jquery(self, arguments)
        if isinstance(thing, Thing) and thing.kind != "constructor":
            self.not_a_function(thing, this)
            raise ThrownError
        return OPAQUE

    def not_a_function(self, thing: Value, this: Value) -> None:
        """A control that hides its form's `submit` was called in its place."""
        if not isinstance(thing, Element) or not isinstance(this, Element):
            return
        called = (thing.tag.attrs.get("name"), thing.tag.attrs.get("id"))
        if this.tag.name == "form" and "submit" in called:
            self.hidden.append(this.tag)

    def made(self, constructor: Value, arguments: list[Value]) -> Value:
        """What `new` gives: events and promises are known."""
        if isinstance(constructor, Thing) and constructor.kind == "constructor":
            name = text_of(constructor.own.get("name")) or ""
            if name == "Promise":
                return self._promised(arguments[0] if arguments else UNDEFINED)
            kind = arguments[0] if arguments and isinstance(arguments[0], str) else ""
            mouse = name in ("MouseEvent", "PointerEvent")
            return Event("event", type=kind, mouse=mouse)
        if constructor is UNKNOWN:
            self.unsure = True
        self.following.perhaps(arguments)
        return OPAQUE

    def _promised(self, begins: Value) -> Value:
        promise = self.promise(kept=False)
        resolve = Native("native", name="resolve", bound=promise)
        if isinstance(begins, (Function, Native)):
            self.following.attempt(begins, UNDEFINED, [resolve, OPAQUE])
        return promise

    def _slot(self, owner: Thing, event: str) -> tuple[Thing, str]:
        return (self.window if owner is self.body and event in BODY_SLOTS else owner, event)


def _sets_target(tag: PageTag) -> bool:
    return tag.name == "base" and "target" in tag.attrs
