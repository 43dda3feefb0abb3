"""What a toponym after a preposition does: a location, an origin, an aim, a speaker's seat."""

from __future__ import annotations

from geo.grammar.governors import EVENT_NOUN, FROM, PLACE_NOUNS, TO, before_event
from geo.grammar.items import BE, FINITE, PEOPLE, SAY, STATE, Item, Kind
from geo.grammar.lexicon import Tag
from geo.grammar.spots import OF_LOCALS, PlaceRole, Role, Spot
from geo.moment_patterns import DAY_NAMES

_AIMS = frozenset("independence autonomy liberation secession rights future conquest".split())
_BORDERS = frozenset(["bordering", "adjoining", "borders", "abutting"])
_BOUNDARIES = frozenset(["border", "boundary", "frontier"])
# What stands in a town, and no government: "the airport of Kabul".
_TOWN_SITES = frozenset(
    "airport airfield bazaar market cantonment station stadium streets hospital university "
    "suburb slums".split()
)
_STAYS = int(Tag.PRESENCE_VERB)
_LOCALS = frozenset("elders farmers inhabitants locals residents tribesmen villagers".split())
_STATES_PEOPLE = frozenset(
    "officials authorities counterparts rulers leaders leadership administration policymakers "
    "diplomats interlocutors".split()
)
_QUANTITIES = frozenset("many most some all several others".split())
OFFICIAL = int(Tag.OFFICIAL_NOUN)
HARM = int(Tag.VIOLENCE_VERB | Tag.OPERATION_VERB)
_MOVES = int(
    Tag.MOVEMENT_VERB
    | Tag.MOVEMENT_NOUN
    | Tag.PRESENCE_VERB
    | Tag.PRESENCE_PHRASE
    | Tag.LOCATIVE_PHRASE
)


WEAPONS = frozenset(
    "rocket rockets missile missiles mortar mortars shell shells drone drones shots bullets mine "
    "katyusha katyushas mines bomb bombs device devices grenade grenades charge machines "
    "aircraft".split()
)
_TIMES = frozenset(name.lower() for name in DAY_NAMES) | frozenset(
    "last this week month year on yesterday today later".split()
)
_UPON = frozenset(["on", "against"])
_DIRECTED = 8  # items from "commanded" over the campaign to "from"
_MOVED = 6  # items from a verb over its object to "from"
_DIRECTS = frozenset(
    "commanded commands directed directs runs ran led leads managed manages coordinated steered "
    "movement".split()
)
_WITH_GOVERNMENTS = frozenset("with against about by than as for like among between".split())
_BLAMES = frozenset(
    "blame blamed blames deny denied denies doubt doubts doubted expect expects expected fear "
    "fears feared predict predicts predicted wonder agree agreed agrees caution cautioned".split()
)
_STANDS_FOR = OFFICIAL | PEOPLE | STATE | int(Tag.INSTITUTION_PHRASE)
_KNOWN = frozenset(["known", "famous", "notorious", "remembered"])
_CHIEFS = frozenset("emir amir commander governor chief leader head".split())
_OTHERS_BANDS = frozenset(["gang", "gangs", "smugglers", "bandits"])
_AT = frozenset(["in", "at", "near", "outside"])
_ONWARDS = frozenset(["then", "finally", "later", "onwards"])
_OVER_OBJECT = 6  # items from a verb over its object to the preposition: "told a rally in"
_ARTICLE_AT_MOST = 2  # items from the preposition to the place


