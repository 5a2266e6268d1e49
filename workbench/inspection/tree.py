"""A BeautifulSoup tree as a browser with scripting on builds it: turbohtml parses, BeautifulSoup
holds what is read.

This is BeautifulSoup's tree builder seam. Only the parts that are read become soup nodes (`KEPT`,
and whatever carries an `on...` handler or a `dir`); text is kept of those in `TEXT` only, whole.
Contents of `<template>` are no part of the page. Bounded: elements, seconds, and the work that a
hostile page could ask of the parser; O(n), no recursion.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import accumulate
from time import monotonic
from typing import NamedTuple

from bs4 import BeautifulSoup
from bs4.builder import TreeBuilder
from bs4.element import AttributeValueList, NavigableString, PageElement, Tag
from turbohtml import Element, Namespace, Text, TokenType, parse, parse_fragment, tokenize

# What of a page is read, so that all that is made of it takes two seconds and 400 MB at most: the
# same bytes are cut at the same place on every machine. The clock is for machines far slower.
MAX_ELEMENTS = 200_000
MAX_CONTROLS = 25_000
MAX_LENGTH = 16 * 1024 * 1024
MAX_LENGTH_BEYOND_ASCII = 8 * 1024 * 1024
MAX_SECONDS = 5.0
# Character -> how many of it are read, and what they are: each costs the parser or us far more
# than its own place.
_MOST = {"\n": (1_000_000, "lines"), "\r": (1_000_000, "lines"), "\0": (100_000, "NUL characters")}

# Element -> whether its text is kept with it.
KEPT: dict[str, bool] = {
    "html": False,
    "title": True,
    "base": False,
    "meta": False,
    "link": False,
    "script": True,
    "noscript": True,
    "h1": True,
    "iframe": False,
    "frame": False,
    "img": False,
    "embed": False,
    "object": False,
    "form": False,
    "fieldset": False,
    "legend": False,
    "datalist": False,
    "input": False,
    "button": False,
    "select": False,
    "optgroup": False,
    "option": True,
    "textarea": True,
}
_HTML = Namespace.HTML
_HTML_NAME = _HTML.value
_SPANNED = frozenset({"form", "input", "select", "textarea", "button"})
_COUNTED = _SPANNED | {"option"}
_FOREIGN = frozenset({"script"})
_UNREAD = ("script", "template")
_SMALL_PAGE = 16 * 1024
_CLOCK_EVERY = 1024
# A start tag may make the parser open every formatting element again (WHATWG HTML, "reconstruct
# the active formatting elements"), up to its depth limit: counted so that no page of kilobytes
# becomes a tree of gigabytes.
_TAGS = re.compile(
    r"<(?:(/?)(a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s/>])|[a-z])",
    re.IGNORECASE,
)
# A start tag as the tokenizer reads it (WHATWG HTML, 13.2.5.6 to 13.2.5.40), before that as nearly
# all are written.
_START_TAG = re.compile(
    r"""<[a-z]+(?: [a-zA-Z\-]+="[^"]*")*+ ?/?>"""
    r"|<[^\t\n\f />]+(?:[\t\n\f /]+|[^\t\n\f />][^\t\n\f />=]*"
    r"""(?:[\t\n\f ]*=[\t\n\f ]*(?:"[^"]*"|'[^']*'|[^\t\n\f >"'][^\t\n\f >]*)?)?)*+>"""
)
_CRLF = re.compile(r"\r\n")
_LINE = re.compile(r"\n")
_DEEPEST = 512
_MAX_WORK = 1_000_000


