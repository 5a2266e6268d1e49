"""What is known of the call under way: bytes so far, phase, times, limits.

Streams outlive a call on a kept-alive connection, so they find the present one through `current`.
Every wait of a call asks `time_left` first: the total deadline holds whatever drips.
"""

from __future__ import annotations

import ssl
from contextvars import ContextVar
from time import perf_counter
from typing import TYPE_CHECKING

from workbench.model.capture import Limits, Phase, Timing

if TYPE_CHECKING:
    from workbench.capture.outgoing import Origin
    from workbench.capture.stream import RecordingStream


class WireError(Exception):
    """Base of what our own streams raise through httpcore to end a call."""


class DeadlineError(WireError):
    """The total deadline is over before the next wait began."""


class LimitError(WireError):
    """More came than the limits allow; `condition` names which bound it was."""

    def __init__(self, condition: str) -> None:
        super().__init__(condition)
        self.condition = condition


class NotHttpError(WireError):
    """What came first is no HTTP/1 status line."""


class NoAddressError(WireError):
    """The name of the host has no address; `condition` says in which way it failed."""

    def __init__(self, condition: str) -> None:
        super().__init__(condition)
        self.condition = condition


class Call:
    """One call under way. Times are `perf_counter` seconds; `received` grows as bytes come.

    `head_start` is where the head now being read begins (behind interim 1xx heads), `head_end`
    where the final one ends, 0 until then. With `fresh_only` no kept connection is taken.
    """

    __slots__ = (
        "address_failures",
        "bound",
        "connect_ms",
        "deadline",
        "dns_ms",
        "first_byte",
        "fresh_only",
        "head_end",
        "head_start",
        "host",
        "limits",
        "notes",
        "peer",
        "phase",
        "port",
        "received",
        "reused",
        "secure",
        "sent",
        "ssl_object",
        "started",
        "stream",
        "tls_ms",
    )

    def __init__(self, origin: Origin, limits: Limits) -> None:
        self.host = origin.host
        self.port = origin.port
        self.secure = origin.secure
        self.limits = limits
        self.started = perf_counter()
        self.deadline = self.started + limits.total_s
        self.fresh_only = False
        self.begin()

    def begin(self) -> None:
        """Start anew with no byte kept; the clock runs on."""
        self.phase: Phase = "dns"
        self.sent = bytearray()
        self.received = bytearray()
        self.head_start = 0
        self.head_end = 0
        self.first_byte: float | None = None
        self.dns_ms: float | None = None
        self.connect_ms: float | None = None
        self.tls_ms: float | None = None
        self.address_failures: list[str] = []
        self.bound: float | None = None
        self.notes: list[str] = []
        self.peer: str | None = None
        self.stream: RecordingStream | None = None
        self.reused = False
        self.ssl_object: ssl.SSLObject | None = None

    @property
    def where(self) -> str:
        """Host and port as people write them."""
        return host_and_port(self.host, self.port)

    def time_left(self, bound: float | None = None) -> float:
        """Seconds that the next wait may take. Raises `DeadlineError` when there are none."""
        left = self.deadline - perf_counter()
        if left <= 0:
            self.bound = None
            raise DeadlineError
        if bound is not None and bound < left:
            self.bound = bound
            return bound
        self.bound = None
        return left

    def timing(self) -> Timing:
        """The times so far, `total` being now."""
        first_byte = self.first_byte
        return Timing(
            self.dns_ms,
            self.connect_ms,
            self.tls_ms,
            None if first_byte is None else (first_byte - self.started) * 1000,
            (perf_counter() - self.started) * 1000,
        )


current: ContextVar[Call] = ContextVar("workbench_call")


def host_and_port(host: str, port: int) -> str:
    """`example.com:443`, or `[::1]:443` for an IPv6 address."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
