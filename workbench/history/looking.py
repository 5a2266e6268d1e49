"""Questions that only the bytes of an exchange answer; the store offers them to SQL.

They come after the word index, for the rows that are left. An exchange that is damaged or was just
deleted answers no: `check` names it, a search goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from workbench.errors import HistoryError, InputError
from workbench.history import searchable, tokens
from workbench.inspection.page import read_page
from workbench.inspection.request import read_request
from workbench.inspection.response import read_response
from workbench.model.exchange import Exchange
from workbench.model.response import Response


def body_holds(exchange: Exchange, folded: str) -> bool:
    """Whether the decoded body has this text in it, letter case aside."""
    response = _response(exchange)
    if response is None:
        return False
    text = response.text if response.text is not None else response.body.decode("latin-1")
    return folded in text.casefold()


def pair_fits(exchange: Exchange, key: str, folded: str) -> bool:
    """Whether a value of that key begins so, letter case aside."""
    return any(
        name == key and value.casefold().startswith(folded) for name, value in _pairs(exchange, key)
    )


def _pairs(exchange: Exchange, key: str) -> Iterator[tuple[str, str]]:
    """The pairs among which the key is, read no further than it needs: to judge and to decode
    costs most of a reading."""
    capture = exchange.capture
    if key.startswith("header."):
        parts = list(searchable.header_parts(read_request(capture).headers))
        response = _response(exchange)
        if response is not None:
            parts += searchable.header_parts(response.headers)
        yield from searchable.pairs_of(parts)
    elif key.startswith("form.") or key in ("provider", "connection"):
        response = _response(exchange)
        if response is not None:
            page = read_page(response, capture.url)
            yield from searchable.pairs_of(searchable.page_parts(page))
    else:
        yield from searchable.pairs(exchange)


def _response(exchange: Exchange) -> Response | None:
    capture = exchange.capture
    if capture.wire != "exact":
        return exchange.response
    return read_response(capture.received, decoded_limit=capture.decoded_limit)


def word_fits(exchange: Exchange, beginning: str) -> bool:
    """Whether one of the words begins so."""
    return any(
        word.startswith(beginning)
        for text in searchable.texts(exchange)
        for word in tokens.words(text)
    )


# Name in SQL -> the function; it is given the id first there.
QUESTIONS: dict[str, Callable[..., bool]] = {
    "body_holds": body_holds,
    "pair_fits": pair_fits,
    "word_fits": word_fits,
}


def answer(question: str, get: Callable[[int], Exchange], id_: int, *wanted: str) -> bool:
    """Ask one of the questions of the exchange with that id."""
    try:
        return QUESTIONS[question](get(id_), *wanted)
    except (HistoryError, InputError):
        return False
