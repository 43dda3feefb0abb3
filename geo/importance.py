"""How much a place counts under a name before any context: what a reader would think of first."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from geo.records import PlaceKind
from geo.text import name_key

if TYPE_CHECKING:
    from geo.records import Place

# Which entries come first where nothing in the text tells: the countries that the program is
# made for. A town elsewhere has to be five times as large to come before one here.
FOCUS_COUNTRIES = frozenset({"AF", "PK", "TJ"})
FOCUS_UNITS = frozenset({"CN-XJ", "IN-JK", "IN-LA", "IR-11"})
_FOCUS_WEIGHT = 5.0
# What an entry counts as, in inhabitants of a town, where no population is known.
_WEIGHT = {
    PlaceKind.COUNTRY: 3e9,
    PlaceKind.ADMIN1: 1e6,
    PlaceKind.REGION: 3e5,
    PlaceKind.ADMIN2: 1e5,
    PlaceKind.FEATURE: 3e3,
    PlaceKind.POPULATED: 3e3,
}
_WORLD = frozenset({"CONT", "OCN", "SEA", "GULF"})
_WORLD_WEIGHT = 1e8
_WIDE_WEIGHT = 1e7  # of a region of several countries
# A name that is not the usual one ("Orenburg" was Chkalov) is the less likely reading.
_ALIAS_WEIGHT = 0.05
# GeoNames has every name ever used: surer where a sources file gives it or a city bears it.
_SURE_ALIAS_WEIGHT = 0.15
# The other names of a province or a region are its names in other languages ("Bavaria").
_AREA_ALIAS_WEIGHT = 0.5
_COUNTRY_ALIAS_WEIGHT = 0.3
_CITY = 300_000
_CAPITAL_WEIGHT = 10.0
_UNIT_WORDS = frozenset(
    (
        *("region", "province", "oblast", "city", "governorate", "district", "county", "state"),
        *("division", "capital territory", "federal territory", "autonomous region", "republic"),
    )
)


def town_weight(feature_code: str, population: int) -> float:
    """Return what a town counts as; a capital more, since the news speaks of it more."""
    return population * (_CAPITAL_WEIGHT if feature_code == "PPLC" else 1.0)


def importance(place: Place, key: str) -> float:
    """Return the natural logarithm of how much a place counts under a name, before context."""
    usual = _is_usual(place, key)
    weight = _area_weight(place)
    if place.population and place.kind in (PlaceKind.POPULATED, PlaceKind.ADMIN1):
        # What a capital was called once ("Philadelphia", Amman) is no news.
        weight = town_weight(place.feature_code if usual else "", place.population)
    in_focus = place.country_iso2 in FOCUS_COUNTRIES or place.admin1_code in FOCUS_UNITS
    if in_focus or any(code[:2] in FOCUS_COUNTRIES for code in place.covers):
        weight *= _FOCUS_WEIGHT
    if not usual:
        weight *= _alias_weight(place)
    return math.log(weight)


def _area_weight(place: Place) -> float:
    if place.feature_code in _WORLD:
        return _WORLD_WEIGHT
    wide = place.kind is PlaceKind.REGION and not place.country_iso2 and not place.covers
    return _WIDE_WEIGHT if wide else _WEIGHT[place.kind]


def _alias_weight(place: Place) -> float:
    if place.kind is PlaceKind.COUNTRY:
        return _COUNTRY_ALIAS_WEIGHT
    if place.kind in (PlaceKind.ADMIN1, PlaceKind.REGION):
        return _AREA_ALIAS_WEIGHT
    sure = not place.place_id.startswith("geonames:") or place.population >= _CITY
    return _SURE_ALIAS_WEIGHT if sure else _ALIAS_WEIGHT


def _is_usual(place: Place, key: str) -> bool:
    """Tell whether a name is the usual one ("Osh" for the Osh Region), and no alias."""
    usual = name_key(place.name)
    if place.kind is PlaceKind.ADMIN1 and usual.startswith(f"{key} "):
        return usual.removeprefix(f"{key} ") in _UNIT_WORDS
    return usual in (key, f"{key} city") or usual.startswith((f"{key} upon ", f"{key} am "))
