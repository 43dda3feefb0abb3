"""Place mentions of a document -> places, precision and score, or unresolved.

A document is read as a whole: which countries and provinces it speaks of, which names stand
in each other ("Achin district of Nangarhar"), which are near each other.
:mod:`geo.evidence` holds the arithmetic.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from geo.context import contains, distance_km, precision
from geo.countries import demonyms
from geo.evidence import Weighing, alone, find_links, lies_in
from geo.layered import LayeredStore
from geo.namesakes import gather
from geo.records import PlaceKind, Resolution
from geo.spans import names_around, span_mention
from geo.text import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from geo.namesakes import Name
    from geo.places import PlaceStore
    from geo.records import Place, PlaceMention

SOURCE = "gazetteer"
_LEAST_SCORE = 0.4
_LEAST_VOUCHED = 0.25
_AREAS = (PlaceKind.ADMIN1, PlaceKind.ADMIN2)
_CLEARLY = 2.5  # times the next best from which the best of many namesakes is meant
_ROUNDS = 2
_UNKNOWN = Resolution(None, 0, 0.0, note="no such name in the gazetteer")
# An unseen spelling: the least likeness to a known one (0 to 100), what lying in a province
# that the document speaks of adds to it, and how sure the best can be.
_LIKE = 85.0
_SAME_PROVINCE = 5.0
_UNSEEN_WEIGHT = 0.6
_INSIDE_WEIGHT = 0.5
_LEAST_LIKELY = 0.2
_SPOKEN_OF = 0.25
_CAPITALISED = re.compile(r"\b[A-Z][a-z]+\b")
_METROPOLIS = 1_000_000  # inhabitants from which a city needs no country named
_CITY = 100_000  # the same of a city whose name no other country has
_LEAST_OTHERS = 2  # places elsewhere before one alone is out of place
_NEIGHBOURHOOD_KM = 500.0  # a town across the border belongs to what the text tells of
_STAND_ALONE = (PlaceKind.COUNTRY, PlaceKind.ADMIN1, PlaceKind.REGION)
# "Mandal village of Nangarhar", "Achin district in eastern Nangarhar".
_OF_THE_NEXT = re.compile(r"\s(?:of|in)\s(?:the\s)?(?:[a-z]+\s)?")
_SURE_OF_PROVINCE = 0.8
_PEOPLE = 0.5  # what a people named says of its country, a place's name saying 1


def resolve_mentions(
    text: str,
    mentions: Sequence[PlaceMention],
    gazetteer: PlaceStore,
    spoken: Mapping[str, float] = MappingProxyType({}),
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
    spoken
        What else in the document speaks for a country: ISO 3166-1 alpha-2 -> weight, where a
        name's own is 1.

    Returns
    -------
    list of Resolution
        One a mention, in the same order; unsure ones have no place and where_prec 0.
    """
    if not mentions:
        return []
    names = gather(mentions, gazetteer)
    if len(names) == 1 and not spoken:
        return [_resolution(names[0], alone(names[0]))]
    weighing = Weighing(names, find_links(text, mentions), spoken)
    for _ in range(_ROUNDS):
        weighing.round()
    resolved = [_resolution(name, own) for name, own in zip(names, weighing.each(), strict=True)]
    for index, mention in enumerate(mentions[:-1]):
        gap = text[mention.end : mentions[index + 1].start]
        if _is_said_of(mention, gap) and _lies_elsewhere(resolved[index], resolved[index + 1]):
            outer = resolved[index + 1].place
            note = f"none of this name lies in {outer.name if outer else ''}"
            resolved[index] = replace(
                resolved[index], place=None, where_prec=0, score=0.0, note=note
            )
    return resolved


def _is_said_of(mention: PlaceMention, gap: str) -> bool:
    """Tell whether the text says that a village or district lies in the next place it names."""
    if mention.vouched:
        return False
    small = mention.kind_hint in {PlaceKind.POPULATED, PlaceKind.ADMIN2}
    village = all(
        p.kind is PlaceKind.POPULATED and p.population < _CITY for p in mention.candidates
    )
    return (small and _OF_THE_NEXT.fullmatch(gap) is not None) or (village and gap == ", in ")


