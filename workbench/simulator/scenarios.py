"""Every answer that can be asked for, as a table of small functions.

A scenario has a name (`--scenario`), an institution id that asks for it in the request itself, one
line of help, and how its bytes are delivered. Adding one is adding one function here, and a sample
file where its text is new.
"""

from __future__ import annotations

import gzip as gzip_format
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum
from urllib.parse import quote, urlencode

from workbench.errors import InputError
from workbench.simulator.asked import Asked
from workbench.simulator.composition import (
    chunks,
    head,
    header_value,
    page,
    page_body,
    sample,
    seeded,
)
from workbench.simulator.fresh import DEFAULT_RETURN, sealed_state

OLD_SITE = "https://www.old-site.example.com/bank/return"


class Delivery(Enum):
    """How the server gives an answer out."""

    WHOLE = "at once; the connection stays open"
    CLOSE = "at once, then the connection is closed"
    DRIP = "16 bytes at a time, four times a second"
    RESET = "at once, then the connection is reset"
    SILENT = "never"


@dataclass(frozen=True, slots=True)
class Scenario:
    """One kind of answer. `write` makes its bytes, those that are to arrive and no more."""

    name: str
    institution_id: str
    help: str
    write: Callable[[Asked], bytes]
    delivery: Delivery = Delivery.WHOLE


_registered: list[Scenario] = []

Writer = Callable[[Asked], bytes]


def scenario(
    name: str, institution_id: str, delivery: Delivery = Delivery.WHOLE
) -> Callable[[Writer], Writer]:
    """Register the function below as a scenario; its docstring is the line of help."""

    def register(write: Writer) -> Writer:
        text = (write.__doc__ or "").rstrip(".")
        _registered.append(Scenario(name, institution_id, text, write, delivery))
        return write

    return register


@scenario("form", "9100")
def form(asked: Asked) -> bytes:
    """302 with the documented page; 400 where lang is not two letters."""
    if not asked.lang_is_valid:
        return bad_lang(asked)
    return page(asked, "302-form.http")


@scenario("location", "9101")
def location(asked: Asked) -> bytes:
    """302 with Location to the provider and no page."""
    return sample(asked, "302-location.http")


@scenario("both", "9102")
def both(asked: Asked) -> bytes:
    """302 with Location and the page: browsers follow Location."""
    return page(asked, "302-both.http")


@scenario("none", "9103")
def neither(asked: Asked) -> bytes:
    """302 with neither Location nor a form: a dead end."""
    return sample(asked, "302-neither.http")


@scenario("two-locations", "9104")
def two_locations(asked: Asked) -> bytes:
    """302 with two Locations that differ."""
    return sample(asked, "302-two-locations.http")


@scenario("access-denied", "9105")
def access_denied(asked: Asked) -> bytes:
    """302 back to redirect_uri with error=access_denied."""
    given = [
        ("error", "access_denied"),
        ("error_description", "The end user did not agree"),
        ("state", asked.state),
    ]
    query = urlencode([pair for pair in given if pair[1]], quote_via=quote, errors="replace")
    back = asked.redirect_uri or DEFAULT_RETURN
    target = f"{back}{'&' if '?' in back else '?'}{query}"
    return sample(asked, "302-location-access-denied.http", location=header_value(target))


@scenario("redirect-loop", "9106")
def redirect_loop(asked: Asked) -> bytes:
    """302 whose Location is the request itself."""
    return sample(asked, "302-location-loop.http", location=header_value(asked.target))


@scenario("pushed-request", "9107")
def pushed_request(asked: Asked) -> bytes:
    """302 with Location that names a pushed request (RFC 9126)."""
    return sample(asked, "302-location-pushed-request.http")


@scenario("french", "9200")
def french(asked: Asked) -> bytes:
    """302 with the page in French, whatever lang was asked for."""
    return sample(asked, "302-form-french.http", lang=b"fr")


@scenario("broken", "9201")
def broken(asked: Asked) -> bytes:
    """302 whose page stays blank: a policy forbids its own script."""
    return csp_blocks(asked)


@scenario("csp-blocks", "9202")
def csp_blocks(asked: Asked) -> bytes:
    """302 with a Content-Security-Policy that forbids the auto-submit."""
    return page(asked, "302-form-csp-blocks-auto-submit.http")


@scenario("csp-blocks-form", "9203")
def csp_blocks_form(asked: Asked) -> bytes:
    """302 with a form-action policy that refuses the provider."""
    return page(asked, "302-form-csp-blocks-form.http")


@scenario("missing-inputs", "9204")
def missing_inputs(asked: Asked) -> bytes:
    """302 whose form lacks REF and resumePath."""
    return sample(asked, "302-form-missing-inputs.http")


@scenario("wrong-return", "9205")
def wrong_return(asked: Asked) -> bytes:
    """302 whose state leads back to another site than asked for."""
    return page(asked, "302-form.http", state=sealed_state(asked, return_to=OLD_SITE))


@scenario("state-damaged", "9206")
def state_damaged(asked: Asked) -> bytes:
    """302 whose hidden state is cut, its + turned into blanks."""
    whole = sealed_state(asked)
    kept = len(whole) * 2 // 3 // 4 * 4 + 1  # 1 mod 4: no base64 text has that length
    return page(asked, "302-form.http", state=whole[:kept].replace("+", " "))


