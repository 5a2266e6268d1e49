"""A tolerant reader of HTTP/1 answers: wire bytes in, `Response` out, whatever the bytes are.

It reads what a strict client refuses and says what was odd; it never raises and costs O(n). Rules
are those of RFC 9112; where a browser is more lenient, the browser's reading is taken.

Oddity codes (stable; `line` counts from the status line as 1):

==================== ==================================================================
not-http             the bytes begin with no HTTP/1 status line; the text guesses what it is
blank-lines-first    blank lines before the status line
junk-first           other bytes before the status line
status-line          the status line is not as it should be (quoted)
status-range         a status outside 100..599
truncated-head       the bytes end before the head does
head-limit           more lines in the head than are read
no-final             only interim (1xx) answers came
interim              interim answers came before this one
bare-lf              head lines end with LF alone
obs-fold fold-first  a folded value; a fold before any field
no-colon empty-name  a line that is no field, left out
odd-name             a field name that is no token
blank-before-colon   a blank between name and colon
nul bare-cr          such a byte inside a line
control-character    another control character in the head
non-ascii latin-1    head text beyond ASCII: valid UTF-8; not valid, read as Latin-1
length-and-chunked   Content-Length beside Transfer-Encoding: chunked; chunked wins
length-conflict      Content-Lengths that differ; the body is read to the end
bad-length           a Content-Length that is no number; the body is read to the end
transfer-coding      a transfer coding other than chunked
truncated            fewer bytes than promised
bytes-after-end      bytes after the end of the answer
body-not-allowed     bytes where 204, 304 or HEAD allow no body
bad-chunk-size       a chunk size that is none; the rest is not read
bad-chunk-end        a chunk longer than its size; the rest is not read
chunk-bare-lf        a chunk line that ends with LF alone
chunk-extension      chunk extensions were sent
trailers             fields after a chunked body
unknown-coding       a content coding nobody knows here; the body is no text then
coding-limit         more than three layers of content coding; the body is no text then
coding-damaged       nothing decodes; the body is no text then
coding-absent        the head names a coding, the body is plain
coding-cut           compressed data that ends early
coding-fault         compressed data damaged inside; what stood before is the body
coding-checksum      a checksum or length that does not match
coding-junk          bytes after the compressed data
coding-members       several gzip members, all of them the body
decoded-limit        the body is longer than the limit, the rest is cut
unknown-charset      a charset label that the Encoding standard does not have
charset-conflict     two sources name different encodings
replaced-characters  places that are not valid in the encoding, counted
==================== ==================================================================
"""

from __future__ import annotations

import re
from typing import NamedTuple

from workbench.inspection import coding
from workbench.inspection.charset import read_text
from workbench.inspection.chunked import read_chunked
from workbench.inspection.head import Head, eye_text, read_fields, shown, split_head, text_of
from workbench.inspection.media import is_html, is_textual, media_type_of
from workbench.model.response import Oddity, Pair, Response

MIB = 1024 * 1024
MAX_HEAD_LINES = 10_000
_STRICT = re.compile(rb"HTTP/1\.[01] ([0-9]{3})(?: (.*))?", re.DOTALL)
_LENIENT = re.compile(
    rb"[ \t]*(HTTP/[0-9]+(?:\.[0-9]+)?|ICY)(?:[ \t]+([0-9]+)(?![^ \t\r])[ \t]?(.*)|.*)",
    re.DOTALL | re.IGNORECASE,
)
_LATER = re.compile(rb"\nHTTP/[0-9]")
_BLANK_LINES = Oddity("blank-lines-first", "blank lines before the status line")
_JUNK_BYTES = 1024
_LENGTH = re.compile(r"[0-9]{1,18}")

# What else may answer on a port: first bytes -> what it looks like.
_LOOKALIKES = (
    (re.compile(rb"SSH-"), "SSH"),
    (re.compile(rb"\x15\x03|\x16\x03"), "TLS: was https meant?"),
    (re.compile(rb"\0\0.\x04\0\0\0\0\0|PRI \* HTTP/2", re.DOTALL), "HTTP/2 frames"),
    (re.compile(rb"\s*<[!a-zA-Z]"), "a page without a head (HTTP/0.9)"),
    (re.compile(rb"220[ -]"), "FTP or SMTP"),
)


class _Start(NamedTuple):
    """A status line: version as written, status (None when it is no number of three digits)."""

    version: str
    status: int | None
    reason: str


