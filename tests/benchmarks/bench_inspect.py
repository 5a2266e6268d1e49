"""Reading the documented page: the whole inspection against BeautifulSoup on html.parser alone."""

from __future__ import annotations

import time
from collections.abc import Callable

from bs4 import BeautifulSoup

from tests.benchmarks.measuring import interleaved, report
from workbench import inspect
from workbench.inspection.reading import read
from workbench.shipped import sample_responses

ROUNDS = 200
EACH = 20


def main() -> None:
    """Measure and print."""
    answer = (sample_responses() / "302-form.http").read_bytes()
    body = answer.partition(b"\r\n\r\n")[2]
    exchange = inspect(answer)

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
            "the whole inspection": timed(lambda: read(exchange)),
        },
        ROUNDS,
    )
    report(taken, "BeautifulSoup(page, 'html.parser')", {"the whole inspection": 0.6})


if __name__ == "__main__":
    main()
