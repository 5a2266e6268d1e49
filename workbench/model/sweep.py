"""What a sweep found: who answers differently, and in what."""

from __future__ import annotations

from typing import NamedTuple

from workbench.model.comparison import Area
from workbench.model.summary import Summary


class SweepRow(NamedTuple):
    """One call of a sweep: its number in the plan from 1, what was varied (wire name and value,
    None where it was left out), and the newest exchange kept of it, None while there is none."""

    number: int
    chosen: tuple[tuple[str, str | None], ...]
    summary: Summary | None


class Variant(NamedTuple):
    """A value that some answers have: `value` None where the field is absent, `value 2` where it
    may be somebody's secret; `numbers` of the calls that have it; `goes_with` names what they, and
    only they, were asked with (`lang=fr`), where one thing explains it."""

    value: str | None
    numbers: tuple[int, ...]
    goes_with: str | None


class Trait(NamedTuple):
    """A field in which the answers differ. `usual` is what most have; the others follow, most
    frequent first. `follows` names the parameter that decides it alone (`institution_id`), where no
    value is that of most: then nobody is out of line."""

    area: Area
    field: str
    usual: Variant
    others: tuple[Variant, ...]
    follows: str | None
