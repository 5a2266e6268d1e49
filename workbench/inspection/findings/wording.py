"""How a finding quotes what came from outside: short, escaped, without credentials."""

from __future__ import annotations

import re

from workbench.inspection.visible import visible
from workbench.model.baseline import Last, Seen

LONGEST_QUOTE = 80
_USERINFO = re.compile(r"(//)[^/?#@\s]*@")


def quoted(text: str) -> str:
    """The text in quotes, at most 80 characters, with every invisible character escaped."""
    cut = text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"
    shown = visible(_USERINFO.sub(r"\1***@", cut))
    return f'"{shown[:LONGEST_QUOTE]}"'


def listed(names: tuple[str, ...] | list[str], most: int = 6) -> str:
    """Names as words: `a, b and c`; what is left out is counted."""
    shown = [visible(name[:40]) or '""' for name in names[:most]]
    if len(names) > most:
        return f"{', '.join(shown)} and {len(names) - most} more"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def sentence(text: str) -> str:
    """The text with a capital at its beginning and nothing else changed."""
    return f"{text[:1].upper()}{text[1:]}"


def earlier(seen: Seen | Last) -> str:
    """An earlier exchange by its number and time: `exchange 12 of 2026-11-24 10:00 UTC`."""
    at = seen.started_at
    return f"exchange {seen.id}" + ("" if at is None else f" of {at:%Y-%m-%d %H:%M} UTC")
