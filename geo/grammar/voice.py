"""Agent or patient: who does what a trigger says, and who suffers it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.grammar.holders import uses
from geo.grammar.items import (
    ADVERBS,
    BE,
    DETERMINERS,
    FINITE,
    LOCATIVE,
    PEOPLE,
    SAY,
    STATE,
    Item,
    Kind,
)
from geo.grammar.lexicon import Tag
from geo.grammar.passives import DIED, is_passive
from geo.grammar.triggers import HARM_VERB, NOUNS, PARTICIPLE, VERBS, VIOLENCE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.grammar.clauses import Clause
    from geo.grammar.syntax import Parsed

_AS_SUSPECT = frozenset(["suspected", "blamed", "accused"])
_SUSPICION = frozenset(["suspicion", "suspicions", "blame", "finger", "fingers"])
_BESIDE = frozenset(["with", "beside", "alongside", "together with", "and"])

_CLAIMS = frozenset(["claim", "claims", "claimed", "claimed responsibility"])
_WHEN_CLAIMED = frozenset(["last", "this", "later", "yesterday", "today"])
CELLS = frozenset(["|", "/"])  # what parts the cells of a row
_ENDS = frozenset([".", ",", ";", ")"]) | CELLS
_AT = frozenset(["at", "on", "upon"])
_DID = frozenset(["claimed", "carried out", "staged", "mounted", "conducted", "launched"])
_GONE = frozenset("wiped out|eliminated|eradicated|annihilated|rooted out|uprooted".split("|"))
_WHOLLY = frozenset(["has", "have", "had", "completely", "fully", "entirely"])
_SAID = frozenset(["said", "says"])
_ITS_MEN = frozenset("fighters militants members commander commanders leader leaders".split())
_PART_OF_THEM = frozenset("of one two three four five six".split())
_CALLS = frozenset("calls called describes described labels labelled branded regards".split())
_SHARE = frozenset(["part", "role", "hand", "involvement", "involved"])
_HOLDS = int(Tag.CONTROL_VERB)
_BEFORE_FIGHT = 9  # items from "killed a commander of the TTP" to "in a gun battle"
_BLAMING = 4  # items from "blamed" to what it was
OWNS_UP = _CLAIMS | frozenset(["claiming", "carried out", "ordered", "staged", "behind"])
_TOOK = frozenset(["took", "taken", "take", "captured", "seized", "overran"])
_TAKES_PART = frozenset(
    "took takes joined joins led conduct conducts conducted conducting behind launch began "
    "begins opened opens campaign".split()
)

_FILMS = frozenset("video videos footage film photographs pictures".split())
_SUFFERED = frozenset(
    "killing killings murder murders assassination assassinations abduction death deaths "
    "shooting kidnapping massacre execution".split()
)

_MUTUAL = frozenset(
    "clash clashes clashed clashing fighting battle battles skirmish skirmishes firefight "
    "gunfight".split()
)

_AGAINST = frozenset(["on", "against", "targeting", "at", "of", "upon"])
_TARGETED = _AGAINST - {"of"}


def is_agent(parsed: Parsed, trigger: int, actor: int) -> bool:
    """Tell whether an actor does what the trigger says (or suffers it)."""
    items = parsed.items
    item = items[trigger]
    if _suspected(items, actor) or (item.tags & VIOLENCE and claims_it(items, actor)):
        return True
    if item.tags & VIOLENCE and _tells_own(parsed, trigger, actor):
        return True
    whose = parsed.clauses[parsed.clause_of[actor]].opener == "whose"  # "a bomber whose handlers"
    if trigger < actor and not whose and uses(items, actor):
        return False
    if tells_who(parsed, parsed.clause_of[trigger], parsed.clauses[parsed.clause_of[actor]]):
        return True
    if _in_other_cell(items, trigger, actor):
        return not any(i.tags & PEOPLE for i in items[max(0, trigger - 2) : trigger])
    return _is_agent_in_prose(parsed, trigger, actor)


def _is_agent_in_prose(parsed: Parsed, trigger: int, actor: int) -> bool:
    items = parsed.items
    item = items[trigger]
    if _is_noun(items, trigger):
        return _agent_of_noun(parsed, trigger, actor)
    if item.norm.split()[0] in _MUTUAL:
        return not is_hit(parsed, range(max(0, trigger - _BEFORE_FIGHT), trigger), actor)
    passive = is_passive(items, trigger)
    own = _own_attack(parsed, trigger, actor) if passive and actor < trigger else -1
    if own >= 0:
        return is_agent(parsed, own, actor)
    if actor < trigger and _suffers_again(parsed, trigger, actor):
        return False
    if actor < trigger:
        return not passive and not _object_before(parsed, trigger, actor)
    return _is_agent_after(parsed, trigger, actor, passive=passive)


def _is_agent_after(parsed: Parsed, trigger: int, actor: int, *, passive: bool) -> bool:
    """Tell it of an actor after the verb: "raided by", "blamed on", "took Maimay for"."""
    items = parsed.items
    item = items[trigger]
    if _hit_in_aside(parsed, trigger, actor):
        return False
    own = items[trigger - 1].norm == items[actor].norm
    after = items[actor + 1 : actor + 2]
    if own and any(i.tags & int(Tag.HEDGE_VERB) or i.norm in _CALLS for i in after):
        return True  # "ISKP beheaded three men it accused of spying"
    before = word_before(items, actor)
    between = items[trigger + 1 : actor]
    blamed = before in {"on", "to"} and any(i.tags & int(Tag.HEDGE_VERB) for i in between)
    if before in _AT and not blamed:
        return False
    if before == "for" and item.norm in _TOOK:
        return True  # "took Maimay for the Taliban"
    if before == "by" or (before in _BESIDE and item.tags & VIOLENCE and not passive):
        return True
    if passive:
        return bool(item.tags & VIOLENCE) and (blamed or "by" in norms(items, trigger, actor))
    apart = any(i.norm == "," or i.norm in {"that", ";"} for i in between)
    hunted = item.tags & int(Tag.OPERATION_VERB) and not item.tags & (VIOLENCE | _HOLDS)
    return (apart and not hunted) or _subject_is_state(parsed, trigger) is None


def tells_who(parsed: Parsed, clause: int, aside: Clause) -> bool:
    """Tell whether an aside says who did a clause's deed: "the attack, which ISKP carried out"."""
    items = parsed.items
    done = any(items[i].norm in _DID for i in aside.members)
    deed = any(items[i].tags & int(Tag.VIOLENCE_NOUN) for i in parsed.clauses[clause].members)
    return done and deed and aside.parent == clause and aside.opener in {"which", "that"}


