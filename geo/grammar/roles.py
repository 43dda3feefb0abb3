"""What a toponym does in its sentence: a location, a government, a speaker's seat, an origin."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from geo.grammar.governors import (
    EVENT_NOUN,
    FROM,
    OBJECT_VERB,
    PLACE_NOUNS,
    SITES,
    SKIPPED,
    TO,
    before_event,
    governor,
    is_adjectival,
    is_exception,
    names_event,
    premodifies,
    preposition_of,
)
from geo.grammar.items import ADVERBS, BE, FINITE, PEOPLE, ROW_MARKS, SAY, STATE, Item, Kind
from geo.grammar.lexicon import Tag
from geo.grammar.prepositions import HARM, after_preposition
from geo.grammar.roads import beside_road, is_beside, is_distance, names_road
from geo.grammar.spots import BETWEEN, PlaceRole, Role, Spot

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geo.grammar.syntax import Parsed
    from geo.records import PlaceMention


_ROUTE_WORDS = frozenset(
    "road route highway bus train flight flights convoy traffic railway trip journey "
    "lorries truck trucks buses way drive line travelling traveling bound flew fly drove "
    "driving pipeline closed exports trade travellers travelers visitors tourists passengers "
    "pilgrims".split()
)


_ROUTE_OR_TIES = _ROUTE_WORDS | {"relations", "ties"}
_PARTS_OF = SKIPPED | PLACE_NOUNS | {"of"}
_INSIDE_TOWNS = PLACE_NOUNS | SITES
_HELD_EVENTS = frozenset("drills election elections exercise exercises manoeuvres".split())
_INSIDE = frozenset("in at near inside outside across around throughout".split())
_MENTIONS = frozenset("mention mentions mentioned mentioning".split())
_JAILS = frozenset(["jail", "prison", "court", "detention"])
_OWN_JAIL = 2  # items from "Tehran's" to its prison
_SHARES = frozenset("all half most much part parts two-thirds whole".split())
_SOILS = ("soil", "territory", "territories", "land", "lands")
_BETWEEN_FIGHTERS = frozenset(["border", "clash", "clashes", "fighting"])
_SPREAD = frozenset(
    "dispersed distributed divided scattered shared split spread move moves moved moving shuttle "
    "shuttles alternates commutes".split()
)
_CAPITAL_ACTS = int(Tag.CAPITAL_ACTS_NOUN)
_TALKS = int(Tag.TALK_NOUN | Tag.TALK_VERB)
_OWNED = PEOPLE | int(Tag.PRESENCE_NOUN)
_PARTICIPLE = int(Tag.PARTICIPLE)
_CARRIES = FINITE | int(Tag.HOSTS_VERB)
_STRIKE = int(Tag.OPERATION_NOUN)
_ATTACK = int(Tag.VIOLENCE_NOUN)
_POWERS = frozenset(["US", "U.S.", "UK", "U.K."])  # not in a place's slot: "a US drone strike"
_STATES_OF = frozenset(
    "free rid clear cleared purged cleansed devoid empty home host full infested".split()
)
_CHAPTERS = frozenset(["faction", "chapter", "wing", "branch", "group"])
_SEATS = frozenset(
    "base bases centre center headquarters heartland home refuge sanctuary stronghold strongholds "
    "bastion haven".split()
)
_ASIDE = 10  # items from a sentence's begin to the end of an aside on its subject
_FROM_TO = 4  # items from who travels to the second place of "soldiers from A to B"
_MODIFIERS_AT_MOST = 4  # items from a verb to its object


def place_role(
    parsed: Parsed,
    group: Sequence[int],
    mentions: Sequence[PlaceMention],
    governments: frozenset[str],
) -> PlaceRole:
    """Say what a group of coordinated places does in its sentence.

    Parameters
    ----------
    parsed
        The sentence.
    group
        Item numbers of the group.
    mentions
        The place mentions that the items point to.
    governments
        Lower-case names that can stand for a government: countries and capitals.
    """
    items = parsed.items
    surfaces = [mentions[items[i].mention].surface for i in group]
    head, around = governor(items, group[0])
    spot = Spot(
        parsed,
        group,
        surfaces[0],
        all(surface.lower() in governments for surface in surfaces),
        head,
        around,
        preposition_of(items[head] if head >= 0 else None),
    )
    for rule in _RULES:
        role = rule(spot)
        if role is not None:
            return role
    if spot.governs:
        return spot.plays(Role.GOVERNMENT, "a capital or country in no place's slot", "")
    after = spot.after()
    if after is not None and after.norm == "river":
        return spot.plays(Role.GOVERNMENT, "names a river", "")
    if spot.governor is not None and spot.governor.norm in _MENTIONS:
        return spot.plays(Role.GOVERNMENT, "is only mentioned", "")
    return spot.plays(Role.TOPIC, "no preposition", "")


def _heads_row(spot: Spot) -> PlaceRole | None:
    """Read a row of a list or table: "Kabul: ISKP, AFF"."""
    after = spot.after()
    marked = after is not None and after.norm in ROW_MARKS
    if marked and len(spot.parsed.clauses) == 1 and not any(i.tags & FINITE for i in spot.items):
        return PlaceRole(Role.LOCATION, "", around=False, head=-1, why="heads a row")
    return None


def _part_of_name(spot: Spot) -> PlaceRole | None:
    after = spot.after()
    if after is not None and after.norm in _CHAPTERS and _has_owner(spot):
        return spot.plays(Role.SPEAKER, "a part of another name", "")
    if spot.surface in _POWERS and before_event(spot.items, spot.group[-1]):
        return spot.plays(Role.GOVERNMENT, "a government's forces")
    if is_adjectival(spot.items, spot.group):
        return spot.plays(Role.SPEAKER, "a part of another name", "")
    named = names_event(spot.items, spot.group)
    return spot.plays(Role.MODIFIER, "names the event", "") if named else None


def _has_owner(spot: Spot) -> bool:
    """Tell whether a group has the chapter of that name: "the TTP's Swat chapter", "of the TTP"."""
    items, first, after = spot.items, spot.group[0], spot.group[-1] + 2
    before = [i.kind is Kind.ACTOR for i in items[max(0, first - 2) : first]]
    return any(before) or (items[after : after + 1] != [] and items[after].norm == "of")


def _jail(spot: Spot) -> PlaceRole | None:
    after = spot.after()
    if after is not None and after.norm in _JAILS:
        return spot.plays(Role.SPEAKER, f"a {after.norm}")
    said = spot.items[spot.group[-1] + 2 : spot.group[-1] + 3]
    base = after is not None and after.norm in SITES and said != []
    speaks = base and said[0].tags & SAY and said[0].tags & FINITE and not spot.preposition
    return spot.plays(Role.SPEAKER, "where the speaker is") if speaks else None


def _soil(spot: Spot) -> PlaceRole | None:
    """Read "uses Afghan territory" as a location, whatever stands before it."""
    if spot.surface.lower().endswith(_SOILS) and spot.preposition not in FROM:
        return spot.plays(Role.LOCATION, "a country's soil", "on")
    return None


def _exception(spot: Spot) -> PlaceRole | None:
    if spot.head >= 0 and is_exception(spot.items, spot.head):
        return spot.plays(Role.LOCATION, "exception", "but")
    return None


def _instead(spot: Spot) -> PlaceRole | None:
    near = spot.items[max(0, spot.head - 1) : spot.head + 1]
    word = next((i for i in near if i.norm in {"rather than", "instead of"}), None)
    if word is not None:
        return spot.plays(Role.GOVERNMENT, f"{word.norm} there", "")
    return None


def _route(spot: Spot) -> PlaceRole | None:
    """Read the ends of a route or a distance: "the road from Quetta to Taftan"."""
    items, first, word = spot.items, spot.group[0], spot.preposition
    if names_road(spot):
        return spot.plays(Role.ROUTE, "ends of a road")
    if beside_road(spot):
        return PlaceRole(Role.LOCATION, word, around=True, head=spot.head, why="on a road there")
    if is_distance(spot) or is_beside(spot):
        return spot.plays(Role.ROUTE, "only how far it is")
    near = {item.norm for item in items[max(0, first - 5) : first]}
    if word == "between" and near & _SPREAD:
        return spot.plays(Role.LOCATION, "spread over both")
    if word == "between" and not near & _BETWEEN_FIGHTERS:
        if near & _ROUTE_OR_TIES:
            return spot.plays(Role.ROUTE, BETWEEN)
        return None
    end = word in TO and first > 1 and items[first - 2].kind is Kind.PLACE
    ran = end and any(norm.startswith(("ran", "run")) for norm in near)
    carried = any(  # "taken by bus from Khost to Ghazni" moves the actor's people
        i.norm == "by" and after.norm in _ROUTE_WORDS
        for i, after in pairwise(items[max(0, first - 7) : first])
    )
    carries = end and first > _FROM_TO and items[first - _FROM_TO].tags & STATE
    drove = word == "into" and items[spot.head - 1].norm in {"drove", "drive", "driven"}
    routes = near & _ROUTE_WORDS and not (carried or drove)
    if ran or carries or (word in FROM | TO and routes):
        return spot.plays(Role.ROUTE, "a route")
    return None


def _possessed(spot: Spot) -> PlaceRole | None:
    """Read what follows "Kabul's": a place inside it, an event there, its government."""
    mark = spot.after()
    if mark is None or mark.norm not in {"'s", "'"}:
        return None
    following = spot.items[spot.group[-1] + 2 : spot.group[-1] + 6]
    inner = next((n for n, item in enumerate(following) if item.kind is Kind.PLACE), -1)
    if inner >= 0 and all(i.norm in _PARTS_OF for i in following[:inner]):
        return spot.plays(Role.CONTAINER, "holds the place after it")
    if any(item.norm in _JAILS for item in following[:_OWN_JAIL]):
        return spot.plays(Role.SPEAKER, "a prison")  # "in Tehran's Evin prison"
    for item in following:
        if item.norm in PLACE_NOUNS and spot.preposition:
            return spot.plays(Role.LOCATION, "a part of the place")
        if item.norm in _INSIDE_TOWNS and spot.governor and spot.governor.tags & HARM:
            return spot.plays(Role.OBJECT, "a part of the place", "")
        if item.tags & EVENT_NOUN and not item.tags & _CAPITAL_ACTS:
            if spot.governs and item.tags & _STRIKE and not item.tags & _ATTACK:
                break  # "Iran's missile strike"
            return spot.plays(Role.MODIFIER, "names the event", "")
        if _ends_phrase(item):
            break
    return _has_something(spot, following)


def _has_something(spot: Spot, following: list[Item]) -> PlaceRole:
    """Read what else is a place's: "in Karachi's dockyard", "Kabul's concerns"."""
    if spot.preposition in _INSIDE and not spot.governs:
        return spot.plays(Role.LOCATION, "something of the place")
    if spot.preposition and following and following[0].capital and not following[0].tags:
        return spot.plays(Role.LOCATION, "holds a place that no table has")
    return spot.plays(Role.GOVERNMENT, "possessive of a government or people")


