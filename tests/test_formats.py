"""Every further format is read by a program that did not write it, and has what the CSV has."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely
from fakes import claim
from flatkit import DOCUMENTS, columns, expected, features, from_gdal, gdal, row, same
from hypothesis import strategies as st
from scenes import boundaries

import geo
import maps
from geo.errors import UsageError
from geo.presence import presence
from geo.schema import (
    DAYS,
    claims_frame,
    empty_presence,
)
from maps import formats
from maps.flat import Layer, layers
from maps.layers import actor_styles
from maps.safe import xml_text

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

PROGRAM = Path(sys.executable).with_name("presence-mapper")
ALL = ("gpkg", "parquet", "flatgeobuf", "kml")
FILES = {
    "gpkg": ["map.gpkg"],
    "parquet": ["claims.parquet", "presence.parquet", "provinces.parquet"],
    "flatgeobuf": ["claims.fgb", "presence.fgb", "provinces.fgb"],
    "kml": ["map.kml"],
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("formats")
    lines = "\n".join(json.dumps(document) for document in DOCUMENTS)
    (folder / "news.jsonl").write_text(lines, encoding="utf-8")
    for out in ("out", "again"):
        command = [PROGRAM, "build", "news.jsonl", "--out", out, "--format", "gpkg,parquet"]
        subprocess.run([*command, "--format", "flatgeobuf,KML"], cwd=folder, check=True)
    return folder / "out"


@pytest.mark.parametrize("table", ["claims", "presence"])
def test_the_build_holds_what_is_hard_to_write(built: Path, table: str) -> None:
    rows = expected(built, table)
    assert {one[-1] is None for one in rows} == {True, False}
    texts = "".join(map(str, rows))
    assert table == "presence" or ("<script>" in texts and "\ufffd" in texts and "🗞" in texts)
    assert table == "presence" or {"asserted", "hedged", "denied"} < {
        str(v) for r in rows for v in r
    }


@pytest.mark.parametrize("table", ["claims", "presence"])
def test_gdal_reads_the_geopackage_as_the_csv_has_it(built: Path, table: str) -> None:
    same(from_gdal(built / "map.gpkg", table, table), expected(built, table))


@pytest.mark.parametrize("table", ["claims", "presence"])
def test_gdal_reads_flatgeobuf_as_the_csv_has_it(built: Path, table: str) -> None:
    same(from_gdal(built / f"{table}.fgb", table, table), expected(built, table))


@pytest.mark.parametrize("table", ["claims", "presence"])
def test_gdal_reads_kml_as_the_csv_has_it(built: Path, table: str) -> None:
    listed = gdal("ogrinfo", "-q", built / "map.kml").splitlines()
    names = [line.partition(": ")[2] for line in listed]
    names = [name for name in names if name.endswith(f": {table}")]
    assert len(names) > 2
    found = [one for name in names for one in from_gdal(built / "map.kml", name, table)]
    same(found, expected(built, table))


def test_sqlite_reads_the_geopackage_as_the_csv_has_it(built: Path) -> None:
    with closing(sqlite3.connect(built / "map.gpkg")) as base:
        base.row_factory = sqlite3.Row
        for table in ("claims", "presence"):
            rows = [dict(one) for one in base.execute(f"SELECT * FROM {table}")]  # noqa: S608 - a table's name
            found = [row(one, from_blob(one["geom"]), table) for one in rows]
            same(found, expected(built, table))


def from_blob(blob: bytes | None) -> BaseGeometry | None:
    """Return the shape of a GeoPackage's blob: a head of 8 bytes and an envelope, then WKB."""
    if blob is None:
        return None
    assert blob[:2] == b"GP"
    envelope = (0, 32, 48, 48, 64)[blob[3] >> 1 & 7]
    return shapely.from_wkb(blob[8 + envelope :])


