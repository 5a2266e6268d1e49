"""Findings about the scopes that are asked for and about what stands inside the state."""

from __future__ import annotations

import re
from binascii import Error as Base64Error
from binascii import a2b_base64
from collections import Counter
from collections.abc import Iterator

from workbench.inspection.decoders.compression import unfinished
from workbench.inspection.decoders.encodings import SPACES_READ_AS_PLUS
from workbench.inspection.findings.redirect_uri import register_for_state
from workbench.inspection.findings.registry import Mark, finding
from workbench.inspection.findings.subject import Subject
from workbench.inspection.findings.wording import earlier, listed, quoted
from workbench.inspection.scopes import CLUSTERS, REQUIRED, SENSITIVE, meaning
from workbench.inspection.written_url import form_text

_TOKENS = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+(?: [\x21\x23-\x5b\x5d-\x7e]+)*")
_BASE64ISH = re.compile(r"[A-Za-z0-9+/_\- ]{16,}={0,2}")
_LONGEST = 65_536
_MEANING = "What i, r and s mean is inferred from the documented example"


@finding(
    "scope.basic-missing",
    "warning",
    f"The scope lacks {REQUIRED}",
    "Flinks marks it as required: check the recipient's registration.",
    needs="P/L",
    source="Flinks, Create a Data Recipient",
    actor="flinks",
)
def _basic_missing(subject: Subject) -> Iterator[Mark]:
    if subject.scope_tokens and REQUIRED not in subject.scope_tokens:
        yield Mark(subject.scope[0])


@finding(
    "scope.unknown-token",
    "info",
    "A scope is not known here",
    "Its meaning is unknown; tokens are case-sensitive and defined by the server.",
    needs="P/L",
    source="RFC 6749 3.3",
    actor="nobody",
    yields_to=("scope.syntax",),
)
def _unknown_token(subject: Subject) -> Iterator[Mark]:
    place = subject.scope[0]
    unknown = [t for t in dict.fromkeys(subject.scope_tokens) if meaning(t) is None]
    if unknown:
        cased = [token for token in unknown if token.upper() in CLUSTERS]
        if cased:
            seen = f"Known but for letter case: {listed(cased)}."
            yield Mark(place, seen, "warning")
        else:
            yield Mark(place, f"Unknown: {listed(unknown)}.")


@finding(
    "scope.syntax",
    "warning",
    "The scope is written wrongly",
    "Tokens are joined by one space each; anything else is read as one unknown token: report it.",
    needs="P/L",
    source="RFC 6749 3.3",
    actor="flinks",
)
def _scope_syntax(subject: Subject) -> Iterator[Mark]:
    place, scope = subject.scope
    if scope and ("," in scope or not _TOKENS.fullmatch(scope)):
        yield Mark(place, f"It is {quoted(scope)}.")


@finding(
    "scope.duplicate-token",
    "info",
    "A scope comes twice",
    "Order and repeats do not matter; nothing to do.",
    needs="P/L",
    source="RFC 6749 3.3",
    actor="nobody",
)
def _duplicate_token(subject: Subject) -> Iterator[Mark]:
    if len(set(subject.scope_tokens)) != len(subject.scope_tokens):
        twice = [token for token, times in Counter(subject.scope_tokens).items() if times > 1]
        yield Mark(subject.scope[0], f"Twice: {listed(twice)}.")


@finding(
    "scope.all-requested",
    "info",
    "Every scope is requested",
    "The consent page asks for everything; scopes come from the recipient's registration, not "
    "from this call. Is all of it needed?",
    needs="P/L",
    source="RFC 9700 2.3",
)
def _all_requested(subject: Subject) -> Iterator[Mark]:
    if CLUSTERS.issubset(subject.scope_tokens):
        yield Mark(subject.scope[0], f"All {len(CLUSTERS)} of them.")


@finding(
    "scope.sensitive",
    "info",
    "Sensitive scopes are requested",
    "Account numbers for payments or personal data will flow: handle them accordingly.",
    needs="P/L",
    source="FDX API 5.0, DataCluster",
    yields_to=("scope.all-requested",),
)
def _sensitive(subject: Subject) -> Iterator[Mark]:
    found = [token for token in SENSITIVE if token in subject.scope_tokens]
    if found:
        yield Mark(subject.scope[0], f"Asked for: {listed(found)}.")


@finding(
    "state.decodes",
    "info",
    "The state could be read",
    "It holds an id (i), the return address (r) and the caller's state (s).",
    needs="P+D",
    source=_MEANING,
    actor="nobody",
)
def _state_decodes(subject: Subject) -> Iterator[Mark]:
    found = subject.page_state
    if found is not None and {"i", "r", "s"} <= subject.state_values.keys():
        yield Mark(subject.input_path("state"), f"By {' > '.join(found[1].steps)}.")


