"""Whether a page submits a form by itself, and which, told from its text: nothing is run.

The page's scripts and handlers are followed in the order in which a browser would run them. True
where that certainly submits a form; False where nothing does, an error in the script included; None
where the text cannot tell (code from elsewhere, conditions that only a browser knows, forms that a
script makes).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from workbench.inspection.controls import FormContent
from workbench.inspection.scripts.browser import Code, Departure, PageBrowser
from workbench.inspection.scripts.elements import Elements
from workbench.inspection.scripts.platform import BODY_SLOTS, BY_THEMSELVES, IN_DOUBT
from workbench.inspection.scripts.values import Function, Thing
from workbench.inspection.tree import PageTag, PageTree, own_text
from workbench.inspection.urls import resolve
from workbench.model.page import PageCode

MAX_SCRIPT = 128 * 1024
_MAX_HANDLERS = 1000
# A library that is known stands for itself: it is not followed.
_LIBRARY = 16 * 1024
_JQUERY_FILE = re.compile(r"jquery(?:[-.]\d[\w.]*)?(?:\.slim)?(?:\.min)?\.js", re.IGNORECASE)
# The only events that matter where nobody acts but scripts.
_ASKED_BY_SCRIPT = frozenset({"submit", "click"})
# Elements whose `load` comes without anything that has to be fetched.
_LOADED_AT_ONCE = frozenset({"style"})
# The documented page's handler, as far as spelling goes, and the names that it goes by.
_DOCUMENTED = re.compile(r"(?:javascript:)?document\.forms\[([0-9])\]\.submit\(\);?")
_TELLING = frozenset({"document", "forms", "submit"})
_OWN_ADDRESS = ("", "about:blank", "data:")
_FRAMES = frozenset({"iframe", "frame"})


class AutoSubmit(NamedTuple):
    """`submits` as above; `form` is the index of the form that is meant, `how` the way in words,
    `codes` what of the page's code had to run; `location` where a script sends the browser;
    `fails` the index of the form whose `submit` was called but is hidden by a control."""

    submits: bool | None
    form: int | None = None
    how: str | None = None
    codes: tuple[PageCode, ...] = ()
    location: str | None = None
    fails: int | None = None


def read_auto_submit(tree: PageTree, contents: list[FormContent], base: str) -> AutoSubmit:
    """What the page's text says of its submission; `base` is what addresses are relative to."""
    scripts = [tag for tag in tree.tags if tag.name == "script" and is_javascript(tag)]
    if tree.unclosed_script and scripts and scripts[-1] is tree.tags[-1]:
        scripts.pop()  # a script without its end is never run
    if not scripts and not tree.handlers:
        return AutoSubmit(None if _writes_itself(tree) or (tree.cut and contents) else False)
    plain = None if scripts or len(tree.handlers) != 1 else _submits_plainly(tree, contents)
    if plain is not None:
        return plain
    browser = _followed(tree, contents, scripts)
    leaves = _departure(browser.departures)
    address = next((one.address for one in browser.departures if one.address), None)
    location = resolve(address, base) if address else None
    if leaves is not None and leaves.form is not None:
        index = next((i for i, one in enumerate(contents) if one.form is leaves.form), None)
        codes = tuple(PageCode(*browser.codes[number]) for number in leaves.codes)
        how = "onload" if codes and codes[0].kind == "handler" else "script"
        return AutoSubmit(True, index, how, codes, location)
    doubtful = leaves is None and any(one.doubt for one in browser.departures)
    unsure = doubtful or browser.unsure or browser.tired or browser.foreign
    if unsure or tree.cut or _writes_itself(tree):
        return AutoSubmit(None, location=location)
    hidden = {id(form) for form in browser.hidden}
    fails = next((i for i, one in enumerate(contents) if id(one.form) in hidden), None)
    return AutoSubmit(False, location=location, fails=fails)


def _submits_plainly(tree: PageTree, contents: list[FormContent]) -> AutoSubmit | None:
    """What following a page would say whose only code is the documented handler, told without it:
    most pages are such. None for every other page, and where an element's name could change what
    the handler means."""
    name, attribute, source = tree.handlers[0]
    match = _DOCUMENTED.fullmatch(source) if (name, attribute) == ("body", "onload") else None
    index = len(contents) if match is None else int(match[1])
    if index >= len(contents) or contents[index].form.attrs.get("method", "").lower() == "dialog":
        return None
    for tag in tree.tags:
        attrs = tag.attrs
        if "target" in attrs or attrs.get("name") in _TELLING or attrs.get("id") in _TELLING:
            return None
    place = next(place for place, tag in enumerate(tree.tags) if tag.name == "body")
    return AutoSubmit(True, index, "onload", (PageCode("handler", source, None, place),))


