"""Which actor of a sentence is tied to which of its places, by which word, and how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.lexicon import Tag
from geo.records import Relation
from geo.roles import NO_CLAIM, PlaceRole, Role
from geo.syntax import ADVERBS, BE, DETERMINERS, Kind, Parsed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.syntax import Clause, Item

VIOLENCE = int(Tag.VIOLENCE_VERB | Tag.VIOLENCE_NOUN)
OPERATION = int(Tag.OPERATION_VERB | Tag.OPERATION_NOUN)
PRESENCE = int(Tag.PRESENCE_VERB | Tag.PRESENCE_NOUN | Tag.PRESENCE_PHRASE)
MOVEMENT = int(Tag.MOVEMENT_VERB | Tag.MOVEMENT_NOUN)
CONTROL = int(Tag.CONTROL_VERB | Tag.CONTROL_NOUN | Tag.CONTROL_PHRASE)
OTHER = int(Tag.OTHER_VERB | Tag.OTHER_NOUN)
TALK = int(Tag.TALK_VERB | Tag.TALK_NOUN | Tag.TALK_PHRASE)
TRIAL = int(Tag.TRIAL_VERB | Tag.TRIAL_NOUN | Tag.TRIAL_PHRASE)
EVENTS = VIOLENCE | OPERATION
CLAIMING = EVENTS | PRESENCE | MOVEMENT | CONTROL | OTHER
TRIGGER = CLAIMING | TALK | TRIAL
VERBS = int(
    Tag.VIOLENCE_VERB
    | Tag.OPERATION_VERB
    | Tag.PRESENCE_VERB
    | Tag.MOVEMENT_VERB
    | Tag.CONTROL_VERB
    | Tag.OTHER_VERB
    | Tag.TALK_VERB
    | Tag.TRIAL_VERB
)
NOUNS = int(
    Tag.VIOLENCE_NOUN
    | Tag.OPERATION_NOUN
    | Tag.PRESENCE_NOUN
    | Tag.MOVEMENT_NOUN
    | Tag.CONTROL_NOUN
    | Tag.OTHER_NOUN
    | Tag.TALK_NOUN
    | Tag.TRIAL_NOUN
)
HARM_VERB = int(Tag.VIOLENCE_VERB | Tag.OPERATION_VERB)
PEOPLE = int(Tag.PEOPLE_NOUN)
ASSET = int(Tag.PRESENCE_NOUN)
STATE = int(Tag.STATE_ACTORS_NOUN)
PARTICIPLE = int(Tag.PARTICIPLE)
FINITE = int(Tag.FINITE)
SAY = int(Tag.SAY_VERB)
ALLIED = int(Tag.ALLIED_PHRASE)
LOCATIVE = int(Tag.LOCATIVE_PHRASE)
_REDUCED = frozenset(
    "killed arrested detained captured held shot nabbed wounded injured seized busted apprehended "
    "caught hanged executed gunned eliminated neutralised neutralized targeted".split()
)
_AFTER_REDUCED = frozenset(["during", "after", "when", "while", "with", "for", "as", "over"])
_TAKING = ("captur", "seiz", "overr", "occup", "retak", "retook", "storm", "took", "tak", "conquer")
_BESIDE = frozenset(["with", "beside", "alongside", "together with", "and"])
_TAKES_PART = frozenset(["took", "takes", "joined", "joins", "led", "conducted", "behind"])
_ONCE_MEMBER = frozenset("fighter fighters member members militant militants man men".split())
_INSIDE = frozenset(
    ["in", "at", "near", "around", "inside", "across", "throughout", "outside", "on"]
)
_LEAD = frozenset(
    "fought served joined belonged lead leads led head heads headed founded commands commanded chairs chaired leading".split()
)
_SUFFERED = frozenset(
    "killing killings murder murders assassination assassinations abduction death deaths shooting "
    "kidnapping massacre execution".split()
)
_MUTUAL = frozenset(
    "clash clashes clashed clashing fighting battle battles skirmish skirmishes firefight gunfight".split()
)
_AGAINST = frozenset(["on", "against", "targeting", "at", "of", "upon"])
_BY = frozenset(["by", "with", "against", "from", "alongside", "on", "between", "and"])


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
    groups = [g for g in parsed.actors if not allied(parsed.items, g[0])]
    for number, (places, role) in enumerate(zip(parsed.places, roles, strict=True)):
        why = "" if role.role not in NO_CLAIM else role.why
        made: list[Link] = []
        if not why:
            trigger = governing(parsed, places, role)
            tied, rule, strength = actors_for(parsed, groups, number, role)
            if rule == "subject of the clause after" and tied:
                trigger = _own_trigger(parsed, tied[0], trigger)
            made, why = _tie(parsed, tied, places, (role, trigger), (rule, strength))
        made += _where_clause(parsed, groups, places, role, made)
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


def _own_trigger(parsed: Parsed, actor: int, trigger: int) -> int:
    """Prefer the word of the actor's own clause: "It was in Chabahar that Jundallah murdered"."""
    members = parsed.clauses[parsed.clause_of[actor]].members
    own = _nearest(parsed.items, [i for i in members if i > actor])
    return own if own >= 0 else trigger


