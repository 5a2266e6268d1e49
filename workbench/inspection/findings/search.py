"""Finding a finding by words, such as those of a screenshot: either language, accents, letter case
and word order aside, small misspellings forgiven. Rare words weigh more than common ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from math import log
from typing import NamedTuple

from workbench.inspection.findings.nearness import distance
from workbench.inspection.findings.registry import Rule, rules
from workbench.inspection.findings.who_answered import signature_words

MOST_FOUND = 10
_MOST_WORDS = 60
_WORD = re.compile(r"[a-z0-9]+")
_PLACES = re.compile(r"\{[^}]*\}")
# How much a word counts by where it stands, and by how well it fits.
_IN_ID, _IN_TITLE, _IN_TEXT = 3.0, 2.0, 1.0
_BEGUN, _MISSPELT = 0.7, 0.6
_SHORTEST_BEGUN, _SHORTEST_MISSPELT, _LONG = 4, 4, 8
# What has less than this share of the best one's score is noise.
_ENOUGH = 0.3

# Findings that speak of pages of others: of one's own network, or of a firewall's.
_SIGNED = {"response.block-page": False, "response.intercepted": True}


class _Index(NamedTuple):
    """For each rule its words with their weight; for each word in how many rules it stands."""

    rules: tuple[tuple[Rule, dict[str, float]], ...]
    rules_with: Counter[str]


def search(words: str) -> tuple[Rule, ...]:
    """The rules that speak of these words, best first, at most 10; none where none does."""
    asked = list(dict.fromkeys(_words(words)))[:_MOST_WORDS]
    index = _index()
    fitting = {word: _fitting(word, index) for word in asked}
    scored = [
        (score, -rank, rule)
        for rank, (rule, weights) in enumerate(index.rules)
        if (score := sum(_score(fits, weights) for fits in fitting.values())) > 0
    ]
    scored.sort(key=lambda one: one[:2], reverse=True)
    return tuple(rule for score, _, rule in scored[:MOST_FOUND] if score >= _ENOUGH * scored[0][0])


def _score(fits: dict[str, float], weights: dict[str, float]) -> float:
    return max((fit * weights[word] for word, fit in fits.items() if word in weights), default=0.0)


def _fitting(word: str, index: _Index) -> dict[str, float]:
    """The words of the catalogue that may be meant, with how much each is worth."""
    count = len(index.rules)
    fits: dict[str, float] = {}
    for known, in_rules in index.rules_with.items():
        fit = _fit(word, known)
        if fit:
            fits[known] = fit * log((count + 1) / in_rules)
    if word in fits:
        return {word: fits[word]}
    return fits


def _fit(word: str, known: str) -> float:
    if word == known:
        return 1.0
    short, long = sorted((word, known), key=len)
    if len(short) >= _SHORTEST_BEGUN and long.startswith(short):
        return _BEGUN
    most = 0 if len(word) < _SHORTEST_MISSPELT else 1 if len(word) < _LONG else 2
    return _MISSPELT if most and distance(word, known, most) <= most else 0.0


@lru_cache(maxsize=1)
def _index() -> _Index:
    from workbench.inspection.findings.french import FRENCH

    indexed: list[tuple[Rule, dict[str, float]]] = []
    rules_with: Counter[str] = Counter()
    for rule in rules():
        french = FRENCH.get(rule.id)
        texts = [(_IN_ID, rule.id), (_IN_TITLE, rule.title), (_IN_TEXT, rule.explanation)]
        if french is not None:
            texts += [(_IN_TITLE, french.title), (_IN_TEXT, french.explanation)]
            texts += [(_IN_TEXT, sentence) for pair in french.seen for sentence in pair]
        if rule.id in _SIGNED:
            texts.append((_IN_TEXT, signature_words(own_network=_SIGNED[rule.id])))
        weights: dict[str, float] = {}
        for weight, text in texts:
            for word in _words(_PLACES.sub(" ", text)):
                weights[word] = max(weight, weights.get(word, 0.0))
        indexed.append((rule, weights))
        rules_with.update(weights.keys())
    return _Index(tuple(indexed), rules_with)


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _WORD.findall("".join(c for c in plain if not unicodedata.combining(c)))