def after_preposition(spot: Spot) -> PlaceRole | None:
    """Return the role of a place after a preposition, or None where there is none.

    Parameters
    ----------
    spot
        The place where it stands.
    """
    word = spot.preposition
    if not word or (word == "behind" and before_event(spot.items, spot.group[-1])):
        return None  # "was behind Kerman blasts"
    if word == "beyond":
        return spot.plays(Role.ROUTE, "beyond it")
    if why := _only_named(spot):
        return spot.plays(Role.ROUTE, why)
    if speaker := _speaker(spot):
        role = Role.LOCATION if speaker == OF_LOCALS else Role.SPEAKER
        return spot.plays(role, speaker)
    if word in FROM:
        return _after_from(spot)
    if word in TO or _sets_out(spot):
        return _after_to(spot)
    if word == "of":
        return _after_of(spot)
    before = _before(spot)
    leads = word == "for" and before is not None and before.norm in _CHIEFS  # "its emir for Kabul"
    if spot.governs and word in _WITH_GOVERNMENTS and not leads:
        return spot.plays(Role.GOVERNMENT, f"{word} a government")
    if word == "on" and spot.governs and spot.group[0] - spot.head <= _ARTICLE_AT_MOST:
        attack = before is not None and before.tags & EVENT_NOUN
        return spot.plays(Role.OBJECT if attack else Role.GOVERNMENT, "on")
    return spot.plays(Role.LOCATION, word)


def _before(spot: Spot) -> Item | None:
    """Return the item before the preposition."""
    return spot.items[spot.head - 1] if spot.head > 0 else None


def _sets_out(spot: Spot) -> bool:
    """Tell whether somebody goes there: "left for Tajikistan"."""
    before = _before(spot)
    goes = before is not None and before.tags & int(Tag.LEAVE_VERB)
    return spot.preposition == "for" and bool(goes)


def _only_named(spot: Spot) -> str:
    """Say why a place is only named: "bordering Swat", "known for Kashmir"; or nothing."""
    before = _before(spot)
    if spot.preposition in _BORDERS or _is_boundary(spot):
        return "only borders on it"
    known = spot.preposition == "for" and before is not None and before.norm in _KNOWN
    return "is known for it" if known else ""


def _is_boundary(spot: Spot) -> bool:
    """Tell whether a place only lies beyond a line: "on the boundary with Sindh"."""
    before = _before(spot)
    return spot.preposition == "with" and before is not None and before.norm in _BOUNDARIES


def _after_from(spot: Spot) -> PlaceRole:
    before = _before(spot)
    if before is not None and before.norm in _QUANTITIES:
        return spot.plays(Role.ROUTE, "where people come from")
    near = spot.items[max(0, spot.head - _MOVED) : spot.head]
    moved = any(item.tags & int(Tag.MOVEMENT_VERB | Tag.OPERATION_VERB) for item in near)
    moved = moved or any(
        item.norm in _DIRECTS for item in spot.items[max(0, spot.head - _DIRECTED) : spot.head]
    )
    if spot.preposition == "out of":
        farther = spot.items[max(0, spot.head - _OVER_OBJECT) : spot.head]
        moved = moved or any(item.tags & int(Tag.MOVEMENT_VERB) for item in farther)
    if before is not None and before.tags & PEOPLE and not moved:
        return spot.plays(Role.ROUTE, "where people come from")
    taken = any(i.tags & int(Tag.OPERATION_VERB) for i in spot.items[: spot.head])
    by = "by" in [i.norm for i in spot.items[max(0, spot.head - 3) : spot.head - 1]]
    person = before is not None and (
        (before.kind is Kind.ACTOR and not (taken or by))
        or (before.capital and not before.tags and before.norm not in WEAPONS)
    )
    if person and not moved:
        return spot.plays(Role.ROUTE, "where a person comes from")
    gangs = before is not None and before.norm in _OTHERS_BANDS
    state = before is not None and (before.tags & (STATE | OFFICIAL) or gangs) and not moved
    if before is not None and (state or (_are_people(before) and not by)):
        return spot.plays(Role.ROUTE, "where people come from")
    article = spot.items[spot.head - 2].norm if spot.head > 1 else ""
    launched = before is not None and (before.tags & EVENT_NOUN or before.norm in WEAPONS)
    if article in {"a", "an", "the", "two", "three", "four", "some"} and not (
        moved or launched or by
    ):
        return spot.plays(Role.ROUTE, "where something comes from")
    return spot.plays(Role.FROM, "from")


