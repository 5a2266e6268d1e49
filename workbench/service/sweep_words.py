"""A sweep in words: what is asked before it begins, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from workbench.model.sweep import SweepRow, Trait, Variant
from workbench.service.environment import is_loopback
from workbench.service.safe_text import visible
from workbench.service.sweeping import Plan, Sweep
from workbench.service.workbench import Workbench

_MOST_NAMED = 3
_MOST_VARIANTS = 4
_MOST_CELLS = 60
_TOLD_FROM_S = 2


class SweepLine(NamedTuple):
    """A line for people, without controls."""

    text: str
    is_heading: bool = False


def question(workbench: Workbench, plan: Plan, rate: float | None) -> str | None:
    """What is asked before so many calls go to another machine; None where they stay on this."""
    url = plan.steps[0].request.url
    if is_loopback(url):
        return None
    lasts = len(plan.steps) / rate if rate else 0
    time = f", {lasts:,.0f} s at least" if lasts >= _TOLD_FROM_S else ""
    where = f"{workbench.host(url)} ({workbench.environment(url)})"
    return f"Send {counted(len(plan.steps))} to {where}{time}?"


def counted(calls: int) -> str:
    """So many calls."""
    return f"{calls:,} call{'' if calls == 1 else 's'}"


def in_short(sweep: Sweep) -> str:
    """How many calls were answered, and how many were not."""
    parts = [
        f"{len(numbers):,} {word}"
        for numbers, word in (
            (sweep.answered, "answered"),
            (sweep.skipped, "answered before"),
            (sweep.failed, "failed"),
            (sweep.refused, "refused as too many"),
        )
        if numbers
    ]
    return f"{counted(len(sweep.plan.steps))}: {', '.join(parts) or 'none made'}"


def sweep_lines(sweep: Sweep) -> Iterator[SweepLine]:
    """What came: who answers differently and in what, then what follows the question. Reads every
    answer once."""
    yield SweepLine(in_short(sweep))
    rows = {row.number: row for row in sweep.rows}
    odd = [trait for trait in sweep.differences if trait.follows is None]
    rule = [trait for trait in sweep.differences if trait.follows is not None]
    if odd:
        yield SweepLine("who answers differently", is_heading=True)
    for trait in odd:
        usual = f"{_value(trait.usual.value)} in {len(trait.usual.numbers):,}"
        yield SweepLine(f"  {_name(trait)}: {usual}")
        for variant in trait.others[:_MOST_VARIANTS]:
            yield SweepLine(f"    {_variant(variant, rows)}")
        if len(trait.others) > _MOST_VARIANTS:
            yield SweepLine(f"    {len(trait.others) - _MOST_VARIANTS:,} other values")
    if rule:
        yield SweepLine("what follows the question", is_heading=True)
    for trait in rule:
        yield SweepLine(f"  {_name(trait)}: {_rule(trait)}")
    if not sweep.differences and len(sweep.answered) + len(sweep.skipped) > 1:
        yield SweepLine("all answers are alike")
    yield SweepLine(f"workbench history label:{sweep.label}")


def _rule(trait: Trait) -> str:
    variants = (trait.usual, *trait.others)
    if len(variants) <= _MOST_NAMED and all(one.goes_with is not None for one in variants):
        told = (f"{_value(one.value)} for {visible(one.goes_with or '')}" for one in variants)
        return ", ".join(told)
    return f"{len(variants):,} values, by {trait.follows}"


def _variant(variant: Variant, rows: Mapping[int, SweepRow]) -> str:
    if variant.goes_with is not None:
        who = variant.goes_with
    else:
        named = [
            " ".join(f"{name}={value}" for name, value in rows[number].chosen)
            for number in variant.numbers[:_MOST_NAMED]
        ]
        more = len(variant.numbers) - len(named)
        who = "; ".join(named) + (f"; {more:,} more" if more else "")
    kept = rows[variant.numbers[0]].summary
    proof = f"  (#{kept.id})" if kept is not None else ""
    return f"{_value(variant.value)} in {len(variant.numbers):,}: {visible(who)}{proof}"


def _name(trait: Trait) -> str:
    return f"{trait.area} {visible(trait.field[:_MOST_CELLS])}"


def _value(value: str | None) -> str:
    if value is None:
        return "absent"
    return visible(value if len(value) <= _MOST_CELLS else value[: _MOST_CELLS - 1] + "…")
