"""A request as the `workbench authorize` line that sends it again, quoted for a POSIX shell.

Secrets are left out: the auth key comes anew from the environment, cookies belong to their call.
"""

from __future__ import annotations

import shlex
from urllib.parse import urlsplit

from workbench.model.request import (
    AUTH_HEADER,
    AUTHORIZE_PATH,
    DEFAULT_HEADERS,
    AuthorizeRequest,
    HttpRequest,
    instance_of,
    instance_url,
)
from workbench.vocabulary import FIELDS

_LEFT_OUT = frozenset({AUTH_HEADER, "authorization", "cookie", "host", "connection"})


def command_line(request: HttpRequest) -> str:
    """One line; where flags cannot say the same URL, `--url` carries it as it stands."""
    words = ["workbench", "authorize", *(_flags(request) or ["--url", request.url])]
    if request.method != "GET":
        words += ["--method", request.method]
    named = {name.lower() for name, _ in request.headers}
    for name, value in request.headers:
        if name.lower() not in _LEFT_OUT and (name, value) not in DEFAULT_HEADERS:
            words += ["--header", f"{name}:{value}"]
    if request.headers:
        for name, _ in DEFAULT_HEADERS:
            if name.lower() not in named:
                words += ["--without-header", name]
    return shlex.join(words)


def _flags(request: HttpRequest) -> list[str] | None:
    parts = urlsplit(request.url)
    if not parts.path.lower().endswith(AUTHORIZE_PATH):
        return None
    base = f"{parts.scheme}://{parts.netloc}{parts.path}"
    if AuthorizeRequest(base_url=base, params=request.params).url != request.url:
        return None
    flag_of = {field.name: field.flag for field in FIELDS}
    order = [field.name for field in FIELDS]
    places = [order.index(n) if n in flag_of else len(order) for n, _ in request.params]
    if places != sorted(places):
        return None
    bare = base[: -len(AUTHORIZE_PATH)]
    instance = instance_of(parts.netloc)
    if instance is not None and bare == instance_url(instance):
        words = ["--instance", instance]
    else:
        words = ["--base-url", bare if base.endswith(AUTHORIZE_PATH) else base]
    for name, value in request.params:
        flag = flag_of.get(name)
        # A value that begins with a hyphen would be taken for an option.
        words += [f"--param={name}={value}"] if flag is None else [f"{flag}={value}"]
    return words
