"""What differs between two exchanges, in the order a person should read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Area = Literal[
    "request", "answer", "form", "inputs", "decoded", "errors", "headers", "tls", "timing"
]
Nature = Literal["stable", "volatile", "derived"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs. `before`/`after` are shown text, None where it is absent there.
    `because` names the request parameter that explains it, or None."""

    area: Area
    field: str
    before: str | None
    after: str | None
    nature: Nature
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two exchanges side by side. `differences` holds every one; stable ones are news."""

    before_id: int | None
    after_id: int | None
    before_origin: str
    after_origin: str
    differences: tuple[Difference, ...]

    @property
    def stable(self) -> tuple[Difference, ...]:
        """The differences that mean something."""
        return tuple(d for d in self.differences if d.nature == "stable")

    @property
    def volatile(self) -> tuple[Difference, ...]:
        """Values that are expected to differ each time."""
        return tuple(d for d in self.differences if d.nature == "volatile")
