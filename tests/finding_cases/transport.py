"""What is wrong with the answer's transport: caches, policies, cookies, bytes, TLS, failures."""

from __future__ import annotations

from base64 import b64encode
from datetime import timedelta
from hashlib import sha256

from tests.finding_cases.building import (
    HOST,
    NOON,
    PAGE,
    Case,
    alone,
    answer,
    asked,
    facts,
    failed,
    headed,
    located,
    page,
    refused,
)
from workbench.model.capture import Timing

_CSP = "Content-Security-Policy"
_SUBMIT = "javascript:document.forms[0].submit()"
_HASH = b64encode(sha256(_SUBMIT.encode()).digest()).decode()
_OPEN = (("X-Frame-Options", "DENY"),)
_COOKIE = "PF=1; Secure; HttpOnly; SameSite=None"
_BLOCKED = (
    "<html><title>Attention Required! | Cloudflare</title>Cloudflare Ray ID: 9a3b1c5d7e</html>"
)


def _policy(text: str) -> tuple[str, str]:
    return (_CSP, f"frame-ancestors 'none'; {text}")


CASES = (
    Case(
        "response.cacheable-secrets",
        headed(without=("Cache-Control",)),
        headed(("Cache-Control", "private, no-store")),
        "warning",
    ),
    Case(
        "response.cacheable-secrets",
        headed(("Cache-Control", "public, max-age=60")),
        asked(answer("<title>x</title>", without=("Cache-Control",))),
        "error",
    ),
    Case(
        "response.referrer-leaks",
        asked(answer(page().replace('content="origin"', 'content="unsafe-url"'))),
        headed(("Referrer-Policy", "unsafe-url")),
        "warning",
    ),
    Case(
        "response.referrer-leaks",
        asked(answer(page().replace('name="referrer"', 'name="referer"'))),
        asked(),
        "info",
    ),
    Case("response.frameable", headed(without=(_CSP,)), headed(*_OPEN, without=(_CSP,))),
    Case(
        "response.xfo-ineffective",
        headed(("X-Frame-Options", "ALLOW-FROM https://a.example.com")),
        headed(("X-Frame-Options", "deny")),
    ),
    Case(
        "response.csp-blocks-form",
        headed(_policy("form-action 'self'")),
        headed(
            _policy(
                "form-action 'self' https://*.flinksapp.com; default-src 'none'; "
                f"script-src-attr 'unsafe-hashes' 'sha256-{_HASH}'"
            )
        ),
    ),
    Case(
        "response.csp-blocks-auto-submit",
        headed(_policy("default-src 'self'")),
        headed(_policy("script-src 'unsafe-inline'")),
    ),
    Case(
        "response.csp-blocks-auto-submit",
        headed(_policy("script-src 'unsafe-inline' 'nonce-abc'")),
        headed(_policy(f"script-src 'unsafe-hashes' 'sha256-{_HASH}'")),
    ),
    Case(
        "response.csp-blocks-auto-submit",
        asked(
            answer(
                page(head="<meta http-equiv=Content-Security-Policy content=\"script-src 'self'\">")
            )
        ),
        headed(_policy("script-src-elem 'none'; script-src-attr 'unsafe-inline'")),
    ),
    Case(
        "response.cors-on-authorize",
        headed(("Access-Control-Allow-Origin", "*")),
        headed(("Access-Control-Max-Age", "60")),
    ),
    Case(
        "response.hsts-missing",
        headed(("Strict-Transport-Security", "max-age=15551999")),
        headed(("Strict-Transport-Security", "max-age=15552000")),
    ),
    Case(
        "response.cookie-insecure",
        headed(("Set-Cookie", "x=1; SameSite=Lax")),
        headed(("Set-Cookie", "x=1; Secure; SameSite=Lax")),
    ),
    Case(
        "response.cookie-insecure",
        headed(("Set-Cookie", "PF=1; Secure")),
        headed(("Set-Cookie", "PF=1; secure; httponly")),
    ),
    Case(
        "response.cookie-samesite",
        headed(("Set-Cookie", "x=1; Secure")),
        headed(("Set-Cookie", _COOKIE)),
        "info",
    ),
    Case(
        "response.cookie-samesite",
        headed(("Set-Cookie", "x=1; SameSite=None")),
        headed(("Set-Cookie", "AWSALB=1")),
        "error",
    ),
    Case(
        "response.cookie-stays-here",
        headed(("Set-Cookie", _COOKIE)),
        headed(("Set-Cookie", "AWSALBCORS=1; Secure; SameSite=None")),
    ),
    Case(
        "response.accept-ignored",
        asked(),
        asked(headers=(("Accept", "application/json, text/*;q=0.1"),)),
    ),
    Case(
        "response.type-missing",
        headed(without=("Content-Type",)),
        asked(answer("", without=("Content-Type",))),
    ),
    Case(
        "response.type-wrong",
        asked(answer('{"a": 1}', 400)),
        asked(answer('{"a": 1}', 400, add=(("Content-Type", "application/problem+json"),))),
        "warning",
    ),
    Case(
        "response.type-wrong",
        headed(("Content-Type", "text/plain")),
        headed(("Content-Type", "application/xhtml+xml")),
        "error",
    ),
    Case(
        "response.charset-missing",
        headed(("Content-Type", "text/html")),
        asked(answer(page(head="<meta charset=utf-8>"), add=(("Content-Type", "text/html"),))),
        "info",
    ),
    Case(
        "response.charset-missing",
        asked(
            answer(page(head="<title>é</title>"), add=(("Content-Type", "text/html"),)),
        ),
        headed(("Content-Type", "text/html;charset=utf-8")),
        "warning",
    ),
    Case(
        "response.charset-conflict",
        asked(answer(PAGE.encode().replace(b"<p>", b"<p>\xe9"))),
        asked(answer(PAGE.encode().replace(b"<p>", b"<p>\xc3\xa9"))),
    ),
    Case(
        "response.clock-skew",
        asked(started_at=NOON - timedelta(seconds=120), timing=Timing(total=100)),
        asked(started_at=NOON - timedelta(seconds=8), timing=Timing(total=100)),
        "warning",
    ),
    Case(
        "response.charset-conflict",
        asked(answer(page(head="<meta charset=windows-1252>"))),
        asked(
            answer(
                page(head="<meta charset=latin1>"),
                add=(("Content-Type", "text/html; charset=iso-8859-1"),),
            )
        ),
    ),
    Case(
        "response.clock-skew",
        asked(started_at=NOON - timedelta(seconds=12), timing=Timing(total=100)),
        asked(started_at=NOON - timedelta(seconds=10), timing=Timing(total=100)),
        "info",
    ),
    Case(
        "response.clock-skew",
        asked(started_at=NOON + timedelta(seconds=400), timing=Timing(first_byte=90, total=100)),
        asked(started_at=NOON + timedelta(seconds=400)),
        "error",
    ),
    Case(
        "response.date-missing",
        headed(("Date", "yesterday")),
        asked(answer("", 500, without=("Date",))),
    ),
    Case("response.rate-limited", asked(refused({}, 429)), asked(refused({}, 428))),
    Case(
        "response.rate-limited",
        asked(refused({"FlinksCode": "TOO_MANY_REQUESTS", "HttpStatusCode": 401}, 401)),
        asked(refused({"FlinksCode": "UNAUTHORIZED", "HttpStatusCode": 401}, 401)),
    ),
    Case("response.server-error", asked(refused({}, 503)), asked(refused({}, 511))),
    Case("response.unauthorized", asked(refused({}, 403)), asked(answer(_BLOCKED, 403))),
    Case("response.not-found", asked(refused({}, 404)), asked(refused({}, 406))),
    Case(
        "response.block-page",
        asked(answer(_BLOCKED, 403)),
        asked(refused({}, 403, add=(("Server", "cloudflare"), ("CF-RAY", "9a3b-YUL")))),
    ),
    Case(
        "response.block-page",
        asked(
            answer(
                "<html>The requested URL was rejected. Please consult with your administrator. "
                "Your support ID is: 1234567890</html>",
                200,
            )
        ),
        asked(answer("<html>Please consult with your administrator.</html>", 200)),
    ),
    Case("response.intercepted", asked(answer("", 407)), asked(answer("", 403))),
    Case(
        "response.intercepted",
        asked(tls=facts(issuer="CN=Zscaler Root CA")),
        asked(tls=facts(issuer="CN=Example Root CA")),
    ),
    Case(
        "response.truncated",
        asked(answer(length=len(PAGE) + 1)),
        asked(answer(length=len(PAGE))),
    ),
    Case(
        "response.framing-ambiguous",
        asked(answer(add=(("Content-Length", "5"),))),
        asked(answer(add=(("Content-Length", str(len(PAGE))),))),
        "error",
    ),
    Case("response.framing-ambiguous", asked(answer() + b"more"), asked(), "warning"),
    Case(
        "response.head-irregular",
        headed(("X-Folded", "one\r\n two")),
        headed(("X-Straight", "one two")),
    ),
    Case(
        "response.encoding-unreadable",
        headed(("Content-Encoding", "aes128gcm")),
        headed(("Content-Encoding", "identity")),
        "error",
    ),
    Case(
        "response.encoding-unreadable",
        headed(("Content-Encoding", "gzip")),
        headed(("Content-Encoding", "")),
        "warning",
    ),
    Case(
        "response.discloses-server",
        headed(("Server", "nginx/1.25")),
        headed(("Server", "cloudflare")),
    ),
    Case(
        "response.slow",
        asked(timing=Timing(first_byte=50, total=10_001)),
        asked(timing=Timing(first_byte=50, total=2_999)),
        "warning",
    ),
    Case(
        "response.slow",
        asked(timing=Timing(first_byte=1000, total=1_100)),
        asked(timing=Timing(first_byte=900, total=1_000)),
        "info",
    ),
    Case(
        "tls.version-deprecated",
        asked(tls=facts(version="TLSv1.1")),
        asked(tls=facts(version="TLSv1.2")),
    ),
    Case(
        "tls.certificate-expiring",
        asked(tls=facts(not_after=NOON + timedelta(days=20))),
        asked(tls=facts(not_after=NOON + timedelta(days=21))),
        "warning",
    ),
    Case(
        "tls.certificate-expiring",
        asked(tls=facts(not_after=NOON - timedelta(days=1))),
        asked(
            tls=facts(not_after=NOON - timedelta(days=1)),
            started_at=NOON - timedelta(days=90),
        ),
        "error",
    ),
    Case(
        "tls.name-mismatch",
        asked(tls=facts(names=("*.fin.ag",))),
        asked(tls=facts(names=("*.private.fin.ag",))),
    ),
    Case("tls.unverified", asked(tls=facts(verified=False)), asked(tls=facts())),
    Case("failure.cancelled", failed("cancelled", "interrupted"), failed("timeout", "deadline")),
    Case("failure.limit", failed("limit", "wire"), failed("timeout", "deadline")),
    Case("failure.proxy", failed("connect", "proxy"), failed("connect", "refused")),
    Case("failure.dns", failed("connect", "dns", "dns"), failed("connect", "refused")),
    Case("failure.timeout", failed("timeout", "deadline"), failed("connect", "refused")),
    Case("failure.tls-untrusted", failed("tls", "expired", "tls"), failed("timeout", "deadline")),
    Case("failure.reset", failed("protocol", "reset", "wait"), failed("protocol", "head", "wait")),
    Case("failure.refused", failed("connect", "refused"), failed("connect", "proxy")),
    Case("failure.protocol", failed("protocol", "head", "wait"), failed("protocol", "closed")),
)

