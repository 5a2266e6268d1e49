"""Every finding with an exchange that fires it and one that nearly does."""

from __future__ import annotations

from tests.finding_cases import answers, pages, requests, transport
from tests.finding_cases.building import Case, asked, returning

__all__ = ["CASES", "Case"]

CASES: tuple[Case, ...] = (
    *requests.CASES,
    *(
        Case(f"request.redirect-uri-{row}", asked(redirect_uri=bad), asked(redirect_uri=good))
        for row, bad, good in requests.ADDRESSES
    ),
    *(
        Case(f"state.return-{row}", returning(bad), returning(good))
        for row, bad, good in requests.ADDRESSES
    ),
    *transport.CASES,
    *transport.LEADING,
    *pages.PAGE_CASES,
    *pages.SCOPE_AND_STATE_CASES,
    *answers.CASES,
)
