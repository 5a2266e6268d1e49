"""What "the same request" means: the key under which answers may be compared.

Method, scheme, host, path, and the parameters that choose an answer. Not state, tag or headers:
they are expected to differ. A parameter left out equals an empty one.
"""

from __future__ import annotations

from hashlib import sha256

from workbench.inspection.written_url import split
from workbench.model.request import HttpRequest

KEY_PARAMETERS = ("institution_id", "redirect_uri", "lang", "recipientId")


def request_key(request: HttpRequest) -> str:
    """16 hex characters; equal for requests that should be answered alike."""
    url = split(request.url)
    scheme, host, port = url.origin
    parts = [request.method, scheme, host, port, url.path]
    parts.extend(request.param(name) or "" for name in KEY_PARAMETERS)
    text = "\n".join(part.replace("\\", "\\\\").replace("\n", "\\n") for part in parts)
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
