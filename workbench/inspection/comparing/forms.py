"""Two pages' forms: what they are, and their inputs by name and occurrence."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from workbench.inspection.comparing.leaves import read_alike
from workbench.inspection.comparing.pairing import Pair, form_label, pair_forms, paired_forms
from workbench.inspection.comparing.values import (
    Keyed,
    both,
    differ,
    is_address,
    keyed,
    set_differences,
    url_differences,
)
from workbench.inspection.stability import input_nature, is_unknown
from workbench.model.comparison import Difference
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
NEVER_THE_SAME = "new in each of the last exchanges of this request"


def form_differences(
    before: Page | None, after: Page | None, changed: frozenset[str]
) -> Iterator[Difference]:
    """Forms that came or went; action, method and enctype of the others; which one is sent."""
    if before is None or after is None:
        return
    institution = "institution_id" if "institution_id" in changed else None
    pairs = pair_forms(before.forms, after.forms)
    for pair in pairs:
        yield from _one_form(before, after, pair, institution)
    together = [one for one, other in pairs if one is not None and other is not None]
    if together != sorted(together):
        one = ", ".join(f"forms[{index}]" for index in sorted(together))
        other = ", ".join(f"forms[{index}]" for index in together)
        yield from differ("form", "order of the forms", one, other)
    if Pair(before.submits, after.submits) not in pairs and before.submits != after.submits:
        yield from differ("form", "the form that is sent", _sent(before), _sent(after))


def _one_form(
    before: Page, after: Page, pair: Pair, institution: str | None
) -> Iterator[Difference]:
    if pair.before is None or pair.after is None:
        one = before.forms[pair.before].action if pair.before is not None else None
        other = after.forms[pair.after].action if pair.after is not None else None
        index = pair.before if pair.after is None else pair.after
        yield from differ("form", f"forms[{index}]", one, other)
        return
    left, right = before.forms[pair.before], after.forms[pair.after]
    label = form_label(after, pair.after, " ")
    yield from url_differences("form", f"{label}action", left.action, right.action, institution)
    yield from differ("form", f"{label}method", left.method, right.method)
    yield from differ("form", f"{label}enctype", left.enctype, right.enctype)


def _sent(page: Page) -> str:
    return "none" if page.submits is None else f"forms[{page.submits}]"


def input_differences(
    before: Exchange,
    after: Exchange,
    changed: frozenset[str],
    volatile_inputs: Collection[str] = frozenset(),
) -> Iterator[Difference]:
    """Inputs added, removed or changed, then their order. `volatile_inputs` are unknown ones
    which the history has shown never to repeat."""
    if before.page is None or after.page is None:
        return
    for left, right in paired_forms(before.page, after.page):
        prefix = form_label(after.page, right, ".")
        read = read_alike(before, after, left, right)
        one, other = _keyed(before.page.forms[left]), _keyed(after.page.forms[right])
        yield from _inputs(one, other, prefix, read, changed, volatile_inputs)
        yield from _order(one, other, prefix)


def _keyed(form: Form) -> Keyed:
    return keyed((entry.name, entry.value) for entry in form.inputs)


def _inputs(
    before: Keyed,
    after: Keyed,
    prefix: str,
    read: frozenset[str],
    changed: frozenset[str],
    volatile_inputs: Collection[str],
) -> Iterator[Difference]:
    for name, field, left, right in both(before, after):
        parameter = _FOLLOWS.get(name)
        because = parameter if parameter in changed else None
        label = f"{prefix}{field}"
        if left is None or right is None:
            yield from differ("inputs", label, left, right)
        elif name == "scope":
            yield from set_differences("inputs", label, left, right)
        elif field in read:
            # What it decodes to is compared instead; the text follows from that.
            yield from differ("inputs", label, left, right, "derived", because)
        elif is_unknown(name) and name in volatile_inputs:
            yield from differ("inputs", label, left, right, "volatile", None, NEVER_THE_SAME)
        elif is_address(left) and is_address(right):
            yield from url_differences("inputs", label, left, right, because)
        else:
            nature = input_nature(name, left, right)
            yield from differ("inputs", label, left, right, nature, because)


def _order(before: Keyed, after: Keyed, prefix: str) -> Iterator[Difference]:
    """The order of those that are on both sides."""
    one = [name for name, n in before if (name, n) in after]
    other = [name for name, n in after if (name, n) in before]
    yield from differ("inputs", f"{prefix}order", ", ".join(one), ", ".join(other))
