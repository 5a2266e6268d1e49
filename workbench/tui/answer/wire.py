"""Head, Body, Raw and Request: the bytes themselves, as text or as hex."""

from __future__ import annotations

from workbench.tui.answer.highlight import pieces_of
from workbench.tui.answer.reading import Answer
from workbench.tui.text_view import TextView


def show_head(view: TextView, answer: Answer) -> None:
    """The head exactly as received, with the interim ones before and the trailers after it."""
    response = answer.exchange.response
    if response is None:
        view.show_text(answer.nothing_came)
        return
    trailers = "\n".join(f"{name}: {value}" for name, value in response.trailers)
    parts = [*response.interim, response.head, *([f"(trailers)\n{trailers}"] if trailers else [])]
    view.show_text("\n".join(part.rstrip("\r\n") + "\n" for part in parts), title="head")


def show_body(view: TextView, answer: Answer) -> None:
    """The body after decoding; as hex where it is no text."""
    response = answer.exchange.response
    if response is None:
        view.show_text(answer.nothing_came)
    elif not response.body:
        view.show_text("The answer has no body.")
    elif response.text is None:
        view.show_hex(response.body, title="body")
    else:
        pieces = pieces_of(response.text, response.media_type)
        view.show_text(response.text, title="body", pieces=pieces)


def show_raw(view: TextView, answer: Answer, *, as_hex: bool) -> None:
    """What came, byte for byte, with visible line ends or as hex."""
    _show_bytes(view, answer.exchange.raw, answer.nothing_came, "raw", as_hex)


def show_request(view: TextView, answer: Answer, *, as_hex: bool) -> None:
    """What was sent, byte for byte; the auth key is masked."""
    nothing = "The bytes that were sent are not known: this exchange was put together from a file."
    _show_bytes(view, answer.sent, nothing, "request", as_hex)


def _show_bytes(view: TextView, data: bytes, nothing: str, title: str, as_hex: bool) -> None:
    if not data:
        view.show_text(nothing)
    elif as_hex:
        view.show_hex(data, title=title)
    else:
        text = data.decode("utf-8", "surrogateescape")
        view.show_text(text, title=title, line_ends=True)
