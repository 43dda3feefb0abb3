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
_BASE = ("world", "provinces", "borders", "disputed")
_SMALLEST_FAR_ISLAND = 0.4  # square degrees
# Provinces of neighbours without a report are drawn up to this width of the view, in degrees.
_WIDEST_WITH_NEIGHBOURS = 60.0
# So far around the view the rest of the world is drawn, and no farther can the map be moved.
_REACH_DEGREES = 30.0
_CHUNK_BITS = 5
_PRINTABLE = 63
_SHORTEST_RING = 4
_SEAM = 0.001  # degrees; gaps between neighbours below this are none
# A country is framed whole where the view grows by it to at most so many times its size.
_FRAME_RATIO = 1.8
# Areas less than so many degrees apart are framed together; a group of areas with less than
# this share of the reports is left out, if what stays holds most of them.
_NEAR_EACH_OTHER = 6.0
_GOOD_SHARE = 0.25
_MOST = 0.6
# An area at the rim is left out where the view shrinks by this share of its side without it,
# as long as no more than this share of the reports is lost in all.
_RIM_GAIN = 0.35
_RIM_SHARE = 0.03
# Of west, south, east, north: so many on is the opposite side.
_OPPOSITE = 2
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

    @property
    def is_own(self) -> bool:
        """Whether the provinces are areas of the user's own, which may leave land between."""

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
        Code of a country -> its simplified shape, as far as it is near the view; the whole
        of those asked for.
    base
        What lies under everything: ``world``, ``provinces``, ``borders`` and ``disputed``,
        each a list of encoded shapes.
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
        if view is None:
            view = whole
        elif view.box.intersects(whole.box) and view.joined(whole).longest <= limit:
            view = view.joined(whole)
    return (view or WORLD).grown(_MARGIN)


def _where_most_is(areas: Sequence[Any], weights: Sequence[float] | None) -> list[Any]:
    """Return the areas of the groups that hold a good share of the weight each."""
    if len(areas) == 0:
        return []
    heavy = np.ones(len(areas)) if weights is None else np.asarray(weights, dtype=float)
    heavy = heavy / heavy.sum()
    edges = shapely.bounds(np.asarray(areas, dtype=object))
    boxes = shapely.box(*edges.T)
    groups = shapely.get_parts(shapely.union_all(shapely.buffer(boxes, _NEAR_EACH_OTHER / 2)))
    inside = [shapely.intersects(group, boxes) for group in groups]
    good = [members for members in inside if heavy[members].sum() >= _GOOD_SHARE]
    chosen = np.any(good, axis=0) if good else np.zeros(len(areas), dtype=bool)
    if heavy[chosen].sum() < _MOST:
        return list(areas)
    chosen = _without_rim(chosen, edges, heavy)
    return [area for area, use in zip(areas, chosen, strict=True) if use]


def _without_rim(chosen: Any, edges: Any, heavy: Any) -> Any:
    """Leave out areas at the rim that widen the view a lot for few reports.

    ``edges`` are west, south, east and north of each area in degrees.
    """
    kept, lost = chosen.copy(), 0.0
    while True:
        for side in range(4):
            worst = _outermost(kept, edges, side)
            rest = kept.copy()
            rest[worst] = False
            gain = 1 - _length(rest, edges, side) / _length(kept, edges, side)
            if rest.any() and gain >= _RIM_GAIN and lost + heavy[worst] <= _RIM_SHARE:
                kept, lost = rest, lost + heavy[worst]
                break
        else:
            return kept


def _outermost(kept: Any, edges: Any, side: int) -> int:
    outward = edges[:, side] if side >= _OPPOSITE else -edges[:, side]
    return int(np.argmax(np.where(kept, outward, -np.inf)))


def _length(kept: Any, edges: Any, side: int) -> float:
    """Return the extent of the kept areas, west to east or south to north, for a side."""
    low = side % _OPPOSITE
    if not kept.any():
        return np.inf
    return float(edges[kept, low + _OPPOSITE].max() - edges[kept, low].min()) or np.inf


def _main_part(shape: Any) -> Any:
    parts = shapely.get_parts(shape)
    return parts[int(np.argmax(shapely.area(parts)))] if len(parts) else shape