def _followed(tree: PageTree, contents: list[FormContent], scripts: list[PageTag]) -> PageBrowser:
    """The page's code, followed from its first element to the last timer."""
    sources = {id(tag): own_text(tag) for tag in scripts if not _is_foreign(tag)}
    everything = "\n".join([*sources.values(), *(source for _, _, source in tree.handlers)])
    libraries = {
        tag for tag, source in sources.items() if len(source) > _LIBRARY and "jQuery" in source
    }
    browser = PageBrowser(
        Elements(tree, contents),
        everything[:MAX_SCRIPT],
        foreign=any(_is_foreign(tag) and not _is_jquery(tag) for tag in scripts),
        with_jquery=bool(libraries) or any(_is_jquery(tag) for tag in scripts),
    )
    room = MAX_SCRIPT
    handlers = _MAX_HANDLERS
    deferred: list[Code] = []
    waiting: list[tuple[Function, Thing, bool]] = []
    for place, tag in enumerate(tree.tags):
        is_script = tag.name == "script"
        if not is_script and not _has_handler(tag):
            continue
        browser.elements.place = place + (not is_script)
        source = sources.get(id(tag)) if is_script else None
        if source is not None and id(tag) not in libraries:
            room -= len(source)
            if room < 0:
                browser.untold()
                continue
            code = Code("script", source, tag.attrs.get("nonce"), place)
            if tag.attrs.get("type", "").strip().lower() == "module":
                deferred.append(code)
            elif "nomodule" not in tag.attrs:
                browser.script(code, tag)
        for name, written in tag.attrs.items() if handlers > 0 else ():
            if name[:2] == "on":
                handlers -= 1
                waiting += _handler(browser, tag, name[2:], Code("handler", written, None, place))
    browser.elements.place = len(tree.tags)
    if handlers <= 0:
        browser.untold()
    for code in deferred:
        browser.script(code)
    for function, owner, certain in waiting:
        browser.begin(function, owner, certain=certain)
    browser.end()
    return browser


def _handler(
    browser: PageBrowser, tag: PageTag, event: str, code: Code
) -> list[tuple[Function, Thing, bool]]:
    """Take in a handler attribute: the handler that will run without anybody's doing, and whether
    that is certain."""
    body = tag.name in ("body", "frameset")
    owner: Thing = browser.body if body else browser.elements.element(tag)
    if body and event in BODY_SLOTS:
        browser.handler(code, owner, event)
        return []
    told = _comes(tag, event)
    if told is False and event not in _ASKED_BY_SCRIPT:
        return []
    function = browser.handler(code, owner, event)
    return [(function, owner, told is True)] if function is not None and told is not False else []


def _comes(tag: PageTag, event: str) -> bool | None:
    """Whether an element's event comes by itself; None where the text cannot tell."""
    name = tag.name
    if event in BY_THEMSELVES:
        if name in _LOADED_AT_ONCE or name.endswith(":svg"):
            return True
        if name in _FRAMES:
            return True
        if name in ("img", "input") and tag.attrs.get("src", "").startswith("data:image/"):
            return True
        return None if name in ("img", "input", "link", "script", "object", "embed") else False
    if event == "error" and name == "img":
        written = tag.attrs.get("src")
        return None if written else written is not None
    return None if event in IN_DOUBT else False


def _departure(found: list[Departure]) -> Departure | None:
    """What certainly leaves first: while the page loads the last replaces those before it."""
    certain = [one for one in found if not one.doubt]
    loading = [one for one in certain if not one.late]
    if loading:
        return loading[-1]
    return certain[0] if certain else None


def _has_handler(tag: PageTag) -> bool:
    return any(name[:2] == "on" for name in tag.attrs)


def _writes_itself(tree: PageTree) -> bool:
    """Whether a frame of the page holds a document of its own with scripts."""
    return any(tag.name == "iframe" and "<" in tag.attrs.get("srcdoc", "") for tag in tree.tags)


def is_javascript(tag: PageTag) -> bool:
    """Whether a script element holds a script (WHATWG HTML, "prepare the script element")."""
    written = tag.attrs.get("type")
    if written is None:
        language = tag.attrs.get("language")
        return not language or f"text/{language.lower()}" in _TYPES
    kind = written.strip().lower()
    return kind in ("", "module") or kind in _TYPES


_TYPES = frozenset(
    [
        *("application/ecmascript", "application/javascript", "application/x-ecmascript"),
        *("application/x-javascript", "text/ecmascript", "text/javascript", "text/jscript"),
        *("text/javascript1.0", "text/javascript1.1", "text/javascript1.2", "text/javascript1.3"),
        *("text/javascript1.4", "text/javascript1.5", "text/livescript", "text/x-ecmascript"),
        "text/x-javascript",
    ]
)


def _is_foreign(tag: PageTag) -> bool:
    return "src" in tag.attrs or "href" in tag.attrs


def _is_jquery(tag: PageTag) -> bool:
    return _JQUERY_FILE.search(tag.attrs.get("src", "")) is not None
