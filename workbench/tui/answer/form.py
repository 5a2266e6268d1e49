"""Form: what each form of the page would submit: name, value, and what the value is.

Hidden inputs are marked, decoded values unfold under theirs, controls that would not be submitted
stand at the end with the reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from workbench.model.finding import Decoded
from workbench.model.page import Form, Input
from workbench.tui.answer.decoded import steps, tree
from workbench.tui.answer.reading import Answer
from workbench.tui.safe_text import (
    OPEN_SIGN,
    Fold,
    Line,
    Opened,
    Span,
    fitted,
    hanging,
    short,
    shown,
    wrapped,
)

_MOST_INPUTS = 2000


def lines(answer: Answer, width: int) -> list[Line]:
    """Every form for that width."""
    exchange = answer.exchange
    if exchange.response is None:
        return [Line((Span(shown(answer.nothing_came), "muted"),))]
    page = exchange.page
    if page is None:
        return _said("The body is not an HTML page, so there is no form.", width)
    if not page.forms:
        return _said("The page has no form.", width)
    by_path = {value.path: value for value in exchange.decoded}
    with_decoded = {path.partition(".")[0] for path in by_path}
    made: list[Line] = []
    for index, form in enumerate(page.forms):
        if made:
            made.append(Line(()))
        made.extend(_head(index, form, submits=page.submits == index, how=page.how, width=width))
        unfolds = f"forms[{index}]" in with_decoded
        made.extend(_inputs(index, form, by_path, width, unfolds=unfolds))
        made.extend(_left_out(form, width))
    return made


def _said(text: str, width: int) -> list[Line]:
    return [Line((Span(part, "muted"),)) for part in wrapped(text, width)]


def _head(index: int, form: Form, *, submits: bool, how: str | None, width: int) -> Iterator[Line]:
    itself = f"submits itself ({how})" if submits and how else "submits itself" if submits else ""
    count = f"{len(form.inputs)} inputs, {sum(i.hidden for i in form.inputs)} hidden"
    said = ", ".join(part for part in (count, itself) if part)
    yield Line((Span(f"form {index + 1}", "strong"), Span(f"   {shown(said)}", "muted")))
    yield from hanging(form.method.upper() or "GET", form.action, width, 6, "accent")
    if form.enctype != "application/x-www-form-urlencoded":
        yield from hanging("as", form.enctype, width, 6)


def _inputs(
    index: int, form: Form, by_path: dict[str, Decoded], width: int, *, unfolds: bool
) -> Iterator[Line]:
    name_width = min(22, max((len(i.name) for i in form.inputs), default=4), width // 3)
    what_width = 22 if width >= 76 else 6
    # Where one value unfolds, every name has room for a sign.
    sign = " " * len(OPEN_SIGN.text) if unfolds else ""
    value_width = max(8, width - len(sign) - name_width - what_width - 4)
    yield Line(
        (
            Span(sign),
            Span(fitted("name", name_width), "muted"),
            Span("  "),
            Span(fitted("value", value_width), "muted"),
            Span("  "),
            Span("what it is"[:what_width], "muted"),
        )
    )
    seen: Counter[str] = Counter()
    for number, entry in enumerate(form.inputs):
        if number == _MOST_INPUTS:
            left = len(form.inputs) - number
            yield Line((Span(f"… {left:,} more inputs; Body shows them", "muted"),))
            return
        place = f"forms[{index}].{entry.name}"
        if seen[entry.name]:
            place += f"[{seen[entry.name]}]"
        seen[entry.name] += 1
        decoded = by_path.get(place)
        fold = Fold(place, 0) if decoded is not None else None
        yield Line(
            (
                OPEN_SIGN if fold else Span(sign),
                Span(fitted(short(entry.name, 200), name_width), "label"),
                Span("  "),
                Span(fitted(short(entry.value, 400), value_width)),
                Span("  "),
                Span(fitted(shown(_what(entry, decoded)), what_width).rstrip(), "muted"),
            ),
            Opened(entry.name or "(no name)", entry.name, entry.value, place),
            0,
            fold,
        )
        if decoded is not None:
            yield from tree(decoded, width, " " * (len(sign) + name_width + 2), place)


def _what(entry: Input, decoded: Decoded | None) -> str:
    kind = "hidden" if entry.hidden else entry.type
    return f"{kind}, {steps(decoded)}" if decoded is not None and decoded.steps else kind


def _left_out(form: Form, width: int) -> Iterator[Line]:
    for control in form.left_out[:_MOST_INPUTS]:
        text = f"not submitted: {control.name or control.type or '(no name)'}, {control.reason}"
        for part in wrapped(short(text, 300), width):
            yield Line(
                (Span(part, "muted"),), Opened(control.name or control.type, "", control.value)
            )
