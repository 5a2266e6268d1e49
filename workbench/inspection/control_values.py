"""The value a control has before anybody touches it (WHATWG HTML, the input states and their value
sanitisation, textarea's raw value)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, localcontext
from math import isfinite

from ada_url import idna_to_ascii

from workbench.inspection.tree import PageTag, own_text

Sanitiser = Callable[[str], str]

_STATES = frozenset(
    [
        "hidden",
        "text",
        "search",
        "tel",
        "url",
        "email",
        "password",
        "date",
        "month",
        "week",
        "time",
        "datetime-local",
        "number",
        "range",
        "color",
        "checkbox",
        "radio",
        "file",
        "submit",
        "image",
        "reset",
        "button",
    ]
)
_BUTTON_STATES = frozenset({"submit", "reset", "button"})
_SPACE = " \t\n\f\r"
_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_DATE = re.compile(r"([0-9]{4,})-([0-9]{2})-([0-9]{2})")
_MONTH = re.compile(r"([0-9]{4,})-(0[1-9]|1[0-2])")
_WEEK = re.compile(r"([0-9]{4,})-W([0-9]{2})")
_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,3})?)?")
_HOST = re.compile(r"[A-Za-z0-9.-]+")
# Where the time of ECMAScript ends.
_LAST_DATE = "275760-09-13"
_LAST_DAY = (275_760, 9, 13)
_LAST_WEEK = (275_760, 37)
_COLOR = re.compile(r"#[0-9a-f]{6}")
_SHORT_COLOR = re.compile(r"#[0-9a-f]{3}")


def input_state(tag: PageTag) -> str:
    """What kind of control it is, in lower case: the input's state, `textarea`, `select-one`,
    `select-multiple`, or a button's type."""
    name = tag.name
    if name == "textarea":
        return "textarea"
    if name == "select":
        return "select-multiple" if "multiple" in tag.attrs else "select-one"
    written = tag.attrs.get("type", "").lower()
    if name == "button":
        return written if written in _BUTTON_STATES else "submit"
    return written if written in _STATES else "text"


def submitted_value(tag: PageTag, state: str) -> str:
    """The value the control submits when nobody has changed it; for a file field that is empty."""
    if state == "textarea":
        return _newlines(own_text(tag))
    value = tag.attrs.get("value")
    if state in ("checkbox", "radio"):
        return "on" if value is None else value
    sanitise = _SANITISERS.get(state)
    value = value or ""
    if state == "range":
        return _range(tag, value)
    if state == "email":
        return _addresses(tag, value)
    return value if sanitise is None else sanitise(value)


def _newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _one_line(value: str) -> str:
    return value.replace("\n", "").replace("\r", "") if "\n" in value or "\r" in value else value


def _trimmed(value: str) -> str:
    return _one_line(value).strip(_SPACE)


def _addresses(tag: PageTag, value: str) -> str:
    """One address, or with `multiple` several of them; each is trimmed."""
    if "multiple" not in tag.attrs:
        return _with_ascii_host(_trimmed(value))
    return ",".join(_with_ascii_host(part.strip(_SPACE)) for part in _one_line(value).split(","))


def _with_ascii_host(address: str) -> str:
    """An address's host is sent in ASCII, where it can be."""
    local, at, host = address.partition("@")
    if not at or address.isascii():
        return address
    try:
        written = idna_to_ascii(host).decode("ascii")
    except (ValueError, UnicodeError):
        return address
    return f"{local}@{written}" if _HOST.fullmatch(written) else address


def _emptied(pattern: re.Pattern[str]) -> Sanitiser:
    return lambda value: value if pattern.fullmatch(value) else ""


def _file(_value: str) -> str:
    return ""


def _date(value: str) -> str:
    match = _DATE.fullmatch(value)
    if match is None:
        return ""
    year, month, day = (int(part) for part in match.groups())
    try:
        # The Gregorian calendar repeats after 400 years; Python's dates end at 9999.
        date(year % 400 + 400, month, day)
    except ValueError:
        return ""
    return value if year > 0 and (year, month, day) <= _LAST_DAY else ""


def _month(value: str) -> str:
    match = _MONTH.fullmatch(value)
    is_there = match is not None and (1, 1) <= (int(match[1]), int(match[2])) <= _LAST_DAY[:2]
    return value if is_there else ""