def _lies_elsewhere(inner: Resolution, outer: Resolution) -> bool:
    """Tell whether no bearer of a name lies in the province that the text puts it in."""
    area = outer.place
    if area is None or area.kind not in _AREAS or outer.score < _SURE_OF_PROVINCE:
        return False
    if area.kind is PlaceKind.ADMIN1:
        return not any(contains(area, place) for place in inner.candidates)
    return not any(place.country_iso2 == area.country_iso2 for place in inner.candidates)


def resolve(
    text: str, spans: Iterable[tuple[int, int]], gazetteer: PlaceStore | None = None
) -> list[Resolution]:
    """Resolve spans of a text that somebody else found to be places.

    Parameters
    ----------
    text
        The whole document.
    spans
        Half-open runs ``(start, end)`` of ``text``, in any order; they may overlap.
    gazetteer
        None means the tables that come with the program and those that were fetched.

    Returns
    -------
    list of Resolution
        One a span, in the same order; a name that no table has is unresolved, as is what is no
        run of the text.
    """
    store = gazetteer or _shipped_store()
    answers: dict[int, Resolution] = {}
    known: list[tuple[int, PlaceMention]] = []
    unknown: dict[int, str] = {}
    runs = list(spans)
    for number, (start, end) in enumerate(runs):
        answers[number] = _UNKNOWN
        if not 0 <= start < end <= len(text):
            answers[number] = Resolution(None, 0, 0.0, note=f"({start}, {end}) is no run of text")
            continue
        mention = span_mention(text, start, end, store)
        if mention is None:
            unknown[number] = text[start:end]
        else:
            known.append((number, replace(mention, vouched=True)))
    others = [(-1, mention) for mention in names_around(text, runs, store)]
    read = sorted([*known, *others], key=lambda one: one[1].start)
    mentions = [mention for _, mention in read]
    resolved = resolve_mentions(text, mentions, store, _peoples(text))
    answers.update((n, one) for (n, _), one in zip(read, resolved, strict=True) if n >= 0)
    spoken = _spoken(resolved)
    for number, surface in unknown.items():
        found = unseen(surface, spoken, store)
        if not found.is_resolved:
            found = _inside(text, runs[number][1], mentions, resolved) or found
        answers[number] = found
    return list(answers.values())


def _inside(
    text: str, end: int, mentions: Sequence[PlaceMention], resolved: Sequence[Resolution]
) -> Resolution | None:
    """Resolve an unknown name to the place that the text says it lies in, if it says so."""
    after = next((n for n, mention in enumerate(mentions) if mention.start >= end), None)
    if after is None or (area := resolved[after].place) is None:
        return None
    if not lies_in(text[end : mentions[after].start], area):
        return None
    score = round(_INSIDE_WEIGHT * resolved[after].score, 4)
    return Resolution(
        place=area,
        where_prec=max(resolved[after].where_prec, precision(area, around=True)),
        score=score,
        candidates=(area,),
        source=SOURCE,
        note=f"no such name in the gazetteer; the text puts it in {area.name}",
        candidate_scores=(score,),
    )


def unseen(surface: str, spoken: Mapping[str, float], store: PlaceStore) -> Resolution:
    """Resolve a name that no table has by what it sounds like.

    Parameters
    ----------
    surface
        The name as written.
    spoken
        The share of each country (ISO 3166-1 alpha-2) and province (ISO 3166-2) in what the
        document speaks of; a name is looked for only in the countries that have a good part.
    store
        Where to look.

    Returns
    -------
    Resolution
        Never as sure as a known name; unresolved where no likely place sounds like it.
    """
    if store.is_common(name_key(surface)) or not surface[:1].isupper():
        return _UNKNOWN
    found = [
        (likeness + _SAME_PROVINCE * (place.admin1_code in spoken), place)
        for country in sorted(spoken)
        if spoken[country] >= _SPOKEN_OF
        for likeness, place in store.similar(surface, country, cutoff=_LIKE)
    ]
    if not found:
        return _UNKNOWN
    found.sort(key=lambda one: -one[0])
    best = found[0][1]
    likely = [min(1.0, (likeness - _LIKE) / (100 - _LIKE)) for likeness, _ in found]
    scores = tuple(round(_UNSEEN_WEIGHT * max(one, _LEAST_LIKELY), 4) for one in likely)
    return Resolution(
        place=best,
        where_prec=precision(best),
        score=scores[0],
        candidates=tuple(place for _, place in found),
        source=SOURCE,
        note=f"sounds like {best.name}",
        candidate_scores=scores,
    )


