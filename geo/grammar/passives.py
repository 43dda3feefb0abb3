"""Passives: who is killed, caught or said to have died."""

from __future__ import annotations

from geo.grammar.items import ADVERBS, BE, DETERMINERS, LOCATIVE, Item, Kind
from geo.grammar.triggers import HARM_VERB, PARTICIPLE

_REDUCED = frozenset(
    "killed arrested detained captured held shot nabbed wounded injured seized busted "
    "apprehended caught hanged executed gunned eliminated neutralised neutralized targeted "
    "dismantled broken smashed uncovered".split()
)
_AFTER_REDUCED = frozenset(["during", "after", "when", "while", "with", "for", "as", "over"])
_IT = len("they")
DIED = frozenset(["died", "dies", "perished", "met their end", "met his end"])


def is_passive(items: list[Item], index: int) -> bool:
    """Tell whether a participle is passive: after a form of be, or reduced ("killed in Khost")."""
    item = items[index]
    if not item.tags & PARTICIPLE:
        return False
    back = index - 1
    while back >= 0 and (
        items[back].norm in ADVERBS or items[back].norm == "n't" or items[back].norm.endswith("ly")
    ):
        back -= 1
    if back > 0 and items[back].norm in {"and", "or", ","} and items[back - 1].tags & PARTICIPLE:
        return is_passive(items, back - 1)
    if back >= 0 and (items[back].norm in BE or items[back].norm == "those"):
        return True
    if back >= 0 and items[back].norm in {"has", "have", "had", "having", "who", "which"}:
        return False  # "the gunmen who shot up a church"
    if back > 0 and items[back].kind is Kind.ACTOR:
        short = items[back].end - items[back].start <= _IT  # "where it shot at the exchange"
        if short or _opens_relative(items, back - 1):
            return False
    next_ = index + 2 if [i.norm for i in items[index + 1 : index + 2]] == ["dead"] else index + 1
    after = items[next_] if next_ < len(items) else None
    if after is None or after.norm in {".", ",", ";"}:
        return item.norm.split()[0] in _REDUCED
    if after.norm == "by":
        return True
    reduced = item.norm.split()[0] in _REDUCED
    return reduced and bool(after.tags & LOCATIVE or after.norm in _AFTER_REDUCED)


def _opens_relative(items: list[Item], index: int) -> bool:
    """Tell whether what is before a subject opens a relative clause: "whom the BLA killed"."""
    while index > 0 and items[index].norm in DETERMINERS and items[index].norm != "that":
        index -= 1
    return items[index].norm in {"whom", "that", "which"}


def is_death(items: list[Item], index: int) -> bool:
    """Tell whether somebody is killed or caught: "died", "were killed", "was arrested"."""
    item = items[index]
    return item.norm in DIED or (bool(item.tags & HARM_VERB) and is_passive(items, index))
