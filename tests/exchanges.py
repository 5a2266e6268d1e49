"""Exchanges as a call to the simulator gives them, made without a socket."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

from workbench.inspection.reading import read
from workbench.model.capture import Capture, Failure, Timing
from workbench.model.exchange import Exchange
from workbench.model.request import AuthorizeRequest
from workbench.simulator import answer

START = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


def simulated(
    seed: int = 1,
    *,
    scenario: str = "form",
    institution_id: str | None = "42",
    state: str | None = None,
    lang: str | None = None,
    tag: str | None = None,
    redirect_uri: str | None = "https://app.example.com/callback",
    instance: str | None = None,
    started_at: datetime | None = None,
    ms: float = 12.5,
) -> Exchange:
    """One exchange with the simulator's answer; the same seed gives the same bytes."""
    random = Random(seed)
    request = AuthorizeRequest(
        base_url=None if instance else "http://127.0.0.1:4001",
        instance=instance,
        institution_id=institution_id,
        redirect_uri=redirect_uri,
        state=state if state is not None else f"state-of-{random.getrandbits(64):016x}",
        lang=lang,
        tag=tag,
    )
    host = request.base_url.partition("://")[2]
    target = request.url.partition(host)[2]
    headers = [("Host", host), *request.headers]
    lines = [f"GET {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers), "", ""]
    moment = started_at or START + timedelta(seconds=seed)
    received = answer(target, scenario=scenario, headers=headers, rng=random)
    capture = Capture(
        url=request.url,
        sent="\r\n".join(lines).encode(),
        received=dated(received, moment),
        started_at=moment,
        timing=Timing(first_byte=ms - 0.5, total=ms),
        peer=host if instance is None else "203.0.113.7:443",
    )
    return Exchange(capture, read, origin="live" if instance else "simulator")


def dated(received: bytes, moment: datetime) -> bytes:
    """An answer whose Date is that of its exchange, and not of the test's run."""
    date = f" {moment:%a, %d %b %Y %H:%M:%S} GMT".encode()
    return re.sub(rb"(?i)(\r\nDate:) [^\r]*", lambda found: found[1] + date, received, count=1)


def refused(seed: int = 1) -> Exchange:
    """A call that failed before a byte came."""
    plain = simulated(seed)
    capture = replace(
        plain.capture,
        received=b"",
        timing=Timing(connect=None, total=3.0),
        failure=Failure(
            "connect", "refused", "connect", "nobody listens at 127.0.0.1:4001", "start it",
            ("127.0.0.1:4001",),
        ),
    )  # fmt: skip
    return replace(plain, capture=capture, origin="live")


def answered(received: bytes, *, url: str = "https://bank.example/v3/oauth/authorize") -> Exchange:
    """An exchange with an answer of one's own."""
    host = url.partition("://")[2].partition("/")[0]
    head = f"GET {url.partition(host)[2]} HTTP/1.1\r\nHost: {host}\r\n\r\n"
    sent = head.encode("utf-8", "replace")
    capture = Capture(url=url, sent=sent, received=received, started_at=START)
    return Exchange(capture, read)
