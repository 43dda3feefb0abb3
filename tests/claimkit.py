"""A short way from a sentence to its claims, for the tests of the extractor."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from geo.actor_mentions import actor_mentions
from geo.claims import Extractor
from geo.place_mentions import place_mentions
from geo.records import Document
from geo.text import fold, sentences

if TYPE_CHECKING:
    from geo.readings import Reading
    from geo.records import Claim, PlaceMention

TODAY = date(2025, 6, 1)
UMBRELLA = (
    "Uyghur militant groups, including ETIM, TIP, and ETLF, have activated camps in Balkh, "
    "Badakhshan, Baghlan, and areas around Kabul."
)


@cache
def extractor() -> Extractor:
    return Extractor.load()


def claims(
    text: str, *, published: date | None = TODAY, title: str = "", name: str = "d"
) -> list[Claim]:
    return extractor().extract(Document(name, text, title=title, published=published))


def where(text: str, *, published: date | None = TODAY) -> set[tuple[str, str]]:
    """Return who is claimed where, the province's code or else the country's."""
    found = claims(text, published=published)
    return {(c.actor_id, c.admin1_code or c.country_iso2) for c in found}


def facts(text: str, field: str, *, published: date | None = TODAY) -> set[tuple[str, str, str]]:
    """Return who is claimed where, with one attribute of the claim."""
    found = claims(text, published=published)
    return {(c.actor_id, c.admin1_code or c.country_iso2, str(getattr(c, field))) for c in found}


def reading(text: str) -> Reading:
    """Return the one sentence of a text that names an actor, as it was read."""
    (one,) = extractor().reader.read(Document("d", text, published=TODAY))
    return one


def places(text: str) -> list[PlaceMention]:
    """Return the places of a text as the reader scans them, the actors' names left out."""
    from_reader = extractor().reader
    folded = fold(text)
    actors = actor_mentions(text, folded, from_reader.registry, from_reader.lexicon)
    return [
        mention
        for run in sentences(text)
        for mention in place_mentions(
            text,
            folded,
            (run.start, run.end),
            actors,
            from_reader.gazetteer,
            from_reader.lexicon,
        )
    ]
