"""`python -m tests.browser_pages record`: ask Chromium again; `score`: the tables of the docs, with
`--write FILE` put where they stand in that file."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from tests.browser_pages import BrowserPage, pages, write_expected
from tests.chromium import Chromium, PageRead, running_chromium


def read_all(chromium: Chromium, asked: Iterable[BrowserPage]) -> dict[str, PageRead]:
    """What this browser says of these pages."""
    return {
        page.key: chromium.forms(
            page.body, url=page.url, headers={"Content-Type": page.content_type}
        )
        for page in asked
    }


def main(arguments: list[str]) -> int:
    """Record or score."""
    if arguments == ["record"]:
        with running_chromium() as chromium:
            write_expected(read_all(chromium, pages()))
        return 0
    if arguments[:1] == ["score"]:
        from tests.browser_pages.score import tables, write

        if arguments[1:2] == ["--write"] and len(arguments) == 3:
            write(Path(arguments[2]))
        else:
            sys.stdout.write(tables())
        return 0
    sys.stderr.write(__doc__ or "")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
