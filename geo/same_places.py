"""Which places of a fetched table the embedded ones already are."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from geo.records import PlaceKind
from geo.text import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.entries import Entry
    from geo.places import PlaceStore
    from geo.records import Place

_NEAR_DEGREES = 0.3
_TOWNS = ("town", "village", "city", "bazaar")  # as edited names may say of a place
_SPOTS = (PlaceKind.POPULATED, PlaceKind.FEATURE)
_LAND = (PlaceKind.REGION, PlaceKind.FEATURE)


def mark_same(entries: Iterable[Entry], shipped: PlaceStore, country: str) -> None:
    """Set ``same_as`` of the entries that are places of the embedded store.

    The GeoNames id tells; for an edited place without one, its name within the province,
    where one entry alone bears it near enough, as its usual name or else as another.
    """
    ids: dict[int, str] = {}
    for place in shipped.of_country(country):
        if place.geonameid is not None:
            ids.setdefault(place.geonameid, place.place_id)
    usual: dict[str, list[Entry]] = defaultdict(list)
    other: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        entry.same_as = ids.get(entry.geonameid, "")
        if entry.kind is PlaceKind.ADMIN1:
            entry.same_as = f"admin1:{entry.unit}"
        elif not entry.same_as:
            key = name_key(entry.name)
            own = _namesakes(entry, {key, *(f"{key} {word}" for word in _TOWNS)}, shipped)
            for place_id in own:
                usual[place_id].append(entry)
            for place_id in _namesakes(entry, entry.keys, shipped) - own:
                other[place_id].append(entry)
    for place_id in sorted(usual.keys() | other.keys()):
        bearers = usual.get(place_id) or other[place_id]
        if len(bearers) == 1 and not bearers[0].same_as:
            bearers[0].same_as = place_id


def _namesakes(entry: Entry, keys: Iterable[str], shipped: PlaceStore) -> set[str]:
    """Return the ids of the edited places that an entry may be."""
    return {
        place.place_id
        for key in keys
        for place in shipped.lookup(key)
        if place.geonameid is None and place.admin1_code == entry.unit and _alike(place, entry)
    }


def _alike(place: Place, entry: Entry) -> bool:
    pair = {place.kind, entry.kind}
    if not (len(pair) == 1 or pair <= set(_SPOTS) or pair <= set(_LAND)):
        return False
    if place.latitude is None or place.longitude is None:
        return True
    if entry.latitude is None or entry.longitude is None:
        return True
    apart = max(abs(place.latitude - entry.latitude), abs(place.longitude - entry.longitude))
    return apart < _NEAR_DEGREES
