"""Findings about what changed since the last answer to the same request.

They compare the facts of two answers, of which `Subject.past.last` holds the earlier; what one
side does not have is not compared, so that a refusal is told once, as another kind of answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from workbench.inspection.findings.facts import facts_of
from workbench.inspection.findings.framing import phases
from workbench.inspection.findings.redirect import is_answer, leading_place
from workbench.inspection.findings.registry import Mark, finding
from workbench.inspection.findings.subject import Subject
from workbench.inspection.findings.wording import earlier, listed, quoted
from workbench.model.baseline import Facts, Last
from workbench.model.finding import Severity

LEAST_TIMINGS = 5
_TIMES_AS_LONG = 2
SLOWER_BY_MS = 500.0
_COMPARE = "Compare the two with workbench diff"


@finding(
    "change.kind",
    "warning",
    "The answer is of another kind than before",
    f"{_COMPARE}; where your side is as it was, ask Flinks what changed.",
    needs="R+H+X",
    source="house",
    actor="flinks",
)
def _kind(subject: Subject) -> Iterator[Mark]:
    for last, before, now in _both(subject):
        if (before.status, before.kind) != (now.status, now.kind):
            seen = f"Before: {_words(before)}, in {earlier(last)}. Now: {_words(now)}."
            yield Mark("response.status" if before.status != now.status else "redirect.kind", seen)


@finding(
    "change.target",
    "warning",
    "The answer leads elsewhere than before",
    "A new address of the provider: look through allow-lists and content policies.",
    needs="R+H+X",
    source="house",
    actor="flinks",
)
def _target(subject: Subject) -> Iterator[Mark]:
    if is_answer(subject):
        return
    for last, before, now in _both(subject):
        if not before.target_host or not now.target_host:
            continue
        if before.target_host != now.target_host:
            yield Mark(leading_place(subject), _seen(last, before.target_host, now.target_host))
        elif before.target_path != now.target_path:
            seen = _seen(last, before.target_path, now.target_path)
            yield Mark(leading_place(subject), seen, "info")


@finding(
    "change.inputs",
    "warning",
    "The form sends other inputs than before",
    f"{_COMPARE}; whoever hands the page on must pass on what it sends now.",
    needs="R+P+X",
    source="house",
    actor="flinks",
)
def _inputs(subject: Subject) -> Iterator[Mark]:
    place = f"forms[{subject.form_index}]"
    for last, before, now in _both(subject):
        if not before.method or not now.method:
            continue
        gone, new = _missing(before.inputs, now.inputs), _missing(now.inputs, before.inputs)
        if gone or new:
            severity: Severity | None = None if gone else "info"
            yield Mark(f"{place}.inputs", _gone_and_new(last, gone, new), severity)
        for name, was, is_now in (
            ("method", before.method, now.method),
            ("enctype", before.enctype, now.enctype),
        ):
            if was != is_now:
                yield Mark(f"{place}.{name}", _seen(last, was, is_now))


@finding(
    "change.scope",
    "warning",
    "The answer asks for other scopes than before",
    "Scopes come from the recipient's registration, not from this call: ask who changed it.",
    needs="R+P/L+X",
    source="house",
    actor="flinks",
)
def _scope(subject: Subject) -> Iterator[Mark]:
    for last, before, now in _both(subject):
        gone, new = _missing(before.scope, now.scope), _missing(now.scope, before.scope)
        if before.scope and now.scope and (gone or new):
            yield Mark(subject.scope[0], _gone_and_new(last, gone, new))


@finding(
    "change.client",
    "warning",
    "The answer is for another client than before",
    "The consent screen may name another company: check recipientId and the recipient's "
    "registration.",
    needs="R+P/L+X",
    source="house",
    actor="flinks",
)
def _client(subject: Subject) -> Iterator[Mark]:
    for last, before, now in _both(subject):
        if before.client and now.client and before.client != now.client:
            yield Mark(_place(subject, "client_id"), _seen(last, before.client, now.client))


@finding(
    "change.provider",
    "warning",
    "The answer names another provider than before",
    "The bank was mapped anew, or by mistake: ask Flinks which of the two is right.",
    needs="R+P/L+X",
    source="house",
    actor="flinks",
    yields_to=("page.provider-changed",),
)
def _provider(subject: Subject) -> Iterator[Mark]:
    for last, before, now in _both(subject):
        if before.provider and now.provider and before.provider != now.provider:
            yield Mark(_place(subject, "provider_id"), _seen(last, before.provider, now.provider))


@finding(
    "change.state-keys",
    "warning",
    "The page's state holds other keys than before",
    "Its format changed on the other side: whatever reads it must be looked through.",
    needs="R+P+D+X",
    source="house",
    actor="flinks",
)
def _state_keys(subject: Subject) -> Iterator[Mark]:
    for last, before, now in _both(subject):
        gone = _missing(before.state_keys, now.state_keys)
        new = _missing(now.state_keys, before.state_keys)
        if before.state_keys and subject.page_state is not None and (gone or new):
            yield Mark(subject.input_path("state"), _gone_and_new(last, gone, new))


@finding(
    "change.security-headers",
    "warning",
    "A safeguard of the answer is gone",
    "Another server in front, or a slip in its settings: report it with both heads.",
    needs="R+H+X",
    source="house",
    actor="flinks",
)
def _security_headers(subject: Subject) -> Iterator[Mark]:
    for last, before, now in _both(subject):
        gone = _missing(before.protections, now.protections)
        if gone and (before.status, before.kind) == (now.status, now.kind):
            yield Mark("response.headers", _gone_and_new(last, gone, ()))


@finding(
    "change.latency",
    "warning",
    "The answer took far longer than usual",
    "Look at Timing; where it goes on, the phase named above says who must be asked.",
    needs="R+H+X",
    source="house",
    actor="network",
)
def _latency(subject: Subject) -> Iterator[Mark]:
    total = subject.capture.timing.total
    earlier_ones = subject.past.timings if subject.past is not None else ()
    totals = [timing.total for timing in earlier_ones if timing.total is not None]
    if total is None or len(totals) < LEAST_TIMINGS:
        return
    usual = median(totals)
    if total <= _TIMES_AS_LONG * usual or total - usual <= SLOWER_BY_MS:
        return
    now, before = phases(subject.capture.timing), [phases(timing) for timing in earlier_ones]
    grew = max(now, key=lambda name: now[name] - median(one[name] for one in before))
    seen = (
        f"It took {total / 1000:.1f} s; half of the last {len(totals)} took {usual / 1000:.1f} s "
        f"or less. What grew most is {grew}."
    )
    yield Mark("timing_ms.total", seen)


def _both(subject: Subject) -> Iterator[tuple[Last, Facts, Facts]]:
    """The last answer, its facts and those of now, where there is a last one."""
    last = subject.past.last if subject.past is not None else None
    if last is not None:
        yield last, last.facts, facts_of(subject)


def _words(facts: Facts) -> str:
    leads = {"none": "leads nowhere", "location": "a Location", "form": "a form"}
    return f"{facts.status}, {leads.get(facts.kind, 'a Location and a form')}"


def _missing(names: Sequence[str], among: Sequence[str]) -> tuple[str, ...]:
    """Those of the names that are not among the others."""
    return tuple(name for name in names if name not in frozenset(among))


def _seen(last: Last, before: str, now: str) -> str:
    return f"Before: {quoted(before)}, in {earlier(last)}. Now: {quoted(now)}."


def _gone_and_new(last: Last, gone: tuple[str, ...], new: tuple[str, ...]) -> str:
    """Gone and new names since an exchange."""
    since = f"Since {earlier(last)}"
    if gone and new:
        return f"{since}, gone: {listed(gone)}; new: {listed(new)}."
    return f"{since}, gone: {listed(gone)}." if gone else f"{since}, new: {listed(new)}."


def _place(subject: Subject, name: str) -> str:
    return subject.input_path(name) if name in subject.inputs else "response.location"
