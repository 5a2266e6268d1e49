"""What is decoded and what is judged."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning", "info"]
Actor = Literal["caller", "flinks", "institution", "network", "nobody"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]


@dataclass(frozen=True, slots=True)
class Decoded:
    """What an opaque value turned out to be.

    `path` says where it stood (`forms[0].state`, `request.params.state`, `decoded[0].value.r`),
    `steps` the decoders in order, `value` plain JSON, `notes` what people should know of it.
    """

    path: str
    steps: tuple[str, ...]
    value: Json = field(repr=False)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One judgement. `title` is the cause in a few words, `detail` what was seen, the cause and
    what to do, `actor` who must act, `evidence` one path, `source` the standard or page it rests
    on. `seen` is what was seen alone: one or more sentences, or empty."""

    id: str
    severity: Severity
    title: str
    detail: str
    evidence: str
    source: str
    actor: Actor = "caller"
    seen: str = ""
