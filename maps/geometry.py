"""Outlines for the page: simplified so that neighbours still fit, quantised, and encoded.

Coordinates are degrees in EPSG:4326. A ring becomes a string of the "encoded polyline"
format (integer deltas, five bits a character), which takes about three bytes a vertex where
GeoJSON takes twenty.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import pandas as pd
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geopandas import GeoDataFrame

    from maps.safe import Json

#: Decimals kept: 0.001 degree is about 110 m, less than the outlines know.
DIGITS = 3
#: Detail near what is shown, as a share of the view's longer side and its limits in degrees,
#: and in the rest of the world: corners smaller than a triangle of this side are left out
#: (`shapely.coverage_simplify`).
_NEAR_SHARE = 1 / 700
_NEAR_LIMITS = (0.01, 0.3)
_FAR_DEGREES = 0.35
_SMALLEST_FAR_ISLAND = 0.4  # square degrees
# Provinces of neighbours without a report are drawn up to this width of the view, in degrees.
_WIDEST_WITH_NEIGHBOURS = 60.0
# So far around the view the rest of the world is drawn, and no farther can the map be moved.
_REACH_DEGREES = 30.0
_CHUNK_BITS = 5
_PRINTABLE = 63
_SHORTEST_RING = 4
# A country is framed whole where the view grows by it to at most so many times its size.
_FRAME_RATIO = 1.8
# Areas less than so many degrees apart are framed together; a group of areas with less than
# this share of the reports is left out, if what stays holds most of them.
_NEAR_EACH_OTHER = 6.0
_GOOD_SHARE = 0.15
_MOST = 0.6
_MARGIN = 0.02
_NEIGHBOURHOOD = 0.6


class BoundaryFrames(Protocol):
    """What of `geo.boundaries.Boundaries` a map needs."""

    @property
    def frame(self) -> GeoDataFrame:
        """Provinces: admin1_code, admin1_name, country_iso2, inside_latitude, geometry ..."""

    @property
    def countries(self) -> GeoDataFrame:
        """Countries: country_iso2, country_name, geometry."""

    @property
    def disputed(self) -> GeoDataFrame:
        """Disputed lines: geometry."""

    def by_code(self, code: str) -> Any:
        """Return the province of a code, former ones too, or None; it has `admin1_code`."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """A box of degrees; never crosses the antimeridian."""

    south: float
    west: float
    north: float
    east: float

    @classmethod
    def around(cls, shapes: Sequence[Any]) -> Bounds | None:
        """Return the box around shapes, None where there are none."""
        present = [shape for shape in shapes if shape is not None and not shape.is_empty]
        if not present:
            return None
        west, south, east, north = (float(n) for n in shapely.total_bounds(present))
        return cls(south, west, north, east)

    def grown(self, share: float, degrees: float = 0.3) -> Bounds:
        """Return the box with a margin of a share of its longer side and some degrees."""
        by = self.longest * share + degrees
        return Bounds(
            max(self.south - by, -85.0),
            max(self.west - by, -180.0),
            min(self.north + by, 85.0),
            min(self.east + by, 180.0),
        )

    def joined(self, other: Bounds) -> Bounds:
        """Return the box around both."""
        return Bounds(
            min(self.south, other.south),
            min(self.west, other.west),
            max(self.north, other.north),
            max(self.east, other.east),
        )

    @property
    def longest(self) -> float:
        """Degrees of the longer side."""
        return max(self.height, self.width)

    @property
    def height(self) -> float:
        """Degrees of latitude."""
        return self.north - self.south

    @property
    def width(self) -> float:
        """Degrees of longitude."""
        return self.east - self.west

    @property
    def box(self) -> shapely.Polygon:
        """The box as a polygon."""
        return shapely.box(self.west, self.south, self.east, self.north)

    def as_list(self) -> list[list[float]]:
        """Return ``[[south, west], [north, east]]``, as Leaflet takes it."""
        low = [round(self.south, DIGITS), round(self.west, DIGITS)]
        return [low, [round(self.north, DIGITS), round(self.east, DIGITS)]]


WORLD = Bounds(-56.0, -170.0, 75.0, 180.0)


@dataclass(frozen=True, slots=True)
class Outlines:
    """Outlines ready for the page.

    Attributes
    ----------
    areas
        Code of a province -> its simplified shape, for all near the view.
    countries
        Code of a country -> its simplified shape, near the view.
    base
        What lies under everything: ``world``, ``provinces`` (lines of other provinces),
        ``disputed``, each a list of encoded shapes.
    """

    areas: dict[str, Any]
    countries: dict[str, Any]
    base: Mapping[str, Sequence[Json]]


def frame_around(
    areas: Sequence[Any], countries: Sequence[Any], weights: Sequence[float] | None = None
) -> Bounds:
    """Return the box to open with: where most is reported, with a margin.

    Parameters
    ----------
    areas
        Shapes with a report.
    countries
        Outlines of countries with a report that is no closer. One is framed whole where it
        does not make the areas small.
    weights
        How much is reported of each area; all the same by default.

    Notes
    -----
    A far-off area with one report does not shrink the rest to a dot: areas that lie near each
    other are taken together, and small groups of them are left out of the opening view.
    """
    view = Bounds.around(_where_most_is(areas, weights))
    limit = np.inf if view is None else _FRAME_RATIO * view.longest
    wholes = [Bounds.around([_main_part(outline)]) for outline in countries]
    for whole in sorted((w for w in wholes if w), key=lambda w: w.longest):
        joined = view.joined(whole) if view else whole
        if joined.longest <= limit:
            view = joined
    return (view or WORLD).grown(_MARGIN)


def _where_most_is(areas: Sequence[Any], weights: Sequence[float] | None) -> list[Any]:
    """Return the areas of the groups that hold a good share of the weight each."""
    if len(areas) == 0:
        return []
    heavy = np.ones(len(areas)) if weights is None else np.asarray(weights, dtype=float)
    boxes = shapely.box(*shapely.bounds(np.asarray(areas, dtype=object)).T)
    groups = shapely.get_parts(shapely.union_all(shapely.buffer(boxes, _NEAR_EACH_OTHER / 2)))
    inside = [shapely.intersects(group, boxes) for group in groups]
    shares = [heavy[members].sum() / heavy.sum() for members in inside]
    kept = [members for members, share in zip(inside, shares, strict=True) if share >= _GOOD_SHARE]
    chosen = np.any(kept, axis=0) if kept else np.zeros(len(areas), dtype=bool)
    if heavy[chosen].sum() < _MOST * heavy.sum():
        return list(areas)
    return [area for area, use in zip(areas, chosen, strict=True) if use]


def _main_part(shape: Any) -> Any:
    parts = shapely.get_parts(shape)
    return parts[int(np.argmax(shapely.area(parts)))] if len(parts) else shape


def outlines(shown: GeoDataFrame, boundaries: BoundaryFrames | None, view: Bounds) -> Outlines:
    """Simplify and encode what a page draws.

    Parameters
    ----------
    shown
        Provinces with a report: admin1_code, country_iso2, geometry (one row a province).
    boundaries
        Where the rest of the basemap comes from; without it there are only the areas.
    view
        What the map opens with.
    """
    detail = min(max(view.longest * _NEAR_SHARE, _NEAR_LIMITS[0]), _NEAR_LIMITS[1])
    if boundaries is None:
        simple = _simplified(shown.geometry, detail)
        areas = dict(zip(shown["admin1_code"], simple, strict=True))
        return Outlines(areas, {}, {"world": [], "provinces": [], "disputed": []})
    window = view.grown(_NEIGHBOURHOOD)
    isos = _near_countries(shown, boundaries.frame, window)
    near = _near(shown, boundaries.frame, window, isos)
    shapes = pd.Series(_simplified(near.geometry, detail), index=near.index)
    coded = near["admin1_code"].notna()
    areas = dict(zip(near["admin1_code"][coded], shapes[coded], strict=True))
    countries = _dissolved(shapes, near["country_iso2"], isos)
    base = _base(shapes, boundaries, countries, window)
    of_none = shapes[near["country_iso2"].isna()]
    base["world"] = [*base["world"], *(encode(shape, 2) for shape in of_none)]
    return Outlines(areas, countries, base)


def _near_countries(shown: GeoDataFrame, provinces: GeoDataFrame, window: Bounds) -> set[str]:
    """Return the countries whose provinces are drawn: those in the window.

    Where the window is wide, only those with a report.
    """
    box = window.box
    frame = shown if window.longest > _WIDEST_WITH_NEIGHBOURS else provinces
    return set(frame["country_iso2"][frame.geometry.intersects(box)].dropna())


def _near(
    shown: GeoDataFrame, provinces: GeoDataFrame, window: Bounds, isos: set[str]
) -> GeoDataFrame:
    """Return all provinces of the countries, and those with a report wherever they lie."""
    columns = ["admin1_code", "country_iso2", "geometry"]
    of_none = provinces["country_iso2"].isna() & provinces.geometry.intersects(window.box)
    near = provinces.loc[provinces["country_iso2"].isin(isos) | of_none, columns]
    others = shown.loc[~shown["admin1_code"].isin(near["admin1_code"]), columns]
    return pd.concat([near, others], ignore_index=True) if len(others) else near


def _simplified(shapes: Iterable[Any], tolerance: float) -> Any:
    return shapely.coverage_simplify(np.asarray(shapes, dtype=object), tolerance)


def _dissolved(shapes: pd.Series, isos: pd.Series, whole: set[str]) -> dict[str, Any]:
    groups = shapes.groupby(isos)
    return {
        str(iso): shapely.coverage_union_all(list(group)) for iso, group in groups if iso in whole
    }


def _base(
    shapes: pd.Series, boundaries: BoundaryFrames, countries: dict[str, Any], window: Bounds
) -> dict[str, list[Json]]:
    everywhere = boundaries.countries
    rest = everywhere.geometry[~everywhere["country_iso2"].isin(countries)]
    rest = rest[rest.intersects(window.grown(0.0, _REACH_DEGREES).box)]
    far = _without_islands(_simplified(rest, _FAR_DEGREES))
    lines = [shape for shape in shapes if shapely.intersects(shape, window.box)]
    disputed = boundaries.disputed.geometry
    return {
        "world": [encode(shape, 2) for shape in far],
        "provinces": [encode(shape) for shape in lines],
        "disputed": [encode_line(line) for line in disputed[disputed.intersects(window.box)]],
    }


def _without_islands(shapes: Iterable[Any]) -> list[Any]:
    parts = shapely.get_parts(np.asarray(shapes, dtype=object))
    return list(parts[shapely.area(parts) > _SMALLEST_FAR_ISLAND])


def encode(shape: Any, digits: int = DIGITS) -> list[list[str]]:
    """Return a (multi)polygon as encoded rings, the outer one of each part first."""
    out = []
    for part in shapely.get_parts(shape):
        if part.geom_type != "Polygon":
            continue
        rings = [_encode_ring(ring.coords, digits) for ring in (part.exterior, *part.interiors)]
        if rings[0]:
            out.append([ring for ring in rings if ring])
    return out


def encode_line(shape: Any, digits: int = DIGITS) -> list[str]:
    """Return a (multi)line as encoded lines."""
    return [_encode(_quantised(part.coords, digits)) for part in shapely.get_parts(shape)]


def _encode_ring(coords: Any, digits: int) -> str:
    points = _quantised(coords, digits)
    return _encode(points[:-1]) if len(points) >= _SHORTEST_RING else ""


def _quantised(coords: Any, digits: int) -> Any:
    """Return integer (latitude, longitude) pairs without repetitions."""
    points = np.rint(np.asarray(coords)[:, 1::-1] * 10**digits).astype(np.int64)
    keep = np.ones(len(points), dtype=bool)
    keep[1:] = (points[1:] != points[:-1]).any(axis=1)
    return points[keep]


def _encode(points: Any) -> str:
    deltas = np.diff(points, axis=0, prepend=np.zeros((1, 2), dtype=np.int64)).ravel()
    folded = np.where(deltas < 0, ~(deltas << 1), deltas << 1)
    out = []
    for value in folded.tolist():
        rest = value
        while rest >= 1 << _CHUNK_BITS:
            out.append(chr((1 << _CHUNK_BITS | rest & 31) + _PRINTABLE))
            rest >>= _CHUNK_BITS
        out.append(chr(rest + _PRINTABLE))
    return "".join(out)
