"""Whether a place that no known word ties is where the actor is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.grammar.items import ADVERBS, AUXILIARIES, BE, DETERMINERS, LOCATIVE, PEOPLE, SAY
from geo.grammar.lexicon import Tag
from geo.grammar.spots import PlaceRole, Role
from geo.grammar.triggers import AIMS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.grammar.syntax import Parsed

_ABOUT = frozenset(["on", "about", "over"])


def stands_there(parsed: Parsed, actors: Sequence[int], place: int, role: PlaceRole) -> bool:
    """Tell whether a place that no known word ties is where the actor is.

    Most of them are: the words that tell of groups are more than a lexicon has. Not where the
    place is only the origin or a part of something, or where somebody speaks of the group.
    """
    if _copula(parsed, place):
        return True
    items = parsed.items
    if all(_says_or_acts(parsed, i, place) for i in actors):
        return False
    if role.role is Role.FROM or role.preposition == "of":
        return role.why == "a part of the place"
    official = role.head > 0 and items[role.head - 1].tags & int(Tag.OFFICIAL_NOUN)
    topic = all(_only_talked_of(parsed, i, place) for i in actors)
    aim = any(items[i].norm in AIMS for i in range(min(actors), place))
    return not (official or topic or aim)


def _says_or_acts(parsed: Parsed, actor: int, place: int) -> bool:
    """Tell whether a clause has an actor speak, or "it" or "they" do what no lexicon knows."""
    items = parsed.items
    after = actor + 1
    while after < len(items) - 1 and items[after].norm in ADVERBS | AUXILIARIES:
        after += 1
    if parsed.clause_of[actor] != parsed.clause_of[place] or actor < place <= after:
        return False
    beside = after + 1 < len(items) and bool(items[after + 1].tags & LOCATIVE)
    has = {"has", "have", "had"}.intersection(i.norm for i in items[actor + 1 : after])
    says = items[after].tags & SAY and (beside or place < actor)  # "said in Quetta that"
    return bool(says) or (items[actor].pronoun and not has)


def _only_talked_of(parsed: Parsed, actor: int, place: int) -> bool:
    """Tell whether somebody else speaks of an actor: "traded accusations over the TTP"."""
    items, back = parsed.items, actor - 1
    while back > 0 and items[back].norm in DETERMINERS:
        back -= 1
    clause = parsed.clauses[parsed.clause_of[actor]].members
    said = [i for i in clause if place < i < actor and items[i].tags & int(Tag.HEDGE_VERB)]
    return items[back].norm in _ABOUT or bool(said)


def _copula(parsed: Parsed, place: int) -> bool:
    """Tell whether "is/are/was in" carries the clause, as in "most of them in Khost"."""
    clause = parsed.clauses[parsed.clause_of[place]]
    before = [parsed.items[i] for i in clause.members if i < place]
    return any(i.tags & PEOPLE or (i.norm in BE and i.norm != "'s") for i in before)
