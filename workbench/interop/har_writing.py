"""HAR 1.2 from documents, entry by entry; what the format cannot say stands in `_` fields, as the
specification asks for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from workbench import __version__
from workbench.interop.registry import Leaving, exporter

UNKNOWN_START = "1970-01-01T00:00:00.000000Z"

Document = Mapping[str, object]


@exporter("har", "HTTP Archive 1.2: opens in browsers' network panels and proxies", ".har")
def write_har(leaving: Iterable[Leaving]) -> Iterator[bytes]:
    """One archive; an entry a line."""
    creator = json.dumps({"name": "authorize-workbench", "version": __version__})
    yield f'{{"log": {{"version": "1.2", "creator": {creator}, "pages": [], "entries": ['.encode()
    comma = "\n"
    for one in leaving:
        yield f"{comma}{json.dumps(_entry(one.document))}".encode()
        comma = ",\n"
    yield b"\n]}}\n"


def _entry(document: Document) -> dict[str, object]:
    timing, started = _object(document, "timing_ms"), document.get("started_at")
    timings = _timings(timing)
    entry: dict[str, object] = {
        "startedDateTime": started or UNKNOWN_START,
        "time": timing.get("total") or 0,
        "request": _request(_object(document, "request")),
        "response": _response(document),
        "cache": {},
        "timings": timings,
    }
    if not started:
        entry["_started_unknown"] = True
    peer = document.get("peer")
    if isinstance(peer, str):
        entry["serverIPAddress"] = peer.rpartition(":")[0].strip("[]")
    if document.get("failure"):
        entry["_failure"] = document["failure"]
    for name in ("id", "uuid", "origin", "labels", "note", "wire", "wire_notes"):
        if document.get(name):
            entry[f"_{name}"] = document[name]
    return entry


def _request(request: Document) -> dict[str, object]:
    return {
        "method": request.get("method"),
        "url": request.get("url"),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _named(request.get("headers")),
        "queryString": _named(request.get("params")),
        "headersSize": -1,
        "bodySize": 0,
    }


def _response(document: Document) -> dict[str, object]:
    response, failure = document.get("response"), document.get("failure")
    if not isinstance(response, Mapping):
        words = failure.get("message") if isinstance(failure, Mapping) else "no answer"
        return _answer(0, "", "", [], {"size": 0, "mimeType": "x-unknown"}) | {"_error": words}
    headers = _named(response.get("headers"))
    body, coded = response.get("body"), response.get("body_base64")
    content: dict[str, object] = {
        "size": response.get("body_bytes") or 0,
        "mimeType": _first(headers, "content-type") or response.get("media_type") or "x-unknown",
    }
    if isinstance(body, str):
        content["text"] = body
    elif isinstance(coded, str):
        content |= {"text": coded, "encoding": "base64"}
    status = response.get("status")
    answer = _answer(
        status or 0,
        response.get("reason") or "",
        response.get("http_version") or "",
        headers,
        content,
    )
    if status is None:
        answer["_status_unknown"] = True
    if response.get("trailers"):
        answer["_trailers"] = _named(response["trailers"])
    return answer


def _answer(
    status: object, reason: object, version: object, headers: list[dict[str, str]], content: object
) -> dict[str, object]:
    return {
        "status": status,
        "statusText": reason,
        "httpVersion": version,
        "cookies": [],
        "headers": headers,
        "content": content,
        "redirectURL": _first(headers, "location") or "",
        "headersSize": -1,
        "bodySize": -1,
    }


def _timings(timing: Document) -> dict[str, float]:
    """HAR's phases, which add up to the whole; -1 where a phase does not apply."""
    dns, connect, tls = (_number(timing.get(name)) for name in ("dns", "connect", "tls"))
    before = sum(part for part in (dns, connect, tls) if part is not None)
    first, total = _number(timing.get("first_byte")), _number(timing.get("total"))
    wait = max(0.0, first - before) if first is not None else 0.0
    receive = max(0.0, total - (first if first is not None else before)) if total else 0.0
    return {
        "blocked": -1,
        "dns": -1 if dns is None else dns,
        "connect": -1 if connect is None else connect + (tls or 0.0),
        "ssl": -1 if tls is None else tls,
        "send": 0,
        "wait": wait,
        "receive": receive,
    }


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _named(pairs: object) -> list[dict[str, str]]:
    if not isinstance(pairs, list):
        return []
    return [{"name": str(pair[0]), "value": str(pair[1])} for pair in pairs]


def _first(headers: list[dict[str, str]], wanted: str) -> str | None:
    return next((h["value"] for h in headers if h["name"].lower() == wanted), None)


def _object(document: Document, name: str) -> Document:
    value = document.get(name)
    return value if isinstance(value, Mapping) else {}
