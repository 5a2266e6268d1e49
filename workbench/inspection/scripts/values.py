"""What a followed script handles: values as far as the text tells them.

Plain JavaScript values are Python's `str`, `float` and `bool`. `OPAQUE` is a harmless value that
only a browser knows (a date, a user agent); `UNKNOWN` may be anything, code from elsewhere too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from workbench.inspection.scripts.syntax import Node
from workbench.inspection.tree import PageTag

Value = object


class Special(Enum):
    """Values that are themselves only."""

    UNDEFINED = "undefined"
    NULL = "null"
    OPAQUE = "opaque"
    UNKNOWN = "unknown"


UNDEFINED, NULL = Special.UNDEFINED, Special.NULL
OPAQUE, UNKNOWN = Special.OPAQUE, Special.UNKNOWN
UNTOLD = (OPAQUE, UNKNOWN)


@dataclass(eq=False, slots=True)
class Scope:
    """Names and their values; `around` is the object of a `with`, whose members are names too;
    `doubt` is that in which the scope was entered."""

    outer: Scope | None = None
    around: Value = None
    names: dict[str, Value] = field(default_factory=dict)
    doubt: int = 0


@dataclass(eq=False, slots=True)
class Thing:
    """Whatever has members of its own; `kind` tells which members it has besides."""

    kind: str
    own: dict[str, Value] = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class Function(Thing):
    """A function of the page's own text; `code` is the place of that text in the page's codes."""

    node: Node = Node("empty")
    scope: Scope = field(default_factory=Scope)
    code: int = 0
    this: Value = None
    arguments: tuple[Value, ...] = ()


@dataclass(eq=False, slots=True)
class Native(Thing):
    """A function of the browser's; `bound` is the `this` it was bound to, None where it was not."""

    name: str = ""
    bound: Value = None
    arguments: tuple[Value, ...] = ()


@dataclass(eq=False, slots=True)
class Element(Thing):
    """An element of the page."""

    tag: PageTag = None  # type: ignore[assignment]


@dataclass(eq=False, slots=True)
class Items(Thing):
    """A list: an array ("list"), a collection of elements ("nodes") or jQuery's ("jquery")."""

    items: list[Value] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class Event(Thing):
    """An event under way; `prevented` is None where that cannot be told."""

    type: str = ""
    mouse: bool = False
    prevented: bool | None = False


class ThrownError(Exception):
    """What the script throws: it ends where nothing catches it."""


def truth(value: Value) -> bool | None:
    """Whether a value counts as true; None where that cannot be told."""
    if value in UNTOLD:
        return None
    if isinstance(value, Special):
        return False
    if isinstance(value, (str, float, bool)):
        return bool(value) and value == value
    return True


def text_of(value: Value) -> str | None:
    """A plain value as text, None where it has none that can be told."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    return None if value in UNTOLD or isinstance(value, Thing) else str(getattr(value, "value", ""))


def same(left: Value, right: Value, *, loosely: bool) -> Value:
    """`===`, or `==`."""
    if left in UNTOLD or right in UNTOLD:
        return OPAQUE
    if loosely and isinstance(left, Special) and isinstance(right, Special):
        return True
    plain = (str, float, bool)
    if isinstance(left, plain) and isinstance(right, plain):
        if type(left) is type(right):
            return left == right
        return text_of(left) == text_of(right) if loosely else False
    return left is right


def type_name(value: Value) -> Value:
    """What `typeof` says."""
    if value in UNTOLD:
        return OPAQUE
    if isinstance(value, (Function, Native)) or (
        isinstance(value, Thing) and value.kind in ("$", "constructor")
    ):
        return "function"
    return _TYPES.get(type(value), "undefined" if value is UNDEFINED else "object")


_TYPES: Mapping[type, str] = {str: "string", float: "number", bool: "boolean"}
