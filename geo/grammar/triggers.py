"""The words that tie an actor to a place, and which of them governs a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.grammar.items import BE, DETERMINERS, LOCATIVE, NUMBERS, PEOPLE, SAY, STATE, Item, Kind
from geo.grammar.lexicon import Tag
from geo.grammar.spots import PlaceRole, Role
from geo.grammar.verbs import ends_phrase, is_of_people

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.grammar.clauses import Clause
    from geo.grammar.syntax import Parsed


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


ASSET = int(Tag.PRESENCE_NOUN)


DENIAL = int(Tag.DENY_PHRASE | Tag.UNTRUE_PHRASE)


PARTICIPLE = int(Tag.PARTICIPLE)


ALLIED = int(Tag.ALLIED_PHRASE)


_FIGHTS = frozenset(["fight", "fights", "fought", "fighting"])
AIMS = frozenset("independence autonomy freedom liberation secession rights cause".split())
_DONE = frozenset(["carried out", "conducted", "launched", "staged", "mounted", "claimed"])
_MEETING = frozenset(["meet", "meets"])
_GATHERINGS = frozenset("burial ceremony funeral funerals prayers protest rally vigil".split())
_BY_OTHERS = frozenset(["headed", "led", "left"])
_PLOTS = frozenset(["plot", "plots"])
_SIGNS = frozenset(["sign", "signs"])
_HELD = frozenset(["held", "hold", "holds", "holding"])
_SUPPLY = ("suppl", "provid", "deliver", "smuggl", "mak", "made", "build", "built", "stor", "sell")
_HURT = frozenset(["wounded", "injured"])  # people: "its wounded"
_OBJECT = 4  # items from a noun back to the verb that it is the object of
_NEAR = 10  # items between talks and "were held"
_BEFORE_PEOPLE = frozenset("of by with against from on border prison police army security".split())
_BEFORE_NOUN = NUMBERS | frozenset("no the a an its their his her several many some".split())


def governing(parsed: Parsed, places: Sequence[int], role: PlaceRole) -> int:
    """Return the item number of the trigger that governs a place group, or -1."""
    items = parsed.items
    first, last = places[0], places[-1]
    if role.role is Role.OBJECT and role.head >= 0 and items[role.head].tags & TRIGGER:
        return role.head
    if role.role in {Role.MODIFIER, Role.SUBJECT}:
        ahead = nearest(items, range(last + 1, min(len(items), last + 6)))
        if ahead >= 0:
            return ahead
    clause: Clause | None = parsed.clauses[parsed.clause_of[first]]
    members = clause.members if clause else []
    edge = min(first, role.head) if 0 <= role.head < first else first
    found = nearest(items, [i for i in reversed(members) if i < edge])
    if found < 0:
        found = nearest(items, [i for i in members if i > last])
        if found >= 0 and _predicate(items, edge) and not items[found].tags & (TALK | TRIAL):
            found = -1
    found = _moved(items, _better(items, members, found), role)
    fronted = clause is not None and clause.how in {"sub", "participle"} and not clause.members[0]
    his = clause is not None and clause.opener == "who" and _predicate(items, edge)
    alone = fronted or his or _stands_there(items, members, edge)  # "its emir, who was in Zabul"
    while (
        found < 0
        and not alone
        and clause is not None
        and clause.parent >= 0
        and clause.how != "complement"
    ):
        opener = clause.members[0]
        clause = parsed.clauses[clause.parent]
        above = [i for i in clause.members if i < opener]
        found = _better(items, above, nearest(items, above[::-1]))
    return found


def _stands_there(items: list[Item], members: Sequence[int], edge: int) -> bool:
    """Tell whether a clause only puts an actor in a place: "..., the TTP is in Nazyan"."""
    named = any(items[i].kind is Kind.ACTOR for i in members if i < edge)
    return named and _predicate(items, edge)


def _predicate(items: list[Item], edge: int) -> bool:
    """Tell whether a place is all that its clause says: "was in Kabul at the time"."""
    return edge > 0 and items[edge - 1].norm in BE and bool(items[edge].tags & LOCATIVE)


def _done_to(items: list[Item], members: Sequence[int], stays: int) -> int:
    """Prefer what an actor does to people over their stay: "attacked engineers working in"."""
    harm = next((i for i in reversed(members) if i < stays and items[i].tags & HARM_VERB), -1)
    named = any(items[i].kind is Kind.ACTOR for i in members if i < harm)
    between = items[harm + 1 : stays]
    hit = bool(between) and all(i.kind is Kind.WORD and i.norm.isalnum() for i in between)
    return harm if harm >= 0 and named and hit else stays


def _better(items: list[Item], members: Sequence[int], found: int) -> int:
    """Prefer the clause's verb to a noun of talk, trial or money that stands nearer the place."""
    if found >= 0 and items[found].norm in _HELD:
        talks = [i for i in members if _is_gathering(items, i, found)]
        return talks[0] if talks else found
    if found >= 0 and items[found].tags & int(Tag.GERUND) and not items[found].tags & EVENTS:
        harmed = [i for i in members if i > found and _harmed(items, i)]
        return harmed[0] if harmed else _done_to(items, members, found)
    if found > 0 and items[found].norm == "reached" and items[found - 1].tags & TALK:
        return found - 1  # "an understanding reached in Kabul"
    if found >= 0 and _describes(items, found):
        harm = [i for i in reversed(members) if i < found and items[i].tags & HARM_VERB]
        return harm[0] if harm else found
    if found < 0 or not items[found].tags & (TALK | TRIAL | OTHER):
        return found
    if items[found].tags & VERBS and not (found and items[found - 1].norm in DETERMINERS):
        return found
    strong = [
        i
        for i in reversed(members)
        if i < found
        and items[i].norm not in _HELD
        and items[i].tags & (VERBS | ASSET) & CLAIMING
        and items[i].kind is Kind.WORD
        and not only_says(items[i])
        and not items[i].tags & (TALK | TRIAL)
    ]
    return strong[0] if strong else found


