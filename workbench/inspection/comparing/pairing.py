"""Which forms of two pages belong together: of one action first, then of one place."""

from __future__ import annotations

from typing import NamedTuple

from workbench.model.page import Form, Page


class Pair(NamedTuple):
    """Places of two forms that belong together; None where a form came or went."""

    before: int | None
    after: int | None


def pair_forms(before: tuple[Form, ...], after: tuple[Form, ...]) -> list[Pair]:
    """The pairs in the order of the second page, then the forms that went."""
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
    pairs = [Pair(found.get(index), index) for index in range(len(after))]
    pairs.extend(Pair(index, None) for index in reversed(left_over))
    return pairs


def paired_forms(before: Page | None, after: Page | None) -> list[tuple[int, int]]:
    """The places of forms that are on both pages."""
    if before is None or after is None:
        return []
    return [
        (one, other)
        for one, other in pair_forms(before.forms, after.forms)
        if one is not None and other is not None
    ]


def form_label(page: Page, index: int, end: str) -> str:
    """How a form is named before its parts: not at all where it is the only one."""
    return f"forms[{index}]{end}" if len(page.forms) > 1 else ""
