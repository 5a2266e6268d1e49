"""Names that a browser gives to scripts, as tables: which are functions that matter here, which
merely exist. What is missing here and on the page is an error in the script."""

WINDOW_FUNCTIONS = frozenset(
    [
        *("setTimeout", "setInterval", "requestAnimationFrame", "requestIdleCallback"),
        *("queueMicrotask", "addEventListener", "dispatchEvent", "eval", "clearTimeout"),
        "clearInterval",
    ]
)
WINDOW_OBJECTS = frozenset(
    [
        *("alert", "atob", "blur", "btoa", "caches", "cancelAnimationFrame"),
        *("close", "closed", "confirm", "console", "cookieStore", "crypto"),
        *("decodeURI", "decodeURIComponent", "devicePixelRatio", "encodeURI"),
        *("encodeURIComponent", "escape", "external", "fetch", "find", "focus", "frameElement"),
        *("getComputedStyle", "getSelection", "history", "indexedDB", "innerHeight"),
        *("innerWidth", "isFinite", "isNaN", "isSecureContext", "length", "localStorage"),
        *("matchMedia", "moveTo", "name", "navigator", "open", "opener", "origin"),
        *("outerHeight", "outerWidth", "pageXOffset", "pageYOffset", "parseFloat", "parseInt"),
        *("performance", "postMessage", "print", "prompt", "removeEventListener", "reportError"),
        *("resizeTo", "screen", "scroll", "scrollBy", "scrollTo", "scrollX", "scrollY"),
        *("sessionStorage", "speechSynthesis", "status", "stop", "structuredClone"),
        *("trustedTypes", "unescape", "visualViewport", "import", "chrome"),
    ]
)
DOCUMENT_MEMBERS = frozenset(
    [
        *("getElementById", "getElementsByTagName", "getElementsByName"),
        *("getElementsByClassName", "querySelector", "querySelectorAll", "addEventListener"),
        *("dispatchEvent", "write", "writeln", "createElement"),
    ]
)
ELEMENT_METHODS = frozenset(
    [
        *("getElementsByTagName", "getElementsByClassName", "querySelector"),
        *("querySelectorAll", "addEventListener", "dispatchEvent", "click", "closest"),
        "insertAdjacentHTML",
    ]
)
FORM_METHODS = frozenset({"submit", "requestSubmit"})
# Events of the window whose handlers may be written on the body (WHATWG HTML, 8.1.8.2).
BODY_SLOTS = frozenset(
    ["load", "pageshow", "error", "blur", "focus", "resize", "scroll", "unload", "beforeunload"]
)
# Handler attributes that run without a person: of any element, and in doubt.
BY_THEMSELVES = frozenset({"load", "pageshow"})
IN_DOUBT = frozenset(
    [
        *("animationend", "animationiteration", "animationstart", "begin", "canplay"),
        *("canplaythrough", "durationchange", "end", "error", "focus", "focusin", "finish"),
        *("hashchange", "loadeddata", "loadedmetadata", "loadend", "loadstart", "message"),
        *("play", "playing", "popstate", "progress", "repeat", "resize", "scroll", "start"),
        *("stalled", "storage", "suspend", "timeupdate", "toggle", "transitionend"),
        *("transitionrun", "transitionstart", "visibilitychange", "afterscriptexecute"),
        *("securitypolicyviolation", "readystatechange", "slotchange"),
    ]
)
