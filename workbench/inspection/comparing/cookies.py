"""The parts of a `Set-Cookie` line (RFC 6265 section 4.1) that two answers are compared by."""

from __future__ import annotations

from workbench.inspection.stability import cookie_shape

# Attributes whose value is a moment: that they are there counts.
_MOMENTS = ("expires",)
_EXACT = ("path",)
# No browser takes a longer cookie (RFC 6265bis: 4,096 bytes, attributes of 1,024).
_LONGEST = 16_384


def cookie_name(line: str) -> str:
    """The name, without the random end that some have."""
    return cookie_shape(line.partition(";")[0].partition("=")[0].strip())


def cookie_value(line: str) -> str:
    """The value as it stands there; it is a secret."""
    return line.partition(";")[0].partition("=")[2].strip()


def cookie_attributes(line: str) -> str:
    """What is asked of the browser, in one order: `httponly; path=/; secure`."""
    told: set[str] = set()
    for attribute in line[:_LONGEST].split(";")[1:]:
        name, sign, value = attribute.strip().partition("=")
        name, value = name.strip().lower(), value.strip()
        if name in _MOMENTS:
            told.add(name)
        elif name:
            told.add(f"{name}{sign}{value if name in _EXACT else value.lower()}")
    return "; ".join(sorted(told)) or "no attributes"
