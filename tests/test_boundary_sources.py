"""``provinces.csv`` and the scripts that make the boundaries from it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from boundaries import check_whole, fetch, without_slivers
from iso_codes import match_codes
from province_rows import ProvinceRow, read_rows
from province_shapes import Shapes
from towns import agreement, geonames_codes

from geo.boundaries import Boundaries
from geo.errors import BoundaryError, SourceFileError

if TYPE_CHECKING:
    from pathlib import Path

HEADER = (
    "country_iso2,admin1_code,admin1_name,valid_from,valid_to,parts,cut,"
    "other_codes,other_names,note\n"
)


def rows_of(tmp_path: Path, *lines: str) -> list[ProvinceRow]:
    path = tmp_path / "provinces.csv"
    path.write_text(HEADER + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return read_rows(path)


def source() -> gpd.GeoDataFrame:
    """Two squares side by side, and two of one name above them."""
    return gpd.GeoDataFrame(
        {
            "iso_a2": ["AF"] * 4,
            "adm0_a3": ["AFG"] * 4,
            "name": ["West", "East", "North", "North"],
            "woe_name": ["West", "East", "North", "Far North"],
            "gn_name": ["West", "East", "North", "Far North"],
        },
        geometry=[
            shapely.box(60, 30, 61, 31),
            shapely.box(61, 30, 62, 31),
            shapely.box(60, 31, 61, 32),
            shapely.box(61, 31, 62, 32),
        ],
        crs="EPSG:4326",
    )


def towns(*places: tuple[float, float, str]) -> pd.DataFrame:
    return pd.DataFrame(places, columns=["latitude", "longitude", "code"])


def shapes(rows: list[ProvinceRow], *places: tuple[float, float, str]) -> Shapes:
    return Shapes(source(), towns(*places), rows)


class TestRows:
    def test_the_shipped_file_is_right(self) -> None:
        rows = read_rows()
        assert len(rows) > 300
        assert {"AF", "PK", "IN", "TR"} <= {row.country_iso2 for row in rows}
        ids = [(row.admin1_code or row.admin1_name, row.valid_from) for row in rows]
        assert len(ids) == len(set(ids))

    def test_versions_of_a_province_do_not_overlap(self) -> None:
        rows = [row for row in read_rows() if row.admin1_code]
        for row in rows:
            same = [r for r in rows if r.admin1_code == row.admin1_code and r.line != row.line]
            assert not any(row.overlaps(other) for other in same), row.admin1_code

    def test_a_drawn_line_says_so(self) -> None:
        for row in read_rows():
            if row.kind in {"circle", "towns", "within"}:
                assert "source has no line" in row.note, row.admin1_code

    def test_dates_and_lists_are_read(self, tmp_path: Path) -> None:
        (row,) = rows_of(tmp_path, "AF,AF-XX,X,2004-01-01,2010-02-03,West + East,,AF-Y;AF-Z,A;B,n")
        assert row.valid_from == date(2004, 1, 1)
        assert row.parts == ("West", "East")
        assert row.other_codes == ("AF-Y", "AF-Z")
        assert row.holds(date(2004, 1, 1))
        assert not row.holds(date(2010, 2, 3))

    @pytest.mark.parametrize(
        ("line", "reason"),
        [
            ("AF,PK-KP,X,,,West,,,,", "PK-KP is no code of AF"),
            ("AF,AF-X,,,,West,,,,", "must not be empty"),
            ("AF,AF-X,X,,,,,,,", "must not be empty"),
            ("AF,AF-X,X,,,West,half,,,", "cut is empty or starts with"),
            ("AF,AF-X,X,yesterday,,West,,,,", "isoformat"),
            ("AF,AF-X,X,2020-01-01,2019-01-01,West,,,,", "before valid_to"),
        ],
    )
    def test_a_wrong_row_is_named_with_its_line(
        self, tmp_path: Path, line: str, reason: str
    ) -> None:
        with pytest.raises(SourceFileError, match=reason) as caught:
            rows_of(tmp_path, "AF,AF-A,A,,,East,,,,", line)
        assert caught.value.line == 3


class TestShapes:
    def test_parts_are_joined(self, tmp_path: Path) -> None:
        (row,) = rows_of(tmp_path, "AF,AF-X,X,,,West + East,,,,")
        assert shapes([row]).shape(row).equals(shapely.box(60, 30, 62, 31))

    def test_a_shared_name_needs_its_second(self, tmp_path: Path) -> None:
        far, both = rows_of(tmp_path, "AF,AF-X,X,,,North/Far North,,,,", "AF,AF-Y,Y,,,North,,,,")
        made = shapes([far, both])
        assert made.shape(far).equals(shapely.box(61, 31, 62, 32))
        with pytest.raises(SourceFileError, match="names 2 polygons") as caught:
            made.shape(both)
        assert caught.value.line == 3

    def test_an_unknown_part_is_named(self, tmp_path: Path) -> None:
        (row,) = rows_of(tmp_path, "AF,AF-X,X,,,Nowhere,,,,")
        with pytest.raises(SourceFileError, match="'Nowhere' names 0 polygons"):
            shapes([row]).shape(row)

    def test_a_circle_is_round_in_kilometres_and_the_rest_goes_round_it(
        self, tmp_path: Path
    ) -> None:
        city, rest = rows_of(
            tmp_path,
            "AF,AF-C,C,,,West,circle 30.5 60.5 11.1195,,,",
            "AF,AF-R,R,,,West,rest,,,",
        )
        made = shapes([city, rest])
        west, south, east, north = made.shape(city).bounds
        assert north - south == pytest.approx(0.2, rel=1e-3)
        assert east - west == pytest.approx(0.2 / 0.8616, rel=1e-3)
        assert made.shape(city).area + made.shape(rest).area == pytest.approx(1.0)

    def test_within_keeps_what_the_ring_covers(self, tmp_path: Path) -> None:
        (row,) = rows_of(tmp_path, 'AF,AF-X,X,,,West,"within 29 59, 29 60.25, 33 60.25, 33 59",,,')
        assert shapes([row]).shape(row).equals(shapely.box(60, 30, 60.25, 31))

    def test_towns_draw_the_line_halfway(self, tmp_path: Path) -> None:
        (row,) = rows_of(tmp_path, "AF,AF-X,X,,,West + East,towns AF.1,,,")
        made = shapes([row], (30.5, 60.4, "AF.1"), (30.5, 61.2, "AF.2")).shape(row)
        assert made.bounds == pytest.approx((60, 30, 60.8, 31), abs=1e-6)

    def test_a_stray_town_makes_no_island(self, tmp_path: Path) -> None:
        (row,) = rows_of(tmp_path, "AF,AF-X,X,,,West + East,towns AF.1,,,")
        made = shapes(
            [row],
            (30.2, 60.2, "AF.1"),
            (30.8, 60.2, "AF.1"),
            (30.2, 60.6, "AF.1"),
            (30.8, 60.6, "AF.1"),
            (30.5, 60.4, "AF.2"),
            (30.5, 61.6, "AF.2"),
        ).shape(row)
        assert made.geom_type == "Polygon"
        assert not made.interiors
        assert made.contains(shapely.Point(60.4, 30.5))

    def test_a_rest_looks_only_at_its_own_time(self, tmp_path: Path) -> None:
        before, after, city = rows_of(
            tmp_path,
            "AF,AF-R,R,,2010-01-01,West,rest,,,",
            "AF,AF-R,R,2010-01-01,,West,rest,,,",
            "AF,AF-C,C,2010-01-01,,West,circle 30.5 60.5 5,,,",
        )
        made = shapes([before, after, city])
        assert made.shape(before).area == pytest.approx(1.0)
        assert made.shape(after).area < 1.0


class TestWhole:
    def test_a_polygon_left_out_is_named(self, tmp_path: Path) -> None:
        rows = rows_of(tmp_path, "AF,AF-X,X,,,West + East,,,,", "AF,AF-Y,Y,,,North/Far North,,,,")
        with pytest.raises(SourceFileError, match="not North"):
            check_whole(source(), rows, shapes(rows))

    def test_a_polygon_used_twice_is_refused(self, tmp_path: Path) -> None:
        rows = rows_of(
            tmp_path,
            "AF,AF-X,X,,,West + East + North/North + North/Far North,,,,",
            "AF,AF-Y,Y,2010-01-01,,East,,,,",
        )
        with pytest.raises(SourceFileError, match="2010-01-01"):
            check_whole(source(), rows, shapes(rows))


class TestIsoCodes:
    def match(self, country: str, *names: tuple[str, str | None, str | None]) -> list[str | None]:
        frame = pd.DataFrame(names, columns=["name", "woe_name", "gn_name"])
        codes = match_codes(frame.assign(iso_a2=country))
        return [None if pd.isna(code) else code for code in codes]

    def test_names_are_compared_without_marks_and_kind_words(self) -> None:
        found = self.match(
            "SE",
            ("Östergötland", None, None),
            ("Skane", None, "Skåne län"),
            ("Atlantis", None, None),
        )
        assert found == ["SE-E", "SE-M", None]

    def test_transliterations_are_matched_by_likeness(self) -> None:
        assert self.match("UA", ("Khmel'nyts'kyy", None, "Khmel'nyts'ka Oblast'")) == ["UA-68"]

    def test_geonames_wins_where_the_columns_disagree(self) -> None:
        found = self.match(
            "RU", ("Altay", None, "Altayskiy Kray"), ("Gorno-Altay", None, "Respublika Altay")
        )
        assert found == ["RU-ALT", "RU-AL"]

    def test_one_code_for_two_units_is_no_code(self) -> None:
        assert self.match("SE", ("Skåne", None, None), ("Skåne", None, None)) == [None, None]

    def test_another_division_than_iso_gets_no_codes(self) -> None:
        assert self.match("NP", ("Karnali", None, "Karnali")) == [None]


class TestTowns:
    def test_code_and_unit_have_to_mean_each_other(self) -> None:
        units = source().assign(country_iso2="AF")
        places = pd.DataFrame(
            [
                (30.5, 60.5, "AF", "AF.1"),
                (30.6, 60.6, "AF", "AF.1"),
                (30.5, 61.5, "AF", "AF.2"),
                (30.6, 61.6, "AF", "AF.1"),
                (30.7, 61.7, "AF", "AF.2"),
                (31.5, 60.5, "PK", "PK.1"),
            ],
            columns=["latitude", "longitude", "country", "code"],
        )
        codes = geonames_codes(units, places)
        assert codes[0] == "AF.1"
        assert codes[1] == "AF.2"
        assert codes[2:].isna().all()
        share = agreement(units.assign(geonames_admin1=codes), places, ["AF"])
        assert share.loc["AF", "towns"] == 5
        assert share.loc["AF", "agree"] == pytest.approx(0.8)


def test_without_debian_the_source_has_to_be_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BoundaryError, match=r"give world_map\.gpkg with --source"):
        fetch(tmp_path)


def test_a_sliver_goes_to_the_neighbour_with_the_longest_edge() -> None:
    west = shapely.Polygon([(0, 0), (1, 0), (1, 0.2), (0.99999, 0.5), (1, 1), (0, 1)])
    east = shapely.Polygon([(1, 0), (2, 0), (2, 1), (1, 1), (1, 0.2)])
    lake = shapely.Polygon([(1.4, 0.4), (1.4, 0.6), (1.6, 0.6)])
    closed = without_slivers(np.array([west, east - lake], dtype=object))
    assert closed[0].area + closed[1].area == pytest.approx(2 - lake.area, abs=1e-12)
    (whole,) = shapely.get_parts(shapely.union_all(closed))
    assert len(whole.interiors) == 1  # the lake is none


def test_no_border_is_drawn_where_there_is_none() -> None:
    frame = Boundaries.load().frame
    for country in ("KZ", "IN"):
        shapes = frame.geometry[frame["country_iso2"] == country].to_numpy()
        parts = shapely.get_parts(shapely.coverage_union_all(shapes))
        assert not any(len(part.interiors) for part in parts)
