"""Places in running text that only a fetched table has: what supports them, and where.

A country's dump has a hundred thousand names, and many are words, persons and groups as
well. So a name counts only where the text itself says that it is a place (a word such as
"village" beside it) or puts it in a province or district that it does lie in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo.context import contains
from geo.records import PlaceKind, PlaceMention
from geo.text import name_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.actors import Registry
    from geo.layered import LayeredStore
    from geo.records import ActorMention, Place

_AREAS = (PlaceKind.ADMIN1, PlaceKind.ADMIN2, PlaceKind.REGION)
_LIKELY = 5  # candidates of a name that may be the area meant
_CAPITALISED = re.compile(r"(?<![\w'\u2019-])[^\W\d_a-z][\w'\u2019-]*")
_KINDS = {
    "village": PlaceKind.POPULATED,
    "villages": PlaceKind.POPULATED,
    "hamlet": PlaceKind.POPULATED,
    "town": PlaceKind.POPULATED,
    "bazaar": PlaceKind.POPULATED,
    "locality": PlaceKind.POPULATED,
    "neighbourhood": PlaceKind.POPULATED,
    "neighborhood": PlaceKind.POPULATED,
    "district": PlaceKind.ADMIN2,
    "tehsil": PlaceKind.ADMIN2,
    "valley": PlaceKind.REGION,
    "pass": PlaceKind.REGION,
    "mountain": PlaceKind.REGION,
    "mountains": PlaceKind.REGION,
    "hill": PlaceKind.REGION,
}
_WORDS = "|".join(_KINDS)
_KIND_AFTER = re.compile(rf"[ \n]({_WORDS})\b")
_KIND_BEFORE = re.compile(rf"\b({_WORDS})(?: called| named)?(?: of)?[ \n]$")
_LAND_AFTER = re.compile(r"[ \n](?:areas?|suburbs?|outskirts|surroundings)\b")
_REACH = 30
_WORD_BEFORE = re.compile(r"([\w'\u2019.-]+)([,;:]?)[ \n]$")
# Words that only places follow; "from", "of" and "by" are said of persons and groups as well.
_IN = frozenset({"in", "at", "near", "around", "outside", "inside", "into", "within"})
_GOES_ON = re.compile(r"-\w|[ \n][^\W\d_a-z]|['\u2019](?!s?\b)")
_SAME_KIND = {
    PlaceKind.POPULATED: (PlaceKind.POPULATED,),
    PlaceKind.ADMIN2: (PlaceKind.ADMIN2,),
    PlaceKind.REGION: (PlaceKind.REGION, PlaceKind.FEATURE),
}


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence: its document's text, its run of it, its known mentions.

    ``spoken`` has the codes of the countries and provinces that the document names.
    """

    text: str
    folded: str
    run: tuple[int, int]
    known: Sequence[PlaceMention]
    spoken: frozenset[str]


@dataclass(frozen=True, slots=True)
class Villages:
    """Finds what only fetched tables have.

    Attributes
    ----------
    store, registry
        The places and the actors of the program.
    """

    store: LayeredStore
    registry: Registry

    def added(
        self,
        text: str,
        folded: str,
        runs: Sequence[tuple[tuple[int, int], list[PlaceMention]]],
        taken: Sequence[ActorMention],
    ) -> list[list[PlaceMention]]:
        """Return the mentions of each sentence, with those of fetched places among them.

        Parameters
        ----------
        text, folded
            A document's text, and folded (:func:`geo.text.fold`).
        runs
            Each sentence's run of the text, and the mentions of embedded places in it.
        taken
            The mentions of actors; a place's name is never a part of one.
        """
        if not self.store.others:
            return [mentions for _, mentions in runs]
        spoken = _spoken([mention for _, known in runs for mention in known])
        groups = [(m.start, m.end) for m in taken]
        return [
            self._sentence(_Sentence(text, folded, run, known, spoken), groups)
            for run, known in runs
        ]

    def _sentence(
        self, sentence: _Sentence, groups: Sequence[tuple[int, int]]
    ) -> list[PlaceMention]:
        text, run, known = sentence.text, sentence.run, sentence.known
        found = [self._with_villages(text, mention, _areas(known, mention)) for mention in known]
        position = run[0]
        while match := _CAPITALISED.search(text, position, run[1]):
            start, position = match.start(), match.end()
            inside = next((e for s, e in groups if s <= start < e), 0)
            mention = None if inside else self._mention(sentence, start)
            position = max(position, inside)
            if mention is not None and not any(mention.start < e <= mention.end for _, e in groups):
                # A longer name: "Tangi Mirgul" is not Tangi.
                found = [m for m in found if not mention.start <= m.start < mention.end]
                found.append(mention)
                position = mention.end
        return sorted(found, key=lambda mention: mention.start)

    def _mention(self, sentence: _Sentence, start: int) -> PlaceMention | None:
        """Return the longest supported name that begins at a word."""
        text, folded, known = sentence.text, sentence.folded, sentence.known
        if _is_inside_name(text, start) or any(m.start < start < m.end for m in known):
            return None
        for end, candidates in self._names(folded, start):
            last = text[start:end].rsplit(maxsplit=1)[-1]
            if not last[0].isupper() or last.endswith(("'s", "\u2019s")):
                continue
            hint, stop = _kind_beside(text, start, end)
            land = _LAND_AFTER.match(text, end) if hint is None else None
            stop = land.end() if land else stop
            whole = PlaceMention(start, stop, text[start:stop], candidates, hint)
            if any(m.start < stop < m.end for m in known):
                continue
            placed = hint is None and (land is not None or _stands_as_place(text, start, end))
            likely = _likely(candidates, sentence.spoken) if hint else None
            kept = _supported(candidates, _areas(known, whole), likely, placed=placed)
            if hint is not None:
                kept = tuple(place for place in kept if place.kind in _SAME_KIND[hint])
            if kept:
                return replace(whole, candidates=kept)
        return None

    def _names(self, folded: str, start: int) -> Iterator[tuple[int, tuple[Place, ...]]]:
        """Yield the names that begin at a word and that only fetched tables have."""
        ends = {end for store in self.store.others for end in store.ends(folded, start)}
        for end in sorted(ends, reverse=True):
            key = name_key(folded[start:end])
            if self.store.embedded.knows(key) or self.store.is_common(key):
                continue
            if not any(self.registry.find(key)):
                yield end, self.store.fetched(key)

    def _with_villages(
        self, text: str, mention: PlaceMention, areas: Sequence[Place]
    ) -> PlaceMention:
        """Add the villages of a known name that lie in an area named beside "X village"."""
        hint, _ = _kind_beside(text, mention.start, mention.end)
        said = re.search(r"\bvillages?$", mention.surface) is not None
        if not said and hint is not PlaceKind.POPULATED:
            return mention
        name = re.sub(r"[ \n]\w+$", "", mention.surface) if said else mention.surface
        if any(store.is_common(name_key(name)) for store in self.store.others):
            return mention
        near = tuple(
            place
            for place in self.store.fetched(name)
            if place.kind is PlaceKind.POPULATED and any(contains(area, place) for area in areas)
        )
        if not near:
            return mention
        candidates = (*mention.candidates, *near)
        return replace(mention, candidates=candidates, kind_hint=PlaceKind.POPULATED)


