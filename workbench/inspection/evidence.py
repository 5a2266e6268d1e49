"""Where the evidence of a finding stands: an evidence path resolved to a place in the request, the
head or the decoded body.

Pure, never raises, asked only where somebody looks: judging pays nothing for it. What names no
place in the bytes (times, TLS facts, something that is missing) has none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Literal, NamedTuple
from urllib.parse import unquote

from workbench.inspection.charset import bom_length, encoded
from workbench.inspection.head import eye_text
from workbench.inspection.visible import visible
from workbench.inspection.written_head import Span, field_spans, first_line, value_span
from workbench.inspection.written_markup import (
    WrittenTag,
    attribute_span,
    attributes,
    end_of_content,
    written_tags,
)
from workbench.model.exchange import Exchange
from workbench.model.finding import Place
from workbench.model.page import Form, Page

Part = Literal["request", "head", "body"]

_INDEXED = re.compile(r"(.*)\[(\d{1,9})\]", re.DOTALL)
_FORM = re.compile(r"forms\[(\d{1,9})\](?:\.(.*))?", re.DOTALL)
_DECODED = re.compile(r"decoded\[(\d{1,9})\]")
_PIECE = re.compile(r"[^&]+")
_STATUS = re.compile(r"\S+\s+(\d+)")
_CONTROLS = frozenset({"input", "select", "textarea", "button"})
_WITH_CONTENT = ("select", "textarea")
_LONGEST_NAME = 80
_DEEPEST = 8
_LEADING = re.compile(r"location|submit", re.IGNORECASE)


class _At(NamedTuple):
    part: Part
    span: Span


def place_of(exchange: Exchange, path: str) -> Place | None:
    """The place that an evidence path names (`request.params.lang`, `response.headers[3]`,
    `forms[0].state`, `decoded[0].value.r`, ...), or None."""
    found = _found(exchange, path, _DEEPEST, value_only=False)
    if found is None:
        return None
    text = part_text(exchange, found.part)
    if text is None:
        return None
    start, end = found.span
    line, column = _line_and_column(text, start)
    raw = _raw_span(exchange, found.part, text, found.span)
    return Place(found.part, line, column, start, end, *(raw or (None, None)))


def part_text(exchange: Exchange, part: Part) -> str | None:
    """The text in which places of that part count; None where the exchange has no such part.

    The request is its bytes as text, or the URL alone where nothing is known to have been sent.
    """
    if part == "request":
        return eye_text(exchange.capture.sent) or exchange.capture.url
    response = exchange.response
    if response is None:
        return None
    return response.head or None if part == "head" else response.text


def _found(exchange: Exchange, path: str, depth: int, *, value_only: bool) -> _At | None:
    """`value_only` asks for the text of a value alone, without the name it stands under."""
    side, _, rest = path.partition(".")
    if side == "request":
        span = _in_request(exchange, rest, value_only=value_only)
        return None if span is None else _At("request", span)
    if side == "response":
        return _in_response(exchange, rest, value_only=value_only)
    if side == "errors" or path == "errors":
        return _in_body(exchange, _named_error(exchange, rest))
    if side == "page":
        return _in_body(exchange, _on_page(exchange, rest))
    if match := _FORM.fullmatch(path):
        return _in_body(exchange, _in_form(exchange, int(match[1]), match[2], value_only))
    if (match := _DECODED.match(path)) and depth:
        index = int(match[1])
        if index < len(exchange.decoded):
            return _found(exchange, exchange.decoded[index].path, depth - 1, value_only=True)
    return None


def _in_body(exchange: Exchange, span: Span | None) -> _At | None:
    return None if span is None or part_text(exchange, "body") is None else _At("body", span)


def _in_request(exchange: Exchange, path: str, *, value_only: bool) -> Span | None:
    text = part_text(exchange, "request") or ""
    if path == "method":
        start, end = first_line(text)
        space = text.find(" ", start, end)
        return (start, space) if exchange.capture.sent and space > 0 else None
    if path == "url":
        return _target(exchange, text)
    if path.startswith("headers"):
        return _header(text, path) if exchange.capture.sent else None
    if path.startswith("params."):
        return _parameter(text, _target(exchange, text), path[len("params.") :], value_only)
    return None


def _target(exchange: Exchange, text: str) -> Span:
    """The request target of the request line, or the whole URL where that is all there is."""
    if not exchange.capture.sent:
        return 0, len(text)
    start, end = first_line(text)
    first, last = text.find(" ", start, end), text.rfind(" ", start, end)
    return (first + 1, last) if 0 <= first < last else (start, end)


def _header(text: str, path: str) -> Span | None:
    """A field; without a number the whole block of fields, where something is missing."""
    fields = field_spans(text)
    if path == "headers":
        start = text.find("\n", first_line(text)[0]) + 1
        return (start, fields[-1][1]) if fields else None
    match = _INDEXED.fullmatch(path)
    index = int(match[2]) if match and match[1] == "headers" else len(fields)
    return fields[index] if index < len(fields) else None


def _parameter(text: str, target: Span, name: str, value_only: bool) -> Span | None:
    found = [
        (start, middle, end)
        for written, start, middle, end in _pairs(text, target)
        if _is_called(written, name)
    ]
    index = 0
    if not found and (match := _INDEXED.fullmatch(name)):
        index = int(match[2])
        found = [pair[1:] for pair in _pairs(text, target) if _is_called(pair[0], match[1])]
    if index >= len(found):
        return None
    start, middle, end = found[index]
    return (min(middle + 1, end) if value_only else start), end


def _pairs(text: str, target: Span) -> Iterator[tuple[str, int, int, int]]:
    """The pairs of query and fragment: the name, where it begins, where its `=` is, the end."""
    fragment = text.find("#", *target)
    stop = target[1] if fragment < 0 else fragment
    mark = text.find("?", target[0], stop)
    query = (mark + 1, stop) if mark >= 0 else (stop, stop)
    for begins, ends in (query, (min(stop + 1, target[1]), target[1])):
        for piece in _PIECE.finditer(text, begins, ends):
            start, end = piece.span()
            equals = text.find("=", start, end)
            middle = end if equals < 0 else equals
            yield unquote(text[start:middle]), start, middle, end


def _is_called(written: str, name: str) -> bool:
    """Whether an evidence path names this: findings cut a name, decoders also write it out."""
    return name in (written, written[:_LONGEST_NAME]) or (name == visible(written[:_LONGEST_NAME]))


def _in_response(exchange: Exchange, path: str, *, value_only: bool) -> _At | None:
    response = exchange.response
    if response is None:
        return None
    if path == "body":
        return _At("body", (0, len(response.text))) if response.text else None
    text = response.head
    if not text:
        return None
    if path == "status":
        start, end = first_line(text)
        match = _STATUS.match(text, start, end)
        return _At("head", match.span(1)) if match else _At("head", (start, end))
    span: Span | None
    if path == "location":
        named = enumerate(response.headers)
        index = next((n for n, (name, _) in named if name.lower() == "location"), None)
        fields = field_spans(text)
        if index is None or index >= len(fields):
            return None
        return _At("head", value_span(text, fields[index]))
    span = _header(text, path)
    if span is not None and value_only:
        span = value_span(text, span)
    return None if span is None else _At("head", span)


def _named_error(exchange: Exchange, field: str) -> Span | None:
    """The member of a JSON body under which a field's messages stand; else the whole body."""
    text = part_text(exchange, "body")
    if not text:
        return None
    last = re.split(r"[./]", field)[-1]
    for name in dict.fromkeys((field, last)):
        for written in dict.fromkeys((json.dumps(name), json.dumps(name, ensure_ascii=False))):
            if name and (match := re.search(rf"(?<!\\){re.escape(written)}(?=\s*:)", text)):
                return match.span()
            if name and (match := re.search(rf"#?/[^\"]*{re.escape(name)}(?=\")", text)):
                return match.span()
    return 0, len(text)


