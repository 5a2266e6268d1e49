"""Head, Body, Raw and Request: the bytes themselves, as text or as hex."""

from __future__ import annotations

from collections.abc import Callable

from workbench.model.finding import Place
from workbench.model.response import Response
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
    parts = [response.head, *([f"(trailers)\n{trailers}"] if trailers else [])]
    view.show_text(_interim(response) + "\n".join(map(_one_end, parts)), title="head")


def place_shown(answer: Answer, place: Place, mask: Callable[[bytes], bytes]) -> tuple[int, int]:
    """Where a place stands in what the tab of its part shows, in characters: interim heads come
    before the head, and the auth key is masked in the request."""
    response = answer.exchange.response
    if place.part == "head" and response is not None:
        before = len(_interim(response))
        return before + place.start, before + place.end
    if place.part == "request" and place.raw_start is not None and place.raw_end is not None:
        sent = answer.exchange.capture.sent
        return _shown_length(mask(sent[: place.raw_start])), _shown_length(
            mask(sent[: place.raw_end])
        )
    return place.start, place.end


def _interim(response: Response) -> str:
    return "".join(_one_end(part) + "\n" for part in response.interim)


def _one_end(part: str) -> str:
    return part.rstrip("\r\n") + "\n"


def _shown_length(data: bytes) -> int:
    return len(data.decode("utf-8", "surrogateescape"))


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
