"""A named set of things that fill what a call does not give."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.model.capture import Limits, Trust
from workbench.model.request import Pair


@dataclass(frozen=True, slots=True)
class Profile:
    """One profile of the configuration. `params` holds wire names; no secret is ever in it.
    `takes_key` says that its host may be sent the auth key."""

    name: str
    instance: str | None = None
    base_url: str | None = None
    params: tuple[Pair, ...] = ()
    headers: tuple[Pair, ...] = ()
    production: bool = False
    trust: Trust = Trust()
    limits: Limits = Limits()
    known_hosts: tuple[str, ...] = ()
    issuer: str | None = None
