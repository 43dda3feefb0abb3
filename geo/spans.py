"""A run of text that somebody found to be a place -> its candidates and its kind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.records import PlaceKind, PlaceMention

if TYPE_CHECKING:
    from geo.places import PlaceStore

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
# A building or a stretch of land called by a town's name lies in or at that town.
_NAMED_AFTER = re.compile(
    r"\s+(?:university|airport|airfield|air ?base|hospital|prison|jail|bazaa?r"
    r"|cantonment|cantt?|border|crossing|sector|plain|desert|hills?|suburbs?)$",
    re.IGNORECASE,
)
_EDGES = re.compile(r"^(?:the\s+)|['\u2019]s?$", re.IGNORECASE)


def span_mention(text: str, start: int, end: int, store: PlaceStore) -> PlaceMention | None:
    """Return a span as a mention with its candidates, None where no table has the name."""
    surface = text[start:end]
    candidates = store.lookup(surface) or store.lookup(_EDGES.sub("", surface))
    kind = _kind_beside(text, start, end)
    if not candidates and (last := _KIND_LAST.search(surface)):
        kind = _KIND_WORDS[last[1].lower()]
        candidates = store.lookup(surface[: last.start()])
    if not candidates and (last := _NAMED_AFTER.search(surface)):
        kind = PlaceKind.POPULATED
        candidates = store.lookup(surface[: last.start()])
    if not candidates:
        return None
    return PlaceMention(start, end, surface, candidates, kind)


def _kind_beside(text: str, start: int, end: int) -> PlaceKind | None:
    found = _KIND_AFTER.match(text, end)
    found = found or _KIND_BEFORE.search(text, max(0, start - _KIND_REACH), start)
    return _KIND_WORDS[found[1].lower()] if found else None
