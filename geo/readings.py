"""Documents to readings: every sentence that names an actor, its mentions tied and weighed."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo.actor_mentions import actor_mentions
from geo.anaphora import anaphors
from geo.asking import with_answers
from geo.borrowing import event_places, part_in_event
from geo.contests import contest, contesting, hedged_by_actor
from geo.countries import governments
from geo.discourse import Discourse, is_sister, is_subject, is_topic, names_leader
from geo.grammar.deeds import as_attacks, own_deeds
from geo.grammar.links import link
from geo.grammar.roles import place_role
from geo.grammar.spots import EVENT_BEFORE, EVENT_SUFFERED, HEADING
from geo.grammar.stance import stance, with_contested
from geo.grammar.syntax import parse, with_actor, with_place
from geo.identity import governs, is_office, meant_in
from geo.leaders import introduced, leader_mentions
from geo.narrowing import (
    drop_at,
    drop_contained,
    drop_dateline,
    drop_umbrellas,
    within_one_province,
)
from geo.place_mentions import place_mentions
from geo.records import Relation, TimeStatus
from geo.resolve import resolve_mentions, without_strays
from geo.stand_ins import here, own_soil, place_stand_ins
from geo.telling import Telling, heads_attacks, says_none, signs
from geo.units import Unit, units_of
from geo.villages import Villages

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.actors import Registry
    from geo.grammar.lexicon import Lexicon
    from geo.grammar.links import Link, Rejection
    from geo.grammar.spots import PlaceRole
    from geo.grammar.stance import Stance
    from geo.grammar.syntax import Parsed
    from geo.layered import LayeredStore
    from geo.online.settings import Asks
    from geo.records import ActorMention, Document, PlaceMention, Resolution
    from geo.telling import Located
    from geo.text import Sentence


@dataclass(frozen=True, slots=True)
class Reading:
    """One sentence as it was read.

    Attributes
    ----------
    unit, sentence
        The text that offsets point into, and the sentence.
    actors, places, resolutions
        Its mentions, and what the places resolve to.
    parsed, roles, links, rejections, stances
        How they were tied, what was not tied and why; empty where there is no place.
    """

    unit: Unit
    sentence: Sentence
    actors: tuple[ActorMention, ...]
    places: tuple[PlaceMention, ...]
    resolutions: tuple[Resolution, ...]
    parsed: Parsed | None = None
    roles: tuple[PlaceRole, ...] = ()
    links: tuple[Link, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    stances: tuple[Stance, ...] = ()


class Reader:
    """Reads documents with a registry, a gazetteer and a lexicon.

    ``asker`` is asked for the names that the gazetteer lacks; None asks nobody.
    """

    def __init__(
        self,
        registry: Registry,
        gazetteer: LayeredStore,
        lexicon: Lexicon,
        asker: Asks | None = None,
    ) -> None:
        self.registry = registry
        self.gazetteer = gazetteer
        self.lexicon = lexicon
        self._asker = asker
        self._governments = governments()
        self._villages = Villages(gazetteer, registry)

    def read(self, document: Document) -> Iterator[Reading]:
        """Yield every sentence that names an actor, in the order of title and text."""
        year = document.published.year if document.published else None
        discourse = Discourse(words=self.registry.words)
        listed = heads_attacks(document.title)
        for unit in units_of(document):
            telling = Telling(unit.text, year, discourse, lists_attacks=listed)
            yield from self._read_unit(unit, telling)
            discourse.age = 0  # what the title names, the text can call "the group"

    def places(self, document: Document) -> Iterator[tuple[Unit, Located]]:
        """Yield every place mention and what it resolves to, in the order of title and text."""
        for unit in units_of(document):
            for located in self._located(unit, unit.runs(), self._actors(unit)):
                yield from ((unit, one) for one in located)

    def _actors(self, unit: Unit) -> list[ActorMention]:
        actors = actor_mentions(unit.text, unit.folded, self.registry, self.lexicon)
        actors = [mention for mention in actors if unit.reads(mention.start)]
        if actors:
            actors += leader_mentions(unit.text, introduced(unit.text, actors), actors)
            actors.sort(key=lambda mention: mention.start)
        return actors

    def _read_unit(self, unit: Unit, telling: Telling) -> Iterator[Reading]:
        actors = self._actors(unit)
        if not actors:
            return
        runs = unit.runs()
        located_in = self._located(unit, runs, actors)
        before: Reading | None = None  # of the sentence before, where it makes claims
        for run, own, located in zip(runs, _by_run(actors, runs), located_in, strict=True):
            telling.enter(run, located)
            found = list(self._read_sentence(telling, unit, run, (own, actors), located))
            if before is not None:
                settled, denial = self._settled(before, run, found)
                yield settled
                if denial is not None:  # all that the sentence says
                    yield denial
                    found = []
            before = found.pop() if found and found[-1].links else None
            yield from found
            telling.leave(run, located)
        if before is not None:
            yield before

    def _read_sentence(
        self,
        telling: Telling,
        unit: Unit,
        run: Sentence,
        who: tuple[list[ActorMention], list[ActorMention]],
        located: list[Located],
    ) -> Iterator[Reading]:
        own, actors = who
        mentions = self._mentions(telling, run, [m for m in own if run.start <= m.start])
        if mentions:
            reading = self._tied(telling, unit, run, mentions, located)
            yield reading
            if _only_aside(reading):  # "JaA, which has a camp in Pakistan, took responsibility"
                yield from self._of_event(telling, reading)
        signer = _signer(telling.discourse.speaker, actors, mentions) if located else None
        if signer is not None:
            yield from self._own_deeds(telling, unit, run, signer, located)

    def _settled(
        self, before: Reading, run: Sentence, after: list[Reading]
    ) -> tuple[Reading, Reading | None]:
        """Return a sentence's reading once the next is read, and that one's where it contests."""
        if any(reading.links for reading in after):
            return hedged_by_actor(before, after), None
        named = {m.actor_ids for reading in after for m in reading.actors if not reading.places}
        of_actor = any(m.actor_ids in named for m in before.actors)
        denial = contesting(before.unit.text, run, self.lexicon, of_actor=of_actor)
        return (before, None) if denial is None else contest(before, run, denial)

    def _located(
        self, unit: Unit, runs: list[Sentence], actors: list[ActorMention]
    ) -> list[list[Located]]:
        """Find and resolve the places of each sentence; the document is resolved as a whole."""
        embedded = self.gazetteer.embedded
        spans = [(s.start, s.end) for s in runs]
        found = [
            place_mentions(unit.text, unit.folded, span, own, embedded, self.lexicon)
            for span, own in zip(spans, _by_run(actors, runs), strict=True)
        ]
        places = self._villages.added(
            unit.text, unit.folded, list(zip(spans, found, strict=True)), actors
        )
        flat = [mention for group in places for mention in group]
        named = {i for mention in actors for i in mention.actor_ids}
        spoken = self.registry.countries(sorted(named))
        answers = resolve_mentions(unit.text, flat, self.gazetteer, spoken)
        resolved = iter(without_strays(unit.text, flat, answers, spoken))
        located = [[(mention, next(resolved)) for mention in group] for group in places]
        if self._asker is None:
            return located
        return with_answers(unit.text, runs, located, actors, (self._asker, self.lexicon))

    def _mentions(
        self, telling: Telling, run: Sentence, named: list[ActorMention]
    ) -> list[ActorMention]:
        """Return the actors of a sentence, named or meant, and remember them."""
        text, discourse = telling.text, telling.discourse
        if not telling.before and signs(text, (run.start, run.end), named):
            discourse.speaker = named[0].actor_ids
        span = run.start, run.end
        named = [m for m in named if not is_office(text, m)] or named
        named = [*named, *leader_mentions(text, telling.people, named, span)]
        mentions = sorted(named, key=lambda mention: mention.start)
        if named or discourse.recent:
            meant = [meant_in(mention, telling.countries()) for mention in named]
            mentions += anaphors(text, (run.start, run.end), meant, discourse, self.lexicon)
            mentions.sort(key=lambda mention: mention.start)
        again = [m for m in mentions if m.how == "anaphor"]
        telling.people |= introduced(text, again) if again else {}
        own = [m for m in mentions if not is_sister(text, m)]
        lasting = [m for m in own if not is_topic(text, m, self.lexicon)] or own
        lasting = [m for m in lasting if not governs(text, m)] or lasting
        leads = [m for m in lasting if names_leader(text, m)]
        subject = is_subject(text, run.start, lasting, self.lexicon)
        meant = [meant_in(m, telling.countries()) for m in lasting]
        first = lasting[0].start if lasting else -1
        discourse.note(meant, leads, subject=subject, told=(text, run.start, run.end, first))
        return mentions

    def _tied(
        self,
        telling: Telling,
        unit: Unit,
        run: Sentence,
        mentions: list[ActorMention],
        located: list[Located],
    ) -> Reading:
        extra = place_stand_ins(telling.text, (run.start, run.end), telling.places)
        if (
            not (extra or telling.dateline is None)
            and "the city" in telling.text[run.start : run.end]
        ):
            extra = place_stand_ins(telling.text, (run.start, run.end), [telling.dateline])
        extra += own_soil(telling.text, (run.start, run.end), located)
        if not extra and all(pair is telling.dateline for pair in located):
            extra = here(telling.text, (run.start, run.end), telling.dateline)
        named = [pair for pair in located if not _nowhere(telling.text, pair)]
        pairs = sorted([*named, *extra], key=lambda pair: pair[0].start)
        bare = Reading(unit, run, tuple(mentions), *_columns(pairs))
        reading = self._weighed(telling, bare) if pairs else bare
        if reading.links:
            return reading
        borrowed, role = self._borrowed(telling, run)
        if not borrowed:
            return reading
        bare = Reading(unit, run, tuple(mentions), *_columns(borrowed))
        return self._weighed(telling, bare, borrowed=role)

    def _of_event(self, telling: Telling, reading: Reading) -> Iterator[Reading]:
        """Read what a sentence with places of its own says of the event before it."""
        borrowed, role = self._borrowed(telling, reading.sentence)
        if not borrowed or role is HEADING:
            return
        bare = Reading(reading.unit, reading.sentence, reading.actors, *_columns(borrowed))
        found = self._weighed(telling, bare, borrowed=role)
        if found.links:
            yield found

    def _borrowed(self, telling: Telling, run: Sentence) -> tuple[list[Located], PlaceRole]:
        """Return the place a sentence takes from before it: an event's or a heading's."""
        text = telling.text
        sentence = text[run.start : run.end]
        last = telling.before[-1][0] if telling.before else run
        part = part_in_event(sentence, text[last.start : last.end])
        if part:
            found = event_places(text, telling.before, self.lexicon, self._governments)
            if found:
                return found, EVENT_SUFFERED if part == "suffered" else EVENT_BEFORE
        if telling.heading is None or says_none(sentence):
            return [], HEADING
        return [telling.heading], HEADING

    def _weighed(
        self, telling: Telling, bare: Reading, borrowed: PlaceRole | None = None
    ) -> Reading:
        unit, run, places = bare.unit, bare.sentence, bare.places
        own = places if borrowed is None else ()
        parsed = parse(unit.text, (run.start, run.end), bare.actors, own, self.lexicon)
        if borrowed is not None:
            parsed = with_place(parsed, run.end)
        drop_contained(parsed, bare.resolutions)
        drop_umbrellas(parsed, bare.actors, self.registry)
        drop_dateline(unit.text, parsed, run, places)
        if telling.dateline is not None:
            drop_at(parsed, telling.dateline[0].start)
        roles = tuple(borrowed or self._role(parsed, group, bare) for group in parsed.places)
        links, rejections = link(parsed, roles)
        if telling.lists_attacks:
            links = as_attacks(parsed, links)
        stances = [
            stance(unit.text, parsed, one, year=telling.year, narrated_past=telling.past)
            for one in links
        ]
        links, stances = with_contested(parsed, links, stances)
        return Reading(
            unit,
            run,
            bare.actors,
            places,
            bare.resolutions,
            parsed,
            roles,
            tuple(links),
            tuple(rejections),
            tuple(stances),
        )

    def _own_deeds(
        self,
        telling: Telling,
        unit: Unit,
        run: Sentence,
        signer: ActorMention,
        located: list[Located],
    ) -> Iterator[Reading]:
        """Read what a group's statement tells without naming it: "Two posts in Zhob were hit."."""
        places, resolutions = _columns(located)
        parsed = parse(unit.text, (run.start, run.end), (), places, self.lexicon)
        drop_contained(parsed, resolutions)
        drop_dateline(unit.text, parsed, run, places)
        bare = Reading(unit, run, (signer,), places, resolutions)
        roles = tuple(self._role(parsed, group, bare) for group in parsed.places)
        links = own_deeds(parsed, roles, with_actor(parsed, signer.actor_ids, run.end))
        if not links:
            return
        stances = tuple(
            stance(unit.text, parsed, one, year=telling.year, narrated_past=telling.past)
            for one in links
        )
        yield replace(bare, parsed=parsed, roles=roles, links=tuple(links), stances=stances)

    def _role(self, parsed: Parsed, group: Sequence[int], bare: Reading) -> PlaceRole:
        role = place_role(parsed, group, bare.places, self._governments)
        return within_one_province(role, group, parsed, bare.resolutions)