def _ends_phrase(item: Item) -> bool:
    """Tell whether a possessed noun ends here: "Pakistan's military said the bombs had"."""
    says = item.tags & SAY and item.tags & FINITE and not item.tags & _CAPITAL_ACTS
    return item.kind is Kind.WORD and (item.norm in {",", "and", "in", "to"} or bool(says))


def _is_seat(spot: Spot) -> PlaceRole | None:
    """Read "Its centre of gravity has always been Afghanistan", "the main base is Andarab"."""
    items, back = spot.items, spot.group[0] - 1
    while back > 0 and (items[back].norm in ADVERBS or items[back].norm in {"has", "have", "had"}):
        back -= 1
    if back < 1 or items[back].norm not in BE:
        return None
    told = items[:back]
    owned = any(i.kind is Kind.ACTOR for i in told) and not any(i.tags & FINITE for i in told)
    if owned and any(i.norm in _SEATS for i in told):
        return spot.plays(Role.LOCATION, "is where it sits", "in")
    return None


def _insists(spot: Spot) -> PlaceRole | None:
    """Read the end of "none in Zabul, Kabul insists" as who speaks."""
    first, after = spot.group[0], spot.after()
    comma = first > 0 and spot.items[first - 1].norm == ","
    if comma and spot.governs and after is not None and after.tags & SAY and after.tags & FINITE:
        return spot.plays(Role.GOVERNMENT, "speaks as a government", "")
    return None


