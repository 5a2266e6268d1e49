"""Judging a request before it is sent: the findings that speak of the request alone."""

from __future__ import annotations

from workbench.inspection.reading import read
from workbench.model.capture import Capture
from workbench.model.exchange import Context, Exchange, Origin
from workbench.model.finding import Finding
from workbench.model.request import AuthorizeRequest


def judge_request(
    request: AuthorizeRequest, context: Context, *, simulated: bool
) -> tuple[Finding, ...]:
    """What can be said of a request that nobody has sent yet, worst first; pure.

    The request of a simulator is not judged for its host.
    """
    target = "/" + request.url.partition("://")[2].partition("/")[2]
    lines = [f"{request.method} {target} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in request.headers]
    sent = "\r\n".join([*lines, "", ""]).encode("utf-8", "surrogateescape")
    origin: Origin = "simulator" if simulated else "live"
    capture = Capture(url=request.url, sent=sent, received=b"", started_at=None, wire="rebuilt")
    exchange = Exchange(capture=capture, read=read, origin=origin, context=context)
    return tuple(one for one in exchange.findings if one.id.startswith("request."))
