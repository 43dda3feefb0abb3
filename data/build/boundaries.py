"""Make ``provinces.parquet``, ``countries.parquet`` and ``disputed.parquet``.

The source is ``world_map.gpkg`` of QGIS (Natural Earth 4.1.0 at 1:10m, generalised a
little), which Debian ships in ``qgis-common``. ``data/sources/provinces.csv`` corrects and
completes it. Run it in a checkout with the development dependencies::

    python data/build/boundaries.py --source world_map.gpkg
    python data/build/boundaries.py          # gets the package with apt-get download
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import subprocess
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pycountry
import shapely
from iso_codes import match_codes
from manifest import TABLES, Origin, record
from province_rows import PROVINCES, ProvinceRow, read_rows
from province_shapes import Shapes
from towns import agreement, geonames_codes, read_towns

from geo.errors import BoundaryError, SourceFileError
from geo.text import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np

PACKAGE = "qgis-common"
INSIDE = "usr/share/qgis/resources/data/world_map.gpkg"
# Of the file that provinces.csv was written for; another may name its polygons otherwise.
SOURCE_SHA256 = "ff5cceefc4b27abea094fa82459d8aef9417023236c326a666978b62ffe85db2"
GRID = 0.001  # degrees, about 100 m; the source is no finer
DECIMALS = 3  # those of the grid
SLIVER_WIDTH = 1e-4  # degrees; about ten metres
OUTLINE_TOLERANCE = 0.02  # degrees, what a basemap of a country's size needs
# Countries whose every unit has a row in provinces.csv.
CORE = ("AF", "PK", "TJ", "UZ", "TM", "IR", "KG", "KZ", "CN", "IN", "SY", "IQ", "TR")
ORIGIN = Origin(
    source="Natural Earth 4.1.0 at 1:10m, as world_map.gpkg of Debian's qgis-common",
    source_version="3.22.16",
    licence="public domain; lines drawn between GeoNames towns: CC-BY-4.0",
    attribution="Boundaries: Natural Earth, corrected with GeoNames (CC BY 4.0)",
)
VERSION = "4.1.0+1"


def main() -> None:
    """Build the three tables from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--source", type=Path, help="world_map.gpkg")
    parser.add_argument("--out", type=Path, default=TABLES, help="folder of the tables")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source = options.source or fetch(Path(folder))
        build(source, options.out)


def fetch(folder: Path) -> Path:
    """Get the source from Debian's package and return where it lies.

    Raises
    ------
    BoundaryError
        Where the package cannot be had.
    """
    try:
        _run("apt-get", "download", PACKAGE, folder=folder)
        (package,) = folder.glob("*.deb")
        _run("dpkg-deb", "-x", package.name, ".", folder=folder)
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        raise BoundaryError(
            f"{PACKAGE} could not be had from Debian: give world_map.gpkg with --source"
        ) from error
    return folder / INSIDE


def _run(*command: str, folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True)  # noqa: S603 - the system's package tools


def build(source: Path, out: Path) -> None:
    """Write the three tables and their entries in the manifest."""
    out.mkdir(parents=True, exist_ok=True)
    if hashlib.sha256(source.read_bytes()).hexdigest() != SOURCE_SHA256:
        print(f"{source.name} is not the file that provinces.csv was written for: check the tables")
    states = gpd.read_file(source, layer="states_provinces")
    towns = read_towns()
    units = provinces(states, read_rows(), towns)
    _write(units, out / "provinces.parquet")
    _write(countries(units), out / "countries.parquet")
    _write(disputed(gpd.read_file(source, layer="disputed_borders")), out / "disputed.parquet")
    _say_shares(units, towns)


