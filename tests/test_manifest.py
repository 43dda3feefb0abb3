"""Every shipped table stands in the manifest, as it is, with where it comes from."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path

import pytest
from manifest import Origin, read, record

ROOT = Path(__file__).resolve().parent.parent
TABLES = ROOT / "data" / "tables"
ENTRIES = tomllib.loads((TABLES / "manifest.toml").read_text("utf-8"))["table"]
FIELDS = {
    "name",
    "version",
    "source",
    "source_version",
    "licence",
    "attribution",
    "sha256",
    "size",
}


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry["name"] for entry in ENTRIES])
def test_an_entry_is_whole_and_true(entry: dict[str, str | int]) -> None:
    assert set(entry) == FIELDS
    assert all(str(value).strip() for value in entry.values())
    content = (TABLES / str(entry["name"])).read_bytes()
    assert len(content) == entry["size"]
    assert hashlib.sha256(content).hexdigest() == entry["sha256"]


@pytest.mark.parametrize(
    "path", sorted(TABLES.glob("*")), ids=[path.name for path in sorted(TABLES.glob("*"))]
)
def test_a_table_has_an_entry(path: Path) -> None:
    assert path.name == "manifest.toml" or path.name in {entry["name"] for entry in ENTRIES}


def test_entries_are_sorted_and_single() -> None:
    names = [entry["name"] for entry in ENTRIES]
    assert names == sorted(set(names))


def test_the_tables_stay_small() -> None:
    sizes = {entry["name"]: entry["size"] for entry in ENTRIES}
    assert sizes["provinces.parquet"] < 2_500_000
    assert sum(sizes.values()) < 40_000_000


def test_recording_replaces_an_entry_and_keeps_the_others(tmp_path: Path) -> None:
    origin = Origin('a "quoted" source', "1", "CC-BY-4.0", "Places: GeoNames — ½")
    for name in ("b.bin", "a.bin"):
        (tmp_path / name).write_bytes(name.encode())
        record(tmp_path / name, version="1", origin=origin)
    first = (tmp_path / "manifest.toml").read_bytes()
    record(tmp_path / "b.bin", version="1", origin=origin)
    assert (tmp_path / "manifest.toml").read_bytes() == first
    (tmp_path / "b.bin").write_bytes(b"changed")
    record(tmp_path / "b.bin", version="2", origin=origin)
    entries = read(tmp_path / "manifest.toml")
    assert [(each["name"], each["version"]) for each in entries] == [("a.bin", "1"), ("b.bin", "2")]
    assert entries[0]["source"] == 'a "quoted" source'
    assert entries[0]["attribution"] == "Places: GeoNames — ½"
    assert entries[1]["sha256"] == hashlib.sha256(b"changed").hexdigest()
    assert not list(tmp_path.glob("*.part"))


def test_no_entry_names_a_machine() -> None:
    text = (TABLES / "manifest.toml").read_text("utf-8")
    assert not re.search(r"/(tmp|root|home|usr)/", text)
