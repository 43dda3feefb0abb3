"""Actors beyond a place's clause and what that hangs on: who leads it, who the next is of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.grammar.governors import PLACE_NOUNS
from geo.grammar.items import BE, FINITE, LOCATIVE, NUMBERS, PEOPLE, SAY, Item, Kind
from geo.grammar.lexicon import Tag
from geo.grammar.prepositions import WEAPONS
from geo.grammar.triggers import CLAIMING, OPERATION, VIOLENCE
from geo.grammar.verbs import looks_past
from geo.grammar.voice import OWNS_UP, tells_who

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.grammar.clauses import Clause
    from geo.grammar.syntax import Parsed


COMMENT = int(Tag.COMMENT_VERB)
FOLLOWING = "subject of the clause after"
TOLD_ON = "the actor named last before it"
_THOSE = NUMBERS | {"those", "others"}
_GOES_ON = frozenset(["break", "sub"])
_OTHERS = frozenset(["they", "he", "she", "it", "we"])
_LAYS = SAY | int(Tag.HEDGE_VERB | Tag.DENY_VERB | Tag.VIOLENCE_VERB | Tag.OPERATION_VERB)
_LAID = OWNS_UP | {"responsibility", "credit"}
_WHEN = frozenset(["after", "since", "before", "until"])
_LEAD = frozenset(
    "fought served joined belonged lead leads led head heads headed founded commands "
    "commanded chairs chaired leading built".split()
)


def farther(
    parsed: Parsed, groups: Sequence[Sequence[int]], clause: Clause, place: int
) -> tuple[list[int], str, float]:
    """Return the actors that a place can belong to where its clause has none, rule and strength.

    Parameters
    ----------
    parsed, groups
        The sentence and its actors, in groups.
    clause, place
        The place's clause, and its item number.
    """
    led = _work_of(parsed, groups, clause) or _leads(parsed, groups, clause)
    if led:
        return led, "led by the subject", 0.82
    equated = _equated(parsed, groups, clause, place)
    if equated:
        return equated, "of the places that are named", 0.87
    following = _following(parsed, groups, clause, place)
    if following:
        return following, FOLLOWING, 0.87
    told_on = _told_on(parsed, groups, clause)
    if told_on:
        return told_on, TOLD_ON, 0.7
    return [], "no actor in reach", 0.0


def _work_of(parsed: Parsed, groups: Sequence[Sequence[int]], clause: Clause) -> list[int]:
    """Read "The bomb that wrecked a post in Tank was the work of the TTP"."""
    items, opener, end = parsed.items, clause.members[0], clause.members[-1]
    aside = opener > 1 and items[opener - 1].norm == ","
    before = items[opener - 1 - aside] if opener else items[0]
    people = before.tags & PEOPLE or before.norm in _THOSE
    weapon = before.tags & int(Tag.VIOLENCE_NOUN) or before.norm in WEAPONS or before.norm == "fire"
    if clause.how != "relative" or not (people or weapon):
        return []
    told = [i.norm for i in items[end + 1 + aside : end + 8]]
    later = [g for g in groups if g[0] > end]
    if people:  # "those who fight in Poonch are men of LeT"
        return list(later[0]) if later and told[:1] != [] and told[0] in BE else []
    work = "work" in told or any(norm.endswith((" by", " on")) for norm in told) or "by" in told
    return list(later[0]) if later and work else []


def _leads(parsed: Parsed, groups: Sequence[Sequence[int]], clause: Clause) -> list[int]:
    """Read "Abdul Haq, who leads the TIP, lives in Kabul"."""
    items = parsed.items
    for child in parsed.clauses:
        if child.parent != clause.number or child.how != "relative":
            continue
        led = [
            i
            for i in child.members
            if (items[i].norm.split()[0] in _LEAD and not _fights(items, i))
            or items[i].norm in {"accused", "suspected", "belonged", "belong"}
        ]
        actors = [g for g in groups if parsed.clause_of[g[0]] == child.number]
        if actors and tells_who(parsed, clause.number, child):
            return list(actors[0])
        caught = any(items[i].tags & int(Tag.OPERATION_VERB) for i in clause.members)
        if (led or caught) and actors:
            return list(actors[0])
    return _next(parsed, groups, clause)


def _fights(items: list[Item], verb: int) -> bool:
    """Tell whether an actor is whom somebody fights: "police who fought the BLA"."""
    after = items[verb + 1 : verb + 3]
    return (
        items[verb].norm == "fought"
        and any(i.kind is Kind.ACTOR for i in after)
        and not (after[0].tags & LOCATIVE or after[0].norm in {"for", "with", "alongside"})
    )


def _next(parsed: Parsed, groups: Sequence[Sequence[int]], clause: Clause) -> list[int]:
    """Read "found arms in Hub and caught BLF men", "a blast in Tank, and the TTP claimed it"."""
    items = parsed.items
    hunted = any(items[i].tags & int(Tag.OPERATION_VERB) for i in clause.members)
    violent = any(items[i].tags & VIOLENCE for i in clause.members)
    for child in parsed.clauses if hunted or violent else ():
        if child.parent != clause.number or child.how != "coordinate":
            continue
        placed = any(parsed.clause_of[g[0]] == child.number for g in parsed.places)
        actors = [g for g in groups if parsed.clause_of[g[0]] == child.number]
        claims = violent and any(items[i].norm == "claimed" for i in child.members)
        hunts = hunted and any(items[i].tags & OPERATION for i in child.members)
        if actors and not placed and (claims or hunts):
            return list(actors[0])
    return []


def _equated(
    parsed: Parsed, groups: Sequence[Sequence[int]], clause: Clause, place: int
) -> list[int]:
    """Read "The provinces where ISKP is strongest are Kunar and Nangarhar"."""
    items = parsed.items
    be = next((i for i in clause.members if items[i].norm in BE), -1)
    nouns = any(items[i].norm in PLACE_NOUNS for i in clause.members if i < be < place)
    for child in parsed.clauses if nouns else ():
        actors = [g for g in groups if parsed.clause_of[g[0]] == child.number]
        if child.parent == clause.number and child.how == "relative" and actors:
            return list(actors[0])
    return []


def _following(
    parsed: Parsed, groups: Sequence[Sequence[int]], clause: Clause, place: int
) -> list[int]:
    """Actors of the main clause after a fronted one: "When X fell, the TTP ..."."""
    instead = clause.opener == "but" and parsed.items[0].norm == "it"  # "not in A but in B that"
    if clause.members[0] > 1 and clause.how != "main" and not instead:
        return []
    end = clause.members[-1]
    later = [g for g in groups if g[0] > end and not _only_when(parsed, g[0])]
    later = [g for g in later if not _says_nothing(parsed, g[0])]
    if later and (_says_of(parsed, clause, place, later[0][0]) or _told_apart(parsed, later[0][0])):
        return []
    words = [parsed.items[i] for i in clause.members]
    own = any(i.tags & CLAIMING for i in words)
    verb = FINITE | int(Tag.GERUND) | SAY
    own = own or not any(i.tags & verb or i.norm in BE or looks_past(i) for i in words)
    cleft = instead or parsed.items[clause.members[0]].norm == "it"
    return list(later[0]) if later and (own or cleft) else []


def _told_apart(parsed: Parsed, actor: int) -> bool:
    """Tell whether a semicolon parts an actor from a place, and nothing lays the deed to it."""
    own = parsed.clauses[parsed.clause_of[actor]]
    verbs = [i for i in own.members if parsed.items[i].tags & FINITE]
    lays = any(parsed.items[i].tags & _LAYS and not _negated(parsed.items, i) for i in verbs)
    lays = lays or any(parsed.items[i].norm in _LAID for i in own.members)
    return own.how == "break" and own.opener == ";" and bool(verbs) and not lays


def _negated(items: list[Item], verb: int) -> bool:
    """Tell whether a verb is negated: "did not mention"."""
    return items[verb - 1].norm in {"not", "n't", "never"}


def _says_of(parsed: Parsed, clause: Clause, place: int, actor: int) -> bool:
    """Tell whether a clause's own subject speaks of an actor: "men in Kabul denied that X is"."""
    verbs = [i for i in clause.members if parsed.items[i].tags & (SAY | int(Tag.DENY_VERB))]
    told = parsed.clauses[parsed.clause_of[actor]].how == "complement"
    return told and any(parsed.items[i].tags & FINITE and place < i < actor for i in verbs)