def _where_clause(
    parsed: Parsed,
    groups: Sequence[Sequence[int]],
    places: Sequence[int],
    role: PlaceRole,
    made: Sequence[Link],
) -> list[Link]:
    """Tie a place to the actors of the "where" clause after it: "Loya Paktia, where the Haqqanis"."""
    after = places[-1] + 1
    items = parsed.items
    while after < len(items) and (
        items[after].norm in {",", "province", "district", "of"}
        or items[after].tags & LOCATIVE
        or items[after].kind is Kind.PLACE
    ):
        after += 1
    which = after < len(items) and items[after].norm == "which" and items[after - 1].tags & LOCATIVE
    if after >= len(items) or not (which or items[after].norm == "where"):
        return []
    clause = parsed.clause_of[after]
    inner = {c.number for c in parsed.clauses if c.number == clause or c.parent == clause}
    tied = [i for g in groups for i in g if parsed.clause_of[i] in inner]
    verbs = [i for i in range(after, len(items)) if parsed.clause_of[i] in inner]
    trigger = _nearest(items, verbs)
    others = [g[0] for g in parsed.places if parsed.clause_of[g[0]] in inner]
    if not tied or trigger < 0 or others:
        return []
    spot = PlaceRole(Role.LOCATION, "where", role.around, role.head, "where")
    new, _ = _tie(parsed, tied, places, (spot, trigger), ("where clause", 0.8))
    known = {(one.actor, one.place, one.relation) for one in made}
    return [one for one in new if (one.actor, one.place, one.relation) not in known]


def allied(items: list[Item], index: int) -> bool:
    """Tell whether an actor is only named for its tie to another ("allegiance to the TTP")."""
    back = index - 1
    after = items[index + 1].norm if index + 1 < len(items) else ""
    if back >= 0 and items[back].norm in {"former", "ex"} and after in _ONCE_MEMBER:
        return True
    while back >= 0 and (
        items[back].norm in DETERMINERS or items[back].norm in {"so called", "banned"}
    ):
        back -= 1
    return back >= 0 and bool(items[back].tags & ALLIED)


# ---------------------------------------------------------------- the word that ties


def governing(parsed: Parsed, places: Sequence[int], role: PlaceRole) -> int:
    """Return the item number of the trigger that governs a place group, or -1."""
    items = parsed.items
    first, last = places[0], places[-1]
    if role.role is Role.OBJECT and role.head >= 0 and items[role.head].tags & TRIGGER:
        return role.head
    if role.role in {Role.MODIFIER, Role.SUBJECT}:
        ahead = _nearest(items, range(last + 1, min(len(items), last + 6)))
        if ahead >= 0:
            return ahead
    clause: Clause | None = parsed.clauses[parsed.clause_of[first]]
    members = clause.members if clause else []
    edge = min(first, role.head) if 0 <= role.head < first else first
    found = _nearest(items, [i for i in reversed(members) if i < edge])
    if found < 0:
        found = _nearest(items, [i for i in members if i > last])
    found = _better(items, members, found)
    fronted = clause is not None and clause.how in {"sub", "participle"} and not clause.members[0]
    while (
        found < 0
        and not fronted
        and clause is not None
        and clause.parent >= 0
        and clause.how != "complement"
    ):
        opener = clause.members[0]
        clause = parsed.clauses[clause.parent]
        found = _nearest(items, [i for i in reversed(clause.members) if i < opener])
    return found