def claims_it(items: list[Item], actor: int) -> bool:
    """Tell whether all that is said of an actor is that it claims: "two guards shot, BLA claim"."""
    return _ends_with(items, actor, _CLAIMS)


def _ends_with(items: list[Item], actor: int, verbs: frozenset[str]) -> bool:
    """Tell whether one of the verbs after an actor ends what is said: "..., the BLA said."."""
    after = [item.norm for item in items[actor + 1 : actor + 3]]
    return after[:1] != [] and after[0] in verbs and not {*after[1:]} - _ENDS - _WHEN_CLAIMED


def _tells_own(parsed: Parsed, trigger: int, actor: int) -> bool:
    """Tell whether a group tells of a deed whose victims are others: "a bus was hit, BLA said"."""
    items = parsed.items
    if not trigger < actor or not _ends_with(items, actor, _SAID):
        return False
    victims = [i for i in parsed.clauses[parsed.clause_of[trigger]].members if i < trigger]
    named = any(items[i].kind is Kind.ACTOR or items[i].norm in _ITS_MEN for i in victims)
    return is_passive(items, trigger) and not named


def _in_other_cell(items: list[Item], trigger: int, actor: int) -> bool:
    """Tell whether actor and deed stand in two cells of a row: "Bajaur | mine, 2 hurt | TTP"."""
    return any(i.norm in CELLS for i in items[min(trigger, actor) + 1 : max(trigger, actor)])


def _hit_in_aside(parsed: Parsed, trigger: int, actor: int) -> bool:
    """Tell whether an actor is who a deed killed: "jets hit a cave, killing three ISIS men"."""
    own = parsed.clauses[parsed.clause_of[actor]]
    if own.opener == "what" and own.parent >= 0:
        own = parsed.clauses[own.parent]  # "killing what it said were nine TTP men"
    aside = own.how == "participle" and own.parent == parsed.clause_of[trigger]
    harm = [i for i in own.members if i < actor and parsed.items[i].tags & HARM_VERB]
    return aside and bool(harm) and not any(parsed.items[i].norm == "by" for i in own.members)


