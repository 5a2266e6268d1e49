"""Pages whose forms a real Chromium has read: the truth that our reading is held to.

Each page is made up here, shaped after what real systems send or after one rule of the HTML
standard; none is a copy of anybody's page. `expected.json` holds what Chromium said of each
(`python -m tests.browser_pages record` asks it again).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from tests.chromium import FormRead, PageRead

# Kinds that are rules of the standard; the others are systems.
RULES = ("controls", "owners", "actions", "methods", "encodings")
EXPECTED = Path(__file__).parent / "expected.json"


@dataclass(frozen=True, slots=True)
class BrowserPage:
    """One page: its kind (a system or a family of rules), what it shows, and its bytes with the
    Content-Type they came with."""

    kind: str
    name: str
    body: bytes
    content_type: str = "text/html; charset=utf-8"
    url: str = "https://toolbox-api.private.fin.ag/v3/oauth/authorize?institution_id=42"

    @property
    def key(self) -> str:
        """Its name among all pages."""
        return f"{self.kind}: {self.name}"


def pages() -> tuple[BrowserPage, ...]:
    """Every page, in order."""
    from tests.browser_pages import controls, encodings, structure, systems

    found = (*systems.pages(), *controls.pages(), *structure.pages(), *encodings.pages())
    assert len({page.key for page in found}) == len(found)
    return found


def expected() -> dict[str, PageRead]:
    """What Chromium said of each page, by its key."""
    told = json.loads(EXPECTED.read_text(encoding="utf-8"))
    return {key: _page_read(value) for key, value in told.items()}


def write_expected(read: dict[str, PageRead]) -> None:
    """Keep what Chromium says now."""
    told = {
        key: {
            "charset": page.charset,
            "forms": [
                {
                    "action": form.action,
                    "method": form.method,
                    "enctype": form.enctype,
                    "entries": [list(entry) for entry in form.entries],
                }
                for form in page.forms
            ],
        }
        for key, page in read.items()
    }
    text = json.dumps(told, indent=1, ensure_ascii=True)
    EXPECTED.write_text(text + "\n", encoding="utf-8")


def _page_read(told: dict[str, object]) -> PageRead:
    forms = told["forms"]
    assert isinstance(forms, list)
    return PageRead(
        str(told["charset"]),
        tuple(
            FormRead(
                form["action"],
                form["method"],
                form["enctype"],
                tuple((name, value) for name, value in form["entries"]),
            )
            for form in forms
        ),
    )
