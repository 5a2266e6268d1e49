"""A page as a browser with scripting on reads it: `Page` from the decoded body.

Plain BeautifulSoup over the tree of `tree`; what forms submit is `controls`' work, what scripts
say is `auto_submit`'s. Nothing is run or fetched.
"""

from __future__ import annotations

import re

from workbench.inspection.auto_submit import read_auto_submit
from workbench.inspection.controls import FormContent, form_contents
from workbench.inspection.media import is_html
from workbench.inspection.tree import PageTag, PageTree, count_submit_buttons, own_text, read_tree
from workbench.inspection.urls import resolve, resolve_in
from workbench.model.page import Form, Page, Resource
from workbench.model.response import Response

_ENCTYPES = ("application/x-www-form-urlencoded", "multipart/form-data", "text/plain")
_METHODS = ("get", "post", "dialog")
# Element -> the attribute that makes it load something.
_LOADS = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "frame": "src",
    "embed": "src",
    "object": "data",
    "link": "href",
    "input": "src",
}
_LOADING_RELATIONS = frozenset(
    {
        "stylesheet",
        "icon",
        "apple-touch-icon",
        "preload",
        "modulepreload",
        "prefetch",
        "prerender",
        "preconnect",
        "dns-prefetch",
        "manifest",
    }
)
_S = "submit"
_NAMED = ("fieldset", "object", "img")
_LISTED = ("input", "button", "select", "textarea")
_HEADING_LIMIT = 2000
_MAX_HANDLERS = 1000
# The part of the refresh content after the time (WHATWG HTML, "shared declarative refresh steps").
_REFRESH = re.compile(
    r"""\s*[0-9.]+(?:\s*[;,]\s*|\s+|$)(?:url\s*=\s*)?(?:"([^"]*)|'([^']*)|(.*))""",
    re.IGNORECASE | re.DOTALL,
)


def read_page(response: Response, url: str) -> Page | None:
    """The page of an answer that came from `url`; None when the body is no HTML."""
    text = response.text
    if text is None or not is_html(response.media_type, response.body):
        return None
    tree = read_tree(text)
    found: dict[str, list[PageTag]] = {}
    for tag in tree.tags:
        found.setdefault(tag.name, []).append(tag)
    handlers = tuple(tree.handlers[:_MAX_HANDLERS])
    base = _base(found.get("base", []), url)
    encoding = response.charset or "utf-8"
    contents = form_contents(tree, encoding)
    hidden = _hidden_submits(contents, _called_submit(tree, found))
    forms = tuple(_form(content, url, base or url, encoding, hidden) for content in contents)
    auto = read_auto_submit(tree, contents, base or url)
    noscript = "".join(own_text(tag) for tag in found.get("noscript", []))
    metas = tuple(_meta(tag) for tag in found.get("meta", []))
    return Page(
        title=_heading(found.get("title", [])),
        h1=_heading(found.get("h1", [])),
        auto_submit=auto.submits,
        forms=forms,
        submits=auto.form,
        how=auto.how,
        base=base,
        lang=next((tag.attrs.get("lang") for tag in found.get("html", [])), None),
        metas=metas,
        refresh=_refresh(found.get("meta", []), base or url),
        script_location=auto.location,
        resources=_resources(tree.tags, base or url),
        noscript=noscript,
        noscript_submit=bool(noscript) and count_submit_buttons(noscript) > 0,
        inline_handlers=handlers,
        has_script="script" in found or bool(handlers),
        cut=tree.cut,
        submit_codes=auto.codes,
        submit_fails=auto.fails,
        policies=_policies(tree.tags) if "meta" in found else (),
    )


def _base(bases: list[PageTag], url: str) -> str | None:
    """What the first `<base href>` makes of relative URLs; None where there is none that counts."""
    href = next((h for tag in bases if (h := tag.attrs.get("href")) is not None), None)
    if href is None:
        return None
    base = resolve(href, url)
    if base is None or base.startswith(("data:", "javascript:")):
        return None
    return base


def _called_submit(tree: PageTree, found: dict[str, list[PageTag]]) -> list[PageTag]:
    """What else than a named control may be `form.submit`: by its id, or an element that has a name
    but no entry (WHATWG HTML, form named properties; an image button hides nothing)."""
    called = [tag for name in _NAMED for tag in found.get(name, ()) if tag.attrs.get("name") == _S]
    identified = tree.ids.get(_S)
    if identified is not None and (identified.name in _NAMED or identified.name in _LISTED):
        called.append(identified)
    return [tag for tag in called if (tag.attrs.get("type") or "").lower() != "image"]


