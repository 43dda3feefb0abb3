"""Encoding, simplifying and framing of outlines."""

from __future__ import annotations

import dataclasses

import geopandas
import numpy as np
import pytest
import scenes
import shapely
from hypothesis import given
from hypothesis import strategies as st

from maps import geometry


def decode(text: str, digits: int = geometry.DIGITS) -> list[tuple[float, float]]:
    """Read an encoded line as the page's script does."""
    numbers, value, shift = [], 0, 0
    for character in text:
        chunk = ord(character) - 63
        value |= (chunk & 31) << shift
        shift += 5
        if chunk < 32:
            numbers.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    pairs = np.cumsum(np.array(numbers, dtype=float).reshape(-1, 2), axis=0) / 10**digits
    return [(float(a), float(b)) for a, b in pairs]


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=2, max_size=40))
def test_lines_come_back_to_a_thousandth(points: list[tuple[float, float]]) -> None:
    line = shapely.LineString(points)
    read = decode(geometry.encode_line(line)[0])
    assert len(read) >= 1
    first, last = read[0], read[-1]
    assert first == pytest.approx((points[0][1], points[0][0]), abs=0.0006)
    assert last == pytest.approx((points[-1][1], points[-1][0]), abs=0.0006)


def test_polygons_keep_parts_and_holes() -> None:
    hole = shapely.box(0, 0, 10, 10) - shapely.box(4, 4, 6, 6)
    shape = shapely.MultiPolygon([hole, shapely.box(20, 20, 21, 21)])
    encoded = geometry.encode(shape)
    assert [len(rings) for rings in encoded] == [2, 1]
    assert set(decode(encoded[0][0])) == {(0, 0), (0, 10), (10, 10), (10, 0)}


def test_a_speck_is_left_out() -> None:
    assert geometry.encode(shapely.box(0, 0, 0.0001, 0.0001)) == []


def test_neighbours_still_fit_after_simplification() -> None:
    frame = scenes.boundaries().frame
    shown = frame[frame["country_iso2"] == "AF"]
    view = geometry.frame_around(list(shown.geometry), [])
    drawn = geometry.outlines(shown, scenes.boundaries(), view, ["AF"])
    shapes = [drawn.areas[code] for code in shown["admin1_code"]]
    assert shapely.coverage_is_valid(np.array(shapes))
    whole = drawn.countries["AF"]
    assert shapely.union_all(shapes).symmetric_difference(whole).area == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("apart", [0.3, -0.0004])
def test_areas_that_overlap_or_miss_each_other_have_an_outline(apart: float) -> None:
    """Fetched provinces and files of the user's own do not always fit."""
    provinces = scenes.boundaries()
    frame = provinces.frame.copy()
    grown = frame["admin1_code"] == "AF-KAB"
    frame.loc[grown, "geometry"] = shapely.buffer(frame.geometry[grown].to_numpy(), apart)
    shown = frame[frame["country_iso2"] == "AF"]
    view = geometry.frame_around(list(shown.geometry), [])
    drawn = geometry.outlines(shown, dataclasses.replace(provinces, frame=frame), view, ["AF"])
    whole = drawn.countries["AF"]
    assert whole.is_valid
    assert whole.area == pytest.approx(shapely.union_all(list(shown.geometry)).area, rel=0.01)


def test_the_frame_holds_a_country_only_where_it_is_not_too_wide() -> None:
    province = shapely.box(70, 36, 74, 39)
    small, large = shapely.box(69, 35, 75, 40), shapely.box(20, 40, 180, 80)
    assert geometry.frame_around([province], [small]).west < 69
    assert geometry.frame_around([province], [large]).west > 69
    assert geometry.frame_around([], [large]).east > 170
    assert geometry.frame_around([], []).longest > 200


def test_a_far_off_report_does_not_shrink_the_rest() -> None:
    near = [shapely.box(x, 30, x + 2, 32) for x in range(60, 74, 2)]
    far = shapely.box(-120, 35, -115, 40)
    assert geometry.frame_around([*near, far], []).west > 50
    assert geometry.frame_around([*near, far], [], [1] * 7 + [7]).west < -115
    wide = shapely.box(74, 34, 96, 49)
    assert geometry.frame_around([*near * 5, wide], []).east < 80
    assert geometry.frame_around([near[0], wide], []).east > 95
    scattered = [shapely.box(x, 30, x + 1, 31) for x in range(-150, 151, 30)]
    assert geometry.frame_around(scattered, []).longest > 290


def test_without_boundaries_there_are_only_the_areas() -> None:
    box = shapely.box(0, 0, 1, 1)
    shown = geopandas.GeoDataFrame(
        {"admin1_code": ["XX-A"], "country_iso2": ["XX"]}, geometry=[box], crs=4326
    )
    drawn = geometry.outlines(shown, None, geometry.frame_around([box], []))
    assert set(drawn.areas) == {"XX-A"}
    assert not any(drawn.base.values())


def test_a_world_wide_view_is_drawn_coarse() -> None:
    frame = scenes.boundaries().frame
    shown = frame[frame["admin1_code"].isin(["US-TX", "AF-KAB", "NG-BO", "CO-ANT"])]
    view = geometry.frame_around(list(shown.geometry), [])
    drawn = geometry.outlines(shown, scenes.boundaries(), view)
    assert set(drawn.countries) == {"US", "AF", "NG", "CO"}
    assert len(str(drawn.base)) < 300_000
