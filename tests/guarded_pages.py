"""Pages with a Content-Security-Policy, in a header or a meta: which of them still go on?

Each is name -> (policies of the head, markup). What Chromium forbids of each is in
`guarded_pages.json`.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256, sha384, sha512

URL = "https://toolbox.example/authorize"
TARGET = "https://ob.example/api/v1/agentless"
ONLOAD = "document.forms[0].submit()"
SCRIPT = "document.forms[0].submit();"


def _form(action: str = TARGET) -> str:
    return (
        f"<form method=post action={action}><input type=hidden name=REF value=1>"
        "<button>Go on</button></form>"
    )


def handled(head: str = "", onload: str = ONLOAD, action: str = TARGET) -> str:
    """Submits itself by the body's handler."""
    return f'<!doctype html><head>{head}</head><body onload="{onload}">{_form(action)}'


def scripted(head: str = "", script: str = SCRIPT, attributes: str = "") -> str:
    """Submits itself by a script behind its form."""
    return f"<!doctype html><head>{head}</head><body>{_form()}<script{attributes}>{script}</script>"


def meta(policy: str) -> str:
    return f'<meta http-equiv="Content-Security-Policy" content="{policy}">'


def digest(code: str, kind: str = "sha256") -> str:
    """The source of a policy that allows exactly this code."""
    made = {"sha256": sha256, "sha384": sha384, "sha512": sha512}[kind](code.encode())
    return f"'{kind}-{b64encode(made.digest()).decode()}'"


NAMED = (
    f"<!doctype html><head><script nonce=abc>function go() {{ {SCRIPT} }}</script></head>"
    f'<body onload="go()">{_form()}'
)
TIMED = 'setTimeout("document.forms[0].submit()", 10)'
_WAITS = "document.addEventListener('DOMContentLoaded', function () { document.forms[0].submit() })"

