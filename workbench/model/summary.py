"""One row of a list: only what is indexed. A named tuple, since lists must start fast."""

from __future__ import annotations

from typing import NamedTuple


class Summary(NamedTuple):
    """One exchange in a list. `started_at` is microseconds since 1970 UTC or None; `ms` total
    milliseconds; `bytes` counts the wire; `target_host` is the host it leads to."""

    id: int
    uuid: str
    started_at: int | None
    origin: str
    method: str
    url: str
    instance: str | None
    institution: str | None
    lang: str | None
    tag: str | None
    status: int | None
    redirect_kind: str
    target: str | None
    failure: str | None
    ms: float | None
    bytes: int
    errors: int
    warnings: int
    infos: int
    labels: tuple[str, ...]
    note: str | None
    shape: str | None
