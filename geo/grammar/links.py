"""Which actor of a sentence is tied to which of its places, by which word, and how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.grammar.allies import is_likened, own_part
from geo.grammar.bystanders import only_of_others, only_rehearsed
from geo.grammar.contrasts import with_left_out
from geo.grammar.farther import FOLLOWING
from geo.grammar.governors import PLACE_NOUNS
from geo.grammar.items import (
    ADVERBS,
    AUXILIARIES,
    BE,
    DETERMINERS,
    FINITE,
    LOCATIVE,
    PEOPLE,
    SAY,
    Item,
    Kind,
)
from geo.grammar.lexicon import Tag
from geo.grammar.refusals import reason_against
from geo.grammar.relations import leaves, relations_of
from geo.grammar.spots import EVENT_BEFORE, EVENT_SUFFERED, NO_CLAIM, OF_LOCALS, PlaceRole, Role
from geo.grammar.subjects import actors_for
from geo.grammar.triggers import ASSET, CLAIMING, EVENTS, HARM_VERB, governing, nearest
from geo.grammar.untied import stands_there
from geo.grammar.verbs import is_finite, looks_past
from geo.grammar.voice import CELLS, claims_it, is_hit
from geo.records import Relation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.grammar.syntax import Parsed


_MEET = frozenset(["met", "meet", "meets", "convened"])
_WISHED = frozenset(["should", "must", "would", "ought", "afraid"])
_MEETING = 7  # items from "met" to the house it was in
_HEAD_NOUN = 2  # items from an actor to the noun that it only describes
_ONE_OF = frozenset("among one two three four five six of few only main last other also".split())


_EQUATION = BE | DETERMINERS | _ONE_OF | PLACE_NOUNS


@dataclass(frozen=True, slots=True)
class Link:
    """An actor and a place of one sentence.

    Attributes
    ----------
    actor, place
        Item numbers.
    relation
        What the actor has to do with the place.
    trigger
        Item number of the word that ties them, or -1 in a heading or a list.
    clause
        The clause the place stands in.
    role
        The place's part.
    rule
        The rule that tied them, for people to read.
    strength
        0 to 1, how good this kind of link is before anything else is known.
    left
        True where the text says that the actor left the place.
    """

    actor: int
    place: int
    relation: Relation
    trigger: int
    clause: int
    role: PlaceRole
    rule: str
    strength: float
    left: bool = False


@dataclass(frozen=True, slots=True)
class Rejection:
    """An actor and a place of one sentence that make no claim, and why."""

    actor: int
    place: int
    why: str


def link(parsed: Parsed, roles: Sequence[PlaceRole]) -> tuple[list[Link], list[Rejection]]:
    """Tie actors to places.

    Parameters
    ----------
    parsed
        The sentence.
    roles
        The role of each place group, in order.

    Returns
    -------
    links, rejections
        Every pair of the sentence is in one of them.
    """
    links: list[Link] = []
    rejections: list[Rejection] = []
    groups = [own for g in parsed.actors if (own := own_part(parsed.items, g))]
    for number, (places, role) in enumerate(zip(parsed.places, roles, strict=True)):
        why = "" if role.role not in NO_CLAIM else role.why
        made: list[Link] = []
        if not why:
            trigger = governing(parsed, places, role)
            if role is EVENT_BEFORE and trigger >= 0 and not parsed.items[trigger].tags & EVENTS:
                trigger = -1  # "took responsibility in a message sent to reporters"
            if role.why == OF_LOCALS:
                tied, rule, strength, trigger = _told_by_locals(parsed, groups, places)
            else:
                tied, rule, strength = actors_for(
                    parsed, [*groups, *_in_own_aside(parsed, places[0], groups)], number
                )
            if rule == FOLLOWING and _only_suspected(parsed, tied, trigger):
                tied, rule = [], "is only suspected of what is told"
            if rule == FOLLOWING:
                trigger = _own_trigger(parsed, tied[0], trigger)
            elif tied and trigger < 0 and claims_it(parsed.items, tied[0]):
                trigger = _claimed(parsed.items, tied[0])
            made, why = _tie(parsed, tied, places, (role, trigger), (rule, strength))
        made += _where_clause(parsed, groups, places, role, made)
        made = with_left_out(parsed.items, (i for g in parsed.actors for i in g), made)
        links += made
        named = {made_link.actor for made_link in made}
        rejections += [
            Rejection(actor, place, why or "another actor is nearer")
            for group in parsed.actors
            for actor in group
            if actor not in named
            for place in places
        ]
    return links, rejections


def _told_by_locals(
    parsed: Parsed, groups: Sequence[Sequence[int]], places: Sequence[int]
) -> tuple[list[int], str, float, int]:
    """Return the actor that people of a place tell of, the rule, its strength and what it does."""
    said = next(
        (i for i in range(places[-1] + 1, len(parsed.items)) if parsed.items[i].tags & SAY), -1
    )
    told = [g for g in groups if said < g[0] and said >= 0]
    wished = any(item.norm in _WISHED for item in parsed.items[said:])
    if len(parsed.places) > 1 or not told or wished:
        return [], "where the speaker is", 0.0, -1
    trigger = _own_trigger(parsed, told[0][0], -1)  # "elders in Achin said ISKP had come back"
    return list(told[0]) if trigger >= 0 else [], "told by people of the place", 0.8, trigger


def _in_own_aside(
    parsed: Parsed, place: int, groups: Sequence[Sequence[int]]
) -> list[Sequence[int]]:
    """Return the actors that an aside is on: "Unlike the TTP, which has camps in Khost"."""
    clause = parsed.clauses[parsed.clause_of[place]]
    before = clause.members[0] - 2
    aside = clause.how == "relative" and parsed.items[before + 1].norm == ","
    return [
        g
        for g in parsed.actors
        if aside and g[-1] == before and g not in groups and is_likened(parsed.items, g[0])
    ]


def _only_suspected(parsed: Parsed, actors: Sequence[int], trigger: int) -> bool:
    """Tell whether others blame an actor, and no deed is told: "were flown to Van; X suspects"."""
    items, clause = parsed.items, parsed.clauses[parsed.clause_of[actors[0]]]
    blamed = any(items[i].tags & int(Tag.HEDGE_VERB) for i in clause.members if i < actors[0])
    deed = trigger < 0 or items[trigger].tags & EVENTS
    return clause.how == "break" and blamed and not deed


def _own_trigger(parsed: Parsed, actor: int, trigger: int) -> int:
    """Prefer the word of the actor's own clause: "It was in Chabahar that Jundallah murdered"."""
    items = parsed.items
    members = parsed.clauses[parsed.clause_of[actor]].members
    if is_hit(parsed, members, actor):
        return next(i for i in members if items[i].tags & HARM_VERB)
    after = [i for i in members if i > actor]
    own = nearest(items, after)
    if own >= 0 and own - actor <= _HEAD_NOUN and not is_finite(items, own):
        verb = nearest(items, [i for i in after if i > own])  # not "cells" in "its cells killed"
        own = verb if verb >= 0 and is_finite(items, verb) else own
    if own < 0 and (claims_it(items, actor) or items[actor - 1].norm in CELLS):
        own = _claimed(items, actor)
    return own if own >= 0 else trigger


