"""A sweep: the calls of a plan, made at its pace and kept in groups, and what came of them.

Every exchange has the sweep's label, so what was answered is known from the history alone: a sweep
that was cut off goes on where it was, in another process too.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from workbench.errors import HistoryError, InputError
from workbench.history import Store
from workbench.inspection.comparing.many import Answer, traits
from workbench.inspection.comparison import compare
from workbench.inspection.http_dates import http_date
from workbench.model.exchange import Exchange as KeptExchange
from workbench.model.progress import OnProgress
from workbench.model.remembered import remembered
from workbench.model.summary import Summary
from workbench.model.sweep import SweepRow, Trait
from workbench.service.calling import Caller
from workbench.service.comparing import unknown_of_both
from workbench.service.composing import new_state
from workbench.service.exchange import Exchange
from workbench.sweep import AUTO_STATE, Ended, Pace, Plan, Reply, Step, ready, run

__all__ = ["AUTO_STATE", "Pace", "Plan", "Sweep", "begin", "sweep"]

_GROUP = 200
_TOO_MANY = 429
_UNAVAILABLE = 503
# What is asked again when a sweep goes on.
_NO_ANSWER = (None, _TOO_MANY, _UNAVAILABLE)


class Sweep:
    """A plan and the exchanges of it that the history keeps, newest for each call.

    Iterating reads the exchanges one by one. `skipped` were answered before, `stopped` says why it
    ended early, `label` finds its exchanges (`label:sweep-…`).
    """

    def __init__(
        self, store: Store, plan: Plan, label: str, ended: Ended, skipped: tuple[int, ...]
    ) -> None:
        self._store = store
        self.plan = plan
        self.label = label
        self.answered = ended.answered
        self.failed = ended.failed
        self.refused = ended.refused
        self.stopped = ended.stopped
        self.skipped = skipped

    @remembered
    def rows(self) -> tuple[SweepRow, ...]:
        """Every call of the plan with the newest exchange kept of it."""
        newest = _newest(self._store, self.plan, self.label)
        return tuple(
            SweepRow(step.number, step.chosen, newest.get(step.number)) for step in self.plan.steps
        )

    @property
    def left(self) -> int:
        """How many calls have no answer yet."""
        return sum(1 for row in self.rows if not _is_answered(row.summary))

    @remembered
    def differences(self) -> tuple[Trait, ...]:
        """In which fields the answers differ, who is out of line, and what explains it. Reads
        every answer once."""
        kept = [(row, row.summary) for row in self.rows if row.summary is not None]
        if not kept:
            return ()
        usual = _usual([summary for _, summary in kept])
        try:
            reference = self._store.get(usual)
            answers = [self._answer(row, summary.id, reference) for row, summary in kept]
        except (HistoryError, InputError) as error:
            raise HistoryError(
                f"the sweep's exchanges cannot be compared: {error.message}", error.hint
            ) from error
        return traits(answers)

    def _answer(self, row: SweepRow, id_: int, reference: KeptExchange) -> Answer:
        if id_ == reference.id:
            return Answer(row.number, row.chosen, None)
        other = self._store.get(id_)
        unknown = unknown_of_both(reference, other)
        return Answer(row.number, row.chosen, compare(reference, other, volatile_inputs=unknown))

    def __len__(self) -> int:
        return sum(1 for row in self.rows if row.summary is not None)

    def __iter__(self) -> Iterator[Exchange]:
        for row in self.rows:
            if row.summary is not None:
                yield Exchange.of(self._store.get(row.summary.id))

    def __repr__(self) -> str:
        return f"<Sweep {self.label}: {len(self):,} of {len(self.plan.steps):,} calls kept>"


@dataclass(frozen=True, slots=True)
class Begun:
    """A sweep that can start: its label and the numbers of the calls that need not be made."""

    label: str
    skipped: tuple[int, ...]


def begin(store: Store, plan: Plan, *, resume: bool) -> Begun:
    """The label of a new run of this plan, or of its newest one with what was answered there."""
    labels = _labels(store, plan)
    if not resume or not labels:
        number = len(labels) + 1
        return Begun(f"sweep-{plan.id}" + (f".{number}" if number > 1 else ""), ())
    newest = _newest(store, plan, labels[-1])
    return Begun(
        labels[-1], tuple(number for number, row in sorted(newest.items()) if _is_answered(row))
    )


async def sweep(
    caller: Caller,
    store: Store,
    plan: Plan,
    begun: Begun,
    pace: Pace,
    on_progress: OnProgress,
    on_interrupted: Callable[[Exchange], None],
) -> Sweep:
    """Make the calls that are left. Raises `NotKeptError` where the history cannot be written."""
    keeping = _Keeping(store)
    skipped = set(begun.skipped)
    steps = [step for step in plan.steps if step.number not in skipped]

    async def call(step: Step) -> Reply:
        exchange = await caller.call(
            ready(step, new_state), store, on_interrupted, labels=(begun.label,), keep=keeping.keep
        )
        return _reply(exchange)

    try:
        ended = await run(steps, call, pace, on_progress)
    finally:
        await keeping.finish()
    return Sweep(store, plan, begun.label, ended, begun.skipped)


class _Keeping:
    """Keeps what comes in groups, one commit each: what arrives during a commit is the next."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[tuple[Exchange, asyncio.Future[Exchange]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def keep(self, exchange: Exchange) -> Exchange:
        """The exchange as it is kept, after the commit."""
        kept: asyncio.Future[Exchange] = asyncio.get_running_loop().create_future()
        self._waiting.append((exchange, kept))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        return await kept

    async def finish(self) -> None:
        """Wait until all is written that came."""
        if self._writing is not None:
            await asyncio.shield(self._writing)

    async def _write(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting[:_GROUP], self._waiting[_GROUP:]
            try:
                kept = await asyncio.to_thread(
                    self._store.insert_many, [exchange for exchange, _ in group]
                )
            except HistoryError as error:
                for _, future in group:
                    if not future.done():
                        future.set_exception(error)
            else:
                for (_, future), exchange in zip(group, kept, strict=True):
                    if not future.done():
                        future.set_result(Exchange.of(exchange))


def _reply(exchange: Exchange) -> Reply:
    if exchange.failure is not None:
        return Reply(failure=exchange.failure.cause or exchange.failure.kind)
    response = exchange.response
    written = response.header("Retry-After") if response is not None else None
    status = response.status if response is not None else None
    if status == _TOO_MANY or (status == _UNAVAILABLE and written is not None):
        return Reply(wait_s=_seconds(written))
    return Reply()


def _seconds(written: str | None) -> float:
    """What Retry-After says, in seconds; 0 where it cannot be read (RFC 9110, 10.2.3)."""
    if written is None:
        return 0.0
    if written.strip().isascii() and written.strip().isdigit():
        return float(written.strip()[:12])
    time = http_date(written)
    return max(0.0, (time - datetime.now(UTC)).total_seconds()) if time is not None else 0.0


def _labels(store: Store, plan: Plan) -> list[str]:
    """The labels of the runs of this plan that the history keeps, oldest first."""
    found: list[str] = []
    while True:
        number = len(found) + 1
        label = f"sweep-{plan.id}" + (f".{number}" if number > 1 else "")
        if not store.count(f'label:"{label}"'):
            return found
        found.append(label)


def _newest(store: Store, plan: Plan, label: str) -> dict[int, Summary]:
    """By the number of its call, the newest exchange of that run; answered ones before others."""
    exact = {step.request.url: step.number for step in plan.steps if not step.fresh_state}
    fresh = {
        _without_state(step.request.url): step.number for step in plan.steps if step.fresh_state
    }
    newest: dict[int, Summary] = {}
    ids = store.ids(f'label:"{label}"')
    for start in range(0, len(ids), _GROUP):
        for row in store.rows(ids[start : start + _GROUP]):
            number = exact.get(row.url) or fresh.get(_without_state(row.url))
            if number is not None and (number not in newest or _is_better(row, newest[number])):
                newest[number] = row
    return newest


def _is_better(row: Summary, known: Summary) -> bool:
    return _is_answered(row) and not _is_answered(known)


def _is_answered(row: Summary | None) -> bool:
    return row is not None and row.failure is None and row.status not in _NO_ANSWER


def _without_state(url: str) -> str:
    head, mark, query = url.partition("?")
    pairs = [pair for pair in query.split("&") if not pair.startswith("state=")]
    return head + mark + "&".join(pairs)


def _usual(summaries: Sequence[Summary]) -> int:
    """The newest of those that are like most others, as far as a list shows it."""
    alike = [(row.failure, row.status, row.redirect_kind) for row in summaries]
    shape, _ = Counter(alike).most_common(1)[0]
    return max(row.id for row, own in zip(summaries, alike, strict=True) if own == shape)
