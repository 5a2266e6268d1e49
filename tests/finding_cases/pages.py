"""What is wrong with the page, its form, the scopes and what stands inside the state."""

from __future__ import annotations

from tests.finding_cases.building import (
    NOON,
    RETURN,
    STATE,
    Case,
    alone,
    answer,
    asked,
    located,
    page,
    sealed,
    showing,
    token,
)

_SEARCH = '<form action="/q"><input name="q"></form>'
_THEIR = f"https://toolbox-api.private.fin.ag/v3/{STATE}/openbanking/callback"
_UNSIGNED = token({"alg": "none"}, {"exp": int(NOON.timestamp())}, "")
_SIGNED = token({"alg": "RS256"}, {"exp": int(NOON.timestamp()) + 1, "nbf": 1})
_LATE = token({"alg": "RS256"}, {"nbf": int(NOON.timestamp()) + 60})

PAGE_CASES = (
    Case(
        "page.several-forms",
        asked(answer(page().replace("</body>", f"{_SEARCH}</body>"))),
        asked(answer(f"{_SEARCH}{_SEARCH}")),
    ),
    Case("page.action-missing", showing(action=None), showing(action="/next")),
    Case(
        "page.action-not-http",
        showing(action="javascript:alert(1)"),
        showing(action="HTTPS://ob.flinksapp.com/x"),
    ),
    Case("page.method-get", showing(method='method="post "'), showing(method="method=POST")),
    Case(
        "page.method-get",
        showing(method="", without=("REF", "state")),
        asked(answer(_SEARCH)),
        "warning",
    ),
    Case(
        "page.enctype-unusual",
        showing(method='method="post" enctype="text/plain"'),
        showing(method='method="post" enctype="unheard-of"'),
    ),
    Case("page.base-href", showing(head='<base href="/x/">'), showing(head="<base>"), "info"),
    Case(
        "page.base-href",
        showing(head='<base href="https://other.example.com/">'),
        showing(head='<link href="https://other.example.com/">'),
        "warning",
    ),
    Case(
        "page.no-auto-submit",
        showing(onload=None),
        showing(onload="document.querySelector('form').submit()"),
    ),
    Case(
        "page.submit-shadowed",
        showing(extra='<input type="submit" name="submit" value="Go">'),
        showing(extra='<input type="submit" name="submitted" value="Go">'),
    ),
    Case(
        "page.submit-shadowed",
        showing(extra='<input type="submit" id="submit" value="Go">'),
        showing(extra='<input type="image" id="submit" name="submit"><a id="submit">Go</a>'),
    ),
    Case(
        "page.submit-shadowed",
        showing(extra='<fieldset name="submit"></fieldset>'),
        showing(extra='<button id="submit" form="another">Go</button>'),
    ),
    Case(
        "page.no-script-fallback",
        showing(noscript=False),
        showing(noscript=False, extra="<button>Go</button>"),
    ),
    Case(
        "page.external-resource",
        showing(head='<script src="https://cdn.example.com/x.js"></script>'),
        showing(head='<script src="/x.js"></script>'),
        "warning",
    ),
    Case(
        "page.external-resource",
        showing(head='<img src="http://cdn.example.com/x.png">'),
        showing(head='<img src="data:image/png;base64,AAAA">'),
        "error",
    ),
    Case(
        "page.credentials-asked",
        showing(extra='<input type="password" name="p">'),
        showing(extra='<input type="text" name="p">'),
    ),
    Case(
        "page.credentials-asked",
        showing(extra='<input name="otp">'),
        showing(extra='<input type="hidden" name="otp" value="">'),
    ),
    Case(
        "page.secret-in-page",
        showing(extra='<input type="hidden" name="access_token" value="x">'),
        showing(extra='<input type="hidden" name="access_token" value="">'),
    ),
    Case(
        "page.secret-in-page",
        showing(state=sealed({"i": "1", "code": "x"})),
        showing(state=sealed({"i": "1", "codes": "x"})),
    ),
    Case(
        "page.markup-in-value",
        showing(resumePath="<script>alert(1)</script>"),
        showing(resumePath="/as/a&b>c"),
    ),
    Case(
        "page.markup-in-value",
        showing(state=sealed({"i": "1", "r": "javascript:alert(1)"})),
        showing(state=sealed({"i": "1", "r": "https://a.example.com/javascript:"})),
    ),
    Case(
        "page.reflected",
        asked(answer(page(head="<b>x'y\"z</b>")), tag="<b>x'y\"z</b>"),
        asked(answer(page(head="&lt;b>x'y\"z&lt;/b>")), tag="<b>x'y\"z</b>"),
    ),
    Case(
        "page.error-text",
        asked(answer(page().replace("Submit Form", "Accès refusé: erreur"))),
        asked(answer(page().replace("Submit Form", "Terrorist-free form"))),
    ),
    Case(
        "page.too-big",
        asked(answer("<p>" * 200_001 + page())),
        asked(answer("<p>" * 1_000 + page())),
    ),
    Case("page.input-missing", showing(without=("REF", "lang")), showing(), "error"),
    Case(
        "page.input-missing",
        showing(without=("scope", "lang")),
        asked(answer(_SEARCH)),
        "warning",
    ),
    Case("page.input-missing", showing(without=("reauth",)), asked(answer(_SEARCH)), "info"),
    Case("page.input-empty", showing(connectionId=""), showing(connectionId="x")),
    Case(
        "page.input-duplicate",
        showing(extra='<input type="hidden" name="lang" value="fr">'),
        showing(extra='<input type="hidden" name="Lang" value="fr">'),
        "error",
    ),
    Case(
        "page.input-duplicate",
        showing(extra='<input type="hidden" name="lang" value="en">'),
        showing(extra='<input type="hidden" disabled name="lang" value="en">'),
        "info",
    ),
    Case(
        "page.input-unknown",
        showing(extra='<input type="hidden" name="theme" value="x">'),
        showing(extra='<input type="hidden" value="x">'),
    ),
    Case(
        "page.input-not-submitted",
        showing(extra='<input type="hidden" disabled name="lang" value="en">'),
        showing(extra='<input type="hidden" disabled name="theme" value="en">'),
    ),
    Case("page.client-id-differs", showing(client_id="dc-" + "a" * 25), showing()),
    Case(
        "page.client-id-shape",
        showing(client_id="dc-" + "A" * 25, connectionId="dc-" + "A" * 25),
        showing(client_id="dc-" + "a" * 25),
    ),
    Case(
        "page.redirect-uri-not-flinks",
        showing(redirect_uri=RETURN),
        showing(redirect_uri=_THEIR),
    ),
    Case(
        "page.redirect-uri-not-flinks",
        showing(redirect_uri=_THEIR.replace("toolbox", "other")),
        alone(page(redirect_uri=_THEIR.replace("toolbox", "other"))),
    ),
    Case("page.lang-differs", asked(lang="fr"), asked(lang=None)),
    Case(
        "page.response-type-not-code", showing(response_type="token"), showing(response_type="code")
    ),
    Case(
        "page.pkce-absent",
        showing(extra='<input type="hidden" name="code_challenge" value="x">'),
        showing(
            extra='<input type="hidden" name="code_challenge" value="x">'
            '<input type="hidden" name="code_challenge_method" value="S256">'
        ),
    ),
    Case(
        "page.pkce-absent",
        asked(located("https://ob.flinksapp.com/?client_id=x")),
        asked(located("https://ob.flinksapp.com/?client=x")),
    ),
    Case("page.reauth", showing(reauth="true"), showing(reauth="false"), "info"),
    Case("page.reauth", showing(reauth="maybe"), showing(), "warning"),
    Case("page.interaction-forbidden", showing(allowInteraction="false"), showing()),
    Case("page.ref-shape", showing(REF="A" * 58), showing(REF="A" * 60)),
    Case(
        "page.resume-path-shape",
        showing(resumePath="/as/a/resume"),
        showing(resumePath="/as/Zz9/resume/as/authorization.ping"),
        "warning",
    ),
    Case(
        "page.resume-path-shape",
        showing(resumePath="//evil.example.com/as"),
        showing(),
        "error",
    ),
)

