"""Scripts made to exhaust who follows them cost little, and never more than the truth: no error, no
answer that is not known."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pages import page
from tests.self_submitting_pages import FORM
from workbench.model.page import Page

SCRIPTS = {
    "brackets": "(" * 50_000 + ")" * 50_000,
    "blocks": "{" * 50_000 + "}" * 50_000,
    "else if": "if(a){}else " * 10_000 + "x",
    "not": "!" * 100_000 + "x",
    "new": "new " * 20_000 + "x",
    "a long sum": "'a'" + "+'a'" * 30_000,
    "a long chain": "a" + ".b()" * 20_000,
    "arrows": "a=>" * 20_000 + "a",
    "conditionals": "a?b:" * 20_000 + "c",
    "assignments": "a=" * 30_000 + "1",
    "functions that double": "function f0(){}"
    + "".join(f"function f{n}(){{f{n - 1}();f{n - 1}()}}" for n in range(1, 40))
    + "f39()",
    "conditions that double": "function f0(){}"
    + "".join(f"function f{n}(){{if(navigator.x)f{n - 1}();else f{n - 1}()}}" for n in range(1, 40))
    + "f39()",
    "recursion": "function f(){f()} f()",
    "loops in loops": "for(var a=0;a<100;a++)" * 8 + "{g=1}",
    "timers that double": "function f(){setTimeout(f,1);setTimeout(f,1)} f()",
    "a text that doubles": "var a='xxxxxxxx';for(;;){a=a+a}",
    "eval of itself": "function f(){eval('f()')} f()",
    "promises of itself": "function f(){Promise.resolve().then(f)} f()",
    "events of itself": "n.onsubmit=function(){n.requestSubmit()};n.requestSubmit()",
    "dispatch of itself": "n.addEventListener('x',function(){n.dispatchEvent(new Event('x'))});"
    "n.dispatchEvent(new Event('x'))",
    "a megabyte": "var x = 1;\n" * 100_000,
    "quotes": "'" * 100_001,
    "comments": "/*" * 50_000,
    "templates": "`${" * 20_000,
    "many look-ups": "document.querySelectorAll('form input[name=a]');" * 2_500,
}
MARKUP = {
    "many scripts": FORM + "<script>var x=1</script>" * 20_000,
    "many handlers": FORM + "<svg onload='x()'></svg>" * 20_000,
    "many forms": "<form><input name=a></form>" * 5_000
    + f"<script>{'document.forms[4999];' * 3_000}</script>",
    "many controls": f"<form id=f>{'<input name=a>' * 20_000}</form>"
    f"<script>{'f.zz;' * 4_000}</script>",
}


@pytest.mark.parametrize(
    "markup",
    [*(f"{FORM}<script>{script}</script>" for script in SCRIPTS.values()), *MARKUP.values()],
    ids=[*SCRIPTS, *MARKUP],
)
def test_a_hostile_script_costs_little(markup: str) -> None:
    began = process_time()
    page(markup)
    assert process_time() - began < 2


@pytest.mark.parametrize("name", ["recursion", "brackets", "events of itself", "eval of itself"])
def test_a_deep_script_leaves_the_stack_alone(name: str) -> None:
    def below(frames: int, read: Callable[[], Page]) -> Page:
        return read() if frames == 0 else below(frames - 1, read)

    assert sys.getrecursionlimit() == 1000
    below(600, lambda: page(f"{FORM}<script>{SCRIPTS[name]}</script>"))


def test_a_script_that_is_too_much_leaves_the_answer_open() -> None:
    assert page(f"{FORM}<script>{SCRIPTS['recursion']}</script>").auto_submit is None
    assert page(f"{FORM}<script>{SCRIPTS['a megabyte']}</script>").auto_submit is None


PIECES = re.findall(
    r"\S+",
    "document forms [ 0 ] . submit ( ) { } ; , function if else for while do try catch finally "
    "return => = + 'a' \"b\" `c` ${ async await class extends x f n $ jQuery window onload "
    "addEventListener 'load' setTimeout ? : ?. ... var let const in of with switch case default "
    "/ * /* // <!-- --> 1 .5 !== && || ?? ! typeof this null eval 'n.submit()' click "
    "requestSubmit querySelector '#f' '*' '.x' new Event Promise resolve then",
)


@settings(deadline=None, max_examples=200)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_no_heap_of_words_upsets_who_follows_it(pieces: list[str]) -> None:
    read = page(f"{FORM}<script>{' '.join(pieces)}</script>")
    assert read.auto_submit in (True, False, None)
    assert (read.submits is None) or read.auto_submit is True