class PageTag(Tag):
    """A soup tag that knows its place. `start` counts in newline-normalised characters, `end_tag`
    likewise (forms only; None where the source never closed it); `span` is the start tag in the
    text as it was given.

    What BeautifulSoup sets on every tag alike stands here once, on the class: a page of many
    controls is then built in half the time.
    """

    # Every attribute is one string, as in a browser, and never a list.
    attrs: dict[str, str]  # type: ignore[assignment]
    start: int = 0
    end_tag: int | None = None
    span: tuple[int, int] | None = None
    # Of a `<meta>` only: whether it stands in the head itself.
    in_head: bool = False

    next_element: PageElement | None = None
    next_sibling: PageElement | None = None
    previous_sibling: PageElement | None = None
    parser_class = BeautifulSoup
    prefix = None
    sourceline = None
    sourcepos = None
    hidden = False
    known_xml = False
    can_be_empty_element = True
    cdata_list_attributes = None
    preserve_whitespace_tags = None
    interesting_string_types = Tag.MAIN_CONTENT_STRING_TYPES
    attribute_value_list_class = AttributeValueList
    _namespaces: dict[str, str] = {}  # noqa: RUF012

    @classmethod
    def opened(
        cls, name: str, namespace: str, attrs: dict[str, str], parent: Tag, previous: PageElement
    ) -> PageTag:
        """A tag that the parser opened: the last child of `parent`, right after `previous`."""
        tag = cls.__new__(cls)
        tag.name = name
        tag.namespace = namespace
        tag.attrs = attrs
        tag.contents = []
        tag.parent = parent
        tag.previous_element = previous
        previous.next_element = tag
        siblings = parent.contents
        if siblings:
            tag.previous_sibling = siblings[-1]
            siblings[-1].next_sibling = tag
        siblings.append(tag)
        return tag


class PageTree(NamedTuple):
    """The soup and its tags in tree order; all `on...` handlers as (element, attribute, source);
    the first element of each id (None where it is not kept); where the effective `</form>` tags
    stand, needed only where a form was never closed; why not all was read; whether the last
    script has no end, so that no browser runs it."""

    soup: BeautifulSoup
    tags: list[PageTag]
    handlers: list[tuple[str, str, str]]
    ids: dict[str, PageTag | None]
    form_ends: list[int]
    cut: str | None
    unclosed_script: bool = False


def read_tree(text: str, *, seconds: float = MAX_SECONDS) -> PageTree:
    """Parse a page's text within the budgets."""
    text, cut = _affordable(text)
    builder = _Builder(monotonic() + seconds)
    soup = BeautifulSoup(text, builder=builder)
    ends: list[int] = []
    if builder.unclosed_form:
        ends = _form_ends(builder.normalised)
    unclosed = False
    if builder.tags and builder.tags[-1].name == "script":
        lowered = text.lower()
        unclosed = lowered.rfind("</script") < lowered.rfind("<script")
    return PageTree(
        soup, builder.tags, builder.handlers, builder.ids, ends, builder.cut or cut, unclosed
    )


def own_text(tag: Tag) -> str:
    """The text that was kept with a tag."""
    return "".join([node for node in tag.contents if isinstance(node, NavigableString)])


def count_submit_buttons(noscript: str) -> int:
    """How many submit buttons a browser without scripts sees in the text of a `<noscript>`."""
    lowered = noscript[:_SMALL_PAGE].lower()
    if "<input" not in lowered and "<button" not in lowered:
        return 0
    fragment = parse_fragment(noscript[:_SMALL_PAGE])
    return sum(
        (element.attr("type") or ("submit" if element.tag == "button" else "text")).lower()
        in ("submit", "image")
        for element in fragment.iter_elements(("input", "button"))
    )


