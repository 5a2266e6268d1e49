"""Which names a call used that the endpoint does not know, and what was probably meant."""

from __future__ import annotations

from typing import NamedTuple

from workbench.inspection.findings.nearness import distance, folded
from workbench.inspection.findings.subject import KNOWN_PARAMETERS, Subject

# Names of the Flinks Connect widget's URL -> the parameter of this endpoint, "" where it has none.
CONNECT_NAMES = {
    "redirectUrl": "redirect_uri",
    "language": "lang",
    "authorizeToken": "",
    "customerName": "",
    "daysOfTransactions": "",
    "demo": "",
    "detailsAndStatementEnable": "",
    "theme": "",
    "withMFAQuestions": "",
}
OUTBOUND_NAMES = frozenset(
    {"client_id", "scope", "response_type", "provider_id", "correlation_id", "code_challenge"}
)
_FOLDED = {folded(name): name for name in KNOWN_PARAMETERS}
_LONG_NAME = 6
_MOST_LOOKED_AT = 100


class Unknown(NamedTuple):
    """A parameter the endpoint does not know: `kind` is misspelt, connect, outbound or other;
    `meant` the parameter to use, "" where there is none."""

    name: str
    kind: str
    meant: str


def unknown_parameters(subject: Subject) -> tuple[Unknown, ...]:
    """Every unknown name once, in order."""
    names = dict.fromkeys(name for name, _ in subject.request.params)
    unknown = [name for name in names if name not in KNOWN_PARAMETERS]
    return tuple(_classified(name) for name in unknown[:_MOST_LOOKED_AT])


def misspelt(subject: Subject) -> dict[str, str]:
    """Parameters that were sent under a wrong name: the right name -> the name used."""
    if all(name in KNOWN_PARAMETERS for name, _ in subject.request.params):
        return {}
    return {
        one.meant: one.name
        for one in unknown_parameters(subject)
        if one.kind in ("misspelt", "connect") and one.meant
    }


def meant_by(name: str) -> str | None:
    """The known parameter that a name stands for, as `Lang` does for `lang`, or None."""
    short = folded(name)
    if short in _FOLDED:
        return _FOLDED[short]
    for known, right in _FOLDED.items():
        most = 2 if len(known) > _LONG_NAME else 1
        if distance(short, known, most) <= most:
            return right
    return None


def _classified(name: str) -> Unknown:
    if name in CONNECT_NAMES:
        return Unknown(name, "connect", CONNECT_NAMES[name])
    if name in OUTBOUND_NAMES or name.startswith("code_challenge"):
        return Unknown(name, "outbound", "")
    meant = meant_by(name)
    return Unknown(name, "misspelt", meant) if meant else Unknown(name, "other", "")
