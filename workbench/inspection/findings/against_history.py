"""Findings about what an earlier exchange already had, or had otherwise.

They need the past (X) and read it from `Subject.past` alone. Each stands in the catalogue behind
its like of the same kind.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.inspection.findings.facts import organisation
from workbench.inspection.findings.nearness import distance
from workbench.inspection.findings.registry import Mark, finding
from workbench.inspection.findings.request_parameters import misspelt
from workbench.inspection.findings.subject import Subject
from workbench.inspection.findings.wording import earlier, quoted
from workbench.inspection.written_url import split

_MOST_EDITS = 2


@finding(
    "request.state-reused",
    "warning",
    "The state was sent before",
    "A state is for one call: when it comes back, nothing says which of the two it answers. "
    "Make a new one for each call (--state auto).",
    needs="R+X",
    when="?state",
    source="RFC 9700 2.1, 4.2.4",
    after="request.state-personal-data",
)
def _state_reused(subject: Subject) -> Iterator[Mark]:
    before = subject.past.same_state if subject.past is not None else None
    if before is not None and subject.sent("state"):
        yield Mark("request.params.state", f"It was in {earlier(before)} as well.")


@finding(
    "request.redirect-uri-near-miss",
    "warning",
    "The return address is almost one that worked before",
    "Addresses are compared character by character: send the one that is registered, or ask "
    "Flinks to register this one too.",
    needs="R+A+X",
    source="RFC 9700 2.1; Flinks, Set Up a Custom API Integration",
    after="request.redirect-uri-untidy",
)
def _redirect_uri_near_miss(subject: Subject) -> Iterator[Mark]:
    sent = subject.sent("redirect_uri")
    for known in subject.past.near_returns if subject.past is not None else ():
        if near_address(sent, known):
            seen = f"Sent {quoted(sent)}; {quoted(known)} succeeded before."
            yield Mark("request.params.redirect_uri", seen)
            return


@finding(
    "request.recipient-missing",
    "info",
    "No recipient was named, as earlier calls did",
    "An instance with several Data Recipients needs it, else the consent screen may name another "
    "company: send recipientId.",
    needs="R+X",
    source="OpenAPI of the endpoint",
    after="request.institution-not-numeric",
)
def _recipient_missing(subject: Subject) -> Iterator[Mark]:
    before = subject.past.recipient if subject.past is not None else None
    if before is None or subject.sent("recipientId") or "recipientId" in misspelt(subject):
        return
    yield Mark("request.params.recipientId", f"One was in {earlier(before)}.")


@finding(
    "tls.issuer-changed",
    "info",
    "Another authority issued the certificate than before",
    "A renewal, or a proxy in between: compare with what a browser elsewhere shows.",
    needs="T+X",
    source="house",
    actor="network",
    about_hosts=True,
    after="tls.unverified",
)
def _issuer_changed(subject: Subject) -> Iterator[Mark]:
    before = subject.past.issuer if subject.past is not None else None
    tls = subject.capture.tls
    if before is None or tls is None or not tls.chain:
        return
    issuer = organisation(tls.chain[0].issuer)
    if issuer != before.value:
        seen = f"Before: {quoted(before.value)}, in {earlier(before)}. Now: {quoted(issuer)}."
        yield Mark("tls.chain[0].issuer", seen)


@finding(
    "page.provider-changed",
    "warning",
    "The institution leads to another provider than before",
    "The bank was mapped anew, or by mistake: ask Flinks which of the two is right.",
    needs="R+P+X",
    source="house",
    actor="flinks",
    after="page.lang-differs",
)
def _provider_changed(subject: Subject) -> Iterator[Mark]:
    before = subject.past.provider if subject.past is not None else None
    provider = subject.inputs.get("provider_id", "")
    if before is not None and provider and provider != before.value:
        seen = f"Before: {quoted(before.value)}, in {earlier(before)}. Now: {quoted(provider)}."
        yield Mark(subject.input_path("provider_id"), seen)


@finding(
    "page.ref-reused",
    "error",
    "The reference was in another answer",
    "REF is for one use and soon expires, so a cached or replayed answer came: look for Age and "
    "Via in the head, and call again past the cache.",
    needs="P+X",
    source="Ping Identity, Development considerations, Timeouts",
    actor="network",
    after="page.ref-shape",
)
def _ref_reused(subject: Subject) -> Iterator[Mark]:
    before = subject.past.same_reference if subject.past is not None else None
    if before is not None:
        yield Mark(subject.input_path("REF"), f"It was in {earlier(before)} as well.")


@finding(
    "page.state-reused",
    "error",
    "The page's state was in the answer to another request",
    "It belongs to one flow, so somebody else's answer came: look for a cache, and call again past "
    "it.",
    needs="P+X",
    source="RFC 9700 2.1",
    actor="network",
    after="page.ref-reused",
)
def _page_state_reused(subject: Subject) -> Iterator[Mark]:
    before = subject.past.same_page_state if subject.past is not None else None
    if before is not None:
        yield Mark(subject.input_path("state"), f"It was in {earlier(before)} as well.")


@finding(
    "callback.state-unknown",
    "error",
    "No request here sent this state",
    "The callback is forged, belongs to calls that are kept elsewhere, or its state was changed on "
    "the way: reject it.",
    needs="C+X",
    source="RFC 9700 2.1, 4.7.1",
    after="callback.no-answer",
)
def _callback_state_unknown(subject: Subject) -> Iterator[Mark]:
    if subject.past is not None and subject.past.unasked:
        yield Mark("request.params.state")


@finding(
    "callback.state-replayed",
    "error",
    "A callback with this state came before",
    "A page was loaded again, or somebody replays it: accept each state once.",
    needs="C+X",
    source="RFC 9700 2.1, 4.7.1",
    after="callback.state-unknown",
)
def _callback_state_replayed(subject: Subject) -> Iterator[Mark]:
    before = subject.past.caught if subject.past is not None else None
    if before is not None:
        yield Mark("request.params.state", f"It was in {earlier(before)} as well.")


def near_address(one: str, other: str) -> bool:
    """Whether two different addresses differ only by letter case, the last `/`, `www.`, the port
    or the scheme, or by at most two edits."""
    if one == other:
        return False
    if _plain(one) == _plain(other):
        return True
    start = _alike(one, other)
    left, right = one[start:], other[start:]
    end = _alike(left[::-1], right[::-1])
    return distance(left[: len(left) - end], right[: len(right) - end], _MOST_EDITS) <= _MOST_EDITS


def _alike(one: str, other: str) -> int:
    """How many letters two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _plain(address: str) -> tuple[str, ...]:
    url = split(address)
    return (
        url.host.removeprefix("www."),
        url.path.rstrip("/").lower(),
        (url.query or "").lower(),
        (url.fragment or "").lower(),
    )
