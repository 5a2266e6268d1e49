"""Many calls: which ones, how fast, and when to stop. It is handed the one call to make.

A plan is every combination of the values that vary, in a fixed order; the same plan has the same
id, so that it can be gone on with. The pace bounds how many calls are under way and how many begin
in a second; a server that asks to wait is waited for, all calls together.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import NamedTuple

from workbench.errors import InputError
from workbench.model.progress import OnProgress, Progress, silent
from workbench.model.request import PARAMETERS, AuthorizeRequest, Pair

AUTO_STATE = "auto"
MOST_STEPS = 100_000
MOST_AT_ONCE = 64
_TELLS_EVERY_S = 0.5

_WIRE_NAMES = dict(PARAMETERS)
_ORDER = {name: place for place, (_, name) in enumerate(PARAMETERS)}

Values = str | None | Sequence[str | None]
Chosen = tuple[str, str | None]


class Step(NamedTuple):
    """One call of a plan: its number from 1, what varies (wire name and value; None is left out),
    and the request. Where `fresh_state`, the request has a place for a state that is made for each
    call."""

    number: int
    chosen: tuple[Chosen, ...]
    request: AuthorizeRequest
    fresh_state: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """The calls of a sweep in order, and an id of 8 hexadecimal digits that the same calls have
    again."""

    steps: tuple[Step, ...]
    id: str


def plan(
    base: AuthorizeRequest,
    vary: Mapping[str, Values],
    rows: Sequence[Mapping[str, str]] = (),
) -> Plan:
    """Every combination of `vary` (keyword or wire name -> values), each of them with each of
    `rows`, put into `base`; what comes out twice is called once.

    A state `auto`, of the base or among the values, is made anew for each call. Raises `InputError`
    where nothing varies, a name has no value, or there would be more than `MOST_STEPS` calls.
    """
    if base.literal_url is not None:
        raise InputError(
            "a URL that is sent as it stands has nothing to vary",
            "give its parameters one by one, and a base URL",
        )
    axes = {_WIRE_NAMES.get(name, name): _listed(values) for name, values in vary.items()}
    for name, values in axes.items():
        if not values:
            raise InputError(f"there is no value for {name}", "give one, or leave the name out")
    lines: list[tuple[Chosen, ...]] = [
        tuple((_WIRE_NAMES.get(name, name), value) for name, value in row.items()) for row in rows
    ]
    if not axes and not lines:
        raise InputError("nothing varies", "give at least one parameter with its values")
    _check_size(axes, len(lines) or 1)
    steps: dict[str, Step] = {}
    for line in lines or [()]:
        for values in product(*axes.values()):
            chosen = (*line, *zip(axes, values, strict=True))
            request, fresh = _request(base, chosen)
            steps.setdefault(request.url, Step(len(steps) + 1, chosen, request, fresh))
    return Plan(_telling_apart(steps.values()), _id(base, steps.values()))


def _telling_apart(steps: Iterable[Step]) -> tuple[Step, ...]:
    """The steps without what is the same in all of them."""
    same = set.intersection(*(set(step.chosen) for step in steps))
    return tuple(
        step._replace(chosen=tuple(one for one in step.chosen if one not in same)) for step in steps
    )


def _listed(values: Values) -> tuple[str | None, ...]:
    return (values,) if values is None or isinstance(values, str) else tuple(values)


def _check_size(axes: Mapping[str, Sequence[str | None]], lines: int) -> None:
    count = lines
    for values in axes.values():
        count *= len(values)
    if count > MOST_STEPS:
        raise InputError(
            f"these are {count:,} calls, and a sweep has at most {MOST_STEPS:,}",
            "vary less at once",
        )


def _request(base: AuthorizeRequest, chosen: Iterable[Chosen]) -> tuple[AuthorizeRequest, bool]:
    params = list(base.params)
    for name, value in chosen:
        params = _with(params, name, value)
    made = base.changed(params=params)
    return made, ("state", AUTO_STATE) in params


def _with(params: list[Pair], name: str, value: str | None) -> list[Pair]:
    """One value under that name, at its old place or where the endpoint's page has it."""
    kept = [pair for pair in params if pair[0] != name]
    if value is None:
        return kept
    place = next((at for at, pair in enumerate(params) if pair[0] == name), None)
    if place is None:
        mine = _ORDER.get(name, len(_ORDER))
        place = next(
            (at for at, pair in enumerate(kept) if _ORDER.get(pair[0], len(_ORDER)) > mine),
            len(kept),
        )
    return [*kept[:place], (name, value), *kept[place:]]


def ready(step: Step, new_state: Callable[[], str]) -> AuthorizeRequest:
    """The request of a step as it is sent, with a state of its own where it is to have one."""
    request = step.request
    if not step.fresh_state:
        return request
    return request.changed(
        params=[
            (name, new_state() if (name, value) == ("state", AUTO_STATE) else value)
            for name, value in request.params
        ]
    )


