"""A place or an actor as a reviewer corrects it: looked up again, so that codes agree.

A reviewer may give a name, a GeoNames id, a province's code or name, a country, a precision or
coordinates, one or several of them. The other cells of the row still hold what was extracted:
they are no wish of the reviewer's and only help to choose.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from geo.actors import Registry
from geo.boundaries import Boundaries
from geo.context import countries, precision
from geo.errors import CorrectionError, UsageError
from geo.layered import LayeredStore
from geo.records import PlaceKind
from geo.stamps import PLACE_FIELDS
from geo.text import name_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.places import PlaceStore
    from geo.records import Place

    Cells = Mapping[str, str]

_NEAR, _POINT, _PROVINCE, _REGION, _COUNTRY, _WATERS = 2, 3, 4, 5, 6, 7  # where_prec
_KIND = re.compile(r" (?:city|town|village|tehsil|agency|district|province)$", re.IGNORECASE)
_AREAS = (PlaceKind.ADMIN1, PlaceKind.COUNTRY)
_DECIMALS = 5


@dataclass(frozen=True)
class Atlas:
    """Where names and codes are looked up; each part is opened on first use.

    Attributes
    ----------
    registry, gazetteer, provinces
        The program's own where None.
    """

    registry: Registry | None = None
    gazetteer: PlaceStore | None = None
    provinces: Boundaries | None = None

    @cached_property
    def actors(self) -> Registry:
        """The actors."""
        return self.registry or Registry.load()

    @cached_property
    def places(self) -> PlaceStore:
        """The gazetteer, with the countries that the user fetched."""
        return self.gazetteer or LayeredStore()

    @cached_property
    def boundaries(self) -> Boundaries:
        """The provinces, for coordinates given by hand."""
        return self.provinces or Boundaries.load()

    def find(self, place_id: str) -> Place | None:
        """Return a place, or None where the gazetteer has none of that id."""
        try:
            return self.places.place(place_id)
        except UsageError:
            return None

    def place(self, place_id: str, unknown: str) -> Place:
        """Return a place, or raise `CorrectionError` with what is unknown."""
        if (place := self.find(place_id)) is None:
            raise CorrectionError(unknown)
        return place


def corrected_actor(new: Cells, atlas: Atlas) -> dict[str, str]:
    """Return id and name of the actor that a reviewer means.

    Parameters
    ----------
    new
        The cells that the reviewer changed.
    atlas
        Where to look.

    Raises
    ------
    CorrectionError
        Where no group or several are meant.
    """
    given = [new[name].strip() for name in ("actor_id", "actor_name") if name in new]
    if not given:
        return {}
    if not given[0]:
        raise CorrectionError("a claim needs its actor_id; write drop in review to drop the claim")
    actor_id = _actor(given[0], atlas.actors)
    name = atlas.actors.name(actor_id)
    if given[-1] not in {given[0], name} and _actor(given[-1], atlas.actors) != actor_id:
        raise CorrectionError(f"{' and '.join(given)} are two groups: change one of the cells")
    return {"actor_id": actor_id, "actor_name": name}


def _actor(text: str, registry: Registry) -> str:
    """Return the id of an actor that is given by its id or one of its names."""
    if text in registry.actors or (text.startswith("unlisted:") and text != "unlisted:"):
        return text
    key = name_key(text)
    whole = [name for start, end, name in registry.find(key) if (start, end) == (0, len(key))]
    ids = {text.lower()} & registry.actors.keys() or {one for n in whole for one in n.actor_ids}
    if len(ids) != 1:
        raise CorrectionError(
            f"{text!r} is {'several groups' if ids else 'no group'} of the registry; write the "
            "actor_id, or unlisted: and the name for a group that it lacks"
        )
    return ids.pop()


def corrected_place(old: Cells, new: Cells, atlas: Atlas) -> dict[str, str]:
    """Return the fields of the place that a reviewer means.

    Parameters
    ----------
    old
        The claim as extracted.
    new, atlas
        As for :func:`corrected_actor`.

    Raises
    ------
    CorrectionError
        Where it is unknown, or the cells contradict each other.
    """
    given = {name: new[name].strip() for name in PLACE_FIELDS if name in new}
    if not given:
        return {}
    if not any(given.values()) and not {"admin1_code", "place_name"} & given.keys():
        raise CorrectionError(f"an empty {' and '.join(given)} says nothing: change where_prec")
    area = _area(old, given, atlas)
    place = _named(old, given, area, atlas)
    if _is_moved(given, place):
        return _at_point(old, given, place, area, atlas)
    if place is None and given.keys() == {"where_prec"} and _stays_point(old, given):
        return dict(given)
    if place is None:
        place = _within(old, given, area, atlas)
    place, prec = _as_precise(place, old, given, atlas)
    return _fields(place, prec, area.country or old["country_iso2"])


@dataclass(frozen=True, slots=True)
class _Area:
    """The country and the province that a reviewer wants; empty where it is all the same."""

    country: str = ""
    province: str = ""

    def __bool__(self) -> bool:
        return bool(self.country or self.province)

    def holds(self, place: Place) -> bool:
        if self.province:
            return place.admin1_code == self.province or self.province in place.covers
        return not self.country or self.country in countries(place)

    def __str__(self) -> str:
        return self.province or self.country


def _area(old: Cells, given: Cells, atlas: Atlas) -> _Area:
    country = given.get("country_iso2", "").upper()
    if country:
        atlas.place(f"country:{country}", f"country_iso2: {country} is no ISO 3166-1 code")
    code, name = given.get("admin1_code", "").upper(), given.get("admin1_name", "")
    named = _provinces(name, atlas)
    placed = given.get("place_name") or given.get("geonameid")
    if not code and (not name or ("admin1_code" in given and placed)):
        return _Area(country)  # a province that has no code comes with its place
    if code:
        unknown = f"admin1_code: {code} is no province that is known (ISO 3166-2, such as AF-KNR)"
        province = atlas.place(f"admin1:{code}", unknown)
        if named and province not in named:
            raise CorrectionError(f"{name} is not the province {code}: change one of the two")
    else:
        within = _Area(country or old["country_iso2"])
        fitting = [one for one in named if within.holds(one)]
        if len(fitting) != 1:
            raise CorrectionError(f"admin1_name: {name} is no province of {within}; give its code")
        (province,) = fitting
    if country and province.country_iso2 != country:
        raise CorrectionError(
            f"{province.admin1_code} is a province of {province.country_iso2}, not of {country}"
        )
    return _Area(province.country_iso2 or "", province.admin1_code or "")


def _provinces(name: str, atlas: Atlas) -> list[Place]:
    return [one for one in atlas.places.lookup(name) if one.kind is PlaceKind.ADMIN1 and name]


def _named(old: Cells, given: Cells, area: _Area, atlas: Atlas) -> Place | None:
    """Return the place of the id or the name; None where it is an area as such, or unknown."""
    number, name = given.get("geonameid", ""), given.get("place_name", "")
    if number:
        unknown = f"geonameid: {number} is no place of the gazetteer"
        twins = [one for one in atlas.places.lookup(name) if str(one.geonameid) == number]
        place = twins[0] if twins else atlas.place(f"geonames:{number}", unknown)
        if not area.holds(place):
            raise CorrectionError(f"{place.name} (geonameid {number}) is not in {area}")
        return place
    if name:
        return _by_name(name, old, given, area, atlas)
    if "place_name" in given or given.get("admin1_code") == "":
        return None
    before = atlas.find(f"geonames:{old['geonameid']}")
    if before is not None and area.holds(before):
        return before
    return _like(old["place_name"], old, area or _Area(old["country_iso2"]), atlas)


def _by_name(name: str, old: Cells, given: Cells, area: _Area, atlas: Atlas) -> Place | None:
    at_sea = given.get("where_prec") == str(_WATERS) and not given.get("country_iso2", "-")
    within = area or _Area("" if at_sea else old["country_iso2"])
    place = _like(name, {**old, **given}, within, atlas)
    if place is None and not (given.get("latitude") or given.get("longitude")):
        raise CorrectionError(
            f"place_name: {name} is no place of {within} that the gazetteer knows; give its "
            "country_iso2 or admin1_code, its geonameid, or latitude and longitude"
        )
    return place


def _like(name: str, row: Cells, area: _Area, atlas: Atlas) -> Place | None:
    """Return the place of a name in an area, one of the row's province and precision first.

    The name has to be one that the gazetteer knows, but for a word such as "district": what
    a reviewer wrote is not guessed at.
    """
    known = atlas.places.lookup(name) or atlas.places.lookup(_KIND.sub("", name))
    places = [place for place in known if area.holds(place)]
    code, prec = row["admin1_code"], int(row["where_prec"])
    if prec == _NEAR:
        prec = 1  # near a town is said of a town
    return min(
        places,
        key=lambda one: (one.admin1_code != code, precision(one) != prec),
        default=None,
    )


def _stays_point(old: Cells, given: Cells) -> bool:
    """Tell whether a place that no table has (a service found it) is a point, and stays one."""
    return bool(old["latitude"]) and int(given["where_prec"] or _COUNTRY) <= _POINT


def _within(old: Cells, given: Cells, area: _Area, atlas: Atlas) -> Place:
    """Return the area as such: the province or the country, the old one where none is given."""
    cleared = given.get("admin1_code") == ""
    code = area.province or ("" if area.country or cleared else old["admin1_code"])
    country = area.country or old["country_iso2"]
    place_id = f"admin1:{code}" if code else f"country:{country}"
    return atlas.place(place_id, f"{code or country} is not known")


def _is_moved(given: Cells, place: Place | None) -> bool:
    """Tell whether coordinates are given that are not the place's own."""
    own: dict[str, float | None] = {"latitude": None, "longitude": None}
    if place is not None:
        own = {"latitude": place.latitude, "longitude": place.longitude}
    return any(
        given.get(name) and (known is None or round(known, _DECIMALS) != float(given[name]))
        for name, known in own.items()
    )


