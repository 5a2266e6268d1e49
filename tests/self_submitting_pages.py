"""Pages that submit themselves, or do not: every usual spelling, and the traps beside each.

`PAGES` is name -> markup. What Chromium does with each is in `self_submitting_pages.json`.
"""

from __future__ import annotations

FORM = "<form id=f name=n method=post action=/one><input type=hidden name=a value=1></form>"
TWO = (
    "<form id=one name=first method=post action=/one><input type=hidden name=a value=1></form>"
    "<form id=two name=second method=post action=/two><input type=hidden name=b value=2></form>"
)
BUTTON = (
    "<form id=f method=post action=/one><input type=hidden name=a value=1>"
    "<input type=submit id=go></form>"
)
LOADS_JQUERY = "<script src=/jquery-3.7.1.min.js></script>"
GIF = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="

# jQuery as far as these pages use it, for a page that brings its own.
JQUERY = """(function (window) {
  function jQuery(given, context) {
    if (!(this instanceof jQuery)) return new jQuery(given, context);
    var found = [];
    if (typeof given === 'function') { ready(given); return this; }
    if (typeof given === 'string') found = (context || document).querySelectorAll(
      given.replace(':first', ''));
    else if (given && given.length && !given.nodeType && given !== window
             && given.tagName !== 'FORM') found = given;
    else if (given) found = [given];
    if (typeof given === 'string' && given.indexOf(':first') > 0) found = [found[0]];
    for (var i = 0; i < found.length; i++) this[i] = found[i];
    this.length = found.length;
  }
  function ready(f) {
    function call() { f.call(document, jQuery); }
    if (document.readyState !== 'loading') setTimeout(call, 0);
    else document.addEventListener('DOMContentLoaded', call);
  }
  function listen(element, kind, f) {
    var all = element.__listeners = element.__listeners || {};
    (all[kind] = all[kind] || []).push(f);
    element.addEventListener(kind, function (event) {
      if (f.call(element, event) === false) event.preventDefault();
    });
  }
  function trigger(element, kind) {
    if (kind === 'click') { element.click(); return; }
    var event = {type: kind, prevented: false, preventDefault: function () {
      this.prevented = true; }};
    var all = (element.__listeners || {})[kind] || [];
    for (var i = 0; i < all.length; i++)
      if (all[i].call(element, event) === false) event.prevented = true;
    if (typeof element['on' + kind] === 'function' && element['on' + kind](event) === false)
      event.prevented = true;
    if (!event.prevented && typeof element[kind] === 'function') element[kind]();
  }
  jQuery.prototype = {
    each: function (f) {
      for (var i = 0; i < this.length; i++) f.call(this[i], i, this[i]);
      return this;
    },
    ready: function (f) { ready(f); return this; },
    on: function (kind, f) { return this.each(function () { listen(this, kind, f); }); },
    trigger: function (kind) { return this.each(function () { trigger(this, kind); }); },
    get: function (i) { return this[i]; },
    first: function () { return jQuery(this[0]); },
    eq: function (i) { return jQuery(this[i]); },
    find: function (s) { return jQuery(s, this[0]); },
    closest: function (s) { return jQuery(this[0].closest(s)); },
    hide: function () { return this; },
    val: function () { return ''; }
  };
  ['submit', 'click'].forEach(function (kind) {
    jQuery.prototype[kind] = function (f) { return f ? this.on(kind, f) : this.trigger(kind); };
  });
  window.jQuery = window.$ = jQuery;
})(window);"""
OWN_JQUERY = f"<script>{JQUERY}</script>"


def after(script: str, form: str = FORM) -> str:
    """The script behind its form."""
    return f"<!doctype html><body>{form}<script>{script}</script>"


def before(script: str, form: str = FORM) -> str:
    """The script in the head, before its form."""
    return f"<!doctype html><head><script>{script}</script></head><body>{form}"


def body(onload: str, form: str = FORM) -> str:
    """The body's own handler."""
    return f'<!doctype html><body onload="{onload}">{form}'


