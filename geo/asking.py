"""Asking a service about the unlisted names of a text: where each should lie, and its answer.

What the text says beside a name ("of Helmand", "Helmand's ...") is where it should lie, else the
countries that the text speaks of; a name of which the text says neither is not asked for. A name
that the tables have and that stays open is asked for too, where none of its bearers lies there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.context import contains, countries
from geo.online.settings import Question
from geo.records import PlaceMention
from geo.unlisted import overlaps, unlisted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.grammar.lexicon import Lexicon
    from geo.online.settings import Asks
    from geo.records import ActorMention, Place, Resolution
    from geo.telling import Located
    from geo.text import Sentence
    from geo.unlisted import Unlisted

# Between a name and the area that it lies in: "of", ", a small town in", " district, ".
_WITHIN = re.compile(
    r"(?:\s*,?\s*(?:an?|the)?\s*(?:[a-z'-]+ ){0,4}(?:in|of|inside|within)\s+(?:the\s+)?"
    r"(?:[a-z-]+ ){0,2}|\s*,\s*(?:the\s+)?|\s*\(\s*)"
)
_OWNED = re.compile(r"['\u2019]s? (?:[a-z-]+ ){0,3}(?:of |called |named )?")
_SPOKEN_OF = 0.25  # the share of a country among a text's places that makes it one of its own


def question(one: Unlisted, area: Place | None, spoken: Sequence[str]) -> Question | None:
    """Return what to ask about a name, None where nothing says where it lies.

    Parameters
    ----------
    one
        The name.
    area
        The place that the text puts it in, or None.
    spoken
        ISO 3166-1 codes of the countries that the text speaks of.
    """
    if area is None:
        return Question(one.name, tuple(spoken), kind=one.kind) if spoken else None
    units = (area.admin1_code,) if area.admin1_code else area.covers
    return Question(one.name, countries(area), tuple(units), one.kind)


def _areas(
    text: str, names: Sequence[Unlisted], located: Sequence[Located]
) -> list[tuple[Unlisted, Place | None]]:
    """Return the place that the text puts each name in: "of Helmand", "Helmand's".

    A village in a district that is no more known than itself lies where that district does.
    """
    found: list[tuple[Unlisted, Place | None]] = []
    for one in reversed(names):
        area = _area(text, one, located)
        if area is None and found and _WITHIN.fullmatch(text, one.end, found[-1][0].start):
            area = found[-1][1]
        found.append((one, area))
    return found[::-1]


def _area(text: str, one: Unlisted, located: Sequence[Located]) -> Place | None:
    following = [pair for pair in located if pair[0].start >= one.end][:2]
    if following and _WITHIN.fullmatch(text, one.end, following[0][0].start):
        outer = following[0][1].place
        owns = len(following) > 1 and _OWNED.fullmatch(
            text, following[0][0].end, following[1][0].start
        )
        inner = following[1][1].place if owns else None  # "in Pakistan's Khyber district"
        return inner if outer and inner and contains(outer, inner) else outer
    before = next((pair for pair in reversed(located) if pair[0].end <= one.start), None)
    if before and _OWNED.fullmatch(text, before[0].end, one.start):
        return before[1].place
    return None


def countries_of(resolutions: Iterable[Resolution]) -> tuple[str, ...]:
    """Return the countries that make a good part of what a text's names resolve to."""
    found = [countries(one.place) for one in resolutions if one.place is not None]
    shares = {code: 0.0 for nations in found for code in nations}
    for nations in found:
        for code in nations:
            shares[code] += 1 / len(nations) / len(found)
    return tuple(sorted(code for code, share in shares.items() if share >= _SPOKEN_OF))


def with_answers(
    text: str,
    runs: Sequence[Sentence],
    groups: list[list[Located]],
    actors: Sequence[ActorMention],
    asking: tuple[Asks, Lexicon],
) -> list[list[Located]]:
    """Return the places of each sentence, with those that an online service knows.

    Parameters
    ----------
    text, runs
        The text and its sentences.
    groups
        The places of each sentence that the tables have, resolved.
    actors
        The actors of the text, which are no places.
    asking
        Who is asked, and the words of the rule.
    """
    asker, lexicon = asking
    spoken = countries_of(resolution for group in groups for _, resolution in group)
    named = [(actor.start, actor.end) for actor in actors if actor.how != "anaphor"]
    answered = []
    for run, group in zip(runs, groups, strict=True):
        known = [pair for pair in group if pair[1].place is not None]
        taken = [*named, *((mention.start, mention.end) for mention, _ in known)]
        names = list(unlisted(text, (run.start, run.end), taken, lexicon))
        found = [
            pair
            for one, area in _areas(text, names, group)
            if (pair := _found(text, one, question(one, area, spoken), group, asker))
        ]
        spans = [(mention.start, mention.end) for mention, _ in found]
        kept = [pair for pair in group if not overlaps(pair[0].start, pair[0].end, spans)]
        answered.append(sorted([*kept, *found], key=lambda pair: pair[0].start))
    return answered


def _found(
    text: str, one: Unlisted, asked: Question | None, group: Sequence[Located], asker: Asks
) -> Located | None:
    """Ask about a name, unless the tables have a bearer of it where it should lie."""
    if asked is None or any(
        _fits(place, asked)
        for mention, _ in group
        if overlaps(mention.start, mention.end, [(one.start, one.end)])
        for place in mention.candidates
    ):
        return None
    found = asker.ask(asked)
    if found.place is None:
        return None
    surface = text[one.start : one.end]
    return PlaceMention(one.start, one.end, surface, found.candidates, one.kind), found


def _fits(place: Place, asked: Question) -> bool:
    """Tell whether a place lies where the one asked for should lie."""
    if asked.provinces and place.admin1_code is not None:
        return place.admin1_code in asked.provinces
    return any(code in asked.countries for code in countries(place))
