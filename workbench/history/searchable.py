"""What of an exchange can be searched: its `key:value` pairs and its words; pure.

An exchange is taken as parts (a header, an input, a finding, a text), and one small function a
kind says which pairs and texts a part has. Most parts are the same from call to call, so what they
come to is remembered. The same bytes give the same terms, so that a row can leave the index by the
very terms it entered with, and `reindex` can rebuild all. Hostile pages are bounded: so many
parts, so many letters. `migrations.INDEX_VERSION` counts the changes of this file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from workbench.history import tokens
from workbench.history.filters.keys import PARAMETER_KEYS
from workbench.history.packing import micros
from workbench.history.written import host
from workbench.inspection.request_key import request_key
from workbench.model.exchange import Exchange, Inspection
from workbench.model.finding import Json
from workbench.model.page import Page
from workbench.model.request import instance_of

MOST_PARTS = 5_000
LONGEST_VALUE = 64 * 1024
MOST_LETTERS = 2 * 1024 * 1024

_KEY_OF_PARAMETER = {name: key for key, name in PARAMETER_KEYS.items()}
_KEY_OF_INPUT = {"provider_id": "provider", "connectionid": "connection"}


class Said(NamedTuple):
    """What one part says: (key, value) pairs of the filter language, and texts for bare words."""

    pairs: tuple[tuple[str, str], ...] = ()
    texts: tuple[str, ...] = ()


Kind = Callable[[str, str], Said]
Part = tuple[Kind, str, str]


Judged = Iterable[tuple[str, str]]


def terms(
    exchange: Exchange, shape: str, left: frozenset[str], judged: Judged | None = None
) -> frozenset[str]:
    """Every term under which the index finds an exchange that has its uuid; `shape` is its
    fingerprint, which the row keeps as well, `left` what it leaves to later ones, `judged` its
    findings as (id, severity), where they are others than its reading has."""
    found = {tokens.ALL, "u" + (exchange.uuid or "")[:8], *left}
    found |= _known_terms(pair, "shape", shape)
    found |= finding_terms(of(exchange.inspection) if judged is None else judged)
    found.update(
        *[
            _known_terms(*part) if len(part[2]) < tokens.REMEMBERED else _terms(*part)
            for part in _parts(exchange)
            if part[0] is not finding
        ]
    )
    capture = exchange.capture
    started = micros(capture.started_at)
    if started is not None:
        found.update(tokens.day_terms(started))
    if capture.timing.total is not None:
        found |= _known_terms(pair, *tokens.bucket_pair("ms", int(capture.timing.total)))
    found |= _known_terms(pair, *tokens.bucket_pair("size", len(capture.received)))
    return frozenset(found)


def finding_terms(judged: Judged) -> frozenset[str]:
    """The terms of findings, which nothing else has."""
    return frozenset().union(*(_known_terms(finding, *each) for each in judged))


def of(inspection: Inspection) -> Judged:
    """The findings of a reading as (id, severity)."""
    return ((found.id, found.severity) for found in inspection.findings)


def pairs(exchange: Exchange) -> Iterator[tuple[str, str]]:
    """Each (key, value) of the filter language that this exchange has."""
    return pairs_of(_parts(exchange))


def texts(exchange: Exchange) -> Iterator[str]:
    """What bare words search."""
    for kind, name, value in _parts(exchange):
        yield from kind(name, value).texts


def pairs_of(parts: Iterable[Part]) -> Iterator[tuple[str, str]]:
    """The pairs of these parts; URLs also by their host."""
    for kind, name, value in parts:
        yield from _with_hosts(kind(name, value).pairs)


def _with_hosts(plain: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for key, value in plain:
        yield key, value
        name = host(value) if "://" in value else None
        if name:
            yield key, name


@lru_cache(maxsize=4096)
def _known_terms(kind: Kind, name: str, value: str) -> frozenset[str]:
    return _terms(kind, name, value)


def _terms(kind: Kind, name: str, value: str) -> frozenset[str]:
    said = kind(name, value)
    found = {tokens.pair_term(*pair) for pair in _with_hosts(said.pairs)}
    return frozenset(found.union(*map(tokens.text_terms, said.texts)))


# -- the kinds ------------------------------------------------------------------------------------


def pair(key: str, value: str) -> Said:
    """A pair that stands in no text."""
    return Said(pairs=((key, value),))


def words(_: str, text: str) -> Said:
    """A text that has no name."""
    return Said(texts=(text,))


def header(name: str, value: str) -> Said:
    """A header of request or answer."""
    return Said((("header." + name.casefold(), value.strip()),), (value,))


def parameter(name: str, value: str) -> Said:
    """A parameter of the request."""
    key = _KEY_OF_PARAMETER.get(name)
    found = ((key, value),) if key else ()
    return Said((*found, *_scopes(name, value)), (name, value))


def entry(name: str, value: str) -> Said:
    """An input of the page's forms."""
    folded = name.casefold()
    key = _KEY_OF_INPUT.get(folded)
    found = (("form." + folded, value), *(((key, value),) if key else ()))
    return Said((*found, *_scopes(folded, value)), (name, value))


