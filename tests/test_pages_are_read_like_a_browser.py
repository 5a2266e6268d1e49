"""A page's forms hold what a browser's `new FormData(form)` holds, whatever the markup is.

Expectations are those of WHATWG HTML: tree construction, form owner, constructing the entry list.
"""

from __future__ import annotations

import html
import re
from copy import copy

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pages import URL, answer, page, pairs, submitted
from workbench.inspection.page import read_page
from workbench.inspection.tree import read_tree
from workbench.shipped import sample_responses

# Page -> what each of its forms would submit.
CORPUS: dict[str, tuple[str, list[list[tuple[str, str]]]]] = {
    "a plain hidden input": (
        "<form><input type=hidden name=a value=1></form>",
        [[("a", "1")]],
    ),
    "letter case of tags and types does not matter": (
        "<FORM><INPUT TYPE=HIDDEN NAME=A VALUE=b></FORM>",
        [[("A", "b")]],
    ),
    "entities are decoded in names and values": (
        "<form><input name='a&amp;b' value='&lt;x&gt; &copy &#x41;'></form>",
        [[("a&b", "<x> © A")]],
    ),
    "an entity without semicolon before = stays in an attribute": (
        "<form><input name=a value='?x=1&copy=2'></form>",
        [[("a", "?x=1&copy=2")]],
    ),
    "duplicates are kept in order": (
        "<form><input name=a value=1><input name=a value=2></form>",
        [[("a", "1"), ("a", "2")]],
    ),
    "the first of two equal attributes counts": (
        "<form><input name=a value=1 value=2></form>",
        [[("a", "1")]],
    ),
    "a missing value is empty": ("<form><input name=a></form>", [[("a", "")]]),
    "nameless and empty-named controls are left out": (
        "<form><input value=1><input name='' value=2><input name=c value=3></form>",
        [[("c", "3")]],
    ),
    "disabled controls are left out": (
        "<form><input name=a value=1 disabled><input name=b value=2></form>",
        [[("b", "2")]],
    ),
    "a disabled fieldset disables all but its first legend": (
        (
            "<form><fieldset disabled><legend><input name=a value=1></legend>"
            "<legend><input name=b value=2></legend><input name=c value=3></fieldset></form>"
        ),
        [[("a", "1")]],
    ),
    "a legend deeper than a child does not save": (
        "<form><fieldset disabled><div><legend><input name=a></legend></div></fieldset></form>",
        [[]],
    ),
    "the legend of an inner fieldset does not save from an outer one": (
        (
            "<form><fieldset disabled><p><fieldset><legend><input name=a></legend></fieldset>"
            "</fieldset></form>"
        ),
        [[]],
    ),
    "buttons and images are no entries": (
        (
            "<form><input type=submit name=a value=1><button name=b value=2></button>"
            "<input type=image name=c><input type=button name=d><input type=reset name=e>"
            "<input name=f value=6></form>"
        ),
        [[("f", "6")]],
    ),
    "checkboxes: checked ones only, `on` without a value": (
        (
            "<form><input type=checkbox name=a checked><input type=checkbox name=b value=2 checked>"
            "<input type=checkbox name=c value=3></form>"
        ),
        [[("a", "on"), ("b", "2")]],
    ),
    "radio buttons: the last checked one of a group": (
        (
            "<form><input type=radio name=a value=1 checked>"
            "<input type=radio name=a value=2 checked>"
            "<input type=radio name=b value=3></form>"
        ),
        [[("a", "2")]],
    ),
    "radio groups end at their form": (
        (
            "<form><input type=radio name=a value=1 checked></form>"
            "<form><input type=radio name=a value=2 checked></form>"
        ),
        [[("a", "1")], [("a", "2")]],
    ),
    "a select sends its first enabled option by default": (
        "<form><select name=a><option disabled>x<option value=2>y<option>z</select></form>",
        [[("a", "2")]],
    ),
    "a select sends the last of several selected": (
        "<form><select name=a><option selected>1<option selected>2<option>3</select></form>",
        [[("a", "2")]],
    ),
    "a multiple select sends all selected, none by default": (
        (
            "<form><select name=a multiple><option selected>1<option>2<option selected>3</select>"
            "<select name=b multiple><option>1</select></form>"
        ),
        [[("a", "1"), ("a", "3")]],
    ),
    "a tall select sends nothing by default": (
        "<form><select name=a size=3><option>1<option>2</select></form>",
        [[]],
    ),
    "a selected but disabled option is not sent": (
        "<form><select name=a><option>1<option selected disabled>2</select></form>",
        [[]],
    ),
    "options of a disabled group are not sent": (
        "<form><select name=a><optgroup disabled><option>1</optgroup><option>2</select></form>",
        [[("a", "2")]],
    ),
    "an option's text is stripped and collapsed": (
        "<form><select name=a><option>  one \n two </select></form>",
        [[("a", "one two")]],
    ),
    "an option's empty value counts": (
        "<form><select name=a><option value=''>one</select></form>",
        [[("a", "")]],
    ),
    "a textarea loses one leading newline only": (
        "<form><textarea name=a>\n\n x </textarea></form>",
        [[("a", "\n x ")]],
    ),
    "a textarea of blanks keeps them": (
        "<form><textarea name=a>  \t </textarea></form>",
        [[("a", "  \t ")]],
    ),
    "markup in a textarea is text": (
        "<form><textarea name=a><b>&lt;</b></textarea></form>",
        [[("a", "<b><</b>")]],
    ),
    "line ends in values are those the parser makes": (
        (
            "<form><textarea name=a>1\r\n2\r3</textarea>"
            "<input type=hidden name=b value='1\r\n2'></form>"
        ),
        [[("a", "1\n2\n3"), ("b", "1\n2")]],
    ),
    "a carriage return written as an entity stays in a hidden value": (
        "<form><input type=hidden name=a value='1&#13;2'></form>",
        [[("a", "1\r2")]],
    ),
    "text fields lose line ends": (
        "<form><input name=a value='1\n2'><input type=email name=b value=' x@y \n'></form>",
        [[("a", "12"), ("b", "x@y")]],
    ),
    "values that are no number, date or colour are replaced": (
        (
            "<form><input type=number name=a value=1x><input type=date name=b value=2026-02-30>"
            "<input type=date name=c value=2026-02-28><input type=color name=d value=#ABCDEF>"
            "<input type=color name=e><input type=range name=f></form>"
        ),
        [
            [
                ("a", ""),
                ("b", ""),
                ("c", "2026-02-28"),
                ("d", "#abcdef"),
                ("e", "#000000"),
                ("f", "50"),
            ]
        ],
    ),
    "an unknown type is a text field": (
        "<form><input type=secret name=a value=1></form>",
        [[("a", "1")]],
    ),
    "a file field is sent empty": ("<form><input type=file name=a value=x></form>", [[("a", "")]]),
    "_charset_ carries the encoding": (
        "<form><input type=hidden name=_charset_ value=x></form>",
        [[("_charset_", "UTF-8")]],
    ),
    "_charset_ follows accept-charset": (
        "<form accept-charset='bogus iso-8859-1'><input type=hidden name=_charset_></form>",
        [[("_charset_", "windows-1252")]],
    ),
    "dirname adds the direction": (
        "<form><input name=a dirname=a.dir value=x></form>",
        [[("a", "x"), ("a.dir", "ltr")]],
    ),
    "a control inside a datalist is sent": (
        "<form><datalist><input name=a></datalist><input name=b></form>",
        [[("a", ""), ("b", "")]],
    ),
    "what stands in noscript is text": (
        "<form><noscript><input name=a></noscript><input name=b></form>",
        [[("b", "")]],
    ),
    "what stands in a template is no part of the page": (
        (
            "<form><template><input name=a></template><input name=b></form>"
            "<template><form><input name=c></form></template>"
        ),
        [[("b", "")]],
    ),
    "comments, CDATA and scripts hold no controls": (
        (
            "<form><!-- <input name=a> --><![CDATA[<input name=b>]]>"
            "<script>'<input name=c>'</script><input name=d></form>"
        ),
        [[("d", "")]],
    ),
    "a form inside a form is ignored": (
        "<form id=a><input name=x><form id=b><input name=y></form><input name=z></form>",
        [[("x", ""), ("y", "")]],
    ),
    "form= names the owner from anywhere": (
        "<input name=a form=f><form id=f></form><input name=b form=f><input name=c>",
        [[("a", ""), ("b", "")]],
    ),
    "form= takes a control out of the form around it": (
        (
            "<form id=f><input name=a form=g><input name=b form=nowhere><input name=c form=''>"
            "<input name=d></form><form id=g></form>"
        ),
        [[("d", "")], [("a", "")]],
    ),
    "form= means the first element of that id, form or not": (
        "<p id=f></p><form id=f><input name=a></form><input name=b form=f>",
        [[("a", "")]],
    ),
    "a form directly in a table owns the cells that follow": (
        "<table><form><tr><td><input name=a></td></tr></form></table><input name=b>",
        [[("a", "")]],
    ),
    "a form that its parent closed still owns what follows": (
        "<div><form></div><input name=a></form><input name=b>",
        [[("a", "")]],
    ),
    "a form that is never closed owns the rest": (
        "<div><form><input name=a></div><p><input name=b>",
        [[("a", ""), ("b", "")]],
    ),
    "a closed form still owns what its open child holds": (
        "<form id=a><div></form><input name=x></div>",
        [[("x", "")]],
    ),
    "a later form wins over the one around": (
        "<form id=a><div></form><section><form id=b></section><input name=q>",
        [[], [("q", "")]],
    ),
    "an end tag in a comment or script ends nothing": (
        "<div><form></div><!-- </form> --><script>'</form>'</script><input name=a>",
        [[("a", "")]],
    ),
    "an end tag inside a table cell ends the form's reach": (
        "<form><table><tr><td></form><input name=a></table>",
        [[("a", "")]],
    ),
    "a control that is no form's is nobody's": ("<input name=a><form></form>", [[]]),
    "names such as __proto__ and submit are names": (
        "<form><input name=__proto__ value=1><input name=submit value=2></form>",
        [[("__proto__", "1"), ("submit", "2")]],
    ),
    "an svg input is no control": (
        "<form><svg><input name=a></svg><input name=b></form>",
        [[("b", "")]],
    ),
    "an svg element with a handler is no control and no form": (
        "<svg><form onclick=x><input name=a onfocus=x></form></svg><form><input name=b></form>",
        [[("b", "")]],
    ),
    "an svg template is an element like any": (
        "<form><svg><template><foreignObject><input name=a></foreignObject></svg></form>",
        [[("a", "")]],
    ),
    "NUL in a value becomes the replacement character": (
        "<form><input name=a value='x\0y'></form>",
        [[("a", "x\ufffdy")]],
    ),
    "a lone surrogate reference becomes the replacement character": (
        "<form><input name=a value='&#xD800;'></form>",
        [[("a", "\ufffd")]],
    ),
}