def _claimed(items: list[Item], actor: int) -> int:
    """Return the deed told before an actor that claims it, or -1: "the attacks that it claimed"."""
    return nearest(items, [i for i in range(actor - 1, -1, -1) if items[i].tags & EVENTS])


def _where_clause(
    parsed: Parsed,
    groups: Sequence[Sequence[int]],
    places: Sequence[int],
    role: PlaceRole,
    made: Sequence[Link],
) -> list[Link]:
    """Tie a place to the actors of the "where" clause after it."""
    items = parsed.items
    after = _after_equation(items, places[-1] + 1)
    while after < len(items) and (
        items[after].norm in {",", "province", "district", "of"}
        or items[after].tags & LOCATIVE
        or items[after].kind is Kind.PLACE
    ):
        after += 1
    which = after < len(items) and items[after].norm == "which" and items[after - 1].tags & LOCATIVE
    if after >= len(items) or not (which or items[after].norm == "where"):
        after = _farther_where(parsed, places[-1])
    if after < 0:
        return []
    clause = parsed.clause_of[after]
    placed = {parsed.clause_of[g[0]] for g in parsed.places}
    inner = {c.number for c in parsed.clauses if clause in {c.number, c.parent}}
    inner -= {  # ", whose founder came from Osh,", ", and in Kandahar its men"
        c.number
        for c in parsed.clauses
        if c.opener == "whose" or (c.how == "coordinate" and c.number in placed)
    }
    tied = [i for g in groups for i in g if parsed.clause_of[i] in inner]
    verbs = [i for i in range(after, len(items)) if parsed.clause_of[i] in inner]
    trigger = nearest(items, verbs)
    others = [g[0] for g in parsed.places if parsed.clause_of[g[0]] in inner]
    if not tied or trigger < 0 or others:
        return []
    spot = PlaceRole(Role.LOCATION, "where", role.around, role.head, "where")
    new, _ = _tie(parsed, tied, places, (spot, trigger), ("where clause", 0.87))
    known = {(one.actor, one.place, one.relation) for one in made}
    return [one for one in new if (one.actor, one.place, one.relation) not in known]


