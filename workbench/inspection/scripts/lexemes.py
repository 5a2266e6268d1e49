"""A script's text as lexemes (ECMA-262, section 12, with the HTML-like comments of annex B.1.1).

One pass, O(n). Text that is no script raises `UnreadableError`; nothing else does.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

LexemeKind = Literal["name", "number", "string", "template", "regex", "mark", "end"]


class UnreadableError(ValueError):
    """The text is no script, or none that is read here."""


class Lexeme(NamedTuple):
    """One lexeme; `text` of strings is what they stand for, `fresh` says that a line end stands
    before it."""

    kind: LexemeKind
    text: str
    fresh: bool


_LEXEME = re.compile(
    r"""(?P<blank>[\s\ufeff]+)|(?P<comment>//[^\n]*|/\*.*?\*/|<!--[^\n]*)"""
    r"""|(?P<name>[^\W\d][\w$]*|\$[\w$]*)|(?P<number>\.?\d[\w.]*)"""
    r"""|(?P<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|(?P<template>`(?:\\.|[^`\\])*`)"""
    r"""|(?P<mark>>>>=|\.\.\.|[=!]==|\*\*=|<<=|>>=|>>>|&&=|\|\|=|\?\?=|=>|[=!<>]=|&&|\|\||\?\?"""
    r"""|\?\.(?!\d)|\+\+|--|[+\-*/%&|^]=|<<|>>|\*\*|[{}()\[\];,<>+\-*/%&|^!~?:=.\#@])""",
    re.DOTALL,
)
_CLOSING_COMMENT = re.compile(r"-->[^\n]*")
_REGEX = re.compile(r"/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*")
# Words after which a slash begins a regular expression.
_BEFORE_REGEX = frozenset(
    ["return", "typeof", "case", "in", "of", "delete", "void", "throw", "new", "else", "do"]
)
_ESCAPE = re.compile(
    r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|u\{([0-9A-Fa-f]{1,5})\}|(\r\n|.))", re.DOTALL
)
_SHORT = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}


def lexemes(source: str) -> list[Lexeme]:
    """The lexemes in order, the last of kind "end"."""
    found: list[Lexeme] = []
    place, fresh = 0, True
    while place < len(source):
        if fresh and (closing := _CLOSING_COMMENT.match(source, place)):
            place = closing.end()
            continue
        if source[place] == "/" and _regex_may_stand(found):
            match = _REGEX.match(source, place)
            if match is not None and not source.startswith(("//", "/*"), place):
                found.append(Lexeme("regex", match[0], fresh))
                place, fresh = match.end(), False
                continue
        match = _LEXEME.match(source, place)
        if match is None:
            raise UnreadableError(f"no lexeme at {place}")
        place = match.end()
        kind = match.lastgroup
        if kind in ("blank", "comment"):
            fresh = fresh or "\n" in match[0] or match[0].startswith("<!--")
            continue
        text = match[0]
        if kind == "string":
            found.append(Lexeme("string", unescaped(text[1:-1]), fresh))
        elif kind == "template":
            found.append(Lexeme("template", text[1:-1], fresh))
        elif kind == "name":
            found.append(Lexeme("name", text, fresh))
        elif kind == "number":
            found.append(Lexeme("number", text, fresh))
        else:
            found.append(Lexeme("mark", text, fresh))
        fresh = False
    found.append(Lexeme("end", "", True))
    return found


def unescaped(text: str) -> str:
    """What a string's text between its quotes stands for."""
    return _ESCAPE.sub(_meant, text) if "\\" in text else text


def _meant(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    if code:
        number = int(code, 16)
        return chr(number) if not 0xD800 <= number < 0xE000 else "\ufffd"
    return _SHORT.get(match[4], match[4])


def _regex_may_stand(before: list[Lexeme]) -> bool:
    if not before:
        return True
    last = before[-1]
    if last.kind == "mark":
        return last.text not in (")", "]", "++", "--")
    return last.kind == "name" and last.text in _BEFORE_REGEX
