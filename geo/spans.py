"""A run of text that somebody found to be a place -> its candidates and its kind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from geo.context import contains
from geo.records import PlaceKind, PlaceMention
from geo.short_names import places_meant
from geo.text import fold, name_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from geo.places import PlaceStore
    from geo.records import Place

_KIND_WORDS = {
    "province": PlaceKind.ADMIN1,
    "wilayat": PlaceKind.ADMIN1,
    "oblast": PlaceKind.ADMIN1,
    "governorate": PlaceKind.ADMIN1,
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
_KIND_BEFORE = re.compile(rf"\b({_KIND_PART})(?: called| named)? of\s+(?:the\s+)?$", re.IGNORECASE)
_KIND_REACH = 30  # characters before a name in which such a word may stand
# "northern Iraq" is coarser than Iraq and has its point all the same.
_PART_OF = re.compile(
    r"^(?:the\s+)?(?:(?:north|south|east|west)(?:[- ]?(?:east|west|central))?(?:ern)?|central|upper"
    r"|lower|greater|downtown|inner|outer|mainland|rural|coastal|metropolitan|mid|old|occupied"
    r"|(?:city|town|village|township|municipality|county|district|province|state|region|governorate"
    r"|republic|kingdom|commonwealth|island|islands|isle|federation|state) of)[- ](?:the\s+)?",
    re.IGNORECASE,
)
_CAPITAL = re.compile(r"\b[^\W\d_a-z]")
_CAPITAL_BEFORE = re.compile(r"(?<![.!?:;\n] )\b[A-Z][\w'\u2019.-]* $")
_KNOWN_TOWN = 100_000
_LONGEST_WORD, _LONGEST_NAME = 30, 120  # characters
_EDGES = re.compile(r"^(?:the\s+)|['\u2019]s?$", re.IGNORECASE)


def span_mention(text: str, start: int, end: int, store: PlaceStore) -> PlaceMention | None:
    """Return a span as a mention with its candidates, None where no table has the name.

    Where none has the whole of it, the place that it is called by serves: "Dubai World Cup",
    "Lake Oswego Police Department". A span that is off by a letter is that of whole words.
    """
    whole = _whole_words(text, start, end)
    if whole != (start, end) and (
        _is_shifted(text, start, end) or not _named(text[start:end], store)
    ):
        start, end = whole
    surface = text[start:end]
    kind = _kind_beside(text, start, end)
    candidates = _named(surface, store)
    if not candidates and (last := _KIND_LAST.search(surface)):
        kind = _KIND_WORDS[last[1].lower()]
        candidates = _named(surface[: last.start()], store)
    candidates = candidates or _in_the_other(surface, store)
    candidates = candidates or _named(_PART_OF.sub("", surface), store)
    if candidates:
        return PlaceMention(start, end, surface, candidates, kind)
    inner = next(known_names(surface, store), None) if len(surface) < _LONGEST_NAME else None
    if inner is None:
        return None
    candidates = store.lookup(surface[slice(*inner)])
    return PlaceMention(start, end, surface, candidates, kind, around=True)


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span without blanks at its edges and with all of its first and last word."""
    while start < end and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    first, last = start, end
    for _ in range(_LONGEST_WORD):
        if 0 < first < end and text[first].isalnum() and text[first - 1].isalnum():
            first -= 1
        if start < last < len(text) and text[last - 1].isalnum() and text[last].isalnum():
            last += 1
    return first, last


def _is_shifted(text: str, start: int, end: int) -> bool:
    """Tell whether a span seems to be one of whole words, moved by a letter or two."""
    begins_within = start > 0 and text[start].isalnum() and text[start - 1].isalnum()
    ends_within = end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
    if begins_within:
        return not text[end - 1].isalnum() or (text[start].islower() and text[start - 1].isupper())
    return ends_within and not text[start].isalnum()


def known_names(text: str, store: PlaceStore) -> Iterator[tuple[int, int]]:
    """Yield the runs of a text that are names of the tables and no ordinary words, in order."""
    folded, position = fold(text), 0
    for word in _CAPITAL.finditer(text):
        start = word.start()
        if start < position:
            continue
        for end in store.ends(folded, start):
            if not store.is_common(name_key(text[start:end])):
                yield start, end
                position = end
                break


def names_around(
    text: str, spans: Iterable[tuple[int, int]], store: PlaceStore
) -> list[PlaceMention]:
    """Return what else a text names of the areas and larger towns, outside the spans.

    A local paper's "Dublin" is the one that "Franklin County" and "Columbus" are near to,
    whether or not somebody marked these too. Whatever looks like a person's name is left out.
    """
    taken = np.zeros(len(text) + 1, dtype=bool)
    for start, end in spans:
        taken[start:end] = True
    found = []
    for start, end in known_names(text, store):
        if taken[start:end].any() or _is_surname(text, start):
            continue
        surface = text[start:end]
        candidates = store.lookup(surface)
        if candidates and _tells(surface, candidates):
            found.append(PlaceMention(start, end, surface, candidates))
    return found


def _is_surname(text: str, start: int) -> bool:
    return _CAPITAL_BEFORE.search(text, max(0, start - _KIND_REACH), start) is not None


def _tells(surface: str, candidates: tuple[Place, ...]) -> bool:
    """Tell whether a name is one that says where a text is set."""
    if candidates[0].kind in (PlaceKind.COUNTRY, PlaceKind.ADMIN1):
        return True
    return " " in surface or any(place.population >= _KNOWN_TOWN for place in candidates)


def _named(name: str, store: PlaceStore) -> tuple[Place, ...]:
    bare = _EDGES.sub("", name)
    return places_meant(bare, store) or store.lookup(name) or store.lookup(bare)


def _in_the_other(surface: str, store: PlaceStore) -> tuple[Place, ...]:
    """Read "Paris, Texas" as the places of the first name that lie in one of the second."""
    first, comma, second = surface.partition(",")
    if not comma:
        return ()
    areas = _named(second.strip(), store)
    places = (*_named(first, store), *store.elsewhere(first))
    return tuple(place for place in places if any(contains(area, place) for area in areas))


def _kind_beside(text: str, start: int, end: int) -> PlaceKind | None:
    found = _KIND_AFTER.match(text, end)
    found = found or _KIND_BEFORE.search(text, max(0, start - _KIND_REACH), start)
    return _KIND_WORDS[found[1].lower()] if found else None
