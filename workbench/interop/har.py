"""HAR 1.2 as browsers and proxies write it (http://www.softwareishard.com/blog/har-12-spec/).

A HAR holds names, values and decoded text, not bytes: each message is put together again and what
is missing is noted. An entry that cannot be read is a problem in words, never an error. Files that
an entry names (`_file`) are never opened.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import get_args
from urllib.parse import urlsplit

from workbench.interop.failing import browser_failure
from workbench.interop.rebuilding import Notes, encoded_text, request_bytes, response_bytes
from workbench.interop.registry import Entry, Found, Problem, Source, Unreadable, importer
from workbench.model.capture import Capture, Failure, FailureKind, Phase, Timing

Json = dict[str, object]
Pair = tuple[str, str]

LOST = "letter case and order of headers: as the tool that wrote the HAR has them"


def looks_like(data: bytes) -> bool:
    """A JSON object with a log of entries."""
    return data.lstrip()[:1] == b"{" and b'"log"' in data and b'"entries"' in data


@importer("HAR", 20, looks_like)
def read_har(source: Source) -> Iterator[Found]:
    """Entries in file order."""
    try:
        content = json.loads(source.data.decode("utf-8", "replace"))
    except ValueError as error:
        raise Unreadable(f"no JSON: {str(error)[:100]}") from None
    except RecursionError:
        raise Unreadable("nested too deep") from None
    log = _object(_object(content).get("log"))
    entries = log.get("entries")
    if not isinstance(entries, list):
        raise Unreadable("no log.entries")
    for number, entry in enumerate(entries, 1):
        yield _entry(_object(entry), number)


def _entry(entry: Json, number: int) -> Entry | Problem:
    request, response = _object(entry.get("request")), _object(entry.get("response"))
    url = request.get("url")
    if not isinstance(url, str) or not url:
        return Problem(f"entry {number} has no request URL")
    try:
        port = urlsplit(url).port or (80 if url.lower().startswith("http:") else 443)
    except ValueError:
        return Problem(f"entry {number}: its URL cannot be read")
    notes = Notes([LOST])
    method = _text(request.get("method")) or "GET"
    sent = request_bytes(method, url, _pairs(request.get("headers")), notes, _posted(request))
    status = response.get("status")
    known = isinstance(status, int) and not isinstance(status, bool) and 0 < status <= 999
    received = b""
    if known and isinstance(status, int):
        received = _answer(response, status, method, notes)
    elif response.get("_status_unknown") is True or response.get("_invalid") is True:
        received = _bare_page(response, notes)
    failure = _failure(entry, response, has_answer=bool(received))
    address = _text(entry.get("serverIPAddress")).strip("[]")
    return Entry(
        Capture(
            url=url.encode("utf-8", "replace").decode("utf-8"),
            sent=sent,
            received=received,
            started_at=_moment(entry),
            timing=_timing(entry),
            peer=_peer(address, port),
            failure=failure,
            wire="rebuilt",
            wire_notes=tuple(notes.texts),
        )
    )


def _answer(response: Json, status: int, method: str, notes: Notes) -> bytes:
    headers = _pairs(response.get("headers"))
    return response_bytes(
        status,
        _text(response.get("statusText")),
        headers,
        _content(response, headers, notes),
        notes,
        version=_version(response),
        has_body=method.upper() != "HEAD",
        trailers=_pairs(response.get("_trailers")),
    )


def _bare_page(response: Json, notes: Notes) -> bytes:
    return _content(response, (), notes) or b""


def _content(response: Json, headers: tuple[Pair, ...], notes: Notes) -> bytes | None:
    """The body after decoding; None where the file lacks it, as browsers do for redirects."""
    content = _object(response.get("content"))
    text = content.get("text")
    if not isinstance(text, str):
        size, stated = content.get("size"), _first(headers, "content-length")
        empty = size == 0 and stated in (None, "0") and not _first(headers, "transfer-encoding")
        return b"" if empty else None
    if content.get("encoding") == "base64":
        try:
            return base64.b64decode("".join(text.split()), validate=True)
        except ValueError:
            notes.add("the body: said to be base64 and is not, so it stands as text")
    return encoded_text(text, headers, notes)


def _posted(request: Json) -> bytes:
    text = _object(request.get("postData")).get("text")
    return text.encode("utf-8", "replace") if isinstance(text, str) else b""


def _failure(entry: Json, response: Json, *, has_answer: bool) -> Failure | None:
    own = _object(entry.get("_failure"))
    kind, phase = own.get("kind"), own.get("phase")
    if kind in get_args(FailureKind) and phase in get_args(Phase):
        addresses = own.get("addresses")
        return Failure(
            kind,  # type: ignore[arg-type]  # one of the literals, as just looked up
            _text(own.get("cause")),
            phase,  # type: ignore[arg-type]  # likewise
            _text(own.get("message")),
            _text(own.get("hint")),
            tuple(map(_text, addresses)) if isinstance(addresses, list) else (),
        )
    if has_answer:
        return None
    words = _text(response.get("_error")) or _text(entry.get("_error"))
    return browser_failure(words or _text(response.get("statusText")))


def _version(response: Json) -> str:
    written = _text(response.get("httpVersion")).upper()
    if written in ("HTTP/1.0", "HTTP/1.1"):
        return written
    return "HTTP/2" if written.startswith(("H2", "H3", "HTTP/2", "HTTP/3", "QUIC")) else "HTTP/1.1"


def _timing(entry: Json) -> Timing:
    timings = _object(entry.get("timings"))
    part = {name: _milliseconds(timings.get(name)) for name in ("dns", "connect", "ssl", "wait")}
    connect = part["connect"]
    if connect is not None and part["ssl"] is not None:
        # HAR counts TLS as a part of connecting.
        connect = max(0.0, connect - part["ssl"])
    first = part["wait"]
    if first is not None:
        before = ("blocked", "dns", "connect", "send")
        first += sum(_milliseconds(timings.get(name)) or 0.0 for name in before)
    total = _milliseconds(entry.get("time"))
    return Timing(part["dns"], connect, part["ssl"], first if total else None, total or None)


def _milliseconds(value: object) -> float | None:
    """A duration; -1 stands for "does not apply"."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value < 1e12 else None


def _moment(entry: Json) -> datetime | None:
    if entry.get("_started_unknown") is True:
        return None
    try:
        moment = datetime.fromisoformat(_text(entry.get("startedDateTime")))
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _peer(address: str, port: int) -> str | None:
    if not address:
        return None
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"


def _pairs(written: object) -> tuple[Pair, ...]:
    """Headers in order, HTTP/2's pseudo headers left out. Chromium writes several `Set-Cookie` as
    one value with line ends."""
    pairs: list[Pair] = []
    for item in written if isinstance(written, list) else []:
        name, value = _text(_object(item).get("name")), _text(_object(item).get("value"))
        if name and not name.startswith(":"):
            several = name.lower() == "set-cookie"
            pairs += [(name, one) for one in (value.split("\n") if several else [value])]
    return tuple(pairs)


def _first(headers: tuple[Pair, ...], wanted: str) -> str | None:
    return next((value for name, value in headers if name.lower() == wanted), None)


def _object(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