def _better(items: list[Item], members: Sequence[int], found: int) -> int:
    """Prefer the clause's verb to a noun of talk, trial or money that stands nearer the place."""
    if found < 0 or not items[found].tags & (TALK | TRIAL | OTHER) or items[found].tags & VERBS:
        return found
    strong = [
        i
        for i in reversed(members)
        if i < found
        and items[i].tags & (VERBS | ASSET) & CLAIMING
        and items[i].kind is Kind.WORD
        and not _only_says(items[i])
        and not items[i].tags & (TALK | TRIAL)
    ]
    return strong[0] if strong else found


def _nearest(items: list[Item], numbers: Sequence[int] | range) -> int:
    for i in numbers:
        item = items[i]
        if item.kind is Kind.WORD and item.tags & TRIGGER and not _only_says(item):
            return i
    return -1


def _only_says(item: Item) -> bool:
    return bool(item.tags & SAY) and not item.tags & (EVENTS | MOVEMENT | int(Tag.CONTROL_VERB))


# ---------------------------------------------------------------- the actors of a place


def actors_for(
    parsed: Parsed, groups: Sequence[Sequence[int]], number: int, role: PlaceRole
) -> tuple[list[int], str, float]:
    """Return the actors that a place group can belong to, the rule and its strength."""
    places = parsed.places[number]
    clause = parsed.clauses[parsed.clause_of[places[0]]]
    own = [g for g in groups if parsed.clause_of[g[0]] == clause.number]
    if _conditional(parsed, clause):
        return [], "a condition", 0.0
    if own:
        near = _interleaved(parsed, own, places)
        respectively = _respectively(parsed, own, places)
        return (
            (respectively, "respectively", 0.9)
            if respectively
            else ([i for g in near for i in g], "same clause", 0.9)
        )
    inherited = _inherited(parsed, groups, clause)
    if inherited:
        return inherited, f"subject of the clause before ({clause.how})", 0.75
    led = _leads(parsed, groups, clause)
    if led:
        return led, "led by the subject", 0.75
    following = _following(parsed, groups, clause)
    if following:
        return following, "subject of the clause after", 0.65
    return [], "no actor in reach", 0.0


def _conditional(parsed: Parsed, clause: Clause) -> bool:
    """Tell whether a clause only supposes: "If the BLA had a base in Nimroz"."""
    first = parsed.items[0].norm
    return (
        clause.opener in {"if", "unless", "whether"}
        or first in {"suppose", "should", "imagine", "were", "had"}
        or (first == "if" and clause.number == 0)
    )


def _respectively(parsed: Parsed, own: Sequence[Sequence[int]], places: Sequence[int]) -> list[int]:
    """Return the actors of a "respectively" list, as many as there are places, in their order."""
    if not any(item.norm == "respectively" for item in parsed.items):
        return []
    clause = parsed.clause_of[places[0]]
    actors = [i for g in own for i in g]
    where = [i for g in parsed.places if parsed.clause_of[g[0]] == clause for i in g]
    if len(actors) != len(where) or len(actors) == 1:
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
    before = [g for g in own if g[-1] < places[0]]
    after = [g for g in own if g[0] > places[-1]]
    if before and others:
        since = [g for g in before if g[0] > max(others)]
        if since and any(g[-1] < max(others) for g in before):
            before = since
    if before:
        after = [g for g in after if _tied_after(items, places[-1], g[0])]
    return before + after


def _tied_after(items: list[Item], last: int, actor: int) -> bool:
    """Tell whether an actor after the places takes part: "killed in Zabul by the Taliban"."""
    back = actor - 1
    while back > last and items[back].norm in DETERMINERS:
        back -= 1
    return back > last and items[back].norm in _BY - {"and"}