def _areas(known: Sequence[PlaceMention], mention: PlaceMention) -> list[Place]:
    """Return the areas that the other mentions of a sentence may be, countries if no others."""
    likely = [
        place
        for other in known
        if not mention.start <= other.start < mention.end
        for place in other.candidates[:_LIKELY]
    ]
    areas = [place for place in likely if place.kind in _AREAS]
    return areas or [place for place in likely if place.kind is PlaceKind.COUNTRY]


def _is_inside_name(text: str, start: int) -> bool:
    """Tell whether a word goes on a longer name: "Mir" of "Khan Mir Kala"."""
    before = _WORD_BEFORE.search(text, max(0, start - _REACH), start)
    if before is None or before[2] or not before[1][0].isupper():
        return False
    return before[1].lower() not in _IN and not before[1].endswith(("'s", "\u2019s", "s'", "."))


def _stands_as_place(text: str, start: int, end: int) -> bool:
    """Tell whether a name follows "in", "near" or the like, and is no part of a longer one."""
    before = _WORD_BEFORE.search(text, max(0, start - _REACH), start)
    return (
        before is not None and not before[2] and before[1] in _IN and not _GOES_ON.match(text, end)
    )


def _supported(
    candidates: Sequence[Place],
    areas: Sequence[Place],
    likely: tuple[Place, ...] | None,
    *,
    placed: bool,
) -> tuple[Place, ...]:
    """Return the candidates that the text speaks for.

    ``likely`` are those that a word such as "village" is enough for, None where none stands
    there; ``placed`` is true of a name that follows "in" or the like.
    """
    near = tuple(place for place in candidates if any(contains(area, place) for area in areas))
    if not near:
        return () if areas else likely or ()
    return near if likely is not None or (placed and areas[0].kind is not PlaceKind.COUNTRY) else ()


def _spoken(mentions: Sequence[PlaceMention]) -> frozenset[str]:
    """Return the codes of the countries and provinces that a document's names most likely mean."""
    first = [mention.candidates[0] for mention in mentions]
    return frozenset(
        code for place in first for code in (place.country_iso2, place.admin1_code) if code
    )


def _likely(candidates: tuple[Place, ...], spoken: frozenset[str]) -> tuple[Place, ...]:
    """Return those in provinces that a document names; if it names none, the only one there is."""
    if not spoken:
        return candidates
    there = tuple(place for place in candidates if place.admin1_code in spoken)
    if there or any("-" in code for code in spoken):
        return there
    return candidates if len(candidates) == 1 and candidates[0].country_iso2 in spoken else ()


def _kind_beside(text: str, start: int, end: int) -> tuple[PlaceKind | None, int]:
    """Return what a word beside a name says it is, and where the mention ends."""
    after = _KIND_AFTER.match(text, end)
    if after is not None:
        return _KINDS[after[1]], after.end()
    before = _KIND_BEFORE.search(text, max(0, start - _REACH), start)
    if before is None or _GOES_ON.match(text, end):
        return None, end
    return _KINDS[before[1]], end
