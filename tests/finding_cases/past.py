"""Every finding that looks back, with a past that fires it and one that nearly does.

Of each case the earlier exchanges are kept in a history first, in this order, and then the one that
is judged. All are bytes that the real readers read; REF and states are new for each call.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, NamedTuple

from tests.finding_cases.building import (
    NOON,
    RETURN,
    answer,
    asked,
    facts,
    located,
    page,
    pasted,
    refused,
    sealed,
)
from workbench.model.capture import Timing
from workbench.model.exchange import Exchange

APP = "https://app.example.com/callback"
ALL_SCOPES = (
    "ACCOUNT_BASIC ACCOUNT_DETAILED ACCOUNT_PAYMENTS CUSTOMER_CONTACT CUSTOMER_PERSONAL "
    "INVESTMENTS STATEMENTS TRANSACTIONS"
)


class PastCase(NamedTuple):
    """One finding: a history and an exchange that fires it, and both of one that nearly does."""

    id: str
    before: tuple[Exchange, ...]
    fires: Exchange
    silent_before: tuple[Exchange, ...]
    silent: Exchange
    severity: str | None = None


def state_of(number: int) -> str:
    """The state that the call of that number sends."""
    return f"{number:04x}2c14-ed42-4d73-ad4f-2d3a0c41cf4f"


def called(number: int, received: bytes | None = None, **changes: Any) -> Exchange:
    """A good call a minute after the one before, with one-time values of its own."""
    sent = {"state": state_of(number), **changes}
    sent.setdefault("started_at", NOON + timedelta(minutes=number))
    return asked(showing(number) if received is None else received, **sent)


def showing(number: int, *, add: tuple[tuple[str, str], ...] = (), **changes: Any) -> bytes:
    """The answer to a good call: its page with something changed, REF and state of its own."""
    without = changes.pop("without_headers", ())
    return answer(page(**(_own(number) | changes)), add=add, without=without)


def _own(number: int) -> dict[str, str]:
    inner = {"i": f"{number}", "r": RETURN, "s": state_of(number)}
    return {
        "REF": f"{number:060X}",
        "state": sealed(inner),
        "resumePath": f"/as/{number:06x}/resume/as/authorization.ping",
    }


def timed(number: int, total: float, **changes: Any) -> Exchange:
    """A call that took so many milliseconds, nearly all of it waiting."""
    timing = Timing(dns=1.0, connect=5.0, tls=9.0, first_byte=total - 1.0, total=total)
    return called(number, timing=timing, **changes)


def _callback(query: str) -> Exchange:
    return pasted(f"{APP}?{query}")


_LOGIN = "loginId=5e137f53-6ab0-4ad1-8f0a-2c8f7f2ab001"
_OPAQUE = "k7Qm2vX9tR4bZ8nW1cY6pL"
_FLOW = "https://idp.example.com/flow/{}/start"
_PATIENT = tuple(timed(n, 100.0) for n in range(1, 6))
_LETS = "CN=R3,O=Let's Encrypt,C=US"
_KEYS = {"i": "2", "r": RETURN, "s": state_of(2)}

PAST_CASES: tuple[PastCase, ...] = (
    PastCase(
        "request.state-reused",
        (called(1),),
        called(2, state=state_of(1)),
        (called(1, state="aBcDeFgHiJkLmNoPqRsTuV"),),
        called(2, state="abcdefghijklmnopqrstuv"),
    ),
    PastCase(
        "request.redirect-uri-near-miss",
        (called(1, redirect_uri=APP),),
        called(2, redirect_uri=f"{APP}/"),
        (called(1, redirect_uri=APP), called(2, redirect_uri=f"{APP}/")),
        called(3, redirect_uri=f"{APP}/"),
    ),
    PastCase(
        "request.recipient-missing",
        (called(1, recipientId="dc-patrfyrs91n711c9jlmtsru97"),),
        called(2),
        (called(1, recipientId="dc-patrfyrs91n711c9jlmtsru97"),),
        called(2, host="bank1-api.private.fin.ag"),
    ),
    PastCase(
        "tls.issuer-changed",
        (called(1, tls=facts(issuer=_LETS)),),
        called(2, tls=facts(issuer="CN=proxy,O=Some Proxy Inc.,C=US")),
        (called(1, tls=facts(issuer=_LETS)),),
        called(2, tls=facts(issuer="CN=R11,O=Let's Encrypt,C=US")),
    ),
    PastCase(
        "page.provider-changed",
        (called(1),),
        called(2, showing(2, provider_id="4004"), lang="fr"),
        (called(1),),
        called(2, showing(2, provider_id="4004"), institution_id="43"),
    ),
    PastCase(
        "page.ref-reused",
        (called(1, showing(1, REF="AB" * 30)),),
        called(2, showing(2, REF="AB" * 30)),
        (called(1, showing(1, REF="AB" * 30)),),
        called(2, showing(2, REF="ab" * 30)),
    ),
    PastCase(
        "page.state-reused",
        (called(1),),
        called(2, showing(2, state=_own(1)["state"]), lang="fr"),
        (called(1),),
        called(2, showing(2, state=_own(1)["state"])),
    ),
    PastCase(
        "callback.state-unknown",
        (called(1, redirect_uri=APP),),
        _callback(f"{_LOGIN}&state={state_of(2)}"),
        (called(1, redirect_uri=APP),),
        _callback(f"{_LOGIN}&state={state_of(1)}"),
    ),
    PastCase(
        "callback.state-replayed",
        (called(1, redirect_uri=APP), _callback(f"{_LOGIN}&state={state_of(1)}")),
        _callback(f"{_LOGIN}&state={state_of(1)}"),
        (called(1, redirect_uri=APP), _callback(f"{_LOGIN}&state={state_of(2)}")),
        _callback(f"{_LOGIN}&state={state_of(1)}"),
    ),
    PastCase(
        "change.kind",
        (called(1),),
        called(2, refused({"lang": ["No."]})),
        (called(1),),
        called(2, refused({"lang": ["No."]}), lang="fr"),
    ),
    PastCase(
        "change.target",
        (called(1, located(_FLOW.format("6f1e9a0c-0f4e-4b5e-9b55-1d7a5b2f0001"))),),
        called(2, located("https://other.example.com/flow/1/start")),
        (called(1, located(_FLOW.format("6f1e9a0c-0f4e-4b5e-9b55-1d7a5b2f0001"))),),
        called(2, located(_FLOW.format("6f1e9a0c-0f4e-4b5e-9b55-1d7a5b2f0002"))),
        "warning",
    ),
    PastCase(
        "change.inputs",
        (called(1),),
        called(2, showing(2, without=("reauth",))),
        (called(1),),
        called(2, showing(2, reauth="true")),
        "warning",
    ),
    PastCase(
        "change.scope",
        (called(1, showing(1, scope=ALL_SCOPES)),),
        called(2, showing(2, scope="ACCOUNT_BASIC TRANSACTIONS")),
        (called(1, showing(1, scope=ALL_SCOPES)),),
        called(2, showing(2, scope=" ".join(reversed(ALL_SCOPES.split())))),
    ),
    PastCase(
        "change.client",
        (called(1),),
        called(2, showing(2, client_id="dc-aaaafyrs91n711c9jlmtsru97")),
        (called(1, showing(1, without=("client_id",))),),
        called(2, showing(2, client_id="dc-aaaafyrs91n711c9jlmtsru97")),
    ),
    PastCase(
        "change.provider",
        (called(1, institution_id=None),),
        called(2, showing(2, provider_id="4004"), institution_id=None),
        (called(1),),
        called(2, showing(2, provider_id="4004")),
    ),
    PastCase(
        "change.state-keys",
        (called(1),),
        called(2, showing(2, state=sealed({**_KEYS, "v": "2"}))),
        (called(1),),
        called(2, showing(2, state=sealed({**_KEYS, "i": "another"}))),
    ),
    PastCase(
        "change.security-headers",
        (called(1),),
        called(2, showing(2, without_headers=("Content-Security-Policy",))),
        (called(1),),
        called(
            2,
            showing(
                2,
                without_headers=("Content-Security-Policy",),
                head='<meta http-equiv="Content-Security-Policy" content="object-src \'none\'">',
            ),
        ),
    ),
    PastCase("change.latency", _PATIENT, timed(9, 700.0), _PATIENT, timed(9, 590.0)),
    # Those that say more, or less, where the past is known.
    PastCase(
        "request.host-unusual",
        (called(1),),
        called(2, host="tolbox-api.private.fin.ag"),
        (called(1),),
        called(2, host="bank1-api.private.fin.ag"),
    ),
    PastCase(
        "redirect.target-unknown",
        (called(1), called(2, located("https://idp2.example.com/a"))),
        called(3, located("https://idp.example.com/a")),
        (called(1, located("https://idp.example.com/b"), lang="fr"),),
        called(2, located("https://idp.example.com/a")),
    ),
    PastCase(
        "state.opaque",
        (called(1),),
        called(2, showing(2, state=_OPAQUE)),
        (called(1, showing(1, state=_OPAQUE)),),
        called(2, showing(2, state=sealed(_KEYS))),
        "warning",
    ),
    PastCase(
        "location.state-missing",
        (called(1, redirect_uri=APP),),
        _callback(_LOGIN),
        (called(1, redirect_uri=APP, state=None),),
        _callback(_LOGIN),
    ),
)
