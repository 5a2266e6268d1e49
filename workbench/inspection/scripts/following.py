"""A script's nodes, followed as far as their text tells: branches that cannot be told are both
followed in doubt, loops a few times, functions where they are called.

Nothing is run: what the browser would do is asked of `Browser`, and all is bounded (steps, depth).
ECMA-262, sections 13 to 15.
"""

from __future__ import annotations

from typing import Protocol

from workbench.inspection.scripts.lexemes import UnreadableError
from workbench.inspection.scripts.nodes import EXPRESSIONS, STATEMENTS, Completion
from workbench.inspection.scripts.syntax import Node
from workbench.inspection.scripts.values import (
    NULL,
    OPAQUE,
    UNDEFINED,
    UNKNOWN,
    UNTOLD,
    Function,
    Items,
    Native,
    Scope,
    Special,
    Thing,
    ThrownError,
    Value,
    text_of,
)

MAX_STEPS = 20_000
_MAX_DEPTH = 110
# A call takes more of the machine's stack than an expression; events call through the browser.
_CALL_DEPTH = 5
# Members that matter, whatever they are members of.
_MATTERING = frozenset(
    ["submit", "requestSubmit", "click", "trigger", "dispatchEvent", "insertAdjacentHTML"]
)


class Browser(Protocol):
    """What a script asks of the browser around it."""

    window: Value

    @property
    def tired(self) -> bool:
        """Whether the page asks for too much to be followed further."""

    def named(self, name: str) -> Value:
        """What a name stands for that no scope has; `UNDEFINED` for nothing."""

    def member(self, owner: Value, name: str) -> Value:
        """A member of what is not nothing."""

    def assign(self, owner: Value, name: str, value: Value) -> None:
        """Give a member its value."""

    def native(self, function: Native, this: Value, arguments: list[Value]) -> Value:
        """Call a function of the browser's."""

    def called(self, thing: Value, this: Value, arguments: list[Value]) -> Value:
        """Call what is no function of the page's; throws where it is none at all."""

    def made(self, constructor: Value, arguments: list[Value]) -> Value:
        """What `new` gives."""

    def promise(self, *, kept: bool) -> Value:
        """A promise."""

    def someday(self, callback: Value) -> None:
        """A function was given away: it may be called, or not."""

    def untold(self) -> None:
        """Something happens that the text does not tell."""