def _hidden_submits(contents: list[FormContent], called: list[PageTag]) -> frozenset[int]:
    """The forms, each by its `id()`, whose method `submit` is hidden. Each element above the
    `called` ones is visited once."""
    hidden = {
        id(content.form)
        for content in contents
        if any(one.name == _S and one.type != "image" for one in content.inputs + content.left_out)
    }
    owners = {owner for tag in called if (owner := tag.attrs.get("form")) is not None}
    if owners:
        hidden |= {id(one.form) for one in contents if one.form.attrs.get("id") in owners}
    visited: set[int] = set()
    for tag in called:
        node = None if "form" in tag.attrs else tag.parent
        while node is not None and id(node) not in visited:
            visited.add(id(node))
            node = node.parent
    return frozenset(hidden | visited)


def _form(content: FormContent, url: str, base: str, encoding: str, hidden: frozenset[int]) -> Form:
    tag = content.form
    action = tag.attrs.get("action")
    method = tag.attrs.get("method")
    enctype = (tag.attrs.get("enctype") or "").lower()
    lowered = (method or "").lower()
    # A missing or empty action is the document's own URL, not the base (WHATWG HTML, 4.10.21.3).
    if action:
        where = resolve_in(action, base, encoding) or action.strip()
    else:
        where = resolve("", url) or url
    return Form(
        action=where,
        method=lowered if lowered in _METHODS else "get",
        enctype=enctype if enctype in _ENCTYPES else _ENCTYPES[0],
        inputs=tuple(content.inputs),
        left_out=tuple(content.left_out),
        written_action=action,
        written_method=method,
        target=tag.attrs.get("target"),
        id=tag.attrs.get("id"),
        name=tag.attrs.get("name"),
        span=tag.span,
        submit_hidden=id(tag) in hidden,
    )


def _policies(tags: list[PageTag]) -> tuple[tuple[int, str], ...]:
    """The policies that metas set, each with its place: only those in the head count (WHATWG HTML,
    "Content security policy state")."""
    return tuple(
        (place, tag.attrs.get("content", ""))
        for place, tag in enumerate(tags)
        if tag.name == "meta"
        and tag.attrs.get("http-equiv", "").lower() == "content-security-policy"
        and tag.in_head
    )


def _meta(tag: PageTag) -> tuple[str, str]:
    name = tag.attrs.get("name") or tag.attrs.get("http-equiv")
    if name is None and "charset" in tag.attrs:
        return "charset", tag.attrs.get("charset") or ""
    return (name or tag.attrs.get("property") or "").lower(), tag.attrs.get("content") or ""


def _refresh(metas: list[PageTag], base: str) -> str | None:
    """Where the first `<meta http-equiv=refresh>` leads, absolute; None for none."""
    for tag in metas:
        if (tag.attrs.get("http-equiv") or "").lower() == "refresh":
            return refresh_target(tag.attrs.get("content") or "", base)
    return None


def refresh_target(content: str, base: str) -> str | None:
    """The URL of a refresh such as `0; url=/next`, absolute; `javascript:` is never followed."""
    match = _REFRESH.match(content[:_HEADING_LIMIT])
    if match is None:
        return None
    written = next((part for part in match.groups() if part is not None), "")
    target = resolve(written.strip(), base)
    return None if target is None or target.startswith("javascript:") else target


def _resources(tags: list[PageTag], base: str) -> tuple[Resource, ...]:
    """What the page would load, in tree order; links count where their relation loads."""
    loaded: list[Resource] = []
    for tag in tags:
        name = _LOADS.get(tag.name)
        written = tag.attrs.get(name) if name else None
        if not written:
            continue
        if tag.name == "link":
            relations = (tag.attrs.get("rel") or "").lower().split()
            if _LOADING_RELATIONS.isdisjoint(relations):
                continue
        loaded.append(Resource(tag.name, written, resolve(written, base) or written))
    return tuple(loaded)


def _heading(headings: list[PageTag]) -> str | None:
    """The text of the first, blanks collapsed; None where there is none."""
    if not headings:
        return None
    return " ".join(own_text(headings[0])[:_HEADING_LIMIT].split())
