"""What an online service answers -> a place of ours, or why it is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo.online.settings import Service
from geo.records import Place, PlaceKind
from geo.sounds import closest, sound
from geo.text import name_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from geo.boundaries import Unit as Province
    from geo.online.services import Reply

# OpenStreetMap's tags as GeoNames feature codes; what is missing is no place to be found in.
_OSM_PLACES = {
    "country": "PCLI",
    "state": "ADM1",
    "province": "ADM1",
    "region": "RGN",
    "county": "ADM2",
    "district": "ADM2",
    "municipality": "ADM2",
    "city": "PPL",
    "town": "PPL",
    "village": "PPL",
    "hamlet": "PPL",
    "isolated_dwelling": "PPL",
    "suburb": "PPLX",
    "quarter": "PPLX",
    "neighbourhood": "PPLX",
    "locality": "LCTY",
    "island": "ISL",
}
_OSM_LAND = {
    "peak": "MT",
    "volcano": "MT",
    "mountain_range": "MTS",
    "ridge": "MTS",
    "valley": "VAL",
    "gorge": "VAL",
    "saddle": "PASS",
    "cave_entrance": "CAVE",
    "desert": "DSRT",
    "river": "STM",
    "stream": "STM",
}
_OSM_KEYS = {
    "place": _OSM_PLACES,
    "natural": _OSM_LAND,
    "waterway": _OSM_LAND,
    "mountain_pass": {"yes": "PASS"},
}
# What a boundary bounds: Nominatim says it in addresstype, Photon in type.
_OSM_UNITS = {**_OSM_PLACES, "state_district": "ADM2", "city_district": "PPLX", "borough": "PPLX"}
_OSM_TYPES = {"N": "node", "W": "way", "R": "relation"}
# GeoNames' feature classes: areas, towns, and what of the land is wide enough to be in.
_GEONAMES_LAND = frozenset("HTVL")
_GEONAMES_UNITS = re.compile(r"ADM[1-5]H?$")
_POINTS_OF_AREAS = frozenset({PlaceKind.COUNTRY, PlaceKind.ADMIN1})
# The answer's own word for what it is ("Achin District", "Wuluswali Achin") is no part of its name.
_KIND = (
    r"(?:district|province|tehsil|taluka|subdivision|county|agency|village|town|city|valley"
    r"|municipality|wul[ue]swali)"
)
_KIND_WORD = re.compile(rf"^{_KIND}\s+|\s+{_KIND}$", re.IGNORECASE)
_LONGEST_NAME = 200
LIKE = 85.0
"""The least likeness (0 to 100) of an answer's name to the one that was asked for."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a reply says, in one form for all services.

    Attributes
    ----------
    place_id, geonameid
        ``osm:node/123``, or ``geonames:123`` and the number.
    names
        The usual name first, then others.
    feature_code
        GeoNames'; empty for what is no place (a shop, a road).
    country
        ISO 3166-1 alpha-2 as the service has it, or empty.
    what
        The service's own word for it.
    population
        0 where unknown.
    """

    place_id: str
    names: tuple[str, ...]
    feature_code: str
    country: str
    what: str
    geonameid: int | None = None
    population: int = 0


def facts(service: Service, raw: Mapping[str, Any]) -> Facts:
    """Return what a reply of a service says.

    Raises
    ------
    KeyError, TypeError, ValueError, AttributeError
        Where it lacks what the service's own form has.
    """
    return _READERS[service](raw)


def likeness(name: str, names: Iterable[str]) -> float:
    """Return how like (0 to 100) a name is to the likest of others; 0 where none is."""
    keys = [name_key(_KIND_WORD.sub("", other)) for other in names]
    key = name_key(name)
    if key in keys:
        return 100.0
    heard = sound(key)
    found = closest(heard, [s for s in map(sound, keys) if s], cutoff=LIKE) if heard else []
    return found[0][1] if found else 0.0


def place(reply: Reply, said: Facts, province: Province | None) -> Place:
    """Return a reply as a place of ours.

    Parameters
    ----------
    reply, said
        The reply, and what it says.
    province
        The province of our own boundaries that its point lies in.
    """
    kind = kind_of(said.feature_code)
    country = province.country_iso2 if province else None
    inside = province if kind is not PlaceKind.COUNTRY else None
    pinned = kind not in _POINTS_OF_AREAS
    return Place(
        place_id=said.place_id,
        name=said.names[0],
        kind=kind,
        feature_code=said.feature_code,
        country_iso2=country or said.country or None,
        admin1_code=inside.admin1_code if inside else None,
        admin1_name=inside.admin1_name if inside else None,
        geonameid=said.geonameid,
        latitude=reply.latitude if pinned else None,
        longitude=reply.longitude if pinned else None,
        population=said.population,
    )


def kind_of(feature_code: str) -> PlaceKind:
    """Return the kind of a GeoNames feature."""
    if feature_code.startswith("PCL"):
        return PlaceKind.COUNTRY
    if feature_code.startswith("ADM"):
        return PlaceKind.ADMIN1 if feature_code.startswith("ADM1") else PlaceKind.ADMIN2
    if feature_code.startswith("PPL") or feature_code == "LCTY":
        return PlaceKind.POPULATED
    return PlaceKind.REGION


def _nominatim(raw: Mapping[str, Any]) -> Facts:
    details: Mapping[str, str] = raw.get("namedetails") or {}
    key, value = raw.get("class") or raw["category"], raw["type"]
    usual = raw.get("name") or raw["display_name"].split(",")[0]
    return Facts(
        place_id=f"osm:{raw['osm_type']}/{raw['osm_id']}" if "osm_id" in raw else "osm:unknown",
        names=_names(usual, *details.values()),
        feature_code=_osm_feature(key, value, raw.get("addresstype")),
        country=(raw.get("address") or {}).get("country_code", "").upper(),
        what=_plain(f"{key}={value}"),
    )


def _photon(raw: Mapping[str, Any]) -> Facts:
    said = raw["properties"]
    key, value = said["osm_key"], said["osm_value"]
    return Facts(
        place_id=f"osm:{_OSM_TYPES[said['osm_type']]}/{said['osm_id']}",
        names=_names(said.get("name", "")),
        feature_code=_osm_feature(key, value, said.get("type")),
        country=said.get("countrycode", "").upper(),
        what=_plain(f"{key}={value}"),
    )


def _geonames(raw: Mapping[str, Any]) -> Facts:
    group, code = raw.get("fcl", ""), raw.get("fcode", "")
    unit = code.startswith("PCL") or _GEONAMES_UNITS.match(code) is not None
    placed = group == "P" or (group == "A" and unit) or group in _GEONAMES_LAND
    return Facts(
        place_id=f"geonames:{raw['geonameId']}",
        names=_names(raw["name"], raw.get("toponymName") or ""),
        feature_code=code if placed else "",
        country=raw.get("countryCode", "").upper(),
        what=_plain(raw.get("fcodeName") or code or "unknown"),
        geonameid=int(raw["geonameId"]),
        population=int(raw.get("population") or 0),
    )


def _names(*given: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(_plain, given)))


def _plain(words: str) -> str:
    """Return a service's words without what no file or terminal can show, and not too many."""
    return "".join(c for c in words if c.isprintable())[:_LONGEST_NAME]


def _osm_feature(key: str, value: str, unit: str | None) -> str:
    if key == "boundary":
        return _OSM_UNITS.get(unit or "", "") if value == "administrative" else ""
    return _OSM_KEYS.get(key, {}).get(value, "")


_READERS: Mapping[Service, Callable[[Mapping[str, Any]], Facts]] = {
    Service.NOMINATIM: _nominatim,
    Service.PHOTON: _photon,
    Service.GEONAMES: _geonames,
}