@hypothesis.given(texts=st.lists(st.text(max_size=30), min_size=1, max_size=8))
@hypothesis.settings(deadline=None, max_examples=25)
def test_any_text_is_the_same_in_every_format(texts: list[str]) -> None:
    flat = tables(*({"quote": text, "attributed_to": text[::-1]} for text in texts))
    want = [(xml_text(text), xml_text(text[::-1])) for text in texts]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        formats.write_formats(["gpkg", "parquet", "flatgeobuf"], folder, flat, ACTORS)
        with closing(sqlite3.connect(folder / "map.gpkg")) as base:
            found = base.execute("SELECT quote, attributed_to FROM claims ORDER BY fid").fetchall()
        assert found == want
        columns = pq.read_table(folder / "claims.parquet", columns=["quote", "attributed_to"])
        assert [tuple(one.values()) for one in columns.to_pylist()] == want
        streamed = pyogrio.read_dataframe(folder / "claims.fgb")
        assert list(zip(streamed["quote"], streamed["attributed_to"], strict=True)) == want


@pytest.mark.parametrize("table", ["claims", "presence"])
def test_pyarrow_reads_geoparquet_as_the_csv_has_it(built: Path, table: str) -> None:
    file = pq.read_table(built / f"{table}.parquet")
    found = [
        row(one, one["geometry"] and shapely.from_wkb(one["geometry"]), table)
        for one in file.to_pylist()
    ]
    same(found, expected(built, table))


@pytest.mark.parametrize("table", ["claims", "presence", "provinces"])
def test_geoparquet_is_1_1_with_a_covering(built: Path, table: str) -> None:
    file = pq.read_table(built / f"{table}.parquet")
    head = json.loads(file.schema.metadata[b"geo"])
    column = head["columns"][head["primary_column"]]
    assert (head["version"], column["encoding"]) == ("1.1.0", "WKB")
    assert set(column["geometry_types"]) == {"Point" if table == "claims" else "MultiPolygon"}
    assert column["crs"]["id"] == {"authority": "EPSG", "code": 4326}
    edges = ("xmin", "ymin", "xmax", "ymax")
    assert column["covering"] == {"bbox": {edge: ["bbox", edge] for edge in edges}}
    for one in file.to_pylist():
        bounds = [one["bbox"][edge] for edge in edges]
        known = one["geometry"] is not None
        assert bounds == (list(shapely.from_wkb(one["geometry"]).bounds) if known else [None] * 4)


@pytest.mark.parametrize("table", ["claims", "presence", "provinces"])
def test_columns_are_flat_scalars_and_dates_are_dates(built: Path, table: str) -> None:
    kinds = {"Int64": "int64", "float64": "double", DAYS: "date32[day]"}
    want = {
        name: kinds.get(dtype, "large_string") if isinstance(dtype, str) else "large_string"
        for name, dtype in columns(table).items()
    }
    schema = pq.read_schema(built / f"{table}.parquet")
    assert {field.name: str(field.type) for field in schema} | {"bbox": ""} == {
        **want,
        "geometry": "binary",
        "bbox": "",
    }
    described = gdal("ogrinfo", "-so", built / "map.gpkg", table)
    for name, dtype in columns(table).items():
        named = {"Int64": "Integer64", "float64": "Real", DAYS: "Date"}
        kind = named.get(dtype, "String") if isinstance(dtype, str) else "String"
        assert f"\n{name}: {kind} (" in described


def test_every_format_has_the_provinces_of_the_countries(built: Path) -> None:
    units = boundaries().frame
    units = units[units["country_iso2"].isin({"AF", "PK"})]
    want = [row(values, values["geometry"], "provinces") for values in units.to_dict("records")]
    assert len(want) > 40
    same(from_gdal(built / "map.gpkg", "provinces", "provinces"), want)
    same(from_gdal(built / "provinces.fgb", "provinces", "provinces"), want)
    file = pq.read_table(built / "provinces.parquet").to_pylist()
    same((row(one, shapely.from_wkb(one["geometry"]), "provinces") for one in file), want)


def test_the_same_build_gives_the_same_bytes(built: Path) -> None:
    names = [name for one in ALL for name in FILES[one]]
    assert all((built / name).stat().st_size for name in names)
    again = built.parent / "again"
    assert [n for n in names if (built / n).read_bytes() != (again / n).read_bytes()] == []
    assert not [entry for entry in built.iterdir() if entry.name.startswith(".")]
    record = json.loads((built / "run.json").read_text(encoding="utf-8"))
    assert record["options"]["formats"] == list(ALL)


ACTORS = actor_styles(empty_presence(), claims_frame([claim()]))