# Where the answer leads.
LEADING = (
    Case(
        "response.status-undocumented",
        asked(answer(status=200)),
        asked(located("https://ob.flinksapp.com/x", 308)),
    ),
    Case(
        "redirect.form-instead-of-location",
        asked(),
        asked(located("https://ob.flinksapp.com/x")),
    ),
    Case("redirect.none", asked(answer("<p>hello</p>")), asked(answer("<p>hello</p>", 400))),
    Case("redirect.none", asked(answer("<p>hello</p>", 200)), asked(answer(status=200))),
    Case(
        "redirect.both",
        asked(answer(add=(("Location", "https://ob.flinksapp.com/api/v1/agentless?a=b"),))),
        asked(answer("<p>see there</p>", add=(("Location", "https://ob.flinksapp.com/x"),))),
        "warning",
    ),
    Case(
        "redirect.both",
        asked(answer(add=(("Location", "https://other.example.com/x"),))),
        asked(
            answer(
                f"<template>{PAGE}</template>",
                add=(("Location", "https://other.example.com/x"),),
            )
        ),
        "error",
    ),
    Case(
        "redirect.location-repeated",
        asked(located("https://ob.flinksapp.com/x", add=(("Location", "https://b.example/"),))),
        asked(located("https://ob.flinksapp.com/x,https://b.example/")),
    ),
    Case(
        "redirect.location-invalid",
        asked(located("javascript:alert(1)")),
        asked(located("https://ob.flinksapp.com/javascript:alert(1)")),
    ),
    Case(
        "redirect.location-invalid",
        asked(located("https://ob.flinksapp.com/a b")),
        asked(located("https://ob.flinksapp.com/a%20b")),
    ),
    Case(
        "redirect.location-relative",
        asked(located("/next")),
        asked(located(f"https://{HOST}/next")),
    ),
    Case(
        "redirect.downgrade",
        asked(located("http://ob.flinksapp.com/x")),
        asked(located("http://127.0.0.1:8000/x")),
    ),
    Case(
        "redirect.loop",
        asked(located("?state=1#x"), raw_query="state=1"),
        asked(located("?state=2"), raw_query="state=1"),
    ),
    Case(
        "redirect.keeps-method",
        asked(located("https://ob.flinksapp.com/x", 307)),
        asked(located("https://ob.flinksapp.com/x", 303)),
        "warning",
    ),
    Case(
        "redirect.keeps-method",
        asked(located("https://ob.flinksapp.com/x", 308), method="POST", content=b"a=b"),
        asked(located("https://ob.flinksapp.com/x", 302), method="POST", content=b"a=b"),
        "error",
    ),
    Case(
        "redirect.permanent",
        asked(located("https://ob.flinksapp.com/x", 301, without=("Cache-Control",))),
        asked(located("https://ob.flinksapp.com/x", 301)),
    ),
    Case(
        "redirect.by-script",
        asked(answer("<script>location.href='https://ob.flinksapp.com/x'</script>")),
        asked(answer("<script>var href='https://ob.flinksapp.com/x'</script>")),
    ),
    Case(
        "redirect.target-unknown",
        asked(located("https://bank.example.com/x")),
        asked(located("https://paywithmybank.com/start")),
    ),
    Case(
        "redirect.target-unknown",
        alone(page(action="https://bank.example.com/x")),
        alone(page(action="https://ob-preprod.flinksapp.dev/x")),
    ),
    Case(
        "redirect.target-lookalike",
        asked(located("https://ob.fl1nksapp.com/x")),
        asked(located("https://ob-preprod.flinksapp.dev/x")),
    ),
    Case(
        "redirect.target-lookalike",
        asked(located("https://xn--pypal-4ve.example.net/")),
        asked(located("https://xn--bcher-kva.example.net/")),
    ),
    Case(
        "redirect.open-redirector",
        asked(located("https://paywithmybank.com/elsewhere")),
        asked(located("https://paywithmybank.com/elsewhere?error=access_denied")),
    ),
    Case(
        "redirect.environment-mix",
        asked(),
        asked(host="acme-api.private.fin.ag"),
    ),
)
