"""The provinces of the world as of a date: point -> province, code -> province.

The shipped set is Natural Earth, corrected (see ``data/sources/provinces.csv``); a set of
the user's own can take its place. Coordinates are degrees in WGS 84 (EPSG:4326).

Examples
--------
>>> boundaries = Boundaries.load()
>>> boundaries.locate(34.526, 69.178).admin1_code
'AF-KAB'
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo import fetched
from geo.cover import NONE, Cover, How
from geo.errors import TableError, UsageError
from geo.geoboundaries import read_areas
from geo.own_boundaries import read_own
from geo.tables import table

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

    from geo.fetched import Fetched

TOLERANCE_KM = 10.0
"""How far outside every province a point may lie and still belong to the nearest one.

Natural Earth at 1:10m draws coasts and borders up to about 5 km off; border crossings and
harbours stand on them.
"""


@dataclass(frozen=True, slots=True)
class Unit:
    """One province.

    Attributes
    ----------
    unit_id
        Stable id; the code, with the day from which it holds where it has a history.
    admin1_code
        ISO 3166-2, or None where the standard has none.
    admin1_name
        Usual English name.
    country_iso2, country_name
        ISO 3166-1 alpha-2 and usual English name; None for land that belongs to none.
    """

    unit_id: str
    admin1_code: str | None
    admin1_name: str
    country_iso2: str | None
    country_name: str | None


@dataclass(frozen=True, slots=True)
class Located:
    """The province of a point, how it came to it, and how far outside (km) the point lies."""

    unit: Unit
    how: How
    distance_km: float

    @property
    def admin1_code(self) -> str | None:
        """ISO 3166-2 code of the province, or None."""
        return self.unit.admin1_code

    @property
    def admin1_name(self) -> str:
        """Usual English name of the province."""
        return self.unit.admin1_name

    @property
    def country_iso2(self) -> str | None:
        """ISO 3166-1 alpha-2 code of the country, or None."""
        return self.unit.country_iso2


_UNIT_COLUMNS = ["unit_id", "admin1_code", "admin1_name", "country_iso2", "country_name"]


@dataclass(frozen=True, eq=False)
class Boundaries:
    """Provinces that hold on one day.

    Attributes
    ----------
    frame
        One row a province, EPSG:4326; ``unit_id``, ``admin1_code``, ``admin1_name``,
        ``country_iso2``, ``country_name``, ``other_codes`` (joined by ``;``),
        ``inside_latitude``, ``inside_longitude``, ``geometry``. The index counts from 0.
    former
        The rows of the set that hold on other days only.
    as_of
        The day.
    notes
        What was mended in a file of the user's own, or which shapes were fetched, one sentence
        each.
    finer
        Ids of the provinces whose shapes were fetched: a point that one of these and one of the
        others claim is in the former.
    is_own
        True for areas of the user's own, whose codes are the user's too.
    """

    frame: gpd.GeoDataFrame
    former: gpd.GeoDataFrame
    as_of: date
    notes: tuple[str, ...] = ()
    finer: frozenset[str] = frozenset()
    is_own: bool = False

    @classmethod
    def load(
        cls,
        path: Path | None = None,
        *,
        as_of: date | None = None,
        finer: Sequence[Fetched] | None = None,
    ) -> Boundaries:
        """Open the shipped set, or one written in the same form.

        Provinces that hold today have the shapes of fetched ADM1 boundaries where those bear
        their ISO 3166-2 codes.

        Parameters
        ----------
        path
            A GeoParquet file; the shipped one by default.
        as_of
            The day whose provinces are wanted; today by default.
        finer
            Fetched boundaries; those of the user's cache by default, unless ``path`` is given.

        Raises
        ------
        TableError
            Where a file is missing or damaged.
        """
        units = _read(path or table("provinces.parquet"))
        day = as_of or datetime.now(UTC).date()
        holds = [
            (start or date.min) <= day < (end or date.max)
            for start, end in zip(units["valid_from"], units["valid_to"], strict=True)
        ]
        now = units[holds].reset_index(drop=True)
        former = units[~np.array(holds, dtype=bool)].reset_index(drop=True)
        if finer is None:
            finer = fetched.in_use(fetched.BOUNDARIES) if path is None else ()
        return cls(now, former, day).with_shapes_of(finer)

    def with_shapes_of(self, tables: Sequence[Fetched]) -> Boundaries:
        """Return the set with the shapes of fetched ADM1 boundaries, by ISO 3166-2 code.

        Areas with codes of one province, a former one among them, are that province together.
        A province that no longer holds keeps its own shape, the fetched ones being of today,
        and so does one whose code stands on other land.
        """
        frame, notes, finer = self.frame.copy(), list(self.notes), set(self.finer)
        for one in (one for one in tables if one.level == "ADM1"):
            ours = (frame["country_iso2"] == one.country) & frame["valid_to"].isna()
            fitting = [
                (position, shape)
                for position, shape in self._by_position(read_areas(one))
                if ours.iloc[position] and _same_land(shape, frame.geometry.iloc[position])
            ]
            for position, shape in fitting:
                inside = shape.representative_point()
                frame.loc[position, ["geometry", "inside_latitude", "inside_longitude"]] = [
                    shape,
                    inside.y,
                    inside.x,
                ]
            finer.update(frame["unit_id"].iloc[[position for position, _ in fitting]])
            notes.append(f"{len(fitting)} of {ours.sum()} provinces of {one.country}: {one.name}")
        return replace(self, frame=frame, notes=tuple(notes), finer=frozenset(finer))

    def _by_position(self, areas: gpd.GeoDataFrame) -> list[tuple[int, BaseGeometry]]:
        """Return the positions in the frame that the codes of areas mean, and their shapes."""
        groups = areas.geometry.groupby(areas["shapeISO"].map(self._codes))
        return [(int(position), shapely.union_all(list(shapes))) for position, shapes in groups]

    @classmethod
    def from_file(
        cls, path: str | os.PathLike[str], *, name_column: str, code_column: str | None = None
    ) -> Boundaries:
        """Open a boundary file of the user's own.

        Parameters
        ----------
        path
            Anything that GDAL reads, or GeoParquet.
        name_column, code_column
            The columns with the areas' names and codes; without codes the names stand in.

        Returns
        -------
        Boundaries
            Each area in the country in which its inside point lies; ``notes`` says what was
            mended.

        Raises
        ------
        BoundaryError
            Where the file cannot be read or used.
        """
        areas, notes = read_own(Path(path), name_column=name_column, code_column=code_column)
        inside = areas.representative_point()
        world = cls.load()
        country = world.join(inside)[["country_iso2", "country_name"]]
        blank = dict.fromkeys(["valid_from", "valid_to"]) | {"other_codes": "", "other_names": ""}
        frame = areas.join(country).assign(
            inside_latitude=inside.y, inside_longitude=inside.x, **blank
        )
        return cls(frame, frame.iloc[:0], world.as_of, notes, is_own=True)

    @cached_property
    def countries(self) -> gpd.GeoDataFrame:
        """Simplified outlines: ``country_iso2``, ``country_name``, ``geometry``."""
        return _read(table("countries.parquet"))

    @cached_property
    def disputed(self) -> gpd.GeoDataFrame:
        """Lines of disputed borders: ``name`` (who claims), ``held_by``, ``geometry``."""
        return _read(table("disputed.parquet"))

    def locate(
        self, latitude: float, longitude: float, *, tolerance_km: float = TOLERANCE_KM
    ) -> Located | None:
        """Return the province of a point, or None where none is near.

        A point on a shared border goes to the province whose ``unit_id`` sorts first.

        Raises
        ------
        UsageError
            Where the numbers are no coordinates.
        """
        if not (abs(latitude) <= _POLE and abs(longitude) <= _DATE_LINE):
            raise UsageError(f"latitude {latitude}, longitude {longitude} is no place on Earth")
        points = np.array([shapely.Point(longitude, latitude)])
        found = self._cover.match(points, tolerance_km)
        if found.position[0] == NONE:
            return None
        unit = self._units[found.position[0]]
        return Located(unit, found.how[0], float(found.distance_km[0]))

    def join(self, points: gpd.GeoSeries, *, tolerance_km: float = TOLERANCE_KM) -> pd.DataFrame:
        """Return the province of each point, as :meth:`locate` does.

        Parameters
        ----------
        points
            Points with a CRS; missing and empty ones come to no province.
        tolerance_km
            How far outside every province a point may lie.

        Returns
        -------
        DataFrame
            With the index of ``points``: the fields of :class:`Unit`, ``how`` and
            ``distance_km``; null where there is no province.

        Raises
        ------
        UsageError
            Where the points have no CRS.
        """
        if points.crs is None:
            raise UsageError("the points have no CRS: set it, for degrees to EPSG:4326")
        geometry = np.asarray(points.to_crs(self.frame.crs).to_numpy())
        found = self._cover.match(geometry, tolerance_km)
        units = self.frame[_UNIT_COLUMNS].reindex(found.position).set_axis(points.index)
        inside = found.position != NONE
        result: pd.DataFrame = units.assign(
            how=pd.Series(found.how, index=points.index, dtype="object").where(inside, None),
            distance_km=np.where(inside, found.distance_km, np.nan),
        )
        return result

    def by_code(self, code: str) -> Unit | None:
        """Return the province of an ISO 3166-2 code, or None where it is unknown.

        Knows other codes (``IN-TG`` for Telangana) and the codes of provinces that hold on
        other days: ``PK-TA``, the former tribal areas, is Khyber Pakhtunkhwa today.
        """
        position = self._codes.get(code)
        return None if position is None else self._units[position]

    def shape(self, code: str) -> BaseGeometry | None:
        """Return the outline of the province of a code, as :meth:`by_code` finds it."""
        position = self._codes.get(code)
        return None if position is None else self.frame.geometry.iloc[position]

    def inside_point(self, code: str) -> tuple[float, float] | None:
        """Return latitude and longitude of a point well inside the province of a code."""
        position = self._codes.get(code)
        if position is None:
            return None
        row = self.frame.iloc[position]
        return float(row["inside_latitude"]), float(row["inside_longitude"])

    @cached_property
    def _units(self) -> list[Unit]:
        columns = (_nulls(self.frame[name]) for name in _UNIT_COLUMNS)
        return [Unit(*values) for values in zip(*columns, strict=True)]

    @cached_property
    def _codes(self) -> dict[str, int]:
        """Code -> position in the frame; a province's own code wins over another's other."""
        codes: dict[str, int] = {}
        for position, code in enumerate(_nulls(self.frame["admin1_code"])):
            if code is not None:
                codes.setdefault(code, position)
        for position, others in enumerate(self.frame["other_codes"]):
            for code in filter(None, others.split(";")):
                codes.setdefault(code, position)
        former = self.former[~self.former["admin1_code"].isin(codes)].dropna(subset="admin1_code")
        points = shapely.points(former["inside_longitude"], former["inside_latitude"])
        positions = self._cover.match(points, TOLERANCE_KM).position
        for code, position in zip(former["admin1_code"], positions, strict=True):
            if position != NONE:
                codes.setdefault(code, int(position))
        return codes

    @cached_property
    def _cover(self) -> Cover:
        # The id that sorts first has a point that two claim.
        ids = [("0" if one in self.finer else "1") + one for one in self.frame["unit_id"]]
        return Cover(self.frame.geometry.to_numpy(), ids)


_POLE, _DATE_LINE = 90.0, 180.0
_SHARED = 0.5


def _same_land(one: BaseGeometry, other: BaseGeometry) -> bool:
    """Tell whether most of the smaller shape lies in the larger."""
    shared = one.intersection(other).area
    return bool(shared >= _SHARED * min(one.area, other.area))


def _nulls(column: pd.Series) -> list[str | None]:
    return [None if pd.isna(value) else value for value in column]


def _read(path: Path) -> gpd.GeoDataFrame:
    try:
        return gpd.read_parquet(path)
    except (OSError, ValueError) as error:
        raise TableError(f"{path.name} cannot be read: install presence-mapper again") from error