def finding(id: str, severity: str) -> Said:
    """A finding, its group and its severity."""
    group = id.partition(".")[0] + ".*"
    return Said((("finding", id), ("finding", group), ("severity", severity)))


def _scopes(name: str, value: str) -> Iterator[tuple[str, str]]:
    return (("scope", scope) for scope in value.split()) if name == "scope" else iter(())


# -- the parts ------------------------------------------------------------------------------------


def _parts(exchange: Exchange) -> Iterator[Part]:
    """The parts, values bounded each and all together."""
    left = MOST_LETTERS
    for part in islice(_all_parts(exchange), MOST_PARTS):
        size = len(part[2])
        if size > LONGEST_VALUE:
            part = (part[0], part[1], part[2][:LONGEST_VALUE])
        yield part
        left -= size
        if left <= 0:
            return


def _all_parts(exchange: Exchange) -> Iterator[Part]:
    inspection = exchange.inspection
    yield pair, "origin", exchange.origin
    yield pair, "request", request_key(inspection.request)
    for label in exchange.labels:
        yield pair, "label", label
        yield words, "", label
    if exchange.note is not None:
        yield pair, "has", "note"
        yield words, "", exchange.note
    failure = exchange.failure
    if failure is not None:
        yield pair, "has", "failure"
        yield pair, "failure", failure.kind
        yield pair, "failure", failure.cause
        yield words, "", failure.message
    for id_, severity in of(inspection):
        yield finding, id_, severity
    yield from _answer_parts(exchange)
    yield from _request_parts(exchange)
    for name, messages in inspection.errors.fields:
        yield words, "", name
        for message in messages:
            yield words, "", message
    if inspection.errors:
        yield pair, "has", "error"
    yield from page_parts(inspection.page)
    for decoded in inspection.decoded:
        if decoded.steps[-1:] != ("scope-list",):  # its leaves are our own explanations
            for leaf in _leaves(decoded.value):
                yield words, "", leaf


def _answer_parts(exchange: Exchange) -> Iterator[Part]:
    response, redirect = exchange.response, exchange.redirect
    yield pair, "kind", redirect.kind
    if redirect.location is not None:
        yield pair, "has", "location"
    if redirect.target is not None:
        yield pair, "target", redirect.target
        yield pair, "host", host(redirect.target) or ""
        yield words, "", redirect.target
    if response is None:
        return
    if response.status is not None:
        yield pair, "status", str(response.status)
        yield pair, "status", f"{response.status // 100}xx"
    yield from header_parts(response.headers)


def _request_parts(exchange: Exchange) -> Iterator[Part]:
    request = exchange.request
    yield words, "", request.url.partition("?")[0]
    request_host = host(request.url) or host(exchange.capture.url)
    if request_host:
        yield pair, "request_host", request_host
        instance = instance_of(request_host)
        if instance:
            yield pair, "instance", instance
    for name, value in request.params:
        yield parameter, name, value
    yield from header_parts(request.headers)


def header_parts(headers: Iterable[tuple[str, str]]) -> Iterator[Part]:
    """Headers of a request or an answer."""
    for name, value in headers:
        yield header, name, value


def page_parts(page: Page | None) -> Iterator[Part]:
    """What a page says: its title and its forms."""
    if page is None:
        return
    if page.title:
        yield words, "", page.title
    if page.forms:
        yield pair, "has", "form"
    for form in page.forms:
        yield words, "", form.action
        for each in form.inputs:
            yield entry, each.name, each.value


def _leaves(value: Json) -> Iterator[str]:
    """The scalars of a JSON value, without recursion."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)
        elif isinstance(item, str):
            yield item
        elif item is not None and not isinstance(item, bool):
            yield str(item)