HANDLERS = {
    "onload, double quotes": body("document.forms[0].submit()"),
    "onload, single quotes": f"<body onload='document.forms[0].submit();'>{FORM}",
    "onload, no quotes": f"<body onload=document.forms[0].submit()>{FORM}",
    "onload, upper case": f'<BODY ONLOAD="document.forms[0].submit()">{FORM}',
    "onload, javascript: before it": body("javascript:document.forms[0].submit()"),
    "onload, JavaScript: with a blank": body("JavaScript: document.forms[0].submit();"),
    "onload, entities": body("document.forms[&quot;n&quot;].submit&#40;&#41;"),
    "onload, return": body("return document.forms[0].submit()"),
    "onload, forms alone": body("forms[0].submit()"),
    "onload, the form's name alone": body("n.submit()"),
    "onload, this.document": body("this.document.forms[0].submit()"),
    "onload, calls a function of the head": (
        f'<head><script>function go() {{ document.n.submit() }}</script><body onload="go()">{FORM}'
    ),
    "onload, calls a function that nobody wrote": body("autoSubmit()"),
    "onload, calls a function that stands behind": (
        f'<body onload="go()">{FORM}<script>function go() {{ n.submit() }}</script>'
    ),
    "onload, several statements": body("var f = document.forms[0]; f.target='_self'; f.submit();"),
    "onload, second of two": body("document.forms[1].submit()", TWO),
    "onload, a timer": body("setTimeout('document.forms[0].submit()', 500)"),
    "onload, replaced by a script": body("n.submit()") + "<script>onload = null</script>",
    "onload, replaces that of a script": (
        f'<head><script>window.onload = function () {{ }}</script><body onload="n.submit()">{FORM}'
    ),
    "onload, two bodies": f'<body onload="n.submit()">{FORM}<body onload="alert(1)">',
    "onload of a form": f'<form onload="this.submit()" id=f action=/one></form>{FORM}',
    "onload of a div": f'<div onload="n.submit()"></div>{FORM}',
    "onload of an svg": f'{FORM}<svg onload="document.forms[0].submit()"></svg>',
    "onload of an svg before the form": f'<svg onload="document.forms[0].submit()"></svg>{FORM}',
    "onload of an image": f'{FORM}<img src="{GIF}" onload="document.forms[0].submit()">',
    "onload of an iframe": f'{FORM}<iframe onload="document.forms[0].submit()"></iframe>',
    "onload of a style": f'{FORM}<style onload="document.forms[0].submit()"></style>',
    "onerror of an image": f'{FORM}<img src="" onerror="document.forms[0].submit()">',
    "onerror of an image without src": f'{FORM}<img onerror="document.forms[0].submit()">',
    "onpageshow": f'<body onpageshow="document.forms[0].submit()">{FORM}',
    "onclick of a button": f'{FORM}<button onclick="n.submit()">Go</button>',
    "onclick of the body": f'<body onclick="n.submit()">{FORM}',
    "onmouseover": f'<body onmouseover="n.submit()">{FORM}',
    "onunload": f'<body onunload="n.submit()">{FORM}',
    "frameset": '<frameset onload="document.forms[0].submit()"></frameset>',
}

