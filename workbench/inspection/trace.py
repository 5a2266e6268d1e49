"""What an exchange leaves for later ones, and its reading in the light of what was before it.

Both are pure. The reading of bytes alone never looks back; whoever keeps exchanges fetches the
`Baseline` of one by its `Trace`, and has it judged again.
"""

from __future__ import annotations

from dataclasses import replace

from workbench.inspection.findings import Subject, judge_again
from workbench.inspection.findings.facts import facts_of, host_of
from workbench.inspection.findings.redirect import answer_pairs
from workbench.inspection.findings.targets import unknown_target
from workbench.inspection.request_key import request_key
from workbench.model.baseline import NOTHING, Baseline, Trace
from workbench.model.exchange import Exchange, Inspection

# Longer one-time values are not looked for.
LONGEST_VALUE = 16_384
_SUCCESSES = (200, *range(300, 400))


def subject_of(exchange: Exchange, past: Baseline | None = None) -> Subject:
    """An exchange as the findings look at it."""
    made = exchange.inspection
    return Subject(
        exchange.capture,
        exchange.origin,
        exchange.context,
        made.request,
        made.response,
        made.page,
        made.redirect,
        made.errors,
        made.decoded,
        past,
    )


def with_history_findings(exchange: Exchange, baseline: Baseline) -> Inspection:
    """The reading of an exchange with what its baseline adds to the findings, or takes away. The
    exchange has been read without a past."""
    if baseline == NOTHING:
        return exchange.inspection
    findings = judge_again(subject_of(exchange, baseline), exchange.inspection.findings)
    return replace(exchange.inspection, findings=findings)


def trace_of(exchange: Exchange) -> Trace:
    """What the exchange asks of earlier ones and leaves for later ones."""
    subject = subject_of(exchange)
    origin, replay_of = subject.origin, subject.context.replay_of
    reference, page_state = _one_time(subject, "REF"), _one_time(subject, "state")
    readable = subject.page_state is not None and bool(page_state)
    if subject.callback is not None:
        returned = _bounded(dict(reversed(subject.callback)).get("state", ""))
        address = _bounded(subject.request.url.partition("#")[0].partition("?")[0])
        return Trace(origin, "", callback=returned, callback_address=address)
    if not subject.request_known:
        return Trace(origin, "", reference=reference, page_state=page_state, readable=readable)
    answered = subject.status > 0 and subject.capture.failure is None
    return Trace(
        origin,
        host_of(subject.url),
        request=request_key(subject.request) if answered else "",
        facts=facts_of(subject),
        institution=_bounded(subject.sent("institution_id")),
        returns_to=_bounded(subject.sent("redirect_uri")),
        sends_recipient=bool(subject.sent("recipientId")),
        state=_bounded(subject.sent("state")),
        reference=reference,
        page_state=page_state,
        readable=readable,
        succeeded=answered and _succeeded(subject),
        new_target=_bounded(unknown_target(subject)),
        total=subject.capture.timing.total if answered else None,
        replay_of=replay_of,
    )


def _one_time(subject: Subject, name: str) -> str:
    return _bounded(subject.handover.get(name) or "") if subject.handover is not None else ""


def _succeeded(subject: Subject) -> bool:
    if subject.status not in _SUCCESSES or subject.target is None or subject.errors.fields:
        return False
    location = subject.location
    return location is None or all(name != "error" for name, _ in answer_pairs(location))


def _bounded(text: str) -> str:
    return text if len(text) <= LONGEST_VALUE else ""