def _describes(items: list[Item], found: int) -> bool:
    """Tell whether a participle only says who was caught: "arrested men trained by the IJU in"."""
    before, after = items[found - 1], [i.norm for i in items[found + 1 : found + 2]]
    form = items[found].tags & (PARTICIPLE | int(Tag.PRESENCE_PHRASE)) and not (
        items[found].tags & EVENTS
    )
    return bool(form and before.tags & PEOPLE) and after == ["by"]


def _moved(items: list[Item], found: int, role: PlaceRole) -> int:
    """Prefer the move to what is moved: "moved its base from Badakhshan to Baghlan"."""
    if found < 0 or not items[found].tags & ASSET or role.role not in {Role.FROM, Role.TO}:
        return found
    moves = int(Tag.MOVEMENT_VERB)
    before = range(found - 1, max(-1, found - _OBJECT), -1)
    return next((i for i in before if items[i].tags & moves), found)


def _is_gathering(items: list[Item], index: int, held: int) -> bool:
    """Tell whether it is talks that are held, or a funeral or rally."""
    item, near = items[index], abs(index - held) < _NEAR
    return item.norm in _GATHERINGS or (near and bool(item.tags & int(Tag.TALK_NOUN)))


def _harmed(items: list[Item], index: int) -> bool:
    """Tell whether people are hurt: "deminers working in Baghlan were killed"."""
    harm = items[index].tags & HARM_VERB and items[index].tags & PARTICIPLE
    return bool(harm) and items[index - 1].norm in {"was", "were", "been"}


def nearest(items: list[Item], numbers: Sequence[int] | range) -> int:
    """Return the first trigger among the numbers, or -1; people who attack only where none is."""
    people = -1
    for i in numbers:
        item = items[i]
        if item.kind is not Kind.WORD or not item.tags & TRIGGER or only_says(item):
            continue
        if item.tags & DENIAL or _names_things(items, i):
            continue
        if not item.tags & PEOPLE or item.tags & ASSET or not item.tags & VIOLENCE:
            return i
        people = i if people < 0 else people
    return people


