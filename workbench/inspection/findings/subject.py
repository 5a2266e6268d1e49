"""What is judged: one exchange as far as it was read, before any finding.

Derived views that several findings share are worked out once, here. `now` is the exchange's own
time and never the reader's clock, so that the same bytes give the same findings for ever.
"""

from __future__ import annotations

from collections.abc import KeysView
from datetime import datetime

from workbench.inspection.callback import read_callback
from workbench.inspection.http_dates import http_date
from workbench.inspection.written_url import WrittenUrl, pairs, read_pairs, split
from workbench.model.baseline import Baseline
from workbench.model.capture import Capture
from workbench.model.exchange import Context, Origin
from workbench.model.finding import Decoded, Json
from workbench.model.page import Form, Page, Redirect
from workbench.model.remembered import remembered
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
_INPUT_NAMES = frozenset(KNOWN_INPUTS)
_LONGEST_SCOPE = 65_536


class Subject:
    """One exchange without its findings. `origin` and `context` are stored beside the bytes; `past`
    is what was before it, None where that is not known.

    Nobody changes it. What most findings look at is worked out when it is made:

    `url` is the request's URL as written, `request_known` whether it is known what was asked (a
    page alone is read under an assumed URL), `callback` the parameters of a pasted callback URL or
    None. `status` is 0 where there is none; `redirects` says that it leads elsewhere. `date` is
    the time of the answer's Date, `now` the exchange's own time; both may be None.

    `form` is the one that leads on, else the first, with its place `form_index`; `inputs` holds the
    first value under each of its names; `handover` is the form where it has at least one of the
    known inputs, so that it hands over to the identity provider.

    `location_target` is the absolute URL of the Location as far as it could be read, `location` the
    same in its parts or as written, `target` where the answer leads; None where there is none.

    `page_state` is the decoded state of the form with its place among the decoded values,
    `state_values` what it holds where it is an object, `inner_return` the return address inside
    where it is not the very one that was sent. `scope` is where the scope stands and what it is,
    `scope_tokens` its tokens in order, repeats kept.
    """

    def __init__(
        self,
        capture: Capture,
        origin: Origin,
        context: Context,
        request: HttpRequest,
        response: Response | None,
        page: Page | None,
        redirect: Redirect,
        errors: FieldErrors,
        decoded: tuple[Decoded, ...] = (),
        past: Baseline | None = None,
    ) -> None:
        self.capture = capture
        self.origin = origin
        self.context = context
        self.request = request
        self.response = response
        self.page = page
        self.redirect = redirect
        self.errors = errors
        self.decoded = decoded
        self.past = past

        self.url: WrittenUrl = split(request.url)
        self._sent = dict(reversed(request.params))
        self.callback: tuple[Pair, ...] | None = read_callback(capture, request)
        self.request_known = self.callback is None and (
            bool(capture.sent) or not capture.received or self.url.query is not None
        )

        self._headers: dict[str, list[str]] = {}
        for name, value in response.headers if response is not None else ():
            self._headers.setdefault(name.lower(), []).append(value)
        self.status: int = (response.status or 0) if response is not None else 0
        self.redirects = self.status in (301, 302, 303, 307, 308)
        written = self.header("Date")
        self.date: datetime | None = None if written is None else http_date(written)
        started = capture.started_at
        own = started is not None and started.tzinfo is not None
        self.now: datetime | None = started if own else self.date

        submits = page.submits if page is not None else None
        self.form_index: int = submits if submits is not None and submits >= 0 else 0
        self.form: Form | None = self._form()
        self.inputs: dict[str, str] = (
            {} if self.form is None else {one.name: one.value for one in reversed(self.form.inputs)}
        )
        hands_over = not _INPUT_NAMES.isdisjoint(self.inputs)
        self.handover: Form | None = self.form if hands_over else None

        self.location_target = redirect.target if redirect.kind in ("location", "both") else None
        self.location: WrittenUrl | None = (
            None if redirect.location is None else split(self.location_target or redirect.location)
        )
        self.target: WrittenUrl | None = split(redirect.target) if redirect.target else None

        self.page_state: tuple[int, Decoded] | None = self._page_state()
        state = self.page_state[1].value if self.page_state is not None else None
        self.state_values: dict[str, Json] = state if isinstance(state, dict) else {}
        self.inner_return: str | None = self._inner_return()
        self.scope: tuple[str, str] = self._scope()
        self.scope_tokens: list[str] = self.scope[1].split()

    @remembered
    def raw_pairs(self) -> tuple[Pair, ...]:
        """The query's pairs as they stood on the wire, still encoded."""
        return pairs(self.url.query)

    @property
    def headers_known(self) -> bool:
        """Whether the request's header lines are known."""
        return bool(self.capture.sent) and self.request_known

    def _form(self) -> Form | None:
        if self.page is None or not self.page.forms:
            return None
        forms = self.page.forms
        return forms[self.form_index] if self.form_index < len(forms) else forms[0]

    def _page_state(self) -> tuple[int, Decoded] | None:
        path = self.input_path("state")
        for index, one in enumerate(self.decoded):
            if one.path == path:
                return index, one
        return None

    def _inner_return(self) -> str | None:
        if self.form is None:
            return None
        written = self.state_values.get("r")
        if not isinstance(written, str) or not written:
            return None
        same = self.request_known and self.sent("redirect_uri") == written
        return None if same else written

    def _scope(self) -> tuple[str, str]:
        if "scope" in self.inputs:
            return self.input_path("scope"), self.inputs["scope"][:_LONGEST_SCOPE]
        if self.location is not None:
            found = dict(read_pairs(self.location.query))
            return "response.location", found.get("scope", "")[:_LONGEST_SCOPE]
        return "", ""

    def state_path(self, key: str) -> str:
        """The evidence path of one value of the decoded state."""
        found = self.page_state
        return f"decoded[{found[0]}].value.{key}" if found else self.input_path("state")

    def input_path(self, name: str) -> str:
        """The evidence path of an input of the form that leads on."""
        return f"forms[{self.form_index}].{name}"

    def header(self, name: str) -> str | None:
        """The first header of that name in the answer, letter case aside."""
        found = self._headers.get(name.lower())
        return found[0] if found else None

    @property
    def header_names(self) -> KeysView[str]:
        """The names of the answer's headers in lower case."""
        return self._headers.keys()

    def all_headers(self, name: str) -> tuple[str, ...]:
        """Every header of that name in the answer, letter case aside."""
        return tuple(self._headers.get(name.lower(), ()))

    def header_path(self, name: str) -> str:
        """The evidence path of the first header of that name; of the headers where it is none."""
        return _header_path("response", self.response.headers if self.response else (), name)

    def request_header_path(self, name: str) -> str:
        """The same for a header of the request."""
        return _header_path("request", self.request.headers, name)

    @remembered
    def _asked_with(self) -> dict[str, str]:
        return {name.lower(): value for name, value in reversed(self.request.headers)}

    def request_header(self, name: str) -> str | None:
        """The first header of that name in the request, letter case aside."""
        return self._asked_with.get(name.lower())

    def sent(self, name: str) -> str:
        """The first value sent under a request parameter, "" where none was."""
        return self._sent.get(name, "")


def _header_path(side: str, headers: tuple[Pair, ...], name: str) -> str:
    lowered = name.lower()
    for index, (written, _) in enumerate(headers):
        if written.lower() == lowered:
            return f"{side}.headers[{index}]"
    return f"{side}.headers"
