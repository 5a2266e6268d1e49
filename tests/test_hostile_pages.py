"""Pages made to choke a reader are read in bounded time, and what was left out is said.

Each page once cost other parsers many seconds or gigabytes. The clock of a test must leave room
for a busy machine: it catches what grows with the square, not what is somewhat slower.
"""

from __future__ import annotations

from time import perf_counter

import pytest

from tests.hostile_pages import PAGES, cost
from workbench.inspection.page import read_page
from workbench.inspection.response import from_page
from workbench.inspection.tree import MAX_CONTROLS, MAX_ELEMENTS
from workbench.model.page import Page

SECONDS = 12.0
N = 100_000


def read(markup: str) -> Page:
    started = perf_counter()
    page = read_page(from_page(markup.encode()), "https://asp.example.com/")
    assert perf_counter() - started < SECONDS
    assert page is not None
    return page


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * N,
        "<div " + " ".join(f"a{i}" for i in range(2 * N)) + ">",
        "<p>" + "<!--" * (2 * N),
        "<p>" + "<" * (20 * N),
        "<span>" * N + "</x>" * N,
        "<form>" + "<fieldset disabled><legend>" * (N // 5) + "<input name=a>",
        "<table><form><tr><td><input name=a></table></form>" * (N // 10),
        "<div><form></div><input name=a></form>" * (N // 10),
        "<form><select name=a>" + "<option>x" * (N // 4),
        "<form>" + "<input type=radio name=a checked>" * (N // 4),
        "<h1><div>" * 250 + "x" * (20 * N),
        "<svg>" + "<g>" * N,
        "<template>" * N,
        "<noscript>" + "<input>" * N + "</noscript>",
        "<p onclick=a>" * (N // 4),
        "<form></form><script>" + "{" * (2 * N) + "</script>",
        "<form></form><script>" + "document.x." * 20_000 + "submit(</script>",
        "<form></form><script>" + "a = b = " * 30_000 + "{</script>",
        "<form></form><script>" + "function a(){" * 20_000 + "</script>",
        "<form></form><script>" + "a" * 250_000 + "{</script>",
        "<meta http-equiv=refresh content='" + " " * N + "x'>",
    ],
    ids=lambda markup: markup[:40],
)
def test_a_page_made_to_choke_a_reader_is_read_in_time(markup: str) -> None:
    read(markup)


def test_one_huge_value_is_read_whole() -> None:
    page = read("<form><input name=a value='" + "&amp;" * 3_000_000 + "'></form>")
    assert page.forms[0]["a"] == "&" * 3_000_000
    assert page.cut is None


def test_of_a_million_paragraphs_the_first_are_read_and_that_is_said() -> None:
    page = read("<title>x</title>" + "<p>" * 1_000_000 + "<form><input name=a></form>")
    assert page.title == "x"
    assert page.forms == ()
    assert page.cut == f"only the first {MAX_ELEMENTS:,} elements were read"


def test_of_too_many_inputs_the_first_are_read_and_that_is_said() -> None:
    page = read("<form>" + "<input type=hidden name=a value=b>" * 205_000 + "</form>")
    assert MAX_CONTROLS - 1 <= len(page.forms[0]) <= MAX_CONTROLS + 1024
    assert page.cut is not None
    assert page.cut.endswith("controls were read")


def test_formatting_that_multiplies_is_cut() -> None:
    page = read("<p>" + "".join(f"<b id={i}>" for i in range(5000)) + "<p>x" * 50_000)
    assert page.cut is not None


def test_options_whose_texts_repeat_are_cut() -> None:
    page = read("<form><select name=a></select>" + "<option><div>" * 250 + "x" * 2_000_000)
    assert page.cut is not None


# The dearest of `tests.hostile_pages`, which measures all of them; seconds are a last resort, for
# a machine that is busy.
DEAREST = {
    "1,000,000 hidden inputs, names differ": "page.too-big",
    "200,000 inputs": "page.too-big",
    "one value of 64 MiB": "page.too-big",
    "newlines": "page.too-big",
    "gzip bomb of 64 MiB": "page.too-big",
    "not UTF-8, 16 MB": "page.too-big",
    "selectors": None,
    "named submit, many forms": None,
    "100,000 Set-Cookie": "response.head-irregular",
    "not gb18030": "response.encoding-unreadable",
    "Location of 10 MB query": None,
}
CPU_SECONDS = 12.0
MEGABYTES = 400


@pytest.mark.parametrize("name", DEAREST)
def test_all_that_is_made_of_an_answer_stays_cheap_and_what_was_cut_is_said(name: str) -> None:
    read = cost(name)
    assert read["megabytes"] < MEGABYTES
    assert read["seconds"] < CPU_SECONDS
    finding = DEAREST[name]
    assert finding is None or finding in read["findings"]
    assert (read["cut"] is not None) == (finding == "page.too-big" or name in CUT_QUIETLY)


# Cut in the page as well, where another finding is the one to look for.
CUT_QUIETLY = ("named submit, many forms",)


def test_every_hostile_answer_has_a_name_of_its_own() -> None:
    assert len(PAGES) > 150
    assert set(DEAREST) <= set(PAGES)
