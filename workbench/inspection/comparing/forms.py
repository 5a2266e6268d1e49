"""Two pages' forms: paired by action, then by place; their inputs by name and occurrence."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.inspection.comparing.leaves import read_alike
from workbench.inspection.comparing.values import both, differ, keyed, url_differences
from workbench.inspection.stability import VOLATILE_INPUTS, path_shape
from workbench.model.comparison import Difference, Nature
from workbench.model.exchange import Exchange
from workbench.model.page import Form, Page

# An input that follows from a parameter of the request.
_FOLLOWS = {
    "lang": "lang",
    "provider_id": "institution_id",
    "client_id": "recipientId",
    "connectionId": "recipientId",
    "state": "state",
}
Paired = tuple[int | None, int | None]


def form_differences(
    before: Page | None, after: Page | None, changed: frozenset[str]
) -> Iterator[Difference]:
    """Forms that came or went; action, method and enctype of the others."""
    if before is None or after is None:
        return
    institution = "institution_id" if "institution_id" in changed else None
    for left, right in pair_forms(before.forms, after.forms):
        if left is None or right is None:
            one = before.forms[left].action if left is not None else None
            other = after.forms[right].action if right is not None else None
            yield from differ("form", f"forms[{left if right is None else right}]", one, other)
            continue
        one_form, other_form = before.forms[left], after.forms[right]
        prefix = f"forms[{right}] " if len(after.forms) > 1 else ""
        yield from url_differences(
            "form", f"{prefix}action", one_form.action, other_form.action, institution
        )
        yield from differ("form", f"{prefix}method", one_form.method, other_form.method)
        yield from differ("form", f"{prefix}enctype", one_form.enctype, other_form.enctype)


def input_differences(
    before: Exchange, after: Exchange, changed: frozenset[str]
) -> Iterator[Difference]:
    """Inputs added, removed or changed, then their order."""
    if before.page is None or after.page is None:
        return
    for left, right in pair_forms(before.page.forms, after.page.forms):
        if left is None or right is None:
            continue
        prefix = f"forms[{right}]." if len(after.page.forms) > 1 else ""
        paths = read_alike(before.decoded, after.decoded, f"forms[{left}]", f"forms[{right}]")
        yield from _inputs(before.page.forms[left], after.page.forms[right], prefix, paths, changed)


def pair_forms(before: tuple[Form, ...], after: tuple[Form, ...]) -> list[Paired]:
    """Places of forms that belong together: of one action first, then of one place."""
    free: dict[str, list[int]] = {}
    for index in reversed(range(len(before))):
        free.setdefault(before[index].action, []).append(index)
    found: dict[int, int] = {}
    for index, form in enumerate(after):
        if free.get(form.action):
            found[index] = free[form.action].pop()
    taken = set(found.values())
    left_over = [index for index in range(len(before)) if index not in taken]
    left_over.reverse()
    for index in range(len(after)):
        if index not in found and left_over:
            found[index] = left_over.pop()
    pairs: list[Paired] = [(found.get(index), index) for index in range(len(after))]
    pairs.extend((index, None) for index in reversed(left_over))
    return pairs


def _inputs(
    before: Form, after: Form, prefix: str, read: frozenset[str], changed: frozenset[str]
) -> Iterator[Difference]:
    one = keyed((entry.name, entry.value) for entry in before.inputs)
    other = keyed((entry.name, entry.value) for entry in after.inputs)
    for name, field, left, right in both(one, other):
        parameter = _FOLLOWS.get(name)
        because = parameter if parameter in changed else None
        label = f"{prefix}{field}"
        if left is None or right is None:
            yield from differ("inputs", label, left, right)
        elif name == "scope":
            yield from _set_differences(label, left, right)
        elif field in read:
            # What it decodes to is compared instead; the text follows from that.
            yield from differ("inputs", label, left, right, "derived", because)
        elif name == "redirect_uri":
            yield from url_differences("inputs", label, left, right)
        else:
            yield from differ("inputs", label, left, right, _nature(name, left, right), because)
    names, others = list(one), list(other)
    if names != others and sorted(names) == sorted(others):
        yield from differ(
            "inputs",
            f"{prefix}order",
            ", ".join(name for name, _ in names),
            ", ".join(name for name, _ in others),
        )


def _set_differences(label: str, before: str, after: str) -> Iterator[Difference]:
    """Scopes are a set: one difference per token that went or came."""
    one, other = before.split(), after.split()
    gone, came = set(other), set(one)
    for token in dict.fromkeys(one):
        if token not in gone:
            yield from differ("inputs", label, token, None)
    for token in dict.fromkeys(other):
        if token not in came:
            yield from differ("inputs", label, None, token)


def _nature(name: str, before: str, after: str) -> Nature:
    if name not in VOLATILE_INPUTS:
        return "stable"
    if name == "resumePath" and path_shape(before) != path_shape(after):
        return "stable"
    return "volatile"
