"""The grammar of the filter language: text to a tree of terms, with a column for every complaint.

    any     := all ("OR" all)*
    all     := one (["AND"] one)*
    one     := ("-" | "NOT") one | "(" any ")" | term
    term    := key ":" value | value        value := run without blanks | "quoted text"

`scheme://...` and anything in quotes is a bare word, never a key. One pass, bounded in depth and
in number of terms, so that no text costs more than its length.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from workbench.errors import InputError

DEEPEST = 40
MOST_TERMS = 400
LONGEST = 20_000


class FilterError(InputError):
    """A filter that cannot be understood; `column` counts from 1."""

    def __init__(self, message: str, hint: str = "", column: int = 1) -> None:
        super().__init__(f"filter, column {column}: {message}", hint)
        self.column = column


class Term(NamedTuple):
    """One term. `key` is lower-case and None for a bare word; `name` is what follows the dot of
    `form.NAME` or `header.NAME`; `column` is the term's, `value_column` its value's."""

    key: str | None
    name: str
    value: str
    quoted: bool
    column: int
    value_column: int


class Not(NamedTuple):
    """What must not hold."""

    part: Node


class Every(NamedTuple):
    """What must hold together."""

    parts: tuple[Node, ...]


class Some(NamedTuple):
    """Of which one must hold."""

    parts: tuple[Node, ...]


Node = Term | Not | Every | Some


class Lexeme(NamedTuple):
    """One piece of the text: kind is `(`, `)`, `-`, `or`, `and`, `not` or `term`."""

    kind: str
    column: int
    term: Term | None = None


_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*://")
_KEY = re.compile(r"([A-Za-z_]+)(?:\.([^\s:()\"]+))?:")
_RUN = re.compile(r"[^\s()\"]+")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_OPERATORS = {"OR": "or", "AND": "and", "NOT": "not"}


def parse(text: str) -> Node | None:
    """The tree of a filter, None for an empty one. Raises `FilterError`."""
    if len(text) > LONGEST:
        raise FilterError(
            f"the filter has {len(text):,} characters; {LONGEST:,} are allowed",
            "ask for less at once",
            LONGEST + 1,
        )
    lexemes = list(read_lexemes(text))
    if not lexemes:
        return None
    node, at = _any(lexemes, 0, 0)
    if at < len(lexemes):
        raise FilterError("this ) closes nothing", "remove it", lexemes[at].column)
    return node


def read_lexemes(text: str) -> list[Lexeme]:
    """The pieces of a filter in order."""
    found: list[Lexeme] = []
    at = 0
    terms = 0
    while at < len(text):
        letter = text[at]
        if letter.isspace():
            at += 1
        elif letter in "()" or (letter == "-" and text[at + 1 : at + 2].strip()):
            found.append(Lexeme(letter, at + 1))
            at += 1
        else:
            lexeme, at = _read_term(text, at)
            found.append(lexeme)
            terms += 1
            if terms > MOST_TERMS:
                raise FilterError(
                    f"more than {MOST_TERMS} terms", "ask for less at once", lexeme.column
                )
    return found


def _read_term(text: str, at: int) -> tuple[Lexeme, int]:
    start = at
    key: str | None = None
    name = ""
    if not _URL.match(text, at):
        match = _KEY.match(text, at)
        if match:
            key, name = match[1].lower(), (match[2] or "").casefold()
            at = match.end()
    value_at = at
    if text[at : at + 1] == '"':
        quoted = _QUOTED.match(text, at)
        if quoted is None:
            raise FilterError("this quote is not closed", 'end it with "', at + 1)
        value = re.sub(r"\\(.)", r"\1", quoted[1], flags=re.DOTALL)
        term = Term(key, name, value, True, start + 1, value_at + 1)
        return Lexeme("term", start + 1, term), quoted.end()
    run = _RUN.match(text, at)
    value = run.group() if run else ""
    if key is None and value in _OPERATORS:
        return Lexeme(_OPERATORS[value], start + 1), at + len(value)
    term = Term(key, name, value, False, start + 1, value_at + 1)
    return Lexeme("term", start + 1, term), at + len(value)


def _any(lexemes: list[Lexeme], at: int, depth: int) -> tuple[Node, int]:
    parts: list[Node] = []
    part, at = _all(lexemes, at, depth)
    parts.append(part)
    while at < len(lexemes) and lexemes[at].kind == "or":
        part, at = _all(lexemes, at + 1, depth)
        parts.append(part)
    return (parts[0] if len(parts) == 1 else Some(tuple(parts))), at


def _all(lexemes: list[Lexeme], at: int, depth: int) -> tuple[Node, int]:
    parts: list[Node] = []
    while at < len(lexemes) and lexemes[at].kind not in (")", "or"):
        if parts and lexemes[at].kind == "and":
            at += 1
        part, at = _one(lexemes, at, depth)
        parts.append(part)
    if not parts:
        raise _missing(lexemes, at)
    return (parts[0] if len(parts) == 1 else Every(tuple(parts))), at


def _one(lexemes: list[Lexeme], at: int, depth: int) -> tuple[Node, int]:
    negative = False
    while at < len(lexemes) and lexemes[at].kind in ("-", "not"):
        negative = not negative
        at += 1
    if at >= len(lexemes) or lexemes[at].kind in (")", "or", "and"):
        raise _missing(lexemes, at)
    lexeme = lexemes[at]
    node: Node
    if lexeme.kind == "(":
        if depth >= DEEPEST:
            raise FilterError(
                f"more than {DEEPEST} parentheses inside each other", "use fewer", lexeme.column
            )
        node, at = _any(lexemes, at + 1, depth + 1)
        if at >= len(lexemes):
            raise FilterError("this ( is not closed", "end it with )", lexeme.column)
    else:
        assert lexeme.term is not None
        node = lexeme.term
    return (Not(node) if negative else node), at + 1


def _missing(lexemes: list[Lexeme], at: int) -> FilterError:
    if at < len(lexemes):
        return FilterError("a term is missing here", "", lexemes[at].column)
    last = lexemes[-1]
    return FilterError("a term is missing after this", "finish or remove it", last.column)
