"""Calls that failed: one finding per way to fail, its hint beside what the capture said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from workbench.inspection.findings.registry import Mark, finding
from workbench.inspection.findings.subject import Subject
from workbench.inspection.visible import visible
from workbench.model.capture import Failure

_LONGEST_MESSAGE = 400


class _Way(NamedTuple):
    id: str
    title: str
    explanation: str
    applies: Callable[[Failure], bool]


# First match wins: the cause is more specific than the kind.
_WAYS = (
    _Way(
        "failure.cancelled",
        "The call was cancelled",
        "It was stopped from this side: send it again.",
        lambda f: f.kind == "cancelled",
    ),
    _Way(
        "failure.limit",
        "A limit stopped the call",
        "The answer was larger than this workbench reads; what arrived is kept.",
        lambda f: f.kind == "limit",
    ),
    _Way(
        "failure.proxy",
        "The proxy did not let the call through",
        "Check HTTPS_PROXY and NO_PROXY, or the proxy of the profile.",
        lambda f: f.cause == "proxy",
    ),
    _Way(
        "failure.dns",
        "The host name does not resolve",
        "Check the instance name, and whether a VPN or another DNS server is needed.",
        lambda f: f.cause == "dns" or (f.kind == "connect" and f.phase == "dns"),
    ),
    _Way(
        "failure.timeout",
        "No complete answer in time",
        "The phase named above was waited for: check the network, then ask whether the service "
        "is slow.",
        lambda f: f.kind == "timeout",
    ),
    _Way(
        "failure.tls-untrusted",
        "The secure connection was not accepted",
        "If your network inspects TLS, name its certificate authority with --ca; otherwise do "
        "not go on.",
        lambda f: f.kind == "tls",
    ),
    _Way(
        "failure.reset",
        "The connection was cut",
        "The bytes that arrived are kept. Send it again; if it repeats, something between here "
        "and there closes it.",
        lambda f: f.cause in ("reset", "closed"),
    ),
    _Way(
        "failure.refused",
        "The connection could not be opened",
        "Nothing answers on that address and port, or a firewall forbids it: check both.",
        lambda f: f.kind == "connect",
    ),
    _Way(
        "failure.protocol",
        "What came is no proper HTTP",
        "The bytes are kept: look at Raw. Check scheme and port.",
        lambda _: True,
    ),
)


def way_of(failure: Failure) -> str:
    """The id of the finding that speaks of this failure."""
    return next(way.id for way in _WAYS if way.applies(failure))


def _register(way: _Way) -> None:
    @finding(
        way.id, "error", way.title, way.explanation, needs="F", source="house", actor="network"
    )
    def failed(subject: Subject) -> Iterator[Mark]:
        failure = subject.capture.failure
        if failure is not None and way_of(failure) == way.id:
            yield Mark("failure", _said(failure))


def _said(failure: Failure) -> str:
    shown = visible(failure.message.strip()[:_LONGEST_MESSAGE])
    shown = shown or f"It failed while in phase {failure.phase}"
    return shown if shown.endswith((".", "!", "?")) else f"{shown}."


for _way in _WAYS:
    _register(_way)
