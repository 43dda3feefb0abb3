"""Actors that are only named for their tie to another: allies, wholes, subjects of books."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.grammar.items import DETERMINERS, PEOPLE, SAY, Item, Kind
from geo.grammar.lexicon import Tag
from geo.grammar.triggers import ALLIED

if TYPE_CHECKING:
    from collections.abc import Sequence


_WORKS = frozenset(
    "book books film films documentary article articles paper papers lecture "
    "seminar conference essay session study exhibition novel series podcast booklet pamphlet "
    "brochure thesis panel workshop committee briefing debate hearing resolution information "
    "intelligence".split()
)
_PICTURES = frozenset("picture pictures portrait portraits poster posters effigy effigies".split())
_OFFSHOOTS = frozenset(["affiliate", "offshoot", "ally", "splinter", "rival"])
_JOINED = _OFFSHOOTS | frozenset(["backed", "inspired", "aligned", "allied", "supported"])
_BRANCH_OF = frozenset(["affiliate of", "branch of", "offshoot of", "wing of", "chapter of"])
_ONCE_MEMBER = frozenset(
    "fighter fighters member members militant militants man men spokesman spokesmen".split()
)
_PARTS = frozenset(
    "wing section faction branch arm part offshoot affiliate unit splinter chapter component "
    "subgroup proxy ally rival".split()
)
_SPEAKERS = frozenset(["spokesman", "spokesmen", "officials", "leaders", "sources"])
_ACCUSED = frozenset(["suspected", "accused", "suspicion", "alleged"])
_APPOSED = 7  # items from a group to the "of" of ", a hardline splinter faction of"
_AS_LONG_AS = frozenset("long soon far well much many".split())
_QUARRELS = frozenset(
    "accusations concern concerns demands differences disagreement disagreements dispute disputes "
    "feud quarrel quarrels rift row rows spat standoff talks tension tensions".split()
)
_PART_OF = frozenset(["splinter of", "splinter group of", "offshoot of", "faction of"])
_LIKE = frozenset(["like", "unlike", "besides", "apart from"])


def own_part(items: list[Item], group: Sequence[int]) -> Sequence[int]:
    """Return the actors of a group that are more than an ally or a likeness of another."""
    if not allied(items, group[0]):
        return group
    return group[1:] if is_likened(items, group[0]) or _explained(items, group) else ()


def is_likened(items: list[Item], actor: int) -> bool:
    """Tell whether an actor is only set beside another or dates it: "unlike the TTP"."""
    near = items[max(0, actor - 2) : actor]
    return any(i.norm in _LIKE for i in near) or (actor <= len(near) and _is_reign(items, 0))


def _explained(items: list[Item], group: Sequence[int]) -> bool:
    """Tell whether a second name says who is meant: "the successor of A, B, has"."""
    if len(group) != 2 or group[0] < 1:  # noqa: PLR2004 - a pair
        return False
    between, after = items[group[0] + 1 : group[1]], items[group[1] + 1 : group[1] + 2]
    commas = [i.norm for i in (*between, *after)] == [",", ","]
    return commas and bool(items[group[0] - 1].tags & ALLIED)


def allied(items: list[Item], index: int) -> bool:
    """Tell whether an actor is only named for its tie to another ("allegiance to the TTP")."""
    back = index - 1
    after = items[index + 1].norm if index + 1 < len(items) else ""
    joined = after and items[index + 1].start == items[index].end + 1
    if (
        joined
        and after in _JOINED
        and (after not in _OFFSHOOTS or _names_another(items, index + 2) or _apposed(items, back))
    ):
        return True  # "IS-inspired", "the al-Qaeda affiliate Jabhat al-Nusra"
    if back >= 0 and items[back].norm in {"former", "ex"} and after in _ONCE_MEMBER:
        return True
    near = [item.norm for item in items[max(0, index - 5) : index]]
    if set(near) & {"former", "ex"} and set(near) & _ONCE_MEMBER and "of" in near:
        return True
    while back >= 0 and (
        items[back].norm in DETERMINERS or items[back].norm in {"so called", "banned"}
    ):
        back -= 1
    if (
        _is_reign(items, back)
        or _is_quarrelled_over(items, back)
        or _is_compared(items, back)
        or _is_part_of(items, back)
        or _is_subject_of_work(items, back)
        or _speaks(items, index)
    ):
        return True
    if back < 0 or not items[back].tags & ALLIED or _its_branch(items, back):
        return False
    if _acts_itself(items, back, after):
        return False
    # "detained 21 people suspected of ties to ISKP"
    return not any(i.norm in _ACCUSED for i in items[max(0, back - 4) : back])


def _acts_itself(items: list[Item], tie: int, after: str) -> bool:
    """Tell whether a tie makes no other of an actor: "groups like the TTP", "loyal to the BLA"."""
    own, before = items[tie].norm, items[tie - 1].tags
    if own == "like":
        return bool(before & (PEOPLE | int(Tag.REFERS_NOUN)))
    if own in _PART_OF and not before & ALLIED and not items[tie - 1].norm.endswith(","):
        article = [i.norm for i in items[:tie]]
        return after != "," and article in (
            ["a"],
            ["an"],
            ["the"],
        )  # "A splinter of the TTP was expelled from"
    if own == "orders from":
        return after == "to"  # "had orders from ISKP to attack"
    if own == "allegiance to":
        return _of_men(items, tie)  # "men who had sworn allegiance to IS"
    return own == "loyal to" and bool(before & PEOPLE)


def _of_men(items: list[Item], oath: int) -> bool:
    """Tell whether it is people without another name who swear: "men who have sworn"."""
    near = items[max(0, oath - _APPOSED) : oath]
    who = next((n for n, item in enumerate(near) if item.norm in {"who", "that"}), 0)
    return who > 0 and bool(near[who - 1].tags & PEOPLE)


def _speaks(items: list[Item], actor: int) -> bool:
    """Tell whether only an actor's spokesmen are heard: ", Taliban spokesmen say,"."""
    after = [item.norm for item in items[actor + 1 : actor + 4]]
    says = any(item.tags & SAY for item in items[actor + 2 : actor + 4])
    return (
        actor > 0
        and items[actor - 1].norm == ","
        and after[:1] != []
        and (after[0] in _SPEAKERS and says)
    )