def _inherited(parsed: Parsed, groups: Sequence[Sequence[int]], clause: Clause) -> list[int]:
    if clause.how in {"coordinate", "after", "sub", "complement", "break"} and _own_subject(
        parsed, clause
    ):
        return []
    steps = 0
    while clause.parent >= 0 and steps < 4:  # noqa: PLR2004 - deeper nesting is guesswork
        opener = clause.members[0]
        parent = parsed.clauses[clause.parent]
        own = [g for g in groups if parsed.clause_of[g[0]] == parent.number]
        before = [g for g in own if g[-1] < opener]
        if clause.how == "relative" and before:
            return list(before[-1])
        if before:
            return list(before[0])
        if clause.how == "relative":
            return []
        clause = parent
        steps += 1
    return []


def _following(parsed: Parsed, groups: Sequence[Sequence[int]], clause: Clause) -> list[int]:
    """Actors of the main clause after a fronted one: "When X fell, the TTP ..."."""
    if clause.members[0] > 1 and clause.how not in {"main"}:
        return []
    end = clause.members[-1]
    later = [g for g in groups if g[0] > end]
    words = [parsed.items[i] for i in clause.members]
    own = any(i.tags & CLAIMING for i in words)
    own = own or not any(i.tags & (FINITE | int(Tag.GERUND) | SAY) for i in words)
    cleft = parsed.items[clause.members[0]].norm == "it"
    return list(later[0]) if later and (own or cleft) else []


def _own_subject(parsed: Parsed, clause: Clause) -> bool:
    """Tell whether a clause has a subject of its own that is no actor, and does no harm to one."""
    items = parsed.items
    members = clause.members[1:] if clause.opener else clause.members
    verb = next((i for i in members if items[i].tags & FINITE or items[i].norm in BE), -1)
    if verb < 0:
        return False
    before = [items[i] for i in members if i < verb and items[i].norm not in ADVERBS]
    before = [i for i in before if i.norm not in {"also", "that", ",", "was", "has", "have", "had"}]
    if any(
        i.tags & (PEOPLE | ASSET) and not i.tags & (STATE | int(Tag.OFFICIAL_NOUN)) for i in before
    ):
        return False
    if not before or before[0].norm in {"others", "some", "most", "another", "many"}:
        return False
    suffers = any(items[i].tags & VIOLENCE for i in members)
    return not suffers


def _leads(parsed: Parsed, groups: Sequence[Sequence[int]], clause: Clause) -> list[int]:
    """Read "Abdul Haq, who leads the TIP, lives in Kabul": the actor of a leader's relative clause."""
    items = parsed.items
    for child in parsed.clauses:
        if child.parent != clause.number or child.how != "relative":
            continue
        led = [
            i
            for i in child.members
            if items[i].norm.split()[0] in _LEAD
            or items[i].norm in {"accused", "suspected", "belonged", "belong"}
        ]
        actors = [g for g in groups if parsed.clause_of[g[0]] == child.number]
        caught = any(items[i].tags & int(Tag.OPERATION_VERB) for i in clause.members)
        if (led or caught) and actors:
            return list(actors[0])
    return _next(parsed, groups, clause)


def _next(parsed: Parsed, groups: Sequence[Sequence[int]], clause: Clause) -> list[int]:
    """Read "recovered explosives in Hub and arrested two men of the BLF": one operation."""
    items = parsed.items
    if not any(items[i].tags & int(Tag.OPERATION_VERB) for i in clause.members):
        return []
    for child in parsed.clauses:
        if child.parent != clause.number or child.how != "coordinate":
            continue
        placed = any(parsed.clause_of[g[0]] == child.number for g in parsed.places)
        actors = [g for g in groups if parsed.clause_of[g[0]] == child.number]
        if actors and not placed and any(items[i].tags & OPERATION for i in child.members):
            return list(actors[0])
    return []


# ---------------------------------------------------------------- relation


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
    verbless = trigger < 0 and not any(i.tags & FINITE or i.norm in BE for i in items)
    if trigger < 0 and not verbless and not _acts_there(parsed, actors, places[0], role):
        return [], "no word ties the two"
    if trigger >= 0 and not items[trigger].tags & CLAIMING:
        return [], f"{items[trigger].norm!r} ties the place to talk or trial"
    if trigger >= 0 and not items[trigger].tags & EVENTS and _of_official(items, role):
        return [], "where the official or source is"
    pairs = _pairs(actors, places, rule)
    made: list[Link] = []
    why = ""
    clause = parsed.clause_of[places[0]]
    for actor, place in pairs:
        relations, why_not = relations_of(parsed, trigger, actor, role)
        why = why or why_not
        left = trigger >= 0 and _leaves(items, trigger, role)
        made += [
            Link(actor, place, relation, trigger, clause, role, rule, strength, left=left)
            for relation in relations
        ]
    return made, why


