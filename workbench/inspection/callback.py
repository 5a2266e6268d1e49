"""Whether a pasted URL is a callback: the answer that comes back to the caller's own address."""

from __future__ import annotations

from workbench.inspection.written_url import split
from workbench.model.capture import Capture
from workbench.model.request import PARAMETERS, HttpRequest, Pair

_ANSWER_NAMES = frozenset({"error", "loginId", "code"})
_ASKING_NAMES = frozenset(name for _, name in PARAMETERS) - {"state"}


def read_callback(capture: Capture, request: HttpRequest) -> tuple[Pair, ...] | None:
    """The parameters of a pasted callback URL, or None where this is none.

    A URL without any bytes on either side is somebody's paste; it is a callback when its path is
    not the endpoint's and its query answers rather than asks.
    """
    if capture.sent or capture.received or capture.failure is not None:
        return None
    if split(request.url).path.rstrip("/").lower().endswith("/oauth/authorize"):
        return None
    names = {name for name, _ in request.params}
    if names & _ANSWER_NAMES or ("state" in names and not names & _ASKING_NAMES):
        return request.params
    return None
