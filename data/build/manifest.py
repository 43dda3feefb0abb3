"""Keep ``data/tables/manifest.toml``: what each shipped table is and where it comes from.

A build script calls :func:`record` after it has written a table. The file has one
``[[table]]`` entry a table, sorted by name, so that two builds of the same data give
the same file.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path

TABLES = Path(__file__).resolve().parent.parent / "tables"
MANIFEST = "manifest.toml"


@dataclass(frozen=True)
class Origin:
    """Where a table comes from.

    Attributes
    ----------
    source
        The package or release it is made from.
    source_version
        The version of that package or release.
    licence
        SPDX identifier where there is one (``CC-BY-4.0``), else a few words.
    attribution
        The line that has to stand wherever the table is shown.
    """

    source: str
    source_version: str
    licence: str
    attribution: str


def record(table: Path, *, version: str, origin: Origin) -> None:
    """Write or replace the entry of one table.

    Parameters
    ----------
    table
        The finished file; the manifest stands in the same folder.
    version
        The version of the table itself.
    origin
        Where it comes from.
    """
    content = table.read_bytes()
    entry = {
        "name": table.name,
        "version": version,
        **asdict(origin),
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
    }
    path = table.parent / MANIFEST
    entries = {each["name"]: each for each in read(path)} | {table.name: entry}
    blocks = (_block(entries[name]) for name in sorted(entries))
    temporary = path.with_suffix(".part")
    temporary.write_text("\n".join(blocks), encoding="utf-8")
    temporary.replace(path)


def read(path: Path = TABLES / MANIFEST) -> list[dict[str, str | int]]:
    """Return the entries of a manifest, none where there is no file."""
    if not path.exists():
        return []
    entries: list[dict[str, str | int]] = tomllib.loads(path.read_text("utf-8")).get("table", [])
    return entries


def _block(entry: dict[str, str | int]) -> str:
    # A JSON string or integer is a TOML one as well.
    lines = (f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in entry.items())
    return "[[table]]\n" + "".join(lines)