def _farther_where(parsed: Parsed, place: int) -> int:
    """Return where a clause opens that is on a place over more of its phrase, or -1.

    "A campus at Muridke with a dairy and stables, where LeT housed its recruits".
    """
    own = parsed.clause_of[place]
    clause = next((c for c in parsed.clauses if c.opener == "where" and c.parent == own), None)
    opener = clause.members[0] if clause else -1
    between = parsed.items[place + 1 : max(opener, 0)]
    plain = not any(i.kind is not Kind.WORD or i.tags & FINITE or i.norm in BE for i in between)
    return opener if opener > place and plain and parsed.items[opener - 1].norm == "," else -1


def _after_equation(items: list[Item], after: int) -> int:
    """Step over "are among the provinces" to what tells of them ("in which ISKP has camps")."""
    end = after
    while end < len(items) and items[end].norm in _EQUATION:
        end += 1
    return end if items[after : after + 1] and items[after].norm in BE else after


def _tie(
    parsed: Parsed,
    actors: Sequence[int],
    places: Sequence[int],
    where: tuple[PlaceRole, int],
    how: tuple[str, float],
) -> tuple[list[Link], str]:
    role, trigger = where
    rule, strength = how
    items = parsed.items
    if not actors:
        return [], rule
    verbless = trigger < 0 and not any(_may_be_verb(i) for i in items)
    told = role is EVENT_BEFORE or role is EVENT_SUFFERED
    holds = role.role is Role.SUBJECT  # "Kunar is free of ISKP"
    untied = trigger < 0 and not (verbless or told or holds)
    if untied and not stands_there(parsed, actors, places[0], role):
        return [], "no word ties the two"
    met = _met(items, actors, trigger)
    if met >= 0 and _own_meeting(items, actors, met):
        rule_ = f"{rule}, a meeting of its own"
        return [
            Link(a, p, Relation.OTHER, trigger, parsed.clause_of[p], role, rule_, strength)
            for a, p in _pairs(actors, places, rule)
        ], ""
    if trigger >= 0 and not items[trigger].tags & CLAIMING and _people_there(items, actors, role):
        trigger = -1  # "met BLF men in Saravan": the men are there, whoever talks to them
    refused = reason_against(items, actors, places, (role, trigger))
    if refused:
        return [], refused
    actors = [i for i in actors if not only_of_others(parsed, i, trigger)]
    if not actors:
        return [], "others are there, not the actor"
    if all(only_rehearsed(parsed, i) for i in actors):
        return [], "only an exercise"
    pairs = _pairs(actors, places, rule)
    made: list[Link] = []
    why = ""
    inner = role.preposition == "where" or role.why == OF_LOCALS
    clause = parsed.clause_of[trigger if inner and trigger >= 0 else places[0]]
    for actor, place in pairs:
        relations, why_not = relations_of(parsed, trigger, actor, role)
        why = why or why_not
        left = trigger >= 0 and leaves(items, trigger, role)
        made += [
            Link(actor, place, relation, trigger, clause, role, rule, strength, left=left)
            for relation in relations
        ]
    return made, why


def _may_be_verb(item: Item) -> bool:
    """Tell whether a word can carry a sentence; "traded" can, though no lexicon has it."""
    return bool(item.tags & FINITE) or item.norm in BE or looks_past(item)


def _people_there(items: list[Item], actors: Sequence[int], role: PlaceRole) -> bool:
    """Tell whether an actor's people or base stand right before the place's preposition."""
    before = role.head - 1
    owner = before - 2 if before > 1 and items[before - 1].norm in {"'s", "'"} else before - 1
    return (
        role.role is Role.LOCATION
        and owner in actors
        and bool(items[before].tags & (PEOPLE | ASSET))
    )


def _met(items: list[Item], actors: Sequence[int], trigger: int) -> int:
    """Return the verb of a meeting that ties a place, or -1: "met for three days in a madrasa"."""
    site = trigger >= 0 and items[trigger].tags & ASSET
    first = max(max(actors) + 1, trigger - _MEETING) if site else trigger
    return next((i for i in range(max(first, 0), trigger + 1) if items[i].norm in _MEET), -1)


def _own_meeting(items: list[Item], actors: Sequence[int], trigger: int) -> bool:
    """Tell whether only the actor's own people meet: "TTP leaders met in Khost"."""
    last = max(actors)
    between = items[last + 1 : trigger]
    alone = all(i.tags & PEOPLE or i.norm in AUXILIARIES | ADVERBS for i in between)
    return last < trigger and alone and items[trigger + 1].norm not in {"with", "the", "by"}


def _pairs(actors: Sequence[int], places: Sequence[int], rule: str) -> list[tuple[int, int]]:
    if rule == "respectively":
        return list(zip(actors, places, strict=True))
    return [(actor, place) for actor in actors for place in places]
