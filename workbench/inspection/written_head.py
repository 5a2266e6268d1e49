"""Where the fields of a head stand in its text: as `head` reads them, only with their places."""

from __future__ import annotations

Span = tuple[int, int]

MOST_FIELDS = 10_000


def first_line(text: str) -> Span:
    """The status or request line, without its end."""
    start = len(text) - len(text.lstrip("\r\n"))
    stop = text.find("\n", start)
    end = len(text) if stop < 0 else stop
    return start, end - 1 if text[start:end].endswith("\r") else end


def field_spans(text: str) -> list[Span]:
    """Every field from its name to the end of its value, folded lines included, in the order and
    number of `read_fields`; of more than `MOST_FIELDS` the first."""
    spans: list[Span] = []
    position = first_line(text)[1]
    position = text.find("\n", position) + 1 or len(text)
    while position < len(text):
        stop = text.find("\n", position)
        end = len(text) if stop < 0 else stop
        line = text[position:end].removesuffix("\r")
        if not line:
            break
        if line[0] in " \t":
            if spans:
                spans[-1] = (spans[-1][0], position + len(line))
        elif ":" in line and line.partition(":")[0].rstrip(" \t"):
            if len(spans) == MOST_FIELDS:
                break
            spans.append((position, position + len(line)))
        position = end + 1
    return spans


def value_span(text: str, field: Span) -> Span:
    """The value of a field, without the blanks around it."""
    start = text.index(":", *field) + 1
    value = text[start : field[1]]
    lead = len(value) - len(value.lstrip(" \t\r\n"))
    return start + lead, max(start + lead, start + len(value.rstrip(" \t\r\n")))