def _own_attack(parsed: Parsed, trigger: int, actor: int) -> int:
    """Return the attack that an actor's own clause tells of before a clause of its victims, or -1.

    "Daesh claimed the attack, wherein ten deminers were killed".
    """
    clause = parsed.clause_of[actor]
    if parsed.clauses[parsed.clause_of[trigger]].how != "relative":
        return -1
    events = [i for i in parsed.clauses[clause].members if actor < i < trigger]
    return next((i for i in events if parsed.items[i].tags & int(Tag.VIOLENCE_NOUN)), -1)


def _suffers_again(parsed: Parsed, trigger: int, actor: int) -> bool:
    """Tell whether who is hit in one clause is in the next: "killed two and caught a third"."""
    clause, own = parsed.clauses[parsed.clause_of[trigger]], parsed.clause_of[actor]
    if clause.how != "coordinate" or clause.parent != own:
        return False
    return is_hit(parsed, parsed.clauses[own].members, actor)


def is_hit(parsed: Parsed, members: Sequence[int], actor: int) -> bool:
    """Tell whether the first verb of harm of a clause stands before an actor and hits it."""
    harm = next((i for i in members if parsed.items[i].tags & HARM_VERB), -1)
    return 0 <= harm < actor and not is_agent(parsed, harm, actor)


def _suspected(items: list[Item], actor: int) -> bool:
    """Tell whether an actor is all that is suspected: "...; the BLA is suspected"."""
    after = [item.norm for item in items[actor + 1 : actor + 4]]
    return bool(BE.intersection(after[:1])) and bool(_AS_SUSPECT.intersection(after[1:3]))


def word_before(items: list[Item], actor: int) -> str:
    """Return the word before an actor and what belongs to its phrase: "on three of the"."""
    back = actor - 1
    while back >= 0 and (
        items[back].norm in _PART_OF_THEM
        or items[back].norm in DETERMINERS
        or items[back].tags & PEOPLE
    ):
        back -= 1
    return items[back].norm if back >= 0 else ""


def norms(items: list[Item], start: int, end: int) -> list[str]:
    """Return the folded words of a run of items."""
    return [item.norm for item in items[start:end]]


def _subject_is_state(parsed: Parsed, trigger: int) -> bool | None:
    """Whether a state's forces stand before the verb; None where nothing stands there."""
    clause = parsed.clauses[parsed.clause_of[trigger]]
    before = [parsed.items[i] for i in clause.members if i < trigger]
    if not [i for i in before if i.kind is Kind.WORD and i.norm not in ADVERBS]:
        return True
    return any(i.tags & STATE for i in before)


def _object_before(parsed: Parsed, trigger: int, actor: int) -> bool:
    """Tell whether an actor before a verb is no subject: "In the TTP stronghold police killed"."""
    clause = parsed.clause_of[trigger]
    between = [parsed.items[i] for i in range(actor + 1, trigger) if parsed.clause_of[i] == clause]
    commas = [n for n, item in enumerate(between) if item.norm == ","]
    if len(commas) > 1 and commas[0] == 0:
        between = between[commas[-1] :]  # ", led by a former army chief,"
    own = between[:1] != [] and between[0].norm == "forces"
    if own and parsed.items[actor - 1].norm != "anti":
        return False  # "our forces attacked", "NRF forces attacked"
    state = [i for i, item in enumerate(between) if item.tags & STATE and not item.tags & PEOPLE]
    apart = {"on", "against", "of", "not", "and not"}  # "the TTP, not the army, controls"
    return bool(state) and not any(item.norm in apart for item in between)


def _is_noun(items: list[Item], index: int) -> bool:
    tags = items[index].tags
    if not tags & NOUNS:
        return False
    if not tags & VERBS:
        return True
    before = items[index - 1] if index else None
    if before is None:
        return True
    if (
        before.norm == "to"
        or before.norm in BE
        or before.norm in {"has", "have", "had", "will", "would"}
    ):
        return False
    if before.norm in {
        "a",
        "an",
        "the",
        "its",
        "their",
        "'s",
        "of",
        "in",
        "this",
        "that",
        "another",
    }:
        return True
    after = items[index + 1] if index + 1 < len(items) else None
    if after is None or tags & PARTICIPLE:
        return False
    if before.kind is Kind.PLACE and after.tags & FINITE:
        return True
    return bool(after.tags & LOCATIVE) or after.norm in BE | {"has", "had", "will"}


def is_gone(parsed: Parsed, trigger: int, actor: int) -> bool:
    """Tell whether a whole group is said to be no more: "ISKP has been wiped out in Herat"."""
    items = parsed.items
    if trigger <= actor or items[trigger].norm not in _GONE or not is_passive(items, trigger):
        return False
    between = [item.norm for item in items[actor + 1 : trigger]]
    back = actor - 1
    while back >= 0 and items[back].norm in DETERMINERS:
        back -= 1
    whole = back < 0 or items[back].norm in {",", "that"} or bool(items[back].tags & SAY)
    return whole and all(norm in BE or norm in _WHOLLY for norm in between)


