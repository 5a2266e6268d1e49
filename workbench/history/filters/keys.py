"""The keys of the filter language, as one table: what each means and how it becomes a condition.

Errors, `--help`, completion and the compiler read `KEYS`; a new key is one more line here and, if
it looks at something new, one more pair in `searchable.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple, Protocol

from workbench.history import tokens
from workbench.history.filters.amounts import (
    MS_UNITS,
    PLAIN,
    SIZE_UNITS,
    instant,
    interval,
)
from workbench.history.filters.condition import Condition, every, having, some
from workbench.history.filters.syntax import FilterError, Term


class Vocabulary(Protocol):
    """What a history knows of words that it holds; each returns at most `most`, unordered."""

    def words(self, beginning: str, most: int) -> list[str]:
        """Ordinary words that begin so."""

    def texts(self, beginning: str, most: int) -> list[str]:
        """Texts kept once, shapes among them, that begin so."""


Compile = Callable[[Term, Vocabulary], Condition]


class Key(NamedTuple):
    """One key: its help, an example, values to offer, and whether a `.NAME` belongs to it.
    `column` names where the history itself has values to offer."""

    key: str
    help: str
    example: str
    compile: Compile
    values: tuple[str, ...] = ()
    named: bool = False
    column: str = ""


MOST_EXPANDED = 200
_TAIL = re.compile(r"(?<![\w+/\-])[\w+/\-]+\Z")  # tried once a run, not at each of its letters
_STATUS = re.compile(r"-?\d+|\d(?:xx|\*)")


def bare_word(term: Term, vocabulary: Vocabulary) -> Condition:
    """Whole words and word beginnings: all words of the value, the last one open at its end."""
    parts = _words_beginning(term.value, vocabulary)
    if not parts:
        raise FilterError(
            f"{_short(term.value)} has no letter or digit to search for",
            "give a word, or key:value",
            term.column,
        )
    return every(parts)


def _words_beginning(text: str, vocabulary: Vocabulary) -> list[Condition]:
    """What holds of every row with a text that begins so, as far as words can tell. What stands
    before the last character that parts words is whole; what follows it may go on."""
    tail = _TAIL.search(text)
    begun = tail.group() if tail else ""
    parts = [having([tokens.word_term(w)]) for w in tokens.words(text[: len(text) - len(begun)])]
    pieces = list(tokens.words(begun))
    if not pieces:
        return parts
    split = [having([tokens.word_term(piece)]) for piece in pieces[:-1]]
    ways = [every([*split, _beginning(pieces[-1], vocabulary)])]
    joined = "".join(pieces)
    if len(pieces) > 1 and len(joined) > 7:
        # It may be the beginning of a UUID or of base64, which are one word each.
        ways.append(_beginning(joined, vocabulary))
    return [*parts, some(ways)]


def _beginning(word: str, vocabulary: Vocabulary) -> Condition:
    if len(word) == 1:
        return having([tokens.letters_term(word)])
    if len(word) == 2 and tokens.has_digit(word):
        return having([tokens.letters_term(word, 2)])
    if len(word) > tokens.OPAQUE_KEPT:
        # The index keeps the first letters of a long word: enough to find it, not to be sure.
        begun = f'("{tokens.word_term(word)}" OR "o{word[: tokens.OPAQUE_KEPT]}"*)'
        return Condition(match=begun, sql="word_fits(e.id, ?)", arguments=(word,))
    known = vocabulary.words(word, MOST_EXPANDED + 1)
    opaque = f'"{tokens.letters_term(word, 2)}"' if len(word) == 2 else f'"o{word}"*'
    if len(known) > MOST_EXPANDED:
        return Condition(match=f'("w{word}"* OR {opaque})')
    exact = {tokens.word_term(word), *("w" + each for each in known)}
    return some([having(sorted(exact)), Condition(match=opaque)])


def pair(term: Term, vocabulary: Vocabulary) -> Condition:
    """The whole value, letter case aside; with `*` at its end, values that begin so."""
    key = f"{term.key}.{term.name}" if term.name else str(term.key)
    value = term.value
    if term.quoted or not value.endswith("*"):
        return having([tokens.pair_term(key, value)])
    beginning = value[:-1]
    folded = beginning.casefold()
    parameter = PARAMETER_KEYS.get(key)
    fits = (
        Condition(sql=_PARAMETER_FITS, arguments=(parameter, folded))
        if parameter
        else Condition(sql="pair_fits(e.id, ?, ?)", arguments=(key, folded))
    )
    narrowed = [Condition(match=part.match) for part in _words_beginning(beginning, vocabulary)]
    return every([fits, *narrowed])._replace(alone=True)


_PARAMETER_FITS = (
    "parameter_fits((SELECT pattern FROM request WHERE id = e.request), e.url_values, ?, ?)"
)

# Filter key -> name of the request parameter it looks at.
PARAMETER_KEYS = {
    "institution": "institution_id",
    "lang": "lang",
    "tag": "tag",
    "redirect_uri": "redirect_uri",
    "state": "state",
    "recipient": "recipientId",
}


def finding(term: Term, _: Vocabulary) -> Condition:
    """A finding's id, or with `.*` at its end a group of them."""
    if term.value.endswith("*") and not term.value.endswith(".*"):
        raise _bad(term, "wants a whole id or a group", "such as finding:redirect.*")
    return having([tokens.pair_term("finding", term.value)])


