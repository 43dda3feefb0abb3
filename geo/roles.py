"""What a toponym does in its sentence: a location, a government, a speaker's seat, an origin."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from geo.lexicon import Tag
from geo.syntax import BE, Kind, Parsed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.records import PlaceMention
    from geo.syntax import Item

OFFICIAL = int(Tag.OFFICIAL_NOUN)
PEOPLE = int(Tag.PEOPLE_NOUN)
SAY = int(Tag.SAY_VERB)
LOCATIVE = int(Tag.LOCATIVE_PHRASE)
AROUND = int(Tag.AROUND_PHRASE)
EVENT_NOUN = int(Tag.VIOLENCE_NOUN | Tag.OPERATION_NOUN)
OBJECT_VERB = int(
    Tag.CONTROL_VERB | Tag.VIOLENCE_VERB | Tag.LEAVE_VERB | Tag.MOVEMENT_VERB | Tag.HOSTS_VERB
)
FINITE = int(Tag.FINITE)
_HARM = int(Tag.VIOLENCE_VERB | Tag.OPERATION_VERB)
_MOVES = int(Tag.MOVEMENT_VERB | Tag.MOVEMENT_NOUN | Tag.PRESENCE_VERB | Tag.LOCATIVE_PHRASE)


class Role(StrEnum):
    """The part a place plays; the last four never make a claim."""

    LOCATION = "location"
    FROM = "from"
    TO = "to"
    OBJECT = "object"
    SUBJECT = "subject"
    MODIFIER = "modifier"
    TOPIC = "topic"
    CONTAINER = "container"
    GOVERNMENT = "government"
    SPEAKER = "speaker"
    ROUTE = "route"
    DATELINE = "dateline"


NO_CLAIM = frozenset([Role.CONTAINER, Role.GOVERNMENT, Role.SPEAKER, Role.ROUTE, Role.DATELINE])


@dataclass(frozen=True, slots=True)
class PlaceRole:
    """A place group's role, the preposition before it and whether it is only "around"."""

    role: Role
    preposition: str
    around: bool
    head: int
    why: str


