"""Documents to claims: mentions, links and stance put together, sentence by sentence."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.actors import Registry
from geo.boilerplate import set_aside
from geo.dates import event_dates
from geo.discourse import Discourse, anaphors, is_subject, is_topic, names_leader, place_stand_ins
from geo.gazetteer import Gazetteer
from geo.lexicon import Lexicon, Tag
from geo.links import link
from geo.mentions import actor_mentions, governments, place_mentions
from geo.records import (
    ActorMention,
    Claim,
    Document,
    Place,
    PlaceKind,
    PlaceMention,
    Polarity,
    Relation,
    Resolution,
    TimeStatus,
)
from geo.resolve import resolve_mentions
from geo.roles import PlaceRole, Role, place_role
from geo.stance import Stance, dates_the_past, goes_on_telling, is_recent, stance
from geo.syntax import DETERMINERS, Kind, Parsed, parse
from geo.text import Sentence, fold, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from geo.links import Link, Rejection

_TALIBAN_RULE = (2021, 8, 15)
_IS_IN = frozenset(["AF", "PK"])


@dataclass(frozen=True, slots=True)
class Reading:
    """One sentence as the extractor read it, for explanation.

    Attributes
    ----------
    sentence
        The sentence.
    actors, places, resolutions
        Its mentions, and what the places resolve to.
    parsed, roles, links, rejections, stances
        How they were tied, and what was not and why.
    claims
        What came of it.
    """

    sentence: Sentence
    actors: tuple[ActorMention, ...]
    places: tuple[PlaceMention, ...]
    resolutions: tuple[Resolution, ...]
    parsed: Parsed | None = None
    roles: tuple[PlaceRole, ...] = ()
    links: tuple[Link, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    stances: tuple[Stance, ...] = ()
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class _Unit:
    """A run of text with offsets of its own: the body, or a title that the body lacks."""

    text: str
    folded: str
    is_body: bool
    set_aside: tuple[tuple[int, int], ...]


class Extractor:
    """Finds the claims of documents.

    Parameters
    ----------
    registry, gazetteer, lexicon
        Actors, places and words; :meth:`load` gives the shipped ones.
    """

    def __init__(self, registry: Registry, gazetteer: Gazetteer, lexicon: Lexicon) -> None:
        self.registry = registry
        self.gazetteer = gazetteer
        self.lexicon = lexicon
        self._governments = governments()

    @classmethod
    def load(cls) -> Extractor:
        """Open the shipped registry, gazetteer and lexicon."""
        return cls(Registry.load(), Gazetteer(), Lexicon.load())

    def extract(self, document: Document) -> list[Claim]:
        """Return the claims of a document, in order of its text."""
        return [claim for reading in self.read(document) for claim in reading.claims]

    def read(self, document: Document) -> Iterator[Reading]:
        """Yield every sentence that names an actor, as it was read."""
        for _, reading in self.read_with_text(document):
            yield reading

    def read_with_text(self, document: Document) -> Iterator[tuple[str, Reading]]:
        """Yield the readings with the text that their offsets point into (title or body)."""
        for unit in _units(document):
            for reading in self._read_unit(document, unit):
                yield unit.text, reading

    # ------------------------------------------------------------ one unit

    def _read_unit(self, document: Document, unit: _Unit) -> Iterator[Reading]:
        actors = actor_mentions(unit.text, unit.folded, self.registry, self.lexicon)
        actors = [m for m in actors if not _inside(unit.set_aside, m.start)]
        if not actors:
            return
        runs = [s for s in sentences(unit.text) if not _inside(unit.set_aside, s.start)]
        places = [
            place_mentions(
                unit.text, unit.folded, (s.start, s.end), actors, self.gazetteer, self.lexicon
            )
            for s in runs
        ]
        flat = [mention for group in places for mention in group]
        resolved = iter(resolve_mentions(unit.text, flat, self.gazetteer))
        resolutions = [[next(resolved) for _ in group] for group in places]
        state = _State(document, unit, Discourse(), _year(document, unit))
        for run, group, where in zip(runs, places, resolutions, strict=True):
            named = [m for m in actors if run.start <= m.start < run.end]
            reading = self._read_sentence(state, run, named, group, where)
            if reading is not None:
                yield reading

    def _read_sentence(
        self,
        state: _State,
        run: Sentence,
        named: list[ActorMention],
        places: list[PlaceMention],
        resolutions: list[Resolution],
    ) -> Reading | None:
        text = state.unit.text
        state.tell(run)
        span = (run.start, run.end)
        stand_ins = (
            anaphors(text, span, named, state.discourse, self.lexicon)
            if (named or state.discourse.recent)
            else []
        )
        mentions = sorted([*named, *stand_ins], key=lambda m: m.start)
        lasting = [m for m in mentions if not is_topic(text, m, self.lexicon)]
        leads = [m for m in lasting if names_leader(text, m)]
        state.discourse.note(
            lasting, leads, subject=is_subject(text, run.start, lasting, self.lexicon)
        )
        state.places += zip(places, resolutions, strict=True)
        if mentions:
            extra = place_stand_ins(text, span, state.places)
            pairs = sorted(
                [*zip(places, resolutions, strict=True), *extra], key=lambda p: p[0].start
            )
            places, resolutions = [p for p, _ in pairs], [r for _, r in pairs]
        heading = state.head(run, places, resolutions)
        if heading and mentions and not places:
            places, resolutions = [heading[0]], [heading[1]]
        if not mentions or not places:
            return (
                Reading(run, tuple(mentions), tuple(places), tuple(resolutions))
                if mentions
                else None
            )
        parsed = parse(text, span, mentions, places, self.lexicon)
        _drop_contained(parsed, resolutions)
        _drop_umbrellas(parsed, mentions, self.registry)
        _drop_dateline(text, parsed, run, places)
        roles = tuple(
            place_role(parsed, group, places, self._governments) for group in parsed.places
        )
        links, rejections = link(parsed, roles)
        stances = tuple(
            stance(text, parsed, one, year=state.year, narrated_past=state.past) for one in links
        )
        claims = self._claims(state, run, (mentions, places, resolutions), (parsed, links, stances))
        return Reading(
            run,
            tuple(mentions),
            tuple(places),
            tuple(resolutions),
            parsed,
            roles,
            tuple(links),
            tuple(rejections),
            stances,
            tuple(claims),
        )

    def _claims(
        self,
        state: _State,
        run: Sentence,
        found: tuple[list[ActorMention], list[PlaceMention], list[Resolution]],
        tied: tuple[Parsed, list[Link], tuple[Stance, ...]],
    ) -> list[Claim]:
        mentions, places, resolutions = found
        parsed, links, stances = tied
        quote = state.unit.text[run.start : run.end]
        dates = event_dates(quote, state.document.published)
        claims: dict[tuple[str, str, str, str], tuple[int, Claim]] = {}
        for one, how in zip(links, stances, strict=True):
            actor = mentions[parsed.items[one.actor].mention]
            place_item = parsed.items[one.place].mention
            resolution = resolutions[place_item]
            if resolution.place is None or not resolution.place.country_iso2:
                continue
            if how.time_status is TimeStatus.PLANNED and (
                one.trigger < 0 or one.relation is Relation.CONTROL
            ):
                continue  # the target of an intention is no place of the actor
            for actor_id in actor.actor_ids:
                known = self._actor(actor_id, actor, resolution.place, state, one)
                if known is None:
                    continue
                claim = _claim(
                    state,
                    run,
                    quote,
                    (known, self.registry.name(known), actor),
                    (places[place_item], resolution),
                    (parsed, one, how),
                    dates,
                )
                key = (known, resolution.place.place_id, claim.relation, claim.polarity)
                if key not in claims or claims[key][1].confidence < claim.confidence:
                    claims[key] = (one.clause, claim)
        return _finest(list(claims.values()))

    def _actor(
        self, actor_id: str, mention: ActorMention, place: Place, state: _State, one: Link
    ) -> str | None:
        """Apply what depends on the place: Islamic State's provinces, two Jundullahs, Taliban rule."""
        country = place.country_iso2
        if actor_id == "islamic-state" and country in _IS_IN:
            return "iskp"
        if len(mention.actor_ids) > 1 and mention.how == "weak":
            iran = any(i.endswith("-iran") for i in mention.actor_ids)
            if iran and actor_id.endswith("-iran") != (country in {"IR", "PK"}):
                return None
            if {"iskp", "islamic-state"} <= set(mention.actor_ids):
                wanted = "iskp" if country in _IS_IN else "islamic-state"
                return actor_id if actor_id == wanted else None
        if (
            actor_id == "taliban"
            and country == "AF"
            and state.after_takeover
            and not _as_movement(one)
        ):
            return None
        if actor_id == "taliban" and country == "PK" and mention.how == "weak" and state.names_ttp:
            return "ttp"
        return actor_id