INLINE = {
    "forms by number": after("document.forms[0].submit()"),
    "forms by name": after("document.forms['n'].submit();"),
    "forms by id": after('document.forms["f"].submit();'),
    "forms, a member": after("document.forms.n.submit()"),
    "forms.item": after("document.forms.item(0).submit()"),
    "forms.namedItem": after("document.forms.namedItem('n').submit()"),
    "forms by a number that is not there": after("document.forms[1].submit()"),
    "document by name": after("document.n.submit()"),
    "document by name in brackets": after("document['n'].submit()"),
    "document by id": after("document.f.submit()"),
    "document.all": after("document.all.f.submit()"),
    "window by id": after("window.f.submit()"),
    "a bare id": after("f.submit()"),
    "a bare name": after("n.submit()"),
    "getElementById": after("document.getElementById('f').submit()"),
    "getElementById of a name": after("document.getElementById('n').submit()"),
    "getElementById of nothing": after("document.getElementById('gone').submit()"),
    "querySelector form": after("document.querySelector('form').submit()"),
    "querySelector of an id": after('document.querySelector("#two").submit()', TWO),
    "querySelector of a name": after(
        "document.querySelector('form[name=\"second\"]').submit()", TWO
    ),
    "querySelector of a class": after(
        "document.querySelector('.go').submit()",
        "<form action=/zero></form><form class='x go' method=post action=/one></form>",
    ),
    "querySelector of an action": after(
        "document.querySelector('[action$=\"/two\"]').submit()", TWO
    ),
    "querySelector body > form": after("document.querySelector('body > form').submit()"),
    "querySelectorAll": after("document.querySelectorAll('form')[1].submit()", TWO),
    "querySelectorAll, forEach": after(
        "document.querySelectorAll('form').forEach(function (x) { x.submit() })"
    ),
    "getElementsByTagName": after("document.getElementsByTagName('FORM')[1].submit()", TWO),
    "getElementsByName": after("document.getElementsByName('n')[0].submit()"),
    "getElementsByClassName": after(
        "document.getElementsByClassName('go')[0].submit()",
        "<form class=go method=post action=/one></form>",
    ),
    "a collection has no submit": after("document.getElementsByTagName('form').submit()"),
    "a variable": after("var form = document.getElementById('f'); form.submit();"),
    "const and let": after("const d = document; let x = d.forms[0]; x.submit()"),
    "from a control": after("document.getElementsByName('a')[0].form.submit()"),
    "from a control's parent": after("document.querySelector('input').parentNode.submit()"),
    "closest": after("document.querySelector('input').closest('form').submit()"),
    "the last of document.forms": after("document.forms[document.forms.length - 1].submit()", TWO),
    "a loop over all forms": after(
        "for (var i = 0; i < document.forms.length; i++) document.forms[i].submit()"
    ),
    "for of": after("for (const x of document.forms) x.submit()"),
    "optional chaining": after("document.forms[0]?.submit()"),
    "optional chaining of nothing": after("document.forms[1]?.submit()"),
    "self.document": after("self.document.forms[0].submit()"),
    "with": after("with (document.forms[0]) { submit() }"),
    "with document": after("with (document) forms[0].submit()"),
    "an IIFE": after("(function () { document.forms[0].submit() })()"),
    "an IIFE, other brackets": after("(function (d) { d.forms[0].submit() }(document));"),
    "an IIFE, not": after("!function () { document.forms[0].submit() }();"),
    "an IIFE, arrow": after("(() => { document.forms[0].submit() })()"),
    "an IIFE, async": after("(async () => { await null; document.forms[0].submit() })()"),
    "a function, called": after("function go() { n.submit() } go();"),
    "a function, called before it is written": after("go(); function go() { n.submit() }"),
    "a function, never called": after("function go() { n.submit() }"),
    "a function variable, called too early": after("go(); var go = function () { n.submit() }"),
    "a method": after("var page = {go: function () { n.submit() }}; page.go();"),
    "a short method": after("const page = {go() { n.submit() }}; page.go()"),
    "a function with the form given": after("function go(x) { x.submit() } go(document.forms[0])"),
    "a function that finds the form": after("function form() { return n } form().submit()"),
    "call": after("HTMLFormElement.prototype.submit.call(document.forms[0])"),
    "apply": after("HTMLFormElement.prototype.submit.apply(document.getElementById('f'))"),
    "bind": after("document.forms[0].submit.bind(document.forms[0])()"),
    "of a form that was made": after("document.createElement('form').submit.call(n)"),
    "submit without its form": after("var go = document.forms[0].submit; go()"),
    "submit in brackets": after("document.forms[0]['submit']()"),
    "submit put together": after("document.forms[0]['sub' + 'mit']()"),
    "an id put together": after("document.getElementById('' + 'f').submit()"),
    "escapes": after("document['\\x66orms'][0]['\\u0073ubmit']()"),
    "eval": after("eval('document.forms[0].submit()')"),
    "void": after("void document.forms[0].submit()"),
    "comma": after("var x = 1, y; y = 2, document.forms[0].submit()"),
    "try": after("try { document.forms[0].submit() } catch (e) { }"),
    "catch": after("try { gone.gone() } catch (e) { document.forms[0].submit() }"),
    "finally": after("try { var x = 1 } finally { document.forms[0].submit() }"),
    "an error before it": after("gone.gone(); document.forms[0].submit()"),
    "an error in another script": after("gone.gone()") + "<script>n.submit()</script>",
    "minified": after("!function(e,t){var n=e.forms[0];n&&n.submit()}(document,window);"),
    "no semicolons": after("var x = document.forms[0]\nx.submit()\n"),
    "guards of old": after("<!--\ndocument.forms[0].submit();\n//-->"),
    "guards of old, one line": after("<!-- document.forms[0].submit(); -->"),
    "CDATA guards": after("//<![CDATA[\ndocument.forms[0].submit();\n//]]>"),
    "CDATA guards, other comments": after("/*<![CDATA[*/document.forms[0].submit()/*]]>*/"),
    "use strict": after("'use strict'; document.forms[0].submit();"),
    "a line comment": after("// document.forms[0].submit()"),
    "a block comment": after("/* document.forms[0].submit() */"),
    "a text": after("var x = 'document.forms[0].submit()'"),
    "a regular expression": after("var x = /document.forms[0].submit()/"),
    "behind a url in a text": after("var u = 'https://a.example'; document.forms[0].submit()"),
    "two at once: the last": after("document.forms[0].submit(); document.forms[1].submit()", TWO),
    "in the head": before("document.forms[0].submit()"),
    "between two forms": (
        "<form method=post action=/one></form><script>document.forms[0].submit()</script>"
        "<form method=post action=/two></form>"
    ),
    "between two forms, the later": (
        "<form method=post action=/one></form><script>document.forms[1].submit()</script>"
        "<form method=post action=/two></form>"
    ),
    "inside its form": (
        "<form method=post action=/one><input type=hidden name=a value=1>"
        "<script>document.forms[0].submit()</script></form>"
    ),
    "currentScript": (
        "<form method=post action=/one><input type=hidden name=a value=1>"
        "<script>document.currentScript.parentNode.submit()</script></form>"
    ),
    "a template literal": after("document.getElementById(`f`).submit()"),
    "a template literal with a value": after("var i='f'; document.querySelector(`#${i}`).submit()"),
    "a GET form": after("n.submit()", "<form name=n action=/one><input name=a value='1 2'></form>"),
    "an attribute script": after("", FORM) + '<script language="JavaScript">n.submit()</script>',
    "type text/javascript": FORM + '<script type="text/javascript">n.submit()</script>',
    "type module": '<script type="module">document.forms[0].submit()</script>' + FORM,
    "type unknown": FORM + '<script type="text/x-template">n.submit()</script>',
    "type json": FORM + '<script type="application/json">n.submit()</script>',
    "language unknown": FORM + '<script language="vbscript">n.submit()</script>',
    "nomodule": FORM + "<script nomodule>n.submit()</script>",
    "defer means nothing inline": "<script defer>document.forms[0].submit()</script>" + FORM,
    "async means nothing inline": "<script async>document.forms[0].submit()</script>" + FORM,
    "in a template": f"{FORM}<template><script>n.submit()</script></template>",
    "in noscript": f"{FORM}<noscript><script>n.submit()</script></noscript>",
    "in a comment of the page": f"{FORM}<!-- <script>n.submit()</script> -->",
    "in a textarea": f"{FORM}<textarea><script>n.submit()</script></textarea>",
    "in an svg": f"{FORM}<svg><script>document.forms[0].submit()</script></svg>",
    "never closed": f"{FORM}<script>n.submit()",
    "the form in a template": after("document.forms[0].submit()", f"<template>{FORM}</template>"),
    "the form in noscript": after("document.forms[0].submit()", f"<noscript>{FORM}</noscript>"),
}

