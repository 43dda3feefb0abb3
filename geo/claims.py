"""Readings to claims: who is reported where, how, when, by whom, and how sure that is."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from geo.actors import Registry
from geo.context import precision
from geo.dates import event_dates
from geo.grammar.items import DETERMINERS
from geo.grammar.lexicon import Lexicon, Tag
from geo.grammar.wholes import of_whole
from geo.identity import TAKEOVER, actor_at, governs, is_afghan
from geo.layered import LayeredStore
from geo.readings import Reader, Reading
from geo.records import (
    ActorMention,
    Claim,
    Document,
    Place,
    PlaceKind,
    Polarity,
    Relation,
    Resolution,
    TimeStatus,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from geo.grammar.links import Link
    from geo.grammar.stance import Stance
    from geo.online.settings import Asks

_COUNTRY = 6  # where_prec of a country
_DATING = frozenset(["since", "after", "before", "until", "when"])
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_APART = -1  # the clause of a country that is told of by itself
_NEAREST_DRAWN = 3  # the coarsest where_prec that has a point
_LOCATIVE = int(Tag.LOCATIVE_PHRASE)
_AROUND = int(Tag.AROUND_PHRASE)
# Confidence grows with the product of these parts, each monotone in what it stands for. They are
# set so that the share of right claims among the annotated texts comes near it;
# tests/benchmarks/reliability.py prints the table.
_BY_NAMING = {"name": 1.0, "anaphor": 0.98, "weak": 0.93, "unlisted": 0.85}
_BY_POLARITY = {Polarity.ASSERTED: 1.0, Polarity.DENIED: 0.98, Polarity.HEDGED: 0.98}
_WITHOUT_TRIGGER = 0.97
_NEAR = 10  # words between the place and what ties it that cost nothing
_PER_WORD = 0.03  # for each word beyond, up to
_FAR = 25
_DOUBT = 0.5  # of the doubt that the parts leave: of a product of 0.8, nine of ten are right
_PLACE = 0.7  # the part that rests on the place's score


class Extractor:
    """Finds the claims of documents.

    Parameters
    ----------
    registry, gazetteer, lexicon
        Actors, places and words; :meth:`load` gives the shipped ones.
    asker
        Whom to ask for places that the gazetteer lacks (:class:`geo.online.asker.Asker`);
        nobody where None.

    Examples
    --------
    >>> text = "ETIM has camps in Balkh. Kabul denies that the TTP operates from Kunar."
    >>> claims = Extractor.load().extract(Document("a", text))
    >>> [(c.actor_id, c.admin1_code, str(c.polarity)) for c in claims]
    [('etim', 'AF-BAL', 'asserted'), ('ttp', 'AF-KNR', 'denied')]
    """

    def __init__(
        self,
        registry: Registry,
        gazetteer: LayeredStore,
        lexicon: Lexicon,
        asker: Asks | None = None,
    ) -> None:
        self.reader = Reader(registry, gazetteer, lexicon, asker)

    @classmethod
    def load(
        cls,
        *,
        registry: Registry | None = None,
        lexicon: Lexicon | None = None,
        asker: Asks | None = None,
    ) -> Extractor:
        """Open the shipped gazetteer, registry and lexicon, or take one's own in their place."""
        known, words = registry or Registry.load(), lexicon or Lexicon.load()
        return cls(known, LayeredStore(), words, asker)

    def extract(self, document: Document) -> list[Claim]:
        """Return the claims of a document, in the order of its text."""
        claims = [
            c for reading in self.reader.read(document) for c in self.claims(document, reading)
        ]
        return _distinct(claims)

    def claims(self, document: Document, reading: Reading) -> list[Claim]:
        """Return the claims of one sentence, each actor, place, relation and polarity once."""
        best: dict[tuple[str, str, str, str], tuple[int, Claim]] = {}
        for one, how, claim in self._made(document, reading):
            key = (claim.actor_id, claim.claim_id, claim.relation, how.polarity)
            if key not in best or best[key][1].confidence < claim.confidence:
                whole = reading.parsed is not None and of_whole(reading.parsed.items, one.place)
                best[key] = (_APART if whole else one.clause, claim)
        return _finest(list(best.values()))

    def _made(self, document: Document, reading: Reading) -> Iterator[tuple[Link, Stance, Claim]]:
        parsed = reading.parsed
        if parsed is None or not reading.links:
            return
        quote = reading.unit.text[reading.sentence.start : reading.sentence.end]
        said = quote, event_dates(quote, document.published)
        for one, how in zip(reading.links, reading.stances, strict=True):
            mention = reading.actors[parsed.items[one.actor].mention]
            for actor_id in actors_claimed(document, reading, one, how)[0]:
                who = (actor_id, self.reader.registry.name(actor_id), mention)
                yield one, how, _claim(document, reading, who, (one, how), said)


