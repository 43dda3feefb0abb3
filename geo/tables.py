"""Where the data tables, the editable sources and the sample corpus lie.

In a checkout they stand in ``data/``; a wheel carries them inside ``geo``.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from geo.errors import TableError

Folder = Literal["tables", "sources", "sample"]

_PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Entry:
    """What the manifest says of one data table; ``size`` in bytes."""

    name: str
    version: str
    source: str
    source_version: str
    licence: str
    attribution: str
    sha256: str
    size: int


def manifest() -> tuple[Entry, ...]:
    """Return what is known of each data table, sorted by name.

    Raises
    ------
    TableError
        Where the manifest is missing or damaged.
    """
    path = table("manifest.toml")
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["table"]
        return tuple(Entry(**row) for row in rows)
    except (KeyError, TypeError, ValueError) as error:
        raise TableError(f"{path.name} is damaged: install presence-mapper again") from error


def folder(name: Folder) -> Path:
    """Return the folder of the tables, the sources or the sample.

    Raises
    ------
    TableError
        Where neither the wheel nor a checkout has it.
    """
    for candidate in (_PACKAGE / name, _PACKAGE.parent / "data" / name):
        if candidate.is_dir():
            return candidate
    raise TableError(f"the folder of {name} is missing: install presence-mapper again")


def table(name: str) -> Path:
    """Return the path of one data table.

    Raises
    ------
    TableError
        Where it is missing.
    """
    return _existing(folder("tables") / name)


def source(name: str) -> Path:
    """Return the path of one editable source file.

    Raises
    ------
    TableError
        Where it is missing.
    """
    return _existing(folder("sources") / name)


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise TableError(f"{path.name} is missing: install presence-mapper again")
    return path
