"""People who have to do with an actor and are none of it: victims, kin, authors, trainees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.grammar.items import BE, DETERMINERS, FINITE, LOCATIVE, PEOPLE, Item, Kind
from geo.grammar.lexicon import Tag
from geo.grammar.triggers import EVENTS, HARM_VERB, PARTICIPLE
from geo.grammar.verbs import looks_past

if TYPE_CHECKING:
    from geo.grammar.syntax import Parsed

_OTHERS = frozenset(
    "author authors historian historians biographer translator critic critics opponents "
    "relative relatives family families widow widows mother mothers father fathers parents "
    "children orphans survivor survivors victim victims hostages refugees villagers residents "
    "civilians prisoners prisoner inmates inmate convicts convict trial veterans readers "
    "students witnesses friends admirers".split()
)
_OWN_TOO = frozenset(["survivor", "survivors", "veterans", "family", "families", "widows"])
_REDUCED_BY = frozenset(["by", "with", "in", "of", "for", "during", "at"])
_MOCK = frozenset(
    "mock simulated imaginary rehearsed rehearse rehearsing rehearsal drill drills exercise "
    "exercises wargame".split()
)
_NAMES_IT = frozenset("call calls called brand brands branded label labels labelled".split())
_ASSETS = frozenset(["assets", "property"])
_SAYINGS = frozenset(
    "announcement appeal call ceasefire decision declaration demand demands offer order orders "
    "proposal statement statements threat threats".split()
)
_JOINS = frozenset(["and", ","])
_MADE_ITS_OWN = frozenset("recruited recruits trained joined joining enlisted".split())
_MOCKED = 7  # items from an exercise to the actor in it
_NEXT = 2  # items from an actor over its people to what was done to them
_BEFORE_HEAD = 4  # items from a clause's begin to the noun that it is about


def only_of_others(parsed: Parsed, actor: int, trigger: int) -> bool:
    """Tell whether who is in a place are others whom the actor only tells apart.

    "Survivors of an ISKP bombing live in Herat", "Villagers fled the TTP and live in Bannu".
    """
    items = parsed.items
    own = parsed.clauses[parsed.clause_of[actor]]
    told = parsed.clauses[own.parent] if own.how == "relative" and own.parent >= 0 else own
    if trigger < 0 and any(_names_it(items, i) for i in own.members if i < actor):
        return True
    if _only_words(items, trigger, actor) or _only_assets(items, actor):
        return True
    if _of_friends(items, actor) and not (trigger >= 0 and items[trigger].tags & EVENTS):
        return True
    head = _head(items, [i for i in told.members if i < actor])
    if head < 0 or items[head + 1].norm in _JOINS:
        return False
    if 0 <= trigger < actor:
        return _only_describes(parsed, trigger, actor)
    before = range(head + 1, actor)
    if any(items[i].norm in _MADE_ITS_OWN for i in before):
        return False
    harmed = any(items[i].tags & EVENTS for i in before)
    after = items[actor + 1] if actor + 1 < len(items) else items[actor]
    if items[head].norm in _OWN_TOO and not (harmed or after.tags & EVENTS):
        return False  # "the survivors of the ISKP cell", "families of TTP fighters"
    if trigger >= 0 and items[trigger].tags & EVENTS and _of_actor(items, trigger, actor):
        return False
    verbs = [
        i
        for i in before
        if parsed.clause_of[i] == told.number and (items[i].tags & FINITE or looks_past(items[i]))
    ]
    embedded = all(_is_reduced(items, i) for i in verbs)
    further = trigger >= 0 and parsed.clause_of[trigger] != own.number
    return embedded or (further and _goes_on(parsed, trigger, told.number))


def only_rehearsed(parsed: Parsed, actor: int) -> bool:
    """Tell whether it is an exercise: "a raid on a mock ISKP camp", "trained to fight the TTP"."""
    items = parsed.items
    clause = parsed.clause_of[actor]
    near = range(max(0, actor - _MOCKED), actor)
    before = [items[i] for i in near if parsed.clause_of[i] == clause]
    if any(item.norm in _MOCK and not item.tags & int(Tag.PRESENCE_VERB) for item in before):
        return True
    aim = next((n for n in range(actor - 1, 0, -1) if items[n].norm == "to"), 0)
    fights = aim > 0 and bool(items[aim + 1].tags & HARM_VERB) and actor - aim <= _BEFORE_HEAD
    return fights and any(item.norm.startswith("train") for item in items[:aim])


def _only_words(items: list[Item], trigger: int, actor: int) -> bool:
    """Tell whether others act on what an actor said: "gathered in answer to the PKK's decision"."""
    said = items[actor + 1 : actor + 3]
    own = [i.norm in _SAYINGS for i in said] == [False, True] and said[0].norm in {"'s", "'"}
    return own and 0 <= trigger < actor


def _names_it(items: list[Item], verb: int) -> bool:
    """Tell whether a verb only says what groups are called: "calls ISKP a foreign project"."""
    after = items[verb + 1 : verb + 2]
    named = after != [] and after[0].kind is Kind.ACTOR
    return named and items[verb].norm in _NAMES_IT and items[verb - 1].norm not in BE | {"so"}


def _only_assets(items: list[Item], actor: int) -> bool:
    """Tell whether it is money that a state blocks: "freezes any assets it may hold in"."""
    return not _ASSETS.isdisjoint(i.norm for i in items[max(0, actor - 2) : actor + 2])


def _of_friends(items: list[Item], actor: int) -> bool:
    """Tell whether who is there only has to do with an actor: "friends of the NRF in Vienna"."""
    back = actor - 1
    while back > 0 and items[back].norm in DETERMINERS:
        back -= 1
    return back > 0 and items[back].norm == "of" and items[back - 1].norm in _OTHERS - _OWN_TOO


def _head(items: list[Item], members: list[int]) -> int:
    """Return the noun that a clause opens with, where it is of others, or -1."""
    for number in members[:_BEFORE_HEAD]:
        item = items[number]
        if item.norm in _OTHERS:
            return number
        if item.kind is not Kind.WORD or item.tags & (LOCATIVE | PEOPLE | FINITE | EVENTS):
            return -1
    return -1


def _is_reduced(items: list[Item], index: int) -> bool:
    """Tell whether a verb only describes: "soldiers held by", "people displaced by"."""
    after = items[index + 1].norm if index + 1 < len(items) else ""
    form = items[index].tags & PARTICIPLE or looks_past(items[index])
    return bool(form) and after in _REDUCED_BY


def _only_describes(parsed: Parsed, trigger: int, actor: int) -> bool:
    """Tell whether what was done tells people apart: "kin of men held by the BLA protested in"."""
    items = parsed.items
    after = [i for i in parsed.clauses[parsed.clause_of[actor]].members if i > actor]
    goes_on = any(items[i].tags & FINITE or looks_past(items[i]) for i in after[:_NEXT])
    return _is_reduced(items, trigger) and goes_on


def _of_actor(items: list[Item], trigger: int, actor: int) -> bool:
    """Tell whether the deed is done to or by the actor: "were shot dead by two of its gunmen"."""
    if trigger == actor + 1 or (trigger - actor <= _NEXT and _is_reduced(items, trigger)):
        return True  # "victims of the ISKP attack in", "the father of a TTP fighter killed in"
    name = items[actor].norm
    again = [i for i in range(trigger + 1, len(items)) if items[i].norm == name]
    return any(item.norm == "by" for item in items[trigger : again[0]]) if again else False


def _goes_on(parsed: Parsed, trigger: int, told: int) -> bool:
    """Tell whether a clause goes on about the subject of another: "and live in Bannu"."""
    clause = parsed.clauses[parsed.clause_of[trigger]]
    before = [parsed.items[i] for i in clause.members[1:] if i < trigger]
    bare = all(item.norm in DETERMINERS or item.tags or item.norm.endswith("ly") for item in before)
    named = any(item.kind is Kind.ACTOR for item in before)
    deed = parsed.items[trigger].tags & (HARM_VERB | EVENTS)
    return clause.how == "coordinate" and clause.parent == told and bare and not (named or deed)
