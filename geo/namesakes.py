"""The places that bear a name, and how likely each is before any context and in it.

What is known of a name before its text is worked out once and kept: news says the same names.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from geo.context import countries
from geo.importance import importance
from geo.records import PlaceKind
from geo.text import name_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.places import PlaceStore
    from geo.records import Place, PlaceMention

WIDE_KINDS = (PlaceKind.COUNTRY, PlaceKind.ADMIN1)
_SMALL_KINDS = (PlaceKind.POPULATED, PlaceKind.FEATURE)
_PRIOR = 0.8  # times the logarithm of the place's weight
_KIND = 4.0  # where a word beside it says what it is
_OTHER_KIND = 3.0  # against a kind that such a word denies
# A name of this weight (inhabitants) is as likely no place of the gazetteer at all.
_OPEN = _PRIOR * math.log(20_000)
_OPEN_COMMON = _PRIOR * math.log(300_000)
_OPEN_VOUCHED = _PRIOR * math.log(1_500)
_OPEN_COMMON_VOUCHED = _PRIOR * math.log(100_000)
_OPEN_EDITED = _PRIOR * math.log(2_000)  # a sources file has the name because the news has it
_METROPOLIS = 500_000
_LARGE = math.log(1_000_000)
_MOST_CANDIDATES = 40


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a name before its text; one value a candidate.

    Attributes
    ----------
    candidates
        The places.
    nations
        ISO 3166-1 codes of the countries that it lies in.
    codes
        All of these, each once.
    units
        ISO 3166-2 code of its province, or an empty text.
    priors
        What it counts for before context.
    small
        True where a country that nothing speaks of counts against it.
    open_score
        What counts for the name being none of the candidates.
    """

    candidates: tuple[Place, ...]
    nations: tuple[tuple[str, ...], ...]
    codes: tuple[str, ...]
    units: tuple[str, ...]
    priors: tuple[float, ...]
    small: tuple[bool, ...]
    open_score: float


@dataclass(slots=True)
class Name:
    """A mention on its way: what is known of it, what speaks for each candidate, the choice so far.

    ``spoken`` is how much of its likelihood falls to each country.
    """

    mention: PlaceMention
    key: str
    known: Known
    shares: tuple[float, ...]
    spoken: dict[str, float]
    best: Place

    @property
    def candidates(self) -> tuple[Place, ...]:
        """The places that bear the name, as many as are weighed."""
        return self.known.candidates

    def weigh(self, scores: list[float]) -> None:
        """Turn scores into shares of one, staying open being one more candidate."""
        self.shares, self.spoken, self.best = _weighed(self.known, scores, self.mention.kind_hint)


def gather(mentions: Sequence[PlaceMention], gazetteer: PlaceStore) -> list[Name]:
    """Return the mentions, each with its candidates and what those count for."""
    names = []
    for mention in mentions:
        key = name_key(mention.surface)
        known = _known(key, mention.candidates, gazetteer.is_common(key), mention.vouched)
        alone = _weighed(known, known.priors, mention.kind_hint)
        names.append(Name(mention, key, known, *alone))
    return names


# As many names as a large corpus of news from the region has, at about a kilobyte each.
@lru_cache(maxsize=20_000)
def _known(key: str, candidates: tuple[Place, ...], common: bool, vouched: bool) -> Known:  # noqa: FBT001 - a part of the cache's key
    places = candidates[:_MOST_CANDIDATES]
    nations = tuple(countries(place) for place in places)
    weights = [_weight(place, key) for place in places]
    small = [
        weight < _LARGE and place.population < _METROPOLIS
        for place, weight in zip(places, weights, strict=True)
    ]
    return Known(
        places,
        nations,
        tuple(dict.fromkeys(code for nation in nations for code in nation)),
        tuple(place.admin1_code or "" for place in places),
        tuple(_PRIOR * weight for weight in weights),
        tuple(small),
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


def _weighed(
    known: Known, scores: Sequence[float], hint: PlaceKind | None
) -> tuple[tuple[float, ...], dict[str, float], Place]:
    """Return the shares of the candidates, those of their countries, and the best."""
    if hint is not None:
        pairs = zip(scores, known.candidates, strict=True)
        scores = [score + _kind_term(place, hint) for score, place in pairs]
    top = max(*scores, known.open_score)
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers) + math.exp(known.open_score - top)
    shares = tuple([power / total for power in powers])
    spoken = dict.fromkeys(known.codes, 0.0)
    for share, nation in zip(shares, known.nations, strict=True):
        for code in nation:
            spoken[code] += share / len(nation)
    return shares, spoken, known.candidates[shares.index(max(shares))]


def _kind_term(place: Place, hint: PlaceKind) -> float:
    if place.kind is hint or (hint in _SMALL_KINDS and place.kind in _SMALL_KINDS):
        return _KIND
    return -_OTHER_KIND
