from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
from datetime import date
from typing import TYPE_CHECKING

import geopandas
import hypothesis
import pandas as pd
import pytest
import shapely
from fakes import SquareProvinces, claim
from hypothesis import strategies as st
from rfc7946 import problems

from geo.errors import SchemaError
from geo.frames import read_claims, read_presence
from geo.presence import presence
from geo.schema import CLAIM_COLUMNS, PRESENCE_COLUMNS, claims_frame, empty_claims, empty_presence
from maps import export

if TYPE_CHECKING:
    from pathlib import Path

PROVINCES = SquareProvinces("AF-BAL", "AF-KAB")
CLAIMS = claims_frame(
    [
        claim(claim_id="a"),
        claim(
            claim_id="b",
            where_prec=2,
            latitude=34.5,
            longitude=69.123456789,
            geonameid=1138958,
            admin1_code="AF-KAB",
            event_start=date(2023, 1, 1),
            quote='He said: "no",\r\nand left; =1+1',
        ),
        claim(claim_id="c", where_prec=6, admin1_code=None, admin1_name=None, published=None),
    ]
)
PRESENCE = presence(CLAIMS, boundaries=PROVINCES)


def test_claims_csv_has_the_fields_in_order_and_nothing_for_null() -> None:
    text = export.claims_csv(CLAIMS)
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert tuple(rows[0]) == CLAIM_COLUMNS
    assert len(rows) == 4
    last = dict(zip(CLAIM_COLUMNS, rows[3], strict=True))
    assert (last["admin1_code"], last["published"], last["latitude"]) == ("", "", "")
    middle = dict(zip(CLAIM_COLUMNS, rows[2], strict=True))
    assert middle["quote"] == 'He said: "no",\r\nand left; =1+1'
    assert (middle["geonameid"], middle["where_prec"]) == ("1138958", "2")
    assert (middle["longitude"], middle["event_start"]) == ("69.12346", "2023-01-01")
    assert text.endswith("\r\n")


def test_claims_come_back_from_csv(tmp_path: Path) -> None:
    export.write(tmp_path / "claims.csv", export.claims_csv(CLAIMS))
    back = read_claims(tmp_path / "claims.csv")
    pd.testing.assert_frame_equal(
        pd.DataFrame(back).drop(columns="geometry"), pd.DataFrame(CLAIMS).drop(columns="geometry")
    )
    assert back.geometry.geom_equals(CLAIMS.geometry).tolist() == [False, True, False]


@hypothesis.given(st.lists(st.text(st.characters(codec="utf-8"), max_size=40), min_size=1))
@hypothesis.settings(deadline=None, max_examples=60)
def test_any_text_comes_back_from_csv(quotes: list[str]) -> None:
    frame = claims_frame([claim(quote=quote, title=quote[::-1]) for quote in quotes])
    rows = csv.DictReader(io.StringIO(export.claims_csv(frame), newline=""))
    assert [row["quote"] for row in rows] == quotes


@hypothesis.given(quote=st.text(st.characters(codec="utf-8"), max_size=40))
@hypothesis.settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture],
)
def test_any_text_is_read_as_it_was_written(tmp_path: Path, quote: str) -> None:
    frame = claims_frame([claim(quote=quote), claim(quote=quote * 2)])
    export.write(tmp_path / "claims.csv", export.claims_csv(frame))
    assert read_claims(tmp_path / "claims.csv")["quote"].tolist() == [quote, quote * 2]


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("where_prec", "two", "row 3, where_prec: 'two' is not a whole number"),
        ("where_prec", "2.5", "row 3, where_prec: '2.5' is not a whole number"),
        ("latitude", "north", "row 3, latitude: 'north' is not a number"),
        ("latitude", "inf", "row 3, latitude: is not between"),
        ("relation", "fights", "row 3, relation: 'fights' is not one of presence, attack"),
        ("published", "2025-02-30", "row 3, published: '2025-02-30' is not a date"),
        ("confidence", "", "row 3, confidence: a value is needed here"),
        ("claim_id", "a", "row 3, claim_id: this id stands twice"),
    ],
)
def test_an_edit_that_is_wrong_is_named_with_its_row(
    tmp_path: Path, column: str, value: str, message: str
) -> None:
    rows = list(csv.DictReader(io.StringIO(export.claims_csv(CLAIMS), newline="")))
    rows[1][column] = value
    path = tmp_path / "edited.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, CLAIM_COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    with pytest.raises(SchemaError, match=f"edited.csv: {message}"):
        read_claims(path)


def test_a_table_from_before_a_column_came_is_read_with_its_default(tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(export.claims_csv(CLAIMS), newline="")))
    path = tmp_path / "old.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        columns = [name for name in CLAIM_COLUMNS if name != "geocode_source"]
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    read = read_claims(path)
    assert read["geocode_source"].tolist() == ["gazetteer"] * len(rows)
    assert export.claims_csv(read) == export.claims_csv(CLAIMS)


@pytest.mark.parametrize("content", [b"", b"a,b\r\n1,2\r\n", b"\xff\xfe\x00", b'a,"b'])
def test_a_file_that_is_no_claims_table_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.csv"
    path.write_bytes(content)
    with pytest.raises(SchemaError, match=r"other\.csv"):
        read_claims(path)


def test_geojson_follows_the_rfc() -> None:
    for text in (export.claims_geojson(CLAIMS), export.presence_geojson(PRESENCE)):
        assert problems(json.loads(text), text) == []


def test_claims_geojson_has_a_feature_a_claim_with_its_fields() -> None:
    features = json.loads(export.claims_geojson(CLAIMS))["features"]
    assert [feature["geometry"] and feature["geometry"]["type"] for feature in features] == [
        None,
        "Point",
        None,
    ]
    assert features[1]["geometry"]["coordinates"] == [69.12346, 34.5]
    assert [tuple(feature["properties"]) for feature in features] == [CLAIM_COLUMNS] * 3