def provinces(
    states: gpd.GeoDataFrame, rows: list[ProvinceRow], towns: pd.DataFrame
) -> gpd.GeoDataFrame:
    """Return every unit of the world: those of the rows, and the source's for the rest."""
    shapes = Shapes(states, towns, rows)
    used = {position for row in rows for position in shapes.positions(row)}
    check_whole(states, rows, shapes)
    others = states.drop(index=states.index[sorted(used)])
    unlisted = _unlisted(others, taken={row.admin1_code for row in rows})
    units = pd.concat([_listed(rows, shapes), unlisted], ignore_index=True)
    units["country_name"] = units["country_iso2"].map(country_names())
    units.geometry = shapely.set_precision(units.geometry.to_numpy(), GRID)
    now = units["valid_to"].isna()
    units.loc[now, "geometry"] = without_slivers(units.geometry[now].to_numpy())
    today = units[now]
    units["geonames_admin1"] = geonames_codes(today, towns).reindex(units.index)
    inside = inside_points(units.geometry)
    units["inside_latitude"], units["inside_longitude"] = inside.y, inside.x
    units = units.sort_values(["country_iso2", "unit_id"], na_position="last")
    columns = [*_COLUMNS, "geometry"]
    return gpd.GeoDataFrame(units[columns], crs=states.crs).reset_index(drop=True)


_COLUMNS = (
    "unit_id",
    "admin1_code",
    "admin1_name",
    "country_iso2",
    "country_name",
    "valid_from",
    "valid_to",
    "other_codes",
    "other_names",
    "geonames_admin1",
    "inside_latitude",
    "inside_longitude",
)


def without_slivers(shapes: np.ndarray) -> np.ndarray:
    """Give the slivers between provinces to the one that has the longest edge with each.

    A gap as thin as that is no land and no water: on a map it is a border that is none.
    """
    closed = shapes.copy()
    tree = shapely.STRtree(shapes)
    parts = shapely.get_parts(shapely.coverage_union_all(shapes))
    for gap in [shapely.Polygon(ring) for part in parts for ring in part.interiors]:
        if 2 * gap.area > SLIVER_WIDTH * gap.length:
            continue
        around = tree.query(gap, predicate="intersects")
        edges = shapely.length(shapely.intersection(shapes[around], gap.exterior))
        widest = around[int(edges.argmax())]
        closed[widest] = shapely.union(closed[widest], gap)
    return closed


def check_whole(states: gpd.GeoDataFrame, rows: Iterable[ProvinceRow], shapes: Shapes) -> None:
    """Check that the rows of a core country use each polygon exactly once on every day.

    Raises
    ------
    SourceFileError
        Where a polygon is left out, or used twice.
    """
    rows = list(rows)
    days = {date.min, *(row.valid_from for row in rows if row.valid_from)}
    core = set(states.index[states["iso_a2"].isin(CORE)])
    for day in sorted(days):
        current = [row for row in rows if row.holds(day)]
        whole = [p for row in current if row.kind in {"", "rest"} for p in shapes.positions(row)]
        left = core - set(whole)
        if left or len(whole) != len(set(whole)):
            names = ", ".join(states.loc[sorted(left), "name"]) or "a polygon twice"
            raise SourceFileError(PROVINCES, 0, f"the rows that hold on {day} use: not {names}")


def _listed(rows: list[ProvinceRow], shapes: Shapes) -> gpd.GeoDataFrame:
    records = [
        {
            "unit_id": unit_id(row),
            "admin1_code": row.admin1_code or None,
            "admin1_name": row.admin1_name,
            "country_iso2": row.country_iso2 or None,
            "valid_from": row.valid_from,
            "valid_to": row.valid_to,
            "other_codes": ";".join(row.other_codes),
            "other_names": ";".join(row.other_names),
            "geometry": shapes.shape(row),
        }
        for row in rows
    ]
    return gpd.GeoDataFrame(records, crs="EPSG:4326")


def unit_id(row: ProvinceRow) -> str:
    """Return the stable id of a row: its code, and the day it starts where it has one."""
    stem = row.admin1_code or f"{row.country_iso2 or 'ZZ'}/{name_key(row.admin1_name)}"
    return f"{stem}@{row.valid_from}" if row.valid_from else stem