def _as_movement(one: Link) -> bool:
    """Whether the Taliban take or lose a place, which rulers do not."""
    return one.relation.value == "control" and one.role.role is Role.OBJECT


class _State:
    """What carries over from one sentence of a unit to the next."""

    def __init__(
        self, document: Document, unit: _Unit, discourse: Discourse, year: int | None
    ) -> None:
        self.document = document
        self.unit = unit
        self.discourse = discourse
        self.year = year
        self.past = False
        self.paragraph = -1
        self.heading: tuple[PlaceMention, Resolution] | None = None
        self.places: list[tuple[PlaceMention, Resolution]] = []
        published = document.published
        self.after_takeover = (
            (published.year, published.month, published.day) >= _TALIBAN_RULE
            if published
            else year is None or year >= _TALIBAN_RULE[0]
        )
        self.names_ttp = "TTP" in unit.text or "Pakistani Taliban" in unit.text

    def tell(self, run: Sentence) -> None:
        """Follow whether the text tells of an earlier period."""
        words = self.unit.text[run.start : run.end]
        if run.paragraph != self.paragraph:
            self.past = self.past and goes_on_telling(words)
            self.paragraph = run.paragraph
            self.heading = None
        if dates_the_past(words, self.year):
            self.past = True
        elif is_recent(words):
            self.past = False

    def head(
        self, run: Sentence, places: list[PlaceMention], resolutions: list[Resolution]
    ) -> tuple[PlaceMention, Resolution] | None:
        """Keep a heading's place ("Panjsher.") for the sentences of its paragraph."""
        words = self.unit.text[run.start : run.end].strip(" .:")
        if len(places) == 1 and run.opens and words == places[0].surface:
            self.heading = (places[0], resolutions[0])
            return None
        return self.heading


