"""The value a control has before anybody touches it (WHATWG HTML, the input states and their value
sanitisation, textarea's raw value)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

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
_MONTH = re.compile(r"[0-9]{4,}-(?:0[1-9]|1[0-2])")
_WEEK = re.compile(r"[0-9]{4,}-W(?:0[1-9]|[1-4][0-9]|5[0-3])")
_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,3})?)?")
_COLOR = re.compile(r"#[0-9A-Fa-f]{6}")


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
    return value if sanitise is None else sanitise(value)


def _newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _one_line(value: str) -> str:
    return value.replace("\n", "").replace("\r", "") if "\n" in value or "\r" in value else value


def _trimmed(value: str) -> str:
    return _one_line(value).strip(_SPACE)


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
    return value if year > 0 else ""


def _date_time(value: str) -> str:
    day, _, time = value.replace(" ", "T", 1).partition("T")
    if not _date(day) or not _TIME.fullmatch(time):
        return ""
    clock, _, fraction = time.partition(".")
    clock = clock[:-3] if len(clock) == 8 and clock.endswith(":00") and not fraction else clock
    fraction = fraction.rstrip("0")
    return f"{day}T{clock}.{fraction}" if fraction else f"{day}T{clock}"


def _color(value: str) -> str:
    stripped = value.strip(_SPACE)
    return stripped.lower() if _COLOR.fullmatch(stripped) else "#000000"


def _number(text: str | None, default: float) -> float:
    return float(text) if text is not None and _NUMBER.fullmatch(text) else default


def _range(tag: PageTag, value: str) -> str:
    """A range is never empty: the middle by default, clamped to its bounds."""
    low = _number(tag.attrs.get("min"), 0)
    high = _number(tag.attrs.get("max"), 100)
    middle = low if high < low else low + (high - low) / 2
    if not _NUMBER.fullmatch(value):
        return f"{middle:.15g}"
    number = float(value)
    if number < low or high < low:
        return f"{low:.15g}"
    return f"{high:.15g}" if number > high else value


_SANITISERS = {
    "text": _one_line,
    "search": _one_line,
    "tel": _one_line,
    "password": _one_line,
    "url": _trimmed,
    "email": _trimmed,
    "number": _emptied(_NUMBER),
    "date": _date,
    "month": _emptied(_MONTH),
    "week": _emptied(_WEEK),
    "time": _emptied(_TIME),
    "datetime-local": _date_time,
    "color": _color,
    "file": _file,
}
