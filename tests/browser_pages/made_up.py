"""Pages that a generator makes up: tags, attributes and texts in any order, as no system sends."""

from __future__ import annotations

from hypothesis import strategies as st

_CONTROLS = ("input", "select", "textarea", "button", "option", "optgroup")
_AROUND = (
    "form", "fieldset", "legend", "div", "p", "table", "tr", "td", "tbody", "caption", "b", "i", "a",
    "ul", "li", "span", "label", "template", "datalist", "noscript", "h1", "h2", "select", "dialog",
    "center", "nobr", "object", "details", "svg", "math", "desc", "mi", "title", "style", "body", "html",
    "head", "iframe", "xmp", "foreignObject", "col", "hr", "br", "dd", "dt", "button", "menu",
)  # fmt: skip
_NAMES = ("a", "b", "c", "_charset_x", "submit", "a b", "é", "x&amp;y")
_TYPES = (
    "hidden", "HIDDEN", "text", "checkbox", "radio", "submit", "image", "reset", "button", "email", "url",
    "tel", "search", "password", "wrong", "file", "number", "",
)  # fmt: skip
_VALUES = (
    "1",
    "",
    " x ",
    "a\nb",
    "a\r\nb",
    "&lt;&eacute;&#10;",
    "&copy=1",
    "é",
    "2.5",
    "a@b.example ",
    "&#0;",
)
_ACTIONS = (
    "/x",
    "",
    "?q=1",
    "//h.example/",
    "https://h.example/a b",
    "javascript:0",
    "\\x",
    " y ",
    "#f",
)


def _attribute(name: str, values: tuple[str, ...]) -> st.SearchStrategy[str]:
    quoted = st.sampled_from(values).flatmap(
        lambda value: st.sampled_from((f' {name}="{value}"', f" {name}='{value}'"))
    )
    bare = [
        f" {name}={value}" for value in values if value and not set(value) & set(" \n\r\"'=<>`\\")
    ]
    return st.one_of(quoted, st.sampled_from([*bare, f" {name}"]))


_ATTRIBUTES = st.lists(
    st.one_of(
        _attribute("name", _NAMES),
        _attribute("name", _NAMES),
        _attribute("value", _VALUES),
        _attribute("type", _TYPES),
        _attribute("form", ("f", "g", "")),
        _attribute("id", ("f", "g", "d")),
        _attribute("action", _ACTIONS),
        _attribute("method", ("post", "get", "POST", "put", "dialog")),
        _attribute("size", ("1", "2", "0")),
        st.sampled_from(
            (
                " checked",
                " disabled",
                " selected",
                " multiple",
                " DISABLED=no",
                " hidden",
                "/",
                " dirname=d",
                " dir=rtl",
                " dir=auto",
            )
        ),
    ),
    max_size=5,
).map("".join)

_TEXT = st.sampled_from(
    ("x", "\n", "\r\n", " ", "&lt;", "&amp", "é", "<", "</", "<!-- c -->", "<!--", "-->", "<![CDATA[x]]>", "<?x>",
     "&#x80;", "]]>", '"', "1 < 2")
)  # fmt: skip


def _start(names: tuple[str, ...]) -> st.SearchStrategy[str]:
    """A start tag; most controls have a name of their own, so that they are entries."""
    named = {name: f"{name} name=n" for name in ("input", "select", "textarea")}
    return st.builds(
        lambda name, attributes, end: f"<{name}{attributes}{end}",
        st.sampled_from((*names, *(named.get(name, name) for name in names))),
        _ATTRIBUTES,
        st.sampled_from((">", ">", ">", " >", "/>")),
    )


_PIECE = st.one_of(
    _start(("form",)),
    _start(("input",)),
    _start(("input",)),
    _start(_CONTROLS),
    _start(_AROUND),
    st.sampled_from(_AROUND + _CONTROLS).map("</{}>".format),
    st.sampled_from(("</form>", "</select>", "</table>", "</template>", "</fieldset>")),
    _TEXT,
)

