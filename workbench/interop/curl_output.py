"""What `curl -v` prints: `>` lines sent, `<` lines received, `*` lines of what curl did, and the
body between them, as one gets it with `2>&1` or copied from a terminal.

curl undoes chunks (and codings with `--compressed`), so the bytes are put together again.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from workbench.inspection.head import split_head, text_of
from workbench.interop.failing import curl_failure
from workbench.interop.messages import STATUS_LINE, fields
from workbench.interop.origins import absolute_url, date_of
from workbench.interop.rebuilding import Notes, response_bytes
from workbench.interop.registry import Entry, Found, Problem, RequestAlone, Source, importer
from workbench.model.capture import Capture, Failure, TlsFacts
from workbench.model.response import Oddity

_MARKED = re.compile(
    rb"^(?:< HTTP/[0-9]|> [A-Z]+ \S+ HTTP/[0-9]|\* +(?:Trying|Connected to) )", re.MULTILINE
)
_NEW_REQUEST = re.compile(rb"> [A-Z]+ \S+ HTTP/[0-9]")
# What curl says after a body; only these are taken out of one, since a page may have `* ` lines.
_AFTER_BODY = re.compile(
    rb"\* (?:Connection #[0-9]+ to host \S+ left intact|Closing connection|Issue another request|"
    rb"Ignoring the response-body|Re-using existing|Excess found|transfer closed|Simulate a HTTP|"
    rb"TLSv1|SSL|Connection #[0-9]+|Request completely sent off|shutting down|"
    rb"Please rewind|Found bundle|Mark bundle|Recv failure|OpenSSL)[^\r\n]*\r?\n?"
    rb"|curl: \([0-9]{1,3}\)[^\r\n]*\r?\n?"
)
_COUNT = re.compile(rb"[{}] \[[0-9]+ bytes data\]")
_METER_HEAD = re.compile(rb"\s*% Total[^\n]*\n[^\n]*Dload[^\n]*\n")
_METER = re.compile(
    rb"\r *[0-9]+ +\S+ +[0-9]+ +\S+ +[0-9]+ +\S+ +\S+ +\S+"
    rb" +[-:0-9hd]+ +[-:0-9hd]+ +[-:0-9hd]+ +[0-9.]+[kMGT]?\n?"
)
_CONNECTED = re.compile(rb"\* Connected to (\S+) \(([^)\s]{1,64})\) port ([0-9]{1,5})")
_TLS = re.compile(rb"\* SSL connection using ([\w.]+)(?: / ([\w-]+))?")
_CURL_ERROR = re.compile(rb"curl: \(([0-9]{1,3})\) ([^\r\n]*)")
_LOST = "the bytes of the wire: put together from what curl -v printed"


@dataclass(slots=True)
class _Call:
    """One request and its answer while lines are read."""

    asked: list[bytes] = field(default_factory=list)
    heads: list[list[bytes]] = field(default_factory=list)
    body: list[bytes] = field(default_factory=list)
    part: str = "none"  # asked, head, body
    printed_head: bool = False


@dataclass(slots=True)
class _Connection:
    """What curl said of the connection in use."""

    peer: str | None = None
    port: str = ""
    tls: tuple[str, str | None] | None = None
    verified: bool = False
    alpn: str | None = None


def looks_like(data: bytes) -> bool:
    """Lines with curl's marks."""
    return _MARKED.search(data) is not None


def without_meter(data: bytes) -> bytes:
    """The bytes without the progress meter, which curl writes where its messages go to a file."""
    head = _METER_HEAD.match(data)
    return data if head is None else _METER.sub(b"", data[head.end() :])


@importer("curl -v", 30, looks_like)
def read_curl_verbose(source: Source) -> Iterator[Found]:
    """Calls in file order."""
    connection = _Connection()
    call = _Call()
    failure: Failure | None = None
    for line in io.BytesIO(source.data):
        if _NEW_REQUEST.match(line):
            if call.asked:
                yield _found(call, connection, source, None)
            call = _Call(part="asked")
        if call.part == "body":
            line, said = _split_body(line)
            if line:
                call.body.append(line)
            failure = _curl_error(said) or failure
            continue
        failure = _curl_error(line) or failure
        _take(line, call, connection)
    if call.asked:
        yield _found(call, connection, source, failure)
    elif failure is not None and source.url:
        yield Entry(
            Capture(
                source.url, b"", b"", None, failure=failure, wire="rebuilt", wire_notes=(_LOST,)
            )
        )
    elif failure is not None:
        yield Problem(f"curl failed ({failure.message}) and the file names no URL")
    else:
        yield Problem("curl's marks, but no request")


