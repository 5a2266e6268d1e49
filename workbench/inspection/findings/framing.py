"""Findings about the bytes of the answer: whole, unambiguous, readable, quick.

The reader has seen and named every oddity; here it is only said which of them matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.inspection.findings.registry import Mark, finding
from workbench.inspection.findings.subject import Subject
from workbench.inspection.findings.wording import quoted, sentence
from workbench.inspection.visible import visible
from workbench.model.capture import Timing
from workbench.model.finding import Severity
from workbench.model.response import Oddity

_TRUNCATED = frozenset({"truncated", "truncated-head", "no-final"})
_AMBIGUOUS = frozenset(
    {
        *("length-and-chunked", "length-conflict", "bad-length", "transfer-coding"),
        *("bad-chunk-size", "bad-chunk-end", "bytes-after-end", "body-not-allowed"),
    }
)
_EXTRA_BYTES = frozenset({"bytes-after-end", "body-not-allowed"})
_IRREGULAR = frozenset(
    {
        *("obs-fold", "bare-lf", "bare-cr", "nul", "control-character", "blank-before-colon"),
        *("empty-name", "odd-name", "no-colon", "latin-1", "junk-first", "blank-lines-first"),
        *("head-limit", "status-line", "status-range", "not-http", "fold-first", "chunk-bare-lf"),
    }
)
_UNREADABLE = frozenset(
    {"unknown-coding", "coding-damaged", "coding-fault", "coding-limit", "decoded-limit"}
)
_DOUBTFUL_CODING = frozenset({"coding-absent", "coding-cut", "coding-checksum", "coding-junk"})
_VERSION = re.compile(r"\d")
_TELLING_HEADERS = ("X-Powered-By", "X-AspNet-Version", "X-AspNetMvc-Version")
_SLOW_MS, _VERY_SLOW_MS = 3_000, 10_000


@finding(
    "response.truncated",
    "error",
    "The answer is cut short",
    "The connection was cut and the form may lack inputs: call again.",
    needs="B+O",
    source="RFC 9112 8",
    actor="network",
    yields_to=("failure.limit", "failure.cancelled"),
)
def _truncated(subject: Subject) -> Iterator[Mark]:
    yield from _first(subject, _TRUNCATED, "response.body")


@finding(
    "response.framing-ambiguous",
    "error",
    "Where the answer ends is not clear",
    "Readers may disagree, which is how answers are smuggled: a proxy on the way is broken.",
    needs="B+O",
    source="RFC 9112 6.3, 11.2",
    actor="network",
)
def _framing_ambiguous(subject: Subject) -> Iterator[Mark]:
    for mark in _first(subject, _AMBIGUOUS, "response.headers"):
        extra = not any(
            o.code in _AMBIGUOUS - _EXTRA_BYTES
            for o in (subject.response.oddities if subject.response else ())
        )
        yield mark._replace(severity="warning") if extra else mark


@finding(
    "response.head-irregular",
    "info",
    "The head is irregular",
    "Readers that are less tolerant may fail on it: report it with the raw head.",
    needs="B+O",
    source="RFC 9112 2.2, 5.1, 5.2",
    actor="flinks",
)
def _head_irregular(subject: Subject) -> Iterator[Mark]:
    yield from _first(subject, _IRREGULAR, "response.headers")


@finding(
    "response.encoding-unreadable",
    "error",
    "The body does not decode",
    "The raw bytes are kept, but the page could not be read as a whole: call again, and report "
    "it if it repeats.",
    needs="B+O",
    source="RFC 9110 8.4; house",
    actor="network",
)
def _encoding_unreadable(subject: Subject) -> Iterator[Mark]:
    worst = list(_first(subject, _UNREADABLE, "response.body"))
    yield from worst
    if not worst:
        for mark in _first(subject, _DOUBTFUL_CODING, "response.body"):
            yield mark._replace(severity="warning")


@finding(
    "response.discloses-server",
    "info",
    "The head names the server's software",
    "It helps attackers, and tickets: quote it in yours.",
    needs="H",
    when="server/x-powered-by/x-aspnet-version/x-aspnetmvc-version",
    source="house",
    actor="flinks",
)
def _discloses_server(subject: Subject) -> Iterator[Mark]:
    if subject.response is None:
        return
    server = subject.header("Server")
    if server is not None and _VERSION.search(server):
        yield Mark(subject.header_path("Server"), f"It says {quoted(server)}.")
    for name in _TELLING_HEADERS:
        value = subject.header(name)
        if value is not None:
            yield Mark(subject.header_path(name), f"It says {quoted(value)}.")


@finding(
    "response.slow",
    "warning",
    "The answer was slow",
    "Look at Timing: the longest phase says who is slow.",
    needs="H",
    when="slow",
    source="house",
    actor="network",
)
def _slow(subject: Subject) -> Iterator[Mark]:
    timing = subject.capture.timing
    total = timing.total
    if total is None:
        return
    waited = timing.first_byte or 0.0
    if total > _SLOW_MS or (total > 1_000 and waited > total * 0.8):
        severity: Severity | None = None if total > _VERY_SLOW_MS else "info"
        seen = f"It took {total / 1000:.1f} s, most of it {_longest_phase(subject)}."
        yield Mark("timing_ms.total", seen, severity)


def _longest_phase(subject: Subject) -> str:
    found = phases(subject.capture.timing)
    return max(found, key=lambda name: found[name])


def phases(timing: Timing) -> dict[str, float]:
    """Milliseconds of each phase of a call, by its words."""
    before = (timing.dns or 0.0) + (timing.connect or 0.0) + (timing.tls or 0.0)
    first = timing.first_byte if timing.first_byte is not None else before
    return {
        "finding the address (DNS)": timing.dns or 0.0,
        "connecting": timing.connect or 0.0,
        "the TLS handshake": timing.tls or 0.0,
        "waiting for the server": max(first - before, 0.0),
        "receiving": max((timing.total or 0.0) - first, 0.0),
    }


def _first(subject: Subject, codes: frozenset[str], place: str) -> Iterator[Mark]:
    """One mark for all oddities of a kind: the first in words, the others counted."""
    found: list[Oddity] = [
        oddity
        for oddity in (subject.response.oddities if subject.response else ())
        if oddity.code in codes
    ]
    if not found:
        return
    text = sentence(visible(found[0].text)[:200])
    line = f" (line {found[0].line})" if found[0].line is not None else ""
    more = f" Of this kind there are {len(found)}." if len(found) > 1 else ""
    yield Mark(place, f"{text}{line}.{more}")
