"""What was before an exchange, found by index: the `Baseline` that its `Trace` asks for.

"The newest before this one" that left a mark is one look-up in the word index; what its answer was
like stands in its row. A one-time value is found by the hash of its `key:value` pair and then
compared with the bytes. Only ids below the exchange's own count, so that the same history gives
the same findings at any time.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from workbench.errors import HistoryError, InputError
from workbench.history import packing, tokens, written
from workbench.history.marks import facts_text, marks, one_time_terms, read_facts, realm_of
from workbench.history.search import with_uuid
from workbench.history.seldom import Seldom
from workbench.inspection.callback import read_callback
from workbench.inspection.findings.against_history import near_address
from workbench.inspection.findings.changes import LEAST_TIMINGS, SLOWER_BY_MS
from workbench.inspection.findings.nearness import distance
from workbench.inspection.page import read_page
from workbench.inspection.request import read_request
from workbench.inspection.request_key import request_key
from workbench.inspection.response import read_response
from workbench.model.baseline import NOTHING, Baseline, Last, Seen, Trace
from workbench.model.exchange import Exchange
from workbench.model.request import HOST_SUFFIX, instance_of

TIMINGS = 20  # calls that say what is usual
MOST_LOOKED_AT = 20  # exchanges with the same one-time value whose bytes are compared
MOST_RETURNS = 200  # successes of a host among which an address that is nearly this one is sought
MOST_NAMED = 5
MOST_REMEMBERED = 4_096
_UNMISTAKABLE = 16  # letters of a value that do not stand in a page by chance

_SIMULATED = tokens.pair_term("origin", "simulator")
_NEVER = 1 << 62


class _Row(NamedTuple):
    """An earlier exchange as its row says it."""

    id: int
    started_at: int | None
    facts: str | None


class Past:
    """Looks back in one history; `get` unpacks an exchange, `table` is the word index to ask.

    What is newest at the end of the history is remembered until `forget`; whoever adds an exchange
    says so with `add`.
    """

    def __init__(
        self, connection: sqlite3.Connection, get: Callable[[int], Exchange], table: str = "term"
    ) -> None:
        self._connection = connection
        self._get = get
        self._match = f"{table} WHERE {table} MATCH ? AND rowid < ?"
        self._newest_ones: dict[str, _Row | None] = {}
        self._opened: dict[int, Exchange | None] = {}  # while one baseline is fetched
        self._all: Seldom | None = None
        self._looks = (
            self._last,
            self._one_time_values,
            self._provider,
            self._issuer,
            self._recipient,
            self._readable,
            self._target,
            self._returns,
            self._instances,
            self._timings,
            self._callback,
        )

    def forget(self) -> None:
        """Forget what is newest: another may have written."""
        self._newest_ones.clear()

    def from_the_start(self) -> None:
        """Nothing is there yet, and all that comes is said with `add`: what was never added need
        not be looked up."""
        self._all = Seldom()

    def add(self, id_: int, started_at: int | None, trace: Trace) -> None:
        """An exchange was added at the end."""
        if len(self._newest_ones) > MOST_REMEMBERED:
            self._newest_ones.clear()
        row = _Row(id_, started_at, facts_text(trace.facts))
        left = marks(trace)
        for term in left:
            self._newest_ones[term] = row
        if self._all is not None:
            self._all.add(left)
            self._all.add(one_time_terms(trace))

    def baseline(self, trace: Trace, before: int | None = None) -> Baseline:
        """What of the past could be said of an exchange: of one with the id `before`, or (None) of
        one that is about to be added."""
        found: dict[str, Any] = {}
        for look in self._looks:
            found.update(look(trace, before))
        self._opened.clear()
        return Baseline(**found) if found else NOTHING

    # -- one look each --------------------------------------------------------------------------

    def _last(self, trace: Trace, before: int | None) -> Iterator[tuple[str, object]]:
        if not trace.request:
            return
        row = self._newest(tokens.mark_term("request", trace.origin, trace.request), before)
        if row is not None and row.facts and row.facts != facts_text(trace.facts):
            started_at = packing.moment(row.started_at)
            yield "last", Last(row.id, started_at, read_facts(row.facts))

    def _provider(self, trace: Trace, before: int | None) -> Iterator[tuple[str, object]]:
        provider, institution = trace.facts.provider, trace.institution
        if provider and institution and trace.host:
            term = tokens.mark_term("provider", realm_of(trace), trace.host, institution)
            row = self._newest(term, before)
            known = read_facts(row.facts).provider if row is not None and row.facts else ""
            if row is not None and known not in ("", provider):
                yield "provider", _seen(row, known)

    def _issuer(self, trace: Trace, before: int | None) -> Iterator[tuple[str, object]]:
        if trace.facts.issuer and trace.host:
            row = self._newest(tokens.mark_term("issuer", trace.host), before)
            known = read_facts(row.facts).issuer if row is not None and row.facts else ""
            if row is not None and known not in ("", trace.facts.issuer):
                yield "issuer", _seen(row, known)

    def _recipient(self, trace: Trace, before: int | None) -> Iterator[tuple[str, object]]:
        if trace.host and not trace.sends_recipient:
            term = tokens.mark_term("recipient", realm_of(trace), trace.host)
            row = self._newest(term, before)
            if row is not None:
                yield "recipient", _seen(row)

    def _readable(self, trace: Trace, before: int | None) -> Iterator[tuple[str, object]]:
        if trace.host and trace.page_state and not trace.readable:
            row = self._newest(tokens.mark_term("readable", realm_of(trace), trace.host), before)
            if row is not None:
                yield "readable", _seen(row)

    def _target(self, trace: Trace, before: int | None) -> Iterator[tuple[str, object]]:
        if trace.new_target and trace.origin != "simulator":
            term = tokens.pair_term("host", trace.new_target)
            for row in self._rows(f'"{term}" NOT "{_SIMULATED}"', before, 1):
                yield "target", _seen(row)

    def _returns(self, trace: Trace, before: int | None) -> Iterator[tuple[str, object]]:
        if not trace.host or not trace.returns_to:
            return
        realm, host = realm_of(trace), trace.host
        own = tokens.mark_term("return", realm, host, trace.returns_to)
        success = tokens.mark_term("success", realm, host)
        if self._there_was(own, before) or not self._there_was(success, before):
            return
        addresses = dict.fromkeys(self._parameters("redirect_uri", success, before))
        known = [one for one in addresses if near_address(trace.returns_to, one)]
        if known:
            yield "near_returns", tuple(known[:MOST_NAMED])

    def _instances(self, trace: Trace, before: int | None) -> Iterator[tuple[str, object]]:
        instance = instance_of(trace.host)
        if instance is None or trace.origin == "simulator":
            return
        realm = realm_of(trace)
        if self._there_was(tokens.mark_term("success", realm, trace.host), before):
            return
        known = [
            name
            for name in self._all_instances()
            if name != instance
            and distance(instance, name, 2) <= 2
            and self._there_was(tokens.mark_term("success", realm, name + HOST_SUFFIX), before)
        ]
        if known:
            yield "near_instances", tuple(known[:MOST_NAMED])

    def _timings(self, trace: Trace, before: int | None) -> Iterator[tuple[str, object]]:
        if not trace.host or trace.total is None or trace.total <= SLOWER_BY_MS:
            return
        term = tokens.mark_term("timing", trace.origin, trace.host)
        rows = self._rows(f'"{term}"', before, TIMINGS)
        found = tuple(
            exchange.capture.timing
            for exchange in (self._there(row.id) for row in rows)
            if exchange
        )
        if len(found) >= LEAST_TIMINGS:
            yield "timings", found

    def _one_time_values(self, trace: Trace, before: int | None) -> Iterator[tuple[str, object]]:
        terms = one_time_terms(trace)
        if not terms or trace.callback is not None:
            return
        if self._all is not None and not self._all.may_have(terms):
            return
        either = " OR ".join(f'"{term}"' for term in terms)
        if next(self._rows(either, before, 1), None) is None:
            return
        realm = f'{"AND" if trace.origin == "simulator" else "NOT"} "{_SIMULATED}"'
        if trace.state and not self._replays(trace):
            match = f'"{tokens.pair_term("state", trace.state)}" {realm}'
            yield from self._first("same_state", match, before, lambda e: _sent(e) == trace.state)
        if trace.reference:
            match = f'"{tokens.pair_term("form.ref", trace.reference)}" {realm}'
            yield from self._first(
                "same_reference", match, before, lambda e: _has_input(e, "REF", trace.reference)
            )
        if trace.page_state and trace.request:
            match = f'"{tokens.pair_term("form.state", trace.page_state)}" {realm}'
            for row in (*self._rows(match, before, 1), *self._oldest(match, before)):
                exchange = self._there(row.id)
                if exchange is not None and _is_other_request(exchange, trace):
                    yield "same_page_state", _seen(row)
                    return

    def _callback(self, trace: Trace, before: int | None) -> Iterator[tuple[str, object]]:
        if trace.callback is None:
            return
        if not trace.callback:
            yield from self._stateful(trace, before)
            return
        match = f'"{tokens.pair_term("state", trace.callback)}"'
        found = [
            (row, brought is not None)
            for row, exchange in self._exchanges(match, before)
            for brought in (read_callback(exchange.capture, read_request(exchange.capture)),)
            if read_request(exchange.capture).param("state") == trace.callback
        ]
        caught = [row for row, is_callback in found if is_callback]
        if len(caught) == len(found):
            yield "unasked", True
        if caught:
            yield "caught", _seen(caught[0])

    def _stateful(self, trace: Trace, before: int | None) -> Iterator[tuple[str, object]]:
        match = f'"{tokens.pair_term("redirect_uri", trace.callback_address)}"'
        for row, exchange in self._exchanges(match, before):
            request = read_request(exchange.capture)
            if request.param("redirect_uri") == trace.callback_address:
                if request.param("state"):
                    yield "stateful", _seen(row)
                return

    # -- inside ---------------------------------------------------------------------------------

    def _newest(self, term: str, before: int | None) -> _Row | None:
        """The newest exchange that left this term."""
        if before is not None:
            return next(self._rows(f'"{term}"', before, 1), None)
        if term not in self._newest_ones:
            if self._all is not None and not self._all.may_have((term,)):
                return None
            self._newest_ones[term] = next(self._rows(f'"{term}"', None, 1), None)
        return self._newest_ones[term]

    def _there_was(self, term: str, before: int | None) -> bool:
        """Whether an exchange left this term; the first that did is found sooner than the last."""
        if self._newest_ones.get(term) is not None and before is None:
            return True
        if self._all is not None and not self._all.may_have((term,)):
            return False
        return next(self._oldest(f'"{term}"', before), None) is not None

    def _oldest(self, match: str, before: int | None) -> Iterator[_Row]:
        """The first row that fits."""
        query = f"SELECT rowid FROM {self._match} LIMIT ?"  # noqa: S608 - our own table
        yield from self._read_rows(query, (match, _end(before), 1))

    def _rows(self, match: str, before: int | None, most: int) -> Iterator[_Row]:
        """The newest rows that fit, newest first."""
        query = f"SELECT rowid FROM {self._match} ORDER BY rowid DESC LIMIT ?"  # noqa: S608 - as above
        yield from self._read_rows(query, (match, _end(before), most))

    def _read_rows(self, query: str, arguments: tuple[str, int, int]) -> Iterator[_Row]:
        for (id_,) in self._connection.execute(query, arguments).fetchall():
            row = self._connection.execute(
                "SELECT e.id, e.started_at, f.text FROM exchange AS e "
                "LEFT JOIN text AS f ON f.id = e.facts WHERE e.id = ?",
                (id_,),
            ).fetchone()
            if row is not None:
                yield _Row(*row)

    def _exchanges(self, match: str, before: int | None) -> Iterator[tuple[_Row, Exchange]]:
        for row in self._rows(match, before, MOST_LOOKED_AT):
            exchange = self._there(row.id)
            if exchange is not None:
                yield row, exchange

    def _first(
        self, name: str, match: str, before: int | None, fits: Callable[[Exchange], bool]
    ) -> Iterator[tuple[str, object]]:
        for row, exchange in self._exchanges(match, before):
            if fits(exchange):
                yield name, _seen(row)
                return

    def _replays(self, trace: Trace) -> bool:
        """Whether this call sends the state of the one that it replays."""
        if trace.replay_of is None:
            return False
        found = with_uuid(self._connection, trace.replay_of.replace("-", "").lower(), 1)
        source = self._there(found[0][0]) if found else None
        return source is not None and _sent(source) == trace.state

    def _there(self, id_: int) -> Exchange | None:
        """An exchange, None where it is damaged."""
        if id_ not in self._opened:
            try:
                self._opened[id_] = self._get(id_)
            except (HistoryError, InputError):
                self._opened[id_] = None
        return self._opened[id_]

    def _parameters(self, name: str, term: str, before: int | None) -> Iterator[str]:
        """A parameter of the newest requests that left a term, from their rows."""
        by_pattern: dict[str, str | None] = {}
        for row in self._rows(f'"{term}"', before, MOST_RETURNS):
            found = self._connection.execute(
                "SELECT r.pattern, e.url_values FROM exchange AS e "
                "JOIN request AS r ON r.id = e.request WHERE e.id = ?",
                (row.id,),
            ).fetchone()
            if found is None:
                continue
            pattern, values = found
            if pattern not in by_pattern:
                by_pattern[pattern] = written.parameter(pattern, name)
            value = by_pattern[pattern]
            if value is not None and written.PLACE in value:  # part of it stands in the row
                value = written.parameter(written.join(pattern, values), name)
            if value:
                yield value

    def _all_instances(self) -> Iterator[str]:
        """Each instance that was ever called, one step in the index for each."""
        row = self._connection.execute(
            "SELECT min(instance) FROM request WHERE instance > ''"
        ).fetchone()
        while row is not None and row[0] is not None:
            yield row[0]
            row = self._connection.execute(
                "SELECT min(instance) FROM request WHERE instance > ?", (row[0],)
            ).fetchone()


def _end(before: int | None) -> int:
    return _NEVER if before is None else before


def _seen(row: _Row, value: str = "") -> Seen:
    return Seen(row.id, packing.moment(row.started_at), value)


def _sent(exchange: Exchange) -> str | None:
    """The state that a call sent; None for a callback, and for a URL that nobody called."""
    capture = exchange.capture
    if not capture.sent and not capture.received and capture.failure is None:
        return None
    return read_request(capture).param("state")


def _has_input(exchange: Exchange, name: str, value: str) -> bool:
    """Whether a form of the page has an input of that name with that very value; the index says
    that it has it but for letter case."""
    capture = exchange.capture
    if len(value) >= _UNMISTAKABLE and value.encode("utf-8", "replace") in capture.received:
        return True
    exact = capture.wire == "exact"
    response = (
        read_response(capture.received, decoded_limit=capture.decoded_limit)
        if exact
        else exchange.response
    )
    page = None if response is None else read_page(response, capture.url)
    return page is not None and any(value in form.all(name) for form in page.forms)


def _is_other_request(exchange: Exchange, trace: Trace) -> bool:
    """Whether the page's state of this call came to another request."""
    return request_key(read_request(exchange.capture)) != trace.request and _has_input(
        exchange, "state", trace.page_state
    )
