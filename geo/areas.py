"""Claims in areas of the user's own: points by where they lie, provinces by code, name or shape.

A point on a border counts to the area whose code sorts first, one a little outside every area to
the nearest; but where its province is itself one of the areas and no farther than that, to it:
the gazetteer knows the province better than a border does. A province is the area of its code or
name, where most of it lies in that area, else the area that it lies in whole. What is in no area
keeps its country.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from geo.boundaries import TOLERANCE_KM, Boundaries
from geo.cover import NONE, Cover, How
from geo.text import name_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geopandas import GeoDataFrame

# The share of a province that lies in the area of its name, and in one of another name.
_NAMED_SHARE = 0.5
_WHOLE_SHARE = 0.9
_SHOWN = 5
_OTHER = "other"  # how a claim comes to an area: by its province, against its point
_PROVINCE = 4  # where_prec
_UNIT = ["admin1_code", "admin1_name", "country_iso2"]


def in_units(claims: GeoDataFrame, boundaries: Boundaries) -> pd.DataFrame:
    """Give claims the provinces of the boundaries, whatever day their codes are of, or the areas.

    A code of another day is that of the province that is there now. A point counts to a province
    that has since been dissolved where it lies in one: Miran Shah in 2016 to the tribal areas.
    """
    if boundaries.is_own:
        moved, _ = in_areas(claims, boundaries)
        return pd.DataFrame(moved.drop(columns=moved.geometry.name))
    codes = claims["admin1_code"].dropna().unique()
    units = {code: unit for code in codes if (unit := boundaries.by_code(code)) is not None}
    names = {unit.admin1_code: unit.admin1_name for unit in units.values()}
    now = {code: unit.admin1_code for code, unit in units.items()}
    moved = claims["admin1_code"].map(lambda code: now.get(code, code), na_action="ignore")
    frame = boundaries.frame
    dissolved = frame.loc[frame["valid_to"].notna(), "admin1_code"].dropna()
    if not dissolved.empty:
        at = boundaries.join(claims.geometry)["admin1_code"]
        moved = moved.mask(at.isin(dissolved), at)
        names |= frame.set_index("admin1_code")["admin1_name"].loc[dissolved].to_dict()
    named = moved.map(names).astype("string").fillna(claims["admin1_name"])
    plain = pd.DataFrame(claims.drop(columns=claims.geometry.name))
    return plain.assign(admin1_code=moved.astype("string"), admin1_name=named)


def in_areas(claims: GeoDataFrame, areas: Boundaries) -> tuple[GeoDataFrame, tuple[str, ...]]:
    """Give claims the areas of the user's own in place of provinces.

    Parameters
    ----------
    claims
        A claims frame with the program's provinces.
    areas
        What :meth:`geo.boundaries.Boundaries.from_file` gives.

    Returns
    -------
    claims
        The same rows; ``admin1_code`` and ``admin1_name`` are an area's, missing where there is
        none, and ``country_iso2`` is the area's country where it has one.
    notes
        What is to be known of it, one sentence each.
    """
    chosen = _chosen(claims, areas)
    units = np.array([unit for unit, _ in chosen], dtype=np.int64)
    found = areas.frame[_UNIT].reindex(units).set_axis(claims.index)
    country = found["country_iso2"].fillna(claims["country_iso2"])
    moved = claims.assign(
        admin1_code=found["admin1_code"].astype("string"),
        admin1_name=found["admin1_name"].astype("string"),
        country_iso2=country.astype("string"),
    )
    return moved, tuple(_notes(claims, units, [way for _, way in chosen]))


def conflicts(claims: GeoDataFrame, boundaries: Boundaries) -> list[dict[str, Any]]:
    """Return the places whose point lies in another province than the gazetteer says.

    The gazetteer's code holds: it knows the province better than a drawn border does.

    Returns
    -------
    list of dict
        One a place, in the order of their names: ``place_name``, ``latitude``, ``longitude``
        (degrees), ``admin1_code``, ``admin1_code_by_point`` and ``n_claims``.
    """
    at = boundaries.join(claims.geometry)["admin1_code"]
    code = claims["admin1_code"].map(
        lambda one: unit.admin1_code if (unit := boundaries.by_code(one)) else one,
        na_action="ignore",
    )
    differ = claims[(at.notna() & code.notna() & (at != code)).to_numpy()]
    columns = ["place_name", "latitude", "longitude", "admin1_code"]
    rows = differ[columns].astype(object).assign(admin1_code_by_point=at[differ.index])
    counted = rows.groupby(list(rows), dropna=False).size().reset_index(name="n_claims")
    found: list[dict[str, Any]] = counted.astype(object).to_dict("records")
    return found


def _chosen(claims: GeoDataFrame, areas: Boundaries) -> list[tuple[int, str | None]]:
    """Return the position of each claim's area, and how a point came to it."""
    atlas = _Atlas(areas)
    cover = Cover(areas.frame.geometry.to_numpy(), areas.frame["unit_id"].tolist())
    by_point = cover.match(claims.geometry.to_numpy(), TOLERANCE_KM)
    columns = ("admin1_code", "admin1_name", "place_name", "where_prec")
    facts = zip(*(claims[name] for name in columns), claims.geometry, strict=True)
    chosen: list[tuple[int, str | None]] = []
    for (code, name, place, prec, point), at, how in zip(
        facts, by_point.position.tolist(), by_point.how, strict=True
    ):
        province = NONE if pd.isna(code) else atlas.province(code, name)
        if at == NONE:
            inner = atlas.place(code, place) if prec < _PROVINCE else NONE
            chosen.append((province if inner == NONE else inner, None))
        elif province not in (NONE, at) and atlas.is_near(province, point):
            chosen.append((province, _OTHER))
        else:
            chosen.append((at, how))
    return chosen


