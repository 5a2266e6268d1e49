"""Findings about decoded values: tokens, and values that were not read to their end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from workbench.inspection.decoders.registry import STOPPED
from workbench.inspection.findings.registry import Mark, finding
from workbench.inspection.findings.subject import Subject
from workbench.inspection.findings.wording import sentence
from workbench.model.finding import Decoded, Json


@finding(
    "decoded.jwt-unsigned",
    "warning",
    "A token is not signed",
    "Anybody can make one: its contents prove nothing.",
    needs="D",
    when="jwt",
    source="RFC 7515 4.1.1",
    actor="flinks",
)
def _jwt_unsigned(subject: Subject) -> Iterator[Mark]:
    for one in _tokens(subject):
        if "unsigned" in one.notes:
            yield Mark(one.path)


@finding(
    "decoded.jwt-expired",
    "warning",
    "A token had expired",
    "It will be refused (its signature is not verified here): call again for a new one.",
    needs="D",
    when="jwt",
    source="RFC 7519 4.1.4",
)
def _jwt_expired(subject: Subject) -> Iterator[Mark]:
    for one in _tokens(subject):
        end = _claim_time(one, "exp")
        if end is not None and subject.now is not None and end <= subject.now:
            yield Mark(one.path, f"It ended {end:%Y-%m-%d %H:%M:%S} UTC.")


@finding(
    "decoded.jwt-not-yet-valid",
    "warning",
    "A token is not valid yet",
    "A clock is off (its signature is not verified here): check the time on both sides.",
    needs="D",
    when="jwt",
    source="RFC 7519 4.1.5",
)
def _jwt_not_yet_valid(subject: Subject) -> Iterator[Mark]:
    for one in _tokens(subject):
        start = _claim_time(one, "nbf")
        if start is not None and subject.now is not None and start > subject.now:
            yield Mark(one.path, f"It begins {start:%Y-%m-%d %H:%M:%S} UTC.")


@finding(
    "decoded.limit",
    "warning",
    "A value was not read to its end",
    "A bound stopped it; the raw value is kept and can be copied.",
    needs="D",
    when="stopped",
    source="house",
    actor="nobody",
)
def _decoding_limit(subject: Subject) -> Iterator[Mark]:
    for one in subject.decoded:
        for note in one.notes:
            if note.startswith(STOPPED):
                yield Mark(one.path, f"{sentence(note.removeprefix(STOPPED))}.")
                return


def _tokens(subject: Subject) -> list[Decoded]:
    return [one for one in subject.decoded if one.steps[-1:] == ("jwt",)]


def _claim_time(one: Decoded, name: str) -> datetime | None:
    claims: Json = one.value.get("claims") if isinstance(one.value, dict) else None
    seconds = claims.get(name) if isinstance(claims, dict) else None
    if not isinstance(seconds, (int, float)) or isinstance(seconds, bool):
        return None
    if not 0 <= seconds < 32_503_680_000:  # the year 3000
        return None
    return datetime.fromtimestamp(seconds, UTC)
