"""Messages as text, one exchange after the other, each under a `###` line that names it; `.http`
files of editors are read too, as requests alone.

An answer's line says how long its body is, so that no text in a body can pass for the next one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from workbench.inspection.head import text_of
from workbench.interop.messages import STATUS_LINE, fields
from workbench.interop.origins import absolute_url, date_of
from workbench.interop.rebuilding import (
    Notes,
    encoded_text,
    header_lines,
    request_bytes,
    response_bytes,
)
from workbench.interop.registry import (
    Entry,
    Found,
    Leaving,
    Problem,
    RequestAlone,
    Source,
    exporter,
    importer,
)
from workbench.model.capture import Capture

_LOST = "the bytes: put together from messages exported as text"
_MARK = re.compile(rb"^###", re.MULTILINE)
_ANSWER_MARK = re.compile(rb"### response, body of ([0-9]{1,12}) bytes[^\n]*\n")
_REQUEST = re.compile(
    rb"^([A-Z]{3,10}) ((?:https?://|/|\{\{)\S+)(?: HTTP/[0-9.]+)?[ \t]*\r?$", re.MULTILINE
)


@exporter("http", "request and answer as text, as they are read in a terminal", ".http")
def write_http(leaving: Iterable[Leaving]) -> Iterator[bytes]:
    """Blocks of a request and its answer."""
    for one in leaving:
        yield _request_block(one.document)
        yield _response_block(one.document)


def _request_block(document: Mapping[str, object]) -> bytes:
    request = document.get("request")
    request = request if isinstance(request, Mapping) else {}
    number = document.get("id")
    named = f" {number}" if number is not None else ""
    started, origin = document.get("started_at") or "time unknown", document.get("origin")
    url = re.sub(r"[\x00-\x20\x7f]+", "", str(request.get("url") or ""))
    line = f"### exchange{named}, {started}, {origin}\n{request.get('method')} {url} HTTP/1.1\n"
    return line.encode("utf-8", "replace") + _head(request.get("headers")) + b"\n"


def _response_block(document: Mapping[str, object]) -> bytes:
    response, failure = document.get("response"), document.get("failure")
    if not isinstance(response, Mapping):
        words = failure.get("message") if isinstance(failure, Mapping) else "none came"
        return f"### no response: {_one_line(words)}\n\n".encode("utf-8", "replace")
    text, coded = response.get("body"), response.get("body_base64")
    note = ""
    if text is None and coded is not None:
        text, note = coded, " (base64, since they are no text)"
    body = str(text or "").encode("utf-8", "replace")
    status = response.get("status")
    head = f"{response.get('http_version') or 'HTTP/1.1'} {status} {response.get('reason')}".strip()
    shown = f"{_one_line(head)}\n".encode("utf-8", "replace") if status is not None else b""
    mark = f"### response, body of {len(body)} bytes{note}\n".encode()
    return mark + shown + _head(response.get("headers")) + b"\n" + body + b"\n\n"


def _head(headers: object) -> bytes:
    pairs = headers if isinstance(headers, list) else []
    lines = header_lines([(str(pair[0]), str(pair[1])) for pair in pairs], Notes())
    return lines.replace(b"\r\n", b"\n")


def _one_line(text: object) -> str:
    return re.sub(r"[\x00-\x1f\x7f]+", " ", str(text or ""))


def looks_like(data: bytes) -> bool:
    """A `###` line, or a request line with a whole URL, first."""
    start = data.lstrip()[:2048]
    return start.startswith(b"###") or (
        _REQUEST.match(start) is not None and b"://" in start.partition(b"\n")[0]
    )


@importer(".http text", 50, looks_like)
def read_http_text(source: Source) -> Iterator[Found]:
    """Blocks in file order."""
    data, at = source.data, 0
    asked: re.Match[bytes] | None = None
    asked_head: bytes = b""
    found_any = False
    while at < len(data):
        answer = _ANSWER_MARK.match(data, at)
        if answer is not None:
            entry, at = _answered(data, answer, asked, asked_head, source)
            asked = None
            found_any = True
            yield entry
            continue
        following = _MARK.search(data, at + 3)
        end = following.start() if following else len(data)
        if asked is not None:
            yield RequestAlone()
        asked = _REQUEST.search(data, at, end)
        asked_head = data[asked.end() : end] if asked else b""
        found_any = found_any or asked is not None
        at = end
    if asked is not None:
        yield RequestAlone()
    if not found_any:
        yield Problem("no request and no answer under its ### lines")


def _answered(
    data: bytes,
    mark: re.Match[bytes],
    asked: re.Match[bytes] | None,
    asked_head: bytes,
    source: Source,
) -> tuple[Found, int]:
    blank = data.find(b"\n\n", mark.end() - 1)
    head_end = blank + 2 if blank >= 0 else len(data)
    head = data[mark.end() : max(mark.end(), blank if blank >= 0 else len(data))]
    end = min(head_end + int(mark[1]), len(data))
    lines = [line.rstrip(b"\r") for line in head.split(b"\n")]
    status = STATUS_LINE.match(lines[0])
    notes = Notes([_LOST])
    headers = fields(lines[1:] if status else lines)
    body = encoded_text(data[head_end:end].decode("utf-8", "replace"), headers, notes)
    received = body
    if status is not None:
        version = lines[0].partition(b" ")[0].decode("ascii", "replace")
        reason = status[2].decode("utf-8", "replace").strip()
        received = response_bytes(int(status[1]), reason, headers, body, notes, version=version)
    following = _MARK.search(data, end)
    after = following.start() if following else len(data)
    if asked is None:
        return Problem("an answer without its request"), after
    target = text_of(asked[2], [], 1)
    sent_headers = fields(
        [line.rstrip(b"\r") for line in asked_head.partition(b"\n\n")[0].split(b"\n")]
    )
    host = next((value for name, value in sent_headers if name.lower() == "host"), None)
    url = absolute_url(target, host, source.url)
    sent = request_bytes(asked[1].decode("ascii"), url, sent_headers, notes)
    capture = Capture(
        url=url,
        sent=sent,
        received=received,
        started_at=date_of(headers),
        wire="rebuilt",
        wire_notes=tuple(notes.texts),
    )
    return Entry(capture), after
