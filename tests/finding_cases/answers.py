"""What is wrong with authorization responses and errors."""

from __future__ import annotations

from tests.finding_cases.building import (
    RETURN,
    STATE,
    Case,
    answer,
    asked,
    located,
    pasted,
    refused,
    token,
)
from workbench.model.exchange import Context

_BACK = f"{RETURN}?state={STATE}"
_NEXT = "https://ob.flinksapp.com/api/v1/authorize"
_CALLBACK = "https://app.example.com/cb"
_ISSUED = Context(issuer="https://idp.example.com")

CASES = (
    Case(
        "location.error",
        asked(located(f"{_BACK}&error=access_denied")),
        asked(located(f"{_NEXT}?errors=access_denied")),
    ),
    Case(
        "callback.error",
        pasted(f"{_CALLBACK}?error=server_error&state=1"),
        pasted(f"{_CALLBACK}?loginId=1&state=1"),
    ),
    Case(
        "location.error-charset",
        asked(located(f"{_BACK}&error=access_denied&error_description=refus%C3%A9")),
        asked(located(f"{_BACK}&error=access_denied&error_description=refused%21")),
    ),
    Case(
        "location.state-missing",
        asked(located(f"{RETURN}?error=access_denied")),
        asked(located(f"{_NEXT}?client_id=x")),
    ),
    Case(
        "location.state-mismatch",
        asked(located(f"{RETURN}?error=access_denied&state=other")),
        asked(located(f"{RETURN}?error=access_denied&state=a+b"), raw_query="state=a%20b"),
    ),
    Case(
        "location.iss-missing",
        asked(located(f"{_BACK}&code=1")),
        asked(located(f"{_BACK}&code=1&iss=https%3A%2F%2Fidp.example.com"), context=_ISSUED),
        "info",
    ),
    Case(
        "location.iss-missing",
        pasted(f"{_CALLBACK}?code=1&iss=https%3A%2F%2Fother.example.com", _ISSUED),
        pasted(f"{_CALLBACK}?loginId=1"),
        "error",
    ),
    Case(
        "location.fragment-answer",
        asked(located(f"{RETURN}#state={STATE}&code=1")),
        asked(located(f"{_BACK}&code=1#top")),
    ),
    Case(
        "location.token-in-url",
        asked(located(f"{_BACK}&access_token=1")),
        asked(located(f"{_BACK}&access_token=")),
    ),
    Case(
        "location.parameter-twice",
        asked(located(f"{_BACK}&error=x&error=y")),
        asked(located(f"{_BACK}&error=x&Error=y")),
    ),
    Case(
        "location.pushed-request",
        asked(located(f"{_NEXT}?request_uri=urn:ietf:params:oauth:request_uri:6esc")),
        asked(located(f"{_NEXT}?request_uri=https%3A%2F%2Fa.example.com")),
    ),
    Case(
        "location.request-object",
        asked(located(f"{_NEXT}?request={token({'alg': 'RS256'}, {'a': 1})}")),
        asked(located(f"{_NEXT}?request=please")),
    ),
    Case(
        "callback.login-id",
        pasted(f"{_CALLBACK}?loginId=5e137f53&state=1"),
        pasted(f"{_CALLBACK}?loginId=&state=1"),
    ),
    Case(
        "callback.no-answer", pasted(f"{_CALLBACK}?state=1"), pasted(f"{_CALLBACK}?state=1&code=2")
    ),
    Case(
        "error.lang",
        asked(refused({"Lang": ["The field Lang must be valid."]}), lang="eng"),
        asked(refused({"Language": ["x"]}), lang="eng"),
    ),
    Case(
        "error.field",
        asked(refused({"": ["A body is required."]})),
        asked(refused({"lang": ["x"]})),
    ),
    Case(
        "error.unexplained",
        asked(refused({"redirect_uri": ["not registered"]})),
        asked(refused({"redirect_uri": ["not absolute"]}), redirect_uri="a.example.com"),
    ),
    Case(
        "error.unexplained",
        asked(refused({"recipientId": ["unknown"]})),
        asked(refused({"colour": ["unknown"]})),
    ),
    Case("error.shape-unknown", asked(answer("no", 404)), asked(answer("no", 500))),
    Case(
        "error.status-disagrees",
        asked(refused({"HttpStatusCode": 401, "Message": "x"}, 400)),
        asked(refused({"HttpStatusCode": 400, "Message": "x"}, 400)),
    ),
)