class _Builder(TreeBuilder):
    """Feeds BeautifulSoup from turbohtml's tree."""

    NAME = "turbohtml"
    features = ("html",)

    def __init__(self, deadline: float) -> None:
        super().__init__(multi_valued_attributes={}, preserve_whitespace_tags=set())
        self.deadline = deadline
        self.tags: list[PageTag] = []
        self.handlers: list[tuple[str, str, str]] = []
        self.ids: dict[str, PageTag | None] = {}
        self.cut: str | None = None
        self.unclosed_form = False
        self.controls = 0
        self.heading_seen = False
        self.text_room = 0
        self.normalised = ""
        self.line_starts: list[int] = []
        self.original: list[int] | None = None
        self.last: PageElement

    def feed(self, markup: str | bytes) -> None:
        """Parse, then walk the elements in tree order; a stack of open ones gives the nesting."""
        soup = self.soup
        if soup is None or isinstance(markup, bytes):
            raise TypeError("this builder is fed text by BeautifulSoup")
        self.original = _original_places(markup)
        if self.original is not None:
            markup = markup.replace("\r\n", "\n").replace("\r", "\n")
        self.normalised = markup
        self.text_room = 2 * len(markup)
        self.last = soup
        document = parse(markup, scripting=True, source_locations=True)
        # The open elements, and for each the soup tag that holds its children: its own or the one
        # around it. An input has no children, so that it is never open.
        opened: list[object] = [document]
        holders: list[Tag] = [soup]
        skipped = 0
        for number, element in enumerate(document.iter_elements()):
            if skipped:
                skipped -= 1
                continue
            if not number % _CLOCK_EVERY and (reason := self._spent(number)):
                self.cut = reason
                break
            parent = element.parent
            while opened[-1] != parent:
                opened.pop()
                holders.pop()
            name = element.tag
            is_html = element.namespace is _HTML
            if is_html and name == "input":
                self._tag(name, element, holders[-1], is_html=True)
            elif is_html and name == "template":
                skipped = sum(1 for _ in element.iter_elements())
            else:
                around = holders[-1]
                opened.append(element)
                holders.append(self._tag(name, element, around, is_html=is_html) or around)

    def _tag(self, name: str, element: Element, parent: Tag, *, is_html: bool) -> PageTag | None:
        """The soup tag of an element; None where it is not kept."""
        if is_html:
            kept = name in KEPT
            namespace = _HTML_NAME
            if name == "legend":
                # A legend disarms its fieldset's `disabled` as a direct child only.
                kept = getattr(element.parent, "tag", "") == "fieldset"
        else:
            namespace = element.namespace.value
            # Foreign scripts run like any; every other foreign element is another thing.
            kept = name in _FOREIGN
            if not kept:
                name = f"{namespace}:{name}"
        attrs: dict[str, str] = {}
        for key, value in element.attrs.items():
            # turbohtml splits token lists (class, rel); a browser's attribute is one string.
            attrs[key] = text = value if value.__class__ is str else " ".join(value or ())
            if key[:2] == "on":
                kept = True
                self.handlers.append((name, key, text))
        if not kept and "dir" not in attrs:
            if "id" in attrs:
                self.ids.setdefault(attrs["id"], None)
            return None
        self.last = tag = PageTag.opened(name, namespace, attrs, parent, self.last)
        self.tags.append(tag)
        if "id" in attrs:
            self.ids.setdefault(attrs["id"], tag)
        if name in _COUNTED:
            self.controls += 1
        if name in _SPANNED:
            self._place(tag, element)
        elif name == "meta":
            tag.in_head = getattr(element.parent, "tag", "") == "head"
        if KEPT.get(name):
            self._keep_text(tag, element)
        return tag

    def _keep_text(self, tag: PageTag, element: Element) -> None:
        """Keep an element's text whole. Headings and options can nest, so that their texts repeat:
        only the first heading counts, and all text together is bounded by the page's length."""
        if tag.name == "h1":
            if self.heading_seen:
                return
            self.heading_seen = True
        if self.text_room < 0:
            self.cut = "nested texts repeat too often to be read"
            return
        content = element.text
        self.text_room -= len(content)
        if tag.name == "option":
            content = _visible_text(content, element)
        if content:
            text = NavigableString(content)
            text.setup(tag, self.last)
            tag.contents.append(text)
            self.last = text

    def _place(self, tag: PageTag, element: Element) -> None:
        """Where the start tag stands. turbohtml's own locations name every attribute's place as
        well, which would cost a fifth of reading a page; they are asked for a form's end only."""
        line, column = element.source_line, element.source_col
        if line is None or column is None:
            return
        if not self.line_starts:
            lengths = [len(text) + 1 for text in self.normalised.split("\n")]
            self.line_starts = list(accumulate(lengths, initial=0))
        tag.start = start = self.line_starts[line - 1] + column
        written = _START_TAG.match(self.normalised, start)
        if written is not None:
            end = written.end()
            original = self.original
            if original is not None:
                start, end = start + bisect_left(original, start), end + bisect_left(original, end)
            tag.span = (start, end)
        if tag.name == "form":
            location = element.source_location
            if location is None or location.end_tag is None:
                self.unclosed_form = True
            else:
                tag.end_tag = location.end_tag.start_offset

    def _spent(self, number: int) -> str | None:
        if self.controls >= MAX_CONTROLS:
            return f"only the first {self.controls:,} controls were read"
        if number >= MAX_ELEMENTS:
            return f"only the first {MAX_ELEMENTS:,} elements were read"
        if monotonic() > self.deadline:
            return f"reading stopped after {number:,} elements, the time was up"
        return None


