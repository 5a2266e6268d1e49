"""Where an answer came from: the simulator marks its answers, and only a loopback address is
believed to be one."""

from __future__ import annotations

import ipaddress

from workbench.model.capture import Capture
from workbench.model.exchange import Origin

SIMULATOR_HEADER = b"x-workbench-simulator"


def origin_of(capture: Capture) -> Origin:
    """`simulator` when the answer says so and came from a loopback address, else `live`."""
    if not is_loopback(capture.peer):
        return "live"
    head = capture.received[:65536].partition(b"\r\n\r\n")[0].lower()
    return "simulator" if b"\r\n" + SIMULATOR_HEADER + b":" in head else "live"


def is_loopback(peer: str | None) -> bool:
    """Whether a peer such as `127.0.0.1:80` or `[::1]:80` is on this machine."""
    if peer is None:
        return False
    host = peer.rpartition(":")[0].strip("[]")
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