def _at_point(
    old: Cells, given: Cells, place: Place | None, area: _Area, atlas: Atlas
) -> dict[str, str]:
    """Return the fields of a point given by hand; its province and country are those there."""
    latitude = given.get("latitude") or old["latitude"]
    longitude = given.get("longitude") or old["longitude"]
    if not (latitude and longitude):
        raise CorrectionError("a point needs latitude and longitude")
    located = atlas.boundaries.locate(float(latitude), float(longitude))
    unit = located.unit if located else None
    country, code = (unit.country_iso2, unit.admin1_code) if unit else (None, None)
    if (area.country and country != area.country) or (area.province and code != area.province):
        raise CorrectionError(
            f"latitude {latitude}, longitude {longitude} is in {code or country or 'no country'}, "
            f"not in {area}"
        )
    prec = given.get("where_prec") or (old["where_prec"] if old["latitude"] else "1")
    if int(prec) > _POINT:
        raise CorrectionError("a point needs where_prec 1, 2 or 3")
    there = place is not None and place.admin1_code == code
    return {
        "place_name": given.get("place_name", old["place_name"] if there else ""),
        "geonameid": given.get("geonameid", ""),
        "country_iso2": country or "",
        "admin1_code": code or "",
        "admin1_name": unit.admin1_name if unit else "",
        "where_prec": prec,
        "latitude": latitude,
        "longitude": longitude,
    }