def _names_things(items: list[Item], index: int) -> bool:
    """Tell whether what could be a verb is a noun that ties nobody: "two guards", "the posts"."""
    item = items[index]
    if is_of_people(items, index) or _only_looks_like_talk(items, index):
        return True  # "a Chinese-run restaurant"
    aims = {i.norm for i in items[index + 2 : index + 5]} & AIMS
    if item.norm in _FIGHTS and aims and items[index + 1].norm == "for":
        return True  # "fights for the rights of the Baluch"
    after = [i.norm for i in items[index + 1 : index + 2]]
    if item.norm in _BY_OTHERS and after == ["by"]:
        return True
    follows = index and items[index - 1].tags & EVENTS and item.norm in _DONE
    if follows and [
        bool(i.tags & LOCATIVE) or i.norm == "by" for i in items[index + 1 : index + 2]
    ] == [True]:
        return True  # "an operation carried out in Panjgur" is that operation
    if item.tags & int(Tag.TALK_VERB) and [i.kind for i in items[index + 1 : index + 2]] == [
        Kind.ACTOR
    ]:
        return True  # "a member of the banned BLF"
    if _is_thing(items, index):
        return True
    if item.tags & (NOUNS | PARTICIPLE) or not index:
        return False
    article = items[max(0, index - 2)].norm in {"a", "an"}
    if article and not item.tags & EVENTS and ends_phrase(items, index):
        return True  # "a polio guard"
    before = items[index - 1].norm
    if item.tags & (STATE | PEOPLE) and before in _BEFORE_PEOPLE:
        return True  # "dozens of guards"
    return before in _BEFORE_NOUN or before.isdigit() or before.endswith(" no")


def _is_thing(items: list[Item], index: int) -> bool:
    """Tell whether a form of a verb names a thing: "a police pick-up", "the Torkham crossing"."""
    norm, before = items[index].norm, items[max(0, index - 1)]
    crossing = norm == "crossing" and (before.kind is Kind.PLACE or before.norm == "border")
    return (
        crossing
        or (norm.startswith("charge") and _is_toll(items, index))
        or (norm in _HURT and (before.kind is Kind.ACTOR or before.norm in {"the", "its"}))
        or (norm == "work" and before.norm == "at")
        or (norm == "targets" and _are_hit(items, index))
        or (norm.endswith(("bomb", "bombs")) and _is_goods(items, index))
        or (norm in _PLOTS and any(i.tags & OPERATION for i in items[:index]))
        or (norm == "pick up" and not _takes_object(items, index))
    )


def _are_hit(items: list[Item], index: int) -> bool:
    """Tell whether targets are what is hit: "jets hit PKK targets in Metina"."""
    before = items[max(0, index - _OBJECT) : index]
    theirs = bool(before) and before[-1].kind is Kind.ACTOR
    return theirs and any(i.tags & HARM_VERB for i in before)


def _is_goods(items: list[Item], index: int) -> bool:
    """Tell whether bombs are only made or moved: "accused of supplying car bombs to"."""
    return any(i.norm.startswith(_SUPPLY) for i in items[max(0, index - 2) : index])


def _is_toll(items: list[Item], index: int) -> bool:
    """Tell whether it is money that is charged: "charges convoys a toll"."""
    return any(i.norm in {"toll", "fee", "rent", "tax", "levy"} for i in items[index : index + 6])


def _takes_object(items: list[Item], index: int) -> bool:
    """Tell whether something stands after a verb that it can be done to."""
    after = items[index + 1 : index + 2]
    return bool(after) and not after[0].tags & LOCATIVE and after[0].norm.isalnum()


def _only_looks_like_talk(items: list[Item], index: int) -> bool:
    """Tell whether places meet, or a sign is seen: "where Diyala and Kirkuk meet", "no sign of"."""
    norm, after = items[index].norm, [i.norm for i in items[index + 1 : index + 2]]
    places = norm in _MEETING and index > 0 and items[index - 1].kind is Kind.PLACE
    return places or (norm in _SIGNS and after == ["of"])


def only_says(item: Item) -> bool:
    """Tell whether a word only reports, and ties nobody to a place."""
    if item.norm.startswith("maintain") and item.tags & PRESENCE:
        return False  # far more often a camp than a view
    return bool(item.tags & SAY) and not item.tags & (EVENTS | MOVEMENT | int(Tag.CONTROL_VERB))