def _peoples(text: str) -> dict[str, float]:
    """Return what the peoples that a text names ("Afghan police") say of its countries."""
    country = demonyms().country
    named = sorted(set(_CAPITALISED.findall(text)) & country.keys())
    spoken: dict[str, float] = {}
    for word in named:
        spoken[country[word]] = spoken.get(country[word], 0.0) + _PEOPLE
    return spoken


def without_strays(
    text: str,
    mentions: Sequence[PlaceMention],
    resolved: Sequence[Resolution],
    spoken: Mapping[str, float],
) -> list[Resolution]:
    """Leave unresolved what lies in a country that nothing else in a document speaks of.

    A gazetteer has half of all names only once, and far away: the Malang area of a report on
    Dera Ismail Khan is not the city in Indonesia. Countries, provinces and cities of a million
    stand for themselves.

    Parameters
    ----------
    text, mentions, resolved
        The document, its places and what they resolve to, in one order.
    spoken
        Countries (ISO 3166-1 alpha-2) that the document's actors are at home in.
    """
    countries = [one.place.country_iso2 if one.place else None for one in resolved]
    others = {code for code in countries if code} | spoken.keys()
    known = spoken.keys() | _peoples(text).keys() if len(others) > 1 else others
    points = [one.place for one in resolved if one.place and one.place.latitude is not None]
    return [
        replace(one, place=None, where_prec=0, note="far from all else that the text speaks of")
        if _strays(mention, one, countries, known) and not _is_near(one, points)
        else one
        for mention, one in zip(mentions, resolved, strict=True)
    ]


def _strays(
    mention: PlaceMention, one: Resolution, countries: list[str | None], known: AbstractSet[str]
) -> bool:
    place = one.place
    if place is None or place.country_iso2 in known or place.kind in _STAND_ALONE:
        return False
    elsewhere = sum(code is not None and code != place.country_iso2 for code in countries)
    alone = countries.count(place.country_iso2) == 1 and elsewhere >= _LEAST_OTHERS
    local = mention.kind_hint is not None or mention.surface.lower().endswith(" area")
    sizes = [p.population for p in one.candidates if p.admin1_code == place.admin1_code]
    only = all(p.country_iso2 == place.country_iso2 for p in one.candidates)
    return alone and (local or max(sizes, default=0) < (_CITY if only else _METROPOLIS))


def _is_near(one: Resolution, points: Sequence[Place]) -> bool:
    place = one.place
    apart = [distance_km(place, other) for other in points if place and other is not place]
    return any(km is not None and km < _NEIGHBOURHOOD_KM for km in apart)


def _spoken(resolved: list[Resolution]) -> dict[str, float]:
    """Return the share of each country and province in what a document's names are."""
    places = [one.place for one in resolved if one.place is not None]
    codes = [code for place in places for code in (place.country_iso2, place.admin1_code) if code]
    return {code: codes.count(code) / len(places) for code in sorted(set(codes))}


@cache
def _shipped_store() -> PlaceStore:
    return LayeredStore()


def _resolution(name: Name, each: list[float]) -> Resolution:
    # City, district and province of one name leave no doubt about the province: together first.
    shares: dict[tuple[str | None, str | None], float] = {}
    where = name.known.where
    for there, share in zip(where, each, strict=True):
        shares[there] = shares.get(there, 0.0) + share
    order: Sequence[int] = range(len(each))
    if len(each) > 1:
        likely = [(shares[there], share) for there, share in zip(where, each, strict=True)]
        order = sorted(order, key=likely.__getitem__, reverse=True)
    ranked = tuple([name.candidates[index] for index in order])
    own = tuple([round(min(each[index], 1.0), 4) for index in order])
    best = ranked[0]
    score = round(min(shares[where[order[0]]], 1.0), 4)
    second = max((share for there, share in shares.items() if there != where[order[0]]), default=0)
    town = best.kind is PlaceKind.POPULATED and score >= _CLEARLY * second
    clear = name.mention.vouched or town
    if score < (_LEAST_VOUCHED if clear else _LEAST_SCORE):
        note = "nothing in the text supports any of the candidates"
        return Resolution(None, 0, score, ranked, note=note, candidate_scores=own)
    return Resolution(
        place=best,
        where_prec=precision(best, around=name.mention.around),
        score=score,
        candidates=ranked,
        source=SOURCE,
        note="only entry of this name" if len(ranked) == 1 else "best of its namesakes",
        candidate_scores=own,
    )
