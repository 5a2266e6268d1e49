"""Where the folders are that come with the workbench: sample answers and notebooks.

A wheel carries them inside the package (`workbench/_shipped/`), a checkout beside it; nothing else
in the program knows the difference.
"""

from __future__ import annotations

from pathlib import Path

from workbench.errors import InputError

_PACKAGE = Path(__file__).resolve().parent


def sample_responses() -> Path:
    """The folder of raw answers (`*.http`, `*.html`). Raises `InputError` where it is missing."""
    return _folder("sample_responses")


def notebooks() -> Path:
    """The folder of example notebooks. Raises `InputError` where it is missing."""
    return _folder("notebooks")


def _folder(name: str) -> Path:
    places = (_PACKAGE / "_shipped" / name, _PACKAGE.parent / name)
    for place in places:
        if place.is_dir():
            return place
    raise InputError(
        f"the folder {name} did not come with this installation",
        f"install the workbench again; looked in {places[0]} and {places[1]}",
    )