def test_presence_geojson_has_provinces_alone_and_csv_the_countries_too() -> None:
    features = json.loads(export.presence_geojson(PRESENCE))["features"]
    assert [f["properties"]["admin1_code"] for f in features] == ["AF-BAL", "AF-KAB"]
    assert tuple(features[0]["properties"]) == PRESENCE_COLUMNS
    rows = list(csv.DictReader(io.StringIO(export.presence_csv(PRESENCE), newline="")))
    assert [row["admin1_code"] for row in rows] == ["AF-BAL", "AF-KAB", ""]


def test_presence_comes_back_from_geojson(tmp_path: Path) -> None:
    path = tmp_path / "presence.geojson"
    export.write(path, export.presence_geojson(PRESENCE))
    back = read_presence(path)
    want = PRESENCE[PRESENCE["admin1_code"].notna()]
    pd.testing.assert_frame_equal(
        pd.DataFrame(back).drop(columns="geometry"), pd.DataFrame(want).drop(columns="geometry")
    )
    assert back.geometry.geom_equals(want.geometry).all()


def test_a_presence_file_with_a_wrong_status_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "presence.geojson"
    text = export.presence_geojson(PRESENCE).replace('"reported"', '"there"', 1)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SchemaError, match="row 2, status: 'there' is not one of reported"):
        read_presence(path)


@pytest.mark.parametrize("text", ["", "{}", "not json", '{"type": "FeatureCollection"}'])
def test_a_file_that_is_no_presence_table_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "p.geojson"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SchemaError, match=r"p\.geojson"):
        read_presence(path)


def test_empty_tables_give_valid_files() -> None:
    for text in (
        export.claims_geojson(empty_claims()),
        export.presence_geojson(empty_presence()),
    ):
        assert json.loads(text)["features"] == []
        assert problems(json.loads(text)) == []
    assert export.claims_csv(empty_claims()) == ",".join(CLAIM_COLUMNS) + "\r\n"


def test_the_same_tables_give_the_same_bytes() -> None:
    again = presence(CLAIMS, boundaries=SquareProvinces("AF-BAL", "AF-KAB"))
    assert export.presence_geojson(again) == export.presence_geojson(PRESENCE)


CLOCKWISE = [(0, 0), (0, 3), (3, 3), (3, 0)]


@pytest.mark.parametrize(
    "shape",
    [
        shapely.Polygon(CLOCKWISE, [[(1, 1), (2, 1), (2, 2), (1, 2)]]),
        shapely.Polygon(CLOCKWISE[::-1], [[(1, 1), (1, 2), (2, 2), (2, 1)]]),
        shapely.Polygon([(0, 0, 5), (1.123456789, 0, 5), (1, 1.999999999, 5)]),
        shapely.Polygon([(175, 0), (185, 0), (185, 5), (175, 5)]),
        shapely.Polygon([(-190, 0), (-175, 0), (-175, 5), (-190, 5)]),
        shapely.Polygon([(0, 0), (1, 0), (1, 1), (0.0000001, 0.0000002), (0, 1)]),
        shapely.MultiPolygon([shapely.box(-180, 60, -170, 65), shapely.box(170, 60, 180, 65)]),
    ],
)
def test_any_outline_follows_the_rfc(shape: shapely.Geometry) -> None:
    frame = PRESENCE.iloc[[0]].set_geometry(geopandas.GeoSeries([shape], index=[0], crs=4326))
    text = export.presence_geojson(frame)
    assert problems(json.loads(text), text) == []
    (written,) = geopandas.read_file(io.StringIO(text)).geometry
    assert written.is_valid
    assert written.area == pytest.approx(shape.area, rel=1e-4)


def test_an_outline_that_vanishes_at_five_decimals_is_null() -> None:
    assert export.outline(shapely.box(0, 0, 1e-9, 1e-9)) is None
    assert export.outline(shapely.Polygon()) is None
    assert export.outline(None) is None


@pytest.mark.parametrize(
    ("shapes", "box"),
    [
        ([shapely.Point(1, 2)], [1, 2, 1, 2]),
        ([shapely.Point(177, -20), shapely.Point(-178, -16)], [177, -20, -178, -16]),
        ([shapely.box(170, 60, 180, 65), shapely.box(-180, 60, -170, 65)], [170, 60, -170, 65]),
        ([shapely.box(-180, -90, 180, -60)], [-180, -90, 180, -60]),
        ([shapely.Point(-100, 40), shapely.Point(70, 34)], [-100, 34, 70, 40]),
        ([None, shapely.Point()], None),
    ],
)
def test_bbox_is_the_smallest_even_across_the_antimeridian(
    shapes: list[shapely.Geometry | None], box: list[float] | None
) -> None:
    assert export.bbox(shapes) == box


def test_gdal_opens_both_files(tmp_path: Path) -> None:
    if shutil.which("ogrinfo") is None:
        pytest.skip("ogrinfo (Debian: gdal-bin) is not installed")
    for name, text in {
        "claims.geojson": export.claims_geojson(CLAIMS),
        "presence.geojson": export.presence_geojson(PRESENCE),
    }.items():
        export.write(tmp_path / name, text)
        done = subprocess.run(
            ["ogrinfo", "-al", "-so", str(tmp_path / name)],
            capture_output=True,
            text=True,
            check=True,
        )
        assert f"Feature Count: {3 if name.startswith('claims') else 2}" in done.stdout
        assert "ERROR" not in done.stdout + done.stderr


def test_a_file_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.csv"
    export.write(path, "old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space left"):
        export.write(path, "new" * 1000)
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.csv"]
