"""The places that bear a name, and how likely each is before any context and in it.

What is known of a name before its text is worked out once and kept: news says the same names.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from geo.context import countries
from geo.importance import importance
from geo.records import PlaceKind
from geo.text import name_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.places import PlaceStore
    from geo.records import Place, PlaceMention

_WIDE_KINDS = (PlaceKind.COUNTRY, PlaceKind.ADMIN1)
_SMALL_KINDS = (PlaceKind.POPULATED, PlaceKind.FEATURE)
_PRIOR = 0.8  # times the logarithm of the place's weight
_KIND = 4.0  # where a word beside it says what it is
_OTHER_KIND = 3.0  # against a kind that such a word denies
# A name of this weight (inhabitants) is as likely no place of the gazetteer at all.
_OPEN = _PRIOR * math.log(20_000)
_SECOND = 4.4  # natural logarithm
_OPEN_COMMON = _PRIOR * math.log(300_000)
_OPEN_VOUCHED = _PRIOR * math.log(1_500)
_OPEN_COMMON_VOUCHED = _PRIOR * math.log(100_000)
_OPEN_EDITED = _PRIOR * math.log(2_000)  # a sources file has the name because the news has it
_METROPOLIS = 500_000
_LARGE = math.log(1_000_000)
_MOST_CANDIDATES = 40


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What is known of a name before its text; one value for each of its n candidates.

    Attributes
    ----------
    candidates
        The places.
    nations
        ISO 3166-1 codes of the countries that it lies in.
    where
        ISO 3166-1 code of its country and ISO 3166-2 code of its province, or None.
    units
        ISO 3166-2 code of its province, or an empty text.
    priors
        What it counts for before context (n,).
    small
        True where a country that nothing speaks of counts against it (n,).
    province
        True where it is a first-order unit (n,).
    points
        Unit vectors of the points of places that have one and are no wide area, else 0 (n, 3).
    open_score
        What counts for the name being none of the candidates.
    """

    candidates: tuple[Place, ...]
    nations: tuple[tuple[str, ...], ...]
    where: tuple[tuple[str | None, str | None], ...]
    units: tuple[str, ...]
    priors: NDArray[np.float64]
    small: NDArray[np.bool_]
    province: NDArray[np.bool_]
    points: NDArray[np.float64]
    open_score: float


@dataclass(frozen=True, slots=True)
class Name:
    """A mention, and what is known of its name (``key``) before its text."""

    mention: PlaceMention
    key: str
    known: Known

    @property
    def candidates(self) -> tuple[Place, ...]:
        """The places that bear the name, as many as are weighed."""
        return self.known.candidates

    def base(self) -> NDArray[np.float64]:
        """Return what counts for each candidate by itself and the word beside the mention."""
        hint = self.mention.kind_hint
        if hint is None:
            return self.known.priors
        return self.known.priors + [_kind_term(place, hint) for place in self.candidates]


def gather(mentions: Sequence[PlaceMention], gazetteer: PlaceStore) -> list[Name]:
    """Return the mentions, each with its candidates and what those count for."""
    names = []
    for mention in mentions:
        key = name_key(mention.surface)
        known = _known(key, mention.candidates, gazetteer.is_common(key), mention.vouched)
        names.append(Name(mention, key, known))
    return names


# As many names as a large corpus of news from the region has, at about a kilobyte each.
@lru_cache(maxsize=20_000)
def _known(key: str, candidates: tuple[Place, ...], common: bool, vouched: bool) -> Known:  # noqa: FBT001 - a part of the cache's key
    places = candidates[:_MOST_CANDIDATES]
    nations = tuple(countries(place) for place in places)
    weights = [_weight(place, key) - _second(place, places, key) for place in places]
    small = [
        weight < _LARGE and place.population < _METROPOLIS
        for place, weight in zip(places, weights, strict=True)
    ]
    return Known(
        places,
        nations,
        tuple((place.country_iso2, place.admin1_code) for place in places),
        tuple(place.admin1_code or "" for place in places),
        _PRIOR * np.array(weights),
        np.array(small),
        np.array([place.kind is PlaceKind.ADMIN1 for place in places]),
        np.array([_point(place) for place in places]),
        _open_score(places, common=common, vouched=vouched),
    )


def _open_score(candidates: Sequence[Place], *, common: bool, vouched: bool) -> float:
    if common:
        return _OPEN_COMMON_VOUCHED if vouched else _OPEN_COMMON
    if vouched:
        return _OPEN_VOUCHED
    edited = any(not place.place_id.startswith("geonames:") for place in candidates)
    return _OPEN_EDITED if edited else _OPEN


def _weight(place: Place, key: str) -> float:
    # A mention may hold a word more than the name ("Achin district"), which makes it no alias.
    usual = name_key(place.name)
    return importance(place, usual if key.startswith(usual) else key)


def _second(place: Place, places: Sequence[Place], key: str) -> float:
    """Return what counts against a province that only shares the usual name of another."""
    provinces = [p for p in places if p.kind is PlaceKind.ADMIN1]
    bears = [name_key(p.name) == key for p in provinces]
    only = place.kind is PlaceKind.ADMIN1 and name_key(place.name) != key and any(bears)
    return _SECOND if only else 0.0  # "Badakhshan" is Afghan, unless the text is on the Pamirs


def _point(place: Place) -> tuple[float, float, float]:
    if place.latitude is None or place.longitude is None or place.kind in _WIDE_KINDS:
        return 0.0, 0.0, 0.0
    lat, lon = math.radians(place.latitude), math.radians(place.longitude)
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def _kind_term(place: Place, hint: PlaceKind) -> float:
    if place.kind is hint or (hint in _SMALL_KINDS and place.kind in _SMALL_KINDS):
        return _KIND
    return -_OTHER_KIND
