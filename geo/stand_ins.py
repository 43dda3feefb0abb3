"""Which place "there" and "in the city" are."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from geo.countries import governments
from geo.records import PlaceKind, PlaceMention, Resolution

if TYPE_CHECKING:
    from collections.abc import Sequence


_PLACE_WORDS = (
    r"(?:city|town|province|district|area|valley|country|region|village|agency|tehsil|county|"
    r"capital|state|republic)"
)
_PREPOSITIONS = (
    r"(?:in|at|of|inside|across|near|around|from|into|to|throughout|above|below|outside)"
)
_TAKES = r"(?:held|hold|took|captured|seized|controlled|overran)"
_PART = r"(?:different parts of |parts of |much of )?"


_STAND_INS = re.compile(
    rf"\b(?:(?P<there>there)|(?:{_PREPOSITIONS}|{_TAKES}) {_PART}"
    rf"(?P<noun>(?:the|that|this|his|her|our) (?:same )?{_PLACE_WORDS}))\b",
    re.IGNORECASE,
)


_ITS_SOIL = re.compile(r"\b(?:on|in|from|inside) (?P<soil>its (?:own )?(?:soil|territory))\b")
_SENT = re.compile(r"\b(?:sent|send|sends|went|lived|trained|fought|moved|based|born|killed) $")
_HERE = re.compile(r"\bhere(?= (?:on|late|early|in the|over)\b|[.,])")
# Words shortly before "here" that make it the place of talk.
_SAID = re.compile(
    r"\b(?:said|told|reporters|journalists|media|conference|ceremony|rally|meeting|session|"
    r"addressing|visit(?:ed)?|arrived)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
# "a threat to the region" is to no place of the text.
_THREAT = re.compile(r"\b(?:threats?|dangers?|menace|risks?|peace|stability|security) (?:\w+ )?$")
_REPUBLICS = frozenset(["KG", "KZ", "TJ", "TM", "UZ"])  # that their press calls "the republic"
_SAID_IN = re.compile(r"\b(?:said|told reporters|told journalists) (?:\w+ )?in $")
_COUNTRIES = len("countries ")
_BEFORE = 30  # characters before a place in which its preposition stands
_LOCATED = re.compile(rf"\b{_PREPOSITIONS}\s+$")
_KIND_OF = {
    "city": (PlaceKind.POPULATED, PlaceKind.ADMIN1),
    "town": (PlaceKind.POPULATED,),
    "village": (PlaceKind.POPULATED,),
    "province": (PlaceKind.ADMIN1,),
    "state": (PlaceKind.ADMIN1,),
    "country": (PlaceKind.COUNTRY,),
    "republic": (PlaceKind.COUNTRY,),
    "district": (PlaceKind.ADMIN2, PlaceKind.POPULATED),
    "agency": (PlaceKind.ADMIN2,),
    "tehsil": (PlaceKind.ADMIN2,),
    "county": (PlaceKind.ADMIN2,),
    "valley": (PlaceKind.FEATURE, PlaceKind.REGION, PlaceKind.ADMIN2, PlaceKind.ADMIN1),
    "region": (PlaceKind.REGION, PlaceKind.ADMIN1, PlaceKind.ADMIN2),
    "area": (
        PlaceKind.POPULATED,
        PlaceKind.ADMIN2,
        PlaceKind.FEATURE,
        PlaceKind.REGION,
        PlaceKind.ADMIN1,
    ),
    "capital": (PlaceKind.POPULATED, PlaceKind.ADMIN1),
}


def place_stand_ins(
    text: str, run: tuple[int, int], known: Sequence[tuple[PlaceMention, Resolution]]
) -> list[tuple[PlaceMention, Resolution]]:
    """Read "there" and "in the city" as the place of that kind named last.

    Parameters
    ----------
    text, run
        The text and the sentence's offsets.
    known
        Places named so far with what they resolve to, in order of the text.
    """
    found: list[tuple[PlaceMention, Resolution]] = []
    for match in _STAND_INS.finditer(text, *run):
        placed = _SENT.search(text, run[0], match.start())  # "whom ISKP sent there had spent"
        if match["there"] and placed is None and _existential(text, match.end()):
            continue
        if _THREAT.search(text, run[0], match.start()):
            continue
        if text[max(0, match.start() - _COUNTRIES) : match.start()].endswith("ountries "):
            continue  # "all countries of the region"
        start, end = match.span("there") if match["there"] else match.span("noun")
        noun = "" if match["there"] else match["noun"].split()[-1].lower()
        before = [
            pair
            for pair in known
            if pair[0].end <= start
            and not _SAID_IN.search(text, run[0], pair[0].start)
            and not _acts_as_government(text, 0 if match["there"] else run[0], pair[0])
        ]
        one = _last_of_kind(before, noun)
        if one is not None:
            found.append((_standing_for(one[0], text, (start, end)), one[1]))
    return found


def own_soil(
    text: str, run: tuple[int, int], located: Sequence[tuple[PlaceMention, Resolution]]
) -> list[tuple[PlaceMention, Resolution]]:
    """Read "its soil" as the country that the sentence opens with: "Iran denies that it is on".

    Parameters
    ----------
    text, run
        The text and the sentence's offsets.
    located
        The places of the sentence and what they resolve to.
    """
    match = _ITS_SOIL.search(text, *run)
    first = located[0] if located else None
    if match is None or first is None or first[0].start != run[0]:
        return []
    mention, resolution = first
    if resolution.place is None or resolution.place.kind is not PlaceKind.COUNTRY:
        return []
    return [(_standing_for(mention, text, match.span("soil")), resolution)]


def here(
    text: str, run: tuple[int, int], dateline: tuple[PlaceMention, Resolution] | None
) -> list[tuple[PlaceMention, Resolution]]:
    """Read "here" as the place that the text is dated from: "was arrested here on Monday".

    Parameters
    ----------
    text, run
        The text and the sentence's offsets.
    dateline
        The place of publication and what it resolves to, or None.
    """
    match = _HERE.search(text, *run)
    if dateline is None or match is None or _SAID.search(text, run[0], match.start()):
        return []
    mention, resolution = dateline
    return [(_standing_for(mention, text, match.span()), resolution)]


def _standing_for(mention: PlaceMention, text: str, span: tuple[int, int]) -> PlaceMention:
    """Return a mention where other words stand for it."""
    start, end = span
    return replace(mention, start=start, end=end, surface=text[start:end], kind_hint=None)


def _acts_as_government(text: str, begin: int, mention: PlaceMention) -> bool:
    """Tell whether a capital or country from ``begin`` on stands for its government."""
    first = max(begin, mention.start - _BEFORE)
    own = mention.start >= begin and mention.surface.lower() in governments()
    return own and _LOCATED.search(text, max(0, first), mention.start) is None


def _existential(text: str, end: int) -> bool:
    after = text[end : end + 12].split()
    return bool(after) and after[0].lower() in {
        "is",
        "are",
        "was",
        "were",
        "has",
        "have",
        "had",
        "may",
        "will",
        "seems",
    }


def _last_of_kind(
    known: Sequence[tuple[PlaceMention, Resolution]], noun: str
) -> tuple[PlaceMention, Resolution] | None:
    if noun == "capital":
        capitals = [pair for pair in known if pair[0].surface.lower() in governments()]
        cities = [p for p in capitals if p[1].place and p[1].place.kind is not PlaceKind.COUNTRY]
        if cities:
            return cities[-1]
    for mention, resolution in reversed(known[-8:]):
        place = resolution.place
        if place is None:
            continue
        if not noun and place.kind is not PlaceKind.COUNTRY:
            return mention, resolution
        if noun == "republic" and place.country_iso2 not in _REPUBLICS:
            continue
        wide = noun == "valley" and place.kind is PlaceKind.REGION and place.feature_code != "VAL"
        if noun in {"city", "town"} and place.kind is PlaceKind.ADMIN1:
            wide = all(p.kind is not PlaceKind.POPULATED for p in mention.candidates)
        if noun and place.kind in _KIND_OF[noun] and not wide:
            return mention, resolution
        if noun == "country" and place.country_iso2:
            continue
    return None
