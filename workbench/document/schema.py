"""The published JSON Schemas, as files beside this one."""

from __future__ import annotations

from importlib.resources import files

from workbench.errors import InputError

_FOLDER = files("workbench.document") / "schemas"


def schema_names() -> tuple[str, ...]:
    """The names that `schema_text` knows: `changes`, `comparison`, `exchange` and so on."""
    return tuple(
        sorted(item.name.removesuffix(".json") for item in _FOLDER.iterdir() if item.is_file())
    )


def schema_text(name: str) -> str:
    """The JSON Schema (2020-12) of that document; raises `InputError` for an unknown name."""
    if name not in schema_names():
        raise InputError(f"no schema {name!r}", f"there are {', '.join(schema_names())}")
    return (_FOLDER / f"{name}.json").read_text(encoding="utf-8")