def _is_subject_of_work(items: list[Item], on: int) -> bool:
    """Tell whether a book or talk is on the actor: "a booklet on ISKP"."""
    if on > 0 and items[on].norm == "of":
        return items[on - 1].norm in _PICTURES  # "carried portraits of BLA leaders"
    return on > 0 and items[on].norm in {"on", "about"} and items[on - 1].norm in _WORKS


def _is_reign(items: list[Item], back: int) -> bool:
    """Tell whether an actor only dates what others do: "Under the Taliban, recruits passed"."""
    return back == 0 and items[back].norm == "under"


def _is_quarrelled_over(items: list[Item], back: int) -> bool:
    """Tell whether others fall out over an actor: "a quarrel between the two over the TTP"."""
    near = {item.norm for item in items[max(0, back - _APPOSED) : max(0, back)]}
    return back > 0 and items[back].norm == "over" and not _QUARRELS.isdisjoint(near)


def _is_compared(items: list[Item], back: int) -> bool:
    """Tell whether something is only measured by an actor: "a force as nimble as the BLA"."""
    likened = back > 1 and items[back].norm == "as" and items[back - 2].norm == "as"
    return likened and not items[back - 1].tags and items[back - 1].norm not in _AS_LONG_AS


def _is_part_of(items: list[Item], of: int) -> bool:
    """Tell whether an apposition says what a group belongs to: "JuA, a wing of the TTP,"."""
    words = " ".join(item.norm for item in items[max(0, of - _APPOSED) : of + 1]).split()
    if words[-1:] != ["of"] or not _PARTS.intersection(words[-2:-1]):
        return False
    article = next((n for n in range(len(words) - 1, 0, -1) if words[n] in {"a", "an", "one"}), 0)
    return article > 1 and words[article - 1] == "," and words[article - 2].startswith("@")


def _names_another(items: list[Item], index: int) -> bool:
    """Tell whether a name follows an apposition: ", Jabhat al-Nusra"."""
    named = [i for i in items[index : index + 2] if i.norm != ","]
    return bool(named) and (named[0].kind is Kind.ACTOR or named[0].capital)


def _apposed(items: list[Item], article: int) -> bool:
    """Tell whether an apposition opens here: "Jamaat-ul-Ahrar, a TTP splinter,"."""
    opens = article > 1 and items[article].norm in DETERMINERS and items[article - 1].norm == ","
    return opens and items[article - 2].kind is Kind.ACTOR


def _its_branch(items: list[Item], of: int) -> bool:
    """Tell whether the phrase names a branch of the actor: "the Afghan affiliate of IS"."""
    before = [item.norm for item in items[max(0, of - 3) : of]]
    return items[of].norm in _BRANCH_OF and "the" in before
