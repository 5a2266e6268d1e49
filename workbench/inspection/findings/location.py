"""Findings about authorization responses: a Location back to the caller, or a callback URL.

Both carry the same parameters (RFC 6749 section 4.1.2); only the place differs.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.inspection.findings.redirect import ANSWER_NAMES, answer_pairs, is_answer
from workbench.inspection.findings.registry import Mark, finding
from workbench.inspection.findings.subject import Subject
from workbench.inspection.findings.wording import earlier, listed, quoted
from workbench.inspection.written_url import form_text, read_pairs, split
from workbench.model.response import Pair

# What each code of RFC 6749 section 4.1.2.1 means for the one who integrates.
ERROR_CODES = {
    "access_denied": "The user or the bank said no: offer to try again.",
    "invalid_request": "A parameter is missing, wrong or repeated: compare the request.",
    "invalid_scope": "A scope is unknown or not allowed: check the recipient's registration.",
    "unauthorized_client": "The client may not do this: check the recipient's registration.",
    "unsupported_response_type": "The response type is not offered: report it.",
    "server_error": "The authorization server failed: try again, then report it.",
    "temporarily_unavailable": "It is overloaded or in maintenance: try again later.",
}
_TOKENS = ("access_token", "id_token", "refresh_token")
_PUSHED = "urn:ietf:params:oauth:request_uri:"
_MOST_PAIRS = 1_000


def _error(pairs: tuple[Pair, ...]) -> str | None:
    found = dict(reversed(pairs))
    code = found.get("error")
    if code is None:
        return None
    meaning = ERROR_CODES.get(code, "The code is not one of RFC 6749: ask who sent it.")
    text = found.get("error_description")
    said = f" It says {quoted(text)}." if text else ""
    return f"The code is {quoted(code)}.{said} {meaning}"


@finding(
    "location.error",
    "error",
    "The authorization server refused",
    "Its code says who: the user, the bank, the provider or the request. Act on the code, and "
    "quote it; an error_uri is never opened by this workbench.",
    needs="L",
    source="RFC 6749 4.1.2.1; Flinks, List of Authorization Errors",
    actor="institution",
)
def _location_error(subject: Subject) -> Iterator[Mark]:
    seen = _error(_location_pairs(subject))
    if seen:
        yield Mark("response.location", seen)


@finding(
    "callback.error",
    "error",
    "The callback brings an error",
    "Its code says who: the user, the bank, the provider or the request. Act on the code, and "
    "quote it; an error_uri is never opened by this workbench.",
    needs="C",
    source="RFC 6749 4.1.2.1; Flinks, List of Authorization Errors",
    actor="institution",
)
def _callback_error(subject: Subject) -> Iterator[Mark]:
    seen = _error(_callback_pairs(subject))
    if seen:
        yield Mark("request.params.error", seen)


@finding(
    "location.error-charset",
    "warning",
    "The error's text holds characters that it must not",
    "A broken encoder, often at French accents: report it.",
    needs="L/C",
    source="RFC 6749 4.1.2.1",
    actor="flinks",
)
def _error_charset(subject: Subject) -> Iterator[Mark]:
    place, pairs = _answer(subject)
    for name, value in pairs:
        if name in ("error", "error_description") and not all(_allowed(c) for c in value):
            yield Mark(_at(place, name), f"{name} is {quoted(value)}.")
            return


@finding(
    "location.state-missing",
    "error",
    "The state did not come back",
    "Nothing proves that this answers your call: reject the callback.",
    needs="R/C+L/C",
    when="?state/C",
    source="RFC 6749 4.1.2; RFC 9700 4.7.1",
    actor="flinks",
    looks_back=True,
)
def _state_did_not_return(subject: Subject) -> Iterator[Mark]:
    before = subject.past.stateful if subject.past is not None else None
    if before is not None:
        yield Mark("request.url", f"The request of {earlier(before)} sent one.")
    if not subject.sent("state") or not _is_response(subject):
        return
    if not any(name == "state" for name, _ in _location_pairs(subject)):
        yield Mark("response.location")


@finding(
    "location.state-mismatch",
    "error",
    "Another state came back than was sent",
    "Forged, or re-encoded on the way: reject the callback.",
    needs="R+L",
    when="?state",
    source="RFC 6749 4.1.2; RFC 9700 4.7.1",
    actor="flinks",
)
def _state_mismatch(subject: Subject) -> Iterator[Mark]:
    sent = subject.sent("state")
    if not sent or not _is_response(subject):
        return
    # Our own + stands for itself; a reader of the Location sees a space where it was not encoded.
    returned = [value for name, value in _raw_location_pairs(subject) if name == "state"]
    if returned and sent not in (returned[0], form_text(returned[0])):
        seen = f"Sent {quoted(sent)}; came {quoted(form_text(returned[0]))}."
        yield Mark("response.location", seen)


@finding(
    "location.iss-missing",
    "info",
    "The answer does not say who issued it",
    "Where several servers are used, iss is what tells their answers apart.",
    needs="L/C",
    source="RFC 9207 2, 2.4",
    actor="flinks",
)
def _iss_missing(subject: Subject) -> Iterator[Mark]:
    place, pairs = _answer(subject)
    found = dict(reversed(pairs))
    if "code" not in found and "error" not in found:
        return
    issuer, expected = found.get("iss"), subject.context.issuer
    if issuer is None:
        yield Mark(place)
    elif split(issuer).scheme != "https":
        yield Mark(_at(place, "iss"), f"iss is {quoted(issuer)}, which is not https.", "error")
    elif expected and issuer != expected:
        yield Mark(_at(place, "iss"), f"iss is {quoted(issuer)}, not {quoted(expected)}.", "error")


@finding(
    "location.fragment-answer",
    "error",
    "The answer stands behind #",
    "A server never sees it; this is the style of the implicit flow: report it.",
    needs="L/C",
    source="RFC 6749 4.1.2; RFC 9700 2.1.2",
    actor="flinks",
)
def _fragment_answer(subject: Subject) -> Iterator[Mark]:
    url = subject.location if subject.location is not None else subject.url
    names = [name for name, _ in read_pairs(url.fragment)[:_MOST_PAIRS]]
    found = [name for name in ("code", "state", *_TOKENS) if name in names]
    if found:
        yield Mark(_answer(subject)[0], f"Behind # stands {listed(found)}.")


@finding(
    "location.token-in-url",
    "error",
    "A token stands in the URL",
    "It leaks into history, logs and Referer: have it revoked and report it.",
    needs="L/C",
    source="RFC 9700 2.1.2, 4.3",
    actor="flinks",
)
def _token_in_url(subject: Subject) -> Iterator[Mark]:
    place, pairs = _answer(subject)
    names = {name for name, value in pairs if value}
    found = [name for name in _TOKENS if name in names]
    if found:
        yield Mark(place, f"It carries {listed(found)}.")


@finding(
    "location.parameter-twice",
    "error",
    "A parameter comes twice",
    "It must not happen; look whether your return address has a query with that name.",
    needs="L/C",
    source="RFC 6749 3.1",
    actor="flinks",
)
def _parameter_twice(subject: Subject) -> Iterator[Mark]:
    place, pairs = _answer(subject)
    seen: set[str] = set()
    for name, _ in pairs:
        if name in seen:
            yield Mark(_at(place, name), f"{quoted(name)} is repeated.")
            return
        seen.add(name)


@finding(
    "location.pushed-request",
    "info",
    "The parameters went by the back channel",
    "The reference is for one use and lasts 5 to 600 seconds; nothing to do.",
    needs="L",
    source="RFC 9126 2.2",
    actor="nobody",
)
def _pushed_request(subject: Subject) -> Iterator[Mark]:
    if any(n == "request_uri" and v.startswith(_PUSHED) for n, v in _location_pairs(subject)):
        yield Mark("response.location")


@finding(
    "location.request-object",
    "info",
    "The parameters stand in a signed request",
    "It is decoded but not verified; parameters beside it may be ignored.",
    needs="L",
    source="RFC 9101 6.3",
    actor="nobody",
)
def _request_object(subject: Subject) -> Iterator[Mark]:
    for name, value in _location_pairs(subject):
        if name == "request" and value.startswith("ey") and value.count(".") in (2, 4):
            yield Mark("response.location")
            return


@finding(
    "callback.login-id",
    "info",
    "The callback brings a loginId",
    "That is the documented success and there is no code: next is POST /Authorize with that "
    "LoginId. It stands for a person's bank link: treat it as a secret.",
    needs="C",
    source="Flinks, Set Up a Custom API Integration",
    actor="caller",
)
def _callback_login_id(subject: Subject) -> Iterator[Mark]:
    names = {name for name, value in _callback_pairs(subject) if value}
    if "loginId" in names and "error" not in names:
        yield Mark("request.params.loginId")


@finding(
    "callback.no-answer",
    "error",
    "The callback brings nothing",
    "It has neither loginId, code nor error: somebody opened the URL by hand, or a proxy cut its "
    "query.",
    needs="C",
    source="Flinks, Set Up a Custom API Integration",
    actor="network",
)
def _callback_no_answer(subject: Subject) -> Iterator[Mark]:
    if not {name for name, value in _callback_pairs(subject) if value} & ANSWER_NAMES:
        yield Mark("request.url")


def _location_pairs(subject: Subject) -> tuple[Pair, ...]:
    return answer_pairs(subject.location)[:_MOST_PAIRS] if subject.location is not None else ()


def _raw_location_pairs(subject: Subject) -> tuple[Pair, ...]:
    """The pairs percent-decoded with `+` kept as `+`, as the request's own are."""
    if subject.location is None:
        return ()
    kept = (subject.location.query or "").replace("+", "%2B")
    behind = (subject.location.fragment or "").replace("+", "%2B")
    return (*read_pairs(kept), *read_pairs(behind))[:_MOST_PAIRS]


def _callback_pairs(subject: Subject) -> tuple[Pair, ...]:
    return (*(subject.callback or ()), *read_pairs(subject.url.fragment))[:_MOST_PAIRS]


def _answer(subject: Subject) -> tuple[str, tuple[Pair, ...]]:
    """The place and the parameters of the Location or callback."""
    if subject.callback is not None:
        return "request.url", _callback_pairs(subject)
    return "response.location", _location_pairs(subject)


def _at(place: str, name: str) -> str:
    return f"request.params.{name[:80]}" if place == "request.url" else place


def _is_response(subject: Subject) -> bool:
    """Whether the Location answers rather than leads on to the provider."""
    if is_answer(subject):
        return True
    sent = split(subject.sent("redirect_uri"))
    return (
        bool(sent.host) and subject.location is not None and subject.location.origin == sent.origin
    )


def _allowed(character: str) -> bool:
    return " " <= character <= "~" and character not in '"\\'
