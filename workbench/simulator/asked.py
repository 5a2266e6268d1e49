"""What was asked of the simulator, as the endpoint would read it.

A query is read as form data, as servers do: `+` is a blank, the first value of a name counts, an
empty one counts as left out (RFC 6749 3.1).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from urllib.parse import parse_qsl, urlsplit

from workbench.model.request import AUTHORIZE_PATH


@dataclass(frozen=True, slots=True)
class Asked:
    """One authorize request; a parameter that was not sent is "". `host` may carry a port."""

    target: str
    path: str
    host: str
    random: Random
    institution_id: str = ""
    redirect_uri: str = ""
    state: str = ""
    lang: str = ""
    recipient_id: str = ""

    @property
    def is_authorize(self) -> bool:
        """Whether the path is the endpoint's, letter case and a last slash aside."""
        return self.path.rstrip("/").lower() == AUTHORIZE_PATH

    @property
    def french(self) -> bool:
        """Whether the page is to be French."""
        return self.lang.lower() == "fr"

    @property
    def lang_is_valid(self) -> bool:
        """Whether `lang` is left out or two ASCII letters, the rule that the 400 names."""
        lang = self.lang
        return not lang or (len(lang) == 2 and lang.isascii() and lang.isalpha())


def read_target(
    target: str, headers: Sequence[tuple[str, str]], host: str, random: Random
) -> Asked:
    """Read a request target (origin or absolute form); a `Host` header goes before `host`."""
    if not target.startswith("/"):
        try:
            parts = urlsplit(target)
        except ValueError:
            return Asked(target, "", host, random)
        path, query = parts.path, parts.query
    else:
        path, _, query = target.partition("?")
    first: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        first.setdefault(name, value)
    return Asked(
        target=target,
        path=path,
        host=next((value for name, value in headers if name.lower() == "host"), host),
        random=random,
        institution_id=first.get("institution_id", ""),
        redirect_uri=first.get("redirect_uri", ""),
        state=first.get("state", ""),
        lang=first.get("lang", ""),
        recipient_id=first.get("recipientId", ""),
    )
