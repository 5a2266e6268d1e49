"""What an exchange leaves in its row and in the word index for later ones to find.

Each thing to be known of the past is one term of the index, a hash of what it is about; what an
answer was like is kept as a short text, which most answers have alike.
"""

from __future__ import annotations

import json
from dataclasses import astuple
from functools import lru_cache
from typing import Any

from workbench.history import tokens
from workbench.model.baseline import Facts, Trace


def marks(trace: Trace) -> frozenset[str]:
    """The index terms by which later exchanges find this one."""
    mark, facts, host = tokens.mark_term, trace.facts, trace.host
    found = []
    if trace.request:
        found.append(mark("request", trace.origin, trace.request))
    if not host:
        return frozenset(found)
    realm = realm_of(trace)
    if facts.provider and trace.institution:
        found.append(mark("provider", realm, host, trace.institution))
    if facts.issuer:
        found.append(mark("issuer", host))
    if trace.sends_recipient:
        found.append(mark("recipient", realm, host))
    if trace.readable:
        found.append(mark("readable", realm, host))
    if trace.total is not None:
        found.append(mark("timing", trace.origin, host))
    if trace.succeeded:
        found.append(mark("success", realm, host))
        if trace.returns_to:
            found.append(mark("return", realm, host, trace.returns_to))
    return frozenset(found)


def one_time_terms(trace: Trace) -> tuple[str, ...]:
    """The terms of the values that no other exchange should have."""
    pairs = (
        ("state", trace.state if trace.callback is None else trace.callback),
        ("form.ref", trace.reference),
        ("form.state", trace.page_state),
    )
    return tuple(tokens.pair_term(key, value) for key, value in pairs if value)


@lru_cache(maxsize=256)
def facts_text(facts: Facts) -> str:
    """Facts as one row keeps them."""
    return json.dumps(astuple(facts), separators=(",", ":"))


@lru_cache(maxsize=256)
def read_facts(text: str) -> Facts:
    """The facts that `facts_text` wrote; of another version, none."""
    try:
        values: list[Any] = [
            tuple(one) if isinstance(one, list) else one for one in json.loads(text)
        ]
        return Facts(*values)
    except (ValueError, TypeError):
        return Facts()


def realm_of(trace: Trace) -> str:
    """Simulated answers say nothing of real ones, nor these of them."""
    return "simulator" if trace.origin == "simulator" else "real"
