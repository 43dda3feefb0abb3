"""What an actor has to do with a place: presence, attack, operation, control or else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.grammar.attacks import are_attacks, lays, owns_up, sends_killers
from geo.grammar.holders import holds_next
from geo.grammar.items import (
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
from geo.grammar.passives import is_death, is_passive
from geo.grammar.spots import EVENT_BEFORE, EVENT_SUFFERED, PlaceRole, Role
from geo.grammar.triggers import (
    ASSET,
    CONTROL,
    EVENTS,
    HARM_VERB,
    MOVEMENT,
    OTHER,
    PRESENCE,
    VERBS,
    VIOLENCE,
    only_says,
)
from geo.grammar.voice import is_agent, is_gone, is_hit, word_before
from geo.records import Relation

if TYPE_CHECKING:
    from geo.grammar.syntax import Parsed


_CROSSING = ("cross", "infiltrat", "enter", "sneak", "slip")  # who does so may go back
_COME = frozenset(["come", "comes", "came", "coming", "hail", "hails", "hailed"])
_ON_THE_WAY = frozenset(["down", "over", "back", "in", "across", "up", "out"])
_BRINGS = frozenset(["take", "takes", "took", "taken", "taking"])
_NOTHING = frozenset(["anything", "nothing", "little", "more"])
_DUTY = frozenset(["must", "should", "ought"])
_FELL = frozenset(["fell", "falls", "fallen", "fall"])
_YIELDING = ("lay down", "laid down", "laying down", "turned himself", "turned themselves")
_LOSES = frozenset(["lost", "loses", "lose", "losing"])
_OBJECT = 4  # items from a verb to the actor in its object
_ASKING = 6  # items from a request to what it asks for
_ASKS = frozenset(
    "ask asks asked urge urges urged demand demanded demands want wants wanted tell told press "
    "pressed call called exhort exhorted incite incited".split()
)
_TRYING = frozenset("try tried trying attempt attempted attempting sought seeking".split())
_TAKING = ("captur", "seiz", "overr", "occup", "retak", "retook", "storm", "took", "tak", "conquer")


_HELD_TO = frozenset(["accused", "blamed", "suspected"])  # "ISKP, suspected of scouting"
_FLOWN = frozenset(["flown", "airlifted", "shipped"])
_NOWHERE = PlaceRole(Role.LOCATION, "", around=False, head=-1, why="")


def leaves(items: list[Item], trigger: int, role: PlaceRole) -> bool:
    """Tell whether the text says that the actor left the place."""
    tags = items[trigger].tags
    if tags & int(Tag.LEAVE_VERB):
        return role.role in {Role.OBJECT, Role.FROM}
    crosses = items[trigger].norm.startswith(_CROSSING)
    flown = items[trigger].norm in _FLOWN and items[trigger - 1].norm in BE
    moves = tags & MOVEMENT or flown
    return bool(moves) and role.role is Role.FROM and not crosses


def relations_of(
    parsed: Parsed, trigger: int, actor: int, role: PlaceRole
) -> tuple[list[Relation], str]:
    """Return the relations of one actor to a place, or why there is none."""
    if role is EVENT_SUFFERED:
        return [Relation.OPERATION], ""
    if why := _no_place_of(parsed, trigger, actor, role):
        return [], why
    if trigger < 0:
        return [_untold(parsed.items, actor, role)], ""
    item = parsed.items[trigger]
    if plain := _told_of(parsed, trigger, actor):
        return plain, ""
    moved = any(i.norm in _ON_THE_WAY for i in parsed.items[trigger + 1 : role.head])
    if role.role is Role.FROM and item.norm.split()[0] in _COME and not moved:
        return [Relation.OTHER], ""
    if role.role is Role.SUBJECT:
        return [_of_place(parsed.items, trigger, actor)], ""
    if item.tags & ASSET and not item.tags & EVENTS:
        return _at_asset(parsed, trigger, actor), ""
    if item.tags & EVENTS and is_asked(parsed.items, trigger):
        there = role.role is Role.FROM  # "asked Kabul to expel the TTP from Kunar"
        return ([Relation.PRESENCE], "") if there else ([], "is only asked for")
    if item.tags & EVENTS:
        agent = is_agent(parsed, trigger, actor) and not _perished(parsed, trigger, actor)
        agent = agent or _of_two_groups(parsed, trigger, actor)
        return ([_done(item, role)] if agent else _suffered(parsed.items, actor)), ""
    return _held(parsed, trigger, actor, role)


def _of_two_groups(parsed: Parsed, trigger: int, actor: int) -> bool:
    """Tell whether two groups fight each other: "Lashkar-e-Islam fought Ansar-ul-Islam"."""
    before = range(max(0, trigger - 2), trigger)
    groups = any(parsed.items[i].kind is Kind.ACTOR for i in before) and trigger < actor
    return groups and parsed.items[trigger].norm in {"fought", "battled", "fights", "battles"}


def _of_place(items: list[Item], trigger: int, actor: int) -> Relation:
    """Read what a place has or suffers: "Kunar hosts ISKP", "Mosul fell to Islamic State"."""
    told = items[trigger : actor + 2]
    if items[trigger].norm in _FELL and any(i.norm == "to" for i in told):
        return Relation.CONTROL
    struck = any(i.tags & int(Tag.VIOLENCE_NOUN) for i in told)
    return Relation.ATTACK if struck else Relation.PRESENCE


def _gives_up(parsed: Parsed, trigger: int) -> bool:
    """Tell whether fighters lay down arms: "two men surrendered in Shopian"."""
    items, verb = parsed.items, parsed.items[trigger]
    if verb.norm.startswith("surrender"):
        after = items[trigger + 1 : trigger + 2]
        return not after or bool(after[0].tags & LOCATIVE) or after[0].norm in {"to", ".", ","}
    return verb.norm.startswith(_YIELDING)


def _untold(items: list[Item], actor: int, role: PlaceRole) -> Relation:
    """Return the relation where no word tells it: "most of its members were from Khorezm"."""
    if role.role is Role.SUBJECT and word_before(items, actor) == "to":
        fell = any(i.norm in _FELL for i in items[max(0, actor - _OBJECT) : actor])
        return Relation.CONTROL if fell else Relation.PRESENCE  # "Mosul fell to Islamic State"
    if role.role is Role.FROM and items[role.head - 1].norm in BE:
        return Relation.OTHER
    attacks = role is EVENT_BEFORE or lays(items, actor, role)
    return Relation.ATTACK if attacks else Relation.PRESENCE


def _told_of(parsed: Parsed, trigger: int, actor: int) -> list[Relation]:
    """Return the relation where the words about the actor leave no choice, or nothing."""
    if _holds_it(parsed.items, actor):
        return [Relation.CONTROL]
    if _gives_up(parsed, trigger) or _loses_held(parsed.items, trigger, actor):
        return [Relation.OPERATION]
    if owns_up(parsed.items, trigger, actor):
        return [Relation.ATTACK]
    plain = _served(parsed, trigger, actor) or is_gone(parsed, trigger, actor)
    return [Relation.PRESENCE] if plain else []


def _loses_held(items: list[Item], trigger: int, actor: int) -> bool:
    """Tell whether what an actor holds is taken: "retook the Taliban-held town of Chimtal"."""
    first = trigger if trigger < actor else max(0, actor - _OBJECT)
    taken = any(
        i.tags & int(Tag.CONTROL_VERB) and i.norm.startswith(_TAKING) for i in items[first:actor]
    )
    return taken and trigger <= actor + 1 and holds_next(items, actor)


def _holds_it(items: list[Item], actor: int) -> bool:
    """Tell whether something is in an actor's hands: "remained under the control of the BLA"."""
    back = next((i for i in range(actor - 1, -1, -1) if items[i].norm not in DETERMINERS), 0)
    return items[back].norm == "under the control of"