def _of_official(items: list[Item], role: PlaceRole) -> bool:
    before = items[role.head - 1] if role.head > 0 else None
    return (
        role.role is Role.LOCATION
        and before is not None
        and bool(before.tags & int(Tag.OFFICIAL_NOUN))
        and items[role.head - 2].norm not in {"its", "their"}
        and not before.tags & (PEOPLE | ASSET)
    )


def _pairs(actors: Sequence[int], places: Sequence[int], rule: str) -> list[tuple[int, int]]:
    if rule == "respectively":
        return list(zip(actors, places, strict=True))
    return [(actor, place) for actor in actors for place in places]


def _acts_there(parsed: Parsed, actors: Sequence[int], place: int, role: PlaceRole) -> bool:
    """Tell whether an actor is the subject of a clause with the place in it, whatever its verb says."""
    if _copula(parsed, place):
        return True
    clause = parsed.clauses[parsed.clause_of[place]]
    words = [parsed.items[i] for i in clause.members if parsed.items[i].kind is Kind.WORD]
    says = any(item.tags & SAY and item.tags & FINITE for item in words)
    inside = role.role is Role.LOCATION and role.preposition in _INSIDE
    own = all(i in clause.members and i < place for i in actors)
    return inside and own and not says


def _copula(parsed: Parsed, place: int) -> bool:
    """Tell whether "is/are/was in" carries the clause, as in "most of them in Khost"."""
    clause = parsed.clauses[parsed.clause_of[place]]
    return any(
        parsed.items[i].norm in BE or parsed.items[i].tags & PEOPLE
        for i in clause.members
        if i < place
    )


def _leaves(items: list[Item], trigger: int, role: PlaceRole) -> bool:
    tags = items[trigger].tags
    if tags & int(Tag.LEAVE_VERB):
        return role.role in {Role.OBJECT, Role.FROM}
    return bool(tags & MOVEMENT) and role.role is Role.FROM


def relations_of(
    parsed: Parsed, trigger: int, actor: int, role: PlaceRole
) -> tuple[list[Relation], str]:
    """Return the relations of one actor to a place, or why there is none."""
    items = parsed.items
    if trigger < 0:
        return [Relation.PRESENCE], ""
    tags = items[trigger].tags
    if role.role is Role.FROM and not tags & (MOVEMENT | EVENTS | PRESENCE | OTHER):
        return [], "an origin"
    if role.role is Role.FROM and items[trigger].norm.split()[0] in {
        "come",
        "comes",
        "came",
        "hail",
        "hails",
        "hailed",
        "coming",
    }:
        return [Relation.OTHER], ""
    if role.role is Role.TO and not tags & (MOVEMENT | PRESENCE | VIOLENCE | OTHER):
        return [], "a direction"
    agent = is_agent(parsed, trigger, actor)
    if role.role is Role.SUBJECT:
        between = items[trigger:actor]
        struck = any(i.tags & int(Tag.VIOLENCE_NOUN) for i in between)
        return [Relation.ATTACK if struck else Relation.PRESENCE], ""
    if tags & ASSET and not tags & EVENTS:
        return _at_asset(parsed, trigger, actor), ""
    if tags & EVENTS:
        if not agent:
            return _suffered(items, actor), ""
        return [_done(tags, role)], ""
    if tags & int(Tag.CONTROL_VERB) and role.role is Role.OBJECT:
        return [Relation.CONTROL] if agent else [], "" if agent else "was taken from the actor"
    if tags & (PRESENCE | MOVEMENT):
        return [Relation.PRESENCE], ""
    if tags & int(Tag.CONTROL_VERB) and items[trigger].norm.startswith(_TAKING):
        return [Relation.ATTACK], ""
    return [Relation.CONTROL if tags & CONTROL else Relation.OTHER], ""


