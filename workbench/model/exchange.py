"""One authorize call with its reading: what the history keeps and every view shows.

The reading is made on first use: a caller that wants the bytes alone does not pay for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from workbench.model.capture import Capture, Failure
from workbench.model.finding import Decoded, Finding
from workbench.model.page import Form, Page, Redirect
from workbench.model.remembered import remembered
from workbench.model.request import HttpRequest
from workbench.model.response import FieldErrors, Response

Origin = Literal["live", "simulator", "import"]


@dataclass(frozen=True, slots=True)
class Context:
    """One's own setting at the time of the call, stored with the exchange: the profile used,
    whether it is production, hosts known as targets, the issuer expected in callbacks, and the
    uuid of the exchange whose request it sends again."""

    profile: str | None = None
    production: bool = False
    known_hosts: tuple[str, ...] = ()
    issuer: str | None = None
    replay_of: str | None = None


@dataclass(frozen=True, slots=True)
class Inspection:
    """All that is derived from the bytes of one capture; pure, offline, the same forever."""

    request: HttpRequest
    response: Response | None
    redirect: Redirect
    page: Page | None
    errors: FieldErrors
    decoded: tuple[Decoded, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Exchange:
    """One exchange. `id` and `uuid` are None when it was not stored."""

    capture: Capture
    read: Callable[[Exchange], Inspection] = field(repr=False, compare=False)
    id: int | None = None
    uuid: str | None = None
    origin: Origin = "live"
    labels: tuple[str, ...] = ()
    note: str | None = None
    context: Context = Context()

    @remembered
    def inspection(self) -> Inspection:
        """The reading of the capture, made once."""
        return self.read(self)

    @property
    def started_at(self) -> datetime | None:
        """When the request was sent, UTC."""
        return self.capture.started_at

    @property
    def failure(self) -> Failure | None:
        """Why there is no complete answer, or None."""
        return self.capture.failure

    @property
    def raw(self) -> bytes:
        """The response bytes exactly as received after TLS."""
        return self.capture.received

    @property
    def request(self) -> HttpRequest:
        """The request as it stood on the wire."""
        return self.inspection.request

    @property
    def response(self) -> Response | None:
        """The answer, or None when nothing came."""
        return self.inspection.response

    @property
    def redirect(self) -> Redirect:
        """How the answer leads on."""
        return self.inspection.redirect

    @property
    def page(self) -> Page | None:
        """The page, or None when the body is not HTML."""
        return self.inspection.page

    @property
    def form(self) -> Form:
        """The form that leads on, else the first; an empty one where the page has none."""
        page = self.page
        if page is None or not page.forms:
            return Form("", "", "", ())
        return page.forms[page.submits or 0]

    @property
    def errors(self) -> FieldErrors:
        """The errors that the answer names."""
        return self.inspection.errors

    @property
    def decoded(self) -> tuple[Decoded, ...]:
        """Opaque values that could be read."""
        return self.inspection.decoded

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong or worth knowing, worst first."""
        return self.inspection.findings