SCOPE_AND_STATE_CASES = (
    Case("scope.basic-missing", showing(scope="TRANSACTIONS"), showing(scope="ACCOUNT_BASIC")),
    Case(
        "scope.unknown-token",
        showing(scope="ACCOUNT_BASIC TAX_FORMS"),
        showing(scope="ACCOUNT_BASIC STATEMENTS"),
        "info",
    ),
    Case(
        "scope.unknown-token",
        showing(scope="ACCOUNT_BASIC transactions"),
        showing(scope="ACCOUNT_BASIC,transactions"),
        "warning",
    ),
    Case(
        "scope.syntax",
        showing(scope="ACCOUNT_BASIC  STATEMENTS"),
        showing(scope="ACCOUNT_BASIC STATEMENTS"),
    ),
    Case(
        "scope.duplicate-token",
        showing(scope="ACCOUNT_BASIC ACCOUNT_BASIC"),
        showing(scope="ACCOUNT_BASIC account_basic"),
    ),
    Case("scope.all-requested", showing(), showing(scope="ACCOUNT_BASIC ACCOUNT_PAYMENTS")),
    Case("scope.sensitive", showing(scope="ACCOUNT_BASIC ACCOUNT_PAYMENTS"), showing()),
    Case("state.decodes", showing(), showing(state=sealed({"i": "1", "r": "2"}))),
    Case("state.opaque", showing(state="k7Qm2vX9tR4bZ8nW1cY6pL"), showing()),
    Case(
        "state.damaged",
        showing(state=sealed({"i": "1", "r": RETURN, "s": STATE})[:70]),
        showing(state="k7Qm2vX9tR4bZ8nW1cY6pLk7Qm2vX9tR4bZ8nW1cY6pLk7Q"),
    ),
    Case(
        "state.damaged",
        showing(state=sealed({"i": "1", "r": RETURN, "s": STATE}).replace("+", " ")),
        showing(),
    ),
    Case(
        "state.return-differs",
        asked(redirect_uri="https://a.example.com/cb"),
        asked(redirect_uri=RETURN),
        "error",
    ),
    Case(
        "state.return-differs",
        asked(redirect_uri=None),
        asked(answer(page(state=sealed({"i": "1", "s": STATE}))), redirect_uri=None),
        "info",
    ),
    Case("state.caller-state-differs", asked(state=STATE.upper()), asked(state=None)),
    Case(
        "state.caller-state-invented",
        asked(state=None),
        showing(state=sealed({"i": "1", "r": RETURN, "s": ""})),
    ),
    Case(
        "state.id-equals-caller-state",
        showing(),
        showing(state=sealed({"i": "1", "r": RETURN, "s": STATE})),
    ),
    Case("state.readable", showing(), showing(state=_SIGNED)),
    Case("decoded.jwt-unsigned", showing(state=_UNSIGNED), showing(state=_SIGNED)),
    Case("decoded.jwt-expired", showing(state=_UNSIGNED), showing(state=_SIGNED)),
    Case("decoded.jwt-not-yet-valid", showing(state=_LATE), showing(state=_SIGNED)),
    Case("decoded.limit", showing(state="x" * 65_537), showing(state="x" * 65_536)),
)
