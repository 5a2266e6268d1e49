"""What a French text is made of, and how an English sentence of a finding is said in French.

A template is a pair of sentences with the same `{places}`; what stands in `[...]` may be missing,
and the n-th such part of one belongs to the n-th of the other. A place may name how its value is
said: `{names|list}`, `{bytes|number}`, or by a table of templates, `{what|oddity}`. No other value
is touched, but that quotation marks become guillemets.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

Template = tuple[str, str]
Tables = Mapping[str, tuple[Template, ...]]

_PLACE = re.compile(r"\{([a-z_]+)(?:\|([a-z]+))?\}")
_LIST_END = re.compile(r" and (?:(\d+) more|(?=[^,]*$))")
_VALUES = {"number": r"\d[\d,.]*?"}
_LONGEST = 1_500
_NO_TABLES: Tables = {}


class French(NamedTuple):
    """A finding in French: its title, cause and what to do, and what it may have seen."""

    title: str
    explanation: str
    seen: tuple[Template, ...] = ()


class _Sentence(NamedTuple):
    """One template ready for use: how to read the English, the places' ways of being said, and
    the French in parts (0 always, n where the n-th optional part was read)."""

    pattern: re.Pattern[str]
    ways: dict[str, str]
    parts: tuple[tuple[int, str], ...]


def typeset(text: str) -> str:
    """The text with the spaces that must not break: inside guillemets and before a colon."""
    return text.replace("« ", "«\u00a0").replace(" »", "\u00a0»").replace(" :", "\u00a0:")


def in_french(text: str, templates: tuple[Template, ...], tables: Tables = _NO_TABLES) -> str:
    """The English sentence in French; as it is where no template fits."""
    if len(text) > _LONGEST:
        return text
    for template in templates:
        sentence = _sentence(template)
        match = sentence.pattern.fullmatch(text)
        if match is not None:
            return _said(sentence, match, tables)
    return text


def _said(sentence: _Sentence, match: re.Match[str], tables: Tables) -> str:
    values = {
        name: _value(value, sentence.ways.get(name, ""), tables)
        for name, value in match.groupdict().items()
        if value is not None
    }
    return "".join(
        _PLACE.sub(lambda place: values.get(place[1], ""), text)
        for optional, text in sentence.parts
        if not optional or f"part_{optional}" in values
    )


def _value(value: str, way: str, tables: Tables) -> str:
    if way == "list":
        return _LIST_END.sub(lambda end: f" et {end[1]} autres" if end[1] else " et ", value)
    if way == "number":
        return value.replace(",", "\u00a0").replace(".", ",")
    if way:
        return in_french(value, tables.get(way, ()), tables)
    if len(value) > 1 and value[0] == value[-1] == '"':
        return f"«\u00a0{value[1:-1]}\u00a0»"
    return value


@lru_cache(maxsize=1024)
def _sentence(template: Template) -> _Sentence:
    english, french = template
    ways = {name: way for name, way in _PLACE.findall(english) if way}
    pattern = "".join(
        f"(?P<part_{number}>{_pattern(text)})?" if number else _pattern(text)
        for number, text in _parts(english)
    )
    return _Sentence(re.compile(pattern, re.DOTALL), ways, _parts(typeset(french)))


def _parts(text: str) -> tuple[tuple[int, str], ...]:
    """The text cut at its brackets: (0, what is always there), (n, the n-th optional part)."""
    pieces = re.split(r"\[([^\]]*)\]", text)
    return tuple((index // 2 + 1 if index % 2 else 0, piece) for index, piece in enumerate(pieces))


def _pattern(text: str) -> str:
    pieces: list[str] = []
    end = 0
    for place in _PLACE.finditer(text):
        pieces += [
            re.escape(text[end : place.start()]),
            f"(?P<{place[1]}>{_VALUES.get(place[2], '.+?')})",
        ]
        end = place.end()
    return "".join((*pieces, re.escape(text[end:])))
