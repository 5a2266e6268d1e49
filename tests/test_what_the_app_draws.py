"""Texts as the app folds and draws them, drafts as they are filled and sent, lines as copied."""

from __future__ import annotations

import argparse
import shlex
from itertools import pairwise

from hypothesis import given as given_by
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from tests.exchanges import simulated
from workbench.cli.request_options import add_request_options, given_of
from workbench.inspection.request import read_request
from workbench.inspection.summary import Line as Told
from workbench.model.capture import Capture, Timing
from workbench.model.comparison import Comparison, Difference, Remark
from workbench.model.exchange import Exchange
from workbench.model.request import AuthorizeRequest
from workbench.service.composing import compose, sent_again
from workbench.service.exchange import Exchange as Kept
from workbench.tui.answer import summary
from workbench.tui.answer.decoded import leaf_text, tree
from workbench.tui.answer.reading import Answer
from workbench.tui.answer.timing import phases
from workbench.tui.compose.draft import given, of_request
from workbench.tui.history.window import WINDOW, Window
from workbench.tui.safe_text import Line, Span, fitted, folded, shown, strip_of
from workbench.tui.screens import diff
from workbench.tui.text_view import folds

TEXT = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("ab \t\r\n\x1b\x9b\u202e\u0301\u200d👩漢é"),
    ),
    max_size=300,
)
NAMES = st.sampled_from(("institution_id", "redirect_uri", "state", "lang", "tag", "recipientId"))
VALUES = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given_by(TEXT, st.integers(20, 60))
def test_folding_loses_nothing_and_no_line_is_too_wide(text: str, width: int) -> None:
    starts = [start for batch in folds(text, width) for start in batch]
    ends = [*starts[1:], len(text)] if starts else []
    assert "".join(text[a:b] for a, b in zip(starts, ends, strict=True)) == text
    assert all(a < b for a, b in pairwise(starts))
    for a, b in zip(starts, ends, strict=True):
        line = text[a:b].removesuffix("\n").removesuffix("\r").replace("\t", "    ")
        assert "\n" not in line
        assert cell_len("".join(shown(c) for c in line)) <= width


@given_by(TEXT)
def test_no_character_that_acts_is_drawn(text: str) -> None:
    drawn = strip_of([Span(text)], lambda _: Style(), Style()).text
    for out in (drawn, shown(text)):
        assert not any(c < " " or "\x7f" <= c < "\xa0" or c in "\u202e\u2066\u200d" for c in out)


@given_by(TEXT, st.integers(1, 40))
def test_what_is_fitted_has_exactly_its_cells(text: str, width: int) -> None:
    safe = shown(text)
    assert cell_len(fitted(safe, width)) == width
    assert all(cell_len(part) <= max(2, width) for part in folded(safe, width))


@given_by(st.lists(st.tuples(st.one_of(NAMES, VALUES.filter(bool)), VALUES), max_size=8))
def test_a_replay_through_the_form_asks_for_the_same(pairs: list[tuple[str, str]]) -> None:
    request = AuthorizeRequest(base_url="http://127.0.0.1:1", params=pairs)
    exchange = _sent(request)
    again = compose(given(of_request(sent_again(exchange.request), fresh_state=False)), None)
    if again.literal_url is None:
        assert sorted(again.params) == sorted(request.params)
    else:
        assert again.url.removesuffix("?") == request.url
    assert again.url.startswith("http://127.0.0.1:1/v3/oauth/authorize")
    assert again.headers == request.headers


def test_a_url_of_another_path_is_replayed_as_it_stands() -> None:
    url = "https://bank.example/login?x=1&x=2&%41=b"
    exchange = _sent(AuthorizeRequest(url=url, method="POST"))
    again = compose(given(of_request(sent_again(exchange.request), fresh_state=False)), None)
    assert again.url == url
    assert again.method == "POST"


@given_by(st.lists(st.tuples(NAMES, VALUES), max_size=6), st.sampled_from(("toolbox", None)))
def test_the_copied_line_asks_for_the_same(
    pairs: list[tuple[str, str]], instance: str | None
) -> None:
    from workbench.service.command_line import command_line

    base = None if instance else "http://127.0.0.1:1"
    request = AuthorizeRequest(instance=instance, base_url=base, params=pairs)
    words = shlex.split(command_line(_sent(request).request))
    assert words[:2] == ["workbench", "authorize"]
    parser = argparse.ArgumentParser()
    add_request_options(parser)
    again = compose(given_of(parser.parse_args(words[2:])), None)
    assert again.url == request.url
    assert again.headers == request.headers


