"""The files that a build writes: CSV, GeoJSON and the record of the run.

Each file is written whole or not at all, and the same tables give the same bytes.

CSV follows RFC 4180 (UTF-8, CRLF between records, an empty field for a missing value). A text
stands as the document has it, even where it begins with ``=`` or ``+``: these are data, so open
files of unknown origin in a spreadsheet as text. GeoJSON follows RFC 7946: longitude first, WGS 84
without a ``crs`` member, exterior rings counter-clockwise, five decimals (about a metre), a
``bbox`` that may cross the antimeridian, ``geometry`` null where the place is no closer than an
area without outline.
"""

from __future__ import annotations

import csv
import io
import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
import shapely.geometry

from geo.errors import UsageError
from geo.schema import CLAIM_COLUMNS, PRESENCE_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

_DECIMALS = 5
_HALF_TURN = 180.0

Value = str | int | float | None


def writable(folder: Path) -> None:
    """Make the folder, and find out before the work whether it can be written.

    Raises
    ------
    UsageError
        Where it cannot.
    """
    probe = folder / f".presence-mapper.{os.getpid()}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or "unknown error"
        raise UsageError(f"{folder}: no folder that can be written ({reason})") from error


def write(path: Path, text: str) -> None:
    """Write a file whole or not at all; line ends stay as they are in ``text``.

    Raises
    ------
    OSError
        Where the folder cannot be written; a file of that name is then as it was.
    """
    write_pieces(path, (text,))


def write_pieces(path: Path, pieces: Iterable[str]) -> None:
    """Write a file whole or not at all, piece by piece; an error among these leaves it as it was.

    Raises
    ------
    OSError
        As :func:`write`.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def claims_csv(claims: pd.DataFrame) -> str:
    """Return ``claims.csv``: one row a claim, the fields in their order."""
    return _csv(claims, CLAIM_COLUMNS)


def presence_csv(presence: GeoDataFrame) -> str:
    """Return ``presence.csv``: every row, those of countries too, without geometry."""
    return _csv(presence, PRESENCE_COLUMNS)


def claims_geojson(claims: GeoDataFrame) -> str:
    """Return ``claims.geojson``: one Feature a claim, a Point where the place is precise."""
    return _geojson(claims, CLAIM_COLUMNS)


def presence_geojson(presence: GeoDataFrame) -> str:
    """Return ``presence.geojson``: one Feature an actor and province, its polygon.

    The rows no closer than a country are in ``presence.csv`` alone.
    """
    return _geojson(presence[presence["admin1_code"].notna()], PRESENCE_COLUMNS)


def bbox(shapes: Iterable[BaseGeometry | None]) -> list[float] | None:
    """Return the smallest box around shapes, as RFC 7946, section 5, has it.

    Parameters
    ----------
    shapes
        Geometries in degrees, within -180 to 180; None and empty ones are passed over.

    Returns
    -------
    list of float or None
        West, south, east, north in degrees; west is greater than east where the box crosses the
        antimeridian. None where there is nothing to bound.
    """
    parts = shapely.get_parts([one for one in shapes if one is not None and not one.is_empty])
    if not len(parts):
        return None
    bounds = shapely.bounds(parts)
    west, east = _longitudes(bounds[:, 0], bounds[:, 2])
    return [west, float(bounds[:, 1].min()), east, float(bounds[:, 3].max())]


def _longitudes(wests: np.ndarray, easts: np.ndarray) -> tuple[float, float]:
    """Return the arc that leaves out the widest gap between the intervals of longitude."""
    order = np.argsort(wests, kind="stable")
    starts, ends = wests[order], np.maximum.accumulate(easts[order])
    gaps = starts[1:] - ends[:-1]
    around = starts[0] + 2 * _HALF_TURN - ends[-1]
    if not len(gaps) or gaps.max() <= around:
        return float(starts[0]), float(ends[-1])
    widest = int(gaps.argmax())
    return float(starts[widest + 1]), float(ends[widest])


def outline(shape: BaseGeometry | None) -> BaseGeometry | None:
    """Return a shape as RFC 7946 wants it, or None where nothing is left of it.

    Two dimensions, within -180 to 180 degrees of longitude (cut at the antimeridian), five
    decimals, exterior rings counter-clockwise and holes clockwise.
    """
    if shape is None or shape.is_empty:
        return None
    flat = _cut(shapely.force_2d(shape))
    rounded = shapely.transform(flat, _rounded)
    if not rounded.is_valid:
        rounded = shapely.set_precision(flat, 10**-_DECIMALS)
        rounded = shapely.transform(rounded, _rounded)
    return None if rounded.is_empty else shapely.orient_polygons(rounded, exterior_cw=False)


def _cut(shape: BaseGeometry) -> BaseGeometry:
    """Bring what lies beyond 180 degrees of longitude back in, cut at the antimeridian."""
    west, _, east, _ = shape.bounds
    if west >= -_HALF_TURN and east <= _HALF_TURN:
        return shape
    pieces = []
    for turn in (-2 * _HALF_TURN, 0.0, 2 * _HALF_TURN):
        window = shapely.box(-_HALF_TURN + turn, -90, _HALF_TURN + turn, 90)
        piece = shapely.intersection(shape, window)
        pieces.append(shapely.transform(piece, _shifted(-turn)))
    return shapely.union_all(pieces)


def _rounded(coordinates: np.ndarray) -> np.ndarray:
    return np.round(coordinates, _DECIMALS) + 0.0  # never minus zero


def _shifted(degrees: float) -> Callable[[np.ndarray], np.ndarray]:
    return lambda xy: xy + np.array([degrees, 0.0])


def _csv(frame: pd.DataFrame, columns: Sequence[str]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(zip(*(_values(frame[name]) for name in columns), strict=True))
    return out.getvalue()


def _geojson(frame: GeoDataFrame, columns: Sequence[str]) -> str:
    known: dict[int, BaseGeometry | None] = {}
    for shape in frame.geometry:
        if id(shape) not in known:
            known[id(shape)] = outline(shape)
    texts = {key: _json(_geometry(shape)) for key, shape in known.items()}
    rows = zip(*(_values(frame[name]) for name in columns), strict=True)
    features = [
        f'{{"type": "Feature", "properties": {_json(dict(zip(columns, row, strict=True)))}, '
        f'"geometry": {texts[id(shape)]}}}'
        for row, shape in zip(rows, frame.geometry, strict=True)
    ]
    box = bbox(known.values())
    head = '{"type": "FeatureCollection"' + (f', "bbox": {_json(box)}' if box else "")
    return head + ', "features": [\n' + ",\n".join(features) + "\n]}\n"


def _geometry(shape: BaseGeometry | None) -> Mapping[str, object] | None:
    return None if shape is None else shapely.geometry.mapping(shape)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _values(column: pd.Series) -> list[Value]:
    """Return a column as plain values: dates as ISO 8601, None where one is missing."""
    if pd.api.types.is_datetime64_any_dtype(column):
        column = column.dt.strftime("%Y-%m-%d")
    values = column.astype(object)
    return values.where(column.notna(), None).tolist()
