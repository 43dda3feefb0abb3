"""Which of many polygons a point belongs to: inside, on a border, or the nearest.

Coordinates are degrees in WGS 84 (EPSG:4326), x the longitude and y the latitude.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

NONE = -1
"""The position of a point that belongs to no polygon."""

_KM_PER_DEGREE = 111.195  # of latitude, on a sphere of 6,371 km
# Nearer to a pole a degree of longitude is taken to be as long as here.
_STEEPEST_LATITUDE = 85.0


class How(StrEnum):
    """How a point came to its polygon."""

    INSIDE = "inside"
    BORDER = "border"
    NEAREST = "nearest"


@dataclass(frozen=True, slots=True)
class Match:
    """What polygon each point belongs to: arrays of the points' length.

    Attributes
    ----------
    position
        Of the polygon; ``NONE`` where the point belongs to none.
    how
        A :class:`How`, or None.
    distance_km
        How far outside the polygon the point lies; 0 inside.
    """

    position: npt.NDArray[np.int64]
    how: npt.NDArray[np.object_]
    distance_km: npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Cover:
    """Polygons that points are matched to.

    Attributes
    ----------
    shapes
        The polygons, degrees.
    ids
        One id a polygon: a point that two of them claim goes to the id that sorts first.
    """

    shapes: npt.NDArray[np.object_]
    ids: Sequence[str]

    def match(self, points: npt.NDArray[np.object_], tolerance_km: float) -> Match:
        """Return the polygon of each point.

        Parameters
        ----------
        points
            Points in degrees; missing and empty ones belong to no polygon.
        tolerance_km
            How far outside every polygon a point may lie and belong to the nearest.
        """
        found = Match(
            np.full(len(points), NONE, dtype=np.int64),
            np.full(len(points), None, dtype=object),
            np.zeros(len(points)),
        )
        of_point, of_shape = self._tree.query(points, predicate="intersects")
        order = np.lexsort((self._rank[of_shape], of_point))
        first, index, count = np.unique(of_point[order], return_index=True, return_counts=True)
        found.position[first] = of_shape[order][index]
        found.how[first] = [How.BORDER if many else How.INSIDE for many in count > 1]
        there = ~(shapely.is_missing(points) | shapely.is_empty(points))
        for each in np.flatnonzero((found.position == NONE) & there):
            position, distance = self._nearest(points[each], tolerance_km)
            if position != NONE:
                found.position[each] = position
                found.how[each] = How.NEAREST
                found.distance_km[each] = distance
        return found

    def _nearest(self, point: shapely.Point, tolerance_km: float) -> tuple[int, float]:
        """Return position and distance (km) of the nearest polygon, if one is near enough."""
        shrink = math.cos(math.radians(min(abs(point.y), _STEEPEST_LATITUDE)))
        reach = tolerance_km / _KM_PER_DEGREE
        wide = reach / shrink
        near = self._tree.query(
            shapely.box(point.x - wide, point.y - reach, point.x + wide, point.y + reach)
        )
        if not len(near):
            return NONE, math.inf
        scale = np.array([shrink, 1.0])
        shapes = shapely.transform(self.shapes[near], lambda xy: xy * scale)
        degrees = shapely.distance(shapes, shapely.Point(point.x * shrink, point.y))
        best = int(np.lexsort((self._rank[near], degrees))[0])
        distance = float(degrees[best]) * _KM_PER_DEGREE
        return (int(near[best]), distance) if distance <= tolerance_km else (NONE, math.inf)

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self.shapes)

    @cached_property
    def _rank(self) -> npt.NDArray[np.int64]:
        """The place of each polygon in the order of the ids, which breaks ties."""
        rank = np.empty(len(self.ids), dtype=np.int64)
        rank[np.argsort(np.array(self.ids, dtype=object))] = np.arange(len(rank))
        return rank