EVENTS = {
    "window.onload": before("window.onload = function () { document.forms[0].submit() }"),
    "window.onload, arrow": before("window.onload = () => document.forms[0].submit()"),
    "window.onload, a name": before("window.onload = go; function go() { document.n.submit() }"),
    "window.onload, called at once": before("window.onload = document.forms[0].submit()"),
    "window.onload, twice": before(
        "window.onload = function () { n.submit() }; window.onload = function () { }"
    ),
    "onload alone": before("onload = function () { document.forms[0].submit() }"),
    "body.onload": after("document.body.onload = function () { n.submit() }"),
    "document.onload": before("document.onload = function () { document.n.submit() }"),
    "load": before("window.addEventListener('load', function () { document.n.submit() })"),
    "load, a name, capturing": before(
        "function go() { document.n.submit() } window.addEventListener('load', go, false)"
    ),
    "load, window left out": before("addEventListener('load', () => document.n.submit())"),
    "load of the document": before("document.addEventListener('load', () => document.n.submit())"),
    "load, options": before("window.addEventListener('load', () => { n.submit() }, {once: true})"),
    "load, submit without its form": after("window.addEventListener('load', n.submit)"),
    "load, bound": after("window.addEventListener('load', n.submit.bind(n))"),
    "load, an object": before(
        "window.addEventListener('load', {handleEvent: function () { n.submit() }})"
    ),
    "DOMContentLoaded": before(
        "document.addEventListener('DOMContentLoaded', function () { document.forms[0].submit() })"
    ),
    "DOMContentLoaded, arrow": before(
        "document.addEventListener('DOMContentLoaded', () => document.forms[0].submit());"
    ),
    "DOMContentLoaded of the window": before(
        "window.addEventListener('DOMContentLoaded', (e) => { document.forms[0].submit() })"
    ),
    "DOMContentLoaded, misspelt": before(
        "document.addEventListener('domcontentloaded', () => document.n.submit())"
    ),
    "readystatechange": before(
        "document.onreadystatechange = function () {"
        " if (document.readyState === 'complete') { document.forms[0].submit() } }"
    ),
    "readystatechange, interactive": before(
        "document.addEventListener('readystatechange', e => {"
        " if (document.readyState == 'interactive') document.forms[0].submit() })"
    ),
    "readyState, now or later": after(
        "function go() { document.forms[0].submit() }"
        " if (document.readyState !== 'loading') { go() }"
        " else { document.addEventListener('DOMContentLoaded', go) }"
    ),
    "readyState, too early": after("if (document.readyState === 'complete') n.submit()"),
    "attachEvent or not": before(
        "function go() { document.n.submit() }"
        "if (window.attachEvent) { window.attachEvent('onload', go) }"
        "else if (window.addEventListener) { window.addEventListener('load', go, false) }"
    ),
    "attachEvent only": before(
        "if (window.attachEvent) window.attachEvent('onload', function () { n.submit() })"
    ),
    "pageshow": before("window.addEventListener('pageshow', () => document.n.submit())"),
    "a promise, waited for": after(
        "(async () => { await new Promise(r => setTimeout(r, 10)); n.submit() })()"
    ),
    "an async function, then": after("async function a() { } a().then(() => n.submit())"),
    "an async function that fails, then": after(
        "async function a() { throw 1 } a().then(() => n.submit())"
    ),
    "a promise never kept": after("new Promise(() => { }).then(() => n.submit())"),
    "hashchange": before("window.addEventListener('hashchange', () => document.n.submit())"),
    "click of the document": after("document.addEventListener('click', () => n.submit())"),
    "onclick of a button": after("go.onclick = function () { f.submit() }", BUTTON),
    "unload": after("window.addEventListener('beforeunload', () => n.submit())"),
    "message": after("window.addEventListener('message', () => n.submit())"),
    "a timer, function": after("setTimeout(function () { document.forms[0].submit() }, 0)"),
    "a timer, text": after('setTimeout("document.forms[0].submit()", 100)'),
    "a timer, text, before the form": before('window.setTimeout("document.n.submit()", 1000);'),
    "a timer, name": after("function go() { n.submit() } setTimeout(go, 3000)"),
    "a timer, called at once": after("setTimeout(document.forms[0].submit(), 3000)"),
    "a timer, submit without its form": after("setTimeout(document.forms[0].submit, 10)"),
    "a timer that is taken back": after(
        "var t = setTimeout(function () { n.submit() }, 100); clearTimeout(t)"
    ),
    "a timer in a timer": after("setTimeout(() => setTimeout(() => n.submit(), 50), 50)"),
    "an interval": after(
        "var t = setInterval(function () { if (document.readyState === 'complete') {"
        " clearInterval(t); n.submit() } }, 50)"
    ),
    "a countdown": after(
        "var left = 3; function tick() { left--; if (left === 0) n.submit();"
        " else setTimeout(tick, 1000) } tick()"
    ),
    "requestAnimationFrame": after("requestAnimationFrame(() => n.submit())"),
    "a promise": after("Promise.resolve().then(() => n.submit())"),
    "a promise, timer": after("new Promise(r => setTimeout(r, 10)).then(() => n.submit())"),
    "queueMicrotask": after("queueMicrotask(() => n.submit())"),
    "load and a timer": before(
        "window.onload = function () { setTimeout(function () { document.n.submit() }, 200) }"
    ),
    "once only": before(
        "var done; function go() { if (done) return; done = true; document.n.submit() }"
        "document.addEventListener('DOMContentLoaded', go); window.addEventListener('load', go)"
    ),
    "meta refresh beside a submit": (
        f'<meta http-equiv="refresh" content="30;url=/late">{FORM}<script>n.submit()</script>'
    ),
    "a timer elsewhere, should it fail": after(
        "n.submit(); setTimeout(function () { location = '/timeout' }, 8000)"
    ),
}