@pytest.mark.parametrize("case", CORPUS, ids=str)
def test_a_form_submits_what_a_browser_would_submit(case: str) -> None:
    body, expected = CORPUS[case]
    assert submitted(body) == expected


def test_the_documented_page_is_read_whole() -> None:
    read = page((sample_responses() / "documented-page.html").read_text())
    (form,) = read.forms
    assert form.action == "https://ob.flinksapp.com/api/v1/agentless"
    assert (form.method, form.enctype) == ("post", "application/x-www-form-urlencoded")
    assert " ".join(entry.name for entry in form) == (
        "REF allowInteraction scope provider_id response_type connectionId redirect_uri state "
        "resumePath lang client_id reauth"
    )
    assert all(entry.hidden and entry.type == "hidden" for entry in form)
    assert form["provider_id"] == "4003"
    assert (read.title, read.auto_submit, read.submits, read.how) == (
        "Submit Form",
        True,
        0,
        "onload",
    )
    assert read.metas == (("referrer", "origin"), ("x-ua-compatible", "IE=edge"))
    assert read.noscript_submit
    assert "press the Resume button" in read.noscript
    assert read.cut is None


def test_the_tree_of_a_page_is_one_of_beautiful_soup() -> None:
    tree = read_tree(
        '<html lang="en"><body onload="go()"><form id="f"><input name="a"><select><option>1'
        "<option>2</select></form><h1>Hi</h1><form><input name=b></form>"
    )
    soup = tree.soup
    assert [str(tag) for tag in soup.select("form > input")] == [
        '<input name="a"/>',
        '<input name="b"/>',
    ]
    assert soup.get_text("|") == "1|2|Hi"
    assert soup.h1 is not None
    assert soup.h1.find_previous("form") is soup.form
    assert soup.form is not None
    assert soup.form.find_next_sibling("form") is tree.tags[-2]
    assert copy(soup.form) == soup.form
    ordinary = vars(BeautifulSoup("<p a='b'>c</p>", "html.parser").p)
    assert [name for name in ordinary if not hasattr(tree.tags[0], name)] == []


