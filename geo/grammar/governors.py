"""The word that governs a toponym, and what the toponym modifies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.grammar.items import AUXILIARIES, BE, FINITE, LOCATIVE, NUMBERS, PEOPLE, Item, Kind
from geo.grammar.lexicon import Tag

if TYPE_CHECKING:
    from collections.abc import Sequence


AROUND = int(Tag.AROUND_PHRASE)


EVENT_NOUN = int(Tag.VIOLENCE_NOUN | Tag.OPERATION_NOUN)


OBJECT_VERB = int(
    Tag.CONTROL_VERB | Tag.VIOLENCE_VERB | Tag.LEAVE_VERB | Tag.MOVEMENT_VERB | Tag.HOSTS_VERB
)


SKIPPED = frozenset(
    "the a an both northern southern eastern western central north south east west "
    "northeast northwest southeast southwest north-eastern remote neighbouring neighboring "
    "nearby restive mountainous upper lower greater eastern far mostly rural district "
    "province city town village volatile border northeastern northwestern southeastern "
    "southwestern adjacent coastal same troubled whole entire all large own old three two "
    "only four several northernmost provinces districts capital".split()
)


PLACE_NOUNS = frozenset(
    "city town village district districts subdistrict subdistricts province provinces area "
    "areas region regions part "
    "parts outskirts hills mountains valley valleys port capital suburb suburbs most much "
    "all some north south east west centre center edge cities towns villages tehsil tehsils "
    "corner side soil territory countryside limits neighbourhood bazaar bazaars market "
    "streets rest interior northeast northwest southeast southwest coast agency agencies "
    "many places vicinity foothills half slopes tip heart settlement hamlet quarter suburb "
    "district-level jungles forests pockets stretches swathes swaths belt plain plains "
    "basin oasis gorge gorges ridge highlands inch inches handspan acre "
    "whole entirety length lowlands steppe forest woods desert coast delta heights".split()
)


_SHARES = frozenset("cent percent % third thirds fifth quarters majority number".split())


FROM = frozenset(["from", "out of"])


TO = frozenset(["to", "into", "toward", "towards"])


WITH = frozenset("with against by between about for of than as upon on among via like".split())


_NO_NAME = frozenset([",", "and", "."])
_ARTICLES = NUMBERS | {"the", "a", "an", "fourteen", "twenty"}


SITES = frozenset(
    "crossing border airport cantonment market bazaar university jail road highway tunnel "
    "bypass dam front side branch metro railway gate mountains desert river islands port "
    "base air airbase hospital mosque church shrine school station checkpoint checkpost post hotel "
    "embassy consulate stadium palace headquarters plant mine project barracks garrison fort "
    "district provincial international central main compound "
    "bus stop bridge roundabout terminal depot court courthouse camp market-place seminary "
    "airstrip madrassa toll plaza interchange picket ferry dockyard shipyard harbour "
    "refinery customs line axis sector".split()
)


_AFTER_OBJECT = NUMBERS | frozenset(
    "years months weeks days twenty thirty several many and or but as last this that when while "
    "after before during by with for without overnight unopposed within outright from again "
    "early late then twice once where which who on metro airport province provinces until till "
    "amid despite because though although if".split()
)


_NO_OWNER = PLACE_NOUNS | _AFTER_OBJECT | SKIPPED | SITES | BE


def governor(items: list[Item], first: int) -> tuple[int, bool]:
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
        elif item.norm in SKIPPED or item.norm.isdigit():
            index -= 1
        elif item.norm == "of" and index and items[index - 1].norm in PLACE_NOUNS:
            inside = True
            index -= 2
        elif item.norm == "and" and index and _directional(items, index):
            index -= 1
        elif (item.norm == "'s" and index and items[index - 1].kind is Kind.PLACE) or (
            item.norm == "," and index and items[index - 1].kind is Kind.PLACE
        ):
            index -= 2
        elif item.norm == "," and (before := _unknown_name(items, index)) >= 0:
            return before, around or bool(items[before].tags & AROUND)
        else:
            break
    counted = inside and items[index].norm == "of" and index and items[index - 1].norm in _SHARES
    if counted or ((inside or around) and (index < 0 or not _governs(items[index]))):
        # "the Qala-e Zaman Khan quarter of Kabul": what governs it is out of sight
        inner = next(
            i for i in range(first - 1, -1, -1) if items[i].norm == "of" or items[i].tags & AROUND
        )
        return inner, around
    return index, around


def _unknown_name(items: list[Item], comma: int) -> int:
    """Return the preposition before a place no table knows: "in Hassan Khel, Tank"."""
    index = comma - 1
    while index >= 0 and (items[index].capital or items[index].norm in {"e", "i", "ul", "area"}):
        index -= 1
    named = 0 < comma - 1 - index <= 4  # noqa: PLR2004 - a name of up to four words
    fits = index >= 0 and items[index].kind is Kind.WORD and items[index].tags & (LOCATIVE | AROUND)
    return index if named and fits else -1


def _governs(item: Item) -> bool:
    return item.kind is Kind.WORD and bool(
        item.tags & (LOCATIVE | AROUND | OBJECT_VERB) or item.norm in WITH | FROM | TO
    )


def is_exception(items: list[Item], index: int) -> bool:
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
    return items[index - 1].norm in SKIPPED & PLACE_NOUNS and items[index + 1].norm in SKIPPED


def preposition_of(head: Item | None) -> str:
    """Return the preposition that a governor is, or nothing."""
    if head is None or head.kind is not Kind.WORD:
        return ""
    if head.tags & (LOCATIVE | AROUND) or head.norm in WITH or head.norm in FROM | TO:
        return head.norm
    return ""


def is_adjectival(items: list[Item], group: Sequence[int]) -> bool:
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
        or (after.capital and not after.tags & int(Tag.STATE_ACTORS_NOUN))
    ):
        return False
    if after.norm in SITES and _placed_elsewhere(items, last + 2):
        return True  # "the Sayedabad mosque in Kunduz"
    known = LOCATIVE | AROUND | EVENT_NOUN | int(Tag.PRESENCE_NOUN) | PEOPLE | FINITE
    known |= int(Tag.CONTINUING_PHRASE)  # "the Qandil mountains since 1990"
    two = items[last + 2].tags if last + 2 < len(items) else 0
    named = after.norm in _NO_OWNER
    return not (named or after.tags & known or two & EVENT_NOUN)


def _placed_elsewhere(items: list[Item], index: int) -> bool:
    near = items[index : index + 3]
    located = bool(near) and near[0].tags & LOCATIVE and near[0].norm != "of"
    return bool(located) and any(item.kind is Kind.PLACE for item in near)


def names_event(items: list[Item], group: Sequence[int]) -> bool:
    """Tell whether the place stands between an article and an event: "the Kabul bombing"."""
    before = items[group[0] - 1].norm if group[0] else ""
    article = before in {"the", "a", "an", "its", "their", "this", "that"}
    return article and before_event(items, group[-1])


def before_event(items: list[Item], last: int) -> bool:
    """Tell whether the place modifies an event: "the Kabul bombing", "Noshki convoy attack"."""
    for item in items[last + 1 : last + 4]:
        if item.kind is not Kind.WORD or item.tags & LOCATIVE or item.norm in _NO_NAME | WITH:
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


def premodifies(items: list[Item], last: int) -> bool:
    """Tell whether the name is an adjective of the noun after it: "killed Hazara travellers"."""
    after = items[last + 1] if last + 1 < len(items) else None
    if after is None or after.kind is not Kind.WORD or not after.norm[:1].isalpha():
        return False
    free = LOCATIVE | AROUND | int(Tag.CONTINUING_PHRASE | Tag.PAST_PHRASE | Tag.OFFICIAL_NOUN)
    return not (
        after.tags & free or after.norm in AUXILIARIES or after.norm in PLACE_NOUNS | _AFTER_OBJECT
    )
