"""Values that should be new each time and are the same in both: their equality is the news.

A cache in between, a page shown twice, a state that is not made afresh: each shows here first.
Nothing is said of an exchange beside itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from workbench.inspection.comparing.cookies import cookie_name, cookie_value
from workbench.inspection.comparing.leaves import leaves, opaque_inputs
from workbench.inspection.comparing.pairing import form_label, paired_forms
from workbench.inspection.comparing.values import keyed
from workbench.inspection.stability import (
    VOLATILE_INPUTS,
    VOLATILE_LEAVES,
    VOLATILE_QUERY,
    flow_id,
    is_one_time,
    nonces,
)
from workbench.inspection.visible import visible
from workbench.inspection.written_url import read_pairs, split
from workbench.model.comparison import Area, Remark
from workbench.model.exchange import Exchange
from workbench.model.response import Response

# Shorter cookies are settings, not sessions.
_SHORTEST_COOKIE = 16


def repeats(
    before: Exchange, after: Exchange, volatile_inputs: Collection[str] = frozenset()
) -> Iterator[Remark]:
    """One remark for each one-time value that both have alike, in reading order."""
    if (before.uuid is not None and before.uuid == after.uuid) or before.capture == after.capture:
        return
    state = before.request.param("state")
    if state and state == after.request.param("state"):
        yield _repeated("request", "state")
    if not before.redirect.kind == after.redirect.kind == "form":
        yield from _in_targets(before.redirect.target, after.redirect.target)
    yield from _in_forms(before, after, volatile_inputs)
    if before.response is not None and after.response is not None:
        yield from _in_headers(before.response, after.response)


def _in_targets(before: str | None, after: str | None) -> Iterator[Remark]:
    if before is None or after is None:
        return
    one, other = (dict(read_pairs(split(url).query)) for url in (before, after))
    for name, value in one.items():
        if value and name in VOLATILE_QUERY and other.get(name) == value:
            yield _repeated("answer", f"target ?{name}")
    one_flow, other_flow = flow_id(split(before).path), flow_id(split(after).path)
    if one_flow is not None and one_flow == other_flow:
        yield _repeated("answer", "target path")


def _in_forms(before: Exchange, after: Exchange, volatile: Collection[str]) -> Iterator[Remark]:
    if before.page is None or after.page is None:
        return
    for left, right in paired_forms(before.page, after.page):
        label = form_label(after.page, right, ".")
        one = keyed((entry.name, entry.value) for entry in before.page.forms[left].inputs)
        other = keyed((entry.name, entry.value) for entry in after.page.forms[right].inputs)
        alike: set[str] = set()
        for (name, occurrence), value in one.items():
            known = name in VOLATILE_INPUTS or name in volatile
            if not known or not value or other.get((name, occurrence)) != value:
                continue
            alike.add(name)
            if name != "resumePath" or flow_id(value) is not None:
                yield _repeated("inputs", f"{label}{name}")
        if "state" not in alike:
            yield from _in_state(before, after, left, right, label)


def _in_state(
    before: Exchange, after: Exchange, left: int, right: int, label: str
) -> Iterator[Remark]:
    one, other = opaque_inputs(before, left).get("state"), opaque_inputs(after, right).get("state")
    if one is None or other is None:
        return
    mine, others = leaves(one.value), leaves(other.value)
    for leaf, value in mine.items():
        name = leaf.rpartition(".")[2]
        if value and name in VOLATILE_LEAVES and others.get(leaf) == value:
            yield _repeated("decoded", f"{label}state{leaf}")


def _in_headers(before: Response, after: Response) -> Iterator[Remark]:
    for name in dict.fromkeys(name.lower() for name, _ in before.headers):
        value = before.header(name) or ""
        if value and is_one_time(name) and after.header(name) == value:
            yield _repeated("headers", name)
        elif "'nonce-" in value and nonces(value) & nonces(after.header(name) or ""):
            yield _repeated("headers", f"nonce of {name}")
    one, other = _cookies(before), _cookies(after)
    for name, value in one.items():
        if len(value) >= _SHORTEST_COOKIE and other.get(name) == value:
            yield _repeated("headers", f"cookie {name}")


def _cookies(response: Response) -> dict[str, str]:
    return {cookie_name(line): cookie_value(line) for line in response.all_headers("Set-Cookie")}


def _repeated(area: Area, field: str) -> Remark:
    told = visible(field[:120])
    return Remark(area, told, "repeated", f"{told} is the same in both: it should differ")
