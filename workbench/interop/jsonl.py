"""The workbench's own documents: JSON Lines, one `workbench.exchange/1` a line, and JSON, an array
of the same; both read back in.

With secrets, `raw` carries the bytes of both sides in base64 and the way back is exact; without,
a message is put together from what its document shows.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import get_args

from workbench.document.text import to_json
from workbench.interop.rebuilding import Notes, encoded_text, request_bytes, response_bytes
from workbench.interop.registry import (
    Entry,
    Found,
    Leaving,
    Problem,
    Source,
    Unreadable,
    exporter,
    importer,
)
from workbench.model.capture import Capture, Failure, FailureKind, Phase, Timing, Wire

SCHEMA = "workbench.exchange/1"
_LOST = "the bytes: put together from an exported document"

Json = Mapping[str, object]


@exporter("jsonl", "JSON Lines: one whole exchange a line; imports again", ".jsonl")
def write_jsonl(leaving: Iterable[Leaving]) -> Iterator[bytes]:
    """One document a line."""
    for one in leaving:
        yield to_json(_with_raw(one)).encode("utf-8", "replace") + b"\n"


@exporter("json", "JSON: an array of whole exchanges", ".json")
def write_json(leaving: Iterable[Leaving]) -> Iterator[bytes]:
    """An array, an exchange after the other."""
    before = b"[\n"
    for one in leaving:
        yield before + to_json(_with_raw(one), indent=2).encode("utf-8", "replace")
        before = b",\n"
    yield b"[]\n" if before == b"[\n" else b"\n]\n"


def looks_like(data: bytes) -> bool:
    """JSON that names the schema of an exchange early."""
    return data.lstrip()[:1] in (b"{", b"[") and SCHEMA.encode() in data[: 64 * 1024]


@importer("JSON or JSON Lines of this workbench", 10, looks_like)
def read_documents(source: Source) -> Iterator[Found]:
    """Documents in file order."""
    try:
        whole = json.loads(source.data)
    except (ValueError, RecursionError):
        yield from _lines(source)
        return
    documents = whole if isinstance(whole, list) else [whole]
    if not any(_object(document).get("schema") == SCHEMA for document in documents):
        raise Unreadable(f"no {SCHEMA} in it")
    for number, document in enumerate(documents, 1):
        yield _entry(document, f"document {number}")


def _lines(source: Source) -> Iterator[Found]:
    """JSON Lines; bytes that are no JSON at all are not ours."""
    some = False
    for number, line in enumerate(source.data.splitlines(), 1):
        if not line.strip():
            continue
        try:
            document = json.loads(line)
        except (ValueError, RecursionError):
            if not some:
                raise Unreadable(f"line {number} is no JSON") from None
            yield Problem(f"line {number} is no JSON")
            continue
        some = True
        yield _entry(document, f"line {number}")


def _with_raw(one: Leaving) -> Json:
    if one.sent is None or one.received is None:
        return one.document
    raw = {
        "request": base64.b64encode(one.sent).decode("ascii"),
        "response": base64.b64encode(one.received).decode("ascii"),
    }
    return {**one.document, "raw": raw}


def _entry(document: object, place: str) -> Entry | Problem:
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        return Problem(f"{place} is no {SCHEMA}")
    request, response = _object(document.get("request")), document.get("response")
    url = request.get("url")
    if not isinstance(url, str):
        return Problem(f"{place} has no request URL")
    url = url.encode("utf-8", "replace").decode("utf-8")
    wire: Wire = "rebuilt"
    notes = Notes([str(note) for note in _list(document.get("wire_notes"))])
    raw = _raw(document.get("raw"))
    if raw is not None:
        sent, received = raw
        wire = next((kind for kind in get_args(Wire) if kind == document.get("wire")), "rebuilt")
    else:
        notes.add(_LOST)
        method = str(request.get("method") or "GET")
        headers = _pairs(request.get("headers"))
        sent = request_bytes(method, url, headers, notes) if headers else b""
        received = _received(_object(response), method, notes) if response else b""
    peer = document.get("peer")
    return Entry(
        Capture(
            url=url,
            sent=sent,
            received=received,
            started_at=_moment(document.get("started_at")),
            timing=_timing(_object(document.get("timing_ms"))),
            peer=peer if isinstance(peer, str) else None,
            failure=_failure(_object(document.get("failure"))),
            wire=wire,
            wire_notes=tuple(notes.texts),
        )
    )


def _raw(raw: object) -> tuple[bytes, bytes] | None:
    if not isinstance(raw, dict):
        return None
    try:
        return (
            base64.b64decode(str(raw.get("request", "")), validate=True),
            base64.b64decode(str(raw.get("response", "")), validate=True),
        )
    except ValueError:
        return None


def _received(response: Json, method: str, notes: Notes) -> bytes:
    headers, status = _pairs(response.get("headers")), response.get("status")
    text, coded = response.get("body"), response.get("body_base64")
    body: bytes | None = None
    if isinstance(text, str):
        body = encoded_text(text, headers, notes)
    elif isinstance(coded, str):
        try:
            body = base64.b64decode(coded, validate=True)
        except ValueError:
            notes.add("the body: said to be base64 and is not")
    if not isinstance(status, int):
        return body or b""
    return response_bytes(
        status,
        str(response.get("reason") or ""),
        headers,
        body,
        notes,
        version=str(response.get("http_version") or "HTTP/1.1"),
        has_body=method != "HEAD",
        trailers=_pairs(response.get("trailers")),
    )


def _moment(text: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
        if moment is None:
            return None
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _timing(timing: Json) -> Timing:
    names = ("dns", "connect", "tls", "first_byte", "total")
    values = (timing.get(name) for name in names)
    return Timing(*(float(v) if isinstance(v, int | float) else None for v in values))


def _failure(failure: Json) -> Failure | None:
    kind = next((k for k in get_args(FailureKind) if k == failure.get("kind")), None)
    phase = next((p for p in get_args(Phase) if p == failure.get("phase")), None)
    if kind is None or phase is None:
        return None
    words = [str(failure.get(name) or "") for name in ("cause", "message", "hint")]
    addresses = tuple(str(address) for address in _list(failure.get("addresses")))
    return Failure(kind, words[0], phase, words[1], words[2], addresses)


def _pairs(pairs: object) -> tuple[tuple[str, str], ...]:
    return tuple(
        (str(pair[0]), str(pair[1]))
        for pair in _list(pairs)
        if isinstance(pair, list) and len(pair) == 2
    )


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _object(value: object) -> Json:
    return value if isinstance(value, dict) else {}
