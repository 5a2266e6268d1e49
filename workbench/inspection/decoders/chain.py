"""The search for a chain of decoders whose last step proves itself.

A value is first looked at as a whole, then transformed, depth first. Whatever does not end in a
proof is dropped as a whole: bytes that mean nothing are never shown. Bounds: steps, tries and what
is inflated; a bound that is hit is reported as a chain that was stopped.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from workbench.inspection.decoders.compression import InflatedTooFarError
from workbench.inspection.decoders.registry import (
    BYTE_TRANSFORMS,
    EXCHANGE_LIMIT,
    INFLATED_LIMIT,
    KIB,
    STEP_LIMIT,
    STOPPED,
    VALUE_LIMIT,
    Asked,
    Hint,
    Proof,
    Step,
    asked_about,
    printable,
)

_TRIES = 48
_PERCENT_LAYERS = 3
SHORTEST = 10
NO_HINT = Hint()


@dataclass(slots=True)
class Budget:
    """What one exchange may still cost: bytes that come out of transforms."""

    left: int = EXCHANGE_LIMIT


class Chain(NamedTuple):
    """The steps in order and what they ended in."""

    steps: tuple[str, ...]
    proof: Proof


@dataclass(slots=True)
class _Search:
    hint: Hint
    budget: Budget
    tries: int = _TRIES
    stopped: tuple[tuple[str, ...], str] | None = None
    looks_on: bool = True
    seen: set[str | bytes] = field(default_factory=set)

    def text(self, text: str, steps: tuple[str, ...]) -> Chain | None:
        asked = asked_about(text)
        for name, recognise in asked.recognisers:
            proof = recognise(text, self.hint)
            if proof is not None:
                return Chain((*steps, name), proof)
        return self.transformed(text, steps, asked)

    def transformed(self, text: str, steps: tuple[str, ...], asked: Asked) -> Chain | None:
        """The chain of a text that nobody recognised as it stands."""
        if len(steps) < STEP_LIMIT:
            for name, transform in asked.transforms:
                if name == "percent" and steps.count(name) >= _PERCENT_LAYERS:
                    if transform(text):
                        self.stop(steps, f"more than {_PERCENT_LAYERS} layers of percent-encoding")
                    continue
                for step in transform(text):
                    found = self.follow(step, (*steps, step.name or name))
                    if found is not None:
                        return found
        elif self.looks_on and self.goes_on(lambda search: search.transformed(text, (), asked)):
            self.stop(steps, f"more than {STEP_LIMIT} steps")
        for name, recognise in asked.late:
            proof = recognise(text, self.hint)
            if proof is not None:
                return Chain((*steps, name), proof)
        return None

    def bytes(self, data: bytes, steps: tuple[str, ...]) -> Chain | None:
        text = printable(data)
        if text:
            return self.text(text, steps)
        if len(steps) >= STEP_LIMIT:
            if self.looks_on and self.goes_on(lambda search: search.bytes(data, ())):
                self.stop(steps, f"more than {STEP_LIMIT} steps")
            return None
        for name, transform in BYTE_TRANSFORMS:
            try:
                found_steps = transform(data)
            except InflatedTooFarError:
                self.stop((*steps, name), f"inflates to more than {INFLATED_LIMIT // KIB} KiB")
                continue
            for step in found_steps:
                found = self.follow(step, (*steps, name))
                if found is not None:
                    return found
        return None

    def follow(self, step: Step, steps: tuple[str, ...]) -> Chain | None:
        if step.data in self.seen:
            return None
        if self.tries <= 0:
            self.stop(steps, f"more than {_TRIES} tries")
            return None
        self.tries -= 1
        self.budget.left -= len(step.data)
        if self.budget.left < 0:
            self.stop(steps, f"this exchange decodes to more than {EXCHANGE_LIMIT // KIB} KiB")
            return None
        self.seen.add(step.data)
        before = self.stopped
        found = (
            self.text(step.data, steps)
            if isinstance(step.data, str)
            else self.bytes(step.data, steps)
        )
        if found is None and step.plain is not None and len(step.data) >= step.plain:
            text = step.data if isinstance(step.data, str) else printable(step.data)
            # A checksum or a percent sign is proof enough; a short accident of base64 is not.
            if text and (step.plain == 1 or readable(text)):
                found = Chain(steps, Proof(text))
                if self.stopped is not None and self.stopped is not before:
                    found = Chain(steps, Proof(text, (f"{STOPPED}{self.stopped[1]}",)))
        if found is None or not step.notes:
            return found
        return Chain(found.steps, found.proof._replace(notes=(*step.notes, *found.proof.notes)))

    def goes_on(self, look: Callable[[_Search], Chain | None]) -> bool:
        """Whether there is more to unwrap where a bound ends the search: looked at, not kept."""
        more = _Search(self.hint, Budget(VALUE_LIMIT), looks_on=False)
        return look(more) is not None or more.stopped is not None

    def stop(self, steps: tuple[str, ...], why: str) -> None:
        if self.stopped is None:
            self.stopped = (steps, why)


def readable(text: str) -> bool:
    """Whether printable text is likely meant to be read: short text must be plain ASCII.

    Twelve random bytes are printable UTF-8 three times in 100,000, sixteen never in 200,000.
    """
    if len(text) >= 24:
        return True
    return text.isascii() and sum(c.isalnum() or c in " .,:;=&/-_@?'\"" for c in text) >= (
        len(text) * 9 // 10
    )


def too_short(text: str, name: str) -> bool:
    """Whether a value is too short to be looked at: any accident could be read into it."""
    return len(text) < SHORTEST and name != "scope" and "%" not in text and text[:1] not in "[{"


def decode(text: str, hint: Hint = NO_HINT, budget: Budget | None = None) -> Chain | None:
    """The chain that reads the value, or None where it is opaque.

    A value that is too long or was stopped by a bound gives a chain whose proof is None and whose
    note says why (`STOPPED`).
    """
    if too_short(text, hint.name):
        return None
    if len(text) > VALUE_LIMIT:
        return _stopped((), f"longer than {VALUE_LIMIT // KIB} KiB")
    asked = asked_about(text)
    for name, recognise in asked.recognisers:
        proof = recognise(text, hint)
        if proof is not None:
            return Chain((name,), proof)
    search = _Search(hint, budget if budget is not None else Budget())
    found = search.transformed(text, (), asked)
    if found is None and search.stopped is not None:
        return _stopped(*search.stopped)
    return found


def _stopped(steps: tuple[str, ...], why: str) -> Chain:
    return Chain(steps, Proof(None, (f"{STOPPED}{why}",)))