def _date_time(value: str) -> str:
    """Normalised: no seconds that are nought, no leading noughts beyond four digits."""
    day, _, time = value.replace(" ", "T", 1).partition("T")
    if not _date(day) or not _TIME.fullmatch(time):
        return ""
    clock, _, fraction = time.partition(".")
    fraction = fraction.rstrip("0")
    if len(clock) == 8 and clock.endswith(":00") and not fraction:
        clock = clock[:-3]
    year, _, rest = day.partition("-")
    day = f"{int(year):04}-{rest}"
    if day == _LAST_DATE and (clock, fraction) != ("00:00", ""):
        return ""
    return f"{day}T{clock}.{fraction}" if fraction else f"{day}T{clock}"


def _week(value: str) -> str:
    match = _WEEK.fullmatch(value)
    if match is None:
        return ""
    year, week = int(match[1]), int(match[2])
    # The calendar repeats after 400 years; the 28th of December is always in the last week.
    last = date(year % 400 + 400, 12, 28).isocalendar().week
    return value if year > 0 and 1 <= week <= last and (year, week) <= _LAST_WEEK else ""


def _color(value: str) -> str:
    """A colour in hexadecimal, of three or six digits; CSS's names and functions are not read."""
    stripped = value.strip(_SPACE).lower()
    if _COLOR.fullmatch(stripped):
        return stripped
    if _SHORT_COLOR.fullmatch(stripped):
        return "#" + "".join(digit * 2 for digit in stripped[1:])
    return "#000000"


def _finite(value: str) -> str:
    """A number that a browser's arithmetic can hold."""
    return value if _NUMBER.fullmatch(value) and isfinite(float(value)) else ""


def _number(text: str | None, default: str) -> Decimal:
    return Decimal(text) if text is not None and _finite(text) else Decimal(default)


def _range(tag: PageTag, value: str) -> str:
    """A range is never empty: the middle by default, clamped to its bounds, on a step of it."""
    attrs = tag.attrs
    low, high = _number(attrs.get("min"), "0"), _number(attrs.get("max"), "100")
    high = max(low, high)
    step = _number(attrs.get("step"), "1")
    base = low if _finite(attrs.get("min", "")) else _number(attrs.get("value"), "0")
    with localcontext(prec=18, rounding=ROUND_DOWN):
        number = _number(value, "") if _finite(value) else _sum(low, _sum(high, -low) / 2)
        clamped = min(max(number, low), high)
        if attrs.get("step", "").lower() == "any":
            return _decimal(clamped)
        return _decimal(_on_step(clamped, low, high, base, step if step > 0 else Decimal(1)))


def _on_step(
    clamped: Decimal, low: Decimal, high: Decimal, base: Decimal, step: Decimal
) -> Decimal:
    steps = (_sum(clamped, -base) / step).to_integral_value(ROUND_HALF_UP)
    rounded = _sum(base, steps * step)
    if rounded > high:
        rounded = _sum(rounded, -step)
    elif rounded < low:
        rounded = _sum(rounded, step)
    return rounded if low <= rounded <= high else clamped


def _sum(one: Decimal, other: Decimal) -> Decimal:
    """Nought added changes nothing, not even how the exponent is written."""
    return one + other if one and other else one or other


def _decimal(number: Decimal) -> str:
    """A number as Chromium writes it (its `Decimal::ToString`): fifteen digits of a fraction, and
    an exponent where it is very small or was given with one."""
    if number.as_tuple().exponent in range(-400, 0):
        with localcontext(prec=15, rounding=ROUND_HALF_UP):
            number = +number
        # Noughts at the end of a fraction go; those of a whole number stay.
        if number.as_tuple().exponent in range(-400, 0):
            is_whole = number == number.to_integral_value()
            number = number.quantize(Decimal(1)) if is_whole else number.normalize()
    if not number:
        return "0"
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent <= 0 and number.adjusted() >= -6:
        return f"{number:f}"
    return f"{number.normalize():e}"


_SANITISERS = {
    "text": _one_line,
    "search": _one_line,
    "tel": _one_line,
    "password": _one_line,
    "url": _trimmed,
    "number": _finite,
    "date": _date,
    "month": _month,
    "week": _week,
    "time": _emptied(_TIME),
    "datetime-local": _date_time,
    "color": _color,
    "file": _file,
}
