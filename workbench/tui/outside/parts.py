"""The parts of an exchange that a pager or an editor can be given: one table."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from workbench.service.workbench import Workbench
    from workbench.tui.answer.reading import Answer


class Part(NamedTuple):
    """One part: key, label, the file's ending, and how its bytes are made (None: there is none)."""

    key: str
    label: str
    ending: str
    data: Callable[[Workbench, Answer], bytes | None]


def _head(_: Workbench, answer: Answer) -> bytes | None:
    response = answer.exchange.response
    return response.head.encode("utf-8", "surrogateescape") if response else None


def _body(_: Workbench, answer: Answer) -> bytes | None:
    response = answer.exchange.response
    return response.body or None if response else None


def _json(workbench: Workbench, answer: Answer) -> bytes:
    text = json.dumps(answer.exchange.to_dict(), ensure_ascii=False, indent=2) + "\n"
    return workbench.mask_key(text.encode("utf-8", "surrogateescape"))


PARTS = (
    Part("request", "Request", "http", lambda _, answer: answer.sent or None),
    Part("head", "Head", "http", _head),
    Part("body", "Body", "html", _body),
    Part("raw", "Raw answer", "http", lambda _, answer: answer.exchange.raw or None),
    Part("json", "JSON of the exchange", "json", _json),
)