def outlines(
    shown: GeoDataFrame,
    boundaries: BoundaryFrames | None,
    view: Bounds,
    whole: Iterable[str] = (),
) -> Outlines:
    """Simplify and encode what a page draws.

    Parameters
    ----------
    shown
        Provinces with a report: admin1_code, country_iso2, geometry (one row a province).
    boundaries
        Where the rest of the basemap comes from; without it there are only the areas.
    view
        What the map opens with.
    whole
        Countries whose whole outline is asked for.
    """
    detail = min(max(view.longest * _NEAR_SHARE, _NEAR_LIMITS[0]), _NEAR_LIMITS[1])
    if boundaries is None:
        simple = _simplified(shown.geometry, detail)
        areas = dict(zip(shown["admin1_code"], simple, strict=True))
        return Outlines(areas, {}, dict.fromkeys(_BASE, ()))
    window = view.grown(_NEIGHBOURHOOD)
    near = _near(shown, boundaries.frame, window, set(whole))
    shapes = pd.Series(_simplified(near.geometry, detail), index=near.index)
    coded = near["admin1_code"].notna()
    areas = dict(zip(near["admin1_code"][coded], shapes[coded], strict=True))
    countries = {
        str(iso): _joined(group.to_numpy()) for iso, group in shapes.groupby(near["country_iso2"])
    }
    if boundaries.is_own:
        countries = whole_countries(boundaries, window)
    land = [*countries.values(), *shapes] if boundaries.is_own else list(shapes)
    return Outlines(areas, countries, _base(land, boundaries, countries, window))


def whole_countries(boundaries: BoundaryFrames, window: Bounds) -> dict[str, Any]:
    """Return the outlines of the countries in a window by their codes."""
    frame = boundaries.countries
    near = frame[frame.geometry.intersects(window.box)]
    return {str(iso): shape for iso, shape in zip(near["country_iso2"], near.geometry, strict=True)}


def _near(
    shown: GeoDataFrame, provinces: GeoDataFrame, window: Bounds, whole: set[str]
) -> GeoDataFrame:
    """Return the provinces in the window, all of some countries, and those with a report.

    Where the window is wide, only countries with a report have their provinces.
    """
    columns = ["admin1_code", "country_iso2", "geometry"]
    inside = provinces.geometry.intersects(window.box)
    if window.longest > _WIDEST_WITH_NEIGHBOURS:
        inside &= provinces["country_iso2"].isin(set(shown["country_iso2"].dropna()))
        whole = set()
    near = provinces.loc[inside | provinces["country_iso2"].isin(whole), columns]
    others = shown.loc[~shown["admin1_code"].isin(near["admin1_code"]), columns]
    return pd.concat([near, others], ignore_index=True) if len(others) else near


def _simplified(shapes: Iterable[Any], tolerance: float) -> Any:
    return shapely.coverage_simplify(np.asarray(shapes, dtype=object), tolerance)


def _joined(shapes: Any) -> Any:
    """Return areas as one; those of a file whose lines do not quite meet, too."""
    try:
        joined = shapely.coverage_union_all(shapes)
    except shapely.errors.GEOSException:
        joined = None
    if joined is not None and joined.is_valid:
        return joined
    return shapely.union_all(shapely.make_valid(shapes), grid_size=_SEAM)


def _base(
    land: Sequence[Any], boundaries: BoundaryFrames, countries: dict[str, Any], window: Bounds
) -> dict[str, list[Json]]:
    """Return the ground: coarse everywhere, and in the window with provinces and borders."""
    reach = window.grown(0.0, _REACH_DEGREES).box
    parts = shapely.get_parts(boundaries.countries.geometry.to_numpy())
    parts = parts[(shapely.area(parts) > _SMALLEST_FAR_ISLAND) & shapely.intersects(parts, reach)]
    borders = [shapely.intersection(c.boundary, window.box) for c in countries.values()]
    disputed = boundaries.disputed.geometry
    return {
        "world": [encode(shape, 2) for shape in _simplified(parts, _FAR_DEGREES)],
        "provinces": [encode(shape) for shape in land if shape.intersects(window.box)],
        "borders": [encode_line(line) for line in borders],
        "disputed": [encode_line(line) for line in disputed[disputed.intersects(window.box)]],
    }


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
    merged = shapely.line_merge(shape) if shape.geom_type == "MultiLineString" else shape
    lines = (part for part in shapely.get_parts(merged) if part.geom_type == "LineString")
    return [_encode(_quantised(line.coords, digits)) for line in lines]


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