def _are_people(item: Item) -> bool:
    """Tell whether an unknown plural stands here: "seven barbers from Punjab"."""
    unknown = item.kind is Kind.WORD and not item.tags and not item.capital
    return unknown and item.norm.endswith("s") and item.norm not in WEAPONS


def _after_to(spot: Spot) -> PlaceRole:
    before = _before(spot)
    if before is None or before.kind is not Kind.WORD:
        return spot.plays(Role.TO, "to")
    envoy = before.tags & OFFICIAL and not before.tags & PEOPLE
    near = spot.items[max(0, spot.head - 3) : spot.head]
    moved = any(i.tags & int(Tag.MOVEMENT_VERB) or i.norm.startswith("hijack") for i in near)
    moved = moved or before.norm in _ONWARDS or before.norm in WEAPONS
    if envoy or (spot.governs and not (moved or before.tags & (_MOVES | PEOPLE))):
        return spot.plays(Role.GOVERNMENT, "to a government")
    return spot.plays(Role.TO, "to")


def _after_of(spot: Spot) -> PlaceRole:
    before = _before(spot)
    if before is None:
        return spot.plays(Role.LOCATION, "of")
    if before.norm in PLACE_NOUNS:
        return spot.plays(Role.LOCATION, "a part of the place")
    if before.tags & (EVENT_NOUN | int(Tag.CONTROL_NOUN)):
        return spot.plays(Role.OBJECT, f"{before.norm} of")
    if before.norm in _AIMS:
        return spot.plays(Role.GOVERNMENT, f"{before.norm} of it is an aim")
    if before.norm.endswith("out") or before.kind is Kind.PLACE or before.norm in _TOWN_SITES:
        return spot.plays(Role.LOCATION, "of")
    if _commands(spot):
        return spot.plays(Role.LOCATION, "of")
    if spot.governs or before.tags & _STANDS_FOR:
        return spot.plays(Role.GOVERNMENT, "of a people or institution")
    return spot.plays(Role.LOCATION, "of")


def _heard_in(spot: Spot) -> str:
    """Give the reason where a place is only where somebody speaks or is spoken to."""
    before = _before(spot)
    if _are_officials(spot):
        return "where officials are"
    back = spot.head - 1
    while back > 1 and spot.items[back].norm in _TIMES:
        back -= 1
    says = before is not None and spot.items[back].norm in {"said", "says"}
    says = says or _told_there(spot)
    return "where the speaker is" if says and spot.preposition in _AT else ""


def _told_there(spot: Spot) -> bool:
    """Tell whether words are spoken there: "told a rally in Multan", ", said a trader in"."""
    near = range(spot.head - 1, max(-1, spot.head - _OVER_OBJECT), -1)
    verb = next((i for i in near if spot.items[i].tags & FINITE), -1)
    if verb < 1 or any(i.norm in {"that", ",", '"'} for i in spot.items[verb + 1 : spot.head]):
        return False
    item, before = spot.items[verb], spot.items[verb - 1]
    article = spot.items[verb + 1].norm in {"a", "an", "the", "reporters", "journalists"}
    turned = item.tags & SAY and before.norm in {",", '"', "'"} and item.norm != "told"
    people = any(i.kind is not Kind.WORD for i in spot.items[verb + 1 : spot.head])
    return article and not people and (item.norm == "told" or bool(turned))


def _are_officials(spot: Spot) -> bool:
    """Tell whether a capital is only where a state's people are: "officials in Kabul"."""
    before, owners = _before(spot), spot.items[max(0, spot.head - 4) : spot.head]
    owned = any(i.kind is Kind.ACTOR for i in owners)
    hosts = before is not None and before.norm in _STATES_PEOPLE and not owned
    return hosts and spot.governs and spot.preposition == "in"


