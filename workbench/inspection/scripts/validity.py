"""Whether a form's controls let it be sent, as far as their markup tells (WHATWG HTML, 4.10.21)."""

from __future__ import annotations

from workbench.inspection.tree import PageTag

# Types that no constraint applies to.
_FREE = frozenset({"hidden", "button", "reset", "submit", "image", "range", "color"})
_LIMITS = ("pattern", "min", "max", "step")


def valid(controls: list[PageTag]) -> bool | None:
    """False where a required control is empty, None where a pattern or type has to be matched."""
    told: bool | None = True
    for tag in controls:
        kind = tag.attrs.get("type", "text").lower() if tag.name == "input" else tag.name
        if kind in _FREE or "disabled" in tag.attrs or "readonly" in tag.attrs:
            continue
        empty = _empty(tag, kind, controls)
        if "required" in tag.attrs and empty:
            return False
        if empty is not True and (
            kind in ("email", "url") or any(limit in tag.attrs for limit in _LIMITS)
        ):
            told = None
        if "required" in tag.attrs and empty is None:
            told = None
    return told


def _empty(tag: PageTag, kind: str, controls: list[PageTag]) -> bool | None:
    if kind == "checkbox":
        return "checked" not in tag.attrs
    if kind == "radio":
        name = tag.attrs.get("name")
        return not any("checked" in one.attrs for one in controls if one.attrs.get("name") == name)
    if kind == "file":
        return True
    if kind == "textarea":
        return not tag.get_text()
    if kind == "select":
        return None
    return not tag.attrs.get("value", "")
