"""Which words of a sentence are verbs that can carry a clause."""

from __future__ import annotations

from functools import cache

from geo.countries import demonyms
from geo.grammar.items import AUXILIARIES, FINITE, LOCATIVE, NUMBERS, Item, Kind
from geo.grammar.lexicon import Tag
from geo.text import name_key

_NOUN_BEFORE = NUMBERS | frozenset(
    "'s the a an this that these those its their his her our some any no each every another "
    "one several many few more most of in on "
    "at by for with from into to against after before during amid since until own new old "
    "latest recent first second last such claimed deadly major fresh similar joint".split()
)


_ADJECTIVAL = frozenset(["run", "led", "held", "backed", "owned", "built", "made", "occupied"])
_FORMS = int(Tag.PARTICIPLE | Tag.GERUND)
_ITS = len("their")
_DETERMINES = frozenset("the a an this its their his our some no several".split())
_NOUNS = int(Tag.PRESENCE_NOUN | Tag.OPERATION_NOUN | Tag.VIOLENCE_NOUN)
_ADJECTIVES = frozenset(
    "linked backed affiliated aligned inspired allied led based trained armed sponsored supported "
    "banned outlawed proscribed".split()
)
VERBAL = AUXILIARIES | {"has no", "have no", "had no"}  # phrases of the lexicon
_NOT_FINITE = frozenset(["strike", "raid"])


def is_finite(items: list[Item], index: int) -> bool:
    """Tell whether an item is a verb that can carry a clause."""
    item = items[index]
    if item.kind is not Kind.WORD:
        return False
    if item.norm in VERBAL:
        return item.norm not in {"be", "been", "being", "'s"}
    if not item.tags & FINITE:
        return False
    before = items[index - 1].norm if index else ""
    if before.endswith(" for"):
        before = "for"  # "responsible for attacks"
    bare = not item.tags & _FORMS and not item.norm.endswith("s")  # "lodge", no "lodges"
    noun = (item.tags & _NOUNS or bare) and ends_phrase(items, index)
    noun = noun or (bare and index > 1 and items[index - 2].norm in {"a", "an"})
    if noun or is_of_people(items, index):
        return False  # "its winter quarters", "an army camp", "a Chinese-run restaurant"
    if item.norm in _ADJECTIVES and index + 1 < len(items):
        after = items[index + 1]
        if after.tags & int(Tag.PEOPLE_NOUN | Tag.REFERS_NOUN):
            return False  # "Uyghur-linked militants"
    if before == "that" and not item.tags & _NOUNS:
        return True  # "that took credit"
    if before in _NOUN_BEFORE and not (item.tags & int(Tag.PARTICIPLE)):
        return False
    return item.norm not in _NOT_FINITE


@cache
def _peoples() -> frozenset[str]:
    return frozenset(name_key(people) for people in demonyms().country)


def is_of_people(items: list[Item], index: int) -> bool:
    """Tell whether a participle joins a people and what is theirs: "a Chinese-run restaurant"."""
    if index < 2 or items[index].norm not in _ADJECTIVAL:  # noqa: PLR2004 - "Those held"
        return False
    before, after = items[index - 1], items[index + 1 : index + 2]
    people = before.kind is Kind.WORD and before.norm in _peoples()
    return people and bool(after) and after[0].kind is Kind.WORD and not after[0].tags & LOCATIVE


def ends_phrase(items: list[Item], index: int) -> bool:
    """Tell whether an unknown word and a determiner stand before a noun."""
    if index < 2:  # noqa: PLR2004 - two words before
        return False
    before = items[index - 1]
    adjective = before.kind is Kind.WORD and not before.tags and not before.norm.endswith("ly")
    first = items[index - 2]
    its = first.kind is Kind.ACTOR and first.end - first.start <= _ITS
    known = items[index].tags & _NOUNS or not before.norm.endswith("s")
    return adjective and bool(known) and (its or first.norm in _DETERMINES)


def looks_past(item: Item) -> bool:
    """Tell whether a word that no lexicon has looks like a verb: "supervised"."""
    plain = item.kind is Kind.WORD and not item.tags and not item.capital
    return plain and item.norm.endswith("ed") and len(item.norm) >= len("named")