def tables(*changes: dict[str, object]) -> tuple[Layer, ...]:
    claims = claims_frame([claim(**change) for change in changes])
    rows = presence(claims, boundaries=boundaries()) if changes else empty_presence()
    return layers(claims, rows, boundaries())


@pytest.mark.parametrize("changes", [[], [{"admin1_code": None, "where_prec": 6}]])
def test_tables_without_rows_or_shapes_are_written_too(
    tmp_path: Path, changes: list[dict[str, object]]
) -> None:
    written = formats.write_formats(ALL, tmp_path, tables(*changes), ACTORS)
    assert sorted(path.name for path in written) == sorted(n for one in ALL for n in FILES[one])
    count = len(changes)
    for table, kind in (("claims", "Point"), ("presence", "Multi Polygon")):
        for path in (tmp_path / "map.gpkg", tmp_path / f"{table}.fgb"):
            described = gdal("ogrinfo", "-so", path, table)
            assert f"Feature Count: {count}" in described
            assert f"Geometry: {kind}" in described
        file = pq.read_table(tmp_path / f"{table}.parquet")
        assert file.num_rows == count
        assert file["geometry"].null_count == count


def test_flatgeobuf_has_an_index_where_every_row_has_a_shape(tmp_path: Path) -> None:
    point = {"where_prec": 1, "latitude": 34.5, "longitude": 69.1}
    for folder, changes in (("all", [point, point]), ("some", [point, {}])):
        (tmp_path / folder).mkdir()
        formats.write_formats(["flatgeobuf"], tmp_path / folder, tables(*changes), ACTORS)
        path = tmp_path / folder / "claims.fgb"
        assert len(features(path, "claims")) == 2
        # GDAL has an index walk a box only where there is one.
        able = pyogrio.read_info(path)["capabilities"]["fast_spatial_filter"]
        assert able == (folder == "all")


def test_a_failure_leaves_the_folder_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "map.gpkg").write_text("old")

    def fail(*_: object, **__: object) -> None:
        raise pyogrio.errors.DataLayerError("disk full")

    monkeypatch.setattr("maps.formats.pyogrio.write_dataframe", fail)
    with pytest.raises(OSError, match=r"flatgeobuf could not be written \(disk full\)"):
        formats.write_formats(["parquet", "flatgeobuf"], tmp_path, tables({}), ACTORS)
    assert [entry.name for entry in tmp_path.iterdir()] == ["map.gpkg"]
    assert (tmp_path / "map.gpkg").read_text() == "old"


def test_a_notebook_writes_what_a_build_does(built: Path, tmp_path: Path) -> None:
    claims = geo.read_claims(built / "claims.csv")
    found = maps.write_tables(claims, geo.presence(claims), tmp_path / "new", ALL)
    assert len(found) == 8
    assert [
        path.name for path in found if path.read_bytes() != (built / path.name).read_bytes()
    ] == []


def test_formats_are_chosen_by_name() -> None:
    assert formats.chosen(["kml, GPKG", "gpkg"]) == ("gpkg", "kml")
    assert formats.chosen(["", " ,"]) == ()
    with pytest.raises(UsageError, match="shp: known are gpkg, parquet, flatgeobuf, kml"):
        formats.chosen(["gpkg,shp"])


def test_a_gdal_that_cannot_write_a_format_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pyogrio, "list_drivers", lambda **_: {"GPKG": "rw"})
    assert formats.chosen(["gpkg", "kml"]) == ("gpkg", "kml")
    with pytest.raises(UsageError, match=r"installed GDAL \(.+\) cannot write FlatGeobuf"):
        formats.chosen(["flatgeobuf"])
    monkeypatch.setattr(pyogrio, "__gdal_version__", (3, 4, 1))
    with pytest.raises(UsageError, match=r"installed GDAL \(.+\) cannot write GPKG"):
        formats.chosen(["gpkg", "parquet"])


def test_a_wrong_name_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(str(DOCUMENTS[0]["text"]), encoding="utf-8")
    command = [PROGRAM, "build", "a.txt", "--out", "out", "--format", "shapefile"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.endswith("shapefile: known are gpkg, parquet, flatgeobuf, kml\n")
    assert not (tmp_path / "out").exists()