def _id(base: AuthorizeRequest, steps: Iterable[Step]) -> str:
    digest = hashlib.sha256(json.dumps([base.method, base.headers]).encode())
    for step in steps:
        digest.update(step.request.url.encode())
        digest.update(b"\n")
    return digest.hexdigest()[:8]


# -- pace -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pace:
    """At most `concurrency` calls under way, at most `rate` begun in a second (None: as fast as
    they go). A call that the server refuses for coming too fast is made up to `tries` times,
    waiting as the server asks but at most `longest_wait_s`; after `stop_after` calls in a row that
    failed no new one begins."""

    concurrency: int = 4
    rate: float | None = 5.0
    tries: int = 5
    longest_wait_s: float = 60.0
    stop_after: int = 10

    def __post_init__(self) -> None:
        if not 1 <= self.concurrency <= MOST_AT_ONCE:
            raise InputError(
                f"{self.concurrency} calls at once", f"choose from 1 to {MOST_AT_ONCE}"
            )
        if self.rate is not None and not 0 < self.rate <= 10_000:
            raise InputError(f"a rate of {self.rate:g} a second", "choose more than 0")


class Reply(NamedTuple):
    """What the sweep must know of an answer: `failure` in a word where there was none;
    `wait_s` in seconds where it was refused for coming too fast (0: not said how long)."""

    failure: str | None = None
    wait_s: float | None = None


class Ended(NamedTuple):
    """How a sweep ended: the numbers of the steps that were answered, that failed, and that were
    refused to the last; `stopped` says why it ended early."""

    answered: tuple[int, ...]
    failed: tuple[int, ...]
    refused: tuple[int, ...]
    stopped: str | None


async def run(
    steps: Sequence[Step],
    call: Callable[[Step], Awaitable[Reply]],
    pace: Pace,
    on_progress: OnProgress = silent,
) -> Ended:
    """Make the calls. What `call` raises ends the sweep and is raised here; when this is
    cancelled, so are the calls that are under way."""
    sweep = _Running(steps, call, pace, on_progress)
    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(min(pace.concurrency, len(steps))):
                group.create_task(sweep.work())
    except BaseExceptionGroup as several:
        raise several.exceptions[0] from None
    return sweep.ended()


class _Running:
    """A sweep under way: what is left, when the next call may begin, and how it went."""

    def __init__(
        self,
        steps: Sequence[Step],
        call: Callable[[Step], Awaitable[Reply]],
        pace: Pace,
        on_progress: OnProgress,
    ) -> None:
        self._left = iter(steps)
        self._total = len(steps)
        self._call = call
        self._pace = pace
        self._on_progress = on_progress
        self._next_at = 0.0
        self._in_a_row = 0
        self._stopped: str | None = None
        self._answered: list[int] = []
        self._failed: list[int] = []
        self._refused: list[int] = []

    async def work(self) -> None:
        """Take one step after another until none is left."""
        while self._stopped is None:
            for step in islice(self._left, 1):
                await self._make(step)
                break
            else:
                return

    def ended(self) -> Ended:
        """How it went, in the order of the plan."""
        return Ended(
            tuple(sorted(self._answered)),
            tuple(sorted(self._failed)),
            tuple(sorted(self._refused)),
            self._stopped,
        )

    async def _make(self, step: Step) -> None:
        for attempt in range(self._pace.tries):
            await self._turn()
            if self._stopped is not None:
                return  # told while it waited: it is among those still to be made
            reply = await self._call(step)
            if reply.wait_s is None:
                break
            self._wait(max(reply.wait_s, 2.0**attempt))
        if reply.wait_s is not None:
            self._refused.append(step.number)
            self._stopped = self._stopped or "the server goes on refusing: too many calls"
        elif reply.failure is not None:
            self._failed.append(step.number)
            self._in_a_row += 1
            if self._in_a_row >= self._pace.stop_after:
                self._stopped = f"{self._in_a_row} calls in a row failed: {reply.failure}"
        else:
            self._in_a_row = 0
            self._answered.append(step.number)
        self._say("calls")

    async def _turn(self) -> None:
        """Wait for this call's turn. Turns are given out in order and `1 / rate` apart."""
        now = asyncio.get_running_loop().time()
        while (left := self._next_at - now) > 0:
            await asyncio.sleep(min(left, _TELLS_EVERY_S))
            now = asyncio.get_running_loop().time()
            # So that one sees it go on, and can end it.
            if left > _TELLS_EVERY_S:
                self._say(f"calls, the next in {max(0.0, self._next_at - now):.0f} s")
        if self._pace.rate is not None:
            self._next_at = max(self._next_at, now) + 1 / self._pace.rate

    def _wait(self, seconds: float) -> None:
        """Nobody begins a call for so long."""
        seconds = min(seconds, self._pace.longest_wait_s)
        until = asyncio.get_running_loop().time() + seconds
        if until > self._next_at:
            self._next_at = until
            self._say(f"calls, the server asks to wait {seconds:.0f} s")

    def _say(self, what: str) -> None:
        done = len(self._answered) + len(self._failed) + len(self._refused)
        self._on_progress(Progress(done, self._total, what))
