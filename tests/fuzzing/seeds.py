"""What mutation begins with: the sample answers, the pages of the browser suite, and small inputs
for each kind of text; and the words that each kind of text is made of."""

from __future__ import annotations

import base64
import gzip
import json
import zlib
from functools import cache

from tests import browser_pages
from workbench.history import FILTER_KEYS
from workbench.shipped import sample_responses

MARKUP = tuple(
    b"<form> </form> <input <input+type=hidden+name=a+value=b> <select> <option> <textarea> <table>"
    b" <tr> <td> <template> <svg> <script> </script> <noscript> <!-- --> <base+href=/x/> <fieldset"
    b" disabled <legend> <button> <label> <iframe+srcdoc= <meta+charset=utf-8> onload= form=f"
    b" name=submit type=image &amp; &#x0; &notit; ]]> <![CDATA[ <p> <b> </p> <frameset> <math>"
    .replace(b" ", b"\0").replace(b"+", b" ").split(b"\0")
)  # fmt: skip
HEAD = (
    b"HTTP/1.1 302 Found\r\n",
    b"HTTP/1.1 100 Continue\r\n\r\n",
    b"Location: https://a.example/?state=x\r\n",
    b"Content-Length: 13\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"Content-Encoding: gzip\r\n",
    b"Content-Type: text/html; charset=utf-16\r\n",
    b"Set-Cookie: a=b; Path=/; SameSite=None\r\n",
    b"Content-Security-Policy: form-action 'self'; script-src 'nonce-x'\r\n",
    b" folded\r\n",
    b"\r\n\r\n",
    b"5\r\nabcde\r\n0\r\n\r\n",
)
SCRIPT = tuple(
    b"document .forms[0] .submit() requestSubmit() function(){ } => async if( else while( for(;;) "
    b"setTimeout( window .onload= addEventListener('load', $(function(){ jQuery `${ /a/ // /* */ "
    b"var let const new typeof ... ?. ?? += == === && || ! , ; ) ] location.href= eval( try{ "
    b"catch(e){ return this getElementById('f') querySelector('form') 0x1 1e9 'use\\'".split()
)
JSON_WORDS = tuple(
    b'{"a":1} [1,2] "x" null true NaN 1e400 \\ud800 \\u0000 {"errors": "FlinksCode": '
    b'"error_description": "__proto__": {"log":{"entries":['.split()
)
URL_WORDS = tuple(
    b"https:// http: // \\\\ ? # & = % %2F %00 @ : :443 [::1] ../ ./ ; javascript: data: \xc3\xa9"
    b" \xe3\x80\x82 xn--"
    b" redirect_uri= state= scope= error= code= 127.1 0x7f.1".split()
)
FILTER_WORDS = (
    *(key.encode() for key, _ in FILTER_KEYS),
    *b'( ) - OR AND NOT " * >500 10..20 7d today 4xx form.REF: header.server:x \xc3\x9f'.split(),
)
CURL_WORDS = tuple(
    b"curl -H -d --data-urlencode -X POST -b -u -F --json -k --url -G $' \\ \" ' @file -- | ; &&"
    .split()
)  # fmt: skip

_HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
_FORM = b"<form><input name=a value=b></form>"
_JSON = b"HTTP/1.1 400 X\r\nContent-Type: application/json\r\n\r\n"
_VERBOSE = (
    b"* Trying 203.0.113.7:443...\n> GET /v3/oauth/authorize?institution_id=42 HTTP/1.1\n"
    b"> Host: toolbox-api.private.fin.ag\n>\n< HTTP/1.1 302 Found\n< Location: /x\n<\n<p>\n"
)
_CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


@cache
def answers() -> tuple[bytes, ...]:
    """Whole answers: the samples, and some that hold what those do not."""
    samples = tuple(path.read_bytes() for path in sorted(sample_responses().glob("*.http")))
    return (
        *samples,
        _HTML + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(_FORM),
        _HTML + b"Content-Encoding: deflate\r\n\r\n" + zlib.compress(_FORM),
        _JSON + b'{"FlinksCode":"INVALID","Message":"x","errors":{"lang":["must be en or fr"]}}',
        _CHUNKED + b"5;a=b\r\n<form\r\n1\r\n>\r\n0\r\nX-T: 1\r\n\r\n",
        b"HTTP/1.1 302 X\r\nLocation: https://app.example.com/cb?code=abc&state=d&iss=e#x\r\n\r\n",
    )


@cache
def pages() -> tuple[bytes, ...]:
    """Pages of the suite that Chromium judges; the first byte of each picks a charset."""
    return tuple(b"\0" + page.body for page in browser_pages.pages())


