"""The districts that the user fetched: point -> district."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo import fetched
from geo.cover import NONE, Cover
from geo.geoboundaries import read_areas

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

_WIDE = frozenset({"ADM0", "ADM1"})
_TOLERANCE_KM = 1.0  # these lines are drawn closer than the shipped provinces


@dataclass(frozen=True, slots=True)
class District:
    """One unit below the province: its name, ``ADM2`` to ``ADM5``, country and shape id."""

    name: str
    level: str
    country_iso2: str
    shape_id: str


class Districts:
    """All fetched units below the province.

    Parameters
    ----------
    tables
        Fetched boundaries.
    """

    def __init__(self, tables: Sequence[fetched.Fetched]) -> None:
        self._tables = sorted(tables, key=lambda table: (table.level, table.name))

    @classmethod
    def load(cls) -> Districts:
        """Open what was fetched, none where the user wants the embedded tables alone."""
        return cls([t for t in fetched.in_use(fetched.BOUNDARIES) if t.level not in _WIDE])

    def at(self, latitude: float, longitude: float) -> tuple[District, ...]:
        """Return the units in which a point (degrees) lies, the largest first."""
        point = np.array([shapely.Point(longitude, latitude)])
        found = []
        for table, frame, cover in self._covers:
            position = cover.match(point, _TOLERANCE_KM).position[0]
            if position != NONE:
                row = frame.iloc[position]
                found.append(District(row["shapeName"], table.level, table.country, row["shapeID"]))
        return tuple(found)

    @cached_property
    def _covers(self) -> list[tuple[fetched.Fetched, gpd.GeoDataFrame, Cover]]:
        opened = []
        for table in self._tables:
            frame = read_areas(table)
            cover = Cover(frame.geometry.to_numpy(), frame["shapeID"].tolist())
            opened.append((table, frame, cover))
        return opened
