"""What differs between two exchanges, in the order a person should read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Area = Literal[
    "request", "answer", "form", "inputs", "decoded", "errors", "headers", "tls", "timing"
]
Nature = Literal["stable", "volatile", "derived"]
RemarkKind = Literal["repeated", "decoded", "re-encoded"]


@dataclass(frozen=True, slots=True, repr=False)
class Difference:
    """One field that differs. `before`/`after` are shown text, None where it is absent there.
    `because` names the request parameter that explains it, or None; `note` says what kind of
    difference it is (`both UUID version 4`, `3 days later`, `2.5 times`), or is empty."""

    area: Area
    field: str
    before: str | None
    after: str | None
    nature: Nature
    because: str | None = None
    note: str = ""

    def about(self, parameter: str) -> bool:
        """Whether this is a difference of that parameter of the request."""
        return self.area == "request" and (
            self.field == parameter or self.field.startswith((f"{parameter}[", f"{parameter} "))
        )

    def __repr__(self) -> str:
        """Without the values, which may be secret."""
        return f"<{self.nature} difference: {self.area} {self.field}>"


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be known beside the differences. `repeated`: a value that should be new each time
    is the same in both. `decoded`: how an opaque value was compared, and what of it is equal.
    `re-encoded`: other text, the same content."""

    area: Area
    field: str
    kind: RemarkKind
    text: str


@dataclass(frozen=True, slots=True, repr=False)
class Comparison:
    """Two exchanges side by side. `differences` holds every one; stable ones are news."""

    before_id: int | None
    after_id: int | None
    before_origin: str
    after_origin: str
    differences: tuple[Difference, ...]
    remarks: tuple[Remark, ...] = ()

    @property
    def stable(self) -> tuple[Difference, ...]:
        """The differences that mean something."""
        return tuple(d for d in self.differences if d.nature == "stable")

    @property
    def volatile(self) -> tuple[Difference, ...]:
        """Values that are expected to differ each time."""
        return tuple(d for d in self.differences if d.nature == "volatile")

    @property
    def repeated(self) -> tuple[Remark, ...]:
        """Values that should be new each time and are the same in both."""
        return tuple(remark for remark in self.remarks if remark.kind == "repeated")

    def arranged(
        self, *, every: bool = False
    ) -> tuple[tuple[Difference, tuple[Difference, ...]], ...]:
        """What is shown, in reading order: each difference with those that follow from it.

        A difference of the answer that a request parameter explains stands beside that parameter.
        Volatile ones are shown with `every` alone, derived ones never.
        """
        natures = ("stable", "volatile") if every else ("stable",)
        reasons = {d.because for d in self.differences if d.because is not None}
        cause: dict[str, Difference] = {}
        for difference in self.differences:
            for reason in reasons:
                if difference.about(reason):
                    cause[reason] = difference
        following: dict[int, list[Difference]] = {}
        for difference in self.differences:
            if difference.because in cause and difference.nature in natures:
                following.setdefault(id(cause[difference.because]), []).append(difference)
        return tuple(
            (difference, tuple(following.get(id(difference), ())))
            for difference in self.differences
            if difference.because not in cause
            and (difference.nature in natures or id(difference) in following)
        )

    def __repr__(self) -> str:
        """How many there are; the values stay out, since they may be secret."""
        return (
            f"<Comparison {self.before_id} to {self.after_id}: {len(self.stable)} that mean "
            f"something, {len(self.volatile)} volatile as expected, {len(self.repeated)} repeated>"
        )
