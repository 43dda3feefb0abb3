"""The provinces as the gazetteer needs them: today's, and which of them a point lies in."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

TABLES = Path(__file__).resolve().parent.parent / "tables"
# A GeoNames code that the provinces' table lacks is that of a unit where most of its places lie.
_LEAST_AGREEMENT = 0.6
_NEAREST_DEGREES = 0.5


@dataclass(frozen=True, slots=True)
class ProvinceUnit:
    """One first-order unit; ``code`` is ISO 3166-2, empty where it has none."""

    unit_id: str
    code: str
    name: str
    country: str
    other_names: tuple[str, ...]
    geonames: tuple[str, ...]
    latitude: float
    longitude: float


class Provinces:
    """All of today's first-order units, by code and by geometry."""

    def __init__(self, frame: gpd.GeoDataFrame) -> None:
        self.frame = frame
        self.table = [_unit(row) for row in frame.itertuples()]
        self.by_geonames: dict[str, str] = {}

    @classmethod
    def read(cls) -> Provinces:
        """Read the units that are valid today; where a code comes twice, all its parts as one."""
        frame = gpd.read_parquet(TABLES / "provinces.parquet")
        frame = frame[frame["valid_to"].isna()].copy()
        for column in ("admin1_code", "country_iso2", "other_names", "geonames_admin1"):
            frame[column] = frame[column].fillna("")
        # The id of today's unit is its code, whatever it was called at other dates.
        coded = frame["admin1_code"] != ""
        frame["unit_id"] = frame["admin1_code"].where(coded, frame["unit_id"])
        frame = frame.dissolve("unit_id", as_index=False, sort=True)
        return cls(frame)

    @cached_property
    def codes(self) -> frozenset[str]:
        """ISO 3166-2 codes of all units."""
        return frozenset(unit.code for unit in self.table if unit.code)

    def assign(self, cities: list[dict[str, Any]]) -> list[str]:
        """Return the unit id of each city ('' where none): by GeoNames code, else by point."""
        inside = self._inside(cities)
        by_code = self.by_geonames = self._codes(cities, inside)
        own = {u.unit_id: u.name for u in self.table if u.unit_id not in by_code.values()}
        placed, conflicts = [], 0
        for city, geometric in zip(cities, inside, strict=True):
            code = by_code.get(f"{city['countrycode']}.{city['admin1code']}", "")
            if own.get(geometric, "").removesuffix(" City") == city["name"]:  # Osh, in no region
                code = geometric
            conflicts += bool(code and geometric and code != geometric)
            placed.append(code or geometric)
        homeless = sum(not unit_id for unit_id in placed)
        print(f"{len(placed):,} cities: {conflicts:,} where code and polygon differ (the code")
        print(f"holds), {homeless:,} in no province of their country")
        return placed

    def _codes(self, cities: list[dict[str, Any]], inside: list[str]) -> dict[str, str]:
        known = {code: unit.unit_id for unit in self.table for code in unit.geonames}
        votes: dict[str, Counter[str]] = defaultdict(Counter)
        for city, unit_id in zip(cities, inside, strict=True):
            votes[f"{city['countrycode']}.{city['admin1code']}"][unit_id] += 1
        for code, counter in votes.items():
            unit_id, count = counter.most_common(1)[0]
            if unit_id and count >= _LEAST_AGREEMENT * counter.total():
                known.setdefault(code, unit_id)
        return known

    def _inside(self, cities: list[dict[str, Any]]) -> list[str]:
        points = gpd.GeoDataFrame(
            {"country": [city["countrycode"] for city in cities]},
            geometry=gpd.points_from_xy(
                [city["longitude"] for city in cities], [city["latitude"] for city in cities]
            ),
            crs=self.frame.crs,
        )
        found = np.full(len(points), "", dtype=object)
        units = self.frame[["unit_id", "country_iso2", "geometry"]]
        for country, group in points.groupby("country"):
            own = units[units["country_iso2"] == country]
            if own.empty:
                continue
            index, nearest = own.sindex.nearest(
                group.geometry, return_all=False, max_distance=_NEAREST_DEGREES
            )
            found[group.index[index]] = own["unit_id"].to_numpy()[nearest]
        return found.tolist()


def _unit(row: Any) -> ProvinceUnit:
    # Where the field's gazetteers put a province is nearer to its middle than to any point inside.
    point = row.geometry.centroid
    if not row.geometry.contains(point):
        parts = shapely.get_parts(row.geometry)
        point = parts[shapely.distance(parts, point).argmin()].representative_point()
    return ProvinceUnit(
        row.unit_id,
        row.admin1_code,
        row.admin1_name,
        row.country_iso2,
        tuple(name for name in row.other_names.split(";") if name),
        tuple(code for code in row.geonames_admin1.split(";") if code),
        round(point.y, 5),
        round(point.x, 5),
    )
