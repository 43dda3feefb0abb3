"""Parts of the pages that are made from the program itself, as Markdown."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
import tomllib
from types import MappingProxyType
from typing import TYPE_CHECKING

from geo import tables
from geo.records import Claim, Polarity, Relation, TimeStatus
from geo.schema import (
    CLAIM_MEANINGS,
    CLAIM_NULLABLE,
    LIMITS,
    PRESENCE_DTYPES,
    PRESENCE_MEANINGS,
    Status,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_TYPES = {"str": "text", "int": "whole number", "float": "number", "date": "date"}
_ENUMS = {kind.__name__: kind for kind in (Relation, Polarity, TimeStatus, Status)}


def claim_fields() -> str:
    """Return the fields of a claim: type, limits and meaning, from the class itself."""
    rows = []
    for field in dataclasses.fields(Claim):
        kind = str(field.type).removesuffix(" | None")
        shown = " or ".join(f"`{one.value}`" for one in _ENUMS[kind]) if kind in _ENUMS else ""
        low, high = LIMITS.get(field.name, (None, None))
        limits = f" {low:g} to {high:g}" if high is not None and high < float("inf") else ""
        empty = "yes" if field.name in CLAIM_NULLABLE else ""
        rows.append(
            (
                f"`{field.name}`",
                shown or _TYPES[kind] + limits,
                empty,
                CLAIM_MEANINGS[field.name].replace("``", "`"),
            )
        )
    return table(("field", "type", "may be empty", "meaning"), rows)


def presence_columns() -> str:
    """Return the columns of the presence table: type, limits and meaning."""
    rows = []
    for name, dtype in PRESENCE_DTYPES.items():
        kinds = {"string": "text", "Int64": "whole number", "datetime64[s]": "date"}
        kind = kinds.get(dtype, "number 0 to 1") if isinstance(dtype, str) else ""
        shown = kind or " or ".join(f"`{one.value}`" for one in Status)
        rows.append((f"`{name}`", shown, PRESENCE_MEANINGS[name].replace("``", "`")))
    return table(("column", "type", "meaning"), rows)


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
    rows = [(f"`{one['name']}`", f"{one['package']} {one['version']}") for one in entries]
    return table(("file", "package"), rows)


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