def _sent(request: AuthorizeRequest) -> Exchange:
    host = request.url.split("/")[2]
    target = request.url.partition(host)[2]
    lines = [f"{request.method} {target} HTTP/1.1", f"Host: {host}"]
    lines += [f"{name}: {value}" for name, value in request.headers]
    sent = "\r\n".join([*lines, "", ""]).encode("latin-1")
    plain = simulated(1)
    capture = Capture(request.url, sent, b"", None)
    assert read_request(capture).url == request.url
    return Exchange(capture, plain.read)


def test_a_window_holds_what_is_near_and_finds_by_halving() -> None:
    window = Window(range(3000, 0, -1))
    assert window.place_of(3000) == 0
    assert window.place_of(1) == 2999
    assert window.place_of(4000) is None
    assert window.nearest(4000) == 0
    assert window.nearest(-1) == 2999
    assert window.missing(140, 160) == [0, 1]
    for number in range(20):
        window.put(number, [], near=number * WINDOW)
    assert len(window._rows) <= 8
    assert window.row(2999) is None


def test_a_deep_or_wide_value_is_drawn_within_bounds() -> None:
    from workbench.model.finding import Decoded, Json

    deep: Json = "x"
    for _ in range(5000):
        deep = [deep]
    wide: Json = {str(n): n for n in range(100_000)}
    for value in (deep, wide):
        lines = list(tree(Decoded("forms[0].x", ("json",), value), 80, "  "))
        assert 1 < len(lines) < 6000
    assert leaf_text(deep)


def test_phases_of_a_kept_alive_connection_have_no_dns_connect_tls() -> None:
    words = {phase.word: phase.took for phase in phases(Timing(first_byte=5.0, total=7.5))}
    assert words == {"dns": None, "connect": None, "tls": None, "waiting": 5.0, "receiving": 2.5}


def _drawn(lines: list[Line], ink: str) -> str:
    """What of these lines is in that ink, row by row."""
    rows = ("".join(span.text for span in line.spans if span.ink == ink) for line in lines)
    return " ".join(row.strip() for row in rows if row.strip())


def test_the_summary_colours_the_cause_alone() -> None:
    told = (
        Told("environment", "SANDBOX toolbox"),
        Told(
            "error", "The page is blocked: its policy forbids it. (a.b); for Flinks", "error", "a.b"
        ),
        Told("rejected", "lang: x is not valid", "error"),
        Told("info", "The state could be read (state.decodes)", "info", "state.decodes"),
    )
    answer = Answer(Kept.of(simulated(1)), told, b"")
    for width in (40, 100):
        lines = summary.lines(answer, width)
        assert _drawn(lines, "error") == "E The page is blocked: E lang: x is not valid"
        assert _drawn(lines, "info") == "i The state could be read"
        assert "(a.b); for Flinks" in _drawn(lines, "")


def test_the_diff_stands_what_follows_under_its_cause() -> None:
    because = Difference("inputs", "lang", "en", "fr", "stable", "lang")
    comparison = Comparison(
        1,
        2,
        "live",
        "simulator",
        (
            Difference("request", "lang", "en", "fr", "stable"),
            because,
            Difference("inputs", "id", "4003", "4010", "stable", note="both [UUID], differ"),
            Difference("inputs", "REF", "S1", "S2", "volatile"),
            Difference("headers", "content-length", "1", "2", "derived"),
        ),
        (Remark("inputs", "REF", "repeated", "REF is the same in both: it should differ"),),
    )

    def text(*, every: bool) -> list[str]:
        lines = diff.lines(comparison, 90, every)
        return [" ".join("".join(span.text for span in line.spans).split()) for line in lines]

    plain = text(every=False)
    assert plain[0] == "W live compared with simulator"
    assert plain[3:9] == [
        "request",
        "lang en fr",
        "from this follows, inputs:",
        "lang en fr",
        "inputs",
        "id 4003 4010",
    ]
    assert "both [UUID], differ" in plain
    assert "W REF is the same in both: it should differ" in plain
    assert plain[-1] == "1 value differs each time; v shows them"
    assert text(every=True)[-1] == "REF S1 S2"
    assert not any("content-length" in line for line in text(every=True))
