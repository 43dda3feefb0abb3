"""Place mentions of a document -> places, precision and score, or unresolved.

A document is read as a whole: what the countries and provinces it speaks of are, which names
stand in each other ("Achin district of Nangarhar"), which are near each other. Each candidate
of a mention gets a sum of a few terms, in natural logarithms; staying unresolved is one more
candidate, which wins where nothing supports a small namesake far away.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from geo.context import contains, countries, precision
from geo.places import PlaceStore, distance_km, importance
from geo.records import Place, PlaceKind, PlaceMention, Resolution
from geo.text import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SOURCE = "gazetteer"
# The terms of a candidate's score. Tuned by hand on texts of the region; their order matters
# more than their size.
_PRIOR = 0.8  # times the logarithm of the place's weight
_COUNTRY = 4.0  # times the share of the document's evidence that is its country's
_NEARBY_COUNTRY = 1.5  # times the same share among the mentions beside it
_FOREIGN = 2.5  # against a small place of a country that nothing else speaks of
_PROVINCE = 1.5  # where another name lies in the same province
_INSIDE = 6.0  # where the text says that it lies in its neighbour, or its neighbour in it
_CLOSE = 1.0  # where another place lies within _CLOSE_KM
_KIND = 4.0  # where a word beside it says what it is
_OTHER_KIND = 3.0  # against a kind that such a word denies
_ONE_SENSE = 0.8  # times what the best supported mention of the same name has for it
# A name of this weight (inhabitants) is as likely no place of the gazetteer at all.
_OPEN = _PRIOR * math.log(20_000)
_OPEN_COMMON = _PRIOR * math.log(300_000)
_LARGE = math.log(1_000_000)
_CLOSE_KM = 75.0
_NEARBY_CHARACTERS = 250
_LONGEST_GAP = 60
_UNSPOKEN = 0.05  # a country with less of the evidence is one that nothing speaks of
_MOST_CANDIDATES = 12
_LEAST_SCORE = 0.4
# "Wana, South Waziristan"; "Achin district of Nangarhar"; "Spinwam (North Waziristan)".
_OF = r"(?:of|in|inside|within|de)"
_AREA = r"(?:[a-z-]+ ){0,3}"
_OUTWARD = re.compile(
    rf"\s*(?:,?\s*(?:{_AREA}{_OF}\s+)(?:the\s+)?(?:[a-z-]+ ){{0,2}}|,\s*(?:the\s+)?|\(\s*)$"
)
# "Helmand's Sangin"; "Khyber Pakhtunkhwa province's volatile Bajaur".
_INWARD = re.compile(r"(?: province| district| region)?['\u2019]s? (?:[a-z-]+ ){0,3}$")


@dataclass(slots=True)
class _Name:
    """A mention on its way: its candidates with their scores, and the choice so far."""

    mention: PlaceMention
    key: str
    candidates: tuple[Place, ...]
    priors: tuple[float, ...]
    open_score: float
    bonuses: list[float] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)

    @property
    def best(self) -> Place:
        """The most likely candidate."""
        return self.candidates[self.shares.index(max(self.shares))]

    def weigh(self, scores: list[float]) -> None:
        """Turn scores into shares of one, staying open being one more candidate."""
        top = max(*scores, self.open_score)
        powers = [math.exp(score - top) for score in scores]
        total = sum(powers) + math.exp(self.open_score - top)
        self.shares = [power / total for power in powers]


def resolve_mentions(
    text: str, mentions: Sequence[PlaceMention], gazetteer: PlaceStore
) -> list[Resolution]:
    """Resolve the mentions of one document together.

    Parameters
    ----------
    text
        The document's text, which the mentions' offsets point into.
    mentions
        In the order of the text.
    gazetteer
        The store that the candidates come from.

    Returns
    -------
    list of Resolution
        One a mention, in the same order; unsure ones have no place and where_prec 0.
    """
    if not mentions:
        return []
    names = [_name(mention, gazetteer) for mention in mentions]
    for name in names:
        name.weigh(list(name.priors))
    links = _links(text, mentions)
    for _ in range(2):
        _weigh_all(names, links)
    return [_resolution(name) for name in names]


def resolve(
    text: str, spans: Iterable[tuple[int, int]], gazetteer: PlaceStore | None = None
) -> list[Resolution]:
    """Resolve spans of a text that somebody else found to be places.

    Parameters
    ----------
    text
        The whole document.
    spans
        Half-open runs ``(start, end)`` of ``text``.
    gazetteer
        None means the tables that come with the program.

    Returns
    -------
    list of Resolution
        One a span, in the same order; a name that no table has is unresolved.
    """
    store = gazetteer or _shipped_store()
    found = [span_mention(text, start, end, store) for start, end in spans]
    order = sorted(
        (index for index, mention in enumerate(found) if mention is not None),
        key=lambda index: found[index].start,  # type: ignore[union-attr] # None was left out
    )
    known = [mention for index in order if (mention := found[index]) is not None]
    answers = dict(zip(order, resolve_mentions(text, known, store), strict=True))
    nothing = Resolution(None, 0, 0.0, note="no such name in the gazetteer")
    return [answers.get(index, nothing) for index in range(len(found))]


_KIND_WORDS = {
    "province": PlaceKind.ADMIN1,
    "wilayat": PlaceKind.ADMIN1,
    "oblast": PlaceKind.ADMIN1,
    "district": PlaceKind.ADMIN2,
    "tehsil": PlaceKind.ADMIN2,
    "thesil": PlaceKind.ADMIN2,
    "tahsil": PlaceKind.ADMIN2,
    "subdivision": PlaceKind.ADMIN2,
    "agency": PlaceKind.ADMIN2,
    "county": PlaceKind.ADMIN2,
    "city": PlaceKind.POPULATED,
    "town": PlaceKind.POPULATED,
    "village": PlaceKind.POPULATED,
    "valley": PlaceKind.REGION,
    "region": PlaceKind.REGION,
}
_KIND_PART = "|".join(_KIND_WORDS)
_KIND_AFTER = re.compile(rf"\s+({_KIND_PART})\b", re.IGNORECASE)
_KIND_LAST = re.compile(rf"\s+({_KIND_PART})$", re.IGNORECASE)
_KIND_BEFORE = re.compile(
    rf"\b({_KIND_PART})(?: called| named)? of\s+(?:the\s+)?$|\bthe ({_KIND_PART}) of\s+$",
    re.IGNORECASE,
)
_EDGES = re.compile(r"^(?:the\s+)|['\u2019]s?$", re.IGNORECASE)


def span_mention(text: str, start: int, end: int, store: PlaceStore) -> PlaceMention | None:
    """Return a span as a mention with its candidates, None where no table has the name."""
    surface = text[start:end]
    hint = _KIND_AFTER.match(text, end) or _KIND_BEFORE.search(text, max(0, start - 30), start)
    kind = _KIND_WORDS[next(filter(None, hint.groups())).lower()] if hint else None
    candidates = store.lookup(surface) or store.lookup(_EDGES.sub("", surface))
    if not candidates and (last := _KIND_LAST.search(surface)):
        kind = _KIND_WORDS[last[1].lower()]
        candidates = store.lookup(surface[: last.start()])
    if not candidates:
        return None
    return PlaceMention(start, end, surface, candidates, kind)


@cache
def _shipped_store() -> PlaceStore:
    return PlaceStore()


def _name(mention: PlaceMention, gazetteer: PlaceStore) -> _Name:
    candidates = mention.candidates[:_MOST_CANDIDATES]
    key = name_key(mention.surface)
    priors = tuple(
        _PRIOR * _weight(place, key) + _kind_term(place, mention.kind_hint) for place in candidates
    )
    common = gazetteer.is_common(key)
    return _Name(mention, key, candidates, priors, _OPEN_COMMON if common else _OPEN)


@lru_cache(maxsize=50_000)
def _weight(place: Place, key: str) -> float:
    # A mention may hold a word more than the name ("Achin district"), which makes it no alias.
    if key.startswith(name_key(place.name)):
        key = name_key(place.name)
    return importance(place, key)


def _kind_term(place: Place, hint: PlaceKind | None) -> float:
    if hint is None:
        return 0.0
    small = (PlaceKind.POPULATED, PlaceKind.FEATURE)
    if place.kind is hint or (hint in small and place.kind in small):
        return _KIND
    return -_OTHER_KIND


def _links(text: str, mentions: Sequence[PlaceMention]) -> list[tuple[int, int]]:
    """Return pairs (inner, outer) of mentions that the text puts one in the other."""
    links = []
    for index in range(len(mentions) - 1):
        gap = text[mentions[index].end : mentions[index + 1].start]
        if len(gap) > _LONGEST_GAP or "\n" in gap.strip(" ,"):
            continue
        if _OUTWARD.match(gap):
            links.append((index, index + 1))
        elif _INWARD.match(gap):
            links.append((index + 1, index))
    return links


def _weigh_all(names: list[_Name], links: list[tuple[int, int]]) -> None:
    """Weigh every candidate again, by what the others are most likely to be."""
    by_country, total = _countries(names)
    provinces = _provinces(names)
    bonuses = [_link_bonuses(index, names, links) for index in range(len(names))]
    shared = _shared(names, bonuses)
    weighed = []
    for index, name in enumerate(names):
        near = _nearby(names, index)
        near_countries, near_total = _countries(near)
        best_near = [other.best for other in near if other.key != name.key]
        scores = []
        for place, prior, bonus in zip(name.candidates, name.priors, bonuses[index], strict=True):
            own = countries(place)
            score = prior + max(bonus, _ONE_SENSE * shared[name.key].get(place.place_id, 0.0))
            share = max((by_country[code] for code in own), default=0.0) / total
            score += _COUNTRY * share
            if near_total:
                local = max((near_countries[code] for code in own), default=0.0)
                score += _NEARBY_COUNTRY * local / near_total
            score -= _FOREIGN if share < _UNSPOKEN and _is_small(place, name.key) else 0.0
            if place.admin1_code is not None and provinces[place.admin1_code] - {name.key}:
                score += _PROVINCE
            score += _CLOSE if _is_close(place, best_near) else 0.0
            scores.append(score)
        weighed.append(scores)
    for name, scores in zip(names, weighed, strict=True):
        name.weigh(scores)


def _is_small(place: Place, key: str) -> bool:
    return _weight(place, key) < _LARGE


def _countries(names: list[_Name]) -> tuple[defaultdict[str, float], float]:
    """Return how much of the evidence speaks for each country, and all of it; each name once."""
    counts: defaultdict[str, float] = defaultdict(float)
    seen: set[str] = set()
    for name in names:
        if name.key in seen:
            continue
        seen.add(name.key)
        for place, share in zip(name.candidates, name.shares, strict=True):
            own = countries(place)
            for code in own:
                counts[code] += share / len(own)
    return counts, sum(counts.values()) or 1.0


def _provinces(names: list[_Name]) -> defaultdict[str, set[str]]:
    """Return the names that most likely lie in each province."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for name in names:
        best = name.best
        if best.admin1_code is not None:
            found[best.admin1_code].add(name.key)
    return found