WAYS = {
    "requestSubmit": after("document.forms[0].requestSubmit()"),
    "requestSubmit, a required value": after(
        "f.requestSubmit()", "<form id=f action=/one><input name=a value=1 required></form>"
    ),
    "requestSubmit, a required value missing": after(
        "f.requestSubmit()", "<form id=f action=/one><input name=a required></form>"
    ),
    "requestSubmit, novalidate": after(
        "f.requestSubmit()", "<form id=f action=/one novalidate><input name=a required></form>"
    ),
    "requestSubmit, required but hidden": after(
        "f.requestSubmit()", "<form id=f action=/one><input type=hidden name=a required></form>"
    ),
    "requestSubmit, required and disabled": after(
        "f.requestSubmit()", "<form id=f action=/one><input name=a required disabled></form>"
    ),
    "requestSubmit, a box to tick": after(
        "f.requestSubmit()", "<form id=f action=/one><input type=checkbox name=a required></form>"
    ),
    "requestSubmit, its button": after("f.requestSubmit(go)", BUTTON),
    "requestSubmit, a button of nobody": after(
        "n.requestSubmit(document.getElementById('x'))", FORM + "<button id=x>Go</button>"
    ),
    "submit does not validate": after(
        "f.submit()", "<form id=f action=/one><input name=a required></form>"
    ),
    "click": after("document.getElementById('go').click()", BUTTON),
    "click, by id": after("go.click()", BUTTON),
    "click, querySelector": after("document.querySelector('[type=submit]').click()", BUTTON),
    "click, the form's own": after("document.forms[0].elements[1].click()", BUTTON),
    "click, a button element": after(
        "b.click()", "<form method=post action=/one><button id=b>Go</button></form>"
    ),
    "click, a button that does nothing": after(
        "b.click()", "<form action=/one><button type=button id=b>Go</button></form>"
    ),
    "click, a button with a handler": after(
        "b.click()",
        "<form method=post action=/one>"
        "<button type=button id=b onclick='this.form.submit()'>Go</button></form>",
    ),
    "click, disabled": after(
        "b.click()", "<form action=/one><button id=b disabled>Go</button></form>"
    ),
    "click, an image": after(
        "b.click()", "<form method=post action=/one><input type=image id=b></form>"
    ),
    "click, elsewhere with form=": after("b.click()", FORM + "<button id=b form=f>Go</button>"),
    "click, a button of nobody": after("b.click()", FORM + "<button id=b>Go</button>"),
    "click, its handler says no": after(
        "b.click()", "<form action=/one><button id=b onclick='return false'>Go</button></form>"
    ),
    "dispatchEvent submit": after("n.dispatchEvent(new Event('submit'))"),
    "dispatchEvent submit, listened to": after(
        "n.addEventListener('submit', function () { n.submit() });"
        "n.dispatchEvent(new Event('submit', {cancelable: true}))"
    ),
    "dispatchEvent click": after(
        "go.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}))", BUTTON
    ),
    "dispatchEvent click, no mouse": after("go.dispatchEvent(new Event('click'))", BUTTON),
    "onsubmit says no, submit": after(
        "f.submit()", "<form id=f action=/one onsubmit='return false'></form>"
    ),
    "onsubmit says no, requestSubmit": after(
        "f.requestSubmit()", "<form id=f action=/one onsubmit='return false'></form>"
    ),
    "onsubmit says yes, requestSubmit": after(
        "f.requestSubmit()", "<form id=f action=/one onsubmit='return true'></form>"
    ),
    "onsubmit prevents, requestSubmit": after(
        "f.requestSubmit()", "<form id=f action=/one onsubmit='event.preventDefault()'></form>"
    ),
    "a listener prevents, requestSubmit": after(
        "n.addEventListener('submit', e => e.preventDefault()); n.requestSubmit()"
    ),
    "a listener says false, requestSubmit": after(
        "n.addEventListener('submit', () => false); n.requestSubmit()"
    ),
    "a listener prevents, click": after(
        "f.onsubmit = function (e) { e.preventDefault() }; go.click()", BUTTON
    ),
    "a listener prevents, and submits": after(
        "f.onsubmit = function (e) { e.preventDefault(); f.submit() }; go.click()", BUTTON
    ),
    "hidden by a name": after(
        "document.forms[0].submit()", "<form action=/one><input type=submit name=submit></form>"
    ),
    "hidden by an id": after(
        "document.forms[0].submit()", "<form action=/one><button id=submit>Go</button></form>"
    ),
    "hidden by a fieldset": after(
        "f.submit()", "<form id=f action=/one><fieldset name=submit></fieldset></form>"
    ),
    "not hidden by an image button": after(
        "f.submit()", "<form id=f action=/one><input type=image name=submit></form>"
    ),
    "not hidden by another case": after(
        "f.submit()", "<form id=f action=/one><input type=submit name=Submit></form>"
    ),
    "not hidden outside": after("n.submit()", FORM + "<input type=submit name=submit>"),
    "hidden, but by a control that comes later": (
        "<form id=f method=post action=/one><script>f.submit()</script><input name=submit></form>"
    ),
    "hidden, onload": body("document.forms[0].submit()", "<form><input name=submit></form>"),
    "hidden, requestSubmit": after(
        "f.requestSubmit()", "<form id=f action=/one><button id=submit>Go</button></form>"
    ),
    "hidden, prototype": after(
        "HTMLFormElement.prototype.submit.call(f)",
        "<form id=f action=/one><input type=submit name=submit></form>",
    ),
    "hidden, clicked": after(
        "document.forms[0].submit.click()",
        "<form method=post action=/one><input type=submit name=submit value=Go></form>",
    ),
    "method dialog": after("f.submit()", "<form id=f method=dialog action=/one></form>"),
    "target _blank": after("f.submit()", "<form id=f action=/one target=_blank></form>"),
    "target _BLANK": after("f.submit()", "<form id=f action=/one target=_BLANK></form>"),
    "target of the base": "<base target=_blank>" + after("n.submit()"),
    "target given by script": after("n.target = '_blank'; n.submit()"),
    "target of nobody": after("f.submit()", "<form id=f action=/one target=other></form>"),
    "target _top": after("f.submit()", "<form id=f action=/one target=_top></form>"),
    "target an iframe": after(
        "f.submit()", "<form id=f action=/one target=i></form><iframe name=i></iframe>"
    ),
    "in an open dialog": after("f.submit()", f"<dialog open>{FORM}</dialog>"),
    "a form of a table": after(
        "document.forms[0].submit()",
        "<table><form method=post action=/one><tr><td><input name=a value=1></form></table>",
    ),
    "a form in a form": after(
        "document.forms[0].submit()",
        "<form method=post action=/one><form action=/two><input name=a value=1></form></form>",
    ),
}

