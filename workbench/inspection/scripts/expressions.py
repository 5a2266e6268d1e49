"""Expressions, one small function a kind (ECMA-262, section 13)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from workbench.inspection.scripts.nodes import expression
from workbench.inspection.scripts.syntax import Node
from workbench.inspection.scripts.values import (
    NULL,
    OPAQUE,
    UNDEFINED,
    UNKNOWN,
    UNTOLD,
    Function,
    Items,
    Scope,
    Thing,
    ThrownError,
    Value,
    same,
    text_of,
    truth,
    type_name,
)

if TYPE_CHECKING:
    from workbench.inspection.scripts.following import Following

_MAX_TEXT = 4096
_ARITHMETIC: dict[str, Callable[[float, float], Value]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
}


@expression("expression")
def _expression(following: Following, node: Node, scope: Scope) -> Value:
    return following.value(node.parts[0], scope)


@expression("name")
def _name(following: Following, node: Node, scope: Scope) -> Value:
    found, _ = following.found(node.text, scope)
    if found is None:
        raise ThrownError
    return found


@expression("constant")
def _constant(following: Following, node: Node, scope: Scope) -> Value:
    if node.text in ("this", "super"):
        inner: Scope | None = scope
        while inner is not None and "this" not in inner.names:
            inner = inner.outer
        return following.browser.window if inner is None else inner.names["this"]
    return {"true": True, "false": False}.get(node.text, NULL)


@expression("number")
def _number(following: Following, node: Node, scope: Scope) -> Value:
    try:
        return float(int(node.text, 0)) if node.text[:2] == "0x" else float(node.text)
    except ValueError:
        return OPAQUE


@expression("string")
def _string(following: Following, node: Node, scope: Scope) -> Value:
    return node.text


@expression("opaque")
def _opaque(following: Following, node: Node, scope: Scope) -> Value:
    return OPAQUE


@expression("empty")
def _undefined(following: Following, node: Node, scope: Scope) -> Value:
    return UNDEFINED


@expression("class")
def _class(following: Following, node: Node, scope: Scope) -> Value:
    if node.text:
        scope.names[node.text] = UNKNOWN
    return UNKNOWN


@expression("member")
def _member(following: Following, node: Node, scope: Scope) -> Value:
    return following.of(following.value(node.parts[0], scope), node.text)


@expression("member?")
def _member_or_nothing(following: Following, node: Node, scope: Scope) -> Value:
    owner = following.value(node.parts[0], scope)
    return UNDEFINED if owner in (UNDEFINED, NULL) else following.of(owner, node.text)


@expression("index")
def _index(following: Following, node: Node, scope: Scope) -> Value:
    owner = following.value(node.parts[0], scope)
    if node.text and owner in (UNDEFINED, NULL):
        return UNDEFINED
    key = text_of(following.value(node.parts[1], scope))
    if key is None:
        return UNKNOWN if owner is UNKNOWN else following.untold_member(owner)
    return following.of(owner, key)


@expression("call")
def _call(following: Following, node: Node, scope: Scope) -> Value:
    callee, *given = node.parts
    this: Value = UNDEFINED
    if callee.kind in ("member", "member?", "index"):
        this = following.value(callee.parts[0], scope)
        if this in (UNDEFINED, NULL):
            if callee.kind == "member?" or callee.text == "?":
                return UNDEFINED
            raise ThrownError
        if callee.kind == "index":
            key = text_of(following.value(callee.parts[1], scope))
            function = following.untold_member(this) if key is None else following.of(this, key)
        else:
            function = following.of(this, callee.text)
    elif callee.kind == "name":
        known, this = following.found(callee.text, scope)
        if known is None:
            raise ThrownError
        function = known
    else:
        function = following.value(callee, scope)
    if function is UNDEFINED and node.text == "?":
        return UNDEFINED
    arguments = [following.value(one, scope) for one in given]
    if function in (UNDEFINED, NULL) or isinstance(function, (str, float, bool)):
        raise ThrownError
    return following.call(function, this, arguments)


@expression("new")
def _new(following: Following, node: Node, scope: Scope) -> Value:
    constructor = following.value(node.parts[0], scope)
    arguments = [following.value(one, scope) for one in node.parts[1:]]
    if isinstance(constructor, Function):
        made = Thing("object")
        given = following.call(constructor, made, arguments)
        return given if isinstance(given, Thing) else made
    return following.browser.made(constructor, arguments)


@expression("unary")
def _unary(following: Following, node: Node, scope: Scope) -> Value:
    operator, operand = node.text, node.parts[0]
    if operator in ("++", "--"):
        return _counted(following, node, scope)
    if operator == "typeof":
        if operand.kind == "name":
            found, _ = following.found(operand.text, scope)
            return "undefined" if found is None else type_name(found)
        return type_name(following.value(operand, scope))
    value = following.value(operand, scope)
    if operator == "!":
        told = truth(value)
        return OPAQUE if told is None else not told
    if operator == "void":
        return UNDEFINED
    if operator in ("+", "-") and isinstance(value, float):
        return value if operator == "+" else -value
    if operator == "await" and value in UNTOLD:
        # What is waited for may never come.
        following.doubt += 1
    return value if operator in ("await", "yield") else OPAQUE


@expression("counted")
def _counted(following: Following, node: Node, scope: Scope) -> Value:
    target = node.parts[0]
    value = following.value(target, scope)
    more = 1.0 if node.text == "++" else -1.0
    following.give(target, value + more if isinstance(value, float) else OPAQUE, scope)
    return value


@expression("binary")
def _binary(following: Following, node: Node, scope: Scope) -> Value:
    operator = node.text
    left, right = (following.value(part, scope) for part in node.parts)
    if operator in ("==", "===", "!=", "!=="):
        equal = same(left, right, loosely=len(operator) == 2)
        return equal if operator[0] == "=" or equal is OPAQUE else not equal
    if isinstance(left, float) and isinstance(right, float):
        count = _ARITHMETIC.get(operator)
        return OPAQUE if count is None else count(left, right)
    if operator == "+":
        return _put_together((left, right))
    if operator == "in" and isinstance(left, str) and isinstance(right, Thing):
        found = following.browser.member(right, left)
        return OPAQUE if found is UNKNOWN else found is not UNDEFINED
    return OPAQUE


@expression("joined")
def _joined(following: Following, node: Node, scope: Scope) -> Value:
    return _put_together(tuple(following.value(part, scope) for part in node.parts))


@expression("logical")
def _logical(following: Following, node: Node, scope: Scope) -> Value:
    left = following.value(node.parts[0], scope)
    if node.text == "??":
        told = None if left in UNTOLD else left not in (UNDEFINED, NULL)
    else:
        told = truth(left)
        told = not told if node.text == "&&" and told is not None else told
    if told is not None:
        return left if told else following.value(node.parts[1], scope)
    right = following.doubted(node.parts[1], scope)
    return right if right is UNKNOWN or isinstance(right, Thing) else left


@expression("conditional")
def _conditional(following: Following, node: Node, scope: Scope) -> Value:
    condition, then, other = node.parts
    told = truth(following.value(condition, scope))
    if told is not None:
        return following.value(then if told else other, scope)
    found = [following.doubted(branch, scope) for branch in (then, other)]
    if found[0] is found[1] or found[0] == found[1]:
        return found[0]
    return UNKNOWN if UNKNOWN in found else OPAQUE


@expression("assign")
def _assigned(following: Following, node: Node, scope: Scope) -> Value:
    target, written = node.parts
    if node.text == "=":
        value = following.value(written, scope)
        following.give(target, value, scope)
        return value
    operator = node.text[:-1]
    kind = "logical" if operator in ("&&", "||", "??") else "binary"
    value = following.value(Node(kind, operator, (target, written)), scope)
    following.give(target, value, scope)
    return value


@expression("sequence")
def _sequence(following: Following, node: Node, scope: Scope) -> Value:
    value: Value = UNDEFINED
    for part in node.parts:
        value = following.value(part, scope)
    return value


@expression("function", "arrow")
def _function(following: Following, node: Node, scope: Scope) -> Value:
    return Function("function", node=node, scope=scope, code=following.codes[-1])


@expression("list")
def _list(following: Following, node: Node, scope: Scope) -> Value:
    return Items("list", items=[following.value(part, scope) for part in node.parts])


@expression("object")
def _object(following: Following, node: Node, scope: Scope) -> Value:
    made = Thing("object")
    for part in node.parts:
        value = following.value(part.parts[0], scope)
        if part.kind == "property":
            made.own[part.text] = value
    return made


@expression("spread")
def _spread(following: Following, node: Node, scope: Scope) -> Value:
    following.value(node.parts[0], scope)
    return OPAQUE


def _put_together(values: tuple[Value, ...]) -> Value:
    """Texts put together; one that cannot be told makes the whole untold."""
    texts = [text_of(value) for value in values]
    if any(text is None for text in texts):
        return OPAQUE
    return "".join(text for text in texts if text is not None)[:_MAX_TEXT]
