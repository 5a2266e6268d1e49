"""Whether a page submits a form by itself, and which, told from its text: nothing is run.

True when a script that runs while the page loads calls `submit()` or `requestSubmit()`; False when
nothing could; None where the text cannot tell (scripts from elsewhere, `eval`, a form the page
does not have).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from workbench.inspection.controls import FormContent
from workbench.inspection.script_text import Running, running_text
from workbench.inspection.tree import PageTag
from workbench.inspection.urls import resolve


class Scripts(NamedTuple):
    """The scripts of a page: inline sources in order, whether one comes from elsewhere, and the
    handlers as (element, attribute, source)."""

    inline: tuple[str, ...]
    external: bool
    handlers: tuple[tuple[str, str, str], ...]


class AutoSubmit(NamedTuple):
    """`submits` as above; `form` is the index of the form that is meant, `how` the way in words."""

    submits: bool | None
    form: int | None
    how: str | None


_NAME = r"[A-Za-z_$][\w$]*"
_QUOTED = r"""['"]([^'"]*)['"]"""
# What submits; a function in the parentheses would be a listener instead.
_SUBMIT = re.compile(
    r"\??\.\s*(?:(?:submit|requestSubmit)\s*\(\s*(?!function|\(?[\w$,\s]{0,80}\)?\s*=>)"
    r"""|trigger\s*\(\s*['"]submit['"])"""
)
# The expression before it: a path of names, calls and subscripts, looked for in a short stretch.
_EXPRESSION = re.compile(
    r"(?:[A-Za-z_$][\w$]*|\[[^\[\]]{0,80}\]|\([^()]{0,80}\)|\s*\??\.\s*|!)+\s*\Z"
)
_LOOK_BACK = 160
_PROTOTYPE = re.compile(r"HTMLFormElement\.prototype\.submit\.(?:call|apply)\s*\(\s*([^;,]{1,120})")
_CLICK = re.compile(
    r"""(?:getElementById\s*\(\s*['"]([^'"]+)['"]\s*\)|querySelector\s*\(\s*['"]#([^'"]+)['"]\s*\)"""
    r"""|(?:\$|jQuery)\s*\(\s*['"]#([^'"]+)['"]\s*\)(?:\[0\])?)\s*\??\.\s*click\s*\(\s*\)"""
)
_UNKNOWABLE = re.compile(r"\beval\s*\(|document\s*\.\s*write|new\s+Function\s*\(|innerHTML\s*=")
_LOCATION = re.compile(
    r"(?<![\w$.])(?:(?:window|self|top|parent|document)\s*\.\s*)?location"
    r"(?:\s*\.\s*href)?\s*(?:=(?!=)|\.\s*(?:replace|assign)\s*\()\s*"
    r"""(?:"((?:\\.|[^"\\\n])*)"|'((?:\\.|[^'\\\n])*)')"""
)
_BY_TAG = re.compile(
    r"(?:getElementsByTagName\s*\(\s*['\"]form['\"]\s*\)|querySelectorAll\s*\(\s*['\"]form['\"]\s*\)"
    r"|forms)\s*(?:\[\s*([0-9]+)\s*\]|\.\s*item\(\s*([0-9]+)\s*\))$",
    re.IGNORECASE,
)
_FIRST = re.compile(
    r"(?:querySelector\s*\(\s*['\"](?:body\s+)?form['\"]\s*\)|(?:\$|jQuery)\s*\(\s*['\"]form"
    r"(?::first)?['\"]\s*\)(?:\s*\[\s*0\s*\]|\s*\.\s*first\(\s*\))?)$",
    re.IGNORECASE,
)
_BY_ID = re.compile(
    r"(?:getElementById\s*\(\s*['\"]([^'\"]+)['\"]\s*\)"
    r"|(?:querySelector|\$|jQuery)\s*\(\s*['\"](?:form)?#([^'\"\s]+)['\"]\s*\)"
    r"(?:\s*\[\s*0\s*\]|\s*\.\s*(?:first|get)\(\s*0?\s*\))?)$"
)
_BY_NAME = re.compile(
    r"(?:forms\s*\[\s*['\"]([^'\"]+)['\"]\s*\]|forms\s*\.\s*namedItem\(\s*['\"]([^'\"]+)['\"]\s*\)"
    r"|forms\s*\.\s*([A-Za-z_$][\w$]*)|document\s*\[\s*['\"]([^'\"]+)['\"]\s*\]"
    r"|document\s*\.\s*([A-Za-z_$][\w$]*)"
    r"|getElementsByName\s*\(\s*['\"]([^'\"]+)['\"]\s*\)\s*\[\s*0\s*\]"
    r"|(?:querySelector|\$|jQuery)\s*\(\s*['\"](?:form)?\[name=['\"]?([^'\"\]]+)['\"]?\]['\"]\s*\)"
    r"(?:\s*\[\s*0\s*\])?)$"
)
_BARE = re.compile(rf"(?:window\s*\.\s*)?({_NAME})$")
# Names a page calls without defining them that submit nothing.
_KNOWN_CALLS = frozenset(
    [
        "if",
        "for",
        "while",
        "switch",
        "catch",
        "function",
        "return",
        "typeof",
        "setTimeout",
        "setInterval",
        "clearTimeout",
        "alert",
        "jQuery",
        "parseInt",
        "parseFloat",
        "String",
        "Number",
        "Boolean",
        "Array",
        "Object",
        "Date",
        "encodeURIComponent",
        "decodeURIComponent",
        "isNaN",
        "fetch",
        "addEventListener",
        "attachEvent",
        "requestAnimationFrame",
        "$",
        "confirm",
        "prompt",
        "close",
        "focus",
        "scrollTo",
        "print",
        "super",
        "await",
        "async",
        "new",
        "Promise",
        "Error",
        "RegExp",
        "Map",
        "Set",
        "gtag",
        "ga",
        "dataLayer",
    ]
)
_WITH_LOAD = frozenset({"onload", "onpageshow"})
_JAVASCRIPT = re.compile(r"\s*javascript:", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|(.))", re.DOTALL)


def load_handlers(scripts: Scripts) -> tuple[str, ...]:
    """The handlers that run by themselves: `onload` anywhere, `onerror` of an image."""
    return tuple(
        _JAVASCRIPT.sub("", source, count=1)
        for element, name, source in scripts.handlers
        if name in _WITH_LOAD or (name == "onerror" and element == "img")
    )


def running_on_load(scripts: Scripts) -> Running:
    """What of the page's scripts and handlers runs while it loads."""
    if not scripts.inline and not scripts.handlers:
        return Running("", frozenset(), True)
    return running_text(scripts.inline, load_handlers(scripts))


def read_auto_submit(
    scripts: Scripts, running: Running, contents: list[FormContent], ids: dict[str, PageTag | None]
) -> AutoSubmit:
    """What the page's text says of its submission."""
    if not scripts.inline and not scripts.external and not scripts.handlers:
        return AutoSubmit(False, None, None)
    found = _submission(running.text, contents, ids)
    if found is not None and found < 0:
        return AutoSubmit(None, None, None)
    if found is not None:
        by_script = scripts.inline and (
            not load_handlers(scripts)
            or _submission(running_text(scripts.inline, ()).text, contents, ids) is not None
        )
        return AutoSubmit(True, found, "script" if by_script else "onload")
    if not contents:
        return AutoSubmit(False, None, None)
    if (
        scripts.external
        or not running.whole
        or running.unknown - _KNOWN_CALLS
        or _UNKNOWABLE.search(running.text)
    ):
        return AutoSubmit(None, None, None)
    return AutoSubmit(False, None, None)


def script_location(running: Running, base: str) -> str | None:
    """Where a script that runs by itself sends the browser, absolute; None where none does."""
    match = _LOCATION.search(running.text)
    if match is None:
        return None
    written = match[1] if match[1] is not None else match[2]
    return resolve(_ESCAPE.sub(_unescape, written), base)


def _unescape(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    if code:
        return chr(int(code, 16))
    return str(match[3])


def _submission(
    text: str, contents: list[FormContent], ids: dict[str, PageTag | None]
) -> int | None:
    """The index of the form that is submitted; -1 where it cannot be told; None where none is."""
    called = _PROTOTYPE.search(text)
    if called is not None:
        return _meant(called[1].rstrip(" )"), text, contents, ids)
    found = _SUBMIT.search(text)
    if found is not None:
        before = text[max(0, found.start() - _LOOK_BACK) : found.start()]
        expression = _EXPRESSION.search(before)
        return _meant(expression[0].strip() if expression else "", text, contents, ids)
    for match in _CLICK.finditer(text):
        button = ids.get(next(part for part in match.groups() if part))
        index = _form_of_button(button, contents)
        if index is not None:
            return index
    return None


def _form_of_button(button: PageTag | None, contents: list[FormContent]) -> int | None:
    if button is None or button.name not in ("input", "button"):
        return None
    kind = (button.attrs.get("type") or ("submit" if button.name == "button" else "")).lower()
    if kind not in ("submit", "image"):
        return None
    forms = [content.form for content in contents]
    around = next((node for node in button.parents if node.name == "form"), None)
    return next((i for i, form in enumerate(forms) if form is around), None)


def _meant(
    expression: str, text: str, contents: list[FormContent], ids: dict[str, PageTag | None]
) -> int:
    """The index of the form that an expression stands for, -1 where it cannot be told."""
    expression = expression.rstrip().rstrip("!?").rstrip()
    match = _BY_TAG.search(expression)
    if match is not None:
        index = int((match[1] or match[2])[:9])
        return index if index < len(contents) else -1
    if _FIRST.search(expression):
        return 0 if contents else -1
    match = _BY_ID.search(expression)
    if match is not None:
        wanted = match[1] or match[2]
        return _index_of(ids.get(wanted), contents)
    match = _BY_NAME.search(expression)
    if match is not None:
        return _named(next(part for part in match.groups() if part), contents)
    match = _BARE.search(expression)
    if match is not None:
        assigned = re.search(rf"(?<![\w$.]){re.escape(match[1])}\s*=\s*([^;\n=]{{1,160}})", text)
        if assigned is not None and assigned[1].strip() != expression:
            return _meant_by_value(assigned[1].strip(), contents, ids)
        found = _named(match[1], contents)
        if found >= 0:
            return found
    return 0 if len(contents) == 1 else -1


def _meant_by_value(value: str, contents: list[FormContent], ids: dict[str, PageTag | None]) -> int:
    """What a variable was given: looked at once, a variable given a variable cannot be told."""
    return _meant(value.rstrip(", "), "", contents, ids)


def _named(name: str, contents: list[FormContent]) -> int:
    for index, content in enumerate(contents):
        if name in (content.form.attrs.get("name"), content.form.attrs.get("id")):
            return index
    return -1


def _index_of(tag: PageTag | None, contents: list[FormContent]) -> int:
    return next((i for i, content in enumerate(contents) if content.form is tag), -1)
