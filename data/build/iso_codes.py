"""Give the units of the source their ISO 3166-2 codes, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pycountry

from geo.text import name_key

if TYPE_CHECKING:
    import geopandas as gpd


def match_codes(states: gpd.GeoDataFrame) -> pd.Series:
    """Return the ISO 3166-2 code of each unit, null where no name says it for certain."""
    codes = pd.Series(None, index=states.index, dtype="object")
    for iso2, group in states.groupby("iso_a2"):
        subdivisions = pycountry.subdivisions.get(country_code=iso2) or []
        names = pd.DataFrame(
            [(name_key(s.name), s.code) for s in subdivisions], columns=["key", "code"]
        )
        by_name = names.drop_duplicates("key", keep=False).set_index("key")["code"]
        for column in ("name", "woe_name", "gn_name"):
            keys = group[column].dropna().map(name_key).map(by_name).dropna()
            keys = keys[~keys.duplicated(keep=False) & ~keys.isin(codes)]
            codes = codes.fillna(keys) if len(keys) else codes
    return codes