def _at_asset(parsed: Parsed, trigger: int, actor: int) -> list[Relation]:
    """Read a base, camp or house: the actor's own, perhaps under attack, or what it attacks."""
    items = parsed.items
    clauses = {parsed.clause_of[trigger], parsed.clauses[parsed.clause_of[trigger]].parent}
    event = next(
        (
            i
            for i in range(trigger - 1, -1, -1)
            if items[i].tags & EVENTS
            and parsed.clause_of[i] in clauses
            and not _only_says(items[i])
        ),
        -1,
    )
    if event < 0:
        ruined = any(
            items[i].tags & HARM_VERB and is_passive(items, i)
            for i in range(trigger + 1, len(items))
            if parsed.clause_of[i] == parsed.clause_of[trigger]
        )
        return [Relation.OPERATION if ruined else Relation.PRESENCE]
    suffers = not is_agent(parsed, event, actor)
    if _owns(items, trigger, actor):
        return [Relation.OPERATION, Relation.PRESENCE] if suffers else [Relation.PRESENCE]
    return [Relation.OPERATION] if suffers else [_done(items[event].tags, _NOWHERE)]


def _owns(items: list[Item], asset: int, actor: int) -> bool:
    """Tell whether a base is the actor's: "TTP camp", "camp of the TTP", "house used by ISKP"."""
    if actor < asset:
        between = items[actor + 1 : asset]
        if any(i.tags & LOCATIVE or i.norm == "on" for i in between):
            return False
        return len(between) <= 3 and not any(i.tags & FINITE and i.tags & VERBS for i in between)  # noqa: PLR2004 - one noun phrase
    between = items[asset + 1 : actor]
    return len(between) <= 5 and any(i.norm in {"of", "by", "to", "for"} for i in between)  # noqa: PLR2004 - one noun phrase


_NOWHERE = PlaceRole(Role.LOCATION, "", around=False, head=-1, why="")


def _done(tags: int, role: PlaceRole) -> Relation:
    if tags & int(Tag.CONTROL_VERB) and role.role is Role.OBJECT:
        return Relation.CONTROL
    if tags & (PRESENCE | MOVEMENT) and not tags & VIOLENCE:
        return Relation.PRESENCE
    return Relation.ATTACK


def _suffered(items: list[Item], actor: int) -> list[Relation]:
    """An operation; where it hit a base or camp of the actor, the actor was present too."""
    near = [*items[max(0, actor - 3) : actor], *items[actor + 1 : actor + 3]]
    asset = any(item.tags & ASSET and not item.tags & PEOPLE for item in near)
    return [Relation.OPERATION, Relation.PRESENCE] if asset else [Relation.OPERATION]


def is_agent(parsed: Parsed, trigger: int, actor: int) -> bool:
    """Tell whether an actor does what the trigger says (or suffers it)."""
    items = parsed.items
    item = items[trigger]
    if _is_noun(items, trigger):
        return _agent_of_noun(parsed, trigger, actor)
    if item.norm.split()[0] in _MUTUAL:
        return True
    passive = is_passive(items, trigger)
    if actor < trigger:
        return not passive and not _object_before(parsed, trigger, actor)
    before = _word_before(items, actor)
    if before == "by" or (before in _BESIDE and item.tags & VIOLENCE):
        return True
    between = items[trigger + 1 : actor]
    if passive:
        return bool(item.tags & VIOLENCE) and "by" in _norms(items, trigger, actor)
    apart = any(i.norm == "," or i.norm in {"that", ";"} for i in between)
    return apart or _subject_is_state(parsed, trigger) is None


def _word_before(items: list[Item], actor: int) -> str:
    back = actor - 1
    while back >= 0 and (
        items[back].norm in DETERMINERS or items[back].tags & PEOPLE or items[back].norm == "of"
    ):
        back -= 1
    return items[back].norm if back >= 0 else ""


def _norms(items: list[Item], start: int, end: int) -> list[str]:
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
    between = parsed.items[actor + 1 : trigger]
    state = [i for i, item in enumerate(between) if item.tags & STATE and not item.tags & PEOPLE]
    return bool(state) and not any(item.norm in {"on", "against", "of"} for item in between)


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
    return not tags & PARTICIPLE and after is not None and bool(after.tags & LOCATIVE)


