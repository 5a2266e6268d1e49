"""Exchanges for the tables of findings: the documented page and a well-kept head, with one thing
changed. All of them are bytes that the real readers read."""

from __future__ import annotations

import base64
import json
import re
import zlib
from datetime import UTC, datetime
from html import escape
from typing import Any, NamedTuple
from urllib.parse import quote

from workbench.inspection.reading import read
from workbench.model.capture import Capture, Certificate, Failure, Timing, TlsFacts
from workbench.model.exchange import Context, Exchange, Origin
from workbench.shipped import sample_responses

HOST = "toolbox-api.private.fin.ag"
PATH = "/v3/oauth/authorize"
RETURN = "https://paywithmybank.com/start/external/callback"
STATE = "76602c14-ed42-4d73-ad4f-2d3a0c41cf4f"
NOON = datetime(2026, 11, 24, 10, 0, 0, tzinfo=UTC)
PAGE = (sample_responses() / "documented-page.html").read_text()
GOOD = {"institution_id": "42", "redirect_uri": RETURN, "state": STATE, "lang": "en"}
WELL_KEPT = (
    ("Date", "Tue, 24 Nov 2026 10:00:00 GMT"),
    ("Content-Type", "text/html; charset=utf-8"),
    ("Cache-Control", "no-store"),
    ("Strict-Transport-Security", "max-age=31536000"),
    ("Content-Security-Policy", "frame-ancestors 'none'"),
)


class Case(NamedTuple):
    """One finding: an exchange that fires it, one that nearly does, and the severity to see."""

    id: str
    fires: Exchange
    silent: Exchange
    severity: str | None = None


def query(**changes: str | None) -> str:
    """The good query with parameters changed, added, or (None) left out."""
    pairs = {**GOOD, **changes}
    return "&".join(
        f"{name}={quote(value, safe='')}" for name, value in pairs.items() if value is not None
    )


def page(
    *,
    without: tuple[str, ...] = (),
    extra: str = "",
    action: str | None = "https://ob.flinksapp.com/api/v1/agentless",
    method: str = 'method="post"',
    onload: str | None = "javascript:document.forms[0].submit()",
    head: str = "",
    noscript: bool = True,
    **values: str,
) -> str:
    """The documented page with inputs changed or gone, and markup added."""
    text = PAGE
    for name in without:
        text = re.sub(rf'\s*<input type="hidden" name="{name}"[^>]*/>', "", text)
    for name, value in values.items():
        before, found, after = re.split(rf'(name="{name}" value=)"[^"]*"', text)
        text = f'{before}{found}"{escape(value)}"{after}'
    written = "" if action is None else f' action="{action}"'
    text = re.sub(r'<form method="post" action="[^"]*">', f"<form {method}{written}>", text)
    attribute = "" if onload is None else f' onload="{onload}"'
    text = re.sub(r'<body onload="[^"]*">', lambda _: f"<body{attribute}>", text)
    if not noscript:
        text = re.sub(r'<noscript><input type="submit"[^>]*/></noscript>', "", text)
    return text.replace("<head>", f"<head>{head}").replace("</form>", f"{extra}</form>")


