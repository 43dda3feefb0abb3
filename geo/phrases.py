"""A query of a few words -> the place it means: names in it, and the finest of them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from geo.context import contains, precision
from geo.records import GAZETTEER, Place, PlaceKind, PlaceMention
from geo.resolve import resolve_mentions
from geo.spans import span_mention
from geo.text import fold, name_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from geo.places import PlaceStore
    from geo.records import Resolution


class Answer(NamedTuple):
    """A place, its where_prec, its score (0 to 1) and what it comes from."""

    place: Place
    where_prec: int
    score: float
    source: str = GAZETTEER


_WORD = re.compile(r"\b\w")
_CAPITAL = re.compile(r"\b[^\W\d_a-z]")
_AROUND = re.compile(
    r"(?:\b(?:near|around|close to|outside|outskirts of|surroundings of|vicinity of|bordering"
    r"|(?:north|south|east|west)(?:-?(?:east|west))? of)\s+(?:the\s+)?(?:(?:town|village|city)"
    r"(?: of)?\s+)?)$",
    re.IGNORECASE,
)
# One or two words with capitals: what an unseen name looks like.
_NAME = re.compile(r"\b[^\W\d_a-z][\w'\u2019-]+(?:[ -][^\W\d_a-z][\w'\u2019-]+)?")
_LIKE = 80.0  # the least likeness of an unseen spelling to a known name
_LIKENESS_WEIGHT = 0.6  # an unseen spelling is never as sure as a known one
_LEAST = 0.05
_BESIDE_IT = 4  # of "Abbaspur near Rawalakot", any finer name before it is the place meant


def phrase_answers(
    query: str, store: PlaceStore, allowed: Callable[[Place], bool], countries: Iterable[str] = ()
) -> list[Answer]:
    """Return what a query may mean, best first.

    Names known as such come first; where none is finer than a country, names that are also
    ordinary words; then, in the countries given, names that sound like a word of the query.

    Parameters
    ----------
    query
        A name, a list or a phrase.
    store
        Where to look.
    allowed
        Which places may be answers.
    countries
        ISO 3166-1 codes within which an unseen spelling is looked for.
    """
    mentions = _mentions(query, store, allowed, common=False)
    answers = _ranked(query, mentions, store)
    if countries and not _is_fine(answers):
        loose = _mentions(query, store, allowed, common=True)
        answers = _ranked(query, loose, store) or answers
        if not _is_fine(answers):
            answers = _unseen(query, mentions, store, countries) or answers
    return answers


def known_names(query: str, store: PlaceStore) -> list[PlaceMention]:
    """Return the names of a query that the tables have, in order."""
    return _mentions(query, store, lambda _: True, common=False)


def is_around(query: str, start: int) -> bool:
    """Tell whether a word before an offset means the land around a place ("near ...")."""
    return _AROUND.search(query, 0, start) is not None


def _is_fine(answers: list[Answer]) -> bool:
    return bool(answers) and answers[0][0].admin1_code is not None


def _mentions(
    query: str, store: PlaceStore, allowed: Callable[[Place], bool], *, common: bool
) -> list[PlaceMention]:
    """Return the names of a query, the longest at each word, with the candidates allowed."""
    begins = _CAPITAL if _CAPITAL.search(query) else _WORD
    folded = fold(query)
    mentions: list[PlaceMention] = []
    position = 0
    for match in begins.finditer(query):
        if match.start() < position:
            continue
        for end in store.ends(folded, match.start()):
            mention = span_mention(query, match.start(), end, store)
            if mention is None or not (common or _is_plain(query, mention, store)):
                continue
            candidates = tuple(place for place in mention.candidates if allowed(place))
            hidden = store.elsewhere(mention.surface, words=mention.surface == query.strip())
            candidates = candidates or tuple(filter(allowed, hidden))
            if candidates:
                mentions.append(_narrowed(query, mention, candidates))
                position = end
                break
    return [_with_namesakes(query, one, mentions, store, allowed) for one in mentions]


def _with_namesakes(
    query: str,
    mention: PlaceMention,
    mentions: list[PlaceMention],
    store: PlaceStore,
    allowed: Callable[[Place], bool],
) -> PlaceMention:
    """Add the places that better known ones hide: all, or those in an area named beside."""
    alone = mention.surface == query.strip()
    hidden = [p for p in store.elsewhere(mention.surface, words=alone) if allowed(p)]
    hidden = [p for p in hidden if p not in mention.candidates]
    if not alone:
        others = [p for one in mentions if one is not mention for p in one.candidates]
        areas = [p for p in others if _is_unit(p)]
        hidden = [p for p in hidden if any(contains(area, p) for area in areas)]
    return replace(mention, candidates=(*mention.candidates, *hidden)) if hidden else mention


def _is_plain(query: str, mention: PlaceMention, store: PlaceStore) -> bool:
    """Tell whether a name is nothing else, is all of the query, or is said to be a place."""
    if mention.kind_hint is not None or mention.surface.strip() == query.strip():
        return True
    return not store.is_common(name_key(mention.surface))


def _narrowed(query: str, mention: PlaceMention, candidates: tuple[Place, ...]) -> PlaceMention:
    around = is_around(query, mention.start)
    return PlaceMention(
        mention.start, mention.end, mention.surface, candidates, mention.kind_hint, around
    )


def _ranked(query: str, mentions: list[PlaceMention], store: PlaceStore) -> list[Answer]:
    """Return the finest place among the names, then its namesakes.

    A place outside of an area that the query names too ("Mandal, Salarzai tehsil") gives way
    to one inside; of several equally fine, the one that lies in most of the others is first.
    """
    if not mentions:
        return []
    resolutions = resolve_mentions(query, mentions, store)
    best = min(range(len(mentions)), key=lambda index: _rank(index, resolutions, mentions))
    chosen, mention = resolutions[best], mentions[best]
    answers: list[Answer] = []
    left = 1.0
    for place in chosen.candidates:
        score = chosen.score if not answers else left / 2
        answers.append(Answer(place, precision(place, around=mention.around), score))
        left = min(left / 2, 1 - chosen.score)
    return answers


def _rank(
    index: int, resolutions: list[Resolution], mentions: list[PlaceMention]
) -> tuple[bool, int, int, int, int]:
    place = resolutions[index].place
    if place is None:
        return (True, 0, 9, 0, index)
    others = [one.place for one in resolutions if one.place is not None]
    inside = sum(1 for other in others if contains(other, place))
    outside = sum(1 for other in others if _is_unit(other) and _lies_elsewhere(place, other))
    finest = _BESIDE_IT if mentions[index].around and index else precision(place)
    return (False, outside, finest, -inside, index)


def _is_unit(place: Place) -> bool:
    return place.kind in (PlaceKind.ADMIN1, PlaceKind.ADMIN2)


def _lies_elsewhere(place: Place, unit: Place) -> bool:
    return place.admin1_code != unit.admin1_code and not contains(place, unit)


def _unseen(
    query: str, mentions: list[PlaceMention], store: PlaceStore, countries: Iterable[str]
) -> list[Answer]:
    """Return places whose names sound like a word of the query that no table has."""
    found: list[tuple[float, Place, bool]] = []
    for word in _NAME.finditer(query):
        if any(word.start() < known.end and known.start < word.end() for known in mentions):
            continue
        around = is_around(query, word.start())
        for name in dict.fromkeys((word[0], *word[0].split())):
            if not store.is_common(name_key(name)):
                for country in countries:
                    like = store.similar(name, country, cutoff=_LIKE)
                    found += [(likeness, place, around) for likeness, place in like]
    found.sort(key=lambda one: -one[0])
    answers = []
    for likeness, place, around in found:
        score = _LIKENESS_WEIGHT * (likeness - _LIKE) / (100 - _LIKE)
        answers.append(Answer(place, precision(place, around=around), max(score, _LEAST)))
    return answers
