"""Many answers at once: in which fields they differ, who is out of line, and what explains it.

All are compared with one of them, by the rules for two; what varies from one call to the next by
nature, or follows from nothing but the question, does not get here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from workbench.inspection.comparing.brief import is_open, telling
from workbench.model.comparison import Area, Comparison, Difference
from workbench.model.sweep import Trait, Variant

Chosen = Sequence[tuple[str, str | None]]
Field = tuple[Area, str]

# Where these differ, the answers are of two kinds, and most of what else differs goes with it.
_OTHERWISE: frozenset[Field] = frozenset(
    {("answer", "failure"), ("answer", "status"), ("answer", "leads on by")}
)
_OF_ANY: frozenset[Area] = frozenset({"headers", "errors", "tls"})


class Answer(NamedTuple):
    """A call's number, what it was asked with, and its answer compared with the one that all are
    compared with (None: it is that one)."""

    number: int
    chosen: Chosen
    comparison: Comparison | None


def traits(answers: Sequence[Answer]) -> tuple[Trait, ...]:
    """The fields in which they differ; those where somebody is out of line first."""
    usual: dict[Field, str | None] = {}
    other: dict[Field, dict[int, str | None]] = {}
    apart: set[int] = set()
    for answer in answers:
        if answer.comparison is None:
            continue
        told = telling(answer.comparison.stable)
        if any((one.area, one.field) in _OTHERWISE for one in told):
            apart.add(answer.number)
        for difference in told:
            field = (difference.area, difference.field)
            if difference.area == "request":
                continue
            if answer.number in apart and not _says_something(difference):
                continue
            usual.setdefault(field, difference.before)
            other.setdefault(field, {})[answer.number] = difference.after
    chosen = {answer.number: answer.chosen for answer in answers}
    found: list[Trait] = []
    for field, values in other.items():
        # An answer of another kind has not the same fields: it is counted where it said something.
        among = chosen if field in _OTHERWISE else {n: chosen[n] for n in chosen if n not in apart}
        among = among | {number: chosen[number] for number in values}
        found.append(_trait(field, usual[field], values, among))
    return tuple(sorted(found, key=_rank))


def _rank(trait: Trait) -> tuple[bool, bool]:
    return trait.follows is not None, (trait.area, trait.field) not in _OTHERWISE


def _says_something(difference: Difference) -> bool:
    """Whether it is news of an answer of another kind, which has no page like the others'."""
    if (difference.area, difference.field) in _OTHERWISE:
        return True
    return difference.area in _OF_ANY and difference.after is not None


def _trait(
    field: Field, first: str | None, values: Mapping[int, str | None], chosen: Mapping[int, Chosen]
) -> Trait:
    by_value: dict[str | None, list[int]] = {}
    for number in sorted(chosen):
        by_value.setdefault(values.get(number, first), []).append(number)
    ordered = sorted(by_value.items(), key=lambda item: (-len(item[1]), item[1][0]))
    hidden = not is_open(*field)
    variants = [
        Variant(
            f"value {place}" if hidden and value is not None else value,
            tuple(numbers),
            _explained(numbers, chosen),
        )
        for place, (value, numbers) in enumerate(ordered, 1)
    ]
    return Trait(*field, variants[0], tuple(variants[1:]), _followed(by_value, chosen))


def _explained(numbers: Iterable[int], chosen: Mapping[int, Chosen]) -> str | None:
    """The one thing that exactly these calls were asked with."""
    inside = set(numbers)
    common = set.intersection(*(set(chosen[number]) for number in inside))
    elsewhere: set[tuple[str, str | None]] = set()
    for number, values in chosen.items():
        if number not in inside:
            elsewhere.update(values)
    for name, value in sorted(common - elsewhere, key=str):
        return f"{name}={value}" if value is not None else f"no {name}"
    return None


def _followed(by_value: Mapping[str | None, list[int]], chosen: Mapping[int, Chosen]) -> str | None:
    """The parameter that decides alone, where no value is that of most of its values: then it is
    the rule, and nobody is out of line."""
    value_of = {number: value for value, numbers in by_value.items() for number in numbers}
    for name in dict.fromkeys(name for values in chosen.values() for name, _ in values):
        seen: dict[str | None, str | None] = {}
        for number, values in chosen.items():
            asked = dict(values).get(name)
            if seen.setdefault(asked, value_of[number]) != value_of[number]:
                break
        else:
            [(_, most)] = Counter(seen.values()).most_common(1)
            if 2 * most <= len(seen):
                return name
    return None
