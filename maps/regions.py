"""Regions across provinces ("Loya Paktia", "the Durand Line"): drawn soft, never as a point."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shapely

from geo import tables

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

REGION_PREC = 5


@dataclass(frozen=True, slots=True)
class Region:
    """A region that claims name and that lies in no one province.

    Attributes
    ----------
    name
        As in the claims' ``place_name``.
    covers
        ISO 3166-2 codes of the provinces it lies in.
    """

    name: str
    covers: tuple[str, ...]

    def shape(self, provinces: Mapping[str, Any]) -> Any:
        """Return the provinces it covers as one shape, None where none is known."""
        parts = [provinces[code] for code in self.covers if code in provinces]
        return shapely.union_all(parts) if parts else None


def named_regions(claims: pd.DataFrame) -> tuple[Region, ...]:
    """Return the regions that claims without a province name, in the order of their names."""
    fuzzy = (claims["where_prec"] == REGION_PREC) & claims["admin1_code"].isna()
    names = set(claims.loc[fuzzy, "place_name"].dropna())
    if not names:
        return ()
    covers = _covers()
    return tuple(Region(name, covers[name]) for name in sorted(names) if covers.get(name))


def _covers() -> dict[str, tuple[str, ...]]:
    lines = tables.source("regions.csv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return {row["name"]: tuple(filter(None, row["covers"].split(";"))) for row in rows}
