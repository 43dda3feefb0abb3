"""Places told by others: "Afghan soil", "Afghanistan's capital", "the Bannu-Miranshah road"."""

from __future__ import annotations

import csv
import re
from functools import cache
from typing import TYPE_CHECKING, Protocol

from geo import tables
from geo.countries import demonyms
from geo.records import Place, PlaceKind, PlaceMention
from geo.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

_TRIBAL = re.compile(r"tribal (?:areas|belt|districts|agencies|region)\b")
_WORDS = r"[A-Z][\w'\u2019]*(?: [A-Z][\w'\u2019]*){0,2}"
_ROAD = re.compile(
    rf"({_WORDS})[-\u2013\u2014]({_WORDS}) (?:main |national )?(?:[Rr]oad|[Hh]ighway)\b"
)
_ITS_CAPITAL = re.compile(r"['\u2019]s capital(?: city)?\b(?! [A-Z])")


class Names(Protocol):
    """A gazetteer, by name and by id."""

    def lookup(self, name: str) -> Sequence[Place]:
        """Return the places of a name."""
        ...

    def place(self, place_id: str) -> Place:
        """Return the place of an id."""
        ...


def territory(text: str, word: str, start: int, stop: int, toponyms: Names) -> PlaceMention | None:
    """Read "Afghan soil" as the country and "the Afghan capital" as its capital."""
    table = demonyms()
    match = table.pattern.match(text, start, stop) if word in table.country else None
    if match is None:
        return None
    iso2 = table.country[match.group(1)]
    candidates = _of_country(iso2, match.group(2), toponyms)
    return PlaceMention(start, match.end(), match.group(), candidates) if candidates else None


def capital_of(text: str, mention: PlaceMention, stop: int, toponyms: Names) -> PlaceMention | None:
    """Read "Afghanistan's capital" as the city, where it does not name it itself."""
    first = mention.candidates[0]
    match = _ITS_CAPITAL.match(text, mention.end, stop)
    if match is None or first.kind is not PlaceKind.COUNTRY or not first.country_iso2:
        return None
    candidates = _of_country(first.country_iso2, "capital", toponyms)
    surface = text[mention.start : match.end()]
    return PlaceMention(mention.start, match.end(), surface, candidates) if candidates else None


def road_between(text: str, start: int, stop: int, toponyms: Names) -> PlaceMention | None:
    """Read "the Bannu-Miranshah road" as somewhere around Bannu, where one province has both."""
    match = _ROAD.match(text, start, stop)
    if match is None:
        return None
    ends = [toponyms.lookup(fold(match[number])) for number in (1, 2)]
    provinces = {place.admin1_code for place in ends[1]} - {None}
    found = tuple(place for place in ends[0] if place.admin1_code in provinces)
    return PlaceMention(start, match.end(), match.group(), found, around=True) if found else None


def tribal_areas(text: str, start: int, stop: int, toponyms: Names) -> list[PlaceMention]:
    """Read "the tribal areas", a region that is written without a capital."""
    match = _TRIBAL.match(text, start, stop)
    candidates = toponyms.lookup(match.group()) if match else ()
    if match is None or not candidates:
        return []
    return [PlaceMention(start, match.end(), match.group(), tuple(candidates))]


def _of_country(iso2: str, word: str, toponyms: Names) -> tuple[Place, ...]:
    if word != "capital":
        return (toponyms.place(f"country:{iso2}"),)
    capital = _capitals().get(iso2, "")
    found = toponyms.lookup(capital.split(";")[0]) if capital else ()
    return tuple(p for p in found if p.country_iso2 == iso2 and p.kind is PlaceKind.POPULATED)[:1]


@cache
def _capitals() -> dict[str, str]:
    with tables.source("countries.csv").open(encoding="utf-8", newline="") as file:
        return {row["iso2"]: row["capital"] for row in csv.DictReader(file)}