def _units(document: Document) -> Iterator[_Unit]:
    title, text = document.title.strip(), document.text
    if title and title not in text:
        yield _Unit(title, fold(title), is_body=False, set_aside=())
    runs = document.set_aside or set_aside(text)
    yield _Unit(text, fold(text), is_body=True, set_aside=tuple((s.start, s.end) for s in runs))


def _inside(runs: Sequence[tuple[int, int]], offset: int) -> bool:
    return any(start <= offset < end for start, end in runs)


def _year(document: Document, unit: _Unit) -> int | None:
    if document.published:
        return document.published.year
    return None


# ---------------------------------------------------------------- what a sentence leaves out

_FINENESS = {
    PlaceKind.COUNTRY: 0,
    PlaceKind.REGION: 1,
    PlaceKind.ADMIN1: 1,
    PlaceKind.ADMIN2: 2,
    PlaceKind.FEATURE: 3,
    PlaceKind.POPULATED: 3,
}
_CONTAINING = frozenset(
    "in of the , 's ( ) province district and northern southern eastern western central - north south "
    "east west northeast northwest southeast southwest neighbouring neighboring northeastern "
    "northwestern southeastern southwestern remote restive mountainous tribal region a far".split()
)


_DIRECTION = int(Tag.AROUND_PHRASE)