_SKIP = frozenset(
    "the a an both northern southern eastern western central north south east west northeast northwest "
    "southeast southwest north-eastern remote neighbouring neighboring nearby restive mountainous upper "
    "lower greater eastern far mostly rural district province city town village volatile border "
    "northeastern northwestern southeastern southwestern adjacent coastal same troubled whole entire "
    "all large own old three two four several northernmost provinces districts".split()
)
_PLACE_NOUNS = frozenset(
    "city town village district districts province provinces area areas region regions part parts "
    "outskirts hills mountains valley valleys port capital suburb suburbs most much all some north south "
    "east west centre center edge cities towns villages tehsil tehsils corner side soil territory "
    "countryside limits neighbourhood bazaar bazaars market streets rest interior northeast northwest "
    "southeast southwest coast agency agencies many places vicinity foothills half slopes tip heart "
    "settlement hamlet quarter suburb district-level jungles forests pockets stretches swathes swaths belt".split()
)
_FROM = frozenset(["from", "out of"])
_TO = frozenset(["to", "into", "toward", "towards"])
_WITH = frozenset(
    [
        "with",
        "against",
        "by",
        "between",
        "about",
        "for",
        "of",
        "than",
        "as",
        "upon",
        "on",
        "among",
        "via",
        "like",
    ]
)
_ROUTE_WORDS = frozenset(
    "road route highway bus train flight flights convoy traffic railway trip journey lorries truck "
    "trucks buses way drive line travelling traveling bound flew fly drove driving pipeline closed "
    "exports trade".split()
)
_ARTICLES = frozenset(
    "the a an fourteen ten twenty two three four five six seven eight nine".split()
)
_SITES = frozenset(
    "crossing border airport cantonment market bazaar university jail road highway tunnel bypass dam "
    "front side branch metro railway gate mountains desert river islands port base".split()
)
_AFTER_OBJECT = frozenset(
    "and or but as last this that when while after before during by with for from again early late "
    "then twice once where which who again on metro airport province provinces".split()
)


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
        Folded names that can stand for a government: countries and capitals.
    """
    items = parsed.items
    first = group[0]
    mention = mentions[items[first].mention]
    governs = all(mentions[items[i].mention].surface.lower() in governments for i in group)
    if _is_row(parsed, group):
        return PlaceRole(Role.LOCATION, "", around=False, head=-1, why="heads a row")
    index, around = _head(items, first)
    head = items[index] if index >= 0 else None
    if _adjectival(items, group):
        return PlaceRole(Role.SPEAKER, "", around, index, "a part of another name")
    preposition = _preposition(head)
    if _names_event(items, group):
        return PlaceRole(Role.MODIFIER, "", around, index, "names the event")
    after = items[group[-1] + 1].norm if group[-1] + 1 < len(items) else ""
    if after in {"jail", "prison", "court", "detention"}:
        return PlaceRole(Role.SPEAKER, preposition, around, index, f"a {after}")
    if (
        mention.surface.lower().endswith(("soil", "territory", "land", "lands"))
        and preposition not in _FROM
    ):
        return PlaceRole(Role.LOCATION, "on", around, index, "a country's soil")
    if head is not None and _excepted(items, index):
        return PlaceRole(Role.LOCATION, "but", around, index, "exception")
    if head is not None and head.norm in {"rather than", "instead of"}:
        return PlaceRole(Role.GOVERNMENT, "", around, index, f"{head.norm} there")
    route = _route(parsed, group, preposition)
    if route:
        return PlaceRole(Role.ROUTE, preposition, around, index, route)
    if _possessive(items, group):
        return _possessed(items, group, preposition, around, index)
    if preposition:
        return _after_preposition(parsed, group, (preposition, around, index), governs=governs)
    if _before_event(items, group[-1]):
        return PlaceRole(Role.MODIFIER, "", around, index, "names the event")
    if (
        head is not None
        and head.tags & OBJECT_VERB
        and _adjacent_verb(items, index, first)
        and not _premodifies(items, group[-1])
    ):
        return PlaceRole(Role.OBJECT, "", around, index, f"object of {head.norm!r}")
    if _is_subject(parsed, group):
        return _as_subject(items, group[-1], mention, index, governs=governs)
    if governs:
        return PlaceRole(
            Role.GOVERNMENT, "", around, index, "a capital or country in no place's slot"
        )
    return PlaceRole(Role.TOPIC, "", around, index, "no preposition")


def _adjectival(items: list[Item], group: Sequence[int]) -> bool:
    """Tell whether the name only describes a noun: "the Hazara minority", "the Herat room"."""
    first, last = group[0], group[-1]
    before = items[first - 1].norm if first else ""
    if before not in _ARTICLES and not before.isdigit():
        return False
    after = items[last + 1] if last + 1 < len(items) else None
    if (
        after is None
        or after.kind is not Kind.WORD
        or not after.norm[:1].isalpha()
        or after.capital
    ):
        return False
    known = LOCATIVE | AROUND | EVENT_NOUN | int(Tag.PRESENCE_NOUN) | PEOPLE | FINITE
    two = items[last + 2].tags if last + 2 < len(items) else 0
    named = after.norm in _PLACE_NOUNS | _AFTER_OBJECT | _SKIP | _SITES or after.norm in BE
    return not (named or after.tags & known or two & EVENT_NOUN)


def _is_row(parsed: Parsed, group: Sequence[int]) -> bool:
    """Tell whether the place heads a row of a list or table: "Kabul: ISKP, AFF"."""
    items = parsed.items
    last = group[-1]
    marked = last + 1 < len(items) and items[last + 1].norm in {":", "|", "=", "\u2014", "\u2013"}
    return marked and not any(i.tags & FINITE for i in items) and len(parsed.clauses) == 1


def _head(items: list[Item], first: int) -> tuple[int, bool]:
    """Walk back from a place over its modifiers to the word that governs it."""
    index = first - 1
    around = False
    inside = False
    while index >= 0:
        item = items[index]
        if item.kind is Kind.WORD and item.tags & AROUND:
            around = True
            if item.norm in {
                "near",
                "around",
                "close to",
                "outside",
                "beyond",
                "above",
                "opposite",
                "facing",
            }:
                return index, True
            index -= 1
        elif item.norm in _SKIP or item.norm.isdigit():
            index -= 1
        elif item.norm == "of" and index and items[index - 1].norm in _PLACE_NOUNS:
            inside = True
            index -= 2
        elif item.norm == "and" and index and _directional(items, index):
            index -= 1
        elif item.norm == "'s" and index and items[index - 1].kind is Kind.PLACE:
            index -= 2
        elif item.norm == "," and index and items[index - 1].kind is Kind.PLACE:
            index -= 2
        elif item.norm == "," and (before := _unknown_name(items, index)) >= 0:
            return before, around or bool(items[before].tags & AROUND)
        else:
            break
    if (inside or around) and (index < 0 or not _governs(items[index])):
        # "the Qala-e Zaman Khan quarter of Kabul": what governs it is out of sight
        inner = next(
            i for i in range(first - 1, -1, -1) if items[i].norm == "of" or items[i].tags & AROUND
        )
        return inner, around
    return index, around


def _unknown_name(items: list[Item], comma: int) -> int:
    """Return the preposition before a place that no table knows: "in Hassan Khel, North Waziristan"."""
    index = comma - 1
    while index >= 0 and (items[index].capital or items[index].norm in {"e", "i", "ul", "area"}):
        index -= 1
    named = 0 < comma - 1 - index <= 4  # noqa: PLR2004 - a name of up to four words
    fits = index >= 0 and items[index].kind is Kind.WORD and items[index].tags & (LOCATIVE | AROUND)
    return index if named and fits else -1


def _governs(item: Item) -> bool:
    return item.kind is Kind.WORD and bool(
        item.tags & (LOCATIVE | AROUND | OBJECT_VERB) or item.norm in _WITH | _FROM | _TO
    )


def _excepted(items: list[Item], index: int) -> bool:
    """Tell whether a place is left out: "all the districts but Karak", "except for Panjshir"."""
    norms = [item.norm for item in items[: index + 1]]
    word = norms[-1] if norms else ""
    if word == "for" and len(norms) > 1:
        word = norms[-2]
    if word == "from" and norms[-2:-1] == ["apart"]:
        word = "except"
    if word not in {"but", "except", "excluding", "save", "barring"}:
        return False
    return word != "but" or bool(
        set(norms) & {"all", "every", "everywhere", "whole", "any", "most"}
    )


def _directional(items: list[Item], index: int) -> bool:
    """Tell whether an "and" joins two directions: "the north and south-west of Pakistan"."""
    return items[index - 1].norm in _SKIP & _PLACE_NOUNS and items[index + 1].norm in _SKIP


def _preposition(head: Item | None) -> str:
    if head is None or head.kind is not Kind.WORD:
        return ""
    if head.tags & (LOCATIVE | AROUND) or head.norm in _WITH or head.norm in _FROM | _TO:
        return head.norm
    return ""


def _route(parsed: Parsed, group: Sequence[int], preposition: str) -> str:
    """Give the reason where the places are the ends of a route or a distance."""
    items = parsed.items
    first, last = group[0], group[-1]
    near = [item.norm for item in items[max(0, first - 5) : first]]
    if preposition == "between" and not set(near) & {"border", "clash", "clashes", "fighting"}:
        return "between two places" if set(near) & (_ROUTE_WORDS | {"relations", "ties"}) else ""
    if preposition in _FROM | _TO and set(near) & _ROUTE_WORDS:
        return "a route"
    ends = preposition in _TO and first > 1 and items[first - 2].kind is Kind.PLACE
    if ends and any(word.startswith(("ran", "run")) for word in near):
        return "a route"
    return ""


def _possessive(items: list[Item], group: Sequence[int]) -> bool:
    last = group[-1]
    return last + 1 < len(items) and items[last + 1].norm in {"'s", "'"}


def _possessed(
    items: list[Item], group: Sequence[int], preposition: str, around: bool, index: int
) -> PlaceRole:
    """Read what follows "Kabul's": a place inside it, an event there, or its government's doings."""
    following = items[group[-1] + 2 : group[-1] + 6]
    inner = next((n for n, item in enumerate(following) if item.kind is Kind.PLACE), -1)
    if inner >= 0 and all(i.norm in _SKIP | _PLACE_NOUNS | {"of"} for i in following[:inner]):
        return PlaceRole(Role.CONTAINER, preposition, around, index, "holds the place after it")
    for item in following:
        if item.norm in _PLACE_NOUNS and preposition:
            return PlaceRole(Role.LOCATION, preposition, around, index, "a part of the place")
        if item.tags & EVENT_NOUN and not item.tags & int(Tag.CAPITAL_ACTS_NOUN):
            return PlaceRole(Role.MODIFIER, "", around, index, "names the event")
        if item.kind is Kind.WORD and item.norm in {",", "and", "in", "to"}:
            break
    return PlaceRole(
        Role.GOVERNMENT, preposition, around, index, "possessive of a government or people"
    )