def _nearby(names: list[_Name], index: int) -> list[_Name]:
    here = names[index].mention
    return [
        other
        for other in names[max(0, index - 8) : index + 9]
        if other is not names[index]
        and -_NEARBY_CHARACTERS < other.mention.start - here.end < _NEARBY_CHARACTERS
    ]


def _link_bonuses(index: int, names: list[_Name], links: list[tuple[int, int]]) -> list[float]:
    bonuses = [0.0] * len(names[index].candidates)
    for inner, outer in links:
        if index not in (inner, outer):
            continue
        other = names[outer if index == inner else inner]
        for position, place in enumerate(names[index].candidates):
            for rival, share in zip(other.candidates, other.shares, strict=True):
                pair = (rival, place) if index == inner else (place, rival)
                if contains(*pair):
                    bonus = _INSIDE * (0.5 + share / 2)
                    bonuses[position] = max(bonuses[position], bonus)
    return bonuses


def _shared(names: list[_Name], bonuses: list[list[float]]) -> defaultdict[str, dict[str, float]]:
    """Return, for each name of the document, the best bonus that any mention gives a place."""
    shared: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for name, own in zip(names, bonuses, strict=True):
        known = shared[name.key]
        for place, bonus in zip(name.candidates, own, strict=True):
            if bonus > known.get(place.place_id, 0.0):
                known[place.place_id] = bonus
    return shared


def _is_close(place: Place, others: list[Place]) -> bool:
    return any(
        (apart := distance_km(place, other)) is not None and apart < _CLOSE_KM
        for other in others
        if other.kind is not PlaceKind.COUNTRY and other.kind is not PlaceKind.ADMIN1
    )


def _resolution(name: _Name) -> Resolution:
    order = sorted(range(len(name.shares)), key=lambda index: -name.shares[index])
    ranked = tuple(name.candidates[index] for index in order)
    best = ranked[0]
    # City, district and province of one name leave no doubt about the province.
    alike = sum(
        share
        for place, share in zip(name.candidates, name.shares, strict=True)
        if (place.country_iso2, place.admin1_code) == (best.country_iso2, best.admin1_code)
    )
    score = round(alike, 4)
    if score < _LEAST_SCORE:
        note = "nothing in the text supports any of the candidates"
        return Resolution(None, 0, score, ranked, note=note)
    return Resolution(
        place=best,
        where_prec=precision(best, around=name.mention.around),
        score=score,
        candidates=ranked,
        source=SOURCE,
        note="only entry of this name" if len(ranked) == 1 else "best of its namesakes",
    )