ELSEWHERE = {
    "nothing": FORM,
    "no form": "<p>Hello",
    "an empty script": after(""),
    "a script of something else": after("var x = 1; console.log(x); document.title = 'x'"),
    "location": after("location = '/elsewhere'"),
    "location.href": after("window.location.href = '/elsewhere'"),
    "location.replace": after("location.replace('/elsewhere')"),
    "submit, then location": after("n.submit(); location = '/elsewhere'"),
    "fetch": after("fetch('/data', {method: 'POST'})"),
    "XMLHttpRequest": after(
        "var x = new XMLHttpRequest(); x.open('POST', '/data'); x.send(new FormData(n))"
    ),
    "history": after("history.replaceState(null, '', '/x')"),
    "a listener for submit": after("n.addEventListener('submit', e => { e.preventDefault() })"),
    "enable a button": after("document.getElementById('go').disabled = false", BUTTON),
    "a known condition": after("if (document.forms[0]) { document.forms[0].submit() }"),
    "a known condition, both ways": after("document.forms.length == 1 && n.submit()"),
    "a known condition, not": after("if (document.forms.length > 1) n.submit()"),
    "a condition on the frame": after("if (window.top === window.self) n.submit()"),
    "a condition on the frame, not": after("if (top != self) n.submit()"),
    "a condition on what exists": after("if (document.getElementById) n.submit()"),
    "a condition of its own": after("var auto = true; if (auto) n.submit()"),
    "a condition of its own, not": after("var auto = false; if (auto) { n.submit() }"),
    "a condition on its own mark": after("if (!n.sent) { n.sent = true; n.submit() }"),
    "typeof": after("if (typeof jQuery === 'undefined') n.submit()"),
    "a choice": after("var i = 1; switch (i) { case 0: break; case 1: n.submit() }"),
    "whatever the condition": after(
        "if (navigator.onLine) { document.forms[0].submit() } document.forms[0].submit()"
    ),
    "return before it": after("(function () { return; n.submit() })()"),
    "throw before it": after("throw new Error(); n.submit()"),
    "document.write of a text": after("document.write('Please wait'); n.submit()"),
    "jQuery that is not there": after("$('#f').submit()"),
    "jQuery that is not there, ready": before("$(function () { $('form').submit() })"),
}

