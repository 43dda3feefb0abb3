"""What a document's names say of each other, as numbers: the scores behind a resolution.

Each candidate of a mention gets a sum of a few terms, in natural logarithms; staying
unresolved is one more candidate, which wins where nothing supports a small namesake far away.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geo.context import contains, countries, distance_km
from geo.importance import importance
from geo.records import Place, PlaceKind, PlaceMention
from geo.text import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geo.places import PlaceStore

# The terms of a candidate's score. Set by hand on texts of the region; their order matters
# more than their size.
_PRIOR = 0.8  # times the logarithm of the place's weight
_COUNTRY = 4.0  # times the share of the document's evidence that is its country's
_NEARBY_COUNTRY = 1.5  # times the same share among the mentions beside it
_FOREIGN = 2.5  # against a small place of a country that nothing else speaks of
_PROVINCE = 2.0  # where another name lies in the same province
_INSIDE = 6.0  # where the text says that it lies in its neighbour, or its neighbour in it
_BESIDE = 2.5  # times the share of its country in the name it is listed with
_CLOSE = 1.5  # where another place lies within _CLOSE_KM
_KIND = 4.0  # where a word beside it says what it is
_OTHER_KIND = 3.0  # against a kind that such a word denies
_ONE_SENSE = 0.8  # times what the best supported mention of the same name has for it
# A name of this weight (inhabitants) is as likely no place of the gazetteer at all.
_OPEN = _PRIOR * math.log(20_000)
_OPEN_COMMON = _PRIOR * math.log(300_000)
_OPEN_EDITED = _PRIOR * math.log(2_000)  # a sources file has the name because the news has it
_METROPOLIS = 500_000
_LARGE = math.log(1_000_000)
_SLIGHT = 1e-6
_UNSPOKEN = 0.05  # a country with less of the evidence is one that nothing speaks of
_CLOSE_KM = 75.0
_CLOSE_DEGREES = 0.7  # of latitude, a little more than _CLOSE_KM
_NEARBY_CHARACTERS = 250
_NEARBY_MENTIONS = 8
_LONGEST_GAP = 60
_MOST_CANDIDATES = 40
# "Wana, South Waziristan"; "Achin district of Nangarhar"; "Spinwam (North Waziristan)".
_OF = r"(?:of|in|inside|within|de)"
_UNIT = r"(?:district|tehsil|agency|area|valley|village|town|city|county|province)"
_AREA = r"(?:[a-z-]+ ){0,3}"
_OUTWARD = re.compile(
    rf"\s*(?:,?\s*(?:{_AREA}{_OF}\s+)(?:the\s+)?(?:[a-z-]+ ){{0,2}}"
    rf"|(?:{_UNIT})?\s*,\s*(?:the\s+)?|(?:{_UNIT}\s*)?\(\s*)$"
)
# "Helmand's Sangin"; "Khyber Pakhtunkhwa province's volatile Bajaur".
_INWARD = re.compile(r"(?: province| district| region)?['\u2019]s? (?:[a-z-]+ ){0,3}$")
_LISTED = re.compile(r",? (?:and|or|&) $|, ?$|/$")
_SMALL_KINDS = (PlaceKind.POPULATED, PlaceKind.FEATURE)
_WIDE_KINDS = (PlaceKind.COUNTRY, PlaceKind.ADMIN1)


@dataclass(slots=True)
class Name:
    """A mention on its way: its candidates, what speaks for each, and the choice so far.

    ``spoken`` is how much of its likelihood falls to each country.
    """

    mention: PlaceMention
    key: str
    candidates: tuple[Place, ...]
    nations: tuple[tuple[str, ...], ...]
    weights: tuple[float, ...]
    open_score: float
    shares: list[float] = field(default_factory=list)
    spoken: dict[str, float] = field(default_factory=dict)
    best: Place = field(init=False)

    def __post_init__(self) -> None:
        self.weigh([_PRIOR * weight for weight in self.weights])

    def weigh(self, scores: list[float]) -> None:
        """Turn scores into shares of one, staying open being one more candidate."""
        hint = self.mention.kind_hint
        if hint is not None:
            pairs = zip(scores, self.candidates, strict=True)
            scores = [score + _kind_term(place, hint) for score, place in pairs]
        top = max(*scores, self.open_score)
        powers = [math.exp(score - top) for score in scores]
        total = sum(powers) + math.exp(self.open_score - top)
        self.shares = [power / total for power in powers]
        self.best = self.candidates[self.shares.index(max(self.shares))]
        self.spoken = {}
        for share, nation in zip(self.shares, self.nations, strict=True):
            for code in nation:
                self.spoken[code] = self.spoken.get(code, 0.0) + share / len(nation)


@dataclass(frozen=True, slots=True)
class Links:
    """Pairs of mentions, by number: (inner, outer), and neighbours in one list."""

    inside: list[tuple[int, int]]
    beside: list[tuple[int, int]]


def gather(mentions: Sequence[PlaceMention], gazetteer: PlaceStore) -> list[Name]:
    """Return the mentions, each with its candidates and what those count for."""
    known: dict[str, tuple[tuple[float, ...], tuple[tuple[str, ...], ...], float]] = {}
    names = []
    for mention in mentions:
        key = name_key(mention.surface)
        candidates = mention.candidates[:_MOST_CANDIDATES]
        if key not in known or len(known[key][0]) != len(candidates):
            weights = tuple(_weight(place, key) for place in candidates)
            nations = tuple(countries(place) for place in candidates)
            known[key] = weights, nations, _open_score(key, candidates, gazetteer)
        weights, nations, open_score = known[key]
        names.append(Name(mention, key, candidates, nations, weights, open_score))
    return names


def _open_score(key: str, candidates: Sequence[Place], gazetteer: PlaceStore) -> float:
    if gazetteer.is_common(key):
        return _OPEN_COMMON
    edited = any(not place.place_id.startswith("geonames:") for place in candidates)
    return _OPEN_EDITED if edited else _OPEN


def _weight(place: Place, key: str) -> float:
    # A mention may hold a word more than the name ("Achin district"), which makes it no alias.
    usual = name_key(place.name)
    return importance(place, usual if key.startswith(usual) else key)


def _kind_term(place: Place, hint: PlaceKind) -> float:
    if place.kind is hint or (hint in _SMALL_KINDS and place.kind in _SMALL_KINDS):
        return _KIND
    return -_OTHER_KIND


def find_links(text: str, mentions: Sequence[PlaceMention]) -> Links:
    """Return the pairs of neighbours that the text puts one in the other, or in one list."""
    links = Links([], [])
    for index in range(len(mentions) - 1):
        gap = text[mentions[index].end : mentions[index + 1].start]
        if len(gap) > _LONGEST_GAP:
            continue
        if _OUTWARD.match(gap):
            links.inside.append((index, index + 1))
        elif _INWARD.match(gap):
            links.inside.append((index + 1, index))
        if _LISTED.match(gap):
            links.beside.append((index, index + 1))
    return links


def weigh_all(names: list[Name], links: Links, spoken: Mapping[str, float]) -> None:
    """Weigh every candidate again, by what the others are most likely to be.

    ``spoken`` is what else speaks for countries (ISO alpha-2 -> weight, a name's own being 1).
    """
    evidence = _evidence(names)
    for code, weight in spoken.items():
        evidence[code] = evidence.get(code, 0.0) + weight
    provinces = _provinces(names)
    bonuses = _bonuses(names, links)
    shared = _shared(names, bonuses)
    # All scores stand before any changes: the order of the mentions must not matter.
    scores = [
        [
            _PRIOR * weight
            + max(bonus, _ONE_SENSE * shared[name.key].get(place.place_id, 0.0))
            + country
            + near
            + (_PROVINCE if _is_shared(place, provinces, name.key) else 0.0)
            for place, weight, bonus, country, near in zip(
                name.candidates,
                name.weights,
                bonuses[index],
                _country_terms(name, evidence),
                _nearby_terms(names, index),
                strict=True,
            )
        ]
        for index, name in enumerate(names)
    ]
    for name, own in zip(names, scores, strict=True):
        name.weigh(own)


def _is_shared(place: Place, provinces: dict[str, set[str]], key: str) -> bool:
    """Tell whether a name other than this one lies in the place's province."""
    others = provinces.get(place.admin1_code or "", set())
    return len(others) > (key in others)


def _evidence(names: Iterable[Name]) -> dict[str, float]:
    """Return how much the names speak for each country, each name counted once."""
    counts: dict[str, float] = defaultdict(float)
    for name in {name.key: name for name in names}.values():
        for code, share in name.spoken.items():
            counts[code] += share
    return counts


def _shares(evidence: dict[str, float], without: dict[str, float]) -> dict[str, float]:
    """Return each country's share of the evidence, a name's own voice left out."""
    counts = {code: max(0.0, count - without.get(code, 0.0)) for code, count in evidence.items()}
    total = sum(counts.values())
    return {code: count / total for code, count in counts.items()} if total > _SLIGHT else {}


def _country_terms(name: Name, evidence: dict[str, float]) -> list[float]:
    shares = _shares(evidence, name.spoken)
    terms = []
    for place, nation, weight in zip(name.candidates, name.nations, name.weights, strict=True):
        share = max((shares.get(code, 0.0) for code in nation), default=0.0)
        small = weight < _LARGE and place.population < _METROPOLIS
        foreign = bool(shares) and share < _UNSPOKEN and small
        terms.append(_COUNTRY * share - (_FOREIGN if foreign else 0.0))
    return terms


def _nearby_terms(names: list[Name], index: int) -> list[float]:
    """Return what the mentions within a few lines have for each candidate."""
    name = names[index]
    near = _nearby(names, index)
    evidence = _shares(_evidence(other for other in near if other.key != name.key), {})
    points = {
        other.best.place_id: other.best
        for other in near
        if other.key != name.key and other.best.kind not in _WIDE_KINDS
    }
    terms = []
    for place, nation in zip(name.candidates, name.nations, strict=True):
        share = max((evidence.get(code, 0.0) for code in nation), default=0.0)
        close = _is_close(place, points.values())
        terms.append(_NEARBY_COUNTRY * share + (_CLOSE if close else 0.0))
    return terms


def _nearby(names: list[Name], index: int) -> list[Name]:
    here = names[index].mention
    around = range(max(0, index - _NEARBY_MENTIONS), min(len(names), index + _NEARBY_MENTIONS + 1))
    return [
        names[other]
        for other in around
        if other != index
        and -_NEARBY_CHARACTERS < names[other].mention.start - here.end < _NEARBY_CHARACTERS
    ]


def _is_close(place: Place, others: Iterable[Place]) -> bool:
    if place.latitude is None or place.kind in _WIDE_KINDS:
        return False
    for other in others:
        if other.latitude is not None and abs(other.latitude - place.latitude) < _CLOSE_DEGREES:
            apart = distance_km(place, other)
            if apart is not None and apart < _CLOSE_KM:
                return True
    return False


def _provinces(names: list[Name]) -> dict[str, set[str]]:
    """Return the names that most likely lie in each province."""
    found: dict[str, set[str]] = defaultdict(set)
    for name in names:
        if name.best.admin1_code is not None:
            found[name.best.admin1_code].add(name.key)
    return found


def _bonuses(names: list[Name], links: Links) -> list[list[float]]:
    """Return what its neighbours in the sentence have for each candidate of each mention."""
    bonuses = [[0.0] * len(name.candidates) for name in names]
    for inner, outer in links.inside:
        for at, place in enumerate(names[inner].candidates):
            for above, area in enumerate(names[outer].candidates):
                if contains(area, place):
                    inward = _INSIDE * (0.5 + names[outer].shares[above] / 2)
                    outward = _INSIDE * (0.5 + names[inner].shares[at] / 2)
                    bonuses[inner][at] = max(bonuses[inner][at], inward)
                    bonuses[outer][above] = max(bonuses[outer][above], outward)
    for pair in links.beside:
        for one, other in (pair, pair[::-1]):
            for at, nation in enumerate(names[one].nations):
                spoken = (names[other].spoken.get(code, 0.0) for code in nation)
                bonuses[one][at] = max(bonuses[one][at], _BESIDE * max(spoken, default=0.0))
    return bonuses


def _shared(names: list[Name], bonuses: list[list[float]]) -> dict[str, dict[str, float]]:
    """Return, for each name of the document, the best bonus that any mention gives a place."""
    shared: dict[str, dict[str, float]] = defaultdict(dict)
    for name, own in zip(names, bonuses, strict=True):
        known = shared[name.key]
        for place, bonus in zip(name.candidates, own, strict=True):
            known[place.place_id] = max(bonus, known.get(place.place_id, 0.0))
    return shared
