"""The errors an answer names, whatever shape they came in: field -> messages, in order.

One table of shapes, tried in order; the first that fits wins. Bounded: 50 fields, 20 messages
each, 2 KiB a message. JSON that is too big, too deep or out of bounds is read as plain text.

Shapes (`FieldErrors.shape`): `flinks` FlinksCode/HttpStatusCode with Message; `validation-problem`
ASP.NET's `errors` map; `problem` RFC 9457; `oauth` RFC 6749 section 5.2; `field-map` field ->
messages; `fdx` code and message; `texts` a JSON string or list of strings; `html` an error page;
`text` any other text; `empty` no body; `binary` no text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from typing import NamedTuple

from workbench.inspection.media import is_html
from workbench.model.finding import Json
from workbench.model.page import Page
from workbench.model.response import FieldErrors, Response

MAX_FIELDS = 50
MAX_MESSAGES = 20
MAX_MESSAGE = 2048
MAX_JSON = 1024 * 1024
_MAX_DEPTH = 32
_FIRST_LINE = 200
_NO_ERRORS = FieldErrors()

JsonObject = dict[str, Json]
# Header names and body patterns that give the id to quote to whoever answered.
_TRACE_HEADERS = (
    "cf-ray",
    "x-amz-cf-id",
    "x-azure-ref",
    "x-sucuri-id",
    "x-amzn-requestid",
    "x-request-id",
    "x-correlation-id",
)
_TRACE_TEXTS = (
    re.compile(r"Incapsula incident ID:?\s*([0-9-]{6,80})", re.IGNORECASE),
    re.compile(r"support id is:?\s*([0-9]{6,40})", re.IGNORECASE),
    re.compile(r"Reference\s*#\s*([0-9a-f.]{6,80})", re.IGNORECASE),
    re.compile(r"Ray ID:?\s*(?:<[^>]{1,80}>)?\s*([0-9a-f]{12,20})", re.IGNORECASE),
)
_TRACE_SEARCHED = 64 * 1024


class _Shape(NamedTuple):
    """A shape of error object: its name and the function that reads it, None where it is none."""

    name: str
    read: Callable[[JsonObject, Response], FieldErrors | None]


def read_errors(response: Response | None, page: Page | None) -> FieldErrors:
    """The errors of an answer; empty where it names none.

    Below status 400 only what is unmistakably an error counts; from 400 on every body is one.
    """
    if response is None:
        return _NO_ERRORS
    failed = response.status is not None and response.status >= 400
    text = response.text
    if text is not None and (start := text[:64].lstrip()[:1]) and start in '{["':
        found = _from_json(text, response)
        if found is not None:
            return found
    return _from_body(response, page) if failed else _NO_ERRORS


def _from_json(text: str, response: Response) -> FieldErrors | None:
    value = read_json(text)
    if isinstance(value, dict):
        for shape in _SHAPES:
            found = shape.read(value, response)
            if found is not None:
                return _named(found, shape.name)
        return None
    if response.status is not None and response.status < 400:
        return None
    texts = _texts(value)
    return FieldErrors((("", texts),), shape="texts") if texts else None


def read_json(text: str) -> Json:
    """The JSON value of a text, None where it is none or goes beyond the bounds.

    Repeated keys that hold lists are joined; NaN, Infinity and giant integers are refused.
    """
    if len(text) > MAX_JSON or not _shallow(text):
        return None
    try:
        value: Json = json.loads(text, object_pairs_hook=_joined, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    return value


def _shallow(text: str) -> bool:
    """Whether nesting stays within bounds; brackets inside strings do not count."""
    depth = 0
    for match in re.finditer(r'"(?:[^"\\]|\\.)*"?|[\[{]|[\]}]', text, re.DOTALL):
        mark = match[0]
        if mark in "[{":
            depth += 1
            if depth > _MAX_DEPTH:
                return False
        elif mark in "]}":
            depth -= 1
    return True


def _joined(pairs: list[tuple[str, Json]]) -> JsonObject:
    joined: JsonObject = {}
    for key, value in pairs:
        before = joined.get(key)
        if isinstance(before, list) and isinstance(value, list):
            joined[key] = before + value
        else:
            joined[key] = value
    return joined


def _refuse(name: str) -> Json:
    raise ValueError(name)


def _flinks(body: JsonObject, response: Response) -> FieldErrors | None:
    """Flinks API: `FlinksCode`, `HttpStatusCode`, `Message`, `ValidationDetails`, `RequestId`."""
    code = body.get("FlinksCode")
    status = body.get("HttpStatusCode")
    if "FlinksCode" not in body and "HttpStatusCode" not in body:
        return None
    # The same envelope carries successes (HttpStatusCode 200), which are no errors.
    stated = status if isinstance(status, int) else response.status
    if code is None and stated is not None and stated < 400:
        return None
    fields: list[tuple[str, tuple[str, ...]]] = []
    message = _text(body.get("Message"))
    if message:
        fields.append(("", (message,)))
    details = body.get("ValidationDetails")
    if isinstance(details, dict):
        fields.extend(_field_map(details))
    elif texts := _texts(details):
        fields.append(("ValidationDetails", texts))
    if not fields:
        fields.append(("", (_text(code) or f"status {stated}",)))
    return FieldErrors(tuple(fields), code=_text(code), trace=_text(body.get("RequestId")))


def _validation_problem(body: JsonObject, _response: Response) -> FieldErrors | None:
    errors = body.get("errors")
    if not isinstance(errors, dict) or not errors:
        return None
    fields = _field_map(errors)
    if not fields:
        return None
    return FieldErrors(
        fields, title=_text(body.get("title")), trace=_text(body.get("traceId")) or None
    )


def _problem(body: JsonObject, response: Response) -> FieldErrors | None:
    members = sum(name in body for name in ("type", "title", "status", "detail"))
    if members < 2 and response.media_type != "application/problem+json":
        return None
    # A member of another type than RFC 9457 gives it is ignored (section 3.1).
    title, detail = _string(body.get("title")), _string(body.get("detail"))
    items = body.get("errors")
    fields: list[tuple[str, tuple[str, ...]]] = [
        (_pointed(_string(item.get("pointer")) or ""), (message,))
        for item in (items[:MAX_FIELDS] if isinstance(items, list) else ())
        if isinstance(item, dict) and (message := _string(item.get("detail")))
    ]
    if not fields:
        status = _text(body.get("status"))
        message = detail or title or (f"status {status}" if status else "problem")
        fields.append(("", (message,)))
    return FieldErrors(_merged(fields), title=title, trace=_text(body.get("traceId")))


def _oauth(body: JsonObject, _response: Response) -> FieldErrors | None:
    code = body.get("error")
    if not isinstance(code, str):
        return None
    message = _text(body.get("error_description")) or _text(code) or ""
    return FieldErrors((("", (message,)),), code=_text(code))


def _fdx(body: JsonObject, _response: Response) -> FieldErrors | None:
    code, message = body.get("code"), body.get("message")
    if not isinstance(code, str | int) or isinstance(code, bool) or not isinstance(message, str):
        return None
    return FieldErrors((("", (_text(message) or "",)),), code=_text(code))


def _map(body: JsonObject, response: Response) -> FieldErrors | None:
    """`{"lang": ["..."]}`: ASP.NET's SerializableError. A bare string counts as a list of one
    where the status says that this is an error."""
    failed = response.status is not None and response.status >= 400
    if not body:
        return None
    for value in body.values():
        strings = isinstance(value, list) and all(isinstance(item, str) for item in value)
        if not strings and not (failed and isinstance(value, str)):
            return None
    fields = _field_map(body)
    return FieldErrors(fields) if fields else None


_SHAPES = (
    _Shape("flinks", _flinks),
    _Shape("validation-problem", _validation_problem),
    _Shape("problem", _problem),
    _Shape("oauth", _oauth),
    _Shape("fdx", _fdx),
    _Shape("field-map", _map),
)


def _from_body(response: Response, page: Page | None) -> FieldErrors:
    """A failed answer in no shape of JSON: its page's title and heading, or its first line."""
    text = response.text
    trace = _trace(response)
    if not response.body:
        return FieldErrors((("", ("empty body",)),), trace=trace, shape="empty")
    if text is None:
        message = f"{len(response.body):,} bytes that are no text"
        return FieldErrors((("", (message,)),), trace=trace, shape="binary")
    if page is not None and is_html(response.media_type, response.body) and "<" in text:
        said = dict.fromkeys(_cut(part) for part in (page.title, page.h1) if part)
        messages = tuple(said) or ("a page without title or heading",)
        return FieldErrors((("", messages),), title=page.title, trace=trace, shape="html")
    line = text[:4096].strip().split("\n", 1)[0].strip()[:_FIRST_LINE]
    return FieldErrors((("", (line or "empty body",)),), trace=trace, shape="text")