PAGES = st.builds(
    lambda before, pieces, cut: (text := before + "".join(pieces))[: len(text) - cut],
    st.sampled_from(
        (
            "<!doctype html><body>",
            "<!doctype html><form>",
            "<!doctype html><div><form>",
            "<!doctype html><table><form id=f><tr>",
            "<p><form id=f><p>",
            "<form id=f></form>",
            "<svg><foreignObject><form>",
            "<form><fieldset disabled><legend>",
        )
    ),
    st.lists(_PIECE, min_size=2, max_size=25),
    st.sampled_from((0, 0, 0, 1, 3)),
)

_NUMBERS = st.one_of(
    st.integers(-200, 300).map(str),
    st.decimals(-200, 300, allow_nan=False, places=3).map(str),
    st.sampled_from(
        ("", "any", "x", "+1", "-", "1.", ".5", "-.5", "-0", "0.1", "00012", " 1", "Infinity", "0x1", "1e-2",
         "9007199254740993", "\u0663")
    ),
)  # fmt: skip
_DATES = st.builds(
    "{}-{}-{}".format,
    st.sampled_from(
        (
            "2024",
            "1900",
            "2000",
            "0001",
            "0000",
            "9999",
            "10000",
            "275760",
            "275761",
            "02024",
            "999",
        )
    ),
    st.sampled_from(("01", "02", "09", "12", "13", "00", "1")),
    st.sampled_from(("01", "13", "14", "28", "29", "30", "31", "32", "00", "9")),
)
_TIMES = st.builds(
    "{}:{}{}".format,
    st.sampled_from(("00", "23", "24", "9", "12")),
    st.sampled_from(("00", "59", "60", "5")),
    st.sampled_from(
        ("", ":00", ":59", ":60", ":30.5", ":30.50", ":30.123", ":30.1234", ":00.00", ":1", ":30.")
    ),
)
_OF_TYPE: dict[str, st.SearchStrategy[str]] = {
    "number": _NUMBERS,
    "range": _NUMBERS,
    "date": _DATES,
    "month": st.builds(lambda day, length: day[:length], _DATES, st.sampled_from((7, 8, 9))),
    "week": st.builds(
        "{}-{}{}".format,
        st.sampled_from(("2024", "2020", "2015", "1970", "0001", "275760", "2026")),
        st.sampled_from(("W", "w", "")),
        st.sampled_from(("01", "52", "53", "54", "00", "1", "37", "38")),
    ),
    "time": _TIMES,
    "datetime-local": st.builds(
        "{}{}{}".format, _DATES, st.sampled_from(("T", " ", "t", "", "  ")), _TIMES
    ),
    "color": st.sampled_from(("#000", "#abc", "#ABCDEF", "abcdef", "#abcde", "#ggg", "", " #abc")),
    "email": st.sampled_from(
        ("a@b , c@d", "a@b,,c", "a\nb@c", ",", "\ta@b\t", "a@b\u00fccher.de", "\xa0a@b", "a@x y.de")
    ),
    "url": st.sampled_from((" https://a/ ", "\n", "a\nb", "\xa0x", "\x0bx\x0c")),
    "tel": st.sampled_from(("a\nb", " x ", "\r\n")),
}


@st.composite
def _valued(draw: st.DrawFn) -> str:
    kind = draw(st.sampled_from(sorted(_OF_TYPE)))
    value = draw(_OF_TYPE[kind]) + draw(st.sampled_from(("", "", "", " ", "x", "\n")))
    written = f'<form><input type={kind} name=n value="{value}"'
    if kind in ("range", "number"):
        for name in ("min", "max", "step"):
            if draw(st.booleans()):
                written += f' {name}="{draw(_NUMBERS)}"'
    return (
        written
        + draw(st.sampled_from((">", " multiple>", " dirname=d>", " readonly>")))
        + "</form>"
    )


VALUES = st.lists(_valued(), min_size=1, max_size=40).map(
    lambda forms: "<!doctype html><body>" + "".join(forms)
)
