"""What one place says about another: containment, distance, precision; plain arithmetic."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from geo.records import PlaceKind

if TYPE_CHECKING:
    from geo.records import Place

MEAN_EARTH_RADIUS_KM = 6371.0088
# UCDP GED where_prec by kind; areas that are no unit by their feature.
_PRECISION = {
    PlaceKind.COUNTRY: 6,
    PlaceKind.ADMIN1: 4,
    PlaceKind.ADMIN2: 3,
    PlaceKind.POPULATED: 1,
    PlaceKind.FEATURE: 1,
}
_SMALL_AREAS = frozenset({"VAL", "PASS", "MT", "CAVE", "LK", "ISL", "PRK", "DAM", "TNL"})
_WATERS = frozenset({"SEA", "OCN", "GULF"})
_FINENESS = {
    PlaceKind.COUNTRY: 0,
    PlaceKind.ADMIN1: 1,
    PlaceKind.REGION: 2,
    PlaceKind.ADMIN2: 3,
    PlaceKind.FEATURE: 4,
    PlaceKind.POPULATED: 4,
}
# A village belongs to a district named beside it, a quarter to a city, within these km.
_DISTRICT_KM = 120.0
_CITY_KM = 40.0


def precision(place: Place, *, around: bool = False) -> int:
    """Return the UCDP GED precision (1 to 7) of a place, or of the land around it."""
    if place.kind is PlaceKind.REGION:
        if place.feature_code in _WATERS:
            return 7
        small = place.feature_code in _SMALL_AREAS and place.admin1_code is not None
        return 2 if small else 5
    exact = _PRECISION[place.kind]
    return 2 if around and exact == 1 else exact


def contains(outer: Place, inner: Place) -> bool:
    """Tell whether one place lies in another that is coarser than it, as far as is known."""
    fineness = _FINENESS[outer.kind], _FINENESS[inner.kind]
    if outer.place_id == inner.place_id or fineness[0] > fineness[1]:
        return False
    if outer.kind in (PlaceKind.COUNTRY, PlaceKind.ADMIN1, PlaceKind.REGION):
        return fineness[0] < fineness[1] and _area_holds(outer, inner)
    if outer.admin1_code != inner.admin1_code or outer.country_iso2 != inner.country_iso2:
        return False
    apart = distance_km(outer, inner)
    if outer.kind is PlaceKind.ADMIN2:
        levels = (outer.feature_code, inner.feature_code)
        subdistrict = inner.kind is not PlaceKind.ADMIN2 or levels == ("ADM2", "ADM3")
        return subdistrict and (apart is None or apart < _DISTRICT_KM)
    return apart is not None and apart < _CITY_KM


def _area_holds(outer: Place, inner: Place) -> bool:
    if outer.kind is PlaceKind.COUNTRY:
        return outer.country_iso2 in countries(inner)
    if outer.kind is PlaceKind.REGION:
        return inner.admin1_code in outer.covers
    if outer.admin1_code is None:
        return inner.admin1_name == outer.name and inner.country_iso2 == outer.country_iso2
    return inner.admin1_code == outer.admin1_code or outer.admin1_code in inner.covers


def countries(place: Place) -> tuple[str, ...]:
    """Return the ISO 3166-1 codes of the countries that a place lies in."""
    if place.country_iso2 is not None:
        return (place.country_iso2,)
    return tuple(sorted({code[:2] for code in place.covers}))


def distance_km(first: Place, second: Place) -> float | None:
    """Return the great-circle distance of two places in km, None where one has no point."""
    if first.latitude is None or first.longitude is None:
        return None
    if second.latitude is None or second.longitude is None:
        return None
    lat1, lat2 = math.radians(first.latitude), math.radians(second.latitude)
    dlon = math.radians(second.longitude - first.longitude)
    haversine = (
        math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(dlon / 2) ** 2
    )
    return 2 * MEAN_EARTH_RADIUS_KM * math.asin(math.sqrt(haversine))