def _after_preposition(
    parsed: Parsed, group: Sequence[int], where: tuple[str, bool, int], *, governs: bool
) -> PlaceRole:
    preposition, around, index = where
    items = parsed.items
    before = items[index - 1] if index > 0 else None
    if speaker := _speaker(parsed, group, index):
        return PlaceRole(Role.SPEAKER, preposition, around, index, speaker)
    if (
        preposition in _FROM
        and before is not None
        and before.tags & PEOPLE
        and not any(i.tags & int(Tag.MOVEMENT_VERB) for i in items[max(0, index - 4) : index])
    ):
        return PlaceRole(Role.ROUTE, preposition, around, index, "where people come from")
    if preposition in _FROM:
        return PlaceRole(Role.FROM, preposition, around, index, "from")
    if preposition in _TO:
        envoy = before is not None and before.tags & OFFICIAL and not before.tags & PEOPLE
        moves = (
            before is None
            or before.kind is not Kind.WORD
            or before.tags & _MOVES
            or before.tags & PEOPLE
        )
        role = Role.GOVERNMENT if envoy or (governs and not moves) else Role.TO
        return PlaceRole(role, preposition, around, index, "to")
    if preposition == "of":
        return _after_of(items, group, where, governs=governs)
    if (
        preposition in {"with", "against", "about", "by", "than", "as", "for", "like", "among"}
        and governs
    ):
        return PlaceRole(Role.GOVERNMENT, preposition, around, index, f"{preposition} a government")
    if preposition == "between" and governs:
        return PlaceRole(Role.GOVERNMENT, preposition, around, index, "between governments")
    if preposition == "on" and governs and group[0] - index <= 2:  # noqa: PLR2004 - an article at most
        attack = before is not None and before.tags & EVENT_NOUN
        role = Role.OBJECT if attack else Role.GOVERNMENT
        return PlaceRole(role, preposition, around, index, "on")
    return PlaceRole(Role.LOCATION, preposition, around, index, preposition)


