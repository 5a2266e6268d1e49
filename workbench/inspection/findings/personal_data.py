"""Whether a text holds data about a person: an e-mail address, a card number, or such keys."""

from __future__ import annotations

import re

from workbench.inspection.decoders.times import epoch_time
from workbench.model.finding import Json

_LONGEST = 8192
_EMAIL = re.compile(r"[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9.\-]{1,190}\.[A-Za-z]{2,24}")
_DIGITS = re.compile(r"(?<![0-9A-Za-z])[0-9]{13,19}(?![0-9A-Za-z])")
_KEYS = frozenset({"email", "name", "phone", "sin", "ssn"})


def personal_data(text: str, decoded: Json = None) -> str | None:
    """What kind of personal data stands in the text or in what it decodes to, or None."""
    texts = [text[:_LONGEST]]
    keys: set[str] = set()
    waiting = [decoded]
    while waiting and len(texts) < 200:
        item = waiting.pop()
        if isinstance(item, str):
            texts.append(item[:_LONGEST])
        elif isinstance(item, dict):
            keys.update(key.lower() for key in item)
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)
    if any("@" in one and _EMAIL.search(one) for one in texts):
        return "an e-mail address"
    if any(_card(one) for one in texts):
        return "a number built like a card number"
    found = sorted(keys & _KEYS)
    return f"the key {found[0]}" if found else None


def _card(text: str) -> bool:
    return any(_luhn(match[0]) and epoch_time(match[0]) is None for match in _DIGITS.finditer(text))


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
