"""Claims and presence behave as any GeoDataFrame does, with rows and without."""

from __future__ import annotations

import json
import pickle
import warnings
from typing import TYPE_CHECKING

import geopandas
import numpy as np
import pandas as pd
import pytest
from fakes import claim
from matplotlib import pyplot as plt
from scenes import boundaries

from geo.presence import presence
from geo.schema import (
    CLAIM_DTYPES,
    DAYS,
    PRESENCE_DTYPES,
    claims_frame,
    empty_claims,
    empty_presence,
    typed,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from geopandas import GeoDataFrame

KABUL = {"admin1_code": "AF-KAB", "admin1_name": "Kabul"}
CLAIMS = claims_frame(
    [
        claim(),
        claim(where_prec=1, latitude=34.53, longitude=69.17, **KABUL),
        claim(admin1_code=None, admin1_name=None, where_prec=6, published=None, actor_id="ttp"),
    ]
)
PRESENCE = presence(CLAIMS, boundaries=boundaries())
FULL = {"claims": CLAIMS, "presence": PRESENCE}
EMPTY = {"claims": empty_claims(), "presence": empty_presence()}
DTYPES = {"claims": CLAIM_DTYPES, "presence": PRESENCE_DTYPES}
DAY = {"claims": "published", "presence": "first_reported"}
SET = {"claims": "relation", "presence": "status"}
FRAMES = [(name, rows) for name in FULL for rows in ("full", "empty")]


@pytest.fixture(params=FRAMES, ids="-".join)
def named(request: pytest.FixtureRequest) -> tuple[str, GeoDataFrame]:
    name, rows = request.param
    return name, (FULL if rows == "full" else EMPTY)[name]


def same(left: GeoDataFrame, right: GeoDataFrame) -> None:
    assert left.crs == right.crs
    assert left.geometry.to_wkb().tolist() == right.geometry.to_wkb().tolist()
    pd.testing.assert_frame_equal(
        pd.DataFrame(left.drop(columns="geometry")), pd.DataFrame(right.drop(columns="geometry"))
    )


def test_columns_have_the_documented_dtypes(named: tuple[str, GeoDataFrame]) -> None:
    name, frame = named
    found = {column: frame[column].dtype for column in DTYPES[name]}
    assert {column: str(dtype) for column, dtype in found.items()} == {
        column: str(pd.Series(dtype=dtype).dtype) for column, dtype in DTYPES[name].items()
    }
    assert "object" not in map(str, frame.dtypes)
    assert isinstance(frame[SET[name]].dtype, pd.CategoricalDtype)
    assert frame[DAY[name]].dtype == DAYS
    assert frame.crs == "EPSG:4326"
    assert frame[DAY[name]].dt.year.dropna().isin([2025]).all()


def test_frames_survive_pickle_and_concat(named: tuple[str, GeoDataFrame]) -> None:
    name, frame = named
    same(pickle.loads(pickle.dumps(frame)), frame)  # noqa: S301 - what was dumped a moment ago
    joined = pd.concat([EMPTY[name], frame])
    assert joined.dtypes.equals(frame.dtypes)
    assert joined.crs == frame.crs


@pytest.mark.parametrize("kind", ["parquet", "feather"])
def test_frames_come_back_from_parquet(
    named: tuple[str, GeoDataFrame], kind: str, tmp_path: Path
) -> None:
    name, frame = named
    getattr(frame, f"to_{kind}")(tmp_path / "a")
    back = getattr(geopandas, f"read_{kind}")(tmp_path / "a")
    if frame.empty:  # a dictionary of Arrow is of the rows, so the categories are lost without
        back = back.assign(**typed(back, DTYPES[name]))
    same(back, frame)


@pytest.mark.parametrize("driver", ["GPKG", "GeoJSON", "GeoJSONSeq", "FlatGeobuf", "SQLite", "KML"])
def test_frames_are_written_by_every_driver(
    named: tuple[str, GeoDataFrame], driver: str, tmp_path: Path
) -> None:
    _, frame = named
    if driver == "FlatGeobuf":  # its index has no place for a row without a shape
        frame = frame[frame.geometry.notna()]
    path = tmp_path / f"a.{driver.lower()}"
    frame.to_file(path, driver=driver)
    if driver in {"GPKG", "FlatGeobuf", "SQLite"}:
        back = geopandas.read_file(path)
        assert len(back) == len(frame)
        assert back["actor_name"].tolist() == frame["actor_name"].tolist()
        for name in (name for name in frame if frame[name].dtype == DAYS):
            days = pd.to_datetime(back[name]).astype(DAYS)
            assert days.map(str).tolist() == frame[name].map(str).tolist()


@pytest.mark.parametrize(
    ("what", "rows"),
    [
        (lambda f, _: f.groupby("actor_id").size(), 2),
        (lambda f, n: f.groupby(SET[n], observed=True)["confidence"].max(), 1),
        (lambda f, n: f.groupby(["actor_id", SET[n]], observed=True)["confidence"].mean(), 2),
        (lambda f, n: f.dropna(subset=[DAY[n]]).set_index(DAY[n]).resample("YS").size(), 1),
        (lambda f, n: f.pivot_table(index="actor_id", columns=SET[n], aggfunc="size"), 2),
        (lambda f, _: f.dissolve("actor_id"), 2),
        (lambda f, _: f.dissolve("admin1_code", aggfunc={"confidence": "max"}), 2),
        (lambda f, n: f.sort_values(DAY[n]), 3),
        (lambda f, n: f[f[SET[n]].isin(["presence", "reported"])], 3),
        (lambda f, _: f.merge(pd.DataFrame({"actor_id": ["ttp"], "x": [1]}), how="left"), 3),
    ],
)
def test_frames_are_grouped_counted_and_joined(
    named: tuple[str, GeoDataFrame], what: Callable[[GeoDataFrame, str], pd.DataFrame], rows: int
) -> None:
    name, frame = named
    assert len(what(frame, name)) == (rows if len(frame) else 0)


def test_shapes_are_projected_joined_clipped_and_cut(named: tuple[str, GeoDataFrame]) -> None:
    _, frame = named
    units = boundaries().frame[["unit_id", "geometry"]]
    kabul = units[units["unit_id"] == "AF-KAB"]
    count = min(len(frame), 1)
    metric = frame.to_crs("ESRI:54034")
    assert metric.geometry.notna().sum() == frame.geometry.notna().sum()
    inside = kabul.to_crs(metric.crs).buffer(-1000).union_all()
    assert metric.intersects(inside).sum() == count
    joined = geopandas.sjoin(frame, kabul, predicate="intersects")
    assert (joined["admin1_code"] == "AF-KAB").sum() == count
    assert len(frame.clip((69.1, 34.5, 69.2, 34.6))) == count
    assert len(frame.cx[69.1:69.2, 34.5:34.6]) == count
    known = frame[frame.geometry.notna()]
    assert len(geopandas.overlay(known, kabul, keep_geom_type=True)) == count
    assert np.isfinite(frame.total_bounds).all() == bool(len(frame))


def test_frames_are_shown(named: tuple[str, GeoDataFrame]) -> None:
    name, frame = named
    assert "actor_id" in frame._repr_html_()
    plt.switch_backend("Agg")
    with warnings.catch_warnings():
        if frame.empty:  # geopandas says that there is nothing to draw
            warnings.simplefilter("ignore", UserWarning)
        axes = frame.plot(SET[name], legend=not frame.empty)
        page = frame.explore(SET[name], tiles=None).get_root().render()
    assert bool(axes.collections) == bool(len(frame))
    plt.close(axes.figure)
    assert ("East Turkestan" in page) == bool(len(frame))


def test_frames_are_json_with_dates_as_texts(named: tuple[str, GeoDataFrame]) -> None:
    name, frame = named
    features = json.loads(frame.to_json(default=str))["features"]
    found = [feature["properties"][DAY[name]] for feature in features]
    assert found == [str(day) if pd.notna(day) else None for day in frame[DAY[name]]]
