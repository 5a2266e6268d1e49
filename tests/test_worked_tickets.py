"""The tickets that support gets, each from its exchanges to what the workbench tells.

Of each ticket the exchanges are kept in a history, oldest first; the last one is what the ticket is
about. Its findings stand there in their order (worst first, cause before consequence), and what to
do about it stands in the Summary, or for what is merely worth knowing under `show --findings`. How
old a page is when it is presented is not known here, so nothing is told of that.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from tests.finding_cases.building import (
    RETURN,
    answer,
    asked,
    pasted,
    refused,
    sealed,
)
from tests.finding_cases.past import ALL_SCOPES, APP, called, showing, state_of
from tests.running import Person
from workbench.history import Store
from workbench.inspection.summary import summary_lines
from workbench.model.exchange import Exchange

_RECIPIENT = "dc-patrfyrs91n711c9jlmtsru97"
_OTHER_RECIPIENT = "dc-aaaafyrs91n711c9jlmtsru97"
_LOGIN = "loginId=5e137f53-6ab0-4ad1-8f0a-2c8f7f2ab001"
_LANG = {"lang": ["The field Lang must be a valid ISO-639-1 two letter code."]}
_CACHED = (("Age", "40"), ("Cache-Control", "public, max-age=60"))
_NO_INLINE = ("Content-Security-Policy", "frame-ancestors 'none'; script-src 'self'")
_BLOCKED = (
    "<html><head><title>Attention Required! | Cloudflare</title></head>"
    "<body>Cloudflare Ray ID: 8c1f2e3d4c5b6a79</body></html>"
)


class Ticket(NamedTuple):
    """What somebody writes, what was exchanged, what is told in this order, and what to do: in the
    Summary (`do`) and under Findings (`also`)."""

    name: str
    exchanges: tuple[Exchange, ...]
    told: tuple[str, ...]
    do: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


def _returning(number: int, address: str) -> bytes:
    inner = {"i": f"{number}", "r": address, "s": state_of(number)}
    return showing(number, state=sealed(inner))


def _spaced(number: int) -> bytes:
    return showing(number, state=sealed({"i": "1", "r": RETURN, "s": "a b/CdE1fGh2"}))


def _cut(number: int) -> bytes:
    """The answer, cut before its last inputs."""
    whole = showing(number)
    return whole[: whole.index(b'<input type="hidden" name="resumePath"')]


TICKETS = (
    Ticket(
        "1 No Location header, your API is broken",
        (asked(),),
        ("redirect.form-instead-of-location",),
        ("302 Reason, with a page that submits itself; no Location",
         "POST https://ob.flinksapp.com/api/v1/agentless"),
        ("present the page, do not look for Location",),
    ),
    Ticket(
        "2 400 since we added Quebec",
        (asked(refused(_LANG), lang="fr-CA"),),
        ("request.lang-invalid", "error.lang"),
        ("lang: The field Lang must be a valid ISO-639-1 two letter code.", "send en or fr"),
    ),
    Ticket(
        "3 Page is always English",
        (called(1, showing(1, lang="fr"), lang="fr"), called(2, lang=None, language="fr")),
        ("request.parameter-of-connect",),
        ('"language": use lang',),
    ),
    Ticket(
        "3 Page is always English, though lang was sent",
        (called(1, showing(1, lang="en"), lang="fr"),),
        ("page.lang-differs",),
        ("Asked",),
    ),
    Ticket(
        "4 After login users land on our old site",
        (
            called(
                1,
                _returning(1, "https://old.example.com/cb"),
                raw_query=f"state={state_of(1)}&institution_id=42&lang=en"
                "&redirect_uri=https://a.example.com/cb?x=1&step=2",
            ),
        ),
        ("state.return-differs", "request.redirect-uri-spilled"),
        ("have the address you sent registered", "percent-encode the whole"),
    ),
    Ticket(
        "4 After login users land on our old site, where none was sent",
        (called(1, _returning(1, "https://old.example.com/cb"), redirect_uri=None),),
        ("request.redirect-uri-missing", "state.return-differs"),
        ("returns to https://old.example.com/cb",),
        ("send it",),
    ),
    Ticket(
        "5 State check fails for some users",
        (called(1, _spaced(1), raw_query=f"state=a+b/CdE1fGh2&redirect_uri={RETURN}&lang=en"),),
        ("state.caller-state-differs", "request.plus-in-value"),
        ("A + became a space", "send base64url", "caller's state equals ours: NO"),
    ),
    Ticket(
        "6 Works in curl, fails from the saved page an hour later",
        (called(1), called(2, showing(1, add=(("Set-Cookie", "PF=1; Secure; HttpOnly"),)))),
        ("page.ref-reused", "response.cookie-stays-here"),
        ("call again past the cache", "let the user's own browser make the call"),
    ),
    Ticket(
        "7 Blank page since Tuesday",
        (called(1), called(2, showing(2, add=(_NO_INLINE,),
                                      without_headers=("Strict-Transport-Security",)))),
        ("response.csp-blocks-auto-submit", "change.security-headers"),
        ("Since exchange 1 of 2026-11-24 10:01 UTC, gone: HSTS", "report it with both heads"),
    ),
    Ticket(
        "7 Blank page since Tuesday, by what the form sends",
        (
            called(1),
            called(2, showing(2, without=("reauth",),
                              extra='<input type="submit" name="submit" value="Go">')),
        ),
        ("page.submit-shadowed", "change.inputs"),
        ("10:01 UTC, gone: reauth.", "Compare the two with workbench diff"),
    ),
    Ticket(
        "8 Random 403",
        (
            called(1, refused({"FlinksCode": "TOO_MANY_REQUESTS"}, 401,
                              add=(("Retry-After", "30"),))),
            called(2, answer(_BLOCKED, 403, add=(("CF-RAY", "8c1f2e3d4c5b6a79-YUL"),))),
        ),
        ("response.block-page",),
        ("Send them", "cf-ray 8c1f2e3d4c5b6a79-YUL"),
    ),
    Ticket(
        "8 Random 403, and what came before it",
        (called(1, refused({"FlinksCode": "TOO_MANY_REQUESTS"}, 401,
                           add=(("Retry-After", "30"),))),),
        ("response.rate-limited",),
        ("Retry after 30 seconds",),
    ),
    Ticket(
        "9 Bank says: unknown reference",
        (called(1, showing(1, add=_CACHED[1:])), called(2, showing(1, add=_CACHED))),
        ("response.cacheable-secrets", "page.ref-reused"),
        ("look for Age and Via in the head", "no-store"),
    ),
    Ticket(
        "9 Bank says: unknown reference, after a cut",
        (called(1), called(2, _cut(2))),
        ("response.truncated", "page.input-missing"),
        ("resumePath", "call again"),
    ),
    Ticket(
        "10 Wrong company on the consent screen",
        (called(1, recipientId=_RECIPIENT), called(2)),
        ("request.recipient-missing",),
        ("No recipient was named, as earlier calls did",),
        ("One was in exchange 1 of 2026-11-24 10:01 UTC", "send recipientId"),
    ),
    Ticket(
        "10 Wrong company on the consent screen, under a wrong name",
        (called(1, recipientId=_RECIPIENT), called(2, recipient_id=_RECIPIENT)),
        ("request.parameter-misspelt",),
        ('"recipient_id": use recipientId',),
    ),
    Ticket(
        "10 Wrong company on the consent screen, since last week",
        (called(1), called(2, showing(2, client_id=_OTHER_RECIPIENT,
                                      connectionId=_OTHER_RECIPIENT))),
        ("change.client",),
        (f'Now: "{_OTHER_RECIPIENT}"', "check recipientId"),
    ),
    Ticket(
        "11 Callback has no code",
        (called(1, redirect_uri=APP), pasted(f"{APP}?{_LOGIN}&state={state_of(1)}")),
        ("callback.login-id",),
        ("The callback brings a loginId",),
        ("next is POST /Authorize with that LoginId",),
    ),
    Ticket(
        "11 Callback has no code: refused",
        (called(1, redirect_uri=APP), pasted(f"{APP}?error=access_denied&state={state_of(1)}")),
        ("callback.error",),
        ("The user or the bank said no: offer to try again",),
    ),
    Ticket(
        "11 Callback has no code, nor anything else",
        (called(1, redirect_uri=APP), pasted(f"{APP}?state={state_of(9)}")),
        ("callback.no-answer", "callback.state-unknown"),
        ("somebody opened the URL by hand", "reject it"),
    ),
    Ticket(
        "12 We get more data than we asked for",
        (called(1, showing(1, scope="ACCOUNT_BASIC")), called(2, showing(2, scope=ALL_SCOPES))),
        ("change.scope", "scope.all-requested"),
        ("Scopes come from the recipient's registration, not from this call",),
    ),
)  # fmt: skip


@pytest.mark.parametrize("ticket", TICKETS, ids=lambda ticket: ticket.name)
def test_the_ticket_is_answered(ticket: Ticket, tmp_path: Path) -> None:
    person = Person(tmp_path)
    with Store.open(person.history) as store:
        kept = [store.insert(exchange) for exchange in ticket.exchanges][-1]
    told = [found.id for found in kept.findings if found.id in ticket.told]
    assert told == list(ticket.told), [found.id for found in kept.findings]

    summary = " ".join(f"{line.label} {line.value}" for line in summary_lines(kept))
    shown = " ".join(person.run("show", "last").text.split())
    for words in ticket.do:
        assert words in summary
        assert words in shown
    if ticket.also:
        findings = " ".join(person.run("show", "last", "--findings").text.split())
        assert all(words in findings for words in ticket.also)


def test_the_pages_own_findings_are_clean_in_the_first_ticket() -> None:
    told = [found for found in asked().findings if found.id.startswith("page.")]
    assert [(found.id, found.severity) for found in told] == [("page.pkce-absent", "info")]


def test_the_request_of_the_second_ticket_stands_beside_the_map(tmp_path: Path) -> None:
    person = Person(tmp_path)
    with Store.open(person.history) as store:
        store.insert(TICKETS[1].exchanges[0])
    assert "lang=fr-CA" in person.run("show", "last", "--request").text


def test_the_third_ticket_differs_from_the_good_one_by_its_language(tmp_path: Path) -> None:
    person = Person(tmp_path)
    with Store.open(person.history) as store:
        store.insert_many(TICKETS[2].exchanges)
    text = person.run("diff", "2", "1").text
    assert "lang" in text
    assert "fr" in text