def _trace(response: Response) -> str | None:
    for name in _TRACE_HEADERS:
        value = response.header(name)
        if value:
            return _cut(value)
    searched = (response.text or "")[:_TRACE_SEARCHED]
    if "&#" in searched:  # Akamai writes its reference in character references
        searched = unescape(searched)
    for pattern in _TRACE_TEXTS:
        match = pattern.search(searched)
        if match is not None:
            return match[1]
    return None


def _field_map(body: JsonObject) -> tuple[tuple[str, tuple[str, ...]], ...]:
    fields = []
    for name, value in list(body.items())[:MAX_FIELDS]:
        texts = _texts(value)
        if texts:
            fields.append((_cut(name), texts))
    return tuple(fields)


def _merged(fields: list[tuple[str, tuple[str, ...]]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Messages of the same field together, in order of appearance."""
    merged: dict[str, tuple[str, ...]] = {}
    for name, messages in fields:
        merged[name] = (merged.get(name, ()) + messages)[:MAX_MESSAGES]
    return tuple(merged.items())


def _pointed(pointer: str) -> str:
    """A JSON pointer as a dotted name: `#/a/b` -> `a.b` (RFC 6901 section 4)."""
    steps = pointer.removeprefix("#").split("/")
    return ".".join(s.replace("~1", "/").replace("~0", "~") for s in steps if s)


def _texts(value: Json) -> tuple[str, ...]:
    if isinstance(value, str):
        return (_cut(value),)
    if not isinstance(value, list):
        return ()
    return tuple(_cut(item) for item in value[:MAX_MESSAGES] if isinstance(item, str))


def _text(value: Json) -> str | None:
    """A string or number as text; None for any other type, which is ignored."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return _cut(str(value))


def _string(value: Json) -> str | None:
    return _cut(value) if isinstance(value, str) else None


def _cut(text: str) -> str:
    """At most 2 KiB, and no lone surrogate: JSON can hold one, storage cannot."""
    text = text[:MAX_MESSAGE]
    if text.isascii():
        return text
    return text.encode("utf-8", "surrogatepass")[:MAX_MESSAGE].decode("utf-8", "replace")


def _named(errors: FieldErrors, shape: str) -> FieldErrors:
    return FieldErrors(errors.fields, errors.code, errors.title, errors.trace, shape)