def _event(spot: Spot) -> PlaceRole | None:
    if before_event(spot.items, spot.group[-1]):
        return spot.plays(Role.MODIFIER, "names the event", "")
    return None


def _object(spot: Spot) -> PlaceRole | None:
    word = spot.governor
    if word is None or not word.tags & OBJECT_VERB or word.norm in {"said", "says", "be", "is"}:
        return None
    between = spot.items[spot.head + 1 : spot.group[0]]
    share = any(i.norm in _SHARES for i in between[:2])  # "captured most of the city of Aleppo"
    if (len(between) >= _MODIFIERS_AT_MOST and not share) or premodifies(
        spot.items, spot.group[-1]
    ):
        return None
    return spot.plays(Role.OBJECT, f"object of {word.norm!r}", "")


def _subject(spot: Spot) -> PlaceRole | None:
    last = _after_aside(spot.items, spot.group[-1])
    if not _is_subject(spot.parsed, last):
        return None
    verb = _verb_after(spot.items, last)
    hosts = verb is not None and verb.tags & int(Tag.HOSTS_VERB) and not verb.tags & SAY
    hosts = hosts or _is_home(spot.items, last)
    rest = _rest(spot.items, last)
    talks = any(i.tags & _TALKS or i.norm in _HELD_EVENTS for i in rest)
    blames = any(i.norm in {"responsible", "responsible for"} for i in rest)
    owns = not talks and any(i.tags & _OWNED or i.kind is Kind.ACTOR for i in rest)
    if hosts and not blames and owns:
        why = f"{spot.surface} holds"
        return PlaceRole(Role.SUBJECT, "", around=False, head=spot.head, why=why)
    role = Role.GOVERNMENT if spot.governs else Role.TOPIC
    return PlaceRole(role, "", around=False, head=spot.head, why="acts as a government")