def test_what_is_left_out_says_why() -> None:
    (form,) = page(
        "<form><input name=a disabled value=1><fieldset disabled><input name=b></fieldset>"
        "<input type=checkbox name=c><input value=2><button name=d value=3></button>"
        "<select name=f multiple><option>x</select>"
        "<select name=g><option selected disabled value=9>x</select></form>"
    ).forms
    assert [(left.name, left.value, left.type, left.reason) for left in form.left_out] == [
        ("a", "1", "text", "disabled"),
        ("b", "", "text", "in a disabled fieldset"),
        ("c", "on", "checkbox", "unchecked"),
        ("", "2", "text", "no name"),
        ("d", "3", "submit", "button"),
        ("f", "", "select-multiple", "nothing selected"),
        ("g", "9", "select-one", "option disabled"),
    ]


@pytest.mark.parametrize(
    ("markup", "action"),
    [
        ("<form action='/next'>", "https://asp.example.com/next"),
        ("<form action=' next?a=b c '>", "https://asp.example.com/v3/oauth/next?a=b%20c"),
        ("<form>", URL),
        ("<form action=''>", URL),
        ("<base href='https://other.example/x/'><form action=y>", "https://other.example/x/y"),
        ("<base href='/x/'><form action=y>", "https://asp.example.com/x/y"),
        ("<base href='https://other.example/x/'><form action=''>", URL),
        (
            "<base target=_top><base href='/b/'><base href='/c/'><form action=y>",
            "https://asp.example.com/b/y",
        ),
        ("<base href='javascript:1'><form action=y>", "https://asp.example.com/v3/oauth/y"),
        ("<form action='HTTPS://BÜCHER.example:443/é'>", "https://xn--bcher-kva.example/%C3%A9"),
        ("<form action='//ob.example\\x'>", "https://ob.example/x"),
        ("<form action='javascript:alert(1)'>", "javascript:alert(1)"),
        ("<form action='https://[bad/'>", "https://[bad/"),
    ],
)
def test_an_action_is_where_a_browser_would_send_it(markup: str, action: str) -> None:
    assert page(markup).forms[0].action == action