NOTHING = "script-src 'none'"
SCRIPTS: dict[str, tuple[str, str]] = {
    "no policy, handler": ("", handled()),
    "no policy, script": ("", scripted()),
    "frame-ancestors only": ("frame-ancestors 'none'", handled()),
    "default-src self, handler": ("default-src 'self'", handled()),
    "default-src self, script": ("default-src 'self'", scripted()),
    "default-src none": ("default-src 'none'", handled()),
    "default-src star is not inline": ("default-src *", handled()),
    "script-src self": ("script-src 'self'", scripted()),
    "script-src https:": ("script-src https:", scripted()),
    "script-src data:": ("script-src data:", handled()),
    "script-src without sources": ("script-src", scripted()),
    "script-src unsafe-inline, handler": ("script-src 'unsafe-inline'", handled()),
    "script-src unsafe-inline, script": ("script-src 'self' 'unsafe-inline'", scripted()),
    "default-src unsafe-inline": ("default-src 'self' 'unsafe-inline'", handled()),
    "unsafe-inline in other case": ("SCRIPT-SRC 'Unsafe-Inline'", handled()),
    "unsafe-inline without quotes": ("script-src unsafe-inline", handled()),
    "script-src wins over default-src": (
        "default-src 'unsafe-inline'; script-src 'self'",
        handled(),
    ),
    "script-src allows what default-src forbids": (
        "default-src 'none'; script-src 'unsafe-inline'",
        scripted(),
    ),
    "the first of two equal directives": (
        "script-src 'self'; script-src 'unsafe-inline'",
        scripted(),
    ),
    "script-src-attr none, handler": (
        "script-src 'unsafe-inline'; script-src-attr 'none'",
        handled(),
    ),
    "script-src-attr none, script": (
        "script-src 'unsafe-inline'; script-src-attr 'none'",
        scripted(),
    ),
    "script-src-elem none, handler": (
        "script-src 'unsafe-inline'; script-src-elem 'none'",
        handled(),
    ),
    "script-src-elem none, script": (
        "script-src 'unsafe-inline'; script-src-elem 'none'",
        scripted(),
    ),
    "script-src-attr allows": ("script-src 'self'; script-src-attr 'unsafe-inline'", handled()),
    "script-src-elem allows": ("script-src 'self'; script-src-elem 'unsafe-inline'", scripted()),
    "nonce": ("script-src 'nonce-abc'", scripted(attributes=" nonce=abc")),
    "nonce of another": ("script-src 'nonce-abc'", scripted(attributes=" nonce=xyz")),
    "nonce in another case": ("script-src 'nonce-abc'", scripted(attributes=" nonce=ABC")),
    "nonce missing": ("script-src 'nonce-abc'", scripted()),
    "nonce does not allow a handler": ("script-src 'nonce-abc'", handled()),
    "nonce disarms unsafe-inline, handler": ("script-src 'unsafe-inline' 'nonce-abc'", handled()),
    "nonce disarms unsafe-inline, script": ("script-src 'unsafe-inline' 'nonce-abc'", scripted()),
    "nonce in default-src": ("default-src 'nonce-abc'", scripted(attributes=" nonce=abc")),
    "nonce, the function only": ("script-src 'nonce-abc'", NAMED),
    "nonce and handlers": ("script-src 'nonce-abc'; script-src-attr 'unsafe-inline'", NAMED),
    "handlers, but not the function": (
        "script-src 'self'; script-src-attr 'unsafe-inline'",
        NAMED,
    ),
    "nonce, an event": (
        "script-src 'nonce-abc'",
        f"<head><script nonce=abc>{_WAITS}</script></head>{_form()}",
    ),
    "hash": (f"script-src {digest(SCRIPT)}", scripted()),
    "hash sha384": (f"script-src {digest(SCRIPT, 'sha384')}", scripted()),
    "hash sha512": (f"script-src {digest(SCRIPT, 'sha512')}", scripted()),
    "hash in the URL alphabet": (
        f"script-src {digest(SCRIPT).replace('+', '-').replace('/', '_')}",
        scripted(),
    ),
    "hash of another": (f"script-src {digest('x')}", scripted()),
    "hash of another disarms unsafe-inline": (
        f"script-src 'unsafe-inline' {digest('x')}",
        scripted(),
    ),
    "hash without the last semicolon": (f"script-src {digest(ONLOAD)}", scripted()),
    "hash does not allow a handler": (f"script-src {digest(ONLOAD)}", handled()),
    "hash allows a handler with unsafe-hashes": (
        f"script-src 'unsafe-hashes' {digest(ONLOAD)}",
        handled(),
    ),
    "hash with javascript: before it": (
        f"script-src 'unsafe-hashes' {digest(ONLOAD)}",
        handled(onload=f"javascript:{ONLOAD}"),
    ),
    "unsafe-hashes without a hash": ("script-src 'unsafe-hashes'", handled()),
    "hash of a script with line ends": (
        f"script-src {digest(chr(10) + SCRIPT + chr(10))}",
        scripted(script=f"\r\n{SCRIPT}\r\n"),
    ),
    "strict-dynamic disarms unsafe-inline": (
        "script-src 'strict-dynamic' 'unsafe-inline'",
        scripted(),
    ),
    "strict-dynamic disarms unsafe-inline, handler": (
        "script-src 'strict-dynamic' 'unsafe-inline'",
        handled(),
    ),
    "strict-dynamic and a nonce": (
        "script-src 'strict-dynamic' 'nonce-abc'",
        scripted(attributes=" nonce=abc"),
    ),
    "a timer's text needs unsafe-eval": (
        "script-src 'unsafe-inline'",
        scripted(script=TIMED),
    ),
    "a timer's text with unsafe-eval": (
        "script-src 'unsafe-inline' 'unsafe-eval'",
        scripted(script=TIMED),
    ),
    "eval needs unsafe-eval": (
        "script-src 'unsafe-inline'",
        scripted(script="eval('document.forms[0].submit()')"),
    ),
    "a timer's text, script-src-elem only": (
        "script-src-elem 'unsafe-inline'",
        scripted(script=TIMED),
    ),
    "require-trusted-types-for": (
        "require-trusted-types-for 'script'; trusted-types x",
        scripted(),
    ),
    "img-src none": ("img-src 'none'; style-src 'none'; connect-src 'none'", handled()),
    "two policies, both allow": (
        "script-src 'unsafe-inline', script-src 'unsafe-inline' 'self'",
        handled(),
    ),
    "two policies, one forbids": ("script-src 'unsafe-inline', default-src 'self'", handled()),
    "a policy that is none": ("nonsense", handled()),
    "an unknown directive": ("script-source 'none'", handled()),
    "in a meta": ("", handled(meta("script-src 'self'"))),
    "in a meta, script": ("", scripted(meta("default-src 'self'"))),
    "in a meta that allows": ("", scripted(meta("script-src 'unsafe-inline'"))),
    "in a meta beside a header": (
        "script-src 'unsafe-inline'",
        scripted(meta("script-src 'self'")),
    ),
    "in a meta in the body": ("", handled().replace("<form", meta("script-src 'none'") + "<form")),
    "in a meta behind the script": ("", scripted() + meta("script-src 'none'")),
    "in a meta behind a script of the head": (
        "",
        f"<head><script>{_WAITS}</script>{meta(NOTHING)}</head>{_form()}",
    ),
    "in a meta, report only": (
        "",
        handled(meta("script-src 'none'").replace("Policy", "Policy-Report-Only")),
    ),
    "in a meta, several policies": (
        "",
        handled(meta("script-src 'unsafe-inline', script-src 'self'")),
    ),
    "in a meta, by name only": (
        "",
        handled(meta("script-src 'none'").replace("http-equiv", "name")),
    ),
}

