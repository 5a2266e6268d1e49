"""Of one answer the facts that stay the same from call to call, small enough to be kept.

What differs by nature (one-time values, ids in paths, the order of scopes) is not in them; what is
large is cut, on both sides of a comparison alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from workbench.inspection.findings.subject import Subject
from workbench.inspection.written_url import WrittenUrl, read_pairs
from workbench.model.baseline import Facts

_MOST_NAMES = 100
_LONGEST = 200
_LONGEST_LOCATION = 16_384
# Path segments that name one flow: hex, or long with letters and digits mixed.
_ID = re.compile(r"(?=[^/]*\d)[0-9A-Fa-f-]{8,}|(?=[^/]*\d)[0-9A-Za-z_\-=.~]{12,}")
# Headers that guard an answer and that a page may carry as well, under their name there.
_GUARDS = (
    ("CSP", "content-security-policy", "content-security-policy"),
    ("X-Frame-Options", "x-frame-options", ""),
    ("HSTS", "strict-transport-security", ""),
    ("Referrer-Policy", "referrer-policy", "referrer"),
)


def facts_of(subject: Subject) -> Facts:
    """The facts of an answer."""
    form = subject.form if subject.redirect.kind in ("form", "both") else None
    target = subject.target
    return Facts(
        status=subject.status or None,
        kind=subject.redirect.kind,
        target_host="" if target is None else _cut(host_of(target)),
        target_path="" if target is None else _steady(target.path),
        method="" if form is None else form.method,
        enctype="" if form is None else _cut(form.enctype),
        inputs=() if form is None else _names(dict.fromkeys(one.name for one in form.inputs)),
        scope=_names(sorted(set(subject.scope_tokens))),
        client=_handed_over(subject, "client_id"),
        provider=_handed_over(subject, "provider_id"),
        state_keys=_state_keys(subject),
        protections=_protections(subject),
        issuer=_issuer(subject),
    )


def host_of(url: WrittenUrl) -> str:
    """The host of a URL, with its port where that is not the scheme's own."""
    _, host, port = url.origin
    usual = {"http": "80", "https": "443"}.get(url.scheme, "")
    return host if port in ("", usual) else f"{host}:{port}"


def _cut(text: str) -> str:
    return text[:_LONGEST]


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(_cut(name) for name in list(names)[:_MOST_NAMES])


@lru_cache(maxsize=256)
def _steady(path: str) -> str:
    """The path with the ids in it as `*`."""
    return _cut("/".join("*" if _ID.fullmatch(part) else part for part in path[:4096].split("/")))


def _handed_over(subject: Subject, name: str) -> str:
    if name in subject.inputs:
        return _cut(subject.inputs[name])
    if subject.location is None or not subject.location.query:
        return ""
    return _cut(dict(read_pairs(subject.location.query[:_LONGEST_LOCATION])).get(name, ""))


def _state_keys(subject: Subject) -> tuple[str, ...]:
    """The keys of the page's state where it is JSON; a recognised id has none."""
    found = subject.page_state
    is_json = found is not None and found[1].steps[-1:] == ("json",)
    return _names(sorted(subject.state_values)) if is_json else ()


def _protections(subject: Subject) -> tuple[str, ...]:
    metas = {name for name, _ in subject.page.metas} if subject.page is not None else set()
    found = [
        name
        for name, header, meta in _GUARDS
        if header in subject.header_names or (meta and meta in metas)
    ]
    if any("no-store" in value.lower() for value in subject.all_headers("Cache-Control")):
        found.insert(0, "no-store")
    return tuple(found)


def _issuer(subject: Subject) -> str:
    tls = subject.capture.tls
    return organisation(tls.chain[0].issuer) if tls is not None and tls.chain else ""


@lru_cache(maxsize=64)
def organisation(issuer: str) -> str:
    """The organisation in a distinguished name (RFC 4514), else the whole of it."""
    for part in re.split(r"(?<!\\),", issuer[:4096]):
        kind, _, value = part.strip().partition("=")
        if kind.upper() == "O" and value:
            return _cut(value.replace("\\", ""))
    return _cut(issuer)