def _says_nothing(parsed: Parsed, actor: int) -> bool:
    """Tell whether all that is told of an actor is its silence: "the TTP has not commented"."""
    items = parsed.items
    own = [i for i in parsed.clauses[parsed.clause_of[actor]].members if i > actor]
    verb = next((i for i in own if items[i].tags & (SAY | COMMENT)), -1)
    return verb > 0 and (_negated(items, verb) or "yet to" in [items[i].norm for i in own])


def _only_when(parsed: Parsed, actor: int) -> bool:
    """Tell whether an actor stands in a clause that dates the rest: "since the TTP ended ..."."""
    own = parsed.clauses[parsed.clause_of[actor]]
    first = next((i for i in own.members if i > actor and parsed.items[i].tags & FINITE), actor)
    subject = not any(parsed.items[i].tags & FINITE for i in own.members if i < actor)
    if own.opener in {"if", "unless"}:
        return True
    struck = own.opener == "after" and parsed.items[first].tags & int(Tag.VIOLENCE_VERB) and subject
    return own.how == "sub" and own.opener in _WHEN and own.members[0] > 0 and not struck


def _told_on(parsed: Parsed, groups: Sequence[Sequence[int]], clause: Clause) -> list[int]:
    """Read what goes on after a semicolon, colon or dash as told of the actor named last."""
    first = clause.members[0]
    before = [g for g in groups if g[-1] < first]
    subject = parsed.items[first + 1].norm if first + 1 < len(parsed.items) else ""
    others = clause.how == "sub" and subject in _OTHERS  # "shot at policemen as they returned"
    return list(before[-1]) if before and clause.how in _GOES_ON and not others else []
