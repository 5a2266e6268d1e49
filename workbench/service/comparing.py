"""Comparing what is kept: what the history adds to the plain comparison of two exchanges.

It knows which unknown inputs never repeat, and which answer to the same request was good. Bounded:
a few exchanges are read, however many there are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from workbench.errors import HistoryError, InputError
from workbench.history import Store
from workbench.inspection.callback import read_callback
from workbench.inspection.comparing.brief import in_brief
from workbench.inspection.comparing.kinds import distance
from workbench.inspection.comparing.text import TextDiff, text_diff
from workbench.inspection.comparison import compare
from workbench.inspection.request_key import request_key
from workbench.inspection.stability import is_unknown
from workbench.model.comparison import Comparison, Difference
from workbench.model.exchange import Exchange

# An unknown input is offered as volatile after so many exchanges of a request with so many values.
_EXCHANGES = 3
_LOOKED_AT = 8


def compare_kept(store: Store, before: Exchange, after: Exchange) -> Comparison:
    """What differs between two exchanges; inputs that never repeat in this history are volatile."""
    return compare(before, after, volatile_inputs=never_the_same(store, before, after))


def never_the_same(store: Store, before: Exchange, after: Exchange) -> frozenset[str]:
    """Names of unknown inputs of both that had another value in each of the last exchanges of the
    same request (or of either of their two)."""
    names = _unknown_inputs(before).keys() & _unknown_inputs(after).keys()
    if not names:
        return frozenset()
    keys = dict.fromkeys(request_key(one.request) for one in (before, after))
    return frozenset().union(*(_without_repeats(store, key, names) for key in keys))


def unknown_of_both(before: Exchange, after: Exchange) -> frozenset[str]:
    """Names of inputs of both of which nothing is known."""
    return frozenset(_unknown_inputs(before).keys() & _unknown_inputs(after).keys())


def _without_repeats(store: Store, key: str, names: frozenset[str] | set[str]) -> frozenset[str]:
    seen: dict[str, list[tuple[str, ...]]] = {name: [] for name in names}
    for id_ in store.alike(key, _LOOKED_AT):
        try:
            inputs = _unknown_inputs(store.get(id_))
        except (HistoryError, InputError):  # damaged, or deleted meanwhile
            continue
        for name in names & inputs.keys():
            seen[name].append(inputs[name])
        if all(len(values) >= _EXCHANGES for values in seen.values()):
            break
    return frozenset(
        name
        for name, values in seen.items()
        if len(values) >= _EXCHANGES and len(set(values[:_EXCHANGES])) == _EXCHANGES
    )


def _unknown_inputs(exchange: Exchange) -> dict[str, tuple[str, ...]]:
    """Every value of each unknown input, the forms of the page taken together."""
    found: dict[str, list[str]] = {}
    for form in exchange.page.forms if exchange.page is not None else ():
        for entry in form.inputs:
            if is_unknown(entry.name):
                found.setdefault(entry.name, []).append(entry.value)
    return {name: tuple(values) for name, values in found.items()}


def beside_last_good(store: Store, exchange: Exchange) -> str:
    """One line on how a kept exchange differs from the good one before it that answered the same
    request, or "" where there is none."""
    if exchange.id is None or not _knows_its_request(exchange):
        return ""
    try:
        good = store.last_good(request_key(exchange.request), exchange.id)
        if good is None:
            return ""
        earlier = store.get(good)
        comparison = compare_kept(store, earlier, exchange)
    except (HistoryError, InputError):  # damaged, or deleted meanwhile: nothing can be said
        return ""
    words = in_brief(comparison)
    ago = _ago(earlier, exchange)
    when = f" ({ago})" if ago else ""
    if not words:
        return f"same as last good #{good}{when}"
    return f"differs from last good #{good}{when}: {', '.join(words)}"


def _knows_its_request(exchange: Exchange) -> bool:
    """Whether it is known what was asked, and it was asked of the endpoint."""
    request = exchange.request
    if read_callback(exchange.capture, request) is not None:
        return False
    return bool(exchange.capture.sent or request.params)


def _ago(earlier: Exchange, exchange: Exchange) -> str:
    if earlier.started_at is None or exchange.started_at is None:
        return ""
    return distance((earlier.started_at - exchange.started_at).total_seconds())


def body_diff(before: Exchange, after: Exchange) -> TextDiff:
    """The two bodies line by line, line ends aside. Raises `InputError` where one is no text."""
    return text_diff(_body(before), _body(after))


def _body(exchange: Exchange) -> str:
    response = exchange.response
    if response is None or not response.body:
        return ""
    if response.text is None:
        raise InputError(f"the body of exchange {exchange.id} is no text", "compare without --text")
    return response.text


def masked(comparison: Comparison, mask: Callable[[str], str]) -> Comparison:
    """The comparison with every shown value as `mask` gives it."""

    def hide(text: str | None) -> str | None:
        return None if text is None else mask(text)

    def hidden(difference: Difference) -> Difference:
        before, after = hide(difference.before), hide(difference.after)
        if (before, after) == (difference.before, difference.after):
            return difference
        return replace(difference, before=before, after=after)

    return replace(comparison, differences=tuple(map(hidden, comparison.differences)))