def _only_aside(reading: Reading) -> bool:
    """Tell whether all that a sentence ties is told in an aside, of something else."""
    parsed = reading.parsed
    return (
        parsed is not None
        and all(
            parsed.clauses[one.clause].how == "relative"
            and (one.relation is not Relation.ATTACK or how.time_status is TimeStatus.HISTORICAL)
            for one, how in zip(reading.links, reading.stances, strict=True)
        )
        and bool(reading.links)
    )


def _signer(
    speaker: tuple[str, ...], actors: list[ActorMention], mentions: list[ActorMention]
) -> ActorMention | None:
    """Return who signs a text as its own, where the sentence does not name it."""
    if not speaker or any(m.actor_ids == speaker for m in mentions):
        return None
    return next((m for m in actors if m.actor_ids == speaker), None)


def _by_run(actors: list[ActorMention], runs: list[Sentence]) -> list[list[ActorMention]]:
    """Return the mentions that begin in each sentence, and one that reaches into it."""
    starts = [mention.start for mention in actors]
    groups = []
    for run in runs:
        first, after = bisect_left(starts, run.start), bisect_left(starts, run.end)
        reaches = first > 0 and actors[first - 1].end > run.start
        groups.append(actors[first - reaches : after])
    return groups


def _nowhere(text: str, pair: Located) -> bool:
    """Tell whether a place after a possessive is unknown: "Kabul's Qala Bakhtiar" is in Kabul."""
    mention, resolution = pair
    return resolution.place is None and text.endswith(("'s ", "\u2019s "), 0, mention.start)


def _columns(
    pairs: list[Located],
) -> tuple[tuple[PlaceMention, ...], tuple[Resolution, ...]]:
    return tuple(mention for mention, _ in pairs), tuple(resolution for _, resolution in pairs)