def _as_precise(place: Place, old: Cells, given: Cells, atlas: Atlas) -> tuple[Place, int]:
    """Return the place as precise as it is wanted; "near" stays near unless that is changed."""
    natural = precision(place)
    if not given.get("where_prec"):
        return place, _NEAR if natural < _NEAR and old["where_prec"] == str(_NEAR) else natural
    wanted = int(given["where_prec"])
    if wanted == natural:
        return place, natural
    if wanted < natural and (natural > _POINT or wanted == _PROVINCE):
        raise CorrectionError(
            f"where_prec {wanted} is finer than {place.name}, which is {natural}: name the place"
        )
    if wanted == _PROVINCE:
        code = place.admin1_code
        return atlas.place(f"admin1:{code}", f"{place.name} lies in no one province"), _PROVINCE
    if wanted == _COUNTRY:
        country = place.country_iso2
        return atlas.place(f"country:{country}", f"{place.name} lies in no one country"), _COUNTRY
    return place, wanted


def _fields(place: Place, prec: int, country: str) -> dict[str, str]:
    drawn = prec <= _POINT and place.kind not in _AREAS and place.latitude is not None
    own = place.country_iso2 or (country if country in countries(place) else "")
    if prec == _WATERS:
        own = ""
    elif not own:
        raise CorrectionError(f"{place.name} lies in several countries: give its country_iso2")
    return {
        "place_name": place.name,
        "geonameid": str(place.geonameid or ""),
        "country_iso2": own,
        "admin1_code": (own and place.admin1_code) or "",
        "admin1_name": (own and place.admin1_name) or "",
        "where_prec": str(prec),
        "latitude": str(round(place.latitude or 0.0, _DECIMALS)) if drawn else "",
        "longitude": str(round(place.longitude or 0.0, _DECIMALS)) if drawn else "",
    }
