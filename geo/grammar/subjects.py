"""The actors that a place can belong to: of its clause, or of the clause it hangs on."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from geo.grammar.clauses import LIST_WORDS
from geo.grammar.farther import farther
from geo.grammar.governors import PLACE_NOUNS
from geo.grammar.holders import holds_next
from geo.grammar.items import (
    ADVERBS,
    BE,
    DETERMINERS,
    FINITE,
    LOCATIVE,
    PEOPLE,
    ROW_MARKS,
    SAY,
    STATE,
    Item,
    Kind,
)
from geo.grammar.lexicon import Tag
from geo.grammar.passives import is_passive
from geo.grammar.triggers import ASSET, HARM_VERB, VIOLENCE
from geo.grammar.verbs import is_finite

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.grammar.clauses import Clause
    from geo.grammar.syntax import Parsed


_ROW_MARKS = ROW_MARKS | {"-", "--", "("}
_TIME_WORDS = frozenset(["by", "since", "during", "for", "after", "later", "then", "now"])
_VICTIMS = frozenset(
    "civilians labourers laborers passengers pilgrims reinforcements shopkeepers teachers tourists "
    "travellers women workers worshippers".split()
)
_MORE = frozenset("third fourth fifth second another others more".split())
_WHILE = frozenset(["while", "when", "after", "before"])


_WORKS_FOR = frozenset(
    "led|leads|headed|heads|ran|runs|opened|set up|founded|commanded|commands|joined".split("|")
)
_THE_REST = frozenset("others remainder rest survivors".split())
_HE = frozenset(["he", "she", "i", "we"])
_OWN_SUBJECT = frozenset(["coordinate", "after", "sub", "complement", "break"])
_NOT = int(Tag.DENY_PHRASE | Tag.DENY_NEGATORS)
_IS = BE - {"'s"}  # not the possessive of "manned posts in Faryab's Almar district"
_BESIDE = frozenset(["with", "alongside", "beside", "together with", "under"])
_BY = frozenset(["by", "with", "against", "from", "alongside", "on", "between", "and"])


def actors_for(
    parsed: Parsed, groups: Sequence[Sequence[int]], number: int
) -> tuple[list[int], str, float]:
    """Return the actors that a place group can belong to, the rule and its strength."""
    places = parsed.places[number]
    clause = parsed.clauses[parsed.clause_of[places[0]]]
    groups = [g for g in groups if not _holds_another(parsed.items, g[0], places[0])]
    own = [g for g in groups if parsed.clause_of[g[0]] == clause.number]
    if _conditional(parsed, clause):
        return [], "a condition", 0.0
    row = _row(parsed, groups, places) or _in_brackets(parsed, places)
    if row:
        return row, "a row of a list", 0.9
    if own:
        near = [*_interleaved(parsed, own, places), *_victims(parsed, groups, clause)]
        alone = clause.how == "coordinate" and (
            not any(g[0] < places[0] for g in own) or _goes_on_acting(parsed, clause)
        )
        if alone or (clause.how == "relative" and _only_beside(parsed.items, own, places[0])):
            near += [_inherited(parsed, groups, clause)]  # "and was killed in Zabul by the NRF"
        respectively = _respectively(parsed, own, places)
        return (
            (respectively, "respectively", 0.92)
            if respectively
            else ([i for g in near for i in g], "same clause", 0.92)
        )
    inherited = _bracketed(parsed, groups, clause) or _inherited(parsed, groups, clause)
    if inherited:
        return inherited, f"subject of the clause before ({clause.how})", 0.87
    return farther(parsed, groups, clause, places[0])


def _in_brackets(parsed: Parsed, places: Sequence[int]) -> list[int]:
    """Return the actors in the bracket right after a place: "Kunar (ISKP), Khost (TTP, HGB)"."""
    items, opens = parsed.items, places[-1] + 1
    if [item.norm for item in items[opens : opens + 1]] != ["("]:
        return []
    inside = list(itertools.takewhile(lambda item: item.norm != ")", items[opens + 1 :]))
    listed = all(i.kind is Kind.ACTOR or i.norm in LIST_WORDS for i in inside)
    return [opens + 1 + n for n, i in enumerate(inside) if i.kind is Kind.ACTOR] if listed else []


def _bracketed(parsed: Parsed, groups: Sequence[Sequence[int]], clause: Clause) -> list[int]:
    """Return the actor right before a bracket: "ETIM (Badakhshan), TTP (Kunar)"."""
    opens = clause.members[0]
    first = parsed.items[opens + 1 : opens + 2]
    if clause.how != "paren" or any(item.norm in {"both", "all"} for item in first):
        return []
    return [i for g in groups for i in g if i == opens - 1]


def _goes_on_acting(parsed: Parsed, clause: Clause) -> bool:
    """Tell whether a clause opens with what its subject does to others: "and killed TTP men"."""
    items = parsed.items
    words = [items[i] for i in clause.members[1:] if not _adverb(items[i])]
    deed = int(Tag.PRESENCE_VERB | Tag.VIOLENCE_VERB)
    above = parsed.clauses[clause.parent].members
    first = next((i for i in above if items[i].kind is Kind.ACTOR or items[i].tags & FINITE), -1)
    acts = bool(words) and words[0].tags & deed and words[0].tags & FINITE
    return bool(acts) and first >= 0 and items[first].kind is Kind.ACTOR


def _only_beside(items: list[Item], own: Sequence[Sequence[int]], place: int) -> bool:
    """Tell whether a clause names an actor only as whom its subject acts with."""
    first = own[0][0]
    return first < place and items[first - 1].norm in _BESIDE


def _holds_another(items: list[Item], actor: int, place: int) -> bool:
    """Tell whether an actor only says who holds another place: "the HTS-governed Idlib"."""
    return holds_next(items, actor) and not actor < place <= actor + 5


def _conditional(parsed: Parsed, clause: Clause) -> bool:
    """Tell whether a clause only supposes: "If the BLA had a base in Nimroz"."""
    first = parsed.items[0].norm
    return (
        clause.opener in {"if", "unless", "whether"}
        or first in {"suppose", "should", "imagine", "were", "had"}
        or (first == "if" and clause.how in {"main", "after"})
    )


def _respectively(parsed: Parsed, own: Sequence[Sequence[int]], places: Sequence[int]) -> list[int]:
    """Return the actors of a "respectively" list, as many as there are places, in their order."""
    actors = [i for g in own for i in g]
    if len(actors) == 1 or not any(item.norm == "respectively" for item in parsed.items):
        return []
    if len(actors) == len(places):
        return actors  # "In Afghanistan A and B are in Kunduz and Badghis, respectively"
    clause = parsed.clause_of[places[0]]
    where = [i for g in parsed.places if parsed.clause_of[g[0]] == clause for i in g]
    if len(actors) != len(where):
        return []
    first = where.index(places[0])
    return actors[first : first + len(places)]


def _interleaved(
    parsed: Parsed, own: Sequence[Sequence[int]], places: Sequence[int]
) -> list[Sequence[int]]:
    """Keep the actor groups that belong to these places where actors and places alternate."""
    items = parsed.items
    clause = parsed.clause_of[places[0]]
    others = [
        g[-1] for g in parsed.places if parsed.clause_of[g[0]] == clause and g[-1] < places[0]
    ]
    others += [i for i in _unknown_places(items) if i < places[0] and parsed.clause_of[i] == clause]
    before = [g for g in own if g[-1] < places[0]]
    after = [g for g in own if g[0] > places[-1]]
    if len(before) > 1 and _in_commas(items, before[-1][-1], places):
        return before[-1:]  # "A, which is in Kunar, and B, in Nangarhar, do not"
    if before and others:
        since = [g for g in before if g[0] > max(others)]
        if since and any(g[-1] < max(others) for g in before):
            before = since
    if before:
        after = [g for g in after if _tied_after(items, places[-1], g[0])]
    elif len(after) > 1 and (beyond := [g[0] for g in parsed.places if g[0] > places[-1]]):
        after = [g for g in after if g[0] < beyond[0]] or after
    if before and after and _each_by_its_own(items, before[-1][0], places):
        before = []
    return before + after


def _each_by_its_own(items: list[Item], actor: int, places: Sequence[int]) -> bool:
    """Tell whether a second place has its own "by": "the one in A by X and the one in B by Y"."""
    after = [item.norm for item in items[places[-1] + 1 : places[-1] + 2]]
    first = actor - 1
    while first > 0 and items[first].norm in DETERMINERS:
        first -= 1
    between = any(item.norm == "and" for item in items[actor + 1 : places[0]])
    return after == ["by"] and items[first].norm == "by" and between


def _in_commas(items: list[Item], actor: int, places: Sequence[int]) -> bool:
    """Tell whether a place stands between commas right after an actor: "B, in Nangarhar,"."""
    before, after = items[actor + 1 : places[0]], items[places[-1] + 1 : places[-1] + 2]
    closed = bool(after) and after[0].norm in {",", ".", ";"}
    return closed and [i.norm for i in before] in ([",", "in"], [",", "at"], [",", "from"])


def _unknown_places(items: list[Item]) -> list[int]:
    """Item numbers of names that no table has, where a place would stand: "at Khan Tuman"."""
    return [
        n + 1
        for n, (item, after) in enumerate(itertools.pairwise(items))
        if item.norm in {"in", "at"} and after.capital and not after.tags
    ]


def _tied_after(items: list[Item], last: int, actor: int) -> bool:
    """Tell whether an actor after the places takes part: "killed in Zabul by the Taliban".

    Or is hit: "TTP attacks in Kunar have killed ISKP men".
    """
    back = actor - 1
    while back > last and items[back].norm in DETERMINERS:
        back -= 1
    if back > last and items[back].norm == "and":  # not "..., and Jaish al-Adl in Iran"
        return items[back - 1].kind is Kind.ACTOR
    if back > last and items[back].tags & HARM_VERB and not is_passive(items, back):
        return items[back].tags & FINITE > 0 and items[last - 1].norm in {"in", "at", "near"}
    own = items[back - 1].norm == "and" and bool(items[actor + 1].tags & LOCATIVE)
    return back > last and items[back].norm in _BY and not own  # ", and against the NRF in"


def _inherited(parsed: Parsed, groups: Sequence[Sequence[int]], clause: Clause) -> list[int]:
    if clause.how in _OWN_SUBJECT and _own_subject(parsed, clause):
        return []
    steps = 0
    while clause.parent >= 0 and steps < 4:  # noqa: PLR2004 - deeper nesting is guesswork
        if clause.how == "break" and any(parsed.items[i].norm in _HE for i in clause.members[1:2]):
            return []  # "took Kabul; he kept his beard and went to Iran"
        opener = clause.members[0]
        parent = parsed.clauses[clause.parent]
        own = [g for g in groups if parsed.clause_of[g[0]] == parent.number]
        before = [g for g in own if g[-1] < opener]
        if clause.how == "relative" and parsed.items[opener - 1].norm in PLACE_NOUNS:
            return []  # "from a region that spans Iran"
        if clause.how == "relative" and before:
            if _of_victim(parsed, before[-1][-1], clause) or _of_source(parsed, before[-1], clause):
                return []
            together = parsed.items[before[-1][0] - 1].norm in _BESIDE  # "fought alongside HTS in"
            return [i for g in before for i in g] if together else list(before[-1])
        if before and clause.how == "coordinate" and _another_of_them(parsed, clause):
            return list(before[-1])
        if before and not _of_object(parsed, before[0], clause, parent):
            return list(before[0])
        if before or (clause.how == "relative" and (own or parent.how != "coordinate")):
            return []
        clause = parent
        steps += 1
    return []


def _of_victim(parsed: Parsed, actor: int, clause: Clause) -> bool:
    """Tell whether a relative clause is on whom an actor hit: "killed men who had come to Swat"."""
    items, opener = parsed.items, clause.members[0]
    if any(items[i].tags & VIOLENCE for i in clause.members):
        return False  # "planted the device that went off"
    hit = [i for i in range(actor + 1, opener) if items[i].tags & int(Tag.VIOLENCE_VERB)]
    victim = items[opener - 1]
    active = bool(hit) and items[hit[-1]].tags & FINITE and not is_passive(items, hit[-1])
    people = victim.tags & (STATE | PEOPLE | int(Tag.OFFICIAL_NOUN)) or victim.norm in _VICTIMS
    return bool(active and people) and hit[-1] < opener - 1


def _of_source(parsed: Parsed, actors: Sequence[int], clause: Clause) -> bool:
    """Tell whether a relative clause is on who says it: "according to a trader who goes there"."""
    items, opener = parsed.items, clause.members[0]
    between = items[actors[-1] + 1 : opener]
    said = any(i.norm in {"according", "according to"} or i.tags & SAY for i in between)
    last = between[-1] if between else None
    person = last is not None and last.kind is Kind.WORD and not last.tags & PEOPLE
    return clause.opener == "who" and said and person


def _row(parsed: Parsed, groups: Sequence[Sequence[int]], places: Sequence[int]) -> list[int]:
    """Read one of the rows in "Kunar - TTP, ISKP; Badakhshan - TIP": the actors up to the next."""
    items, last = parsed.items, places[-1]
    mark = items[last + 1].norm if last + 1 < len(items) else ""
    first = min(g[0] for g in (*parsed.places, *groups)) if groups else -1
    heads = items[first].kind is Kind.PLACE if first >= 0 else False
    if mark not in _ROW_MARKS or not heads or any(i.tags & FINITE or i.norm in BE for i in items):
        return []
    following = min((g[0] for g in parsed.places if g[0] > last), default=len(items))
    return [i for g in groups for i in g if last < i < following]


def _victims(
    parsed: Parsed, groups: Sequence[Sequence[int]], clause: Clause
) -> list[Sequence[int]]:
    """Actors that the next clause says were hit: "raided a house in Herat and killed TTP men"."""
    items = parsed.items
    if len(parsed.clauses) == 1 or not any(items[i].tags & HARM_VERB for i in clause.members):
        return []
    for child in parsed.clauses:
        if child.parent != clause.number or child.how != "coordinate":
            continue
        placed = any(parsed.clause_of[g[0]] == child.number for g in parsed.places)
        verb = next((i for i in child.members if items[i].tags & FINITE), -1)
        harmed = verb >= 0 and items[verb].tags & HARM_VERB and verb <= child.members[0] + 2
        if harmed and not placed:
            return [g for g in groups if parsed.clause_of[g[0]] == child.number and g[0] > verb]
    return []


def _another_of_them(parsed: Parsed, clause: Clause) -> bool:
    """Tell whether a clause goes on with the object before: "and arrested a third in Kabul"."""
    items = [parsed.items[i] for i in clause.members]
    if any(item.norm == "them" for item in items[1:4]):
        return True  # "has taken TIP fighters away and sent them to Baghlan"
    verb = next((n for n, item in enumerate(items) if item.tags & HARM_VERB), -1)
    return verb >= 0 and any(item.norm in _MORE for item in items[verb + 1 : verb + 4])


def _of_object(parsed: Parsed, actors: Sequence[int], clause: Clause, parent: Clause) -> bool:
    """Tell whether an actor is in the object of who goes on: "survived a TTP bullet and lives"."""
    items = parsed.items
    if any(items[i].norm in BE for i in parent.members if i < actors[0]):
        return False  # "is the head of the TTP and lives in Kabul"
    verbs = (i for i in parent.members if items[i].tags & FINITE and is_finite(items, i))
    verb = next(verbs, -1)
    goes_on = next((items[i] for i in clause.members if items[i].tags & FINITE), None)
    lives = goes_on is not None and goes_on.tags & int(Tag.PRESENCE_VERB | Tag.MOVEMENT_VERB)
    harmed = verb >= 0 and items[verb].tags & HARM_VERB
    if verb >= 0 and items[verb].tags & SAY and actors[0] == verb + 1:
        return False  # "say Jaish-e-Mohammed has resumed training and opened"
    if verb >= 0 and items[verb].norm in _WORKS_FOR:
        return False  # "opened ETIM's office in Kabul and ran a camp"
    subject = any(
        items[i].kind is Kind.WORD and items[i].norm not in DETERMINERS
        for i in parent.members
        if i < verb
    )
    return bool(
        clause.how == "coordinate" and lives and not harmed and subject and actors[0] > verb >= 0
    )


def _adverb(item: Item) -> bool:
    """Tell whether a word only says when or how: "and has lately opened"."""
    timed = item.tags & int(Tag.CONTINUING_PHRASE | Tag.PAST_PHRASE | Tag.HEDGE_PHRASE)
    return bool(timed) or item.norm in ADVERBS or item.norm.endswith("ly")


def _own_subject(parsed: Parsed, clause: Clause) -> bool:
    """Tell whether a clause has a subject of its own that is no actor, and does no harm to one."""
    items = parsed.items
    members = clause.members[1:] if clause.opener else clause.members
    verb = next((i for i in members if items[i].tags & FINITE or items[i].norm in _IS), -1)
    if verb < 0:
        return False
    before = [items[i] for i in members if i < verb and not _adverb(items[i])]
    before = [i for i in before if i.norm not in {"also", "that", ",", "was", "has", "have", "had"}]
    if any(
        i.tags & (PEOPLE | ASSET) and not i.tags & (STATE | int(Tag.OFFICIAL_NOUN)) for i in before
    ):
        return False
    if before and all(i.tags & _NOT for i in before):
        return False  # "and no longer had a base"
    if not before or before[0].norm in {"others", "some", "most", "another", "many"}:
        return False
    if before[0].norm == "the" and before[-1].norm in _THE_REST:
        return False  # "and the rest fled into Pakistan"
    if before[0].tags & LOCATIVE or before[0].norm in _TIME_WORDS:
        return False  # "and by noon had hoisted": no subject, only when
    if clause.opener in _WHILE and before[0].norm.endswith("ing"):
        return False  # "killed while attempting to cross"
    suffers = any(items[i].tags & VIOLENCE for i in members)
    return not suffers
