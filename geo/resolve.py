"""Place mentions of a document -> places, precision and score, or unresolved.

A document is read as a whole: which countries and provinces it speaks of, which names stand
in each other ("Achin district of Nangarhar"), which are near each other.
:mod:`geo.evidence` holds the arithmetic.
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from geo.context import precision
from geo.evidence import Name, find_links, gather, weigh_all
from geo.places import PlaceStore
from geo.records import Resolution
from geo.spans import span_mention

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geo.records import PlaceMention

SOURCE = "gazetteer"
_LEAST_SCORE = 0.4
_ROUNDS = 2


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
    names = gather(mentions, gazetteer)
    if len(names) > 1 or spoken:
        links = find_links(text, mentions)
        for _ in range(_ROUNDS):
            weigh_all(names, links, spoken)
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
    nothing = Resolution(None, 0, 0.0, note="no such name in the gazetteer")
    answers: dict[int, Resolution] = {}
    known: list[tuple[int, PlaceMention]] = []
    for number, (start, end) in enumerate(spans):
        answers[number] = nothing
        if (mention := span_mention(text, start, end, store)) is not None:
            known.append((number, mention))
    known.sort(key=lambda one: one[1].start)
    resolved = resolve_mentions(text, [mention for _, mention in known], store)
    answers.update(zip((number for number, _ in known), resolved, strict=True))
    return list(answers.values())


@cache
def _shipped_store() -> PlaceStore:
    return PlaceStore()


def _resolution(name: Name) -> Resolution:
    order = sorted(range(len(name.shares)), key=lambda index: -name.shares[index])
    ranked = tuple(name.candidates[index] for index in order)
    best = ranked[0]
    # City, district and province of one name leave no doubt about the province.
    alike = sum(
        share
        for place, share in zip(name.candidates, name.shares, strict=True)
        if (place.country_iso2, place.admin1_code) == (best.country_iso2, best.admin1_code)
    )
    score = round(min(alike, 1.0), 4)
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
