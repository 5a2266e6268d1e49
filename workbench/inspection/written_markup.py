"""Start tags and their attributes as they stand in the text of a page, with their places.

For pointing at markup, not for reading it: `tree` says what a page means. Tags are taken as the
tokenizer takes them (WHATWG HTML, 13.2.5), comments and the contents of raw text elements left
out. One pass, O(n).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

Span = tuple[int, int]

_OPENING = re.compile(r"<(?=[A-Za-z]|!--)")
_START_TAG = re.compile(
    r"<([A-Za-z][^\t\n\f\r />]*)(?:[\t\n\f\r /]+|[^\t\n\f\r />][^\t\n\f\r />=]*"
    r"""(?:[\t\n\f\r ]*=[\t\n\f\r ]*(?:"[^"]*"|'[^']*'|[^\t\n\f\r >"'][^\t\n\f\r >]*)?)?)*+>"""
)
_ATTRIBUTE = re.compile(
    r"([^\t\n\f\r />][^\t\n\f\r />=]*)"
    r"""(?:[\t\n\f\r ]*=[\t\n\f\r ]*(?:"([^"]*)"|'([^']*)'|([^\t\n\f\r >"'][^\t\n\f\r >]*)))?"""
)
_RAW_TEXT = frozenset(
    {"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript"}
)


class WrittenTag(NamedTuple):
    """One start tag: its name in lower case, where it stands, and where its content begins."""

    name: str
    span: Span


def written_tags(text: str) -> Iterator[WrittenTag]:
    """The start tags of a page in order."""
    position = 0
    while (opening := _OPENING.search(text, position)) is not None:
        at = opening.start()
        if text.startswith("<!--", at):
            position = text.find("-->", at + 2) + 3
            if position == 2:
                return
            continue
        match = _START_TAG.match(text, at)
        if match is None:
            return  # the page ends inside this tag
        name = match[1].lower()
        yield WrittenTag(name, match.span())
        position = match.end()
        if name in _RAW_TEXT:
            position = end_of_content(text, WrittenTag(name, match.span()))


def end_of_content(text: str, tag: WrittenTag) -> int:
    """Where the end tag begins that closes a raw text element; the text's end where none does."""
    closing = re.compile(rf"</{re.escape(tag.name)}(?=[\s/>])", re.IGNORECASE)
    match = closing.search(text, tag.span[1])
    return len(text) if match is None else match.start()


def attribute_span(text: str, tag: Span, name: str) -> Span | None:
    """Where the value of an attribute stands in a start tag; the first of that name counts. Where
    it has no value this is the name itself; None where the tag has no such attribute."""
    found = _attributes(text, tag).get(name)
    return None if found is None else found[0]


def attributes(text: str, tag: Span) -> dict[str, str]:
    """The attributes of a start tag, names in lower case, values decoded."""
    return {name: value for name, (_, value) in _attributes(text, tag).items()}


def _attributes(text: str, tag: Span) -> dict[str, tuple[Span, str]]:
    opening = _START_TAG.match(text, tag[0], tag[1])
    if opening is None:
        return {}
    found: dict[str, tuple[Span, str]] = {}
    for match in _ATTRIBUTE.finditer(text, opening.end(1), tag[1] - 1):
        group = next((n for n in (2, 3, 4) if match[n] is not None), 0)
        span = match.span(group) if group else match.span(1)
        found.setdefault(match[1].lower(), (span, unescape(match[group]) if group else ""))
    return found
