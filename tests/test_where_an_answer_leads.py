"""Whether an answer leads on by Location or by a form, and whether the form submits itself."""

from __future__ import annotations

import pytest

from tests.pages import URL, answer, page
from workbench.inspection.page import read_page
from workbench.inspection.redirect import read_redirect
from workbench.model.page import Redirect

FORM = (
    "<form method=post action=https://ob.example/next><input type=hidden name=REF value=1></form>"
)
SELF = FORM + "<script>document.forms[0].submit()</script>"
HERE = "https://asp.example.com"


def redirect(body: str, *headers: str, status: int = 302) -> Redirect:
    response = answer(body, status=status, headers=headers)
    return read_redirect(response, read_page(response, URL), URL)


@pytest.mark.parametrize(
    ("body", "headers", "status", "expected"),
    [
        ("", ("Location: https://a.example/x",), 302, ("location", "https://a.example/x")),
        ("", ("location: /x?a=é b",), 303, ("location", f"{HERE}/x?a=%C3%A9%20b")),
        ("", ("Location: //b.example",), 302, ("location", "https://b.example/")),
        ("", ("Location: \\\\b.example\\x",), 302, ("location", "https://b.example/x")),
        ("", ("Location: javascript:alert(1)",), 302, ("location", "javascript:alert(1)")),
        ("", ("Location: http://[bad",), 302, ("location", None)),
        ("", ("Location: /x", "Location: /x"), 302, ("location", f"{HERE}/x")),
        ("", ("Location: /x", "Location: /y"), 302, ("location", None)),
        ("", ("Location:",), 302, ("none", None)),
        ("", ("Location:", "Location: /y"), 302, ("location", f"{HERE}/y")),
        ("", ("Location: /x",), 200, ("none", None)),
        ("", ("Location: /x",), 201, ("none", None)),
        ("", (), 302, ("none", None)),
        (SELF, ("Location: https://a.example/x",), 302, ("both", "https://a.example/x")),
        (SELF, (), 302, ("form", "https://ob.example/next")),
        (SELF, (), 200, ("form", "https://ob.example/next")),
        (SELF, (), 400, ("form", "https://ob.example/next")),
        (FORM, (), 200, ("form", "https://ob.example/next")),
        (FORM + FORM, (), 200, ("none", None)),
        (FORM + "<meta http-equiv=refresh content='0;url=/x'>", (), 200, ("none", None)),
        (FORM + "<script>location='/x'</script>", (), 200, ("none", None)),
        ("<form><input name=user><input type=password name=p></form>", (), 200, ("none", None)),
        (
            "<form><input type=hidden name=a><input type=checkbox name=b></form>",
            (),
            200,
            ("none", None),
        ),
        ("<form><input type=hidden name=a><button>Go</button></form>", (), 200, ("form", URL)),
        ("<form></form>", (), 200, ("none", None)),
        ("<noscript>" + FORM + "</noscript>", (), 200, ("none", None)),
        ("<p>hello", (), 200, ("none", None)),
        ("<meta http-equiv=refresh content='0;url=/x'>", (), 200, ("none", None)),
    ],
)
def test_an_answer_leads_where_a_browser_goes(
    body: str, headers: tuple[str, ...], status: int, expected: tuple[str, str | None]
) -> None:
    read = redirect(body, *headers, status=status)
    assert (read.kind, read.target) == expected


def test_a_failed_answer_leads_nowhere() -> None:
    assert read_redirect(None, None, URL) == Redirect("none", None, None)


TWO = "<form id=one name=first></form><form id=two name=second></form>"


@pytest.mark.parametrize(
    ("script", "form"),
    [
        ("document.forms[0].submit()", 0),
        ("document.forms[1].submit();", 1),
        ("document.forms['two'].submit()", 1),
        ('document.forms["second"].submit()', 1),
        ("document.forms.second.submit()", 1),
        ("document.second.submit()", 1),
        ("document['second'].submit()", 1),
        ("document.getElementById('two').submit()", 1),
        ("document.getElementById('two').requestSubmit()", 1),
        ("document.querySelector('#two').submit()", 1),
        ("document.querySelector('form').submit()", 0),
        ("document.getElementsByTagName('form')[1].submit()", 1),
        ("document.getElementsByName('second')[0].submit()", 1),
        ("two.submit()", 1),
        ("var f = document.getElementById('two'); f.submit();", 1),
        ("HTMLFormElement.prototype.submit.call(document.forms[1])", 1),
        ("window.onload = function() { document.forms[1].submit(); }", 1),
        ("window.onload = () => { document.forms[1].submit() }", 1),
        ("window.addEventListener('load', function(){ document.forms[1].submit() })", 1),
        ("document.addEventListener('DOMContentLoaded', () => { document.forms[1].submit() })", 1),
        ("setTimeout(function(){ document.forms[1].submit() }, 100)", 1),
        ("setTimeout('document.forms[1].submit()', 100)", 1),
        ("function go(){ document.forms[1].submit() } window.onload = go;", 1),
        ("function go(){ document.forms[1].submit() } go()", 1),
        ("const go = () => { document.forms[1].submit() }; setTimeout(go, 5)", 1),
        ("(function(){ document.forms[1].submit() })()", 1),
        ("if (true) { document.forms[1].submit(); }", 1),
        ("<!--\ndocument.forms[1].submit()\n//-->", 1),
        ("/* document.forms[0].submit() */ document.forms[1].submit()", 1),
    ],
)
def test_a_script_that_submits_is_seen_and_its_form_known(script: str, form: int) -> None:
    read = page(f"{TWO}<script>{script}</script>")
    assert (read.auto_submit, read.submits, read.how) == (True, form, "script")