def _in_form(exchange: Exchange, index: int, name: str | None, value_only: bool) -> Span | None:
    page, text = exchange.page, part_text(exchange, "body")
    if page is None or text is None or index >= len(page.forms):
        return None
    form = page.forms[index]
    if name is None:
        return form.span
    span = _control(page, form, name, text)
    if span is not None:
        return _value(text, span) if value_only else _whole(text, span)
    if form.span is None or name not in ("action", "method", "enctype"):
        return form.span
    return attribute_span(text, form.span, name) or form.span


def _control(page: Page, form: Form, name: str, text: str) -> Span | None:
    """The start tag of an input, or of a control that is not submitted."""
    named = [one for one in form.inputs if _is_called(one.name, name)]
    match = _INDEXED.fullmatch(name)
    index = 0
    if not named and match:
        index = int(match[2])
        named = [one for one in form.inputs if _is_called(one.name, match[1])]
    if index < len(named):
        return named[index].span
    by_id = name == "submit" and form.submit_hidden
    if not by_id and not any(_is_called(left.name, name) for left in form.left_out):
        return None
    submitted = {one.span for other in page.forms for one in other.inputs}
    for tag in written_tags(text):
        if tag.span not in submitted and (by_id or tag.name in _CONTROLS):
            written = attributes(text, tag.span)
            names = (written.get("name"), written.get("id") if by_id else None)
            if any(one is not None and _is_called(one, name) for one in names):
                return tag.span
    return None


def _whole(text: str, span: Span) -> Span:
    """A control with its content, where its value stands there."""
    name = re.compile(r"<([A-Za-z]+)").match(text, span[0])
    if name is None or name[1].lower() not in _WITH_CONTENT:
        return span
    return span[0], end_of_content(text, WrittenTag(name[1], span))


def _value(text: str, span: Span) -> Span:
    whole = _whole(text, span)
    return (span[1], whole[1]) if whole != span else attribute_span(text, span, "value") or span


