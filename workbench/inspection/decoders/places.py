"""Which values of an exchange are decoded, in which order, and what their paths are.

Values that had to be unwrapped come first, then those that were only recognised; the strings found
inside follow, under `decoded[N].value...`. At most 64 values are looked at.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from workbench.inspection.decoders.chain import Budget, Chain, decode, too_short
from workbench.inspection.decoders.registry import STOPPED, VALUES_LIMIT, Hint, Proof
from workbench.inspection.visible import visible
from workbench.inspection.written_url import split
from workbench.model.finding import Decoded, Json
from workbench.model.page import Page, Redirect
from workbench.model.request import HttpRequest
from workbench.model.response import Response

_INNER_DEPTH = 6
_TOO_MANY = Chain((), Proof(None, (f"{STOPPED}more than {VALUES_LIMIT} values",)))


# A value of the exchange: where it stands, its name, its text, and how many of that name stand
# there before it; None where the place alone is its path.
_Value = tuple[str, str, str, int | None]


class Place(NamedTuple):
    """One value found inside another: where it stands, its name, its text."""

    path: str
    name: str
    text: str


def decode_all(
    request: HttpRequest,
    response: Response | None,
    page: Page | None,
    redirect: Redirect,
    now: datetime | None = None,
) -> tuple[Decoded, ...]:
    """All that could be read of the exchange's opaque values.

    `now` is the exchange's own time, by default that of the answer's Date header.
    """
    host = split(request.url).host
    date = response.header("Date") if response is not None else None
    budget = Budget()
    looked_at = 0
    outer: list[tuple[str, Chain]] = []
    for where, name, text, before in _values(request, response, page, redirect):
        if looked_at == VALUES_LIMIT:
            outer.append((_path(where, name, before), _TOO_MANY))
            break
        looked_at += 1
        if too_short(text, name):
            continue
        chain = decode(text, Hint(name, host, now, date), budget)
        if chain is not None:
            outer.append((_path(where, name, before), chain))
    outer.sort(key=lambda found: len(found[1].steps) <= 1)
    result = [_decoded(path, chain) for path, chain in outer]
    waiting = deque((n, chain, 1) for n, (_, chain) in enumerate(outer) if chain.proof.inner)
    while waiting:
        index, chain, depth = waiting.popleft()
        for path, name, text in _inner(f"decoded[{index}].value", chain.proof.value):
            if looked_at >= VALUES_LIMIT or depth > _INNER_DEPTH:
                if not any(note.startswith(STOPPED) for note in result[index].notes):
                    result[index] = _noted(result[index], "there are more values inside")
                break
            looked_at += 1
            if too_short(text, name):
                continue
            found = decode(text, Hint(name, host, now, date), budget)
            if found is None:
                continue
            if found.proof.inner:
                waiting.append((len(result), found, depth + 1))
            result.append(_decoded(path, found))
    return tuple(result)


def _values(
    request: HttpRequest, response: Response | None, page: Page | None, redirect: Redirect
) -> Iterator[_Value]:
    for index, form in enumerate(page.forms if page else ()):
        seen: dict[str, int] = {}
        for entry in form.inputs:
            name = entry.name
            before = seen[name] = seen.get(name, -1) + 1
            yield f"forms[{index}]", name, entry.value, before
    seen = {}
    for name, text in request.params:
        before = seen[name] = seen.get(name, -1) + 1
        yield "request.params", name, text, before
    if redirect.location is not None:
        yield "response.location", "location", redirect.location, None
    for index, (name, text) in enumerate(response.headers if response else ()):
        if name.lower() == "set-cookie":
            cookie = text.partition(";")[0].partition("=")
            yield f"response.headers[{index}]", cookie[0].strip(), cookie[2].strip(), None


def _path(where: str, name: str, before: int | None) -> str:
    if before is None:
        return where
    shown = name if name.isidentifier() and len(name) <= 80 else _shown(name)
    return f"{where}.{shown}[{before}]" if before else f"{where}.{shown}"


def _inner(path: str, value: Json) -> Iterator[Place]:
    """Every string in a JSON value with its path, breadth first; a pair names its value."""
    waiting: deque[tuple[str, str, Json]] = deque([(path, "", value)])
    while waiting:
        where, name, item = waiting.popleft()
        if isinstance(item, str):
            yield Place(where, name, item)
        elif isinstance(item, dict):
            waiting.extend((f"{where}.{_shown(key)}", key, inner) for key, inner in item.items())
        elif isinstance(item, list):
            if len(item) == 2 and isinstance(item[0], str):
                waiting.append((f"{where}[1]", item[0], item[1]))
            else:
                waiting.extend((f"{where}[{n}]", name, inner) for n, inner in enumerate(item))


def _shown(name: str) -> str:
    return name if len(name) <= 80 and name.isidentifier() else visible(name[:80])


def _decoded(path: str, chain: Chain) -> Decoded:
    return Decoded(path, chain.steps, chain.proof.value, chain.proof.notes)


def _noted(decoded: Decoded, why: str) -> Decoded:
    notes = (*decoded.notes, f"{STOPPED}{why}")
    return Decoded(decoded.path, decoded.steps, decoded.value, notes)
