"""The page's elements as a script finds them: by place, id, name, tag, class and selector.

A script that runs while the page is read sees only what stands before it (WHATWG HTML, 4.12.1).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice

from bs4.element import Tag

from workbench.inspection.controls import FormContent
from workbench.inspection.scripts.values import NULL, OPAQUE, UNKNOWN, Element, Items, Value
from workbench.inspection.tree import KEPT, PageTag, PageTree

_COMPOUND = re.compile(
    r"(?P<tag>[a-zA-Z][\w-]*|\*)?(?P<rest>(?:[#.][\w\-]+|\[[^\[\]]*\]|:[a-z-]+(?:\([^()]*\))?)*)"
)
_PART = re.compile(
    r"""#(?P<id>[\w\-]+)|\.(?P<class>[\w\-]+)|:(?P<state>[a-z-]+)"""
    r"""|\[\s*(?P<name>[\w\-]+)\s*(?:(?P<how>[~^$*|]?=)\s*["']?(?P<value>[^"'\]]*)["']?\s*)?\]"""
)
_COMBINATOR = re.compile(r"\s*>\s*|\s+")
_LONGEST_SELECTOR = 200
# What holds every element of the page.
_ALWAYS_AROUND = frozenset({"body", "html", ":root"})
_STATES = frozenset({"first", "submit"})
# Elements that all look-ups of a page together may pass, far more than any real page's do.
MAX_LOOKED_AT = 500_000
_LISTED = frozenset({"fieldset", "object", "img"})
_OF_DOCUMENT = frozenset({"form", "img", "iframe", "embed", "object"})