def answer(
    body: str | bytes | None = None,
    status: int = 302,
    *,
    without: tuple[str, ...] = (),
    add: tuple[tuple[str, str], ...] = (),
    length: int | None = None,
) -> bytes:
    """An answer under the well-kept head, some of its lines left out and others added; a line that
    is added replaces that of the same name."""
    data = PAGE if body is None else body
    content = data.encode() if isinstance(data, str) else data
    gone = {name.lower() for name in without} | {name.lower() for name, _ in add}
    lines = [f"HTTP/1.1 {status} Reason"]
    lines += [f"{name}: {value}" for name, value in WELL_KEPT if name.lower() not in gone]
    lines += [f"{name}: {value}" for name, value in add]
    if length is None or length >= 0:
        lines.append(f"Content-Length: {len(content) if length is None else length}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + content


def located(location: str, status: int = 302, **others: Any) -> bytes:
    """An answer with a Location and no body."""
    add = (("Location", location), *others.pop("add", ()))
    return answer("", status, add=add, **others)


def refused(value: object, status: int = 400, **others: Any) -> bytes:
    """An answer with a JSON body."""
    add = (("Content-Type", "application/json"), *others.pop("add", ()))
    return answer(json.dumps(value), status, add=add, **others)


def asked(
    received: bytes | None = None,
    raw_query: str | None = None,
    *,
    scheme: str = "https",
    host: str = HOST,
    path: str = PATH,
    method: str = "GET",
    headers: tuple[tuple[str, str], ...] = (("Accept", "text/plain"),),
    content: bytes = b"",
    origin: Origin = "live",
    context: Context | None = None,
    timing: Timing | None = None,
    tls: TlsFacts | None = None,
    failure: Failure | None = None,
    started_at: datetime | None = NOON,
    **changes: str | None,
) -> Exchange:
    """A call and its answer; without anything changed, one with nothing wrong."""
    asked_for = query(**changes) if raw_query is None else raw_query
    target = f"{path}?{asked_for}" if asked_for else path
    lines = [f"{method} {target} HTTP/1.1", f"Host: {host.rpartition('@')[2]}"]
    lines += [f"{name}: {value}" for name, value in headers]
    if content:
        lines.append(f"Content-Length: {len(content)}")
    capture = Capture(
        f"{scheme}://{host}{target}",
        ("\r\n".join(lines) + "\r\n\r\n").encode() + content,
        answer() if received is None else received,
        started_at,
        timing or Timing(),
        tls=tls,
        failure=failure,
    )
    return Exchange(capture, read, origin=origin, context=context or Context())


def showing(*, status: int = 302, **changes: Any) -> Exchange:
    """A good call that is answered by the page with something changed."""
    return asked(answer(page(**changes), status))


def headed(*add: tuple[str, str], without: tuple[str, ...] = (), **others: Any) -> Exchange:
    """A good call whose answer has lines added to its head or left out."""
    return asked(answer(without=without, add=add), **others)


def alone(received: bytes | str) -> Exchange:
    """A page or answer from a file whose request is not known."""
    data = received.encode() if isinstance(received, str) else received
    return Exchange(
        Capture(f"https://{HOST}{PATH}", b"", data, None, wire="none"), read, origin="import"
    )


def pasted(url: str, context: Context | None = None) -> Exchange:
    """A URL that somebody pasted; nothing was sent."""
    return Exchange(
        Capture(url, b"", b"", None, wire="none"),
        read,
        origin="import",
        context=context or Context(),
    )


def sealed(value: object) -> str:
    """A state as the documented page has it: JSON, raw DEFLATE, base64."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packer.compress(json.dumps(value, separators=(",", ":")).encode()) + packer.flush()
    return base64.b64encode(data).decode()


def returning(address: str) -> Exchange:
    """A page whose state says where the user returns to, from a file."""
    return alone(answer(page(state=sealed({"i": "1", "r": address, "s": "2"}))))


def token(header: dict[str, Any], claims: dict[str, Any], signature: str = "c2ln") -> str:
    """A JWT."""
    parts = (
        base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")
        for part in (header, claims)
    )
    return ".".join((*parts, signature))


def facts(
    *,
    version: str = "TLSv1.3",
    verified: bool = True,
    names: tuple[str, ...] = (HOST,),
    not_after: datetime | None = None,
    issuer: str = "CN=Example CA",
) -> TlsFacts:
    """A TLS connection with one certificate."""
    certificate = Certificate("CN=x", issuer, names, None, not_after, "1", "00")
    return TlsFacts(version, "AES", None, verified, HOST, (certificate,))


def failed(kind: Any, cause: str, phase: Any = "connect") -> Exchange:
    """A call that got no answer."""
    return asked(b"", failure=Failure(kind, cause, phase, "It failed", "Look there."))
