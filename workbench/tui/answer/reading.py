"""What the Answer pane shows: one exchange, read in a thread so that drawing never waits."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from workbench.inspection.summary import Line
    from workbench.service.exchange import Exchange
    from workbench.service.telling import Language
    from workbench.service.workbench import Workbench


class Answer(NamedTuple):
    """One exchange with its Summary made; `sent` are the bytes sent, the auth key masked;
    `language` is the one in which findings are told."""

    exchange: Exchange
    summary: tuple[Line, ...]
    sent: bytes
    language: Language = "en"

    @property
    def nothing_came(self) -> str:
        """Why there is nothing to show of an answer."""
        failure = self.exchange.failure
        if failure is None:
            return "No answer is known of this exchange."
        return f"No answer came: {failure.message}"


def read_answer(workbench: Workbench, id: int) -> Answer:
    """Fetch and read an exchange; blocks, so it is called in a thread."""
    return answer_of(workbench, workbench.get(id))


def answer_of(workbench: Workbench, exchange: Exchange) -> Answer:
    """Read an exchange that is at hand; blocks as well."""
    from workbench.service.telling import language_of

    language = language_of(None, workbench)
    summary = workbench.summary(exchange, language, local=True)
    return Answer(exchange, summary, workbench.mask_key(exchange.capture.sent), language)