WITH_JQUERY = {
    "submit": "$('#f').submit()",
    "jQuery": "jQuery('form').submit()",
    "$ of a function": "$(function () { $('#f').submit() })",
    "$ of an arrow": "$(() => $('form').submit())",
    "$ of a function with $": "jQuery(function ($) { $('#f').submit() })",
    "ready": "$(document).ready(function () { $('#f').submit() })",
    "ready, arrow": "jQuery(document).ready(() => { jQuery('#f').submit() });",
    "trigger": "$('form').trigger('submit')",
    "by name": "$('form[name=n]').submit()",
    "first": "$('form:first').submit()",
    "first()": "$('form').first().submit()",
    "its element": "$('#f')[0].submit()",
    "get": "$('#f').get(0).submit()",
    "eq": "$('form').eq(0).submit()",
    "window load": "$(window).on('load', function () { $('#f').submit() })",
    "each": "$('form').each(function () { this.submit() })",
    "find": "$('body').find('form').submit()",
    "closest": "$('input').closest('form').submit()",
    "of a variable": "var f = $('#f'); f.submit()",
    "of an element": "$(document.forms[0]).submit()",
    "document.forms": "$(document.forms[0]).hide().submit()",
    "nothing found": "$('#gone').submit()",
    "nothing found, its element": "$('#gone')[0].submit()",
    "a listener": "$('#f').submit(function () { return true })",
    "a listener, on": "$('#f').on('submit', function () { this.submit() })",
    "a listener that says no": "$('#f').submit(function () { return false }).submit()",
    "a listener that says yes": "$('#f').submit(function () { return true }).submit()",
    "click": "$('#f').on('click', function () { $('#f').submit() })",
    "an IIFE": "(function ($) { $('#f').submit() })(jQuery)",
    "a timer": "$(function () { setTimeout(function () { $('#f').submit() }, 100) })",
}