@pytest.mark.parametrize(
    ("markup", "method", "enctype"),
    [
        ("<form>", "get", "application/x-www-form-urlencoded"),
        ("<form method=POST>", "post", "application/x-www-form-urlencoded"),
        ("<form method='post '>", "get", "application/x-www-form-urlencoded"),
        ("<form method=put enctype=x>", "get", "application/x-www-form-urlencoded"),
        ("<form method=dialog>", "dialog", "application/x-www-form-urlencoded"),
        ("<form method=post enctype=MULTIPART/FORM-DATA>", "post", "multipart/form-data"),
        ("<form enctype=text/plain>", "get", "text/plain"),
    ],
)
def test_method_and_enctype_have_the_standards_defaults(
    markup: str, method: str, enctype: str
) -> None:
    (form,) = page(markup).forms
    assert (form.method, form.enctype) == (method, enctype)


def test_an_input_points_at_its_place_in_the_body() -> None:
    body = "<form>\r\n<p>é</p>\r\n<input name=a>\r\n<input name=b></form>"
    (form,) = page(body).forms
    places = [body[slice(*entry.span)] for entry in form if entry.span]
    assert places == ["<input name=a>", "<input name=b>"]
    assert form.span is not None
    assert body[slice(*form.span)] == "<form>"


def test_what_else_the_page_holds_is_named() -> None:
    read = page(
        "<html lang=fr><title> A\n b </title><base href=/b/><meta charset=utf-8>"
        "<meta name=Referrer content=origin><meta http-equiv=Refresh content='3; URL=\"next\"'>"
        "<link rel=stylesheet href=s.css><link rel=canonical href=c>"
        "<script src=//cdn.example/x.js></script>"
        "<body onload='go()'><h1>Hello <b>you</b></h1><img src=i.png onerror=x()>"
        "<iframe src=f.html></iframe>"
    )
    assert (read.lang, read.title, read.h1, read.base) == (
        "fr",
        "A b",
        "Hello you",
        "https://asp.example.com/b/",
    )
    assert ("charset", "utf-8") in read.metas
    assert ("referrer", "origin") in read.metas
    assert read.refresh == "https://asp.example.com/b/next"
    assert [(r.element, r.written, r.url) for r in read.resources] == [
        ("link", "s.css", "https://asp.example.com/b/s.css"),
        ("script", "//cdn.example/x.js", "https://cdn.example/x.js"),
        ("img", "i.png", "https://asp.example.com/b/i.png"),
        ("iframe", "f.html", "https://asp.example.com/b/f.html"),
    ]
    assert read.inline_handlers == (("body", "onload", "go()"), ("img", "onerror", "x()"))
    assert read.has_script


