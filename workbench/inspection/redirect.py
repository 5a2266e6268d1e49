"""How an answer leads on: by Location, by a form, both, or not at all."""

from __future__ import annotations

from workbench.inspection.urls import resolve
from workbench.model.page import Form, Page, Redirect
from workbench.model.response import Response

_BUTTONS = frozenset({"submit", "image", "button", "reset"})


def read_redirect(response: Response | None, page: Page | None, url: str) -> Redirect:
    """The redirect of an answer to a request for `url`.

    Equal Locations count as one and empty ones as none, as in browsers; several that differ lead
    nowhere (`target` None).
    """
    locations = _locations(response)
    form = _leading_form(page)
    if locations:
        target = resolve(locations[0], url) if len(locations) == 1 else None
        kind = "both" if page is not None and page.forms else "location"
        return Redirect("both" if kind == "both" else "location", locations[0], target)
    if form is not None:
        return Redirect("form", None, resolve(form.action, ""))
    return Redirect("none", None, None)


def _locations(response: Response | None) -> list[str]:
    """The different Location values of a 3xx, in order."""
    if response is None or response.status is None or not 300 <= response.status < 400:
        return []
    return list(dict.fromkeys(value for value in response.all_headers("location") if value))


def _leading_form(page: Page | None) -> Form | None:
    """The form that leads on: the one that submits itself, or a form of hidden inputs only where
    nothing else on the page leads anywhere."""
    if page is None or not page.forms:
        return None
    if page.auto_submit:
        return page.forms[page.submits or 0]
    if len(page.forms) > 1 or page.refresh is not None or page.script_location is not None:
        return None
    form = page.forms[0]
    asks = any(not control.hidden for control in form.inputs) or any(
        left.type != "hidden" and left.type not in _BUTTONS for left in form.left_out
    )
    return form if form.inputs and not asks else None
