"""What is typed into Compose as a plain value, and its way to `Given` and back from a request.

Two text boxes hold what has no field: `name=value` a line, and `Name: value` a line (`-Name`
leaves a default header out, `# ` begins a remark). An empty field is not sent; `lang=` among the
parameters sends it empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from workbench.errors import InputError
from workbench.model.request import (
    AUTHORIZE_PATH,
    DEFAULT_HEADERS,
    HOST_SUFFIX,
    HttpRequest,
    Pair,
    instance_url,
)
from workbench.service.composing import AUTO_STATE, Given
from workbench.vocabulary import FIELDS

_FIELD_OF = {entry.name: entry.keyword for entry in FIELDS}
# Where a text box ends a line.
_LINE_ENDS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands in the form. `target` is an instance, a base URL, or a whole URL with `?` that is
    sent as it stands; a method may stand before a URL. `replay_of` is the uuid of the exchange
    whose request was put here."""

    target: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    extra: str = ""
    headers: str = ""
    replay_of: str | None = None


def to_keep(draft: Draft) -> dict[str, object]:
    """A draft as it is kept between two runs of the app, without secrets."""
    from workbench.service.drafts import without_secrets

    return {
        "target": "" if "@" in draft.target or "?" in draft.target else draft.target,
        "fields": dict(draft.fields),
        "extra": without_secrets(draft.extra, "="),
        "headers": without_secrets(draft.headers, ":"),
    }


def kept(value: Mapping[str, object]) -> Draft | None:
    """The draft that was kept; None where nothing, or nothing readable, was."""
    texts = {name: value.get(name) for name in ("target", "extra", "headers")}
    fields = value.get("fields")
    if not isinstance(fields, Mapping) or not all(isinstance(one, str) for one in texts.values()):
        return None
    known = {entry.keyword for entry in FIELDS}
    readable = {
        str(key): text for key, text in fields.items() if key in known and isinstance(text, str)
    }
    return Draft(str(texts["target"]), readable, str(texts["extra"]), str(texts["headers"]))


def given(draft: Draft) -> Given:
    """The draft as what was given; raises `InputError` for a line that cannot be read."""
    method, target = _method_and_target(draft.target)
    headers, without = _headers(draft.headers)
    if "?" in target:
        return Given(
            method=method,
            url=target,
            headers=headers,
            without_headers=without,
            replay_of=draft.replay_of,
        )
    is_url = "://" in target
    return Given(
        method=method,
        instance=None if is_url or not target else target,
        base_url=target if is_url else None,
        params={key: (value,) for key, value in draft.fields.items() if value},
        extra=_parameters(draft.extra),
        headers=headers,
        without_headers=without,
        replay_of=draft.replay_of,
    )


def target_url(draft: Draft) -> str:
    """The base URL that the draft names, "" when it leaves that to the profile or the default."""
    _, target = _method_and_target(draft.target)
    if not target:
        return ""
    return target if "://" in target else instance_url(target)


def of_request(asked: HttpRequest, *, fresh_state: bool, replay_of: str | None = None) -> Draft:
    """The draft that sends a request again; `fresh_state` has a new state made in place of its own,
    which belongs to somebody's session.

    A URL of another path, or with a parameter that no line of the form holds, stands there whole.
    """
    headers = [
        f"{name}: {value}" if _is_one_line(name + value) else _remark(name)
        for name, value in asked.headers
        if (name, value) not in DEFAULT_HEADERS
    ]
    named = {name.lower() for name, _ in asked.headers}
    headers += [f"-{name}" for name, _ in DEFAULT_HEADERS if name.lower() not in named]
    method = "" if asked.method == "GET" else f"{asked.method} "
    parts = urlsplit(asked.url)
    in_lines = all(_fits_a_line(name, value) for name, value in asked.params)
    if not in_lines or not parts.path.lower().endswith(AUTHORIZE_PATH):
        whole = f"{method}{_literal(asked.url)}"
        return Draft(whole, headers="\n".join(headers), replay_of=replay_of)
    fields: dict[str, str] = {}
    extra: list[str] = []
    for name, value in asked.params:
        keyword = _FIELD_OF.get(name)
        if keyword is None or keyword in fields or not value:
            extra.append(f"{name}={value}")
        else:
            fields[keyword] = value
    if fresh_state and "state" in fields:
        fields["state"] = AUTO_STATE
    base = f"{parts.scheme}://{parts.netloc}{parts.path}"
    target = method + _shortened(base)
    return Draft(target, fields, "\n".join(extra), "\n".join(headers), replay_of)


def _fits_a_line(name: str, value: str) -> bool:
    whole = name.strip() == name and name and "=" not in name
    return bool(whole) and _is_one_line(name + value)


def _is_one_line(text: str) -> bool:
    return not any(c in _LINE_ENDS for c in text)


def _remark(name: str) -> str:
    """In place of a header that no line of the form holds, and no request could carry."""
    told = "".join(" " if c in _LINE_ENDS else c for c in name[:40])
    return f"# left out, it has a line end: {told}"


def _literal(url: str) -> str:
    return url if "?" in url else f"{url}?"


def _shortened(base: str) -> str:
    """An instance's own base URL as its name."""
    bare = base.removesuffix(AUTHORIZE_PATH)
    name = bare.removeprefix("https://").removesuffix(HOST_SUFFIX)
    return name if name and bare == instance_url(name) and "/" not in name else bare


def _method_and_target(text: str) -> tuple[str, str]:
    words = text.strip().split(None, 1)
    if len(words) == 2 and words[0].isupper() and "://" in words[1]:
        return words[0], words[1]
    return "GET", text.strip()


def _parameters(text: str) -> tuple[Pair, ...]:
    pairs: list[Pair] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        name, equals, value = line.partition("=")
        if not equals or not name.strip():
            raise InputError(
                f"parameters, line {number}: no name=value", "write one name=value a line"
            )
        pairs.append((name.strip(), value))
    return tuple(pairs)


def _headers(text: str) -> tuple[tuple[Pair, ...], tuple[str, ...]]:
    pairs: list[Pair] = []
    without: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.startswith("# "):
            continue
        if line.startswith("-") and ":" not in line:
            without.append(line[1:].strip())
            continue
        name, colon, value = line.partition(":")
        if not colon or not name.strip():
            raise InputError(
                f"headers, line {number}: no Name: value", "write one Name: value a line"
            )
        pairs.append((name.strip(), value.strip()))
    return tuple(pairs), tuple(without)
