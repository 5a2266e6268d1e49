"""The Summary: an exchange as a ticket needs it, one `label: value` a line.

Said once for command line, app, panel and reports, in English or French. The first line is always
whose answer it is.
Every value is safe for a screen: nothing from the wire acts, all is bounded.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from http import HTTPStatus
from typing import NamedTuple

from workbench.inspection.callback import read_callback
from workbench.inspection.environment import environment
from workbench.inspection.evidence import place_of
from workbench.inspection.findings.words import Language, headed, told, where
from workbench.inspection.request import read_params
from workbench.inspection.scopes import CLUSTERS, short_names
from workbench.inspection.visible import visible
from workbench.inspection.written_url import pairs
from workbench.model.exchange import Exchange
from workbench.model.finding import Actor, Decoded, Finding
from workbench.model.page import Form
from workbench.vocabulary import KIND_WORDS

_LONGEST = 1600
_MANY = 40
# Headers whose value names this answer to whoever runs the servers.
_IDENTIFIERS = (
    "x-request-id",
    "x-correlation-id",
    "traceparent",
    "cf-ray",
    "x-amz-cf-id",
    "x-amzn-requestid",
    "x-azure-ref",
    "x-sucuri-id",
)
# Values of which only the beginning is shown.
_SECRETS = frozenset({"state", "code", "loginId", "REF"})
_SHOWN = 4
_LONGEST_QUERY = 60
_FEW_NAMES = 3
_MOST_SCOPES = 12
_ACTS: dict[Actor, str] = {
    "caller": "",
    "flinks": "; for Flinks to act",
    "institution": "; for the bank to act",
    "network": "; for whoever runs the network to act",
    "nobody": "",
}
_NO_FORM = Form("", "", "", ())


class Line(NamedTuple):
    """One line: what it is, what it says, how bad it is (a finding's severity, or ""), and the id
    of the finding that it tells ("" for none)."""

    label: str
    value: str
    severity: str = ""
    finding: str = ""


def summary_lines(
    exchange: Exchange,
    language: Language = "en",
    *,
    places: bool = False,
    local: bool = False,
    beside: str = "",
) -> tuple[Line, ...]:
    """The Summary of an exchange, in reading order; `places` tells where findings stand, `local`
    the time of this machine in place of how it was spent, `beside` is how the answer differs from
    the last good one, by whoever keeps answers."""
    lines = _lines(exchange, language, places, local, beside)
    if language == "fr":
        from workbench.inspection.summary_french import line_in_french

        lines = (Line(*line_in_french(*line[:3]), line.finding) for line in lines)
    return tuple(line._replace(value=_bounded(visible(line.value))) for line in lines)


def _lines(
    exchange: Exchange, language: Language, places: bool, local: bool, beside: str
) -> Iterator[Line]:
    yield Line("environment", environment(exchange))
    yield _asked(exchange)
    yield Line("came", _came(exchange, language), "error" if exchange.failure else "")
    leads = _leads_to(exchange)
    if leads:
        yield Line("leads to", leads)
    for name, messages in exchange.errors.fields[:_MANY]:
        where = f"{name}: " if name else ""
        yield Line("rejected", where + "; ".join(messages), "error")
    for finding in exchange.findings:
        if finding.severity != "info":
            yield _finding(exchange, finding, language, places)
    if beside:
        yield Line("compared", beside)
    asks = _asks_for(exchange, language)
    if asks:
        yield Line("asks for", asks)
    for decoded in exchange.decoded:
        carries = _carries(exchange, decoded)
        if carries:
            yield Line("carries", carries)
            break
    for finding in exchange.findings:
        if finding.severity == "info":
            title = told(finding, language).title
            yield Line("info", f"{title} ({finding.id})", "info", finding.id)
    quote = _to_quote(exchange)
    if quote:
        yield Line("to quote", quote)
    yield Line("time", _time(exchange, local))


def _finding(exchange: Exchange, finding: Finding, language: Language, places: bool) -> Line:
    """Cause, what to do, the id to look up, and who must act where it is not the caller."""
    words = told(finding, language)
    said = f"{words.seen} {words.explanation}".strip()
    place = where(place_of(exchange, finding.evidence), language) if places else ""
    named = f"({finding.id}, {place})" if place else f"({finding.id})"
    value = f"{headed(words.title, said, language)} {named}{_ACTS[finding.actor]}"
    return Line(finding.severity, value, finding.severity, finding.id)


def _asked(exchange: Exchange) -> Line:
    request = exchange.request
    sent = " ".join(_parameter(name, value) for name, value in request.params[:_MANY])
    if read_callback(exchange.capture, request) is not None:
        return Line("callback", sent)
    if not request.headers and not sent and exchange.origin == "import" and exchange.raw:
        return Line("asked", "unknown: only the answer is here")
    return Line("asked", f"{request.method} {sent or 'without parameters'}")


def _parameter(name: str, value: str) -> str:
    return f"{name}={_begun(value) if name in _SECRETS else _short(value, 80)}"


def _came(exchange: Exchange, language: Language) -> str:
    response, failure = exchange.response, exchange.failure
    if failure is not None:
        message, hint = failure.message, failure.hint
        if language == "fr":
            from workbench.inspection.summary_french import failure_in_french

            message, hint = failure_in_french(message, hint)
        arrived = len(exchange.raw)
        partly = f" ({arrived:,} bytes had arrived)" if arrived else ""
        return f"no complete answer: {message}{partly}{f'; {hint}' if hint else ''}"
    if response is None:
        return "nothing" if exchange.capture.wire != "none" else "unknown: no answer is here"
    words = _kind_words(exchange)
    if response.status is None:
        what = "a page without its head" if exchange.page else "no HTTP answer"
        return f"{what}, with {words}" if exchange.page else what
    return f"{response.status} {response.reason or _phrase(response.status)}, with {words}"


def _kind_words(exchange: Exchange) -> str:
    page, kind = exchange.page, exchange.redirect.kind
    if exchange.errors:
        count = len(exchange.errors.fields)
        return f"{count} error{'' if count == 1 else 's'} named in the body"
    if kind == "form" and page is not None and not page.auto_submit:
        return "a page whose form waits for a click; no Location"
    if kind == "none" and page is not None and page.forms:
        return "a page that asks for something; no Location"
    return KIND_WORDS[kind]


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "(no reason given)"


def _leads_to(exchange: Exchange) -> str:
    redirect = exchange.redirect
    if redirect.kind == "form":
        form = exchange.form
        return f"{form.method.upper()} {_without_values(redirect.target or form.action)}"
    if redirect.location is None:
        return ""
    if redirect.target is not None:
        return _without_values(redirect.target)
    response = exchange.response
    several = response is not None and len(set(response.all_headers("Location"))) > 1
    reason = "several Locations that differ" if several else "no URL a browser can follow"
    return f"nowhere: {reason} ({_short(_without_values(redirect.location), 120)})"


def _without_values(url: str) -> str:
    """A URL with the names alone of a query or fragment that is long or holds secrets; what they
    hold stands among the decoded values."""
    rest, mark, fragment = url.partition("#")
    before, question, query = rest.partition("?")
    return f"{before}{question}{_names(query)}{mark}{_names(fragment)}"


def _names(query: str) -> str:
    names = [name for name, _ in pairs(query)]
    if len(query) <= _LONGEST_QUERY and _SECRETS.isdisjoint(names):
        return query
    more = ", ..." if len(names) > _FEW_NAMES else ""
    told = ", ".join(_short(name, 40) for name in names[:_FEW_NAMES])
    return f"{told}{more} ({len(names)} parameter{'' if len(names) == 1 else 's'})"


def _entries(exchange: Exchange) -> dict[str, str]:
    """What is handed on, by name: the form's inputs, or the query of the Location."""
    redirect = exchange.redirect
    if redirect.kind == "form":
        return {entry.name: entry.value for entry in reversed(exchange.form.inputs)}
    if redirect.target is not None:
        return dict(reversed(read_params(redirect.target)))
    return {}


def _asks_for(exchange: Exchange, language: Language) -> str:
    entries = _entries(exchange)
    scope, client = entries.get("scope"), entries.get("client_id")
    provider = entries.get("provider_id")
    if scope is None and client is None:
        return ""
    tokens = list(dict.fromkeys((scope or "").split()))
    names = short_names([_short(token, 40) for token in tokens[:_MOST_SCOPES]], language)
    if len(tokens) > _MOST_SCOPES:
        names.append(f"{len(tokens) - _MOST_SCOPES} more")
    words = [", ".join(names) or "no scope"]
    if CLUSTERS.issubset(tokens):
        words = [f"all {len(tokens)} scopes ({words[0]})"]
    if client:
        words.append(f"as {_short(client, 40)}")
    if provider:
        words.append(f"at provider {_short(provider, 40)}")
    return " ".join(words)


def _carries(exchange: Exchange, decoded: Decoded) -> str:
    """The decoded state in one line: where the user returns to, and whose state it holds."""
    if decoded.path.startswith("request.") or not decoded.path.endswith(".state"):
        return ""
    value = decoded.value
    if not isinstance(value, dict):
        return ""
    parts: list[str] = []
    returns, inner = value.get("r"), value.get("s")
    if isinstance(returns, str):
        parts.append(f"returns to {_short(returns, 120)}")
    if isinstance(inner, str):
        ours = exchange.request.param("state")
        if ours is None:
            parts.append(f"caller's state {_begun(inner)}")
        else:
            parts.append(f"caller's state equals ours: {'yes' if inner == ours else 'NO'}")
    return ", ".join(parts) or f"state with {', '.join(_short(str(key), 20) for key in value)}"


def _to_quote(exchange: Exchange) -> str:
    quoted: list[str] = []
    if exchange.response is not None:
        for name in _IDENTIFIERS:
            value = exchange.response.header(name)
            if value:
                quoted.append(f"{name} {_short(value, 100)}")
    if exchange.errors.trace:
        quoted.append(f"trace {_short(exchange.errors.trace, 100)}")
    reference = _entries(exchange).get("REF")
    if reference:
        quoted.append(f"REF {_begun(reference)}")
    return ", ".join(dict.fromkeys(quoted))


def _time(exchange: Exchange, local: bool) -> str:
    started, timing = exchange.started_at, exchange.capture.timing
    when = "unknown"
    if started is not None:
        when = started.isoformat(" ", "milliseconds").removesuffix("+00:00") + " UTC"
        if local:
            when += _here(started)
    if timing.total is None:
        return when
    if local:
        return f"{when}, {_ms(timing.total)} ms"
    phases = (
        ("dns", timing.dns),
        ("connect", timing.connect),
        ("tls", timing.tls),
        ("first byte", timing.first_byte),
    )
    spent = ", ".join(f"{name} {_ms(ms)}" for name, ms in phases if ms is not None)
    return f"{when}, {_ms(timing.total)} ms" + (f" ({spent})" if spent else "")


def _here(moment: datetime) -> str:
    """The time on the clock of this machine, with its day where that is another one; "" where it
    is UTC's."""
    here = moment.astimezone()
    if not here.utcoffset():
        return ""
    day = "" if here.date() == moment.date() else f"{here:%Y-%m-%d} "
    return f" ({day}{here:%H:%M:%S} local)"


def _ms(milliseconds: float) -> str:
    return f"{milliseconds:.1f}" if milliseconds < 10 else f"{milliseconds:,.0f}"


def _short(text: str, longest: int) -> str:
    """A long value by its beginning and its last characters."""
    if len(text) <= longest:
        return text
    tail = min(4, longest // 3)
    return f"{text[: longest - tail - 1]}…{text[-tail:]}"


def _begun(secret: str) -> str:
    """Enough of a secret to tell it from another: its beginning and its length."""
    return secret if len(secret) <= _SHOWN else f"{secret[:_SHOWN]}… ({len(secret)})"


def _bounded(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
