"""What of an exchange can be searched: its `key:value` pairs and its words; pure.

The same bytes give the same terms, so that a row can leave the index by the very terms it entered
with, and `reindex` can rebuild all. Hostile pages are bounded: so many inputs, headers, letters.
`migrations.INDEX_VERSION` counts the changes of this file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice, starmap

from workbench.history import tokens
from workbench.history.filters.keys import PARAMETER_KEYS
from workbench.history.packing import micros
from workbench.history.written import host
from workbench.inspection.request_key import request_key
from workbench.model.exchange import Exchange
from workbench.model.finding import Json
from workbench.model.page import Page
from workbench.model.request import instance_of

MOST_PAIRS = 5_000
LONGEST_VALUE = 64 * 1024
MOST_TEXT = 2 * 1024 * 1024

_KEY_OF_PARAMETER = {name: key for key, name in PARAMETER_KEYS.items()}
_KEY_OF_INPUT = {"provider_id": "provider", "connectionid": "connection"}


def terms(exchange: Exchange, shape: str) -> frozenset[str]:
    """Every term under which the index finds an exchange that has its uuid; `shape` is its
    fingerprint, which the row keeps as well."""
    found = {tokens.ALL, tokens.pair_term("shape", shape)}
    found.update(starmap(tokens.pair_term, islice(pairs(exchange), MOST_PAIRS)))
    for text in texts(exchange):
        found |= tokens.text_terms(text)
    capture = exchange.capture
    started = micros(capture.started_at)
    if started is not None:
        found.update(tokens.day_terms(started))
    if capture.timing.total is not None:
        found.add(tokens.bucket_term("ms", int(capture.timing.total)))
    found.add(tokens.bucket_term("size", len(capture.received)))
    found.add("u" + (exchange.uuid or "")[:8])
    return frozenset(found)


def pairs(exchange: Exchange) -> Iterator[tuple[str, str]]:
    """Each (key, value) of the filter language that this exchange has."""
    return with_hosts(_plain_pairs(exchange))


def with_hosts(plain: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The pairs, values bounded; URLs also by their host."""
    for key, value in plain:
        short = value[:LONGEST_VALUE]
        yield key, short
        name = host(short) if "://" in short else None
        if name:
            yield key, name


def _plain_pairs(exchange: Exchange) -> Iterator[tuple[str, str]]:
    inspection = exchange.inspection
    yield "origin", exchange.origin
    yield "request", request_key(inspection.request)
    yield from _mutable_pairs(exchange)
    if exchange.failure is not None:
        yield "has", "failure"
        yield "failure", exchange.failure.kind
        yield "failure", exchange.failure.cause
    yield from _answer_pairs(exchange)
    yield from _request_pairs(exchange)
    for finding in inspection.findings:
        yield "finding", finding.id
        yield "finding", finding.id.partition(".")[0] + ".*"
        yield "severity", finding.severity
    if inspection.errors:
        yield "has", "error"
    yield from form_pairs(exchange.page)


def _mutable_pairs(exchange: Exchange) -> Iterator[tuple[str, str]]:
    if exchange.note is not None:
        yield "has", "note"
    for label in exchange.labels:
        yield "label", label


def _answer_pairs(exchange: Exchange) -> Iterator[tuple[str, str]]:
    response, redirect = exchange.response, exchange.redirect
    yield "kind", redirect.kind
    if redirect.location is not None:
        yield "has", "location"
    if redirect.target is not None:
        yield "target", redirect.target
        yield "host", host(redirect.target) or ""
    if response is None:
        return
    if response.status is not None:
        yield "status", str(response.status)
        yield "status", f"{response.status // 100}xx"
    yield from header_pairs(response.headers)


def _request_pairs(exchange: Exchange) -> Iterator[tuple[str, str]]:
    request = exchange.request
    request_host = host(request.url) or host(exchange.capture.url)
    if request_host:
        yield "request_host", request_host
        instance = instance_of(request_host)
        if instance:
            yield "instance", instance
    for name, value in request.params:
        key = _KEY_OF_PARAMETER.get(name)
        if key:
            yield key, value
        if name == "scope":
            for scope in value.split():
                yield "scope", scope
    yield from header_pairs(request.headers)


def header_pairs(headers: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """`header.NAME` and value of each header."""
    for name, value in headers:
        yield "header." + name.casefold(), value.strip()


def form_pairs(page: Page | None) -> Iterator[tuple[str, str]]:
    """What the inputs of a page's forms say."""
    if page is None or not page.forms:
        return
    yield "has", "form"
    for form in page.forms:
        for entry in form.inputs:
            name = entry.name.casefold()
            yield "form." + name, entry.value
            if name in _KEY_OF_INPUT:
                yield _KEY_OF_INPUT[name], entry.value
            if name == "scope":
                for scope in entry.value.split():
                    yield "scope", scope


def texts(exchange: Exchange) -> Iterator[str]:
    """What bare words search, each text once, bounded as a whole."""
    left = MOST_TEXT
    for text in dict.fromkeys(_texts(exchange)):
        yield text[: min(left, LONGEST_VALUE)]
        left -= len(text)
        if left <= 0:
            return


def _texts(exchange: Exchange) -> Iterator[str]:
    yield from exchange.labels
    if exchange.note is not None:
        yield exchange.note
    request, response, page = exchange.request, exchange.response, exchange.page
    yield request.url.partition("?")[0]
    for name, value in request.params:
        yield name
        yield value
    for _, value in request.headers:
        yield value
    if response is not None:
        for _, value in response.headers:
            yield value
    redirect = exchange.redirect
    if redirect.target is not None:
        yield redirect.target
    if page is not None:
        yield page.title or ""
        for form in page.forms:
            yield form.action
            for entry in form.inputs:
                yield entry.name
                yield entry.value
    for decoded in exchange.decoded:
        if decoded.steps[-1:] != ("scope-list",):  # its leaves are our own explanations
            yield from _leaves(decoded.value)
    for name, messages in exchange.errors.fields:
        yield name
        yield from messages
    if exchange.failure is not None:
        yield exchange.failure.message


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