@dataclass(frozen=True, eq=False)
class _Atlas:
    """The user's areas beside the shipped provinces."""

    areas: Boundaries

    def province(self, code: str, name: str | None) -> int:
        """Return the position of the area that a province is or lies in, ``NONE`` for none."""
        if (code, name) not in self._known:
            self._known[code, name] = self._province(code, name)
        return self._known[code, name]

    def place(self, code: str | None, place: str | None) -> int:
        """Return the position of the area of a place's name in its province."""
        inside = self._inside == code
        return next((n for n in self._called(place) if inside[n]), NONE)

    def is_near(self, position: int, point: shapely.Point) -> bool:
        """Tell whether a point lies in an area, or no farther outside than counts."""
        one = Cover(self._shapes[[position]], [""])
        return bool(one.match(np.array([point]), TOLERANCE_KM).position[0] != NONE)

    def _province(self, code: str, name: str | None) -> int:
        shape = self._world.shape(code)
        coded = np.flatnonzero(self.areas.frame["admin1_code"] == code)
        if shape is None:
            return int(coded[0]) if len(coded) else NONE
        near = self._tree.query(shape)
        parts = shapely.area(shapely.intersection(self._shapes[near], shape)) / shape.area
        shares = dict(zip(near.tolist(), parts.tolist(), strict=True))
        for position in (*coded.tolist(), *self._called(name)):
            if shares.get(position, 0.0) >= _NAMED_SHARE:
                return int(position)
        best = max(sorted(shares), key=lambda position: shares[position], default=NONE)
        return best if shares.get(best, 0.0) >= _WHOLE_SHARE else NONE

    def _called(self, name: str | None) -> list[int]:
        return [] if pd.isna(name) else self._names.get(name_key(name), [])

    @cached_property
    def _world(self) -> Boundaries:
        return Boundaries.load()

    @cached_property
    def _known(self) -> dict[tuple[str, str | None], int]:
        return {}

    @cached_property
    def _shapes(self) -> Any:
        return self.areas.frame.geometry.to_numpy()

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self._shapes)

    @cached_property
    def _inside(self) -> Any:
        """The code of the province in which each area's inside point lies."""
        points = self.areas.frame.geometry.representative_point()
        return self._world.join(points)["admin1_code"].to_numpy(dtype=object)

    @cached_property
    def _names(self) -> dict[str, list[int]]:
        names: dict[str, list[int]] = {}
        for position, name in enumerate(self.areas.frame["admin1_name"]):
            names.setdefault(name_key(name), []).append(position)
        return names


def _notes(claims: GeoDataFrame, units: Any, ways: Sequence[str | None]) -> Iterator[str]:
    nearest, border, other = (ways.count(way) for way in (How.NEAREST, How.BORDER, _OTHER))
    if nearest:
        yield (
            f"{nearest} claims lie up to {TOLERANCE_KM:g} km outside every area and count to the"
            " nearest"
        )
    if border:
        yield f"{border} claims lie on a border and count to the first area by code"
    if other:
        yield f"{other} claims have their point just outside their province, and count to it"
    lost = claims[(units == NONE) & claims["admin1_code"].notna().to_numpy()]
    if not lost.empty:
        counts = lost["admin1_name"].fillna(lost["admin1_code"]).value_counts().sort_index()
        names = [f"{name} ({n})" for name, n in counts.items()]
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        yield (
            f"{len(lost)} claims are in no area and count for their country alone: "
            f"{', '.join(names[:_SHOWN])}{more}"
        )
