"""A comparison in a few words, for one line of a Summary or of a list of changes.

Only values that mean something to people and are nobody's secret are named; of the rest it says
that they changed.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.inspection.stability import SECURITY_HEADERS, STABLE_INPUTS
from workbench.model.comparison import Area, Comparison, Difference

_MOST = 3
_LONGEST = 40
# Areas whose values are the endpoint's own words.
_TOLD: frozenset[Area] = frozenset({"answer", "form", "tls"})
# How a difference is named where its field alone would not say what it is.
_BEFORE: dict[Area, str] = {
    "errors": "error ",
    "headers": "header ",
    "tls": "TLS ",
    "form": "form ",
}
# What goes with the way an answer leads on.
_GOES = ("target", "page")
_COUNTED: tuple[Area, ...] = ("inputs", "headers", "errors")
_ONE: dict[Area, str] = {"inputs": "input", "headers": "header", "errors": "error"}


def in_brief(comparison: Comparison, most: int = _MOST) -> tuple[str, ...]:
    """What means something, most telling first: `provider_id 4003 -> 4010`, `1 input gone`.

    What was asked in another way stands first, and what follows from that is left out. At most
    `most`, then how many more there are.
    """
    found = list(dict.fromkeys(_words(comparison)))
    if len(found) <= most:
        return tuple(found)
    return (*found[:most], f"{len(found) - most} more")


def _words(comparison: Comparison) -> Iterator[str]:
    stable = telling(comparison.stable)
    asked = [d for d in stable if d.area == "request" and not d.field.startswith("header ")]
    for difference in asked:
        yield f"asked with {difference.field}{_change(difference)}"
    own = [
        d
        for d in stable
        if d.area != "request" and not any(a.about(d.because) for a in asked if d.because)
    ]
    for difference in own:
        if difference.area not in _COUNTED or None not in (difference.before, difference.after):
            yield _told(difference)
        elif difference.field.startswith("scope"):
            sign, token = ("+", difference.after) if difference.before is None else (
                "-", difference.before)  # fmt: skip
            yield f"scope {sign}{_short(token)}"
    for area in _COUNTED:
        yield from _came_and_went([d for d in own if d.area == area], area)
    # What was sent again on purpose is no news of the answer.
    same = [remark.field for remark in comparison.repeated if remark.area != "request"]
    if same:
        more = f" and {len(same) - _MOST} more" if len(same) > _MOST else ""
        yield f"the same though new each time: {', '.join(same[:_MOST])}{more}"


def telling(stable: tuple[Difference, ...]) -> list[Difference]:
    """Without what goes without saying: a call that failed has no answer, an answer that leads
    nowhere no target."""
    fields = {(d.area, d.field): d for d in stable}
    failed = fields.get(("answer", "failure"))
    if failed is not None:
        return [failed, *(d for d in stable if d.area == "request")]
    if ("answer", "leads on by") in fields:
        return [d for d in stable if d.area != "answer" or d.field.partition(" ")[0] not in _GOES]
    return list(stable)


def is_open(area: Area, field: str) -> bool:
    """Whether values of that field mean something to people and are nobody's secret."""
    name = field.rpartition("].")[2].partition(" ")[0]
    return (
        area in _TOLD
        or (area == "inputs" and name in STABLE_INPUTS)
        or (area == "headers" and field in SECURITY_HEADERS)
    )


def _told(difference: Difference) -> str:
    name = f"{_BEFORE.get(difference.area, '')}{difference.field}"
    if difference.field == "failure":
        return f"failed: {difference.after}" if difference.after else "no failure any more"
    if not is_open(difference.area, difference.field):
        return f"{name} changed"
    return f"{name}{_change(difference)}"


def _change(difference: Difference) -> str:
    if difference.before is None:
        return f" new: {_short(difference.after)}"
    if difference.after is None:
        return f" gone: {_short(difference.before)}"
    return f" {_short(difference.before)} -> {_short(difference.after)}"


def _came_and_went(differences: list[Difference], area: Area) -> Iterator[str]:
    kept = [d for d in differences if not d.field.startswith("scope") or area != "inputs"]
    for word, gone in (("gone", True), ("new", False)):
        names = [d.field for d in kept if (d.after if gone else d.before) is None]
        if names:
            count = f"{len(names)} {_ONE[area]}{'' if len(names) == 1 else 's'} {word}"
            yield f"{count} ({', '.join(_short(name) for name in names[:_MOST])})"


def _short(text: str | None) -> str:
    told = text or "nothing"
    return told if len(told) <= _LONGEST else f"{told[: _LONGEST - 1]}…"