# What the text cannot tell: `auto_submit` is None, whatever Chromium does.
UNTOLD = {
    "a handler given on a condition": before(
        "if (navigator.onLine) { window.onload = function () { document.n.submit() } }"
    ),
    "a listener given on a condition": before(
        "if (navigator.onLine) document.addEventListener('DOMContentLoaded', () => n.submit())"
    ),
    "a mark set on a condition": after(
        "var auto; if (navigator.onLine) { auto = true } if (auto) n.submit()"
    ),
    "a way out on a condition": after(
        "function go() { if (navigator.webdriver === 7) return; n.submit() } go()"
    ),
    "an error on a condition": after(
        "function check() { if (navigator.webdriver === 7) throw new Error() } check(); n.submit()"
    ),
    "a form chosen on a condition": after(
        "(navigator.onLine ? document.forms[0] : document.forms[1]).submit()", TWO
    ),
    "a check before it is sent": after(
        "f.requestSubmit()",
        "<form id=f action=/one onsubmit='return navigator.onLine'><input name=a value=1></form>",
    ),
    "a syntax error": body("document.forms[0].submit("),
    "CDATA without guards": after("<![CDATA[\ndocument.forms[0].submit();\n]]>"),
    "a script from elsewhere": FORM + "<script src=/auto.js></script>",
    "a function from elsewhere": f"<script src=/auto.js></script><body onload=go()>{FORM}",
    "a script from elsewhere, no form": "<script src=/app.js></script><div id=root></div>",
    "a script that brings a script": after(
        "var s = document.createElement('script'); s.src = '/auto.js'; document.body.appendChild(s)"
    ),
    "a condition on the browser": after("if (navigator.onLine) { n.submit() }"),
    "a condition on the address": after("if (location.hash) n.submit()"),
    "a condition on storage": after(
        "if (!sessionStorage.getItem('sent')) { sessionStorage.setItem('sent', 1); n.submit() }"
    ),
    "a question": after("if (confirm('Go on?')) n.submit()"),
    "after a fetch that is waited for": after(
        "(async () => { await fetch('/data'); n.submit() })()"
    ),
    "after a fetch": after("fetch('/data').finally(() => n.submit())"),
    "document.write of a form": (
        "<script>document.write('<form method=post action=/written></form>');"
        " document.forms[0].submit()</script>"
    ),
    "innerHTML of a form": (
        "<div id=d></div><script>document.getElementById('d').innerHTML ="
        " '<form method=post action=/written></form>'; document.forms[0].submit()</script>"
    ),
    "a form made by script": (
        "<script>document.addEventListener('DOMContentLoaded', function () {"
        " var x = document.createElement('form'); x.method = 'post'; x.action = '/made';"
        " document.body.appendChild(x); x.submit() })</script>"
    ),
    "atob": after("eval(atob('bi5zdWJtaXQoKQ=='))"),
    "a name put together by code": after("document.forms[0][['sub', 'mit'].reverse().join('')]()"),
    "an image from elsewhere, error": f"{FORM}<img src=/gone.png onerror='n.submit()'>",
    "an image from elsewhere, load": f"{FORM}<img src=/gone.png onload='n.submit()'>",
    "an iframe of its own": (
        '<iframe srcdoc="<form method=post action=/inner></form>'
        '<script>document.forms[0].submit()</script>"></iframe>'
    ),
    "a class": after("class Page { go() { n.submit() } } new Page().go()"),
    "a required pattern": after(
        "f.requestSubmit()", "<form id=f action=/one><input name=a value=1 pattern=[0-9]></form>"
    ),
}

PAGES: dict[str, str] = {
    **HANDLERS,
    **INLINE,
    **{f"event: {name}": page for name, page in EVENTS.items()},
    **{f"way: {name}": page for name, page in WAYS.items()},
    **{f"elsewhere: {name}": page for name, page in ELSEWHERE.items()},
    **{f"own jQuery: {name}": OWN_JQUERY + after(script) for name, script in WITH_JQUERY.items()},
    "jQuery from a server": LOADS_JQUERY + after("$(function () { $('#f').submit() })"),
    **{f"untold: {name}": page for name, page in UNTOLD.items()},
}
# What the server of these pages has: path -> script.
SCRIPTS = {
    "/jquery-3.7.1.min.js": JQUERY,
    "/auto.js": "function go() { document.forms[0].submit() } if (document.forms[0]) go()",
    "/app.js": "",
}
