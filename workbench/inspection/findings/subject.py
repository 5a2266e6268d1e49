"""What is judged: one exchange as far as it was read, before any finding.

Derived views that several findings share are worked out once, here. `now` is the exchange's own
time and never the reader's clock, so that the same bytes give the same findings for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from workbench.inspection.http_dates import http_date
from workbench.inspection.written_url import WrittenUrl, pairs, read_pairs, split
from workbench.model.capture import Capture
from workbench.model.exchange import Context, Origin
from workbench.model.finding import Decoded, Json
from workbench.model.page import Form, Page, Redirect
from workbench.model.request import PARAMETERS, HttpRequest
from workbench.model.response import FieldErrors, Pair, Response

KNOWN_PARAMETERS = tuple(name for _, name in PARAMETERS)
# The hidden inputs of the documented page, in its order.
KNOWN_INPUTS = (
    "REF",
    "allowInteraction",
    "scope",
    "provider_id",
    "response_type",
    "connectionId",
    "redirect_uri",
    "state",
    "resumePath",
    "lang",
    "client_id",
    "reauth",
)
_LONGEST_SCOPE = 65_536
_ANSWER_NAMES = frozenset({"error", "loginId", "code"})


@dataclass(frozen=True)
class Subject:
    """One exchange without its findings. `origin` and `context` are stored beside the bytes."""

    capture: Capture
    origin: Origin
    context: Context
    request: HttpRequest
    response: Response | None
    page: Page | None
    redirect: Redirect
    errors: FieldErrors
    decoded: tuple[Decoded, ...] = ()

    @cached_property
    def given(self) -> frozenset[str]:
        """Which inputs are there: R request, H head, B answer, P page, D decoded values,
        L Location, T TLS facts, C a callback's parameters, E field errors, F a failure; and, so
        that few rules are asked in vain: A a return address that was sent, I another one inside
        the state, K cookies, O oddities of the bytes, U parameters that are not known."""
        there = {
            "A": self.request_known and bool(self.sent("redirect_uri")),
            "I": self.inner_return is not None,
            "K": "set-cookie" in self._headers,
            "O": self.response is not None and bool(self.response.oddities),
            "U": self.request_known
            and any(name not in KNOWN_PARAMETERS for name, _ in self.request.params),
            "R": self.request_known,
            "H": self.response is not None and self.response.status is not None,
            "B": self.response is not None,
            "P": self.page is not None,
            "D": bool(self.decoded),
            "L": self.redirect.location is not None,
            "T": self.capture.tls is not None,
            "C": self.callback is not None,
            "E": bool(self.errors.fields) or self.errors.code is not None,
            "F": self.capture.failure is not None,
        }
        return frozenset(letter for letter, is_there in there.items() if is_there)

    @cached_property
    def url(self) -> WrittenUrl:
        """The request's URL as written."""
        return split(self.request.url)

    @cached_property
    def raw_pairs(self) -> tuple[Pair, ...]:
        """The query's pairs as they stood on the wire, still encoded."""
        return pairs(self.url.query)

    @cached_property
    def callback(self) -> tuple[Pair, ...] | None:
        """The parameters of a pasted callback URL, or None where this is none.

        A URL without any bytes on either side is somebody's paste; it is a callback when its path
        is not the endpoint's and its query answers rather than asks.
        """
        if self.capture.sent or self.capture.received or self.capture.failure is not None:
            return None
        if self.url.path.rstrip("/").lower().endswith("/oauth/authorize"):
            return None
        names = {name for name, _ in self.request.params}
        if names & _ANSWER_NAMES or (
            "state" in names and not names & set(KNOWN_PARAMETERS) - {"state"}
        ):
            return self.request.params
        return None

    @cached_property
    def request_known(self) -> bool:
        """Whether it is known what was asked: a page alone is read under an assumed URL."""
        if self.callback is not None:
            return False
        return bool(self.capture.sent) or not self.capture.received or self.url.query is not None

    @cached_property
    def headers_known(self) -> bool:
        """Whether the request's header lines are known."""
        return bool(self.capture.sent) and self.request_known

    @cached_property
    def date(self) -> datetime | None:
        """The time of the answer's Date header, None where it is missing or no date."""
        written = self.header("Date")
        return None if written is None else http_date(written)

    @cached_property
    def now(self) -> datetime | None:
        """The exchange's own time, or None where nothing says it."""
        started = self.capture.started_at
        return started if started is not None and started.tzinfo is not None else self.date

    @cached_property
    def form(self) -> Form | None:
        """The form that leads on, else the first."""
        if self.page is None or not self.page.forms:
            return None
        forms = self.page.forms
        index = self.form_index
        return forms[index] if index < len(forms) else forms[0]

    @cached_property
    def form_index(self) -> int:
        """The place of `form` among the page's forms."""
        submits = self.page.submits if self.page else None
        return submits if submits is not None and submits >= 0 else 0

    @cached_property
    def handover(self) -> Form | None:
        """The form, where it is one that hands over to the identity provider: it has at least one
        of the known inputs."""
        return self.form if any(name in self.inputs for name in KNOWN_INPUTS) else None

    @cached_property
    def status(self) -> int:
        """The status code, 0 where there is none."""
        return (self.response.status or 0) if self.response else 0

    @cached_property
    def redirects(self) -> bool:
        """Whether the status is one that leads elsewhere."""
        return self.status in (301, 302, 303, 307, 308)

    @cached_property
    def location(self) -> WrittenUrl | None:
        """The Location as resolved where it could be, else as written; None without one."""
        written = self.redirect.location
        if written is None:
            return None
        return split(self.location_target or written)

    @cached_property
    def location_target(self) -> str | None:
        """The absolute URL of the Location, as far as the redirect's reading has it."""
        return self.redirect.target if self.redirect.kind in ("location", "both") else None

    @cached_property
    def target(self) -> WrittenUrl | None:
        """Where the answer leads, or None."""
        return split(self.redirect.target) if self.redirect.target else None

    @cached_property
    def page_state(self) -> tuple[int, Decoded] | None:
        """The decoded state of the page's form with its place among the decoded values."""
        path = self.input_path("state")
        return next(
            ((index, one) for index, one in enumerate(self.decoded) if one.path == path), None
        )

    @cached_property
    def state_values(self) -> dict[str, Json]:
        """What the page's state decodes to where that is an object, else nothing."""
        found = self.page_state
        return found[1].value if found and isinstance(found[1].value, dict) else {}

    @cached_property
    def inner_return(self) -> str | None:
        """The return address inside the state, where it is not the very one that was sent."""
        if self.form is None or not self.state_values:
            return None
        written = self.state_values.get("r")
        if not isinstance(written, str) or not written:
            return None
        same = self.request_known and self.sent("redirect_uri") == written
        return None if same else written

    def state_path(self, key: str) -> str:
        """The evidence path of one value of the decoded state."""
        found = self.page_state
        return f"decoded[{found[0]}].value.{key}" if found else self.input_path("state")

    def input_path(self, name: str) -> str:
        """The evidence path of an input of the form that leads on."""
        return f"forms[{self.form_index}].{name}"

    @cached_property
    def scope(self) -> tuple[str, str]:
        """Where the scope stands and what it is; "" where none is given."""
        if "scope" in self.inputs:
            return self.input_path("scope"), self.inputs["scope"][:_LONGEST_SCOPE]
        if self.location is not None:
            found = dict(read_pairs(self.location.query))
            return "response.location", found.get("scope", "")[:_LONGEST_SCOPE]
        return "", ""

    @cached_property
    def scope_tokens(self) -> list[str]:
        """The scope's tokens in order, repeats kept."""
        return self.scope[1].split()

    @cached_property
    def inputs(self) -> dict[str, str]:
        """The first value under each name of the form."""
        form = self.form
        return {entry.name: entry.value for entry in reversed(form.inputs)} if form else {}

    @cached_property
    def _headers(self) -> dict[str, str]:
        headers = self.response.headers if self.response else ()
        return {name.lower(): value for name, value in reversed(headers)}

    def header(self, name: str) -> str | None:
        """The first header of that name in the answer, letter case aside."""
        return self._headers.get(name.lower())

    def all_headers(self, name: str) -> tuple[str, ...]:
        """Every header of that name in the answer, letter case aside."""
        if self.response is None or name.lower() not in self._headers:
            return ()
        return self.response.all_headers(name)

    def header_path(self, name: str) -> str:
        """The evidence path of the first header of that name; of the headers where it is none."""
        return _header_path("response", self.response.headers if self.response else (), name)

    def request_header_path(self, name: str) -> str:
        """The same for a header of the request."""
        return _header_path("request", self.request.headers, name)

    @cached_property
    def _asked_with(self) -> dict[str, str]:
        return {name.lower(): value for name, value in reversed(self.request.headers)}

    def request_header(self, name: str) -> str | None:
        """The first header of that name in the request, letter case aside."""
        return self._asked_with.get(name.lower())

    @cached_property
    def _sent(self) -> dict[str, str]:
        return dict(reversed(self.request.params))

    def sent(self, name: str) -> str:
        """The first value sent under a request parameter, "" where none was."""
        return self._sent.get(name, "")


def _header_path(side: str, headers: tuple[Pair, ...], name: str) -> str:
    lowered = name.lower()
    for index, (written, _) in enumerate(headers):
        if written.lower() == lowered:
            return f"{side}.headers[{index}]"
    return f"{side}.headers"