@pytest.mark.parametrize(
    ("content", "target"),
    [
        ("0;url=/x", "https://asp.example.com/x"),
        ("5", URL),
        ("0; url='https://a.example/'", "https://a.example/"),
        ("0,https://a.example/y", "https://a.example/y"),
        ("0; url=javascript:1", None),
        ("soon", None),
    ],
)
def test_a_refresh_leads_where_a_browser_would_go(content: str, target: str | None) -> None:
    assert page(f'<meta http-equiv=refresh content="{content}">').refresh == target


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "image/png"])
def test_what_is_no_html_is_no_page(kind: str) -> None:
    assert read_page(answer("<form><input name=a></form>", kind=kind), URL) is None


NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n"), min_size=1, max_size=12)
VALUES = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n"), max_size=40)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(NAMES, VALUES), max_size=8))
def test_whatever_is_written_into_hidden_inputs_is_read_back(
    written: list[tuple[str, str]],
) -> None:
    written = [(name, value) for name, value in written if name.lower() != "_charset_"]
    inputs = "".join(
        f'<input type="hidden" name="{html.escape(name)}" value="{html.escape(value)}">'
        for name, value in written
    )
    (form,) = page(f"<form>{inputs}</form>").forms
    assert pairs(form) == written


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(NAMES, st.lists(VALUES, min_size=1, max_size=4), st.integers(0, 3)), max_size=4
    )
)
def test_a_generated_select_sends_its_selected_option(
    written: list[tuple[str, list[str], int]],
) -> None:
    markup, expected = "", []
    for name, values, chosen in written:
        chosen %= len(values)
        options = "".join(
            f'<option value="{html.escape(value)}"{" selected" if i == chosen else ""}>'
            for i, value in enumerate(values)
        )
        markup += f'<select name="{html.escape(name)}">{options}</select>'
        expected.append((name, values[chosen]))
    (form,) = page(f"<form>{markup}</form>").forms
    assert pairs(form) == expected


PIECES = re.findall(
    "[^ ]+",
    "<form> </form> <div> </div> <table> <tr> <td> </table> <input~name=a> <template> </template> "
    "<select> <option> </select> <fieldset~disabled> </fieldset> <legend> <b> </b> <p> <a> <svg> "
    "</svg> <noscript> </noscript> <textarea> </textarea> x <script> </script> "
    "<input~name=b~form=f> <form~id=f> <!-- --> <body~onload=x> <frameset> <math> <optgroup> "
    "<datalist> <style> <title> <button>",
)


@settings(deadline=None, max_examples=120)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_no_soup_of_tags_upsets_the_reader(pieces: list[str]) -> None:
    read = page("".join(pieces).replace("~", " "))
    for form in read.forms:
        assert all(entry.name in ("a", "b", "") for entry in form)