def _blamed(items: list[Item], actor: int, trigger: int) -> bool:
    """Read "blamed the TTP for the raid", "suspects the ETLF of the attack"."""
    if trigger < actor and word_before(items, actor) in {"on", "to", "at"}:
        if any(i.norm in _SUSPICION for i in items[:trigger]):
            return True
        told = items[max(0, trigger - _BLAMING) : actor]
        return any(i.tags & int(Tag.HEDGE_VERB) for i in told)  # "blamed the attack on ISKP"
    between = norms(items, actor + 1, trigger)
    before = items[max(0, actor - 4) : actor]
    return bool({"for", "of"} & set(between)) and any(i.tags & int(Tag.HEDGE_VERB) for i in before)


def _agent_of_noun(parsed: Parsed, trigger: int, actor: int) -> bool:
    """Read "attack by X", "X attack", "attack on X", "raid on a X camp"."""
    items = parsed.items
    if items[trigger].norm.split()[0] in _MUTUAL:
        own = parsed.clauses[parsed.clause_of[trigger]].members
        verb = next((i for i in reversed(own) if i < trigger and items[i].tags & HARM_VERB), -1)
        return verb < 0 or is_agent(parsed, verb, actor)
    if _blamed(items, actor, trigger) or _its_operations(items, actor, trigger):
        return True
    attack = bool(items[trigger].tags & int(Tag.VIOLENCE_NOUN))
    if actor > trigger:
        return _after_noun(items, trigger, actor, attack=attack)
    if items[actor - 1].norm in {"on", "against"} and actor:
        return False
    between = items[actor + 1 : trigger]
    if _suffers_between(items, actor, trigger):
        return False
    if any(i.norm in _SHARE for i in between[:-1]) and items[trigger - 1].norm in DETERMINERS:
        return True  # "had taken part in the massacre of cadets", "denied a role in the"
    if attack:
        return not OWNS_UP.isdisjoint(i.norm for i in between) or not any(
            i.norm.split()[0] in _SUFFERED
            for i in items[trigger : trigger + 1]
            if "of" in norms(items, trigger + 1, trigger + 2)
        )
    state = any(i.tags & STATE and not i.tags & PEOPLE for i in between)
    carried = any(
        i.tags & int(Tag.VIOLENCE_VERB | Tag.SAY_VERB) or i.norm in _TAKES_PART | _FILMS
        for i in between
    )
    return (carried or trigger == actor + 1) and not state


def _its_operations(items: list[Item], actor: int, trigger: int) -> bool:
    """Tell whether operations are an actor's own: "the TTP's operations", "its operations"."""
    if items[trigger].norm != "operations" or not 0 < trigger - actor <= 4:  # noqa: PLR2004 - one phrase
        return False
    anaphor = items[actor + 1].norm != "'s" and items[actor].end - items[actor].start <= 5  # noqa: PLR2004 - "its", "their"
    return anaphor or items[actor + 1].norm == "'s"


def _after_noun(items: list[Item], trigger: int, actor: int, *, attack: bool) -> bool:
    between = norms(items, trigger + 1, actor)
    beside = word_before(items, actor)
    struck = items[next((i for i in range(actor - 1, trigger, -1) if items[i].norm == beside), 0)]
    if struck.tags & HARM_VERB and struck.tags & FINITE and not struck.tags & NOUNS:
        return False  # "TTP attacks in Kunar have killed ISKP men"
    if "by" in between or (beside in _BESIDE and beside != "and"):
        return True
    if _TARGETED & set(between):
        return False
    if beside == "and":
        return True
    if "of" in between:
        return attack and items[trigger].norm.split()[0] not in _SUFFERED
    return attack


def _suffers_between(items: list[Item], actor: int, trigger: int) -> bool:
    """Tell whether the actor is the object of a passive that is its clause's verb."""
    passive = [
        n
        for n in range(actor + 1, trigger)
        if items[n].norm in DIED or (items[n].tags & VERBS and is_passive(items, n))
    ]
    if not passive:
        return False
    active = [
        n
        for n in range(passive[-1] + 1, trigger)
        if items[n].tags & FINITE and items[n].tags & VERBS and not is_passive(items, n)
    ]
    return not active
