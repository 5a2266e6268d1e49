"""The pictures of the docs show what the app shows now."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
NAMES = sorted(path.stem for path in (DOCS / "pictures").glob("*.svg"))


@pytest.fixture
def pictures(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The script, loaded as a module; local times are UTC while it draws."""
    for variable in ("TZ", "WORKBENCH_STATE"):
        monkeypatch.setenv(variable, "UTC" if variable == "TZ" else str(DOCS / "none.json"))
    spec = importlib.util.spec_from_file_location("pictures", DOCS / "pictures.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.be_in_utc()
    yield module
    monkeypatch.undo()
    module.time.tzset()


@pytest.mark.parametrize("name", NAMES)
async def test_a_picture_shows_what_the_app_shows(pictures: ModuleType, name: str) -> None:
    (picture,) = (one for one in pictures.PICTURES if one.name == name)
    drawn = await pictures.draw(picture)
    kept = (DOCS / "pictures" / f"{name}.svg").read_text(encoding="utf-8")
    assert pictures.lines_of(drawn) == pictures.lines_of(kept), "run python docs/pictures.py"


def test_every_picture_is_drawn_and_every_link_leads_to_one(pictures: ModuleType) -> None:
    assert sorted(picture.name for picture in pictures.PICTURES) == NAMES
    linked: set[str] = set()
    for page in (ROOT / "README.md", *DOCS.glob("*.md")):
        for target in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).is_file(), (page.name, target)
            linked.add(Path(target).stem)
    assert linked == set(NAMES)


def test_a_picture_asks_nothing_of_the_network() -> None:
    for name in NAMES:
        picture = (DOCS / "pictures" / f"{name}.svg").read_text(encoding="utf-8")
        assert not re.search(r"url\(['\"]?https?:|href=['\"]https?:|<script", picture), name