@cache
def values() -> tuple[bytes, ...]:
    """Values as forms and queries hold them."""
    inner = b'{"r":"https://app.example.com/cb","s":"abc123","n":[1,2.5,null,"x"]}'
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    deflated = packed.compress(b"<samlp:AuthnRequest ID='_1'/>") + packed.flush()
    token = base64.urlsafe_b64encode(b'{"alg":"RS256"}').rstrip(b"=")
    claims = base64.urlsafe_b64encode(b'{"exp":1764000000,"iss":"x"}').rstrip(b"=")
    return (
        inner,
        base64.b64encode(inner),
        base64.urlsafe_b64encode(inner),
        base64.b64encode(gzip.compress(inner)),
        base64.b64encode(deflated),
        base64.b64encode(base64.b64encode(inner)),
        inner.hex().encode(),
        b"%7B%22a%22%3A%22b%22%7D",
        token + b"." + claims + b".c2ln",
        b"9b1c42d0-0391-4c82-857d-70d95f087ecb",
        b"01ARZ3NDEKTSV4RRFFQ69G5FAV",
        b"1764000000",
        b"2026-11-24T10:00:00Z",
        b"openid ACCOUNTS TRANSACTIONS",
        b"https://a.example/cb?x=1&y=%20",
        b"CfDJ8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        b"gAAAAABh" + b"A" * 120,
    )


@cache
def scripts() -> tuple[bytes, ...]:
    """What pages run to send themselves."""
    return (
        b"document.forms[0].submit()",
        b"window.onload=function(){document.getElementById('f').submit();}",
        b"document.addEventListener('DOMContentLoaded',()=>{document.forms['f'].submit()})",
        b"$(document).ready(function(){$('form').first().submit();});",
        b"setTimeout('document.forms[0].submit()',0)",
        b"(async()=>{await 0;for(const f of document.forms){f.requestSubmit()}})()",
        b"var f=document.createElement('form');f.action='/x';document.body.append(f);f.submit()",
        b"if(window.top===self){location.replace('/next?'+encodeURIComponent(`a${1+1}`))}",
        b"try{x.y.z()}catch(e){document.forms.f.submit()}finally{}",
    )


@cache
def filters() -> tuple[bytes, ...]:
    """Filters as people type them."""
    return (
        b"",
        b"status:302 form.REF:613D*",
        b"(lang:fr OR lang:en) -has:error",
        b'NOT (header.server:nginx AND "two words") ms:>500',
        b"since:7d size:10k..20k id:>3 shape:abc",
        b"https://ob.flinksapp.com/x TCK-7*",
        b'tag:"TCK-7*" severity:error finding:redirect.* body:Resume',
    )


@cache
def files() -> tuple[bytes, ...]:
    """Files of every format that can be brought in."""
    entry = {
        "startedDateTime": "2026-11-24T10:00:00.000Z",
        "time": 12.5,
        "request": {
            "method": "GET",
            "url": "https://toolbox-api.private.fin.ag/v3/oauth/authorize?institution_id=42",
            "httpVersion": "HTTP/1.1",
            "headers": [{"name": "Host", "value": "toolbox-api.private.fin.ag"}],
            "queryString": [],
            "cookies": [],
            "headersSize": -1,
            "bodySize": 0,
        },
        "response": {
            "status": 302,
            "statusText": "Found",
            "httpVersion": "HTTP/1.1",
            "headers": [{"name": "Location", "value": "https://a.example/?state=x"}],
            "cookies": [],
            "content": {"size": 4, "mimeType": "text/html", "text": "PHA+", "encoding": "base64"},
            "redirectURL": "",
            "headersSize": -1,
            "bodySize": 4,
        },
        "cache": {},
        "timings": {"send": 1, "wait": 2, "receive": 3, "connect": -1, "ssl": -1, "dns": 0},
        "serverIPAddress": "203.0.113.7",
    }
    har = {"log": {"version": "1.2", "creator": {"name": "x", "version": "1"}, "entries": [entry]}}
    url = b"https://toolbox-api.private.fin.ag/v3/oauth/authorize?institution_id=42"
    return (
        json.dumps(har).encode(),
        b"curl '" + url + b"' -H 'accept: text/html' --data-urlencode 'a=b c' --compressed",
        b"GET " + url + b"\nAccept: text/html\n\n###\n\nPOST {{base}}/x\n\na=b\n",
        _VERBOSE,
        b"<!doctype html><form action=/x><input type=hidden name=a value=b></form>",
        *answers()[:6],
    )
