"""The one way through: from an exchange's bytes to its whole `Inspection`.

Live, imported, stored and replayed exchanges all pass here. Pure: the same bytes give the same
reading, offline, for ever.
"""

from __future__ import annotations

from workbench.inspection.decoders import decode_all
from workbench.inspection.field_errors import read_errors
from workbench.inspection.findings import judge
from workbench.inspection.findings.subject import Subject
from workbench.inspection.page import read_page
from workbench.inspection.redirect import read_redirect
from workbench.inspection.request import read_request
from workbench.inspection.response import from_page, read_response
from workbench.model.exchange import Exchange, Inspection


def read(exchange: Exchange) -> Inspection:
    """Read all that is derived from an exchange's capture."""
    capture = exchange.capture
    request = read_request(capture)
    response = read_response(
        capture.received, method=request.method, decoded_limit=capture.decoded_limit
    )
    if response is not None and capture.wire != "exact" and response.status is None:
        # Not from a wire and without a head: the bytes are a page (or another body) as pasted.
        response = from_page(capture.received)
    page = None if response is None else read_page(response, capture.url)
    redirect = read_redirect(response, page, capture.url)
    errors = read_errors(response, page)
    started = capture.started_at
    now = started if started is not None and started.tzinfo is not None else None
    decoded = decode_all(request, response, page, redirect, now)
    findings = judge(
        Subject(
            capture,
            exchange.origin,
            exchange.context,
            request,
            response,
            page,
            redirect,
            errors,
            decoded,
        )
    )
    return Inspection(request, response, redirect, page, errors, decoded, findings)