def _served(parsed: Parsed, trigger: int, actor: int) -> bool:
    """Tell whether people are told to have been fighters: "who had fought for KTJ in Idlib"."""
    items = parsed.items
    clause = parsed.clauses[parsed.clause_of[trigger]]
    fought = items[trigger].norm == "fought"
    own = clause.how == "relative" and clause.opener == "who" and fought
    before = [i.norm for i in items[trigger + 1 : actor] if i.norm not in DETERMINERS]
    if fought and before == ["for"]:
        return True  # "he had fought for the TTP in Swat"
    return own and before in (["with"], ["alongside"])


def _no_place_of(parsed: Parsed, trigger: int, actor: int, role: PlaceRole) -> str:
    """Give the reason where a place is only spoken of, or where somebody comes from or turns to."""
    if _comments(parsed, trigger, actor):
        return "only comments on it"
    if trigger < 0:
        return ""
    item = parsed.items[trigger]
    between = {i.norm for i in parsed.items[actor + 1 : trigger]}
    called_for = not (_DUTY.isdisjoint(between) or between.isdisjoint({"be", "not", "never"}))
    if called_for and not item.tags & int(Tag.LEAVE_VERB):
        return "is only called for"  # "must not be allowed to return to Swat"
    if item.norm.startswith("reach") and trigger < actor:
        return "something reaches the actor"
    if role.role is Role.FROM and not item.tags & (MOVEMENT | EVENTS | PRESENCE | OTHER):
        return "an origin"
    moves = item.tags & (MOVEMENT | PRESENCE | VIOLENCE | OTHER) or item.norm in _BRINGS
    further = parsed.clauses[parsed.clause_of[role.head]] if role.head >= 0 else None
    if further is not None and further.opener == ";" and item.tags & EVENTS:
        moves = moves and parsed.clause_of[trigger] == further.number  # "; supplies to Punjab cut"
    if role.role is Role.TO and not moves:
        return "a direction"
    return ""


