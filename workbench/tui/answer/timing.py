"""Timing: a bar for each phase, on one scale from the start of the call."""

from __future__ import annotations

from typing import NamedTuple

from workbench.model.capture import Timing
from workbench.tui.answer.reading import Answer
from workbench.tui.safe_text import Line, Opened, Span

_EIGHTHS = " ▏▎▍▌▋▊▉█"


class Phase(NamedTuple):
    """One phase: its word, when it began, how long it took (milliseconds, None: did not happen)."""

    word: str
    began: float
    took: float | None


def phases(timing: Timing) -> tuple[Phase, ...]:
    """The five phases; on a kept-alive connection the first three did not happen."""
    dns, connect, tls = timing.dns or 0.0, timing.connect or 0.0, timing.tls or 0.0
    connected = dns + connect + tls
    waiting = None if timing.first_byte is None else max(0.0, timing.first_byte - connected)
    receiving = (
        None
        if timing.total is None or timing.first_byte is None
        else max(0.0, timing.total - timing.first_byte)
    )
    return (
        Phase("dns", 0.0, timing.dns),
        Phase("connect", dns, timing.connect),
        Phase("tls", dns + connect, timing.tls),
        Phase("waiting", connected, waiting),
        Phase("receiving", timing.first_byte or connected, receiving),
    )


def lines(answer: Answer, width: int) -> list[Line]:
    """The bars for that width."""
    capture = answer.exchange.capture
    timing = capture.timing
    made: list[Line] = []
    bar = max(10, min(100, width - 26))
    parts = phases(timing)
    scale = timing.total or sum(phase.took or 0.0 for phase in parts)
    for phase in parts:
        figure = "-" if phase.took is None else f"{phase.took:,.1f} ms"
        drawn = "" if phase.took is None or not scale else _bar(phase, scale, bar)
        made.append(
            Line(
                (
                    Span(f"{phase.word:<10}", "label"),
                    Span(f"{figure:>12}  ", "" if phase.took is not None else "muted"),
                    Span(drawn, "accent"),
                ),
                None if phase.took is None else Opened(phase.word, phase.word, figure),
            )
        )
    total = "not known" if timing.total is None else f"{timing.total:,.1f} ms"
    made.append(Line((Span(f"{'total':<10}", "label"), Span(f"{total:>12}", "strong"))))
    made.append(Line(()))
    if timing.connect is None and timing.total is not None and capture.sent:
        made.append(Line((Span("The connection was kept alive from an earlier call.", "muted"),)))
    if capture.peer:
        made.append(Line((Span(f"{'peer':<10}", "label"), Span(f"  {capture.peer}"))))
    return made


def _bar(phase: Phase, scale: float, width: int) -> str:
    start = phase.began / scale * width
    length = (phase.took or 0.0) / scale * width
    whole, part = divmod(round(length * 8), 8)
    drawn = "█" * whole + (_EIGHTHS[part] if part else "")
    return " " * min(int(start), width - 1) + (drawn or "▏")