FORMS: dict[str, tuple[str, str]] = {
    "form-action none": ("form-action 'none'", handled()),
    "form-action without sources": ("form-action", handled()),
    "form-action self": ("form-action 'self'", handled()),
    "form-action self, own action": ("form-action 'self'", handled(action="/next")),
    "form-action self, no action": ("form-action 'self'", handled(action="''")),
    "form-action self, other port": (
        "form-action 'self'",
        handled(action="https://toolbox.example:8443/next"),
    ),
    "form-action star": ("form-action *", handled()),
    "form-action https:": ("form-action https:", handled()),
    "form-action http:": ("form-action http:", handled()),
    "form-action https:, target http": (
        "form-action https:",
        handled(action="http://ob.example/next"),
    ),
    "form-action the host": ("form-action ob.example", handled()),
    "form-action another host": ("form-action other.example", handled()),
    "form-action the origin": ("form-action https://ob.example", handled()),
    "form-action the origin over http": ("form-action http://ob.example", handled()),
    "form-action upper case": ("FORM-ACTION HTTPS://OB.EXAMPLE", handled()),
    "form-action wildcard": (
        "form-action *.example",
        handled(),
    ),
    "form-action wildcard is no host itself": ("form-action *.ob.example", handled()),
    "form-action the port": ("form-action https://ob.example:443", handled()),
    "form-action another port": ("form-action https://ob.example:8443", handled()),
    "form-action any port": (
        "form-action https://ob.example:*",
        handled(action="https://ob.example:8443/next"),
    ),
    "form-action without the port": (
        "form-action https://ob.example",
        handled(action="https://ob.example:8443/next"),
    ),
    "form-action a path": ("form-action https://ob.example/api/v1/agentless", handled()),
    "form-action a folder": ("form-action https://ob.example/api/", handled()),
    "form-action another path": ("form-action https://ob.example/api", handled()),
    "form-action a path with an encoded letter": (
        "form-action https://ob.example/%61pi/v1/agentless",
        handled(),
    ),
    "form-action two hosts": ("form-action other.example ob.example", handled()),
    "form-action none beside a host": ("form-action 'none' ob.example", handled()),
    "default-src is not for forms": ("default-src 'none'; script-src 'unsafe-inline'", handled()),
    "form-action in two policies": (
        "form-action ob.example, form-action 'self'",
        handled(),
    ),
    "form-action in a meta": ("", handled(meta("form-action 'self'"))),
    "form-action in a meta behind the form": ("", handled() + meta("form-action 'self'")),
    "form-action and script-src": ("form-action 'self'; script-src 'self'", handled()),
    "form-action and an upgrade": (
        "form-action https://ob.example; upgrade-insecure-requests",
        handled(action="http://ob.example/next"),
    ),
    "an upgrade alone": (
        "upgrade-insecure-requests",
        handled(action="http://ob.example/next"),
    ),
    "form-action http, target https": ("form-action http://ob.example:80", handled()),
    "block-all-mixed-content": ("block-all-mixed-content", handled()),
    "sandbox": ("sandbox", handled()),
    "sandbox allow-scripts": ("sandbox allow-scripts", handled()),
    "sandbox allow-forms": ("sandbox allow-forms", handled()),
    "sandbox allow-forms allow-scripts": ("sandbox allow-forms allow-scripts", handled()),
    "sandbox allow-forms allow-scripts, script": ("sandbox allow-scripts allow-forms", scripted()),
    "sandbox upper case": ("SANDBOX Allow-Scripts ALLOW-FORMS", handled()),
    "sandbox, form-action self, own action": (
        "sandbox allow-scripts allow-forms; form-action 'self'",
        handled(action="/next"),
    ),
    "sandbox in a meta": ("", handled(meta("sandbox"))),
}
# Under `Content-Security-Policy-Report-Only`, which forbids nothing.
REPORTED: dict[str, tuple[str, str]] = {
    "report only, script": ("script-src 'none'", handled()),
    "report only, form": ("form-action 'none'", handled()),
}
_HEADER = "Content-Security-Policy"


def all_pages() -> Iterator[tuple[str, tuple[str, str, str]]]:
    """Each page's name, with the header's name, its policy ("" for no such header) and markup."""
    for name, (policy, page) in {**SCRIPTS, **FORMS}.items():
        yield name, (_HEADER, policy, page)
    for name, (policy, page) in REPORTED.items():
        yield name, (f"{_HEADER}-Report-Only", policy, page)