@finding(
    "state.opaque",
    "info",
    "The state could not be read",
    "The format changed, or it was damaged on the way: compare with an earlier answer.",
    needs="P",
    source="house",
    actor="nobody",
    yields_to=("state.damaged", "decoded.limit"),
    looks_back=True,
)
def _state_opaque(subject: Subject) -> Iterator[Mark]:
    if subject.page_state is None and subject.handover and subject.handover.get("state"):
        before = subject.past.readable if subject.past is not None else None
        if before is None:
            yield Mark(subject.input_path("state"))
        else:
            seen = f"That of {earlier(before)} could be read."
            yield Mark(subject.input_path("state"), seen, "warning")


@finding(
    "state.damaged",
    "warning",
    "The state was damaged on its way",
    "It was cut, or its + turned into spaces: find who handles it as text in between.",
    needs="P",
    source="RFC 4648 3.2, 4; RFC 1951 3.2.3",
    actor="flinks",
)
def _state_damaged(subject: Subject) -> Iterator[Mark]:
    found = subject.page_state
    if found is not None:
        if SPACES_READ_AS_PLUS in found[1].notes:
            yield Mark(subject.input_path("state"), "Spaces stand where + stood.")
        return
    written = (subject.handover.get("state") or "") if subject.handover else ""
    seen = _damage(written)
    if seen:
        yield Mark(subject.input_path("state"), seen)


@finding(
    "state.return-differs",
    "error",
    "The user returns to another address than asked for",
    "A default was taken, or somebody changed it: have the address you sent registered, and "
    "check how it was encoded.",
    needs="R+P+D",
    source=_MEANING,
)
def _return_differs(subject: Subject) -> Iterator[Mark]:
    written, sent = subject.state_values.get("r"), subject.sent("redirect_uri")
    if not isinstance(written, str) or not written:
        return
    if not sent:
        yield Mark(
            subject.state_path("r"),
            f"None was asked for; the state says {quoted(written)}.",
            "info",
        )
    elif written not in (sent, form_text(sent) if "+" in sent else sent):
        yield Mark(
            subject.state_path("r"), f"Asked {quoted(sent)}; the state says {quoted(written)}."
        )


@finding(
    "state.caller-state-differs",
    "error",
    "Your state was changed",
    "Your check will fail at the callback: send base64url or hex, where nothing needs encoding.",
    needs="R+P+D",
    when="?state",
    source=f"{_MEANING}; RFC 6749 4.1.2",
)
def _caller_state_differs(subject: Subject) -> Iterator[Mark]:
    written, sent = subject.state_values.get("s"), subject.sent("state")
    if isinstance(written, str) and sent and written != sent:
        spaces = " A + became a space." if written == sent.replace("+", " ") else ""
        yield Mark(
            subject.state_path("s"),
            f"Sent {quoted(sent)}; the state says {quoted(written)}.{spaces}",
        )


@finding(
    "state.caller-state-invented",
    "info",
    "The server made a state, for none was sent",
    "You cannot verify it: send your own.",
    needs="R+P+D",
    source=_MEANING,
)
def _caller_state_invented(subject: Subject) -> Iterator[Mark]:
    if subject.state_values.get("s") and not subject.sent("state"):
        yield Mark(subject.state_path("s"))


@finding(
    "state.id-equals-caller-state",
    "info",
    "Inside the state, i equals s",
    "So it is in the documented example; what i means is not known. Nothing to do.",
    needs="P+D",
    source="OpenAPI of the endpoint (example)",
    actor="nobody",
)
def _id_equals_caller_state(subject: Subject) -> Iterator[Mark]:
    values = subject.state_values
    if values.get("i") and values.get("i") == values.get("s"):
        yield Mark(subject.state_path("i"))


@finding(
    "state.readable",
    "info",
    "Anybody can read and rebuild the state",
    "It is neither signed nor encrypted: safe only if the server binds it to the session.",
    needs="P+D",
    source="RFC 9700 4.7.1",
    actor="flinks",
)
def _state_readable(subject: Subject) -> Iterator[Mark]:
    found = subject.page_state
    if found is not None and found[1].steps[-1:] == ("json",) and found[1].value is not None:
        yield Mark(subject.input_path("state"))


register_for_state()


def _damage(written: str) -> str | None:
    """How an unreadable state is damaged, where its bytes prove it."""
    if len(written) > _LONGEST or not _BASE64ISH.fullmatch(written):
        return None
    standard = written.replace("-", "+").replace("_", "/")
    stripped = standard.replace(" ", "+").rstrip("=")
    usable = stripped[: len(stripped) // 4 * 4]
    try:
        data = a2b_base64(usable)
    except Base64Error:
        return None
    text = unfinished(data)
    begins = text is not None and text.lstrip()[:1] in ("{", "[")
    spaces = " Spaces stand where + stood." if " " in written else ""
    if begins:
        return f"It begins as compressed JSON and has no end.{spaces}"
    if len(stripped) % 4 == 1 and any(c in written for c in "+/= "):
        return f"{len(stripped)} base64 characters: one is missing or too many.{spaces}"
    return None
