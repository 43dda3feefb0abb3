"""Parts of the pages that are made from the program itself, as Markdown."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from types import MappingProxyType
from typing import TYPE_CHECKING

import pandas as pd

from geo import tables
from geo.schema import (
    CLAIM_DTYPES,
    CLAIM_MEANINGS,
    CLAIM_NULLABLE,
    DAYS,
    LIMITS,
    PRESENCE_DTYPES,
    PRESENCE_MEANINGS,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_TYPES = {"string": "text", "Int64": "whole number", "float64": "number", DAYS: "date"}


def claim_fields() -> str:
    """Return the fields of a claim: type, limits, whether it may be empty, and meaning."""
    rows = [
        (f"`{name}`", _kind(name, dtype), _empty(name), _plain(CLAIM_MEANINGS[name]))
        for name, dtype in CLAIM_DTYPES.items()
    ]
    return table(("field", "type", "may be empty", "meaning"), rows)


def presence_columns() -> str:
    """Return the columns of the presence table: type, limits and meaning."""
    rows = [
        (f"`{name}`", _kind(name, dtype), _plain(PRESENCE_MEANINGS[name]))
        for name, dtype in PRESENCE_DTYPES.items()
    ]
    return table(("column", "type", "meaning"), rows)


def _kind(name: str, dtype: object) -> str:
    if isinstance(dtype, pd.CategoricalDtype):
        return " or ".join(f"`{value}`" for value in dtype.categories)
    low, high = LIMITS.get(name, (None, None))
    limits = f" {low:g} to {high:g}" if high is not None and high < float("inf") else ""
    return _TYPES[str(dtype)] + limits


def _empty(name: str) -> str:
    return "yes" if name in CLAIM_NULLABLE else ""


def _plain(meaning: str) -> str:
    return meaning.replace("``", "`")


def data_tables() -> str:
    """Return the data tables that travel with the program, as the manifest has them."""
    rows = [
        (f"`{entry.name}`", entry.source, entry.licence, entry.attribution)
        for entry in tables.manifest()
    ]
    return table(("table", "source", "licence", "attribution"), rows)


def browser_files() -> str:
    """Return the files that a map's page holds, and where they come from."""
    with tables.source("assets.toml").open("rb") as file:
        entries = tomllib.load(file)["asset"]
    rows = [
        (f"`{one['name']}`", f"{one['package']} {one['version']}", one["licence"])
        for one in entries
    ]
    return table(("file", "package", "licence"), rows)


def commands() -> str:
    """Return the reference of the commands, as Typer writes it."""
    made = subprocess.run(
        [sys.executable, "-m", "typer", "maps.cli", "utils", "docs", "--name", "presence-mapper"],
        check=True,
        capture_output=True,
        text=True,
    )
    _, _, rest = made.stdout.partition("\n")  # the page has a title of its own
    return rest.strip()


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    cells = [head, ["---"] * len(head), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in cells
    )


PARTS: MappingProxyType[str, Callable[[], str]] = MappingProxyType(
    {
        "claim fields": claim_fields,
        "presence columns": presence_columns,
        "data tables": data_tables,
        "browser files": browser_files,
        "commands": commands,
    }
)
