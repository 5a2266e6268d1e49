"""The simulator as the views start it, and the demonstration made with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from workbench.model.request import AuthorizeRequest
from workbench.service.exchange import Exchange
from workbench.service.workbench import Workbench
from workbench.simulator import SCENARIOS, Simulator

__all__ = ["SCENARIOS", "Simulator", "demonstrate"]

RETURN_TO = "https://app.example.com/bank/return"


def demo_requests(base_url: str) -> tuple[AuthorizeRequest, ...]:
    """The three calls of the demonstration; the last one is the broken answer it opens on."""

    def ask(institution: str, lang: str) -> AuthorizeRequest:
        return AuthorizeRequest(
            base_url=base_url,
            institution_id=institution,
            redirect_uri=RETURN_TO,
            state=f"demo-7Qm2xVb0Rk3LpZt9aWc5uYeH8-{institution}",
            lang=lang,
            tag="demo",
        )

    by_name = {scenario.name: scenario.institution_id for scenario in SCENARIOS}
    return (
        ask("42", "fr-CA"),
        ask(by_name["location"], "fr"),
        ask(by_name["broken"], "en"),
    )


async def demonstrate(
    workbench: Workbench,
    base_url: str,
    on_answer: Callable[[Exchange], Awaitable[None] | None] | None = None,
) -> list[Exchange]:
    """Make the demonstration's calls and keep them; returns them in order."""
    answers: list[Exchange] = []
    for request in demo_requests(base_url):
        exchange = await workbench.authorize_async(request)
        answers.append(exchange)
        if on_answer is not None:
            waiting = on_answer(exchange)
            if waiting is not None:
                await waiting
    return answers
