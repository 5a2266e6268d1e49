"""A script's text as a tree of nodes: as much of ECMA-262 as pages use, read in one pass.

Precedence by a table; depth is bounded. What is not read raises `UnreadableError`: the reader then
says that it cannot tell, which is honest.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from workbench.inspection.scripts.lexemes import Lexeme, UnreadableError, lexemes, unescaped

MAX_DEPTH = 60


class Node(NamedTuple):
    """`kind` says what it is, `text` its name, operator or value; `parts` are what it is made of,
    in the order of the source (`NOTHING` where an optional one is missing)."""

    kind: str
    text: str = ""
    parts: tuple[Node, ...] = ()


NOTHING = Node("empty")
_BINARY = {
    **dict.fromkeys(("??",), 1),
    **dict.fromkeys(("||",), 2),
    **dict.fromkeys(("&&",), 3),
    **dict.fromkeys(("|",), 4),
    **dict.fromkeys(("^",), 5),
    **dict.fromkeys(("&",), 6),
    **dict.fromkeys(("==", "!=", "===", "!=="), 7),
    **dict.fromkeys(("<", ">", "<=", ">=", "in", "instanceof"), 8),
    **dict.fromkeys(("<<", ">>", ">>>"), 9),
    **dict.fromkeys(("+", "-"), 10),
    **dict.fromkeys(("*", "/", "%"), 11),
    **dict.fromkeys(("**",), 12),
}
_LOGICAL = frozenset({"&&", "||", "??"})
_ASSIGNING = frozenset(
    "= += -= *= /= %= **= <<= >>= >>>= &= |= ^= &&= ||= ??=".split()  # noqa: SIM905
)
_BEFORE = frozenset({"!", "-", "+", "~", "++", "--", "typeof", "void", "delete", "await", "yield"})
_CONSTANTS = frozenset({"true", "false", "null", "this", "super"})
_BEFORE_METHODS = frozenset({"async", "get", "set", "*"})
_DECLARING = frozenset({"var", "let", "const"})


@lru_cache(maxsize=256)
def syntax(source: str) -> Node:
    """The program of a script: a node "block" whose text names its `var`s."""
    return _Reader(lexemes(source)).program()


class _Reader:
    def __init__(self, found: list[Lexeme]) -> None:
        self.lexemes = found
        self.at = 0
        self.depth = 0
        self.no_in = False
        self.variables: list[list[str]] = [[]]
        self.closing = _closing(found)

    # What stands next.

    @property
    def next(self) -> Lexeme:
        return self.lexemes[self.at]

    def ahead(self, text: str, by: int = 0) -> bool:
        where = min(self.at + by, len(self.lexemes) - 1)
        lexeme = self.lexemes[where]
        return lexeme.text == text and lexeme.kind in ("mark", "name")

    def take(self) -> Lexeme:
        lexeme = self.lexemes[self.at]
        if lexeme.kind == "end":
            raise UnreadableError("the script ends too early")
        self.at += 1
        return lexeme

    def skip(self, text: str) -> bool:
        if self.ahead(text):
            self.at += 1
            return True
        return False

    def expect(self, text: str) -> None:
        if not self.skip(text):
            raise UnreadableError(f"no {text} where one must stand")

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise UnreadableError("nested too deep")

    # Statements.

    def program(self) -> Node:
        statements: list[Node] = []
        while self.next.kind != "end":
            statements.append(self.statement())
        return Node("block", " ".join(self.variables[0]), tuple(statements))

    def statement(self) -> Node:
        self.deeper()
        lexeme = self.next
        if lexeme.kind == "mark":
            if lexeme.text == "{":
                node = self.block()
            elif lexeme.text == ";":
                self.at += 1
                node = NOTHING
            else:
                node = self.plain()
        elif lexeme.kind == "name":
            node = self.worded(lexeme.text)
        else:
            node = self.plain()
        self.depth -= 1
        return node

    def worded(self, word: str) -> Node:
        if word in _DECLARING and not (word == "let" and self.lexemes[self.at + 1].kind == "mark"):
            node = self.declaration()
            self.finish()
            return node
        reads = _STATEMENTS.get(word)
        if reads is not None:
            self.at += 1
            return reads(self)
        if word == "async" and self.ahead("function", 1):
            self.at += 2
            return _waits(self.function("declared"))
        if self.ahead(":", 1):
            self.at += 2
            return self.statement()
        return self.plain()

    def block(self) -> Node:
        self.expect("{")
        statements: list[Node] = []
        while not self.skip("}"):
            statements.append(self.statement())
        return Node("block", "", tuple(statements))

    def plain(self) -> Node:
        node = Node("expression", "", (self.expression(),))
        self.finish()
        return node

    def finish(self) -> None:
        """The end of a statement, where a semicolon may be missing (section 12.10)."""
        if not self.skip(";") and not self.next.fresh and not self.ahead("}"):
            raise UnreadableError("a statement does not end")

    def declaration(self) -> Node:
        word = self.take().text
        declared: list[Node] = []
        while True:
            target = self.binding()
            if word == "var" and target.kind == "name":
                self.variables[-1].append(target.text)
            value = self.assignment() if self.skip("=") else NOTHING
            declared.append(Node("declare", word, (target, value)))
            if not self.skip(","):
                return Node("declarations", word, tuple(declared))

    def binding(self) -> Node:
        if self.ahead("{") or self.ahead("["):
            return self.primary()
        return Node("name", self.identifier())

    def identifier(self) -> str:
        lexeme = self.take()
        if lexeme.kind != "name":
            raise UnreadableError("no name where one must stand")
        return lexeme.text

    def if_(self) -> Node:
        condition = self.parenthesised()
        then = self.statement()
        other = self.statement() if self.skip("else") else NOTHING
        return Node("if", "", (condition, then, other))

    def while_(self) -> Node:
        condition = self.parenthesised()
        return Node("loop", "", (NOTHING, condition, NOTHING, self.statement()))

    def do(self) -> Node:
        body = self.statement()
        self.expect("while")
        condition = self.parenthesised()
        self.skip(";")
        return Node("loop", "do", (NOTHING, condition, NOTHING, body))

    def for_(self) -> Node:
        self.skip("await")
        self.expect("(")
        self.no_in = True
        start = NOTHING
        if self.next.kind == "name" and self.next.text in _DECLARING:
            start = self.declaration()
        elif not self.ahead(";"):
            start = self.expression()
        self.no_in = False
        if self.ahead("of") or self.ahead("in"):
            kind = self.take().text
            over = self.expression()
            self.expect(")")
            return Node("each", kind, (start, over, self.statement()))
        self.expect(";")
        condition = NOTHING if self.ahead(";") else self.expression()
        self.expect(";")
        update = NOTHING if self.ahead(")") else self.expression()
        self.expect(")")
        return Node("loop", "for", (start, condition, update, self.statement()))

    def return_(self) -> Node:
        return Node("return", "", (self.operand(),))

    def throw(self) -> Node:
        return Node("throw", "", (self.operand(),))

    def operand(self) -> Node:
        bare = self.next.fresh or self.ahead(";") or self.ahead("}")
        value = NOTHING if bare else self.expression()
        self.finish()
        return value

    def break_(self) -> Node:
        if self.next.kind == "name" and not self.next.fresh:
            self.at += 1
        self.finish()
        return Node("break")

    def continue_(self) -> Node:
        return self.break_()._replace(kind="continue")

    def debugger(self) -> Node:
        self.finish()
        return NOTHING

    def try_(self) -> Node:
        body = self.block()
        caught, name, last = NOTHING, "", NOTHING
        if self.skip("catch"):
            if self.skip("("):
                target = self.binding()
                name = target.text
                self.expect(")")
            caught = self.block()
        if self.skip("finally"):
            last = self.block()
        return Node("try", name, (body, caught, last))

    def switch(self) -> Node:
        value = self.parenthesised()
        self.expect("{")
        cases: list[Node] = []
        while not self.skip("}"):
            test = NOTHING if self.skip("default") else self.case()
            self.expect(":")
            statements: list[Node] = []
            while not (self.ahead("case") or self.ahead("default") or self.ahead("}")):
                statements.append(self.statement())
            cases.append(Node("case", "", (test, *statements)))
        return Node("switch", "", (value, *cases))

    def case(self) -> Node:
        self.expect("case")
        return self.expression()

    def with_(self) -> Node:
        return Node("with", "", (self.parenthesised(), self.statement()))

    def parenthesised(self) -> Node:
        self.expect("(")
        node = self.expression()
        self.expect(")")
        return node

    def declared_function(self) -> Node:
        return self.function("declared")

    def class_(self) -> Node:
        """A class; its name stands for something that is not followed."""
        name = "" if self.ahead("{") or self.ahead("extends") else self.identifier()
        if self.skip("extends"):
            self.unary()
        if not self.ahead("{"):
            raise UnreadableError("a class without a body")
        self.at = self.closing[self.at] + 1
        return Node("class", name)

    # Expressions.

    def expression(self) -> Node:
        self.deeper()
        found = [self.assignment()]
        while self.skip(","):
            found.append(self.assignment())
        self.depth -= 1
        return found[0] if len(found) == 1 else Node("sequence", "", tuple(found))

    def assignment(self) -> Node:
        self.deeper()
        node = self.arrow()
        if node is None:
            node = self.conditional()
            if self.next.kind == "mark" and self.next.text in _ASSIGNING:
                operator = self.take().text
                node = Node("assign", operator, (node, self.assignment()))
        self.depth -= 1
        return node

    def arrow(self) -> Node | None:
        start = self.at
        waits = self.ahead("async") and not self.lexemes[start + 1].fresh
        self.at += waits
        lexeme = self.next
        parameters: tuple[Node, ...] | None = None
        if lexeme.kind == "name" and self.ahead("=>", 1):
            parameters = (Node("name", self.take().text),)
        elif self.ahead("("):
            end = self.closing[self.at]
            if self.lexemes[end + 1][:2] == ("mark", "=>"):
                parameters = self.parameters()
        if parameters is None:
            self.at = start
            return None
        self.expect("=>")
        before, self.no_in = self.no_in, False
        self.variables.append([])
        body = self.block() if self.ahead("{") else Node("return", "", (self.assignment(),))
        variables = " ".join(self.variables.pop())
        self.no_in = before
        node = Node("arrow", "", (Node("block", variables, (body,)), *parameters))
        return _waits(node) if waits else node

    def parameters(self) -> tuple[Node, ...]:
        self.expect("(")
        found: list[Node] = []
        while not self.skip(")"):
            if self.skip("..."):
                found.append(Node("rest", "", (self.binding(),)))
            else:
                found.append(self.assignment())
            if not self.ahead(")"):
                self.expect(",")
        return tuple(found)

    def function(self, kind: str = "function") -> Node:
        """What follows the word `function`, or a method's name: its parameters and its body."""
        self.skip("*")
        name = "" if self.ahead("(") else self.identifier()
        before, self.no_in = self.no_in, False
        parameters = self.parameters()
        self.variables.append([])
        body = self.block()
        variables = " ".join(self.variables.pop())
        self.no_in = before
        return Node(kind, name, (Node("block", variables, body.parts), *parameters))

    def conditional(self) -> Node:
        condition = self.binary(1)
        if not self.skip("?"):
            return condition
        before, self.no_in = self.no_in, False
        then = self.assignment()
        self.no_in = before
        self.expect(":")
        return Node("conditional", "", (condition, then, self.assignment()))

    def binary(self, least: int) -> Node:
        left = self.unary()
        while True:
            lexeme = self.next
            strength = _BINARY.get(lexeme.text, 0) if lexeme.kind in ("mark", "name") else 0
            if strength < least or (self.no_in and lexeme.text == "in"):
                return left
            self.at += 1
            right = self.binary(strength + 1)
            kind = "logical" if lexeme.text in _LOGICAL else "binary"
            left = Node(kind, lexeme.text, (left, right))

    def unary(self) -> Node:
        lexeme = self.next
        if lexeme.text in _BEFORE and lexeme.kind in ("mark", "name"):
            self.deeper()
            self.at += 1
            if lexeme.text == "yield" and (self.ahead(")") or self.ahead(";") or self.ahead("}")):
                node = Node("unary", "yield", (NOTHING,))
            else:
                self.skip("*")
                node = Node("unary", lexeme.text, (self.unary(),))
            self.depth -= 1
            return node
        node = self.chained(self.primary())
        if self.next.text in ("++", "--") and self.next.kind == "mark" and not self.next.fresh:
            node = Node("counted", self.take().text, (node,))
        return node

    def chained(self, node: Node, *, calls: bool = True) -> Node:
        while True:
            lexeme = self.next
            if lexeme.kind == "template":
                self.at += 1
                node = Node("call", "", (node, Node("opaque")))
            elif lexeme.kind != "mark":
                return node
            elif lexeme.text == ".":
                self.at += 1
                self.skip("#")
                node = Node("member", self.identifier(), (node,))
            elif lexeme.text == "[":
                self.at += 1
                node = Node("index", "", (node, self.expression()))
                self.expect("]")
            elif lexeme.text == "(" and calls:
                node = Node("call", "", (node, *self.arguments()))
            elif lexeme.text == "?.":
                self.at += 1
                if self.ahead("("):
                    node = Node("call", "?", (node, *self.arguments()))
                elif self.skip("["):
                    key = self.expression()
                    self.expect("]")
                    node = Node("index", "?", (node, key))
                else:
                    node = Node("member?", self.identifier(), (node,))
            else:
                return node

    def arguments(self) -> tuple[Node, ...]:
        self.expect("(")
        before, self.no_in = self.no_in, False
        found: list[Node] = []
        while not self.skip(")"):
            found.append(self.spread_or_value())
            if not self.ahead(")"):
                self.expect(",")
        self.no_in = before
        return tuple(found)

    def spread_or_value(self) -> Node:
        if self.skip("..."):
            return Node("spread", "", (self.assignment(),))
        return self.assignment()

    def primary(self) -> Node:
        lexeme = self.take()
        if lexeme.kind == "name":
            self.deeper()
            node = self.word(lexeme.text)
            self.depth -= 1
            return node
        if lexeme.kind in ("string", "number"):
            return Node(lexeme.kind, lexeme.text)
        if lexeme.kind == "regex":
            return Node("opaque")
        if lexeme.kind == "template":
            return _template(lexeme.text)
        self.at -= 1
        if lexeme.text == "(":
            before, self.no_in = self.no_in, False
            node = self.parenthesised()
            self.no_in = before
            return node
        if lexeme.text == "[":
            return self.list_()
        if lexeme.text == "{":
            return self.object_()
        raise UnreadableError(f"{lexeme.text} where a value must stand")

    def word(self, text: str) -> Node:
        if text == "function":
            return self.function()
        if text == "async" and self.ahead("function"):
            self.at += 1
            return _waits(self.function())
        if text == "class":
            return self.class_()
        if text == "new":
            return self.new()
        if text in _CONSTANTS:
            return Node("constant", text)
        if text in _STATEMENTS and text not in ("import", "export"):
            raise UnreadableError(f"{text} where a value must stand")
        return Node("name", text)

    def new(self) -> Node:
        if self.skip("."):
            self.identifier()
            return Node("opaque")
        self.deeper()
        made = self.new() if self.skip("new") else self.chained(self.primary(), calls=False)
        self.depth -= 1
        return Node("new", "", (made, *(self.arguments() if self.ahead("(") else ())))

    def list_(self) -> Node:
        self.expect("[")
        found: list[Node] = []
        while not self.skip("]"):
            if self.skip(","):
                found.append(NOTHING)
                continue
            found.append(self.spread_or_value())
            if not self.ahead("]"):
                self.expect(",")
        return Node("list", "", tuple(found))

    def object_(self) -> Node:
        self.expect("{")
        found: list[Node] = []
        while not self.skip("}"):
            if self.skip("..."):
                found.append(Node("spread", "", (self.assignment(),)))
            else:
                found.append(self.property_())
            if not self.ahead("}"):
                self.expect(",")
        return Node("object", "", tuple(found))

    def _names_property(self) -> bool:
        """Whether what stands next is the name itself, not a word before a method's name."""
        return self.lexemes[self.at + 1].text in (":", "(", ",", "}", "=")

    def property_(self) -> Node:
        waits = False
        while self.next.text in _BEFORE_METHODS and not self._names_property():
            waits = waits or self.next.text == "async"
            self.at += 1
        if self.skip("["):
            self.expression()
            self.expect("]")
            name = ""
        else:
            lexeme = self.take()
            if lexeme.kind not in ("name", "string", "number"):
                raise UnreadableError("no name of a property")
            name = lexeme.text
        if self.ahead("("):
            method = self.function()
            return Node("property", name, (_waits(method) if waits else method,))
        if self.skip(":"):
            return Node("property", name, (self.assignment(),))
        if self.skip("="):
            self.assignment()
        return Node("property", name, (Node("name", name),))


