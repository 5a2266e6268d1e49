"""Findings about the call itself: address, method, key, state."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from workbench.inspection.findings.nearness import distance, folded
from workbench.inspection.findings.personal_data import personal_data
from workbench.inspection.findings.registry import Mark, finding
from workbench.inspection.findings.request_parameters import misspelt
from workbench.inspection.findings.subject import Subject
from workbench.inspection.findings.wording import quoted
from workbench.model.finding import Json
from workbench.model.request import AUTH_HEADER, AUTHORIZE_PATH, instance_of

_SECRET_NAMES = frozenset(
    {
        *("flinksauthkey", "authorizetoken", "authkey", "apikey", "xapikey", "secret"),
        *("clientsecret", "accesstoken", "token", "password"),
    }
)
_WIDGET_HOST = "-iframe.private.fin.ag"
_OTHER_AUTHORIZE = re.compile(
    r"/v3/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/bankingservices/authorize", re.IGNORECASE
)
_WEAK_WORDS = frozenset({"state", "test", "abc", "foo", "bar", "xyz", "hello", "random"})
_ENOUGH_BITS = 128
_FEW_BITS = 64
_FEW_CHARACTERS = 6
_CLASSES = ((r"[a-z]", 26), (r"[A-Z]", 26), (r"[0-9]", 10), (r"[^a-zA-Z0-9]", 2))


@finding(
    "request.scheme-not-https",
    "error",
    "The call goes in clear",
    "Everything in it, state included, can be read on the way: use https.",
    needs="R",
    source="RFC 6749 3.1",
    about_hosts=True,
)
def _scheme_not_https(subject: Subject) -> Iterator[Mark]:
    if subject.url.scheme == "http" and not subject.url.loopback:
        yield Mark("request.url", f"http to {quoted(subject.url.host)}.")


@finding(
    "request.secret-in-url",
    "error",
    "A secret stands in the URL",
    "URLs end up in logs, history and Referer: send it as a header, then have this secret "
    "replaced.",
    needs="R",
    source="RFC 9110 17.9, 4.2.4",
)
def _secret_in_url(subject: Subject) -> Iterator[Mark]:
    key = (subject.request_header(AUTH_HEADER) or "").removeprefix("Bearer ").strip()
    for name, value in subject.request.params:
        if value and (folded(name) in _SECRET_NAMES or (len(key) >= 8 and value == key)):
            yield Mark(f"request.params.{name[:80]}", f"The parameter {quoted(name)} holds one.")
    if subject.url.userinfo:
        yield Mark("request.url", "A user name or password stands before the host.")


@finding(
    "request.auth-header-not-documented",
    "info",
    "A key was sent that this operation does not ask for",
    "The operation declares no security: leave flinks-auth-key out unless Flinks asked for it, "
    "and never send the secret key here.",
    needs="R",
    source="OpenAPI of the endpoint (security: []); Flinks, Authentication Reference",
)
def _auth_header_not_documented(subject: Subject) -> Iterator[Mark]:
    if subject.request_header(AUTH_HEADER) is not None:
        yield Mark(subject.request_header_path(AUTH_HEADER))


@finding(
    "request.auth-header-misnamed",
    "warning",
    "The key was sent under a name Flinks does not read here",
    "Flinks reads flinks-auth-key; x-api-key is for data endpoints: rename the header or drop it.",
    needs="R",
    source="Flinks, Authentication Troubleshooting",
)
def _auth_header_misnamed(subject: Subject) -> Iterator[Mark]:
    if subject.request_header(AUTH_HEADER) is not None:
        return
    bearer = (subject.request_header("Authorization") or "").lower().startswith("bearer ")
    for name, sent in (
        ("Authorization", bearer),
        ("x-api-key", subject.request_header("x-api-key") is not None),
    ):
        if sent:
            yield Mark(subject.request_header_path(name), f"{name} was sent.")


@finding(
    "request.method-not-get",
    "error",
    "The method is not GET",
    "The endpoint is documented for GET only: use GET.",
    needs="R",
    source="OpenAPI of the endpoint; RFC 6749 3.1",
)
def _method_not_get(subject: Subject) -> Iterator[Mark]:
    if subject.request.method != "GET":
        yield Mark("request.method", f"{quoted(subject.request.method)} was sent.")


@finding(
    "request.host-is-widget",
    "error",
    "The host serves the Flinks Connect widget",
    "That host has no such endpoint: call {instance}-api.private.fin.ag.",
    needs="R",
    source="Flinks, Set Up Authorization",
    about_hosts=True,
)
def _host_is_widget(subject: Subject) -> Iterator[Mark]:
    if subject.url.host.endswith(_WIDGET_HOST):
        yield Mark("request.url", f"The host is {quoted(subject.url.host)}.")


@finding(
    "request.host-unusual",
    "info",
    "The host is none of Flinks' usual ones",
    "Either a typing error, or a proxy or stand-in: check the instance name.",
    needs="R",
    source="OpenAPI of the endpoint (servers)",
    yields_to=("request.host-is-widget",),
    about_hosts=True,
    looks_back=True,
)
def _host_unusual(subject: Subject) -> Iterator[Mark]:
    host = subject.url.host
    named = subject.context.profile is not None or host in subject.context.known_hosts
    instance = instance_of(host)
    if instance is None:
        if not named:
            yield Mark("request.url", f"The host is {quoted(host)}.")
        return
    for known in subject.past.near_instances if subject.past is not None else ():
        if known != instance and distance(instance, known, 2) <= 2:
            yield Mark(
                "request.url",
                f"The instance is {quoted(instance)}; {quoted(known)} succeeded before.",
            )
            return


@finding(
    "request.path-unusual",
    "warning",
    "The path is not that of the endpoint",
    f"The endpoint's path is {AUTHORIZE_PATH}: correct it.",
    needs="R",
    source="OpenAPI of the endpoint; Flinks, /Authorize",
)
def _path_unusual(subject: Subject) -> Iterator[Mark]:
    path = subject.url.path
    if path.rstrip("/").lower() == AUTHORIZE_PATH:
        return
    if _OTHER_AUTHORIZE.fullmatch(path.rstrip("/")):
        yield Mark("request.url", "This Authorize is a POST with credentials and no OAuth.")
    else:
        yield Mark("request.url", f"The path is {quoted(path)}.")


@finding(
    "request.state-missing",
    "warning",
    "No state was sent",
    "Nothing links the call to its callback, so forged callbacks pass and tickets cannot be "
    "traced: send an unguessable one (--state auto).",
    needs="R",
    source="RFC 6749 4.1.1, 10.12; RFC 9700 2.1, 4.7.1",
)
def _state_missing(subject: Subject) -> Iterator[Mark]:
    if not subject.sent("state") and "state" not in misspelt(subject):
        yield Mark("request.params.state")


@finding(
    "request.state-weak",
    "warning",
    "The state can be guessed",
    "Use 128 random bits: 22 base64url characters, or a version 4 UUID.",
    needs="R",
    when="?state",
    source="RFC 6749 10.10; RFC 6819 5.1.4.2.2",
)
def _state_weak(subject: Subject) -> Iterator[Mark]:
    state = subject.sent("state")
    if not state:
        return
    distinct = len(set(state))
    bits = len(state) * math.log2(distinct) if distinct > 1 else 0.0
    if state.lower() in _WEAK_WORDS or "1234567890".startswith(state):
        yield Mark("request.params.state", "It is a word that many would try.")
    elif distinct < _FEW_CHARACTERS or bits < _FEW_BITS:
        yield Mark(
            "request.params.state",
            f"{len(state)} characters, {distinct} of them different: at most {bits:.0f} bits.",
        )
    elif bits < _ENOUGH_BITS and _alphabet_bits(state) < _ENOUGH_BITS:
        yield Mark("request.params.state", f"At most some {bits:.0f} bits.", "info")


@finding(
    "request.state-time-based",
    "info",
    "The state is made of a time",
    "A part of it can be predicted: fine for tracing, but add randomness against forgery.",
    needs="R+D",
    when="?state",
    source="RFC 9562 6.9",
)
def _state_time_based(subject: Subject) -> Iterator[Mark]:
    for decoded in subject.decoded:
        if decoded.path != "request.params.state" or not decoded.steps:
            continue
        kind, value = decoded.steps[-1], decoded.value
        version = value.get("version") if isinstance(value, dict) else None
        if kind in ("ulid", "epoch") or (kind == "uuid" and version in (1, 6, 7)):
            name = f"UUID version {version}" if kind == "uuid" else kind
            yield Mark("request.params.state", f"It reads as {name}.")


@finding(
    "request.state-personal-data",
    "warning",
    "The state holds data about a person",
    "State is copied into URLs, logs and Referer: send an opaque id and keep the data on your "
    "server.",
    needs="R",
    when="?state",
    source="RFC 9700 4.2; RFC 9110 17.9",
)
def _state_personal_data(subject: Subject) -> Iterator[Mark]:
    state = subject.sent("state")
    found = personal_data(state, decoded_at(subject, "request.params.state")) if state else None
    if found:
        yield Mark("request.params.state", f"It holds {found}.")


def decoded_at(subject: Subject, path: str) -> Json:
    """What the value at a path decodes to, None where it is opaque."""
    return next((one.value for one in subject.decoded if one.path == path), None)


def _alphabet_bits(text: str) -> float:
    size = sum(count for pattern, count in _CLASSES if re.search(pattern, text))
    return len(text) * math.log2(size)
