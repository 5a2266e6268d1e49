"""What is wrong with the call itself."""

from __future__ import annotations

from tests.finding_cases.building import HOST, NOON, RETURN, STATE, Case, asked, pasted, query
from workbench.model.exchange import Context

_ULID = "01JD9Z3M8QK7N5V2X4B6C8D0EF"
_KEY = ("flinks-auth-key", "Bearer k3yk3yk3y")
_ACCEPT = ("Accept", "text/plain")
_WIDGET = "toolbox-iframe.private.fin.ag"
_OTHER_PATH = "/v3/43387ca6-0391-4c82-857d-70d95f087ecb/BankingServices/Authorize"

CASES = (
    Case("request.scheme-not-https", asked(scheme="http"), asked(scheme="http", host="127.0.0.1")),
    Case("request.secret-in-url", asked(api_key="s3cr3t"), asked(api_keyboard="s3cr3t")),
    Case("request.auth-header-not-documented", asked(headers=(_ACCEPT, _KEY)), asked()),
    Case(
        "request.auth-header-misnamed",
        asked(headers=(_ACCEPT, ("Authorization", "Bearer x"))),
        asked(headers=(_ACCEPT, ("Authorization", "Basic x"))),
    ),
    Case("request.method-not-get", asked(method="POST"), asked()),
    Case("request.host-is-widget", asked(host=_WIDGET), asked(host="toolbox-api.private.fin.ag")),
    Case(
        "request.host-unusual",
        asked(host="api.example.com"),
        asked(host="api.example.com", context=Context(known_hosts=("api.example.com",))),
    ),
    Case(
        "request.host-unusual",
        asked(host="toolbox.private.fin.ag"),
        asked(host="stand-in.example.com", context=Context(profile="stand-in")),
    ),
    Case("request.path-unusual", asked(path=_OTHER_PATH), asked(path="/V3/OAuth/Authorize/")),
    Case("request.state-missing", asked(state=None), asked(state=None, States="abc")),
    Case("request.state-weak", asked(state="test"), asked(state=STATE), "warning"),
    Case("request.state-weak", asked(state="a1" * 40), asked(state="k7Qm2vX9tR4bZ8nW1cY6pL")),
    Case("request.state-weak", asked(state="k7Qm2vX9tR4bZ8nWqZ"), asked(), "info"),
    Case("request.state-time-based", asked(state=_ULID), asked(state=STATE)),
    Case(
        "request.state-time-based",
        asked(state=str(int(NOON.timestamp()) - 5)),
        asked(state=str(int(NOON.timestamp()) - 200_000)),
    ),
    Case(
        "request.state-personal-data",
        asked(state="jane.doe@example.com"),
        asked(state="jane.doe-example.com"),
    ),
    Case(
        "request.state-personal-data",
        asked(state="user-4111111111111111-x"),
        asked(state="user-4111111111111112-x"),
    ),
    Case(
        "request.redirect-uri-missing",
        asked(redirect_uri=None),
        asked(redirect_uri=None, redirectUri=RETURN),
    ),
    Case(
        "request.redirect-uri-spilled",
        asked(raw_query="redirect_uri=https://a.example.com/cb?x=1&y=2&state=s"),
        asked(raw_query="redirect_uri=https://a.example.com/cb?x=1&state=s&lang=en"),
    ),
    Case("request.lang-invalid", asked(lang="fr-CA"), asked(lang="fr")),
    Case("request.lang-not-offered", asked(lang="de"), asked(lang="FR")),
    Case("request.lang-case", asked(lang="FR"), asked(lang="fr")),
    Case("request.tag-awkward", asked(tag="<b>"), asked(tag="TCK-77 (b)"), "warning"),
    Case("request.tag-awkward", asked(tag="x" * 65), asked(tag="x" * 64), "info"),
    Case("request.tag-personal-data", asked(tag="a.b@example.com"), asked(tag="a.b at example")),
    Case("request.parameter-misspelt", asked(recipient_id="dc-1"), asked(recipientId="dc-1")),
    Case("request.parameter-misspelt", asked(institutionId="4"), asked(correlation="4")),
    Case("request.parameter-of-connect", asked(language="fr"), asked(languages="fr")),
    Case("request.parameter-of-outbound", asked(client_id="x"), asked(clientele="x")),
    Case("request.parameter-unknown", asked(colour="red"), asked(tags="red")),
    Case(
        "request.duplicate-parameter",
        asked(raw_query=query() + "&state=other"),
        asked(raw_query=query() + "&tag=other"),
        "error",
    ),
    Case(
        "request.duplicate-parameter",
        asked(raw_query=query() + "&State=other"),
        asked(raw_query=query() + "&Statement=other"),
        "warning",
    ),
    Case("request.parameter-empty", asked(tag=""), asked(tag=" ")),
    Case(
        "request.plus-in-value",
        asked(raw_query="state=ab+/cdEFgh12==&institution_id=1"),
        asked(raw_query="state=ab%2B/cdEFgh12==&institution_id=1"),
    ),
    Case(
        "request.plus-in-value",
        asked(raw_query="tag=me+test@example.com"),
        asked(raw_query="tag=me+and+you"),
    ),
    Case(
        "request.institution-missing",
        asked(institution_id=None),
        asked(institution_id=None, institution="4"),
    ),
    Case("request.institution-not-numeric", asked(institution_id="4x2"), asked()),
    Case("request.accept-missing", asked(headers=()), asked(), "warning"),
    Case(
        "request.accept-missing",
        asked(headers=(("Accept", "*/*"),)),
        pasted(f"https://{HOST}/v3/oauth/authorize?state=1"),
        "info",
    ),
    Case("request.url-long", asked(tag="x" * 8000), asked(tag="x" * 1000), "warning"),
    Case("request.url-long", asked(tag="x" * 2000), asked(tag="x" * 1000), "info"),
)

# Each row: what is judged, and what is nearly so. The same rows hold inside the state.
ADDRESSES = (
    ("not-absolute", "app.example.com/cb", "app.example.com:/cb"),
    ("not-absolute", "localhost:3000/cb", "https://localhost:3000/cb"),
    ("fragment", "https://a.example.com/#/cb", "https://a.example.com/cb"),
    ("http", "http://a.example.com/cb", "http://127.0.0.1:8000/cb"),
    ("localhost", "http://localhost:3000/cb", "http://127.0.0.1:3000/cb"),
    ("private-host", "https://192.168.1.4/cb", "https://192.0.1.4/cb"),
    ("private-host", "https://intranet/cb", "https://intranet.example.com/cb"),
    ("wildcard", "https://*.example.com/cb", "https://a.example.com/cb?q=*"),
    ("double-encoded", "https%3A%2F%2Fa.example.com", "https://a.example.com/?u=https%3A%2F%2Fb"),
    ("userinfo", "https://me:pw@a.example.com/cb", "https://a.example.com/@me"),
    ("untidy", " https://a.example.com/cb", "https://a.example.com/c%20b"),
    ("untidy", "https://exämple.com/cb", "https://xn--exmple-cua.com/cb"),
    ("reserved-query", "https://a.example.com/cb?state=1", "https://a.example.com/cb?stated=1"),
    ("custom-scheme", "com.example.app:/cb", "https://com.example.app/cb"),
)
