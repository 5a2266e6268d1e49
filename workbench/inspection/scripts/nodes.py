"""Which function follows which kind of node: two registries that `statements` and `expressions`
fill."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from workbench.inspection.scripts.syntax import Node
from workbench.inspection.scripts.values import Scope, Value

if TYPE_CHECKING:
    from workbench.inspection.scripts.following import Following

# How a statement ended: by itself, or by leaving what is around it.
Completion = Literal["", "return", "break", "continue"]
FollowStatement = Callable[["Following", Node, Scope], Completion]
FollowExpression = Callable[["Following", Node, Scope], Value]

STATEMENTS: dict[str, FollowStatement] = {}
EXPRESSIONS: dict[str, FollowExpression] = {}


def statement(*kinds: str) -> Callable[[FollowStatement], FollowStatement]:
    """Register what follows statements of these kinds."""

    def register(function: FollowStatement) -> FollowStatement:
        STATEMENTS.update(dict.fromkeys(kinds, function))
        return function

    return register


def expression(*kinds: str) -> Callable[[FollowExpression], FollowExpression]:
    """Register what follows expressions of these kinds."""

    def register(function: FollowExpression) -> FollowExpression:
        EXPRESSIONS.update(dict.fromkeys(kinds, function))
        return function

    return register