def read_response(
    received: bytes, *, method: str = "GET", decoded_limit: int = 64 * MIB
) -> Response | None:
    """The answer in `received`, or None when nothing but blank lines came.

    `method` is that of the request (an answer to HEAD has no body); `decoded_limit` bounds the body
    after decoding, in bytes. Bytes that are no HTTP/1 answer give a `Response` with status None and
    the oddity `not-http`.
    """
    oddities: list[Oddity] = []
    position = _first_byte(received, oddities)
    if position is None:
        return None
    interim: list[str] = []
    while True:
        head = split_head(received, position)
        start = _read_start(head, oddities)
        if start is None:
            return _not_http(received, position, oddities, tuple(interim), decoded_limit)
        is_interim = start.status is not None and 100 <= start.status < 200 and start.status != 101
        if not is_interim:
            break
        following = _after_blank_lines(received, head.end)
        if following == len(received):
            oddities.append(Oddity("no-final", "only interim answers came, the final one did not"))
            break
        if following > head.end:
            oddities.append(_BLANK_LINES)
        interim.append(eye_text(received[position : head.end]))
        position = following
    if interim:
        oddities.append(Oddity("interim", f"{len(interim)} interim answers before this one"))
    return _assemble(
        received, position, head, start, tuple(interim), method, decoded_limit, oddities
    )


def from_page(body: bytes) -> Response:
    """A page (or other body) without a head, as pasted or read from a file: status None."""
    oddities: list[Oddity] = []
    text, charset = _text(body, None, None, oddities)
    return Response("", None, "", (), None, charset, body, text, 0, "", tuple(oddities))


def _assemble(
    received: bytes,
    position: int,
    head: Head,
    start: _Start,
    interim: tuple[str, ...],
    method: str,
    decoded_limit: int,
    oddities: list[Oddity],
) -> Response:
    if head.bare_lf is not None:
        oddities.append(Oddity("bare-lf", "a line ends with LF alone", head.bare_lf))
    if (count := len(head.lines)) > MAX_HEAD_LINES:
        oddities.append(
            Oddity("head-limit", f"the head has {count:,} lines, {MAX_HEAD_LINES:,} are read")
        )
    headers = read_fields(head.lines[1:MAX_HEAD_LINES], oddities)
    if not head.complete:
        oddities.append(Oddity("truncated-head", "the answer ends inside its head"))
    fields = _framing_fields(headers)
    body, trailers, codings = _body(received, head, start, fields, method, oddities)
    codings = fields["content-encoding"] + codings
    readable = True
    if codings or len(body) > decoded_limit:
        body, readable = coding.decode(body, codings, decoded_limit, oddities)
    media_type, label = media_type_of(tuple(fields["content-type"]))
    text: str | None = None
    charset: str | None = None
    if readable:
        text, charset = _text(body, media_type, label, oddities)
    return Response(
        start.version,
        start.status,
        start.reason,
        headers,
        media_type,
        charset,
        body,
        text,
        len(received),
        eye_text(received[position : head.end]),
        tuple(oddities),
        interim,
        trailers,
        position,
        head.end,
    )


def _first_byte(received: bytes, oddities: list[Oddity]) -> int | None:
    """Where the first line begins: blank lines are skipped (RFC 9112 section 2.2)."""
    position = _after_blank_lines(received, 0)
    if position == len(received):
        return None
    if position:
        oddities.append(_BLANK_LINES)
    if received[position : position + 5].upper() == b"HTTP/" or received[position] in b"<{[":
        return position
    if received.startswith(b"\xef\xbb\xbfHTTP/", position):
        oddities.append(Oddity("junk-first", "a byte order mark before the status line"))
        return position + 3
    later = _LATER.search(received, position, position + _JUNK_BYTES)
    if later is not None and not received.startswith(b"ICY", position):
        junk = received[position : later.start()]
        oddities.append(Oddity("junk-first", f"bytes before the status line: {shown(junk)}"))
        return later.start() + 1
    return position


def _after_blank_lines(received: bytes, position: int) -> int:
    while position < len(received) and received[position] in b"\r\n":
        position += 1
    return position


def _read_start(head: Head, oddities: list[Oddity]) -> _Start | None:
    line = head.lines[0]
    strict = _STRICT.fullmatch(line)
    if strict is not None:
        status = int(strict[1])
        reason = text_of(strict[2], oddities, 1) if strict[2] else ""
        if not 100 <= status <= 599:
            oddities.append(Oddity("status-range", f"no status has the number {strict[1]!r}", 1))
        return _Start(line[:8].decode("ascii"), status, reason)
    lenient = _LENIENT.fullmatch(line)
    if lenient is None:
        cut = not head.complete and b"HTTP/1.1 ".startswith(line)
        return _Start("", None, "") if cut else None
    oddities.append(Oddity("status-line", f"an irregular status line: {shown(line)}", 1))
    digits = lenient[2] or b""
    return _Start(
        lenient[1].decode("ascii"),
        int(digits) if len(digits) == 3 else None,
        text_of(lenient[3] or b"", oddities, 1),
    )


