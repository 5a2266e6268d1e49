"""Content-Security-Policy: what it says of a form's target and of inline scripts (CSP Level 3).

What cannot be decided from the text of a page (the nonce of a script) counts as allowed: there is
no finding without proof.
"""

from __future__ import annotations

import re
from base64 import b64encode
from functools import lru_cache
from hashlib import new as new_hash

from workbench.inspection.findings.subject import Subject
from workbench.inspection.written_url import WrittenUrl

Policy = dict[str, list[str]]

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
    written: list[str] = []
    if subject.response is not None:
        for line in subject.all_headers("Content-Security-Policy"):
            written.extend(line[:_LONGEST_POLICY].split(","))
    if metas and subject.page is not None:
        written.extend(
            value[:_LONGEST_POLICY]
            for name, value in subject.page.metas
            if name == "content-security-policy"
        )
    return tuple(_parsed(text) for text in written[:_MOST_POLICIES])


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
    return path.startswith(wanted) if wanted.endswith("/") else path == wanted


def allows_inline(sources: list[str], codes: tuple[str, ...], handler: bool) -> bool:
    """Whether a source list lets inline code run: a handler attribute (`codes` are their texts) or
    a script element."""
    lowered = [source.lower() for source in sources]
    hashes = [match for source in sources if (match := _HASH.fullmatch(source))]
    nonce = any(source.startswith("'nonce-") for source in lowered)
    dynamic = "'strict-dynamic'" in lowered
    if "'unsafe-inline'" in lowered and not hashes and not nonce and not dynamic:
        return True
    if not handler:
        return nonce or bool(hashes)
    if not hashes or "'unsafe-hashes'" not in lowered:
        return False
    return not codes or any(_hashes_to(match, code) for match in hashes for code in codes[:10])


def _hashes_to(match: re.Match[str], code: str) -> bool:
    digest = new_hash(match[1].lower(), code.encode("utf-8", "replace")).digest()
    return b64encode(digest).decode() == match[2].replace("-", "+").replace("_", "/")


@lru_cache(maxsize=128)
def _parsed(text: str) -> Policy:
    policy: Policy = {}
    for directive in text.split(";"):
        name, *sources = directive.split() or [""]
        if name:
            policy.setdefault(name.lower(), sources)
    return policy