def _comments(parsed: Parsed, trigger: int, actor: int) -> bool:
    """Tell whether an actor speaks of what others did: "the TTP condemned the attack in Quetta"."""
    items, clause = parsed.items, parsed.clause_of[actor]
    noun = trigger < 0 or items[trigger].tags & int(Tag.VIOLENCE_NOUN | Tag.OPERATION_NOUN)
    if not noun or (0 <= trigger < actor):
        return False
    verbs = (i for i in parsed.clauses[clause].members if i > actor and items[i].tags & FINITE)
    first = next((i for i in verbs if items[i].norm not in AUXILIARIES), -1)
    silent = items[first].tags & SAY and items[first + 1].norm in _NOTHING
    comments = first != trigger and bool(items[first].tags & int(Tag.COMMENT_VERB) or silent)
    held = items[first].norm in _HELD_TO and items[first + 1].norm in {"of", "for"}
    return comments and not held and items[first - 1].norm != "to" and not is_passive(items, first)


def _held(parsed: Parsed, trigger: int, actor: int, role: PlaceRole) -> tuple[list[Relation], str]:
    """Read verbs of holding and being; taking something that is no place is an attack."""
    item = parsed.items[trigger]
    if item.tags & MOVEMENT and role.role is not Role.FROM and _stopped(parsed, trigger, actor):
        return [Relation.OPERATION], ""
    if item.norm == "control" and parsed.items[trigger - 1].norm == "for":
        return [Relation.ATTACK], ""  # "fight for control of Achin"
    if item.tags & int(Tag.CONTROL_VERB) and role.role is Role.OBJECT:
        if is_agent(parsed, trigger, actor):
            return [Relation.CONTROL], ""
        taken = word_before(parsed.items, actor) == "from" or holds_next(parsed.items, actor)
        return ([Relation.OPERATION], "") if taken else ([], "was taken from the actor")
    if are_attacks(parsed.items, actor) or sends_killers(parsed.items, trigger, role):
        return [Relation.ATTACK], ""
    if (lost := _lost(parsed.items, trigger, actor, role)) is not None:
        return lost, ""
    if item.tags & int(Tag.GERUND) and _caught(parsed, trigger, actor):
        return [Relation.OPERATION, Relation.PRESENCE], ""
    if item.tags & (PRESENCE | MOVEMENT) or (role.role is Role.TO and item.norm in _BRINGS):
        return [Relation.PRESENCE], ""
    if item.tags & int(Tag.CONTROL_VERB) and item.norm.startswith(_TAKING):
        suffers = is_passive(parsed.items, trigger) and not is_agent(parsed, trigger, actor)
        return [Relation.OPERATION if suffers else Relation.ATTACK], ""
    return [Relation.CONTROL if item.tags & CONTROL else Relation.OTHER], ""


