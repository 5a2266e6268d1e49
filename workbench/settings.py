"""Where settings come from: flag, environment, profile, configuration, default, in that order.

`config.toml` holds named profiles and no secret. Unknown keys are refused with the nearest known
one; a file that is not there is no error.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path

from workbench.errors import InputError
from workbench.model.capture import Limits, Trust
from workbench.model.profile import Profile
from workbench.model.request import AUTH_HEADER, PARAMETERS, Pair

CONFIG_VARIABLE = "WORKBENCH_CONFIG"

_TOP_KEYS = ("default_profile", "language", "profiles")
_LANGUAGES = ("en", "fr")
_APP_KEYS = ("keys", "theme")
_PROFILE_KEYS = (
    "instance",
    "base_url",
    "production",
    "params",
    "headers",
    "tls",
    "limits",
    "known_targets",
    "issuer",
)
_TLS_KEYS = ("insecure", "ca", "cert")
_LIMIT_KEYS = ("timeout", "connect_timeout", "read_timeout")
_SECRET_HEADERS = (AUTH_HEADER, "authorization", "proxy-authorization", "cookie", "x-api-key")
_MAX_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """The configuration as read: `path` is where it would be, `profiles` by name; `language` is
    the one in which findings are told (`en`, `fr`), None where it is not said."""

    path: Path
    profiles: Mapping[str, Profile]
    default_profile: str | None = None
    language: str | None = None
    theme: str | None = None
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    text: str = field(default="", repr=False)

    def error(self, key: str, what: str, hint: str) -> InputError:
        """An error at the place where that key is written (values are never quoted)."""
        for number, line in enumerate(self.text.splitlines(), 1):
            found = re.search(rf"(?<![\w-])[\"']?{re.escape(key)}(?![\w-])", line.split("#")[0])
            if found:
                return InputError(f"{self.path}:{number}:{found.start() + 1}: {what}", hint)
        return InputError(f"{self.path}: {what}", hint)

    def profile(self, name: str | None) -> Profile | None:
        """The profile of that name, else the default one, else None; `InputError` if unknown."""
        wanted = name or self.default_profile
        if wanted is None:
            return None
        found = self.profiles.get(wanted)
        if found is None:
            raise InputError(
                f"no profile {wanted!r} in {self.path}", nearest(wanted, tuple(self.profiles))
            )
        return found


def config_path(environment: Mapping[str, str] = os.environ) -> Path:
    """`WORKBENCH_CONFIG`, else `config.toml` in the platform's configuration folder."""
    named = environment.get(CONFIG_VARIABLE)
    if named:
        return Path(named).expanduser()
    from platformdirs import user_config_path

    return user_config_path("authorize-workbench", appauthor=False) / "config.toml"


def load_settings(path: Path | None = None) -> Settings:
    """Read the configuration; raises `InputError` naming file, line and column."""
    where = path or config_path()
    try:
        if where.is_dir() or (where.exists() and where.stat().st_size > _MAX_BYTES):
            raise InputError(f"{where} is no configuration file", "it must be TOML of at most 1 MB")
        text = where.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return Settings(where, {})
    except UnicodeDecodeError as error:
        raise InputError(f"{where} is not UTF-8 (byte {error.start})", "save it as UTF-8") from None
    except OSError as error:
        raise InputError(f"{where} cannot be read: {error.strerror}", "check the file") from None
    import tomllib

    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        suffix = f":{place[1]}:{place[2]}" if place else ""
        reason = re.sub(r" \(at .*\)$", "", str(error))
        raise InputError(f"{where}{suffix}: {reason}", "this is no valid TOML there") from None
    reader = _Reader(where, text)
    read = reader.settings(document)
    return replace(read, theme=reader.theme(document), keys=reader.keys(document), text=text)


def nearest(word: str, known: tuple[str, ...]) -> str:
    """A hint that names the nearest known word, or all of them."""
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    if close:
        return f"did you mean {close[0]!r}?"
    return f"there are: {', '.join(sorted(known))}" if known else "none is defined yet"