def status(term: Term, _: Vocabulary) -> Condition:
    """A status, or its class as `4xx` or `4*`."""
    value = term.value.casefold()
    if not _STATUS.fullmatch(value):
        raise _bad(term, "wants a number or a class", "such as status:302 or status:4xx")
    return having([tokens.pair_term("status", value.replace("*", "xx"))])


def shape(term: Term, vocabulary: Vocabulary) -> Condition:
    """A shape, or its first characters."""
    beginning = term.value.removesuffix("*").casefold()
    if not beginning:
        raise _bad(term, "needs the first characters of a shape")
    found = vocabulary.texts(beginning, MOST_EXPANDED + 1)
    if len(found) > MOST_EXPANDED:
        raise _bad(term, "wants a beginning that few shapes have", "give six characters or more")
    return having([tokens.pair_term("shape", each) for each in found])


def number_of(key: str, column: str, units: dict[str, int], scale: int = 1) -> Compile:
    """A compiler for `key:>500`, `key:10k`, `key:10..20` over a column kept in 1/`scale`."""

    def compile_number(term: Term, _: Vocabulary) -> Condition:
        bounds = interval(term.value, units, scale)
        if bounds is None:
            raise _bad(term, "wants a number", f"such as {key}:>500, {key}:<=20 or {key}:10..20")
        low, high = bounds
        sql, arguments = (
            (f"{column} >= ?", (low,))
            if high is None
            else (f"{column} BETWEEN ? AND ?", (low, high))
        )
        buckets = tokens.bucket_terms(key, low // scale, None if high is None else high // scale)
        return Condition(match=having(buckets).match, sql=sql, arguments=arguments)

    return compile_number


def identity(term: Term, _: Vocabulary) -> Condition:
    """An id or a range of ids."""
    bounds = interval(term.value, PLAIN)
    if bounds is None:
        raise _bad(term, "wants an id or a range", "such as id:12, id:10..20 or id:>100")
    low, high = bounds[0], bounds[1] if bounds[1] is not None else (1 << 63) - 1
    return Condition(sql="e.id BETWEEN ? AND ?", arguments=(low, high), low=low, high=high)


def since(term: Term, _: Vocabulary) -> Condition:
    """From an instant on (inclusive)."""
    start = _instant(term)
    return Condition(
        match=having(tokens.days_between(start, None)).match,
        sql="e.started_at >= ?",
        arguments=(start,),
    )


def until(term: Term, _: Vocabulary) -> Condition:
    """Before an instant (exclusive)."""
    end = _instant(term)
    return Condition(
        match=having(tokens.days_between(None, end)).match,
        sql="e.started_at < ?",
        arguments=(end,),
    )


def _instant(term: Term) -> int:
    moment = instant(term.value)
    if moment is None:
        raise _bad(
            term, "wants a time", "such as 7d, 24h, 30m, today, 2026-11-01 or 2026-11-01T10:00Z"
        )
    return moment


def body(term: Term, _: Vocabulary) -> Condition:
    """Any substring of the decoded body, letter case aside; reads every body that is left."""
    if not term.value:
        raise _bad(term, "wants a text")
    return Condition(sql="body_holds(e.id, ?)", arguments=(term.value.casefold(),))


def _choice(*values: str) -> Compile:
    def compile_choice(term: Term, _: Vocabulary) -> Condition:
        value = term.value.casefold()
        if value.endswith("*"):
            chosen = [each for each in values if each.startswith(value[:-1])]
        else:
            chosen = [each for each in values if each == value]
        if not chosen:
            raise _bad(term, f"is one of {', '.join(values)}", nearest_hint(term.value, values))
        return having([tokens.pair_term(str(term.key), v) for v in chosen])

    return compile_choice


def nearest_hint(given: str, known: tuple[str, ...]) -> str:
    """Words that name the nearest known one."""
    from difflib import get_close_matches

    close = get_close_matches(given.casefold()[:40], known, 1, 0.4)
    return f"did you mean {close[0]}?" if close else f"known: {', '.join(known)}"


def _bad(term: Term, message: str, hint: str = "") -> FilterError:
    return FilterError(
        f"{term.key}: {message}; {_short(term.value)} is not", hint, term.value_column
    )


def _short(value: str) -> str:
    return repr(value if len(value) <= 40 else value[:39] + "…")


_KINDS = ("form", "location", "both", "none")
_HAS = ("form", "location", "error", "failure", "callback", "note")
_SEVERITIES = ("error", "warning", "info")
_ORIGINS = ("live", "simulator", "import")
_FAILURES = ("connect", "timeout", "tls", "protocol", "limit", "cancelled", "dns", "refused")

TABLE: tuple[Key, ...] = (
    Key("status", "the answer's status, or its class", "status:302 status:4xx", status,
        ("302", "200", "400", "3xx", "4xx", "5xx"), column="status"),
    Key("instance", "the environment that was asked", "instance:toolbox", pair, column="instance"),
    Key("institution", "institution_id of the request", "institution:42", pair,
        column="institution"),
    Key("lang", "lang of the request", "lang:fr", pair, ("en", "fr"), column="lang"),
    Key("tag", "tag of the request", "tag:TCK-1", pair),
    Key("redirect_uri", "redirect_uri of the request, or its host",
        "redirect_uri:app.example.com", pair),
    Key("state", "state of the request", "state:abc123", pair),
    Key("recipient", "recipientId of the request", "recipient:r-1", pair),
    Key("host", "the host that the answer leads to", "host:ob.flinksapp.com", pair),
    Key("request_host", "the host that was asked",
        "request_host:toolbox-api.private.fin.ag", pair),
    Key("target", "the URL that the answer leads to, or its host",
        "target:ob.flinksapp.com", pair),
    Key("kind", "how the answer leads on: form, location, both, none", "kind:form",
        _choice(*_KINDS), _KINDS),
    Key("failure", "why a call failed: kind or cause", "failure:dns", pair, _FAILURES),
    Key("provider", "provider_id of the form", "provider:4003", pair),
    Key("connection", "connectionId of the form", "connection:dc-...", pair),
    Key("scope", "one scope of form or request", "scope:TRANSACTIONS", pair),
    Key("has", "what is there: form, location, error (field errors), failure, callback, note",
        "has:form", _choice(*_HAS), _HAS),
    Key("finding", "a finding's id", "finding:redirect.none", finding,
        column="finding"),
    Key("severity", "error, warning, info", "severity:error", _choice(*_SEVERITIES), _SEVERITIES),
    Key("shape", "the answer's shape, or its first characters", "shape:abc123", shape,
        column="shape"),
    Key("label", "a label", "label:TCK-77", pair, column="label"),
    Key("origin", "live, simulator, import", "origin:live", _choice(*_ORIGINS), _ORIGINS),
    Key("ms", "milliseconds in all", "ms:>500", number_of("ms", "e.micros", MS_UNITS, 1000)),
    Key("size", "bytes received (10k is 10,000)", "size:>10k",
        number_of("size", "e.bytes", SIZE_UNITS)),
    Key("since", "from then on: 7d, 24h, 30m, a date (local unless Z)", "since:7d", since),
    Key("until", "before then, exclusive", "until:2026-11-01", until),
    Key("id", "an id or a range", "id:10..20", identity),
    Key("form", "an input of the page's forms: form.NAME:value", "form.REF:613D...", pair,
        named=True),
    Key("header", "a header of request or answer: header.NAME:value", "header.server:nginx", pair,
        named=True),
    Key("body", "any substring of the body (reads every body: slow)", "body:Resume", body),
)  # fmt: skip

KEYS = {key.key: key for key in TABLE}


def compile_term(term: Term, vocabulary: Vocabulary) -> Condition:
    """The condition of one term. Raises `FilterError` for an unknown key or a value that does not
    fit it."""
    if term.key is None:
        return bare_word(term, vocabulary)
    key = KEYS.get(term.key)
    if key is None:
        raise FilterError(
            f"there is no key {term.key[:40]!r}",
            nearest_hint(term.key, tuple(KEYS))
            + f'; a bare word with a colon goes in quotes: "{term.key[:40]}:..."',
            term.column,
        )
    if key.named != bool(term.name):
        raise FilterError(
            f"{key.key} is written {key.key}.NAME:value"
            if key.named
            else f"{key.key} takes no .{term.name[:40]}",
            f"such as {key.example}",
            term.column,
        )
    if not term.value and not term.quoted:
        raise FilterError(f"{key.key}: has no value", f"such as {key.example}", term.value_column)
    return key.compile(term, vocabulary)
