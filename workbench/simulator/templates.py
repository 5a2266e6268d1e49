"""Sample answers as templates: the one text of an answer is its file in `sample_responses/`.

A sample is read once and cut where an answer has values of its own (its date, ids, hidden inputs,
`Location`); filling it is one join. Head lines stay as they stand in the file, odd ones too.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import formatdate
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from workbench import __version__
from workbench.shipped import sample_responses

MARK = "X-Workbench-Simulator"
MARK_LINE = f"{MARK}: {__version__}\r\n".encode()

_HEAD_SLOTS = re.compile(rb"(?im)^(date|x-request-id|content-length|location):[ \t]*([^\r\n]*)")
_BODY_SLOTS = re.compile(
    rb'name="(REF|provider_id|connectionId|redirect_uri|state|resumePath|lang|client_id)"'
    rb' value="([^"]*)"'
    rb'|"(?P<json>traceId|RequestId)":"(?P<id>[^"]*)"'
)
# RFC 6797 7.2: not to be sent over plain HTTP, which is all that the simulator speaks.
_NOT_OVER_HTTP = re.compile(rb"(?im)^strict-transport-security:[^\r\n]*\r\n")


class Slot(NamedTuple):
    """A place for a value: its lower-case name, and what stands there in the sample."""

    name: str
    original: bytes


Piece = bytes | Slot


@dataclass(frozen=True, slots=True)
class Template:
    """A sample answer. `head` goes up to and with the blank line; `body` is as on the wire."""

    head: tuple[Piece, ...]
    body: tuple[Piece, ...]


@lru_cache
def template(name: str) -> Template:
    """The sample file `name` as a template, marked as simulated."""
    raw = (sample_responses() / name).read_bytes()
    status_line, _, rest = raw.partition(b"\r\n")
    fields, end, body = rest.partition(b"\r\n\r\n")
    head = status_line + b"\r\n" + MARK_LINE + _NOT_OVER_HTTP.sub(b"", fields + b"\r\n") + end[2:]
    return Template(_cut(head, _HEAD_SLOTS), _cut(body, _BODY_SLOTS))


def fill(pieces: tuple[Piece, ...], values: Mapping[str, bytes]) -> bytes:
    """The pieces with `values` in their slots; a slot without a value keeps the sample's."""
    return b"".join(
        piece if isinstance(piece, bytes) else values.get(piece.name, piece.original)
        for piece in pieces
    )


def http_date() -> bytes:
    """Now as an HTTP date (RFC 9110 5.6.7); made once a second."""
    return _date_of(int(time.time()))


def locations(head: tuple[Piece, ...], values: Mapping[str, bytes]) -> tuple[Piece, ...]:
    """The head with the known values put into the query of each `Location`."""
    if not any(isinstance(piece, Slot) and piece.name == "location" for piece in head):
        return head
    return tuple(
        _with_values(piece.original, values)
        if isinstance(piece, Slot) and piece.name == "location"
        else piece
        for piece in head
    )


def _with_values(location: bytes, values: Mapping[str, bytes]) -> bytes:
    parts = urlsplit(location.decode("ascii"))
    query = [
        (name, values[name.lower()].decode() if name.lower() in values else value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
    ]
    return parts._replace(query=urlencode(query, quote_via=quote, safe="")).geturl().encode()


def _cut(text: bytes, pattern: re.Pattern[bytes]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    end = 0
    for found in pattern.finditer(text):
        group = 2 if found[2] is not None else 4
        pieces.append(text[end : found.start(group)])
        pieces.append(Slot(found[group - 1].decode().lower(), found[group]))
        end = found.end(group)
    pieces.append(text[end:])
    return tuple(pieces)


@lru_cache(maxsize=1)
def _date_of(second: int) -> bytes:
    return formatdate(second, usegmt=True).encode()
