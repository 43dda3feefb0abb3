"""Read a boundary file of the user's own, check it, and say what had to be mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.errors import BoundaryError

if TYPE_CHECKING:
    from pathlib import Path

_AREAS = ("Polygon", "MultiPolygon")
# Units that share more than this part of the smaller one overlap; less is a sloppy border.
_OVERLAP = 0.01
_SPECK = 1e-9  # square degrees, about ten square metres
_SHOWN = 5


def read_own(
    path: Path, *, name_column: str, code_column: str | None = None
) -> tuple[gpd.GeoDataFrame, tuple[str, ...]]:
    """Read areas from any file that GDAL or pyarrow reads.

    Parameters
    ----------
    path
        GeoJSON, GeoPackage, shapefile, FlatGeobuf, GeoParquet ...
    name_column
        The column with the areas' names.
    code_column
        The column with their codes; the names stand in where there is none. Rows of one code
        become one area.

    Returns
    -------
    frame
        EPSG:4326; ``unit_id``, ``admin1_code``, ``admin1_name``, ``geometry``; sorted by id.
    notes
        What was mended or looks wrong, one sentence each.

    Raises
    ------
    BoundaryError
        Where the file cannot be read or used, with what to do about it.
    """
    raw = _open(path)
    columns = {"admin1_name": name_column, "admin1_code": code_column or name_column}
    for column in columns.values():
        if column not in raw.columns:
            there = ", ".join(str(name) for name in raw.columns if name != raw.geometry.name)
            raise BoundaryError(f"{path.name} has no column {column!r}; it has {there}")
    if raw.crs is None:
        raise BoundaryError(f"{path.name} does not say its CRS: add it (ogr2ogr -a_srs EPSG:4326)")
    notes: list[str] = []
    frame = gpd.GeoDataFrame(
        {name: raw[column] for name, column in columns.items()}, geometry=raw.geometry
    )
    frame = _areas(frame, path, notes).to_crs("EPSG:4326")
    _check_degrees(frame, path)
    frame = _repaired(frame, notes)
    frame = _single(frame, path, notes, may_join=code_column is not None)
    notes.extend(_overlaps(frame))
    notes.extend(_holes(frame))
    return frame, tuple(notes)


def _open(path: Path) -> gpd.GeoDataFrame:
    if not path.is_file():
        raise BoundaryError(f"{path.name} is not there")
    try:
        if path.suffix == ".parquet":
            return gpd.read_parquet(path)
        frame = gpd.read_file(path)
    except (OSError, ValueError, RuntimeError) as error:
        # pyogrio's errors are RuntimeErrors, pyarrow's are ValueErrors or OSErrors.
        raise BoundaryError(f"{path.name} cannot be read as a boundary file: {error}") from error
    if not isinstance(frame, gpd.GeoDataFrame):
        raise BoundaryError(f"{path.name} has no geometry")
    return frame


def _areas(frame: gpd.GeoDataFrame, path: Path, notes: list[str]) -> gpd.GeoDataFrame:
    """Leave out rows without a name, a code or a shape; refuse what is no area."""
    columns = ["admin1_name", "admin1_code"]
    named = frame[columns].notna().all(axis=1) & (frame[columns].astype(str) != "").all(axis=1)
    keep = named & ~(frame.geometry.isna() | frame.geometry.is_empty)
    if not keep.all():
        notes.append(f"{(~keep).sum()} rows without a name, a code or a shape are left out")
    frame = frame[keep]
    if frame.empty:
        raise BoundaryError(f"{path.name} has no area with a name")
    others = set(frame.geom_type) - set(_AREAS)
    if others:
        raise BoundaryError(f"{path.name} has {', '.join(sorted(others))}: areas are wanted")
    return frame.astype(dict.fromkeys(columns, "string"))


def _check_degrees(frame: gpd.GeoDataFrame, path: Path) -> None:
    bounds = frame.total_bounds
    limits = np.array([180.0, 90.0, 180.0, 90.0])
    # A file in metres that claims to be in degrees is the usual case.
    if not (np.isfinite(bounds) & (np.abs(bounds) <= limits + 1e-6)).all():
        raise BoundaryError(
            f"{path.name} lies outside the Earth in degrees: its CRS is not the one it names"
        )


def _repaired(frame: gpd.GeoDataFrame, notes: list[str]) -> gpd.GeoDataFrame:
    invalid = ~frame.geometry.is_valid
    if not invalid.any():
        return frame
    mended = shapely.make_valid(
        frame.geometry[invalid].to_numpy(), method="structure", keep_collapsed=False
    )
    frame = frame.copy()
    frame.loc[invalid, frame.geometry.name] = mended
    notes.append(f"{_listed(frame.loc[invalid, 'admin1_name'])}: invalid shapes were repaired")
    return frame[~frame.geometry.is_empty]


def _single(
    frame: gpd.GeoDataFrame, path: Path, notes: list[str], *, may_join: bool
) -> gpd.GeoDataFrame:
    """Give each code one row."""
    twice = frame["admin1_code"].duplicated(keep=False)
    if twice.any():
        names = _listed(frame.loc[twice, "admin1_code"].drop_duplicates())
        if not may_join:
            raise BoundaryError(
                f"{path.name} has several areas called {names}: name a column of codes as well"
            )
        notes.append(f"{names}: rows of one code were joined")
        frame = frame.dissolve("admin1_code", aggfunc="first").reset_index()
    frame = frame.assign(unit_id=frame["admin1_code"]).sort_values("unit_id")
    columns = ["unit_id", "admin1_code", "admin1_name", "geometry"]
    return frame[columns].reset_index(drop=True)


def _overlaps(frame: gpd.GeoDataFrame) -> list[str]:
    shapes = frame.geometry.to_numpy()
    left, right = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    left, right = left[left < right], right[left < right]
    shared = shapely.area(shapely.intersection(shapes[left], shapes[right]))
    smaller = np.minimum(shapely.area(shapes[left]), shapely.area(shapes[right]))
    bad = shared > _OVERLAP * smaller
    if not bad.any():
        return []
    names = frame["admin1_name"]
    pairs = [f"{names[a]} and {names[b]}" for a, b in zip(left[bad], right[bad], strict=True)]
    return [f"{_listed(pd.Series(pairs))} overlap: a point in both counts to the first by code"]


def _holes(frame: gpd.GeoDataFrame) -> list[str]:
    """Tell of land that the areas surround and none has: lakes, enclaves, sloppy borders."""
    parts = shapely.get_parts(shapely.union_all(frame.geometry.to_numpy()))
    rings = [shapely.Polygon(ring) for part in parts for ring in part.interiors]
    holes = [ring for ring in rings if ring.area > _SPECK]
    if not holes:
        return []
    largest = max(holes, key=lambda hole: float(hole.area)).representative_point()
    many = f"{len(holes)} holes" if len(holes) > 1 else "a hole"
    at = f"latitude {largest.y:.3f}, longitude {largest.x:.3f}"
    return [f"the areas leave {many}, the largest at {at}: a point in it is in no area"]


def _listed(names: pd.Series) -> str:
    shown = ", ".join(names.astype(str).head(_SHOWN))
    more = len(names) - _SHOWN
    return f"{shown} and {more} more" if more > 0 else shown