def _lost(items: list[Item], trigger: int, actor: int, role: PlaceRole) -> list[Relation] | None:
    """Read "lost its commander in Bajaur" as done to the actor; None where no people are lost."""
    if items[trigger].norm not in _LOSES or role.role is not Role.LOCATION:
        return None
    lost = [i for i in items[trigger + 1 : role.head] if i.tags & (PEOPLE | ASSET)]
    if any(i.tags & PEOPLE for i in lost):
        theirs = actor > role.head  # "lost four men in Awaran to a bomb planted by the BLF"
        return [Relation.ATTACK if theirs else Relation.OPERATION]
    sites = any(i.norm.endswith("s") for i in lost)
    return [Relation.OPERATION, Relation.PRESENCE] if sites else None


def _perished(parsed: Parsed, trigger: int, actor: int) -> bool:
    """Tell whether the clause before tells of a death: "was killed when his car hit a mine"."""
    items, clause = parsed.items, parsed.clauses[parsed.clause_of[trigger]]
    if clause.opener not in {"when", "as"} or clause.parent < 0 or actor > trigger:
        return False
    after = items[actor + 1]
    own = [i for i in clause.members if i < actor]
    subject = actor in clause.members and not any(items[i].tags & FINITE for i in own)
    acts = subject and (actor + 1 == trigger or after.tags & PEOPLE)  # "when BLA gunmen opened"
    above = parsed.clauses[clause.parent].members
    told = items[actor].pronoun or not acts
    return told and any(is_death(items, i) for i in above if i < trigger)


def _stopped(parsed: Parsed, trigger: int, actor: int) -> bool:
    """Tell whether who moves is caught at it: "killed as they tried to cross into Waziristan"."""
    items, clause = parsed.items, parsed.clauses[parsed.clause_of[trigger]]
    if clause.parent < 0:
        return False
    above = parsed.clauses[clause.parent].members
    if clause.how == "relative":  # "shot dead three men of the BLA who had crossed into Taftan"
        return actor < clause.members[0] and is_hit(parsed, above, actor)
    tried = any(items[i].norm in _TRYING for i in clause.members if i < trigger)
    return tried and any(items[i].tags & HARM_VERB and is_passive(items, i) for i in above)


def _caught(parsed: Parsed, trigger: int, actor: int) -> bool:
    """Tell whether who is somewhere is hit there: "killed two TTP men hiding in a cave"."""
    members = parsed.clauses[parsed.clause_of[actor]].members
    harm = [i for i in members if i < actor and parsed.items[i].tags & HARM_VERB]
    asked = bool(harm) and is_asked(parsed.items, harm[0])  # "asked to hand over men hiding in"
    return actor < trigger and not asked and is_hit(parsed, members, actor)


def is_asked(items: list[Item], event: int) -> bool:
    """Tell whether somebody only asks for it: "asked Kabul to dismantle TTP camps"."""
    before = items[max(0, event - _ASKING) : event]
    return bool(before) and before[-1].norm == "to" and any(i.norm in _ASKS for i in before)


