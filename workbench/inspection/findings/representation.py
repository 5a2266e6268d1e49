"""Findings about what the body says it is: type, charset, dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from workbench.inspection.charset import encoding_of
from workbench.inspection.findings.registry import Mark, finding
from workbench.inspection.findings.subject import Subject
from workbench.inspection.findings.wording import quoted, sentence
from workbench.inspection.visible import visible
from workbench.model.finding import Severity

_SNIFFED = 1024
_HTML_START = re.compile(rb"\s*<(?:!doctype html|html|head|body|form|title)\b", re.IGNORECASE)
_JSON_START = re.compile(rb'\s*(?:\{\s*["}]|\[\s*[\[{"\]])')
_META_CHARSET = re.compile(rb"<meta\s[^>]{0,300}charset", re.IGNORECASE)
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_MARKUP_TYPES = ("text/html", "application/xhtml+xml", "application/xml", "text/xml")
_NOTABLE_S, _SKEWED_S, _BROKEN_S = 10, 60, 300


@finding(
    "response.accept-ignored",
    "info",
    "The answer is of another type than asked for",
    "A server may disregard Accept, and the documented answer does; nothing to do.",
    needs="R+H",
    source="RFC 9110 12.4.1, 12.5.1; OpenAPI of the endpoint",
    actor="nobody",
)
def _accept_ignored(subject: Subject) -> Iterator[Mark]:
    accept = subject.request_header("Accept")
    media = subject.response.media_type if subject.response else None
    if not accept or not media or not subject.response or not subject.response.body:
        return
    if not _covers(accept, media.lower()):
        yield Mark(
            subject.header_path("Content-Type"), f"{quoted(accept)} asked, {quoted(media)} came."
        )


@finding(
    "response.type-missing",
    "warning",
    "The body has no Content-Type",
    "Browsers guess what it is: the head must say it.",
    needs="H+B",
    when="untyped",
    source="RFC 9110 8.3",
    actor="flinks",
)
def _type_missing(subject: Subject) -> Iterator[Mark]:
    response = subject.response
    if response is not None and response.body and subject.header("Content-Type") is None:
        yield Mark(subject.header_path("Content-Type"))


@finding(
    "response.type-wrong",
    "warning",
    "The body is not what Content-Type says",
    "The user may see source text instead of a page, and parsers fail: the head must say what "
    "the body is.",
    needs="H+B",
    source="RFC 9110 8.3",
    actor="flinks",
)
def _type_wrong(subject: Subject) -> Iterator[Mark]:
    response = subject.response
    media = (response.media_type or "").lower() if response else ""
    if response is None or not media or not response.body:
        return
    start = response.body[:_SNIFFED].lstrip(_BOMS[0])
    if media in _MARKUP_TYPES and not _JSON_START.match(start):
        return
    place = subject.header_path("Content-Type")
    if _HTML_START.match(start) and media not in _MARKUP_TYPES:
        plain_form = (
            media == "text/plain"
            and b"<form" in response.body[: 64 * _SNIFFED].lower()
            and subject.redirect.location is None
        )
        severity: Severity | None = "error" if plain_form else None
        yield Mark(place, f"It says {quoted(media)}, the body is HTML.", severity)
    elif _JSON_START.match(start) and "json" not in media:
        yield Mark(place, f"It says {quoted(media)}, the body is JSON.")


@finding(
    "response.charset-missing",
    "info",
    "The page does not say its charset",
    "Accents may break: the head should say charset=utf-8.",
    needs="H+B",
    source="WHATWG HTML, encoding sniffing",
    actor="flinks",
)
def _charset_missing(subject: Subject) -> Iterator[Mark]:
    response = subject.response
    if response is None or (response.media_type or "").lower() != "text/html":
        return
    body = response.body
    if not body or "charset" in (subject.header("Content-Type") or "").lower():
        return
    if body.startswith(_BOMS) or _META_CHARSET.search(body[:_SNIFFED]):
        return
    if body.isascii():
        yield Mark(subject.header_path("Content-Type"), "All of it is ASCII.")
    else:
        yield Mark(subject.header_path("Content-Type"), "It holds other than ASCII.", "warning")


@finding(
    "response.charset-conflict",
    "warning",
    "The page's charset is contradicted",
    "The head wins; values may be damaged before they are posted back.",
    needs="B+O/P",
    source="WHATWG HTML, encoding sniffing",
    actor="flinks",
)
def _charset_conflict(subject: Subject) -> Iterator[Mark]:
    for oddity in subject.response.oddities if subject.response else ():
        if oddity.code in ("charset-conflict", "replaced-characters", "unknown-charset"):
            yield Mark("response.body", f"{sentence(visible(oddity.text)[:200])}.")
            return
    if "charset" in (subject.header("Content-Type") or "").lower():
        yield from _other_than_the_page(subject)


def _other_than_the_page(subject: Subject) -> Iterator[Mark]:
    """Where the page names another encoding than the one its head said and that was used."""
    used = subject.response.charset if subject.response else None
    for name, content in subject.page.metas if subject.page else ():
        label = content
        if name == "content-type":
            label = content.lower().partition("charset=")[2].strip("\"' ")
        elif name != "charset":
            continue
        if label and used and encoding_of(label.strip()) != used:
            seen = f"The head says {used}, the page says {quoted(label)}."
            yield Mark(subject.header_path("Content-Type"), seen)
        return


@finding(
    "response.clock-skew",
    "warning",
    "The clocks here and there differ",
    "Short-lived references and tokens then die early: set this machine's clock by NTP, and if "
    "it is right, report theirs.",
    needs="H",
    when="started",
    source="RFC 9110 6.6.1; PingFederate, Development considerations",
    actor="network",
)
def _clock_skew(subject: Subject) -> Iterator[Mark]:
    started, timing = subject.capture.started_at, subject.capture.timing
    arrived = timing.first_byte if timing.first_byte is not None else timing.total
    date, response = subject.date, subject.response
    if started is None or started.tzinfo is None or arrived is None or date is None:
        return
    if response is None or subject.header("Age") is not None:
        return
    try:
        skew = (date - (started + timedelta(milliseconds=arrived / 2))).total_seconds()
    except OverflowError:
        return
    # Date has whole seconds, cut off.
    distance = max(0.0, abs(skew + 0.5) - 0.5)
    if distance > _NOTABLE_S:
        word = "ahead of" if skew > 0 else "behind"
        yield Mark(
            subject.header_path("Date"),
            f"Theirs is {distance:.0f} s {word} ours.",
            "error" if distance > _BROKEN_S else None if distance > _SKEWED_S else "info",
        )


@finding(
    "response.date-missing",
    "info",
    "The answer has no valid Date",
    "A server with a clock must send it, so something rewrote the answer.",
    needs="H",
    when="undated",
    source="RFC 9110 6.6.1",
    actor="network",
)
def _date_missing(subject: Subject) -> Iterator[Mark]:
    if 200 <= subject.status < 500 and subject.date is None:
        yield Mark(subject.header_path("Date"))


def _covers(accept: str, media: str) -> bool:
    kind = media.partition("/")[0]
    for part in accept[:8192].split(","):
        wanted = part.partition(";")[0].strip().lower()
        if wanted in ("*/*", "*", media, f"{kind}/*"):
            return True
    return False
