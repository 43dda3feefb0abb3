"""Make the shape of a row of ``provinces.csv`` out of the polygons of the source."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pycountry
import shapely
from province_rows import PROVINCES
from shapely.affinity import scale

from geo.errors import SourceFileError

if TYPE_CHECKING:
    from collections.abc import Iterable

    import geopandas as gpd
    import pandas as pd
    from province_rows import ProvinceRow
    from shapely.geometry.base import BaseGeometry

_KM_PER_DEGREE = 111.195  # of latitude, on a sphere of 6,371 km


class Shapes:
    """The polygons of the source, by the names that ``parts`` gives them.

    Parameters
    ----------
    source
        Columns ``adm0_a3``, ``name``, ``gn_name`` and the polygons, EPSG:4326.
    towns
        Columns ``latitude``, ``longitude`` and ``code`` (``IN.40``) of GeoNames towns.
    rows
        All rows of the file: a ``rest`` is what its siblings leave.
    """

    def __init__(
        self, source: gpd.GeoDataFrame, towns: pd.DataFrame, rows: Iterable[ProvinceRow]
    ) -> None:
        self._geometry = np.asarray(source.geometry.to_numpy())
        self._index: dict[str, list[int]] = {}
        names = zip(source["adm0_a3"], source["name"], source["gn_name"], strict=True)
        for position, (country, name, gn_name) in enumerate(names):
            for key in (f"{country}:{name}", f"{country}:{name}/{gn_name}"):
                self._index.setdefault(key, []).append(position)
        self._towns = towns
        self._rows = tuple(rows)

    def positions(self, row: ProvinceRow) -> list[int]:
        """Return the positions in the source of the polygons that a row names.

        Raises
        ------
        SourceFileError
            Where a name stands for none or for several.
        """
        return [self._position(part, row) for part in row.parts]

    def _position(self, part: str, row: ProvinceRow) -> int:
        key = part if part[3:4] == ":" else f"{_alpha3(row.country_iso2)}:{part}"
        found = self._index.get(key, [])
        if len(found) != 1:
            reason = f"{part!r} names {len(found)} polygons of the source; it must name one"
            raise SourceFileError(PROVINCES, row.line, reason)
        return found[0]

    def shape(self, row: ProvinceRow) -> BaseGeometry:
        """Return the shape of a row, its cut applied."""
        whole = shapely.union_all(self._geometry[self.positions(row)])
        if not row.cut:
            return whole
        if row.kind != "rest":
            return shapely.intersection(whole, self._cutter(row, whole))
        siblings = (
            other
            for other in self._rows
            if other.parts == row.parts and other.kind not in {"", "rest"} and other.overlaps(row)
        )
        return shapely.difference(whole, shapely.union_all([self.shape(s) for s in siblings]))

    def _cutter(self, row: ProvinceRow, whole: BaseGeometry) -> BaseGeometry:
        if row.kind == "towns":
            return self._nearer_to(row.arguments.split(), whole)
        numbers = [[float(n) for n in pair.split()] for pair in row.arguments.split(",")]
        if row.kind == "circle":
            return _circle(*numbers[0])
        return shapely.Polygon([(longitude, latitude) for latitude, longitude in numbers])

    def _nearer_to(self, codes: list[str], whole: BaseGeometry) -> BaseGeometry:
        """Return where the nearest town has one of the codes: a union of Voronoi cells."""
        towns = self._towns
        points = shapely.points(towns["longitude"], towns["latitude"])
        shapely.prepare(whole)
        inside = shapely.contains(whole, points)
        towns, points = towns[inside], points[inside]
        # Degrees of longitude are shorter: stretch, so that "nearer" means kilometres.
        stretch = math.cos(math.radians(whole.centroid.y))
        flat = [scale(p, xfact=stretch, origin=(0, 0)) for p in points]
        cells = shapely.get_parts(
            shapely.voronoi_polygons(
                shapely.multipoints(flat),
                extend_to=scale(whole.envelope, xfact=stretch, origin=(0, 0)),
                ordered=True,
            )
        )
        mine = shapely.union_all(cells[towns["code"].isin(codes).to_numpy()])
        return _in_one_piece(scale(mine, xfact=1 / stretch, origin=(0, 0)), whole)


def _in_one_piece(mine: BaseGeometry, whole: BaseGeometry) -> BaseGeometry:
    """Return ``mine`` so that it divides the main part of ``whole`` in two.

    A town with an outdated code would make an island on the wrong side.
    """
    main = _largest(whole)
    other = shapely.difference(main, _largest(shapely.intersection(main, mine)))
    islands = shapely.intersection(shapely.difference(whole, main), mine)
    return shapely.union(shapely.difference(main, _largest(other)), islands)


def _largest(shape: BaseGeometry) -> BaseGeometry:
    return max(shapely.get_parts(shape), key=shapely.area)


def _circle(latitude: float, longitude: float, radius_km: float) -> BaseGeometry:
    radius = radius_km / _KM_PER_DEGREE
    circle = shapely.Point(longitude, latitude).buffer(radius)
    return scale(circle, xfact=1 / math.cos(math.radians(latitude)))


def _alpha3(iso2: str) -> str:
    country = pycountry.countries.get(alpha_2=iso2)
    return str(country.alpha_3) if country else iso2