def _on_page(exchange: Exchange, path: str) -> Span | None:
    page, text = exchange.page, part_text(exchange, "body")
    if page is None or text is None:
        return None
    tags = written_tags(text)
    if path in ("title", "h1"):
        tag = next((tag for tag in tags if tag.name == path), None)
        return None if tag is None else (tag.span[1], end_of_content(text, tag))
    if path == "noscript":
        return next((tag.span for tag in tags if tag.name == "noscript"), None)
    if path == "auto_submit":
        return next((tag.span for tag in tags if tag.name == "body"), None)
    if path == "onload":
        return _handler(page, text, tags)
    if path == "script":
        return _script(text, tags)
    if path == "base":
        return _with_attribute(text, tags, "base", "href")
    if path == "refresh":
        return _refresh(text, tags)
    match = _INDEXED.fullmatch(path)
    if match and match[1] == "resources" and int(match[2]) < len(page.resources):
        return _resource(page, int(match[2]), text, tags)
    return None


def _handler(page: Page, text: str, tags: Iterator[WrittenTag]) -> Span | None:
    names = {attribute for _, attribute, _ in page.inline_handlers}
    wanted = "onload" if "onload" in names or not names else page.inline_handlers[0][1]
    return next(
        (span for tag in tags if (span := attribute_span(text, tag.span, wanted)) is not None),
        None,
    )


def _script(text: str, tags: Iterator[WrittenTag]) -> Span | None:
    """The first inline script that may lead on, else the first one."""
    spans = [
        (tag.span[1], end_of_content(text, tag))
        for tag in tags
        if tag.name == "script" and "src" not in attributes(text, tag.span)
    ]
    leading = (span for span in spans if _LEADING.search(text, *span))
    return next(leading, spans[0] if spans else None)


def _with_attribute(
    text: str, tags: Iterator[WrittenTag], element: str, attribute: str
) -> Span | None:
    spans = (attribute_span(text, tag.span, attribute) for tag in tags if tag.name == element)
    return next((span for span in spans if span is not None), None)


def _refresh(text: str, tags: Iterator[WrittenTag]) -> Span | None:
    for tag in tags:
        if tag.name == "meta":
            found = attributes(text, tag.span)
            if found.get("http-equiv", "").lower() == "refresh":
                return attribute_span(text, tag.span, "content") or tag.span
    return None


def _resource(page: Page, index: int, text: str, tags: Iterator[WrittenTag]) -> Span | None:
    resource = page.resources[index]
    before = sum(one == resource for one in page.resources[:index])
    for tag in tags:
        if tag.name == resource.element:
            for attribute in ("src", "href", "data"):
                span = attribute_span(text, tag.span, attribute)
                if span is not None and unescape(text[slice(*span)]) == resource.written:
                    if not before:
                        return span
                    before -= 1
    return None


def _line_and_column(text: str, at: int) -> tuple[int, int]:
    until = at - 1 if text[at - 1 : at + 1] == "\r\n" and at else at
    ends = text.count("\n", 0, until) + text.count("\r", 0, until) - text.count("\r\n", 0, until)
    begins = max(text.rfind("\n", 0, until), text.rfind("\r", 0, until)) + 1
    return ends + 1, at - begins + 1


def _raw_span(exchange: Exchange, part: Part, text: str, span: Span) -> Span | None:
    """The bytes of a span in what was sent or came, where its text stands there as such."""
    capture, response = exchange.capture, exchange.response
    if part == "request":
        return _eye_bytes(capture.sent, text, span) if capture.sent else None
    if response is None:
        return None
    if part == "head":
        bounded = capture.received[response.head_at : response.body_at]
        raw = _eye_bytes(bounded, text, span)
        return None if raw is None else (raw[0] + response.head_at, raw[1] + response.head_at)
    at, body = response.body_at, response.body
    if not capture.received.startswith(body, at) or response.charset is None:
        return None
    mark = bom_length(body)
    before = encoded(text[: span[0]], response.charset)
    value = encoded(text[slice(*span)], response.charset)
    if before is None or value is None:
        return None
    start = mark + len(before)
    if not body.startswith(before, mark) or not body.startswith(value, start):
        return None
    return at + start, at + start + len(value)


def _eye_bytes(raw: bytes, text: str, span: Span) -> Span | None:
    """The bytes of a span of `eye_text`: UTF-8 as a whole, else line by line UTF-8 or Latin-1."""
    start, end = (_eye_length(raw, text, place) for place in span)
    return start, end


def _eye_length(raw: bytes, text: str, at: int) -> int:
    line = text.count("\n", 0, at)
    begins = text.rfind("\n", 0, at) + 1
    before = len(b"\n".join(raw.split(b"\n", line)[:line])) + 1 if line else 0
    written = raw[before:].split(b"\n", 1)[0]
    inside = text[begins:at]
    try:
        written.decode("utf-8")
    except UnicodeDecodeError:
        return before + len(inside)
    return before + len(inside.encode("utf-8", "surrogatepass"))
