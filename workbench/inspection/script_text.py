"""Which part of a script's text runs while the page loads, told without running anything.

Comments go, braces are matched (strings, templates kept whole), and each function body is put
where it belongs: it runs (top level, load handlers, timers, immediately called), it waits under its
name until something calls it, or it waits for a person (click and the like). One pass each, no
recursion, bounded length: good enough for the few lines such pages hold, honest about the rest.
"""

from __future__ import annotations

import re
from typing import NamedTuple

MAX_SCRIPT = 256 * 1024
_MAX_CALLS = 50
_MAX_DEPTH = 60

_LEXEME = re.compile(
    r"""(?P<string>"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?|`(?:\\.|[^`\\])*`?)"""
    r"""|(?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z)|<!--[^\n]*|(?:(?<=\n)|\A)[ \t]*-->[^\n]*)"""
    r"""|(?P<brace>[{}])""",
    re.DOTALL,
)
_LOAD_EVENTS = frozenset(
    {"load", "domcontentloaded", "pageshow", "readystatechange", "ready", "deviceready"}
)
# jQuery's and other methods that take a function for later, when a person does something.
_WAITING = frozenset(
    [
        "click",
        "dblclick",
        "submit",
        "change",
        "keyup",
        "keydown",
        "keypress",
        "focus",
        "blur",
        "input",
        "hover",
        "mouseover",
        "mouseout",
        "mouseenter",
        "mouseleave",
        "touchstart",
        "touchend",
        "scroll",
        "resize",
        "unload",
        "beforeunload",
    ]
)
_FUNCTION = re.compile(
    r"(?:(?:async\s+)?function\s*\*?\s*(?P<own>[\w$]*)\s*\([^()]*\)|\([^()]*\)\s*=>|[\w$]+\s*=>)\s*\Z"
)
_ASSIGNED = re.compile(r"(?P<target>[\w$.\[\]'\"]+)\s*[=:]\s*\(?\s*\Z")
_LISTENER = re.compile(
    r"(?:addEventListener|attachEvent|\.on|\.one|\.bind)\s*\(\s*['\"](?P<event>[\w:. ]+)['\"]\s*,"
    r"[^;{}]*\Z"
)
_CALLEE = re.compile(r"\.\s*(?P<name>[\w$]+)\s*\(\s*\Z")
_CALL = re.compile(r"(?<![.\w$])([A-Za-z_$][\w$]*)\s*\(")
# What stands before a name that is defined, not called.
_DEFINES = re.compile(r"\bfunction\s*\*?\s*\Z")
_DEFINITION = 16
_PASSED = re.compile(
    r"(?:onload|onpageshow|onreadystatechange)\s*=\s*([A-Za-z_$][\w$]*)\s*(?![\w$(.])"
    r"|(?:addEventListener|attachEvent)\s*\(\s*['\"](?:on)?"
    r"(?:load|DOMContentLoaded|pageshow|readystatechange)['\"]\s*,\s*([A-Za-z_$][\w$]*)\s*[,)]"
    r"|(?:setTimeout|setInterval|requestAnimationFrame|\$|jQuery|ready)\s*\(\s*"
    r"([A-Za-z_$][\w$]*)\s*[,)]",
    re.IGNORECASE,
)
_TIMED_TEXT = re.compile(r"(?:setTimeout|setInterval)\s*\(\s*(\"[^\"\n]*\"|'[^'\n]*')")
_LOOK_BACK = 200


class Running(NamedTuple):
    """`text` runs while the page loads; `unknown` are names it calls that the page does not
    define; `whole` is False where a script was too long to read to its end."""

    text: str
    unknown: frozenset[str]
    whole: bool