def _verb_after(items: list[Item], last: int) -> Item | None:
    """Return the verb after a subject; "has" only where it is no auxiliary of another."""
    ahead = items[last + 1 : last + 6]
    verbs = [n for n, item in enumerate(ahead[:4]) if item.tags & _CARRIES]
    if not verbs:
        return None
    number = verbs[0]
    follows = ahead[number + 1 : number + 2]
    helps = ahead[number].norm in {"has", "have", "had"} and bool(follows)
    return follows[0] if helps and follows[0].tags & _PARTICIPLE else ahead[number]


def _is_home(items: list[Item], last: int) -> bool:
    """Tell whether a place "is home to", "was cleared of", "is used as a base" of what follows."""
    words = " ".join(item.norm for item in items[last + 1 : last + 6]).split()
    if "used" in words and "as" in words and BE.intersection(words):
        return True
    state = next((n for n, word in enumerate(words) if word in _STATES_OF), 0)
    after = words[state + 1 : state + 2]
    return after in (["of"], ["to"], ["by"]) and bool(BE.intersection(words[:state]))


def _after_aside(items: list[Item], last: int) -> int:
    """Return where a subject ends: "Tajikistan, often cited as a target, has not seen"."""
    if last != 0 or [i.norm for i in items[1:2]] != [","]:
        return last
    end = next((n for n, i in enumerate(items[2:_ASIDE], 2) if i.norm == ","), last)
    return (
        end if items[end + 1].norm in {"has", "have", "had"} or items[end + 1].norm in BE else last
    )


def _is_subject(parsed: Parsed, last: int) -> bool:
    items = parsed.items
    for ahead in range(last + 1, min(len(items), last + 5)):
        item = items[ahead]
        if item.norm in ROW_MARKS | {",", "(", "and"} and ahead == last + 1:
            return False
        if (
            item.tags & FINITE
            or item.norm in BE
            or item.norm in {"has", "have", "had", "will", "would"}
        ):
            return True
        if item.kind is not Kind.WORD or item.norm in {",", "."}:
            return False
    return False


def _rest(items: list[Item], last: int) -> list[Item]:
    """Return the items after a subject up to the next semicolon or full stop."""
    rest: list[Item] = []
    for item in items[last + 2 :]:
        if item.norm in {";", ".", ":", "as", "while", "after"}:
            break
        rest.append(item)
    return rest


# The first rule that says something decides.
_RULES: tuple[Callable[[Spot], PlaceRole | None], ...] = (
    _heads_row,
    _part_of_name,
    _jail,
    _soil,
    _exception,
    _instead,
    _route,
    _possessed,
    _is_seat,
    _insists,
    after_preposition,
    _event,
    _object,
    _subject,
)
