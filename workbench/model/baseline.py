"""What an exchange leaves for later ones, and what it is told of earlier ones.

An exchange is judged by its own bytes first, and then by what was before it: `Trace` is what it
asks and leaves behind, `Baseline` the answer, fetched by whoever keeps exchanges. A baseline holds
what a finding could speak of and nothing else, so that an empty one means: as ever.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from workbench.model.capture import Timing
from workbench.model.exchange import Origin


@dataclass(frozen=True, slots=True)
class Facts:
    """Of an answer what stays the same from call to call, small. None or empty where it has none.

    `target_host` has its port where one is written, `target_path` the ids in it as `*`; `inputs`
    are the names in order, `scope` the tokens as a sorted set, `state_keys` those of the decoded
    state; `protections` are the safeguards of the head that are there (`no-store`, ...).
    """

    status: int | None = None
    kind: str = "none"
    target_host: str = ""
    target_path: str = ""
    method: str = ""
    enctype: str = ""
    inputs: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    client: str = ""
    provider: str = ""
    state_keys: tuple[str, ...] = ()
    protections: tuple[str, ...] = ()
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """What one exchange asks of those before it and leaves to those after it.

    `request` is the request key, empty where it is not known what was asked or nothing was
    answered; `host` has its port where one is written. `state`, `reference` (REF) and
    `page_state` are one-time values; `returns_to` is the redirect_uri. `readable` says that the
    page's state could be read, `succeeded` that the answer leads on without an error.
    `new_target` is the host it leads to where nothing else vouches for it. `total` is in
    milliseconds. `callback` holds the state that a callback brings (empty: none) and is None for
    what is no callback; `callback_address` is its URL without query.
    """

    origin: Origin
    host: str
    request: str = ""
    facts: Facts = Facts()
    institution: str = ""
    returns_to: str = ""
    sends_recipient: bool = False
    state: str = field(default="", repr=False)
    reference: str = field(default="", repr=False)
    page_state: str = field(default="", repr=False)
    readable: bool = False
    succeeded: bool = False
    new_target: str = ""
    total: float | None = None
    callback: str | None = field(default=None, repr=False)
    callback_address: str = ""
    replay_of: str | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """One earlier exchange, and the value it had where one is asked for."""

    id: int
    started_at: datetime | None
    value: str = ""


@dataclass(frozen=True, slots=True)
class Last:
    """The last answer to the same request."""

    id: int
    started_at: datetime | None
    facts: Facts


@dataclass(frozen=True, slots=True)
class Baseline:
    """What was before one exchange, as far as a finding could speak of it.

    `last`: the last answer to the same request, of the same origin and without a failure, where
    its facts are others. `same_state`, `same_reference`, `same_page_state`: the newest exchange
    with that one-time value (a replayed source aside; a page's state under another request alone).
    `near_returns`, `near_instances`: addresses and instances that succeeded before, where this
    one's never did. `recipient`: one that named a recipient, where this one does not. `provider`,
    `issuer`: the last others for the same institution and the same host. `target`: one that led to
    the same new host. `readable`: one whose state could be read, where this one's cannot.
    `timings`: of the last calls to the host, where this one was slow. `unasked`: no request sent
    the state that a callback brings; `caught`: the callback that brought it before; `stateful`:
    the last request that named the address of a callback without state, if it sent one.
    """

    last: Last | None = None
    same_state: Seen | None = None
    same_reference: Seen | None = None
    same_page_state: Seen | None = None
    near_returns: tuple[str, ...] = ()
    near_instances: tuple[str, ...] = ()
    recipient: Seen | None = None
    provider: Seen | None = None
    issuer: Seen | None = None
    target: Seen | None = None
    readable: Seen | None = None
    timings: tuple[Timing, ...] = ()
    unasked: bool = False
    caught: Seen | None = None
    stateful: Seen | None = None


NOTHING = Baseline()