@pytest.mark.parametrize(
    "script",
    [
        "",
        "var x = 1;",
        "// document.forms[0].submit()",
        "/* document.forms[0].submit() */",
        "function go(){ document.forms[0].submit() }",
        "document.getElementById('b').onclick = function(){ document.forms[0].submit() }",
        "document.getElementById('b').addEventListener('click', () => { document.one.submit() })",
        "$('#b').click(function(){ document.forms[0].submit() })",
        "$('#one').submit(function(e){ e.preventDefault() })",
        "$('#b').on('click', function(){ $('#one').submit() })",
    ],
)
def test_a_script_that_waits_for_a_person_submits_nothing(script: str) -> None:
    read = page(f"{TWO}<script src=/js/jquery.min.js></script><script>{script}</script>")
    assert read.auto_submit is False


@pytest.mark.parametrize(
    "markup",
    [
        "<script src=x.js></script>",
        "<script src=x.js></script><script>autoSubmit()</script>",
        "<script>eval(location.hash)</script>",
        "<script>document.forms[location.hash].submit()</script>",
        "<img src=x onerror='document.forms[0].submit()'>",
    ],
)
def test_what_the_text_cannot_tell_stays_unknown(markup: str) -> None:
    read = page(TWO + markup)
    assert (read.auto_submit, read.submits) == (None, None)


@pytest.mark.parametrize(
    "script",
    [
        "eval(x)",
        "autoSubmit()",
        "document.forms[7].submit()",
        "document.getElementById('gone').submit()",
        "document.two.submit()",
        "$('#two').submit()",
    ],
)
def test_a_script_that_fails_submits_nothing(script: str) -> None:
    assert page(f"{TWO}<script>{script}</script>").auto_submit is False


@pytest.mark.parametrize(
    ("script", "form"),
    [
        ("$('#two').submit()", 1),
        ("jQuery('#two').trigger('submit')", 1),
        ("$(function(){ $('#two').submit(); });", 1),
        ("$(document).ready(function() { $('form').first().submit() })", 0),
    ],
)
def test_jquery_from_elsewhere_submits_as_it_does(script: str, form: int) -> None:
    read = page(f"{TWO}<script src=/js/jquery-3.7.1.min.js></script><script>{script}</script>")
    assert (read.auto_submit, read.submits) == (True, form)


@pytest.mark.parametrize(
    ("markup", "form"),
    [
        ("<body onload='document.forms[1].submit()'>" + TWO, 1),
        ("<BODY ONLOAD=\"javascript:document.forms['two'].submit();\">" + TWO, 1),
        ("<script>function go(){document.second.submit()}</script><body onload='go()'>" + TWO, 1),
        (TWO + "<img src='' onerror='document.forms[0].submit()'>", 0),
    ],
)
def test_a_handler_that_submits_is_seen(markup: str, form: int) -> None:
    read = page(markup)
    assert (read.auto_submit, read.submits, read.how) == (True, form, "onload")


@pytest.mark.parametrize(
    "markup",
    [
        "<p onclick='document.forms[0].submit()'>" + TWO,
        TWO + "<script type=text/template>document.forms[0].submit()</script>",
        TWO + "<noscript><script>document.forms[0].submit()</script></noscript>",
        TWO + "<template><script>document.forms[0].submit()</script></template>",
        TWO,
    ],
)
def test_what_does_not_run_submits_nothing(markup: str) -> None:
    assert page(markup).auto_submit is False


def test_a_click_on_a_submit_button_submits_its_form() -> None:
    read = page(
        "<form></form><form><input type=submit id=go></form>"
        "<script>document.getElementById('go').click()</script>"
    )
    assert (read.auto_submit, read.submits) == (True, 1)


def test_a_control_named_submit_makes_the_script_fail_and_that_is_kept() -> None:
    read = page("<form><input name=submit></form><script>document.forms[0].submit()</script>")
    assert (read.auto_submit, read.submit_fails) == (False, 0)


@pytest.mark.parametrize(
    ("script", "target"),
    [
        ("location='/x'", f"{HERE}/x"),
        (
            'window.location.href = "https://a.example/?a=1\\u0026b=2";',
            "https://a.example/?a=1&b=2",
        ),
        ("document.location.replace('/y')", f"{HERE}/y"),
        ("top.location.assign('https://a.example/')", "https://a.example/"),
        ("if (location == '/x') {}", None),
        ("var mylocation = '/x'", None),
        ("b.onclick = function(){ location = '/x' }", None),
    ],
)
def test_a_script_that_goes_elsewhere_is_seen(script: str, target: str | None) -> None:
    assert page(f"<script>{script}</script>").script_location == target
