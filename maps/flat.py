"""The tables as geographic information systems want them: flat columns, one kind of shape a table.

QGIS, R and databases trip over lists, JSON and categories. So a table for them has texts, whole
numbers, numbers and dates alone; ``relations`` becomes one count a relation (``n_presence``,
``n_attack`` ...); characters that XML cannot hold become U+FFFD, so that every format has the
same text. Shapes are those of the GeoJSON files: longitude first, WGS 84, five decimals.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import geopandas
import pandas as pd
import pyarrow as pa
import shapely

from geo.records import Relation
from geo.schema import CLAIM_DTYPES, CLAIM_MEANINGS, CRS, DAYS, PRESENCE_DTYPES, PRESENCE_MEANINGS
from maps.export import outline
from maps.safe import xml_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shapely.geometry.base import BaseGeometry

    from geo.boundaries import Boundaries

#: What a column says, of whichever table it is; a count a relation is explained by its name.
MEANINGS: Mapping[str, Mapping[str, str]] = {
    "claims": CLAIM_MEANINGS,
    "presence": {
        **PRESENCE_MEANINGS,
        **{f"n_{kind}": f"Claims whose relation is {kind}." for kind in Relation},
    },
    "provinces": {
        "unit_id": "The code, with the day from which it holds where the province has a history.",
        "admin1_code": "ISO 3166-2 code; empty where the standard has none.",
        "admin1_name": "Usual English name.",
        "country_iso2": "ISO 3166-1 alpha-2.",
        "country_name": "Usual English name of the country.",
        "valid_from": "The day from which the province is as it is, where that is known.",
        "valid_to": "The day until which it was, where it is no more.",
    },
}
#: Columns of the provinces table, with the dtypes of :mod:`geo.schema`.
PROVINCE_DTYPES: Mapping[str, object] = {
    "unit_id": "string",
    "admin1_code": "string",
    "admin1_name": "string",
    "country_iso2": "string",
    "country_name": "string",
    "valid_from": DAYS,
    "valid_to": DAYS,
}
Shape = Literal["Point", "MultiPolygon"]
_DAY = pd.ArrowDtype(pa.date32())


@dataclass(frozen=True, slots=True)
class Layer:
    """One flat table.

    Attributes
    ----------
    name
        ``claims``, ``presence`` or ``provinces``.
    shape
        What every geometry is that is not missing.
    frame
        Flat columns and ``geometry`` (EPSG:4326). A claim without a point and a row of presence
        no closer than a country have no geometry.
    """

    name: str
    shape: Shape
    frame: geopandas.GeoDataFrame


def layers(
    claims: geopandas.GeoDataFrame, presence: geopandas.GeoDataFrame, boundaries: Boundaries
) -> tuple[Layer, ...]:
    """Return the three tables of a build.

    Parameters
    ----------
    claims, presence
        The frames of :mod:`geo.schema`.
    boundaries
        Gives the provinces of every country that the frames name.
    """
    return (
        claims_layer(claims),
        presence_layer(presence),
        provinces_layer(boundaries, (claims, presence)),
    )


def claims_layer(claims: geopandas.GeoDataFrame) -> Layer:
    """Return the flat table of a claims frame."""
    return _layer("claims", "Point", claims, CLAIM_DTYPES)


def presence_layer(presence: geopandas.GeoDataFrame) -> Layer:
    """Return the flat table of a presence frame."""
    return _layer("presence", "MultiPolygon", presence, PRESENCE_DTYPES)


def provinces_layer(boundaries: Boundaries, frames: Iterable[pd.DataFrame]) -> Layer:
    """Return the provinces of every country that frames name."""
    named = {iso for frame in frames for iso in frame["country_iso2"].dropna()}
    units = boundaries.frame
    provinces = units[units["country_iso2"].isin(named)]
    return _layer("provinces", "MultiPolygon", provinces, PROVINCE_DTYPES)


def _layer(
    name: str, shape: Shape, frame: geopandas.GeoDataFrame, dtypes: Mapping[str, object]
) -> Layer:
    columns: dict[str, pd.Series] = {}
    for column, dtype in dtypes.items():
        if column == "relations":
            columns |= _counts(frame[column])
        else:
            columns[column] = _plain(frame[column], dtype)
    shapes = _outlines(frame.geometry, area=shape == "MultiPolygon")
    geometry = geopandas.GeoSeries(shapes, index=frame.index, crs=CRS)
    flat = geopandas.GeoDataFrame(columns, geometry=geometry).reset_index(drop=True)
    return Layer(name, shape, flat)


def _plain(column: pd.Series, dtype: object) -> pd.Series:
    if dtype in {"Int64", "float64", "boolean"}:
        return column
    if dtype == DAYS:
        return pd.to_datetime(column).dt.date.astype(_DAY)
    return column.astype("string").map(xml_text, na_action="ignore").astype("string")


def _counts(relations: pd.Series) -> dict[str, pd.Series]:
    """Return a JSON object of counts as a column a relation, 0 where it has none."""
    counts = [json.loads(text) for text in relations]
    return {
        f"n_{kind}": pd.Series([one.get(kind, 0) for one in counts], relations.index, "Int64")
        for kind in Relation
    }


def _outlines(shapes: Iterable[BaseGeometry | None], *, area: bool) -> list[BaseGeometry | None]:
    """Round shapes as the GeoJSON files have them, each of them once."""
    known: dict[int, BaseGeometry | None] = {}
    out = []
    for shape in shapes:
        if id(shape) not in known:
            rounded = outline(shape)
            known[id(shape)] = _multipolygon(rounded) if area and rounded else rounded
        out.append(known[id(shape)])
    return out


def _multipolygon(shape: BaseGeometry) -> shapely.MultiPolygon:
    parts = shapely.get_parts(shape)
    return shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon"])