def _unlisted(states: gpd.GeoDataFrame, taken: set[str]) -> gpd.GeoDataFrame:
    units = states[["iso_a2", "geometry"]].rename(columns={"iso_a2": "country_iso2"})
    units["country_iso2"] = units["country_iso2"].where(units["country_iso2"].str.isalpha(), None)
    units["admin1_name"] = _names(states)
    codes = match_codes(states)
    units["admin1_code"] = codes.where(~codes.isin(taken), None)
    units["other_codes"] = ""
    units["other_names"] = ""
    units["valid_from"] = units["valid_to"] = None
    keys = units["country_iso2"].fillna("ZZ") + "/" + units["admin1_name"].map(name_key)
    count = keys.groupby(keys).cumcount()
    keys = keys.where(count == 0, keys + "-" + (count + 1).astype(str))
    units["unit_id"] = units["admin1_code"].fillna(keys)
    return units


def _names(states: gpd.GeoDataFrame) -> pd.Series:
    """Return the source's names; one that two units of a country share gives way to GeoNames'."""
    names = states["name"].fillna(states["admin"])
    twice = pd.DataFrame({"country": states["iso_a2"], "name": names}).duplicated(keep=False)
    return names.where(~twice, states["gn_name"]).fillna(names)


def inside_points(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """Return the centre of the largest circle in each shape: where a label has most room."""
    radii = shapely.maximum_inscribed_circle(shapes.to_numpy(), 2 * GRID)
    rounded = shapely.transform(shapely.get_point(radii, 0), lambda xy: xy.round(DECIMALS))
    centres = gpd.GeoSeries(rounded, index=shapes.index, crs=shapes.crs)
    return centres.where(shapes.contains(centres), shapes.representative_point())


def country_names() -> dict[str, str]:
    """Return the usual English name of each country by its ISO 3166-1 alpha-2 code."""
    path = PROVINCES.with_name("countries.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return {row["iso2"]: row["name"] for row in csv.DictReader(file)}


def countries(units: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return one simplified outline a country, shared borders still shared."""
    today = units[units["valid_to"].isna() & units["country_iso2"].notna()]
    outlines = today.dissolve(["country_iso2", "country_name"], grid_size=GRID).reset_index()
    outlines = outlines[["country_iso2", "country_name", "geometry"]]
    simple = shapely.coverage_simplify(outlines.geometry.to_numpy(), OUTLINE_TOLERANCE)
    outlines.geometry = shapely.set_precision(simple, GRID)
    return gpd.GeoDataFrame(outlines, crs=units.crs)


def disputed(lines: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the lines of disputed borders: ``name`` (who claims what) and ``held_by``."""
    table = lines[["name", "adm0_left", "geometry"]].rename(columns={"adm0_left": "held_by"})
    table.geometry = shapely.set_precision(table.geometry.to_numpy(), GRID)
    return gpd.GeoDataFrame(table, crs=lines.crs)


def _write(table: gpd.GeoDataFrame, path: Path) -> None:
    temporary = path.with_suffix(".part")
    table.to_parquet(temporary, compression="zstd", compression_level=19, index=False)
    temporary.replace(path)
    record(path, version=VERSION, origin=ORIGIN)
    print(f"{path.name}: {len(table)} rows, {path.stat().st_size:,} bytes")


def _say_shares(units: gpd.GeoDataFrame, towns: pd.DataFrame) -> None:
    """Print how much of the world has codes, and how far GeoNames' towns agree."""
    today = units[units["valid_to"].isna()]
    divided = {subdivision.country_code for subdivision in pycountry.subdivisions}
    groups = {
        "the world": today,
        "countries that ISO 3166-2 divides": today[today["country_iso2"].isin(divided)],
        "core countries": today[today["country_iso2"].isin(CORE)],
    }
    for column in ("admin1_code", "geonames_admin1"):
        for name, group in groups.items():
            print(f"{column}: {group[column].notna().mean():.1%} of {len(group)} units of {name}")
    for country, row in agreement(today, towns, CORE).iterrows():
        print(f"{country}: {row['agree']:.1%} of {row['towns']:.0f} towns lie where GeoNames says")


if __name__ == "__main__":
    main()