def _contains(outer: Resolution, inner: Resolution) -> bool:
    big, small = outer.place, inner.place
    if big is None or small is None or _FINENESS[big.kind] >= _FINENESS[small.kind]:
        return False
    if big.kind is PlaceKind.COUNTRY:
        return big.country_iso2 == small.country_iso2
    if big.kind is PlaceKind.REGION:
        return small.admin1_code in big.covers or small.admin1_code == big.admin1_code
    return big.admin1_code is not None and big.admin1_code == small.admin1_code


def _drop_contained(parsed: Parsed, resolutions: Sequence[Resolution]) -> None:
    """Take out of the groups what only says where a finer place lies ("Wana in South Waziristan")."""
    items = parsed.items
    numbers = [i for i, item in enumerate(items) if item.kind is Kind.PLACE]
    dropped: set[int] = set()
    for before, after in zip(numbers, numbers[1:], strict=False):
        between = {item.norm for item in items[before + 1 : after]}
        owned = after + 1 < len(items) and items[after + 1].norm == "'s" and between == {","}
        aside = (
            items[before + 1].norm == ","
            and after - before == 3
            and items[after - 1].tags & _DIRECTION
        )  # noqa: PLR2004 - ", east of"
        if (owned and after + 1 not in numbers) or aside:
            dropped.add(after)  # "Wazir Akbar Khan, Kabul's old quarter" explains what is before it
            continue
        if not between <= _CONTAINING:
            continue
        first = resolutions[items[before].mention]
        second = resolutions[items[after].mention]
        if _contains(second, first) and "and" not in between:
            dropped.add(after)
        elif "'s" in between and _contains(first, second):
            dropped.add(before)
    for group in parsed.places:
        group[:] = [i for i in group if i not in dropped]
    parsed.places[:] = [group for group in parsed.places if group]


def _drop_umbrellas(parsed: Parsed, mentions: Sequence[ActorMention], registry: Registry) -> None:
    """An umbrella beside its members is its members ("Uyghur militant groups, including TIP")."""
    named = {
        i
        for item in parsed.items
        if item.kind is Kind.ACTOR
        for i in mentions[item.mention].actor_ids
    }
    parents = {registry.actors[i].parent_id for i in named if i in registry.actors}

    def is_umbrella(item: int) -> bool:
        ids = mentions[parsed.items[item].mention].actor_ids
        known = registry.actors.get(ids[0])
        return ids[0] in parents and known is None

    umbrellas = {i for i in parents & named if registry.name(i).endswith("(umbrella)")}
    for group in parsed.actors:
        group[:] = [
            i
            for i in group
            if not (set(mentions[parsed.items[i].mention].actor_ids) & umbrellas or is_umbrella(i))
        ]
    parsed.actors[:] = [group for group in parsed.actors if group]


def _drop_dateline(
    text: str, parsed: Parsed, run: Sentence, places: Sequence[PlaceMention]
) -> None:
    """Take out a place of publication: "KABUL (agency) -", "QUETTA, March 12 -", "BANNU: "."""
    if not run.opens or not parsed.places:
        return
    items = parsed.items
    breaks = [
        i for i, item in enumerate(items[:14]) if item.norm in {"\u2014", "\u2013", ":", "-", "--"}
    ]
    if not breaks or items[0].kind is not Kind.PLACE:
        return
    first = places[items[0].mention]
    before = items[: breaks[0]]
    short = all(
        item.kind is Kind.PLACE or item.norm in {",", "/", "(", ")", "."} or not item.tags
        for item in before
    )
    shouted = first.surface.isupper() and len(first.surface) > 3  # noqa: PLR2004 - not an acronym
    dash = items[breaks[0]].norm != ":"
    if short and (shouted or dash or any(item.norm.isdigit() for item in before)):
        for group in parsed.places:
            group[:] = [i for i in group if i > breaks[0]]
        parsed.places[:] = [group for group in parsed.places if group]


