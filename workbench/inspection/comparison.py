"""What differs between two exchanges, in the order in which a person should read it.

The request first, since it explains the rest: a difference in the answer that follows from one in
the request names that parameter (`because`). Opaque values are compared by what they decode to:
one changed character of a state changes nearly all of its text. Pure, O(n), any two exchanges:
live against simulated or imported is allowed, the origins stand in the result.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from workbench.inspection.comparing.answers import (
    answer_differences,
    error_differences,
    header_differences,
)
from workbench.inspection.comparing.connections import timing_differences, tls_differences
from workbench.inspection.comparing.forms import form_differences, input_differences
from workbench.inspection.comparing.leaves import decoded_differences
from workbench.inspection.comparing.repeats import repeats
from workbench.inspection.comparing.requests import changed_parameters, request_differences
from workbench.model.comparison import Comparison, Difference, Remark
from workbench.model.exchange import Exchange


def compare(
    before: Exchange, after: Exchange, *, volatile_inputs: Collection[str] = frozenset()
) -> Comparison:
    """Every difference between two exchanges; `Comparison.stable` are the ones that are news.

    `volatile_inputs` are names of inputs that are new in each answer by what the history shows;
    other unknown ones count as stable.
    """
    found = list(_differences(before, after, volatile_inputs))
    remarks = [one for one in found if isinstance(one, Remark)]
    remarks.extend(repeats(before, after, volatile_inputs))
    return Comparison(
        before.id,
        after.id,
        before.origin,
        after.origin,
        tuple(one for one in found if isinstance(one, Difference)),
        tuple(remarks),
    )


def _differences(
    before: Exchange, after: Exchange, volatile_inputs: Collection[str]
) -> Iterator[Difference | Remark]:
    changed = changed_parameters(before.request, after.request)
    yield from request_differences(before.request, after.request)
    yield from answer_differences(before, after, changed)
    yield from form_differences(before.page, after.page, changed)
    yield from input_differences(before, after, changed, volatile_inputs)
    yield from decoded_differences(before, after, changed)
    yield from error_differences(before.errors, after.errors, changed)
    yield from header_differences(before.response, after.response)
    yield from tls_differences(before.capture.tls, after.capture.tls)
    yield from timing_differences(before.capture.timing, after.capture.timing)