def _after_of(
    items: list[Item], group: Sequence[int], where: tuple[str, bool, int], *, governs: bool
) -> PlaceRole:
    preposition, around, index = where
    before = items[index - 1] if index > 0 else None
    if before is not None and before.norm in _PLACE_NOUNS:
        return PlaceRole(Role.LOCATION, preposition, around, index, "a part of the place")
    if before is not None and before.tags & (EVENT_NOUN | int(Tag.CONTROL_NOUN)):
        return PlaceRole(Role.OBJECT, preposition, around, index, f"{before.norm} of")
    if before is not None and (before.norm == "out" or before.kind is Kind.PLACE):
        return PlaceRole(Role.LOCATION, preposition, around, index, "of")
    stands = OFFICIAL | PEOPLE | int(Tag.STATE_ACTORS_NOUN | Tag.INSTITUTION_PHRASE)
    if governs or (before is not None and before.tags & stands):
        return PlaceRole(Role.GOVERNMENT, preposition, around, index, "of a people or institution")
    return PlaceRole(Role.LOCATION, preposition, around, index, "of")


def _speaker(parsed: Parsed, group: Sequence[int], index: int) -> str:
    """Give the reason where the place is the seat of whoever speaks: "police in Tank said"."""
    items = parsed.items
    back = index - 1
    if back < 0 or not items[back].tags & OFFICIAL:
        return ""
    for ahead in range(group[-1] + 1, min(len(items), group[-1] + 6)):
        if items[ahead].tags & SAY or items[ahead].norm in {
            "blame",
            "deny",
            "denied",
            "denies",
            "blamed",
        }:
            return "where the speaker is"
        if items[ahead].kind is not Kind.WORD or items[ahead].norm in {"and", ";"}:
            break
    verb = items[group[-1] + 1] if group[-1] + 1 < len(items) else None
    opens = all(
        i.tags & (OFFICIAL | int(Tag.STATE_ACTORS_NOUN)) or not i.tags for i in items[:back]
    )
    if opens and verb is not None and verb.tags & FINITE and not verb.tags & _HARM:
        return "where the official is"
    before = items[max(0, back - 4) : back]
    if any(
        item.tags & SAY or item.norm in {"told", "according to", "according", "asked"}
        for item in before
    ):
        return "where the speaker is"
    return ""


