"""Pages that a generator makes up: tags, attributes and texts in any order, as no system sends."""

from __future__ import annotations

from hypothesis import strategies as st

_CONTROLS = ("input", "select", "textarea", "button", "option", "optgroup")
_AROUND = (
    "form", "fieldset", "legend", "div", "p", "table", "tr", "td", "tbody", "caption", "b", "i", "a",
    "ul", "li", "span", "label", "template", "datalist", "noscript", "h1", "h2", "select", "dialog",
    "center", "nobr", "object", "details", "svg", "math", "desc", "mi", "title", "style", "body", "html",
    "head", "frameset", "iframe", "xmp", "foreignObject", "col", "hr", "br", "dd", "dt", "button", "menu",
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
            (" checked", " disabled", " selected", " multiple", " DISABLED=no", " hidden", "/")
        ),
    ),
    max_size=5,
).map("".join)

_TEXT = st.sampled_from(
    ("x", "\n", "\r\n", " ", "&lt;", "&amp", "é", "<", "</", "<!-- c -->", "<!--", "-->", "<![CDATA[x]]>", "<?x>",
     "&#x80;", "]]>", '"', "1 < 2")
)  # fmt: skip


def _start(names: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda name, attributes, end: f"<{name}{attributes}{end}",
        st.sampled_from(names),
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
    lambda pieces, cut: (text := "<!doctype html><body>" + "".join(pieces))[: len(text) - cut],
    st.lists(_PIECE, min_size=2, max_size=25),
    st.sampled_from((0, 0, 0, 1, 3)),
)
