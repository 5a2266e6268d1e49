"""Reading an answer (head, page, forms, where it leads, errors) without decoders and findings,
against BeautifulSoup on html.parser alone on the same page."""

from __future__ import annotations

import time
from collections.abc import Callable

from bs4 import BeautifulSoup

from tests.benchmarks.measuring import interleaved, report
from workbench.inspection.field_errors import read_errors
from workbench.inspection.page import read_page
from workbench.inspection.redirect import read_redirect
from workbench.inspection.response import read_response
from workbench.shipped import sample_responses

URL = "https://toolbox-api.private.fin.ag/v3/oauth/authorize?institution_id=42"
ROUNDS = 200
EACH = 20


def main() -> None:
    """Measure and print."""
    answer = (sample_responses() / "302-form.http").read_bytes()
    body = answer.partition(b"\r\n\r\n")[2]

    def reading() -> None:
        response = read_response(answer)
        assert response is not None
        page = read_page(response, URL)
        read_redirect(response, page, URL)
        read_errors(response, page)

    def timed(work: Callable[[], object]) -> Callable[[], float]:
        def measure() -> float:
            start = time.perf_counter()
            for _ in range(EACH):
                work()
            return (time.perf_counter() - start) / EACH

        return measure

    taken = interleaved(
        {
            "BeautifulSoup(page, 'html.parser')": timed(lambda: BeautifulSoup(body, "html.parser")),
            "the reading": timed(reading),
        },
        ROUNDS,
    )
    report(taken, "BeautifulSoup(page, 'html.parser')", {"the reading": 1.0})


if __name__ == "__main__":
    main()
