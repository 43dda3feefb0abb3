"""Flat tables, read by programs that did not write them, beside what the CSV of a build says."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
import shapely
from shapely.geometry import shape

from geo.records import Relation
from geo.schema import CLAIM_DTYPES, CLAIM_NULLABLE, DAYS, PRESENCE_DTYPES
from maps.flat import PROVINCE_DTYPES
from maps.safe import xml_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

DOCUMENTS = [
    {
        "id": "one",
        "title": '<script>alert(1)</script> & "camps" ]]> $[quote] '
        "'; DROP TABLE claims; -- %s %(a)s \\N {0}",
        "text": "Officials said that ETIM and TIP have activated camps in Balkh and Badakhshan. "
        "TIP fighters trained near Kunduz city in 2023, the report said.",
        "published": "2025-12-12",
        "publisher": "Ünïcode \u202eGazette 🗞",
        "url": "https://gazette.example/?a=1&b=<2>",
    },
    {
        "id": "two",
        "text": "The BLA attacked a convoy near Turbat in Balochistan, its spokesman said. "
        "ISKP is present in Pakistan, a diplomat said. "
        "Kabul denies that the TTP operates from Kunar.",
    },
    {
        "id": "three",
        "title": "A form feed \x0c in a title",
        "text": "Police said ISKP cells may be hiding in Herat.\r\nTTP was once strong in Swat.",
        "published": "2024-02-29",
    },
]
DTYPES = {"claims": CLAIM_DTYPES, "presence": PRESENCE_DTYPES, "provinces": PROVINCE_DTYPES}
# Texts that may be missing; where another is empty, it is an empty text.
NULLABLE = CLAIM_NULLABLE | {"admin1_code", "admin1_name"}

Row = tuple[Any, ...]


def gdal(program: str, *arguments: object) -> str:
    if shutil.which(program) is None:
        pytest.skip(f"{program} (Debian: gdal-bin) is not installed")
    done = subprocess.run(
        [program, *map(str, arguments)], capture_output=True, text=True, check=True
    )
    assert "ERROR" not in done.stderr, done.stderr
    return done.stdout


def features(path: Path, layer: str) -> list[dict[str, Any]]:
    """Return what ogr2ogr makes of a layer."""
    text = gdal(
        "ogr2ogr", "-f", "GeoJSONSeq", "/vsistdout/", path, layer, "-lco", "COORDINATE_PRECISION=9"
    )
    return [json.loads(line) for line in text.splitlines()]


def from_gdal(path: Path, layer: str, table: str) -> list[Row]:
    return [
        row(one["properties"], one["geometry"] and shape(one["geometry"]), table)
        for one in features(path, layer)
    ]


def row(values: Mapping[str, Any], geometry: BaseGeometry | None, table: str) -> Row:
    """Return every column of the table as plain values, and the shape as its corners."""
    out = []
    for name, dtype in columns(table).items():
        value = values.get(name)
        if value is not None and dtype == DAYS:
            value = str(value)[:10]
        out.append(value)
    return (*out, None if geometry is None else normal(geometry))


def normal(geometry: BaseGeometry) -> str:
    if geometry.geom_type == "Polygon":
        geometry = shapely.MultiPolygon([geometry])
    return str(shapely.to_wkt(geometry.normalize(), rounding_precision=5))


def columns(table: str) -> dict[str, object]:
    out: dict[str, object] = {}
    for name, dtype in DTYPES[table].items():
        if name == "relations":
            out |= {f"n_{kind}": "Int64" for kind in Relation}
        else:
            out[name] = dtype
    return out


def expected(built: Path, table: str) -> list[Row]:
    """Return what the CSV and GeoJSON of the same build say."""
    found = json.loads((built / f"{table}.geojson").read_text(encoding="utf-8"))["features"]
    key = ("claim_id",) if table == "claims" else ("actor_id", "admin1_code")
    shapes = {
        tuple(one["properties"][name] for name in key): one["geometry"] and shape(one["geometry"])
        for one in found
    }
    out = []
    with (built / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        for values in csv.DictReader(file):
            counts = json.loads(values.get("relations") or "{}")
            full = values | {f"n_{kind}": str(counts.get(kind, 0)) for kind in Relation}
            typed = {name: cell(full[name], name, dtype) for name, dtype in columns(table).items()}
            out.append(row(typed, shapes.get(tuple(values[name] for name in key)), table))
    return out


def cell(text: str, name: str, dtype: object) -> str | int | float | None:
    if dtype in {"Int64", "float64"}:
        number = float(text) if text else None
        return int(number) if number is not None and dtype == "Int64" else number
    if not text and (dtype == DAYS or name in NULLABLE):
        return None
    return xml_text(text)


def same(found: Iterable[Row], wanted: Iterable[Row]) -> None:
    assert sorted(found, key=repr) == sorted(wanted, key=repr)