@dataclass(frozen=True, slots=True)
class _Reader:
    path: Path
    text: str

    def settings(self, document: dict[str, object]) -> Settings:
        self._only(document, (*_TOP_KEYS, *_APP_KEYS), "")
        tables = self._table(document, "profiles")
        profiles = {name: self._profile(name, tables) for name in tables}
        default = self._text(document, "default_profile")
        if default is not None and default not in profiles:
            raise self._error(
                "default_profile", f"no profile {default!r}", nearest(default, tuple(profiles))
            )
        language = self._text(document, "language")
        if language is not None and language not in _LANGUAGES:
            raise self._error(
                "language", f"no language {language!r}", nearest(language, _LANGUAGES)
            )
        return Settings(self.path, profiles, default, language)

    def _profile(self, name: str, tables: dict[str, object]) -> Profile:
        table = self._table(tables, name)
        self._only(table, _PROFILE_KEYS, f"profiles.{name}")
        if "instance" in table and "base_url" in table:
            raise self._error(
                "base_url", f"profile {name!r} has an instance and a base_url", "keep one of them"
            )
        tls = self._table(table, "tls")
        self._only(tls, _TLS_KEYS, f"profiles.{name}.tls")
        limits = self._table(table, "limits")
        self._only(limits, _LIMIT_KEYS, f"profiles.{name}.limits")
        usual = Limits()
        return Profile(
            name=name,
            instance=self._text(table, "instance"),
            base_url=self._text(table, "base_url"),
            params=self._params(self._table(table, "params"), name),
            headers=self._headers(self._table(table, "headers")),
            production=self._flag(table, "production"),
            trust=Trust(
                insecure=self._flag(tls, "insecure"),
                ca=self._text(tls, "ca"),
                cert=self._text(tls, "cert"),
            ),
            limits=Limits(
                total_s=self._seconds(limits, "timeout") or usual.total_s,
                connect_s=self._seconds(limits, "connect_timeout"),
                read_s=self._seconds(limits, "read_timeout"),
            ),
            known_hosts=self._texts(table, "known_targets"),
            issuer=self._text(table, "issuer"),
        )

    def _params(self, table: dict[str, object], profile: str) -> tuple[Pair, ...]:
        known = dict(PARAMETERS) | {name: name for _, name in PARAMETERS}
        pairs: list[Pair] = []
        for key in table:
            if key not in known:
                raise self._error(
                    key,
                    f"unknown parameter {key!r} in profiles.{profile}.params",
                    nearest(key, tuple(known)),
                )
            pairs.extend((known[key], value) for value in self._texts(table, key))
        order = [name for _, name in PARAMETERS]
        return tuple(sorted(pairs, key=lambda pair: order.index(pair[0])))

    def _headers(self, table: dict[str, object]) -> tuple[Pair, ...]:
        for key in table:
            if key.lower() in _SECRET_HEADERS:
                raise self._error(
                    key,
                    f"header {key} is a secret and does not belong in the configuration",
                    "use WORKBENCH_AUTH_KEY or --key-file",
                )
        return tuple((key, value) for key in table for value in self._texts(table, key))

    def _only(self, table: dict[str, object], known: tuple[str, ...], where: str) -> None:
        for key in table:
            if key not in known:
                place = f" in [{where}]" if where else ""
                raise self._error(key, f"unknown key {key!r}{place}", nearest(key, known))

    def _table(self, table: dict[str, object], key: str) -> dict[str, object]:
        value = table.get(key, {})
        if not isinstance(value, dict):
            raise self._error(key, f"{key!r} must be a table", f"write [{key}]")
        return value

    def _text(self, table: dict[str, object], key: str) -> str | None:
        value = table.get(key)
        if value is not None and not isinstance(value, str):
            raise self._error(key, f"{key!r} must be text", 'put it in quotes: "..."')
        return value

    def _texts(self, table: dict[str, object], key: str) -> tuple[str, ...]:
        value = table.get(key, [])
        items = value if isinstance(value, list) else [value]
        if not all(isinstance(item, str) for item in items):
            raise self._error(key, f"{key!r} must be text or a list of texts", "use quotes")
        return tuple(str(item) for item in items)

    def _flag(self, table: dict[str, object], key: str) -> bool:
        value = table.get(key, False)
        if not isinstance(value, bool):
            raise self._error(key, f"{key!r} must be true or false", "without quotes")
        return value

    def _seconds(self, table: dict[str, object], key: str) -> float | None:
        value = table.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
            raise self._error(key, f"{key!r} must be seconds above 0", "such as 30")
        return float(value)

    def theme(self, document: dict[str, object]) -> str | None:
        """The name of the app's theme; the app knows which there are."""
        return self._text(document, "theme")

    def keys(self, document: dict[str, object]) -> dict[str, tuple[str, ...]]:
        """The keys of each action that is named; the app knows actions and keys."""
        table = self._table(document, "keys")
        return {name: self._texts(table, name) for name in table}

    def _error(self, key: str, what: str, hint: str) -> InputError:
        return Settings(self.path, {}, text=self.text).error(key, what, hint)