def _names_event(items: list[Item], group: Sequence[int]) -> bool:
    """Tell whether the place stands between an article and an event: "the Kabul bombing"."""
    before = items[group[0] - 1].norm if group[0] else ""
    article = before in {"the", "a", "an", "its", "their", "this", "that"}
    return article and _before_event(items, group[-1])


def _before_event(items: list[Item], last: int) -> bool:
    """Tell whether the place modifies an event: "the Kabul bombing", "Noshki convoy attack"."""
    for item in items[last + 1 : last + 4]:
        if item.kind is not Kind.WORD or item.tags & LOCATIVE or item.norm in {",", "and", "."}:
            return False
        if item.tags & EVENT_NOUN:
            return not _takes_object(items, item)
        if item.tags & FINITE and not item.tags & int(Tag.PRESENCE_NOUN):
            return False
    return False


def _takes_object(items: list[Item], item: Item) -> bool:
    """Tell whether what could be an event's name is a verb: "Iran strikes Jaish al-Adl"."""
    number = next(n for n, other in enumerate(items) if other is item)
    after = items[number + 1 : number + 2]
    return bool(item.tags & FINITE and after) and (
        after[0].kind is Kind.ACTOR or after[0].norm in {"the", "a", "its", "two", "three"}
    )


def _premodifies(items: list[Item], last: int) -> bool:
    """Tell whether the name is an adjective of the noun after it: "killed Hazara travellers"."""
    after = items[last + 1] if last + 1 < len(items) else None
    if after is None or after.kind is not Kind.WORD or not after.norm[:1].isalpha():
        return False
    free = LOCATIVE | AROUND | int(Tag.CONTINUING_PHRASE | Tag.PAST_PHRASE | Tag.OFFICIAL_NOUN)
    return not (after.tags & free or after.norm in _PLACE_NOUNS | _AFTER_OBJECT)


def _adjacent_verb(items: list[Item], index: int, first: int) -> bool:
    return first - index <= 4 and items[index].norm not in {"said", "says", "be", "is"}  # noqa: PLR2004 - modifiers


def _is_subject(parsed: Parsed, group: Sequence[int]) -> bool:
    items = parsed.items
    for ahead in range(group[-1] + 1, min(len(items), group[-1] + 5)):
        item = items[ahead]
        if item.norm in {",", "(", "and"} and ahead == group[-1] + 1:
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


def _as_subject(
    items: list[Item], last: int, mention: PlaceMention, index: int, *, governs: bool
) -> PlaceRole:
    verb = next((item for item in items[last + 1 : last + 5] if item.tags & FINITE), None)
    hosts = verb is not None and verb.tags & int(Tag.HOSTS_VERB) and not verb.tags & SAY
    rest = _rest(items, last)
    talks = any(i.tags & int(Tag.TALK_NOUN | Tag.TALK_VERB) for i in rest)
    owns = not talks and any(
        i.tags & (PEOPLE | int(Tag.PRESENCE_NOUN)) or i.kind is Kind.ACTOR for i in rest
    )
    blames = any(i.norm in {"responsible", "responsible for"} for i in rest)
    if hosts and not blames and (owns or not governs):
        return PlaceRole(Role.SUBJECT, "", around=False, head=index, why=f"{mention.surface} holds")
    role = Role.GOVERNMENT if governs else Role.TOPIC
    return PlaceRole(role, "", around=False, head=index, why="acts as a government")