def _take(line: bytes, call: _Call, connection: _Connection) -> None:
    """One line outside of a body."""
    content = line[2:].rstrip(b"\r\n")
    if line.startswith(b"> ") or line.rstrip() == b">":
        if call.part == "asked" and content:
            call.asked.append(content)
    elif line.startswith(b"< ") or line.rstrip() == b"<":
        if content.startswith(b"HTTP/"):
            call.heads.append([])
            call.part = "head"
        if call.heads and content:
            call.heads[-1].append(content)
        elif call.heads and not _is_interim(call.heads[-1]):
            call.part = "body"
    elif line.startswith(b"*"):
        _note_connection(line, connection)
    elif STATUS_LINE.match(line):
        call.printed_head = True  # -i beside -v prints each head line twice


def _note_connection(line: bytes, connection: _Connection) -> None:
    connected, tls = _CONNECTED.match(line), _TLS.match(line)
    if connected:
        address = connected[2].decode("ascii", "replace")
        connection.port = connected[3].decode("ascii")
        shown = f"[{address}]" if ":" in address else address
        connection.peer = f"{shown}:{connection.port}"
        connection.tls = connection.alpn = None
        connection.verified = False
    elif tls:
        cipher = tls[2].decode("ascii") if tls[2] else None
        connection.tls = (tls[1].decode("ascii"), cipher)
    elif b"SSL certificate verify ok" in line:
        connection.verified = True
    elif b"ALPN" in line and b"accepted" in line:
        connection.alpn = "h2" if b"h2" in line else "http/1.1"


def _found(call: _Call, connection: _Connection, source: Source, failure: Failure | None) -> Found:
    ignored: list[Oddity] = []
    method, _, rest = text_of(call.asked[0], ignored, 1).partition(" ")
    target, _, version = rest.rpartition(" ")
    headers = fields(call.asked[1:])
    host = next((value for name, value in headers if name.lower() == "host"), None)
    url = absolute_url(target, host, source.url)
    if connection.tls or connection.port == "443":
        url = re.sub("^http:", "https:", url)
    elif connection.port:
        url = re.sub("^https:", "http:", url)
    notes = Notes([_LOST])
    line = f"{method} {target} HTTP/1.1" if version.startswith("HTTP/2") else None
    first = line.encode() if line else call.asked[0]
    sent = b"\r\n".join([first, *call.asked[1:], b"", b""])
    received, moment = b"", None
    if call.heads:
        answered = fields(call.heads[-1][1:])
        moment = date_of(answered)
        received = _received(call, method, answered, notes)
    elif failure is None:
        return RequestAlone()
    return Entry(
        Capture(
            url=url,
            sent=sent,
            received=received,
            started_at=moment,
            tls=_tls_facts(connection, host),
            peer=connection.peer,
            failure=failure,
            wire="rebuilt",
            wire_notes=tuple(notes.texts),
        )
    )


def _received(
    call: _Call, method: str, headers: tuple[tuple[str, str], ...], notes: Notes
) -> bytes:
    head = call.heads[-1]
    status = STATUS_LINE.match(head[0])
    body = b"".join(call.body)
    if STATUS_LINE.match(body) and body.startswith(head[0].rstrip()):
        # -i beside -v: the head is printed once more, before the body.
        body = body[split_head(body, 0).end :]
    elif call.printed_head and body.startswith((b"\r\n", b"\n")):
        body = body.partition(b"\n")[2]
    code = int(status[1]) if status else 0
    reason = status[2].decode("utf-8", "replace").strip() if status else ""
    version = head[0].partition(b" ")[0].decode("ascii", "replace")
    stated = next((v for n, v in headers if n.lower() == "content-length"), "")
    if stated == str(len(body) - 1) and body.endswith(b"\n"):
        body = body[:-1]
    missing = not body and stated not in ("", "0")
    return response_bytes(
        code,
        reason,
        headers,
        None if missing else body,
        notes,
        version=version,
        has_body=method != "HEAD",
    )


def _split_body(line: bytes) -> tuple[bytes, bytes]:
    """A line of the body, and what curl said at its end or instead."""
    if _COUNT.match(line):
        return b"", b""
    said = _AFTER_BODY.search(line) if b"* " in line or b"curl: (" in line else None
    return (line, b"") if said is None else (line[: said.start()], line[said.start() :])


def _is_interim(head: list[bytes]) -> bool:
    status = STATUS_LINE.match(head[0])
    tunnel = b"onnection established" in head[0]
    return status is not None and (tunnel or (status[1][:1] == b"1" and status[1] != b"101"))


def _tls_facts(connection: _Connection, host: str | None) -> TlsFacts | None:
    if connection.tls is None:
        return None
    name = host.rpartition(":")[0] or host if host else None
    version, cipher = connection.tls
    return TlsFacts(version, cipher, connection.alpn, connection.verified, name)


def _curl_error(line: bytes) -> Failure | None:
    said = _CURL_ERROR.search(line)
    if said is None:
        return None
    return curl_failure(int(said[1]), said[2].decode("utf-8", "replace"))
