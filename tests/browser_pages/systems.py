"""Hand-over pages shaped after the systems that send them: values made up, quirks kept."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser_pages import BrowserPage

SAML = (
    "PHNhbWxwOlJlc3BvbnNlIHhtbG5zOnNhbWxwPSJ1cm46b2FzaXM6bmFtZXM6dGM6U0FNTDoyLjA6cHJvdG9jb2wiIElEPSJf\n"
    "YTEiIFZlcnNpb249IjIuMCI+PC9zYW1scDpSZXNwb25zZT4="
)
JWT = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwczovL2lkcC5leGFtcGxlIn0.c2ln"
REF = "613D0F8CBA3A10B3510B0B46EE1DA31701C2CE7ED4D57B1E2FEB89414C34"
SCOPE = "ACCOUNT_BASIC ACCOUNT_DETAILED TRANSACTIONS"
RETURN = "https://app.example.com/cb"


def pages() -> tuple[BrowserPage, ...]:
    """All of them, system by system."""
    found: list[BrowserPage] = []
    for kind, made in (
        ("flinks", _flinks()),
        ("pingfederate", _pingfederate()),
        ("form_post", _form_post()),
        ("keycloak", _keycloak()),
        ("aspnet", _aspnet()),
        ("hydra", _hydra()),
        ("oidc-provider", _oidc_provider()),
        ("spring", _spring()),
        ("saml", _saml()),
        ("ws-federation", _ws_federation()),
        ("3-d-secure", _three_d_secure()),
    ):
        found += [BrowserPage(kind, name, text.encode()) for name, text in made]
    return tuple(found)


def _hidden(**values: str) -> str:
    return "".join(
        f'<input type="hidden" name="{name}" value="{value}"/>\n' for name, value in values.items()
    )


Made = Iterator[tuple[str, str]]


def _flinks() -> Made:
    inputs = _hidden(
        REF=REF,
        allowInteraction="true",
        scope=SCOPE,
        provider_id="4003",
        response_type="code",
        connectionId="dc-patrfyrs91n711c9jlmtsru97",
        redirect_uri="https://toolbox-api.private.fin.ag/v3/43387ca6/openbanking/callback",
        state="jY1BCsIwEEXvMusu2iZp0t5FRIaZTRpJ0gkmFUrx7o6gC5f/8eD9",
        resumePath="/as/AbC12/resume/as/authorization.ping",
        lang="en",
        client_id="dc-patrfyrs91n711c9jlmtsru97",
        reauth="false",
    )
    form = (
        '<form method="post" action="https://ob.flinksapp.com/api/v1/agentless">\n{}'
        '<noscript><input type="submit" value="Resume"/></noscript>\n</form>'
    )
    page = (
        "<html>\n<head>\n<title>Submit Form</title>\n<meta charset='utf-8'>\n</head>\n"
        '<body onload="javascript:document.forms[0].submit()">\n{}\n</body>\n</html>'
    )
    yield "as documented", page.format(form.format(inputs))
    yield "upper case", page.format(form.format(inputs)).upper()
    yield "crlf", page.format(form.format(inputs)).replace("\n", "\r\n")
    yield "in one line", page.format(form.format(inputs)).replace("\n", "")
    yield "form not closed", page.format(form.format(inputs)).replace("</form>", "")
    yield "cut in the middle of a value", page.format(form.format(inputs))[:900]
    yield "cut in the middle of a tag", page.format(form.format(inputs))[:760]
    yield (
        "entities in the values",
        page.format(
            form.format(inputs.replace("false", "&lt;a&gt; &amp;amp; &eacute; &#x20AC; &#0;"))
        ),
    )
    yield "a state with pluses", page.format(form.format(_hidden(state="a+b c%2Bd", REF=REF)))
    yield (
        "the action is empty",
        page.format(form.format(inputs)).replace("https://ob.flinksapp.com/api/v1/agentless", ""),
    )
    yield (
        "two forms, the second is it",
        page.format('<form id="search"><input name="q" value=""></form>' + form.format(inputs)),
    )


def _pingfederate() -> Made:
    head = (
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" '
        '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">\n'
        '<head><title>Submit Form</title><meta http-equiv="Content-Type" '
        'content="text/html; charset=utf-8"/></head>\n'
    )
    yield (
        "agentless hand-over",
        head + '<body onload="javascript:document.forms[0].submit()"><form method="post" '
        'action="https://adapter.example/login">'
        + _hidden(REF=REF, resumePath="/idp/ABC/resumeSAML20/idp/SSO.ping")
        + '<noscript><p><strong>Note:</strong> no scripts.</p><input type="submit" '
        'value="Resume"/></noscript></form></body></html>',
    )
    yield (
        "form_post answer",
        head
        + '<body onload="document.forms[0].submit();"><form method="post" action="https://app.example.com/cb">'
        + _hidden(code="AbCdEf", state="x&quot;y&#39;z", iss="https://pf.example:9031")
        + "</form></body></html>",
    )
    yield (
        "html form adapter",
        head
        + '<body><form method="POST" action="/as/Xy1/resume/as/authorization.ping" autocomplete="off">'
        '<input id="username" type="text" size="36" name="pf.username" value="ann" />'
        '<input id="password" type="password" name="pf.pass" />'
        '<input type="checkbox" id="remember" name="pf.rememberUsername" checked />'
        '<input type="hidden" name="pf.ok" value=""/><input type="hidden" name="pf.cancel" value=""/>'
        '<input type="hidden" name="pf.adapterId" value="HTMLForm"/>'
        '<a onclick="postOk();" class="button">Sign On</a></form></body></html>',
    )
    yield (
        "consent with scopes",
        head
        + '<body><form method="post" action="?x=1"><ul>'
        + "".join(
            f'<li><input type="checkbox" name="scope" value="s{n}"{" checked" if n % 2 else ""}>s{n}'
            for n in range(6)
        )
        + '</ul><input type="hidden" name="cSRFToken" value="t"/><input type="radio" name="allow" '
        'value="yes" checked><input type="radio" name="allow" value="no"></form></body></html>',
    )
    yield (
        "values in textareas",
        head
        + '<body onload="document.forms[0].submit()"><form method="post" action="https://sp.example/acs">'
        "<textarea rows=10 cols=80 name=opentoken style='display:none'>\nT1RLAQ\n**</textarea>"
        "<textarea name=RelayState></textarea></form></body></html>",
    )
    yield (
        "logout through many sites",
        head
        + "<body>"
        + "".join(
            f'<form id="f{n}" target="_blank" method="post" action="https://sp{n}.example/slo">'
            + _hidden(SAMLRequest=f"abc{n}")
            + "</form>"
            for n in range(3)
        )
        + "</body></html>",
    )
    yield (
        "error page with a hidden form",
        head + '<body><h1>Unexpected System Error</h1><form name="again"><input type="hidden" '
        'name="ref" value="bx1y"></form></body></html>',
    )
    yield (
        "adapter with fieldset disabled while it works",
        head + '<body><form action="/pf/adapter2adapter.ping" method="post"><fieldset disabled>'
        '<legend><input name="kept" value="1"></legend><input name="lost" value="2"></fieldset>'
        + _hidden(REF=REF)
        + "</form></body></html>",
    )


def _form_post() -> Made:
    """OAuth 2.0 Form Post Response Mode, as its own example has it, and its relatives."""
    example = (
        "<html>\n<head><title>Submit This Form</title></head>\n"
        '<body onload="javascript:document.forms[0].submit()">\n'
        '<form method="post" action="https://client.example.org/callback">\n{}'
        "</form>\n</body>\n</html>"
    )
    yield (
        "the example of the specification",
        example.format(
            '<input type="hidden" name="state"\nvalue="DcP7csa3hMlvybERqcieLHrRzKBra"/>\n'
            f'<input type="hidden" name="id_token"\nvalue="{JWT}"/>\n'
        ),
    )
    yield (
        "an error",
        example.format(
            _hidden(
                error="access_denied", error_description="The user said &quot;no&quot;", state="s"
            )
        ),
    )
    yield (
        "French accents as entities",
        example.format(
            _hidden(
                error="server_error", error_description="Refus&eacute; par l&rsquo;usager &hellip;"
            )
        ),
    )
    yield "accents as bytes", example.format(_hidden(error_description="Refusé à l’accès"))
    yield "an empty state", example.format(_hidden(code="c", state=""))
    yield (
        "no value at all",
        example.format("<input type=hidden name=code value=c><input type=hidden name=state>"),
    )
    yield "the state twice", example.format(_hidden(state="a") + _hidden(state="b"))
    yield (
        "named entity without semicolon",
        example.format(_hidden(state="a&copy=1&lt2&amp3&notit;")),
    )
    yield "single quotes", example.format("<input type='hidden' name='state' value='a\"b'>")
    yield "no quotes", example.format("<input type=hidden name=state value=a/b?c=d&e=f>")
    yield (
        "blanks around the equals sign",
        example.format('<input type = "hidden" name = "a" value = "b">'),
    )
    yield (
        "the value attribute twice",
        example.format('<input name="a" value="1" value="2" VALUE="3">'),
    )
    yield (
        "session_state and code",
        example.format(_hidden(code="a.b.c", session_state="s.t", state=JWT)),
    )
    yield (
        "a script instead of onload",
        (
            "<!doctype html><title>.</title><form method=post action=https://client.example.org/cb>"
            + _hidden(code="1", state="2")
            + "<button>Continue</button></form><script>document.forms[0].submit()</script>"
        ).replace("document.forms[0].submit()", "void 0"),
    )


def _keycloak() -> Made:
    yield (
        "form_post",
        "<HTML>  <HEAD>    <TITLE>OIDC Form_Post Response</TITLE>  </HEAD>"
        '  <BODY Onload="document.forms[0].submit()">    <FORM METHOD="POST" '
        'ACTION="https://app.example.com/cb">'
        '  <INPUT TYPE="HIDDEN" NAME="state" VALUE="s1" />'
        '  <INPUT TYPE="HIDDEN" NAME="session_state" VALUE="4f1c" />'
        '  <INPUT TYPE="HIDDEN" NAME="code" VALUE="a.b.c" />'
        "      <NOSCRIPT>        <P>JavaScript is disabled. We strongly recommend to enable it. "
        "Click the button below to continue .</P>        "
        '<INPUT name="continue" TYPE="SUBMIT" VALUE="CONTINUE" />      </NOSCRIPT>    </FORM>'
        "  </BODY></HTML>",
    )
    yield (
        "saml post binding",
        '<HTML><HEAD><TITLE>Authentication Redirect</TITLE></HEAD><BODY Onload="document.forms[0].submit()">'
        '<FORM METHOD="POST" ACTION="https://sp.example/acs?a=1&amp;b=2">'
        f'<INPUT TYPE="HIDDEN" NAME="SAMLResponse" VALUE="{SAML}"/>'
        '<INPUT TYPE="HIDDEN" NAME="RelayState" VALUE="&lt;x&gt;"/><NOSCRIPT><P>x</P><INPUT TYPE="SUBMIT" '
        'VALUE="CONTINUE" /></NOSCRIPT></FORM></BODY></HTML>',
    )
    login = (
        '<!DOCTYPE html>\n<html class="login-pf" lang="fr"><head><meta charset="utf-8">'
        '<link rel="stylesheet" href="/resources/x.css"></head><body><div id="kc-form">'
        '<form id="kc-form-login" onsubmit="login.disabled = true; return true;" action="{}" method="post">'
        '<input tabindex="1" id="username" name="username" value="" type="text" autofocus '
        'autocomplete="off" aria-invalid=""/><input tabindex="2" id="password" name="password" '
        'type="password" autocomplete="off"/><input tabindex="3" id="rememberMe" name="rememberMe" '
        'type="checkbox" {}> Se souvenir<input type="hidden" id="id-hidden-input" name="credentialId" />'
        '<input tabindex="4" name="login" id="kc-login" type="submit" value="Connexion"/></form>'
        "</div></body></html>"
    )
    action = (
        "https://kc.example/realms/r/login-actions/authenticate?session_code=a&amp;execution=b"
        "&amp;client_id=c&amp;tab_id=d"
    )
    yield "login", login.format(action, "")
    yield "login remembered", login.format(action, "checked")
    yield "login with unescaped ampersands", login.format(action.replace("&amp;", "&"), "")
    yield (
        "choose an authenticator",
        '<form action="/x" method="post"><input type="radio" name="authenticationExecution" value="1">'
        '<input type="radio" name="authenticationExecution" value="2" checked="checked">'
        '<input type="radio" name="authenticationExecution" value="3" checked></form>',
    )
    yield (
        "select a realm",
        '<form action="/x" method="post"><select name="realm"><option value="">Choose</option>'
        "<optgroup label=a><option>one</option><option value=2 selected>two</option></optgroup>"
        "</select><input type=hidden name=k value=v></form>",
    )
    yield (
        "logout confirm",
        '<form class="form-actions" action="/logout" method="POST"><input type="hidden" '
        'name="session_code" value="c"><div class="g"><input tabindex="4" name="confirmLogout" '
        'id="kc-logout" type="submit" value="Logout"/></div></form><p>bye</p>',
    )


def _aspnet() -> Made:
    yield (
        "duende form_post",
        "<html><head><meta http-equiv='X-UA-Compatible' content='IE=edge' /><base target='_self'/></head>"
        f"<body><form method='post' action='{RETURN}'>"
        "<input type='hidden' name='code' value='ABC-1' />\n<input type='hidden' name='scope' "
        "value='openid profile' />\n<input type='hidden' name='state' value='CfDJ8NrAkS&#x2B;x&#x2F;y' />\n"
        "<noscript><button>Click to continue</button></noscript></form>"
        "<script>window.addEventListener('load', function(){void 0;});</script></body></html>",
    )
    yield (
        "end session frames",
        "<html><body><iframe src='https://a.example/out'></iframe><form method='post' action=''>"
        "<input type='hidden' name='logoutId' value='x'></form></body></html>",
    )
    page = (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n    <meta charset="utf-8" />\n</head>\n<body>\n'
        '<form method="post" action="/Account/Login?ReturnUrl=%2Fconnect%2Fauthorize%3Fx%3D1">\n{}'
        '<input name="__RequestVerificationToken" type="hidden" value="CfDJ8AbC" />'
        '<input name="Input.RememberLogin" type="hidden" value="false" /></form>\n</body></html>'
    )
    yield (
        "login with checkbox and its twin",
        page.format(
            '<input class="c" type="checkbox" checked="checked" data-val="true" id="r" '
            'name="Input.RememberLogin" value="true" />'
        ),
    )
    yield (
        "login with checkbox off",
        page.format(
            '<input type="checkbox" data-val="true" name="Input.RememberLogin" value="true" />'
        ),
    )
    yield (
        "login button names",
        page.format(
            '<input type="hidden" name="Input.ReturnUrl" value="/connect/authorize?a=1&amp;b=2" />'
            '<button class="b" name="Input.Button" value="login">Login</button>'
            '<button name="Input.Button" value="cancel">Cancel</button>'
        ),
    )
    yield (
        "web forms",
        '<form method="post" action="./default.aspx?x=1" id="form1">\n<div class="aspNetHidden">\n'
        '<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="/wEPDwUKLTE2&#10;NDQ=" />\n'
        '<input type="hidden" name="__EVENTVALIDATION" value="/wEd+/8" /></div>\n'
        '<select name="ctl00$List"><option value="1">A</option><option selected="selected" value="2">B'
        '</option></select><textarea name="ctl00$Text" rows="2">\r\n line one\r\nline two</textarea>'
        '<input type="submit" name="ctl00$Go" value="Go" /></form>',
    )
    yield (
        "openiddict consent",
        '<form action="/connect/authorize" enctype="application/x-www-form-urlencoded" method="post">'
        + "".join(f'<input type="hidden" name="p{n}" value="v{n}" />' for n in range(12))
        + '<input class="btn" name="submit.Accept" type="submit" value="Yes" /></form>',
    )
    yield (
        "external callback with encoded plus",
        f"<form method='post' action='{RETURN}?a=b#frag'><input type='hidden' name='state' "
        "value='a&#43;b&#x3D;&#61;'></form>",
    )


def _hydra() -> Made:
    yield (
        "form_post of fosite",
        "<html>\n   <head>\n      <title>Submit This Form</title>\n   </head>\n"
        '   <body onload="javascript:document.forms[0].submit()">\n'
        f'      <form method="post" action="{RETURN}">\n\n'
        '            <input type="hidden" name="code" value="ory_ac_abc.def"/>\n\n'
        '            <input type="hidden" name="scope" value="openid offline"/>\n\n'
        '            <input type="hidden" name="state" value="&#43;&#34;"/>\n\n'
        "      </form>\n   </body>\n</html>",
    )
    yield (
        "consent app",
        '<!DOCTYPE html><html><head></head><body><form action="/consent" method="POST"><input type="hidden" '
        'name="_csrf" value="c"><input type="hidden" name="challenge" value="ch"><input class="grant_scope" '
        'id="openid" type="checkbox" value="openid" name="grant_scope"><label for="openid">openid</label><br>'
        '<input class="grant_scope" id="offline" type="checkbox" value="offline" name="grant_scope"><input '
        'type="checkbox" id="remember" name="remember" value="1"><input type="submit" id="accept" '
        'value="Allow access" name="submit"><input type="submit" id="reject" value="Deny access" '
        'name="submit"></form></body></html>',
    )
    yield (
        "login app",
        '<form action="/login" method=POST><input type=hidden name=_csrf value=t><table><tr><td><input '
        'type=email id=email name=email placeholder="x@y"></td></tr><tr><td><input type=password '
        "name=password></td></tr></table><input type=checkbox name=remember value=1><br></form>",
    )
    yield (
        "fallback error",
        (
            "<html><head><title>The request was denied</title></head><body><h1>request_denied</h1>"
            '<form><input name="error_hint" value="no &gt; yes"></form></body></html>'
        ),
    )
    yield (
        "kratos flow",
        (
            '<form action="https://id.example/self-service/login?flow=f" method="POST"><fieldset>'
            '<input name="csrf_token" type="hidden" required value="x/y+z=="></fieldset><fieldset>'
            '<input name="identifier" type="text" required value=""><input type="password" name="password">'
            '<button name="method" type="submit" value="password">Sign in</button></fieldset></form>'
        ),
    )
    yield (
        "kratos scripts",
        (
            '<form action="x" method="post"><input type="hidden" name="webauthn_login" value=""><input '
            'type="hidden" name="code" value="1"><script>/* <input name=inscript> */</script></form>'
        ),
    )


def _oidc_provider() -> Made:
    yield (
        "form_post",
        "<!DOCTYPE html>\n<html>\n<head>\n  <title>Submitting Callback</title>\n  <script>\n"
        "    document.addEventListener('DOMContentLoaded', function () { void 0; });\n  </script>\n</head>\n"
        f'<body>\n  <form method="post" action="{RETURN}">\n    <input type="hidden" name="code" value="c"/>\n'
        '<input type="hidden" name="state" value="s"/>\n<input type="hidden" name="iss" '
        'value="https:&#x2F;&#x2F;op.example"/>\n    <noscript>Your browser does not support JavaScript.<br/>'
        '\n      <button autofocus type="submit">Continue</button>\n    </noscript>\n  </form>\n</body>\n</html>',
    )
    yield (
        "interaction",
        '<form autocomplete="off" action="/interaction/x/login" method="post"><input type="hidden" '
        'name="prompt" value="login"/><input required type="text" name="login" placeholder="Enter any login" '
        'autofocus="on" value="a"><input required type="password" name="password"><button type="submit" '
        'class="login login-submit">Sign-in</button></form>',
    )
    yield (
        "logout",
        '<form id="op.logoutForm" method="post" action="https://op.example/session/end/confirm"><input '
        'type="hidden" name="xsrf" value="x"/></form><button autofocus type="submit" form="op.logoutForm" '
        'value="yes" name="logout">Yes</button><button type="submit" form="op.logoutForm">No</button>',
    )
    yield (
        "device code",
        '<form id="op.deviceInputForm" novalidate method="post" action="/device"><input type="hidden" '
        'name="xsrf" value="x"/><input type="text" name="user_code" placeholder="Enter code" '
        'onfocus="this.select(); this.onfocus = undefined;" autofocus autocomplete="off"></form>'
        '<button type="submit" form="op.deviceInputForm">Continue</button>',
    )
    yield (
        "controls outside that name the form",
        "<input type=hidden name=before value=1 form=f><form id=f method=post action=/x><input type=hidden "
        "name=in value=2></form><input type=hidden name=after value=3 form=f><input name=none value=4>",
    )
    yield (
        "a form with an id in capitals",
        "<form id=F action=/x method=post><input name=a value=1></form><input name=b value=2 form=f>"
        "<input name=c value=3 form=F>",
    )


def _spring() -> Made:
    yield (
        "default login",
        '<!DOCTYPE html>\n<html lang="en">\n  <head>\n    <meta charset="utf-8">\n  </head>\n  <body>\n'
        '    <div class="content">\n      <form class="login-form" method="post" action="/login">\n'
        '        <p>\n          <label for="username" class="screenreader">Username</label>\n'
        '          <input type="text" id="username" name="username" placeholder="Username" required '
        'autofocus>\n        </p>\n        <p><input type="password" id="password" name="password" '
        'required></p>\n<input name="_csrf" type="hidden" value="k-1_x" />\n        <button type="submit" '
        'class="primary">Sign in</button>\n      </form>\n    </div>\n  </body>\n</html>',
    )
    yield (
        "authorization consent",
        '<form name="consent_form" method="post" action="/oauth2/authorize"><input type="hidden" '
        'name="client_id" value="c"><input type="hidden" name="state" value="abc="><div '
        'class="form-group"><input type="checkbox" name="scope" value="message.read" id="message.read">'
        '</div><div><input type="checkbox" checked name="scope" value="message.write" disabled></div>'
        '<button type="submit" id="submit-consent">Submit</button><button type="reset" id="cancel-consent">'
        "Cancel</button></form>",
    )
    yield (
        "saml relying party",
        '<!DOCTYPE html>\n<html>\n    <head>\n        <meta http-equiv="Content-Security-Policy" '
        'content="script-src \'sha256-x\'">\n        <meta charset="utf-8" />\n    </head>\n    <body>\n'
        '        <form action="https&#58;&#47;&#47;idp.example&#47;sso" method="post">\n            <div>\n'
        '                <input type="hidden" name="SAMLRequest" value="PD94&#43;bWw&#61;"/>\n'
        '            </div>\n            <noscript>\n                <input type="submit" '
        'value="Continue"/>\n            </noscript>\n        </form>\n    </body>\n</html>',
    )
    yield (
        "logout with two forms",
        '<form method="post" action="/logout"><input name="_csrf" type="hidden" value="1"></form><form '
        'method="post" action="/login"><input name="_csrf" type="hidden" value="2"></form>',
    )
    yield (
        "thymeleaf leftovers",
        '<form th:action="@{/login}" action="/login" method="post"><input type="hidden" th:name="a" '
        'name="b" th:value="c" value="d"/><input data-name="e" value="f"></form>',
    )
    yield (
        "jsp with comments",
        "<%-- comment --%><!-- <form action=/no><input name=no value=1></form> --><form "
        'action="/yes;jsessionid=1F?x=y" method="post"><!-- <input name=c value=2> --><input name="d" '
        'value="3"></form>',
    )
    yield (
        "cas login ticket",
        '<form id="fm1" action="login;jsessionid=0E?service=https%3A%2F%2Fa" method="post"><input '
        'type="hidden" name="execution" value="e1s1_AAAA"/><input type="hidden" name="_eventId" '
        'value="submit"/><input type="hidden" name="geolocation"/><input type="reset" name="r" value="x">'
        "</form>",
    )


def _saml() -> Made:
    yield (
        "simplesamlphp",
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" '
        '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">\n<html xmlns="http://www.w3.org/1999/xhtml">'
        '<head><title>POST data</title></head><body onload="document.forms[0].submit()"><noscript><p><strong>'
        'Note:</strong> press the button.</p></noscript><form method="post" action="https://sp.example/acs">'
        "<!-- Need to add this element and call click method, because calling submit() on the form causes "
        'failed submission. --><input type="submit" style="display:none;" /><input type="hidden" '
        f'name="SAMLResponse" value="{SAML}" /><input type="hidden" name="RelayState" '
        'value="https://sp.example/?a=1&amp;b=2" /><noscript><input type="submit" value="Submit" />'
        "</noscript></form></body></html>",
    )
    yield (
        "shibboleth",
        '<?xml version="1.0" encoding="UTF-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en">\n'
        '    <body onload="document.forms[0].submit()">\n        <noscript>\n            <p>\n'
        "                <strong>Note:</strong> x\n            </p>\n        </noscript>\n        <form "
        'action="https&#x3a;&#x2f;&#x2f;sp.example&#x2f;Shibboleth.sso&#x2f;SAML2&#x2f;POST" method="post">\n'
        '            <div>\n<input type="hidden" name="RelayState" value="ss&#x3a;mem&#x3a;a"/>\n'
        f'<input type="hidden" name="SAMLResponse" value="{SAML}"/>\n            </div>\n        </form>\n'
        "    </body>\n</html>",
    )
    yield (
        "adfs",
        '<html><head><title>Working...</title></head><body><form method="POST" name="hiddenform" '
        f'action="https://sp.example:443/acs"><input type="hidden" name="SAMLResponse" value="{SAML}" />'
        '<noscript><p>Script is disabled. Click Submit to continue.</p><input type="submit" value="Submit" />'
        '</noscript></form><script language="javascript">window.setTimeout("void 0", 0);</script></body></html>',
    )
    yield (
        "base64 wrapped in a textarea",
        '<form method="post" action="https://sp.example/acs"><textarea name="SAMLResponse">\n'
        f"{SAML}\n</textarea></form>",
    )
    yield (
        "wrapped with CR LF in an attribute",
        "<form method=post action=https://sp.example/acs><input type=hidden name=SAMLResponse value='"
        + SAML.replace("\n", "\r\n")
        + "'></form>",
    )
    yield (
        "wrapped with character references",
        "<form method=post action=https://sp.example/acs><input type=hidden name=SAMLResponse value='"
        + SAML.replace("\n", "&#13;&#10;")
        + "'></form>",
    )
    yield (
        "a div around the inputs in a table",
        "<form method=post action=https://sp.example/acs><table><div><input type=hidden name=a value=1></div>"
        "<tr><td><input type=hidden name=b value=2></td></tr></table></form>",
    )
    yield (
        "form inside a paragraph inside a form",
        "<form action=/a method=post><p><form action=/b><input name=x value=1></form><input name=y value=2>"
        "</p></form>",
    )
    yield (
        "artifact by get",
        '<form method="get" action="https://sp.example/art?keep=1"><input type="hidden" name="SAMLart" '
        'value="AAQAA=="></form>',
    )


def _ws_federation() -> Made:
    token = (
        "&lt;t:RequestSecurityTokenResponse xmlns:t=&quot;http://schemas.xmlsoap.org/ws/2005/02/trust&quot;"
        "&gt;&lt;t:Lifetime&gt;&amp;amp;&lt;/t:Lifetime&gt;&lt;/t:RequestSecurityTokenResponse&gt;"
    )
    yield (
        "adfs",
        '<html><head><title>Working...</title></head><body><form method="POST" name="hiddenform" '
        'action="https://rp.example/"><input type="hidden" name="wa" value="wsignin1.0" /><input '
        f'type="hidden" name="wresult" value="{token}" /><input type="hidden" name="wctx" '
        'value="rm=0&amp;id=passive&amp;ru=%2f" /><noscript><p>x</p></noscript></form></body></html>',
    )
    yield (
        "token in single quotes",
        f"<form method='POST' action='https://rp.example/'><input type='hidden' name='wresult' value='{token}'>"
        "</form>",
    )
    yield (
        "token that is not escaped at all",
        "<form method=POST action=https://rp.example/><input type=hidden name=wresult "
        "value='<t:A x=\"1\">b</t:A>'></form>",
    )
    yield (
        "azure ad",
        '<html><head><title>Working...</title></head><body><form method="POST" name="hiddenform" '
        'action="https://app.example.com/signin-oidc"><input type="hidden" name="code" value="0.AX" /><input '
        'type="hidden" name="id_token" value="' + JWT + '" /><input type="hidden" name="state" '
        'value="OpenIdConnect.AuthenticationProperties=x" /><input type="hidden" name="session_state" '
        'value="00-1" /><noscript><p>x</p></noscript></form></body></html>',
    )
    yield (
        "reprocess with a select",
        '<form method="post" action="?"><select name="HomeRealm" size=1><option disabled>-</option>'
        "<option value=r1>R1<option value=r2>R2</select></form>",
    )
    yield (
        "sign-out images",
        '<form action="" method="post"><input type="image" name="i" src="x.gif"><img src="y"><input '
        'type="hidden" name="wreply" value="z"></form>',
    )


def _three_d_secure() -> Made:
    yield (
        "version 1 in a table",
        "<HTML>\n<BODY ONLOAD='OnLoadEvent();'>\n<FORM NAME='downloadForm' ACTION='https://acs.example/auth' "
        "METHOD='POST'>\n<NOSCRIPT><CENTER><INPUT TYPE=SUBMIT VALUE='Submit'></CENTER></NOSCRIPT>\n"
        "<TABLE><TR><TD><INPUT TYPE='hidden' NAME='PaReq' VALUE='eJxVUdtugkAQ\n+/8='></TD></TR>\n"
        "<INPUT TYPE='hidden' NAME='TermUrl' VALUE='https://shop.example/3ds?a=1&b=2'>\n"
        "<INPUT TYPE='hidden' NAME='MD' VALUE=''></TABLE>\n</FORM>\n"
        "<SCRIPT LANGUAGE='Javascript'>function OnLoadEvent(){}</SCRIPT></BODY></HTML>",
    )
    yield (
        "form between table and row",
        "<table><form action=https://acs.example/ method=post><tr><td><input type=hidden name=creq value=1>"
        "</td></tr><input type=hidden name=threeDSSessionData value=2></form></table>"
        "<input name=outside value=3>",
    )
    yield (
        "form in a row",
        "<table><tr><form action=https://acs.example/ method=post><td><input name=a value=1></td></form>"
        "<td><input name=b value=2></td></tr></table>",
    )
    yield (
        "method url in a frame",
        '<iframe name="t" srcdoc="<form action=/inner><input name=i value=1></form>"></iframe><form '
        'target="t" method="post" action="https://acs.example/method"><input type="hidden" '
        'name="threeDSMethodData" value="eyJ0aHJlZURTU2VydmVyVHJhbnNJRCI6IjEifQ"></form>',
    )
    yield (
        "challenge with a template",
        '<template><form><input name=t value=1></form></template><form action="https://acs.example/c" '
        'method="post"><template><input name=u value=2></template><input type=hidden name=creq value=x></form>',
    )
    yield (
        "old charset label",
        "<html><head><meta http-equiv='Content-Type' content='text/html; charset=iso-8859-1'></head><body>"
        "<form method='post' action='https://acs.example/'><input type='hidden' name='m' value='caf&eacute;'>"
        "</form></body></html>",
    )
    yield (
        "unclosed everything",
        "<html><body><form method=post action=https://acs.example/><p><b><i><input type=hidden name=PaReq "
        "value=1><p><input type=hidden name=MD value=2",
    )
    yield (
        "cres to the merchant",
        '<form id="f" action="https://shop.example/cres" method="post" '
        'enctype="application/x-www-form-urlencoded" accept-charset="utf-8"><input type="hidden" name="cres" '
        'value="eyJ0cmFuc1N0YXR1cyI6IlkifQ"></form>',
    )
