"""What a document's names say of each other, as numbers: the scores behind a resolution.

Each candidate of a mention gets a sum of a few terms, in natural logarithms; staying
unresolved is one more candidate, which wins where nothing supports a small namesake far away.
:mod:`geo.namesakes` has what is known of a name before its text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from geo.context import contains, distance_km
from geo.namesakes import WIDE_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geo.namesakes import Name
    from geo.records import Place, PlaceMention

# The terms of a candidate's score beside its prior. Set by hand on texts of the region; their
# order matters more than their size.
_COUNTRY = 4.0  # times the share of the document's evidence that is its country's
_NEARBY_COUNTRY = 1.5  # times the same share among the mentions beside it
_FOREIGN = 2.5  # against a small place of a country that nothing else speaks of
_PROVINCE = 2.0  # where another name lies in the same province
_INSIDE = 6.0  # where the text says that it lies in its neighbour, or its neighbour in it
_BESIDE = 2.5  # times the share of its country in the name it is listed with
_CLOSE = 1.5  # where another place lies within _CLOSE_KM
_ONE_SENSE = 0.8  # times what the best supported mention of the same name has for it
_SLIGHT = 1e-6
_UNSPOKEN = 0.05  # a country with less of the evidence is one that nothing speaks of
_CLOSE_KM = 75.0
_CLOSE_DEGREES = 0.7  # of latitude, a little more than _CLOSE_KM
_NEARBY_CHARACTERS = 250
_NEARBY_MENTIONS = 8
_LONGEST_GAP = 60
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


@dataclass(frozen=True, slots=True)
class Links:
    """How the mentions of a text stand to each other, by number.

    Attributes
    ----------
    inside
        Pairs (inner, outer).
    beside
        Neighbours in one list.
    near
        For each mention, the others within a few lines.
    """

    inside: list[tuple[int, int]]
    beside: list[tuple[int, int]]
    near: list[list[int]]


def find_links(text: str, mentions: Sequence[PlaceMention]) -> Links:
    """Return the pairs of neighbours that the text puts one in the other, or in one list."""
    links = Links([], [], _near(mentions))
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


def _near(mentions: Sequence[PlaceMention]) -> list[list[int]]:
    starts = [mention.start for mention in mentions]
    near = []
    for index, mention in enumerate(mentions):
        first = bisect_right(starts, mention.end - _NEARBY_CHARACTERS)
        after = bisect_left(starts, mention.end + _NEARBY_CHARACTERS)
        around = range(
            max(first, index - _NEARBY_MENTIONS), min(after, index + _NEARBY_MENTIONS + 1)
        )
        near.append([other for other in around if other != index])
    return near


def weigh_all(names: list[Name], links: Links, spoken: Mapping[str, float]) -> None:
    """Weigh every candidate again, by what the others are most likely to be.

    ``spoken`` is what else speaks for countries (ISO alpha-2 -> weight, a name's own being 1).
    """
    evidence = _evidence(names)
    for code, weight in spoken.items():
        evidence[code] = evidence.get(code, 0.0) + weight
    total = sum(evidence.values())
    provinces = _provinces(names)
    bonuses = _bonuses(names, links)
    shared = _shared(names, bonuses)
    # All scores stand before any changes: the order of the mentions must not matter.
    scores = [
        [
            prior + bonus + country + near + _province_term(unit, provinces, name.key)
            for prior, unit, bonus, country, near in zip(
                name.known.priors,
                name.known.units,
                _in_one_sense(name, bonuses.get(index), shared),
                _country_terms(name, evidence, total),
                _nearby_terms(name, [names[other] for other in links.near[index]]),
                strict=True,
            )
        ]
        for index, name in enumerate(names)
    ]
    for name, own in zip(names, scores, strict=True):
        name.weigh(own)


def _province_term(unit: str, provinces: Mapping[str, set[str]], key: str) -> float:
    """Return what a name other than this one that lies in the province has for a place."""
    others = provinces.get(unit)
    return _PROVINCE if others is not None and len(others) > (key in others) else 0.0


def _evidence(names: Iterable[Name]) -> dict[str, float]:
    """Return how much the names speak for each country, each name counted once."""
    counts: dict[str, float] = {}
    for name in {name.key: name for name in names}.values():
        for code, share in name.spoken.items():
            counts[code] = counts.get(code, 0.0) + share
    return counts


def _country_terms(name: Name, evidence: Mapping[str, float], total: float) -> list[float]:
    """Return what each country's share of the evidence has for it, a name's own voice left out."""
    known = name.known
    left: dict[str, float] = {}
    for code in known.codes:
        count = evidence.get(code, 0.0)
        own = min(count, name.spoken[code])
        left[code] = count - own
        total -= own
    if total <= _SLIGHT:
        return [0.0] * len(known.nations)
    terms = []
    for nation, small in zip(known.nations, known.small, strict=True):
        share = max([left[code] for code in nation], default=0.0) / total
        terms.append(_COUNTRY * share - (_FOREIGN if small and share < _UNSPOKEN else 0.0))
    return terms


def _nearby_terms(name: Name, near: list[Name]) -> list[float]:
    """Return what the mentions within a few lines have for each candidate."""
    others = [other for other in near if other.key != name.key]
    if not others:
        return [0.0] * len(name.known.nations)
    evidence = _evidence(others)
    total = sum(evidence.values())
    unit = _NEARBY_COUNTRY / total if total > _SLIGHT else 0.0
    points = [other.best for other in others if other.best.kind not in WIDE_KINDS]
    terms = []
    for place, nation in zip(name.candidates, name.known.nations, strict=True):
        count = max([evidence.get(code, 0.0) for code in nation], default=0.0)
        terms.append(count * unit + (_CLOSE if _is_close(place, points) else 0.0))
    return terms


def _is_close(place: Place, others: Iterable[Place]) -> bool:
    latitude = place.latitude
    if latitude is None or place.kind in WIDE_KINDS:
        return False
    for other in others:
        if other.latitude is not None and abs(other.latitude - latitude) < _CLOSE_DEGREES:
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


def _bonuses(names: list[Name], links: Links) -> dict[int, list[float]]:
    """Return what its neighbours in the sentence have for each candidate of each mention."""
    linked = {number for pair in (*links.inside, *links.beside) for number in pair}
    bonuses = {number: [0.0] * len(names[number].candidates) for number in sorted(linked)}
    for inner, outer in links.inside:
        lower, upper = names[inner], names[outer]
        for at, above in _held(lower.candidates, upper.candidates):
            inward = _INSIDE * (0.5 + upper.shares[above] / 2)
            outward = _INSIDE * (0.5 + lower.shares[at] / 2)
            bonuses[inner][at] = max(bonuses[inner][at], inward)
            bonuses[outer][above] = max(bonuses[outer][above], outward)
    for pair in links.beside:
        for one, other in (pair, pair[::-1]):
            spoken = names[other].spoken
            for at, nation in enumerate(names[one].known.nations):
                most = max([spoken.get(code, 0.0) for code in nation], default=0.0)
                bonuses[one][at] = max(bonuses[one][at], _BESIDE * most)
    return bonuses


# News names the same districts in the same provinces again and again.
@lru_cache(maxsize=10_000)
def _held(inner: tuple[Place, ...], outer: tuple[Place, ...]) -> tuple[tuple[int, int], ...]:
    """Return which places lie in which of another name's, by their numbers."""
    return tuple(
        (at, above)
        for at, place in enumerate(inner)
        for above, area in enumerate(outer)
        if contains(area, place)
    )


def _shared(
    names: list[Name], bonuses: Mapping[int, Sequence[float]]
) -> dict[str, dict[str, float]]:
    """Return, for each name of the document, the best bonus that any mention gives a place."""
    shared: dict[str, dict[str, float]] = {}
    for number, own in bonuses.items():
        known = shared.setdefault(names[number].key, {})
        for place, bonus in zip(names[number].candidates, own, strict=True):
            known[place.place_id] = max(bonus, known.get(place.place_id, 0.0))
    return shared


def _in_one_sense(
    name: Name, own: Sequence[float] | None, shared: Mapping[str, Mapping[str, float]]
) -> Sequence[float]:
    """Return the bonuses of a mention, or most of what another mention of the name has."""
    known = shared.get(name.key)
    if known is None:
        return [0.0] * len(name.candidates)
    most = [_ONE_SENSE * known.get(place.place_id, 0.0) for place in name.candidates]
    return list(map(max, own, most)) if own else most