def actors_claimed(
    document: Document, reading: Reading, one: Link, how: Stance
) -> tuple[list[str], str]:
    """Return the ids of the actors that a link makes claims of, and, if none, why."""
    parsed = reading.parsed
    assert parsed is not None  # noqa: S101 - links come of a parsed sentence
    mention = reading.actors[parsed.items[one.actor].mention]
    place = reading.resolutions[parsed.items[one.place].mention].place
    if place is None or not place.country_iso2:
        return [], "the place is unresolved"
    if _only_aims(one, how):
        return [], "the place is only the aim of a plan"
    of_old = how.time_status is TimeStatus.HISTORICAL and not one.left
    dates = parsed.clauses[one.clause].opener in _DATING  # "since the Taliban took Kabul"
    rules = _taliban_rule(document) and (dates or not of_old)
    names_ttp = _means_ttp(reading.unit.text, place) and not is_afghan(reading.unit.text, mention)
    governing = _taliban_rule(document) and governs(reading.unit.text, mention)
    found = [
        actor_at(named, mention, place, one, rules=rules, names_ttp=names_ttp)
        for named in mention.actor_ids
        if not (named == "taliban" and rules and dates) and not governing
    ]
    ids = [actor_id for actor_id in found if actor_id is not None]
    return ids, "" if ids else "the group governs there, or the name means another there"


def _means_ttp(text: str, place: Place) -> bool:
    """Tell whether "the Taliban" of a place in Pakistan are its own: as named, or no Afghan is."""
    if "TTP" in text or "Pakistani Taliban" in text:
        return True
    return "Afghan" not in text and place.admin1_code != "PK-BA"  # the Afghan leaders' refuge


def _taliban_rule(document: Document) -> bool:
    """Tell whether a document is of the time in which the Taliban rule.

    An undated one is, unless all years that it names are earlier.
    """
    if document.published is not None:
        return document.published >= TAKEOVER
    latest = _latest_year(document.text)
    return latest is None or latest >= TAKEOVER.year


@lru_cache(maxsize=2)  # asked for every link of a document
def _latest_year(text: str) -> int | None:
    return max((int(year) for year in _YEAR.findall(text)), default=None)


def _only_aims(one: Link, how: Stance) -> bool:
    """Tell whether the place is only the target of an intention ("to take Dushanbe")."""
    aims = one.trigger < 0 or one.relation is Relation.CONTROL
    return how.time_status is TimeStatus.PLANNED and aims


def _finest(claims: list[tuple[int, Claim]]) -> list[Claim]:
    """Drop a country where the clause names a finer place of it for the same actor."""
    finer = {
        (clause, c.actor_id, c.country_iso2, c.polarity)
        for clause, c in claims
        if c.where_prec < _COUNTRY
    }
    return [
        c
        for clause, c in claims
        if c.where_prec != _COUNTRY or (clause, c.actor_id, c.country_iso2, c.polarity) not in finer
    ]


def _distinct(claims: list[Claim]) -> list[Claim]:
    """Give the claims of a sentence that stands twice in a text ids of their own."""
    seen: Counter[str] = Counter()
    distinct = []
    for claim in claims:
        seen[claim.claim_id] += 1
        again = seen[claim.claim_id]
        if again > 1:
            claim = replace(claim, claim_id=_hash(claim.claim_id, str(again)))  # noqa: PLW2901 - the same claim under its own id
        distinct.append(claim)
    return distinct