def _finest(claims: list[tuple[int, Claim]]) -> list[Claim]:
    """A clause that names a place and its country makes one claim, at the finest."""
    finer = {
        (clause, c.actor_id, c.country_iso2) for clause, c in claims if c.where_prec < _COUNTRY
    }
    return [
        c
        for clause, c in claims
        if c.where_prec != _COUNTRY or (clause, c.actor_id, c.country_iso2) not in finer
    ]


_COUNTRY = 6  # where_prec of a country


# ---------------------------------------------------------------- assembling


def _claim(  # noqa: PLR0913 - a claim has as many parts
    state: _State,
    run: Sentence,
    quote: str,
    who: tuple[str, str, ActorMention],
    where: tuple[PlaceMention, Resolution],
    tied: tuple[Parsed, Link, Stance],
    dates: tuple[date | None, date | None],
) -> Claim:
    parsed, one, how = tied
    document, unit = state.document, state.unit
    actor_id, actor_name, actor = who
    mention, resolution = where
    place = resolution.place
    around = _is_around(parsed, one) or mention.around
    if around and place is not None and place.kind is PlaceKind.ADMIN1:
        place = _town_of(place, resolution.candidates)
    assert place is not None  # noqa: S101 - checked by the caller
    precision = resolution.where_prec
    if around and precision in {1, 3, 4}:
        precision = 2
    drawn = precision <= 3 and place.kind not in {PlaceKind.ADMIN1, PlaceKind.COUNTRY}  # noqa: PLR2004 - UCDP: a point
    return Claim(
        claim_id=_claim_id(
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
        event_start=dates[0],
        event_end=dates[1],
        published=document.published,
        confidence=_confidence(one, how, actor, resolution),
        quote=quote,
        quote_start=run.start if unit.is_body else None,
        quote_end=run.end if unit.is_body else None,
        document_id=document.document_id,
        title=document.title,
        publisher=document.publisher,
        url=document.url,
    )


def _town_of(province: Place, candidates: Sequence[Place]) -> Place:
    """Return the town of a province's name, which "around Kabul" means; else the province."""
    towns = (
        c
        for c in candidates
        if c.kind is PlaceKind.POPULATED and c.admin1_code == province.admin1_code
    )
    return next(towns, province)


def _is_around(parsed: Parsed, one: Link) -> bool:
    """Tell whether the text puts the actor near the place: each of a list has its own word."""
    items = parsed.items
    back = one.place - 1
    while back >= 0 and (items[back].norm in DETERMINERS or items[back].norm in {"city", "town"}):
        back -= 1
    if back >= 0 and items[back].tags & _DIRECTION:
        return True
    group = next(g for g in parsed.places if one.place in g)
    return one.role.around and (
        one.place == group[0] or not items[back].tags & int(Tag.LOCATIVE_PHRASE)
    )


def _claim_id(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def _confidence(one: Link, how: Stance, actor: ActorMention, resolution: Resolution) -> float:
    value = one.strength
    value *= {"name": 1.0, "weak": 0.9, "anaphor": 0.85, "unlisted": 0.8}[actor.how]
    value *= {Polarity.ASSERTED: 1.0, Polarity.HEDGED: 0.8, Polarity.DENIED: 0.9}[how.polarity]
    if one.trigger < 0:
        value *= 0.8
    else:
        value *= 1 - min(abs(one.place - one.trigger), 20) * 0.01
    return round(value * (0.5 + 0.5 * resolution.score), 3)