def _visible_text(content: str, option: Element) -> str:
    """The text of an option without that of scripts and templates in it, no part of its value."""
    if next(option.iter_elements(_UNREAD), None) is None:
        return content
    parts: list[str] = []
    skipped = 0
    for node in option.descendants:
        if skipped:
            skipped -= 1
        elif isinstance(node, Text):
            parts.append(node.data)
        elif isinstance(node, Element) and node.tag in _UNREAD:
            skipped = sum(1 for _ in node.descendants)
    return "".join(parts)


def _affordable(text: str) -> tuple[str, str | None]:
    """The part of a page that may be parsed, and why it is not the whole."""
    if len(text) < _SMALL_PAGE:
        return text, None
    text, shortened = _shortened(text)
    text, cut = _markup_affordable(text)
    return text, cut or shortened


def _shortened(text: str) -> tuple[str, str | None]:
    """The beginning of a text that has too many characters, or too many of one of `_MOST`."""
    cut = None
    longest = MAX_LENGTH if text.isascii() else MAX_LENGTH_BEYOND_ASCII
    if len(text) > longest:
        text, cut = text[:longest], f"only the first {longest:,} characters were read"
    for letter, (most, words) in _MOST.items():
        if text.count(letter) > most:
            at = -1
            for _ in range(most):
                at = text.find(letter, at + 1)
            text, cut = text[: at + 1], f"only the first {most:,} {words} were read"
    return text, cut


def _markup_affordable(text: str) -> tuple[str, str | None]:
    """The part of a text whose tags the parser may be given."""
    started = work = formatting = 0
    for match in _TAGS.finditer(text):
        if match[1]:
            formatting = max(0, formatting - 1)
            continue
        started += 1
        work += 1 + min(formatting, _DEEPEST)
        if started > MAX_ELEMENTS:
            return text[: match.start()], f"only the first {MAX_ELEMENTS:,} elements were read"
        if work > _MAX_WORK:
            return text[: match.start()], "reading stopped where unclosed formatting multiplies"
        if match[2]:
            formatting += 1
    return text, None


def _original_places(text: str) -> list[int] | None:
    """Where newlines stand that were CR LF, in normalised characters; None when no CR is there."""
    if "\r" not in text:
        return None
    return [match.start() - count for count, match in enumerate(_CRLF.finditer(text))]


def _form_ends(text: str) -> list[int]:
    """Where `</form>` stands as a tag, templates left out, in ascending order."""
    line_starts = [0, *(match.end() for match in _LINE.finditer(text))]
    ends: list[int] = []
    depth = 0
    for token in tokenize(text, capture_attributes=False):
        if token.type == TokenType.END_TAG:
            if token.tag == "form" and not depth:
                ends.append(line_starts[token.line - 1] + token.col)
            elif token.tag == "template":
                depth = max(0, depth - 1)
        elif token.type == TokenType.START_TAG and token.tag == "template":
            depth += 1
    return ends
