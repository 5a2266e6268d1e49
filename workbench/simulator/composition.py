"""Answers put together from samples: a sample's head, fresh values, the page in its language.

Here is how bytes are made; which of them a scenario wants is said in `scenarios.py`.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random
from urllib.parse import quote

from workbench.simulator.asked import Asked
from workbench.simulator.fresh import request_id, values
from workbench.simulator.templates import fill, http_date, locations, template


def sample(asked: Asked, name: str, **changed: bytes) -> bytes:
    """The sample with fresh values; `changed` has those that a scenario sets, by slot name."""
    filled = values(asked) | changed
    return _headed(name, filled, fill(template(name).body, _with_id(asked, filled)))


def page(asked: Asked, name: str, *, state: str | None = None) -> bytes:
    """The head of the sample over the whole page, in the language asked for."""
    filled = _with_id(asked, values(asked, state=state))
    return _headed(name, filled, fill(template(_page_sample(asked)).body, filled))


def page_body(asked: Asked) -> bytes:
    """The page alone, before any framing."""
    return fill(template(_page_sample(asked)).body, values(asked))


def head(asked: Asked, name: str) -> bytes:
    """The head of the sample alone, for a body framed otherwise than by its length."""
    return _headed(name, _with_id(asked, {}), b"")


def chunks(body: bytes, size: int, extension: bytes = b"", trailer: bytes = b"") -> bytes:
    """Chunked framing (RFC 9112 7.1)."""
    pieces = []
    for start in range(0, len(body), size):
        piece = body[start : start + size]
        pieces.append(b"%x%s\r\n%s\r\n" % (len(piece), extension, piece))
    return b"".join(pieces) + b"0\r\n" + trailer + b"\r\n"


def header_value(text: str) -> bytes:
    """Percent-encoded where a header could not carry it: a caller's CR LF must not end a line."""
    return quote(text, safe="%/:=&?~#+!$,;'@()*[]", errors="replace").encode()


def seeded(asked: Asked) -> Asked:
    """The same question, its values drawn from the request target alone."""
    return replace(asked, random=Random(asked.target.encode(errors="replace")))  # noqa: S311 - no secret is drawn here


def _page_sample(asked: Asked) -> str:
    return "302-form-french.http" if asked.french else "302-form.http"


def _headed(name: str, filled: dict[str, bytes], body: bytes) -> bytes:
    filled["date"] = http_date()
    filled["content-length"] = b"%d" % len(body)
    head_pieces = template(name).head
    if "location" not in filled:
        head_pieces = locations(head_pieces, filled)
    return fill(head_pieces, filled) + body


def _with_id(asked: Asked, filled: dict[str, bytes]) -> dict[str, bytes]:
    """One id for head and body, as an answer that is to be quoted in a ticket has it."""
    fresh = request_id(asked.random).encode()
    filled["x-request-id"] = filled["traceid"] = filled["requestid"] = fresh
    return filled