_STATEMENTS: dict[str, Callable[[_Reader], Node]] = {
    "if": _Reader.if_,
    "while": _Reader.while_,
    "do": _Reader.do,
    "for": _Reader.for_,
    "return": _Reader.return_,
    "throw": _Reader.throw,
    "break": _Reader.break_,
    "continue": _Reader.continue_,
    "debugger": _Reader.debugger,
    "try": _Reader.try_,
    "switch": _Reader.switch,
    "with": _Reader.with_,
    "function": _Reader.declared_function,
    "class": _Reader.class_,
}


def _waits(function: Node) -> Node:
    """The function as an async one: its body says so."""
    body, *parameters = function.parts
    return function._replace(parts=(body._replace(kind="async"), *parameters))


def _closing(found: list[Lexeme]) -> dict[int, int]:
    """Where each bracket closes; brackets that do not match make the script unreadable."""
    pairs: dict[int, int] = {}
    waiting: list[tuple[int, str]] = []
    ends = {"(": ")", "[": "]", "{": "}"}
    for index, lexeme in enumerate(found):
        if lexeme.kind != "mark":
            continue
        if lexeme.text in ends:
            waiting.append((index, ends[lexeme.text]))
        elif lexeme.text in (")", "]", "}"):
            if not waiting or waiting[-1][1] != lexeme.text:
                raise UnreadableError("brackets do not match")
            pairs[waiting.pop()[0]] = index
    if waiting:
        raise UnreadableError("a bracket does not close")
    return pairs


def _template(text: str) -> Node:
    """A template as the sum of its texts and values; one that nests is not followed."""
    parts: list[Node] = [Node("string", "")]
    while "${" in text:
        before, _, rest = text.partition("${")
        inside, closed, text = rest.partition("}")
        if not closed or "{" in inside or "`" in inside:
            return Node("opaque")
        parts.append(Node("string", unescaped(before)))
        parts.append(_Reader(lexemes(inside)).expression())
    parts.append(Node("string", unescaped(text)))
    return Node("joined", "", tuple(parts))
