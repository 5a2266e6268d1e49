"""Content-Security-Policy: what it says of a form's target and the page's own code (CSP Level 3).

A policy of a header holds for the whole page, one of a meta in the head for what stands behind it.
"""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from functools import lru_cache
from hashlib import new as new_hash
from typing import NamedTuple
from urllib.parse import unquote

from workbench.inspection.findings.subject import Subject
from workbench.inspection.written_url import WrittenUrl
from workbench.model.page import PageCode


class Policy(NamedTuple):
    """Directive -> its sources, in lower case names; `place` is that of its meta in the page, -1
    for a header's."""

    directives: dict[str, list[str]]
    place: int = -1


# What speaks for each kind of code, the first that a policy has (CSP Level 3, 6.8.3).
_GOVERNING: dict[str, tuple[str, ...]] = {
    "handler": ("script-src-attr", "script-src", "default-src"),
    "script": ("script-src-elem", "script-src", "default-src"),
    "text": ("script-src", "default-src"),
}

_MOST_POLICIES = 20
_LONGEST_POLICY = 32_768
_HASH = re.compile(r"'(sha256|sha384|sha512)-([A-Za-z0-9+/_\-]+={0,2})'", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_HOST_SOURCE = re.compile(
    r"(?:([A-Za-z][A-Za-z0-9+.\-]*)://)?(\*|(?:\*\.)?[A-Za-z0-9_.\-]+)(?::(\d+|\*))?(/[^?#]*)?"
)
_DEFAULT_PORTS = {"http": "80", "https": "443"}


def policies(subject: Subject, *, metas: bool = True) -> tuple[Policy, ...]:
    """The policies that apply to the page; those of metas only where asked for."""
    written: list[tuple[int, str]] = []
    if subject.response is not None:
        for line in subject.all_headers("Content-Security-Policy"):
            written.extend((-1, text) for text in line[:_LONGEST_POLICY].split(","))
    for place, content in subject.page.policies if metas and subject.page is not None else ():
        written.extend((place, text) for text in content[:_LONGEST_POLICY].split(","))
    return tuple(Policy(_parsed(text), place) for place, text in written[:_MOST_POLICIES])


def sandboxed(policy: Policy, token: str) -> bool:
    """Whether a header's policy puts the page in a sandbox without that freedom; a meta cannot."""
    freedoms = policy.directives.get("sandbox") if policy.place < 0 else None
    return freedoms is not None and token not in (freedom.lower() for freedom in freedoms)


def upgraded(target: WrittenUrl, found: tuple[Policy, ...]) -> WrittenUrl:
    """The target as the browser asks for it: https where a policy upgrades insecure requests."""
    upgrades = any("upgrade-insecure-requests" in policy.directives for policy in found)
    if not upgrades or target.scheme != "http":
        return target
    return replace(target, scheme="https", port="443" if target.port == "80" else target.port)


def governing(policy: Policy, code: PageCode) -> str | None:
    """The directive of a policy that speaks for a piece of code."""
    return next((name for name in _GOVERNING[code.kind] if name in policy.directives), None)


def in_force(policy: Policy, code: PageCode) -> bool:
    """Whether the policy was there when the code was read."""
    return policy.place < code.place or code.kind == "text"


def allows(sources: list[str], target: WrittenUrl, page: WrittenUrl) -> bool:
    """Whether a source list matches a URL (section "Does url match source list")."""
    return any(_matches(source, target, page) for source in sources)


def _matches(source: str, target: WrittenUrl, page: WrittenUrl) -> bool:
    lowered = source.lower()
    if lowered == "'self'":
        return target.origin == page.origin or (
            target.host == page.host and page.scheme == "http" and target.scheme == "https"
        )
    if lowered.startswith("'"):
        return False
    if lowered == "*":
        return target.scheme in ("http", "https", "ws", "wss") or target.scheme == page.scheme
    if _SCHEME.fullmatch(lowered):
        return _scheme_fits(lowered[:-1], target.scheme)
    match = _HOST_SOURCE.fullmatch(source)
    if match is None:
        return False
    scheme, host, port, path = match.groups()
    if not _scheme_fits((scheme or page.scheme).lower(), target.scheme):
        return False
    return (
        _host_fits(host.lower(), target.host)
        and _port_fits(port, target)
        and _path_fits(path, target.path)
    )


def _scheme_fits(wanted: str, scheme: str) -> bool:
    return wanted == scheme or (wanted == "http" and scheme == "https")


def _host_fits(wanted: str, host: str) -> bool:
    if wanted == "*":
        return True
    return host.endswith(wanted[1:]) if wanted.startswith("*.") else host == wanted


def _port_fits(wanted: str | None, target: WrittenUrl) -> bool:
    port = target.port or _DEFAULT_PORTS.get(target.scheme, "")
    if wanted is None:
        return port == _DEFAULT_PORTS.get(target.scheme, "")
    return wanted in ("*", port) or (wanted == "80" and port == "443")


def _path_fits(wanted: str | None, path: str) -> bool:
    if not wanted or wanted == "/":
        return True
    wanted, path = unquote(wanted), unquote(path)
    return path.startswith(wanted) if wanted.endswith("/") else path == wanted


def allows_code(policy: Policy, code: PageCode) -> bool:
    """Whether a policy lets a piece of the page's own code run (CSP Level 3, 6.7.3.3)."""
    sources = policy.directives[governing(policy, code) or ""]
    lowered = [source.lower() for source in sources]
    if code.kind == "text":
        return "'unsafe-eval'" in lowered
    hashes = [match for source in sources if (match := _HASH.fullmatch(source))]
    nonces = [source for source in sources if source.lower().startswith("'nonce-")]
    dynamic = "'strict-dynamic'" in lowered
    if "'unsafe-inline'" in lowered and not hashes and not nonces and not dynamic:
        return True
    given = [nonce for nonce in nonces if nonce[len("'nonce-") :] == f"{code.nonce}'"]
    if code.kind == "script" and code.nonce and given:
        return True
    if code.kind == "handler" and "'unsafe-hashes'" not in lowered:
        return False
    return any(_hashes_to(match, code.text) for match in hashes)


def _hashes_to(match: re.Match[str], code: str) -> bool:
    digest = new_hash(match[1].lower(), code.encode("utf-8", "replace")).digest()
    return b64encode(digest).decode() == match[2].replace("-", "+").replace("_", "/")


@lru_cache(maxsize=128)
def _parsed(text: str) -> dict[str, list[str]]:
    policy: dict[str, list[str]] = {}
    for directive in text.split(";"):
        name, *sources = directive.split() or [""]
        if name:
            policy.setdefault(name.lower(), sources)
    return policy
