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
class Place:
    """Where evidence stands: `part` is the request, the answer's head, or its decoded body.

    `line` and `column` count from 1, a line ending at CR LF, LF or CR. `start` and `end` are
    characters of the part's text; `raw_start` and `raw_end` are bytes of what was sent or came,
    None where the text's bytes do not stand there as such (compressed, in chunks).
    """

    part: Literal["request", "head", "body"]
    line: int
    column: int
    start: int
    end: int
    raw_start: int | None = None
    raw_end: int | None = None


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