@scenario("cacheable", "9207")
def cacheable(asked: Asked) -> bytes:
    """302 from a cache: may be stored, and the same REF each time."""
    # The same request draws the same values, as a cache would answer it.
    return page(seeded(asked), "302-form-cacheable.http")


@scenario("login-page", "9208")
def login_page(asked: Asked) -> bytes:
    """200 with a page that asks for a password."""
    return sample(asked, "200-login-page.http")


@scenario("bare-head", "9209")
def bare_head(asked: Asked) -> bytes:
    """302 with the page and hardly any header."""
    return page(asked, "302-form-bare-head.http")


@scenario("bad-lang", "9300")
def bad_lang(asked: Asked) -> bytes:
    """400 with the documented field error, whatever lang was asked for."""
    return sample(asked, "400-lang.http")


@scenario("problem-details", "9301")
def problem_details(asked: Asked) -> bytes:
    """400 as problem details (RFC 9457)."""
    return sample(asked, "400-problem-details.http")


@scenario("validation-problem", "9302")
def validation_problem(asked: Asked) -> bytes:
    """400 as ASP.NET's ValidationProblemDetails, two fields."""
    return sample(asked, "400-validation-problem.http")


@scenario("oauth-error", "9303")
def oauth_error(asked: Asked) -> bytes:
    """400 in the OAuth error shape (RFC 6749)."""
    return sample(asked, "400-oauth-error.http")


@scenario("flinks-code", "9304")
def flinks_code(asked: Asked) -> bytes:
    """401 in the error shape of the Flinks API."""
    return sample(asked, "401-flinks-code.http")


@scenario("block-page", "9305")
def block_page(asked: Asked) -> bytes:
    """403 with a firewall's block page."""
    return sample(asked, "403-block-page.http")


@scenario("rate-limited", "9306")
def rate_limited(asked: Asked) -> bytes:
    """429 with Retry-After."""
    return sample(asked, "429-rate-limited.http")


@scenario("server-error", "9307")
def server_error(asked: Asked) -> bytes:
    """500 with a trace id."""
    return sample(asked, "500-server-error.http")


@scenario("html-error", "9308")
def html_error(asked: Asked) -> bytes:
    """502 with a gateway's HTML page."""
    return sample(asked, "502-html-error.http")


@scenario("gzip", "9400")
def gzip(asked: Asked) -> bytes:
    """302 with the page compressed and in chunks."""
    packed = gzip_format.compress(page_body(asked), 6, mtime=0)
    return head(asked, "302-form-gzip-chunked.http") + chunks(packed, 256)


@scenario("chunked", "9401")
def chunked(asked: Asked) -> bytes:
    """302 with the page in chunks with extensions, and a trailer."""
    framed = chunks(page_body(asked), 700, b';part="page"', b"X-Checked: yes\r\n")
    return head(asked, "302-form-chunked.http") + framed


@scenario("odd-headers", "9402")
def odd_headers(asked: Asked) -> bytes:
    """302 with odd-case, repeated, folded and empty headers."""
    return page(asked, "302-form-odd-headers.http")


@scenario("http10", "9403", Delivery.CLOSE)
def http10(asked: Asked) -> bytes:
    """HTTP/1.0: the page ends where the connection does."""
    return page(asked, "302-form-http10.http")


@scenario("truncated", "9404", Delivery.CLOSE)
def truncated(asked: Asked) -> bytes:
    """302 cut in the middle of the form."""
    whole = page(asked, "302-form.http")
    return whole[: whole.index(b'<input type="hidden" name="redirect_uri"') + 36]


@scenario("slow-drip", "9405", Delivery.DRIP)
def slow_drip(asked: Asked) -> bytes:
    """302 with the page, 64 bytes a second."""
    return page(asked, "302-form.http")


@scenario("reset", "9406", Delivery.RESET)
def reset(asked: Asked) -> bytes:
    """900 bytes of the answer, then a reset connection."""
    return page(asked, "302-form.http")[:900]


@scenario("silent", "9407", Delivery.SILENT)
def silent(_asked: Asked) -> bytes:
    """The request is read and never answered."""
    return b""


SCENARIOS: tuple[Scenario, ...] = tuple(_registered)

DEFAULT = SCENARIOS[0]
_BY_NAME = {known.name: known for known in SCENARIOS}
_BY_INSTITUTION = {known.institution_id: known for known in SCENARIOS}


def scenario_named(name: str) -> Scenario:
    """The scenario of that name; `InputError` with the nearest one where there is none."""
    known = _BY_NAME.get(name)
    if known is None:
        near = get_close_matches(name, _BY_NAME, n=1)
        raise InputError(
            f"no scenario {name[:80]!r}",
            f"did you mean {near[0]}?" if near else "`workbench simulate --list` shows them all",
        )
    return known


def scenario_for(asked: Asked, fixed: Scenario | None = None) -> Scenario:
    """The scenario that answers: the fixed one, else the institution's, else the documented."""
    return fixed or _BY_INSTITUTION.get(asked.institution_id, DEFAULT)