def is_passive(items: list[Item], index: int) -> bool:
    """Tell whether a participle is passive: after a form of be, or reduced ("killed in Khost")."""
    item = items[index]
    if not item.tags & PARTICIPLE:
        return False
    back = index - 1
    while back >= 0 and (items[back].norm in ADVERBS or items[back].norm == "n't"):
        back -= 1
    if back > 0 and items[back].norm in {"and", "or", ","} and items[back - 1].tags & PARTICIPLE:
        return is_passive(items, back - 1)
    if back >= 0 and items[back].norm in BE:
        return True
    if back >= 0 and items[back].norm in {"has", "have", "had", "having"}:
        return False
    if (
        back > 0
        and items[back].kind is Kind.ACTOR
        and items[back - 1].norm in {"whom", "that", "which"}
    ):
        return False
    after = items[index + 1] if index + 1 < len(items) else None
    if after is None or after.norm in {".", ",", ";"}:
        return item.norm.split()[0] in _REDUCED
    if after.norm == "by":
        return True
    reduced = item.norm.split()[0] in _REDUCED
    return reduced and bool(after.tags & LOCATIVE or after.norm in _AFTER_REDUCED)


def _blamed(items: list[Item], actor: int, trigger: int) -> bool:
    """Read "blamed the TTP for the raid", "suspects the ETLF of the attack"."""
    if trigger < actor and items[actor - 1].norm in {"on", "to"}:
        between = items[trigger + 1 : actor]
        return any(i.tags & int(Tag.HEDGE_VERB) for i in between)
    between = _norms(items, actor + 1, trigger)
    before = items[max(0, actor - 4) : actor]
    return bool({"for", "of"} & set(between)) and any(i.tags & int(Tag.HEDGE_VERB) for i in before)


def _agent_of_noun(parsed: Parsed, trigger: int, actor: int) -> bool:
    """Read "attack by X", "X attack", "attack on X", "raid on a X camp"."""
    items = parsed.items
    if items[trigger].norm.split()[0] in _MUTUAL:
        verb = next((i for i in range(trigger - 1, -1, -1) if items[i].tags & HARM_VERB), -1)
        return verb < 0 or is_agent(parsed, verb, actor)
    if _blamed(items, actor, trigger):
        return True
    attack = bool(items[trigger].tags & int(Tag.VIOLENCE_NOUN))
    if actor > trigger:
        return _after_noun(items, trigger, actor, attack=attack)
    if items[actor - 1].norm in {"on", "against"} and actor:
        return False
    between = items[actor + 1 : trigger]
    if _suffers_between(items, actor, trigger):
        return False
    if attack:
        return not any(
            i.norm.split()[0] in _SUFFERED
            for i in items[trigger : trigger + 1]
            if "of" in _norms(items, trigger + 1, trigger + 2)
        )
    state = any(i.tags & STATE and not i.tags & PEOPLE for i in between)
    carried = any(
        i.tags & int(Tag.VIOLENCE_VERB | Tag.SAY_VERB) or i.norm in _TAKES_PART for i in between
    )
    return (carried or trigger == actor + 1) and not state


def _after_noun(items: list[Item], trigger: int, actor: int, *, attack: bool) -> bool:
    between = _norms(items, trigger + 1, actor)
    if "by" in between or _word_before(items, actor) in _BESIDE:
        return True
    if set(between) & _AGAINST - {"of"}:
        return False
    if "of" in between:
        return attack and items[trigger].norm.split()[0] not in _SUFFERED
    return attack


def _suffers_between(items: list[Item], actor: int, trigger: int) -> bool:
    """Tell whether the actor is the object of a passive that is its clause's verb."""
    passive = [
        n for n in range(actor + 1, trigger) if items[n].tags & VERBS and is_passive(items, n)
    ]
    if not passive:
        return False
    active = [
        n
        for n in range(passive[-1] + 1, trigger)
        if items[n].tags & FINITE and items[n].tags & VERBS and not is_passive(items, n)
    ]
    return not active
