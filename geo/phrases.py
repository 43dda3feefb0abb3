"""A query of a few words -> the place it means: names in it, and the finest of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.context import contains, precision
from geo.records import Place, PlaceMention
from geo.resolve import resolve_mentions, span_mention
from geo.text import fold, name_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.places import PlaceStore
    from geo.records import Resolution

Answer = tuple[Place, int, float]
"""A place, its where_prec and its score."""

_WORD = re.compile(r"\b\w")
_CAPITAL = re.compile(r"\b[^\W\d_a-z]")
_AROUND = re.compile(
    r"(?:\b(?:near|around|close to|outside|outskirts of|surroundings of|vicinity of|bordering"
    r"|(?:north|south|east|west)(?:-?(?:east|west))? of)\s+(?:the\s+)?(?:(?:town|village|city)"
    r"(?: of)?\s+)?)$",
    re.IGNORECASE,
)


def phrase_mentions(
    query: str, store: PlaceStore, allowed: Callable[[Place], bool]
) -> list[PlaceMention]:
    """Return the place names of a query, each with the candidates that are allowed.

    The longest name is taken at each word; where the query has capitals, a name begins
    with one.
    """
    starts = [
        match.start() for match in (_CAPITAL if _CAPITAL.search(query) else _WORD).finditer(query)
    ]
    folded = fold(query)
    mentions: list[PlaceMention] = []
    position = 0
    for start in starts:
        if start < position:
            continue
        for end in store.ends(folded, start):
            if (mention := _mention(query, start, end, store, allowed)) is not None:
                mentions.append(mention)
                position = end
                break
    return mentions


def _mention(
    query: str, start: int, end: int, store: PlaceStore, allowed: Callable[[Place], bool]
) -> PlaceMention | None:
    mention = span_mention(query, start, end, store)
    whole = not query[:start].strip() and not query[end:].strip()
    key = name_key(query[start:end])
    if mention is None or (store.is_common(key) and not whole and mention.kind_hint is None):
        return None
    candidates = tuple(place for place in mention.candidates if allowed(place))
    if not candidates:
        return None
    around = _AROUND.search(query, 0, start) is not None
    return PlaceMention(start, end, mention.surface, candidates, mention.kind_hint, around)


def ranked(query: str, mentions: list[PlaceMention], store: PlaceStore) -> list[Answer]:
    """Return what a query may mean, best first.

    The best is the finest place among its names; of several equally fine, the one that lies
    in most of the others, then the first.
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
        answers.append((place, precision(place, around=mention.around), score))
        left = min(left / 2, 1 - chosen.score)
    return answers


def _rank(
    index: int, resolutions: list[Resolution], mentions: list[PlaceMention]
) -> tuple[bool, int, int, int]:
    place = resolutions[index].place
    if place is None:
        return (True, 9, 0, index)
    inside = sum(
        1 for other in resolutions if other.place is not None and contains(other.place, place)
    )
    return (False, precision(place) if not mentions[index].around else 1, -inside, index)