def _at_asset(parsed: Parsed, trigger: int, actor: int) -> list[Relation]:
    """Read a base, camp or house: the actor's own, perhaps under attack, or what it attacks."""
    items = parsed.items
    clauses = {parsed.clause_of[trigger], parsed.clauses[parsed.clause_of[trigger]].parent}
    event = next(
        (
            i
            for i in range(trigger - 1, -1, -1)
            if not (items[i].tags | items[i + 1].tags) & PEOPLE  # nor of "attack planners"
            and (items[i].tags & EVENTS if i < trigger - 1 else _hits(items[i]))
            and parsed.clause_of[i] in clauses
            and not only_says(items[i])
        ),
        -1,
    )
    if event < 0:
        taken = _taking(parsed, trigger)
        if taken >= 0 and actor < taken and not _owns(items, trigger, actor):
            return [Relation.ATTACK]
        ruined = any(
            items[i].tags & HARM_VERB and is_passive(items, i)
            for i in range(trigger + 1, len(items))
            if parsed.clause_of[i] == parsed.clause_of[trigger]
        )
        return [Relation.OPERATION, Relation.PRESENCE] if ruined else [Relation.PRESENCE]
    if _keeps(parsed, trigger) and parsed.clause_of[event] != parsed.clause_of[trigger]:
        return [Relation.PRESENCE]
    suffers = not is_agent(parsed, event, actor)
    if _owns(items, trigger, actor) and is_asked(items, event):
        return [Relation.PRESENCE]
    if _owns(items, trigger, actor):
        return [Relation.OPERATION, Relation.PRESENCE] if suffers else [Relation.PRESENCE]
    return [Relation.OPERATION] if suffers else [_done(items[event], _NOWHERE)]


def _keeps(parsed: Parsed, asset: int) -> bool:
    """Tell whether a clause of its own says who has a base: "fought in Kabul, and it keeps"."""
    items, clause = parsed.items, parsed.clauses[parsed.clause_of[asset]]
    verb = next((i for i in clause.members if items[i].tags & FINITE), asset)
    owner = next((i for i in clause.members if items[i].norm in {"owns", "owned"}), asset)
    if owner < min(verb, asset):
        return True
    keeps = verb < asset and items[verb].tags & int(Tag.PRESENCE_VERB | Tag.HOSTS_VERB)
    return clause.how == "coordinate" and bool(keeps) and not is_passive(items, verb)


def _hits(item: Item) -> bool:
    """Tell whether a word before a base is a verb: "bombed houses", no "operations centre"."""
    verb = item.tags & int(Tag.VIOLENCE_VERB) and item.tags & FINITE
    return bool(verb) and not item.tags & int(Tag.GERUND)


def _taking(parsed: Parsed, asset: int) -> int:
    """Return the verb of taking that a base is the object of, or -1: "overran outposts"."""
    items = parsed.items
    for i in range(asset - 1, max(-1, asset - 5), -1):
        if items[i].tags & int(Tag.CONTROL_VERB) and items[i].norm.startswith(_TAKING):
            return i if not is_passive(items, i) else -1
        if items[i].tags & LOCATIVE:
            break
    return -1


def _owns(items: list[Item], asset: int, actor: int) -> bool:
    """Tell whether a base is the actor's: "TTP camp", "camp of the TTP", "house used by ISKP"."""
    if actor < asset:
        between = items[actor + 1 : asset]
        if any(i.tags & LOCATIVE or i.norm == "on" for i in between):
            return False
        return len(between) <= 3 and not any(i.tags & FINITE and i.tags & VERBS for i in between)  # noqa: PLR2004 - one noun phrase
    between = items[asset + 1 : actor]
    return len(between) <= 5 and any(i.norm in {"of", "by", "to", "for"} for i in between)  # noqa: PLR2004 - one noun phrase


def _done(item: Item, role: PlaceRole) -> Relation:
    tags, taking = item.tags, item.norm.startswith(_TAKING)
    if tags & int(Tag.CONTROL_VERB) and not tags & VIOLENCE:
        placed = role.role in {Role.OBJECT, Role.TOPIC}
        return Relation.CONTROL if placed or not taking else Relation.ATTACK
    if tags & (PRESENCE | MOVEMENT) and not tags & VIOLENCE:
        return Relation.PRESENCE
    return Relation.ATTACK


def _suffered(items: list[Item], actor: int) -> list[Relation]:
    """Return an operation; where it hit a base or camp of the actor, the actor was present too."""
    near = [*items[max(0, actor - 3) : actor], *items[actor + 1 : actor + 3]]
    asset = any(item.tags & ASSET and not item.tags & PEOPLE for item in near)
    return [Relation.OPERATION, Relation.PRESENCE] if asset else [Relation.OPERATION]
