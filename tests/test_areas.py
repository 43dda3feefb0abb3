"""Claims in areas of the user's own: in the table, on the map, by the command."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
import shapely
from fakes import claim
from test_cli import run

from geo.areas import conflicts, in_areas
from geo.boundaries import Boundaries
from geo.presence import presence
from geo.schema import claims_frame
from maps.geometry import Bounds, outlines
from maps.layers import drawing

if TYPE_CHECKING:
    from pathlib import Path

WORLD = Boundaries.load()
JALALABAD = {
    "place_name": "Jalalabad",
    "admin1_code": "AF-NAN",
    "admin1_name": "Nangarhar",
    "where_prec": 1,
    "latitude": 34.43,
    "longitude": 70.45,
}
NANGARHAR = JALALABAD | {
    "place_name": "Nangarhar",
    "where_prec": 4,
    "latitude": None,
    "longitude": None,
}
BADAKHSHAN = NANGARHAR | {"admin1_code": "AF-BDS", "admin1_name": "Badakhshan"}
NEWS = "The TTP has camps in Nangarhar, officials said.\n\nETIM fighters are in Badakhshan.\n"


def areas(folder: Path, **shapes: shapely.Geometry) -> Boundaries:
    return Boundaries.from_file(file(folder, **shapes), name_column="name", code_column="code")


def file(folder: Path, **shapes: shapely.Geometry) -> Path:
    columns = {"name": [f"Area {code}" for code in shapes], "code": list(shapes)}
    path = folder / "areas.geojson"
    gpd.GeoDataFrame(columns, geometry=list(shapes.values()), crs="EPSG:4326").to_file(path)
    return path


def placed(own: Boundaries, *changes: dict[str, object]) -> list[str | None]:
    moved, _ = in_areas(claims_frame([claim(**change) for change in changes]), own)
    return moved["admin1_code"].astype(object).where(moved["admin1_code"].notna(), None).tolist()


def notes(own: Boundaries, *changes: dict[str, object]) -> tuple[str, ...]:
    return in_areas(claims_frame([claim(**change) for change in changes]), own)[1]


def test_points_go_to_the_area_that_they_lie_in(tmp_path: Path) -> None:
    own = areas(tmp_path, W=shapely.box(70, 34, 70.4, 35), E=shapely.box(70.4, 34, 71, 35))
    assert placed(own, JALALABAD) == ["E"]
    on_the_border = JALALABAD | {"longitude": 70.4}
    assert placed(own, on_the_border) == ["E"]
    assert "on a border" in notes(own, on_the_border)[0]
    just_outside = JALALABAD | {"longitude": 71.05}
    assert placed(own, just_outside) == ["E"]
    assert "nearest" in notes(own, just_outside)[0]
    assert placed(own, JALALABAD | {"longitude": 72.0}) == [None]


def test_a_province_counts_where_it_lies_whole_and_nowhere_else(tmp_path: Path) -> None:
    own = areas(tmp_path, EAST=shapely.box(69.4, 33.8, 71.3, 35.0))
    assert placed(own, NANGARHAR, BADAKHSHAN) == ["EAST", None]
    (note,) = notes(own, NANGARHAR, BADAKHSHAN, BADAKHSHAN)
    assert note.startswith("2 claims are in no area")
    assert "Badakhshan (2)" in note


def test_a_province_is_the_area_of_its_code_or_name_and_most_of_its_land(tmp_path: Path) -> None:
    shape = WORLD.shape("AF-NAN")
    assert shape is not None
    shrunk = shape.buffer(-0.08)
    coded = file(tmp_path, **{"AF-NAN": shrunk, "REST": shape.buffer(0.3) - shrunk})
    own = Boundaries.from_file(coded, name_column="name", code_column="code")
    assert placed(own, NANGARHAR) == ["AF-NAN"]
    district = shapely.box(70.3, 34.3, 70.6, 34.5)
    frame = gpd.GeoDataFrame({"name": ["Nangarhar"]}, geometry=[district], crs="EPSG:4326")
    frame.to_file(tmp_path / "district.geojson")
    small = Boundaries.from_file(tmp_path / "district.geojson", name_column="name")
    assert placed(small, NANGARHAR) == [None]  # a district of that name is not the province


def test_a_point_just_outside_its_province_counts_to_it_and_is_told(tmp_path: Path) -> None:
    shape = WORLD.shape("AF-NAN")
    assert shape is not None
    own = areas(tmp_path, **{"AF-NAN": shape, "X": shape.buffer(1.0) - shape})
    edge = shapely.shortest_line(shape, shapely.Point(72.0, 34.3)).coords[0]
    close = JALALABAD | {"longitude": edge[0] + 0.01, "latitude": edge[1]}
    at = own.locate(edge[1], edge[0] + 0.01)
    assert at is not None
    assert at.admin1_code == "X"
    assert placed(own, close) == ["AF-NAN"]
    assert notes(own, close) == (
        "1 claims have their point just outside their province, and count to it",
    )
    assert placed(own, close | {"longitude": edge[0] + 0.5}) == ["X"]


def test_a_district_without_a_point_is_the_area_of_its_name(tmp_path: Path) -> None:
    shapes = [shapely.box(70.6, 34.0, 70.8, 34.2), shapely.box(70.0, 34.0, 70.2, 34.2)]
    frame = gpd.GeoDataFrame({"name": ["Achin", "Khogyani"]}, geometry=shapes, crs="EPSG:4326")
    frame.to_file(tmp_path / "districts.gpkg")
    own = Boundaries.from_file(tmp_path / "districts.gpkg", name_column="name")
    achin = NANGARHAR | {"place_name": "Achin", "where_prec": 3}
    assert placed(own, achin, achin | {"admin1_code": "AF-HEL"}) == ["Achin", None]


def test_the_table_counts_in_areas_and_the_rest_for_its_country(tmp_path: Path) -> None:
    own = areas(tmp_path, E=shapely.box(70, 34, 71, 35))
    rows = [claim(**one) for one in (JALALABAD, JALALABAD, BADAKHSHAN)]
    table = presence(claims_frame(rows), boundaries=own)
    codes = table["admin1_code"].astype(object).where(table["admin1_code"].notna(), None)
    assert list(zip(codes, table["n_claims"], strict=True)) == [("E", 2), (None, 1)]
    assert table.geometry.iloc[0].equals(shapely.box(70, 34, 71, 35))
    drawn = drawing(table, claims_frame(rows), boundaries=own, families=None)
    assert "Area E" in json.dumps(drawn.payload)


def test_the_land_around_the_areas_is_land(tmp_path: Path) -> None:
    own = areas(tmp_path, E=shapely.box(70, 34, 71, 35))
    rows = claims_frame([claim(**one) for one in (JALALABAD, BADAKHSHAN)])
    table = presence(rows, boundaries=own)
    shown = table[table["admin1_code"].notna()]
    lines = outlines(shown, own, Bounds(34.0, 70.0, 35.0, 71.0))
    assert {"AF", "PK"} <= set(lines.countries)
    assert lines.countries["AF"].area > 50
    assert set(lines.areas) == {"E"}


def test_no_claims_are_no_trouble(tmp_path: Path) -> None:
    own = areas(tmp_path, E=shapely.box(70, 34, 71, 35))
    moved, told = in_areas(claims_frame([]), own)
    assert moved.empty
    assert told == ()
    assert presence(claims_frame([]), boundaries=own).empty


def test_the_command_counts_draws_records_and_tells(tmp_path: Path) -> None:
    path = file(tmp_path, EAST=shapely.box(69.4, 33.8, 71.3, 35.0))
    (tmp_path / "news.txt").write_text(NEWS, encoding="utf-8")
    options = ("--boundaries", path, "--name-column", "name", "--code-column", "code")
    done = run("build", "news.txt", "--out", "out", *options, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "1 claims are in no area" in done.stderr
    out = tmp_path / "out"
    assert "AF,EAST,Area EAST,reported" in (out / "presence.csv").read_text("utf-8")
    assert "AF-NAN" in (out / "claims.csv").read_text("utf-8")
    record = json.loads((out / "run.json").read_text("utf-8"))
    assert record["options"]["boundaries"]["name_column"] == "name"
    assert len(record["options"]["boundaries"]["sha256"]) == 64
    assert record["notes"][0]["source"] == "areas.geojson"
    tables = (out / "presence.geojson", out / "claims.csv")
    again = run("map", *tables, "-o", "again.html", *options, cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert (tmp_path / "again.html").read_text("utf-8") == (out / "map.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--boundaries", "areas.geojson", "--name-column", "nix"), "it has name, code"),
        (("--boundaries", "areas.geojson"), "--name-column"),
        (("--boundaries", "none.gpkg", "--name-column", "name"), "none.gpkg is not there"),
        (("--boundaries", "news.txt", "--name-column", "name"), "cannot be read"),
        (("--name-column", "name"), "--boundaries"),
    ],
)
def test_wrong_options_are_wrong_usage(
    tmp_path: Path, options: tuple[str, ...], message: str
) -> None:
    file(tmp_path, EAST=shapely.box(69.4, 33.8, 71.3, 35.0))
    (tmp_path / "news.txt").write_text(NEWS, encoding="utf-8")
    done = run("build", "news.txt", "--out", "out", *options, cwd=tmp_path)
    assert done.returncode == 2
    assert message in done.stderr


def test_a_point_in_another_province_than_its_code_is_shown() -> None:
    kunar = JALALABAD | {"admin1_code": "AF-KNR", "admin1_name": "Kunar"}
    claims = claims_frame([claim(**one) for one in (JALALABAD, kunar, kunar, NANGARHAR)])
    assert conflicts(claims, WORLD) == [
        {
            "place_name": "Jalalabad",
            "latitude": 34.43,
            "longitude": 70.45,
            "admin1_code": "AF-KNR",
            "admin1_code_by_point": "AF-NAN",
            "n_claims": 2,
        }
    ]
    assert conflicts(claims_frame([]), WORLD) == []