def _claim(
    document: Document,
    reading: Reading,
    who: tuple[str, str, ActorMention],
    tie: tuple[Link, Stance],
    said: tuple[str, tuple[date | None, date | None]],
) -> Claim:
    assert reading.parsed is not None  # noqa: S101 - links come of a parsed sentence
    actor_id, actor_name, actor = who
    one, how = tie
    quote, (event_start, event_end) = said
    number = reading.parsed.items[one.place].mention
    mention, resolution = reading.places[number], reading.resolutions[number]
    place, precision = _place(reading, one, resolution)
    start, end = reading.sentence.start, reading.sentence.end
    drawn = precision <= _NEAREST_DRAWN and place.kind not in {PlaceKind.ADMIN1, PlaceKind.COUNTRY}
    return Claim(
        claim_id=_hash(
            document.document_id, quote, actor_id, place.place_id, one.relation, how.polarity
        ),
        actor_id=actor_id,
        actor_name=actor_name,
        actor_surface=actor.surface,
        place_surface=mention.surface,
        place_name=place.name,
        geonameid=place.geonameid,
        country_iso2=place.country_iso2 or "",
        admin1_code=place.admin1_code,
        admin1_name=place.admin1_name,
        where_prec=precision,
        latitude=place.latitude if drawn else None,
        longitude=place.longitude if drawn else None,
        geocode_score=round(resolution.score, 3),
        relation=one.relation,
        polarity=how.polarity,
        time_status=how.time_status,
        attributed_to=how.attributed_to,
        event_start=event_start,
        event_end=event_end,
        published=document.published,
        confidence=confidence(one, how, actor, resolution),
        quote=quote,
        quote_start=start if reading.unit.is_body else None,
        quote_end=end if reading.unit.is_body else None,
        document_id=document.document_id,
        title=document.title,
        publisher=document.publisher,
        url=document.url,
        geocode_source=resolution.source,
    )


def _place(reading: Reading, one: Link, resolution: Resolution) -> tuple[Place, int]:
    """Return the place and its precision: "around Kabul" is near the town, not the province."""
    place = resolution.place
    assert place is not None  # noqa: S101 - checked before a claim is made
    if not _is_around(reading, one) or resolution.where_prec > precision(place):
        return place, resolution.where_prec
    if place.kind is PlaceKind.ADMIN1:
        towns = [c for c in resolution.candidates if c.kind is PlaceKind.POPULATED]
        place = next((c for c in towns if c.admin1_code == place.admin1_code), place)
    return place, 2 if resolution.where_prec in {1, 3, 4} else resolution.where_prec


def _is_around(reading: Reading, one: Link) -> bool:
    """Tell whether the text puts the actor near the place; each of a list has its own word."""
    parsed = reading.parsed
    assert parsed is not None  # noqa: S101 - links come of a parsed sentence
    items = parsed.items
    back = one.place - 1
    while back >= 0 and (items[back].norm in DETERMINERS or items[back].norm in {"city", "town"}):
        back -= 1
    if back >= 0 and items[back].tags & _AROUND:
        return True
    first = next(group[0] for group in parsed.places if one.place in group)
    return one.role.around and (one.place == first or not items[back].tags & _LOCATIVE)


def confidence(one: Link, how: Stance, actor: ActorMention, resolution: Resolution) -> float:
    """Return how sure the tie of actor and place is, 0 to 1.

    What remains of the doubt of a product: of the link's own strength, of how the actor is named,
    of the polarity, of the distance in words to what ties the two, and of most of the doubt about
    the place.
    """
    value = one.strength * _BY_NAMING[actor.how] * _BY_POLARITY[how.polarity]
    if one.trigger < 0:
        value *= _WITHOUT_TRIGGER
    else:
        near = one.role.head + 1 or one.place  # a list is as near as its first
        words = min(abs(near - one.trigger), _FAR)
        value *= 1 - max(0, words - _NEAR) * _PER_WORD
    value *= 1 - _PLACE + _PLACE * resolution.score
    return round(1 - _DOUBT * (1 - value), 3)


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode(errors="surrogatepass")).hexdigest()[:16]