def _not_http(
    received: bytes,
    position: int,
    oddities: list[Oddity],
    interim: tuple[str, ...],
    decoded_limit: int,
) -> Response:
    body = received[position:]
    guess = next((words for shape, words in _LOOKALIKES if shape.match(body)), None)
    like = f"; it looks like {guess}" if guess else f": {shown(body[:80])}"
    oddities.append(Oddity("not-http", f"the answer begins with no HTTP/1 status line{like}"))
    body = body[:decoded_limit]
    text, charset = _text(body, None, None, oddities)
    return Response(
        "",
        None,
        "",
        (),
        None,
        charset,
        body,
        text,
        len(received),
        "",
        tuple(oddities),
        interim,
        body_at=position,
    )


def _framing_fields(headers: tuple[Pair, ...]) -> dict[str, list[str]]:
    """The values that say how to read the body; lists are split at their commas."""
    found: dict[str, list[str]] = {
        "content-length": [],
        "transfer-encoding": [],
        "content-encoding": [],
        "content-type": [],
    }
    for name, value in headers:
        key = name.lower()
        if key == "content-type":
            found[key].append(value)
        elif key in found:
            found[key].extend(part.strip() for part in value.split(","))
    return found


def _body(
    received: bytes,
    head: Head,
    start: _Start,
    fields: dict[str, list[str]],
    method: str,
    oddities: list[Oddity],
) -> tuple[bytes, tuple[Pair, ...], list[str]]:
    """The body before content decoding, the trailers, and codings left over from the transfer."""
    status = start.status
    if method.upper() == "HEAD" or status in (204, 304) or (status and 100 <= status < 200):
        extra = len(received) - head.end
        if extra:
            why = "an answer to HEAD" if method.upper() == "HEAD" else f"status {status}"
            oddities.append(
                Oddity("body-not-allowed", f"{extra} bytes came where {why} has no body")
            )
        return b"", (), []
    transfer = [name.lower() for name in fields["transfer-encoding"] if name]
    lengths = fields["content-length"]
    if transfer:
        others = [name for name in transfer if name != "chunked"]
        if others or transfer.count("chunked") > 1:
            oddities.append(
                Oddity("transfer-coding", f"Transfer-Encoding {', '.join(transfer)[:80]!r}")
            )
        if lengths:
            oddities.append(
                Oddity("length-and-chunked", "both Content-Length and Transfer-Encoding are sent")
            )
        if transfer[-1] == "chunked":
            read = read_chunked(received, head.end, oddities)
            _tell_rest(received, read.end, oddities)
            return read.body, read.trailers, others
        return received[head.end :], (), others
    if lengths:
        return _by_length(received, head.end, lengths, oddities), (), []
    return received[head.end :], (), []


def _by_length(received: bytes, at: int, lengths: list[str], oddities: list[Oddity]) -> bytes:
    if any(not _LENGTH.fullmatch(text) for text in lengths):
        stated = ", ".join(lengths)[:80]
        oddities.append(Oddity("bad-length", f"Content-Length {stated!r} is no number of bytes"))
        return received[at:]
    numbers = {int(text) for text in lengths}
    if len(numbers) > 1:
        oddities.append(
            Oddity("length-conflict", f"Content-Lengths differ: {', '.join(lengths)[:80]}")
        )
        return received[at:]
    length = numbers.pop()
    have = len(received) - at
    if have < length:
        oddities.append(Oddity("truncated", f"the body has {have:,} of {length:,} bytes"))
    else:
        _tell_rest(received, at + length, oddities)
    return received[at : at + length]


def _tell_rest(received: bytes, end: int, oddities: list[Oddity]) -> None:
    rest = len(received) - end
    if rest > 0:
        second = " (a second answer)" if received.startswith(b"HTTP/", end) else ""
        oddities.append(
            Oddity("bytes-after-end", f"{rest:,} bytes after the end of the answer{second}")
        )


def _text(
    body: bytes, media_type: str | None, label: str | None, oddities: list[Oddity]
) -> tuple[str | None, str | None]:
    """The body as text and its encoding; (None, None) when the bytes are no text."""
    if not is_textual(media_type, body):
        return None, None
    return read_text(body, label, is_html(media_type, body), oddities)
