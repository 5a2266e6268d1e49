"""One raw HTTP answer for one request target: pure but for randomness and the date.

The server adds nothing to these bytes but when and how they leave.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from random import Random

from workbench.simulator.asked import read_target
from workbench.simulator.scenarios import Delivery, Scenario, scenario_for, scenario_named
from workbench.simulator.templates import MARK, MARK_LINE, http_date

__all__ = ["MARK", "answer", "answer_with_delivery", "refusal"]

# Stand-in values, not secrets: a predictable generator is right, and quicker than the system's.
_RANDOM = Random()  # noqa: S311


def answer(
    request_target: str,
    *,
    scenario: str | None = None,
    headers: Sequence[tuple[str, str]] = (),
    rng: Random | None = None,
    host: str = "127.0.0.1",
) -> bytes:
    """The bytes that the simulator sends for `GET request_target`, head and body.

    `scenario` is a name from `SCENARIOS`; left out, the request's institution_id chooses, else the
    documented page comes. `headers` are the request's: its `Host` is where the callback lies, else
    `host` is. A scenario that is cut short gives the bytes up to the cut, `silent` gives none.
    Raises `InputError` for an unknown scenario, and for nothing that stands in a request.
    """
    fixed = None if scenario is None else scenario_named(scenario)
    return answer_with_delivery(request_target, fixed, headers, rng or _RANDOM, host)[0]


def answer_with_delivery(
    target: str,
    fixed: Scenario | None,
    headers: Sequence[tuple[str, str]],
    rng: Random = _RANDOM,
    host: str = "127.0.0.1",
) -> tuple[bytes, Delivery]:
    """The same, with the way the server is to give it out."""
    asked = read_target(target, headers, host, rng)
    if not asked.is_authorize:
        return refusal(
            404, "Not Found", f"nothing is simulated at {asked.path[:200]}"
        ), Delivery.WHOLE
    chosen = scenario_for(asked, fixed)
    return chosen.write(asked), chosen.delivery


def refusal(
    status: int, reason: str, message: str | None, *, fields: bytes = b"", close: bool = False
) -> bytes:
    """The simulator's own answer to what it does not simulate; no body where `message` is None.

    `fields` are further head lines, each with its CRLF.
    """
    body = b"" if message is None else json.dumps({"simulator": message}).encode()
    kind = b"Content-Type: application/json\r\n" if body else b""
    ending = b"Connection: close\r\n" if close else b""
    head = f"HTTP/1.1 {status} {reason}\r\n".encode() + MARK_LINE + b"Date: " + http_date()
    length = b"\r\nContent-Length: %d\r\nCache-Control: no-store\r\n" % len(body)
    return head + length + kind + ending + fields + b"\r\n" + body
