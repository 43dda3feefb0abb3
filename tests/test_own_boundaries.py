"""A boundary file of the user's own: read, checked, mended, refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pytest
import shapely

from geo.boundaries import Boundaries
from geo.errors import BoundaryError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

WEST = shapely.box(69.0, 34.0, 69.5, 35.0)
EAST = shapely.box(69.5, 34.0, 70.0, 35.0)
BOWTIE = shapely.Polygon([(69, 34), (69.5, 35), (69.5, 34), (69, 35)])


def write(
    folder: Path, shapes: Sequence[Any], name: str = "own.geojson", **columns: Sequence[Any]
) -> Path:
    given = {"district": [f"D{i}" for i in range(len(shapes))]} | columns
    frame = gpd.GeoDataFrame(given, geometry=list(shapes), crs="EPSG:4326")
    path = folder / name
    frame.to_file(path)
    return path


def opened(path: Path, code_column: str | None = None) -> Boundaries:
    return Boundaries.from_file(path, name_column="district", code_column=code_column)


def test_names_codes_and_the_country_around(tmp_path: Path) -> None:
    path = write(tmp_path, [WEST, EAST], code=["A1", "A2"])
    own = opened(path, "code")
    assert own.notes == ()
    found = own.locate(34.5, 69.2)
    assert found is not None
    assert (found.admin1_code, found.admin1_name, found.country_iso2) == ("A1", "D0", "AF")
    assert own.by_code("A2") is not None
    assert own.inside_point("A2") == pytest.approx((34.5, 69.75), abs=0.3)


def test_without_codes_the_names_stand_in(tmp_path: Path) -> None:
    own = opened(write(tmp_path, [WEST, EAST]))
    assert list(own.frame["admin1_code"]) == ["D0", "D1"]
    assert own.shape("D1") is not None


def test_numbers_serve_as_codes(tmp_path: Path) -> None:
    own = opened(write(tmp_path, [WEST, EAST], code=[7, 12]), "code")
    assert sorted(own.frame["admin1_code"]) == ["12", "7"]


def test_it_has_the_columns_of_the_shipped_set(tmp_path: Path) -> None:
    own = opened(write(tmp_path, [WEST]))
    shipped = Boundaries.load().frame
    assert set(own.frame) == set(shipped) - {"geonames_admin1"}
    assert own.former.empty


def test_another_crs_is_transformed(tmp_path: Path) -> None:
    path = tmp_path / "own.gpkg"
    frame = gpd.GeoDataFrame({"district": ["D0"]}, geometry=[WEST], crs="EPSG:4326")
    frame.to_crs("EPSG:32642").to_file(path)
    own = opened(path)
    assert own.frame.crs == "EPSG:4326"
    assert own.frame.total_bounds == pytest.approx(WEST.bounds, abs=1e-6)


def test_parquet_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "own.parquet"
    gpd.GeoDataFrame({"district": ["D0"]}, geometry=[WEST], crs="EPSG:4326").to_parquet(path)
    assert len(opened(path).frame) == 1


def test_an_invalid_shape_is_repaired_and_named(tmp_path: Path) -> None:
    own = opened(write(tmp_path, [BOWTIE, EAST]))
    assert own.frame.geometry.is_valid.all()
    assert own.notes == ("D0: invalid shapes were repaired",)


def test_rows_of_one_code_become_one_area(tmp_path: Path) -> None:
    own = opened(write(tmp_path, [WEST, EAST], code=["A", "A"]), "code")
    assert len(own.frame) == 1
    assert own.frame.geometry[0].equals(shapely.box(69, 34, 70, 35))
    assert own.notes == ("A: rows of one code were joined",)


def test_areas_of_one_name_need_codes(tmp_path: Path) -> None:
    path = write(tmp_path, [WEST, EAST], district=["Shah Joy", "Shah Joy"])
    with pytest.raises(BoundaryError, match="several areas called Shah Joy"):
        opened(path)


def test_overlaps_are_told_and_decided_by_code(tmp_path: Path) -> None:
    wide = shapely.box(69.4, 34.0, 70.0, 35.0)
    own = opened(write(tmp_path, [wide, WEST]))
    assert own.notes == ("D0 and D1 overlap: a point in both counts to the first by code",)
    found = own.locate(34.5, 69.45)
    assert found is not None
    assert found.admin1_code == "D0"


def test_holes_are_told(tmp_path: Path) -> None:
    lake = shapely.box(69.4, 34.4, 69.6, 34.6)
    own = opened(write(tmp_path, [WEST - lake, EAST - lake]))
    (note,) = own.notes
    assert note.startswith("the areas leave a hole, the largest at latitude 34.500, longitude 69.5")


def test_neighbours_do_not_overlap(tmp_path: Path) -> None:
    assert opened(write(tmp_path, [WEST, EAST])).notes == ()


def test_rows_without_a_name_or_a_shape_are_left_out(tmp_path: Path) -> None:
    path = write(tmp_path, [WEST, EAST, None], district=["D0", None, "D2"])
    own = opened(path)
    assert list(own.frame["admin1_name"]) == ["D0"]
    assert own.notes == ("2 rows without a name, a code or a shape are left out",)


@pytest.mark.parametrize(
    ("shapes", "reason"),
    [
        ([shapely.Point(69, 34)], "has Point: areas are wanted"),
        ([None], "no area with a name"),
        ([shapely.box(500_000, 3_700_000, 600_000, 3_800_000)], "outside the Earth"),
    ],
)
def test_what_cannot_be_used_is_refused(tmp_path: Path, shapes: Sequence[Any], reason: str) -> None:
    with pytest.raises(BoundaryError, match=reason):
        opened(write(tmp_path, shapes))


def test_a_missing_column_is_named_with_those_there_are(tmp_path: Path) -> None:
    path = write(tmp_path, [WEST])
    with pytest.raises(BoundaryError, match=r"no column 'name'; it has district"):
        Boundaries.from_file(path, name_column="name")


def test_a_file_without_a_crs_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, [WEST], name="own.shp")
    path.with_suffix(".prj").unlink()
    with pytest.raises(BoundaryError, match="does not say its CRS"):
        opened(path)


def test_a_file_that_is_not_there_or_no_boundary_file(tmp_path: Path) -> None:
    with pytest.raises(BoundaryError, match="is not there"):
        opened(tmp_path / "gone.geojson")
    for name in ("noise.geojson", "noise.parquet"):
        noise = tmp_path / name
        noise.write_bytes(b"\x00\x01 no such thing")
        with pytest.raises(BoundaryError, match="cannot be read as a boundary file"):
            opened(noise)


def test_a_table_without_shapes_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("district,code\nD0,A\n", encoding="utf-8")
    with pytest.raises(BoundaryError, match="no geometry"):
        opened(table)
