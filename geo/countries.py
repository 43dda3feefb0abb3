"""Countries, their capitals and their peoples: names that can stand for a government."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache

from geo import tables


@cache
def governments() -> frozenset[str]:
    """Return the names, in lower case, that can stand for a government: countries and capitals."""
    with tables.source("countries.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    cells = (cell for row in rows for cell in (row["name"], row["names"], row["capital"]))
    return frozenset(name.strip().lower() for cell in cells for name in cell.split(";") if name)


@dataclass(frozen=True, slots=True)
class Demonyms:
    """The peoples' names, their countries, and the pattern that finds "Afghan soil"."""

    pattern: re.Pattern[str]
    country: dict[str, str]


@cache
def demonyms() -> Demonyms:
    """Return the demonyms and the pattern that finds "Afghan soil"."""
    with tables.source("demonyms.csv").open(encoding="utf-8", newline="") as file:
        country = {row["demonym"]: row["country_iso2"] for row in csv.DictReader(file)}
    words = "|".join(sorted(country, key=len, reverse=True))
    pattern = re.compile(
        rf"({words})[ \n](soil|territory|territories|lands?|"
        r"capital|sanctuaries|sanctuary|havens?|safe havens?|hideouts?|bases)\b"
    )
    return Demonyms(pattern, country)