def _commands(spot: Spot) -> bool:
    """Tell whether a group has somebody for the place: "the TTP commander of Maidan"."""
    office, owner = spot.items[spot.head - 1], spot.items[max(0, spot.head - 3) : spot.head - 1]
    named = any(item.kind is Kind.ACTOR for item in owner)
    return named and bool(office.tags & PEOPLE) and not spot.governs


def _speaks_there(spot: Spot) -> bool:
    """Tell whether who is in a place says so at once: "the command in Kabul said"."""
    before, after = spot.items[spot.head - 1], spot.after()
    says = after is not None and after.tags & SAY and after.tags & FINITE
    ahead = spot.items[spot.group[-1] + 2 : spot.group[-1] + 5]
    if any(i.norm == "by" for i in ahead):
        return False  # "an incident in Zhob claimed by the TTP"
    stays = before.tags & PEOPLE or before.tags & (FINITE | _STAYS)
    return bool(says) and before.kind is Kind.WORD and not stays


def _are_attacked(items: list[Item], officials: int) -> bool:
    """Tell whether officials are only whom an attack is on: "attacks on police in Kulachi"."""
    upon = officials > 1 and items[officials - 1].norm in _UPON
    return upon and bool(items[officials - 2].tags & EVENT_NOUN)


def _is_passive_report(items: list[Item], verb: int) -> bool:
    """Tell whether it is others who say so: "are believed to have been", "claimed by ISKP"."""
    passive = items[verb - 1].norm in BE and items[verb].tags & int(Tag.PARTICIPLE)
    return bool(passive) or [i.norm for i in items[verb + 1 : verb + 2]] == ["by"]


def _does_no_harm(verb: Item) -> bool:
    """Tell whether officials do something that is no harm: "Officials in Tank were"."""
    return bool(verb.tags & FINITE) and not verb.tags & HARM


def _is_told_who(spot: Spot) -> bool:
    """Tell whether it is told who they are: "Officials in Pakistan, who were not authorised"."""
    after = spot.items[spot.group[-1] + 1 : spot.group[-1] + 3]
    return [i.norm for i in after] == [",", "who"]


def _speaker(spot: Spot) -> str:
    """Give the reason where the place is the seat of whoever speaks: "police in Tank said"."""
    items, back = spot.items, spot.head - 1
    if where := _heard_in(spot):
        return where
    heard = back >= 0 and (items[back].tags & OFFICIAL or _speaks_there(spot))
    if not heard or _are_attacked(items, back):
        return ""
    for number, item in enumerate(
        items[spot.group[-1] + 1 : spot.group[-1] + 6], spot.group[-1] + 2
    ):
        if item.tags & SAY or item.norm in _BLAMES:
            between = items[spot.group[-1] + 1 : number - 1]
            if _is_passive_report(items, number - 1):
                break
            if any(i.tags & OFFICIAL for i in between) and between[0].norm == ",":
                break  # "forces in Kulgam, police said"
            after = items[number : number + 3]
            if between[:1] and between[0].norm == "," and any(i.tags & OFFICIAL for i in after):
                break  # "forces in the capital, say officials"
            here = items[back].norm in _LOCALS and not spot.governs and not between
            return OF_LOCALS if here else "where the speaker is"
        if item.kind is not Kind.WORD or item.norm in {"and", ";"}:
            break
    verb = spot.after()
    opens = all(i.tags & (OFFICIAL | STATE) or not i.tags for i in items[:back])
    if opens and verb is not None and (_is_told_who(spot) or _does_no_harm(verb)):
        return "where the official is"
    near = items[max(0, back - 4) : back]
    told = any(
        (i.tags & SAY and not i.norm.startswith("maintain"))
        or i.norm in {"told", "according to", "according", "asked"}
        for i in near
    )
    return "where the speaker is" if told else ""
