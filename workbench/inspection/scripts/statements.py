"""Statements, one small function a kind (ECMA-262, section 14)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.inspection.scripts.nodes import Completion, statement
from workbench.inspection.scripts.syntax import NOTHING, Node
from workbench.inspection.scripts.values import (
    OPAQUE,
    UNDEFINED,
    Items,
    Scope,
    ThrownError,
    same,
    truth,
)

if TYPE_CHECKING:
    from workbench.inspection.scripts.following import Following

MAX_ROUNDS = 16


@statement("block")
def _block(following: Following, node: Node, scope: Scope) -> Completion:
    return following.statements(node, Scope(scope, doubt=following.doubt))


@statement("empty", "declared")
def _nothing(following: Following, node: Node, scope: Scope) -> Completion:
    return ""


@statement("declarations")
def _declarations(following: Following, node: Node, scope: Scope) -> Completion:
    for declared in node.parts:
        target, written = declared.parts
        if written is NOTHING and declared.text == "var":
            continue
        value = UNDEFINED if written is NOTHING else following.value(written, scope)
        if declared.text == "var" and target.kind == "name":
            following.store(target.text, value, scope)
        else:
            following.declare(target, value, scope)
    return ""


@statement("if")
def _if(following: Following, node: Node, scope: Scope) -> Completion:
    condition, then, other = node.parts
    told = truth(following.value(condition, scope))
    if told is not None:
        return following.statement(then if told else other, scope)
    return following.either((then, other), scope)


@statement("loop")
def _loop(following: Following, node: Node, scope: Scope) -> Completion:
    start, condition, update, body = node.parts
    inner = Scope(scope, doubt=following.doubt)
    if start is not NOTHING:
        following.statement(start, inner)
    for round_ in range(MAX_ROUNDS):
        first = round_ == 0 and node.text == "do"
        told = True if condition is NOTHING or first else truth(following.value(condition, inner))
        if told is False:
            return ""
        if told is None:
            return following.either((body, NOTHING), inner)
        completion = following.statement(body, inner)
        if completion == "return":
            return completion
        if completion == "break":
            return ""
        if update is not NOTHING:
            following.value(update, inner)
    return ""


@statement("each")
def _each(following: Following, node: Node, scope: Scope) -> Completion:
    start, over, body = node.parts
    inner = Scope(scope, doubt=following.doubt)
    target = start.parts[0].parts[0] if start.kind == "declarations" else start
    value = following.value(over, scope)
    if not isinstance(value, Items):
        following.declare(target, OPAQUE, inner)
        return following.either((body, NOTHING), inner)
    for index, item in enumerate(value.items[:MAX_ROUNDS]):
        following.declare(target, item if node.text == "of" else str(index), inner)
        completion = following.statement(body, inner)
        if completion == "return":
            return completion
        if completion == "break":
            break
    return ""


@statement("return")
def _return(following: Following, node: Node, scope: Scope) -> Completion:
    given = node.parts[0]
    value = UNDEFINED if given is NOTHING else following.value(given, scope)
    following.returned = value if following.doubt <= following.level else OPAQUE
    return "return"


@statement("break", "continue")
def _leave(following: Following, node: Node, scope: Scope) -> Completion:
    return "break" if node.kind == "break" else "continue"


@statement("throw")
def _throw(following: Following, node: Node, scope: Scope) -> Completion:
    following.value(node.parts[0], scope)
    raise ThrownError


@statement("try")
def _try(following: Following, node: Node, scope: Scope) -> Completion:
    body, caught, last = node.parts
    depth, codes, shaken = following.depth, len(following.codes), following.shaken
    completion: Completion = ""
    try:
        completion = following.statement(body, scope)
    except ThrownError:
        following.depth, following.shaken = depth, shaken
        del following.codes[codes:]
        if caught is NOTHING:
            following.statement(last, scope)
            raise
        inner = Scope(scope, names={node.text: OPAQUE} if node.text else {}, doubt=following.doubt)
        completion = following.statement(caught, inner)
    return following.statement(last, scope) or completion


@statement("switch")
def _switch(following: Following, node: Node, scope: Scope) -> Completion:
    value = following.value(node.parts[0], scope)
    cases = node.parts[1:]
    chosen: int | None = None
    for index, case in enumerate(cases):
        if case.parts[0] is NOTHING:
            continue
        equal = same(value, following.value(case.parts[0], scope), loosely=False)
        if equal is OPAQUE:
            bodies = tuple(Node("block", "", one.parts[1:]) for one in cases)
            completion = following.either((*bodies, NOTHING), scope)
            return "" if completion == "break" else completion
        if equal:
            chosen = index
            break
    if chosen is None:
        chosen = next((i for i, case in enumerate(cases) if case.parts[0] is NOTHING), None)
    if chosen is None:
        return ""
    statements = tuple(one for case in cases[chosen:] for one in case.parts[1:])
    completion = following.statement(Node("block", "", statements), scope)
    return "" if completion == "break" else completion


@statement("with")
def _with(following: Following, node: Node, scope: Scope) -> Completion:
    around = following.value(node.parts[0], scope)
    return following.statement(node.parts[1], Scope(scope, around, doubt=following.doubt))