class Following:
    """Follows nodes. `doubt` counts the conditions on the way here that could not be told; `codes`
    are the pieces of the page's code that are under way."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.globals = Scope()
        self.doubt = 0
        self.codes: list[int] = []
        self.steps = 0
        self.depth = 0
        self.returned: Value = UNDEFINED
        # The doubt in which the function under way was called, and whether it may have thrown.
        self.level = 0
        self.shaken = False

    # Functions.

    def program(self, node: Node, code: int) -> None:
        """A script element's text, from its first statement to its last."""
        self.codes.append(code)
        try:
            self.statements(node, self.globals)
        finally:
            self.codes.pop()

    def call(self, function: Value, this: Value, arguments: list[Value]) -> Value:
        """What a call gives. What cannot be called throws; what is unknown leaves doubt."""
        self.depth += _CALL_DEPTH
        try:
            return self._called(function, this, arguments)
        finally:
            self.depth -= _CALL_DEPTH

    def _called(self, function: Value, this: Value, arguments: list[Value]) -> Value:
        if isinstance(function, Function):
            return self.invoked(function, this, arguments)
        if isinstance(function, Native):
            if function.bound is not None:
                this, arguments = function.bound, [*function.arguments, *arguments]
            return self.browser.native(function, this, arguments)
        if function in UNTOLD:
            if function is UNKNOWN:
                self.browser.untold()
            self.perhaps(arguments)
            return function
        return self.browser.called(function, this, arguments)

    def perhaps(self, arguments: list[Value]) -> None:
        """Functions that were given away: they may be called."""
        for argument in arguments:
            if isinstance(argument, (Function, Native)):
                self.browser.someday(argument)

    def attempt(self, function: Value, this: Value, arguments: list[Value]) -> Value:
        """A call of its own, whose error ends nothing else."""
        depth, doubt, shaken = self.depth, self.doubt, self.shaken
        try:
            return self.call(function, this, arguments)
        except ThrownError:
            self.depth, self.doubt = depth, doubt
            return UNDEFINED
        finally:
            self.shaken = shaken

    def invoked(self, function: Function, this: Value, arguments: list[Value]) -> Value:
        """A call of a function of the page's."""
        body, *parameters = function.node.parts
        scope = Scope(function.scope, doubt=self.doubt)
        arguments = [*function.arguments, *arguments]
        if function.node.kind != "arrow":
            owner = function.this if function.this is not None else this
            scope.names["this"] = self.browser.window if owner in (UNDEFINED, NULL) else owner
            scope.names["arguments"] = Items("list", items=list(arguments))
            if function.node.text and function.node.kind == "function":
                scope.names[function.node.text] = function
        for index, parameter in enumerate(parameters):
            given = arguments[index] if index < len(arguments) else UNDEFINED
            if parameter.kind == "assign":
                target, default = parameter.parts
                given = self.value(default, scope) if given is UNDEFINED else given
                self.declare(target, given, scope)
            elif parameter.kind == "rest":
                self.declare(parameter.parts[0], Items("list", items=arguments[index:]), scope)
            else:
                self.declare(parameter, given, scope)
        before, self.returned = self.returned, UNDEFINED
        doubt, level = self.doubt, self.level
        self.level = doubt
        waits = body.kind == "async"
        self.codes.append(function.code)
        try:
            self.statements(body, scope)
            return self.browser.promise(kept=True) if waits else self.returned
        except ThrownError:
            if not waits:
                raise
            return self.browser.promise(kept=False)
        finally:
            self.codes.pop()
            self.doubt, self.level = doubt + self.shaken, level
            self.returned = before

    # Statements.

    def statements(self, block: Node, scope: Scope) -> Completion:
        """The statements of a block; its functions are there from its start."""
        for name in block.text.split():
            scope.names.setdefault(name, UNDEFINED)
        for node in block.parts:
            if node.kind == "declared":
                scope.names[node.text] = Function(
                    "function", node=node, scope=scope, code=self.codes[-1]
                )
        for node in block.parts:
            completion = self.statement(node, scope)
            if completion:
                return completion
        return ""

    def statement(self, node: Node, scope: Scope) -> Completion:
        """One statement, and how it ends."""
        follow = STATEMENTS.get(node.kind)
        if follow is None:
            self.value(node, scope)
            return ""
        self.step()
        completion = follow(self, node, scope)
        self.depth -= 1
        return completion

    def step(self) -> None:
        """One more step down; too many end the following of this piece of code."""
        self.steps += 1
        self.depth += 1
        if self.steps > MAX_STEPS or self.depth > _MAX_DEPTH or self.browser.tired:
            self.browser.untold()
            raise UnreadableError("too much to follow")

    def declare(self, target: Node, value: Value, scope: Scope) -> None:
        """A new name in this scope; the names of a pattern stand for what cannot be told."""
        if target.kind == "name":
            scope.names[target.text] = value
            return
        waiting = [target]
        while waiting:
            node = waiting.pop()
            if node.kind == "property":
                inner = node.parts[0]
                known = isinstance(value, Thing) and inner.kind == "name"
                found = self.browser.member(value, node.text) if known else OPAQUE
                if inner.kind == "name":
                    scope.names[inner.text] = found
                else:
                    waiting.append(inner)
            elif node.kind == "name":
                scope.names[node.text] = OPAQUE
            else:
                waiting.extend(node.parts[:1] if node.kind == "assign" else node.parts)

    def either(self, branches: tuple[Node, ...], scope: Scope) -> Completion:
        """Branches of which one is taken: each in doubt; what comes after one that leaves is in
        doubt as well."""
        ends: list[Completion | None] = []
        doubt = self.doubt
        for branch in branches:
            self.doubt = doubt + 1
            depth = self.depth
            try:
                ends.append(self.statement(branch, scope))
            except ThrownError:
                ends.append(None)
                self.depth = depth
                self.shaken = True
        self.doubt = doubt
        if all(end == ends[0] for end in ends) and ends[0] is not None:
            return ends[0]
        if any(end != "" for end in ends):
            self.doubt += 1
        return ""

    # Expressions.

    def value(self, node: Node, scope: Scope) -> Value:
        """What an expression stands for."""
        self.step()
        value = EXPRESSIONS[node.kind](self, node, scope)
        self.depth -= 1
        return value

    def found(self, name: str, scope: Scope) -> tuple[Value | None, Value]:
        """A name's value, None where nothing has it, and the object it is a member of."""
        inner: Scope | None = scope
        while inner is not None:
            if name in inner.names:
                return inner.names[name], UNDEFINED
            if inner.around is not None:
                member = self.browser.member(inner.around, name)
                sure = member not in (UNDEFINED, OPAQUE)
                if sure or (member is OPAQUE and not self.has(name, inner.outer)):
                    return member, inner.around
            inner = inner.outer
        found = self.browser.named(name)
        return (None if found is UNDEFINED else found), UNDEFINED

    def has(self, name: str, scope: Scope | None) -> bool:
        """Whether a name that an object around may have is one of the page's or the browser's."""
        while scope is not None:
            if name in scope.names:
                return True
            scope = scope.outer
        return self.browser.named(name) not in (UNDEFINED, UNKNOWN)

    def store(self, name: str, value: Value, scope: Scope) -> None:
        """Give a value to a name where it stands, else to a new global one."""
        inner: Scope | None = scope
        while inner is not None and name not in inner.names:
            inner = inner.outer
        if inner is None or inner is self.globals:
            self.browser.assign(self.browser.window, name, value)
        elif self.doubt > inner.doubt and inner.names[name] != value:
            inner.names[name] = OPAQUE
        else:
            inner.names[name] = value

    def untold_member(self, owner: Value) -> Value:
        """A member whose name cannot be told may be any, `submit` too."""
        if isinstance(owner, Items) and owner.kind == "list":
            return OPAQUE
        return UNKNOWN

    def of(self, owner: Value, name: str) -> Value:
        """A member; of nothing there is none, and the script fails."""
        if owner in (UNDEFINED, NULL):
            raise ThrownError
        if owner in UNTOLD:
            return Native("native", name=name, bound=owner) if name in _MATTERING else owner
        return self.browser.member(owner, name)

    def doubted(self, node: Node, scope: Scope) -> Value:
        """What an expression stands for that may not be reached."""
        self.doubt += 1
        depth = self.depth
        try:
            return self.value(node, scope)
        except ThrownError:
            self.depth = depth
            return OPAQUE
        finally:
            self.doubt -= 1

    def give(self, target: Node, value: Value, scope: Scope) -> None:
        """Assign to a name, a member, or the names of a pattern."""
        if target.kind == "name":
            self.store(target.text, value, scope)
        elif target.kind in ("member", "index"):
            owner = self.value(target.parts[0], scope)
            name: str | None = target.text
            if target.kind == "index":
                name = text_of(self.value(target.parts[1], scope))
            if owner in (UNDEFINED, NULL):
                raise ThrownError
            if isinstance(owner, (Thing, Special)) and name is not None:
                self.browser.assign(owner, name, value)
            elif isinstance(owner, Thing) and owner.kind not in ("list", "object"):
                self.browser.untold()
        else:
            self.declare(target, value, scope)
