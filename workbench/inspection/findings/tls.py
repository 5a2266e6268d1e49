"""Findings about the secure connection."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_address

from workbench.inspection.findings.registry import Mark, finding
from workbench.inspection.findings.subject import Subject
from workbench.inspection.findings.wording import listed, quoted

_DEPRECATED = ("SSLv2", "SSLv3", "TLSv1", "TLSv1.0", "TLSv1.1")
_SOON = timedelta(days=21)
_BY_FAILURE = ("failure.tls-untrusted",)


@finding(
    "tls.version-deprecated",
    "error",
    "The TLS version is deprecated",
    "TLS 1.2 or newer must be used: report it, or look for a proxy that lowers it.",
    needs="T",
    source="RFC 8996",
    actor="flinks",
    about_hosts=True,
)
def _version_deprecated(subject: Subject) -> Iterator[Mark]:
    tls = subject.capture.tls
    if tls is not None and tls.version in _DEPRECATED:
        yield Mark("tls.version", f"It is {tls.version}.")


@finding(
    "tls.certificate-expiring",
    "warning",
    "The certificate ends soon",
    "An outage is ahead: tell them.",
    needs="T",
    source="house",
    actor="flinks",
    yields_to=_BY_FAILURE,
    about_hosts=True,
)
def _certificate_expiring(subject: Subject) -> Iterator[Mark]:
    tls, now = subject.capture.tls, subject.now
    end = tls.chain[0].not_after if tls is not None and tls.chain else None
    if end is None or now is None or end.tzinfo is None:
        return
    left = end - now
    if left < timedelta(0):
        yield Mark("tls.chain[0].not_after", f"It ended {-left.days} days before.", "error")
    elif left < _SOON:
        yield Mark("tls.chain[0].not_after", f"It ends in {left.days} days.")


@finding(
    "tls.name-mismatch",
    "error",
    "The certificate is for another host",
    "A wrong host, or somebody in between: do not go on.",
    needs="T",
    source="RFC 9110 4.3.4",
    actor="network",
    yields_to=_BY_FAILURE,
    about_hosts=True,
)
def _name_mismatch(subject: Subject) -> Iterator[Mark]:
    tls = subject.capture.tls
    host = subject.url.host
    if tls is None or not tls.chain or not tls.chain[0].names or not host:
        return
    names = tls.chain[0].names
    if not any(name_fits(name.lower(), host) for name in names):
        yield Mark("tls.chain[0].names", f"It is for {listed(names)}, not for {quoted(host)}.")


@finding(
    "tls.unverified",
    "warning",
    "The server's identity was not checked",
    "It was sent with --insecure: nothing here is proven to come from Flinks. Use --ca instead.",
    needs="T",
    source="RFC 9110 4.3.4",
    yields_to=_BY_FAILURE,
    about_hosts=True,
)
def _unverified(subject: Subject) -> Iterator[Mark]:
    tls = subject.capture.tls
    if tls is not None and not tls.verified:
        yield Mark("tls.verified")


def name_fits(name: str, host: str) -> bool:
    """Whether a name of a certificate fits a host: `*` stands for one whole label (RFC 6125)."""
    if name.startswith("*."):
        label, dot, rest = host.partition(".")
        return bool(label and dot) and rest == name[2:]
    if name == host:
        return True
    try:
        return ip_address(name) == ip_address(host)
    except ValueError:
        return False
