"""Findings about the host an answer leads to: unknown, imitated, or chosen by the query."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from workbench.inspection.findings.nearness import distance
from workbench.inspection.findings.redirect import is_answer, leading_place
from workbench.inspection.findings.registry import Mark, finding
from workbench.inspection.findings.subject import Subject
from workbench.inspection.findings.wording import quoted
from workbench.inspection.written_url import split
from workbench.model.request import instance_of

KNOWN_TARGETS = ("ob.flinksapp.com", "ob-preprod.flinksapp.dev")
PRODUCTION_TARGETS = ("ob.flinksapp.com",)
_TEST_INSTANCES = ("toolbox", "sandbox")


@finding(
    "redirect.target-unknown",
    "warning",
    "The answer leads to a host that is not known",
    "A new provider, or someone in between: confirm it before presenting it to anybody.",
    needs="P/L",
    source="RFC 9700 4.4",
    actor="flinks",
    yields_to=(
        "redirect.target-lookalike",
        "redirect.open-redirector",
        "location.error",
        "redirect.location-invalid",
    ),
    about_hosts=True,
    looks_back=True,
)
def _target_unknown(subject: Subject) -> Iterator[Mark]:
    host = unknown_target(subject)
    if host and (subject.past is None or subject.past.target is None):
        yield Mark(leading_place(subject), f"The host is {quoted(host)}.")


@finding(
    "redirect.target-lookalike",
    "error",
    "The target's host imitates a known one",
    "This is what phishing looks like: do not present it, report it.",
    needs="H/P",
    source="house",
    actor="network",
    about_hosts=True,
)
def _target_lookalike(subject: Subject) -> Iterator[Mark]:
    target = subject.target
    if target is None or not target.host:
        return
    if target.host in KNOWN_TARGETS:
        return
    known = known_hosts(subject)
    if target.host in known or target.host == _return_host(subject):
        return
    like = next((one for one in known if 0 < distance(target.host, one, 2) <= 2), None)
    if like is not None:
        yield Mark(leading_place(subject), f"{quoted(target.host)} is almost {quoted(like)}.")
    elif _mixed_scripts(target.host):
        yield Mark(leading_place(subject), f"{quoted(target.host)} mixes alphabets.")


@finding(
    "redirect.open-redirector",
    "error",
    "The server sends people wherever the query says",
    "Anybody can make such a link: report it privately.",
    needs="R+L",
    source="RFC 9700 4.11.2; RFC 6749 4.1.2.1, 10.15",
    actor="flinks",
)
def _open_redirector(subject: Subject) -> Iterator[Mark]:
    target = subject.target
    if target is None or not target.host or is_answer(subject):
        return
    for name, value in subject.request.params:
        asked = split(value) if "://" in value else None
        if asked and asked.host and asked.origin == target.origin:
            yield Mark("response.location", f"It leads to the host that {quoted(name)} named.")
            return


@finding(
    "redirect.environment-mix",
    "info",
    "A test instance leads to a production host",
    "The documented example does this too: check it only where test users end at a real bank.",
    needs="R",
    source="OpenAPI of the endpoint (example)",
    actor="nobody",
    about_hosts=True,
)
def _environment_mix(subject: Subject) -> Iterator[Mark]:
    target = subject.target
    instance = instance_of(subject.url.host)
    if target and instance in _TEST_INSTANCES and target.host in PRODUCTION_TARGETS:
        yield Mark(leading_place(subject), f"{instance} leads to {target.host}.")


def unknown_target(subject: Subject) -> str:
    """The host an answer leads to where nothing in the call itself vouches for it, else empty."""
    target = subject.target
    if target is None or not target.host or is_answer(subject):
        return ""
    if target.host in known_hosts(subject) or target.host == _return_host(subject):
        return ""
    return target.host


def known_hosts(subject: Subject) -> tuple[str, ...]:
    """Hosts that an answer may lead to: the documented ones, the profile's, and the asked one."""
    own = (subject.url.host,) if subject.request_known and subject.url.host else ()
    return (*KNOWN_TARGETS, *subject.context.known_hosts, *own)


def _return_host(subject: Subject) -> str:
    return split(subject.sent("redirect_uri")).host if subject.request_known else ""


def _mixed_scripts(host: str) -> bool:
    for label in host.split(".")[:20]:
        shown = label
        if label.startswith("xn--"):
            try:
                shown = label[:70].encode("ascii").decode("idna")
            except UnicodeError:
                continue
        scripts = {unicodedata.name(c, "?").split(" ")[0] for c in shown if c.isalpha()}
        if len(scripts) > 1:
            return True
    return False
