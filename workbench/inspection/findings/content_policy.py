"""Findings about a page whose own Content-Security-Policy stops it from going on.

Every policy must allow, whether in a header or a meta.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.inspection.findings.policies import allows, allows_inline, policies
from workbench.inspection.findings.registry import Mark, finding
from workbench.inspection.findings.subject import Subject
from workbench.inspection.findings.wording import quoted
from workbench.inspection.written_url import split


@finding(
    "response.csp-blocks-form",
    "error",
    "The page's own policy forbids its form",
    "The browser refuses to post it and the user stays on a blank page: form-action must allow "
    "the target.",
    needs="P",
    when="form-action",
    source="CSP Level 3, form-action",
    actor="flinks",
)
def _blocks_form(subject: Subject) -> Iterator[Mark]:
    form = subject.form
    if form is None or not form.action or subject.redirect.location is not None:
        return
    for policy in policies(subject):
        sources = policy.get("form-action")
        if sources is not None and not allows(sources, split(form.action), subject.url):
            yield Mark(
                f"forms[{subject.form_index}].action",
                f"form-action {quoted(' '.join(sources))} does not allow {quoted(form.action)}.",
            )
            return


@finding(
    "response.csp-blocks-auto-submit",
    "error",
    "The page's own policy forbids its script",
    "The user is left on a blank page, and the noscript button stays hidden since scripting is "
    "on: the policy must allow the inline script, by hash or nonce.",
    needs="P",
    when="script-src/default-src",
    source="CSP Level 3; WHATWG HTML, noscript",
    actor="flinks",
)
def _blocks_auto_submit(subject: Subject) -> Iterator[Mark]:
    page = subject.page
    if page is None or not page.auto_submit or subject.redirect.location is not None:
        return
    handler = page.how is None or "script" not in page.how.lower()
    codes = tuple(code for _, _, code in page.inline_handlers) if handler else ()
    for policy in policies(subject):
        name = "script-src-attr" if handler else "script-src-elem"
        used = next((n for n in (name, "script-src", "default-src") if n in policy), None)
        if used is not None and not allows_inline(policy[used], codes, handler):
            yield Mark(
                "page.onload" if handler else "page.script",
                f"{used} {quoted(' '.join(policy[used]))} forbids it.",
            )
            return