class Elements:
    """The elements that stand before `place`, each always the same `Element`."""

    def __init__(self, tree: PageTree, contents: list[FormContent]) -> None:
        self.tags = tree.tags
        self.ids = tree.ids
        self.contents = contents
        self.place = 0
        self.looked_at = 0
        self.places = {id(tag): place for place, tag in enumerate(tree.tags)}
        self.forms_content = {id(one.form): one for one in contents}
        self.owners = {id(tag): one for one in contents for tag in one.controls}
        self.listed = [tag for tag in tree.tags if tag.name in _LISTED]
        self._made: dict[int, Element] = {}

    def element(self, tag: PageTag) -> Element:
        """The one `Element` of a tag."""
        found = self._made.get(id(tag))
        if found is None:
            found = self._made[id(tag)] = Element("element", tag=tag)
        return found

    def here(self, tag: PageTag) -> bool:
        """Whether a tag is there already."""
        return self.places[id(tag)] < self.place

    def visible(self) -> Iterator[PageTag]:
        """All tags that are there, in tree order; none where too many were looked at already."""
        if self.tired:
            return iter(())
        self.looked_at += self.place
        return islice(self.tags, self.place)

    @property
    def tired(self) -> bool:
        """Whether so many elements were looked at that no answer is certain any more."""
        return self.looked_at > MAX_LOOKED_AT

    def above(self, tag: PageTag) -> Iterator[Tag]:
        """What is around a tag, from the inside out."""
        for one in tag.parents if not self.tired else ():
            self.looked_at += 1
            yield one

    def nodes(self, tags: Iterator[PageTag]) -> Items:
        """A collection of elements."""
        return Items("nodes", items=[self.element(tag) for tag in tags])

    def forms(self) -> Items:
        """What `document.forms` gives."""
        return self.nodes(one.form for one in self.contents if self.here(one.form))

    def owner(self, tag: PageTag) -> Value:
        """The form owner of a control, as `control.form` gives it."""
        content = self.owners.get(id(tag))
        return NULL if content is None else self.element(content.form)

    def by_id(self, name: str) -> Value:
        """The element of an id; one of which nothing is read is some element."""
        if name not in self.ids:
            return NULL
        tag = self.ids[name]
        if tag is None:
            return OPAQUE
        return self.element(tag) if self.here(tag) else NULL

    def by_tag(self, name: str) -> Items | None:
        """All of a tag name; None for those that are not kept."""
        lowered = name.lower()
        if lowered not in KEPT:
            return None
        return self.nodes(tag for tag in self.visible() if tag.name == lowered)

    def by_name(self, name: str) -> Items:
        """What `getElementsByName` gives."""
        return self.nodes(tag for tag in self.visible() if tag.attrs.get("name") == name)

    def in_form(self, form: PageTag, name: str) -> Value | None:
        """The control that a form has under a name or id (WHATWG HTML, "named elements")."""
        for tag in (*self.controls(form), *self._listed(form)):
            image = tag.name == "input" and tag.attrs.get("type", "").lower() == "image"
            if not image and name in (tag.attrs.get("id"), tag.attrs.get("name")):
                return self.element(tag)
        return None

    def _listed(self, form: PageTag) -> Iterator[PageTag]:
        """What else than controls a form has under a name: what is listed but never submitted."""
        for tag in self.listed:
            self.looked_at += 1
            owner = tag.attrs.get("form")
            around = owner is None and any(one is form for one in self.above(tag))
            named = owner is not None and self.ids.get(owner) is form
            if self.here(tag) and (around or named):
                yield tag

    def controls(self, form: PageTag) -> list[PageTag]:
        """A form's controls in tree order."""
        content = self.forms_content.get(id(form))
        if content is None or self.tired:
            return []
        self.looked_at += len(content.controls)
        return [tag for tag in content.controls if self.here(tag)]

    def in_document(self, name: str) -> Value | None:
        """What `document.NAME` is: a form, image or frame of that name."""
        for tag in self.visible():
            if tag.name in _OF_DOCUMENT and tag.attrs.get("name") == name:
                return self.element(tag)
        return None

    def opens_window(self, target: str) -> bool:
        """Whether a target is a window of its own, which no browser opens unasked."""
        lowered = target.lower()
        if lowered in ("", "_self", "_parent", "_top"):
            return False
        self.looked_at += len(self.tags)
        frames = (tag for tag in self.tags if tag.name in ("iframe", "frame", "object"))
        return lowered == "_blank" or all(tag.attrs.get("name") != target for tag in frames)

    def is_called(self, name: str) -> bool:
        """Whether some element of the page has that id or name."""
        self.looked_at += len(self.tags)
        return name in self.ids or any(tag.attrs.get("name") == name for tag in self.tags)

    def in_window(self, name: str) -> Value | None:
        """What a bare name is that nothing else has: an element of that id, or so named."""
        found = self.by_id(name)
        return found if found is not NULL else self.in_document(name)

    def selected(self, selector: str, within: PageTag | None = None) -> list[Value] | None:
        """The elements that a selector selects; None where that cannot be told."""
        found: dict[int, PageTag] = {}
        for one in selector[:_LONGEST_SELECTOR].split(","):
            tags = self._selected(one.strip(), within)
            if tags is None:
                return None
            found.update((self.places[id(tag)], tag) for tag in tags)
        return [self.element(found[place]) for place in sorted(found)]

    def _selected(self, selector: str, within: PageTag | None) -> list[PageTag] | None:
        *around, last = _COMBINATOR.split(selector)
        around = [one for one in around if one not in _ALWAYS_AROUND]
        compound = _COMPOUND.fullmatch(last)
        if not last or compound is None or any(not _holds_forms(one) for one in around):
            return None
        tests = list(_PART.finditer(compound["rest"]))
        if any(test["state"] and test["state"] not in _STATES for test in tests):
            return None
        name = (compound["tag"] or "*").lower()
        if name != "*" and name not in KEPT:
            return None
        first = any(test["state"] == "first" for test in tests)
        ancestors = [_read_compound(one) for one in around]
        found: list[PageTag] = []
        for tag in self.visible():
            if name not in ("*", tag.name) or not all(_passes(tag, test) for test in tests):
                continue
            if within is not None and not any(one is within for one in self.above(tag)):
                continue
            if not all(self._inside(tag, *one) for one in ancestors):
                continue
            found.append(tag)
            if first:
                break
        if name != "*":
            return found
        # Elements that are not kept may be meant: only an id tells that there is none of those.
        wanted = tests[0]["id"] if tests else None
        unseen = self.ids.get(wanted, 0) is None if wanted else not found
        return None if unseen else found

    def _inside(self, tag: PageTag, name: str, tests: list[re.Match[str]]) -> bool:
        return any(
            isinstance(one, PageTag)
            and one.name == name
            and all(_passes(one, test) for test in tests)
            for one in self.above(tag)
        )

    def first(self, selector: str, within: PageTag | None = None) -> Value:
        """What `querySelector` gives."""
        found = self.selected(selector, within)
        if found is None:
            return UNKNOWN
        return found[0] if found else NULL


def _read_compound(compound: str) -> tuple[str, list[re.Match[str]]]:
    """The tag name and the tests of what `_holds_forms`."""
    match = _COMPOUND.fullmatch(compound)
    assert match is not None
    return (match["tag"] or "").lower(), list(_PART.finditer(match["rest"]))


def _holds_forms(compound: str) -> bool:
    match = _COMPOUND.fullmatch(compound)
    return match is not None and (match["tag"] or "").lower() in ("form", "fieldset")


def _passes(tag: PageTag, test: re.Match[str]) -> bool:
    if test["id"]:
        return tag.attrs.get("id") == test["id"]
    if test["class"]:
        return test["class"] in tag.attrs.get("class", "").split()
    if test["state"]:
        return test["state"] != "submit" or submits(tag)
    given = tag.attrs.get(test["name"])
    if given is None or test["how"] is None:
        return given is not None
    return _COMPARES[test["how"]](given, test["value"])


_COMPARES: dict[str, Callable[[str, str], bool]] = {
    "=": str.__eq__,
    "^=": str.startswith,
    "$=": str.endswith,
    "*=": str.__contains__,
    "~=": lambda given, value: value in given.split(),
    "|=": lambda given, value: given == value or given.startswith(f"{value}-"),
}


def submits(tag: PageTag) -> bool:
    """Whether a control submits its form when it is pressed."""
    kind = tag.attrs.get("type", "").lower()
    if tag.name == "button":
        return kind not in ("button", "reset", "menu")
    return tag.name == "input" and kind in ("submit", "image")
