"""Raw HTTP messages, and what `curl -i` prints: one or several answers, each with or without the
request before it.

Bytes that are a whole HTTP/1 message are taken as those of the wire; what curl or a terminal
changed is put together again and said so.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.interop.messages import (
    REQUEST_LINE,
    STATUS_LINE,
    Answer,
    Asked,
    after_blank,
    read_answer,
    read_asked,
)
from workbench.interop.origins import absolute_url, date_of, own_url
from workbench.interop.registry import Entry, Found, Problem, RequestAlone, Source, importer
from workbench.model.capture import Capture


def looks_like(data: bytes) -> bool:
    """A status line or a request line comes first."""
    at = after_blank(data[:4096], 0)
    return bool(STATUS_LINE.match(data, at) or REQUEST_LINE.match(data, at))


@importer("raw HTTP or curl -i", 40, looks_like)
def read_raw_http(source: Source) -> Iterator[Found]:
    """Messages in file order."""
    data, at = source.data, 0
    asked: Asked | None = None
    while (at := after_blank(data, at)) < len(data):
        answer = read_answer(data, at, asked.method if asked else "GET")
        if answer is not None:
            yield _entry(asked, answer, source)
            at, asked = answer.end, None
            continue
        if asked is not None:
            yield RequestAlone()
        asked = read_asked(data, at)
        if asked is None:
            yield Problem(f"{len(data) - at:,} bytes at {at:,} are no HTTP message")
            return
        at = asked.end
    if asked is not None:
        yield RequestAlone()


def _entry(asked: Asked | None, answer: Answer, source: Source) -> Entry:
    notes = list(answer.notes)
    if asked is None:
        url, note = own_url(source.url)
        notes.append(note)
    else:
        host = next((v for n, v in asked.headers if n.lower() == "host"), None)
        url = absolute_url(asked.target, host, source.url)
    return Entry(
        Capture(
            url=url,
            sent=asked.sent if asked else b"",
            received=answer.received,
            started_at=date_of(answer.headers),
            wire=answer.wire,
            wire_notes=tuple(notes),
        ),
        request_known=asked is not None,
    )
