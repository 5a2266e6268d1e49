"""How exchanges and findings are told to people, in English or French."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.inspection.evidence import part_text, place_of
from workbench.inspection.findings.words import (
    HEADINGS,
    LANGUAGES,
    SEVERITY_LETTERS,
    Language,
    headed,
    told,
    where,
)
from workbench.inspection.summary import summary_lines

if TYPE_CHECKING:
    from workbench.service.workbench import Workbench

__all__ = [
    "HEADINGS",
    "SEVERITY_LETTERS",
    "Language",
    "headed",
    "language_of",
    "part_text",
    "place_of",
    "summary_lines",
    "told",
    "where",
]


def language_of(asked: str | None, workbench: Workbench | None = None) -> Language:
    """The language in which findings are told: the one asked for, else the configuration's, else
    English. Raises `InputError` where the configuration cannot be read."""
    if asked is None:
        if workbench is not None:
            asked = workbench.settings.language
        else:
            from workbench.settings import load_settings

            asked = load_settings().language
    return next((known for known in LANGUAGES if known == asked), "en")
