"""Masking an HTTP/1 message given as bytes: start line, header lines, body.

A body in a coding cannot be looked through, so it is shown decoded, or left out and said to be.
"""

from __future__ import annotations

import re

from workbench.redaction.known import KnownValues
from workbench.redaction.running_text import mask_field, mask_text, mask_url
from workbench.redaction.scope import Scope

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_FOLD = re.compile(r"\r?\n[ \t]+")
_REQUEST_LINE = re.compile(r"([!-~]+) (.*?)( HTTP/[0-9.]+)?$")
_CODINGS = ("content-encoding", "transfer-encoding")
_PLAIN = ("", "identity")


def mask_message(message: bytes, scope: Scope, known: KnownValues) -> bytes:
    """The message masked, in UTF-8, with CRLF line ends in its head."""
    end = _HEAD_END.search(message)
    head, body = (message[: end.start()], message[end.end() :]) if end else (message, b"")
    lines = re.split(r"\r?\n", _FOLD.sub(" ", _text(head)))
    shown = [_start_line(known.replace(lines[0]), scope)]
    coded = False
    for line in lines[1:]:
        name, colon, value = line.partition(":")
        if not colon:
            shown.append(mask_text(known.replace(line), scope.mask))
            continue
        bare = known.replace(value.strip())
        coded = coded or (name.strip().lower() in _CODINGS and bare.lower() not in _PLAIN)
        shown.append(f"{name}: {mask_field(name.strip(), bare, scope.mask)}")
    text = _body(_decoded(message) if coded and lines[0].startswith("HTTP/") else body, coded)
    text = mask_text(known.replace(text), scope.mask)
    masked = "\r\n".join(scope.finish(line) for line in shown)
    return f"{masked}\r\n\r\n{scope.finish(text)}".encode("utf-8", "replace")


def _start_line(line: str, scope: Scope) -> str:
    request = _REQUEST_LINE.match(line)
    if line.startswith("HTTP/") or request is None:
        return mask_text(line, scope.mask)
    return f"{request[1]} {mask_url(request[2], scope.mask)}{request[3] or ''}"


def _decoded(message: bytes) -> str | None:
    """The body of an answer as text, after transfer and content decoding; None for no text."""
    from workbench.inspection.response import read_response

    response = read_response(message)
    return "" if response is None else response.text


def _body(body: bytes | str | None, coded: bool) -> str:
    if isinstance(body, str):
        return body
    if body is None or coded or b"\0" in body:
        return "" if body == b"" else "‹withheld: a body that is no text›"
    return _text(body)


def _text(octets: bytes) -> str:
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return octets.decode("latin-1")
