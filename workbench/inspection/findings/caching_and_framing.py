"""Findings about who may keep, see or frame the answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.inspection.findings.policies import policies
from workbench.inspection.findings.registry import Mark, finding
from workbench.inspection.findings.subject import Subject
from workbench.inspection.findings.wording import listed, quoted
from workbench.inspection.written_url import read_pairs

_ONE_TIME = ("REF", "state", "code", "loginId")
_AGE = re.compile(r"(?:s-maxage|max-age)\s*=\s*\"?0*[1-9]")
_KEPT_BY_DEFAULT = (200, 301, 308)
_REFERRER_POLICIES = frozenset(
    {
        *("no-referrer", "no-referrer-when-downgrade", "origin", "origin-when-cross-origin"),
        *("same-origin", "strict-origin", "strict-origin-when-cross-origin", "unsafe-url"),
        *("always", "default", "never", "origin-when-crossorigin"),
    }
)


@finding(
    "response.cacheable-secrets",
    "warning",
    "A one-time answer may be kept by a cache",
    "A cache may hand one user's answer to another: the answer needs Cache-Control: no-store "
    "(a bare 302 is not kept by itself; Pragma does not count in answers).",
    needs="H+P/L",
    source="RFC 9111 5.2.2.5, 4.2.2, 5.4; RFC 9110 15.1",
    actor="flinks",
)
def _cacheable_secrets(subject: Subject) -> Iterator[Mark]:
    cache = ",".join(subject.all_headers("Cache-Control")).lower()
    found = [] if "no-store" in cache else _one_time_values(subject)
    if not found or subject.response is None:
        return
    seen = f"It carries {listed(found)}; Cache-Control is {quoted(cache) if cache else 'missing'}."
    explicit = "no-cache" in cache or "max-age" in cache or subject.header("Expires") is not None
    kept = subject.status in _KEPT_BY_DEFAULT and not explicit and "private" not in cache
    shared = "public" in cache or _AGE.search(cache) is not None
    yield Mark(subject.header_path("Cache-Control"), seen, "error" if shared or kept else None)


@finding(
    "response.referrer-leaks",
    "warning",
    "The request's URL may be told to the next site",
    "With state in it: a Referrer-Policy such as strict-origin keeps it back (the documented "
    "page says origin, which is fine).",
    needs="H+P",
    source="RFC 9700 4.2.4",
    actor="flinks",
)
def _referrer_leaks(subject: Subject) -> Iterator[Mark]:
    page, response = subject.page, subject.response
    if page is None or response is None or subject.form is None:
        return
    written = [
        token.strip().lower()
        for value in subject.all_headers("Referrer-Policy")
        for token in value.split(",")
    ]
    written.extend(value.strip().lower() for name, value in page.metas if name == "referrer")
    valid = [token for token in written if token in _REFERRER_POLICIES]
    if not valid:
        yield Mark(subject.header_path("Referrer-Policy"), "No policy is given.", "info")
    elif valid[-1] in ("unsafe-url", "always"):
        yield Mark(subject.header_path("Referrer-Policy"), f"The policy is {valid[-1]}.")


@finding(
    "response.frameable",
    "warning",
    "Another site can frame the page",
    "Clicks can then be stolen: the head needs frame-ancestors in its Content-Security-Policy "
    "(in a meta it does not count), or X-Frame-Options.",
    needs="H+P",
    source="RFC 9700 4.16; CSP Level 3, frame-ancestors; RFC 6819 5.2.2.6",
    actor="flinks",
)
def _frameable(subject: Subject) -> Iterator[Mark]:
    response = subject.response
    if response is None or subject.form is None or not 200 <= subject.status < 400:
        return
    options = subject.header("X-Frame-Options") or ""
    if options.strip().upper() in ("DENY", "SAMEORIGIN"):
        return
    if not any("frame-ancestors" in policy.directives for policy in policies(subject, metas=False)):
        yield Mark("response.headers")


@finding(
    "response.xfo-ineffective",
    "info",
    "X-Frame-Options has no effect",
    "Browsers know DENY and SAMEORIGIN only, once; frame-ancestors is the way today.",
    needs="H",
    when="x-frame-options",
    source="CSP Level 3, relation to X-Frame-Options",
    actor="flinks",
)
def _xfo_ineffective(subject: Subject) -> Iterator[Mark]:
    written = subject.all_headers("X-Frame-Options")
    if written in (("DENY",), ("SAMEORIGIN",)):
        return
    values = {value.strip().upper() for line in written for value in line.split(",")}
    if values and (len(values) > 1 or not values <= {"DENY", "SAMEORIGIN"}):
        yield Mark(subject.header_path("X-Frame-Options"), f"It says {listed(sorted(values))}.")


def _one_time_values(subject: Subject) -> list[str]:
    names = set(subject.inputs)
    if subject.location is not None:
        names |= {name for name, _ in read_pairs(subject.location.query)}
    return [name for name in _ONE_TIME if name in names]
