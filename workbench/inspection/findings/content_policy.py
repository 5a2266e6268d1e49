"""Findings about a page whose own Content-Security-Policy stops it from going on.

Every policy must allow, whether in a header or a meta. Checked against Chromium, policy by policy.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.inspection.findings.policies import (
    allows,
    allows_code,
    governing,
    in_force,
    policies,
    sandboxed,
    upgraded,
)
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
    when="form-action/sandbox",
    source="CSP Level 3, form-action and sandbox",
    actor="flinks",
)
def _blocks_form(subject: Subject) -> Iterator[Mark]:
    form = subject.form
    if form is None or not form.action or subject.redirect.location is not None:
        return
    place = f"forms[{subject.form_index}].action"
    found = policies(subject)
    target = upgraded(split(form.action), found)
    for policy in found:
        sources = policy.directives.get("form-action")
        if sources is not None and not allows(sources, target, subject.url):
            yield Mark(
                place,
                f"form-action {quoted(' '.join(sources))} does not allow {quoted(form.action)}.",
            )
            return
        if sandboxed(policy, "allow-forms"):
            tokens = quoted(" ".join(policy.directives["sandbox"]))
            yield Mark(place, f"sandbox {tokens} does not allow forms.")
            return


@finding(
    "response.csp-blocks-auto-submit",
    "error",
    "The page's own policy forbids its script",
    "The user is left on a blank page, and the noscript button stays hidden since scripting is "
    "on: the policy must allow the inline script, by hash or nonce.",
    needs="P",
    when="script-src/default-src/sandbox",
    source="CSP Level 3; WHATWG HTML, noscript",
    actor="flinks",
)
def _blocks_auto_submit(subject: Subject) -> Iterator[Mark]:
    page = subject.page
    if page is None or not page.auto_submit or subject.redirect.location is not None:
        return
    for policy in policies(subject):
        for code in page.submit_codes:
            place = "page.onload" if code.kind == "handler" else "page.script"
            used = governing(policy, code)
            if used is not None and in_force(policy, code) and not allows_code(policy, code):
                sources = quoted(" ".join(policy.directives[used]))
                yield Mark(place, f"{used} {sources} forbids it.")
                return
            if sandboxed(policy, "allow-scripts"):
                tokens = quoted(" ".join(policy.directives["sandbox"]))
                yield Mark(place, f"sandbox {tokens} does not allow scripts.")
                return
