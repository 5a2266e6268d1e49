"""Where the auth key comes from, and where it may go.

The key is sent only to the endpoint's own hosts over https, to a host that the profile names, or
where the caller gave the key itself for this call (`--key-file`). Its value is never shown.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from workbench.errors import InputError
from workbench.model.profile import Profile
from workbench.model.request import AUTH_HEADER, Pair, instance_of

KEY_VARIABLE = "WORKBENCH_AUTH_KEY"


@dataclass(frozen=True, slots=True)
class AuthKey:
    """The auth key and where it was found (`environment`, or the key file's path)."""

    value: str = field(repr=False)
    source: str
    given_for_this_call: bool = False

    @property
    def header(self) -> Pair:
        """The header that carries it."""
        return (AUTH_HEADER, f"Bearer {self.value}")

    def may_go_to(self, url: str, profile: Profile | None) -> bool:
        """Whether this key may be sent to that URL."""
        if self.given_for_this_call:
            return True
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        if profile is not None and profile.base_url is not None:
            named = urlsplit(profile.base_url)
            if (parts.scheme, host, parts.port) == (named.scheme, named.hostname, named.port):
                return True
        return parts.scheme == "https" and instance_of(host) is not None


def find_key(
    key_file: str | None = None, environment: Mapping[str, str] = os.environ
) -> AuthKey | None:
    """The key of the file, else of the environment, else None; `InputError` if unusable."""
    if key_file is not None:
        try:
            text = Path(key_file).expanduser().read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
            raise InputError(
                f"key file {key_file} cannot be read: {reason}", "it holds the key on one line"
            ) from None
        return AuthKey(_clean(text, f"key file {key_file}"), key_file, given_for_this_call=True)
    value = environment.get(KEY_VARIABLE)
    if not value:
        return None
    return AuthKey(_clean(value, KEY_VARIABLE), "environment")


def _clean(text: str, where: str) -> str:
    key = text.strip(" \t\r\n") if where != KEY_VARIABLE else text
    key = key.removeprefix("Bearer ").strip(" ")
    if not key or any(c < " " or c >= "\x7f" for c in key):
        raise InputError(
            f"{where} holds no usable key",
            "one line of printable ASCII, with or without the word Bearer",
        )
    return key