def running_text(inline: tuple[str, ...], load_handlers: tuple[str, ...]) -> Running:
    """What of the inline scripts and `onload` handlers runs by itself."""
    named: dict[str, str] = {}
    parts: list[str] = []
    budget = MAX_SCRIPT
    whole = True
    for source in (*inline, *load_handlers):
        if len(source) > budget:
            source = source[:budget]
            whole = False
        budget -= len(source)
        text, functions, complete = _split(source)
        whole = whole and complete
        parts.append(text)
        for name, body in functions:
            named.setdefault(name, body)
    text = "\n".join(parts)
    called: set[str] = set()
    unknown: set[str] = set()
    pending = [text]
    while pending and len(called) < _MAX_CALLS:
        for name in _called_names(pending.pop()):
            if name in called:
                continue
            if name not in named:
                unknown.add(name)
                continue
            called.add(name)
            text += "\n" + named[name]
            pending.append(named[name])
    text += "".join("\n" + match[1][1:-1] for match in _TIMED_TEXT.finditer(text))
    return Running(text, frozenset(unknown), whole)


def _called_names(text: str) -> list[str]:
    names = [
        match[1]
        for match in _CALL.finditer(text)
        if not _DEFINES.search(text[max(0, match.start() - _DEFINITION) : match.start()])
    ]
    names.extend(
        name for match in _PASSED.finditer(text) for name in match.groups() if name is not None
    )
    return names


class _Block:
    """An open brace: what kind of body it is, and the text collected for it."""

    __slots__ = ("kind", "name", "text")

    def __init__(self, kind: str, name: str) -> None:
        self.kind = kind
        self.name = name
        self.text: list[str] = []


def _split(source: str) -> tuple[str, list[tuple[str, str]], bool]:
    """The text that runs, the named functions with theirs, and whether all was looked at: what is
    nested too deep is left out."""
    if not _LEXEME.search(source):
        return source, [], True
    functions: list[tuple[str, str]] = []
    stack = [_Block("runs", "")]
    position = too_deep = 0
    complete = True
    for lexeme in _LEXEME.finditer(source):
        block = stack[-1]
        if not too_deep:
            block.text.append(source[position : lexeme.start()])
        position = lexeme.end()
        if lexeme["string"] is not None:
            if not too_deep:
                block.text.append(lexeme[0])
        elif lexeme["comment"] is not None:
            block.text.append(" ")
        elif lexeme[0] == "{":
            if too_deep or len(stack) > _MAX_DEPTH:
                too_deep += 1
                complete = False
            else:
                stack.append(_classify(block))
        elif too_deep:
            too_deep -= 1
        elif len(stack) > 1:
            _close(stack, functions)
    if not too_deep:
        stack[-1].text.append(source[position:])
    while len(stack) > 1:
        _close(stack, functions)
    return "".join(stack[0].text), functions, complete


def _close(stack: list[_Block], functions: list[tuple[str, str]]) -> None:
    done = stack.pop()
    body = "".join(done.text)
    if done.kind == "runs":
        stack[-1].text.append("{" + body + "}")
    else:
        if done.kind == "named":
            functions.append((done.name, body))
        stack[-1].text.append("{}")


def _classify(block: _Block) -> _Block:
    """What the brace that opens now stands for, from the text before it."""
    before = ""
    for part in reversed(block.text[-8:]):
        before = part[-_LOOK_BACK:] + before
        if len(before) >= _LOOK_BACK:
            break
    before = before[-_LOOK_BACK:]
    if not before.rstrip().endswith((")", "=>")):
        return _Block("runs", "")
    function = _FUNCTION.search(before)
    if function is None:
        return _Block("runs", "")
    prefix = before[: function.start()]
    listener = _LISTENER.search(prefix)
    if listener is not None:
        events = {event.split(".")[0] for event in listener["event"].lower().split()}
        events |= {event.removeprefix("on") for event in events}
        return _Block("runs" if events & _LOAD_EVENTS else "waits", "")
    assigned = _ASSIGNED.search(prefix)
    if assigned is not None:
        target = assigned["target"].rsplit(".", 1)[-1].strip("[]'\"")
        if target.startswith("on"):
            return _Block("runs" if target[2:].lower() in _LOAD_EVENTS else "waits", "")
        return _Block("named", target)
    callee = _CALLEE.search(prefix)
    if callee is not None and callee["name"].lower() in _WAITING:
        return _Block("waits", "")
    own = function["own"]
    # A function with a name waits for its call, unless it is called where it stands.
    if own and not prefix.rstrip().endswith(("(", "!", ",")):
        return _Block("named", own)
    return _Block("runs", "")
