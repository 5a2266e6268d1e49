"""Interleaved measuring of two or more ways, and the line that says how they compare."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping


def interleaved(ways: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    """Seconds of each way, `rounds` times in turn after one round that is not counted."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds + 1):
        for name, measure in ways.items():
            seconds = measure()
            if number:
                taken[name].append(seconds)
    return taken


def report(taken: Mapping[str, list[float]], peer: str, goals: Mapping[str, float]) -> None:
    """One line a way: median, and the median of the ratios pair by pair against the peer."""
    base = taken[peer]
    for name, seconds in taken.items():
        middle = statistics.median(seconds) * 1000
        if name == peer:
            print(f"{name:<44} {middle:9.3f} ms   (the peer)")
            continue
        ratio = statistics.median(a / b for a, b in zip(seconds, base, strict=True))
        goal = f"goal {goals[name]:.2f}" if name in goals else ""
        print(f"{name:<44} {middle:9.3f} ms   {ratio:5.2f} times   {goal}")
